package delivery_test

import (
	"context"
	"sync"
	"sync/atomic"
	"testing"
	"testing/synctest"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/delivery"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// What came of an attempt, told after its lease ran out and a person had the message sent again, is not taken for what
// came of the second: the message would be put back while it is being sent, and go a third time.
func TestOutbox_ALateAnswer(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPost(t)
		p.guest("g")
		id := p.says("g", desk.AuthorAgent, "hello")
		var sends atomic.Int32
		p.does(func(channel.Outgoing) (channel.Sent, error) {
			if sends.Add(1) == 1 {
				time.Sleep(4 * time.Minute) // longer than the lease
				return channel.Sent{}, &channel.Failure{Kind: channel.FailureThrottled, Reason: channel.ReasonRateLimited}
			}
			time.Sleep(2 * time.Minute)
			return channel.Sent{}, &channel.Failure{Kind: channel.FailureSent}
		})
		o := delivery.New(p.cfg)
		ctx, cancel := context.WithCancel(context.Background())
		ended := make(chan error)
		go func() { ended <- o.Run(ctx) }()
		time.Sleep(3*time.Minute + 10*time.Second)
		p.want(id, store.DeliveryUncertain, store.ReasonLeaseOver)
		p.mu.Lock()
		p.flying["g"] = 0 // nobody knows of the first any more
		p.mu.Unlock()
		if _, err := o.Retry(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		time.Sleep(time.Minute)
		p.want(id, store.DeliverySending, "")
		time.Sleep(5 * time.Minute)
		p.want(id, store.DeliverySent, "")
		if n := sends.Load(); n != 2 {
			t.Errorf("it was sent %d times", n)
		}
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

// mortal is a store that a killed server reaches no more.
type mortal struct {
	store.Store
	killed atomic.Bool
}

func (m *mortal) Write(ctx context.Context, fn func(store.Tx) error) error {
	if m.killed.Load() {
		return desk.Refuse(desk.CodeUnavailable, "killed")
	}
	return m.Store.Write(ctx, fn)
}

// What a server was sending as it was killed is soon uncertain to another; what one that lives is sending is not, however
// long the channel takes.
func TestOutbox_LeaseOfTheLiving(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPost(t)
		p.cfg.Alone = false
		p.guest("killed")
		p.guest("slow")
		p.does(func(out channel.Outgoing) (channel.Sent, error) {
			switch out.Text {
			case "lost":
				time.Sleep(5 * time.Minute)
			case "slow":
				time.Sleep(29 * time.Second)
			}
			return p.accept(out)
		})
		first, gone := p.cfg, &mortal{Store: p.store}
		first.Owner, first.Store = "first", gone
		ctx, cancel := context.WithCancel(context.Background())
		var ended sync.WaitGroup
		run := func(cfg delivery.Config) {
			ended.Go(func() {
				if err := delivery.New(cfg).Run(ctx); err != nil {
					t.Error(err)
				}
			})
		}
		lost := p.says("killed", desk.AuthorAgent, "lost")
		run(first)
		time.Sleep(time.Second)
		p.want(lost, store.DeliverySending, "")
		gone.killed.Store(true)
		next, slow := p.says("killed", desk.AuthorAgent, "next"), p.says("slow", desk.AuthorAgent, "slow")
		run(p.cfg)
		time.Sleep(25 * time.Second)
		p.want(lost, store.DeliveryUncertain, store.ReasonLeaseOver)
		p.want(slow, store.DeliverySending, "")
		p.mu.Lock()
		p.flying["killed"] = 0 // nobody knows of the first any more
		p.mu.Unlock()
		time.Sleep(time.Minute)
		p.want(slow, store.DeliverySent, "")
		p.want(next, store.DeliverySent, "")
		time.Sleep(5 * time.Minute)
		p.want(lost, store.DeliveryUncertain, store.ReasonLeaseOver)
		cancel()
		ended.Wait()
	})
}

// The echo of the first attempt is ours after a person had the message sent again, and settles it. What waits and was
// never handed over is none that anybody could have an echo of.
func TestEchoed_AfterSendAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPost(t)
		o := delivery.New(p.cfg)
		p.guest("g")
		p.guest("h")
		id, other := p.says("g", desk.AuthorAgent, "hello"), p.says("h", desk.AuthorAgent, "hello")
		p.write(func(tx store.Tx) error {
			if _, err := tx.ClaimDeliveries("killed", tx.Now(), tx.Now().Add(time.Minute), 1); err != nil {
				return err
			}
			_, err := tx.ExpireDeliveries(time.Time{})
			return err
		})
		if _, err := o.Retry(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		for guest, want := range map[string]bool{"g": true, "h": false} {
			echo := channel.Event{Kind: channel.EventEcho, ID: "aWdf" + guest, Text: "hello", Echo: &channel.Echo{}}
			if ours, err := o.Echoed(t.Context(), channel.Account{ID: "line"}, guest, echo); err != nil || ours != want {
				t.Errorf("of %s: ours is %v, %v", guest, ours, err)
			}
		}
		p.want(id, store.DeliverySent, "")
		p.want(other, store.DeliveryWaiting, "")
	})
}

// The echo of the first attempt is ours also after the second has gone. The same words from another's hand, written after
// that, are not.
func TestEchoed_AfterTheSecondAttempt(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPost(t)
		o := delivery.New(p.cfg)
		p.guest("g")
		id := p.says("g", desk.AuthorAgent, "hello")
		p.does(func(channel.Outgoing) (channel.Sent, error) {
			return channel.Sent{}, &channel.Failure{Kind: channel.FailureUnknown, Reason: channel.ReasonNoAnswer}
		})
		left := time.Now()
		p.run(o, 10*time.Second)
		p.want(id, store.DeliveryUncertain, channel.ReasonNoAnswer)
		p.does(p.accept)
		if _, err := o.Retry(t.Context(), id); err != nil {
			t.Fatal(err)
		}
		p.run(o, 10*time.Second)
		second := p.state(id)
		for at, want := range map[time.Time]bool{left.Add(time.Second): true, time.Now(): false} {
			echo := channel.Event{Kind: channel.EventEcho, ID: "aWdf", Text: "hello", At: at, Echo: &channel.Echo{}}
			if ours, err := o.Echoed(t.Context(), channel.Account{ID: "line"}, "g", echo); err != nil || ours != want {
				t.Errorf("of what was written at %v: ours is %v, %v", at, ours, err)
			}
		}
		if d := p.state(id); d.State != store.DeliverySent || d.ProviderID != second.ProviderID {
			t.Errorf("it is %s as %q", d.State, d.ProviderID)
		}
	})
}

// Another node made two contacts one, and whoever brings the event has not heard of it.
func TestOutbox_AfterAMergeElsewhere(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPost(t)
		o := delivery.New(p.cfg)
		p.guest("g")
		p.write(func(tx store.Tx) error {
			if err := tx.CreateContact(desk.Contact{ID: "younger", PropertyID: "harbour", AccountID: "line", Channel: desk.ChannelWhatsApp, ExternalID: "y", CreatedAt: tx.Now()}); err != nil {
				return err
			}
			return tx.MergeContacts("g", "younger")
		})
		id := p.says("g", desk.AuthorAssistant, "hello")
		p.does(func(channel.Outgoing) (channel.Sent, error) {
			return channel.Sent{}, &channel.Failure{Kind: channel.FailureUnknown, Reason: channel.ReasonNoAnswer}
		})
		p.run(o, 10*time.Second)
		echo := channel.Event{Kind: channel.EventEcho, ID: "aWdf", Text: "hello", Echo: &channel.Echo{}}
		if ours, err := o.Echoed(t.Context(), channel.Account{ID: "line"}, "younger", echo); err != nil || !ours {
			t.Errorf("ours is %v, %v", ours, err)
		}
		p.want(id, store.DeliverySent, "")
		read := channel.Event{Kind: channel.EventStatus, Status: &channel.Status{State: channel.StateRead, Before: time.Now().Add(time.Minute)}}
		if _, err := o.Settle(t.Context(), channel.Account{ID: "line"}, "younger", read); err != nil {
			t.Fatal(err)
		}
		p.want(id, store.DeliveryRead, "")
	})
}

// An answer that was on its way as somebody took the conversation, and came back, is withdrawn, and the conversation hears of
// it; again while the store is away for a moment.
func TestOutbox_AnAnswerThatDidNotLeave(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPost(t)
		p.guest("g")
		p.write(func(tx store.Tx) error {
			return tx.PutDeliveries([]store.Delivery{{ID: "answer", ConversationID: "c-g", PropertyID: "harbour", AccountID: "line", ContactID: "g", EntryID: "e",
				Seq: 2, Author: desk.AuthorAssistant, Epoch: 1, NotBefore: tx.Now(), CreatedAt: tx.Now(), Answers: 1, AnswersAt: tx.Now(),
				Doc: store.DeliveryContent{Text: "At 22:00."}}})
		})
		p.does(func(channel.Outgoing) (channel.Sent, error) {
			p.write(func(tx store.Tx) error {
				_, err := tx.SettleEpoch("c-g", desk.SettleWithdraw, 2)
				return err
			})
			return channel.Sent{}, &channel.Failure{Kind: channel.FailureThrottled, Reason: channel.ReasonRateLimited}
		})
		told, asked := []string{}, 0
		p.cfg.Unsaid = func(_ context.Context, id string) error {
			if asked++; asked == 1 {
				return desk.Refuse(desk.CodeUnavailable, "away")
			}
			told = append(told, id)
			return nil
		}
		p.run(delivery.New(p.cfg), time.Minute)
		p.want("answer", store.DeliveryWithdrawn, store.ReasonTakenOver)
		if len(told) != 1 || told[0] != "answer" {
			t.Errorf("told of %v", told)
		}
	})
}

// typist is a channel that breaks down over showing that somebody writes.
type typist struct {
	adapter
	asked chan struct{}
}

func (y typist) Typing(context.Context, channel.Account, string, string) error {
	close(y.asked)
	panic("an adapter's fault")
}

// What panics while it is shown ends neither the process nor the sending.
func TestOutbox_PanicOfASign(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPost(t)
		p.guest("g")
		y := typist{adapter: adapter{p: p}, asked: make(chan struct{})}
		p.cfg.Adapters = map[desk.Channel]channel.Adapter{desk.ChannelWhatsApp: y}
		o := delivery.New(p.cfg)
		o.Typing("c-g", "")
		id := p.says("g", desk.AuthorAssistant, "hello")
		p.run(o, 10*time.Second)
		<-y.asked
		p.want(id, store.DeliverySent, "")
	})
}
