package channeltest

import (
	"bytes"
	"encoding/json"
	"fmt"
	"slices"
	"strings"
	"testing"

	"deskbell/internal/channel"
)

// Check holds events against what the contract promises of each kind.
func Check(t testing.TB, events []channel.Event) {
	t.Helper()
	seen := map[string]bool{}
	for i, e := range events {
		fail := func(format string, args ...any) {
			t.Helper()
			t.Errorf("event %d (%s): %s", i, e.Kind, fmt.Sprintf(format, args...))
		}
		if !json.Valid(e.Raw) {
			fail("it does not keep how it came: %q", e.Raw)
		}
		if slices.Contains(e.Guest.IDs, "") {
			fail("an empty id among the guest's: %q", e.Guest.IDs)
		}
		switch e.Kind {
		case channel.EventUnknown, channel.EventTest:
			continue
		case channel.EventAccount:
			if e.Notice == nil {
				fail("no notice")
			}
		case channel.EventStatus:
			if e.Status == nil || e.Status.State < channel.StateSent || e.Status.State > channel.StateFailed {
				fail("status %+v", e.Status)
			} else if (e.Status.State == channel.StateFailed) != (e.Status.Failure != nil) {
				fail("failed without a reason, or with one and not failed: %+v", e.Status)
			}
		case channel.EventMessage, channel.EventTyping:
		case channel.EventEcho:
			if e.Echo == nil {
				fail("whose it is is not said")
			}
		case channel.EventRead:
			if e.ID == "" && (e.Status == nil || e.Status.Before.IsZero()) {
				fail("what was read is not said")
			}
		case channel.EventReaction, channel.EventEdit, channel.EventUnsend:
			if e.ID == "" {
				fail("which message is not said")
			}
		case channel.EventReferral:
			if e.Referral == nil {
				fail("where from is not said")
			}
		case channel.EventThread:
			if e.Thread == nil {
				fail("whose it is is not said")
			}
		case channel.EventIdentity:
		default:
			fail("no such kind")
		}
		if e.Account == "" || e.Key == "" && e.Kind != channel.EventAccount {
			fail("account %q, key %q", e.Account, e.Key)
		}
		if len(e.Guest.IDs) == 0 && e.Kind != channel.EventAccount && e.Kind != channel.EventStatus {
			fail("it is nobody's")
		}
		if k := string(e.Kind) + e.Account + e.Key; seen[k] && e.Key != "" {
			fail("two of one key %q", e.Key)
		} else {
			seen[k] = true
		}
	}
}

// badBodies: every sample is turned in ways that happen, and in ways that must not matter.
func (s Suite) badBodies(t *testing.T) {
	a := s.adapter(t)
	for _, body := range []string{"", " ", "{", "no json", `"text"`, "5", "null", "[]", "[1]", "\xff\xfe", `{"object":`, strings.Repeat("[", 100000)} {
		if _, err := a.Decode([]byte(body)); err == nil {
			t.Errorf("%.20q is taken for a webhook", body)
		}
	}
	for _, name := range Webhooks(string(a.Channel())) {
		t.Run(name, func(t *testing.T) {
			body := Sample(t, name)
			events, err := a.Decode(body)
			if err != nil {
				t.Fatal(err)
			}
			same := func(how string, turned []byte) {
				t.Helper()
				got, err := a.Decode(turned)
				if err != nil {
					t.Errorf("%s: %v", how, err)
					return
				}
				if g, w := keys(got), keys(events); !slices.Equal(g, w) {
					t.Errorf("%s: got %q, want %q", how, g, w)
				}
			}
			same("ids as numbers and strings", turn(t, body, flip))
			same("with keys that nobody knows", turn(t, body, func(v any) any {
				if o, ok := v.(map[string]any); ok {
					o["zz_new"] = map[string]any{"deep": []any{1, "x", nil}}
				}
				return v
			}))
			// Bad neighbours cost nobody else anything.
			got, err := a.Decode(turn(t, body, func(v any) any {
				if l, ok := v.([]any); ok && len(l) > 0 && object(l[0]) {
					return append(append([]any{nil, 5, "x", []any{}, map[string]any{}}, l...), true, map[string]any{"id": map[string]any{}})
				}
				return v
			}))
			if err != nil {
				t.Errorf("bad neighbours: %v", err)
			}
			Check(t, got)
			have := keys(got)
			for _, k := range keys(events) {
				if !strings.HasPrefix(k, string(channel.EventUnknown)) && !slices.Contains(have, k) {
					t.Errorf("bad neighbours cost %q; left are %q", k, have)
				}
			}
			for end := 0; end < len(body); end += 1 + len(body)/100 {
				_, _ = a.Decode(body[:end])
			}
		})
	}
}

func object(v any) bool {
	_, ok := v.(map[string]any)
	return ok
}

// keys tell what came of a body, in order, but for what is only kept.
func keys(events []channel.Event) []string {
	out := make([]string, 0, len(events))
	for _, e := range events {
		out = append(out, strings.Join([]string{string(e.Kind), e.Account, strings.Join(e.Guest.IDs, ","), e.Key}, " "))
	}
	return out
}

// turn decodes a body, changes each value from the leaves up, and writes it again.
func turn(t testing.TB, body []byte, change func(any) any) []byte {
	t.Helper()
	d := json.NewDecoder(bytes.NewReader(body))
	d.UseNumber()
	var v any
	if err := d.Decode(&v); err != nil {
		t.Fatal(err)
	}
	var walk func(v any) any
	walk = func(v any) any {
		switch x := v.(type) {
		case map[string]any:
			for k := range x {
				x[k] = walk(x[k])
			}
		case []any:
			for i := range x {
				x[i] = walk(x[i])
			}
		}
		return change(v)
	}
	out, err := json.Marshal(walk(v))
	if err != nil {
		t.Fatal(err)
	}
	return out
}

// flip writes whole numbers as strings and strings of digits as numbers.
func flip(v any) any {
	digits := func(s string) bool {
		return s != "" && strings.Trim(s, "0123456789") == "" && (len(s) == 1 || s[0] != '0')
	}
	switch x := v.(type) {
	case string:
		if digits(x) {
			return json.Number(x)
		}
	case json.Number:
		if digits(x.String()) {
			return x.String()
		}
	}
	return v
}

// Fuzz feeds an adapter's Decode, seeded with the channel's samples: it never panics, and what it makes of a body keeps
// the contract.
func Fuzz(f *testing.F, a channel.Adapter) {
	for _, name := range Webhooks(string(a.Channel())) {
		f.Add(Sample(f, name))
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		events, err := a.Decode(body)
		if err != nil {
			if len(events) > 0 {
				t.Errorf("an error and %d events", len(events))
			}
			return
		}
		seen := map[string]bool{}
		for _, e := range events {
			// A body may well hold the same event twice: which is why each is told by its key.
			if k := string(e.Kind) + e.Account + e.Key; seen[k] {
				return
			} else {
				seen[k] = true
			}
		}
		Check(t, events)
	})
}
