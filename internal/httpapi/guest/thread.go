package guest

import (
	"context"
	"crypto/rand"
	"encoding/base64"
	"net/http"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/limit"
	"deskbell/internal/store"
)

// Links open guests' threads from the e-mails they were sent.
type Links interface {
	// OpenLink is the guest whose thread a link opens. One that has expired, or was never made, is not found.
	OpenLink(ctx context.Context, token string) (desk.Contact, error)
}

// How often links are opened: by whom they are tried, and by the guest whose thread they open.
var (
	linksAtRule = limit.Rule{Name: "link-address", Burst: 20, Every: 15 * time.Second}
	linkRule    = limit.Rule{Name: "link", Burst: 10, Every: 5 * time.Minute}
)

type threadInput struct {
	AcceptLanguage string `header:"Accept-Language"`
	Body           struct {
		Key    string `json:"key" minLength:"1" maxLength:"100" doc:"The property's widget key."`
		Token  string `json:"token" minLength:"1" maxLength:"1000" doc:"What stands behind #thread= in the link."`
		Locale string `json:"locale,omitempty" maxLength:"35" doc:"BCP 47; else Accept-Language counts."`
	}
}

// threadRoute lets a guest in who comes by the link of an e-mail. The link is no session and tells none: it is exchanged
// for one of its own, on our own pages only, and those that are there already stay what they are.
func (a *API) threadRoute() {
	type created struct{ Body GuestSession }
	add(a, route{method: "POST", path: "/threads", name: "open-thread", summary: "Open the thread of an e-mail's link", open: true, status: http.StatusCreated},
		func(ctx context.Context, c *call, in *threadInput) (*created, error) {
			out, err := a.openThread(ctx, c, in)
			return &created{out}, err
		})
}

func (a *API) openThread(ctx context.Context, c *call, in *threadInput) (GuestSession, error) {
	if c.origin != "" && !c.own {
		return GuestSession{}, errOrigin
	}
	if err := a.limited(linksAtRule, c.addr); err != nil {
		return GuestSession{}, err
	}
	prop, err := a.cfg.Directory.PropertyByKey(ctx, in.Body.Key)
	if err != nil || a.cfg.Links == nil {
		return GuestSession{}, errNoKey
	}
	contact, err := a.cfg.Links.OpenLink(ctx, in.Body.Token)
	if err != nil {
		return GuestSession{}, err
	}
	if contact.PropertyID != prop.ID {
		return GuestSession{}, errNoKey
	}
	if err := a.limited(linkRule, contact.ID); err != nil {
		return GuestSession{}, err
	}
	token := newToken()
	err = a.write(ctx, func(tx store.Tx) error {
		return tx.CreateGuestToken(hashOf(token), contact.ID, a.cfg.Now().Add(tokenLife))
	})
	locale := pickLocale(prop.Settings, in.Body.Locale, in.AcceptLanguage)
	return GuestSession{Token: token, ContactID: contact.ID, Property: configOf(prop, locale)}, err
}

// newToken makes a guest's token: 256 random bits.
func newToken() string {
	var random [32]byte
	_, _ = rand.Read(random[:]) // never fails: crypto/rand ends the process instead
	return base64.RawURLEncoding.EncodeToString(random[:])
}
