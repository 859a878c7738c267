package hub

import (
	"context"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"deskbell/internal/desk"
	"deskbell/internal/knowledge"
	"deskbell/internal/store"
)

const (
	// maxTests bounds how long the run after every publish takes.
	maxTests    = 500
	maxTestText = 4000
	// trialTime is how long the assistant has for one test question.
	trialTime = 20 * time.Second
	// ExpectNothing is what a test expects whose question nobody can answer.
	ExpectNothing = "cannot_help"
)

// PutTest adds a test question, or changes the one named.
func (h *Hub) PutTest(ctx context.Context, by desk.Person, propertyID, id string, in store.KnowledgeTest) (store.KnowledgeTest, error) {
	q := store.KnowledgeTest{ID: id, PropertyID: propertyID, Question: strings.TrimSpace(storable(in.Question)), Language: in.Language, Booked: in.Booked,
		Expect: strings.TrimSpace(in.Expect), UpdatedBy: by.ID}
	switch err := checkLanguage(q.Language); {
	case err != nil:
		return q, err
	case q.Question == "":
		return q, desk.Refuse(desk.CodeInvalid, "A test needs a question.")
	case utf8.RuneCountInString(q.Question) > maxTestText:
		return q, desk.Refuse(desk.CodeInvalid, "The question has more than %d characters.", maxTestText)
	}
	err := h.cfg.Store.Write(context.WithoutCancel(ctx), func(tx store.Tx) error {
		if _, err := allow(tx, by, desk.ActEditKnowledge, propertyID); err != nil {
			return err
		}
		if err := expected(tx, propertyID, q.Expect); err != nil {
			return err
		}
		tests, err := tx.KnowledgeTests(propertyID)
		if err != nil {
			return err
		}
		q.UpdatedAt = tx.Now()
		i := slices.IndexFunc(tests, func(t store.KnowledgeTest) bool { return t.ID == id })
		switch {
		case id != "" && i < 0:
			return desk.ErrNotFound
		case id == "" && len(tests) >= maxTests:
			return desk.Refuse(desk.CodeLimitReached, "A property has %d test questions at most.", maxTests)
		case id == "":
			q.ID = h.cfg.NewID()
			return putTest(tx, q, nil, "created", "")
		}
		return putTest(tx, q, &tests[i], "changed", "")
	})
	return q, err
}

// putTest keeps a test question with its history; before is nil for a new one.
func putTest(tx store.Tx, q store.KnowledgeTest, before *store.KnowledgeTest, action, batch string) error {
	if err := tx.PutTest(q); err != nil {
		return err
	}
	c := change{person: q.UpdatedBy, property: q.PropertyID, kind: KindTest, subject: q.ID, title: q.Question, action: action, batch: batch, after: q}
	if before != nil {
		c.before = *before
	}
	return note(tx, c)
}

// testOf finds one of a property's test questions.
func testOf(tx store.Tx, propertyID, id string) (q store.KnowledgeTest, there bool, err error) {
	tests, err := tx.KnowledgeTests(propertyID)
	if i := slices.IndexFunc(tests, func(t store.KnowledgeTest) bool { return t.ID == id }); i >= 0 {
		return tests[i], true, err
	}
	return q, false, err
}

// expected refuses what no answer can come from.
func expected(tx store.Tx, propertyID, expect string) error {
	if _, ok := knowledge.KindOf(expect); ok || expect == ExpectNothing {
		return nil
	}
	_, err := tx.KnowledgeEntry(propertyID, expect)
	if desk.CodeOf(err) == desk.CodeNotFound {
		return desk.Refuse(desk.CodeInvalid, "A test expects an entry, a fact, or that the assistant cannot help.")
	}
	return err
}

// DeleteTest deletes a test question.
func (h *Hub) DeleteTest(ctx context.Context, by desk.Person, propertyID, id string) error {
	return h.cfg.Store.Write(context.WithoutCancel(ctx), func(tx store.Tx) error {
		if _, err := allow(tx, by, desk.ActEditKnowledge, propertyID); err != nil {
			return err
		}
		q, there, err := testOf(tx, propertyID, id)
		if err != nil {
			return err
		}
		if !there {
			return desk.ErrNotFound
		}
		if err := tx.DeleteTest(propertyID, id); err != nil {
			return err
		}
		return note(tx, change{person: by.ID, property: propertyID, kind: KindTest, subject: id, title: q.Question, action: "deleted", before: q})
	})
}

// RunTests asks every test question of a property and keeps what became of it.
func (h *Hub) RunTests(ctx context.Context, by desk.Person, propertyID string) (store.KnowledgeTestRun, error) {
	err := h.cfg.Store.Read(ctx, func(tx store.Tx) error {
		_, err := allow(tx, by, desk.ActEditKnowledge, propertyID)
		return err
	})
	if err != nil {
		return store.KnowledgeTestRun{}, err
	}
	if h.cfg.Ask == nil {
		return store.KnowledgeTestRun{}, desk.Refuse(desk.CodeUnavailable, "The assistant cannot answer at this moment. Please try again.")
	}
	return h.run(ctx, by.ID, propertyID, "asked")
}

func (h *Hub) run(ctx context.Context, by, propertyID, cause string) (store.KnowledgeTestRun, error) {
	r := store.KnowledgeTestRun{ID: h.cfg.NewID(), PropertyID: propertyID, PersonID: by, Cause: cause}
	var tests []store.KnowledgeTest
	err := h.cfg.Store.Read(ctx, func(tx store.Tx) (err error) {
		tests, err = tx.KnowledgeTests(propertyID)
		return err
	})
	if err != nil || len(tests) == 0 && cause != "asked" {
		return r, err
	}
	for _, t := range tests {
		r.Results = append(r.Results, h.ask(ctx, t))
		if err := ctx.Err(); err != nil {
			return r, err // half a run would look like so many changes
		}
	}
	err = h.cfg.Store.Write(ctx, func(tx store.Tx) error {
		r.At = tx.Now()
		return tx.AddTestRun(r)
	})
	return r, err
}

func (h *Hub) ask(ctx context.Context, t store.KnowledgeTest) store.KnowledgeTestResult {
	res := store.KnowledgeTestResult{TestID: t.ID, Question: t.Question, Expect: t.Expect}
	ctx, cancel := context.WithTimeout(ctx, trialTime)
	defer cancel()
	o, err := h.cfg.Ask(ctx, Trial{PropertyID: t.PropertyID, Text: t.Question, Language: t.Language, Booked: t.Booked})
	if err != nil {
		h.cfg.Log.Warn("the assistant did not answer a test question", "property_id", t.PropertyID, "err", err)
		res.Error = "The assistant did not answer."
		return res
	}
	res.Decision, res.Answer, res.Confidence, res.Got = o.Decision, cut(o.Text, 300), o.Confidence, o.Decision
	if o.Decision == "answer" {
		res.Got = o.Source
	}
	// A suggestion is no answer: where nothing is expected, it is right not to answer.
	res.Right = res.Got == t.Expect || t.Expect == ExpectNothing && o.Decision != "answer"
	return res
}

// Differences compares two runs: the questions that were right and are wrong now, and the other way round.
func Differences(before, after store.KnowledgeTestRun) (broken, mended []store.KnowledgeTestResult) {
	was := map[string]bool{}
	for _, r := range before.Results {
		was[r.TestID] = r.Right
	}
	for _, r := range after.Results {
		switch right, asked := was[r.TestID]; {
		case !asked || right == r.Right:
		case right:
			broken = append(broken, r)
		default:
			mended = append(mended, r)
		}
	}
	return broken, mended
}

// try has the test questions of a property asked soon, because what it tells guests changed.
func (h *Hub) try(propertyID string) {
	select {
	case h.trials <- propertyID:
	default: // so many are owed that the next publish asks again
	}
}

// settle is how long a property's publishing has to be quiet before its test questions are asked: whoever publishes twenty
// entries has them asked once.
const settle = 2 * time.Second

// runTrials asks the test questions of properties that published something.
func (h *Hub) runTrials(ctx context.Context) error {
	due := map[string]bool{}
	quiet := time.NewTimer(time.Hour)
	defer quiet.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case id := <-h.trials:
			due[id] = true
			quiet.Reset(settle)
		case <-quiet.C:
			for id := range due {
				if _, err := h.run(ctx, "", id, "publish"); err != nil && ctx.Err() == nil {
					h.cfg.Log.Warn("test questions not asked", "property_id", id, "err", err)
				}
			}
			clear(due)
			quiet.Reset(time.Hour)
		}
	}
}
