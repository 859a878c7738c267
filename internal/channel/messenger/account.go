package messenger

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

// Fields are what a Page is subscribed to: all that Decode understands.
var Fields = []string{
	"messages", "messaging_postbacks", "message_echoes", "message_deliveries", "message_reads", "message_reactions",
	"message_edits", "messaging_referrals", "messaging_handovers", "standby", "messaging_policy_enforcement",
}

// spellings are fields that some of Meta's pages write in the singular.
var spellings = map[string]string{"messaging_handovers": "messaging_handover", "messaging_referrals": "messaging_referral"}

// Subscribe implements channel.Subscriber: it installs the app on the Page and has the app told of all fields.
func (ad *Adapter) Subscribe(ctx context.Context, app channel.App, a channel.Account) error {
	fields := slices.Clone(Fields)
	err := ad.install(ctx, a, fields)
	if f := (*channel.Failure)(nil); errors.As(err, &f) && f.Kind == channel.FailureRefused {
		for i, name := range fields {
			if other := spellings[name]; other != "" {
				fields[i] = other
			}
		}
		err = ad.install(ctx, a, fields)
	}
	if err != nil || meta.AppToken(app) == "" {
		return err
	}
	return ad.graph.AddFields(ctx, meta.Messenger, app, object, fields)
}

func (ad *Adapter) install(ctx context.Context, a channel.Account, fields []string) error {
	c := call(a, "/subscribed_apps")
	c.Method, c.Query = http.MethodPost, url.Values{"subscribed_fields": {strings.Join(fields, ",")}}
	var done struct {
		Success bool `json:"success"`
	}
	if _, err := ad.graph.Do(ctx, c, &done); err != nil {
		return err
	}
	if !done.Success {
		return &channel.Failure{Kind: channel.FailureDoubtful, Reason: channel.ReasonUnclear, Detail: "Messenger did not say that it subscribed"}
	}
	return nil
}

// Condition implements channel.Subscriber. A token that does not work any more is a condition, not an error.
func (ad *Adapter) Condition(ctx context.Context, app channel.App, a channel.Account) (channel.Condition, error) {
	out := channel.Condition{TokenValid: true}
	for _, ask := range []func(context.Context, channel.App, channel.Account, *channel.Condition) error{ad.token, ad.page, ad.installed, ad.told} {
		if !out.TokenValid {
			break
		}
		err := ask(ctx, app, a, &out)
		var f *channel.Failure
		switch {
		case err == nil:
		case errors.As(err, &f) && f.Kind == channel.FailureToken:
			out.TokenValid = false
			out.Problems = append(out.Problems, f.Reason)
		case f != nil && f.Kind == channel.FailureAccount:
			out.Problems = append(out.Problems, f.Reason)
		case f != nil && f.Permanent():
			out.Problems = append(out.Problems, channel.ReasonGone)
		default:
			return out, err
		}
	}
	slices.Sort(out.Problems)
	out.Problems = slices.Compact(out.Problems)
	return out, nil
}

// token asks how long the Page's token lasts, and whether it is this app's.
func (ad *Adapter) token(ctx context.Context, app channel.App, a channel.Account, out *channel.Condition) error {
	if meta.AppToken(app) == "" {
		return nil
	}
	s, err := ad.graph.Token(ctx, meta.Messenger, app, a.Token)
	if f := (*channel.Failure)(nil); errors.As(err, &f) && (f.Kind == channel.FailureToken || f.Kind == channel.FailureAccount || f.Permanent()) {
		// It is the app's own token that is refused: id and secret do not fit together. The Page's may be good.
		out.Problems = append(out.Problems, "app_secret_wrong")
		return nil
	}
	if err != nil {
		return err
	}
	out.TokenValid, out.TokenUntil = s.Valid, s.Until
	if !s.Valid {
		out.Problems = append(out.Problems, channel.ReasonToken)
	}
	if s.App != "" && s.App != app.Key {
		out.Problems = append(out.Problems, channel.ReasonTokenOfOther)
	}
	if s.Valid && len(s.Scopes) > 0 && len(meta.Without([]string{"pages_messaging", "pages_manage_metadata"}, s.Scopes)) > 0 {
		out.Problems = append(out.Problems, channel.ReasonPermission)
	}
	return nil
}

// page asks how the Page is called, which shows that the token works and is its.
func (ad *Adapter) page(ctx context.Context, _ channel.App, a channel.Account, out *channel.Condition) error {
	c := call(a, "")
	c.Path, c.Query = "/me", url.Values{"fields": {"id,name"}}
	var me struct {
		ID   meta.ID   `json:"id"`
		Name meta.Text `json:"name"`
	}
	if _, err := ad.graph.Do(ctx, c, &me); err != nil {
		return err
	}
	out.Name = string(me.Name)
	if me.ID != "" && string(me.ID) != a.Key {
		out.Problems = append(out.Problems, channel.ReasonOtherAccount)
	}
	return nil
}

// installed asks which fields of the Page this app is told of. Meta takes them away without a word from an app that did
// not answer for an hour.
func (ad *Adapter) installed(ctx context.Context, app channel.App, a channel.Account, out *channel.Condition) error {
	var answer struct {
		Data []struct {
			ID     meta.ID     `json:"id"`
			Fields []meta.Text `json:"subscribed_fields"`
		} `json:"data"`
	}
	if _, err := ad.graph.Do(ctx, call(a, "/subscribed_apps"), &answer); err != nil {
		return err
	}
	for _, on := range answer.Data {
		if app.Key != "" && string(on.ID) != app.Key {
			continue
		}
		out.Subscribed = true
		have := make([]string, 0, len(on.Fields))
		for _, f := range on.Fields {
			have = append(have, string(f))
		}
		out.Missing = missing(have)
		break
	}
	return nil
}

// told asks which fields the app is told of at all; what is missing there is missing on every Page.
func (ad *Adapter) told(ctx context.Context, app channel.App, _ channel.Account, out *channel.Condition) error {
	if meta.AppToken(app) == "" || slices.Contains(out.Problems, "app_secret_wrong") {
		return nil
	}
	on, err := ad.graph.Subscription(ctx, meta.Messenger, app, object)
	if err != nil {
		return err
	}
	for _, f := range missing(on.Fields) {
		if !slices.Contains(out.Missing, f) {
			out.Missing = append(out.Missing, f)
		}
	}
	return nil
}

func missing(have []string) []string {
	lack := slices.DeleteFunc(meta.Without(Fields, have), func(f string) bool { return slices.Contains(have, spellings[f]) })
	if len(lack) == 0 {
		return nil
	}
	return lack
}

// Refresh implements channel.Subscriber: a Page's token has no end that could be moved.
func (*Adapter) Refresh(_ context.Context, _ channel.App, a channel.Account) (string, time.Time, error) {
	return a.Token, time.Time{}, nil
}
