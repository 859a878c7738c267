package main

import (
	"compress/gzip"
	"context"
	"fmt"
	"io"
	"net/http"
	"os"
	"regexp"
	"strings"
	"sync"
	"time"

	"deskbell/conformance/drive"
)

// measureLatency is the main job: a guest's message to the agent's screen and back, durable, 200 conversations.
func measureLatency(ctx context.Context, c config, r *report) error {
	s, err := newScene(ctx, sceneOptions{guests: 200, control: true, streams: true})
	if err != nil {
		return err
	}
	defer s.close(true)
	return s.latency(ctx, c, r, "", []rate{
		{30, func(f50, f99 float64) (must50, aim50, must99, aim99 float64) { return 4 * f50, 2.5 * f50, 12, 5 }},
		{1000, func(float64, float64) (float64, float64, float64, float64) { return 3, 1.2, 20, 6 }},
	})
}

// rate is a load and what is asked of it, in milliseconds, given the floor.
type rate struct {
	perSecond int
	asked     func(floor50, floor99 float64) (must50, aim50, must99, aim99 float64)
}

func (s *scene) latency(ctx context.Context, c config, r *report, where string, rates []rate) error {
	for range c.runs {
		for _, at := range rates {
			f50, f99, err := floor(ctx, s.srv.Opts.Dir, at.perSecond, c.seconds/4)
			if err != nil {
				return err
			}
			must50, aim50, must99, aim99 := at.asked(f50, f99)
			for _, way := range []struct {
				name string
				send func(context.Context, int, string) error
			}{{"guest → agent", s.guestSends}, {"agent → guest", s.agentSends}} {
				p50, p99, err := s.openLoop(ctx, at.perSecond, c.seconds, way.send)
				if err != nil {
					return err
				}
				name := fmt.Sprintf("%s%s, 200 conversations, %d/s", way.name, where, at.perSecond)
				r.add(Figure{Name: name + ", p50", Unit: "ms", Floor: f50, Must: must50, Aim: aim50}, p50)
				r.add(Figure{Name: name + ", p99", Unit: "ms", Floor: f99, Must: must99, Aim: aim99}, p99)
			}
		}
	}
	return nil
}

// measureThroughput is how many durable messages a second the same path bears, the generator beside it.
func measureThroughput(ctx context.Context, c config, r *report) error {
	s, err := newScene(ctx, sceneOptions{guests: 200, control: true})
	if err != nil {
		return err
	}
	defer s.close(true)
	for range c.runs {
		v, err := s.closedLoop(ctx, 200, c.seconds, s.guestSends)
		if err != nil {
			return err
		}
		r.pace(Figure{Name: "durable guest messages, under an agent's control", Unit: "/s", Must: 4000, Aim: 8000, More: true}, v)
	}
	return nil
}

// measureAssistant is how many questions a second are asked, stored, answered and the answers stored.
func measureAssistant(ctx context.Context, c config, r *report) error {
	s, err := newScene(ctx, sceneOptions{guests: 64, streams: true})
	if err != nil {
		return err
	}
	defer s.close(true)
	questions := []string{"When is breakfast?", "Can I bring my dog?", "How much is parking?", "Do you have a pool?", "What time is check-in?"}
	for range c.runs {
		answered := func(ctx context.Context, i int, text string) error {
			return s.asks(ctx, i, questions[len(text)%len(questions)])
		}
		v, err := s.closedLoop(ctx, 64, c.seconds, answered)
		if err != nil {
			return err
		}
		r.pace(Figure{Name: "questions answered by the built-in assistant", Unit: "/s", Aim: 1500, More: true}, v)
	}
	return nil
}

// measureStart is how soon an empty folder serves, and what the idle server costs.
func measureStart(ctx context.Context, c config, r *report) error {
	for range c.runs {
		dir, err := os.MkdirTemp("", "deskbell-bench-")
		if err != nil {
			return err
		}
		srv, err := drive.Start(ctx, drive.Options{Dir: dir, Command: "serve"})
		if err != nil {
			return err
		}
		r.add(Figure{Name: "empty start to ready", Unit: "ms", Must: 200, Aim: 80}, float64(srv.Took.Microseconds())/1000)
		time.Sleep(2 * time.Second) // idle is what it settles to
		rss, err := srv.RSS()
		srv.Stop()
		_ = os.RemoveAll(dir)
		if err != nil {
			return err
		}
		r.add(Figure{Name: "idle server, resident", Unit: "MB", Must: 60, Aim: 35}, float64(rss)/(1<<20))
	}
	return nil
}

// measureGuests is what connected idle guests cost.
func measureGuests(ctx context.Context, c config, r *report) error {
	const guests = 5000
	for range c.runs {
		if err := measureGuestsOnce(ctx, r, guests); err != nil {
			return err
		}
	}
	return nil
}

func measureGuestsOnce(ctx context.Context, r *report, guests int) error {
	s, err := newScene(ctx, sceneOptions{})
	if err != nil {
		return err
	}
	defer s.close(true)
	streams := drive.Client(drive.NewTransport(guests + 16))
	calls := drive.Client(drive.NewTransport(16))
	all := make([]*drive.Guest, guests)
	if err := each(guests, 16, func(i int) error {
		g, err := drive.NewGuest(ctx, s.srv.URL, "demo", calls)
		all[i] = g
		return err
	}); err != nil {
		return err
	}
	time.Sleep(2 * time.Second) // memory is measured at rest
	before, err := s.srv.RSS()
	if err != nil {
		return err
	}
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	if err := each(guests, 16, func(i int) error {
		all[i].Client = streams
		return s.listen(ctx, &guest{Guest: all[i]})
	}); err != nil {
		return err
	}
	time.Sleep(5 * time.Second) // memory is measured at rest
	after, err := s.srv.RSS()
	if err != nil {
		return err
	}
	r.add(Figure{Name: "a connected idle guest", Unit: "KB", Must: 12, Aim: 4}, float64(after-before)/float64(guests)/1024)
	r.add(Figure{Name: "the process with 5,000 connected guests", Unit: "MB", Must: 140, Aim: 70}, float64(after)/(1<<20))
	return nil
}

func each(n, workers int, fn func(i int) error) error {
	var wg sync.WaitGroup
	next := make(chan int)
	errs := make(chan error, workers)
	for range workers {
		wg.Go(func() {
			for i := range next {
				if err := fn(i); err != nil {
					select {
					case errs <- err:
					default:
					}
				}
			}
		})
	}
	for i := range n {
		next <- i
	}
	close(next)
	wg.Wait()
	select {
	case err := <-errs:
		return err
	default:
		return nil
	}
}

// measureSizes is what a browser downloads, compressed as the server sends it.
func measureSizes(ctx context.Context, _ config, r *report) error {
	dir, err := os.MkdirTemp("", "deskbell-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	srv, err := drive.Start(ctx, drive.Options{Dir: dir})
	if err != nil {
		return err
	}
	defer srv.Stop()
	closed, err := bytesOf(ctx, srv.URL, "/w/v1.js", "/api/guest/v1/config?key=demo")
	if err != nil {
		return err
	}
	open, err := pageBytes(ctx, srv.URL, "/w/frame?key=demo")
	if err != nil {
		return err
	}
	dash, err := pageBytes(ctx, srv.URL, "/")
	if err != nil {
		return err
	}
	r.add(Figure{Name: "widget, never opened", Unit: "kB", Must: 3}, float64(closed)/1000)
	r.add(Figure{Name: "widget, until the first message can be sent", Unit: "kB", Must: 25}, float64(closed+open)/1000)
	r.add(Figure{Name: "dashboard, first load", Unit: "kB", Must: 300}, float64(dash)/1000)
	return nil
}

var asset = regexp.MustCompile(`(?:src|href)="(/?[^":]+\.(?:js|css|woff2))"`)

// pageBytes is a page and the scripts and styles that its document names.
func pageBytes(ctx context.Context, base, path string) (int, error) {
	body, n, err := get(ctx, base+path)
	if err != nil {
		return 0, err
	}
	for _, m := range asset.FindAllStringSubmatch(body, -1) {
		ref := m[1]
		if !strings.HasPrefix(ref, "/") {
			ref = path[:strings.LastIndex(path, "/")+1] + ref
		}
		_, more, err := get(ctx, base+ref)
		if err != nil {
			return 0, err
		}
		n += more
	}
	return n, nil
}

func bytesOf(ctx context.Context, base string, paths ...string) (int, error) {
	sum := 0
	for _, p := range paths {
		_, n, err := get(ctx, base+p)
		if err != nil {
			return 0, err
		}
		sum += n
	}
	return sum, nil
}

// get fetches as a browser does and reports the decoded body and the bytes that were on the wire.
func get(ctx context.Context, address string) (string, int, error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return "", 0, err
	}
	req.Header.Set("Accept-Encoding", "gzip")
	res, err := http.DefaultTransport.RoundTrip(req)
	if err != nil {
		return "", 0, err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return "", 0, fmt.Errorf("%s: %s", address, res.Status)
	}
	raw, err := io.ReadAll(res.Body)
	if err != nil {
		return "", 0, err
	}
	if res.Header.Get("Content-Encoding") != "gzip" {
		return string(raw), len(raw), nil
	}
	z, err := gzip.NewReader(strings.NewReader(string(raw)))
	if err != nil {
		return "", 0, err
	}
	body, err := io.ReadAll(z)
	return string(body), len(raw), err
}
