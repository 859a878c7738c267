package booking

import (
	"context"
	"encoding/json"
	"fmt"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/knowledge/table"
	"deskbell/internal/knowledge/text"
	"deskbell/internal/store"
)

// Limits of a file.
const (
	// MaxFile is how large one may be.
	MaxFile = 16 << 20
	maxRows = 50_000
	// maxNamed is how many broken rows are named; all are counted.
	maxNamed = 200
	// chunk is how many rows one transaction takes in: guests' messages wait behind it.
	chunk = 100
)

// Report is what came of an import. Taken is false where rows are broken and the others were not wanted without them: then
// nothing was taken in.
type Report struct {
	Tally
	Taken      bool
	Rows       int // that can be read
	BrokenRows int
	Broken     []store.BrokenRow
}

// Import takes bookings in from a CSV table or a JSON list, each by its number: a repeated one is changed. Where rows are
// broken they are named, and the others are taken in only where rest says so.
func (d *Desk) Import(ctx context.Context, by desk.Person, propertyID string, body []byte, rest bool) (Report, error) {
	var zone *time.Location
	err := d.cfg.Store.Read(ctx, func(tx store.Tx) (err error) {
		if err = desk.Allow(by, desk.ActEditBookings, propertyID); err != nil {
			return err
		}
		zone, err = zoneOf(tx, propertyID)
		return err
	})
	if err != nil {
		return Report{}, err
	}
	if len(body) > MaxFile {
		return Report{}, desk.Refuse(desk.CodeTooLarge, "The file is larger than %d MB.", MaxFile>>20)
	}
	f := &file{}
	if err := f.read(body); err != nil {
		return Report{}, err
	}
	r := Report{Rows: len(f.rows), BrokenRows: f.failed, Broken: f.broken}
	if r.BrokenRows > 0 && !rest || r.Rows == 0 {
		return r, nil
	}
	r.Taken = true
	// What was begun is brought to its end: half a file would be a list that nobody knows.
	ctx = context.WithoutCancel(ctx)
	for rows := f.rows; len(rows) > 0; {
		n := min(chunk, len(rows))
		next, moved := r, []string(nil)
		err := d.cfg.Store.Write(ctx, func(tx store.Tx) error {
			next, moved = r, nil
			for _, b := range rows[:n] {
				b.PropertyID, b.UpdatedAt = propertyID, tx.Now()
				what, guests, err := put(tx, b, zone)
				if err != nil {
					return err
				}
				next.count(what)
				moved = append(moved, guests...)
			}
			if n < len(rows) {
				return nil
			}
			return audit(tx, by, propertyID, "bookings_imported", propertyID,
				map[string]any{"added": next.Added, "changed": next.Changed, "same": next.Same, "broken": next.BrokenRows})
		})
		if err != nil {
			return r, err
		}
		d.tell(moved)
		r, rows = next, rows[n:]
	}
	return r, nil
}

// file is a list of bookings as it was read.
type file struct {
	rows   []desk.Booking
	broken []store.BrokenRow
	failed int
}

func (f *file) fail(at int, reason string) {
	f.failed++
	if len(f.broken) < maxNamed {
		f.broken = append(f.broken, store.BrokenRow{Row: at, Reason: reason})
	}
}

// add takes a row in where it is sound.
func (f *file) add(at int, b desk.Booking) {
	b, wrong := Check(b)
	switch {
	case len(wrong) > 0:
		f.fail(at, wrong[0].Message)
	case len(f.rows) >= maxRows:
		f.fail(at, fmt.Sprintf("A file holds %d bookings at most.", maxRows))
	default:
		f.rows = append(f.rows, b)
	}
}

func (f *file) read(body []byte) error {
	decoded := table.Decode(body)
	if t := strings.TrimSpace(decoded); strings.HasPrefix(t, "[") || strings.HasPrefix(t, "{") {
		return f.readJSON(t)
	}
	return f.readCSV(decoded)
}

// item is a booking in JSON.
type item struct {
	Number    string `json:"number"`
	Surname   string `json:"surname"`
	Arrival   string `json:"arrival"`
	Departure string `json:"departure"`
	Email     string `json:"email"`
	Phone     string `json:"phone"`
	Room      string `json:"room"`
	Persons   int    `json:"persons"`
	Cancelled bool   `json:"cancelled"`
}

func (f *file) readJSON(body string) error {
	var list []json.RawMessage
	if strings.HasPrefix(body, "{") {
		var whole struct {
			Bookings []json.RawMessage `json:"bookings"`
		}
		if err := json.Unmarshal([]byte(body), &whole); err != nil || whole.Bookings == nil {
			return desk.Refuse(desk.CodeInvalid, `This is no list of bookings. Write {"bookings": [{"number": "…", "surname": "…", "arrival": "2026-12-31", "departure": "2027-01-02"}]}.`)
		}
		list = whole.Bookings
	} else if err := json.Unmarshal([]byte(body), &list); err != nil {
		return desk.Refuse(desk.CodeInvalid, "This is no JSON: %s.", desk.CleanLine(err.Error(), 100))
	}
	for i, raw := range list {
		var it item
		if err := json.Unmarshal(raw, &it); err != nil {
			f.fail(i+1, "This is no booking.")
			continue
		}
		f.add(i+1, desk.Booking{Number: it.Number, Surname: it.Surname, Arrival: it.Arrival, Departure: it.Departure, Email: it.Email,
			Phone: it.Phone, Room: it.Room, Persons: it.Persons, Cancelled: it.Cancelled})
	}
	return nil
}

// headings are what the columns of a table are called, in the words of the systems that make one, folded.
var headings = map[string]string{}

func init() {
	for name, words := range map[string]string{
		"number": "number|booking|booking number|booking no|booking id|booking reference|reference|reservation|reservation number|reservation id|confirmation|" +
			"confirmation number|buchung|buchungsnummer|reservierungsnummer|reservierung|numero|numero de reserva|reserva|localizador|numero de reservation|" +
			"numero prenotazione|prenotazione|boekingsnummer|reserveringsnummer",
		"surname":   "surname|last name|lastname|family name|guest name|name|nachname|familienname|name des gastes|nom|nom de famille|apellido|apellidos|cognome|apelido|sobrenome|achternaam",
		"arrival":   "arrival|arrival date|check in|checkin|from|anreise|anreisedatum|ankunft|arrivee|date d'arrivee|llegada|fecha de llegada|entrada|arrivo|data di arrivo|chegada|data de chegada|aankomst|aankomstdatum",
		"departure": "departure|departure date|check out|checkout|until|to|abreise|abreisedatum|depart|date de depart|salida|fecha de salida|partenza|data di partenza|partida|saida|data de partida|vertrek|vertrekdatum",
		"email":     "email|e mail|mail|e mail address|correo|correo electronico|courriel",
		"phone":     "phone|telephone|mobile|telefon|mobil|telefono|telefone|telefoon|tel",
		"room":      "room|room number|unit|zimmer|zimmernummer|chambre|habitacion|camera|quarto|kamer",
		"persons":   "persons|guests|pax|people|personen|gaste|personnes|personas|huespedes|persone|ospiti|pessoas|hospedes|gasten",
		"state":     "state|status|cancelled|canceled|storniert|estado|statut|stato",
	} {
		for word := range strings.SplitSeq(words, "|") {
			headings[word] = name
		}
	}
}

// heading is what a column is, by its name.
func heading(s string) string {
	return headings[strings.Join(text.Words(s), " ")]
}

func (f *file) readCSV(body string) error {
	var place map[string]int
	width := 0
	err := table.Each(body, table.Comma(body), func(line int) { f.fail(line, table.Unclosed) }, func(line int, fields []string) error {
		if place == nil {
			place, width = map[string]int{}, len(fields)
			for i, name := range fields {
				if h := heading(name); h != "" {
					if _, twice := place[h]; !twice {
						place[h] = i
					}
				}
			}
			for _, needed := range []string{"number", "surname", "arrival", "departure"} {
				if _, there := place[needed]; !there {
					return desk.Refuse(desk.CodeInvalid, "The first row has to name the columns: number, surname, arrival and departure at least. %s is missing.", needed)
				}
			}
			return nil
		}
		if strings.TrimSpace(strings.Join(fields, "")) == "" {
			return nil
		}
		if len(fields) != width {
			f.fail(line, fmt.Sprintf("The row has %d fields, the first row has %d.", len(fields), width))
			return nil
		}
		get := func(name string) string {
			if i, ok := place[name]; ok {
				return strings.TrimSpace(fields[i])
			}
			return ""
		}
		b := desk.Booking{Number: get("number"), Surname: get("surname"), Email: get("email"), Phone: get("phone"), Room: get("room")}
		var reason string
		for _, day := range []struct {
			name string
			into *string
		}{{"arrival", &b.Arrival}, {"departure", &b.Departure}} {
			if *day.into, reason = dayOf(get(day.name)); reason != "" {
				f.fail(line, reason)
				return nil
			}
		}
		if n := get("persons"); n != "" {
			var err error
			if b.Persons, err = strconv.Atoi(n); err != nil {
				f.fail(line, fmt.Sprintf("%q is no number of persons.", desk.CleanLine(n, 40)))
				return nil
			}
		}
		if b.Cancelled, reason = cancelled(get("state")); reason != "" {
			f.fail(line, reason)
			return nil
		}
		f.add(line, b)
		return nil
	})
	if err == nil && place == nil {
		return desk.Refuse(desk.CodeInvalid, "The file is empty.")
	}
	return err
}

var numbersOf = regexp.MustCompile(`^(\d{1,4})([-./])(\d{1,2})([-./])(\d{1,4})(?:[T ].*)?$`)

// dayOf is a day as tables write one. Of 03/04/2026 nobody knows which is the month.
func dayOf(s string) (day, reason string) {
	m := numbersOf.FindStringSubmatch(s)
	if m == nil || m[2] != m[4] {
		return "", fmt.Sprintf("%q is no day. Write it as 2026-12-31.", desk.CleanLine(s, 40))
	}
	a, _ := strconv.Atoi(m[1])
	b, _ := strconv.Atoi(m[3])
	c, _ := strconv.Atoi(m[5])
	var y, mo, d int
	switch {
	case len(m[1]) == 4:
		y, mo, d = a, b, c
	case len(m[5]) != 4:
		return "", fmt.Sprintf("%q is no day. Write it as 2026-12-31.", s)
	case m[2] == "." || a > 12:
		y, mo, d = c, b, a
	case b > 12:
		y, mo, d = c, a, b
	case a == b:
		y, mo, d = c, a, b
	default:
		return "", fmt.Sprintf("%q may be two days. Write it as 2026-12-31.", s)
	}
	t := time.Date(y, time.Month(mo), d, 0, 0, 0, 0, time.UTC)
	if t.Year() != y || int(t.Month()) != mo || t.Day() != d {
		return "", fmt.Sprintf("%q is no day. Write it as 2026-12-31.", s)
	}
	return t.Format(time.DateOnly), ""
}

// standing and fallen begin what tables say of a booking's state, folded.
var (
	standing = []string{"no", "0", "false", "nein", "ok", "confirm", "bestat", "confirmad", "confirme", "confermat", "bevestigd", "booked", "active", "new", "modified", "guaranteed", "checked", "in house", "due"}
	fallen   = []string{"cancel", "yes", "1", "true", "ja", "x", "storn", "annul", "anul", "geannuleerd", "no show", "noshow"}
)

// cancelled reads what a table says of a booking's state.
func cancelled(s string) (is bool, reason string) {
	folded := strings.Join(text.Words(s), " ")
	says := func(words []string) bool {
		return slices.ContainsFunc(words, func(w string) bool { return folded == w || len(w) > 3 && strings.HasPrefix(folded, w) })
	}
	switch {
	case says(fallen):
		return true, ""
	case folded == "" || says(standing):
		return false, ""
	}
	return false, fmt.Sprintf("%q says neither that the booking stands nor that it was cancelled.", desk.CleanLine(s, 40))
}
