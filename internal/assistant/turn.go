package assistant

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"strings"
	"sync"
	"time"

	"deskbell/internal/conversation"
	"deskbell/internal/conversation/phrases"
	"deskbell/internal/desk"
	"deskbell/internal/knowledge"
	"deskbell/internal/store"
)

// work answers one turn. It reports false where this node stops before it is done: the turn stays owed.
func (t *Taker) work(ctx context.Context, c Conversations, j *job) bool {
	defer func() { j.draft.end() }()
	err := safely(func() error {
		ans, err := t.prepare(ctx, c, j)
		if err != nil {
			return err
		}
		// Not under the job's own context: once the answer is ready, only the conversation says whether it counts.
		return c.Answered(ctx, j.owed, ans)
	})
	if err == nil {
		return true
	}
	log := t.log.With("conversation_id", j.owed.ConversationID, "turn_id", j.owed.Turn.ID)
	code := desk.CodeOf(err)
	switch {
	case ctx.Err() != nil:
		return false
	case j.wanted.Err() != nil, code == desk.CodeStale, code == desk.CodeNotFound:
		log.Debug("an answer was not owed any more")
		return true
	case code == desk.CodeUnavailable:
		log.Warn("a turn is taken up again when its lease has run out", "err", err)
		return true
	}
	log.Warn("the assistant did not answer", "err", err)
	err = safely(func() error { return c.TurnFailed(ctx, j.owed, reason(err)) })
	switch {
	case errors.Is(err, store.ErrPanic):
		// Neither answered nor failed: it is taken up once more with each lease, until the conversation gives it up.
		log.Error("a turn was given up: what works on it panicked", "err", err)
		t.dead("turn")
	case err != nil && desk.CodeOf(err) != desk.CodeStale:
		log.Warn("a failed turn was not noted", "err", err)
	}
	return ctx.Err() == nil
}

// safely turns a panic into an error: one conversation must not end the process for all, again and again after each
// restart, because its turn is still owed then.
func safely(fn func() error) (err error) {
	defer func() {
		if v := recover(); v != nil {
			err = fmt.Errorf("%w: %v\n%s", store.ErrPanic, v, debug.Stack())
		}
	}()
	return fn()
}

// reason is what the desk reads of a failure: never a text of the guest's or of a model.
func reason(err error) string {
	if errors.Is(err, context.DeadlineExceeded) {
		return "timeout"
	}
	return "error"
}

// prepare asks the answerer and waits as a person would before pressing send.
func (t *Taker) prepare(ctx context.Context, c Conversations, j *job) (conversation.Answer, error) {
	asking, cancel := context.WithTimeout(j.wanted, answerWithin)
	defer cancel()
	defer context.AfterFunc(ctx, cancel)()

	q, err := c.Question(asking, j.owed)
	if err != nil {
		return conversation.Answer{}, err
	}
	pause := q.Property.Settings.AssistantPause
	typing := t.types(q.Conversation, pause > 0)
	defer typing.stop()

	begun := time.Now()
	j.draft = t.draftOf(j, q)
	ans, err := t.ask(asking, q, j.draft)
	if err != nil {
		return conversation.Answer{}, err
	}
	if rest := pause - time.Since(begun); rest > 0 {
		timer := time.NewTimer(rest)
		defer timer.Stop()
		select {
		case <-timer.C:
		case <-asking.Done():
			return conversation.Answer{}, asking.Err()
		}
	}
	return ans, nil
}

// ask puts the question to the answerer, a bounded number at a time, and says its answer in the conversation's terms.
func (t *Taker) ask(ctx context.Context, q conversation.Question, d *draft) (ans conversation.Answer, err error) {
	if q.Text == "" { // files alone: there is nothing that could be looked up
		return said(q, fileAlone(q.Language, q.Property.Settings.DefaultLanguage)), nil
	}
	select {
	case t.slots <- struct{}{}:
		defer func() { <-t.slots }()
	case <-ctx.Done():
		return ans, ctx.Err()
	}
	defer func() {
		// One question that an answerer cannot take must not end the server.
		if p := recover(); p != nil {
			t.log.Error("the answerer panicked", "conversation_id", q.Conversation.ID, "stack", string(debug.Stack()))
			err = fmt.Errorf("the answerer panicked")
		}
	}()
	asked := Asked(q.Property, q.Now)
	asked.Text, asked.Language, asked.Verified = q.Text, q.Language, q.Verified
	asked.Opportunity = q.Opportunity
	asked.ContactID, asked.ConversationID = q.Conversation.ContactID, q.Conversation.ID
	if d != nil {
		asked.Draft = d.show
	}
	for _, e := range q.Previous {
		before := Exchange{Guest: e.Guest, Assistant: e.Assistant}
		for _, s := range e.Sources {
			before.Sources = append(before.Sources, Source(s))
		}
		asked.Previous = append(asked.Previous, before)
	}
	begun := time.Now()
	a, err := t.answerer.Answer(ctx, asked)
	if err != nil {
		return ans, err
	}
	a.Trace.TookMS = time.Since(begun).Milliseconds()
	ans = said(q, a)
	ans.Topic, ans.Feeling = t.topicOf(q, a), a.Feeling
	return ans, nil
}

// topicOf is what a question is about: that of the fact that it was answered from, else what a language model heard, else
// what the question of that entry is about, which says it in the house's own words, else what its own are.
func (t *Taker) topicOf(q conversation.Question, a Answer) desk.Topic {
	switch a.Decision {
	case DecisionAnswer, DecisionSuggest, DecisionCannotHelp:
	default: // what was said is no question
		return ""
	}
	texts := []string{q.Text}
	if a.Decision == DecisionAnswer && len(a.Sources) > 0 {
		switch s := a.Sources[0]; s.Kind {
		case SourceFact:
			kind, _ := knowledge.KindOf(s.ID)
			return kind.Topic
		case SourceEntry:
			texts = []string{s.Title, q.Text}
		}
	}
	if a.Topic != "" {
		return a.Topic
	}
	for _, text := range texts {
		if t.topic == nil {
			break
		}
		if of := t.topic(text); of != "" {
			return of
		}
	}
	return ""
}

// said is an answerer's answer in the conversation's terms. "Cannot help" has fixed words, so that nothing is invented
// there, and Human Chat beside it, and beside suggestions, where there is one.
func said(q conversation.Question, a Answer) conversation.Answer {
	language := a.Language
	if language == "" {
		language = q.Language
	}
	if a.Decision == DecisionWish {
		return conversation.Answer{Wish: true, Language: language, Opportunity: a.Opportunity}
	}
	answer := desk.Answer{Decision: string(a.Decision), Confidence: a.Confidence, Language: language, About: a.About, Intent: string(a.Intent)}
	if a.Link != nil {
		answer.Link = &desk.Link{URL: a.Link.URL, Text: a.Link.Text}
	}
	for _, s := range a.Sources {
		answer.Sources = append(answer.Sources, desk.Source(s))
	}
	for _, s := range a.Suggestions {
		answer.Suggestions = append(answer.Suggestions, desk.Suggestion(s))
	}
	text := a.Text
	switch a.Decision {
	case DecisionAnswer:
		answer.OfferHuman = a.Intent != "" && q.HumanOffered // who books may rather do it with a person
	case DecisionCannotHelp:
		if a.Intent == "" { // else it says what a person is needed for
			text = phrases.Line(q.Property.Settings, language, desk.LineCannotHelp, nil)
		}
		answer.OfferHuman = q.HumanOffered
	case DecisionSuggest, DecisionOpportunity: // none of them may be what was meant; and a person knows more of it
		answer.OfferHuman = q.HumanOffered
	}
	if r := []rune(text); len(r) > conversation.MaxText {
		text = strings.TrimSpace(string(r[:conversation.MaxText-1])) + "…"
	}
	return conversation.Answer{Text: text, Answer: answer, Language: language, Trace: a.document(language), Opportunity: a.Opportunity}
}

// typist shows that the assistant is writing, until it is stopped.
type typist struct {
	mu    sync.Mutex
	timer *time.Timer
	shown bool
	ended bool
	show  func(on bool)
}

// types shows the assistant as writing at once, or where the answer takes longer than a moment.
func (t *Taker) types(c desk.Conversation, atOnce bool) *typist {
	p := &typist{show: func(bool) {}}
	if t.typing == nil {
		return p
	}
	p.show = func(on bool) { t.typing.AssistantTyping(c, on) }
	p.mu.Lock()
	defer p.mu.Unlock()
	if atOnce {
		p.timer = time.AfterFunc(typingAgain, p.again)
		p.shown = true
		p.show(true)
	} else {
		p.timer = time.AfterFunc(typingAfter, p.again)
	}
	return p
}

func (p *typist) again() {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.ended {
		return
	}
	p.shown = true
	p.show(true)
	p.timer.Reset(typingAgain)
}

func (p *typist) stop() {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.ended = true
	if p.timer != nil {
		p.timer.Stop()
	}
	if p.shown {
		p.show(false)
	}
}
