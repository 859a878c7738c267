package whatsapp

import (
	"encoding/json"
	"strings"

	"deskbell/internal/channel"
)

// notices say what a change of the account means for whoever runs it: a stable name, or "" for what asks nothing of
// anybody and is only kept. https://developers.facebook.com/documentation/business-messaging/whatsapp/webhooks/reference
var notices = map[string]func(notice) string{
	"message_template_status_update":     templates,
	"message_template_quality_update":    templates,
	"message_template_components_update": templates,
	"template_category_update":           templates,

	"account_update": func(n notice) string {
		switch n.Event {
		case "DISABLED_UPDATE", "ACCOUNT_RESTRICTION", "ACCOUNT_VIOLATION":
			return channel.ReasonRestricted
		case "ACCOUNT_DELETED", "PARTNER_REMOVED", "PARTNER_APP_UNINSTALLED", "ACCOUNT_OFFBOARDED":
			return channel.ReasonGone
		}
		return ""
	},
	"account_review_update": func(n notice) string { return where(n.Decision == "REJECTED", channel.ReasonRestricted) },
	"account_alerts": func(n notice) string {
		severity := n.Severity + n.Info.Severity
		return where(severity == "CRITICAL" || severity == "WARNING", "account_alert")
	},
	"phone_number_quality_update": func(n notice) string { return where(n.Event == "FLAGGED" || n.Event == "DOWNGRADE", "quality_low") },
	"phone_number_name_update":    func(n notice) string { return where(n.Decision == "REJECTED", channel.ReasonDisplayName) },
}

func templates(notice) string { return channel.NoticeTemplates }

func where(is bool, name string) string {
	if is {
		return name
	}
	return ""
}

// notice is what the changes of an account say, of all kinds together.
type notice struct {
	Event    text `json:"event"`
	Decision text `json:"decision"`
	Severity text `json:"alert_severity"`
	Alert    text `json:"alert_description"`
	Info     struct {
		Severity text `json:"alert_severity"`
		Alert    text `json:"alert_description"`
	} `json:"alert_info"`
	Template text `json:"message_template_name"`
	Language text `json:"message_template_language"`
	Number   text `json:"display_phone_number"`
	Limit    text `json:"current_limit"`
	Reason   text `json:"rejection_reason"`
	Ban      struct {
		State text `json:"waba_ban_state"`
	} `json:"ban_info"`
	Violation struct {
		Type text `json:"violation_type"`
	} `json:"violation_info"`
}

// accountNotice reads a change of the account; nil where nobody needs to hear of it.
func accountNotice(field string, raw json.RawMessage) *channel.Notice {
	of, ok := notices[field]
	if !ok {
		return nil
	}
	n := read[notice](raw)
	kind := of(n)
	if kind == "" {
		return nil
	}
	var said []string
	for _, t := range []text{n.Event, n.Decision, n.Alert, n.Info.Alert, n.Template, n.Language, n.Number, n.Limit, n.Reason, n.Ban.State, n.Violation.Type} {
		if t != "" {
			said = append(said, t.short())
		}
	}
	return &channel.Notice{Kind: kind, Text: strings.Join(said, " · "), Number: digits(string(n.Number))}
}
