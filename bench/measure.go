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
	for _, on := range c.alone() {
		if err := c.latencyOn(ctx, on, r); err != nil {
			return err
		}
	}
	return nil
}

func (c config) latencyOn(ctx context.Context, on shape, r *report) error {
	s, err := c.newScene(ctx, sceneOptions{shape: on, guests: 200, control: true, streams: true})
	if err != nil {
		return err
	}
	defer s.close()
	rates := []rate{{30, func(f50, f99 float64) limits { return limits{4 * f50, 2.5 * f50, 12, 5} }},
		{1000, func(float64, float64) limits { return limits{3, 1.2, 20, 6} }}}
	if on == onPostgres {
		rates = []rate{{30, func(float64, float64) limits { return limits{p50: 5, p99: 20} }}, {500, nothingAsked}}
	}
	return s.latency(ctx, c, r, on.word, rates)
}

// limits are what is asked of a delivery, in milliseconds; 0 asks nothing.
type limits struct{ p50, aim50, p99, aim99 float64 }

func nothingAsked(float64, float64) limits { return limits{} }

// rate is a load and what is asked of it, given the floor.
type rate struct {
	perSecond int
	asked     func(floor50, floor99 float64) limits
}

func (s *scene) latency(ctx context.Context, c config, r *report, where string, rates []rate) error {
	for range c.runs {
		for _, at := range rates {
			f50, f99, err := floor(ctx, s.servers[0].Opts.Dir, at.perSecond, c.seconds/4)
			if err != nil {
				return err
			}
			asked := at.asked(f50, f99)
			for _, way := range []struct {
				name string
				send func(context.Context, int, string) error
			}{{"guest → agent", s.guestSends}, {"agent → guest", s.agentSends}} {
				h, err := s.openLoop(ctx, at.perSecond, c.seconds, way.send)
				if err != nil {
					return err
				}
				name := fmt.Sprintf("%s%s, 200 conversations, %d/s", way.name, where, at.perSecond)
				r.add(Figure{Name: name + ", p50", Unit: "ms", Floor: f50, Must: asked.p50, Aim: asked.aim50}, ms(h, 50))
				r.add(Figure{Name: name + ", p99", Unit: "ms", Floor: f99, Must: asked.p99, Aim: asked.aim99}, ms(h, 99))
			}
		}
	}
	return nil
}

// measureThroughput is how many durable messages a second the same path bears, the generator beside it.
func measureThroughput(ctx context.Context, c config, r *report) error {
	for _, on := range c.alone() {
		of := Figure{Name: "durable guest messages, under an agent's control" + on.word, Unit: "/s", Must: 4000, Aim: 8000, More: true}
		if on == onPostgres {
			of.Must, of.Aim = 1500, 3000
		}
		if err := c.throughputOn(ctx, sceneOptions{shape: on, guests: 200, control: true}, of, r); err != nil {
			return err
		}
	}
	return nil
}

func (c config) throughputOn(ctx context.Context, o sceneOptions, of Figure, r *report) error {
	s, err := c.newScene(ctx, o)
	if err != nil {
		return err
	}
	defer s.close()
	for range c.runs {
		v, err := s.closedLoop(ctx, o.guests, c.seconds, s.guestSends)
		if err != nil {
			return err
		}
		r.pace(of, v)
	}
	return nil
}

// measureAssistant is how many questions a second are asked, stored, answered and the answers stored.
func measureAssistant(ctx context.Context, c config, r *report) error {
	for _, on := range c.alone() {
		if err := c.assistantOn(ctx, on, r); err != nil {
			return err
		}
	}
	return nil
}

func (c config) assistantOn(ctx context.Context, on shape, r *report) error {
	s, err := c.newScene(ctx, sceneOptions{shape: on, guests: 64, streams: true})
	if err != nil {
		return err
	}
	defer s.close()
	of := Figure{Name: "questions answered by the built-in assistant" + on.word, Unit: "/s", Aim: 1500, More: true}
	if on == onPostgres {
		of.Aim = 0
	}
	questions := []string{"When is breakfast?", "Can I bring my dog?", "How much is parking?", "Do you have a pool?", "What time is check-in?"}
	for range c.runs {
		answered := func(ctx context.Context, i int, text string) error {
			return s.asks(ctx, i, questions[len(text)%len(questions)])
		}
		v, err := s.closedLoop(ctx, 64, c.seconds, answered)
		if err != nil {
			return err
		}
		r.pace(of, v)
	}
	return nil
}

// measureStart is how soon an empty folder serves, and what the idle server costs.
func measureStart(ctx context.Context, c config, r *report) error {
	if !c.has(onSQLite) {
		return nil
	}
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
func measureSizes(ctx context.Context, c config, r *report) error {
	if !c.has(onSQLite) {
		return nil
	}
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
