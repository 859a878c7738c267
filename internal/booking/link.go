package booking

import (
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"strings"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/secret"
	"deskbell/internal/store"
)

// How long links live.
const (
	// LinkLives is how long a link of ours does.
	LinkLives = 24 * time.Hour
	// LinkMost is how far off the end of any link may be.
	LinkMost = 7 * 24 * time.Hour
	maxToken = 2000
	// linkPrefix and pushPrefix tell people, and those who search code for lost secrets, what it is.
	linkPrefix = "dbk_"
	pushPrefix = "dbp_"
)

// A link's token is a JSON Web Token of the plainest kind: HS256, which libraries of every language make. It names the
// property by its widget key (aud), the booking by its number (sub) and when it ends (exp); what else stands in it is not
// looked at.
type claims struct {
	Audience audience `json:"aud"`
	Subject  string   `json:"sub"`
	Expires  float64  `json:"exp"`
}

// audience may be one text, or a list of one.
type audience string

// UnmarshalJSON implements json.Unmarshaler.
func (a *audience) UnmarshalJSON(b []byte) error {
	var one string
	if json.Unmarshal(b, &one) == nil {
		*a = audience(one)
		return nil
	}
	var list []string
	if err := json.Unmarshal(b, &list); err != nil || len(list) != 1 {
		return desk.Refuse(desk.CodeInvalid, "A link is for one property.")
	}
	*a = audience(list[0])
	return nil
}

var coded = base64.RawURLEncoding

// header is that of the tokens we make.
const header = `{"alg":"HS256","typ":"JWT"}`

// Sign makes the token of a link to a booking.
func Sign(key []byte, propertyKey, number string, expires time.Time) string {
	body, _ := json.Marshal(map[string]any{"aud": propertyKey, "sub": number, "exp": expires.Unix()}) // texts and a number always encode
	signed := coded.EncodeToString([]byte(header)) + "." + coded.EncodeToString(body)
	return signed + "." + coded.EncodeToString(mac(key, signed))
}

func mac(key []byte, signed string) []byte {
	m := hmac.New(sha256.New, key)
	m.Write([]byte(signed))
	return m.Sum(nil)
}

// read is the number of the booking that a token names, for the property with the key. Nothing in a token is looked at
// before its signature was found right.
func read(key []byte, propertyKey, token string, now time.Time) (number string, ok bool) {
	signed, signature := token, ""
	if at := strings.LastIndexByte(token, '.'); at >= 0 {
		signed, signature = token[:at], token[at+1:]
	}
	given, err := coded.DecodeString(signature)
	if err != nil || len(token) > maxToken || !hmac.Equal(given, mac(key, signed)) {
		return "", false
	}
	head, body, _ := strings.Cut(signed, ".")
	var h struct {
		Algorithm string   `json:"alg"`
		Critical  []string `json:"crit"`
	}
	var c claims
	if !decoded(head, &h) || !decoded(body, &c) || h.Algorithm != "HS256" || len(h.Critical) > 0 {
		return "", false
	}
	left := c.Expires - float64(now.UnixMilli())/1000
	if string(c.Audience) != propertyKey || left <= 0 || left > LinkMost.Seconds() {
		return "", false
	}
	return c.Subject, true
}

func decoded(part string, into any) bool {
	raw, err := coded.DecodeString(part)
	return err == nil && json.Unmarshal(raw, into) == nil
}

func linkPlace(propertyID string) secret.Place {
	return secret.Place{Table: "properties", ID: propertyID, Column: "bookings.secret"}
}

func pushPlace(propertyID string) secret.Place {
	return secret.Place{Table: "properties", ID: propertyID, Column: "bookings.push_secret"}
}

// NewSecret makes the secret that signs a property's links. It is shown this once; links that the one before it signed
// prove nothing any more.
func (d *Desk) NewSecret(ctx context.Context, by desk.Person, propertyID string) (plain string, err error) {
	return d.newSecret(ctx, by, propertyID, linkPrefix, linkPlace(propertyID), "booking_secret_made", func(s *desk.BookingSettings, sealed []byte) { s.Sealed = sealed })
}

// NewPushSecret makes the secret with which a property's own system signs the bookings that it brings. It is shown this
// once; what the one before it signs is refused.
func (d *Desk) NewPushSecret(ctx context.Context, by desk.Person, propertyID string) (plain string, err error) {
	return d.newSecret(ctx, by, propertyID, pushPrefix, pushPlace(propertyID), "booking_push_secret_made", func(s *desk.BookingSettings, sealed []byte) { s.PushSealed = sealed })
}

func (d *Desk) newSecret(ctx context.Context, by desk.Person, propertyID, prefix string, place secret.Place, action string, keep func(*desk.BookingSettings, []byte)) (plain string, err error) {
	var random [32]byte
	_, _ = rand.Read(random[:]) // never fails: crypto/rand ends the process instead
	plain = prefix + coded.EncodeToString(random[:])
	sealed, err := d.cfg.Sealer.Seal(place, []byte(plain))
	if err != nil {
		return "", err
	}
	err = d.cfg.Store.Write(context.WithoutCancel(ctx), func(tx store.Tx) error {
		if err := desk.Allow(by, desk.ActEditSettings, propertyID); err != nil {
			return err
		}
		pr, err := tx.Property(propertyID)
		if err != nil {
			return err
		}
		keep(&pr.Settings.Bookings, sealed)
		pr.UpdatedAt = tx.Now()
		if err := tx.UpdateProperty(pr); err != nil {
			return err
		}
		return audit(tx, by, propertyID, action, propertyID, nil)
	})
	return plain, err
}

// Link makes a link's token to a booking that stands.
func (d *Desk) Link(ctx context.Context, by desk.Person, propertyID, number string) (token string, pr desk.Property, expires time.Time, err error) {
	err = d.cfg.Store.Write(context.WithoutCancel(ctx), func(tx store.Tx) error {
		if err := desk.Allow(by, desk.ActViewBookings, propertyID); err != nil {
			return err
		}
		b, err := tx.Booking(propertyID, desk.BookingKey(number))
		if err != nil {
			return err
		}
		if pr, err = tx.Property(propertyID); err != nil {
			return err
		}
		if !tx.Now().Before(b.ProvesUntil(zone(pr))) {
			return desk.Refuse(desk.CodeConflict, "This booking is over, or was cancelled: a link to it would prove nothing.")
		}
		key, err := d.key(pr)
		if err != nil {
			return err
		}
		if key == nil {
			return desk.Refuse(desk.CodeConflict, "Make the secret that signs links first.")
		}
		expires = tx.Now().Add(LinkLives).Truncate(time.Second)
		token = Sign(key, pr.Key, b.Number, expires)
		return audit(tx, by, propertyID, "booking_link_made", b.Number, nil)
	})
	return token, pr, expires, err
}

// key is the secret of a property's links; nil where it has none.
func (d *Desk) key(pr desk.Property) ([]byte, error) {
	if len(pr.Settings.Bookings.Sealed) == 0 {
		return nil, nil
	}
	return d.cfg.Sealer.Open(linkPlace(pr.ID), pr.Settings.Bookings.Sealed)
}

// reseal puts the secrets under the newest key, so that the one before it can go. Keys change with a restart only.
func (d *Desk) reseal(ctx context.Context) error {
	return d.cfg.Store.Write(ctx, func(tx store.Tx) error {
		all, err := tx.ListProperties()
		if err != nil {
			return err
		}
		for _, pr := range all {
			s, fresh := &pr.Settings.Bookings, false
			for _, kept := range []struct {
				sealed *[]byte
				place  secret.Place
			}{{&s.Sealed, linkPlace(pr.ID)}, {&s.PushSealed, pushPlace(pr.ID)}} {
				if len(*kept.sealed) == 0 || !d.cfg.Sealer.Stale(*kept.sealed) {
					continue
				}
				plain, err := d.cfg.Sealer.Open(kept.place, *kept.sealed)
				if err != nil {
					continue // under a key that is not here: its secret is made again
				}
				if *kept.sealed, err = d.cfg.Sealer.Seal(kept.place, plain); err != nil {
					return err
				}
				fresh = true
			}
			if !fresh {
				continue
			}
			if err := tx.UpdateProperty(pr); err != nil {
				return err
			}
		}
		return nil
	})
}
