package instagram

import (
	"context"
	"errors"
	"net/http"
	"net/url"
	"slices"
	"strings"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/channel/meta"
)

// loginFields are what an account is subscribed to through Instagram Login: all that Decode understands.
var loginFields = []string{
	"messages", "message_echoes", "messaging_postbacks", "message_reactions", "messaging_seen", "messaging_referral", "messaging_handover", "standby",
}

// pageFields are what the Page is subscribed to that an account is linked to. Subscribing replaces what was there, and
// the Page may be connected for Messenger too: so it is Messenger's whole list, which spells some fields otherwise.
var pageFields = []string{
	"messages", "messaging_postbacks", "message_echoes", "message_deliveries", "message_reads", "message_reactions",
	"message_edits", "messaging_referrals", "messaging_handovers", "standby", "messaging_policy_enforcement",
}

// object is what an app is told of as a whole, appFields which of it: what is missing there is missing on every account.
const object = "instagram"

var appFields = []string{"messages", "messaging_postbacks", "message_reactions", "messaging_seen", "messaging_referral", "messaging_handover", "standby"}

func wanted(a channel.Account) []string {
	if a.Route == RouteLogin {
		return loginFields
	}
	return pageFields
}

// Subscribe implements channel.Subscriber: by the Page, or by the account itself; and it has the app told of all fields,
// where its id and secret are those of Meta's app. Where they are not, an admin ticks them.
func (ad *Adapter) Subscribe(ctx context.Context, app channel.App, a channel.Account) error {
	c := ad.call(a, "/subscribed_apps")
	c.Method = http.MethodPost
	c.Query = url.Values{"subscribed_fields": {strings.Join(wanted(a), ",")}}
	var done struct {
		Success bool `json:"success"`
	}
	if _, err := ad.graph.Do(ctx, c, &done); err != nil {
		return err
	}
	if !done.Success {
		return &channel.Failure{Kind: channel.FailureDoubtful, Reason: channel.ReasonUnclear, Detail: "Instagram did not say that it subscribed"}
	}
	if meta.AppToken(app) == "" {
		return nil
	}
	if err := ad.graph.AddFields(ctx, meta.Instagram, app, object, appFields); err != nil && !lasting(failure(err)) {
		return err
	}
	return nil
}

// lasting reports whether asking again would bring the same answer.
func lasting(f *channel.Failure) bool {
	return f.Permanent() || f.Kind == channel.FailureToken || f.Kind == channel.FailureAccount
}

// Condition implements channel.Subscriber. A token that does not work any more is a condition, not an error. When the
// token of Instagram Login ends, Instagram tells only as it is refreshed.
func (ad *Adapter) Condition(ctx context.Context, app channel.App, a channel.Account) (channel.Condition, error) {
	var out channel.Condition
	if f := ad.who(ctx, a, &out); f != nil {
		if f.Kind != channel.FailureToken && f.Kind != channel.FailureAccount {
			return out, f
		}
		out.TokenValid = f.Kind == channel.FailureAccount
		out.Problems = append(out.Problems, f.Reason)
		return out, nil
	}
	out.TokenValid = true
	if a.Route != RouteLogin {
		ad.token(ctx, app, a, &out)
	}
	if err := ad.installed(ctx, app, a, &out); err != nil {
		f := failure(err)
		if f.Kind != channel.FailureAccount {
			return out, err
		}
		out.Problems = append(out.Problems, f.Reason)
		return out, nil
	}
	return out, ad.told(ctx, app, &out)
}

// installed asks which fields of the account this app is told of.
func (ad *Adapter) installed(ctx context.Context, app channel.App, a channel.Account, out *channel.Condition) error {
	var apps struct {
		Data []struct {
			ID     meta.ID     `json:"id"`
			Fields []meta.Text `json:"subscribed_fields"`
		} `json:"data"`
	}
	if _, err := ad.graph.Do(ctx, ad.call(a, "/subscribed_apps"), &apps); err != nil {
		return err
	}
	for _, on := range apps.Data {
		// With a token of Instagram Login the list holds this app alone, under an id of Instagram's own.
		if app.Key != "" && string(on.ID) != app.Key && a.Route != RouteLogin {
			continue
		}
		out.Subscribed = true
		for _, f := range wanted(a) {
			if !slices.Contains(on.Fields, meta.Text(f)) {
				out.Missing = append(out.Missing, f)
			}
		}
		break
	}
	return nil
}

// told asks which fields the app is told of at all, as far as its id and secret let it ask.
func (ad *Adapter) told(ctx context.Context, app channel.App, out *channel.Condition) error {
	if meta.AppToken(app) == "" {
		return nil
	}
	on, err := ad.graph.Subscription(ctx, meta.Instagram, app, object)
	if err != nil {
		if lasting(failure(err)) {
			return nil
		}
		return err
	}
	for _, f := range meta.Without(appFields, on.Fields) {
		// Some of Meta's pages write handovers and referrals.
		if !slices.Contains(out.Missing, f) && !slices.Contains(on.Fields, f+"s") {
			out.Missing = append(out.Missing, f)
		}
	}
	return nil
}

// who asks under which name the account goes, which shows whether its token works.
func (ad *Adapter) who(ctx context.Context, a channel.Account, out *channel.Condition) *channel.Failure {
	c := ad.call(a, "")
	c.Query = url.Values{"fields": {"user_id,username,name"}}
	if a.Route != RouteLogin {
		c.Path = "/" + url.PathEscape(a.Key)
		c.Query.Set("fields", "username,name")
	}
	var me struct {
		Name     meta.Text `json:"name"`
		Username meta.Text `json:"username"`
		User     meta.ID   `json:"user_id"`
	}
	if _, err := ad.graph.Do(ctx, c, &me); err != nil {
		return failure(err)
	}
	if out.Name = string(me.Name); me.Username != "" {
		out.Name = "@" + string(me.Username)
	}
	// What is connected under one id may belong to another: nothing would ever be found for it.
	if id := string(me.User); id != "" && id != a.Key && !slices.Contains(a.Keys, id) {
		out.Problems = append(out.Problems, channel.ReasonOtherAccount)
	}
	return nil
}

// token asks until when a Page's token is good. What cannot be learned is left open: the token did work.
func (ad *Adapter) token(ctx context.Context, app channel.App, a channel.Account, out *channel.Condition) {
	if meta.AppToken(app) == "" {
		return
	}
	s, err := ad.graph.Token(ctx, meta.Instagram, app, a.Token)
	if err != nil {
		if f := failure(err); f.Kind == channel.FailureToken {
			out.Problems = append(out.Problems, "app_secret_wrong")
		}
		return
	}
	out.TokenValid, out.TokenUntil = s.Valid, s.Until
	if s.App != "" && s.App != app.Key {
		out.Problems = append(out.Problems, channel.ReasonTokenOfOther)
	}
}

// failure is what every error of the API is.
func failure(err error) *channel.Failure {
	if f := (*channel.Failure)(nil); errors.As(err, &f) {
		return f
	}
	return &channel.Failure{Kind: channel.FailureTransient, Reason: channel.ReasonUnavailable, Err: err}
}

// Refresh implements channel.Subscriber. A token of Instagram Login lasts for 60 days, and is prolonged by as much once
// it is a day old; an expired one never. A Page's token has no end that could be moved.
func (ad *Adapter) Refresh(ctx context.Context, _ channel.App, a channel.Account) (string, time.Time, error) {
	if a.Route != RouteLogin {
		return a.Token, time.Time{}, nil
	}
	c := meta.Call{Product: meta.Instagram, Host: meta.HostInstagram, Path: "/refresh_access_token", Bare: true,
		Query: url.Values{"grant_type": {"ig_refresh_token"}, "access_token": {a.Token}}}
	var fresh struct {
		Token meta.Text `json:"access_token"`
		Lasts meta.Int  `json:"expires_in"`
	}
	asked := ad.now()
	if _, err := ad.graph.Do(ctx, c, &fresh); err != nil {
		// Too young a token is refused like any bad request; that is no reason to worry anybody.
		if f := failure(err); f.Kind == channel.FailureRefused || f.Kind == channel.FailureDoubtful {
			return a.Token, time.Time{}, nil
		}
		return "", time.Time{}, err
	}
	if fresh.Token == "" {
		return a.Token, time.Time{}, nil
	}
	return string(fresh.Token), asked.Add(time.Duration(max(0, fresh.Lasts)) * time.Second), nil
}
