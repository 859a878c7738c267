package meta

import (
	"context"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"deskbell/internal/channel"
)

// AppToken is what an app shows in its own name; "" where its id or secret is not known.
func AppToken(app channel.App) string {
	for _, s := range app.Secrets {
		if s != "" && app.Key != "" {
			return app.Key + "|" + s
		}
	}
	return ""
}

// TokenState is what Meta says about an account's token.
type TokenState struct {
	Valid  bool
	Until  time.Time // zero is never
	App    string    // who issued it
	Scopes []string
}

// Token asks how a token stands. It fails with FailureToken where it is the app's own id and secret that do not fit.
func (g *Graph) Token(ctx context.Context, p Product, app channel.App, token string) (TokenState, error) {
	var answer struct {
		Data struct {
			Valid   bool   `json:"is_valid"`
			Expires Int    `json:"expires_at"`
			App     ID     `json:"app_id"`
			Scopes  []Text `json:"scopes"`
		} `json:"data"`
	}
	_, err := g.Do(ctx, Call{Product: p, Path: "/debug_token", Query: url.Values{"input_token": {token}}, Token: AppToken(app)}, &answer)
	if err != nil {
		return TokenState{}, err
	}
	s := TokenState{Valid: answer.Data.Valid, App: string(answer.Data.App)}
	if answer.Data.Expires > 0 {
		s.Until = answer.Data.Expires.Seconds()
	}
	for _, scope := range answer.Data.Scopes {
		s.Scopes = append(s.Scopes, string(scope))
	}
	return s, nil
}

// Subscription is what an app is told of one kind of object.
type Subscription struct {
	Callback string
	Fields   []string
}

// Subscription asks what an app is told of an object (page, instagram, whatsapp_business_account); the zero value is
// nothing.
func (g *Graph) Subscription(ctx context.Context, p Product, app channel.App, object string) (Subscription, error) {
	var answer struct {
		Data []struct {
			Object   Text `json:"object"`
			Callback Text `json:"callback_url"`
			Active   bool `json:"active"`
			Fields   []struct {
				Name Text `json:"name"`
			} `json:"fields"`
		} `json:"data"`
	}
	if _, err := g.Do(ctx, Call{Product: p, Path: "/" + url.PathEscape(app.Key) + "/subscriptions", Token: AppToken(app)}, &answer); err != nil {
		return Subscription{}, err
	}
	var s Subscription
	for _, d := range answer.Data {
		if string(d.Object) != object || !d.Active {
			continue
		}
		s.Callback = string(d.Callback)
		for _, f := range d.Fields {
			s.Fields = append(s.Fields, string(f.Name))
		}
	}
	return s, nil
}

// AddFields has an app told of further fields, at the address that its owner has already entered; Meta asks there whether
// it is ours. Nothing happens where there is no address yet, or nothing to add.
func (g *Graph) AddFields(ctx context.Context, p Product, app channel.App, object string, fields []string) error {
	on, err := g.Subscription(ctx, p, app, object)
	if err != nil || on.Callback == "" || len(Without(fields, on.Fields)) == 0 {
		return err
	}
	_, err = g.Do(ctx, Call{Product: p, Method: http.MethodPost, Path: "/" + url.PathEscape(app.Key) + "/subscriptions", Token: AppToken(app),
		Body: map[string]any{"object": object, "callback_url": on.Callback, "verify_token": app.VerifyToken,
			"fields": strings.Join(append(slices.Clone(on.Fields), Without(fields, on.Fields)...), ",")}}, nil)
	return err
}

// Without are those of all that are not among some.
func Without(all, some []string) []string {
	return slices.DeleteFunc(slices.Clone(all), func(s string) bool { return slices.Contains(some, s) })
}
