package conversation_test

import (
	"testing"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

func TestOuter_CorrectionsInWhateverOrder(t *testing.T) {
	t.Parallel()
	o := newOuter(t, desk.ChannelInstagram, nil)
	ctx := t.Context()
	fix := func(id, text string, revision int, emoji string) conversation.Correcting {
		return conversation.Correcting{ContactID: "out", ProviderID: id, Text: text, Revision: revision, Emoji: emoji, At: o.now()}
	}
	if err := o.desk.Edited(ctx, fix("mid.1", "early", 1, "")); desk.CodeOf(err) != desk.CodeNotFound {
		t.Errorf("a message that is not known yet: %v", err)
	}
	r := o.hears("Ist the pool open?")
	stands := func() desk.Entry {
		t.Helper()
		var e desk.Entry
		o.write(func(tx store.Tx) error {
			s, err := tx.StateOfContact("out")
			if err != nil {
				return err
			}
			list, err := tx.Entries(s.ID, store.EntryFilter{After: r.Seq - 1, Limit: 1})
			if err != nil {
				return err
			}
			list, err = o.desk.Standing(tx, s, list)
			e = list[0]
			return err
		})
		return e
	}
	for _, c := range []conversation.Correcting{fix("mid.1", "Is the pool open now?", 2, ""), fix("mid.1", "Is the pool open?", 1, ""), fix("mid.1", "Is the pool open now?", 2, "")} {
		if err := o.desk.Edited(ctx, c); err != nil {
			t.Fatal(err)
		}
	}
	if e := stands(); e.Text != "Is the pool open now?" || !e.Edited {
		t.Errorf("edited: %+v", e)
	}
	q, err := o.desk.Question(ctx, o.turn())
	if err != nil || q.Text != "Is the pool open now?" {
		t.Errorf("the assistant is asked %q, %v", q.Text, err)
	}
	back := fix("mid.1", "", 0, "")
	back.At = o.now().Add(2 * time.Second)
	for _, c := range []conversation.Correcting{back, fix("mid.1", "", 0, "❤"), back} {
		if err := o.desk.Reacted(ctx, c); err != nil {
			t.Fatal(err)
		}
	}
	if e := stands(); len(e.Reactions) != 0 {
		t.Errorf("a reaction that was taken back before it came: %+v", e.Reactions)
	}
	later := fix("mid.1", "", 0, "👍")
	later.At = o.now().Add(3 * time.Second)
	if err := o.desk.Reacted(ctx, later); err != nil {
		t.Fatal(err)
	}
	if e := stands(); len(e.Reactions) != 1 || e.Reactions[0].Emoji != "👍" {
		t.Errorf("%+v", e.Reactions)
	}
	n := len(o.entries(o.talk().ID))
	for range 2 {
		if err := o.desk.Unsent(ctx, fix("mid.1", "", 0, "")); err != nil {
			t.Fatal(err)
		}
	}
	if e := stands(); e.Text != "" || !e.Unsent {
		t.Errorf("taken back: %+v", e)
	}
	o.write(func(tx store.Tx) error {
		s, err := tx.StateOfContact("out")
		if err != nil {
			return err
		}
		list, err := tx.Entries(s.ID, store.EntryFilter{})
		if err != nil {
			return err
		}
		list, err = o.desk.Standing(tx, s, list)
		for _, e := range list {
			if e.Text != "" && e.Kind == desk.EntryMessage || e.Correction != nil && e.Correction.Text != "" {
				t.Errorf("words are left: %+v", e)
			}
		}
		return err
	})
	if got := len(o.entries(o.talk().ID)); got != n+1 {
		t.Errorf("%d entries for one taking back", got-n)
	}
	if s := o.talk(); s.Turn.Open() || s.Facts.Unanswered() {
		t.Errorf("what was taken back is still owed an answer: %+v", s.Facts)
	}
	if err := o.desk.Edited(ctx, fix("mid.1", "again", 3, "")); err != nil || stands().Text != "" {
		t.Errorf("an edit brings back what was taken back: %v", err)
	}
	// Another guest of the account has no say.
	o.write(func(tx store.Tx) error {
		return tx.CreateContact(desk.Contact{ID: "eve", PropertyID: "harbour", AccountID: "acc", Channel: desk.ChannelInstagram, ExternalID: "eve", CreatedAt: tx.Now()})
	})
	err = o.desk.Unsent(ctx, conversation.Correcting{ContactID: "eve", ProviderID: "mid.1"})
	wantCode(t, err, desk.CodeNotFound)
}

func TestOuter_AReactionToWhatWeSent(t *testing.T) {
	t.Parallel()
	o := newOuter(t, desk.ChannelMessenger, nil)
	o.hears("When is breakfast?")
	if err := o.answers(o.turn(), "From 06:30."); err != nil {
		t.Fatal(err)
	}
	o.sent(o.claims()[0], "mid.ours")
	if err := o.desk.Reacted(t.Context(), conversation.Correcting{ContactID: "out", ProviderID: "mid.ours", Emoji: "👍", At: o.now()}); err != nil {
		t.Fatal(err)
	}
	r := o.hears("Great", func(in *conversation.Incoming) { in.ReplyTo = "mid.ours" })
	for _, e := range o.entries(r.ConversationID) {
		if e.Seq == r.Seq && (e.Carried.Quote == nil || e.Carried.Quote.Text != "From 06:30." || e.Carried.Quote.Author != desk.AuthorAssistant) {
			t.Errorf("%+v", e.Carried)
		}
	}
	if err := o.desk.GuestRead(t.Context(), "out", time.Time{}, "mid.ours"); err != nil {
		t.Fatal(err)
	}
	o.write(func(tx store.Tx) error {
		c, err := tx.Contact("out")
		if c.ReadSeq != 2 {
			t.Errorf("read up to %d", c.ReadSeq)
		}
		return err
	})
}

func TestOuter_MediaComesLater(t *testing.T) {
	t.Parallel()
	o := newOuter(t, desk.ChannelWhatsApp, nil)
	withMedia := func(in *conversation.Incoming) {
		in.ProviderID = "wamid.1"
		in.Media = []desk.Media{{Kind: "image", State: desk.MediaPending}, {Kind: "audio", State: desk.MediaPending, Voice: true}}
	}
	r := o.hears("", withMedia)
	if len(r.Media) != 2 || !o.talk().Turn.Open() {
		t.Fatalf("%+v", r)
	}
	file := desk.File{ID: "f", Key: "k", Name: "a.jpg", Type: "image/jpeg", Size: 10}
	for range 2 {
		if err := o.desk.MediaFetched(t.Context(), conversation.Fetched{ConversationID: r.ConversationID, EntryID: r.EntryID, File: &file}); err != nil {
			t.Fatal(err)
		}
	}
	again := o.hears("", withMedia)
	if !again.Repeated || again.Media[0].State != desk.MediaReady || again.Media[0].File.Key != "k" || again.Media[1].State != desk.MediaPending {
		t.Errorf("a repeat tells what is still to be fetched: %+v", again)
	}
	if err := o.desk.MediaFetched(t.Context(), conversation.Fetched{ConversationID: r.ConversationID, EntryID: r.EntryID, Index: 1, Reason: "gone"}); err != nil {
		t.Fatal(err)
	}
	if again = o.hears("", withMedia); again.Media[1].State != desk.MediaFailed || again.Media[1].Reason != "gone" {
		t.Errorf("%+v", again.Media)
	}
}

func TestOuter_FilesOfAnAgent(t *testing.T) {
	t.Parallel()
	o := newOuter(t, desk.ChannelWhatsApp, nil)
	o.hears("Hello")
	id := o.talk().ID
	if _, err := o.desk.TakeControl(t.Context(), ana, id); err != nil {
		t.Fatal(err)
	}
	picture := desk.File{ID: "f", Key: "k", Name: "pool.jpg", Type: "image/jpeg", Size: 10}
	send := func(client, text string, files ...desk.File) error {
		_, err := o.desk.Reply(t.Context(), ana, id, conversation.Draft{ClientID: client, Text: text, Files: files, Epoch: -1})
		return err
	}
	if err := send("1", "The pool", picture); err != nil {
		t.Fatal(err)
	}
	if err := send("2", "", picture, picture); err != nil {
		t.Fatal(err)
	}
	o.sends("agent waiting: <pool.jpg>Ana from the front desk joined. You are now chatting with a person.\n\nThe pool",
		"agent waiting: <pool.jpg>", "agent waiting: <pool.jpg>")
	wantCode(t, send("3", "", desk.File{Name: "x.zip", Type: "application/zip"}), desk.CodeUnsupportedType)
	big := picture
	big.Size = 6 << 20
	wantCode(t, send("4", "", big), desk.CodeTooLarge)
}

func TestOuter_AnswersAndHandsBackSigned(t *testing.T) {
	t.Parallel()
	o := newOuter(t, desk.ChannelMessenger, nil)
	o.hears("Hello")
	if _, err := o.desk.AnswerAndHandBack(t.Context(), ana, o.talk().ID, conversation.Draft{ClientID: "1", Text: "Hello Jana", Epoch: -1}); err != nil {
		t.Fatal(err)
	}
	o.hears("Breakfast?")
	if err := o.answers(o.turn(), "From 06:30."); err != nil {
		t.Fatal(err)
	}
	o.sends("agent waiting: Ana: Hello Jana", "assistant waiting: Helper: From 06:30.")
}

func TestOuter_AHistoryIsKeptAndNothingFollows(t *testing.T) {
	t.Parallel()
	o := newOuter(t, desk.ChannelWhatsApp, nil)
	old := func(in *conversation.Incoming) { in.Old, in.At = true, o.now().Add(-1000*time.Hour) }
	o.hears("Long ago", old)
	if _, err := o.desk.Echoed(t.Context(), conversation.Incoming{ContactID: "out", ProviderID: "e1", Text: "Indeed", Old: true}); err != nil {
		t.Fatal(err)
	}
	if s := o.talk(); s.Status != desk.StatusResolved || s.Turn != nil || s.Facts.Unanswered() || !s.Facts.WindowFrom.IsZero() {
		t.Errorf("%+v", s)
	}
	o.hears("Hello")
	q, err := o.desk.Question(t.Context(), o.turn())
	if err != nil || q.Text != "Hello" {
		t.Errorf("asked %q, %v", q.Text, err)
	}
}

func TestOuter_WhatNobodyUnderstandsIsKept(t *testing.T) {
	t.Parallel()
	o := newOuter(t, desk.ChannelMessenger, nil)
	r := o.hears(" \u200b ")
	if e := o.entries(r.ConversationID)[0]; e.Carried == nil || !e.Carried.Unsupported {
		t.Errorf("%+v", e)
	}
}

func TestOuter_TheAssistantIsSilentBeyondTheCap(t *testing.T) {
	t.Parallel()
	o := newOuter(t, desk.ChannelWhatsApp, func(c *channel.Capabilities) { c.Billed = true })
	o.write(func(tx store.Tx) error {
		a, err := tx.Account("acc")
		if err != nil {
			return err
		}
		a.Settings.LineCap = 2
		for range 2 {
			if err := tx.CountLine("acc", tx.Now().Format("2006-01"), "service"); err != nil {
				return err
			}
		}
		return tx.UpdateAccount(a)
	})
	o.accounts.Forget("acc")
	o.hears("Hello")
	if err := o.answers(o.turn(), "Hello"); err != nil {
		t.Fatal(err)
	}
	o.sends()
	if s := o.talk(); s.Turn.End != desk.TurnFailed || !s.Offer.Shown() {
		t.Errorf("%+v", s.Turn)
	}
}

func TestOuter_WhoIsBlockedTroublesNobody(t *testing.T) {
	t.Parallel()
	o := newOuter(t, desk.ChannelMessenger, nil)
	o.write(func(tx store.Tx) error {
		c, err := tx.Contact("out")
		c.Blocked = true
		if err != nil {
			return err
		}
		return tx.UpdateContact(c)
	})
	r := o.hears("Buy now")
	if s := o.talk(); s.Turn != nil || s.Facts.Unanswered() || s.Status != desk.StatusResolved || r.Seq != 1 {
		t.Errorf("%+v", s)
	}
}

func TestOuter_TwoWhoTurnOutToBeOne(t *testing.T) {
	t.Parallel()
	o := newOuter(t, desk.ChannelWhatsApp, nil)
	o.hears("Hello")
	if err := o.answers(o.turn(), "Hello, too."); err != nil {
		t.Fatal(err)
	}
	o.write(func(tx store.Tx) error {
		return tx.CreateContact(desk.Contact{ID: "younger", PropertyID: "harbour", AccountID: "acc", Channel: desk.ChannelWhatsApp, ExternalID: "bsuid", CreatedAt: tx.Now()})
	})
	o.pass(time.Minute)
	r := o.hears("It is me again", func(in *conversation.Incoming) { in.ContactID = "younger" })
	if _, err := o.desk.TakeControl(t.Context(), ana, r.ConversationID); err != nil {
		t.Fatal(err)
	}
	if _, err := o.desk.Reply(t.Context(), ana, r.ConversationID, conversation.Draft{ClientID: "1", Text: "Hello Jana", Epoch: -1}); err != nil {
		t.Fatal(err)
	}
	if _, err := o.desk.Merge(t.Context(), "out", "younger"); err != nil {
		t.Fatal(err)
	}
	// The agent has both now: what the assistant had not sent is not sent any more, the agent's words are.
	o.sends("assistant withdrawn: Helper: Hello, too.",
		"agent waiting: Ana from the front desk joined. You are now chatting with a person.\n\nHello Jana")
	if d := o.deliveries(); d[1].ContactID != "out" {
		t.Errorf("a message goes to %q", d[1].ContactID)
	}
	if s := o.talk(); s.Controller.AgentID != ana.ID || s.Facts.WindowFrom.IsZero() {
		t.Errorf("%+v", s)
	}
	// A correction names its message by id, which a merge leaves alone.
	if err := o.desk.Edited(t.Context(), conversation.Correcting{ContactID: "younger", ProviderID: "mid.2", Text: "It is Jana again", At: o.now()}); err != nil {
		t.Fatal(err)
	}
}

func TestOuter_AnEmailIsAskedForWhereTheChatMayCloseFirst(t *testing.T) {
	t.Parallel()
	o := newOuter(t, desk.ChannelWhatsApp, func(c *channel.Capabilities) { c.HumanWindow = 0 })
	o.settings(func(s *desk.PropertySettings) {
		lc := s.LiveChat[desk.ChannelWhatsApp]
		lc.Hours = &desk.Hours{Week: []desk.Interval{{Day: time.Wednesday, From: 9 * 60, To: 17 * 60}}} // it is Sunday
		s.LiveChat[desk.ChannelWhatsApp] = lc
	})
	o.hears("Leave a message", press("deskbell:leave"))
	got := o.outbox()
	want := "system waiting: Write it here, we answer in this chat. Please add your e-mail address: the chat may close before our desk opens Wednesday 09:00."
	if got[len(got)-1] != want {
		t.Errorf("%q", got)
	}
}
