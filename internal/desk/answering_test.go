package desk_test

import (
	"strings"
	"testing"

	"deskbell/internal/desk"
)

func TestAnswering_Check(t *testing.T) {
	t.Parallel()
	for _, good := range []desk.Answering{
		{},
		{By: desk.AnswerByModel, GuestCalls: 1, DayCalls: 1, DayTokens: 1},
		{By: desk.AnswerByBot, Bot: desk.Bot{URL: "https://bot.example/answer?x=1", Hosts: []string{"booking.example", "a-b.co.uk"}}},
		{Bot: desk.Bot{URL: "https://bot.example"}},
	} {
		if wrong := good.Check(); len(wrong) > 0 {
			t.Errorf("%+v: %v", good, wrong)
		}
	}
	for at, bad := range map[string]desk.Answering{
		"body.by":           {By: "parrot"},
		"body.help":         {Help: "perhaps"},
		"body.guest_calls":  {GuestCalls: -1},
		"body.day_calls":    {DayCalls: desk.MaxDayCalls + 1},
		"body.day_tokens":   {DayTokens: -5},
		"body.bot.url":      {By: desk.AnswerByBot},
		"body.bot.hosts":    {Bot: desk.Bot{Hosts: strings.Split(strings.Repeat("a.example ", 21), " ")[:21]}},
		"body.bot.hosts[1]": {Bot: desk.Bot{Hosts: []string{"a.example", "https://b.example/"}}},
	} {
		if wrong := bad.Check(); len(wrong) != 1 || wrong[0].Location != at {
			t.Errorf("%s: %v", at, wrong)
		}
	}
	for _, u := range []string{"http://bot.example", "bot.example", "https://", "https://user:pass@bot.example", "javascript:alert(1)", "https://a.example/#x"} {
		if wrong := (desk.Answering{Bot: desk.Bot{URL: u}}).Check(); len(wrong) != 1 || wrong[0].Location != "body.bot.url" {
			t.Errorf("%s: %v", u, wrong)
		}
	}
}

// Nothing is sent to a model by a property that chose something else, unless it says so.
func TestAnswering_HelpsAgents(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		by    desk.AnswerBy
		help  desk.AnswerHelp
		helps bool
	}{{"", "", true}, {desk.AnswerByModel, "", true}, {desk.AnswerByBuiltin, "", false}, {desk.AnswerByBot, "", false},
		{desk.AnswerByBuiltin, desk.HelpOn, true}, {"", desk.HelpOff, false}} {
		if got := (desk.Answering{By: c.by, Help: c.help}).HelpsAgents(); got != c.helps {
			t.Errorf("%+v", c)
		}
	}
}
