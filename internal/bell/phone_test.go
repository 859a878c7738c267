package bell_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

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
