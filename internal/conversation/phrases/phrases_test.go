package phrases_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"

	"deskbell/internal/conversation/phrases"
	"deskbell/internal/desk"
)

// public are the lines that a guest may see.
var public = []desk.LineCode{
	desk.LineWaiting, desk.LineStillWaiting, desk.LineNobodyFree, desk.LineClosed, desk.LineCannotHelp, desk.LineJoined,
	desk.LinePromised, desk.LineHandedBack, desk.LineAssistantBack, desk.LineWithYou, desk.LineStillWithYou, desk.LineRelieved,
	desk.LineMeanwhile, desk.LineLost, desk.LineBack, desk.LineResolved, desk.LineReopened, desk.LineTicket, desk.LineEmergency,
}

var names = regexp.MustCompile(`\{[a-z]+\}`)

func TestEveryLanguageHasEveryLine(t *testing.T) {
	t.Parallel()
	// What is filled in shows as its own name, so that the languages can be compared.
	values := map[string]string{}
	for _, n := range []string{"agent", "minutes", "phone", "number", "ticket", "address"} {
		values[n] = "{" + n + "}"
	}
	for _, code := range public {
		want := names.FindAllString(phrases.Line(desk.PropertySettings{}, "en", code, values), -1)
		slices.Sort(want)
		seen := map[string]string{}
		for _, l := range phrases.Languages() {
			text := phrases.Line(desk.PropertySettings{}, l, code, values)
			got := names.FindAllString(text, -1)
			slices.Sort(got)
			if text == "" || !slices.Equal(got, want) || strings.ContainsAny(text, "[]") {
				t.Errorf("%s in %s: %q names %v, the English one %v", code, l, text, got, want)
			}
			if as, ok := seen[text]; ok {
				t.Errorf("%s: %s reads as %s", code, l, as)
			}
			seen[text] = l
		}
	}
	for _, l := range phrases.Languages() {
		if phrases.AssistantName(l) == "" {
			t.Errorf("the assistant has no name in %s", l)
		}
	}
}

func TestLine(t *testing.T) {
	t.Parallel()
	own := desk.PropertySettings{DefaultLanguage: "pt-PT", Words: map[string]map[desk.LineCode]string{
		"en": {desk.LineWaiting: "Hang on", desk.LineLost: "{agent} vanished[ near {phone}]. {unknown"},
	}}
	for _, c := range []struct {
		name, language string
		settings       desk.PropertySettings
		code           desk.LineCode
		values         map[string]string
		want           string
	}{
		{"TheFirstLineIsFixed", "en", own, desk.LineWaiting, nil, "Please wait while we connect you to an agent"},
		{"OwnWords", "en-GB", own, desk.LineLost, map[string]string{"agent": "Ana"}, "Ana vanished. {unknown"},
		{"RegionFallsBack", "de-AT", desk.PropertySettings{}, desk.LineBack, map[string]string{"agent": "Ana"}, "Ana ist wieder da."},
		{"CaseAndUnderscore", "DE_de", desk.PropertySettings{}, desk.LineBack, map[string]string{"agent": "Ana"}, "Ana ist wieder da."},
		{"UnknownTakesThePropertys", "fi", own, desk.LineBack, map[string]string{"agent": "Ana"}, "Ana está de volta."},
		{"NoneIsEnglish", "", desk.PropertySettings{}, desk.LineBack, map[string]string{"agent": "Ana"}, "Ana is back."},
		{"NobodyNamed", "en", desk.PropertySettings{}, desk.LineBack, nil, "A colleague is back."},
		{"WithPhone", "en", desk.PropertySettings{}, desk.LineClosed, map[string]string{"phone": "+351 21 000"},
			"Nobody at our desk can chat at this moment, we are sorry. You can call us at +351 21 000."},
		{"WithoutPhone", "en", desk.PropertySettings{}, desk.LineClosed, nil, "Nobody at our desk can chat at this moment, we are sorry."},
		{"NumbersStayWholeInHebrew", "he", desk.PropertySettings{}, desk.LineClosed, map[string]string{"phone": "+351 21 000"},
			"מצטערים, אף אחד בקבלה לא יכול לשוחח ברגע זה. אפשר להתקשר אלינו: \u2066+351 21 000\u2069."},
	} {
		t.Run(c.name, func(t *testing.T) {
			if got := phrases.Line(c.settings, c.language, c.code, c.values); got != c.want {
				t.Errorf("got  %q\nwant %q", got, c.want)
			}
		})
	}
}

func TestDesk(t *testing.T) {
	t.Parallel()
	if got := phrases.Desk(desk.LineRated, map[string]string{"reason": "4"}); got != "The guest rated this conversation: 4 of 5 stars." {
		t.Error(got)
	}
	if got := phrases.Desk(desk.LineBack, map[string]string{"agent": "Ana"}); got != "Ana is back." {
		t.Error(got)
	}
}
