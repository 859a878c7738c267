package hub

import (
	"context"
	"regexp"
	"slices"
	"strings"
	"time"
	"unicode/utf8"

	"deskbell/internal/desk"
	"deskbell/internal/knowledge"
	"deskbell/internal/store"
)

// maxVersions is in how many further languages an entry can be written.
const maxVersions = 20

var languageTag = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$`)

// check cleans what somebody wrote and refuses what cannot be an entry.
func check(c store.KnowledgeContent) (store.KnowledgeContent, error) {
	questions, err := checkQuestions(c.Questions)
	if err != nil {
		return c, err
	}
	if len(questions) == 0 {
		return c, desk.Refuse(desk.CodeInvalid, "An entry needs at least one question.")
	}
	out := store.KnowledgeContent{Questions: questions, BookedOnly: c.BookedOnly, Language: c.Language}
	if out.Answer, err = checkAnswer(c.Answer); err != nil {
		return c, err
	}
	if err := checkLanguage(c.Language); err != nil {
		return c, err
	}
	if len(c.Versions) > maxVersions {
		return c, desk.Refuse(desk.CodeInvalid, "An entry can be in %d further languages at most.", maxVersions)
	}
	for _, v := range c.Versions {
		v := store.KnowledgeText{Language: v.Language, Questions: v.Questions, Answer: v.Answer}
		if err := checkLanguage(v.Language); err != nil {
			return c, err
		}
		if v.Questions, err = checkQuestions(v.Questions); err != nil {
			return c, err
		}
		if v.Answer, err = checkAnswer(v.Answer); err != nil {
			return c, err
		}
		same := func(o store.KnowledgeText) bool { return strings.EqualFold(o.Language, v.Language) }
		switch {
		case v.Answer == "" && len(v.Questions) == 0:
			continue
		case v.Language == "" || strings.EqualFold(v.Language, c.Language):
			return c, desk.Refuse(desk.CodeInvalid, "Each further version of an entry needs a language of its own.")
		case slices.ContainsFunc(out.Versions, same):
			return c, desk.Refuse(desk.CodeInvalid, "The entry has two versions in the language %s.", v.Language)
		}
		out.Versions = append(out.Versions, v)
	}
	if out.ValidFrom, err = checkDay(c.ValidFrom); err != nil {
		return c, err
	}
	if out.ValidUntil, err = checkDay(c.ValidUntil); err != nil {
		return c, err
	}
	if out.ValidFrom != "" && out.ValidUntil != "" && out.ValidUntil < out.ValidFrom {
		return c, desk.Refuse(desk.CodeInvalid, "The last day of the entry lies before its first.")
	}
	return out, nil
}

func checkQuestions(questions []string) ([]string, error) {
	var out []string
	for _, q := range questions {
		if q = desk.CleanLine(q, knowledge.MaxQuestion+1); q == "" || slices.Contains(out, q) {
			continue
		}
		if utf8.RuneCountInString(q) > knowledge.MaxQuestion {
			return nil, desk.Refuse(desk.CodeInvalid, "A question has more than %d characters. Ask as a guest would.", knowledge.MaxQuestion)
		}
		out = append(out, q)
	}
	if len(out) > knowledge.MaxQuestions {
		return nil, desk.Refuse(desk.CodeInvalid, "An entry has more than %d wordings of its question.", knowledge.MaxQuestions)
	}
	return out, nil
}

func checkAnswer(answer string) (string, error) {
	answer = strings.TrimSpace(storable(answer))
	if utf8.RuneCountInString(answer) > knowledge.MaxAnswer {
		return "", desk.Refuse(desk.CodeInvalid, "The answer has more than %d characters. Split it into several entries.", knowledge.MaxAnswer)
	}
	return answer, nil
}

func checkLanguage(tag string) error {
	if tag != "" && !languageTag.MatchString(tag) {
		return desk.Refuse(desk.CodeInvalid, "%q is no language tag. Use one such as en or pt-BR.", desk.CleanLine(tag, 35))
	}
	return nil
}

func checkDay(day string) (string, error) {
	if day == "" {
		return "", nil
	}
	if _, err := time.Parse(time.DateOnly, day); err != nil {
		return "", desk.Refuse(desk.CodeInvalid, "%q is no day. Write it as 2026-12-31.", desk.CleanLine(day, 35))
	}
	return day, nil
}

// EntryInput is what somebody wrote. Rev is the one that they saw; nil does not ask.
type EntryInput struct {
	store.KnowledgeContent
	Rev *int64
	// Draft keeps it from guests until it is published.
	Draft bool
}

// CreateEntry adds an entry.
func (h *Hub) CreateEntry(ctx context.Context, by desk.Person, propertyID string, in EntryInput) (store.KnowledgeEntry, error) {
	e := store.KnowledgeEntry{ID: h.cfg.NewID(), PropertyID: propertyID}
	content, err := check(in.KnowledgeContent)
	if err != nil {
		return e, err
	}
	err = h.write(ctx, propertyID, func(tx store.Tx) (err error) {
		if _, err := allow(tx, by, desk.ActEditKnowledge, propertyID); err != nil {
			return err
		}
		e, err = createEntry(tx, by.ID, e, content, in.Draft, "")
		return err
	})
	if err == nil && !in.Draft {
		h.try(propertyID)
	}
	return e, err
}

func createEntry(tx store.Tx, by string, e store.KnowledgeEntry, c store.KnowledgeContent, draft bool, batch string) (store.KnowledgeEntry, error) {
	if draft {
		e.Hidden, e.Draft, e.Language = true, &c, c.Language
	} else {
		e.SetContent(c)
	}
	e.UpdatedBy, e.UpdatedAt, e.Rev = by, tx.Now(), 1
	if err := tx.PutEntry(e); err != nil {
		return e, err
	}
	return e, note(tx, change{person: by, property: e.PropertyID, kind: KindEntry, subject: e.ID, title: title(e), action: "created", batch: batch, after: e})
}

// title is what an entry is called.
func title(e store.KnowledgeEntry) string {
	if len(e.Questions) > 0 {
		return e.Questions[0]
	}
	if e.Draft != nil && len(e.Draft.Questions) > 0 {
		return e.Draft.Questions[0]
	}
	return e.ID
}

// ChangeEntry changes an entry, or its draft.
func (h *Hub) ChangeEntry(ctx context.Context, by desk.Person, propertyID, id string, in EntryInput) (store.KnowledgeEntry, error) {
	content, err := check(in.KnowledgeContent)
	if err != nil {
		return store.KnowledgeEntry{}, err
	}
	action := "changed"
	if in.Draft {
		action = "drafted"
	}
	e, err := h.edit(ctx, by, propertyID, id, in.Rev, action, func(e *store.KnowledgeEntry) error {
		if in.Draft {
			e.Draft = &content
			return nil
		}
		e.SetContent(content)
		e.Draft, e.Hidden = nil, false
		return nil
	})
	if err == nil && !in.Draft {
		h.try(propertyID)
	}
	return e, err
}

// PublishEntry tells guests what was a draft.
func (h *Hub) PublishEntry(ctx context.Context, by desk.Person, propertyID, id string, rev *int64) (store.KnowledgeEntry, error) {
	e, err := h.edit(ctx, by, propertyID, id, rev, "published", func(e *store.KnowledgeEntry) error {
		if e.Draft == nil && !e.Hidden {
			return desk.Refuse(desk.CodeConflict, "This entry has no draft to publish.")
		}
		if e.Draft != nil {
			e.SetContent(*e.Draft)
		}
		e.Draft, e.Hidden = nil, false
		return nil
	})
	if err == nil {
		h.try(propertyID)
	}
	return e, err
}

// WithdrawEntry takes an entry from guests and keeps it as a draft.
func (h *Hub) WithdrawEntry(ctx context.Context, by desk.Person, propertyID, id string, rev *int64) (store.KnowledgeEntry, error) {
	return h.edit(ctx, by, propertyID, id, rev, "withdrawn", func(e *store.KnowledgeEntry) error {
		if e.Hidden {
			return desk.Refuse(desk.CodeConflict, "This entry is told to nobody.")
		}
		if e.Draft == nil {
			c := e.Content()
			e.Draft = &c
		}
		e.Hidden = true
		return nil
	})
}

// DiscardDraft forgets what was not published.
func (h *Hub) DiscardDraft(ctx context.Context, by desk.Person, propertyID, id string, rev *int64) (store.KnowledgeEntry, error) {
	return h.edit(ctx, by, propertyID, id, rev, "discarded", func(e *store.KnowledgeEntry) error {
		if e.Draft == nil || e.Hidden {
			return desk.Refuse(desk.CodeConflict, "This entry has no draft beside what guests are told.")
		}
		e.Draft = nil
		return nil
	})
}

// edit changes an entry that is there, unless somebody was faster.
func (h *Hub) edit(ctx context.Context, by desk.Person, propertyID, id string, rev *int64, action string, fn func(*store.KnowledgeEntry) error) (store.KnowledgeEntry, error) {
	var e store.KnowledgeEntry
	err := h.write(ctx, propertyID, func(tx store.Tx) (err error) {
		if _, err := allow(tx, by, desk.ActEditKnowledge, propertyID); err != nil {
			return err
		}
		e, err = editEntry(tx, by.ID, propertyID, id, rev, action, "", fn)
		return err
	})
	return e, err
}

func editEntry(tx store.Tx, by, propertyID, id string, rev *int64, action, batch string, fn func(*store.KnowledgeEntry) error) (store.KnowledgeEntry, error) {
	before, err := tx.KnowledgeEntry(propertyID, id)
	if err != nil {
		return before, err
	}
	if rev != nil && *rev != before.Rev {
		return before, &Stale{Why: stale(tx, before.UpdatedBy, before.UpdatedAt), Entry: &before}
	}
	e := before
	if err := fn(&e); err != nil {
		return e, err
	}
	e.UpdatedBy, e.UpdatedAt, e.Rev = by, tx.Now(), before.Rev+1
	if err := tx.PutEntry(e); err != nil {
		return e, err
	}
	return e, note(tx, change{person: by, property: propertyID, kind: KindEntry, subject: id, title: title(e), action: action, batch: batch, before: before, after: e})
}

// DeleteEntry deletes an entry. The history can bring it back.
func (h *Hub) DeleteEntry(ctx context.Context, by desk.Person, propertyID, id string) error {
	return h.write(ctx, propertyID, func(tx store.Tx) error {
		if _, err := allow(tx, by, desk.ActEditKnowledge, propertyID); err != nil {
			return err
		}
		e, err := tx.KnowledgeEntry(propertyID, id)
		if err != nil {
			return err
		}
		if err := tx.DeleteEntry(propertyID, id); err != nil {
			return err
		}
		return note(tx, change{person: by.ID, property: propertyID, kind: KindEntry, subject: id, title: title(e), action: "deleted", before: e})
	})
}
