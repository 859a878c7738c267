package channeltest

import (
	"context"
	"errors"
	"net/http"
	"net/http/httptest"
	"net/url"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"deskbell/internal/channel"
	"deskbell/internal/channel/meta"
	"deskbell/internal/desk"
)

// Suite is an adapter and what to try on it.
type Suite struct {
	// New makes the adapter over the API that it shall ask.
	New func(t testing.TB, api *API) channel.Adapter
	// App has two secrets or more, Account a token; both belong together.
	App     channel.App
	Account channel.Account
	// Guest is somebody to write to.
	Guest []string
	// Want says what must come of each sample of the channel; the suite fails where one is not named.
	Want map[string]func(t *testing.T, events []channel.Event)
	// Fails says what kind each sample of an error is.
	Fails map[string]channel.FailureKind
	// Sent is the API's answer to a message that it took, SentID what it calls that message.
	Sent   string
	SentID string
	// Sign is how what arrives shows whose it is; Meta's way if nil, with its handshake. BySecret says that the body is
	// not signed: the secret itself is shown.
	Sign     func(secret string, body []byte) http.Header
	BySecret bool
}

// Run tries everything that is the same on all channels.
func Run(t *testing.T, s Suite) {
	meta := s.Sign == nil
	if meta {
		s.Sign = signed
	}
	t.Run("Handshake", func(t *testing.T) { s.handshake(t, meta) })
	t.Run("Authentic", s.authentic)
	t.Run("Samples", s.samples)
	t.Run("BadBodies", s.badBodies)
	t.Run("Abilities", s.abilities)
	t.Run("Send", s.send)
	t.Run("Fails", s.fails)
}

func signed(secret string, body []byte) http.Header {
	h := http.Header{}
	h.Set("X-Hub-Signature-256", meta.Sign(secret, body))
	return h
}

func (s Suite) adapter(t testing.TB) channel.Adapter { return s.New(t, NewAPI(t)) }

func (s Suite) handshake(t *testing.T, asks bool) {
	a := s.adapter(t)
	ask := func(app channel.App, query string) (*httptest.ResponseRecorder, bool) {
		w := httptest.NewRecorder()
		return w, a.Handshake(w, httptest.NewRequest(http.MethodGet, "/hooks/x/y"+query, nil), app)
	}
	if _, was := ask(s.App, ""); was {
		t.Error("a plain GET is taken for a handshake")
	}
	if !asks {
		return
	}
	question := func(mode, token string) string {
		return "?" + url.Values{"hub.mode": {mode}, "hub.challenge": {"<b>1158201444"}, "hub.verify_token": {token}}.Encode()
	}
	w, was := ask(s.App, question("subscribe", s.App.VerifyToken))
	if !was || w.Code != http.StatusOK || w.Body.String() != "<b>1158201444" || !strings.HasPrefix(w.Header().Get("Content-Type"), "text/plain") {
		t.Errorf("the right question: %v, %d, %q, %v", was, w.Code, w.Body, w.Header())
	}
	none := s.App
	none.VerifyToken = ""
	for name, try := range map[string]struct {
		app   channel.App
		query string
	}{
		"WrongToken": {s.App, question("subscribe", s.App.VerifyToken+"x")},
		"NoToken":    {s.App, question("subscribe", "")},
		"OtherMode":  {s.App, question("unsubscribe", s.App.VerifyToken)},
		"NoneIsSet":  {none, question("subscribe", "")},
	} {
		if w, was := ask(try.app, try.query); !was || w.Code != http.StatusForbidden || strings.Contains(w.Body.String(), "1158201444") {
			t.Errorf("%s: %v, %d, %q", name, was, w.Code, w.Body)
		}
	}
}

func (s Suite) authentic(t *testing.T) {
	a := s.adapter(t)
	body := []byte(`{"a":"\u00e4 \/ b"}`)
	for i, secret := range s.App.Secrets {
		if !a.Authentic(s.App, s.Sign(secret, body), body) {
			t.Errorf("secret %d does not open", i)
		}
	}
	good := s.Sign(s.App.Secrets[0], body)
	if !s.BySecret {
		for i := range body {
			other := append([]byte(nil), body...)
			other[i] ^= 1
			if a.Authentic(s.App, good, other) {
				t.Errorf("byte %d was changed and nobody noticed", i)
			}
		}
		if a.Authentic(s.App, good, []byte(`{"a":"ä / b"}`)) {
			t.Error("the same JSON written in another way is let in")
		}
	}
	shut := s.App
	for _, secrets := range [][]string{nil, {}, {""}, {"", ""}} {
		shut.Secrets = secrets
		if a.Authentic(shut, s.Sign("", body), body) || a.Authentic(shut, good, body) || a.Authentic(shut, http.Header{}, body) {
			t.Errorf("with secrets %q somebody is let in", secrets)
		}
	}
	bad := []http.Header{{}, s.Sign("", body), s.Sign("guess", body)}
	for name, values := range good {
		for _, v := range []string{"", "sha256=", "sha256=zz", "sha1=" + values[0], values[0][:len(values[0])-1], values[0] + "00", strings.ToUpper(values[0][:1]) + values[0][1:] + " "} {
			bad = append(bad, http.Header{name: {v}})
		}
	}
	for _, h := range bad {
		if a.Authentic(s.App, h, body) {
			t.Errorf("%v is let in", h)
		}
	}
}

func (s Suite) samples(t *testing.T) {
	a := s.adapter(t)
	for _, name := range Webhooks(string(a.Channel())) {
		t.Run(name, func(t *testing.T) {
			events, err := a.Decode(Sample(t, name))
			if err != nil {
				t.Fatal(err)
			}
			Check(t, events)
			want := s.Want[name]
			if want == nil {
				t.Fatal("nothing says what must come of it")
			}
			want(t, events)
			again, _ := a.Decode(Sample(t, name))
			if d := cmp.Diff(events, again, ignoreErrors); d != "" {
				t.Errorf("the same body decodes in two ways: %s", d)
			}
		})
	}
}

var ignoreErrors = cmp.FilterValues(func(a, b error) bool { return true }, cmp.Ignore())

func (s Suite) abilities(t *testing.T) {
	a := s.adapter(t)
	c := a.Capabilities(s.Account)
	_, typer := a.(channel.Typer)
	_, profiler := a.(channel.Profiler)
	_, templater := a.(channel.Templater)
	_, fetcher := a.(channel.Fetcher)
	if c.Typing && !typer || c.Profile && !profiler || c.Templates != templater {
		t.Errorf("it promises what it cannot do: %+v", c)
	}
	if !fetcher {
		t.Error("what guests attach cannot be opened")
	}
	if a.Channel() != s.Account.Channel || a.Channel() == desk.ChannelWeb {
		t.Errorf("the channel is %q", a.Channel())
	}
	if c.Answers && (c.TextMax <= 0 || c.TextUnit == "") {
		t.Errorf("nobody knows how long a text may be: %+v", c)
	}
	for kind, m := range c.Media {
		if len(m.Types) == 0 || m.Max <= 0 {
			t.Errorf("%s: %+v", kind, m)
		}
	}
	if c.HumanWindow != 0 && c.HumanWindow <= c.Window {
		t.Errorf("a person may not longer than the assistant: %+v", c)
	}
}

// text is a message of the suite.
func (s Suite) text() channel.Outgoing {
	return channel.Outgoing{Ours: "d-0197", To: s.Guest, Text: "Breakfast is from 06:30."}
}

func (s Suite) send(t *testing.T) {
	api := NewAPI(t)
	a := s.New(t, api)
	if !a.Capabilities(s.Account).Answers {
		if _, err := a.Send(t.Context(), s.App, s.Account, s.text()); err == nil || len(api.Asked()) > 0 {
			t.Errorf("an account that is only watched sends: %v", err)
		}
		return
	}
	api.Answer(http.StatusOK, s.Sent)
	sent, err := a.Send(t.Context(), s.App, s.Account, s.text())
	if err != nil || sent.ID != s.SentID {
		t.Fatalf("got %+v, %v", sent, err)
	}
	asked := api.Asked()
	if len(asked) != 1 || !strings.Contains(string(asked[0].Body), "Breakfast is from 06:30.") || !strings.Contains(string(asked[0].Body), s.Guest[0]) {
		t.Errorf("asked %+v", asked)
	}
	for _, r := range asked {
		if s.Account.Token != "" && strings.Contains(r.Path+r.Query.Encode(), s.Account.Token) {
			t.Error("the token stands in the address, which logs keep")
		}
	}
}

// fails: a failure says whether the message may have gone out, and what to do; never a token.
func (s Suite) fails(t *testing.T) {
	if !s.adapter(t).Capabilities(s.Account).Answers {
		return
	}
	fail := func(t *testing.T, ctx context.Context, prepare func(*API)) *channel.Failure {
		t.Helper()
		api := NewAPI(t)
		a := s.New(t, api)
		prepare(api)
		_, err := a.Send(ctx, s.App, s.Account, s.text())
		var f *channel.Failure
		if !errors.As(err, &f) {
			t.Fatalf("got %v", err)
		}
		if f.Kind == "" || f.Reason == "" {
			t.Errorf("it does not say what to do: %+v", f)
		}
		if s.Account.Token != "" && strings.Contains(f.Error(), s.Account.Token) {
			t.Errorf("it tells the token: %v", f)
		}
		return f
	}
	answers := func(status int, body string) func(*API) { return func(api *API) { api.Answer(status, body) } }
	for name, doubt := range map[string]func(*API){
		"GarbageWith200": answers(http.StatusOK, "<html>"),
		"GarbageWith502": answers(http.StatusBadGateway, "<html>bad gateway"),
		"EmptyWith200":   answers(http.StatusOK, ""),
		"CutOff": func(api *API) {
			api.Handle(func(http.ResponseWriter, *http.Request) { panic(http.ErrAbortHandler) })
		},
	} {
		t.Run(name, func(t *testing.T) {
			if f := fail(t, t.Context(), doubt); !f.Doubt() {
				t.Errorf("it may have been sent: %+v", f)
			}
		})
	}
	t.Run("Hangs", func(t *testing.T) {
		ctx, cancel := context.WithTimeout(t.Context(), 100*time.Millisecond)
		defer cancel()
		f := fail(t, ctx, func(api *API) { api.Handle(func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }) })
		if !f.Doubt() {
			t.Errorf("it may have been sent: %+v", f)
		}
	})
	t.Run("Refused", func(t *testing.T) {
		if f := fail(t, t.Context(), (*API).Stop); f.Doubt() || f.Permanent() {
			t.Errorf("it surely was not sent and may be tried again: %+v", f)
		}
	})
	t.Run("TooMany", func(t *testing.T) {
		if f := fail(t, t.Context(), answers(http.StatusTooManyRequests, "slow down")); f.Kind != channel.FailureThrottled || f.After <= 0 {
			t.Errorf("got %+v", f)
		}
	})
	a := s.adapter(t)
	for _, name := range Errors(string(a.Channel())) {
		// Graph answers some errors with 200.
		for _, status := range []int{http.StatusBadRequest, http.StatusOK} {
			t.Run(name+"/"+http.StatusText(status), func(t *testing.T) {
				want, ok := s.Fails[name]
				if f := fail(t, t.Context(), answers(status, string(Sample(t, name)))); !ok || f.Kind != want {
					t.Errorf("got %+v, want %q", f, want)
				}
			})
		}
	}
}
