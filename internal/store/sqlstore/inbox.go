package sqlstore

import (
	"cmp"
	"slices"

	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/store/words"
)

// The views as queries for places in a list: at property $1, below place ($2, $3), at most $4. One property at a time,
// because only then an index gives them in order; the few properties of a group are merged afterwards.
const (
	below = ` ORDER BY 1 DESC, 2 DESC LIMIT $4 + 0`
	// The wall: $5 is the minute of the earliest activity that counts, $6 the moment.
	wallPlaces = `SELECT active_at, id FROM conversations WHERE property_id = $1 AND status = 'open'
		AND controller = 'assistant' AND (active_at, id) < ($2, $3) AND active_at >= $5 AND last_at >= $6` + below
	heldPlaces = `SELECT active_at, id FROM conversations WHERE property_id = $1 AND status = 'open'
		AND controller <> 'assistant' AND (active_at, id) < ($2, $3)` + below
	minePlaces = `SELECT active_at, id FROM conversations WHERE property_id = $1 AND agent_id = $5
		AND controller = 'agent' AND (active_at, id) < ($2, $3)` + below
	// CROSS JOIN keeps SQLite from going through all conversations to find the few that ring.
	ringingPlaces = `SELECT c.active_at, c.id FROM requests r CROSS JOIN conversations c
		WHERE r.ending = '' AND c.id = r.conversation_id AND c.status = 'open'
		AND c.property_id = $1 AND (c.active_at, c.id) < ($2, $3)` + below
	historyPlaces = `SELECT started_at, id FROM conversations WHERE property_id = $1
		AND (started_at, id) < ($2, $3) AND merged_into = ''` + below
	historyPlacesByStatus = `SELECT started_at, id FROM conversations WHERE property_id = $1
		AND (started_at, id) < ($2, $3) AND merged_into = '' AND status = $5` + below
)

// List implements store.Inbox.
func (t *tx) List(f store.ListFilter) ([]store.Summary, string, error) {
	from, err := store.ParseCursor(f.Cursor)
	if err != nil {
		return nil, "", err
	}
	if from.ID == "" {
		from.Rank = 1 << 62
	}
	limit := store.Clamp(f.Limit, 100, 500)
	var places []store.Cursor
	switch {
	case f.Query != "":
		places, err = t.found(f, from, limit+1)
	default:
		for _, id := range f.PropertyIDs {
			more, e := t.places(f, id, from, limit+1)
			if e != nil {
				return nil, "", e
			}
			places = append(places, more...)
		}
	}
	if err != nil {
		return nil, "", err
	}
	slices.SortFunc(places, func(a, b store.Cursor) int { return cmp.Or(cmp.Compare(b.Rank, a.Rank), cmp.Compare(b.ID, a.ID)) })
	places = slices.Compact(places)
	next := ""
	if len(places) > limit {
		places = places[:limit]
		next = places[limit-1].String()
	}
	ids := make([]string, len(places))
	for i, p := range places {
		ids[i] = p.ID
	}
	page, err := t.summaries(ids)
	return page, next, err
}

func (t *tx) places(f store.ListFilter, propertyID string, from store.Cursor, limit int) ([]store.Cursor, error) {
	args := with(propertyID, from.Rank, from.ID, int64(limit))
	ask := func(query string, more ...any) ([]store.Cursor, error) {
		return all(t, query, append(args[:4:4], more...), scanPlace)
	}
	switch f.View {
	case store.ViewLive:
		since := t.Now().Add(-desk.LiveWithin)
		wall, err := ask(wallPlaces, store.ActiveMinute(since), ms(since))
		if err != nil {
			return nil, err
		}
		held, err := ask(heldPlaces)
		return append(wall, held...), err
	case store.ViewMine:
		return ask(minePlaces, f.PersonID)
	case store.ViewRequests:
		return ask(ringingPlaces)
	case store.ViewHistory:
		if f.Status != "" {
			return ask(historyPlacesByStatus, string(f.Status))
		}
		return ask(historyPlaces)
	}
	return nil, nil
}

func scanPlace(rows cursor) (store.Cursor, error) {
	var c store.Cursor
	err := rows.Scan(&c.Rank, &c.ID)
	return c, err
}

// searchedAt is how many of the newest hits a search of the history looks at.
const searchedAt = 2000

// found are the places in the history whose messages or guest hold the words.
func (t *tx) found(f store.ListFilter, from store.Cursor, limit int) ([]store.Cursor, error) {
	query := words.Query(f.Query)
	if len(query) == 0 || f.View != store.ViewHistory {
		return nil, nil
	}
	hits, err := t.messageHits(f.PropertyIDs, query, searchedAt)
	if err != nil {
		return nil, err
	}
	ids := map[string]bool{}
	for _, h := range hits {
		ids[h.ConversationID] = true
	}
	guests, err := t.guestHits(f.PropertyIDs, query, searchedAt)
	if err != nil {
		return nil, err
	}
	for _, g := range guests {
		of, err := all(t, `SELECT id FROM conversations WHERE contact_id = $1`, with(g.id), scanText)
		if err != nil {
			return nil, err
		}
		for _, id := range of {
			ids[id] = true
		}
	}
	list := make([]string, 0, len(ids))
	for id := range ids {
		list = append(list, id)
	}
	return all(t, `SELECT started_at, id FROM conversations WHERE id IN `+t.d.list("$1")+` AND (started_at, id) < ($2, $3)
		AND merged_into = '' AND ($5 = '' OR status = $5)`+below, with(asList(list), from.Rank, from.ID, int64(limit), string(f.Status)), scanPlace)
}

func scanText(rows cursor) (string, error) {
	var s string
	err := rows.Scan(&s)
	return s, err
}

// lastMessages are the last three messages of each of several conversations, in no order: a query of its own for each
// would be a round trip each on PostgreSQL. CROSS JOIN keeps SQLite from beginning with all entries.
const lastMessages = entryColumns + ` FROM conversations c CROSS JOIN entries e WHERE e.conversation_id = c.id
	AND e.kind = 'message' AND e.seq >= COALESCE((SELECT MIN(m.seq) FROM (SELECT x.seq FROM entries x
		WHERE x.conversation_id = c.id AND x.kind = 'message' ORDER BY x.seq DESC LIMIT 3) m), 0) AND c.id IN `

// summaries loads the given conversations in their order.
func (t *tx) summaries(ids []string) ([]store.Summary, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	// Rows come in any order, and a summary is large: each is scanned once, into its place.
	out := make([]store.Summary, len(ids))
	place := make(map[string]*store.Summary, len(ids))
	for i, id := range ids {
		place[id] = &out[i]
	}
	var s store.Summary
	into := append(stateInto(&s.State), contactInto(&s.Contact)...)
	err := t.each(`SELECT `+stateColumns+`, `+contactColumns+stateTables+` JOIN contacts k ON k.id = c.contact_id
		WHERE c.id IN `+t.d.list("$1"), with(asList(ids)), func(rows cursor) error {
		s = store.Summary{}
		err := rows.Scan(into...)
		if its := place[s.State.ID]; its != nil {
			*its = s
		}
		return err
	})
	if err != nil {
		return nil, err
	}
	last := make([]desk.Entry, 0, 3*len(ids))
	var e desk.Entry
	var more extra
	columns := entryInto(&e, &more)
	err = t.each(lastMessages+t.d.list("$1"), with(asList(ids)), func(rows cursor) error {
		e, more = desk.Entry{}, extra{}
		err := rows.Scan(columns...)
		more.give(&e)
		last = append(last, e)
		return err
	})
	if err != nil {
		return nil, err
	}
	slices.SortFunc(last, func(a, b desk.Entry) int {
		return cmp.Or(cmp.Compare(a.ConversationID, b.ConversationID), cmp.Compare(a.Seq, b.Seq))
	})
	for from, to := 0, 0; from < len(last); from = to {
		for to < len(last) && last[to].ConversationID == last[from].ConversationID {
			to++
		}
		its := place[last[from].ConversationID]
		if its == nil {
			continue
		}
		its.Last = last[from:to:to]
		for i := range its.Last {
			its.Last[i].ContactID = its.Contact.ID
		}
	}
	return slices.DeleteFunc(out, func(s store.Summary) bool { return s.State.ID == "" }), nil
}

// Counts implements store.Inbox.
func (t *tx) Counts(personID string, propertyIDs []string) (store.Counts, error) {
	var n store.Counts
	since := t.Now().Add(-desk.LiveWithin)
	at := asList(propertyIDs)
	err := t.one(`SELECT COUNT(*) FROM conversations WHERE property_id IN `+t.d.list("$1")+` AND status = 'open'
		AND controller = 'assistant' AND active_at >= $2 AND (active_at > $2 OR last_at >= $3)`,
		with(at, store.ActiveMinute(since), ms(since)), &n.Live)
	if err != nil {
		return n, err
	}
	err = t.one(`SELECT COUNT(*), COALESCE(SUM(CASE WHEN c.guest_seq > COALESCE(m.seq, 0) THEN 1 ELSE 0 END), 0)
		FROM conversations c LEFT JOIN read_marks m ON m.person_id = $2 AND m.conversation_id = c.id
		WHERE c.agent_id = $2 AND c.controller = 'agent' AND c.property_id IN `+t.d.list("$1"), with(at, personID), &n.Mine, &n.MineUnread)
	if err != nil {
		return n, err
	}
	err = t.one(`SELECT COUNT(*) FROM requests r CROSS JOIN conversations c WHERE r.ending = '' AND c.id = r.conversation_id
		AND c.status = 'open' AND c.property_id IN `+t.d.list("$1"), with(at), &n.Requests)
	return n, err
}

// Summaries implements store.Inbox.
func (t *tx) Summaries(conversationIDs []string) ([]store.Summary, error) {
	return t.summaries(conversationIDs)
}

// ConversationsOfContact implements store.Inbox.
func (t *tx) ConversationsOfContact(contactID string, limit int) ([]store.Summary, error) {
	ids, err := all(t, `SELECT id FROM conversations WHERE contact_id = $1 AND merged_into = '' ORDER BY started_at DESC, id DESC LIMIT $2 + 0`,
		with(contactID, int64(store.Clamp(limit, 20, 100))), scanText)
	if err != nil {
		return nil, err
	}
	return t.summaries(ids)
}

// SetReadMark implements store.Inbox.
func (t *tx) SetReadMark(personID, conversationID string, seq int64) error {
	return t.run(`INSERT INTO read_marks (person_id, conversation_id, seq) VALUES ($1, $2, $3)
		ON CONFLICT (person_id, conversation_id) DO UPDATE SET seq = excluded.seq WHERE excluded.seq > read_marks.seq`,
		personID, conversationID, seq)
}

// ReadMarks implements store.Inbox.
func (t *tx) ReadMarks(personID string, conversationIDs []string) (map[string]int64, error) {
	out := map[string]int64{}
	err := t.each(`SELECT conversation_id, seq FROM read_marks WHERE person_id = $1 AND conversation_id IN `+t.d.list("$2"),
		with(personID, asList(conversationIDs)), func(rows cursor) error {
			var id string
			var seq int64
			err := rows.Scan(&id, &seq)
			out[id] = seq
			return err
		})
	return out, err
}

// Unread implements store.Inbox.
func (t *tx) Unread(personID string, conversationIDs []string) (map[string]int, error) {
	out := map[string]int{}
	err := t.each(`SELECT c.id, (SELECT COUNT(*) FROM entries e WHERE e.conversation_id = c.id AND e.seq > c.last_seq - $3
			AND e.seq > COALESCE(m.seq, 0) AND e.kind = 'message' AND e.author_kind = 'guest')
		FROM conversations c LEFT JOIN read_marks m ON m.person_id = $1 AND m.conversation_id = c.id
		WHERE c.id IN `+t.d.list("$2")+` AND c.guest_seq > COALESCE(m.seq, 0)`,
		with(personID, asList(conversationIDs), int64(store.UnreadWithin)), func(rows cursor) error {
			var id string
			var n int
			err := rows.Scan(&id, &n)
			if n > 0 {
				out[id] = n
			}
			return err
		})
	return out, err
}

// SetDraft implements store.Inbox.
func (t *tx) SetDraft(personID, conversationID, reply, note string) error {
	if reply == "" && note == "" {
		return t.run(`DELETE FROM drafts WHERE person_id = $1 AND conversation_id = $2`, personID, conversationID)
	}
	return t.run(`INSERT INTO drafts (person_id, conversation_id, reply, note) VALUES ($1, $2, $3, $4)
		ON CONFLICT (person_id, conversation_id) DO UPDATE SET reply = excluded.reply, note = excluded.note`,
		personID, conversationID, reply, note)
}

// Draft implements store.Inbox.
func (t *tx) Draft(personID, conversationID string) (reply, note string, err error) {
	err = t.one(`SELECT reply, note FROM drafts WHERE person_id = $1 AND conversation_id = $2`,
		with(personID, conversationID), &reply, &note)
	if err == desk.ErrNotFound {
		err = nil
	}
	return reply, note, err
}
