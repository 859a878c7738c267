package hub

import (
	"context"
	"encoding/csv"
	"encoding/json"
	"io"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/knowledge/table"
	"deskbell/internal/store"
)

// book is everything a property knows, as its JSON file holds it.
type book struct {
	Deskbell int          `json:"deskbell"` // the version of the format
	Facts    []bookFact   `json:"facts"`
	Entries  []bookEntry  `json:"entries"`
	Notices  []bookNotice `json:"notices"`
	Tests    []bookTest   `json:"tests"`
}

type bookFact struct {
	Key     string          `json:"key"`
	State   string          `json:"state"`
	Details string          `json:"details,omitempty"`
	Value   json.RawMessage `json:"value,omitempty"`
	Source  string          `json:"source,omitempty"`
}

type bookEntry struct {
	ID string `json:"id,omitempty"`
	store.KnowledgeContent
	// State is live or draft.
	State string `json:"state,omitempty"`
	// Draft is what was written beside what guests are told.
	Draft *store.KnowledgeContent `json:"draft,omitempty"`
}

type bookNotice struct {
	Text     string    `json:"text"`
	Topic    string    `json:"topic"`
	Language string    `json:"language,omitempty"`
	StartsAt time.Time `json:"starts_at"`
	EndsAt   time.Time `json:"ends_at"`
}

type bookTest struct {
	ID       string `json:"id,omitempty"`
	Question string `json:"question"`
	Language string `json:"language,omitempty"`
	Booked   bool   `json:"booked,omitempty"`
	Expect   string `json:"expect"`
}

// formatVersion is that of the JSON file.
const formatVersion = 1

// Export writes everything a property knows, as JSON or CSV, with the notices that have not ended.
func (h *Hub) Export(ctx context.Context, by desk.Person, propertyID, format string, w io.Writer) error {
	b := book{Deskbell: formatVersion, Facts: []bookFact{}, Entries: []bookEntry{}, Notices: []bookNotice{}, Tests: []bookTest{}}
	err := h.cfg.Store.Read(ctx, func(tx store.Tx) error {
		if _, err := allow(tx, by, desk.ActViewKnowledge, propertyID); err != nil {
			return err
		}
		facts, err := tx.Facts(propertyID)
		if err != nil {
			return err
		}
		entries, err := tx.KnowledgeEntries(propertyID)
		if err != nil {
			return err
		}
		notices, err := tx.Notices(propertyID, tx.Now())
		if err != nil {
			return err
		}
		tests, err := tx.KnowledgeTests(propertyID)
		if err != nil {
			return err
		}
		for _, f := range facts {
			b.Facts = append(b.Facts, bookFact{Key: f.Key, State: f.State, Details: f.Details, Value: json.RawMessage(f.Value), Source: f.Source})
		}
		for _, e := range entries {
			out := bookEntry{ID: e.ID, KnowledgeContent: e.Content(), State: "live", Draft: e.Draft}
			if e.Hidden {
				out.State, out.Draft = "draft", nil
				if e.Draft != nil {
					out.KnowledgeContent = *e.Draft
				}
			}
			b.Entries = append(b.Entries, out)
		}
		for _, n := range notices {
			b.Notices = append(b.Notices, bookNotice{Text: n.Text, Topic: n.Topic, Language: n.Language, StartsAt: n.StartsAt, EndsAt: n.EndsAt})
		}
		for _, t := range tests {
			b.Tests = append(b.Tests, bookTest{ID: t.ID, Question: t.Question, Language: t.Language, Booked: t.Booked, Expect: t.Expect})
		}
		return nil
	})
	if err != nil {
		return err
	}
	if format == "csv" {
		return b.csv(w)
	}
	e := json.NewEncoder(w)
	e.SetIndent("", " ")
	return e.Encode(b)
}

// csv writes a table that readCSV reads. A draft beside what guests are told stands in a row of its own below it.
func (b book) csv(w io.Writer) error {
	if _, err := io.WriteString(w, "\ufeff"); err != nil { // spreadsheets take it for Latin-1 otherwise
		return err
	}
	c := csv.NewWriter(w)
	lines := [][]string{{"kind", "id", "language", "questions", "answer", "state", "booked_only", "valid_from", "valid_until", "value"}}
	booked := map[bool]string{true: "yes", false: "no"}
	for _, f := range b.Facts {
		lines = append(lines, []string{"fact", f.Key, "", "", f.Details, f.State, "", "", "", string(f.Value)})
	}
	for _, e := range b.Entries {
		say := func(kind, state string, c store.KnowledgeContent) {
			lines = append(lines, []string{kind, e.ID, c.Language, together(c.Questions), c.Answer, state, booked[c.BookedOnly], c.ValidFrom, c.ValidUntil, ""})
			for _, v := range c.Versions {
				lines = append(lines, []string{"version", e.ID, v.Language, together(v.Questions), v.Answer, "", "", "", "", ""})
			}
		}
		say("entry", e.State, e.KnowledgeContent)
		if e.Draft != nil {
			say("draft", "draft", *e.Draft)
		}
	}
	for _, n := range b.Notices {
		lines = append(lines, []string{"notice", "", n.Language, n.Topic, n.Text, "", "", n.StartsAt.Format(time.RFC3339Nano), n.EndsAt.Format(time.RFC3339Nano), ""})
	}
	for _, t := range b.Tests {
		lines = append(lines, []string{"test", t.ID, t.Language, t.Question, t.Expect, "", booked[t.Booked], "", "", ""})
	}
	for _, l := range lines {
		for i := range l {
			l[i] = inert(l[i])
		}
	}
	return c.WriteAll(lines)
}

// readJSON reads what Export wrote, or a bare list of entries. One item that cannot be read does not spoil the others.
func (s *sheet) readJSON(body []byte) error {
	var raw struct {
		Deskbell int               `json:"deskbell"`
		Facts    []json.RawMessage `json:"facts"`
		Entries  []json.RawMessage `json:"entries"`
		Notices  []json.RawMessage `json:"notices"`
		Tests    []json.RawMessage `json:"tests"`
	}
	body = []byte(table.Decode(body))
	if err := json.Unmarshal(body, &raw); err != nil {
		if list := json.Unmarshal(body, &raw.Entries); list != nil {
			return desk.Refuse(desk.CodeInvalid, "The file is no JSON that Deskbell wrote: %s.", err)
		}
	}
	if raw.Deskbell > formatVersion {
		return desk.Refuse(desk.CodeInvalid, "The file was written by a newer Deskbell.")
	}
	n := 0
	each(s, &n, raw.Facts, func(at int, f bookFact) {
		s.add(row{at: at, fact: &store.KnowledgeFact{Key: f.Key, State: f.State, Details: f.Details, Value: string(f.Value), Source: f.Source}})
	})
	each(s, &n, raw.Entries, func(at int, e bookEntry) {
		if e.Draft != nil {
			if _, err := check(*e.Draft); err != nil {
				s.fail(at, "Its draft: %s", reason(err))
				return
			}
		}
		s.add(row{at: at, id: e.ID, entry: &e.KnowledgeContent, draft: e.State == "draft"})
		if e.Draft != nil && e.ID != "" {
			s.add(row{at: at, id: e.ID, entry: e.Draft, draft: true})
		}
	})
	each(s, &n, raw.Notices, func(at int, n bookNotice) {
		s.add(row{at: at, notice: &store.KnowledgeNotice{Text: n.Text, Topic: n.Topic, Language: n.Language, StartsAt: n.StartsAt, EndsAt: n.EndsAt}})
	})
	each(s, &n, raw.Tests, func(at int, t bookTest) {
		s.add(row{at: at, id: t.ID, test: &store.KnowledgeTest{Question: t.Question, Language: t.Language, Booked: t.Booked, Expect: t.Expect}})
	})
	if n == 0 {
		return desk.Refuse(desk.CodeInvalid, "There is nothing in the file that Deskbell knows.")
	}
	return nil
}

// each reads the items of a list and counts them on from n.
func each[T any](s *sheet, n *int, list []json.RawMessage, fn func(at int, v T)) {
	for _, raw := range list {
		*n++
		var v T
		if err := json.Unmarshal(raw, &v); err != nil {
			s.fail(*n, "This item has another form than Deskbell writes.")
			continue
		}
		fn(*n, v)
	}
}
