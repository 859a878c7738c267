package whatsapp

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/channel/meta"
)

// Fields are the webhook fields that are read, the first being the one without which nothing arrives.
var Fields = []string{
	"messages", "smb_message_echoes", "history", "standby", "messaging_handovers", "user_preferences",
	"account_update", "account_alerts", "phone_number_quality_update", "phone_number_name_update", "business_capability_update",
	"message_template_status_update", "message_template_quality_update", "message_template_components_update", "template_category_update", "security",
}

// needed are those whose lack an admin has to hear of: guests' messages, and what the owner writes on the phone, without
// which the assistant would talk over it.
var needed = []string{"messages", "smb_message_echoes"}

// Subscribe implements channel.Subscriber: it installs the app on the business account and adds to the app's
// subscription what is missing. Where the app has none yet, its owner has to enter the webhook's address first.
func (a *Adapter) Subscribe(ctx context.Context, app channel.App, acc channel.Account) error {
	if _, err := a.graph.Do(ctx, meta.Call{Product: meta.WhatsApp, Method: http.MethodPost, Path: "/" + acc.Parent + "/subscribed_apps",
		Token: acc.Token, Secret: acc.Secret}, nil); err != nil {
		return err
	}
	on, err := a.subscription(ctx, app)
	if err != nil || on == nil || on.Callback == "" {
		return err
	}
	fields := on.names()
	if without(Fields, fields) == nil {
		return nil
	}
	_, err = a.graph.Do(ctx, meta.Call{Product: meta.WhatsApp, Method: http.MethodPost, Path: "/" + app.Key + "/subscriptions", Token: appToken(app),
		Body: map[string]any{"object": object, "callback_url": on.Callback, "verify_token": app.VerifyToken, "fields": append(fields, without(Fields, fields)...)}}, nil)
	return err
}

// appToken is what an app shows in its own name; "" where its id or secret is not known.
func appToken(app channel.App) string {
	for _, s := range app.Secrets {
		if s != "" && app.Key != "" {
			return app.Key + "|" + s
		}
	}
	return ""
}

type subscription struct {
	Object   text   `json:"object"`
	Callback string `json:"callback_url"`
	Active   flag   `json:"active"`
	Fields   []struct {
		Name text `json:"name"`
	} `json:"fields"`
}

func (s *subscription) names() []string {
	var all []string
	for _, f := range s.Fields {
		all = append(all, string(f.Name))
	}
	return all
}

// subscription is what the app gets of WhatsApp; nil if nothing, or if the app cannot be asked.
func (a *Adapter) subscription(ctx context.Context, app channel.App) (*subscription, error) {
	token := appToken(app)
	if token == "" {
		return nil, nil
	}
	var answer struct {
		Data []subscription `json:"data"`
	}
	if _, err := a.graph.Do(ctx, meta.Call{Product: meta.WhatsApp, Path: "/" + app.Key + "/subscriptions", Token: token}, &answer); err != nil {
		return nil, err
	}
	for _, s := range answer.Data {
		if s.Object == object {
			return &s, nil
		}
	}
	return &subscription{}, nil
}

// without are those of all that are not among some; nil if there are none.
func without(all, some []string) []string {
	var left []string
	for _, s := range all {
		if !slices.Contains(some, s) {
			left = append(left, s)
		}
	}
	return left
}

// Condition implements channel.Subscriber.
func (a *Adapter) Condition(ctx context.Context, app channel.App, acc channel.Account) (channel.Condition, error) {
	c := channel.Condition{TokenValid: true}
	if err := a.token(ctx, app, acc, &c); err != nil {
		return c, err
	}
	for _, ask := range []func(context.Context, channel.App, channel.Account, *channel.Condition) error{a.installed, a.standing, a.fields} {
		if !c.TokenValid {
			break
		}
		err := ask(ctx, app, acc, &c)
		var f *channel.Failure
		switch {
		case err == nil:
		case errors.As(err, &f) && f.Kind == channel.FailureToken:
			c.TokenValid = false
		case f != nil && f.Kind == channel.FailureAccount:
			c.Problems = append(c.Problems, f.Reason)
		default:
			return c, err
		}
	}
	return c, nil
}

// token asks how long the account's token lasts and what it may do.
func (a *Adapter) token(ctx context.Context, app channel.App, acc channel.Account, c *channel.Condition) error {
	token := appToken(app)
	if token == "" {
		return nil
	}
	var answer struct {
		Data struct {
			Valid   flag     `json:"is_valid"`
			Expires text     `json:"expires_at"`
			Scopes  []string `json:"scopes"`
		} `json:"data"`
	}
	_, err := a.graph.Do(ctx, meta.Call{Product: meta.WhatsApp, Path: "/debug_token", Query: url.Values{"input_token": {acc.Token}}, Token: token}, &answer)
	var f *channel.Failure
	if errors.As(err, &f) && (f.Kind == channel.FailureToken || f.Kind == channel.FailureAccount) {
		// It is the app's own token that is refused: id and secret do not fit together. The account's may be good.
		c.Problems = append(c.Problems, "app_secret_wrong")
		return nil
	}
	if err != nil {
		return err
	}
	c.TokenValid, c.TokenUntil = bool(answer.Data.Valid), answer.Data.Expires.seconds()
	if c.TokenValid && len(answer.Data.Scopes) > 0 && without([]string{"whatsapp_business_messaging", "whatsapp_business_management"}, answer.Data.Scopes) != nil {
		c.Problems = append(c.Problems, channel.ReasonPermission)
	}
	return nil
}

// installed asks whether the app is on the business account.
func (a *Adapter) installed(ctx context.Context, app channel.App, acc channel.Account, c *channel.Condition) error {
	var answer struct {
		Data []struct {
			App struct {
				ID text `json:"id"`
			} `json:"whatsapp_business_api_data"`
		} `json:"data"`
	}
	_, err := a.graph.Do(ctx, meta.Call{Product: meta.WhatsApp, Path: "/" + acc.Parent + "/subscribed_apps", Token: acc.Token, Secret: acc.Secret}, &answer)
	for _, d := range answer.Data {
		c.Subscribed = c.Subscribed || app.Key == "" || d.App.ID.id() == app.Key
	}
	return err
}

// standing asks how Meta sees the number.
func (a *Adapter) standing(ctx context.Context, _ channel.App, acc channel.Account, c *channel.Condition) error {
	var n struct {
		Name    text `json:"verified_name"`
		Number  text `json:"display_phone_number"`
		Quality text `json:"quality_rating"`
		Status  text `json:"status"`
		Naming  text `json:"name_status"`
	}
	_, err := a.graph.Do(ctx, meta.Call{Product: meta.WhatsApp, Path: "/" + acc.Key, Token: acc.Token, Secret: acc.Secret,
		Query: url.Values{"fields": {"verified_name,display_phone_number,quality_rating,status,name_status"}}}, &n)
	if err != nil {
		return err
	}
	c.Name, c.Number = n.Name.short(), n.Number.short()
	if problem := standings[n.Status]; problem != "" {
		c.Problems = append(c.Problems, problem)
	}
	if n.Quality == "RED" {
		c.Problems = append(c.Problems, "quality_low")
	}
	if n.Naming == "DECLINED" {
		c.Problems = append(c.Problems, channel.ReasonDisplayName)
	}
	return nil
}

// standings are what is wrong with a number by its status; CONNECTED is what it should be.
var standings = map[text]string{
	"BANNED": channel.ReasonBarred, "RESTRICTED": channel.ReasonRestricted, "RATE_LIMITED": channel.ReasonRateLimited,
	"FLAGGED": "quality_low", "DELETED": channel.ReasonGone, "DISCONNECTED": channel.ReasonNotRegistered,
	"UNVERIFIED": channel.ReasonNotRegistered, "PENDING": channel.ReasonNotRegistered, "MIGRATED": channel.ReasonGone,
}

// fields asks what the app is told of.
func (a *Adapter) fields(ctx context.Context, app channel.App, _ channel.Account, c *channel.Condition) error {
	on, err := a.subscription(ctx, app)
	if err != nil || on == nil {
		return err
	}
	c.Missing = without(needed, on.names())
	return nil
}

// Refresh implements channel.Subscriber: a system user's token, which is what an account needs, does not end, and nothing
// prolongs another.
func (a *Adapter) Refresh(_ context.Context, _ channel.App, acc channel.Account) (string, time.Time, error) {
	return acc.Token, time.Time{}, nil
}

// TakeThread implements channel.Threads: it takes a conversation from Meta's own agent. Only an app that the business named
// as the one to turn to may do so.
func (a *Adapter) TakeThread(ctx context.Context, acc channel.Account, guest string) error {
	to, scoped := recipient(channel.Outgoing{To: []string{guest}})
	body := map[string]string{"messaging_product": "whatsapp", "action": "take", "metadata": "deskbell"}
	if to != "" {
		body["to"] = to
	} else {
		body["recipient"] = scoped
	}
	_, err := a.graph.Do(ctx, meta.Call{Product: meta.WhatsApp, Host: meta.HostThreads, Bare: true,
		Path:   "/business/whatsapp/phone_numbers/" + acc.Key + "/thread_control",
		Header: http.Header{"X-Api-Version": {"1.0.0"}}, Token: acc.Token, Secret: acc.Secret, Body: body}, nil)
	return err
}
