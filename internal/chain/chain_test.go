package chain_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"

	"deskbell/internal/chain"
	"deskbell/internal/desk"
	"deskbell/internal/outward"
	"deskbell/internal/store"
)

// outside is somebody's service: what it was asked last, and what it answers.
type outside struct {
	asked  *http.Request
	body   string
	status int
	err    error
}

func (o *outside) Do(r *http.Request) (*http.Response, error) {
	o.asked, o.body = r, ""
	if r.Body != nil {
		b, _ := io.ReadAll(r.Body)
		o.body = string(b)
	}
	if o.err != nil {
		return nil, o.err
	}
	return &http.Response{StatusCode: o.status, Header: http.Header{}, Body: io.NopCloser(strings.NewReader("internal secrets"))}, nil
}

// nasty is a name that would break out of wherever it stands unescaped.
const nasty = "O'Hara's \"Inn\" & Spa?a=1#x\r\nX-Evil: yes <b>/../ção"

func about(name string) chain.Subject {
	p := desk.Property{Name: name, Settings: desk.PropertySettings{DefaultLanguage: "en"}}
	return chain.About(store.AlertPerson, "ring-1", p, desk.ChannelWeb, "de", "https://desk.hotel.example")
}

func call(t *testing.T, o *outside, s desk.ChainStep, of chain.Subject) chain.Result {
	t.Helper()
	return (&chain.Caller{Client: o}).Try(t.Context(), s, of)
}

func request(url, body string, header map[string]string) desk.ChainStep {
	return desk.ChainStep{Kind: desk.ChainRequest, URL: url, Body: body, Header: header}
}

func TestTry_EscapesForWhereItStands(t *testing.T) {
	t.Parallel()
	const every = "{{property}}"
	t.Run("Path", func(t *testing.T) {
		o := &outside{status: 200}
		call(t, o, request("https://sms.example/send/"+every+"/now?house={{ property }}&x=1", "", nil), about(nasty))
		if o.asked.URL.Host != "sms.example" || o.asked.URL.Fragment != "" {
			t.Errorf("asked %s", o.asked.URL)
		}
		parts := strings.Split(o.asked.URL.EscapedPath(), "/")
		if len(parts) != 4 || parts[3] != "now" {
			t.Errorf("path %q", o.asked.URL.EscapedPath())
		}
		if q := o.asked.URL.Query(); q.Get("house") != nasty || len(q) != 2 {
			t.Errorf("query %v", q)
		}
	})
	t.Run("JSON", func(t *testing.T) {
		o := &outside{status: 200}
		res := call(t, o, request("https://x.example/", `{"text":"{{text}}","house":"`+every+`","to":["+351"]}`, nil), about(nasty))
		var m map[string]any
		if err := json.Unmarshal([]byte(o.body), &m); err != nil || m["house"] != nasty || len(m) != 3 || !res.OK {
			t.Errorf("%v: %s", err, o.body)
		}
		if o.asked.Header.Get("Content-Type") != "application/json; charset=utf-8" {
			t.Error(o.asked.Header)
		}
	})
	t.Run("Form", func(t *testing.T) {
		o := &outside{status: 200}
		call(t, o, request("https://x.example/", "To=%2B351&Body="+every, map[string]string{"content-type": "application/x-www-form-urlencoded"}), about(nasty))
		v, err := url.ParseQuery(o.body)
		if err != nil || v.Get("Body") != nasty || v.Get("To") != "+351" || len(v) != 2 {
			t.Errorf("%v: %q", err, o.body)
		}
	})
	t.Run("XML", func(t *testing.T) {
		o := &outside{status: 200}
		call(t, o, request("https://x.example/", "<say>"+every+"</say>", map[string]string{"Content-Type": "application/xml"}), about(nasty))
		if strings.Contains(o.body, "<b>") || strings.Contains(o.body, "& ") {
			t.Errorf("%q", o.body)
		}
	})
	t.Run("Text", func(t *testing.T) {
		o := &outside{status: 200}
		call(t, o, request("https://ntfy.example/desk", "{{text}} {{url}}", nil), about("Harbour View"))
		if o.body != "Harbour View: a guest asks for a person and nobody has answered yet. https://desk.hotel.example/requests?ring=ring-1" {
			t.Errorf("%q", o.body)
		}
	})
	t.Run("Header", func(t *testing.T) {
		o := &outside{status: 200}
		call(t, o, request("https://ntfy.example/desk", "x", map[string]string{"Title": every, "Authorization": "Bearer s3cret"}), about(nasty))
		if title := o.asked.Header.Get("Title"); strings.ContainsAny(title, "\r\nç") || o.asked.Header.Get("X-Evil") != "" {
			t.Errorf("%q", title)
		}
		if o.asked.Header.Get("Authorization") != "Bearer s3cret" {
			t.Error(o.asked.Header)
		}
	})
}

func TestTry_Method(t *testing.T) {
	t.Parallel()
	o := &outside{status: 204}
	s := request("https://x.example/", "hello", nil)
	if call(t, o, s, about("x")); o.asked.Method != http.MethodPost {
		t.Error(o.asked.Method)
	}
	s.Method, s.Body = http.MethodGet, ""
	if call(t, o, s, about("x")); o.asked.Method != http.MethodGet || o.body != "" {
		t.Error(o.asked.Method)
	}
}

// What is told of a call names no secret, whatever came of it.
func TestTry_Results(t *testing.T) {
	t.Parallel()
	step := request("https://api.example/botTOKEN-1/send", "x", map[string]string{"Authorization": "Bearer s3cret"})
	for _, c := range []struct {
		name      string
		status    int
		err       error
		ok, again bool
	}{
		{"Taken", 202, nil, true, false},
		{"Redirect", 302, nil, false, false},
		{"SignIn", 401, nil, false, false},
		{"Wrong", 400, nil, false, false},
		{"Busy", 429, nil, false, true},
		{"Broken", 502, nil, false, true},
		{"Inside", 0, outward.ErrInside, false, false},
		{"Away", 0, errors.New("api.example refuses connections"), false, true},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			got := call(t, &outside{status: c.status, err: c.err}, step, about("x"))
			if got.OK != c.ok || got.Again != c.again || got.Status != c.status || got.Detail == "" {
				t.Errorf("%+v", got)
			}
			for _, secret := range []string{"TOKEN-1", "s3cret", "internal secrets"} {
				if strings.Contains(got.Detail, secret) {
					t.Errorf("told: %s", got.Detail)
				}
			}
		})
	}
}

func TestCheck(t *testing.T) {
	t.Parallel()
	const ok = "https://api.example/x"
	for _, c := range []struct {
		name, field string
		step        desk.ChainStep
	}{
		{"Good", "", request("https://api.example:8443/{{kind}}?u={{url}}", `{"a":"{{text}}"}`, map[string]string{"X-Token": "abc {{ring}}"})},
		{"NotJSON", "", request(ok, "{{text}} [x]", nil)},
		{"People", "", desk.ChainStep{Kind: desk.ChainPeople}},
		{"PlainHTTP", "url", request("http://api.example/", "", nil)},
		{"NoHost", "url", request("https:///x", "", nil)},
		{"NoAddress", "url", request("", "", nil)},
		{"HostFromPlaceholder", "url", request("https://{{property}}/x", "", nil)},
		{"HostFromPlaceholderToo", "url", request("https://api.{{property}}.example?x", "", nil)},
		{"Password", "url", request("https://user:secret@api.example/", "", nil)},
		{"Fragment", "url", request(ok+"#{{url}}", "", nil)},
		{"UnknownPlaceholder", "body", request(ok, "{{guest}}", nil)},
		{"UnknownInURL", "url", request(ok+"?{{question}}", "", nil)},
		{"JSONWithoutQuotes", "body", request(ok, `{"a":{{text}}}`, nil)},
		{"BrokenJSON", "body", request(ok, `{"a":"x"`, nil)},
		{"Method", "method", desk.ChainStep{Kind: desk.ChainRequest, URL: ok, Method: "DELETE"}},
		{"BodyOfGET", "body", desk.ChainStep{Kind: desk.ChainRequest, URL: ok, Method: "GET", Body: "x"}},
		{"HostHeader", "headers", request(ok, "", map[string]string{"host": "inside"})},
		{"TwoLines", "headers", request(ok, "", map[string]string{"X-A": "a\r\nX-B: b"})},
		{"NoHeaderName", "headers", request(ok, "", map[string]string{"X A": "a"})},
		{"Long", "body", request(ok, strings.Repeat("x", 10_001), nil)},
		{"NoAddresses", "emails", desk.ChainStep{Kind: desk.ChainEmail}},
	} {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			faults := chain.Check(c.step)
			if c.field == "" && len(faults) > 0 || c.field != "" && (len(faults) != 1 || faults[0].Field != c.field) {
				t.Errorf("got %v", faults)
			}
		})
	}
}

// mailer records what it is given.
type mailer struct {
	to            []string
	subject, text string
	err           error
}

func (m *mailer) Mail(_ context.Context, to []string, subject, text string) error {
	m.to, m.subject, m.text = to, subject, text
	return m.err
}

func TestTry_Email(t *testing.T) {
	t.Parallel()
	step := desk.ChainStep{Kind: desk.ChainEmail, Emails: []string{"night@hotel.example", "boss@hotel.example"}}
	m := &mailer{}
	c := &chain.Caller{Client: &outside{}, Mailer: m}
	if res := c.Try(t.Context(), step, about("Harbour View")); !res.OK || len(m.to) != 2 ||
		m.subject != "Harbour View: a guest asks for a person and nobody has answered yet." || !strings.Contains(m.text, "/requests?ring=ring-1") {
		t.Errorf("%+v %+v", res, m)
	}
	m.err = desk.Refuse(desk.CodeUnavailable, "The mail server did not answer.")
	if res := c.Try(t.Context(), step, about("x")); res.OK || !res.Again || res.Detail != "The mail server did not answer." {
		t.Errorf("%+v", res)
	}
	m.err = errors.New("550 5.1.1 secret@inside")
	if res := c.Try(t.Context(), step, about("x")); res.OK || strings.Contains(res.Detail, "secret") {
		t.Errorf("%+v", res)
	}
	c.Mailer = nil
	if res := c.Try(t.Context(), step, about("x")); res.OK || res.Again {
		t.Errorf("%+v", res)
	}
}

func FuzzTry(f *testing.F) {
	f.Add(nasty, `{"a":"{{property}}"}`, "https://x.example/{{property}}?q={{property}}")
	f.Add("}}{{url}}", "{{property}}{{ property }}", "https://x.example/?{{property}}={{url}}")
	f.Fuzz(func(t *testing.T, name, body, address string) {
		o := &outside{status: 200}
		of := about(name)
		of.Text = name
		s := request(address, body, nil)
		call(t, o, s, of)
		if o.asked == nil {
			return // refused
		}
		plain, err := url.Parse(strings.NewReplacer("{", "x", "}", "x", " ", "x").Replace(address))
		if err == nil && o.asked.URL.Host != plain.Host {
			t.Errorf("a name decided which host is asked: %s", o.asked.URL.Host)
		}
		if strings.HasPrefix(strings.TrimSpace(body), "{\"") && o.asked.Header.Get("Content-Type") == "application/json; charset=utf-8" && !json.Valid([]byte(o.body)) {
			t.Errorf("broken JSON %q", o.body)
		}
	})
}
