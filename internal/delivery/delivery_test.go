package delivery_test

import (
	"context"
	"errors"
	"fmt"
	"math/rand/v2"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/delivery"
	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/store/memstore"
)

// post is an outbox on a store of its own, with a channel that does what the test says. Everything runs in virtual time.
type post struct {
	t     *testing.T
	store store.Store
	cfg   delivery.Config
	caps  channel.Capabilities
	human bool

	mu     sync.Mutex
	paused string
	send   func(out channel.Outgoing) (channel.Sent, error)
	// flying are the conversations of which a message is under way; went what was accepted, in order.
	flying map[string]int
	went   []channel.Outgoing
	calls  int
	fails  []channel.Failure
	last   map[string]store.Delivery
	n      int
}

type adapter struct {
	channel.Adapter
	p *post
}

func (a adapter) Channel() desk.Channel                             { return desk.ChannelWhatsApp }
func (a adapter) Capabilities(channel.Account) channel.Capabilities { return a.p.caps }

func (a adapter) Send(ctx context.Context, _ channel.App, _ channel.Account, out channel.Outgoing) (channel.Sent, error) {
	p := a.p
	p.mu.Lock()
	p.calls++
	guest := out.To[0]
	if p.flying[guest]++; p.flying[guest] > 1 {
		p.t.Errorf("two messages to %s are under way at once", guest)
	}
	send := p.send
	p.mu.Unlock()
	sent, err := send(out)
	if err == nil && ctx.Err() != nil {
		err = &channel.Failure{Kind: channel.FailureUnknown, Reason: channel.ReasonNoAnswer, Err: ctx.Err()}
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	p.flying[guest]--
	if err == nil {
		p.went = append(p.went, out)
	}
	return sent, err
}

// Account implements delivery.Accounts.
func (p *post) Account(_ context.Context, id string) (channel.App, channel.Account, string, error) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return channel.App{ID: "app"}, channel.Account{ID: id, Channel: desk.ChannelWhatsApp, HumanAgent: p.human}, p.paused, nil
}

// Sent implements delivery.Accounts.
func (p *post) Sent(string) {}

// Failed implements delivery.Accounts.
func (p *post) Failed(_ string, f channel.Failure) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.fails = append(p.fails, f)
	if f.Kind == channel.FailureToken {
		p.paused = f.Reason
	}
}

func newPost(t *testing.T) *post {
	p := &post{t: t, flying: map[string]int{}, last: map[string]store.Delivery{}}
	p.caps = channel.Capabilities{Answers: true, TextMax: 4096, TextUnit: channel.Characters, Window: 24 * time.Hour, PerSecond: 80, PairEvery: 6 * time.Second, PairBurst: 45}
	p.store = memstore.New(time.Now)
	p.send = p.accept
	p.cfg = delivery.Config{Store: p.store, Accounts: p, Owner: "node", Alone: true, Changed: p.changed,
		Adapters: map[desk.Channel]channel.Adapter{desk.ChannelWhatsApp: adapter{p: p}}}
	p.write(func(tx store.Tx) error {
		if err := tx.CreateProperty(desk.Property{ID: "harbour", Key: "harbour", Name: "Harbour View"}); err != nil {
			return err
		}
		if err := tx.PutApp(store.ChannelApp{ID: "app", Channel: desk.ChannelWhatsApp, Sealed: []byte("x"), CreatedAt: tx.Now()}); err != nil {
			return err
		}
		return tx.PutAccount(store.ChannelAccount{ID: "line", PropertyID: "harbour", AppID: "app", Channel: desk.ChannelWhatsApp, Key: "106", Sealed: []byte("x"), CreatedAt: tx.Now()})
	})
	return p
}

func (p *post) accept(out channel.Outgoing) (channel.Sent, error) {
	time.Sleep(time.Duration(20+rand.IntN(180)) * time.Millisecond)
	return channel.Sent{ID: "wamid." + out.Ours}, nil
}

// changed notes what screens are told, and that no state moves back.
func (p *post) changed(list []store.Delivery) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, d := range list {
		if was := p.last[d.ID]; was.State.Rank() > d.State.Rank() {
			p.t.Errorf("%s was %s and is %s", d.ID, was.State, d.State)
		}
		p.last[d.ID] = d
	}
}

func (p *post) write(fn func(store.Tx) error) {
	p.t.Helper()
	if err := p.store.Write(context.Background(), fn); err != nil {
		p.t.Fatal(err)
	}
}

// guest begins a conversation with somebody who has just written.
func (p *post) guest(name string) {
	p.t.Helper()
	p.write(func(tx store.Tx) error {
		if err := tx.CreateContact(desk.Contact{ID: name, PropertyID: "harbour", AccountID: "line", Channel: desk.ChannelWhatsApp, ExternalID: name, CreatedAt: tx.Now()}); err != nil {
			return err
		}
		return tx.CreateConversation(desk.Conversation{ID: "c-" + name, PropertyID: "harbour", AccountID: "line", ContactID: name, Channel: desk.ChannelWhatsApp,
			Status: desk.StatusOpen, Controller: desk.Controller{Kind: desk.ControllerAssistant}, Epoch: 1, StartedAt: tx.Now(), LastAt: tx.Now(), GuestAt: tx.Now()})
	})
}

// says puts a message into a conversation's lane and tells its id.
func (p *post) says(name string, by desk.AuthorKind, text string) string {
	p.t.Helper()
	p.n++
	id := fmt.Sprintf("d%05d", p.n)
	p.write(func(tx store.Tx) error {
		return tx.PutDeliveries([]store.Delivery{{ID: id, ConversationID: "c-" + name, PropertyID: "harbour", AccountID: "line", ContactID: name, EntryID: "e" + id,
			Seq: int64(p.n), Author: by, Epoch: 1, State: store.DeliveryWaiting, NotBefore: tx.Now(), CreatedAt: tx.Now(), Doc: store.DeliveryContent{Text: text}}})
	})
	return id
}

func (p *post) state(id string) store.Delivery {
	p.t.Helper()
	var d store.Delivery
	if err := p.store.Read(context.Background(), func(tx store.Tx) (err error) {
		d, err = tx.Delivery(id)
		return err
	}); err != nil {
		p.t.Fatal(err)
	}
	return d
}

func (p *post) want(id string, state store.DeliveryState, reason string) {
	p.t.Helper()
	if d := p.state(id); d.State != state || d.Reason != reason {
		p.t.Errorf("%s is %s (%s), want %s (%s)", id, d.State, d.Reason, state, reason)
	}
}

// run lets an outbox work for a while.
func (p *post) run(o *delivery.Outbox, d time.Duration) {
	p.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error)
	go func() { ended <- o.Run(ctx) }()
	time.Sleep(d)
	cancel()
	if err := <-ended; err != nil {
		p.t.Error(err)
	}
}

func (p *post) does(send func(out channel.Outgoing) (channel.Sent, error)) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.send = send
}

func refuse(kind channel.FailureKind, reason string) func(channel.Outgoing) (channel.Sent, error) {
	return func(channel.Outgoing) (channel.Sent, error) {
		return channel.Sent{}, &channel.Failure{Kind: kind, Reason: reason}
	}
}

// inOrder checks that everything went once, and each guest's in order.
func (p *post) inOrder(want int) {
	p.t.Helper()
	p.mu.Lock()
	defer p.mu.Unlock()
	if len(p.went) != want {
		p.t.Errorf("%d messages went, want %d", len(p.went), want)
	}
	seen, lastOf := map[string]bool{}, map[string]string{}
	for _, out := range p.went {
		if seen[out.Ours] {
			p.t.Errorf("%s went twice", out.Ours)
		}
		seen[out.Ours] = true
		if out.Ours < lastOf[out.To[0]] {
			p.t.Errorf("%s went after %s", out.Ours, lastOf[out.To[0]])
		}
		lastOf[out.To[0]] = out.Ours
	}
}

// Messages of a conversation go one after the other, those of others beside them, and none twice, with several servers.
func TestOutbox_LanesInOrder(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPost(t)
		for g := range 20 {
			p.guest(fmt.Sprint("g", g))
		}
		for range 10 {
			for g := range 20 {
				p.says(fmt.Sprint("g", g), desk.AuthorAssistant, "hello")
			}
		}
		p.cfg.Alone = false
		other := p.cfg
		other.Owner = "other"
		var both sync.WaitGroup
		both.Go(func() { p.run(delivery.New(other), time.Minute) })
		p.run(delivery.New(p.cfg), time.Minute)
		both.Wait()
		p.inOrder(200)
		p.want("d00200", store.DeliverySent, "")
	})
}

// A channel that is away for an hour while messages wait: all go after it, in order, none twice, and of those whose
// window closed meanwhile none.
func TestOutbox_Outage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPost(t)
		var late []string
		for g := range 2 {
			p.guest(fmt.Sprint("late", g))
		}
		time.Sleep(24*time.Hour - 30*time.Minute)
		for g := range 4 {
			p.guest(fmt.Sprint("g", g))
		}
		for range 9 {
			for g := range 4 {
				p.says(fmt.Sprint("g", g), desk.AuthorAgent, "hello")
			}
		}
		for g := range 2 {
			late = append(late, p.says(fmt.Sprint("late", g), desk.AuthorAgent, "too late"))
		}
		back := time.Now().Add(time.Hour)
		p.does(func(out channel.Outgoing) (channel.Sent, error) {
			if time.Now().Before(back) {
				time.Sleep(time.Duration(rand.IntN(3)) * time.Second)
				return channel.Sent{}, &channel.Failure{Kind: channel.FailureTransient, Reason: channel.ReasonUnavailable}
			}
			return p.accept(out)
		})
		p.run(delivery.New(p.cfg), time.Hour+2*time.Minute)
		p.inOrder(36)
		for _, id := range late {
			p.want(id, store.DeliveryFailed, channel.ReasonWindow)
		}
		if p.calls > 36+600 {
			t.Errorf("%d calls: the channel was asked all the time", p.calls)
		}
	})
}

// One message that the channel does not take while it takes others is given up; it does not wait for ever.
func TestOutbox_OneBadMessage(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPost(t)
		p.guest("bad")
		p.guest("good")
		bad := p.says("bad", desk.AuthorAssistant, "bad")
		p.does(func(out channel.Outgoing) (channel.Sent, error) {
			if out.Text == "bad" {
				return channel.Sent{}, &channel.Failure{Kind: channel.FailureTransient, Code: "2", Reason: channel.ReasonUnavailable}
			}
			return p.accept(out)
		})
		o := delivery.New(p.cfg)
		for range 60 {
			p.says("good", desk.AuthorAssistant, "good")
			p.run(o, 10*time.Second)
		}
		p.want(bad, store.DeliveryFailed, channel.ReasonUnavailable)
		p.inOrder(60)
	})
}

// What each failure means for the message and for what waits behind it.
func TestOutbox_Failures(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		f     channel.Failure
		state store.DeliveryState
		calls int
		next  store.DeliveryState
	}{
		"Gone":      {channel.Failure{Kind: channel.FailureGone, Reason: "r"}, store.DeliveryFailed, 1, store.DeliverySent},
		"Refused":   {channel.Failure{Kind: channel.FailureRefused, Reason: "r"}, store.DeliveryFailed, 1, store.DeliverySent},
		"Window":    {channel.Failure{Kind: channel.FailureWindow, Reason: "r"}, store.DeliveryFailed, 1, store.DeliverySent},
		"Thread":    {channel.Failure{Kind: channel.FailureThread, Reason: "r"}, store.DeliveryFailed, 1, store.DeliverySent},
		"Doubtful":  {channel.Failure{Kind: channel.FailureDoubtful, Reason: "r"}, store.DeliveryFailed, 3, store.DeliverySent},
		"Sent":      {channel.Failure{Kind: channel.FailureSent, Reason: "r"}, store.DeliverySent, 1, store.DeliverySent},
		"Unknown":   {channel.Failure{Kind: channel.FailureUnknown, Reason: "r"}, store.DeliveryUncertain, 1, store.DeliverySent},
		"Throttled": {channel.Failure{Kind: channel.FailureThrottled, Reason: "r", After: time.Hour}, store.DeliveryWaiting, 1, store.DeliveryWaiting},
		"Token":     {channel.Failure{Kind: channel.FailureToken, Reason: "r"}, store.DeliveryWaiting, 1, store.DeliveryWaiting},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p := newPost(t)
				p.guest("g")
				first, second := p.says("g", desk.AuthorAgent, "bad"), p.says("g", desk.AuthorAgent, "good")
				calls := 0
				p.does(func(out channel.Outgoing) (channel.Sent, error) {
					if out.Text == "bad" {
						calls++
						return channel.Sent{}, &c.f
					}
					return p.accept(out)
				})
				p.run(delivery.New(p.cfg), 3*time.Minute)
				p.want(first, c.state, "r")
				if d := p.state(second); d.State != c.next {
					t.Errorf("the next is %s, want %s", d.State, c.next)
				}
				if calls != c.calls {
					t.Errorf("%d attempts", calls)
				}
			})
		})
	}
}

// A token that was revoked holds everything; a new one lets it go, in order.
func TestOutbox_Paused(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPost(t)
		p.guest("g")
		for range 5 {
			p.says("g", desk.AuthorAgent, "hello")
		}
		p.does(refuse(channel.FailureToken, channel.ReasonToken))
		o := delivery.New(p.cfg)
		p.run(o, 10*time.Minute)
		if p.calls != 1 {
			t.Errorf("%d calls with a token that does not work", p.calls)
		}
		p.does(p.accept)
		p.mu.Lock()
		p.paused = ""
		p.mu.Unlock()
		p.run(o, 2*time.Minute)
		p.inOrder(5)
	})
}

// What a person has taken over is not sent any more, however far it had come, and the person's own words are.
func TestOutbox_TakenOver(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPost(t)
		p.guest("g")
		first, second := p.says("g", desk.AuthorAssistant, "one"), p.says("g", desk.AuthorAssistant, "two")
		p.does(func(out channel.Outgoing) (channel.Sent, error) {
			p.write(func(tx store.Tx) error {
				_, err := tx.SettleEpoch("c-g", desk.SettleWithdraw, 2)
				return err
			})
			return p.accept(out)
		})
		o := delivery.New(p.cfg)
		p.run(o, time.Minute)
		p.want(first, store.DeliverySent, "")
		p.want(second, store.DeliveryWithdrawn, store.ReasonTakenOver)
		p.says("g", desk.AuthorAgent, "three")
		p.run(o, time.Minute)
		if n := len(p.went); n != 2 || p.went[1].Text != "three" {
			t.Errorf("%v went", p.went)
		}
	})
}

// A server that was killed in the middle of sending leaves the message uncertain: it is not sent again by itself, and what
// waits behind it goes after a minute.
func TestOutbox_Killed(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPost(t)
		p.guest("g")
		first, second := p.says("g", desk.AuthorAgent, "one"), p.says("g", desk.AuthorAgent, "two")
		p.write(func(tx store.Tx) error {
			_, err := tx.ClaimDeliveries("killed", tx.Now(), tx.Now().Add(time.Hour), 10)
			return err
		})
		o := delivery.New(p.cfg)
		p.run(o, 50*time.Second)
		if d := p.state(first); d.State != store.DeliveryUncertain {
			t.Errorf("what was being sent is %s", d.State)
		}
		p.want(second, store.DeliveryWaiting, "")
		p.run(o, 30*time.Second)
		p.want(second, store.DeliverySent, "")
		if len(p.went) != 1 {
			t.Errorf("%d went", len(p.went))
		}
		if _, err := o.Retry(t.Context(), first); err != nil {
			t.Fatal(err)
		}
		p.run(o, 10*time.Second)
		p.want(first, store.DeliverySent, "")
		if _, err := o.Retry(t.Context(), first); !errors.Is(err, store.ErrDeliveryUnderWay) {
			t.Errorf("again: %v", err)
		}
	})
}

// What panics while it is sent is uncertain, and nobody else waits for it.
func TestOutbox_Panic(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		p := newPost(t)
		p.guest("g")
		p.guest("h")
		bad, good := p.says("g", desk.AuthorAgent, "bad"), p.says("h", desk.AuthorAgent, "good")
		p.does(func(out channel.Outgoing) (channel.Sent, error) {
			if out.Text == "bad" {
				panic("bad")
			}
			return p.accept(out)
		})
		dead := 0
		p.cfg.Dead = func(string) { dead++ }
		p.run(delivery.New(p.cfg), time.Minute)
		p.want(bad, store.DeliveryUncertain, channel.ReasonNoAnswer)
		p.want(good, store.DeliverySent, "")
		if dead != 1 {
			t.Errorf("%d noted", dead)
		}
	})
}

// After the window only people write, where the account may, and as such; prepared messages always go.
func TestOutbox_Window(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		by    desk.AuthorKind
		human bool
		after time.Duration
		state store.DeliveryState
		late  bool
	}{
		"Inside":          {desk.AuthorAssistant, false, 23 * time.Hour, store.DeliverySent, false},
		"InsideHuman":     {desk.AuthorAgent, true, 23 * time.Hour, store.DeliverySent, false},
		"Assistant":       {desk.AuthorAssistant, true, 25 * time.Hour, store.DeliveryFailed, false},
		"System":          {desk.AuthorSystem, true, 25 * time.Hour, store.DeliveryFailed, false},
		"AgentWithout":    {desk.AuthorAgent, false, 25 * time.Hour, store.DeliveryFailed, false},
		"Agent":           {desk.AuthorAgent, true, 25 * time.Hour, store.DeliverySent, true},
		"AgentAfterAWeek": {desk.AuthorAgent, true, 8 * 24 * time.Hour, store.DeliveryFailed, false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			synctest.Test(t, func(t *testing.T) {
				p := newPost(t)
				p.human, p.caps.HumanWindow = c.human, 7*24*time.Hour
				p.guest("g")
				time.Sleep(c.after)
				id := p.says("g", c.by, "hello")
				p.run(delivery.New(p.cfg), time.Minute)
				reason := ""
				if c.state == store.DeliveryFailed {
					reason = channel.ReasonWindow
				}
				p.want(id, c.state, reason)
				if c.state == store.DeliverySent && p.went[0].Late != c.late {
					t.Errorf("late is %v", p.went[0].Late)
				}
			})
		})
	}
}

// The states of a message move forward only, whatever the order of what is heard of it, and failed is final.
func TestSettle_Permutations(t *testing.T) {
	t.Parallel()
	all := []channel.State{channel.StateSent, channel.StateDelivered, channel.StateRead, channel.StatePlayed, channel.StateFailed}
	synctest.Test(t, func(t *testing.T) {
		p := newPost(t)
		o := delivery.New(p.cfg)
		p.guest("g")
		for n := range 200 {
			id := p.says("g", desk.AuthorAgent, "hello")
			p.write(func(tx store.Tx) error {
				if _, err := tx.ClaimDeliveries("node", tx.Now(), tx.Now().Add(time.Minute), 1); err != nil {
					return err
				}
				_, _, err := tx.FinishDelivery(id, "node", tx.Now(), store.DeliveryResult{State: store.DeliverySent, ProviderID: "wamid." + id})
				return err
			})
			heard := slices.Clone(all[:1+n%len(all)])
			heard = append(heard, heard...)
			rand.Shuffle(len(heard), func(i, j int) { heard[i], heard[j] = heard[j], heard[i] })
			for _, s := range heard {
				found, err := o.Settle(t.Context(), channel.Account{ID: "line"}, "g", channel.Event{Kind: channel.EventStatus, ID: "wamid." + id, Status: &channel.Status{State: s}})
				if err != nil || !found {
					t.Fatal(found, err)
				}
			}
			want := map[channel.State]store.DeliveryState{channel.StateSent: store.DeliverySent, channel.StateDelivered: store.DeliveryDelivered,
				channel.StateRead: store.DeliveryRead, channel.StatePlayed: store.DeliveryPlayed, channel.StateFailed: store.DeliveryFailed}[slices.Max(heard)]
			if d := p.state(id); d.State != want {
				t.Errorf("after %v it is %s", heard, d.State)
			}
		}
	})
}

// An echo of our own message is ours whether it comes before the channel's answer, after it, or instead of it; anything
// else is somebody's.
func TestEchoed(t *testing.T) {
	t.Parallel()
	for _, when := range []string{"Before", "After", "Instead"} {
		for _, marked := range []bool{true, false} {
			t.Run(fmt.Sprint(when, marked), func(t *testing.T) {
				t.Parallel()
				synctest.Test(t, func(t *testing.T) {
					p := newPost(t)
					o := delivery.New(p.cfg)
					p.guest("g")
					id := p.says("g", desk.AuthorAssistant, "hello")
					echo := func() {
						ev := channel.Event{Kind: channel.EventEcho, ID: "wamid." + id, Text: "hello", Echo: &channel.Echo{}}
						if marked {
							ev.Echo.Ours = id
						}
						if ours, err := o.Echoed(t.Context(), channel.Account{ID: "line"}, "g", ev); err != nil || !ours {
							t.Errorf("ours is %v, %v", ours, err)
						}
					}
					p.does(func(out channel.Outgoing) (channel.Sent, error) {
						if when == "Before" {
							echo()
						}
						if when == "Instead" {
							return channel.Sent{}, &channel.Failure{Kind: channel.FailureUnknown, Reason: channel.ReasonNoAnswer}
						}
						return p.accept(out)
					})
					p.run(o, 10*time.Second)
					if when != "Before" {
						echo()
					}
					d := p.state(id)
					if d.State != store.DeliverySent || d.ProviderID != "wamid."+id {
						t.Errorf("it is %s as %q", d.State, d.ProviderID)
					}
					for _, ev := range []channel.Event{
						{Kind: channel.EventEcho, ID: "wamid.other", Text: "hello", Echo: &channel.Echo{}},
						{Kind: channel.EventEcho, ID: "wamid.other", Text: "something else", Echo: &channel.Echo{Ours: "nothing of ours"}},
					} {
						if ours, err := o.Echoed(t.Context(), channel.Account{ID: "line"}, "g", ev); err != nil || ours {
							t.Errorf("%q of somebody else is ours: %v, %v", ev.Text, ours, err)
						}
					}
				})
			})
		}
	}
}
