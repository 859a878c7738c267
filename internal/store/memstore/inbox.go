package memstore

import (
	"cmp"
	"slices"

	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/store/words"
)

// List implements store.Inbox.
func (t *tx) List(f store.ListFilter) ([]store.Summary, string, error) {
	from, err := store.ParseCursor(f.Cursor)
	if err != nil {
		return nil, "", err
	}
	query := words.Query(f.Query)
	if f.Query != "" && len(query) == 0 {
		return nil, "", nil
	}
	var ranks []store.Cursor
	for id, s := range t.d.states {
		if !slices.Contains(f.PropertyIDs, s.PropertyID) || !t.shown(f, s) {
			continue
		}
		if len(query) > 0 && !t.matches(s, query) {
			continue
		}
		rank := store.Cursor{Rank: store.ActiveMinute(s.LastAt), ID: id}
		if f.View == store.ViewHistory {
			rank.Rank = s.StartedAt.UnixMilli()
		}
		if from.ID == "" || falling(from, rank) < 0 {
			ranks = append(ranks, rank)
		}
	}
	slices.SortFunc(ranks, falling)
	next := ""
	if limit := store.Clamp(f.Limit, 100, 500); len(ranks) > limit {
		ranks = ranks[:limit]
		next = ranks[limit-1].String()
	}
	page := make([]store.Summary, len(ranks))
	for i, r := range ranks {
		page[i] = t.summary(t.d.states[r.ID])
	}
	return page, next, nil
}

func falling(a, b store.Cursor) int {
	return cmp.Or(cmp.Compare(b.Rank, a.Rank), cmp.Compare(b.ID, a.ID))
}

func (t *tx) shown(f store.ListFilter, s desk.State) bool {
	open := s.Status == desk.StatusOpen
	switch f.View {
	case store.ViewLive:
		return open && (s.Controller.Kind != desk.ControllerAssistant || t.live(s))
	case store.ViewMine:
		return open && s.Controller.AgentID == f.PersonID && f.PersonID != ""
	case store.ViewRequests:
		return open && s.Request.Open()
	case store.ViewHistory:
		return s.MergedInto == "" && (f.Status == "" || f.Status == s.Status)
	}
	return false
}

func (t *tx) live(s desk.State) bool { return !s.LastAt.Before(t.Now().Add(-desk.LiveWithin)) }

func (t *tx) matches(s desk.State, query []string) bool {
	if words.Match(searchable(t.d.contacts[s.ContactID]), query) {
		return true
	}
	return slices.ContainsFunc(t.d.entries[s.ID], func(e desk.Entry) bool {
		return e.Kind == desk.EntryMessage && words.Match(e.Text, query)
	})
}

// searchable is what of a guest can be searched for.
func searchable(c desk.Contact) string { return c.Name + " " + c.Email + " " + c.Phone }

func (t *tx) summary(s desk.State) store.Summary {
	sum := store.Summary{State: cloneState(s), Contact: cloneContact(t.d.contacts[s.ContactID])}
	all := t.d.entries[s.ID]
	for i := len(all) - 1; i >= 0 && len(sum.Last) < 3; i-- {
		if all[i].Kind == desk.EntryMessage {
			sum.Last = append(sum.Last, cloneEntry(all[i]))
		}
	}
	slices.Reverse(sum.Last)
	return sum
}

// Counts implements store.Inbox.
func (t *tx) Counts(personID string, propertyIDs []string) (store.Counts, error) {
	var n store.Counts
	for id, s := range t.d.states {
		if s.Status != desk.StatusOpen || !slices.Contains(propertyIDs, s.PropertyID) {
			continue
		}
		if s.Controller.Kind == desk.ControllerAssistant && t.live(s) {
			n.Live++
		}
		if s.Request.Open() {
			n.Requests++
		}
		if s.Controller.AgentID == personID && personID != "" {
			n.Mine++
			if s.Facts.GuestSeq > t.d.marks[pair{personID, id}] {
				n.MineUnread++
			}
		}
	}
	return n, nil
}

// Summaries implements store.Inbox.
func (t *tx) Summaries(conversationIDs []string) ([]store.Summary, error) {
	var out []store.Summary
	for _, id := range conversationIDs {
		if s, ok := t.d.states[id]; ok {
			out = append(out, t.summary(s))
		}
	}
	return out, nil
}

// ConversationsOfContact implements store.Inbox.
func (t *tx) ConversationsOfContact(contactID string, limit int) ([]store.Summary, error) {
	ids := t.newestOf(contactID)
	return t.Summaries(ids[:min(len(ids), store.Clamp(limit, 20, 100))])
}

// Search implements store.Inbox.
func (t *tx) Search(propertyIDs []string, query string, limit int) ([]store.Hit, error) {
	q := words.Query(query)
	if len(q) == 0 {
		return nil, nil
	}
	var hits []store.Hit
	for _, s := range t.d.states {
		if !slices.Contains(propertyIDs, s.PropertyID) {
			continue
		}
		c := t.d.contacts[s.ContactID]
		hit := store.Hit{ConversationID: s.ID, PropertyID: s.PropertyID, GuestName: c.Name}
		for _, e := range t.d.entries[s.ID] {
			if e.Kind == desk.EntryMessage && words.Match(e.Text, q) {
				h := hit
				h.Kind, h.Seq, h.At, h.Snippet = "message", e.Seq, e.At, words.Snippet(e.Text, q)
				hits = append(hits, h)
			}
		}
		if s.MergedInto == "" && t.newestOf(c.ID)[0] == s.ID && words.Match(searchable(c), q) {
			hit.Kind, hit.At, hit.Snippet = "guest", s.LastAt, words.Snippet(searchable(c), q)
			hits = append(hits, hit)
		}
	}
	slices.SortFunc(hits, store.CompareHits)
	return hits[:min(len(hits), store.Clamp(limit, 50, 200))], nil
}

// SetReadMark implements store.Inbox.
func (t *tx) SetReadMark(personID, conversationID string, seq int64) error {
	if err := t.writable(); err != nil {
		return err
	}
	if err := t.both(personID, conversationID); err != nil {
		return err
	}
	if k := (pair{personID, conversationID}); t.d.marks[k] < seq {
		put(t, t.d.marks, k, seq)
	}
	return nil
}

func (t *tx) both(personID, conversationID string) error {
	_, person := t.d.people[personID]
	_, conversation := t.d.states[conversationID]
	if !person || !conversation {
		return desk.ErrNotFound
	}
	return nil
}

// ReadMarks implements store.Inbox.
func (t *tx) ReadMarks(personID string, conversationIDs []string) (map[string]int64, error) {
	out := map[string]int64{}
	for _, id := range conversationIDs {
		if seq, ok := t.d.marks[pair{personID, id}]; ok {
			out[id] = seq
		}
	}
	return out, nil
}

// Unread implements store.Inbox.
func (t *tx) Unread(personID string, conversationIDs []string) (map[string]int, error) {
	out := map[string]int{}
	for _, id := range conversationIDs {
		s, ok := t.d.states[id]
		if !ok {
			continue
		}
		entries, err := t.Entries(id, store.EntryFilter{After: max(t.d.marks[pair{personID, id}], s.LastSeq-store.UnreadWithin), Limit: store.UnreadWithin})
		if err != nil {
			return nil, err
		}
		for _, e := range entries {
			if e.Kind == desk.EntryMessage && e.Author.Kind == desk.AuthorGuest {
				out[id]++
			}
		}
	}
	return out, nil
}

// SetDraft implements store.Inbox.
func (t *tx) SetDraft(personID, conversationID, reply, note string) error {
	if err := t.writable(); err != nil {
		return err
	}
	k := pair{personID, conversationID}
	if reply == "" && note == "" {
		drop(t, t.d.drafts, k)
		return nil
	}
	if err := t.both(personID, conversationID); err != nil {
		return err
	}
	put(t, t.d.drafts, k, draft{reply, note})
	return nil
}

// Draft implements store.Inbox.
func (t *tx) Draft(personID, conversationID string) (reply, note string, err error) {
	d := t.d.drafts[pair{personID, conversationID}]
	return d.reply, d.note, nil
}
