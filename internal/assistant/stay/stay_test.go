package stay_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"deskbell/internal/assistant/stay"
)

// monday is when the messages are written: 23 November 2026, late in Lisbon.
var monday = time.Date(2026, 11, 23, 23, 30, 0, 0, time.FixedZone("", 0))

func told(s stay.Stay) string {
	var out []string
	if !s.From.IsZero() {
		out = append(out, s.From.Format("2006-01-02"))
	}
	if !s.To.IsZero() {
		out = append(out, ">"+s.To.Format("2006-01-02"))
	}
	if s.Adults > 0 {
		out = append(out, fmt.Sprintf("%da", s.Adults))
	}
	if s.Children > 0 {
		out = append(out, fmt.Sprintf("%dc", s.Children))
	}
	if s.Rooms > 0 {
		out = append(out, fmt.Sprintf("%dr", s.Rooms))
	}
	return strings.Join(out, " ")
}

func TestRead(t *testing.T) {
	t.Parallel()
	for _, c := range []struct{ message, want string }{
		// days
		{"I want to book a double room from 24 December to 27 December", "2026-12-24 >2026-12-27"},
		{"any availability 12-14 june?", "2027-06-12 >2027-06-14"},
		{"any availability 12 - 14 of June 2027, 2 adults", "2027-06-12 >2027-06-14 2a"},
		{"rooms June 12th to 14th", "2027-06-12 >2027-06-14"},
		{"a room on december 24th for 3 nights", "2026-12-24 >2026-12-27"},
		{"I need a room for tonight, 2 adults", "2026-11-23 >2026-11-24 2a"},
		{"a room tomorrow for two nights", "2026-11-24 >2026-11-26"},
		{"the day after tomorrow for one night", "2026-11-25 >2026-11-26"},
		{"arriving Friday, leaving Sunday", "2026-11-27 >2026-11-29"},
		{"from Friday 27 November until Monday 30 November", "2026-11-27 >2026-11-30"},
		{"this weekend", "2026-11-27 >2026-11-29"},
		{"2026-12-30 to 2027-01-02", "2026-12-30 >2027-01-02"},
		{"30 december - 2 january, 2 people", "2026-12-30 >2027-01-02 2a"},
		{"24/12 to 27/12", "2026-12-24 >2026-12-27"},
		{"12/24 for 2 nights", "2026-12-24 >2026-12-26"},
		{"on saturday for a week", "2026-11-28 >2026-12-05"},
		// what may be one of two is left open
		{"a room next weekend", ""},
		{"next friday", ""},
		{"on monday", ""},
		{"on 3/4 for 2 nights", ""},
		{"12 june or 14 june", ""},
		{"12 june, 14 june or 16 june", ""},
		{"from 24 december to 27 december, 2 nights", ""},
		// what is no day
		{"in december", ""},
		{"may 2 people come", "2a"},
		{"open 24/7", ""},
		{"it costs 8.12 EUR at 10.30", ""},
		{"31 february", ""},
		{"3 march 2021", ""},
		{"room 210 has 2 beds", ""},
		{"good morning", ""},
		{"a couple of nights", ""},
		// people
		{"2 adults and 2 kids (5 and 7)", "2a 2c"},
		{"family of four with 2 small children", "2a 2c"},
		{"there are four of us, in two double rooms", "4a 2r"},
		{"my wife and I", "2a"},
		{"a table for two", "2a"},
		{"for 500 people", ""},
		{"24 of december for 3 people", "2026-12-24 3a"},
		// German
		{"Haben Sie vom 24. bis 27. Dezember ein Zimmer für 2 Erwachsene und 1 Kind?", "2026-12-24 >2026-12-27 2a 1c 1r"},
		{"Zimmer vom 24.12. bis 27.12.2026 für zwei Personen", "2026-12-24 >2026-12-27 2a"},
		{"24.-27.12. zu zweit", "2026-12-24 >2026-12-27 2a"},
		{"Haben Sie heute Nacht noch etwas frei?", "2026-11-23 >2026-11-24"},
		{"Ein Doppelzimmer ab morgen für drei Nächte", "2026-11-24 >2026-11-27 1r"},
		{"Guten Morgen, heute Morgen", "2026-11-23"},
		{"übermorgen", "2026-11-25"},
		{"am Freitag für 2 Nächte", "2026-11-27 >2026-11-29"},
		// French
		{"une chambre du 24 au 27 décembre pour deux personnes", "2026-12-24 >2026-12-27 2a 1r"},
		{"ce soir pour 2 adultes et un enfant", "2026-11-23 >2026-11-24 2a 1c"},
		{"après-demain, 3 nuits", "2026-11-25 >2026-11-28"},
		{"le 1er janvier pour une nuit", "2027-01-01 >2027-01-02"},
		// Spanish
		{"una habitación del 24 al 27 de diciembre para 2 adultos y 2 niños", "2026-12-24 >2026-12-27 2a 2c 1r"},
		{"mañana por la mañana", "2026-11-24"},
		{"esta noche", "2026-11-23 >2026-11-24"},
		{"del viernes al domingo", "2026-11-27 >2026-11-29"},
		// Portuguese
		{"um quarto de 24 a 27 de dezembro de 2026 para 3 pessoas", "2026-12-24 >2026-12-27 3a 1r"},
		{"de sexta-feira a domingo", "2026-11-27 >2026-11-29"},
		{"no fim de semana", "2026-11-27 >2026-11-29"},
		{"amanhã por duas noites", "2026-11-24 >2026-11-26"},
		// Italian
		{"una camera dal 24 al 27 dicembre per due persone", "2026-12-24 >2026-12-27 2a 1r"},
		{"stasera, 2 adulti e un bambino", "2026-11-23 >2026-11-24 2a 1c"},
		// Dutch
		{"een kamer van 24 tot 27 december voor 2 volwassenen en 1 kind", "2026-12-24 >2026-12-27 2a 1c 1r"},
		{"vannacht", "2026-11-23 >2026-11-24"},
		// Arabic and Hebrew
		{"أريد غرفة من 24 إلى 27 ديسمبر لشخصين", "2026-12-24 >2026-12-27"},
		{"غرفة من ٢٤ إلى ٢٧ ديسمبر، 2 بالغين", "2026-12-24 >2026-12-27 2a"},
		{"חדר מ 24 עד 27 בדצמבר, 2 מבוגרים", "2026-12-24 >2026-12-27 2a"},
	} {
		if got := told(stay.Read(c.message, monday)); got != c.want {
			t.Errorf("%q: %q, want %q", c.message, got, c.want)
		}
	}
	if s := stay.Read("24 december, 2 adults", time.Time{}); !s.From.IsZero() || s.Adults != 2 {
		t.Errorf("without a time: %+v", s)
	}
}

func TestOr(t *testing.T) {
	t.Parallel()
	earlier := stay.Read("from 24 december to 27 december", monday)
	got := stay.Read("2 adults and 1 child", monday).Or(earlier)
	if told(got) != "2026-12-24 >2026-12-27 2a 1c" || got.Nights() != 3 {
		t.Errorf("%q", told(got))
	}
	if got := stay.Read("rather from 3 january 2027", monday).Or(got); told(got) != "2027-01-03 2a 1c" {
		t.Errorf("%q: the days of one message go together", told(got))
	}
}

func TestFill(t *testing.T) {
	t.Parallel()
	whole := stay.Read("24 december to 27 december, 2 adults, 1 child, 1 room", monday)
	for _, c := range []struct {
		template string
		s        stay.Stay
		want     string
	}{
		{"https://book.example/", whole, "https://book.example/"},
		{"https://book.example/r?in={checkin}&out={checkout}&a={adults}&c={children}&r={rooms}&n={nights}&g={guests}&l={language}&id=7", whole,
			"https://book.example/r?in=2026-12-24&out=2026-12-27&a=2&c=1&r=1&n=3&g=3&l=en&id=7"},
		{"https://book.example/r?id=7&in={checkin:DD/MM/YYYY}&out={checkout:M.D.YY}", whole, "https://book.example/r?id=7&in=24%2F12%2F2026&out=12.27.26"},
		{"https://book.example/r?in={checkin}&id=7&a={adults}", stay.Stay{}, "https://book.example/r?id=7"},
		{"https://book.example/r?in={checkin}", stay.Stay{}, "https://book.example/r"},
		{"https://book.example/r?a={adults}&c={children}", stay.Read("two adults", monday), "https://book.example/r?a=2&c=0"},
		{"https://book.example/#/rooms?stay={checkin}_{checkout}&x", stay.Read("24 december", monday), "https://book.example/#/rooms?x"},
	} {
		if got := stay.Fill(c.template, c.s, "en"); got != c.want {
			t.Errorf("%s: %s, want %s", c.template, got, c.want)
		}
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		template string
		want     error
	}{
		{"", nil},
		{"https://book.example", nil},
		{"https://book.example/r?in={checkin:DD.MM.YYYY}&out={checkout}&g={adults}+{children}", nil},
		{"https://book.example/#/r?in={checkin}", nil},
		{"http://book.example/", stay.ErrAddress},
		{"javascript:alert(1)", stay.ErrAddress},
		{"https:///r", stay.ErrAddress},
		{"https://me:secret@book.example/", stay.ErrAddress},
		{"https://book.example/ r", stay.ErrAddress},
		{"https://book.example\\@evil.example/", stay.ErrAddress},
		{"book.example", stay.ErrAddress},
		{"https://{checkin}.example/", stay.ErrPlace},
		{"https://book.example/{checkin}", stay.ErrPlace},
		{"https://book.example/?{checkin}=1", stay.ErrPlace},
		{"https://book.example/?a={name}", stay.ErrPlaceholder},
		{"https://book.example/?a={adults:DD}", stay.ErrPlaceholder},
		{"https://book.example/?a={checkin:DD}", stay.ErrPlaceholder},
		{"https://book.example/?a={checkin:}", stay.ErrPlaceholder},
		{"https://book.example/?a={checkin", stay.ErrPlaceholder},
		{"https://book.example/?a=checkin}", stay.ErrPlaceholder},
		{"https://book.example/?" + strings.Repeat("a", stay.MaxTemplate), stay.ErrLong},
	} {
		if got := stay.Check(c.template); got != c.want {
			t.Errorf("%.60s: %v, want %v", c.template, got, c.want)
		}
	}
}

// Whatever is written, a stay is one that a hotel could take, and the link leads where the property said.
func FuzzRead(f *testing.F) {
	for _, s := range []string{"", "24.12.", "31/31/31", "from 12 to 14 june 2027", "xday20261224 xday", "0 0 0 nights", "\x00\xff", strings.Repeat("12 ", 500), "٢٤ ديسمبر"} {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, message string) {
		s := stay.Read(message, monday)
		if s.Adults < 0 || s.Children < 0 || s.Rooms < 0 || s.Nights() < 0 || s.Nights() > 60 || s.From.IsZero() && !s.To.IsZero() {
			t.Errorf("%q: %+v", message, s)
		}
		got := stay.Fill("https://book.example/r?in={checkin:DD/MM/YYYY}&out={checkout}&a={adults}", s, "en")
		if !strings.HasPrefix(got, "https://book.example/r") || stay.Check(got) != nil {
			t.Errorf("%q: %s", message, got)
		}
	})
}
