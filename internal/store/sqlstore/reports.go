package sqlstore

import (
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// At property $1, after the place ($2, $3), before $4, at most $5. CROSS JOIN keeps SQLite from beginning with the
// conversations, of which there are many more.
const (
	openedRequests = `SELECT r.doc, c.id, c.property_id, c.contact_id, c.channel
		FROM requests r CROSS JOIN conversations c
		WHERE r.property_id = $1 AND (r.opened_at, r.id) > ($2, $3) AND r.opened_at < $4 AND r.kind <> 'transfer'
		AND c.id = r.conversation_id AND c.test = 0
		ORDER BY r.opened_at, r.id LIMIT $5 + 0`
	unmetWishes = `SELECT e.id, e.at, e.extra, c.id, c.property_id, c.contact_id, c.channel
		FROM entries e CROSS JOIN conversations c
		WHERE e.property_id = $1 AND e.code = 'unavailable' AND (e.at, e.id) > ($2, $3) AND e.at < $4
		AND c.id = e.conversation_id AND c.test = 0
		ORDER BY e.at, e.id LIMIT $5 + 0`
	begunConversations = `SELECT id, started_at, channel, facts FROM conversations
		WHERE property_id = $1 AND (started_at, id) > ($2, $3) AND started_at < $4 AND merged_into = '' AND test = 0
		ORDER BY started_at, id LIMIT $5 + 0`
)

func reportArgs(f store.ReportFilter) []any {
	at, id := f.From, ""
	if f.After.ID != "" {
		at, id = f.After.At, f.After.ID
	}
	return with(f.PropertyID, ms(at), id, ms(f.To), int64(store.Clamp(f.Limit, 1000, 5000)))
}

// RequestsOpened implements store.Reports.
func (t *tx) RequestsOpened(f store.ReportFilter) ([]store.OpenedRequest, error) {
	return all(t, openedRequests, reportArgs(f), func(rows cursor) (store.OpenedRequest, error) {
		var r store.OpenedRequest
		err := rows.Scan(doc{&r.Request}, &r.ConversationID, &r.PropertyID, &r.ContactID, (*string)(&r.Channel))
		return r, err
	})
}

// UnmetWishes implements store.Reports.
func (t *tx) UnmetWishes(f store.ReportFilter) ([]store.UnmetWish, error) {
	return all(t, unmetWishes, reportArgs(f), func(rows cursor) (store.UnmetWish, error) {
		var w store.UnmetWish
		var more extra
		err := rows.Scan(&w.ID, (*stamp)(&w.At), doc{&more}, &w.ConversationID, &w.PropertyID, &w.ContactID, (*string)(&w.Channel))
		w.Params = more.Params
		return w, err
	})
}

// ConversationsBegun implements store.Reports.
func (t *tx) ConversationsBegun(f store.ReportFilter) ([]store.BegunConversation, error) {
	return all(t, begunConversations, reportArgs(f), func(rows cursor) (store.BegunConversation, error) {
		var c store.BegunConversation
		var facts struct {
			Topic  desk.Topic `json:"topic"`
			Told   int        `json:"told"`
			Untold int        `json:"untold"`
		}
		err := rows.Scan(&c.ID, (*stamp)(&c.StartedAt), (*string)(&c.Channel), doc{&facts})
		c.Topic, c.Told, c.Untold = facts.Topic, facts.Told, facts.Untold
		return c, err
	})
}
