package whatsapp_test

import (
	"encoding/json"
	"strings"
	"testing"
	"unicode/utf8"

	"deskbell/internal/channel"
	"deskbell/internal/channel/channeltest"
	"deskbell/internal/channel/whatsapp"
)

// FuzzDecode: any body is refused or becomes events that keep the contract.
func FuzzDecode(f *testing.F) {
	f.Add([]byte(change("messages", `{`+phone+`,"messages":[{"from":1,"id":2,"type":"edit","edit":{"original_message_id":3,"message":{"type":"edit"}}}]}`)))
	f.Add([]byte(change("history", `{`+phone+`,"history":[{"threads":[{"id":1,"messages":[null,{}]}]}]}`)))
	f.Add([]byte(change("messaging_handovers", `{"recipient":{"phone_number_id":1},"sender":{"phone_number":2},"control_taken":{}}`)))
	channeltest.Fuzz(f, new(whatsapp.Adapter))
}

// check holds for every event.
func check(t *testing.T, e channel.Event) {
	t.Helper()
	if !json.Valid(e.Raw) {
		t.Errorf("%s: raw is no JSON: %q", e.Kind, e.Raw)
	}
	if e.Key == "" && e.Kind != channel.EventAccount && e.Kind != channel.EventTest {
		t.Errorf("%s has no key", e.Kind)
	}
	for _, s := range append([]string{e.Text, e.ID, e.Key, e.Account, e.Guest.Name, e.Choice, e.ReplyTo}, e.Guest.IDs...) {
		if strings.Contains(s, "\x00") || !utf8.ValidString(s) {
			t.Errorf("%s: %q", e.Kind, s)
		}
	}
	switch e.Kind {
	case channel.EventMessage, channel.EventEcho, channel.EventEdit, channel.EventUnsend, channel.EventReaction:
		if len(e.Guest.IDs) == 0 || e.ID == "" {
			t.Errorf("%s of %v about %q", e.Kind, e.Guest.IDs, e.ID)
		}
	case channel.EventStatus:
		if e.Status == nil || (e.Status.State == channel.StateFailed) != (e.Status.Failure != nil) {
			t.Errorf("status %+v", e.Status)
		}
	case channel.EventThread:
		if e.Thread == nil || len(e.Guest.IDs) == 0 {
			t.Errorf("thread %+v", e.Thread)
		}
	}
}

// TestDecode_WithoutAnyField: whatever is missing, nothing panics, and what is there is not lost with it.
func TestDecode_WithoutAnyField(t *testing.T) {
	t.Parallel()
	for _, name := range channeltest.Webhooks("whatsapp") {
		body := channeltest.Sample(t, name)
		var tree any
		if err := json.Unmarshal(body, &tree); err != nil {
			t.Fatal(err)
		}
		for _, wrong := range []any{nil, "x", 7.0, true, []any{}, map[string]any{}} {
			each(tree, wrong, func() {
				b, err := json.Marshal(tree)
				if err != nil {
					t.Fatal(err)
				}
				events, err := new(whatsapp.Adapter).Decode(b)
				if err != nil {
					return // the envelope itself
				}
				for _, e := range events {
					check(t, e)
				}
			})
		}
	}
}

// each puts wrong into every place of a tree, one after the other, and calls do.
func each(v, wrong any, do func()) {
	switch v := v.(type) {
	case map[string]any:
		for k, child := range v {
			v[k] = wrong
			do()
			v[k] = child
			each(child, wrong, do)
		}
	case []any:
		for i, child := range v {
			v[i] = wrong
			do()
			v[i] = child
			each(child, wrong, do)
		}
	}
}
