package mail

import (
	"strings"
	"testing"
)

func TestAnswerOf(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ text, want string }{
		"Plain":     {"Yes, please.\r\n\r\nBest,\r\nZoë", "Yes, please.\n\nBest,\nZoë"},
		"Gmail":     {"Yes, please.\n\nOn Sun, 22 Nov 2026 at 14:32, Harbour View <desk@hotel.example> wrote:\n\n> Would you like a cot?\n>\n> > earlier\n", "Yes, please."},
		"Folded":    {"Thanks\n\nOn Sun, 22 Nov 2026 at 14:32, Harbour View Hotel\n<desk+1042-abcdefgh@hotel.example> wrote:\n> x", "Thanks"},
		"German":    {"Gern.\n\nAm 22.11.2026 um 14:32 schrieb Harbour View:\n> Möchten Sie?", "Gern."},
		"French":    {"Oui merci\n\nLe dim. 22 nov. 2026 à 14:32, Harbour View <d@h.example> a écrit :\n> Voulez-vous", "Oui merci"},
		"Spanish":   {"Sí\n\nEl dom, 22 nov 2026 a las 14:32, Harbour View escribió:\n> ¿Quiere", "Sí"},
		"Hebrew":    {"כן, תודה\n\nבתאריך יום א׳, 22 בנוב׳ 2026 ב-14:32 מאת Harbour View כתב:\n> שלום", "כן, תודה"},
		"Outlook":   {"Yes please\n\n________________________________\nFrom: Harbour View <d@h.example>\nSent: Sunday, November 22, 2026 2:32 PM\nTo: Zoe\nSubject: Your message\n\nWould you like a cot?", "Yes please"},
		"OutlookDE": {"Ja bitte\n\nVon: Harbour View\nGesendet: Sonntag, 22. November 2026\nAn: Zoe\nBetreff: Ihre Nachricht\n\nMöchten Sie?", "Ja bitte"},
		"Original":  {"Yes\n\n-----Original Message-----\nWould you?", "Yes"},
		"Mark":      {"Yes\n\nSomebody of the hotel:\n—✂— Please write your answer above this line —✂—\n\nAna\nWould you?", "Yes\n\nSomebody of the hotel:"},
		"MarkBelow": {"Yes\n\nOn Sunday, Harbour View wrote:\n> —✂— Please write your answer above this line —✂—\n> Ana", "Yes"},
		"Below":     {"On Sun, 22 Nov 2026 at 14:32, Harbour View wrote:\n> Would you like a cot?\n> Or two?\n\nOne, please.", "One, please."},
		"Between":   {"See below\n\nOn Sun, 22 Nov 2026 at 14:32, HV wrote:\n> A cot?\nYes\n> Breakfast?\nNo\n", "See below\n\nYes\nNo"},
		"Signature": {"Yes\n-- \nZoë Müller\n+49 171", "Yes"},
		"Phone":     {"Yes\n\nSent from my iPhone", "Yes"},
		"PhoneOnly": {"Sent from my iPhone", "Sent from my iPhone"},
		"NoQuote":   {"From: the airport we take a taxi.\nTo: the hotel it is far.", "From: the airport we take a taxi.\nTo: the hotel it is far."},
		"OnlyQuote": {"> what you said", "> what you said"},
		"Letters":   {"A\x00b\u202ec\u200bd\u00a0e\tf\x07", "Abcd e f"},
		"Empty":     {" \r\n \t", ""},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := answerOf(c.text); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
	if long := answerOf(strings.Repeat("é", 30_000)); len([]rune(long)) != textMost {
		t.Errorf("kept %d characters", len([]rune(long)))
	}
}

func TestHTMLText(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct{ source, want string }{
		"Paragraphs": {"<p>Yes,\n please.</p><p>Zo&euml;</p>", "Yes, please.\n\nZoë"},
		"Lines":      {"One<br>Two<div>Three</div><div>Four</div>", "One\nTwo\nThree\nFour"},
		"Script":     {"<script>alert(1)</script><style>p{}</style>Yes<img src=x onerror=alert(1)>", "Yes"},
		"Nested":     {"<scr<script>ipt>alert(1)</script>Yes", "ipt>alert(1)Yes"}, // what is no element is text
		"Escaped":    {"&lt;script&gt;alert(1)&lt;/script&gt;", "<script>alert(1)</script>"},
		"Gmail":      {`<div dir="ltr">Yes</div><br><div class="gmail_quote gmail_quote_container"><div>On Sunday wrote:</div><blockquote>No</blockquote></div>`, "Yes"},
		"Apple":      {`<div>Yes</div><blockquote type="cite">No</blockquote>`, "Yes"},
		"Outlook":    {`<p>Yes</p><div id="divRplyFwdMsg"><b>From:</b> HV</div><p>No</p>`, "Yes"},
		"List":       {"<ul><li>cot</li><li>tea</li></ul>", "- cot\n- tea"},
		"Table":      {"<table><tr><td>a</td><td>b</td></tr><tr><td>c</td></tr></table>", "a b\n c"},
		"Unclosed":   {"<p>Yes<script>", "Yes"},
		"Hidden":     {"<title>No</title><textarea>No</textarea>Yes", "Yes"},
		"NoMarkup":   {"a < b and c > d", "a < b and c > d"},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if got := scrub(htmlText(strings.NewReader(c.source), true)); got != c.want {
				t.Errorf("got %q, want %q", got, c.want)
			}
		})
	}
}
