package phrases_test

import (
	"regexp"
	"slices"
	"strings"
	"testing"
	"time"

	"deskbell/internal/conversation/phrases"
	"deskbell/internal/desk"
)

// public are the lines that a guest may see.
var public = []desk.LineCode{
	desk.LineWaiting, desk.LineStillWaiting, desk.LineNobodyFree, desk.LineClosed, desk.LineOpens, desk.LineCannotHelp, desk.LineJoined,
	desk.LinePromised, desk.LineHandedBack, desk.LineAssistantBack, desk.LineWithYou, desk.LineStillWithYou, desk.LineRelieved,
	desk.LineMeanwhile, desk.LineLost, desk.LineBack, desk.LineResolved, desk.LineReopened, desk.LineTicket, desk.LineEmergency,
}

var names = regexp.MustCompile(`\{[a-z_]+\}`)

func TestEveryLanguageHasEveryLine(t *testing.T) {
	t.Parallel()
	// What is filled in shows as its own name, so that the languages can be compared.
	values := map[string]string{}
	for _, n := range []string{"agent", "minutes", "phone", "number", "ticket", "address", "opens", "opens_local", "zone", "reply_by"} {
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
			"Nobody at our desk can chat at this moment, we are sorry. Leave a message, or call +351 21 000."},
		{"WithoutPhone", "en", desk.PropertySettings{}, desk.LineClosed, nil, "Nobody at our desk can chat at this moment, we are sorry. Leave a message."},
		{"WhenTheDeskOpens", "en", desk.PropertySettings{}, desk.LineOpens,
			map[string]string{"opens": "07:00", "zone": "Lisbon time", "opens_local": "08:00", "reply_by": "10:00", "phone": "+351 21 000"},
			"Our desk answers chats from 07:00 Lisbon time (08:00 where you are). Leave a message and we reply by 10:00, or call +351 21 000."},
		{"WhenTheDeskOpensInBrief", "en", desk.PropertySettings{}, desk.LineOpens, map[string]string{"opens": "tomorrow 07:00"},
			"Our desk answers chats from tomorrow 07:00. Leave a message."},
		{"PartsOfParts", "en", desk.PropertySettings{}, desk.LineTicket,
			map[string]string{"ticket": "1042", "address": "m…@mail.com", "reply_by": "10:00", "zone": "Lisbon time"},
			"Your message has been passed on. Ticket #1042. We reply to m…@mail.com by 10:00 (Lisbon time)."},
		{"PartsOfPartsLeftOut", "en", desk.PropertySettings{}, desk.LineTicket, map[string]string{"ticket": "1042", "address": "m…@mail.com"},
			"Your message has been passed on. Ticket #1042. We reply to m…@mail.com."},
		{"NumbersStayWholeInHebrew", "he", desk.PropertySettings{}, desk.LineClosed, map[string]string{"phone": "+351 21 000"},
			"מצטערים, אף אחד בקבלה לא יכול לשוחח ברגע זה. אפשר להשאיר הודעה, או להתקשר: \u2066+351 21 000\u2069."},
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

func TestNamesAndDefaults(t *testing.T) {
	t.Parallel()
	if slices.Contains(phrases.Lines(), desk.LineWaiting) || !slices.Contains(phrases.Lines(), desk.LineOpens) {
		t.Error("a property words every line but the first:", phrases.Lines())
	}
	if got := phrases.Names(desk.LinePromised); !slices.Equal(got, []string{"agent", "minutes"}) {
		t.Error(got)
	}
	if got := phrases.Default("fi", "de-CH", desk.LineBack); got != "{agent} ist wieder da." {
		t.Error(got)
	}
}

func TestWhen(t *testing.T) {
	t.Parallel()
	lisbon, err := time.LoadLocation("Europe/Lisbon")
	if err != nil {
		t.Fatal(err)
	}
	now := time.Date(2026, 8, 12, 23, 30, 0, 0, time.UTC) // half past midnight in Lisbon, a Thursday
	for at, want := range map[time.Time]string{
		time.Date(2026, 8, 13, 7, 0, 0, 0, lisbon): "07:00",
		time.Date(2026, 8, 14, 7, 0, 0, 0, lisbon): "tomorrow 07:00",
		time.Date(2026, 8, 19, 7, 5, 0, 0, lisbon): "Wednesday 07:05",
		time.Date(2026, 8, 20, 7, 0, 0, 0, lisbon): "20 August 07:00",
	} {
		if got := phrases.When("en-GB", at, now); got != want {
			t.Errorf("%v: %q, want %q", at, got, want)
		}
	}
	all := map[string]bool{}
	for _, l := range phrases.Languages() {
		for _, days := range []int{0, 1, 3, 30} {
			text := phrases.When(l, time.Date(2026, 8, 13+days, 7, 0, 0, 0, lisbon), now)
			if all[text] && text != "07:00" || strings.ContainsAny(text, "{}") {
				t.Errorf("%s in %d days: %q", l, days, text)
			}
			all[text] = true
		}
		if phrases.ZoneName(l, "Europe/Lisbon") == "" {
			t.Errorf("%s does not say whose time is told", l)
		}
	}
	if got := phrases.ZoneName("en", "America/New_York"); got != "New York time" {
		t.Error(got)
	}
}

// A promise names its minutes as people say them, in every language.
func TestLine_Minutes(t *testing.T) {
	t.Parallel()
	for minutes, want := range map[string]string{"1": "in about 1 minute.", "3": "in about 3 minutes.", "15": "in about 15 minutes."} {
		got := phrases.Line(desk.PropertySettings{}, "en", desk.LinePromised, map[string]string{"agent": "Ana", "minutes": minutes})
		if !strings.HasSuffix(got, want) {
			t.Errorf("got %q, want it to end in %q", got, want)
		}
	}
	own := desk.PropertySettings{Words: map[string]map[desk.LineCode]string{"en": {desk.LinePromised: "{minutes} min!"}}}
	if got := phrases.Line(own, "en", desk.LinePromised, map[string]string{"minutes": "1"}); got != "1 min!" {
		t.Errorf("the property's own words became %q", got)
	}
	for _, l := range phrases.Languages() {
		got := phrases.Line(desk.PropertySettings{}, l, desk.LinePromised, map[string]string{"agent": "Ana", "minutes": "1"})
		if !strings.Contains(got, "1") && l != "ar" || !strings.Contains(got, "Ana") {
			t.Errorf("%s: %q", l, got)
		}
	}
	for minutes, want := range map[string]string{"1": "خلال دقيقة تقريبًا.", "2": "خلال دقيقتين تقريبًا.", "3": "خلال 3 دقائق تقريبًا.", "10": "خلال 10 دقائق تقريبًا.", "11": "خلال 11 دقيقة تقريبًا."} {
		got := phrases.Line(desk.PropertySettings{}, "ar", desk.LinePromised, map[string]string{"agent": "Ana", "minutes": minutes})
		if got = strings.NewReplacer("\u2066", "", "\u2069", "").Replace(got); !strings.HasSuffix(got, want) {
			t.Errorf("%s minutes: got %q, want it to end in %q", minutes, got, want)
		}
	}
}
