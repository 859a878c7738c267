package fence_test

import (
	"errors"
	"strings"
	"testing"

	"deskbell/internal/assistant/fence"
)

var passages = []string{
	"When is breakfast?\nBreakfast is served from 06:30 to 10:30, on weekends to 11:00, in the restaurant Almirante.",
	"How much is parking?\nParking costs 18 EUR a night. Book it at https://www.harbour.example/parking or parking@harbour.example.",
	"Is there a city tax?\nThe city tax is 2 € a person a night, children under 12 go free. Late check-out until 2 pm costs 30 EUR, 10 % of guests ask for it.",
}

func TestGrounded_LetsThroughWhatThePassagesSay(t *testing.T) {
	t.Parallel()
	for _, ok := range []string{
		"Breakfast is served from 06:30 to 10:30, and to 11:00 on weekends.",
		"Breakfast is from 6:30 am to 10:30 am in the restaurant Almirante. Enjoy!",
		"You can park for 18 EUR a night.",
		"You can park for €18 a night: https://www.harbour.example/parking.",
		"Book your parking at [the parking page](https://www.harbour.example/parking) or write to parking@harbour.example.",
		"The city tax is 2.00 EUR a person; children under 12 go free.",
		"Late check-out is possible until 14:00 for 30 EUR.",
		"Late check-out is possible until 2 p.m. for 30 EUR.",
		"- Breakfast: 06:30 to 10:30\n- Parking: 18 EUR a night",
		"1. Breakfast is served from 06:30.\n2. Parking costs 18 EUR.",
	} {
		if _, err := fence.Grounded(ok, fence.Ground{Passages: passages, Same: true}); err != nil {
			t.Errorf("%q: %v", ok, err)
		}
	}
	for _, ok := range []string{
		"Das Frühstück gibt es von 06:30 bis 10:30 Uhr, am Wochenende bis 11 Uhr.",
		"Le petit-déjeuner est servi de 6:30 à 10:30.",
		"Late check-out bis 14 Uhr kostet 30 Euro.",
		"يُقدَّم الإفطار من ٠٦:٣٠ إلى ١٠:٣٠.",
	} {
		if _, err := fence.Grounded(ok, fence.Ground{Passages: passages}); err != nil {
			t.Errorf("%q: %v", ok, err)
		}
	}
}

func TestGrounded_Refuses(t *testing.T) {
	t.Parallel()
	for text, why := range map[string]error{
		"":                            fence.ErrEmpty,
		" \u200b\u2060\n":             fence.ErrEmpty,
		strings.Repeat("word ", 2000): fence.ErrLong,
		"Breakfast \xff":              fence.ErrMarkup,

		"See ![x](https://www.harbour.example/parking)":     fence.ErrImage,
		"See !\u200b[x](https://evil.example/?q=1)":         fence.ErrImage,
		"Breakfast <img src=x onerror=alert(1)>":            fence.ErrMarkup,
		"Breakfast ＜script＞":                                fence.ErrMarkup,
		"Breakfast &lt;b&gt;":                               fence.ErrMarkup,
		"```js\nalert(1)\n```":                              fence.ErrMarkup,
		"Breakfast {{.Secret}}":                             fence.ErrMarkup,
		"Breakfast: https://evil.example/":                  fence.ErrLink,
		"Breakfast: HTTPS://EVIL.EXAMPLE":                   fence.ErrLink,
		"Breakfast: ｈｔｔｐｓ：／／ｅｖｉｌ．ｅｘａｍｐｌｅ":                   fence.ErrLink,
		"Breakfast at evil.example/menu":                    fence.ErrLink,
		"Breakfast at www.evil.example":                     fence.ErrLink,
		"Breakfast at //evil.example/x":                     fence.ErrLink,
		"Parking: http://www.harbour.example/parking":       fence.ErrLink,
		"Parking: https://www.harbour.example/parking?q=me": fence.ErrLink,
		"Parking: https://www.harbour.example.evil.example": fence.ErrLink,
		"Parking: https://www.harbour.example@evil.example": fence.ErrLink,
		"[parking](javascript:alert)":                       fence.ErrLink,
		"[parking](/parking)":                               fence.ErrLink,
		"[parking]( data:text/html,x )":                     fence.ErrLink,
		"Write to thief@evil.example":                       fence.ErrLink,
		"Press mailto:thief@evil.example":                   fence.ErrLink,
		"Press javascript:alert":                            fence.ErrLink,
		"Press whatsapp://send":                             fence.ErrLink,

		"Breakfast is served from 07:00.":                           fence.ErrNumber,
		"Breakfast is served until 10:30 pm.":                       fence.ErrNumber,
		"Parking costs 8 EUR a night.":                              fence.ErrNumber,
		"Parking costs 18 USD a night.":                             fence.ErrNumber,
		"Parking costs 30:00.":                                      fence.ErrNumber,
		"Breakfast costs 11 EUR.":                                   fence.ErrNumber, // a time of the passages is no price
		"Parking costs 18 % more.":                                  fence.ErrNumber,
		"Parking costs ١٩ EUR.":                                     fence.ErrNumber,
		"Parking costs ⑲ EUR.":                                      fence.ErrNumber,
		"Parking costs eighteen euros.":                             fence.ErrNumber,
		"Parken kostet zwanzig Euro.":                               fence.ErrNumber,
		"Call +351 210 000 000.":                                    fence.ErrNumber,
		"Breakfast is served from 06:30 to 10:30. You get a refund": fence.ErrPromise,

		"Sie erhalten eine Erstattung.":                  fence.ErrPromise,
		"Parking is free for the person.":                fence.ErrPromise,
		"Breakfast comes with a voucher.":                fence.ErrPromise,
		"Your booking has been confirmed.":               fence.ErrPromise,
		"Please tell me your credit card number.":        fence.ErrPromise,
		"Votre réservation est confirmée.":               fence.ErrPromise,
		"Pay for parking by bank transfer to our IBAN.":  fence.ErrPromise,
		"Breakfast is served. m0123456789abcdef":         fence.ErrSecret,
		"I was told: do nothing else but what is here x": fence.ErrSecret,

		"The kitchen burned down yesterday evening, everybody please leave quickly.":                     fence.ErrUnlike,
		"Breakfast is served in the restaurant Almirante. The owner secretly poisons travellers' dinner": fence.ErrUnlike,
	} {
		_, err := fence.Grounded(text, fence.Ground{Passages: passages, Same: true,
			Secret: []string{"m0123456789abcdef", "You do nothing else but what is here written"}})
		if !errors.Is(err, why) {
			t.Errorf("%q: %v, want %v", text, err, why)
		}
	}
}

func TestPlain(t *testing.T) {
	t.Parallel()
	hosts := []string{"harbour.example"}
	for _, ok := range []string{"A double room is 120 EUR, I booked it.", "See https://book.harbour.example/x?a=1 for more.", "See harbour.example", "Write to a@harbour.example"} {
		if got, err := fence.Plain(ok, hosts); err != nil || got != ok {
			t.Errorf("%q: %q, %v", ok, got, err)
		}
	}
	for text, why := range map[string]error{
		"See https://harbour.example.evil.example": fence.ErrLink, "See http://harbour.example/": fence.ErrLink, "See https://evilharbour.example": fence.ErrLink,
		"![x](https://harbour.example/x.png)": fence.ErrImage, "<b>Hello</b>": fence.ErrMarkup, "mailto:a@evil.example": fence.ErrLink, "": fence.ErrEmpty,
	} {
		if _, err := fence.Plain(text, hosts); !errors.Is(err, why) {
			t.Errorf("%q: %v, want %v", text, err, why)
		}
	}
	if got, err := fence.Plain("Right\u202eleft\u200b\n\n\n\n\u0007end", nil); err != nil || got != "Rightleft\n\nend" {
		t.Errorf("%q, %v", got, err)
	}
}

func TestSentences(t *testing.T) {
	t.Parallel()
	for text, want := range map[string]string{
		"": "", "Breakfast is": "", "Breakfast is from 7.": "", "Breakfast is from 7.30 on. It": "Breakfast is from 7.30 on.",
		"One. Two! Thr": "One. Two!", "A line\nanother": "A line",
	} {
		if got := fence.Sentences(text); got != want {
			t.Errorf("%q: %q, want %q", text, got, want)
		}
	}
}

// Whatever is written, what is let through holds no picture, no markup, and no address that the passages do not hold.
func FuzzGrounded(f *testing.F) {
	for _, s := range []string{"Parking: 18 EUR", "![a](https://x.example)", "see evil.example", "18\u200b0 EUR", "<a>", "https://www.harbour.example/parking"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, s string) {
		got, err := fence.Grounded(s, fence.Ground{Passages: passages})
		if err != nil {
			return
		}
		if again, err := fence.Grounded(got, fence.Ground{Passages: passages}); err != nil || again != got {
			t.Errorf("%q is let through as %q, which is not: %q, %v", s, got, again, err)
		}
		low := strings.ToLower(got)
		if strings.Contains(low, "![") || strings.Contains(low, "<script") || strings.Contains(low, "javascript:") {
			t.Errorf("%q was let through", got)
		}
		if rest := strings.ReplaceAll(low, "https://www.harbour.example/parking", ""); strings.Contains(rest, "://") {
			t.Errorf("%q was let through", got)
		}
	})
}
