package whatsapp_test

import (
	"errors"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"deskbell/internal/channel"
)

const mediaAt = "/lookaside.fbsbx.com/whatsapp_business/attachments/"

// TestFetch asks for a file's address and reads it with the token, which goes to Meta's hosts alone.
func TestFetch(t *testing.T) {
	t.Parallel()
	g := newGraph(t)
	g.on("GET "+fb+"1479000000000333", http.StatusOK, sample(t, "media_url_response"))
	g.on("GET lookaside.fbsbx.com/whatsapp_business/attachments/", http.StatusOK, "the photo")
	c, err := g.Fetch(t.Context(), account, channel.Media{ID: "1479000000000333", Name: "a.jpg"})
	if err != nil {
		t.Fatal(err)
	}
	defer func() { _ = c.Close() }()
	b, err := io.ReadAll(c)
	if err != nil || string(b) != "the photo" || c.Name != "a.jpg" {
		t.Errorf("%q %q, %v", b, c.Name, err)
	}
	calls := g.calls()
	if len(calls) != 2 || calls[1].token != "tok" || !strings.Contains(calls[0].query, "phone_number_id="+phoneID) {
		t.Errorf("%+v", calls)
	}
}

// TestFetch_AddressRanOut: addresses are good for five minutes, so a second one is asked for.
func TestFetch_AddressRanOut(t *testing.T) {
	t.Parallel()
	g := newGraph(t)
	g.on("GET "+fb+"7", http.StatusOK, `{"url":"`+g.base+mediaAt+`","mime_type":"audio/ogg"}`)
	first := true
	g.handle("GET lookaside.fbsbx.com/whatsapp_business/attachments/", func(w http.ResponseWriter, _ *http.Request) {
		if first {
			first = false
			w.WriteHeader(http.StatusNotFound)
			return
		}
		_, _ = io.WriteString(w, "voice")
	})
	c, err := g.Fetch(t.Context(), account, channel.Media{ID: "7"})
	if err != nil {
		t.Fatal(err)
	}
	_ = c.Close()
	if n := len(g.calls()); n != 4 {
		t.Errorf("%d calls", n)
	}
}

func TestFetch_Gone(t *testing.T) {
	t.Parallel()
	g := newGraph(t)
	g.on("GET "+fb+"7", http.StatusOK, `{"url":"`+g.base+mediaAt+`"}`)
	g.on("GET lookaside.fbsbx.com/whatsapp_business/attachments/", http.StatusNotFound, "")
	var f *channel.Failure
	if _, err := g.Fetch(t.Context(), account, channel.Media{ID: "7"}); !errors.As(err, &f) || f.Reason != channel.ReasonMediaGone {
		t.Errorf("%v", err)
	}
}

// TestFetch_TokenStaysAtMeta: an address elsewhere, in the answer or after a redirect, does not see the token, and one
// inside the network is not asked at all.
func TestFetch_TokenStaysAtMeta(t *testing.T) {
	t.Parallel()
	stranger := make(chan string, 8)
	other := httptest.NewServer(http.HandlerFunc(func(_ http.ResponseWriter, r *http.Request) { stranger <- r.Header.Get("Authorization") }))
	t.Cleanup(other.Close)
	for name, to := range map[string]func(g *graph){
		"InTheAnswer": func(g *graph) { g.on("GET "+fb+"7", http.StatusOK, `{"url":"`+other.URL+`/x"}`) },
		"Redirected": func(g *graph) {
			g.on("GET "+fb+"7", http.StatusOK, `{"url":"`+g.base+mediaAt+`"}`)
			g.handle("GET lookaside.fbsbx.com/whatsapp_business/attachments/", func(w http.ResponseWriter, r *http.Request) {
				http.Redirect(w, r, other.URL+"/x", http.StatusFound)
			})
		},
	} {
		g := newGraph(t)
		to(g)
		if c, err := g.Fetch(t.Context(), account, channel.Media{ID: "7"}); err == nil {
			_ = c.Close()
			t.Errorf("%s: an address inside was asked", name)
		}
	}
	select {
	case token := <-stranger:
		t.Errorf("the stranger was asked, with %q", token)
	default:
	}
}
