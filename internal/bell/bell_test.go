package bell_test

import (
	"context"
	"errors"
	"slices"
	"sync"
	"testing"
	"testing/synctest"
	"time"

	"go.uber.org/goleak"

	"deskbell/internal/bell"
	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/store/memstore"
)

func TestMain(m *testing.M) { goleak.VerifyTestMain(m) }

// pass lets time go by in the bubble, and everything happen that is due by then.
func pass(d time.Duration) {
	time.Sleep(d)
	synctest.Wait()
}

// ears record what the conversations are told, at which second since the test began.
type ears struct {
	mu    sync.Mutex
	began time.Time
	heard []string
	fail  error
}

func (e *ears) hear(what, id string) error {
	e.mu.Lock()
	defer e.mu.Unlock()
	e.heard = append(e.heard, what+" "+id+" "+time.Since(e.began).Round(time.Second).String())
	return e.fail
}

func (e *ears) AgentLost(_ context.Context, id string) error     { return e.hear("lost", id) }
func (e *ears) AgentReturned(_ context.Context, id string) error { return e.hear("returned", id) }
func (e *ears) ShiftEnds(_ context.Context, id string) error     { return e.hear("ended", id) }

func (e *ears) all() []string {
	e.mu.Lock()
	defer e.mu.Unlock()
	return slices.Clone(e.heard)
}

func people(t *testing.T, s store.Store, list ...desk.Person) {
	t.Helper()
	err := s.Write(t.Context(), func(tx store.Tx) error {
		for _, id := range []string{"harbour", "mill"} {
			if err := tx.CreateProperty(desk.Property{ID: id, Key: id}); err != nil {
				return err
			}
		}
		for _, p := range list {
			p.Email = p.ID + "@example.com"
			if err := tx.CreatePerson(p); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
}

func agent(id string) desk.Person {
	return desk.Person{ID: id, Role: desk.RoleAgent, PropertyIDs: []string{"harbour"}, Duty: desk.DutyOnline, Active: true}
}

func screen(id string) desk.Device { return desk.Device{ID: id, Kind: desk.DeviceScreen, Sound: true} }

// run starts a bell and returns what ends it.
func run(t *testing.T, s store.Store, e *ears) (*bell.Bell, func()) {
	t.Helper()
	b := bell.New(bell.Config{Store: s})
	ctx, cancel := context.WithCancel(t.Context())
	done := make(chan error, 1)
	go func() { done <- b.Run(ctx, e) }()
	synctest.Wait()
	return b, func() {
		cancel()
		if err := <-done; err != nil {
			t.Error(err)
		}
	}
}

func eligible(t *testing.T, s store.Store, b *bell.Bell, lc desk.LiveChat) []string {
	t.Helper()
	var ids []string
	err := s.Read(t.Context(), func(tx store.Tx) error {
		ids = b.Floor(tx, "harbour", desk.ChannelWeb, lc).Eligible()
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	slices.Sort(ids)
	return ids
}

// reach is by which means a ring reaches somebody of the harbour.
func reach(t *testing.T, s store.Store, b *bell.Bell, id string) bell.Means {
	t.Helper()
	means := bell.MeansNone
	err := s.Read(t.Context(), func(tx store.Tx) error {
		people, err := b.Who(tx, "harbour", desk.ChannelWeb)
		for _, p := range people {
			if p.ID == id {
				means = p.Means
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return means
}

func TestEligible(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := memstore.New(nil)
		full, away, editor, stranger, inactive, quiet, absent := agent("full"), agent("away"), agent("editor"), agent("stranger"), agent("inactive"), agent("quiet"), agent("absent")
		full.Held, away.Duty, editor.Role, stranger.PropertyIDs, inactive.Active = 3, desk.DutyAway, desk.RoleKnowledgeManager, []string{"mill"}, false
		boss := agent("boss")
		boss.Role, boss.PropertyIDs = desk.RoleOperator, nil
		all := []desk.Person{agent("ana"), full, away, editor, stranger, inactive, quiet, absent, boss}
		people(t, s, all...)
		b, stop := run(t, s, &ears{})
		defer stop()
		for _, p := range all {
			if p.ID != "absent" {
				d := screen("tab-" + p.ID)
				d.Sound = p.ID != "quiet"
				b.Heartbeat(p.ID, d)
			}
		}
		if got := eligible(t, s, b, desk.LiveChat{HeldLimit: 3}); !slices.Equal(got, []string{"ana", "boss"}) {
			t.Errorf("eligible within the limit: %v", got)
		}
		if got := eligible(t, s, b, desk.LiveChat{}); !slices.Equal(got, []string{"ana", "boss", "full"}) {
			t.Errorf("eligible without a limit: %v", got)
		}
		if reach(t, s, b, "ana") != bell.MeansScreen || reach(t, s, b, "quiet") != bell.MeansNone || reach(t, s, b, "absent") != bell.MeansNone {
			t.Error("means of ringing are wrong")
		}
		b.Gone("ana", "tab-ana")
		if got := eligible(t, s, b, desk.LiveChat{}); slices.Contains(got, "ana") {
			t.Error("a closed tab still rings")
		}
		pass(desk.Lost)
		if got := eligible(t, s, b, desk.LiveChat{}); len(got) != 0 {
			t.Errorf("eligible after 45 silent seconds: %v", got)
		}
	})
}

func TestInHours_FollowsTheSwitch(t *testing.T) {
	t.Parallel()
	b := bell.New(bell.Config{Store: memstore.New(nil)})
	if b.Floor(nil, "harbour", desk.ChannelWeb, desk.LiveChat{}).InHours() || !b.Floor(nil, "harbour", desk.ChannelWeb, desk.LiveChat{Enabled: true}).InHours() {
		t.Error("hours do not follow the switch of live chat")
	}
}

func TestLostAndReturned(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, e := memstore.New(nil), &ears{began: time.Now()}
		people(t, s, agent("ana"))
		b, stop := run(t, s, e)
		defer stop()
		for range 4 { // to 45 s
			b.Heartbeat("ana", screen("tab"))
			pass(bell.Heartbeat)
		}
		if got := b.Reach("ana"); got != desk.ReachHere {
			t.Errorf("15 s after a sign of life: %s", got)
		}
		pass(15 * time.Second)
		if got := b.Reach("ana"); got != desk.ReachReconnecting {
			t.Errorf("30 s after: %s", got)
		}
		pass(15*time.Second + time.Second)
		if got := b.Reach("ana"); got != desk.ReachLost {
			t.Errorf("46 s after: %s", got)
		}
		pass(time.Hour)
		b.Sign("ana") // any act of hers is a sign of life
		synctest.Wait()
		want := []string{"returned ana 0s", "lost ana 1m30s", "returned ana 1h1m31s"}
		if got := e.all(); !slices.Equal(got, want) {
			t.Errorf("told %v, want %v", got, want)
		}
	})
}

// Colleagues may take over from somebody who is reconnecting, so their screens must hear of it, and of its end.
func TestSilent(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, e := memstore.New(nil), &ears{began: time.Now()}
		people(t, s, agent("ana"))
		b := bell.New(bell.Config{Store: s, Alone: true, Silent: func(id string) { _ = e.hear("silent", id) }})
		ctx, cancel := context.WithCancel(t.Context())
		ended := make(chan error, 1)
		go func() { ended <- b.Run(ctx, e) }()
		synctest.Wait()
		for range 3 { // to 45 s, beyond the grace of the start
			b.Heartbeat("ana", screen("tab"))
			pass(bell.Heartbeat)
		}
		pass(16 * time.Second) // 31 s after the last
		b.Heartbeat("ana", screen("tab"))
		pass(time.Second)
		pass(46 * time.Second)
		want := []string{"returned ana 0s", "silent ana 1m0s", "silent ana 1m2s", "silent ana 1m31s", "silent ana 1m46s", "lost ana 1m46s"}
		if got := e.all(); !slices.Equal(got, want) {
			t.Errorf("told %v, want %v", got, want)
		}
		cancel()
		if err := <-ended; err != nil {
			t.Error(err)
		}
	})
}

func TestNews_ThatDoNotArriveAreToldAgain(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, e := memstore.New(nil), &ears{began: time.Now(), fail: errors.New("the disk is full")}
		people(t, s, agent("ana"))
		b, stop := run(t, s, e)
		defer stop()
		b.Heartbeat("ana", screen("tab"))
		pass(2500 * time.Millisecond)
		e.mu.Lock()
		e.fail = nil
		e.mu.Unlock()
		pass(5 * time.Second)
		if got := e.all(); len(got) != 4 {
			t.Errorf("told %v, want until it arrived", got)
		}
	})
}

func TestRestart_NobodyVanishesFor30Seconds(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := memstore.New(nil)
		ben := agent("ben")
		ben.Held = 1 // holds a chat, and no device of his is known any more
		people(t, s, agent("ana"), ben)
		first, stop := run(t, s, &ears{})
		first.Heartbeat("ana", screen("tab"))
		stop() // writes what it heard
		pass(10 * time.Minute)

		e := &ears{began: time.Now()}
		b, stop := run(t, s, e)
		defer stop()
		pass(29 * time.Second)
		if got := eligible(t, s, b, desk.LiveChat{}); !slices.Equal(got, []string{"ana"}) || b.Reach("ana") != desk.ReachHere || b.Reach("ben") != desk.ReachHere {
			t.Errorf("29 s after the start: eligible %v, reach %s and %s", got, b.Reach("ana"), b.Reach("ben"))
		}
		if got := e.all(); len(got) != 0 {
			t.Errorf("told %v although nobody was heard", got)
		}
		pass(2 * time.Second)
		got := e.all()
		slices.Sort(got)
		if want := []string{"lost ana 30s", "lost ben 30s"}; !slices.Equal(got, want) || len(eligible(t, s, b, desk.LiveChat{})) != 0 {
			t.Errorf("told %v, want %v", got, want)
		}
	})
}

func TestNodes_ShareWhatTheyHear(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := memstore.New(nil)
		people(t, s, agent("ana"))
		here, stop := run(t, s, &ears{})
		defer stop()
		e := &ears{began: time.Now()}
		there, stop2 := run(t, s, e)
		defer stop2()
		for range 10 {
			here.Heartbeat("ana", screen("tab"))
			pass(bell.Heartbeat)
		}
		if got := eligible(t, s, there, desk.LiveChat{}); len(got) != 1 || there.Reach("ana") != desk.ReachHere {
			t.Errorf("the other node sees %v, reach %s", got, there.Reach("ana"))
		}
		if got := e.all(); len(got) != 1 {
			t.Errorf("the other node told %v", got)
		}
	})
}

func TestHeartbeats_AreWrittenAfterAFailure(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := memstore.New(nil)
		people(t, s, agent("ana"))
		b, stop := run(t, s, &ears{})
		defer stop()
		s.FailCommits(errors.New("the disk is full"))
		b.Heartbeat("ana", screen("tab"))
		pass(5 * time.Second)
		s.FailCommits(nil)
		pass(5 * time.Second)
		var devices []desk.Device
		err := s.Read(t.Context(), func(tx store.Tx) (err error) {
			devices, err = tx.Devices("ana")
			return err
		})
		if err != nil || len(devices) != 1 {
			t.Errorf("devices %v, %v", devices, err)
		}
	})
}

func TestDutyAndSigningOut(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s, e := memstore.New(nil), &ears{began: time.Now()}
		people(t, s, agent("ana"))
		b, stop := run(t, s, e)
		defer stop()
		b.Heartbeat("ana", screen("tab"))
		if err := b.SetDuty(t.Context(), "ana", desk.DutyAway, time.Time{}); err != nil || len(eligible(t, s, b, desk.LiveChat{})) != 0 {
			t.Errorf("away still rings: %v", err)
		}
		if err := b.SetDuty(t.Context(), "ana", "asleep", time.Time{}); desk.CodeOf(err) != desk.CodeInvalid {
			t.Errorf("an unknown duty: %v", err)
		}
		if err := b.SignedOut(t.Context(), e, "ana"); err != nil || reach(t, s, b, "ana") != bell.MeansNone {
			t.Errorf("signed out: %v", err)
		}
		synctest.Wait()
		if got := e.all(); !slices.Contains(got, "ended ana 0s") {
			t.Errorf("told %v", got)
		}
	})
}

func TestDevices_OfOnePersonAreBounded(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := memstore.New(nil)
		people(t, s, agent("ana"))
		b, stop := run(t, s, &ears{})
		for i := range 100 {
			b.Heartbeat("ana", screen(string(rune('a'+i%26))+string(rune('a'+i/26))))
			pass(10 * time.Millisecond)
		}
		stop()
		err := s.Read(t.Context(), func(tx store.Tx) error {
			devices, err := tx.Devices("ana")
			if len(devices) != 20 {
				t.Errorf("%d devices kept", len(devices))
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}

// Browsers name their devices themselves, so two people may have one of the same name, by chance or on purpose.
func TestDevices_OfTwoPeopleMayHaveOneName(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := memstore.New(nil)
		people(t, s, agent("ana"), agent("ben"))
		b, stop := run(t, s, &ears{})
		b.Heartbeat("ana", screen("tab"))
		b.Heartbeat("ben", screen("tab"))
		pass(5 * time.Second)
		b.Gone("ben", "tab")
		pass(5 * time.Second)
		if reach(t, s, b, "ana") != bell.MeansScreen || reach(t, s, b, "ben") != bell.MeansNone {
			t.Errorf("ana %s, ben %s", reach(t, s, b, "ana"), reach(t, s, b, "ben"))
		}
		stop()
		err := s.Read(t.Context(), func(tx store.Tx) error {
			for id, want := range map[string]int{"ana": 1, "ben": 0} {
				devices, err := tx.Devices(id)
				if err != nil || len(devices) != want {
					t.Errorf("%s: devices %v, %v", id, devices, err)
				}
			}
			return nil
		})
		if err != nil {
			t.Error(err)
		}
	})
}

// PostgreSQL refuses such a text, and with it the batch of everybody's heartbeats.
func TestDevices_WithANameThatNoDatabaseKeepsAreNotNoted(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		s := memstore.New(nil)
		people(t, s, agent("ana"))
		b, stop := run(t, s, &ears{})
		b.Heartbeat("ana", screen("a\x00b"))
		b.Heartbeat("ana", screen("\xff"))
		pass(5 * time.Second)
		if reach(t, s, b, "ana") != bell.MeansNone {
			t.Error("it rings there")
		}
		stop()
		err := s.Read(t.Context(), func(tx store.Tx) error {
			devices, err := tx.Devices("ana")
			if len(devices) != 0 {
				t.Errorf("kept %+v", devices)
			}
			return err
		})
		if err != nil {
			t.Error(err)
		}
	})
}
