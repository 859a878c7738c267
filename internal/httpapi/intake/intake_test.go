package intake_test

import (
	"net/http"
	"net/http/httptest"
	"testing"

	"deskbell/internal/httpapi/intake"
)

func TestFormats_NoTextHoldsNUL(t *testing.T) {
	t.Parallel()
	for in, want := range map[string]string{
		`"plain"`:               "plain",
		`"a\u0000b"`:            "ab",
		`"\u0000\u0000"`:        "",
		`"a\\u0000b"`:           `a\u0000b`,
		`"a\\\u0000b"`:          `a\b`,
		`"\u00000"`:             "0",
		"\"broken \xff UTF-8\"": "broken \uFFFD UTF-8",
	} {
		var got string
		if err := intake.Formats()["application/json"].Unmarshal([]byte(in), &got); err != nil || got != want {
			t.Errorf("%s: got %q, %v, want %q", in, got, err, want)
		}
	}
	var m map[string]string
	if err := intake.Formats()["json"].Unmarshal([]byte(`{"k\u0000":"v\u0000"}`), &m); err != nil || m["k"] != "v" {
		t.Errorf("got %v, %v", m, err)
	}
	for _, bad := range []string{"\"a\x00b\"", `\u0000`, `{"a":\u0000 1}x`, `"\u000`, `"\`} {
		var v any
		if err := intake.Formats()["json"].Unmarshal([]byte(bad), &v); err == nil {
			t.Errorf("%q was read as %v", bad, v)
		}
	}
}

func TestAddresses(t *testing.T) {
	t.Parallel()
	h := intake.Addresses(http.HandlerFunc(func(http.ResponseWriter, *http.Request) {}))
	for target, want := range map[string]int{
		"/api/v1/conversations/1?property=a,b&q=%C3%A4%20%25": 200, "/caf%C3%A9": 200, "/x?broken=%zz": 200, "/x?q=\u00e4": 200,
		"/api/v1/conversations/%00": 404, "/x/%ff": 404, "/x?q=a%00b": 422, "/x?q=%ff%fe": 422, "/x?%00=1": 422,
	} {
		w := httptest.NewRecorder()
		h.ServeHTTP(w, httptest.NewRequest("GET", target, nil))
		if w.Code != want {
			t.Errorf("%s: got %d, want %d", target, w.Code, want)
		}
	}
}
