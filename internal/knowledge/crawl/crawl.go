// Package crawl reads a hotel's own website as a polite visitor: what robots.txt allows, one page after the other with a
// pause between them, within limits of pages, bytes and time. Whatever a site answers (endless links, redirects inside a
// network, ten gigabytes) a crawl ends. What it finds is text; nothing of a page is run or believed.
package crawl

import (
	"context"
	"crypto/sha256"
	"errors"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/temoto/robotstxt"

	"deskbell/internal/knowledge/document"
)

// Limits of one crawl.
const (
	MaxPages     = 500
	DefaultPages = 100
	maxPage      = 2 << 20   // bytes of one page
	maxBytes     = 256 << 20 // of all of them
	maxHops      = 5         // redirects of one page
	maxQueries   = 10        // addresses that differ behind the ? only
	maxDepth     = 8         // segments of a path
	maxAddress   = 500       // characters of an address
	pageWithin   = 15 * time.Second
	// pause stands between two requests, unless robots.txt asks for more; longestPause is as much as is granted.
	pause        = time.Second
	longestPause = 10 * time.Second
	// patience is how many pages in a row may fail before the site is left alone.
	patience = 5
)

// Agent is the name by which robots.txt may speak of this crawler.
const Agent = "Deskbell"

// Asker asks the outside; outward.Client is one.
type Asker interface {
	Stream(r *http.Request, most int64) (*http.Response, error)
}

// Site is what is read.
type Site struct {
	Start    string
	MaxPages int // 0 is DefaultPages
}

// Page is a page that was read.
type Page struct {
	Address  string
	Language string // as the page says; "" where it does not
	Blocks   []document.Block
}

// Visitor is told what a crawl finds, as it finds it. Its error ends the crawl.
type Visitor interface {
	// Page is a page with its text; done of total known pages were read.
	Page(ctx context.Context, p Page, done, total int) error
	// Skipped is a page that was not read; gone says that the site has it no longer.
	Skipped(address string, why Reason, gone bool)
}

// Crawler crawls. Its fields are not changed while it does.
type Crawler struct {
	Client Asker
	// Wait waits between requests; nil is a timer. Tests bring their own.
	Wait func(ctx context.Context, d time.Duration) error
}

// run is one crawl.
type run struct {
	*Crawler
	hosts   map[string]bool
	robots  *robotstxt.Group
	pause   time.Duration
	queue   []string
	known   map[string]bool
	queries map[string]int
	texts   map[[32]byte]bool // pages
	said    map[[32]byte]bool // paragraphs
	bytes   int64
	maps    []string
	asked   bool
}

// Crawl reads a site. It reports whether there was more than it read.
func (c *Crawler) Crawl(ctx context.Context, site Site, v Visitor) (more bool, err error) {
	start, err := Start(site.Start)
	if err != nil {
		return false, err
	}
	most := site.MaxPages
	if most <= 0 {
		most = DefaultPages
	}
	most = min(most, MaxPages)
	r := &run{Crawler: c, hosts: map[string]bool{}, known: map[string]bool{}, queries: map[string]int{},
		texts: map[[32]byte]bool{}, said: map[[32]byte]bool{}, pause: pause}
	for _, h := range twins(start.Host) {
		r.hosts[h] = true
	}
	if err := r.askRobots(ctx, start); err != nil {
		return false, err
	}
	if !r.robots.Test(start.RequestURI()) {
		return false, ErrRobots
	}
	r.add(start)
	r.sitemaps(ctx, start, 4*most)
	done, failed := 0, 0
	for n := 0; n < len(r.queue); n++ {
		if done == most || n >= 4*most || r.bytes > maxBytes {
			return true, nil
		}
		at := r.queue[n]
		got, err := r.fetch(ctx, at)
		if ctx.Err() != nil {
			return false, ctx.Err()
		}
		var left skip
		if errors.As(err, &left) {
			if n == 0 {
				return false, left.first()
			}
			v.Skipped(at, left.Reason, left.gone)
			if failed++; !left.failed {
				failed = 0
			}
			if failed == patience {
				return false, ErrTired
			}
			continue
		}
		failed = 0
		page := r.read(got)
		if page == nil {
			continue // the same as another page
		}
		done++
		if err := v.Page(ctx, *page, done, max(done, min(len(r.queue), most))); err != nil {
			return false, err
		}
	}
	return false, nil
}

// Start reads the address that somebody entered for a website.
func Start(address string) (*url.URL, error) {
	address = strings.TrimSpace(address)
	if !strings.Contains(address, "://") {
		address = "https://" + address
	}
	u, err := url.Parse(address)
	if err != nil || u.Scheme != "https" || u.Hostname() == "" || u.User != nil || len(address) > maxAddress || !strings.Contains(u.Hostname(), ".") {
		return nil, ErrAddress
	}
	return clean(u), nil
}

// twins are a host's name with and without www: the same site in all the world.
func twins(host string) []string {
	bare := strings.TrimPrefix(strings.ToLower(host), "www.")
	return []string{bare, "www." + bare}
}

// add queues an address of the site that was not met yet, unless it looks like one of endlessly many.
func (r *run) add(u *url.URL) {
	u = clean(u)
	at := u.String()
	if u.Scheme != "https" || u.User != nil || !r.hosts[u.Host] || r.known[at] || len(at) > maxAddress || !readable(u.Path) || len(r.queue) > 20*MaxPages {
		return
	}
	segments := strings.Split(strings.Trim(u.Path, "/"), "/")
	if len(segments) > maxDepth {
		return
	}
	times := map[string]int{}
	for _, s := range segments {
		if times[s]++; times[s] > 2 {
			return // /a/b/a/b/a: relative links that bite their tail
		}
	}
	if u.RawQuery != "" {
		if r.queries[u.Path]++; r.queries[u.Path] > maxQueries {
			return // a calendar, a search
		}
	}
	r.known[at] = true
	if len(r.queue) > 0 && !r.robots.Test(u.RequestURI()) {
		return
	}
	r.queue = append(r.queue, at)
}

// clean spells an address in one way, without what only counts visitors.
func clean(u *url.URL) *url.URL {
	c := *u
	c.Host = strings.TrimSuffix(strings.ToLower(c.Host), ":443")
	c.Fragment, c.RawFragment = "", ""
	if c.Path == "" {
		c.Path = "/"
	}
	if c.RawQuery != "" {
		q := c.Query()
		for k := range q {
			if l := strings.ToLower(k); strings.HasPrefix(l, "utm_") || l == "gclid" || l == "fbclid" || l == "sid" || l == "phpsessid" || l == "jsessionid" {
				q.Del(k)
			}
		}
		c.RawQuery = q.Encode()
	}
	return &c
}

// readable reports whether a path is that of a page rather than of a picture or a download.
func readable(path string) bool {
	i := strings.LastIndexByte(path, '.')
	if i < 0 || strings.Contains(path[i:], "/") {
		return true
	}
	switch strings.ToLower(path[i:]) {
	case ".html", ".htm", ".php", ".asp", ".aspx", ".jsp", ".xhtml", ".cfm", ".do", ".shtml":
		return true
	}
	return len(path)-i > 6 // no extension but a dot in a name
}

func (r *run) wait(ctx context.Context, d time.Duration) error {
	if r.Wait != nil {
		return r.Wait(ctx, d)
	}
	t := time.NewTimer(d)
	defer t.Stop()
	select {
	case <-t.C:
		return nil
	case <-ctx.Done():
		return ctx.Err()
	}
}

func sum(s string) [32]byte { return sha256.Sum256([]byte(s)) }
