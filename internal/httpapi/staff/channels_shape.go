package staff

import (
	"strings"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/connect"
	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/wire"
)

// Channels are the connections to the places outside the website.
type Channels struct {
	Apps     []ChannelApp     `json:"apps"`
	Accounts []ChannelAccount `json:"accounts" doc:"Of the properties whose settings you may change."`
}

// ChannelApp is a registered program of a channel's owner. Its secrets are stored and never shown.
type ChannelApp struct {
	ID             string   `json:"id"`
	Channel        string   `json:"channel" enum:"messenger,instagram,whatsapp,api"`
	Name           string   `json:"name"`
	Key            string   `json:"key" doc:"The app's id at the channel's owner."`
	WebhookURL     string   `json:"webhook_url" doc:"To be pasted at the channel's owner."`
	VerifyToken    string   `json:"verify_token,omitempty" doc:"To be pasted beside it; for those who may change the app."`
	Fields         []string `json:"fields,omitempty" doc:"The webhook's fields to tick there."`
	Secrets        int      `json:"secrets" doc:"How many secrets are stored."`
	VerifiedAt     string   `json:"verified_at,omitempty" format:"date-time" doc:"When the owner last asked whether the address is ours, and was answered."`
	TestedAt       string   `json:"tested_at,omitempty" format:"date-time" doc:"When something signed last arrived."`
	BadSignatures  int64    `json:"bad_signatures" doc:"How much came that was signed by nobody known."`
	BadSignatureAt string   `json:"bad_signature_at,omitempty" format:"date-time"`
	Token          string   `json:"token,omitempty" doc:"Of the API channel; shown only when it was made."`
}

// NewChannelApp is an app to be registered.
type NewChannelApp struct {
	Channel string   `json:"channel" enum:"messenger,instagram,whatsapp,api"`
	Name    *string  `json:"name,omitempty" maxLength:"100"`
	Key     *string  `json:"key,omitempty" maxLength:"100"`
	Secrets []string `json:"secrets,omitempty" maxItems:"3" doc:"The app secret; on Instagram with Instagram Login its own secret behind it."`
}

// ChannelAppChange is what of an app is to change.
type ChannelAppChange struct {
	Name    *string  `json:"name,omitempty" maxLength:"100"`
	Key     *string  `json:"key,omitempty" maxLength:"100"`
	Secrets []string `json:"secrets,omitempty" maxItems:"3" doc:"An empty one stays as it is. Of the API channel any value makes a new token."`
}

// ChannelAccount is a connected Page, professional account, number or source.
type ChannelAccount struct {
	ID           string             `json:"id"`
	PropertyID   string             `json:"property_id"`
	AppID        string             `json:"app_id"`
	Channel      string             `json:"channel" enum:"messenger,instagram,whatsapp,api"`
	Key          string             `json:"key"`
	Parent       string             `json:"parent,omitempty"`
	Name         string             `json:"name"`
	Route        string             `json:"route,omitempty" enum:"page,login"`
	Callback     string             `json:"callback,omitempty"`
	HumanAgent   bool               `json:"human_agent"`
	Paused       string             `json:"paused" doc:"Why nothing goes out, as a stable name; empty while it runs."`
	CreatedAt    string             `json:"created_at" format:"date-time"`
	Lamps        []ChannelLamp      `json:"lamps"`
	Health       ChannelHealth      `json:"health"`
	Capabilities ChannelAbilities   `json:"capabilities"`
	Month        *ChannelMonth      `json:"month,omitempty" doc:"Where the channel bills messages."`
	Settings     ChannelAccountRule `json:"settings"`
}

// ChannelLamp is one of the things that must be so before guests are answered.
type ChannelLamp struct {
	Name   string `json:"name" enum:"webhook,subscribed,token,hello,answered"`
	On     bool   `json:"on"`
	At     string `json:"at,omitempty" format:"date-time"`
	Cure   string `json:"cure,omitempty" doc:"Set where something is wrong: the name of what puts it right."`
	Detail string `json:"detail,omitempty"`
}

// ChannelHealth is how an account does.
type ChannelHealth struct {
	Number         string           `json:"number,omitempty"`
	LastIn         string           `json:"last_in,omitempty" format:"date-time"`
	LastOut        string           `json:"last_out,omitempty" format:"date-time"`
	LastFailure    string           `json:"last_failure,omitempty" format:"date-time"`
	LastReason     string           `json:"last_reason,omitempty"`
	CheckedAt      string           `json:"checked_at,omitempty" format:"date-time" doc:"When the channel last said how the account stands."`
	CheckFailed    string           `json:"check_failed,omitempty" doc:"Why it has not since."`
	TokenUntil     string           `json:"token_until,omitempty" format:"date-time" doc:"Absent where it does not end."`
	TokenValid     bool             `json:"token_valid"`
	RefreshedAt    string           `json:"refreshed_at,omitempty" format:"date-time"`
	Subscribed     bool             `json:"subscribed"`
	ResubscribedAt string           `json:"resubscribed_at,omitempty" format:"date-time" doc:"When it was last found off and switched on again."`
	Missing        []string         `json:"missing,omitempty" doc:"Webhook fields that are not on."`
	Problems       []string         `json:"problems,omitempty" doc:"What the channel says is wrong, as stable names."`
	SilentSince    string           `json:"silent_since,omitempty" format:"date-time" doc:"Set where nothing has arrived for unusually long."`
	Failures       []ChannelFailure `json:"failures" doc:"Of the last 24 hours, by reason."`
	Failed         int64            `json:"failed" doc:"All of them together."`
	Waiting        int              `json:"waiting" doc:"Messages that are to be sent."`
	Uncertain      int              `json:"uncertain" doc:"Messages that may not have arrived."`
	BadSignatures  int64            `json:"bad_signatures"`
	BadSignatureAt string           `json:"bad_signature_at,omitempty" format:"date-time"`
}

// ChannelFailure is how often messages failed for a reason.
type ChannelFailure struct {
	Reason string `json:"reason"`
	Count  int64  `json:"count"`
}

// ChannelAbilities are what an account can do.
type ChannelAbilities struct {
	Answers          bool                    `json:"answers" doc:"Without it the account is only watched."`
	TextMax          int                     `json:"text_max,omitempty"`
	TextUnit         string                  `json:"text_unit,omitempty" enum:"characters,bytes"`
	Media            map[string]ChannelMedia `json:"media,omitempty" doc:"What may be sent, by kind."`
	CaptionMax       int                     `json:"caption_max,omitempty"`
	WindowHours      int                     `json:"window_hours,omitempty" doc:"For how long after the guest's last message anything may be sent; absent is for ever."`
	HumanWindowHours int                     `json:"human_window_hours,omitempty" doc:"For how long a person may write."`
	Templates        bool                    `json:"templates"`
	Billed           bool                    `json:"billed"`
	Typing           bool                    `json:"typing"`
	Delivered        bool                    `json:"delivered"`
	Read             bool                    `json:"read"`
}

// AccountTakes are the files that an account's guests can be sent.
type AccountTakes struct {
	Media map[string]ChannelMedia `json:"media" doc:"By kind: image, audio, video, and file for what goes as a document, which any of the others may."`
}

// ChannelMedia is what of a kind may be sent.
type ChannelMedia struct {
	Types []string `json:"types"`
	Max   int64    `json:"max" doc:"In bytes."`
}

// ChannelMonth is what a channel bills this month, as far as is known here.
type ChannelMonth struct {
	Month      string           `json:"month"`
	Lines      int64            `json:"lines"`
	Categories map[string]int64 `json:"categories,omitempty"`
	Estimate   int64            `json:"estimate" doc:"Of the lines beyond the free ones, in thousandths of the currency."`
}

// ChannelAccountRule is what an admin decides for an account. Amounts are thousandths of the currency.
type ChannelAccountRule struct {
	Mode        string `json:"mode,omitempty" enum:"new,moved,both" doc:"How a WhatsApp number came."`
	LineCap     int64  `json:"line_cap,omitempty" minimum:"0" maximum:"100000000" doc:"Billed lines a month; beyond them the assistant is silent. Absent is no limit."`
	LineFree    int64  `json:"line_free,omitempty" minimum:"0" maximum:"100000000"`
	LinePrice   int64  `json:"line_price,omitempty" minimum:"0" maximum:"10000000"`
	Currency    string `json:"currency,omitempty" maxLength:"3"`
	SilentAfter int    `json:"silent_after,omitempty" minimum:"0" maximum:"2160" doc:"For how many hours nothing may arrive before that is unusual; absent is as the account usually is."`
}

func (r ChannelAccountRule) stored() store.AccountSettings {
	return store.AccountSettings{Mode: r.Mode, LineCap: r.LineCap, LineFree: r.LineFree, LinePrice: r.LinePrice,
		Currency: strings.ToUpper(storable(r.Currency)), SilentAfter: r.SilentAfter}
}

// NewChannelAccount is an account to be connected. Its token is stored and never shown.
type NewChannelAccount struct {
	PropertyID string `json:"property_id" maxLength:"100"`
	AppID      string `json:"app_id" maxLength:"100"`
	Key        string `json:"key,omitempty" maxLength:"100" doc:"The account's id at the channel: of the Page, the professional account, the phone number."`
	Parent     string `json:"parent,omitempty" maxLength:"100" doc:"What it belongs to: the WhatsApp Business Account, the Page of an Instagram account."`
	Name       string `json:"name" maxLength:"100"`
	Route      string `json:"route,omitempty" enum:"page,login"`
	Callback   string `json:"callback,omitempty" maxLength:"1000" doc:"Of the API channel: where answers are posted."`
	Token      string `json:"token,omitempty" maxLength:"2000"`
	HumanAgent bool   `json:"human_agent,omitempty"`
	Mode       string `json:"mode,omitempty" enum:"new,moved,both"`
}

// ChannelAccountChange is what of an account is to change.
type ChannelAccountChange struct {
	Name       *string             `json:"name,omitempty" maxLength:"100"`
	Token      *string             `json:"token,omitempty" maxLength:"2000"`
	Callback   *string             `json:"callback,omitempty" maxLength:"1000"`
	HumanAgent *bool               `json:"human_agent,omitempty"`
	Paused     *bool               `json:"paused,omitempty"`
	Settings   *ChannelAccountRule `json:"settings,omitempty"`
}

// plainText is a wish without what no database keeps.
func plainText(s *string) *string {
	if s == nil {
		return nil
	}
	t := storable(*s)
	return &t
}

func storables(list []string) []string {
	var out []string
	for _, s := range list {
		out = append(out, storable(s))
	}
	return out
}

// webhookFields are what is to be ticked at the channel's owner.
var webhookFields = map[desk.Channel][]string{
	desk.ChannelMessenger: {"messages", "messaging_postbacks", "message_echoes", "message_deliveries", "message_reads", "message_reactions",
		"message_edits", "messaging_referrals", "messaging_handovers", "standby", "messaging_policy_enforcement"},
	desk.ChannelInstagram: {"messages", "message_echoes", "message_reactions", "messaging_postbacks", "messaging_referral", "messaging_seen",
		"message_edit", "messaging_handover", "standby"},
	desk.ChannelWhatsApp: {"messages", "smb_message_echoes", "standby", "messaging_handovers", "account_update", "account_alerts", "phone_number_quality_update",
		"message_template_status_update"},
}

func (a *API) channelApp(app connect.App) ChannelApp {
	return ChannelApp{ID: app.ID, Channel: string(app.Channel), Name: app.Name, Key: app.Key, WebhookURL: a.cfg.BaseURL + "/hooks/" + string(app.Channel) + "/" + app.ID,
		VerifyToken: app.VerifyToken, Fields: webhookFields[app.Channel], Secrets: app.Secrets, VerifiedAt: when(app.VerifiedAt), TestedAt: when(app.TestedAt),
		BadSignatures: app.ChannelApp.BadSignatures, BadSignatureAt: when(app.BadSignatureAt), Token: app.Token}
}

// when is a time on the wire; "" is never.
func when(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return wire.Time(t)
}

func channelAccount(a connect.Account) ChannelAccount {
	h := a.Health
	out := ChannelAccount{ID: a.ID, PropertyID: a.PropertyID, AppID: a.AppID, Channel: string(a.Channel), Key: a.Key, Parent: a.Parent, Name: a.Name,
		Route: a.Route, Callback: a.Callback, HumanAgent: a.HumanAgent, Paused: a.Paused, CreatedAt: wire.Time(a.CreatedAt), Lamps: []ChannelLamp{},
		Health: ChannelHealth{Number: h.Number, LastIn: when(h.LastIn), LastOut: when(h.LastOut), LastFailure: when(h.LastFailure), LastReason: h.LastReason,
			CheckedAt: when(h.CheckedAt), CheckFailed: h.CheckFailed, TokenUntil: when(h.TokenUntil), TokenValid: h.TokenValid, RefreshedAt: when(h.RefreshedAt),
			Subscribed: h.Subscribed, ResubscribedAt: when(h.ResubscribedAt), Missing: h.Missing, Problems: a.Problems, SilentSince: when(a.SilentSince),
			Failures: []ChannelFailure{}, Waiting: a.Counts.Waiting + a.Counts.Sending, Uncertain: a.Counts.Uncertain, BadSignatures: a.BadSignatures,
			BadSignatureAt: when(a.BadSignatureAt)},
		Capabilities: channelAbilities(a.Capabilities),
		Settings: ChannelAccountRule{Mode: a.Settings.Mode, LineCap: a.Settings.LineCap, LineFree: a.Settings.LineFree, LinePrice: a.Settings.LinePrice,
			Currency: a.Settings.Currency, SilentAfter: a.Settings.SilentAfter}}
	for _, l := range a.Lamps {
		out.Lamps = append(out.Lamps, ChannelLamp{Name: l.Name, On: l.On, At: when(l.At), Cure: l.Cure, Detail: l.Detail})
	}
	for _, f := range a.Failures {
		out.Health.Failures = append(out.Health.Failures, ChannelFailure(f))
		out.Health.Failed += f.Count
	}
	if m := a.Month; m != nil {
		out.Month = &ChannelMonth{Month: m.Month, Lines: m.Lines, Categories: m.Categories, Estimate: m.Estimate}
	}
	return out
}

func channelAbilities(c channel.Capabilities) ChannelAbilities {
	out := ChannelAbilities{Answers: c.Answers, TextMax: c.TextMax, TextUnit: string(c.TextUnit), CaptionMax: c.CaptionMax, WindowHours: int(c.Window.Hours()),
		HumanWindowHours: int(c.HumanWindow.Hours()), Templates: c.Templates, Billed: c.Billed, Typing: c.Typing, Delivered: c.Delivered, Read: c.Read}
	if len(c.Media) > 0 {
		out.Media = channelMedia(c)
	}
	return out
}

func channelMedia(c channel.Capabilities) map[string]ChannelMedia {
	out := map[string]ChannelMedia{}
	for kind, m := range c.Media {
		out[string(kind)] = ChannelMedia{Types: append([]string{}, m.Types...), Max: m.Max}
	}
	return out
}
