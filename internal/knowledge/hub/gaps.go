package hub

import (
	"cmp"
	"context"
	"slices"
	"strings"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/knowledge"
	"deskbell/internal/knowledge/text"
	"deskbell/internal/store"
)

// Why a question counts as not answered.
const (
	WhyCannotHelp = "cannot_help"       // the assistant said so
	WhyUnused     = "suggestion_unused" // it suggested others, and the guest took none
	WhyNotAsked   = "not_asked"         // it answered, and the guest said that it was another question
)

// Gap is a question that guests ask and nobody answers, in their own words.
type Gap struct {
	ID       string // of its newest ask
	Question string
	Language string
	Asks     []store.KnowledgeAsk // the newest first
	Reply    string               // what an agent answered last, "" where nobody did
	ReplyBy  string
	LastAt   time.Time
}

// alike is from which share of common words two questions are one gap.
const alike = 0.6

// Gaps groups the open questions of a property, the commonest first.
func Gaps(asks []store.KnowledgeAsk) []Gap {
	type group struct {
		gap   Gap
		words map[string]bool
	}
	var groups []*group
	byKey := map[string]*group{}
	for _, a := range asks { // the newest first
		words := contentWords(a.Text, a.Language)
		key := strings.Join(sorted(words), " ")
		g := byKey[key]
		if g == nil {
			best := 0.0
			for _, o := range groups {
				if s := overlap(words, o.words); s >= alike && s > best {
					g, best = o, s
				}
			}
		}
		if g == nil {
			g = &group{gap: Gap{ID: a.ID, Question: a.Text, Language: a.Language, LastAt: a.At}, words: words}
			groups = append(groups, g)
		}
		byKey[key] = g
		g.gap.Asks = append(g.gap.Asks, a)
		if g.gap.Reply == "" {
			g.gap.Reply, g.gap.ReplyBy = a.Reply, a.ReplyBy
		}
	}
	out := make([]Gap, len(groups))
	for i, g := range groups {
		out[i] = g.gap
	}
	slices.SortStableFunc(out, func(a, b Gap) int { return cmp.Or(cmp.Compare(len(b.Asks), len(a.Asks)), b.LastAt.Compare(a.LastAt)) })
	return out
}

func contentWords(s, language string) map[string]bool {
	out := map[string]bool{}
	for _, w := range askWords(s, language) {
		out[w] = true
	}
	return out
}

func sorted(m map[string]bool) []string {
	var out []string
	for w := range m {
		out = append(out, w)
	}
	slices.Sort(out)
	return out
}

// overlap is the share of the words of both that both have.
func overlap(a, b map[string]bool) float64 {
	both := 0
	for w := range a {
		if b[w] {
			both++
		}
	}
	if all := len(a) + len(b) - both; all > 0 {
		return float64(both) / float64(all)
	}
	return 0
}

// FillGap makes an entry of a gap: its questions are how guests asked it. Without an answer it is a draft to be written;
// with one it is published, unless in says that it is a draft.
func (h *Hub) FillGap(ctx context.Context, by desk.Person, propertyID string, askIDs []string, in EntryInput) (store.KnowledgeEntry, error) {
	e := store.KnowledgeEntry{ID: h.cfg.NewID(), PropertyID: propertyID, Source: "gap"}
	err := h.write(ctx, propertyID, func(tx store.Tx) error {
		if _, err := allow(tx, by, desk.ActEditKnowledge, propertyID); err != nil {
			return err
		}
		asks, err := openAsks(tx, propertyID, askIDs)
		if err != nil {
			return err
		}
		c := in.KnowledgeContent
		if len(c.Questions) == 0 {
			for _, a := range asks {
				if q := desk.CleanLine(a.Text, knowledge.MaxQuestion); !slices.Contains(c.Questions, q) && len(c.Questions) < 10 {
					c.Questions = append(c.Questions, q)
				}
			}
		}
		for _, a := range asks {
			if strings.TrimSpace(c.Answer) == "" {
				c.Answer = cut(a.Reply, knowledge.MaxAnswer)
			}
			if c.Language == "" {
				c.Language = a.Language
			}
		}
		if checkLanguage(c.Language) != nil {
			c.Language = ""
		}
		if c, err = check(c); err != nil {
			return err
		}
		if e, err = createEntry(tx, by.ID, e, c, in.Draft || c.Answer == "", ""); err != nil {
			return err
		}
		for _, a := range asks {
			a.State, a.EntryID = "answered", e.ID
			if err := tx.PutAsk(a); err != nil {
				return err
			}
		}
		return nil
	})
	if err == nil && !e.Hidden {
		h.try(propertyID)
	}
	return e, err
}

// DismissGap forgets questions that need no entry.
func (h *Hub) DismissGap(ctx context.Context, by desk.Person, propertyID string, askIDs []string) error {
	return h.cfg.Store.Write(context.WithoutCancel(ctx), func(tx store.Tx) error {
		if _, err := allow(tx, by, desk.ActEditKnowledge, propertyID); err != nil {
			return err
		}
		asks, err := openAsks(tx, propertyID, askIDs)
		if err != nil {
			return err
		}
		for _, a := range asks {
			a.State = "dismissed"
			if err := tx.PutAsk(a); err != nil {
				return err
			}
		}
		return nil
	})
}

func openAsks(tx store.Tx, propertyID string, ids []string) ([]store.KnowledgeAsk, error) {
	var out []store.KnowledgeAsk
	for _, id := range ids {
		a, err := tx.Ask(propertyID, id)
		if err != nil {
			return nil, err
		}
		if a.State == "open" {
			out = append(out, a)
		}
	}
	if len(out) == 0 {
		return nil, desk.Refuse(desk.CodeConflict, "Somebody dealt with these questions already.")
	}
	return out, nil
}

// askWords are the words of a question that say what it is about, by their stems.
func askWords(s, language string) []string {
	var out []string
	for _, w := range text.Tokens(s) {
		if !text.IsStop(w, text.Base(language)) {
			out = append(out, text.Stem(w, language))
		}
	}
	return out
}
