package booking_test

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"slices"
	"strings"
	"testing"
	"time"

	"deskbell/internal/booking"
	"deskbell/internal/desk"
	"deskbell/internal/secret"
	"deskbell/internal/store"
	"deskbell/internal/store/memstore"
)

// house is two properties with somebody at the desk, and a clock that the test moves.
type house struct {
	*testing.T
	store *memstore.Store
	desk  *booking.Desk
	now   time.Time
	told  []string
	guest int
}

var (
	admin = desk.Person{ID: "admin", Role: desk.RoleAdmin, PropertyIDs: []string{"hv", "mill"}, Active: true}
	agent = desk.Person{ID: "agent", Role: desk.RoleAgent, PropertyIDs: []string{"hv"}, Active: true}
)

func newHouse(t *testing.T) *house {
	t.Helper()
	h := &house{T: t, now: time.Date(2026, 12, 1, 9, 0, 0, 0, time.UTC)}
	h.store = memstore.New(func() time.Time { return h.now })
	seals, err := secret.InFolder(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	h.desk = booking.New(booking.Config{Store: h.store, Sealer: seals, Changed: func(id string) { h.told = append(h.told, id) }})
	h.write(func(tx store.Tx) error {
		for _, id := range []string{"hv", "mill"} {
			p := desk.Property{ID: id, Key: id + "-key", Name: id, Settings: desk.PropertySettings{TimeZone: "Europe/Lisbon"}}
			if err := tx.CreateProperty(p); err != nil {
				return err
			}
		}
		return nil
	})
	return h
}

func (h *house) write(fn func(store.Tx) error) {
	h.Helper()
	if err := h.store.Write(context.Background(), fn); err != nil {
		h.Fatal(err)
	}
}

// put keeps a booking at Harbour View.
func (h *house) put(number, surname, arrival, departure string) {
	h.Helper()
	if _, err := h.desk.Put(h.Context(), admin, desk.Booking{PropertyID: "hv", Number: number, Surname: surname, Arrival: arrival, Departure: departure}); err != nil {
		h.Fatal(err)
	}
}

// visitor is a new guest of a property.
func (h *house) visitor(property string) string {
	h.Helper()
	h.guest++
	id := fmt.Sprintf("guest-%d", h.guest)
	h.write(func(tx store.Tx) error {
		return tx.CreateContact(desk.Contact{ID: id, PropertyID: property, AccountID: property, Channel: desk.ChannelWeb})
	})
	return id
}

func (h *house) proof(contact string) desk.Proof {
	h.Helper()
	var c desk.Contact
	if err := h.store.Read(h.Context(), func(tx store.Tx) (err error) {
		c, err = tx.Contact(contact)
		return err
	}); err != nil {
		h.Fatal(err)
	}
	return c.Proof
}

func TestForm_WhatFits(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.put("HV-1042", "Müller-Lüdenscheidt", "2026-12-03", "2026-12-06")
	h.put("HV-1043", "de la Cruz", "2026-12-03", "2026-12-06")
	h.put("HV-1044", "Ó Briain", "2026-12-03", "2026-12-06")
	h.put("HV-1045", "Łukasz Ørsted", "2026-12-03", "2026-12-06")
	h.put("HV-1046", "كريم", "2026-12-03", "2026-12-06")
	// Lisbon keeps Greenwich's time in winter: with the 7th the proof is over.
	until := time.Date(2026, 12, 8, 0, 0, 0, 0, time.UTC)
	for _, f := range []booking.Form{
		{"HV-1042", "Müller-Lüdenscheidt", "2026-12-03"},
		{"hv 1042", "MUELLER LUEDENSCHEIDT", "2026-12-03"},
		{"hv1042", " muller   ludenscheidt ", "2026-12-03"},
		{"Hv–1042", "Lüdenscheidt Müller", "2026-12-03"},
		{"HV-1043", "Cruz, de la", "2026-12-03"},
		{"HV-1043", "Delacruz", "2026-12-03"},
		{"HV-1044", "O'Briain", "2026-12-03"},
		{"HV-1044", "O’BRIAIN", "2026-12-03"},
		{"HV-1045", "Orsted Lukasz", "2026-12-03"},
		{"HV-1046", "كَريم", "2026-12-03"},
	} {
		guest := h.visitor("hv")
		got, err := h.desk.ProveByForm(t.Context(), guest, f)
		if err != nil || got.By != desk.ProofByForm || !got.Until.Equal(until) || !strings.HasPrefix(got.Booking, "HV-104") || h.proof(guest) != got {
			t.Errorf("%+v: %+v %v", f, got, err)
		}
		if n := len(h.told); n == 0 || h.told[n-1] != guest {
			t.Errorf("%+v: told %v", f, h.told)
		}
	}
	var lines []store.AuditLine
	h.write(func(tx store.Tx) (err error) {
		lines, err = tx.ListAudit([]string{"hv"}, 100)
		return err
	})
	if n := len(slices.DeleteFunc(lines, func(l store.AuditLine) bool { return l.Action != "booking_proven" })); n != 10 {
		t.Errorf("%d proofs in the audit", n)
	}
}

// Whatever is wrong, the answer is one and the same, and nothing changes.
func TestForm_EveryMissIsTheSame(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.put("HV-1042", "Müller", "2026-12-03", "2026-12-06")
	h.put("HV-1", "Müller", "2026-12-03", "2026-12-06")
	h.put("HV-2", "Müller", "2026-11-03", "2026-11-29")
	if _, err := h.desk.Cancel(t.Context(), admin, "hv", "hv1"); err != nil {
		t.Fatal(err)
	}
	miss := func(contact string, f booking.Form) {
		t.Helper()
		told := len(h.told)
		_, err := h.desk.ProveByForm(t.Context(), contact, f)
		if !errors.Is(err, booking.ErrNoProof) || err.Error() != booking.ErrNoProof.Error() {
			t.Errorf("%+v: %v", f, err)
		}
		if h.proof(contact) != (desk.Proof{}) || len(h.told) != told {
			t.Errorf("%+v changed something", f)
		}
	}
	guest := h.visitor("hv")
	for _, f := range []booking.Form{
		{}, {"HV-1042", "", ""}, {"HV-1042", "Müller", ""}, {"HV-1042", "", "2026-12-03"}, {"", "Müller", "2026-12-03"},
		{"HV-1041", "Müller", "2026-12-03"}, {"HV-1042", "Miller", "2026-12-03"}, {"HV-1042", "Müller", "2026-12-04"},
		{"HV-1042", "Müller Silva", "2026-12-03"}, {"HV-1042", "Müll", "2026-12-03"}, {"HV-1042", "%", "2026-12-03"}, {"HV-1042", "-", "2026-12-03"},
		{"HV-1", "Müller", "2026-12-03"},                       // cancelled
		{"HV-2", "Müller", "2026-11-03"},                       // over since yesterday
		{"0", "Nobody at all", "0001-01-01"},                   // what a missing one is compared with
		{strings.Repeat("9", 4000), "Müller", "2026-12-03"},    //
		{"HV-1042", strings.Repeat("Müller ", 999), "2026-12"}, //
	} {
		miss(guest, f)
	}
	// Another property's booking proves nothing here.
	miss(h.visitor("mill"), booking.Form{"HV-1042", "Müller", "2026-12-03"})
}

func TestProof_Ends(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.put("HV-1042", "Müller", "2026-12-03", "2026-12-06")
	guest := h.visitor("hv")
	prove := func() desk.Proof {
		t.Helper()
		p, err := h.desk.ProveByForm(t.Context(), guest, booking.Form{"HV-1042", "Müller", "2026-12-03"})
		if err != nil {
			t.Fatal(err)
		}
		return p
	}
	p := prove()
	for at, want := range map[string]bool{"2026-12-01T09:00:00Z": true, "2026-12-07T23:59:59Z": true, "2026-12-08T00:00:00Z": false} {
		when, _ := time.Parse(time.RFC3339, at)
		if p.Holds(when) != want {
			t.Errorf("%s: %t", at, p.Holds(when))
		}
	}
	// They stay a day longer, and then do not come at all. The number is written in another way by then.
	h.put("hv 1042", "Müller", "2026-12-03", "2026-12-07")
	if got := h.proof(guest); !got.Until.Equal(p.Until.Add(24*time.Hour)) || got.Booking != "hv 1042" {
		t.Errorf("moved: %+v", got)
	}
	if _, err := h.desk.Cancel(t.Context(), admin, "hv", "HV1042"); err != nil {
		t.Fatal(err)
	}
	if got := h.proof(guest); got != (desk.Proof{}) {
		t.Errorf("cancelled: %+v", got)
	}
	// Booked again; kept until a month after the departure, by default.
	h.put("HV-1042", "Müller", "2026-12-03", "2026-12-06")
	prove()
	for day, want := range []bool{5: true, 6: false} { // of January
		if day < 5 {
			continue
		}
		h.now = time.Date(2027, 1, day, 23, 0, 0, 0, time.UTC)
		if err := h.desk.Forget(t.Context()); err != nil {
			t.Fatal(err)
		}
		list, _, err := h.desk.List(t.Context(), agent, "hv", store.BookingFilter{}, true)
		if err != nil || (len(list) == 1) != want {
			t.Errorf("on the %dth: %v %v", day, list, err)
		}
	}
	if got := h.proof(guest); got != (desk.Proof{}) {
		t.Errorf("forgotten: %+v", got)
	}
}

// A guest whom somebody at the desk knows for longer stays known, whatever the booking says.
func TestProof_TheLongerOneStays(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.put("HV-1042", "Müller", "2026-12-03", "2026-12-06")
	guest := h.visitor("hv")
	pressed := desk.PressProof(h.now)
	h.write(func(tx store.Tx) error {
		c, err := tx.Contact(guest)
		c.Proof = pressed
		if err != nil {
			return err
		}
		return tx.UpdateContact(c)
	})
	if p, err := h.desk.ProveByForm(t.Context(), guest, booking.Form{"HV-1042", "Müller", "2026-12-03"}); err != nil || p != pressed || h.proof(guest) != pressed {
		t.Errorf("%+v %v", p, err)
	}
}

// token makes one as the documentation tells a hotel's own system to.
func token(key, head string, claims map[string]any) string {
	body, _ := json.Marshal(claims)
	signed := base64.RawURLEncoding.EncodeToString([]byte(head)) + "." + base64.RawURLEncoding.EncodeToString(body)
	m := hmac.New(sha256.New, []byte(key))
	m.Write([]byte(signed))
	return signed + "." + base64.RawURLEncoding.EncodeToString(m.Sum(nil))
}

const hs256 = `{"alg":"HS256"}`

func TestLink(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.put("HV-1042", "Müller", "2026-12-03", "2026-12-06")
	h.put("HV-2", "Müller", "2026-12-03", "2026-12-06")
	if _, err := h.desk.Cancel(t.Context(), admin, "hv", "HV-2"); err != nil {
		t.Fatal(err)
	}
	if _, _, _, err := h.desk.Link(t.Context(), agent, "hv", "HV-1042"); desk.CodeOf(err) != desk.CodeConflict {
		t.Errorf("a link without a secret: %v", err)
	}
	if _, err := h.desk.ProveByLink(t.Context(), h.visitor("hv"), token("", hs256, map[string]any{"aud": "hv-key", "sub": "HV-1042", "exp": h.now.Unix() + 60})); !errors.Is(err, booking.ErrNoProof) {
		t.Errorf("signed with nothing, where there is no secret: %v", err)
	}
	old, err := h.desk.NewSecret(t.Context(), admin, "hv")
	if err != nil {
		t.Fatal(err)
	}
	key, err := h.desk.NewSecret(t.Context(), admin, "hv")
	if err != nil {
		t.Fatal(err)
	}
	mills, err := h.desk.NewSecret(t.Context(), admin, "mill")
	if err != nil {
		t.Fatal(err)
	}
	ours, pr, expires, err := h.desk.Link(t.Context(), agent, "hv", "hv1042")
	if err != nil || pr.ID != "hv" || !expires.Equal(h.now.Add(booking.LinkLives)) {
		t.Fatal(err, pr.ID, expires)
	}
	for number, code := range map[string]desk.Code{"HV-2": desk.CodeConflict, "HV-3": desk.CodeNotFound} {
		if _, _, _, err := h.desk.Link(t.Context(), agent, "hv", number); desk.CodeOf(err) != code {
			t.Errorf("a link to %s: %v", number, err)
		}
	}
	claim := func(change ...any) map[string]any {
		c := map[string]any{"aud": "hv-key", "sub": "HV 1042", "exp": h.now.Unix() + 3600}
		for i := 0; i < len(change); i += 2 {
			c[change[i].(string)] = change[i+1]
		}
		return c
	}
	for name, good := range map[string]string{
		"ours": ours, "theirs": token(key, hs256, claim()), "a list of one": token(key, `{"typ":"JWT","alg":"HS256"}`, claim("aud", []string{"hv-key"}, "iat", 1)),
		"seven days": token(key, hs256, claim("exp", h.now.Unix()+7*86400)),
	} {
		for range 2 { // the same link again, for the same guest and for another, changes nothing and is none the worse
			guest := h.visitor("hv")
			for range 2 {
				p, err := h.desk.ProveByLink(t.Context(), guest, good)
				if err != nil || p.By != desk.ProofByLink || p.Booking != "HV-1042" || h.proof(guest) != p {
					t.Errorf("%s: %+v %v", name, p, err)
				}
			}
		}
	}
	parts := strings.Split(ours, ".")
	flip := func(s string, at int) string {
		b := []byte(s)
		b[at] = map[bool]byte{true: 'B', false: 'A'}[b[at] == 'A']
		return string(b)
	}
	forged, _ := json.Marshal(claim("sub", "HV-2"))
	bad := map[string]string{
		"nothing": "", "dots": "..", "no signature": parts[0] + "." + parts[1] + ".", "half": ours[:len(ours)/2], "long": ours + strings.Repeat("A", 4000),
		"another head":    flip(parts[0], 3) + "." + parts[1] + "." + parts[2],
		"another body":    parts[0] + "." + flip(parts[1], 9) + "." + parts[2],
		"another mark":    parts[0] + "." + parts[1] + "." + flip(parts[2], 0),
		"their own body":  parts[0] + "." + base64.RawURLEncoding.EncodeToString(forged) + "." + parts[2],
		"alg none":        base64.RawURLEncoding.EncodeToString([]byte(`{"alg":"none"}`)) + "." + parts[1] + ".",
		"alg none signed": token(key, `{"alg":"none"}`, claim()), "alg HS512": token(key, `{"alg":"HS512"}`, claim()),
		"critical": token(key, `{"alg":"HS256","crit":["x"]}`, claim()), "no head": token(key, ``, claim()),
		"the secret before": token(old, hs256, claim()), "the mill's secret": token(mills, hs256, claim()), "no secret": token("", hs256, claim()),
		"the mill's": token(key, hs256, claim("aud", "mill-key")), "nobody's": token(key, hs256, claim("aud", "")), "everybody's": token(key, hs256, claim("aud", []string{"hv-key", "mill-key"})),
		"over": token(key, hs256, claim("exp", h.now.Unix()-1)), "over now": token(key, hs256, claim("exp", h.now.Unix())), "no end": token(key, hs256, claim("exp", nil)),
		"far off": token(key, hs256, claim("exp", h.now.Unix()+7*86400+1)), "an end in words": token(key, hs256, claim("exp", "never")), "for ever": token(key, hs256, claim("exp", 1e300)),
		"cancelled": token(key, hs256, claim("sub", "HV-2")), "unknown": token(key, hs256, claim("sub", "HV-3")), "no number": token(key, hs256, claim("sub", "")),
	}
	guest := h.visitor("hv")
	for name, bad := range bad {
		if p, err := h.desk.ProveByLink(t.Context(), guest, bad); !errors.Is(err, booking.ErrNoProof) {
			t.Errorf("%s: %+v %v", name, p, err)
		}
	}
	// In the mill's chat the harbour's link is nobody's, though the number is known there too.
	h.write(func(tx store.Tx) error {
		return tx.PutBooking(desk.Booking{PropertyID: "mill", Number: "HV-1042", Surname: "Silva", Arrival: "2026-12-03", Departure: "2026-12-06"})
	})
	if p, err := h.desk.ProveByLink(t.Context(), h.visitor("mill"), ours); !errors.Is(err, booking.ErrNoProof) {
		t.Errorf("in a foreign chat: %+v %v", p, err)
	}
	if h.proof(guest) != (desk.Proof{}) {
		t.Errorf("something bad proved: %+v", h.proof(guest))
	}
	h.now = h.now.Add(booking.LinkLives)
	if p, err := h.desk.ProveByLink(t.Context(), guest, ours); !errors.Is(err, booking.ErrNoProof) {
		t.Errorf("a day later: %+v %v", p, err)
	}
}

func TestPolicy(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	h.put("HV-1042", "Müller", "2026-12-03", "2026-12-06")
	knowledge := desk.Person{ID: "k", Role: desk.RoleKnowledgeManager, PropertyIDs: []string{"hv"}, Active: true}
	for name, c := range map[string]struct {
		by   desk.Person
		at   string
		want [5]desk.Code // list, link, put, import, secret
	}{
		"agent":            {agent, "hv", [5]desk.Code{"", desk.CodeConflict, desk.CodeForbidden, desk.CodeForbidden, desk.CodeForbidden}},
		"agent elsewhere":  {agent, "mill", [5]desk.Code{desk.CodeNotFound, desk.CodeNotFound, desk.CodeNotFound, desk.CodeNotFound, desk.CodeNotFound}},
		"who knows things": {knowledge, "hv", [5]desk.Code{desk.CodeForbidden, desk.CodeForbidden, desk.CodeForbidden, desk.CodeForbidden, desk.CodeForbidden}},
	} {
		_, _, listed := h.desk.List(t.Context(), c.by, c.at, store.BookingFilter{}, true)
		_, _, _, linked := h.desk.Link(t.Context(), c.by, c.at, "HV-1042")
		_, put := h.desk.Put(t.Context(), c.by, desk.Booking{PropertyID: c.at, Number: "1", Surname: "A", Arrival: "2026-12-03", Departure: "2026-12-06"})
		_, imported := h.desk.Import(t.Context(), c.by, c.at, []byte("[]"), true)
		_, secret := h.desk.NewSecret(t.Context(), c.by, c.at)
		for i, err := range []error{listed, linked, put, imported, secret} {
			if got := desk.CodeOf(err); err == nil && c.want[i] != "" || err != nil && got != c.want[i] {
				t.Errorf("%s, %d: %v, want %q", name, i, err, c.want[i])
			}
		}
	}
}
