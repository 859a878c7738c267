package arrival

import (
	"deskbell/internal/channel"
	"deskbell/internal/desk"
)

// What of a message is kept beside its text. A body of 4 MiB may hold a hundred thousand persons' particulars, each of them
// drawn on every screen that shows the conversation.
const (
	attachedMost = 30
	meansMost    = 10  // phones, and addresses, of one person
	lineMost     = 300 // characters of a name or title
	addressMost  = 2000
	idMost       = 500
)

func atMost[T any](n int, list []T) []T { return list[:min(n, len(list))] }

func oneLine(s string) string { return desk.CleanLine(s, lineMost) }

// address is an address as it came: one that was cut would lead elsewhere.
func address(s string) string {
	if len(s) > addressMost {
		return ""
	}
	return s
}

func lines(n int, list []string) []string {
	var out []string
	for _, s := range atMost(n, list) {
		if s = oneLine(s); s != "" {
			out = append(out, s)
		}
	}
	return out
}

func carriedPlace(p *channel.Place) *desk.Place {
	if p == nil {
		return nil
	}
	return &desk.Place{Latitude: p.Latitude, Longitude: p.Longitude, Name: oneLine(p.Name), Address: oneLine(p.Address), URL: address(p.URL)}
}

func carriedCards(list []channel.Card) (out []desk.Card) {
	for _, c := range atMost(attachedMost, list) {
		out = append(out, desk.Card{Name: oneLine(c.Name), Phones: lines(meansMost, c.Phones), Mails: lines(meansMost, c.Mails)})
	}
	return out
}

func carriedShared(list []channel.Shared) (out []desk.Shared) {
	for _, s := range atMost(attachedMost, list) {
		out = append(out, desk.Shared{Kind: s.Kind, Title: oneLine(s.Title), URL: address(s.URL), ID: desk.CleanLine(s.ID, idMost)})
	}
	return out
}

func carriedMedia(m channel.Media) desk.Media {
	d := desk.Media{Kind: string(m.Kind), State: desk.MediaPending, Voice: m.Voice, Name: desk.CleanLine(m.Name, 200), Type: desk.CleanLine(m.Type, 100)}
	if m.LinkOnly {
		d.State, d.URL = desk.MediaLink, address(m.URL)
	}
	return d
}

func referralOf(r channel.Referral) desk.Referral {
	return desk.Referral{Source: oneLine(r.Source), Ref: desk.CleanLine(r.Ref, idMost), AdID: desk.CleanLine(r.AdID, idMost), Title: oneLine(r.Title), URL: address(r.URL)}
}
