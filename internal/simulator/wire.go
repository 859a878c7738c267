package simulator

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"time"
	"unicode/utf16"
	"unicode/utf8"
)

// obj is a JSON object in the making.
type obj = map[string]any

// escaped is v as Meta writes it: everything beyond ASCII as \u escapes, slashes with a backslash. The signature is over
// these bytes, and whoever decodes before checking finds it wrong.
func escaped(v any) []byte {
	plain, err := json.Marshal(v)
	if err != nil {
		panic(fmt.Sprintf("simulator: %v", err)) // maps of strings and numbers
	}
	var b bytes.Buffer
	for len(plain) > 0 {
		r, n := utf8.DecodeRune(plain)
		plain = plain[n:]
		switch {
		case r == '/':
			b.WriteString(`\/`)
		case r < utf8.RuneSelf:
			b.WriteByte(byte(r))
		case r > 0xffff:
			high, low := utf16.EncodeRune(r)
			fmt.Fprintf(&b, `\u%04x\u%04x`, high, low)
		default:
			fmt.Fprintf(&b, `\u%04x`, r)
		}
	}
	return b.Bytes()
}

// objects are the names of the channels' objects in webhooks.
var objects = map[Channel]string{WhatsApp: "whatsapp_business_account", Messenger: "page", Instagram: "instagram"}

// event is something to be told of, on its way to a webhook.
type event struct {
	account *Account
	// field is the subscription that it belongs to, name what the page calls it.
	field, name string
	// body is an element of messaging[], or a whole value of changes[] on WhatsApp.
	body obj
	// standby says that another app owns the thread.
	standby bool
	wait    time.Duration
}

// secret is what signs a channel's webhooks of an account.
func (a App) secret(acc *Account) string {
	if acc.Route == "login" {
		return a.InstagramSecret
	}
	return a.Secret
}

// tell posts events, each in a body of its own; the caller holds the lock. Who is not subscribed hears nothing.
func (s *Simulator) hook(events ...event) {
	for _, e := range events {
		if !e.account.hears(e.field) {
			continue
		}
		a := s.world.App
		s.post.send(e.account.Channel, a.Hooks[e.account.Channel], a.secret(e.account), e.name, escaped(envelope(s.cfg.Now(), e)), e.wait)
	}
}

// together posts events of one account in a single body, as Meta does with up to 1,000 of them.
func (s *Simulator) together(name string, events []event) {
	if len(events) == 0 || !events[0].account.hears(events[0].field) {
		return
	}
	a, acc := s.world.App, events[0].account
	s.post.send(acc.Channel, a.Hooks[acc.Channel], a.secret(acc), name, escaped(envelope(s.cfg.Now(), events...)), 0)
}

// hears reports whether the app is installed on the account for a field. Accounts that named no fields hear all.
func (a *Account) hears(field string) bool {
	return a.Subscribed && (a.Channel == WhatsApp || len(a.Fields) == 0 || slices.Contains(a.Fields, field) ||
		field == "message_echoes" && a.Channel == Instagram && a.Route != "login" && slices.Contains(a.Fields, "messages"))
}

// envelope is the body around events of one account.
func envelope(now time.Time, events ...event) obj {
	acc := events[0].account
	entry := obj{"id": acc.Key}
	if acc.Channel == WhatsApp {
		entry["id"] = acc.Parent
		var changes []obj
		for _, e := range events {
			field := e.field
			if e.standby {
				field = "standby"
			}
			changes = append(changes, obj{"field": field, "value": e.body})
		}
		entry["changes"] = changes
	} else {
		key := "messaging"
		if events[0].standby {
			key = "standby"
		}
		var list []obj
		for _, e := range events {
			list = append(list, e.body)
		}
		entry["time"], entry[key] = now.UnixMilli(), list
	}
	return obj{"object": objects[acc.Channel], "entry": []obj{entry}}
}

// fromGuest and toGuest are the two sides of a Messenger or Instagram event.
func fromGuest(a *Account, g *guest, at time.Time, key string, v any) obj {
	return obj{"sender": obj{"id": g.Key}, "recipient": obj{"id": a.Key}, "timestamp": at.UnixMilli(), key: v}
}

func toGuest(a *Account, g *guest, at time.Time, message obj) obj {
	return obj{"sender": obj{"id": a.Key}, "recipient": obj{"id": g.Key}, "timestamp": at.UnixMilli(), "message": message}
}

// value is the frame of a WhatsApp change.
func value(a *Account, g *guest, named bool, key string, v any) obj {
	contact := obj{}
	if g.Key != "" && g.Key != g.User {
		contact["wa_id"] = g.Key
	}
	if g.User != "" {
		contact["user_id"] = g.User
	}
	if named {
		contact["profile"] = obj{"name": g.Name}
	}
	return obj{"messaging_product": "whatsapp", "metadata": obj{"display_phone_number": a.Number, "phone_number_id": a.Key},
		"contacts": []obj{contact}, key: v}
}

// seconds are WhatsApp's timestamps.
func seconds(at time.Time) string { return strconv.FormatInt(at.Unix(), 10) }
