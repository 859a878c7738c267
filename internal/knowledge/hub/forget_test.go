package hub_test

import (
	"fmt"
	"testing"
	"testing/synctest"
	"time"

	"deskbell/internal/knowledge/hub"
	"deskbell/internal/store"
)

// Questions that nobody answered are forgotten when they are too old, more of them than one transaction takes, and again
// while the server stays up.
func TestAsks_AreForgottenInTime(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		r := newRig(t)
		now := time.Now()
		r.write(func(tx store.Tx) error {
			put := func(id string, age time.Duration) error {
				return tx.PutAsk(store.KnowledgeAsk{ID: id, PropertyID: harbour, ConversationID: id, Seq: 1, Why: hub.WhyCannotHelp, Text: "Is there a casino?",
					Language: "en", At: now.Add(-age), State: "open"})
			}
			for n := range 450 {
				if err := put(fmt.Sprintf("old-%d", n), hub.AsksKept+time.Duration(n+1)*time.Second); err != nil {
					return err
				}
			}
			if err := put("soon", hub.AsksKept-90*time.Minute); err != nil {
				return err
			}
			return put("young", time.Minute)
		})
		left := func() (ids []string) {
			t.Helper()
			var asks []store.KnowledgeAsk
			if err := r.db.Read(t.Context(), func(tx store.Tx) (err error) {
				asks, err = tx.Asks(harbour)
				return err
			}); err != nil {
				t.Error(err)
			}
			for _, a := range asks {
				ids = append(ids, a.ID)
			}
			return ids
		}
		r.works(time.Minute)
		if got := fmt.Sprint(left()); got != "[young soon]" {
			t.Errorf("at first %s", got)
		}
		r.works(2*time.Hour + time.Minute)
		if got := fmt.Sprint(left()); got != "[young]" {
			t.Errorf("two hours later %s", got)
		}
	})
}
