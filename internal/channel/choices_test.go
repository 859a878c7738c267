package channel_test

import (
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"deskbell/internal/channel"
)

func choices(titles ...string) []channel.Choice {
	var out []channel.Choice
	for _, t := range titles {
		out = append(out, channel.Choice{Title: t, Payload: "p:" + t})
	}
	return out
}

var whatsApp = channel.Capabilities{TextMax: 40, TextUnit: channel.Characters, ButtonsMax: 3, ButtonTitleMax: 20, ListMax: 10, ListTitleMax: 24, ChoiceTextMax: 20}

func TestShape(t *testing.T) {
	t.Parallel()
	ten := strings.Split("0123456789", "")
	for name, try := range map[string]struct {
		text    string
		choices []channel.Choice
		want    []channel.Part
	}{
		"Plain":   {"Hello", nil, []channel.Part{{Text: "Hello"}}},
		"Buttons": {"Which?", choices("Spa", "Pool"), []channel.Part{{Text: "Which?", Choices: choices("Spa", "Pool")}}},
		"List":    {"Which?", choices(ten...), []channel.Part{{Text: "Which?", Choices: choices(ten...)}}},
		"ListForLongTitles": {"Which?", choices("The swimming pool, out", "Spa"),
			[]channel.Part{{Text: "Which?", Choices: choices("The swimming pool, out", "Spa")}}},
		"TooMany":     {"Which?", choices(append(ten, "10")...), []channel.Part{{Text: "Which?\n\n1. 0\n2. 1\n3. 2\n4. 3\n5. 4\n6. 5"}, {Text: "7. 6\n8. 7\n9. 8\n10. 9\n11. 10"}}},
		"TooLong":     {"Which?", choices("The swimming pool outside"), []channel.Part{{Text: "Which?\n\n1. The swimming pool outside"}}},
		"SameTitles":  {"Which?", []channel.Choice{{Title: "A", Payload: "1"}, {Title: "A", Payload: "2"}}, []channel.Part{{Text: "Which?\n\n1. A\n2. A"}}},
		"NoText":      {" ", choices("A"), []channel.Part{{Text: "1. A"}}},
		"LongPayload": {"Which?", []channel.Choice{{Title: "A", Payload: strings.Repeat("x", 201)}}, []channel.Part{{Text: "Which?\n\n1. A"}}},
		"LongText": {"Here is what we have for you today. Which?", choices("Spa"),
			[]channel.Part{{Text: "Here is what we have for you today."}, {Text: "Which?", Choices: choices("Spa")}}},
		"LongTextAboveChoices": {"Which one of these, please?", choices("Spa"),
			[]channel.Part{{Text: "Which one of these,"}, {Text: "please?", Choices: choices("Spa")}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if d := cmp.Diff(try.want, channel.Shape(whatsApp, try.text, try.choices)); d != "" {
				t.Error(d)
			}
		})
	}
}

func TestChosen(t *testing.T) {
	t.Parallel()
	list := append(choices("Spa", "Swimming pool", "Straße", "👍"), choices("5", "6", "7", "8", "9", "Ten")...)
	for answer, want := range map[string]string{
		"1": "Spa", "2.": "Swimming pool", "(2)": "Swimming pool", " #1 ": "Spa", "2)": "Swimming pool", "10": "Ten",
		"spa": "Spa", "SWIMMING POOL!": "Swimming pool", "STRASSE": "Straße", "p:Spa": "Spa", "👍": "👍",
		"٢": "Swimming pool", "２": "Swimming pool", "१०": "Ten", "𝟐": "Swimming pool",
		"": "", "?": "", "0": "", "11": "", "-": "", "2 people": "", "99999999999999999999": "", "p:": "",
	} {
		if got, ok := channel.Chosen(answer, list); got.Title != want || ok != (want != "") {
			t.Errorf("%q: got %q", answer, got.Title)
		}
	}
	if _, ok := channel.Chosen("1", nil); ok {
		t.Error("chosen of nothing")
	}
}
