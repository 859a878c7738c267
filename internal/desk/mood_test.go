package desk_test

import (
	"testing"

	"deskbell/internal/desk"
)

func TestState_BeginAttention_OncePerReasonWhileNobodyLooks(t *testing.T) {
	t.Parallel()
	s := desk.State{Conversation: desk.Conversation{Status: desk.StatusOpen, Controller: desk.Controller{Kind: desk.ControllerAssistant}}}
	says := func(feeling desk.Feeling, said string, want desk.Attention) {
		t.Helper()
		s.Facts.GuestSeq++
		s.Facts.Hears(feeling, said)
		if got := s.BeginAttention(); got != want {
			t.Errorf("%s %q: %q, want %q", feeling, said, got, want)
		}
	}
	says(desk.FeelingUnhappy, "a", desk.AttentionUnhappy)
	says(desk.FeelingUnhappy, "b", desk.AttentionNone)
	says(desk.FeelingNeutral, "b", desk.AttentionRepeated) // a weightier reason is a new one
	s.Facts.SettledSeq = s.Facts.GuestSeq                  // a person has seen to it
	says(desk.FeelingUnhappy, "c", desk.AttentionNone)
	s.Controller.Kind = desk.ControllerAgent
	says(desk.FeelingAngry, "d", desk.AttentionNone) // an agent looks
	s.Controller.Kind, s.Facts.SettledSeq = desk.ControllerAssistant, s.Facts.GuestSeq
	says(desk.FeelingAngry, "e", desk.AttentionAngry)
	if !s.NeedsLook() {
		t.Error("it needs no look")
	}
	s.Status = desk.StatusResolved
	if s.NeedsLook() {
		t.Error("a resolved one needs a look")
	}
}

func TestFacts_Attention(t *testing.T) {
	t.Parallel()
	says := func(f *desk.Facts, feeling desk.Feeling, said string) {
		f.GuestSeq++
		f.Hears(feeling, said)
	}
	for name, c := range map[string]struct {
		happens func(f *desk.Facts)
		want    desk.Attention
	}{
		"nothing":        {func(*desk.Facts) {}, desk.AttentionNone},
		"a question":     {func(f *desk.Facts) { says(f, "", "a") }, desk.AttentionNone},
		"an angry guest": {func(f *desk.Facts) { says(f, desk.FeelingAngry, "a") }, desk.AttentionAngry},
		"anger lasts": {func(f *desk.Facts) {
			says(f, desk.FeelingAngry, "a")
			says(f, desk.FeelingUnhappy, "b")
			says(f, "", "c")
		}, desk.AttentionAngry},
		"until pleased":    {func(f *desk.Facts) { says(f, desk.FeelingAngry, "a"); says(f, desk.FeelingPleased, "b") }, desk.AttentionNone},
		"the same again":   {func(f *desk.Facts) { says(f, "", "a"); says(f, "", "a") }, desk.AttentionRepeated},
		"no words at all":  {func(f *desk.Facts) { says(f, "", ""); says(f, "", "") }, desk.AttentionNone},
		"not helped twice": {func(f *desk.Facts) { says(f, "", "a"); f.Helped(false); says(f, "", "b"); f.Helped(false) }, desk.AttentionUnanswered},
		"helped between": {func(f *desk.Facts) {
			says(f, "", "a")
			f.Helped(false)
			f.Helped(true)
			says(f, "", "b")
			f.Helped(false)
		}, desk.AttentionNone},
		"read with care": {func(f *desk.Facts) { says(f, "", "a"); f.Sounds(desk.FeelingUnhappy, f.GuestSeq) }, desk.AttentionUnhappy},
		"read with care, and pleased": {func(f *desk.Facts) {
			says(f, desk.FeelingUnhappy, "a")
			f.Sounds(desk.FeelingPleased, f.GuestSeq)
		}, desk.AttentionNone},
		"read with care, calm takes nothing away": {func(f *desk.Facts) {
			says(f, desk.FeelingAngry, "a")
			f.Sounds("", f.GuestSeq)
			f.Sounds(desk.FeelingUnhappy, f.GuestSeq)
		}, desk.AttentionAngry},
		"read with care when the guest had written on": {func(f *desk.Facts) {
			says(f, "", "a")
			says(f, "", "b")
			f.Sounds(desk.FeelingAngry, f.GuestSeq-1)
		}, desk.AttentionNone},
		"read with care when a person had seen to it": {func(f *desk.Facts) {
			says(f, "", "a")
			f.SettledSeq = f.GuestSeq
			f.Sounds(desk.FeelingAngry, f.GuestSeq)
		}, desk.AttentionNone},
		"a person saw to it": {func(f *desk.Facts) { says(f, desk.FeelingAngry, "a"); f.SettledSeq = f.GuestSeq }, desk.AttentionNone},
		"and it began anew":  {func(f *desk.Facts) { says(f, desk.FeelingAngry, "a"); f.SettledSeq = f.GuestSeq; says(f, "", "a") }, desk.AttentionNone},
	} {
		var f desk.Facts
		c.happens(&f)
		if got := f.Attention(); got != c.want {
			t.Errorf("%s: %q, want %q", name, got, c.want)
		}
	}
}
