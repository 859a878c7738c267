package staff

import (
	"context"
	"slices"
	"strings"

	"deskbell/internal/assistant"
	"deskbell/internal/auth"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// Why is how one of the assistant's messages came about.
type Why struct {
	EntryID      string         `json:"entry_id"`
	Question     string         `json:"question,omitempty" doc:"The guest's message that it answers."`
	By           string         `json:"by,omitempty" doc:"Who made it: builtin, model or bot."`
	Instead      string         `json:"instead,omitempty" doc:"Who was asked first and did not answer."`
	Because      string         `json:"because,omitempty"`
	Asked        string         `json:"asked,omitempty" doc:"What was looked up, where that is not what the guest wrote."`
	Language     string         `json:"language,omitempty"`
	Decision     string         `json:"decision"`
	Confidence   float64        `json:"confidence"`
	Wish         float64        `json:"wish,omitempty" doc:"How likely the guest wants a person."`
	Rules        []string       `json:"rules" doc:"What was weighed beside the likeness, each a stable word."`
	Candidates   []WhyCandidate `json:"candidates" doc:"The pieces of knowledge that were looked at, the best first."`
	Instructions string         `json:"instructions,omitempty"`
	Model        string         `json:"model,omitempty"`
	Calls        int            `json:"calls,omitempty"`
	TokensIn     int64          `json:"tokens_in,omitempty"`
	TokensOut    int64          `json:"tokens_out,omitempty"`
	TookMS       int64          `json:"took_ms"`
	Tools        []WhyTool      `json:"tools" doc:"The services that were asked."`
}

// WhyTool is one call of a tool.
type WhyTool struct {
	Service   string `json:"service"`
	Name      string `json:"name"`
	Arguments string `json:"arguments,omitempty" doc:"What was asked, as JSON, without what the property sets."`
	Because   string `json:"because,omitempty" doc:"Why there was no answer, as a stable word."`
	TookMS    int64  `json:"took_ms"`
}

// WhyCandidate is a piece of knowledge that might have answered.
type WhyCandidate struct {
	ID    string  `json:"id"`
	Title string  `json:"title"`
	Kind  string  `json:"kind"`
	Score float64 `json:"score"`
	Used  bool    `json:"used,omitempty" doc:"The answer was taken from it."`
}

// Hints help an agent who takes a conversation over. Nobody but the agent sees them.
type Hints struct {
	// Asked are the guest's last messages, oldest first.
	Asked   []AskedLine   `json:"asked"`
	Replies []HintedReply `json:"replies" doc:"What could be replied to the guest's last message, from the property's knowledge."`
}

// AskedLine is a message of the guest's and what became of it.
type AskedLine struct {
	Seq      int64  `json:"seq"`
	Text     string `json:"text"`
	Answered string `json:"answered" enum:"agent,assistant,not_helped,open"`
}

// HintedReply is a suggested one.
type HintedReply struct {
	Text   string `json:"text"`
	Title  string `json:"title" doc:"The entry or fact that it was taken from."`
	Source string `json:"source"`
	Kind   string `json:"kind"`
}

func (a *API) whyRoutes() {
	add(a, route{method: "GET", path: "/conversations/{id}/entries/{entry}/why", name: "get-why", tag: listTag,
		summary: "How an answer of the assistant's came about"}, a.why)
	add(a, route{method: "GET", path: "/conversations/{id}/hints", name: "get-hints", tag: listTag,
		summary: "What the guest asked, and what could be replied"}, a.hints)
}

func (a *API) why(ctx context.Context, v auth.Visit, in *struct {
	IDPath
	Entry string `path:"entry" maxLength:"100"`
}) (*body[Why], error) {
	var w Why
	err := a.read(ctx, func(tx store.Tx) error {
		sum, err := a.summary(tx, v.Person, in.ID)
		if err != nil {
			return err
		}
		id := sum.State.ID // another where the conversation was merged
		e, err := tx.Entry(id, in.Entry)
		if err != nil {
			return err
		}
		doc, err := tx.Trace(id, e.ID)
		if err != nil {
			return err
		}
		t, err := assistant.ReadTrace(doc)
		if err != nil {
			return err
		}
		before, err := tx.Entries(id, store.EntryFilter{Before: e.Seq, Limit: hintLines, PublicOnly: true})
		if err != nil {
			return err
		}
		w = whyOf(e, t)
		for _, b := range slices.Backward(before) {
			if b.Kind == desk.EntryMessage && b.Author.Kind == desk.AuthorGuest {
				w.Question = b.Text
				break
			}
		}
		return nil
	})
	return answer(w), err
}

func whyOf(e desk.Entry, t assistant.Trace) Why {
	w := Why{EntryID: e.ID, By: t.By, Instead: t.Instead, Because: t.Because, Asked: t.Asked, Language: t.Language, Decision: string(t.Decision),
		Confidence: t.Confidence, Wish: t.Wish, Rules: append([]string{}, t.Rules...), Candidates: []WhyCandidate{}, Instructions: t.Instructions,
		Model: t.Model, Calls: t.Calls, TokensIn: t.TokensIn, TokensOut: t.TokensOut, TookMS: t.TookMS, Tools: []WhyTool{}}
	for _, u := range t.Tools {
		w.Tools = append(w.Tools, WhyTool(u))
	}
	used := func(id, kind string) bool {
		return e.Answer != nil && e.Answer.Decision == string(assistant.DecisionAnswer) &&
			slices.ContainsFunc(e.Answer.Sources, func(s desk.Source) bool { return s.ID == id && s.Kind == kind })
	}
	for _, c := range t.Candidates {
		w.Candidates = append(w.Candidates, WhyCandidate{ID: c.ID, Title: c.Title, Kind: c.Kind, Score: c.Score, Used: used(c.ID, c.Kind)})
	}
	return w
}

// What hints look at and hold.
const (
	hintLines  = 60 // entries
	hintAsked  = 5
	hintPieces = 3
)

func (a *API) hints(ctx context.Context, v auth.Visit, in *IDPath) (*body[Hints], error) {
	h := Hints{Asked: []AskedLine{}, Replies: []HintedReply{}}
	var q assistant.Question
	err := a.read(ctx, func(tx store.Tx) error {
		sum, err := a.summary(tx, v.Person, in.ID)
		if err != nil {
			return err
		}
		list, err := tx.Entries(sum.State.ID, store.EntryFilter{Before: sum.State.LastSeq + 1, Limit: hintLines, PublicOnly: true})
		if err != nil {
			return err
		}
		h.Asked = asked(list)
		pr, err := tx.Property(sum.State.PropertyID)
		q = assistant.Asked(pr, tx.Now())
		q.Language, q.Verified = sum.State.Language, sum.Contact.Verified(tx.Now())
		return err
	})
	if err != nil {
		return nil, err
	}
	if n := len(h.Asked); n > 0 {
		if q.Text = h.Asked[n-1].Text; n > 1 {
			q.Previous = []assistant.Exchange{{Guest: h.Asked[n-2].Text}}
		}
		h.Replies, err = a.replies(ctx, q)
	}
	return answer(h), err
}

// asked are the guest's last messages with what became of each: the next that anybody wrote says it.
func asked(list []desk.Entry) []AskedLine {
	lines, open := []AskedLine{}, 0
	for _, e := range list {
		if e.Kind != desk.EntryMessage {
			continue
		}
		if e.Author.Kind == desk.AuthorGuest {
			if text := strings.TrimSpace(e.Text); text != "" {
				lines = append(lines, AskedLine{Seq: e.Seq, Text: text, Answered: "open"})
			}
			continue
		}
		became := "agent"
		if e.Author.Kind == desk.AuthorAssistant {
			became = "assistant"
			if e.Answer != nil && e.Answer.Decision == string(assistant.DecisionCannotHelp) {
				became = "not_helped"
			}
		}
		for ; open < len(lines); open++ {
			lines[open].Answered = became
		}
	}
	return lines[max(0, len(lines)-hintAsked):]
}

// replies are the pieces of the property's knowledge that a question is about: what would be answered, or each of what may
// have been meant.
func (a *API) replies(ctx context.Context, q assistant.Question) ([]HintedReply, error) {
	out := []HintedReply{}
	first, err := a.cfg.Answerer.Answer(ctx, q)
	if err != nil {
		return nil, err
	}
	add := func(ans assistant.Answer) {
		if ans.Decision == assistant.DecisionAnswer && ans.Text != "" && len(ans.Sources) > 0 && len(out) < hintPieces {
			s := ans.Sources[0]
			out = append(out, HintedReply{Text: ans.Text, Title: s.Title, Source: s.ID, Kind: s.Kind})
		}
	}
	add(first)
	for _, s := range first.Suggestions {
		meant := q
		meant.Text, meant.Previous = s.Text, nil
		ans, err := a.cfg.Answerer.Answer(ctx, meant)
		if err != nil {
			return nil, err
		}
		add(ans)
	}
	return out, nil
}
