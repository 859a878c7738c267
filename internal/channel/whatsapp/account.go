package whatsapp

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/channel/meta"
)

// Fields are the webhook fields that are read, the first being the one without which nothing arrives.
var Fields = []string{
	"messages", "smb_message_echoes", "history", "standby", "messaging_handovers",
	"account_update", "account_alerts", "account_review_update", "phone_number_quality_update", "phone_number_name_update",
	"message_template_status_update", "message_template_quality_update", "message_template_components_update", "template_category_update",
}

// needed are those whose lack an admin has to hear of: guests' messages, and what the owner writes on the phone, without
// which the assistant would talk over it.
var needed = []string{"messages", "smb_message_echoes"}

// Subscribe implements channel.Subscriber: it installs the app on the business account and adds to the app's
// subscription what is missing. Where the app has none yet, its owner has to enter the webhook's address first.
func (a *Adapter) Subscribe(ctx context.Context, app channel.App, acc channel.Account) error {
	if _, err := a.graph.Do(ctx, meta.Call{Product: meta.WhatsApp, Method: http.MethodPost, Path: "/" + acc.Parent + "/subscribed_apps",
		Token: acc.Token, Secret: acc.Secret}, nil); err != nil || meta.AppToken(app) == "" {
		return err
	}
	return a.graph.AddFields(ctx, meta.WhatsApp, app, object, Fields)
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

// scopes are what the account's token has to allow.
var scopes = []string{"whatsapp_business_messaging", "whatsapp_business_management"}

// token asks how long the account's token lasts and what it may do.
func (a *Adapter) token(ctx context.Context, app channel.App, acc channel.Account, c *channel.Condition) error {
	if meta.AppToken(app) == "" {
		return nil
	}
	state, err := a.graph.Token(ctx, meta.WhatsApp, app, acc.Token)
	var f *channel.Failure
	if errors.As(err, &f) && (f.Kind == channel.FailureToken || f.Kind == channel.FailureAccount) {
		// It is the app's own id and secret that do not fit together. The account's token may be good.
		c.Problems = append(c.Problems, "app_secret_wrong")
		return nil
	}
	if err != nil {
		return err
	}
	c.TokenValid, c.TokenUntil = state.Valid, state.Until
	if c.TokenValid && len(state.Scopes) > 0 && len(meta.Without(scopes, state.Scopes)) > 0 {
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
	if meta.AppToken(app) == "" {
		return nil
	}
	on, err := a.graph.Subscription(ctx, meta.WhatsApp, app, object)
	if missing := meta.Without(needed, on.Fields); err == nil && len(missing) > 0 {
		c.Missing = missing
	}
	return err
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
