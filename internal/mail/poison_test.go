package mail_test

import (
	"testing"

	"deskbell/internal/mail"
	"deskbell/internal/store"
)

// A mail that makes the sending panic ends for people to see, is not tried again, and holds up no other.
func TestAMailThatPanicsTheSending(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	p := h.post()
	tried := 0
	p.Poison(func(m store.Mail) {
		if m.To == "poison@guests.example" {
			tried++
			panic("nobody thought of this")
		}
	})
	h.run(p, nobody{})
	bad := h.queue(p, func(m *store.Mail, _ *mail.Letter) { m.To = "poison@guests.example" })
	good := h.queue(p, nil)
	h.await(good.ID, store.MailSent)
	if m := h.await(bad.ID, store.MailUncertain); m.Error == "" || tried != 1 {
		t.Errorf("after %d attempts the mail says %q", tried, m.Error)
	}
}
