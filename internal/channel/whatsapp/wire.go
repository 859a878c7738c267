package whatsapp

import (
	"bytes"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"encoding/json"
	"math"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// text is a JSON string, or a number written as it stands: Meta sends ids and timestamps as either. Anything else is "".
// It never fails, so that one odd field does not take its neighbours with it; NUL, which no database keeps, is left out.
type text string

func (t *text) UnmarshalJSON(raw []byte) error {
	switch c := raw[0]; {
	case c == '"':
		var s string
		if err := json.Unmarshal(raw, &s); err != nil {
			return nil
		}
		*t = text(strings.ReplaceAll(s, "\x00", ""))
	case c == '-' || c >= '0' && c <= '9':
		*t = text(raw)
	}
	return nil
}

// id is the text where it can be an id: ids are short, and what is longer than any index takes is none.
func (t text) id() string {
	if len(t) > 512 {
		return ""
	}
	return string(t)
}

// short is the text cut to what a name or a title needs.
func (t text) short() string { return cut(strings.TrimSpace(string(t)), 300) }

// cut leaves at most n characters.
func cut(s string, n int) string {
	if utf8.RuneCountInString(s) <= n {
		return s
	}
	return string([]rune(s)[:n])
}

// seconds is the text read as the Unix time that WhatsApp writes. What cannot be one is the zero time.
func (t text) seconds() time.Time {
	n, err := strconv.ParseInt(string(t), 10, 64)
	const year9999 = 253402300799
	switch {
	case err != nil || n <= 0:
		return time.Time{}
	case n > year9999 && n/1000 <= year9999: // milliseconds, as Meta's other channels have them
		return time.UnixMilli(n).UTC()
	case n > year9999:
		return time.Time{}
	}
	return time.Unix(n, 0).UTC()
}

// number is a JSON number, or a string that holds one.
type number float64

func (n *number) UnmarshalJSON(raw []byte) error {
	f, err := strconv.ParseFloat(strings.Trim(string(raw), `"`), 64)
	if err == nil && !math.IsInf(f, 0) && !math.IsNaN(f) {
		*n = number(f)
	}
	return nil
}

// flag is true where the JSON says so, also as a string.
type flag bool

func (f *flag) UnmarshalJSON(raw []byte) error {
	*f = flag(bytes.Equal(raw, []byte("true")) || bytes.Equal(raw, []byte(`"true"`)))
	return nil
}

// list is a JSON array whose elements are looked at one by one. Anything else is an empty list.
type list []json.RawMessage

func (l *list) UnmarshalJSON(raw []byte) error {
	var all []json.RawMessage
	if json.Unmarshal(raw, &all) == nil {
		*l = all
	}
	return nil
}

// read decodes what fits. Fields of a wrong type are left out and the others are there: encoding/json goes on after a
// type that does not fit, and raw was checked to be JSON when the body was.
func read[T any](raw json.RawMessage) T {
	var v T
	_ = json.Unmarshal(raw, &v)
	return v
}

// digest is a SHA-256 as WhatsApp writes it: base64 in webhooks, hexadecimal in answers about media. Anything else is nil.
func digest(s string) []byte {
	if b, err := hex.DecodeString(s); err == nil && len(b) == sha256.Size {
		return b
	}
	if b, err := base64.StdEncoding.DecodeString(s); err == nil && len(b) == sha256.Size {
		return b
	}
	return nil
}

// fingerprint tells repeats of what has no id of its own.
func fingerprint(parts ...[]byte) string {
	h := sha256.New()
	for _, p := range parts {
		h.Write(p)
		h.Write([]byte{0})
	}
	return "sha256:" + hex.EncodeToString(h.Sum(nil))
}
