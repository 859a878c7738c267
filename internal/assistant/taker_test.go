package assistant_test

import (
	"context"
	"errors"
	"fmt"
	"reflect"
	"slices"
	"strings"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"deskbell/internal/assistant"
	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/schedule"
	"deskbell/internal/store"
	"deskbell/internal/store/memstore"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// pass lets time go by in the bubble, and everything happen that is due by then.
func pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// answers is an Answerer made of a function.
type answers func(ctx context.Context, q assistant.Question) (assistant.Answer, error)

func (f answers) Answer(ctx context.Context, q assistant.Question) (assistant.Answer, error) {
	return f(ctx, q)
}

// after answers "Answer to <text>" when the time is over.
func after(d time.Duration) answers {
	return func(ctx context.Context, q assistant.Question) (assistant.Answer, error) {
		select {
		case <-time.After(d):
			return assistant.Answer{Decision: assistant.DecisionAnswer, Text: "Answer to " + q.Text}, nil
		case <-ctx.Done():
			return assistant.Answer{}, ctx.Err()
		}
	}
}

// typing records what the guest is shown, with the time since the test began.
type typing struct {
	began time.Time
	mu    sync.Mutex
	shown []string
}

func (y *typing) AssistantTyping(_ desk.Conversation, on bool) {
	y.mu.Lock()
	defer y.mu.Unlock()
	y.shown = append(y.shown, fmt.Sprint(on, " ", time.Since(y.began)))
}

// node is one process: its conversations, its turn-taker and its schedule on a store.
type node struct {
	t      *testing.T
	store  store.Store
	desk   *conversation.Desk
	taker  *assistant.Taker
	sched  *schedule.Schedule
	typing *typing
	stop   func()
}

func newStore(t *testing.T, pause time.Duration) *memstore.Store {
	t.Helper()
	s := memstore.New(nil)
	err := s.Write(t.Context(), func(tx store.Tx) error {
		live := desk.DefaultLiveChat(desk.ChannelWeb)
		live.Enabled, live.Regardless = true, true
		err := tx.CreateProperty(desk.Property{ID: "p", Key: "p", Name: "Harbour View", Settings: desk.PropertySettings{
			DefaultLanguage: "en", AssistantPause: pause, LiveChat: map[desk.Channel]desk.LiveChat{desk.ChannelWeb: live}}})
		if err == nil {
			err = tx.CreatePerson(ana)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return s
}

var ana = desk.Person{ID: "ana", Email: "ana@example.com", Name: "Ana", Role: desk.RoleAgent, PropertyIDs: []string{"p"}, Active: true}

// newNode makes a node that does not run yet.
func newNode(t *testing.T, s store.Store, owner string, alone bool, a assistant.Answerer) *node {
	n := &node{t: t, store: s, typing: &typing{began: time.Now()}, stop: func() {}}
	n.taker = assistant.NewTaker(assistant.Config{Store: s, Answerer: a, Owner: owner, Typing: n.typing})
	n.sched = schedule.New(schedule.Config{Store: s, Alone: alone})
	n.desk = conversation.New(conversation.Config{Store: s, Floors: nobody{}, Owner: owner, Turns: n.taker, OnTimer: n.sched.Wake})
	return n
}

// run starts the node. A node that is never started but was handed a turn stands for one that was killed with it.
func (n *node) run() *node {
	ctx, cancel := context.WithCancel(n.t.Context())
	var wg sync.WaitGroup
	wg.Go(func() {
		if err := n.taker.Run(ctx, n.desk); err != nil {
			n.t.Error(err)
		}
	})
	wg.Go(func() {
		if err := n.sched.Run(ctx, n.desk, n.taker); err != nil {
			n.t.Error(err)
		}
	})
	n.stop = func() {
		cancel()
		wg.Wait()
	}
	return n
}

func (n *node) says(contact, text string) string {
	n.t.Helper()
	err := n.store.Write(n.t.Context(), func(tx store.Tx) error {
		if _, err := tx.Contact(contact); err == nil {
			return nil
		}
		return tx.CreateContact(desk.Contact{ID: contact, PropertyID: "p", Channel: desk.ChannelWeb, Language: "en"})
	})
	if err != nil {
		n.t.Fatal(err)
	}
	r, err := n.desk.Receive(n.t.Context(), conversation.Incoming{ContactID: contact, ClientID: text, Text: text})
	if err != nil {
		n.t.Fatal(err)
	}
	return r.ConversationID
}

// messages are the texts of a conversation by author, with seconds since the first.
func (n *node) messages(id string) []string {
	n.t.Helper()
	var texts []string
	err := n.store.Read(n.t.Context(), func(tx store.Tx) error {
		list, err := tx.Entries(id, store.EntryFilter{Limit: 500})
		for _, e := range list {
			if e.Kind == desk.EntryMessage {
				texts = append(texts, fmt.Sprintf("%s %s %s", e.At.Sub(list[0].At), e.Author.Kind, e.Text))
			}
		}
		return err
	})
	if err != nil {
		n.t.Fatal(err)
	}
	return texts
}

func (n *node) want(id string, want ...string) {
	n.t.Helper()
	if got := n.messages(id); !slices.Equal(got, want) {
		n.t.Errorf("messages %q\nwant %q", got, want)
	}
}

type nobody struct{}

func (nobody) Floor(store.Tx, string, desk.Channel, desk.LiveChat) desk.Floor { return nobody{} }
func (nobody) Eligible() []string                                             { return nil }
func (nobody) InHours() bool                                                  { return true }
func (nobody) Reach(string) desk.Reach                                        { return desk.ReachHere }

func TestATurnIsAnsweredAtOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := newNode(t, newStore(t, 0), "n", true, after(0)).run()
		defer func() { n.stop() }()
		id := n.says("g", "Hello")
		synctest.Wait()
		n.want(id, "0s guest Hello", "0s assistant Answer to Hello")
		if len(n.typing.shown) != 0 {
			t.Errorf("typing was shown for an answer at once: %v", n.typing.shown)
		}
	})
}

func TestTyping(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name        string
		pause, work time.Duration
		at          string
		want        []string
	}{
		{"ThePauseIsSpentWriting", 3 * time.Second, 0, "3s", []string{"true 0s", "false 3s"}},
		{"AnAnswerThatTookAsLongPausesNoMore", 3 * time.Second, 3 * time.Second, "3s", []string{"true 0s", "false 3s"}},
		{"ALongAnswerShowsItAfterAMoment", 0, 5 * time.Second, "5s", []string{"true 300ms", "true 4.3s", "false 5s"}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				n := newNode(t, newStore(t, c.pause), "n", true, after(c.work)).run()
				defer func() { n.stop() }()
				id := n.says("g", "Hello")
				pass(20 * time.Second)
				n.want(id, "0s guest Hello", c.at+" assistant Answer to Hello")
				if !slices.Equal(n.typing.shown, c.want) {
					t.Errorf("shown %q, want %q", n.typing.shown, c.want)
				}
			})
		})
	}
}

func TestQuestion_IsAskedInTheAnswerersTerms(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var asked []assistant.Question
		n := newNode(t, newStore(t, 0), "n", true, answers(func(_ context.Context, q assistant.Question) (assistant.Answer, error) {
			asked = append(asked, q)
			return assistant.Answer{Decision: assistant.DecisionSuggest, Text: "Did you mean", Confidence: 0.4,
				Sources: []assistant.Source{{ID: "s", Title: "T", Kind: assistant.SourceFact}}, Suggestions: []assistant.Suggestion{{ID: "1", Text: "Pool?"}}}, nil
		})).run()
		defer func() { n.stop() }()
		n.says("g", "swim")
		synctest.Wait()
		id := n.says("g", "water")
		synctest.Wait()
		q := asked[1]
		if q.Text != "water" || q.PropertyName != "Harbour View" || q.Language != "en" || q.Now.IsZero() ||
			!reflect.DeepEqual(q.Previous, []assistant.Exchange{{Guest: "swim", Assistant: "Did you mean"}}) {
			t.Errorf("asked %+v", q)
		}
		err := n.store.Read(t.Context(), func(tx store.Tx) error {
			list, err := tx.Entries(id, store.EntryFilter{})
			if a := list[1].Answer; a.Decision != "suggest" || a.Confidence != 0.4 || a.Sources[0].Kind != "fact" || a.Suggestions[0].Text != "Pool?" || !a.OfferHuman {
				t.Errorf("answer %+v", a)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}

func TestCannotHelp_HasFixedWordsAndOffersAPerson(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := newNode(t, newStore(t, 0), "n", true, answers(func(context.Context, assistant.Question) (assistant.Answer, error) {
			return assistant.Answer{Decision: assistant.DecisionCannotHelp, Text: "made up", Language: "de"}, nil
		})).run()
		defer func() { n.stop() }()
		id := n.says("g", "Quantum?")
		synctest.Wait()
		n.want(id, "0s guest Quantum?", "0s assistant Diese Information liegt mir nicht vor. Unser Team hilft Ihnen gern weiter.")
		err := n.store.Read(t.Context(), func(tx store.Tx) error {
			list, err := tx.Entries(id, store.EntryFilter{})
			if !list[1].Answer.OfferHuman {
				t.Error("no person is offered")
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}

// What a person is needed for is said in the assistant's own words, with the way to one, and where the guest goes on.
func TestAnIntent_KeepsItsWordsAndLink(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := newNode(t, newStore(t, 0), "n", true, answers(func(_ context.Context, q assistant.Question) (assistant.Answer, error) {
			if q.BookingLink != "https://book.example/?from={checkin}" {
				t.Errorf("link %q", q.BookingLink)
			}
			return assistant.Answer{Decision: assistant.DecisionCannotHelp, Intent: assistant.IntentBooking, Text: "You can book here.", Language: "en",
				About: "Rooms", Link: &assistant.Link{URL: "https://book.example/?from=2026-12-24", Text: "Book a room"}}, nil
		})).run()
		defer func() { n.stop() }()
		if err := n.store.Write(t.Context(), func(tx store.Tx) error {
			p, err := tx.Property("p")
			p.Settings.BookingLink = "https://book.example/?from={checkin}"
			return errors.Join(err, tx.UpdateProperty(p))
		}); err != nil {
			t.Fatal(err)
		}
		id := n.says("g", "A room, please")
		synctest.Wait()
		n.want(id, "0s guest A room, please", "0s assistant You can book here.")
		if err := n.store.Read(t.Context(), func(tx store.Tx) error {
			list, err := tx.Entries(id, store.EntryFilter{})
			if a := list[1].Answer; !a.OfferHuman || a.About != "Rooms" || a.Intent != "booking" || a.Link == nil || *a.Link != (desk.Link{URL: "https://book.example/?from=2026-12-24", Text: "Book a room"}) {
				t.Errorf("answer %+v", a)
			}
			return err
		}); err != nil {
			t.Error(err)
		}
	})
}

// A photo or a voice message without a word was not looked at, and is not answered as if it had been.
func TestFilesAlone(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := newNode(t, newStore(t, 0), "n", true, answers(func(context.Context, assistant.Question) (assistant.Answer, error) {
			t.Error("the answerer was asked for nothing")
			return assistant.Answer{}, nil
		})).run()
		defer func() { n.stop() }()
		if err := n.store.Write(t.Context(), func(tx store.Tx) error {
			return tx.CreateContact(desk.Contact{ID: "g", PropertyID: "p", Channel: desk.ChannelWeb, Language: "de-AT"})
		}); err != nil {
			t.Fatal(err)
		}
		r, err := n.desk.Receive(t.Context(), conversation.Incoming{ContactID: "g", ClientID: "1", Files: []desk.File{{ID: "f", Key: "k", Name: "voice.ogg", Type: "audio/ogg", Size: 9}}})
		if err != nil {
			t.Fatal(err)
		}
		synctest.Wait()
		if err := n.store.Read(t.Context(), func(tx store.Tx) error {
			list, err := tx.Entries(r.ConversationID, store.EntryFilter{})
			if e := list[len(list)-1]; !strings.HasPrefix(e.Text, "Vielen Dank dafür. Ich kann nur Text lesen:") || e.Answer.Intent != "file" || !e.Answer.OfferHuman {
				t.Errorf("%q, %+v", e.Text, e.Answer)
			}
			return err
		}); err != nil {
			t.Error(err)
		}
	})
}

func TestAWish_BecomesARequest(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := newNode(t, newStore(t, 0), "n", true, answers(func(context.Context, assistant.Question) (assistant.Answer, error) {
			return assistant.Answer{Decision: assistant.DecisionWish, Wish: 1}, nil
		})).run()
		defer func() { n.stop() }()
		n.says("g", "A human, please")
		synctest.Wait()
		if s, err := n.desk.GuestState(t.Context(), "g"); err != nil || s.Controller.Kind != desk.ControllerWaiting {
			t.Errorf("%+v, %v", s.Controller, err)
		}
	})
}

func TestFailures_AreTriedAgainThenToldToTheGuest(t *testing.T) {
	t.Parallel()
	for name, fail := range map[string]answers{
		"Error": func(context.Context, assistant.Question) (assistant.Answer, error) {
			return assistant.Answer{}, errors.New("no")
		},
		"Panic":   func(context.Context, assistant.Question) (assistant.Answer, error) { panic("no") },
		"NoWords": func(context.Context, assistant.Question) (assistant.Answer, error) { return assistant.Answer{}, nil },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				calls := 0
				n := newNode(t, newStore(t, 0), "n", true, answers(func(ctx context.Context, q assistant.Question) (assistant.Answer, error) {
					calls++
					return fail(ctx, q)
				})).run()
				defer func() { n.stop() }()
				id := n.says("g", "Hello")
				pass(10 * time.Second)
				s, err := n.desk.GuestState(t.Context(), "g")
				if err != nil || calls != desk.TurnAttempts || s.Turn.End != desk.TurnFailed || !s.Offer.Shown() {
					t.Errorf("%d calls, turn %+v, offer %+v, %v", calls, s.Turn, s.Offer, err)
				}
				n.want(id, "0s guest Hello")
			})
		})
	}
}

func TestAnAnswererThatHangsIsGivenUpWithin30Seconds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := newNode(t, newStore(t, 0), "n", true, after(time.Hour)).run()
		defer func() { n.stop() }()
		n.says("g", "Hello")
		pass(desk.TurnLimit)
		if s, err := n.desk.GuestState(t.Context(), "g"); err != nil || s.Turn.End != desk.TurnFailed || !s.Offer.Shown() {
			t.Errorf("turn %+v, offer %+v, %v", s.Turn, s.Offer, err)
		}
	})
}

func TestTakeControl_StopsTheAnswerInTheMaking(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var stopped time.Duration
		began := time.Now()
		n := newNode(t, newStore(t, 0), "n", true, answers(func(ctx context.Context, _ assistant.Question) (assistant.Answer, error) {
			<-ctx.Done()
			stopped = time.Since(began)
			return assistant.Answer{}, ctx.Err()
		})).run()
		defer func() { n.stop() }()
		id := n.says("g", "Hello")
		pass(time.Second)
		if _, err := n.desk.TakeControl(t.Context(), ana, id); err != nil {
			t.Fatal(err)
		}
		pass(time.Minute)
		n.want(id, "0s guest Hello")
		if stopped != time.Second {
			t.Errorf("the answerer was stopped after %s", stopped)
		}
		if want := []string{"true 300ms", "false 1s"}; !slices.Equal(n.typing.shown, want) {
			t.Errorf("typing %q, want %q", n.typing.shown, want)
		}
	})
}

func TestTakeControl_ALateAnswerIsNotSaid(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := newNode(t, newStore(t, 0), "n", true, answers(func(context.Context, assistant.Question) (assistant.Answer, error) {
			time.Sleep(3 * time.Second) // deaf to its context
			return assistant.Answer{Decision: assistant.DecisionAnswer, Text: "Late"}, nil
		})).run()
		defer func() { n.stop() }()
		id := n.says("g", "Hello")
		pass(time.Second)
		if _, err := n.desk.TakeControl(t.Context(), ana, id); err != nil {
			t.Fatal(err)
		}
		pass(time.Minute)
		n.want(id, "0s guest Hello")
	})
}

func TestHumanChatThenCancel_EndInExactlyOneAnswer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := newNode(t, newStore(t, 0), "n", true, after(3*time.Second)).run()
		defer func() { n.stop() }()
		id := n.says("g", "Hello")
		pass(time.Second)
		if _, err := n.desk.AskForHuman(t.Context(), "g"); err != nil {
			t.Fatal(err)
		}
		pass(time.Second)
		if _, err := n.desk.CancelHuman(t.Context(), "g"); err != nil {
			t.Fatal(err)
		}
		pass(time.Minute)
		n.want(id, "0s guest Hello", "3s assistant Answer to Hello")
	})
}

func TestAKilledServer_AnswersAtOnceAfterItsRestart(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStore(t, 0)
		killed := newNode(t, s, "first life", true, after(3*time.Second))
		id := killed.says("g", "Hello")
		pass(time.Second)
		again := newNode(t, s, "second life", true, after(3*time.Second)).run()
		defer func() { again.stop() }()
		pass(time.Minute)
		again.want(id, "0s guest Hello", "4s assistant Answer to Hello")
	})
}

func TestAKilledNode_IsAnsweredForByAnotherOnce(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStore(t, 0)
		killed := newNode(t, s, "dead", false, after(0))
		other := newNode(t, s, "alive", false, after(0)).run()
		defer func() { other.stop() }()
		id := killed.says("g", "Hello")
		pass(20 * time.Second)
		other.want(id, "0s guest Hello", "10s assistant Answer to Hello")
		killed.run() // it was not dead but stuck: its answer comes too late
		defer func() { killed.stop() }()
		pass(time.Minute)
		other.want(id, "0s guest Hello", "10s assistant Answer to Hello")
	})
}

func TestALongAnswer_KeepsItsLease(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		var mu sync.Mutex
		calls := 0
		slow := answers(func(ctx context.Context, q assistant.Question) (assistant.Answer, error) {
			mu.Lock()
			calls++
			mu.Unlock()
			return after(20*time.Second)(ctx, q)
		})
		s := newStore(t, 0)
		one, two := newNode(t, s, "one", false, slow).run(), newNode(t, s, "two", false, slow).run()
		defer func() { one.stop(); two.stop() }()
		id := one.says("g", "Hello")
		pass(time.Minute)
		one.want(id, "0s guest Hello", "20s assistant Answer to Hello")
		if calls != 1 {
			t.Errorf("asked %d times", calls)
		}
	})
}

func TestStop_GivesTurnsBack(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := newStore(t, 0)
		one := newNode(t, s, "one", false, after(time.Hour)).run()
		two := newNode(t, s, "two", false, after(0)).run()
		defer func() { two.stop() }()
		id := one.says("g", "Hello")
		pass(100 * time.Millisecond)
		one.stop()
		pass(time.Second)
		if got := two.messages(id); len(got) != 2 {
			t.Errorf("a second after a clean stop: %q", got)
		}
	})
}

func TestAFlood_IsAnsweredWhole(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		n := newNode(t, newStore(t, 0), "n", true, after(10*time.Millisecond)).run()
		defer func() { n.stop() }()
		var ids []string
		for i := range 1200 {
			ids = append(ids, n.says(fmt.Sprint("g", i), "Hello"))
		}
		if n.taker.Room() {
			t.Error("there is room for more than the bound")
		}
		pass(20 * time.Second)
		for _, id := range ids {
			if got := n.messages(id); len(got) != 2 {
				t.Fatalf("messages %q", got)
			}
		}
	})
}
