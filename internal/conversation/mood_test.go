package conversation_test

import (
	"strings"
	"testing"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
)

func TestMood_MarksAConversationUntilAPersonSawToIt(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.build(func(cfg *conversation.Config) {
		cfg.Mood = func(text string) (desk.Feeling, string) {
			if strings.Contains(text, "!") {
				return desk.FeelingAngry, text
			}
			return desk.FeelingNeutral, text
		}
	})
	want := func(when string, want desk.Attention) {
		t.Helper()
		if got := h.state().Facts.Attention(); got != want {
			t.Errorf("%s: %q, want %q", when, got, want)
		}
	}
	id := h.says("is there a pool").ConversationID
	want("a question", desk.AttentionNone)
	h.says("is there a pool")
	want("the same again", desk.AttentionRepeated)
	h.says("answer me!")
	want("angry", desk.AttentionAngry)
	if _, err := h.desk.TakeControl(t.Context(), ana, id); err != nil {
		t.Fatal(err)
	}
	want("taken, and not answered", desk.AttentionAngry)
	if _, err := h.desk.Reply(t.Context(), ana, id, conversation.Draft{ClientID: "c", Text: "We are sorry.", Epoch: h.state().Epoch}); err != nil {
		t.Fatal(err)
	}
	want("answered by a person", desk.AttentionNone)
}

func TestMood_CountsAnswersThatDidNotHelp(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.build(func(cfg *conversation.Config) {
		cfg.Mood = func(text string) (desk.Feeling, string) { return desk.FeelingNeutral, text }
	})
	for i, decision := range []string{"cannot_help", "answer", "cannot_help", "cannot_help"} {
		h.says(strings.Repeat("word ", i+1))
		err := h.desk.Answered(t.Context(), h.owed(), conversation.Answer{Text: "So.", Answer: desk.Answer{Decision: decision}, Language: "en"})
		if err != nil {
			t.Fatal(err)
		}
		if got := h.state().Facts.Attention() == desk.AttentionUnanswered; got != (i == 3) {
			t.Errorf("after %d answers: %v", i+1, got)
		}
	}
}

func TestMood_WhoeverAnswersMayHearMore(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.build(func(cfg *conversation.Config) {
		cfg.Mood = func(text string) (desk.Feeling, string) { return desk.FeelingNeutral, text }
	})
	h.says("lovely, the third room without water")
	err := h.desk.Answered(t.Context(), h.owed(), conversation.Answer{Text: "So.", Answer: desk.Answer{Decision: "answer"}, Language: "en", Feeling: desk.FeelingUnhappy})
	if err != nil {
		t.Fatal(err)
	}
	if got := h.state(); got.Facts.Attention() != desk.AttentionUnhappy || !got.Facts.Mood.Begun.Unhappy {
		t.Errorf("got %+v", got.Facts.Mood)
	}
}
