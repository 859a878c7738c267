package phrases_test

import (
	"strings"
	"testing"

	"deskbell/internal/conversation/phrases"
	"deskbell/internal/desk"
)

func TestCheck(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		code       desk.LineCode
		text, want string
	}{
		{desk.LineJoined, "{agent} is here.", ""},
		{desk.LineOpens, "Back {opens}[ ({opens_local} for you[, {zone}])].", ""},
		{desk.LineJoined, "", ""},
		{desk.LineWaiting, "Hang on", "every property"},
		{desk.LineRated, "Thanks", "no such line"},
		{"hello", "Hello", "no such line"},
		{desk.LineJoined, strings.Repeat("ü", phrases.WordsMax+1), "at most 500"},
		{desk.LineJoined, "{guest} and {agent}", "{guest}. Use {agent}."},
		{desk.LineNobodyFree, "{agent} is busy", "no names"},
		{desk.LineJoined, "{agent", "{ that no }"},
		{desk.LineJoined, "agent}", "} that no {"},
		{desk.LineJoined, "[{agent}", "[ that no ]"},
		{desk.LineJoined, "{agent}]", "] that no ["},
	} {
		got := phrases.Check(map[string]map[desk.LineCode]string{"en": {c.code: c.text}})
		if len(got) != min(1, len(c.want)) || len(got) == 1 && (!strings.Contains(got[0].Message, c.want) || got[0].Location != "words.en."+string(c.code)) {
			t.Errorf("%s %q: %v, want %q", c.code, c.text, got, c.want)
		}
	}
	// Our own words keep to the rules.
	own := map[string]map[desk.LineCode]string{}
	for _, l := range phrases.Languages() {
		own[l] = map[desk.LineCode]string{}
		for _, code := range phrases.Lines() {
			own[l][code] = phrases.Default(l, "", code)
		}
	}
	if wrong := phrases.Check(own); len(wrong) > 0 {
		t.Error(wrong)
	}
}
