// Package simulator plays Meta and the guests' phones: a local Graph API to which Deskbell sends, and signed webhooks that
// it posts to Deskbell's real addresses. It is the demo, the training room and the test bed: nothing of Deskbell knows
// whether it speaks with Meta or with this, and this knows nothing of Deskbell but its address.
//
// Each of Meta's hosts is a path under one base (GraphPath): graph.facebook.com/v26.0/me is asked for at
// /simulator/graph/graph.facebook.com/v26.0/me. What Meta requires is required here: tokens, windows, limits of length,
// owners of threads. Faults are added on demand: duplicates, disorder, delay, an outage, each error of Meta's table.
package simulator

import (
	"context"
	"log/slog"
	"net/http"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"
)

// Where the simulator stands at its server's address.
const (
	Path      = "/simulator/"
	GraphPath = Path + "graph"
	apiPath   = Path + "api/"
)

// Config is what the simulator is made of.
type Config struct {
	// Base is Deskbell's address without a final slash: files are fetched from there, and nowhere else.
	Base string
	// File keeps the state between runs; "" forgets it.
	File string
	// Client posts webhooks and fetches files.
	Client *http.Client
	// May refuses who may not use the phones; nil lets everybody.
	May func(r *http.Request) error
	// Refuse writes that refusal.
	Refuse func(w http.ResponseWriter, r *http.Request, err error)
	// Page serves the phones' page.
	Page http.Handler
	// Website is the address of the hotel's website, to stand beside the phones; "" is none.
	Website string
	Now     func() time.Time
	Log     *slog.Logger
}

// Simulator is a running one. It may be used concurrently.
type Simulator struct {
	cfg   Config
	post  *post
	graph http.Handler
	page  http.Handler

	mu      sync.Mutex
	world   world
	faults  faults
	sent    ledger
	files   shelf
	changed chan struct{} // closed and replaced by each change
	dirty   bool

	done  chan struct{} // closed when streams are to end
	close sync.Once
}

// New makes a simulator; it reads what the last run left. Nothing is posted before Run.
func New(cfg Config) (*Simulator, error) {
	if cfg.Client == nil {
		cfg.Client = &http.Client{Timeout: 30 * time.Second}
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	s := &Simulator{cfg: cfg, changed: make(chan struct{}), done: make(chan struct{}), files: newShelf()}
	s.post = newPost(cfg.Client, cfg.Now, s.touch)
	w, err := load(cfg.File)
	if err != nil {
		return nil, err
	}
	s.world = w
	s.graph = http.StripPrefix(GraphPath, s.graphAPI())
	s.page = s.pageAPI()
	return s, nil
}

// Run posts webhooks and keeps the state until ctx is done.
func (s *Simulator) Run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	for _, c := range Channels {
		g.Go(func() error { return s.post.run(ctx, c) })
	}
	g.Go(func() error { return s.keep(ctx) })
	return g.Wait()
}

// Close ends the streams of open pages.
func (s *Simulator) Close() { s.close.Do(func() { close(s.done) }) }

// ServeHTTP implements http.Handler for everything under Path.
func (s *Simulator) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	switch {
	case under(r.URL.Path, GraphPath+"/"):
		s.graph.ServeHTTP(w, r)
	case under(r.URL.Path, apiPath):
		s.page.ServeHTTP(w, r)
	case s.cfg.Page != nil:
		s.cfg.Page.ServeHTTP(w, r)
	default:
		http.NotFound(w, r)
	}
}

func under(path, prefix string) bool { return len(path) >= len(prefix) && path[:len(prefix)] == prefix }

// change runs fn on the world and tells everybody who looks. fn does no I/O.
func (s *Simulator) change(fn func()) {
	s.mu.Lock()
	defer s.mu.Unlock()
	fn()
	s.tell()
}

// tell wakes who waits for a change; the caller holds the lock.
func (s *Simulator) tell() {
	close(s.changed)
	s.changed = make(chan struct{})
	s.dirty = true
}

// touch tells of a change that was made elsewhere.
func (s *Simulator) touch() { s.change(func() {}) }
