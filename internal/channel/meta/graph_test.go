package meta_test

import (
	"errors"
	"io"
	"net/http"
	"net/url"
	"strings"
	"testing"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/channel/channeltest"
	"deskbell/internal/channel/meta"
	"deskbell/internal/outward"
)

func failure(t *testing.T, err error) *channel.Failure {
	t.Helper()
	var f *channel.Failure
	if !errors.As(err, &f) {
		t.Fatalf("got %v", err)
	}
	return f
}

func TestNew_Base(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"127.0.0.1:8080", "/simulator", "ftp://x/", "http://", "http://[::1"} {
		if _, err := meta.New(meta.Config{Base: bad}); err == nil {
			t.Errorf("%q is taken for an address", bad)
		}
	}
}

func TestDo_Addresses(t *testing.T) {
	t.Parallel()
	for want, c := range map[string]meta.Call{
		"GET /graph.facebook.com/v26.0/me?fields=id":                               {Path: "/me", Query: url.Values{"fields": {"id"}}},
		"POST /graph.facebook.com/v26.0/1/messages":                                {Path: "/1/messages", Body: map[string]string{}},
		"DELETE /graph.facebook.com/v26.0/1":                                       {Path: "/1", Method: http.MethodDelete},
		"GET /graph.instagram.com/refresh_access_token":                            {Host: meta.HostInstagram, Path: "/refresh_access_token", Bare: true},
		"GET /graph.facebook.com/v26.0/me?appsecret_proof=" + meta.Proof("s", "t"): {Path: "/me", Token: "t", Secret: "s"},
	} {
		api := channeltest.NewAPI(t)
		if _, err := api.Graph(t).Do(t.Context(), c, nil); err != nil {
			t.Fatal(err)
		}
		asked := api.Asked()[0]
		got := asked.Method + " " + asked.Path
		if len(asked.Query) > 0 {
			got += "?" + asked.Query.Encode()
		}
		if got != want || c.Token != "" && asked.Header.Get("Authorization") != "Bearer "+c.Token {
			t.Errorf("got %s %v, want %s", got, asked.Header, want)
		}
	}
}

// An error is one with any status, and what is not known to have failed is not called failed.
func TestDo_Answers(t *testing.T) {
	t.Parallel()
	for name, try := range map[string]struct {
		status int
		body   string
		once   channel.FailureKind // "" is success
		again  channel.FailureKind
	}{
		"Good":             {200, `{"id":"1"}`, "", ""},
		"NoError":          {200, `{"id":"1","error":null}`, "", ""},
		"ErrorWith200":     {200, `{"error":{"code":190,"message":"x"}}`, channel.FailureToken, channel.FailureToken},
		"Garbage":          {200, `<html>`, channel.FailureUnknown, channel.FailureTransient},
		"OddShape":         {200, `[1]`, channel.FailureUnknown, channel.FailureTransient},
		"OddField":         {200, `{"id":{}}`, channel.FailureUnknown, channel.FailureTransient},
		"Nothing":          {200, ``, channel.FailureUnknown, channel.FailureTransient},
		"Gateway":          {502, `<html>`, channel.FailureUnknown, channel.FailureTransient},
		"GatewayJSON":      {504, `{"message":"timeout"}`, channel.FailureUnknown, channel.FailureTransient},
		"ErrorWithoutCode": {500, `{"error":"oops"}`, channel.FailureUnknown, channel.FailureTransient},
		"TheirError":       {500, `{"error":{"code":2,"message":"x"}}`, channel.FailureTransient, channel.FailureTransient},
		"NotFound":         {404, `not here`, channel.FailureDoubtful, channel.FailureDoubtful},
		"Redirect":         {302, ``, channel.FailureDoubtful, channel.FailureDoubtful},
		"TooMany":          {429, `slow`, channel.FailureThrottled, channel.FailureThrottled},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := channeltest.NewAPI(t)
			g := api.Graph(t)
			api.Answer(try.status, try.body)
			for once, want := range map[bool]channel.FailureKind{true: try.once, false: try.again} {
				var into struct{ ID string }
				_, err := g.Do(t.Context(), meta.Call{Product: meta.Messenger, Path: "/me", Body: 1, Once: once}, &into)
				if want == "" {
					if err != nil || into.ID != "1" {
						t.Errorf("got %+v, %v", into, err)
					}
					continue
				}
				if f := failure(t, err); f.Kind != want {
					t.Errorf("once %v: got %+v, want %s", once, f, want)
				}
			}
		})
	}
}

func TestDo_TellsNoSecret(t *testing.T) {
	t.Parallel()
	api := channeltest.NewAPI(t)
	g := api.Graph(t)
	c := meta.Call{Product: meta.Messenger, Path: "/me", Token: "EAAG-token", Secret: "s3cret", Query: url.Values{"access_token": {"EAAG-other"}}}
	api.Answer(400, `{"error":{"code":190,"message":"Malformed access token EAAG-token or EAAG-other `+strings.Repeat("long ", 100)+`EAAG-token"}}`)
	tell := func(when string) {
		t.Helper()
		_, err := g.Do(t.Context(), c, nil)
		for _, secret := range []string{"EAAG", "s3cret", meta.Proof(c.Secret, c.Token)} {
			if strings.Contains(failure(t, err).Error(), secret) {
				t.Errorf("%s: %v", when, err)
			}
		}
	}
	tell("an error that repeats it")
	api.Stop()
	tell("no connection")
	// Whoever reads the proof of a token that they chose has a signature of their own words.
	c.Path = "/106%zz/media"
	tell("a path that makes no address")
}

func TestDo_Usage(t *testing.T) {
	t.Parallel()
	for _, try := range []struct {
		name, value string
		want        time.Duration
	}{
		{"X-App-Usage", `{"call_count":28,"total_time":25,"total_cputime":25}`, 0},
		{"X-App-Usage", `{"call_count":28,"total_time":93,"total_cputime":25}`, time.Second},
		{"X-App-Usage", `{"call_count":100}`, time.Minute},
		{"X-Business-Use-Case-Usage", `{"104":[{"type":"messenger","call_count":100,"estimated_time_to_regain_access":12}]}`, 12 * time.Minute},
		{"X-Business-Use-Case-Usage", `garbage`, 0},
	} {
		api := channeltest.NewAPI(t)
		api.Handle(func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set(try.name, try.value)
			_, _ = io.WriteString(w, `{}`)
		})
		got, err := api.Graph(t).Do(t.Context(), meta.Call{Path: "/me"}, nil)
		if err != nil || got.Slow != try.want {
			t.Errorf("%s: got %v, %v", try.value, got.Slow, err)
		}
	}
	api := channeltest.NewAPI(t)
	api.Handle(func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Retry-After", "300")
		w.WriteHeader(http.StatusTooManyRequests)
		_, _ = io.WriteString(w, `{"error":{"code":4,"message":"limit"}}`)
	})
	_, err := api.Graph(t).Do(t.Context(), meta.Call{Path: "/me"}, nil)
	if f := failure(t, err); f.Kind != channel.FailureThrottled || f.After != 5*time.Minute {
		t.Errorf("got %+v", f)
	}
}

func TestFetch(t *testing.T) {
	t.Parallel()
	const token = "EAAG-token"
	for name, try := range map[string]struct {
		address string
		path    string // "" is not asked
		shown   bool   // the token
	}{
		"Lookaside":    {"https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=1&hash=a%2Fb", "/lookaside.fbsbx.com/whatsapp_business/attachments/", true},
		"Graph":        {"https://graph.facebook.com/v26.0/1", "/graph.facebook.com/v26.0/1", true},
		"CDN":          {"https://scontent.xx.fbcdn.net/v/a.jpg?oe=6B", "/scontent.xx.fbcdn.net/v/a.jpg", false},
		"Instagram":    {"https://scontent.cdninstagram.com/v/a.jpg", "/scontent.cdninstagram.com/v/a.jpg", false},
		"Looks like":   {"https://lookaside.fbsbx.com.evil.example/a", "", false},
		"Other port":   {"https://lookaside.fbsbx.com:8443/a", "", false},
		"In the clear": {"http://lookaside.fbsbx.com/a", "", false},
		"Inside":       {"https://169.254.169.254/latest", "", false},
		"Loopback":     {"https://127.0.0.1/a", "", false},
		"Not one":      {"::", "", false},
		"Relative":     {"/etc/passwd", "", false},
		"File":         {"file:///etc/passwd", "", false},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api := channeltest.NewAPI(t)
			api.Handle(func(w http.ResponseWriter, _ *http.Request) {
				w.Header().Set("Content-Type", "image/jpeg")
				_, _ = io.WriteString(w, "jpeg")
			})
			got, err := api.Graph(t).Fetch(t.Context(), try.address, token)
			asked := api.Asked()
			if try.path == "" {
				if err == nil || len(asked) > 0 {
					t.Errorf("got %+v, %v, asked %+v", got, err, asked)
				}
				return
			}
			if err != nil {
				t.Fatal(err)
			}
			body, _ := io.ReadAll(got)
			_ = got.Close()
			if string(body) != "jpeg" || got.Type != "image/jpeg" || got.Size != 4 {
				t.Errorf("got %q %+v", body, got)
			}
			if len(asked) != 1 || asked[0].Path != try.path || (asked[0].Header.Get("Authorization") != "") != try.shown {
				t.Errorf("asked %+v", asked)
			}
			if u, _ := url.Parse(try.address); asked[0].Query.Encode() != u.Query().Encode() {
				t.Errorf("asked with %s", asked[0].Query.Encode())
			}
		})
	}
}

// A redirect is followed where it is safe, and the token goes with it to Meta's media hosts alone.
func TestFetch_Redirects(t *testing.T) {
	t.Parallel()
	redirect := func(to string) (*channeltest.API, channel.Content, error) {
		api := channeltest.NewAPI(t)
		api.Handle(func(w http.ResponseWriter, r *http.Request) {
			if strings.HasPrefix(r.URL.Path, "/lookaside.fbsbx.com/first") {
				http.Redirect(w, r, to, http.StatusFound)
				return
			}
			_, _ = io.WriteString(w, "x")
		})
		c, err := api.Graph(t).Fetch(t.Context(), "https://lookaside.fbsbx.com/first/a", "EAAG-token")
		if err == nil {
			_ = c.Close()
		}
		return api, c, err
	}
	api, c, err := redirect("https://scontent.xx.fbcdn.net/b.jpg")
	if asked := api.Asked(); err != nil || len(asked) != 2 || asked[0].Header.Get("Authorization") == "" || asked[1].Header.Get("Authorization") != "" || c.Name != "b.jpg" {
		t.Errorf("got %+v, %v, asked %+v", c, err, asked)
	}
	for _, bad := range []string{"https://169.254.169.254/", "https://lookaside.fbsbx.com/first/again", "http://scontent.xx.fbcdn.net/b.jpg", "file:///etc/passwd", "://"} {
		if _, _, err := redirect(bad); err == nil {
			t.Errorf("%s is followed", bad)
		}
	}
}

// What the operator named stands for Meta's hosts. An address that a message carries leads to nothing beside them, though
// it has the same origin.
func TestFetch_NothingBesideTheBase(t *testing.T) {
	t.Parallel()
	api := channeltest.NewAPI(t)
	for _, address := range []string{"/admin", "/", "/lookaside.fbsbx.com.example/a"} {
		_, err := graphBelow(t, api, "/meta").Fetch(t.Context(), api.URL+address, "EAAG-token")
		if f := failure(t, err); f.Kind != channel.FailureRefused {
			t.Errorf("%s: %+v", address, f)
		}
	}
	if asked := api.Asked(); len(asked) != 0 {
		t.Errorf("asked %+v", asked)
	}
	c, err := graphBelow(t, api, "/meta").Fetch(t.Context(), api.URL+"/meta/lookaside.fbsbx.com/a", "EAAG-token")
	if err != nil {
		t.Fatal(err)
	}
	_ = c.Close()
}

func graphBelow(t *testing.T, api *channeltest.API, path string) *meta.Graph {
	t.Helper()
	c := outward.New(outward.Config{})
	t.Cleanup(c.Close)
	g, err := meta.New(meta.Config{Client: c, Base: api.URL + path})
	if err != nil {
		t.Fatal(err)
	}
	return g
}

func TestFetch_Failures(t *testing.T) {
	t.Parallel()
	api := channeltest.NewAPI(t)
	g := api.Graph(t)
	for status, want := range map[int]channel.FailureKind{
		401: channel.FailureToken, 403: channel.FailureRefused, 404: channel.FailureRefused, 410: channel.FailureRefused,
		429: channel.FailureThrottled, 500: channel.FailureTransient, 503: channel.FailureTransient,
	} {
		api.Answer(status, "x")
		_, err := g.Fetch(t.Context(), "https://lookaside.fbsbx.com/a", "EAAG-token")
		if f := failure(t, err); f.Kind != want || strings.Contains(f.Error(), "EAAG") {
			t.Errorf("%d: got %+v", status, f)
		}
	}
	api.Stop()
	_, err := g.Fetch(t.Context(), "https://lookaside.fbsbx.com/a", "EAAG-token")
	if f := failure(t, err); f.Kind != channel.FailureTransient {
		t.Errorf("got %+v", f)
	}
}

// What never ends is read to a bound and no further.
func TestFetch_Endless(t *testing.T) {
	t.Parallel()
	api := channeltest.NewAPI(t)
	api.Handle(func(w http.ResponseWriter, _ *http.Request) {
		block := make([]byte, 1<<20)
		for range 200 {
			if _, err := w.Write(block); err != nil {
				return
			}
		}
	})
	c, err := api.Graph(t).Fetch(t.Context(), "https://scontent.xx.fbcdn.net/a", "")
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	if n, _ := io.Copy(io.Discard, c); n != meta.MostMedia+1 {
		t.Errorf("read %d bytes", n)
	}
}

func TestGraph_WithoutBase(t *testing.T) {
	t.Parallel()
	// Meta's own hosts are asked over HTTPS, and a base that another origin has is not trusted for the token.
	g, err := meta.New(meta.Config{Client: outward.New(outward.Config{})})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := g.Fetch(t.Context(), "http://127.0.0.1:1/lookaside.fbsbx.com/a", "EAAG-token"); failure(t, err).Kind != channel.FailureRefused {
		t.Errorf("got %v", err)
	}
}
