package conversation_test

import (
	"fmt"
	"reflect"
	"slices"
	"testing"
	"time"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

func TestQuestion_IsWhatIsUnanswered(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.says("Good morning")
	if err := h.answers(h.owed(), "Good morning, how can I help?"); err != nil {
		t.Fatal(err)
	}
	h.says("Do you have")
	first := h.owed()
	h.says("a pool?")
	q, err := h.desk.Question(t.Context(), first)
	if err != nil || q.Text != "Do you have" || q.Language != "en" || q.Property.ID != "harbour" || !q.HumanOffered {
		t.Fatalf("%+v, %v", q, err)
	}
	if want := []conversation.Exchange{{Guest: "Good morning", Assistant: "Good morning, how can I help?"}}; !reflect.DeepEqual(q.Previous, want) {
		t.Errorf("previous %+v", q.Previous)
	}
	if err := h.answers(first, "Have what?"); err != nil {
		t.Fatal(err)
	}
	// What came during the answer has a turn of its own.
	q, err = h.desk.Question(t.Context(), h.owed())
	if err != nil || q.Text != "a pool?" || len(q.Previous) != 2 {
		t.Errorf("%+v, %v", q, err)
	}
	_, err = h.desk.Question(t.Context(), first)
	wantCode(t, err, desk.CodeStale)
}

func TestQuestion_LooksBack(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	var want []conversation.Exchange
	for i := range 7 {
		question, answer := fmt.Sprint("question ", i), fmt.Sprint("answer ", i)
		h.says(question)
		if err := h.answers(h.owed(), answer); err != nil {
			t.Fatal(err)
		}
		want = append(want, conversation.Exchange{Guest: question, Assistant: answer})
	}
	h.says("and one more")
	owed := h.owed()
	q, err := h.desk.Question(t.Context(), owed)
	if err != nil || q.Text != "and one more" || !reflect.DeepEqual(q.Previous, want[3:]) {
		t.Fatalf("%q %+v, %v", q.Text, q.Previous, err)
	}
	// So much that the exchanges are beyond what is read at first.
	for range 20 {
		h.says("hello?")
	}
	q, err = h.desk.Question(t.Context(), owed)
	if err != nil || q.Text != "and one more" || !reflect.DeepEqual(q.Previous, want[3:]) {
		t.Errorf("%q %+v, %v", q.Text, q.Previous, err)
	}
}

func TestQuestion_JoinsWhatWaitedTogether(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.says("Do you have").ConversationID
	h.says("a pool?")
	if _, err := h.desk.TakeControl(t.Context(), ana, id); err != nil {
		t.Fatal(err)
	}
	h.says("Hello?")
	if _, err := h.desk.HandBack(t.Context(), ana, id); err != nil {
		t.Fatal(err)
	}
	q, err := h.desk.Question(t.Context(), h.owed())
	if err != nil || q.Text != "Do you have\na pool?\nHello?" {
		t.Errorf("%q, %v", q.Text, err)
	}
}

func TestAnswered_WritesTheAnswer(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.says("Where do I park?").ConversationID
	ans := conversation.Answer{Text: "In the yard.\x00", Language: "en", Answer: desk.Answer{
		Decision: "answer", Confidence: 0.9, Sources: []desk.Source{{ID: "parking", Title: "Parking", Kind: "fact"}}}}
	if err := h.desk.Answered(t.Context(), h.owed(), ans); err != nil {
		t.Fatal(err)
	}
	e := h.entries(id)[1]
	if e.Text != "In the yard." || e.Author != (desk.Author{Kind: desk.AuthorAssistant, Name: "Digital assistant"}) || e.Answer.Sources[0].ID != "parking" {
		t.Errorf("entry %+v", e)
	}
	if s := h.state(); s.Turn.Open() || s.Facts.Unanswered() {
		t.Errorf("still owed: %+v", s.Turn)
	}
}

func TestAnswered_ByTheNameThatThePropertyGave(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.write(func(tx store.Tx) error {
		p, err := tx.Property("harbour")
		if err != nil {
			return err
		}
		p.Settings.AssistantName = "Marina"
		return tx.UpdateProperty(p)
	})
	id := h.says("Where do I park?").ConversationID
	if err := h.answers(h.owed(), "In the yard."); err != nil {
		t.Fatal(err)
	}
	if got := h.entries(id)[1].Author; got != (desk.Author{Kind: desk.AuthorAssistant, Name: "Marina"}) {
		t.Errorf("written by %+v", got)
	}
}

func TestAnswered_TheFirstAnswerMakesAnUnknownLanguageKnown(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.guest("silent", "harbour", "")
	r, err := h.desk.Receive(t.Context(), conversation.Incoming{ContactID: "silent", ClientID: "1", Text: "Wo kann ich parken?"})
	if err != nil {
		t.Fatal(err)
	}
	s, _ := h.desk.GuestState(t.Context(), "silent")
	owed := h.turns.taken[len(h.turns.taken)-1]
	if err := h.desk.Answered(t.Context(), owed, conversation.Answer{Text: "Im Hof.", Language: "de"}); err != nil {
		t.Fatal(err)
	}
	after, _ := h.desk.GuestState(t.Context(), "silent")
	if s.Language != "" || after.Language != "de" || r.ConversationID != after.ID {
		t.Errorf("language %q, then %q", s.Language, after.Language)
	}
}

func TestAnswered_AWishAsksForAPerson(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.floor.eligible = []string{"ana"}
	id := h.says("I want to talk to a human").ConversationID
	if err := h.desk.Answered(t.Context(), h.owed(), conversation.Answer{Wish: true}); err != nil {
		t.Fatal(err)
	}
	if s := h.state(); s.Controller.Kind != desk.ControllerWaiting || !s.Request.Open() {
		t.Errorf("%+v %+v", s.Controller, s.Request)
	}
	if got := h.messages(id); len(got) != 1 {
		t.Errorf("messages %v", got)
	}
}

func TestTakeControl_InMidTurnEndsInNoAnswer(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	id := h.says("Hello").ConversationID
	owed := h.owed()
	if _, err := h.desk.TakeControl(t.Context(), ana, id); err != nil {
		t.Fatal(err)
	}
	wantCode(t, h.answers(owed, "Too late"), desk.CodeStale)
	if _, err := h.desk.HandBack(t.Context(), ana, id); err != nil {
		t.Fatal(err)
	}
	// The turn that is owed again is another one: the late answer still does not count.
	wantCode(t, h.answers(owed, "Much too late"), desk.CodeStale)
	if err := h.answers(h.owed(), "Good morning"); err != nil {
		t.Fatal(err)
	}
	if got := h.messages(id); !slices.Equal(got, []string{"guest: Hello", "assistant: Good morning"}) {
		t.Errorf("messages %v", got)
	}
}

func TestHumanChatAndCancel_InMidTurnEndInExactlyOneAnswer(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.floor.eligible = []string{"ana"}
	id := h.says("Hello").ConversationID
	owed := h.owed()
	if _, err := h.desk.AskForHuman(t.Context(), "guest"); err != nil {
		t.Fatal(err)
	}
	if _, err := h.desk.CancelHuman(t.Context(), "guest"); err != nil {
		t.Fatal(err)
	}
	if err := h.answers(owed, "Good morning"); err != nil {
		t.Fatal(err)
	}
	wantCode(t, h.answers(owed, "Good morning"), desk.CodeStale)
	if s := h.state(); s.Turn.Open() || s.Facts.Unanswered() {
		t.Errorf("something is still owed: %+v", s.Turn)
	}
	if got := h.messages(id); !slices.Equal(got, []string{"guest: Hello", "assistant: Good morning"}) {
		t.Errorf("messages %v", got)
	}
}

func TestTurnFailed_IsTriedAgainThenOffered(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.says("Hello")
	for attempt := range desk.TurnAttempts {
		owed := h.owed()
		if wait := owed.Turn.NotBefore.Sub(h.now()); attempt > 0 && (wait <= 0 || wait > 10*time.Second) {
			t.Errorf("attempt %d comes after %s", attempt+1, wait)
		}
		h.pass(3 * time.Second)
		if err := h.desk.TurnFailed(t.Context(), owed, "timeout"); err != nil {
			t.Fatal(err)
		}
	}
	s := h.state()
	if s.Turn.End != desk.TurnFailed || !s.Offer.Shown() {
		t.Errorf("%+v %+v", s.Turn, s.Offer)
	}
	if e := h.line(desk.LineCannotHelp); e.Text != "I don't have that information. Our team can help you." {
		t.Errorf("line %q", e.Text)
	}
	if e := h.line(desk.LineTurnFailed); e.Public || e.Text != "Not answered: assistant unavailable (timeout)." {
		t.Errorf("line %+v", e)
	}
}

func TestTurnOverdue_EndsIt(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.says("Hello")
	owed := h.owed()
	h.pass(desk.TurnLimit)
	h.runDue()
	if s := h.state(); s.Turn.Open() || !s.Offer.Shown() {
		t.Errorf("%+v %+v", s.Turn, s.Offer)
	}
	wantCode(t, h.answers(owed, "Late"), desk.CodeStale)
	if !slices.Contains(h.turns.dropped, owed.Turn.ID) {
		t.Error("the turn-taker was not told")
	}
}
