package sqlstore

import (
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// proposed is what a proposal holds beside its columns.
type proposed struct {
	Fact           *store.KnowledgeFact    `json:"fact,omitempty"`
	Entry          *store.KnowledgeContent `json:"entry,omitempty"`
	ConversationID string                  `json:"conversation_id,omitempty"`
	Seq            int64                   `json:"seq,omitempty"`
}

// PutProposal implements store.Knowledge.
func (t *tx) PutProposal(p store.KnowledgeProposal) error {
	return t.run(`INSERT INTO knowledge_proposals (property_id, id, kind, subject, source, doc, state, at, decided_by, decided_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
		ON CONFLICT (property_id, id) DO UPDATE SET subject = excluded.subject, source = excluded.source, doc = excluded.doc,
			state = excluded.state, at = excluded.at, decided_by = excluded.decided_by, decided_at = excluded.decided_at`,
		p.PropertyID, p.ID, p.Kind, p.Subject, p.Source, asDoc(proposed{p.Fact, p.Entry, p.ConversationID, p.Seq}), p.State, ms(p.At),
		p.DecidedBy, ms(p.DecidedAt))
}

const proposalQuery = `SELECT property_id, id, kind, subject, source, doc, state, at, decided_by, decided_at
	FROM knowledge_proposals WHERE property_id = $1`

func scanProposal(rows cursor) (store.KnowledgeProposal, error) {
	var p store.KnowledgeProposal
	var more proposed
	err := rows.Scan(&p.PropertyID, &p.ID, &p.Kind, &p.Subject, &p.Source, doc{&more}, &p.State, (*stamp)(&p.At), &p.DecidedBy, (*stamp)(&p.DecidedAt))
	p.Fact, p.Entry, p.ConversationID, p.Seq = more.Fact, more.Entry, more.ConversationID, more.Seq
	return p, err
}

// Proposal implements store.Knowledge.
func (t *tx) Proposal(propertyID, id string) (store.KnowledgeProposal, error) {
	return first(t, proposalQuery+` AND id = $2`, with(propertyID, id), scanProposal)
}

// Proposals implements store.Knowledge.
func (t *tx) Proposals(propertyID string) ([]store.KnowledgeProposal, error) {
	return all(t, proposalQuery+` AND state = 'open' ORDER BY at DESC, id DESC LIMIT 1000`, with(propertyID), scanProposal)
}

// PutAsk implements store.Knowledge.
func (t *tx) PutAsk(a store.KnowledgeAsk) error {
	return t.run(`INSERT INTO knowledge_asks (id, property_id, conversation_id, seq, why, text, language, at, reply, reply_by, state, entry_id)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
		ON CONFLICT (id) DO UPDATE SET reply = excluded.reply, reply_by = excluded.reply_by, state = excluded.state,
			entry_id = excluded.entry_id`,
		a.ID, a.PropertyID, a.ConversationID, a.Seq, a.Why, a.Text, a.Language, ms(a.At), a.Reply, a.ReplyBy, a.State, a.EntryID)
}

const askQuery = `SELECT id, property_id, conversation_id, seq, why, text, language, at, reply, reply_by, state, entry_id FROM knowledge_asks`

func scanAsk(rows cursor) (store.KnowledgeAsk, error) {
	var a store.KnowledgeAsk
	err := rows.Scan(&a.ID, &a.PropertyID, &a.ConversationID, &a.Seq, &a.Why, &a.Text, &a.Language, (*stamp)(&a.At), &a.Reply, &a.ReplyBy, &a.State, &a.EntryID)
	return a, err
}

// Ask implements store.Knowledge.
func (t *tx) Ask(propertyID, id string) (store.KnowledgeAsk, error) {
	return first(t, askQuery+` WHERE property_id = $1 AND id = $2`, with(propertyID, id), scanAsk)
}

// Asks implements store.Knowledge.
func (t *tx) Asks(propertyID string) ([]store.KnowledgeAsk, error) {
	return all(t, askQuery+` WHERE property_id = $1 AND state = 'open' ORDER BY at DESC, id DESC LIMIT 2000`, with(propertyID), scanAsk)
}

// AsksOfConversation implements store.Knowledge.
func (t *tx) AsksOfConversation(conversationID string) ([]store.KnowledgeAsk, error) {
	return all(t, askQuery+` WHERE conversation_id = $1 ORDER BY seq, id`, with(conversationID), scanAsk)
}

const oldAsks = `SELECT id FROM knowledge_asks WHERE at < $1 ORDER BY at LIMIT $2 + 0`

// ForgetAsks implements store.Knowledge.
func (t *tx) ForgetAsks(before time.Time, limit int) (int, error) {
	n, err := t.exec(`DELETE FROM knowledge_asks WHERE id IN (`+oldAsks+t.d.skipLocked+`)`, ms(before), limit)
	return int(n), err
}

// PutTest implements store.Knowledge.
func (t *tx) PutTest(q store.KnowledgeTest) error {
	return t.run(`INSERT INTO knowledge_tests (property_id, id, doc) VALUES ($1, $2, $3)
		ON CONFLICT (property_id, id) DO UPDATE SET doc = excluded.doc`, q.PropertyID, q.ID, asDoc(q))
}

// DeleteTest implements store.Knowledge.
func (t *tx) DeleteTest(propertyID, id string) error {
	return t.must(desk.ErrNotFound, `DELETE FROM knowledge_tests WHERE property_id = $1 AND id = $2`, propertyID, id)
}

// KnowledgeTests implements store.Knowledge.
func (t *tx) KnowledgeTests(propertyID string) ([]store.KnowledgeTest, error) {
	return all(t, `SELECT doc FROM knowledge_tests WHERE property_id = $1 ORDER BY id`, with(propertyID), func(rows cursor) (store.KnowledgeTest, error) {
		q := store.KnowledgeTest{}
		err := rows.Scan(doc{&q})
		q.PropertyID = propertyID
		return q, err
	})
}

// AddTestRun implements store.Knowledge.
func (t *tx) AddTestRun(r store.KnowledgeTestRun) error {
	if err := t.run(`INSERT INTO knowledge_test_runs (property_id, id, at, doc) VALUES ($1, $2, $3, $4)`, r.PropertyID, r.ID, ms(r.At), asDoc(r)); err != nil {
		return err
	}
	return t.run(`DELETE FROM knowledge_test_runs WHERE property_id = $1 AND id NOT IN (
		SELECT id FROM knowledge_test_runs WHERE property_id = $1 ORDER BY at DESC, id DESC LIMIT 20)`, r.PropertyID)
}

// TestRuns implements store.Knowledge.
func (t *tx) TestRuns(propertyID string, limit int) ([]store.KnowledgeTestRun, error) {
	return all(t, `SELECT doc FROM knowledge_test_runs WHERE property_id = $1 ORDER BY at DESC, id DESC LIMIT $2 + 0`,
		with(propertyID, store.Clamp(limit, 20, 20)), func(rows cursor) (store.KnowledgeTestRun, error) {
			r := store.KnowledgeTestRun{}
			err := rows.Scan(doc{&r})
			r.PropertyID = propertyID
			return r, err
		})
}

// CreateImport implements store.Knowledge.
func (t *tx) CreateImport(i store.KnowledgeImport, body []byte) error {
	if body == nil {
		body = []byte{}
	}
	if err := t.run(`INSERT INTO knowledge_imports (id, property_id, state, at, lease_until, doc, body) VALUES ($1, $2, $3, $4, 0, $5, $6)`,
		i.ID, i.PropertyID, i.State, ms(i.At), asDoc(i), body); err != nil {
		return err
	}
	return t.run(`DELETE FROM knowledge_imports WHERE property_id = $1 AND state NOT IN ('running', 'undoing') AND id NOT IN (
		SELECT id FROM knowledge_imports WHERE property_id = $1 ORDER BY at DESC, id DESC LIMIT 20)`, i.PropertyID)
}

// UpdateImport implements store.Knowledge.
func (t *tx) UpdateImport(i store.KnowledgeImport) error {
	return t.must(desk.ErrNotFound, `UPDATE knowledge_imports SET state = $3, doc = $4,
		lease_until = CASE WHEN $3 IN ('running', 'undoing') THEN lease_until ELSE 0 END WHERE property_id = $1 AND id = $2`,
		i.PropertyID, i.ID, i.State, asDoc(i))
}

func scanImport(rows cursor) (store.KnowledgeImport, error) {
	var i store.KnowledgeImport
	var property string
	err := rows.Scan(&property, doc{&i})
	i.PropertyID = property
	return i, err
}

// KnowledgeImport implements store.Knowledge.
func (t *tx) KnowledgeImport(propertyID, id string) (store.KnowledgeImport, error) {
	return first(t, `SELECT property_id, doc FROM knowledge_imports WHERE property_id = $1 AND id = $2`, with(propertyID, id), scanImport)
}

// ImportBody implements store.Knowledge.
func (t *tx) ImportBody(propertyID, id string) ([]byte, error) {
	var b []byte
	err := t.one(`SELECT body FROM knowledge_imports WHERE property_id = $1 AND id = $2`, with(propertyID, id), &b)
	return b, err
}

// Imports implements store.Knowledge.
func (t *tx) Imports(propertyID string) ([]store.KnowledgeImport, error) {
	return all(t, `SELECT property_id, doc FROM knowledge_imports WHERE property_id = $1 ORDER BY at DESC, id DESC LIMIT 20`, with(propertyID), scanImport)
}

// ClaimImport implements store.Knowledge.
func (t *tx) ClaimImport(now, until time.Time) (store.KnowledgeImport, error) {
	return first(t, `UPDATE knowledge_imports SET lease_until = $2 WHERE id = (SELECT id FROM knowledge_imports
		WHERE state IN ('running', 'undoing') AND lease_until <= $1 ORDER BY lease_until, id LIMIT 1`+t.d.skipLocked+`) RETURNING property_id, doc`,
		with(ms(now), ms(until)), scanImport)
}

// HoldImport implements store.Knowledge.
func (t *tx) HoldImport(propertyID, id string, until time.Time) error {
	return t.must(desk.ErrNotFound, `UPDATE knowledge_imports SET lease_until = $3 WHERE property_id = $1 AND id = $2 AND state IN ('running', 'undoing')`,
		propertyID, id, ms(until))
}

// PutHubSettings implements store.Knowledge.
func (t *tx) PutHubSettings(propertyID string, s store.HubSettings) error {
	return t.run(`INSERT INTO knowledge_settings (property_id, doc) VALUES ($1, $2) ON CONFLICT (property_id) DO UPDATE SET doc = excluded.doc`,
		propertyID, asDoc(s))
}

// HubSettings implements store.Knowledge.
func (t *tx) HubSettings(propertyID string) (store.HubSettings, error) {
	var s store.HubSettings
	err := t.each(`SELECT doc FROM knowledge_settings WHERE property_id = $1`, with(propertyID), func(rows cursor) error { return rows.Scan(doc{&s}) })
	return s, err
}
