package booking_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"deskbell/internal/booking"
	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/webhook"
)

// pushes is a hotel's own system that has the secret of Harbour View.
func (h *house) pushes() (secret string, push func(id, body string) (booking.Pushed, error)) {
	h.Helper()
	secret, err := h.desk.NewPushSecret(h.Context(), admin, "hv")
	if err != nil || !strings.HasPrefix(secret, "dbp_") {
		h.Fatal(secret, err)
	}
	return secret, func(id, body string) (booking.Pushed, error) {
		return h.desk.Push(h.Context(), "hv", webhook.Sign(secret, id, h.now, []byte(body)), []byte(body))
	}
}

// booked are the numbers of a property's bookings, with - before those that were cancelled.
func (h *house) booked(property string) string {
	h.Helper()
	page, _, err := h.desk.List(h.Context(), admin, property, store.BookingFilter{}, true)
	if err != nil {
		h.Fatal(err)
	}
	var numbers []string
	for _, b := range page {
		if b.Cancelled {
			b.Number = "-" + b.Number
		}
		numbers = append(numbers, b.Number+" "+b.Surname)
	}
	return strings.Join(numbers, ", ")
}

const one = `{"number":"HV-1","surname":"Silva","arrival":"2026-12-01","departure":"2026-12-04"`

func TestPush_ChangesByNumber(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	_, push := h.pushes()
	for i, step := range []struct {
		body string
		want booking.Pushed
		then string
	}{
		{`{"bookings":[` + one + `},{"number":"HV-2","surname":"Müller","arrival":"2026-12-02","departure":"2026-12-05","persons":2,"room":"12"}]}`, booking.Pushed{Tally: booking.Tally{Added: 2}}, "HV-1 Silva, HV-2 Müller"},
		{`[` + one + `},` + strings.Replace(one, "Silva", "Sousa", 1) + `}]`, booking.Pushed{Tally: booking.Tally{Same: 1, Changed: 1}}, "HV-1 Sousa, HV-2 Müller"},
		{`[` + strings.Replace(one, "HV-1", "hv 1", 1) + `,"cancelled":true}]`, booking.Pushed{Tally: booking.Tally{Changed: 1}}, "-hv 1 Silva, HV-2 Müller"},
		{`{"bookings":[]}`, booking.Pushed{}, "-hv 1 Silva, HV-2 Müller"},
	} {
		if got, err := push(fmt.Sprint(i), step.body); err != nil || got != step.want {
			t.Errorf("%d: %+v %v", i, got, err)
		}
		if now := h.booked("hv"); now != step.then {
			t.Errorf("%d: %s", i, now)
		}
	}
	var lines []store.AuditLine
	h.write(func(tx store.Tx) (err error) {
		lines, err = tx.ListAudit([]string{"hv"}, 100)
		return err
	})
	noted := 0
	for _, l := range lines {
		if l.Action == "bookings_pushed" && l.PersonID == "" {
			noted++
		}
	}
	if noted != 3 {
		t.Errorf("%d pushes in the audit: what changed nothing is none", noted)
	}
}

// A cancellation that is brought ends what the booking proved.
func TestPush_EndsProofs(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	_, push := h.pushes()
	if _, err := push("1", `[`+one+`}]`); err != nil {
		t.Fatal(err)
	}
	guest := h.visitor("hv")
	if _, err := h.desk.ProveByForm(t.Context(), guest, booking.Form{Number: "HV-1", Surname: "Silva", Arrival: "2026-12-01"}); err != nil {
		t.Fatal(err)
	}
	h.told = nil
	if _, err := push("2", `[`+one+`,"cancelled":true}]`); err != nil {
		t.Fatal(err)
	}
	if p := h.proof(guest); p != (desk.Proof{}) || len(h.told) != 1 || h.told[0] != guest {
		t.Errorf("%+v, told %v", p, h.told)
	}
}

// What was seen on its way and is brought again undoes nothing that came later.
func TestPush_Replayed(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	secret, push := h.pushes()
	stands, falls := `[`+one+`}]`, `[`+one+`,"cancelled":true}]`
	seen := webhook.Sign(secret, "1", h.now, []byte(stands))
	if _, err := push("1", stands); err != nil {
		t.Fatal(err)
	}
	if _, err := push("2", falls); err != nil {
		t.Fatal(err)
	}
	for range 2 {
		if got, err := h.desk.Push(t.Context(), "hv", seen, []byte(stands)); err != nil || got != (booking.Pushed{Repeated: true}) {
			t.Errorf("replayed: %+v %v", got, err)
		}
	}
	// A system that has not heard the answer signs anew, under the same id.
	h.now = h.now.Add(4 * time.Minute)
	if got, err := push("1", stands); err != nil || !got.Repeated {
		t.Errorf("tried again: %+v %v", got, err)
	}
	// As long as a signature counts, at the edge of both clocks, its list is remembered.
	early := webhook.Sign(secret, "3", h.now.Add(webhook.Skew), []byte(falls))
	if _, err := h.desk.Push(t.Context(), "hv", early, []byte(falls)); err != nil {
		t.Fatal(err)
	}
	h.now = h.now.Add(2 * webhook.Skew)
	if got, err := h.desk.Push(t.Context(), "hv", early, []byte(falls)); err != nil || !got.Repeated {
		t.Errorf("at its last second: %+v %v", got, err)
	}
	h.now = h.now.Add(time.Second)
	if _, err := h.desk.Push(t.Context(), "hv", early, []byte(falls)); desk.CodeOf(err) != desk.CodeUnauthorized {
		t.Errorf("a second later: %v", err)
	}
	if now := h.booked("hv"); now != "-HV-1 Silva" {
		t.Errorf("in the end: %s", now)
	}
}

// Whoever has not the secret hears the same of a property that has one, of one that has none, and of one that is none.
func TestPush_Strangers(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	secret, _ := h.pushes()
	links, err := h.desk.NewSecret(t.Context(), admin, "hv")
	if err != nil {
		t.Fatal(err)
	}
	body := []byte(`[` + one + `}]`)
	good := webhook.Sign(secret, "1", h.now, body)
	heard := map[string]bool{}
	refused := func(name, property string, sig webhook.Signature, body []byte) {
		t.Helper()
		_, err := h.desk.Push(t.Context(), property, sig, body)
		if desk.CodeOf(err) != desk.CodeUnauthorized {
			t.Errorf("%s: %v", name, err)
			return
		}
		heard[err.Error()] = true
	}
	refused("missing", "hv", webhook.Signature{}, body)
	refused("another body", "hv", good, append(body[:len(body):len(body)], ' '))
	refused("old", "hv", webhook.Sign(secret, "1", h.now.Add(-6*time.Minute), body), body)
	refused("of tomorrow", "hv", webhook.Sign(secret, "1", h.now.Add(6*time.Minute), body), body)
	refused("the secret of links", "hv", webhook.Sign(links, "1", h.now, body), body)
	refused("no secret", "hv", webhook.Sign("", "1", h.now, body), body)
	refused("an endless id", "hv", webhook.Sign(secret, strings.Repeat("1", 201), h.now, body), body)
	refused("a property without a secret", "mill", good, body)
	refused("no property", "inn", good, body)
	refused("broken, unsigned", "hv", webhook.Signature{}, []byte("{"))
	if _, err := h.desk.NewPushSecret(t.Context(), admin, "mill"); err != nil {
		t.Fatal(err)
	}
	refused("another property's secret", "mill", good, body)
	if _, err := h.desk.NewPushSecret(t.Context(), admin, "hv"); err != nil {
		t.Fatal(err)
	}
	refused("the secret before", "hv", good, body)
	if len(heard) != 1 {
		t.Errorf("they hear different things: %v", heard)
	}
	if h.booked("hv") != "" || h.booked("mill") != "" {
		t.Error("something was kept")
	}
	if _, err := h.desk.NewPushSecret(t.Context(), agent, "hv"); desk.CodeOf(err) != desk.CodeForbidden {
		t.Errorf("an agent makes a secret: %v", err)
	}
}

// Where a row is broken it is named, and nothing is taken in; mended, the list may have the same id.
func TestPush_BrokenRows(t *testing.T) {
	t.Parallel()
	h := newHouse(t)
	_, push := h.pushes()
	_, err := push("1", `{"bookings":[`+one+`},`+strings.Replace(one, "2026-12-01", "soon", 1)+`},7,`+one+`,"persons":"two"}]}`)
	var wrong []string
	if e, ok := err.(*desk.Error); ok && e.Code == desk.CodeInvalid {
		for _, f := range e.Fields {
			wrong = append(wrong, f.Location+" "+f.Message)
		}
	}
	if got := strings.Join(wrong, "|"); got != "body.bookings[1] Row 2: Write the arrival as 2026-12-31.|body.bookings[2] Row 3: This is no booking.|body.bookings[3] Row 4: This is no booking." {
		t.Errorf("%v: %s", err, got)
	}
	many := strings.Repeat(one+`},`, 500)
	for name, body := range map[string]string{"empty": "", "a table": "number;surname", "no list": `{"booking":1}`, "half": `[` + one, "no UTF-8": "[{\"surname\":\"M\xfcller\"}]", "501": `[` + many + one + `}]`} {
		if _, err := push("1", body); desk.CodeOf(err) != desk.CodeInvalid && (name != "501" || desk.CodeOf(err) != desk.CodeTooLarge) {
			t.Errorf("%s: %v", name, err)
		}
	}
	if now := h.booked("hv"); now != "" {
		t.Errorf("taken in: %s", now)
	}
	if got, err := push("1", `[`+many[:len(many)-1]+`]`); err != nil || got != (booking.Pushed{Tally: booking.Tally{Added: 1, Same: 499}}) {
		t.Errorf("500: %+v %v", got, err)
	}
}
