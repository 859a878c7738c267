package meta_test

import (
	"encoding/json"
	"net/http"
	"testing"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/channel/channeltest"
	"deskbell/internal/channel/meta"
)

func TestID(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{
		`"m_abc"`: "m_abc", `104500000000111`: "104500000000111", `"104500000000111"`: "104500000000111",
		// More than a float64 holds.
		`9007199254740993777`: "9007199254740993777", `-5`: "-5",
		`null`: "", `true`: "", `{}`: "", `[1]`: "", `""`: "",
		`"summer\u0000sale"`: "summersale", // no database keeps it
	} {
		var v struct{ ID meta.ID }
		if err := json.Unmarshal([]byte(`{"ID":`+body+`}`), &v); err != nil || string(v.ID) != want {
			t.Errorf("%s: got %q, %v", body, v.ID, err)
		}
	}
}

func TestInt(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]meta.Int{`5`: 5, `"5"`: 5, `1.79e9`: 1790000000, `"x"`: 0, `null`: 0, `{}`: 0, `1e300`: 0, `"NaN"`: 0, `99999999999999999999`: 0, `-3`: -3} {
		var v struct{ N meta.Int }
		if err := json.Unmarshal([]byte(`{"N":`+body+`}`), &v); err != nil || v.N != want {
			t.Errorf("%s: got %d, %v", body, v.N, err)
		}
	}
	at := time.Date(2026, 9, 21, 14, 13, 20, 0, time.UTC)
	if !meta.Int(1790000000).Seconds().Equal(at) || !meta.Int(1790000000000).Millis().Equal(at) {
		t.Error("the times differ")
	}
	for _, odd := range []meta.Int{0, -1, 1 << 62, -1 << 62, 5} {
		if !odd.Seconds().IsZero() || !odd.Millis().IsZero() {
			t.Errorf("%d is a time: %v, %v", odd, odd.Seconds(), odd.Millis())
		}
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	for body, want := range map[string]string{`"a"`: "a", `"a\u0000b"`: "ab", `5`: "", `null`: "", `{}`: "", `["a"]`: ""} {
		var v struct{ T meta.Text }
		if err := json.Unmarshal([]byte(`{"T":`+body+`}`), &v); err != nil || string(v.T) != want {
			t.Errorf("%s: got %q, %v", body, v.T, err)
		}
	}
}

func TestAuthentic_Vector(t *testing.T) {
	t.Parallel()
	app := channel.App{Secrets: []string{"", "0123456789abcdef0123456789abcdef"}}
	body := channeltest.Sample(t, "messenger_signed_raw")
	const sum = "sha256=ee4f53452aaca01499f617a4bfc327ee0b25dd24b4d329f77cadbfd3fed5461a"
	if !meta.Authentic(app, http.Header{"X-Hub-Signature-256": {sum}}, body) || meta.Sign(app.Secrets[1], body) != sum {
		t.Error("the vector does not open")
	}
	var v any
	_ = json.Unmarshal(body, &v)
	again, _ := json.Marshal(v)
	if meta.Authentic(app, http.Header{"X-Hub-Signature-256": {sum}}, again) {
		t.Error("the same JSON, written again, opens")
	}
}

// The proof is that of Meta's formula: HMAC-SHA256 of the token under the secret, in lower case hex.
func TestProof(t *testing.T) {
	t.Parallel()
	if got := meta.Proof("key", "The quick brown fox jumps over the lazy dog"); got != "f7bc83f430538424b13298e6aa6fb143ef4d59a14946175997479dbc2d1a3cd8" {
		t.Errorf("got %s", got)
	}
}
