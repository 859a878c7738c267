package conversation_test

import (
	"testing"
	"time"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
)

// What Meta answers by itself is shown and silences nobody; what a person writes, which takes longer or stands among what is
// said, does.
func TestEchoed_WhatTheChannelAnswersByItself(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		before   time.Duration // since the guest's words before; 0 is that there are none
		answered bool          // by the assistant, before the echo
		after    time.Duration
		person   bool
	}{
		"AtOnce":                {after: time.Second},
		"AfterALongPause":       {before: time.Hour, after: 0},
		"LaterThanThat":         {after: 4 * time.Second, person: true},
		"AmongOtherWords":       {before: time.Minute, after: time.Second, person: true},
		"BeforeWhatItAnswers":   {after: -time.Second, person: true},
		"AfterAnAnswerOfOurs":   {answered: true, after: 2 * time.Second, person: true},
		"AgainAfterSomePauses":  {before: 11 * time.Minute, after: 2 * time.Second},
		"JustBeforeThePauseEnd": {before: 10 * time.Minute, after: time.Second, person: true},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			o := newOuter(t, desk.ChannelMessenger, nil)
			if c.before > 0 {
				o.hears("Hello?")
				o.pass(c.before)
			}
			o.hears("Is there a pool?")
			said := o.now()
			if c.answered {
				if err := o.answers(o.turn(), "Yes, from 8 to 20."); err != nil {
					t.Fatal(err)
				}
			}
			echo := conversation.Incoming{ContactID: "out", ProviderID: "echo", Text: "Thanks! We answer soon.", At: said.Add(c.after)}
			for range 2 {
				if _, err := o.desk.Echoed(t.Context(), echo); err != nil {
					t.Fatal(err)
				}
			}
			s := o.talk()
			if (s.Controller.Kind == desk.ControllerOutside) != c.person || s.Turn.Open() == (c.person || c.answered) {
				t.Errorf("%s has it, the assistant's turn is open: %v", s.Controller.Kind, s.Turn.Open())
			}
			if got := o.messages(s.ID); got[len(got)-1] != "agent: Thanks! We answer soon." {
				t.Errorf("messages %q", got)
			}
		})
	}
}
