package memstore

import (
	"cmp"
	"maps"
	"slices"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// opened is a request with the conversation it belongs to. States keep the newest of each conversation only.
type opened struct {
	conversationID string
	request        desk.Request
}

// keepRequests notes the requests of an outcome for reports.
func (t *tx) keepRequests(out desk.Outcome) {
	keep := func(r desk.Request) {
		r.Rung, r.Declined = slices.Clone(r.Rung), slices.Clone(r.Declined)
		put(t, t.d.requests, r.ID, opened{out.State.ID, r})
	}
	for _, r := range out.EndedRequests {
		keep(r)
	}
	if out.State.Request != nil {
		keep(*out.State.Request)
	}
}

// RequestsOpened implements store.Reports.
func (t *tx) RequestsOpened(f store.ReportFilter) ([]store.OpenedRequest, error) {
	var out []store.OpenedRequest
	for _, o := range t.d.requests {
		s, r := t.d.states[o.conversationID], o.request
		if r.Kind == desk.RequestTransfer || !reported(f, s) || !within(f, store.ReportPlace{At: r.OpenedAt, ID: r.ID}) {
			continue
		}
		r.Rung, r.Declined = slices.Clone(r.Rung), slices.Clone(r.Declined)
		out = append(out, store.OpenedRequest{Request: r, ConversationID: s.ID, PropertyID: s.PropertyID, ContactID: s.ContactID, Channel: s.Channel})
	}
	return reportPage(f, out, func(r store.OpenedRequest) store.ReportPlace { return store.ReportPlace{At: r.OpenedAt, ID: r.ID} }), nil
}

// UnmetWishes implements store.Reports.
func (t *tx) UnmetWishes(f store.ReportFilter) ([]store.UnmetWish, error) {
	var out []store.UnmetWish
	for id, s := range t.d.states {
		if !reported(f, s) {
			continue
		}
		for _, e := range t.d.entries[id] {
			if e.Code != desk.LineUnavailable || !within(f, store.ReportPlace{At: e.At, ID: e.ID}) {
				continue
			}
			out = append(out, store.UnmetWish{ID: e.ID, ConversationID: id, PropertyID: s.PropertyID, ContactID: s.ContactID,
				Channel: s.Channel, At: e.At, Params: maps.Clone(e.Params)})
		}
	}
	return reportPage(f, out, func(w store.UnmetWish) store.ReportPlace { return store.ReportPlace{At: w.At, ID: w.ID} }), nil
}

func reported(f store.ReportFilter, s desk.State) bool {
	return s.PropertyID == f.PropertyID && !s.Test
}

func within(f store.ReportFilter, p store.ReportPlace) bool {
	if p.At.Before(f.From) || !p.At.Before(f.To) {
		return false
	}
	return f.After.ID == "" || places(p, f.After) > 0
}

func places(a, b store.ReportPlace) int { return cmp.Or(a.At.Compare(b.At), cmp.Compare(a.ID, b.ID)) }

func reportPage[T any](f store.ReportFilter, rows []T, place func(T) store.ReportPlace) []T {
	slices.SortFunc(rows, func(a, b T) int { return places(place(a), place(b)) })
	return rows[:min(len(rows), store.Clamp(f.Limit, 1000, 5000))]
}

// ConversationsBegun implements store.Reports.
func (t *tx) ConversationsBegun(f store.ReportFilter) ([]store.BegunConversation, error) {
	var out []store.BegunConversation
	for id, s := range t.d.states {
		if s.MergedInto != "" || !reported(f, s) || !within(f, store.ReportPlace{At: s.StartedAt, ID: id}) {
			continue
		}
		out = append(out, store.BegunConversation{ID: id, StartedAt: s.StartedAt, Channel: s.Channel, Topic: s.Facts.Topic, Told: s.Facts.Told, Untold: s.Facts.Untold})
	}
	return reportPage(f, out, func(c store.BegunConversation) store.ReportPlace { return store.ReportPlace{At: c.StartedAt, ID: c.ID} }), nil
}
