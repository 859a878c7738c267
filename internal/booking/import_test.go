package booking_test

import (
	"fmt"
	"strings"
	"testing"

	"golang.org/x/text/encoding/charmap"

	"deskbell/internal/booking"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

func (h *house) all() (out []desk.Booking) {
	h.Helper()
	list, _, err := h.desk.List(h.Context(), agent, "hv", store.BookingFilter{Limit: 200}, true)
	if err != nil {
		h.Fatal(err)
	}
	for _, b := range list {
		b.PropertyID, b.UpdatedAt = "", h.now
		b.UpdatedAt = desk.Booking{}.UpdatedAt
		out = append(out, b)
	}
	return out
}

func TestImport_Table(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	const table = "Buchungsnummer;Nachname;Anreise;Abreise;E-Mail;Personen;Zimmer;Status\n" +
		"HV-1;Müller;03.12.2026;06.12.2026;m@example.org;2;12;bestätigt\n" +
		"\n" +
		"HV-2;\"Silva; da\";2026-12-04 15:00;2026-12-05T11:00;;;;\n" + // 4
		"HV-3;Weiß;24/12/2026;12/31/2026;;;;storniert\n" +
		"HV-4;Zwei;03/04/2026;05/04/2026;;;;\n" + // may be two days
		"HV-5;Krumm;31.02.2026;01.03.2026;;;;\n" +
		"HV-6;Kurz;03.12.2026\n" +
		"HV-7;;03.12.2026;06.12.2026;;;;\n" +
		"-;Ohne;03.12.2026;06.12.2026;;;;\n" +
		"HV-8;Rück;06.12.2026;03.12.2026;;;;\n" +
		"HV-9;\"Offen;03.12.2026;06.12.2026;;;;\n" +
		"HV-10;Post;03.12.2026;06.12.2026;nirgends;;;\n" +
		"HV-11;Viele;03.12.2026;06.12.2026;;viele;;\n" +
		"HV-12;Zustand;03.12.2026;06.12.2026;;;;vielleicht\n" +
		"HV-13;Lang;03.12.2026;06.12.2028;;;;\n"
	latin, err := charmap.Windows1252.NewEncoder().String(table)
	if err != nil {
		t.Fatal(err)
	}
	r, err := h.desk.Import(t.Context(), admin, "hv", []byte(latin), false)
	if err != nil || r.Taken || r.Rows != 3 || r.BrokenRows != 11 || len(h.all()) != 0 {
		t.Fatalf("with broken rows: %+v %v, %v", r, err, h.all())
	}
	var named []string
	for _, b := range r.Broken {
		named = append(named, fmt.Sprint(b.Row))
		if b.Reason == "" || !strings.HasSuffix(b.Reason, ".") {
			t.Errorf("row %d: %q", b.Row, b.Reason)
		}
	}
	if got := strings.Join(named, " "); got != "6 7 8 9 10 11 12 13 14 15 16" {
		t.Errorf("named: %s", got)
	}
	if r, err = h.desk.Import(t.Context(), admin, "hv", []byte(latin), true); err != nil || !r.Taken || r.Added != 3 {
		t.Fatalf("the rest: %+v %v", r, err)
	}
	want := []desk.Booking{
		{Number: "HV-1", Surname: "Müller", Arrival: "2026-12-03", Departure: "2026-12-06", Email: "m@example.org", Persons: 2, Room: "12"},
		{Number: "HV-2", Surname: "Silva; da", Arrival: "2026-12-04", Departure: "2026-12-05"},
		{Number: "HV-3", Surname: "Weiß", Arrival: "2026-12-24", Departure: "2026-12-31", Cancelled: true},
	}
	if got := h.all(); fmt.Sprint(got) != fmt.Sprint(want) {
		t.Errorf("kept:\n%v\nwant\n%v", got, want)
	}
	// Again nothing changes; a change is one, and a guest who was proven follows it.
	if r, err = h.desk.Import(t.Context(), admin, "hv", []byte(latin), true); err != nil || r.Same != 3 || r.Added+r.Changed != 0 {
		t.Errorf("again: %+v %v", r, err)
	}
	guest := h.visitor("hv")
	if _, err := h.desk.ProveByForm(t.Context(), guest, booking.Form{Number: "hv1", Surname: "Mueller", Arrival: "2026-12-03"}); err != nil {
		t.Fatal(err)
	}
	if r, err = h.desk.Import(t.Context(), admin, "hv", []byte("number,last name,check-in,check-out,cancelled\nhv 1,Müller,2026-12-03,2026-12-06,yes\n"), false); err != nil || r.Changed != 1 {
		t.Errorf("a change: %+v %v", r, err)
	}
	if h.proof(guest) != (desk.Proof{}) || h.told[len(h.told)-1] != guest {
		t.Errorf("still proven: %+v", h.proof(guest))
	}
}

func TestImport_JSON(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	r, err := h.desk.Import(t.Context(), admin, "hv", []byte(`{"bookings": [
		{"number": "A-1", "surname": "Silva", "arrival": "2026-12-03", "departure": "2026-12-06", "persons": 2, "phone": "+351 1", "room": "12", "email": "a@example.org"},
		{"number": "A-2", "surname": "Silva", "arrival": "03.12.2026", "departure": "2026-12-06"},
		{"number": 3}, "x", null,
		{"number": "A-4", "surname": "Dias", "arrival": "2026-12-03", "departure": "2026-12-06", "cancelled": true}]}`), true)
	if err != nil || r.Added != 2 || r.BrokenRows != 4 || r.Broken[0].Row != 2 || r.Broken[3].Row != 5 {
		t.Errorf("%+v %v", r, err)
	}
	if r, err = h.desk.Import(t.Context(), admin, "hv", []byte(`[{"number": "A-5", "surname": "Dias", "arrival": "2026-12-03", "departure": "2026-12-06"}]`), false); err != nil || r.Added != 1 {
		t.Errorf("a bare list: %+v %v", r, err)
	}
	for _, bad := range []string{"{", "[", `{"a": 1}`, "", "\x00", "number;surname\n", "a,b,c\n1,2,3\n", strings.Repeat("\"", 3000)} {
		if r, err := h.desk.Import(t.Context(), admin, "hv", []byte(bad), true); err == nil && r.Added > 0 {
			t.Errorf("%q: %+v", bad, r)
		}
	}
	if _, err := h.desk.Import(t.Context(), admin, "hv", make([]byte, booking.MaxFile+1), true); desk.CodeOf(err) != desk.CodeTooLarge {
		t.Errorf("too large: %v", err)
	}
}

func TestImport_Many(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	var b strings.Builder
	b.WriteString("number,surname,arrival,departure\n")
	for i := range 50_001 {
		fmt.Fprintf(&b, "N%d,Silva,2026-12-03,2026-12-06\n", i)
	}
	r, err := h.desk.Import(t.Context(), admin, "hv", []byte(b.String()), true)
	if err != nil || r.Added != 50_000 || r.BrokenRows != 1 || r.Broken[0].Row != 50_002 {
		t.Errorf("%+v %v", r, err)
	}
}
