package tools_test

import (
	"context"
	"crypto/x509"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"deskbell/internal/assistant"
	"deskbell/internal/assistant/circuit"
	"deskbell/internal/assistant/tools"
	"deskbell/internal/desk"
	"deskbell/internal/outward"
)

// place is a service on this machine, and a box that may ask it.
type place struct {
	t    *testing.T
	url  string
	box  *tools.Box
	kept []tools.Service
	now  atomic.Int64
}

func serve(t *testing.T, h http.Handler) *place {
	t.Helper()
	s := httptest.NewUnstartedServer(h)
	s.StartTLS()
	t.Cleanup(s.Close)
	t.Cleanup(s.CloseClientConnections)
	return open(t, s, "127.0.0.0/8")
}

func open(t *testing.T, s *httptest.Server, allow string) *place {
	t.Helper()
	inside, err := outward.ParseInside(allow)
	if err != nil {
		t.Fatal(err)
	}
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	out := outward.New(outward.Config{Allow: inside, Roots: roots})
	t.Cleanup(out.Close)
	p := &place{t: t, url: s.URL}
	p.now.Store(time.Date(2026, 11, 23, 7, 0, 0, 0, time.UTC).UnixNano())
	p.box = tools.New(tools.Config{Client: out, Now: func() time.Time { return time.Unix(0, p.now.Load()).UTC() }, Budget: nil,
		Services: func(_ context.Context, property string) ([]tools.Service, error) {
			if property == "broken" {
				return nil, errors.New("no database")
			}
			return p.kept, nil
		}})
	return p
}

// http keeps a plain service with the given tools.
func (p *place) http(of ...desk.Tool) tools.Service {
	s := tools.Service{ToolService: desk.ToolService{ID: "s1", PropertyID: "p1", Kind: desk.ToolHTTP, Name: "Tables", URL: p.url + "/api", Header: "X-Key", Tools: of}, Secret: "k-canary"}
	if wrong := tools.Check(s.ToolService); len(wrong) > 0 {
		p.t.Fatalf("the test's service: %v", wrong)
	}
	p.kept = []tools.Service{s}
	return s
}

var guest = assistant.Question{PropertyID: "p1", ContactID: "g1", ConversationID: "c1", Language: "en", Text: "Is a table free?"}

// free is a tool as a test needs it.
func free(change func(*desk.Tool)) desk.Tool {
	t := desk.Tool{Name: "free_tables", Description: "How many tables are free on a day", Method: "GET", Path: "/free/{day}?for={persons}", On: true,
		Arguments: `{"type":"object","properties":{"day":{"type":"string","pattern":"^\\d{4}-\\d\\d-\\d\\d$"},"persons":{"type":"integer","minimum":1,"maximum":20}},"required":["day"]}`}
	if change != nil {
		change(&t)
	}
	return t
}

func (p *place) ask(q assistant.Question, args string) tools.Result {
	p.t.Helper()
	r, ok := p.box.Turn(p.t.Context(), q).Ask(p.t.Context(), 0, []byte(args))
	if !ok {
		p.t.Fatal("it was not asked")
	}
	return r
}

func reply(w http.ResponseWriter, doc string) {
	w.Header().Set("Content-Type", "application/json")
	_, _ = io.WriteString(w, doc)
}

func TestAPlainRequestIsFilledByTheSchemaAndTheSession(t *testing.T) {
	t.Parallel()
	var asked atomic.Pointer[http.Request]
	p := serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		asked.Store(r)
		reply(w, `{"freeTables": 3, "first_at": "2026-11-24T18:30:00Z", "menu": {"price": 45, "currency": "EUR"}, "areas": ["terrace", "hall"], "see": "https://evil.example/x", "phone": "+99 555 0199 123"}`)
	}))
	p.http(free(func(t *desk.Tool) { t.Fixed = map[string]string{"hotel": "7", "guest": "{guest}"} }))
	zone := time.FixedZone("there", 3600)
	q := guest
	q.Now = time.Date(2026, 11, 23, 8, 0, 0, 0, zone)
	r := p.ask(q, `{"day":"2026-11-24","persons":4}`)
	want := "areas: terrace, hall\nfirst at: 2026-11-24 19:30\nfree Tables: 3\nmenu price: 45 EUR\nphone: …\nsee: …"
	if d := cmp.Diff(want, r.Text); d != "" || r.Because != "" {
		t.Errorf("%q %s", r.Because, d)
	}
	got := asked.Load()
	if got.URL.Path != "/api/free/2026-11-24" || got.URL.RawQuery != "for=4&guest=g1&hotel=7" || got.Header.Get("X-Key") != "k-canary" || got.Header.Get("Cookie") != "" {
		t.Errorf("asked %s %v", got.URL, got.Header)
	}
	if strings.Contains(r.Arguments, "g1") || !strings.Contains(r.Arguments, "2026-11-24") {
		t.Errorf("kept %s", r.Arguments)
	}
	if use := r.Use(); use.Service != "Tables" || use.Name != "free_tables" || r.Source().Kind != assistant.SourceTool {
		t.Errorf("kept %+v %+v", use, r.Source())
	}
}

// What a model may not ask is not asked, whatever it writes.
func TestNothingIsAskedThatTheSchemaDoesNotHave(t *testing.T) {
	t.Parallel()
	var calls atomic.Int64
	p := serve(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		calls.Add(1)
		reply(w, `{"free":1}`)
	}))
	p.http(free(func(t *desk.Tool) {
		t.Fixed = map[string]string{"hotel": "7"}
		t.Path = "/{hotel}/{day}"
		t.Arguments = `{"type":"object","properties":{"day":{"type":"string"},"persons":{"type":"integer","maximum":20},"hotel":{"type":"string"}},"required":["day","hotel"]}`
	}))
	turn := p.box.Turn(t.Context(), guest)
	if s := turn.Offers()[0].Schema; strings.Contains(s, "hotel") {
		t.Errorf("the model is shown what the property sets: %s", s)
	}
	for _, args := range []string{
		``, `null`, `[]`, `"x"`, `{`, `{}`, `{"day":1}`, `{"day":"x","persons":21}`, `{"day":"x","hotel":"8"}`, `{"day":"x","guest":"g2"}`, `{"day":"x"} {"day":"y"}`, `{"day":"x"}]`,
		`{"day":"..","persons":1}`, `{"day":"../../8/x"}`, `{"day":"a/b"}`, `{"day":"a\\b"}`, `{"day":""}`, `{"day":" . "}`, "{\"day\":\"a\\u0000\"}", "{\"day\":\"a\u202eb\"}", "{\"day\":\"a\xff\"}",
		`{"day":"` + strings.Repeat("x", 600) + `"}`, `{"day":"x","persons":` + strings.Repeat(" ", 3000) + `1}`, `{"day":"x","day":{"$ref":"#"}}`,
	} {
		r, ok := p.box.Turn(t.Context(), guest).Ask(t.Context(), 0, []byte(args))
		if !ok || r.Because != "arguments" || r.Text != "" {
			t.Errorf("%s: %+v", args, r.Because)
		}
	}
	if calls.Load() != 0 {
		t.Errorf("asked %d times", calls.Load())
	}
	// What could be another address is one part of this one.
	var path atomic.Pointer[string]
	p = serve(t, http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s := r.URL.EscapedPath() + "?" + r.URL.RawQuery
		path.Store(&s)
		reply(w, `{"free":1}`)
	}))
	p.http(free(func(t *desk.Tool) {
		t.Arguments = `{"type":"object","properties":{"day":{"type":"string"},"persons":{"type":"string"}}}`
	}))
	if r := p.ask(guest, `{"day":"a?b=c#d%2e","persons":"1&admin=1"}`); r.Text == "" || *path.Load() != "/api/free/a%3Fb=c%23d%252e?for=1%26admin%3D1" {
		t.Errorf("asked %s", *path.Load())
	}
}

func TestOnlyWhatIsAllowedIsOffered(t *testing.T) {
	t.Parallel()
	p := serve(t, http.NotFoundHandler())
	named := func(name string, change func(*desk.Tool)) desk.Tool {
		f := free(change)
		f.Name = name
		return f
	}
	all := p.http(
		named("on", nil),
		named("off", func(t *desk.Tool) { t.On = false }),
		named("booked", func(t *desk.Tool) { t.BookedOnly = true }),
		named("needs_guest", func(t *desk.Tool) { t.Fixed = map[string]string{"guest": "x-{guest}"} }),
		named("reads", func(t *desk.Tool) { t.Method, t.OnlyReads = "POST", true }),
	)
	all.Tools = append(all.Tools, named("writes", func(t *desk.Tool) { t.Method = "POST" }), named("odd", func(t *desk.Tool) { t.Arguments = `{"type":"array"}` }))
	theirs := all
	theirs.ID, theirs.PropertyID = "s2", "p2"
	p.kept = []tools.Service{all, theirs}
	offered := func(q assistant.Question) string {
		var names []string
		for _, o := range p.box.Turn(t.Context(), q).Offers() {
			names = append(names, o.Name)
		}
		return strings.Join(names, " ")
	}
	verified, nobody := guest, guest
	verified.Verified, nobody.ContactID = true, ""
	for _, c := range []struct {
		q    assistant.Question
		want string
	}{{guest, "on needs_guest reads"}, {verified, "on booked needs_guest reads"}, {nobody, "on reads"}, {assistant.Question{PropertyID: "p3"}, ""}, {assistant.Question{PropertyID: "broken"}, ""}} {
		if got := offered(c.q); got != c.want {
			t.Errorf("%+v is offered %q, not %q", c.q, got, c.want)
		}
	}
	if got := p.box.Turn(t.Context(), guest).Vouched().Offers(); got != nil {
		t.Errorf("nobody vouches for %v", got)
	}
	// Whoever tries a tool may try one that is off, and none that may change something.
	if r, err := p.box.Try(t.Context(), guest, all, "writes", []byte(`{"day":"2026-11-24"}`)); err != nil || r.Because != "writes" {
		t.Errorf("%+v %v", r, err)
	}
	if _, err := p.box.Try(t.Context(), guest, theirs, "on", []byte(`{"day":"2026-11-24"}`)); !errors.Is(err, desk.ErrNotFound) {
		t.Errorf("another property's: %v", err)
	}
	if r, err := p.box.Try(t.Context(), guest, all, "off", []byte(`{"day":"2026-11-24"}`)); err != nil || r.Because != "tool_error" {
		t.Errorf("%+v %v", r, err)
	}
}

func TestAMessageLeadsToThreeCallsAtMost(t *testing.T) {
	t.Parallel()
	var calls atomic.Int64
	p := serve(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) { calls.Add(1); reply(w, `{"free":1}`) }))
	p.http(free(nil))
	turn := p.box.Turn(t.Context(), guest)
	for i := range 8 {
		if _, ok := turn.Ask(t.Context(), 0, []byte(`{"day":"2026-11-24"}`)); ok != (i < tools.Calls) {
			t.Errorf("call %d: %v", i, ok)
		}
	}
	for _, n := range []int{-1, 1, 99} {
		if _, ok := p.box.Turn(t.Context(), guest).Ask(t.Context(), n, []byte(`{"day":"2026-11-24"}`)); ok {
			t.Errorf("offer %d is none", n)
		}
	}
	if calls.Load() != tools.Calls {
		t.Errorf("asked %d times", calls.Load())
	}
}

func TestEveryFaultOfAServiceHasAName(t *testing.T) {
	t.Parallel()
	var inside atomic.Int64
	private := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { inside.Add(1) }))
	t.Cleanup(private.Close)
	faults := map[string]http.HandlerFunc{
		"refused":    func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(500) },
		"refused 2":  func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, private.URL, http.StatusFound) },
		"tool_error": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(404) },
		"unreadable": func(w http.ResponseWriter, _ *http.Request) { reply(w, `{"free":`) },
		"unreadable 2": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "text/html")
			_, _ = io.WriteString(w, "<html>3 tables are free</html>")
		},
		"unreadable 3": func(w http.ResponseWriter, _ *http.Request) { reply(w, "\"a\xff\"") },
		"unreadable 4": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Length", "1000")
			reply(w, `{"free":1`)
		},
		"nothing":   func(w http.ResponseWriter, _ *http.Request) { reply(w, `{}`) },
		"nothing 2": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(204) },
		"too_long": func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Content-Type", "application/json")
			for range 10 << 10 {
				if _, err := io.WriteString(w, strings.Repeat("1", 1<<10)); err != nil {
					return
				}
			}
		},
		"timeout": func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() },
		"timeout 2": func(w http.ResponseWriter, r *http.Request) {
			reply(w, `{"free":`)
			_ = http.NewResponseController(w).Flush()
			<-r.Context().Done()
		},
	}
	for name, h := range faults {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := serve(t, h)
			p.http(free(nil))
			ctx := t.Context()
			if strings.HasPrefix(name, "timeout") {
				var cancel context.CancelFunc
				ctx, cancel = context.WithTimeout(ctx, 200*time.Millisecond)
				defer cancel()
			}
			r, _ := p.box.Turn(t.Context(), guest).Ask(ctx, 0, []byte(`{"day":"2026-11-24"}`))
			want, _, _ := strings.Cut(name, " ")
			if r.Because != want || r.Text != "" {
				t.Errorf("got %q %q", r.Because, r.Text)
			}
		})
	}
	t.Run("inside", func(t *testing.T) {
		t.Parallel()
		s := httptest.NewTLSServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { inside.Add(1) }))
		t.Cleanup(s.Close)
		p := open(t, s, "10.1.2.3")
		p.http(free(nil))
		if r := p.ask(guest, `{"day":"2026-11-24"}`); r.Because != "inside" {
			t.Errorf("got %q", r.Because)
		}
	})
	t.Cleanup(func() {
		if inside.Load() != 0 {
			t.Errorf("asked inside %d times", inside.Load())
		}
	})
}

// A tool that does not answer is left alone; one that only has no answer is not.
func TestATooSickToolIsLeftAlone(t *testing.T) {
	t.Parallel()
	var status atomic.Int64
	p := serve(t, http.HandlerFunc(func(w http.ResponseWriter, _ *http.Request) {
		if n := status.Load(); n != 0 {
			w.WriteHeader(int(n))
			return
		}
		reply(w, `{"free":1}`)
	}))
	other := free(func(t *desk.Tool) { t.Name = "other" })
	p.http(free(nil), other)
	status.Store(404)
	for range 2 * circuit.After {
		p.ask(guest, `{"day":"2026-11-24"}`)
	}
	if h := p.box.Health("s1", "free_tables"); !h.Up {
		t.Errorf("who asks wrongly keeps others from asking: %+v", h)
	}
	status.Store(503)
	for range circuit.After {
		p.ask(guest, `{"day":"2026-11-24"}`)
	}
	if h := p.box.Health("s1", "free_tables"); h.Up || h.Because != "refused" {
		t.Errorf("%+v", h)
	}
	if o := p.box.Turn(t.Context(), guest).Offers(); len(o) != 1 || o[0].Name != "other" {
		t.Errorf("offered %v", o)
	}
	status.Store(0)
	p.now.Add(int64(circuit.Most))
	if r := p.ask(guest, `{"day":"2026-11-24"}`); r.Text != "free: 1" {
		t.Errorf("got %+v", r)
	}
	if h := p.box.Health("s1", "free_tables"); !h.Up || h.Well.IsZero() {
		t.Errorf("%+v", h)
	}
}

func TestWhatCannotBeKeptIsNamed(t *testing.T) {
	t.Parallel()
	good := desk.ToolService{ID: "s1", PropertyID: "p1", Kind: desk.ToolHTTP, Name: "Tables", URL: "https://tables.example/api", Header: "Authorization", Tools: []desk.Tool{free(nil)}}
	if wrong := tools.Check(good); len(wrong) > 0 {
		t.Fatal(wrong)
	}
	doubled, _ := json.Marshal(map[string]any{"type": "object", "$defs": deep(), "properties": map[string]any{"a": map[string]any{"$ref": "#/$defs/d0"}}})
	for name, c := range map[string]struct {
		at     string
		change func(*desk.ToolService)
	}{
		"no name":      {"body.name", func(s *desk.ToolService) { s.Name = "" }},
		"http":         {"body.url", func(s *desk.ToolService) { s.URL = "http://tables.example" }},
		"a user":       {"body.url", func(s *desk.ToolService) { s.URL = "https://u:p@tables.example" }},
		"a query":      {"body.url", func(s *desk.ToolService) { s.URL = "https://tables.example?a=1" }},
		"host":         {"body.header", func(s *desk.ToolService) { s.Header = "host" }},
		"a line":       {"body.header", func(s *desk.ToolService) { s.Header = "X\r\nY" }},
		"twice":        {"body.tools[1].name", func(s *desk.ToolService) { s.Tools = append(s.Tools, free(nil)) }},
		"method":       {"body.tools[0].method", func(s *desk.ToolService) { s.Tools[0].Method = "DELETE" }},
		"another host": {"body.tools[0].path", func(s *desk.ToolService) { s.Tools[0].Path = "//evil.example/{day}" }},
		"upwards":      {"body.tools[0].path", func(s *desk.ToolService) { s.Tools[0].Path = "/../{day}" }},
		"unknown":      {"body.tools[0].path", func(s *desk.ToolService) { s.Tools[0].Path = "/{night}" }},
		"half a brace": {"body.tools[0].path", func(s *desk.ToolService) { s.Tools[0].Path = "/{day" }},
		"writes":       {"body.tools[0].on", func(s *desk.ToolService) { s.Tools[0].Method = "POST" }},
		"no JSON":      {"body.tools[0].arguments", func(s *desk.ToolService) { s.Tools[0].Arguments = `{` }},
		"a loop":       {"body.tools[0].arguments", func(s *desk.ToolService) { s.Tools[0].Arguments = `{"type":"object","properties":{"a":{"$ref":"#"}}}` }},
		"a loop of two": {"body.tools[0].arguments", func(s *desk.ToolService) {
			s.Tools[0].Arguments = `{"type":"object","$defs":{"a":{"$ref":"#/$defs/b"},"b":{"$ref":"#/$defs/a"}},"properties":{"day":{"$ref":"#/$defs/a"}}}`
		}},
		"doubling": {"body.tools[0].arguments", func(s *desk.ToolService) { s.Tools[0].Arguments = string(doubled) }},
		"elsewhere": {"body.tools[0].arguments", func(s *desk.ToolService) {
			s.Tools[0].Arguments = `{"type":"object","properties":{"a":{"$ref":"https://evil.example/s"}}}`
		}},
		"an odd pattern": {"body.tools[0].arguments", func(s *desk.ToolService) {
			s.Tools[0].Arguments = `{"type":"object","properties":{"a":{"pattern":"("}}}`
		}},
		"a list in a GET": {"body.tools[0].arguments", func(s *desk.ToolService) {
			s.Tools[0].Arguments = `{"type":"object","properties":{"day":{"type":"array"}}}`
		}},
		"a fixed misfit":    {"body.tools[0].fixed", func(s *desk.ToolService) { s.Tools[0].Fixed = map[string]string{"persons": "many"} }},
		"no description":    {"body.tools[0].description", func(s *desk.ToolService) { s.Tools[0].Description = "" }},
		"not from a server": {"body.tools[0].name", func(s *desk.ToolService) { s.Kind = desk.ToolMCP }},
	} {
		s := good
		s.Tools = []desk.Tool{free(nil)}
		c.change(&s)
		found := false
		for _, w := range tools.Check(s) {
			found = found || w.Location == c.at
		}
		if !found {
			t.Errorf("%s: %v", name, tools.Check(s))
		}
	}
	// References within a schema are what many servers write.
	s := good
	s.Tools = []desk.Tool{free(func(t *desk.Tool) {
		t.Path, t.Arguments = "/x", `{"type":"object","$defs":{"day":{"type":"string","enum":["today","tomorrow"]}},"properties":{"day":{"$ref":"#/$defs/day"}},"required":["day"]}`
	})}
	if wrong := tools.Check(s); len(wrong) > 0 {
		t.Error(wrong)
	}
}

// deep are definitions each of which holds the next ten times.
func deep() map[string]any {
	defs := map[string]any{}
	for i := range 6 {
		of := map[string]any{}
		for j := range 10 {
			of[fmt.Sprint("x", j)] = map[string]any{"$ref": fmt.Sprint("#/$defs/d", i+1)}
		}
		defs[fmt.Sprint("d", i)] = map[string]any{"type": "object", "properties": of}
	}
	defs["d6"] = map[string]any{"type": "string"}
	return defs
}
