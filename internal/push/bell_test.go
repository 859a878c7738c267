package push_test

import (
	"strings"
	"testing"
	"testing/synctest"
	"unicode/utf8"

	"deskbell/internal/bell"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

func TestPush_AsTheBellRings(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		h := newHouse(t)
		b, _ := h.subscribe(t, "ana", "phone", "/1")
		r := bell.Ring{ID: "r1", ConversationID: "c1", Property: desk.Property{Name: "Old Mill Inn"}, Kind: store.AlertEmergency}
		over := r
		over.End, over.EndedBy = string(desk.EndAccepted), desk.Person{Name: "Bruno Costa"}
		cancelled := r
		cancelled.End, cancelled.EndedBy = string(desk.EndCancelled), desk.Person{}
		elsewhere := bell.Ring{ID: "t", Kind: store.AlertTest, Device: "laptop"}
		done := bell.Ring{ID: "t", Kind: store.AlertTest, Device: "phone", End: store.EndDone}
		drilled := bell.Ring{ID: "d", Kind: store.AlertDrill, End: store.EndDone}
		asked := r
		asked.Question = "Is there\u202e a\n" + strings.Repeat("doctor? ", 40) // only where the house lets phones show it
		for _, x := range []bell.Ring{r, over, cancelled, elsewhere, done, drilled, asked} {
			if err := h.Push(t.Context(), []string{"ana"}, x); err != nil {
				t.Fatal(err)
			}
			synctest.Wait()
		}
		got := h.out.All(t)
		if len(got) != 4 {
			t.Fatalf("sent %d", len(got))
		}
		for i, want := range []struct{ t, title, ttl string }{
			{"ring", "Emergency: a guest needs help now", "90"}, {"ring_end", "Bruno answered", "600"}, {"ring_end", "No longer waiting", "600"}} {
			if p := b.Read(t, got[i]); p["t"] != want.t || p["title"] != want.title || p["body"] != "Old Mill Inn" || got[i].Header.Get("TTL") != want.ttl {
				t.Errorf("%v %v", p, got[i].Header)
			}
		}
		body := b.Read(t, got[3])["body"]
		if !strings.HasPrefix(body, "Old Mill Inn\nIs there a doctor? doctor?") || !strings.HasSuffix(body, "…") || utf8.RuneCountInString(body) > 180 {
			t.Errorf("with the question: %q", body)
		}
	})
}
