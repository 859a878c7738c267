package conversation

import (
	"maps"
	"time"

	"deskbell/internal/conversation/phrases"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// whenFor are the words of a line and what they are filled with, where the line tells moments: when the desk opens, and
// by when a message is answered. The moments themselves go into the entry's params, so that a screen can tell them in
// its own way; its words, which are stored, say them by the property's clock and the guest's. closes is when the desk can no
// longer answer on the guest's channel, zero where that is never.
func whenFor(tx store.Tx, prop desk.Property, after desk.State, l desk.Line, params map[string]string, closes time.Time) (desk.LineCode, map[string]string, error) {
	if l.Code != desk.LineClosed && l.Code != desk.LineTicket && l.Code != desk.LineLeaveHere {
		return l.Code, params, nil
	}
	values := maps.Clone(params)
	if values == nil {
		values = map[string]string{}
	}
	code, now, language := l.Code, tx.Now(), phrases.Spoken(after.Language, prop.Settings.DefaultLanguage)
	lc := prop.Settings.LiveChatFor(after.Channel)
	tell := func(at time.Time, zone string) string {
		return phrases.When(language, at.In(desk.Location(zone)), now)
	}
	values[phrases.Zone] = phrases.ZoneName(language, prop.Settings.TimeZone)
	switch {
	case code == desk.LineTicket && values[ParamAddress] == "" && after.Channel != desk.ChannelWeb:
		code = desk.LineTicketHere
	case code == desk.LineLeaveHere:
		opens, ok := lc.Opens(now)
		if !ok || closes.IsZero() || opens.Before(closes) {
			return code, params, nil
		}
		values[phrases.Opens] = tell(opens, lc.Zone)
		return desk.LineLeaveMail, values, nil
	}
	if opens, ok := lc.Opens(now); ok && code == desk.LineClosed && l.Reason == desk.CauseHours {
		code = desk.LineOpens
		params[ParamOpensAt] = opens.UTC().Format(time.RFC3339)
		values[phrases.Opens] = tell(opens, lc.Zone)
		guest, err := tx.Contact(after.ContactID)
		if err != nil {
			return code, nil, err
		}
		if z := guest.TimeZone; z != "" && opens.In(desk.Location(z)).Format(time.DateTime) != opens.In(desk.Location(lc.Zone)).Format(time.DateTime) {
			values[phrases.OpensLocal] = tell(opens, z)
		}
	}
	if by, ok := prop.Settings.ReplyBy(after.Channel, now); ok {
		params[ParamReplyBy] = by.UTC().Format(time.RFC3339)
		values[phrases.ReplyBy] = tell(by, prop.Settings.TimeZone)
	}
	return code, values, nil
}
