package staff

import (
	"strings"
	"time"

	"deskbell/internal/conversation/phrases"
	"deskbell/internal/desk"
	"deskbell/internal/wire"
)

// OfferedNow is what a guest of a channel who looks for a person would find right now.
type OfferedNow struct {
	Offer     string `json:"offer" enum:"human,leave_message,off" doc:"What asking leads to. Where live chat is off, guests who ask leave a message too."`
	Button    bool   `json:"button" doc:"Human Chat is shown, where the settings say."`
	Why       string `json:"why" enum:",switched_off,withheld,outside_hours,nobody_on_duty,chain_only" doc:"Why asking leads to no person; chain_only: nobody can be reached, but the chain is called."`
	Sentence  string `json:"sentence" doc:"The same in words, in English."`
	ChangesAt string `json:"changes_at,omitempty" format:"date-time" doc:"When the hours change it next; people on duty may change it before."`
}

func offeredNow(s desk.PropertySettings, lc desk.LiveChat, floor desk.Floor, now time.Time) OfferedNow {
	o := lc.Offered(floor)
	out := OfferedNow{Offer: wire.OfferLeaveMessage, Button: o.Button, Why: o.Cause}
	switch {
	case s.LiveChatWithheld:
		out.Offer, out.Why = wire.OfferOff, desk.CauseWithheld
	case !lc.Enabled:
		out.Offer = wire.OfferOff
	case o.Human():
		out.Offer = wire.OfferHuman
		if len(floor.Eligible()) == 0 {
			out.Why = "chain_only"
		}
	}
	var change string
	if at, ok := lc.Hours.NextChange(now, lc.Zone); ok && lc.Enabled {
		out.ChangesAt = wire.Time(at)
		change = phrases.When("en", at.In(desk.Location(lc.Zone)), now)
	}
	out.Sentence = sentence(out, lc, o, change)
	return out
}

// sentence says it all in words.
func sentence(out OfferedNow, lc desk.LiveChat, o desk.Offered, change string) string {
	var parts []string
	switch out.Why {
	case desk.CauseWithheld:
		return "The operator has not made live chat available to this property. Guests who ask for a person leave a message."
	case desk.CauseOff:
		return "Live chat is off. Guests who ask for a person leave a message."
	case desk.CauseHours:
		parts = append(parts, "The desk is closed: guests who ask for a person leave a message.")
	case desk.CauseNobody:
		parts = append(parts, "Nobody on duty can be reached: guests who ask for a person leave a message.")
	case "chain_only":
		parts = append(parts, "Nobody on duty can be reached, but guests may ask for a person: the chain is called.")
	default:
		parts = append(parts, "Guests are offered a person now.")
	}
	switch {
	case lc.Show == desk.ShowAsked:
		parts = append(parts, "Human Chat is not shown; asking in words works.")
	case !o.Button:
		parts = append(parts, "Human Chat is not shown.")
	case lc.Show == desk.ShowAlways:
		parts = append(parts, "Human Chat is always shown.")
	default:
		parts = append(parts, "Human Chat is shown where the assistant cannot help.")
	}
	switch {
	case change == "":
	case out.Why == desk.CauseHours:
		parts = append(parts, "Next change: the desk opens "+change+".")
	default:
		parts = append(parts, "Next change: the desk closes "+change+".")
	}
	return strings.Join(parts, " ")
}
