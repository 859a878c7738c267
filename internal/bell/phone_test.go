package bell_test

import (
	"errors"
	"maps"
	"slices"
	"strings"
	"testing"
	"time"

	"deskbell/internal/bell"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// What a guest asked stands in no notification, unless the property lets it.
func TestPhone_ShowsWhatWasAskedWhereItMay(t *testing.T) {
	t.Parallel()
	inHouse(t, options{}, func(h *house) {
		asked := func() string {
			h.told.take()
			_, contact, _ := h.asks("harbour")
			pass(time.Second)
			said := strings.Join(h.told.take(), "\n")
			must(h.desk.CancelHuman(h.Context(), contact))(h)
			pass(time.Second)
			if end := strings.Join(h.told.take(), "\n"); strings.Contains(end, "text") || !strings.Contains(end, "push end ana") {
				h.Errorf("the end: %s", end)
			}
			return said
		}
		h.at("ana")
		if said := asked(); !strings.Contains(said, "push ana") || strings.Contains(said, "text") {
			h.Errorf("by default: %s", said)
		}
		h.write(func(tx store.Tx) error {
			p, err := tx.Property("harbour")
			p.Settings.PushGuestText = true
			return errors.Join(err, tx.UpdateProperty(p))
		})
		pass(5 * time.Second) // settings are known by heart for a moment
		if said := asked(); !strings.Contains(said, "push text Is the pool warm?") {
			h.Errorf("where it may: %s", said)
		}
	})
}

// A step that names people is tried as a drill is held: quietly, on all of their devices, off duty too.
func TestTryPeople(t *testing.T) {
	t.Parallel()
	inHouse(t, options{}, func(h *house) {
		h.at("ana", "nadia")
		try := func(ids ...string) []bell.Tried {
			h.Helper()
			return must(h.bell.TryPeople(h.Context(), "harbour", "ada", ids))(h)
		}
		begin := time.Now()
		go func() { // nadia's laptop hears it, hers alone; she is off duty
			<-time.After(time.Second)
			h.confirm("nadia", "tab", store.ConfirmSounded, h.told.of(store.AlertDrill))
		}()
		got := try("nadia")
		if len(got) != 1 || !got[0].Heard || got[0].WhyNot != "" || len(got[0].Silent) != 0 || time.Since(begin) > 2*time.Second {
			h.Errorf("after %v: %+v", time.Since(begin), got)
		}
		pass(time.Minute)
		h.expect([]string{"  0s ring drill nadia", " 12s end done ada"}, "push", "admins")
		got = try("ben", "mia", "ana", "gone")
		why := map[string]string{}
		for _, p := range got {
			if p.Heard {
				h.Errorf("%s heard it", p.Person.ID)
			}
			why[p.Person.ID] = p.WhyNot
			if p.Person.ID == "ana" && (len(p.Silent) != 1 || !slices.Equal(p.Silent[0].Problems, []string{bell.ProblemSilent})) {
				h.Errorf("ana's screen: %+v", p.Silent)
			}
		}
		if want := map[string]string{"ben": bell.WhyDevice, "mia": bell.WhyRole, "ana": ""}; !maps.Equal(why, want) {
			h.Errorf("got %v", why)
		}
		pass(time.Minute)
		h.told.take()
		if got := try("gone"); len(got) != 0 {
			h.Errorf("got %v", got)
		}
		h.expect(nil)
		h.read(func(tx store.Tx) error { // nothing of it stands among the drills
			drills, err := tx.Drills([]string{"harbour"}, 10)
			if len(drills) != 0 {
				h.Errorf("drills %v", drills)
			}
			return err
		})
	})
}

// With every tab closed, a phone that showed a test is why a person can be asked for: also six hours later, and the
// request calls it. A phone that has proved nothing is nobody at the desk.
func TestPhone_AloneKeepsHumanChatOffered(t *testing.T) {
	t.Parallel()
	inHouse(t, options{}, func(h *house) {
		h.write(func(tx store.Tx) error {
			_, err := tx.PutPushSubscription(store.PushSubscription{ID: "sub", PersonID: "ana", DeviceID: "phone", Name: "My phone",
				Endpoint: "https://push.example/1", P256dh: "k", Auth: "a", At: tx.Now()})
			return err
		})
		lc := desk.DefaultLiveChat(desk.ChannelWeb)
		lc.Enabled = true
		if got := eligible(h.T, h.store, h.bell, lc); len(got) != 0 {
			h.Errorf("a phone that has proved nothing makes %v eligible", got)
		}
		test := must(h.bell.Test(h.Context(), h.person("ana"), "phone"))(h)
		h.confirm("ana", "phone", store.ConfirmShown, test)
		h.sleep(6 * time.Hour)
		if got := eligible(h.T, h.store, h.bell, lc); !slices.Equal(got, []string{"ana"}) {
			h.Fatalf("six hours later %v are eligible", got)
		}
		h.told.take()
		h.asks("harbour")
		pass(time.Second)
		if said := strings.Join(h.told.take(), "\n"); !strings.Contains(said, "push ana") {
			h.Errorf("the phone is not called: %s", said)
		}
	})
}
