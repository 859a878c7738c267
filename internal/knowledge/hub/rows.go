package hub

import (
	"cmp"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"deskbell/internal/desk"
	"deskbell/internal/knowledge/table"
	"deskbell/internal/knowledge/text"
	"deskbell/internal/store"
)

// Limits of a file.
const (
	// MaxFile is how large one may be.
	MaxFile = 48 << 20
	maxRows = 50_000
	// maxNamed is how many broken rows are named; all are counted.
	maxNamed = 200
)

// row is one thing of a file that can be read.
type row struct {
	at    int // where it stands: a line, or an item of its list
	entry *store.KnowledgeContent
	draft bool
	fact  *store.KnowledgeFact
	test  *store.KnowledgeTest
	// notice is one that stood when the file was read.
	notice *store.KnowledgeNotice
	id     string
}

// sheet is a file as it was read.
type sheet struct {
	rows   []row
	broken []store.BrokenRow
	failed int
	now    time.Time
	// asks are the first questions of its entries by the ids that they have in it.
	asks map[string]string
}

// here is the id of what a test of the file expects: where an entry comes from another property, it has another id here.
func (s *sheet) here(tx store.Tx, propertyID, expect string, known, added map[string]string) (string, error) {
	question, named := s.asks[expect]
	if !named {
		return expect, nil
	}
	_, err := tx.KnowledgeEntry(propertyID, expect)
	if err == nil || desk.CodeOf(err) != desk.CodeNotFound {
		return expect, err
	}
	return cmp.Or(added[question], known[question], expect), nil
}

func (s *sheet) fail(at int, format string, args ...any) {
	s.failed++
	if len(s.broken) < maxNamed {
		s.broken = append(s.broken, store.BrokenRow{Row: at, Reason: fmt.Sprintf(format, args...)})
	}
}

// reason is an error in words.
func reason(err error) string {
	var e *desk.Error
	if errors.As(err, &e) {
		return e.Message
	}
	return err.Error()
}

// add takes a row in where it is sound.
func (s *sheet) add(r row) {
	switch {
	case r.entry != nil:
		c, err := check(*r.entry)
		if err != nil {
			s.fail(r.at, "%s", reason(err))
			return
		}
		r.entry = &c
		if _, twice := s.asks[r.id]; !twice && r.id != "" {
			s.asks[r.id] = text.Fold(c.Questions[0])
		}
	case r.fact != nil:
		f, err := checkFact(r.fact.Key, FactInput{State: r.fact.State, Details: r.fact.Details, Value: json.RawMessage(r.fact.Value), Source: r.fact.Source})
		if errors.Is(err, desk.ErrNotFound) {
			s.fail(r.at, "There is no fact %q.", desk.CleanLine(r.fact.Key, 60))
			return
		}
		if err != nil {
			s.fail(r.at, "%s", reason(err))
			return
		}
		r.fact = &f
	case r.notice != nil:
		if err := checkNotice(r.notice, s.now); err != nil {
			s.fail(r.at, "%s", reason(err))
			return
		}
	case r.test != nil:
		if r.test.Question = strings.TrimSpace(storable(r.test.Question)); r.test.Question == "" || utf8.RuneCountInString(r.test.Question) > maxTestText {
			s.fail(r.at, "A test needs a question of at most %d characters.", maxTestText)
			return
		}
	}
	if len(s.rows) >= maxRows {
		s.fail(r.at, "A file holds %d rows at most.", maxRows)
		return
	}
	s.rows = append(s.rows, r)
}

// read reads a file of a format as of a time. An error is that nothing of it can be read. Tests come last: what they expect
// is there by then.
func read(format string, body []byte, now time.Time) (*sheet, error) {
	s := &sheet{now: now, asks: map[string]string{}}
	var err error
	if format == "json" {
		err = s.readJSON(body)
	} else {
		err = s.readCSV(table.Decode(body))
	}
	slices.SortStableFunc(s.rows, func(a, b row) int {
		switch {
		case a.test == nil && b.test != nil:
			return -1
		case a.test != nil && b.test == nil:
			return 1
		}
		return 0
	})
	return s, err
}

// columns are what a table's headings mean, in the words of those who make one.
var columns = map[string]string{
	"kind": "kind", "type": "kind", "id": "id", "key": "id", "language": "language", "lang": "language", "question": "questions", "questions": "questions",
	"frage": "questions", "fragen": "questions", "pregunta": "questions", "domanda": "questions", "pergunta": "questions",
	"answer": "answer", "details": "answer", "antwort": "answer", "reponse": "answer", "respuesta": "answer", "risposta": "answer", "resposta": "answer",
	"state": "state", "value": "value", "booked only": "booked", "booked_only": "booked", "valid from": "from", "valid_from": "from",
	"valid until": "until", "valid_until": "until", "expect": "answer",
}

// readCSV reads a table. Its first row names the columns; "question" and "answer" are enough.
func (s *sheet) readCSV(body string) error {
	var place map[string]int
	width := 0
	// An entry's further languages stand in rows of their own behind it.
	var last *row
	flush := func() {
		if last != nil {
			s.add(*last)
			last = nil
		}
	}
	err := table.Each(body, table.Comma(body), func(line int) { s.fail(line, table.Unclosed) }, func(line int, fields []string) error {
		if place == nil {
			place, width = map[string]int{}, len(fields)
			for i, f := range fields {
				name := columns[text.Fold(strings.TrimSpace(f))]
				if _, twice := place[name]; name != "" && !twice {
					place[name] = i
				}
			}
			_, asks := place["questions"]
			_, answers := place["answer"]
			if !asks || !answers {
				return desk.Refuse(desk.CodeInvalid, "The first row has to name the columns: question and answer at least.")
			}
			return nil
		}
		if len(fields) == 1 && strings.TrimSpace(fields[0]) == "" {
			return nil
		}
		get := func(name string) string {
			if i, ok := place[name]; ok && i < len(fields) {
				return alive(fields[i])
			}
			return ""
		}
		if len(fields) != width {
			s.fail(line, "The row has %d fields, the first row has %d.", len(fields), width)
			return nil
		}
		questions := apart(get("questions"))
		switch kind := strings.ToLower(strings.TrimSpace(get("kind"))); kind {
		case "", "entry", "draft":
			flush()
			id := strings.TrimSpace(get("id"))
			if kind == "draft" && id == "" {
				s.fail(line, "A draft has to name its entry's id.")
				return nil
			}
			booked, ok := yes(get("booked"))
			if !ok {
				s.fail(line, "%q is neither yes nor no.", desk.CleanLine(get("booked"), 40))
				return nil
			}
			last = &row{at: line, id: id, draft: kind == "draft" || strings.EqualFold(strings.TrimSpace(get("state")), "draft"),
				entry: &store.KnowledgeContent{Questions: questions, Answer: get("answer"), Language: strings.TrimSpace(get("language")), BookedOnly: booked,
					ValidFrom: strings.TrimSpace(get("from")), ValidUntil: strings.TrimSpace(get("until"))}}
		case "version":
			if last == nil || last.id != strings.TrimSpace(get("id")) {
				s.fail(line, "A version has to stand below its entry, with the same id.")
				return nil
			}
			last.entry.Versions = append(last.entry.Versions, store.KnowledgeText{Language: strings.TrimSpace(get("language")), Questions: questions, Answer: get("answer")})
		case "fact":
			flush()
			s.add(row{at: line, fact: &store.KnowledgeFact{Key: strings.TrimSpace(get("id")), State: strings.ToLower(strings.TrimSpace(get("state"))), Details: get("answer"), Value: get("value")}})
		case "notice":
			flush()
			from, starts := moment(get("from"))
			until, ends := moment(get("until"))
			if !starts || !ends {
				s.fail(line, "A notice needs its beginning and its end as 2026-12-31T18:00:00Z.")
				return nil
			}
			s.add(row{at: line, notice: &store.KnowledgeNotice{Topic: get("questions"), Text: get("answer"), Language: strings.TrimSpace(get("language")), StartsAt: from, EndsAt: until}})
		case "test":
			flush()
			booked, _ := yes(get("booked"))
			s.add(row{at: line, id: strings.TrimSpace(get("id")), test: &store.KnowledgeTest{Question: get("questions"), Language: strings.TrimSpace(get("language")), Booked: booked, Expect: strings.TrimSpace(get("answer"))}})
		default:
			flush()
			s.fail(line, "%q is no kind of row. There are entry, draft, version, fact, notice and test.", desk.CleanLine(kind, 40))
		}
		return nil
	})
	if err != nil {
		return err
	}
	flush()
	if place == nil {
		return desk.Refuse(desk.CodeInvalid, "The file is empty.")
	}
	return nil
}

// moment is a time as it is exported.
func moment(s string) (time.Time, bool) {
	t, err := time.Parse(time.RFC3339, strings.TrimSpace(s))
	return t, err == nil
}

func yes(s string) (value, ok bool) {
	switch strings.ToLower(strings.TrimSpace(s)) {
	case "", "0", "no", "false", "nein", "non":
		return false, true
	case "1", "yes", "true", "x", "ja", "oui":
		return true, true
	}
	return false, false
}
