package staff

import (
	"context"
	"errors"
	"strings"
	"time"

	"deskbell/internal/assistant"
	"deskbell/internal/auth"
	"deskbell/internal/desk"
	"deskbell/internal/limit"
	"deskbell/internal/store"
)

// helpAsks is how often somebody may have the language model write: each is a call that costs.
var helpAsks = limit.Rule{Name: "help-ask", Burst: 20, Every: 3 * time.Second}

// TranslationWish is what an agent wants to read or write in another language: a message of the conversation, or a draft.
type TranslationWish struct {
	Entry string `json:"entry,omitempty" maxLength:"100" doc:"The id of a message; or text."`
	Text  string `json:"text,omitempty" maxLength:"16000"`
	To    string `json:"to" minLength:"2" maxLength:"35" doc:"BCP 47."`
}

// Translation is a text in another language. Nobody but who asked for it sees it.
type Translation struct {
	Text    string `json:"text"`
	From    string `json:"from,omitempty" doc:"The language of the original, as far as it shows that."`
	Figures bool   `json:"figures" doc:"Numbers in it are not those of the original: have a look before it is sent."`
	Model   string `json:"model"`
}

// ChatSummary is what happened in a conversation until now, for who takes it over.
type ChatSummary struct {
	Text    string      `json:"text" doc:"By the language model; empty where none helps, or it did not."`
	Model   string      `json:"model,omitempty"`
	Because string      `json:"because,omitempty" doc:"Why the model did not, as a stable word."`
	Asked   []AskedLine `json:"asked" doc:"The guest's last messages, oldest first, and what became of each."`
}

func (a *API) helpRoutes() {
	add(a, route{method: "POST", path: "/conversations/{id}/translation", name: "translate", tag: listTag, also: []int{409, 429},
		summary: "Say a message, or one's draft, in another language"}, a.translate)
	add(a, route{method: "POST", path: "/conversations/{id}/summary", name: "summarize", tag: listTag, also: []int{429},
		summary: "Sum up a conversation for who takes it over"}, a.summarize)
}

func (a *API) mayHelp(p desk.Person) error {
	if wait, ok := a.cfg.Limits.Allow(helpAsks, p.ID); !ok {
		return &desk.Error{Code: desk.CodeRateLimited, RetryAfter: wait, Message: "That was a little fast. Please wait a moment and try again."}
	}
	return nil
}

func (a *API) translate(ctx context.Context, v auth.Visit, in *struct {
	IDPath
	Body TranslationWish
}) (*body[Translation], error) {
	if err := a.mayHelp(v.Person); err != nil {
		return nil, err
	}
	text, property := strings.TrimSpace(storable(in.Body.Text)), ""
	err := a.read(ctx, func(tx store.Tx) error {
		sum, err := a.summary(tx, v.Person, in.ID)
		if err != nil {
			return err
		}
		property = sum.State.PropertyID
		if in.Body.Entry == "" {
			return nil
		}
		e, err := tx.Entry(sum.State.ID, in.Body.Entry)
		text = strings.TrimSpace(e.Text)
		return err
	})
	if err != nil {
		return nil, err
	}
	if text == "" {
		return nil, desk.Wrong([]desk.FieldError{desk.Fault("body.text", "required", "There are no words to translate.")})
	}
	t, err := a.cfg.Answering.Translate(ctx, property, text, in.Body.To)
	if err != nil {
		return nil, unhelped(err)
	}
	return answer(Translation{Text: t.Text, From: t.From, Figures: t.Figures, Model: t.Model}), nil
}

// unhelped is why an agent is not helped, in words for them. What went wrong inside the service stays in the log.
func unhelped(err error) error {
	switch {
	case errors.Is(err, assistant.ErrNoHelp):
		return &desk.Error{Code: desk.CodeConflict, Reason: "no_model", Message: "No language model helps the agents of this property."}
	case errors.Is(err, assistant.ErrLanguage):
		return desk.Wrong([]desk.FieldError{desk.Fault("body.to", "", "This language is not translated into.")})
	case errors.Is(err, assistant.ErrBudget):
		return &desk.Error{Code: desk.CodeConflict, Reason: "budget", Message: "What the property may use of the language model today is used up."}
	case errors.Is(err, assistant.ErrNoWords):
		return &desk.Error{Code: desk.CodeConflict, Reason: "no_words", Message: "The language model wrote something that is no translation. Please try again."}
	case errors.Is(err, context.Canceled):
		return err
	}
	return desk.Refuse(desk.CodeUnavailable, "The language model does not answer at the moment. Please try again.")
}

func (a *API) summarize(ctx context.Context, v auth.Visit, in *struct {
	IDPath
	Body struct {
		Language string `json:"language" minLength:"2" maxLength:"35" doc:"Of the summary (BCP 47)."`
	}
}) (*body[ChatSummary], error) {
	if err := a.mayHelp(v.Person); err != nil {
		return nil, err
	}
	out := ChatSummary{Asked: []AskedLine{}}
	var lines []assistant.Spoken
	property := ""
	err := a.read(ctx, func(tx store.Tx) error {
		sum, err := a.summary(tx, v.Person, in.ID)
		if err != nil {
			return err
		}
		property = sum.State.PropertyID
		// Without the desk's own notes: they are for people.
		list, err := tx.Entries(sum.State.ID, store.EntryFilter{Before: sum.State.LastSeq + 1, Limit: hintLines, PublicOnly: true})
		out.Asked = asked(list)
		lines = spoken(list)
		return err
	})
	if err != nil {
		return nil, err
	}
	if len(lines) < summaryFrom { // shorter than what would be written about it
		return answer(out), nil
	}
	s, err := a.cfg.Answering.Summarize(ctx, property, lines, in.Body.Language)
	switch {
	case err == nil:
		out.Text, out.Model = s.Text, s.Model
	case errors.Is(err, assistant.ErrNoHelp):
	case ctx.Err() != nil:
		return nil, ctx.Err()
	case errors.Is(err, assistant.ErrBudget):
		out.Because = "budget"
	default: // what the guest asked is there all the same
		out.Because = "error"
	}
	return answer(out), nil
}

// summaryFrom is how many lines a conversation has that is summed up in words.
const summaryFrom = 3

func spoken(list []desk.Entry) (lines []assistant.Spoken) {
	who := map[desk.AuthorKind]string{desk.AuthorGuest: assistant.SpokenGuest, desk.AuthorAssistant: assistant.SpokenAssistant, desk.AuthorAgent: assistant.SpokenAgent}
	for _, e := range list {
		if text := strings.TrimSpace(e.Text); e.Kind == desk.EntryMessage && text != "" && who[e.Author.Kind] != "" {
			lines = append(lines, assistant.Spoken{Who: who[e.Author.Kind], Text: text})
		}
	}
	return lines
}
