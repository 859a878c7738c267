package crawl

import (
	"bytes"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"strconv"
	"strings"
	"time"

	"github.com/temoto/robotstxt"
)

// answer is what an address answered in the end.
type answer struct {
	at    *url.URL
	kind  string // content type
	body  []byte
	whole bool // false where there was more than was read
}

// get asks one address after the pause, and follows redirects that stay on the site.
func (r *run) get(ctx context.Context, at string, most int64) (*http.Response, answer, error) {
	for hop := 0; ; hop++ {
		if r.asked {
			if err := r.wait(ctx, r.pause); err != nil {
				return nil, answer{}, err
			}
		}
		r.asked = true
		resp, got, err := r.once(ctx, at, most)
		if err != nil {
			return nil, got, err
		}
		if resp.StatusCode < 300 || resp.StatusCode > 399 || resp.Header.Get("Location") == "" {
			return resp, got, nil
		}
		next, err := got.at.Parse(resp.Header.Get("Location"))
		switch {
		case err != nil || hop == maxHops:
			return nil, got, skip{Reason: pageCircle, failed: true}
		case next.Scheme != "https":
			return nil, got, skip{Reason: pageInsecure}
		}
		next = clean(next)
		if !r.hosts[next.Host] {
			return nil, got, skip{Reason: pageElsewhere, cause: ErrElsewhere}
		}
		if r.robots != nil && !r.robots.Test(next.RequestURI()) {
			return nil, got, skip{Reason: pageRobots, cause: ErrRobots}
		}
		at = next.String()
	}
}

// once is one request within its limits.
func (r *run) once(ctx context.Context, at string, most int64) (*http.Response, answer, error) {
	ctx, cancel := context.WithTimeout(ctx, pageWithin)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, at, nil)
	if err != nil {
		return nil, answer{}, skip{Reason: pageAddress}
	}
	req.Header.Set("User-Agent", Agent+"/1 (reads its hotel's own website)")
	req.Header.Set("Accept", "text/html,application/xhtml+xml,text/xml;q=0.5,text/plain;q=0.5")
	resp, err := r.Client.Stream(req, most+1)
	if err != nil {
		return nil, answer{}, outwardReason(err)
	}
	defer resp.Body.Close()
	body, err := io.ReadAll(resp.Body)
	r.bytes += int64(len(body))
	if err != nil {
		return nil, answer{}, skip{Reason: pageCutOff, failed: true}
	}
	kind, _, _ := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	got := answer{at: req.URL, kind: kind, body: body, whole: int64(len(body)) <= most}
	if kind == "text/html" || kind == "application/xhtml+xml" {
		got.kind = resp.Header.Get("Content-Type") // with its charset
	}
	return resp, got, nil
}

// fetch asks for a page.
func (r *run) fetch(ctx context.Context, at string) (answer, error) {
	for try := 0; ; try++ {
		resp, got, err := r.get(ctx, at, maxPage)
		if err != nil {
			return got, err
		}
		switch code := resp.StatusCode; {
		case code == http.StatusNotFound || code == http.StatusGone:
			return got, skip{Reason: pageGone, gone: true}
		case code == http.StatusTooManyRequests || code == http.StatusServiceUnavailable:
			if try > 0 {
				return got, skip{Reason: pageBusy, failed: true}
			}
			if err := r.wait(ctx, retryAfter(resp.Header.Get("Retry-After"))); err != nil {
				return got, err
			}
			continue
		case code != http.StatusOK:
			return got, skip{Reason: pageStatus(code), failed: code >= 500}
		case !strings.HasPrefix(got.kind, "text/html") && !strings.HasPrefix(got.kind, "application/xhtml+xml"):
			return got, skip{Reason: pageNoText}
		case !got.whole:
			return got, skip{Reason: pageTooLarge}
		}
		return got, nil
	}
}

// retryAfter is how long a busy site wants to be left alone, at most half a minute.
func retryAfter(header string) time.Duration {
	const most = 30 * time.Second
	if s, err := strconv.Atoi(strings.TrimSpace(header)); err == nil && s >= 0 && s < 30 {
		return max(time.Second, time.Duration(s)*time.Second)
	}
	return most
}

// askRobots learns what may be read, and how fast. A site whose robots.txt cannot be asked for is left alone; one without
// may be read.
func (r *run) askRobots(ctx context.Context, start *url.URL) error {
	resp, got, err := r.get(ctx, start.Scheme+"://"+start.Host+"/robots.txt", 512<<10)
	if err != nil {
		var s skip
		switch {
		case ctx.Err() != nil:
			return ctx.Err()
		case errors.As(err, &s) && errors.Is(s.cause, ErrInside):
			return ErrInside
		case errors.As(err, &s) && s.cause == nil && s.failed:
			return fmt.Errorf("%w (%s)", ErrNoRobots, s.text)
		}
		r.robots = (&robotstxt.RobotsData{}).FindGroup(Agent) // it leads elsewhere: there is none here
		return nil
	}
	if resp.StatusCode >= 500 || resp.StatusCode == http.StatusTooManyRequests {
		return ErrNoRobots
	}
	data, err := robotstxt.FromStatusAndBytes(resp.StatusCode, got.body)
	if err != nil { // what cannot be understood forbids nothing, says its standard
		data, _ = robotstxt.FromStatusAndBytes(http.StatusNotFound, nil)
	}
	r.robots = data.FindGroup(Agent)
	r.pause = min(max(pause, r.robots.CrawlDelay), longestPause)
	for _, s := range data.Sitemaps {
		if u, err := start.Parse(s); err == nil && r.hosts[clean(u).Host] {
			r.maps = append(r.maps, clean(u).String())
		}
	}
	return nil
}

// sitemaps queues what the site's maps list.
func (r *run) sitemaps(ctx context.Context, start *url.URL, most int) {
	maps := append(r.maps, start.Scheme+"://"+start.Host+"/sitemap.xml")
	met := map[string]bool{}
	for n := 0; n < len(maps) && n < 10 && len(r.queue) < most; n++ {
		if met[maps[n]] {
			continue
		}
		met[maps[n]] = true
		resp, got, err := r.get(ctx, maps[n], 5<<20)
		if err != nil || resp.StatusCode != http.StatusOK {
			continue
		}
		d := xml.NewDecoder(bytes.NewReader(got.body))
		d.Strict = false
		inner := ""
		for len(r.queue) < most {
			t, err := d.RawToken()
			if err != nil {
				break
			}
			switch t := t.(type) {
			case xml.StartElement:
				if t.Name.Local == "sitemap" || t.Name.Local == "url" {
					inner = t.Name.Local
				} else if t.Name.Local == "loc" {
					loc, err := d.RawToken()
					text, ok := loc.(xml.CharData)
					if err != nil || !ok {
						continue
					}
					u, err := got.at.Parse(strings.TrimSpace(string(text)))
					switch {
					case err != nil || !r.hosts[clean(u).Host]:
					case inner == "sitemap":
						maps = append(maps, clean(u).String())
					default:
						r.add(u)
					}
				}
			}
		}
	}
}
