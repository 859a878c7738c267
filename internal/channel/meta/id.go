package meta

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// ID is an opaque id. Meta writes the same one as a string here and as a number there, beyond what a float64 holds; what
// is neither is no id, and never an error, because one odd id must not cost an event. NUL, which no database keeps, is left
// out: the words behind a link to a chat become one too, and anybody may write such a link.
type ID string

// UnmarshalJSON implements json.Unmarshaler.
func (id *ID) UnmarshalJSON(b []byte) error {
	*id = ""
	b = bytes.TrimSpace(b)
	if len(b) == 0 {
		return nil
	}
	switch c := b[0]; {
	case c == '"':
		var s string
		if err := json.Unmarshal(b, &s); err != nil {
			return err
		}
		*id = ID(strings.ReplaceAll(s, "\x00", ""))
	case c == '-' || c >= '0' && c <= '9':
		*id = ID(b)
	}
	return nil
}

// Int is a whole number that may come as a string; 0 where it is none.
type Int int64

// UnmarshalJSON implements json.Unmarshaler.
func (i *Int) UnmarshalJSON(b []byte) error {
	var id ID
	if err := id.UnmarshalJSON(b); err != nil {
		return err
	}
	n, err := strconv.ParseInt(string(id), 10, 64)
	if err != nil {
		f, err := strconv.ParseFloat(string(id), 64)
		if err != nil || !(f >= -1e15 && f <= 1e15) {
			f = 0
		}
		n = int64(f)
	}
	*i = Int(n)
	return nil
}

// Millis is the time that a number of milliseconds names, as Messenger and Instagram write it; zero for none, and for
// what lies outside of any time a message can have.
func (i Int) Millis() time.Time { return sane(time.UnixMilli(int64(i))) }

// Seconds is Millis for seconds, as WhatsApp writes them.
func (i Int) Seconds() time.Time { return sane(time.Unix(int64(i), 0)) }

func sane(t time.Time) time.Time {
	if y := t.UTC().Year(); y < 2000 || y > 2200 {
		return time.Time{}
	}
	return t.UTC()
}

// Text is a string for people, without NUL. Where something else stands it is empty rather than an error.
type Text string

// UnmarshalJSON implements json.Unmarshaler.
func (t *Text) UnmarshalJSON(b []byte) error {
	*t = ""
	if b = bytes.TrimSpace(b); len(b) == 0 || b[0] != '"' {
		return nil
	}
	var s string
	if err := json.Unmarshal(b, &s); err != nil {
		return err
	}
	*t = Text(strings.ReplaceAll(s, "\x00", ""))
	return nil
}

// Elements are those of a JSON array; what is no array is a single element, and nothing is none.
func Elements(raw json.RawMessage) []json.RawMessage {
	if len(raw) == 0 || string(raw) == "null" {
		return nil
	}
	var all []json.RawMessage
	if json.Unmarshal(raw, &all) != nil {
		return []json.RawMessage{raw}
	}
	return all
}
