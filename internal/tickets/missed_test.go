package tickets_test

import (
	"strings"
	"testing"
	"time"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/mail"
	"deskbell/internal/store"
)

// absentGuest has left an address and gone, when ana writes twice.
func (h *house) absentGuest(language string) (guest, conversationID string) {
	h.Helper()
	guest = h.guest("harbour", language)
	id := h.says(guest, "Hello?")
	h.write(func(tx store.Tx) error {
		c, err := tx.Contact(guest)
		if err != nil {
			return err
		}
		c.Email = "zoe@guests.example"
		return tx.UpdateContact(c)
	})
	h.leaves(guest, true)
	for _, text := range []string{"Good evening", "Your room is <b>ready</b>"} {
		if _, err := h.desk.Reply(h.Context(), ana, id, conversation.Draft{ClientID: text, Text: text, Epoch: -1}); err != nil {
			h.Fatal(err)
		}
	}
	return guest, id
}

func (h *house) absence(id string) (a store.Absence) {
	h.Helper()
	h.read(func(tx store.Tx) (err error) {
		a, err = tx.Absence(id)
		return err
	})
	return a
}

// looked waits until the thread has been looked at: nothing is due any more.
func (h *house) looked(id string) {
	h.Helper()
	h.clerk.Due(h.now())
	h.until("the thread was looked at", func() bool {
		a := h.absence(id)
		return a.DueAt.IsZero() || a.DueAt.After(h.now())
	})
	h.settle()
}

func TestMissed_GoesOnceAndTogether(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	guest, id := h.absentGuest("en")
	stop := h.run()
	h.pass(2*time.Minute - time.Second)
	h.clerk.Due(h.now())
	h.settle()
	if n := len(h.srv.Sent()); n != 0 {
		t.Fatalf("%d mails went out before the two minutes were over", n)
	}
	stop() // killed and restarted: what is owed is a row
	h.build()
	h.pass(time.Second)
	stop = h.run()
	sent := h.srv.Wait(1)[0]
	h.looked(id)
	text := sent.Text("text/plain")
	for _, want := range []string{"You had left when we wrote to you:", "Ana · 10:00\nGood evening\n\nAna · 10:00\nYour room is <b>ready</b>", "Open the chat:\nhttps://desk.example/chat/harbour-key#thread="} {
		if !strings.Contains(text, want) {
			t.Errorf("the mail lacks %q:\n%s", want, text)
		}
	}
	if strings.Contains(text, "Hello?") || sent.Header("Auto-Submitted") != "auto-generated" || sent.To != "zoe@guests.example" ||
		sent.Header("Subject") != "Harbour View wrote to you" {
		t.Errorf("sent %s", sent.Raw)
	}
	// The link opens that guest's thread, and no other, for a while.
	_, after, _ := strings.Cut(text, "#thread=")
	token, _, _ := strings.Cut(after, "\n")
	if c, err := h.clerk.OpenLink(t.Context(), token); err != nil || c.ID != guest {
		t.Errorf("got %+v %v", c, err)
	}
	_, err := h.clerk.OpenLink(t.Context(), token+"x")
	h.refused(desk.CodeNotFound, err)

	// Nothing again, however often it starts; only what is new.
	stop()
	h.build()
	h.run()
	h.pass(time.Hour)
	h.looked(id)
	if n := len(h.srv.Sent()); n != 1 {
		t.Fatalf("%d mails went out", n)
	}
	if _, err := h.desk.Reply(t.Context(), ana, id, conversation.Draft{ClientID: "3", Text: "Until when?", Epoch: -1}); err != nil {
		t.Fatal(err)
	}
	h.pass(3 * time.Minute)
	if got := h.srv.Wait(2)[1].Text("text/plain"); strings.Contains(got, "Good evening") || !strings.Contains(got, "Until when?") {
		t.Errorf("the second mail is\n%s", got)
	}
	h.pass(mail.LinkLife)
	_, err = h.clerk.OpenLink(t.Context(), token)
	h.refused(desk.CodeNotFound, err)
}

func TestMissed_OnlyWhatIs(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		before func(h *house, guest, id string)
		sent   int
	}{
		"Absent": {func(*house, string, string) {}, 1},
		"Read": {func(h *house, guest, id string) {
			seq := h.conversation(id).LastPublicSeq
			h.write(func(tx store.Tx) error { return tx.SetGuestRead(guest, seq) })
		}, 0},
		"PartlyRead": {func(h *house, guest, id string) {
			seq := h.conversation(id).LastPublicSeq - 1
			h.write(func(tx store.Tx) error { return tx.SetGuestRead(guest, seq) })
		}, 1},
		"Answered": {func(h *house, guest, _ string) { h.says(guest, "I am here") }, 0},
		"There":    {func(h *house, guest, _ string) { h.leaves(guest, false) }, 0},
		"Blocked": {func(h *house, guest, _ string) {
			h.write(func(tx store.Tx) error {
				c, err := tx.Contact(guest)
				c.Blocked = true
				if err != nil {
					return err
				}
				return tx.UpdateContact(c)
			})
		}, 0},
		"NoServer": {func(h *house, _, _ string) { h.mail(func(s *mail.Settings) { *s = mail.Settings{} }) }, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			guest, id := h.absentGuest("en")
			c.before(h, guest, id)
			h.run()
			h.pass(2 * time.Minute)
			h.looked(id)
			if n := len(h.srv.Sent()); n != c.sent {
				t.Errorf("%d mails went out, want %d", n, c.sent)
			}
		})
	}
}

// A guest who is there and reads later gets no mail; one who leaves without having read does.
func TestMissed_WhoIsThereIsLookedAtAgain(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	guest, id := h.absentGuest("en")
	h.leaves(guest, false)
	h.run()
	for range 5 {
		h.pass(10 * time.Minute)
		h.looked(id)
	}
	if n := len(h.srv.Sent()); n != 0 {
		t.Fatalf("%d mails went out", n)
	}
	h.leaves(guest, true)
	h.pass(10 * time.Minute)
	h.srv.Wait(1)
	// Nobody is looked at for ever.
	other, id := h.absentGuest("en")
	h.leaves(other, false)
	for range 60 {
		h.pass(10 * time.Minute)
		h.looked(id)
	}
	if a := h.absence(id); !a.DueAt.IsZero() {
		t.Errorf("got %+v", a)
	}
}

// The number of a ticket that was made while the guest had gone goes to the address that was left, in every language.
func TestMissed_TheTicketsNumber(t *testing.T) {
	t.Parallel()
	for _, language := range []string{"en", "de", "fr", "es", "pt", "it", "nl", "ar", "he", "ja"} {
		t.Run(language, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			guest := h.guest("harbour", language)
			k := h.leavesMessage(guest, "A cot, please")
			h.leaves(guest, true)
			h.run()
			h.pass(2 * time.Minute)
			sent := h.srv.Wait(1)[0]
			text := sent.Text("text/plain")
			if !strings.Contains(text, "1001") || strings.Contains(text, "{") || strings.Contains(sent.Header("Subject"), "{") {
				t.Errorf("%s\n%s", sent.Header("Subject"), text)
			}
			if rtl := language == "ar" || language == "he"; strings.Contains(sent.Text("text/html"), `dir="rtl"`) != rtl {
				t.Errorf("the direction is wrong:\n%s", sent.Text("text/html"))
			}
			if _, err := h.reply(ana, k.Number, "r", "Yes"); err != nil {
				t.Fatal(err)
			}
			if got := h.srv.Wait(2)[1]; strings.Contains(got.Text("text/plain"), "{") {
				t.Errorf("%s", got.Text("text/plain"))
			}
		})
	}
}

func TestTranscript(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	guest, _ := h.absentGuest("fr")
	h.run()
	h.refused(desk.CodeInvalid, h.clerk.Transcript(t.Context(), guest, "zoe"))
	h.refused(desk.CodeInvalid, h.clerk.Transcript(t.Context(), guest, ""))
	h.refused(desk.CodeNotFound, h.clerk.Transcript(t.Context(), h.guest("harbour", "en"), "zoe@guests.example"))
	if err := h.clerk.Transcript(t.Context(), guest, "copy@guests.example"); err != nil {
		t.Fatal(err)
	}
	sent := h.srv.Wait(1)[0]
	text := sent.Text("text/plain")
	for _, want := range []string{"Voici une copie de votre conversation avec Harbour View.", "Vous · à 10:00\nHello?", "Ana · à 10:00\nGood evening"} {
		if !strings.Contains(text, want) {
			t.Errorf("the copy lacks %q:\n%s", want, text)
		}
	}
	if sent.To != "copy@guests.example" || strings.Contains(text, "#thread=") {
		t.Errorf("sent to %s:\n%s", sent.To, text)
	}
	for range 2 {
		if err := h.clerk.Transcript(t.Context(), guest, "copy@guests.example"); err != nil {
			t.Error(err)
		}
	}
	h.refused(desk.CodeRateLimited, h.clerk.Transcript(t.Context(), guest, "another@guests.example"))
	stranger, _ := h.absentGuest("en")
	h.refused(desk.CodeRateLimited, h.clerk.Transcript(t.Context(), stranger, "copy@guests.example"))
	h.mail(func(s *mail.Settings) { *s = mail.Settings{} })
	h.refused(desk.CodeUnavailable, h.clerk.Transcript(t.Context(), stranger, "new@guests.example"))
	if h.clerk.Sends(t.Context()) {
		t.Error("it says that it sends")
	}
}
