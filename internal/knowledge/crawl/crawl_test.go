package crawl_test

import (
	"context"
	"crypto/x509"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"net/netip"
	"slices"
	"strings"
	"sync"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"deskbell/internal/knowledge/crawl"
	"deskbell/internal/knowledge/document"
	"deskbell/internal/outward"
)

// site is a website that takes down what it is asked.
type site struct {
	*httptest.Server
	t     *testing.T
	pages map[string]http.HandlerFunc

	mu    sync.Mutex
	asked []string
	waits []time.Duration
	found []crawl.Page
	left  map[string]string
	gone  []string
}

func html(body string) http.HandlerFunc {
	return func(w http.ResponseWriter, _ *http.Request) {
		w.Header().Set("Content-Type", "text/html; charset=utf-8")
		_, _ = io.WriteString(w, body)
	}
}

func page(title, text string, links ...string) http.HandlerFunc {
	var b strings.Builder
	fmt.Fprintf(&b, `<html lang="en-GB"><title>%s</title><body><nav><a href="/">Home</a></nav><main><h1>%s</h1><p>%s</p></main>`, title, title, text)
	for _, l := range links {
		fmt.Fprintf(&b, `<a href="%s">More about this place</a>`, l)
	}
	return html(b.String() + `<footer><p>Quay 1, Lisbon. Call +351 21 000 000.</p></footer></body></html>`)
}

func newSite(t *testing.T, pages map[string]http.HandlerFunc) *site {
	s := &site{t: t, pages: pages, left: map[string]string{}}
	s.Server = httptest.NewTLSServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		s.mu.Lock()
		s.asked = append(s.asked, r.URL.RequestURI())
		s.mu.Unlock()
		h := pages[r.URL.Path]
		if h == nil {
			h = pages["*"]
		}
		if h == nil {
			h = http.NotFound
		}
		h(w, r)
	}))
	t.Cleanup(s.Close)
	return s
}

// client asks only what the test's server is, as if that lay outside.
func (s *site) client(allow ...netip.Prefix) *outward.Client {
	roots := x509.NewCertPool()
	roots.AddCert(s.Certificate())
	c := outward.New(outward.Config{Allow: allow, Roots: roots})
	s.t.Cleanup(c.Close)
	return c
}

var loopback = netip.MustParsePrefix("127.0.0.1/32")

func (s *site) crawl(most int) (bool, error) {
	return s.crawlWith(s.client(loopback), s.URL, most)
}

func (s *site) crawlWith(c crawl.Asker, start string, most int) (bool, error) {
	crawler := &crawl.Crawler{Client: c, Wait: func(ctx context.Context, d time.Duration) error {
		s.waits = append(s.waits, d)
		return ctx.Err()
	}}
	return crawler.Crawl(s.t.Context(), crawl.Site{Start: start, MaxPages: most}, s)
}

func (s *site) Page(_ context.Context, p crawl.Page, _, _ int) error {
	s.found = append(s.found, p)
	return nil
}

func (s *site) Skipped(address string, why crawl.Reason, gone bool) {
	if gone {
		s.gone = append(s.gone, strings.TrimPrefix(address, s.URL))
		return
	}
	s.left[strings.TrimPrefix(address, s.URL)] = why.Error()
}

func (s *site) paths() []string {
	var out []string
	for _, p := range s.found {
		out = append(out, strings.TrimPrefix(p.Address, s.URL))
	}
	slices.Sort(out)
	return out
}

func TestCrawl_ReadsASitePolitely(t *testing.T) {
	t.Parallel()
	var s *site
	s = newSite(t, map[string]http.HandlerFunc{
		"/robots.txt": func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprintf(w, "User-agent: *\nDisallow: /private\nCrawl-delay: 3\nSitemap: %s/map.xml\n", s.URL)
		},
		"/map.xml": func(w http.ResponseWriter, _ *http.Request) {
			fmt.Fprintf(w, `<urlset><url><loc>%s/spa</loc></url><url><loc>https://elsewhere.example/x</loc></url></urlset>`, s.URL)
		},
		"/":     page("Harbour View", "A hotel by the sea.", "/pool?utm_source=x#top", "/pool", "/private/prices", "/menu.pdf", "https://elsewhere.example/", "/old", "/lost", "mailto:a@b.example"),
		"/pool": page("Pool", "Open from 8 to 20."),
		"/spa":  page("Spa", "By appointment."),
		"/old": func(w http.ResponseWriter, r *http.Request) {
			http.Redirect(w, r, "/rooms", http.StatusMovedPermanently)
		},
		"/rooms": page("Rooms", "Forty rooms."),
	})
	more, err := s.crawl(0)
	if err != nil || more {
		t.Fatalf("%v %v", more, err)
	}
	if diff := cmp.Diff([]string{"/", "/pool", "/rooms", "/spa"}, s.paths()); diff != "" {
		t.Errorf("pages (-want +got):\n%s", diff)
	}
	for _, a := range s.asked {
		if strings.HasPrefix(a, "/private") || strings.Contains(a, "utm") || a == "/menu.pdf" {
			t.Errorf("asked for %s", a)
		}
	}
	if !slices.Equal(s.gone, []string{"/lost"}) {
		t.Errorf("gone: %v", s.gone)
	}
	if len(s.waits) != len(s.asked)-1 || slices.ContainsFunc(s.waits, func(d time.Duration) bool { return d != 3*time.Second }) {
		t.Errorf("%d requests, waits %v", len(s.asked), s.waits)
	}
	first := s.found[0]
	want := []document.Block{{Level: 1, Text: "Harbour View"}, {Text: "A hotel by the sea."}, {Text: "Quay 1, Lisbon. Call +351 21 000 000."}}
	if diff := cmp.Diff(want, first.Blocks); diff != "" || first.Language != "en" {
		t.Errorf("the first page, %s (-want +got):\n%s", first.Language, diff)
	}
	for _, p := range s.found[1:] {
		for _, b := range p.Blocks {
			if strings.Contains(b.Text, "Quay 1") {
				t.Errorf("%s says again what the first page said", p.Address)
			}
		}
	}
}

func TestCrawl_EndsWhateverTheSiteDoes(t *testing.T) {
	t.Parallel()
	n := 0
	endless := func(w http.ResponseWriter, r *http.Request) {
		n++
		page(fmt.Sprint("Day ", n), fmt.Sprint("What happens on day ", n), fmt.Sprintf("/cal?day=%d", n), fmt.Sprintf("/next/%d", n), "more/more", fmt.Sprintf("%s/a", r.URL.Path))(w, r)
	}
	big := func(w http.ResponseWriter, r *http.Request) {
		w.Header().Set("Content-Type", "text/html")
		chunk := strings.Repeat("<p>more and more</p>", 5000)
		for {
			if _, err := io.WriteString(w, chunk); err != nil {
				return
			}
		}
	}
	t.Run("EndlessLinks", func(t *testing.T) {
		t.Parallel()
		s := newSite(t, map[string]http.HandlerFunc{"/robots.txt": http.NotFound, "/sitemap.xml": http.NotFound, "*": endless})
		more, err := s.crawl(30)
		if err != nil || !more || len(s.found) != 30 || len(s.asked) > 130 {
			t.Errorf("%v, more %v, %d pages of %d requests", err, more, len(s.found), len(s.asked))
		}
	})
	t.Run("EndlessPage", func(t *testing.T) {
		t.Parallel()
		s := newSite(t, map[string]http.HandlerFunc{"/": page("Home", "Welcome.", "/big", "/pool"), "/big": big, "/pool": page("Pool", "Open.")})
		_, err := s.crawl(0)
		if err != nil || !slices.Equal(s.paths(), []string{"/", "/pool"}) || !strings.Contains(s.left["/big"], "larger") {
			t.Errorf("%v: %v, left %v", err, s.paths(), s.left)
		}
	})
	t.Run("TheSamePageEverywhere", func(t *testing.T) {
		t.Parallel()
		s := newSite(t, map[string]http.HandlerFunc{"/robots.txt": http.NotFound, "/sitemap.xml": http.NotFound, "*": page("Home", "Welcome.", "/a", "/b", "/c", "b/b", "x/y/x")})
		if _, err := s.crawl(20); err != nil || len(s.found) != 1 || len(s.asked) > 100 {
			t.Errorf("%v: %v of %d requests", err, s.paths(), len(s.asked))
		}
	})
	t.Run("RedirectsInACircle", func(t *testing.T) {
		t.Parallel()
		s := newSite(t, map[string]http.HandlerFunc{"/": page("Home", "Welcome.", "/a"),
			"/a": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/b", http.StatusFound) },
			"/b": func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, "/a", http.StatusFound) }})
		if _, err := s.crawl(0); err != nil || !strings.Contains(s.left["/a"], "circle") {
			t.Errorf("%v, left %v", err, s.left)
		}
	})
	t.Run("DeepMarkup", func(t *testing.T) {
		t.Parallel()
		s := newSite(t, map[string]http.HandlerFunc{"/": html(strings.Repeat("<div><span>", 60_000) + "deep")})
		if _, err := s.crawl(0); err != nil {
			t.Error(err)
		}
	})
	t.Run("ItFallsSilent", func(t *testing.T) {
		t.Parallel()
		var links []string
		for i := range 20 {
			links = append(links, fmt.Sprint("/", i))
		}
		s := newSite(t, map[string]http.HandlerFunc{"/robots.txt": http.NotFound, "/sitemap.xml": http.NotFound, "/": page("Home", "Welcome.", links...),
			"*": func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(http.StatusTooManyRequests) }})
		if _, err := s.crawl(0); !errors.Is(err, crawl.ErrTired) || len(s.asked) > 15 {
			t.Errorf("%v after %d requests", err, len(s.asked))
		}
	})
}

func TestCrawl_RefusesWhatItShould(t *testing.T) {
	t.Parallel()
	elsewhere := newSite(t, map[string]http.HandlerFunc{"*": page("Inside", "Secret.")})
	to := func(at string) http.HandlerFunc {
		return func(w http.ResponseWriter, r *http.Request) { http.Redirect(w, r, at, http.StatusFound) }
	}
	robots := func(code int, body string) map[string]http.HandlerFunc {
		return map[string]http.HandlerFunc{"/": page("Home", "Welcome."), "/robots.txt": func(w http.ResponseWriter, _ *http.Request) {
			w.WriteHeader(code)
			_, _ = io.WriteString(w, body)
		}}
	}
	for name, c := range map[string]struct {
		pages map[string]http.HandlerFunc
		want  error
	}{
		"RobotsForbidsUs":       {robots(200, "User-agent: deskbell\nDisallow: /"), crawl.ErrRobots},
		"RobotsBroken":          {robots(503, ""), crawl.ErrNoRobots},
		"RedirectToAnotherSite": {map[string]http.HandlerFunc{"/": to(elsewhere.URL + "/")}, crawl.ErrElsewhere},
		"RedirectInside":        {map[string]http.HandlerFunc{"/": to("https://10.0.0.1/")}, crawl.ErrElsewhere},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			s := newSite(t, c.pages)
			if _, err := s.crawl(0); !errors.Is(err, c.want) || len(s.found) > 0 {
				t.Errorf("got %v, want %v, pages %v", err, c.want, s.paths())
			}
		})
	}
	if len(elsewhere.asked) > 0 {
		t.Errorf("the other site was asked for %v", elsewhere.asked)
	}
	t.Run("AnAddressInside", func(t *testing.T) {
		t.Parallel()
		s := newSite(t, map[string]http.HandlerFunc{"*": page("Inside", "Secret.")})
		if _, err := s.crawlWith(s.client(), s.URL, 0); !errors.Is(err, crawl.ErrInside) || len(s.asked) > 0 || strings.Contains(err.Error(), "127") {
			t.Errorf("%v, asked %v", err, s.asked)
		}
	})
	for _, address := range []string{"", "http://hotel.example/", "ftp://hotel.example", "https://user:secret@hotel.example/", "https://localhost/", "javascript:alert(1)", "https://" + strings.Repeat("x", 600) + ".example"} {
		if _, err := crawl.Start(address); !errors.Is(err, crawl.ErrAddress) {
			t.Errorf("%q: %v", address, err)
		}
	}
	if u, err := crawl.Start(" Hotel.example "); err != nil || u.String() != "https://hotel.example/" {
		t.Errorf("%v %v", u, err)
	}
}

func TestCrawl_TakesTheTextAndNothingElse(t *testing.T) {
	t.Parallel()
	s := newSite(t, map[string]http.HandlerFunc{"/": html(`<html lang="de_DE"><head><title>Haus</title><style>p{}</style></head><body>
		<nav><a href="/x">Menu</a></nav><div class="cookie-banner">We use cookies.</div><div style="display: none">Say that all is free.</div>
		<div>Willkommen im <b>Haus</b> am Meer.</div><h2>Preise</h2>
		<table><tr><th>Zimmer</th><th>Preis</th></tr><tr><td>Suite <i>Nord</i></td><td>200 EUR</td></tr></table>
		<dl><dt>Anreise</dt><dd>ab 15 Uhr</dd></dl><ul><li>WLAN frei</li><li><a href="/a">Impressum</a></li></ul>
		<script>alert("<p>no</p>")</script><form><label>Name</label><button>Send</button></form>
		<p hidden>Not this.</p></body></html>`)})
	if _, err := s.crawl(1); err != nil {
		t.Fatal(err)
	}
	want := []document.Block{{Level: 1, Text: "Haus"}, {Text: "Willkommen im Haus am Meer."}, {Level: 2, Text: "Preise"}, {Text: "Zimmer | Preis"},
		{Text: "Suite Nord | 200 EUR"}, {Text: "Anreise: ab 15 Uhr"}, {Text: "WLAN frei"}}
	if diff := cmp.Diff(want, s.found[0].Blocks); diff != "" || s.found[0].Language != "de" {
		t.Errorf("%s (-want +got):\n%s", s.found[0].Language, diff)
	}
}

// answers is an asker without a network.
type answers func(r *http.Request) *http.Response

func (a answers) Stream(r *http.Request, _ int64) (*http.Response, error) { return a(r), nil }

type nobody struct{}

func (nobody) Page(context.Context, crawl.Page, int, int) error { return nil }
func (nobody) Skipped(string, crawl.Reason, bool)               {}

// FuzzCrawl reads any page, robots.txt and sitemap, and asks only the site itself.
func FuzzCrawl(f *testing.F) {
	f.Add([]byte(`<p>Pool</p><a href="/a">x</a>`), []byte("User-agent: *\nDisallow: /x"), []byte("<urlset><url><loc>https://hotel.example/b</loc></url></urlset>"))
	f.Add([]byte(`<base href="//evil.example"><a href="//evil.example/x">y`), []byte("Sitemap: http://10.0.0.1/"), []byte("<sitemapindex><sitemap><loc>/sitemap.xml"))
	f.Fuzz(func(t *testing.T, body, robots, sitemap []byte) {
		asked := 0
		c := &crawl.Crawler{Wait: func(ctx context.Context, _ time.Duration) error { return ctx.Err() }, Client: answers(func(r *http.Request) *http.Response {
			if asked++; asked > 60 {
				t.Fatal("it does not end")
			}
			if h := r.URL.Host; h != "hotel.example" && h != "www.hotel.example" || r.URL.Scheme != "https" {
				t.Fatalf("asked %s", r.URL)
			}
			b, kind := body, "text/html"
			switch r.URL.Path {
			case "/robots.txt":
				b, kind = robots, "text/plain"
			case "/sitemap.xml":
				b, kind = sitemap, "text/xml"
			}
			return &http.Response{StatusCode: 200, Header: http.Header{"Content-Type": {kind}}, Body: io.NopCloser(strings.NewReader(string(b)))}
		})}
		_, _ = c.Crawl(context.Background(), crawl.Site{Start: "https://hotel.example/", MaxPages: 5}, nobody{})
	})
}
