package sqlstore

import (
	"errors"
	"reflect"
	"slices"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// stateColumns are read by stateInto. The open or newest request, offer and turn come along in the same statement.
const (
	stateColumns = `c.id, c.property_id, c.account_id, c.contact_id, c.channel, c.status, c.controller, c.agent_id, c.epoch,
	c.last_seq, c.last_public_seq, c.language, c.test, c.started_at, c.guest_at, c.last_at, c.resolved_at, c.merged_into, c.facts, c.timers,
	r.doc, o.doc, t.doc`
	stateTables = ` FROM conversations c
	LEFT JOIN requests r ON r.id = c.request_id
	LEFT JOIN offers o ON o.id = c.offer_id
	LEFT JOIN turns t ON t.id = c.turn_id`
)

func stateInto(s *desk.State) []any {
	c := &s.Conversation
	return []any{&c.ID, &c.PropertyID, &c.AccountID, &c.ContactID, (*string)(&c.Channel), (*string)(&c.Status),
		(*string)(&c.Controller.Kind), &c.Controller.AgentID, &c.Epoch, &c.LastSeq, &c.LastPublicSeq, &c.Language,
		(*flag)(&c.Test), (*stamp)(&c.StartedAt), (*stamp)(&c.GuestAt), (*stamp)(&c.LastAt), (*stamp)(&c.ResolvedAt), &c.MergedInto,
		doc{&s.Facts}, doc{&s.Timers}, doc{&s.Request}, doc{&s.Offer}, doc{&s.Turn}}
}

// State implements store.Conversations.
func (t *tx) State(conversationID string) (desk.State, error) {
	if s, ok := t.saved.state(conversationID); ok {
		return s, t.failed
	}
	return t.loadState(t.d.state, conversationID)
}

// StateOfContact implements store.Conversations.
func (t *tx) StateOfContact(contactID string) (desk.State, error) {
	if s, ok := t.saved.stateOfContact(contactID); ok {
		return s, t.failed
	}
	s, err := t.loadState(t.d.stateOfContact, contactID)
	if err == nil {
		t.saved.newest(s)
	}
	return s, err
}

// loadState reads one state, and with it the database's clock where the transaction goes by that: whoever loads a state
// decides on it next, and asks what time it is.
func (t *tx) loadState(query, id string) (desk.State, error) {
	return first(t, query, with(id), func(rows cursor) (desk.State, error) {
		var s desk.State
		var now int64
		err := rows.Scan(append(stateInto(&s), &now)...)
		if err == nil && now != 0 && t.at.IsZero() {
			t.at = t.shifted(now)
		}
		t.loaded.id, t.loaded.seq = s.ID, s.LastSeq
		return s, err
	})
}

// CreateConversation implements store.Conversations.
func (t *tx) CreateConversation(c desk.Conversation) error {
	t.saved.begins(c.ContactID)
	t.Tell(store.Hint{Kind: store.HintConversation, ID: c.ID, Seq: c.LastSeq})
	err := t.must(desk.Refuse(desk.CodeConflict, "The guest has an open conversation already."),
		`INSERT INTO conversations (id, property_id, account_id, contact_id, channel, status, controller, agent_id, epoch,
			last_seq, last_public_seq, guest_seq, language, test, started_at, guest_at, last_at, active_at, resolved_at,
			facts, timers, request_id, offer_id, turn_id)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, 0, $12, $13, $14, $15, $16, $17, $18, '', '', '', '', '')
		ON CONFLICT DO NOTHING`,
		c.ID, c.PropertyID, c.AccountID, c.ContactID, string(c.Channel), string(c.Status), string(c.Controller.Kind),
		c.Controller.AgentID, c.Epoch, c.LastSeq, c.LastPublicSeq, c.Language, bit(c.Test), ms(c.StartedAt), ms(c.GuestAt),
		ms(c.LastAt), store.ActiveMinute(c.LastAt), ms(c.ResolvedAt))
	if err != nil {
		return err
	}
	return t.run(`UPDATE contacts SET read_seq = 0 WHERE id = $1 AND read_seq <> 0`, c.ContactID)
}

// Save implements store.Conversations.
func (t *tx) Save(before desk.State, out desk.Outcome, entries []desk.Entry, lease ...store.Lease) error {
	if err := store.CheckSave(before, out, entries); err != nil {
		return err
	}
	after := out.State
	if out.Rearm != nil {
		if len(entries) == 0 {
			after = before
		}
		after = store.Rearmed(after, *out.Rearm)
	}
	t.saved.changes(before.ID)
	if err := t.saveConversation(before, after); err != nil {
		return err
	}
	if err := t.saveTimers(before.ID, before.Timers, after.Timers); err != nil {
		return err
	}
	if len(entries) == 0 {
		t.saved.save(after)
		return nil
	}
	t.Tell(store.Hint{Kind: store.HintConversation, ID: before.ID, Seq: after.LastSeq})
	if err := t.saveRequests(before, out); err != nil {
		return err
	}
	if err := t.saveOffers(before, out); err != nil {
		return err
	}
	if err := t.saveTurns(before, out, lease); err != nil {
		return err
	}
	for _, h := range out.Held {
		if err := t.hold(h); err != nil {
			return err
		}
	}
	for _, e := range entries {
		if err := t.append(before.AccountID, e); err != nil {
			return err
		}
	}
	t.saved.save(after)
	return nil
}

// saveConversation writes the row where it is still the loaded version. Most changes are a message, which moves nothing
// that an index keeps: naming only what moved spares those indexes.
//
// A version that this transaction loaded itself is the stored one, or the database says that it met another transaction:
// nothing needs to be waited for. One from elsewhere may be old, which is answered at once.
func (t *tx) saveConversation(before, after desk.State) error {
	save, none := t.must, desk.ErrChanged
	if t.loaded.id == before.ID && t.loaded.seq == before.LastSeq {
		t.loaded.id = ""
		if t.d == postgresDialect {
			save, none = t.later, nil
		}
	}
	guest, last := ms(after.GuestAt), ms(after.LastAt)
	if onlyMessages(before, after) {
		return save(none, `UPDATE conversations SET last_seq = $3, last_public_seq = $4, guest_seq = $5,
			guest_at = $6, last_at = $7, facts = $8 WHERE id = $1 AND last_seq = $2`,
			before.ID, before.LastSeq, after.LastSeq, after.LastPublicSeq, after.Facts.GuestSeq, guest, last, asDoc(after.Facts))
	}
	return save(none, `UPDATE conversations SET last_seq = $3, last_public_seq = $4, guest_seq = $5,
		guest_at = $6, last_at = $7, facts = $8, timers = $9, status = $10, controller = $11, agent_id = $12, epoch = $13,
		language = $14, test = $15, active_at = $16, resolved_at = $17, request_id = $18, offer_id = $19, turn_id = $20
		WHERE id = $1 AND last_seq = $2`,
		before.ID, before.LastSeq, after.LastSeq, after.LastPublicSeq, after.Facts.GuestSeq, guest, last,
		asDoc(after.Facts), timersDoc(after.Timers), string(after.Status), string(after.Controller.Kind),
		after.Controller.AgentID, after.Epoch, after.Language, bit(after.Test), store.ActiveMinute(after.LastAt),
		ms(after.ResolvedAt), idOf(after.Request), idOf(after.Offer), idOf(after.Turn))
}

func onlyMessages(before, after desk.State) bool {
	return before.Status == after.Status && before.Controller == after.Controller && before.Epoch == after.Epoch &&
		before.Language == after.Language && before.Test == after.Test && before.ResolvedAt.Equal(after.ResolvedAt) &&
		store.ActiveMinute(before.LastAt) == store.ActiveMinute(after.LastAt) && idOf(before.Request) == idOf(after.Request) &&
		idOf(before.Offer) == idOf(after.Offer) && idOf(before.Turn) == idOf(after.Turn) &&
		slices.EqualFunc(before.Timers, after.Timers, sameTimer)
}

func sameTimer(a, b desk.Timer) bool {
	return a.Kind == b.Kind && a.For == b.For && a.DueAt.Equal(b.DueAt)
}

func idOf[T desk.Request | desk.Offer | desk.Turn](v *T) string {
	switch v := any(v).(type) {
	case *desk.Request:
		if v != nil {
			return v.ID
		}
	case *desk.Offer:
		if v != nil {
			return v.ID
		}
	case *desk.Turn:
		if v != nil {
			return v.ID
		}
	}
	return ""
}

func timersDoc(timers []desk.Timer) string {
	if len(timers) == 0 {
		return ""
	}
	return asDoc(timers)
}

// saveTimers makes the clock's table say what the state's timers do.
func (t *tx) saveTimers(conversationID string, before, after []desk.Timer) error {
	for _, b := range before {
		if timerOf(after, b.Kind) == nil {
			if err := t.later(nil, `DELETE FROM timers WHERE conversation_id = $1 AND kind = $2`, conversationID, string(b.Kind)); err != nil {
				return err
			}
		}
	}
	for _, a := range after {
		if b := timerOf(before, a.Kind); b != nil && sameTimer(*b, a) {
			continue
		}
		if err := t.later(nil, `INSERT INTO timers (conversation_id, kind, armed_for, due_at) VALUES ($1, $2, $3, $4)
			ON CONFLICT (conversation_id, kind) DO UPDATE SET armed_for = excluded.armed_for, due_at = excluded.due_at`,
			conversationID, string(a.Kind), a.For, ms(a.DueAt)); err != nil {
			return err
		}
	}
	return nil
}

func timerOf(timers []desk.Timer, kind desk.TimerKind) *desk.Timer {
	for i := range timers {
		if timers[i].Kind == kind {
			return &timers[i]
		}
	}
	return nil
}

func (t *tx) saveRequests(before desk.State, out desk.Outcome) error {
	save := func(r *desk.Request) error {
		old := before.Request
		switch {
		case r == nil || r == old:
			return nil
		case old == nil || old.ID != r.ID:
			return t.later(nil, `INSERT INTO requests (id, conversation_id, property_id, kind, stage, ending, opened_at, ended_at, doc)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
				r.ID, before.ID, before.PropertyID, string(r.Kind), string(r.Stage), string(r.End), ms(r.OpenedAt), ms(r.EndedAt), asDoc(r))
		case reflect.DeepEqual(old, r):
			return nil
		}
		return t.later(desk.ErrChanged, `UPDATE requests SET kind = $3, stage = $4, ending = $5, opened_at = $6, ended_at = $7,
			doc = $8 WHERE id = $1 AND ending = $2`,
			r.ID, string(old.End), string(r.Kind), string(r.Stage), string(r.End), ms(r.OpenedAt), ms(r.EndedAt), asDoc(r))
	}
	for i := range out.EndedRequests {
		if err := save(&out.EndedRequests[i]); err != nil {
			return err
		}
	}
	return save(out.State.Request)
}

func (t *tx) saveOffers(before desk.State, out desk.Outcome) error {
	save := func(o *desk.Offer) error {
		old := before.Offer
		switch {
		case o == nil || o == old:
			return nil
		case old == nil || old.ID != o.ID:
			return t.later(nil, `INSERT INTO offers (id, conversation_id, state, doc) VALUES ($1, $2, $3, $4)`,
				o.ID, before.ID, string(o.State), asDoc(o))
		case *old == *o:
			return nil
		}
		return t.later(desk.ErrChanged, `UPDATE offers SET state = $3, doc = $4 WHERE id = $1 AND state = $2`,
			o.ID, string(old.State), string(o.State), asDoc(o))
	}
	for i := range out.EndedOffers {
		if err := save(&out.EndedOffers[i]); err != nil {
			return err
		}
	}
	return save(out.State.Offer)
}

func (t *tx) saveTurns(before desk.State, out desk.Outcome, lease []store.Lease) error {
	save := func(u *desk.Turn) error {
		old := before.Turn
		switch {
		case u == nil || u == old:
			return nil
		case old == nil || old.ID != u.ID:
			var l store.Lease
			if len(lease) > 0 && u.Open() {
				l = lease[0]
			}
			return t.later(nil, `INSERT INTO turns (id, conversation_id, ending, owed_at, not_before, ended_at, lease_owner, lease_until, doc)
				VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)`,
				u.ID, before.ID, string(u.End), ms(u.OwedAt), ms(u.NotBefore), ms(u.EndedAt), l.Owner, ms(l.Until), asDoc(u))
		case *old == *u:
			return nil
		}
		return t.later(desk.ErrChanged, `UPDATE turns SET ending = $3, owed_at = $4, not_before = $5, ended_at = $6, doc = $7
			WHERE id = $1 AND ending = $2`,
			u.ID, string(old.End), string(u.End), ms(u.OwedAt), ms(u.NotBefore), ms(u.EndedAt), asDoc(u))
	}
	for i := range out.EndedTurns {
		if err := save(&out.EndedTurns[i]); err != nil {
			return err
		}
	}
	return save(out.State.Turn)
}

// hold changes how many chats an agent holds, where the limit lets it.
func (t *tx) hold(h desk.HeldChange) error {
	if h.By > 0 {
		limit := int64(1 << 31)
		if h.Limited && h.Limit > 0 {
			limit = int64(h.Limit)
		}
		n, err := t.exec(`UPDATE people SET held = held + $2 WHERE id = $1 AND held + $2 <= $3`, h.AgentID, int64(h.By), limit)
		if err != nil || n > 0 {
			return err
		}
		if _, err := t.Person(h.AgentID); err != nil {
			return err
		}
		return store.ErrLimit
	}
	return t.must(desk.ErrNotFound, `UPDATE people SET held = CASE WHEN held > $2 THEN held - $2 ELSE 0 END WHERE id = $1`,
		h.AgentID, int64(-h.By))
}

// extra is what few entries have.
type extra struct {
	Params map[string]string `json:"params,omitempty"`
	Files  []desk.File       `json:"files,omitempty"`
	Answer *desk.Answer      `json:"answer,omitempty"`

	Carried    *desk.Carried    `json:"carried,omitempty"`
	Correction *desk.Correction `json:"correction,omitempty"`
}

func (t *tx) append(accountID string, e desk.Entry) error {
	sender, account, more := "", "", ""
	if e.ClientID != "" {
		sender = store.Sender(e)
	}
	if e.ProviderID != "" {
		account = accountID
	}
	if len(e.Params) > 0 || len(e.Files) > 0 || e.Answer != nil || e.Carried != nil || e.Correction != nil {
		more = asDoc(extra{e.Params, e.Files, e.Answer, e.Carried, e.Correction})
	}
	return t.add(store.ErrRepeated, t.d.addEntry,
		e.ConversationID, e.PropertyID, e.Seq, e.PrevPublic, e.ID, bit(e.Public), string(e.Kind), string(e.Author.Kind),
		e.Author.ID, e.Author.Name, e.Text, string(e.Code), more, sender, e.ClientID, account, e.ProviderID, e.Epoch, ms(e.At))
}

// insertEntry adds an entry, and fails where its number, or its sender's id of it, is taken.
const insertEntry = `INSERT INTO entries (conversation_id, property_id, seq, prev_public, id, public, kind,
		author_kind, author_id, author_name, text, code, extra, sender_id, client_id, account_id, provider_id, epoch, at)
	VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19)`

const (
	entryColumns = `SELECT e.id, e.conversation_id, e.property_id, e.seq, e.prev_public, e.public, e.kind,
	e.author_kind, e.author_id, e.author_name, e.text, e.code, e.extra, e.client_id, e.provider_id, e.epoch, e.at`
	entryQuery = entryColumns + ` FROM entries e`
)

// entryInto are the places of entryColumns; what of an entry is one document goes to more, which gives it.
func entryInto(e *desk.Entry, more *extra) []any {
	return []any{&e.ID, &e.ConversationID, &e.PropertyID, &e.Seq, &e.PrevPublic, (*flag)(&e.Public), (*string)(&e.Kind),
		(*string)(&e.Author.Kind), &e.Author.ID, &e.Author.Name, &e.Text, (*string)(&e.Code), doc{more},
		&e.ClientID, &e.ProviderID, &e.Epoch, (*stamp)(&e.At)}
}

func (x extra) give(e *desk.Entry) {
	e.Params, e.Files, e.Answer = x.Params, x.Files, x.Answer
	e.Carried, e.Correction = x.Carried, x.Correction
}

// entriesOf lists entries of one conversation, whose contact is known.
func (t *tx) entriesOf(contactID, query string, args ...any) ([]desk.Entry, error) {
	return all(t, query, args, func(rows cursor) (desk.Entry, error) {
		e := desk.Entry{ContactID: contactID}
		var more extra
		err := rows.Scan(entryInto(&e, &more)...)
		more.give(&e)
		return e, err
	})
}

// EntryByClientID implements store.Conversations.
func (t *tx) EntryByClientID(senderID, clientID string) (desk.Entry, error) {
	if clientID == "" {
		return desk.Entry{}, desk.ErrNotFound
	}
	found, err := t.entriesOf("", entryQuery+` WHERE e.sender_id = $1 AND e.client_id = $2 AND e.client_id <> ''`, senderID, clientID)
	if err == nil && len(found) == 0 {
		err = desk.ErrNotFound
	}
	if err != nil {
		return desk.Entry{}, err
	}
	e := found[0]
	e.ContactID, err = t.contactOf(e.ConversationID)
	return e, err
}

func (t *tx) contactOf(conversationID string) (id string, err error) {
	err = t.one(`SELECT contact_id FROM conversations WHERE id = $1`, with(conversationID), &id)
	return id, err
}

// Entries implements store.Conversations.
func (t *tx) Entries(conversationID string, f store.EntryFilter) ([]desk.Entry, error) {
	contactID, err := t.contactOf(conversationID)
	if errors.Is(err, desk.ErrNotFound) {
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	before, order := f.Before, "ASC"
	if before <= 0 {
		before = 1 << 62
	} else if f.After == 0 {
		order = "DESC"
	}
	query := entryQuery + ` WHERE e.conversation_id = $1 AND e.seq > $2 AND e.seq < $3`
	if f.PublicOnly {
		query += ` AND e.public = 1`
	}
	out, err := t.entriesOf(contactID, query+` ORDER BY e.seq `+order+` LIMIT $4 + 0`,
		conversationID, f.After, before, int64(store.Clamp(f.Limit, 200, 500)))
	if order == "DESC" {
		slices.Reverse(out)
	}
	return out, err
}
