package guest

import (
	"context"
	"crypto/sha256"
	"encoding/hex"
	"errors"
	"net/http"
	"strings"
	"time"

	"deskbell/internal/booking"
	"deskbell/internal/desk"
	"deskbell/internal/httpapi/problem"
	"deskbell/internal/limit"
	"deskbell/internal/store"
	"deskbell/internal/wire"
)

const (
	tokenLife  = 30 * 24 * time.Hour // without a request
	touchEvery = time.Hour           // how exactly that is kept
	freshFor   = 2 * time.Second     // how long another node's sign-out or block may go unnoticed here
)

// session is a guest as a token names one.
type session struct {
	contactID  string
	propertyID string
	hash       string
	blocked    bool
	until      time.Time // looked up again from then on
	touched    time.Time
}

// hashOf is what is stored of a token. A token has 256 random bits, so one round of SHA-256 is enough.
func hashOf(token string) string {
	sum := sha256.Sum256([]byte(token))
	return hex.EncodeToString(sum[:])
}

var (
	errNoToken = desk.Refuse(desk.CodeUnauthorized, "This chat has ended on this device. Start it again.")
	errBlocked = desk.Refuse(desk.CodeForbidden, "This chat is not available to you. Please call us.")
)

// authenticate finds the guest behind the request's token and holds the request to the property's site list.
func (a *API) authenticate(ctx context.Context, c *call) error {
	scheme, token, _ := strings.Cut(c.r.Header.Get("Authorization"), " ")
	if token = strings.TrimSpace(token); !strings.EqualFold(scheme, "Bearer") || token == "" || len(token) > 200 {
		return errNoToken
	}
	hash := hashOf(token)
	s, ok := a.tokens.Get(hash)
	if now := a.cfg.Now(); !ok || !now.Before(s.until) {
		var err error
		if s, err = a.lookUp(ctx, hash, now); err != nil {
			return err
		}
	}
	prop, err := a.cfg.Directory.Property(ctx, s.propertyID)
	if errors.Is(err, desk.ErrNotFound) {
		return errNoToken
	}
	if err != nil {
		return err
	}
	c.guest = s
	if err := c.admit(prop); err != nil {
		return err
	}
	if s.blocked {
		return errBlocked
	}
	return nil
}

// Forget is called after the commit of a change of a guest: the next request looks at it anew.
func (a *API) Forget(contactID string) {
	a.tokens.DeleteFunc(func(_ string, s session) bool { return s.contactID == contactID })
	a.cfg.Directory.ForgetContact(contactID)
}

func (a *API) lookUp(ctx context.Context, hash string, now time.Time) (session, error) {
	var contact desk.Contact
	err := a.read(ctx, func(tx store.Tx) (err error) {
		contact, err = tx.ContactByToken(hash, now)
		return err
	})
	if errors.Is(err, desk.ErrNotFound) {
		a.tokens.Delete(hash)
		return session{}, errNoToken
	}
	if err != nil {
		return session{}, err
	}
	s := session{contactID: contact.ID, propertyID: contact.PropertyID, hash: hash, blocked: contact.Blocked,
		until: now.Add(freshFor), touched: contact.SeenAt}
	if now.Sub(s.touched) >= touchEvery {
		if err := a.touch(ctx, s, now); err != nil {
			return session{}, err
		}
		s.touched = now
	}
	a.tokens.Put(hash, s)
	return s, nil
}

// touch keeps a token alive that is used, and notes when the guest was last here.
func (a *API) touch(ctx context.Context, s session, now time.Time) error {
	return a.write(ctx, func(tx store.Tx) error {
		c, err := tx.Contact(s.contactID)
		if err != nil {
			return err
		}
		c.SeenAt = now
		if err := tx.UpdateContact(c); err != nil {
			return err
		}
		return tx.TouchGuestToken(s.hash, now.Add(tokenLife))
	})
}

// GuestSession is what a new guest is given. The token is shown this once.
type GuestSession struct {
	Token        string      `json:"token" doc:"Send it as Authorization: Bearer TOKEN."`
	ContactID    string      `json:"contact_id"`
	BookingUntil string      `json:"booking_until,omitempty" format:"date-time" doc:"Until when the guest's booking counts as proven."`
	Property     GuestConfig `json:"property"`
}

// solution answers a challenge.
type solution struct {
	Salt  string `json:"salt" maxLength:"128"`
	Nonce string `json:"nonce" maxLength:"64"`
}

type sessionInput struct {
	UserAgent      string `header:"User-Agent"`
	AcceptLanguage string `header:"Accept-Language"`
	Body           struct {
		Key       string    `json:"key" minLength:"1" maxLength:"100" doc:"The property's widget key."`
		Locale    string    `json:"locale,omitempty" maxLength:"35" doc:"BCP 47; else Accept-Language counts."`
		TimeZone  string    `json:"timezone,omitempty" maxLength:"64" doc:"IANA name of the guest's time zone."`
		Page      *page     `json:"page,omitempty"`
		Test      bool      `json:"test,omitempty" doc:"A trial by the people who set the property up; from our own pages only."`
		Challenge *solution `json:"challenge,omitempty" doc:"The answer to a challenge."`
		Booking   string    `json:"booking,omitempty" maxLength:"2000" doc:"The token of a link by which the guest came; one that proves nothing is passed over."`
	}
}

func (a *API) sessionRoutes() {
	type created struct{ Body GuestSession }
	add(a, route{method: "POST", path: "/sessions", name: "start", summary: "Begin as a new guest", open: true, status: http.StatusCreated},
		func(ctx context.Context, c *call, in *sessionInput) (*created, error) {
			out, err := a.start(ctx, c, in)
			return &created{out}, err
		})
	type empty struct{}
	add(a, route{method: "DELETE", path: "/session", name: "end", summary: "Forget this guest on this device"},
		func(ctx context.Context, c *call, _ *empty) (*empty, error) {
			err := a.write(ctx, func(tx store.Tx) error { return tx.DeleteGuestToken(c.guest.hash) })
			if err != nil && !errors.Is(err, desk.ErrNotFound) {
				return nil, err
			}
			a.tokens.Delete(c.guest.hash)
			a.cfg.Guests.Drop(c.guest.contactID, c.guest.hash)
			return nil, nil
		})
	a.configRoute()
}

func (a *API) start(ctx context.Context, c *call, in *sessionInput) (GuestSession, error) {
	prop, err := a.cfg.Directory.PropertyByKey(ctx, in.Body.Key)
	if errors.Is(err, desk.ErrNotFound) {
		return GuestSession{}, errNoKey
	}
	if err != nil {
		return GuestSession{}, err
	}
	if err := c.admit(prop); err != nil {
		return GuestSession{}, err
	}
	if err := a.mayStart(c, prop, in.Body.Challenge); err != nil {
		return GuestSession{}, err
	}
	locale := pickLocale(prop.Settings, in.Body.Locale, in.AcceptLanguage)
	now := a.cfg.Now()
	contact := desk.Contact{
		ID: a.cfg.NewID(), PropertyID: prop.ID, AccountID: prop.ID, Channel: desk.ChannelWeb,
		Language: guestLanguage(in.Body.Locale, in.AcceptLanguage, locale), TimeZone: timeZone(in.Body.TimeZone),
		Test: in.Body.Test && (c.own || c.origin == ""), Device: device(in.UserAgent), CreatedAt: now, SeenAt: now,
	}
	if view := in.Body.Page.view(now); view != nil {
		contact.Pages = []desk.PageView{*view}
	}
	token := newToken()
	err = a.write(ctx, func(tx store.Tx) error {
		if err := a.arrives(tx, prop, in.Body.Booking, &contact); err != nil {
			return err
		}
		if err := tx.CreateContact(contact); err != nil {
			return err
		}
		if contact.Proof != (desk.Proof{}) {
			if err := booking.Noted(tx, contact); err != nil {
				return err
			}
		}
		return tx.CreateGuestToken(hashOf(token), contact.ID, now.Add(tokenLife))
	})
	if err != nil {
		return GuestSession{}, err
	}
	out := GuestSession{Token: token, ContactID: contact.ID, Property: configOf(prop, locale)}
	if contact.Proof != (desk.Proof{}) {
		out.BookingUntil = wire.Time(contact.Proof.Until)
	}
	return out, nil
}

var errNoKey = desk.Refuse(desk.CodeNotFound, "There is no property with this key. Check the data-key of the snippet.")

// mayStart counts new guests by address and by property. Beyond the free ones a small proof of work is asked for, which
// browsers solve unseen; only beyond many of those is anybody refused.
func (a *API) mayStart(c *call, prop desk.Property, solved *solution) error {
	_, few := a.cfg.Limiter.Allow(sessionRule, c.addr)
	_, calm := a.cfg.Limiter.Allow(propertyRule, prop.ID)
	if few && calm {
		return nil
	}
	if solved != nil && a.cfg.Challenges.Solved(prop.Key, solved.Salt, solved.Nonce) {
		return a.limited(solvedRule, c.addr)
	}
	return problem.New(problem.CodeChallenge, "One moment, please: the browser has to solve the challenge and repeat the request.").
		With("challenge", map[string]any{"algorithm": "sha256", "salt": a.cfg.Challenges.Salt(prop.Key), "difficulty": limit.Difficulty})
}
