package app

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"path/filepath"
	"strings"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/httpapi"
	"deskbell/internal/httpapi/problem"
	"deskbell/internal/simulator"
)

// simulatorFile keeps the simulator's phones and secrets in the data folder.
const simulatorFile = "simulator.json"

// simulated is the simulator with the door by which the channels' adapters reach it.
type simulated struct {
	*simulator.Simulator
	graph  net.Listener // its Graph API, on this machine only
	inside *inside
	// answers is whether what is sent reaches the simulator: not where the operator named another Graph API.
	answers bool
}

// openSimulator opens the simulator where it is asked for, and names its Graph API unless the operator named another. It
// listens on an address of its own, because that of the desk may be a secure one under a name that this machine does not
// know, and because nobody else has business there.
func openSimulator(ctx context.Context, cfg *Config) (*simulated, error) {
	if !cfg.Demo && !cfg.Simulator {
		return nil, nil
	}
	s := &simulated{inside: &inside{base: cfg.BaseURL}}
	c := simulator.Config{Base: cfg.BaseURL, File: filepath.Join(cfg.Dir, simulatorFile), Client: &http.Client{Transport: s.inside},
		Page: httpapi.Phones(cfg.Dist), Refuse: problem.Write, Now: cfg.Now, Log: cfg.Log}
	if cfg.Demo {
		c.Website = "/demo/"
	}
	c.May = func(r *http.Request) error {
		if cfg.Demo {
			return ownName(r, cfg.BaseURL) // everything in a demo is everybody's who is here
		}
		return s.inside.may(r)
	}
	var err error
	if s.Simulator, err = simulator.New(c); err != nil {
		return nil, err
	}
	if s.graph, err = (&net.ListenConfig{}).Listen(ctx, "tcp", "127.0.0.1:0"); err != nil {
		return nil, fmt.Errorf("open the simulator's Graph API: %w", err)
	}
	if cfg.GraphBaseURL == "" {
		cfg.GraphBaseURL, s.answers = "http://"+s.graph.Addr().String()+simulator.GraphPath, true
	}
	return s, nil
}

// Simulator is the one that runs beside the desk; nil where it was not asked for.
func (a *App) Simulator() *simulator.Simulator {
	if a.simulated == nil {
		return nil
	}
	return a.simulated.Simulator
}

// attach names the desk that the simulator speaks with; may is who may use the phones.
func (s *simulated) attach(desk http.Handler, may func(r *http.Request) error) {
	if s != nil {
		s.inside.desk, s.inside.may = desk, may
	}
}

// handler is what stands at the simulator's address; nil where there is none. The Graph API is not among it: it reads
// bodies of a hundred megabytes before it knows whose they are, and those who may ask it find it inside.
func (s *simulated) handler() http.Handler {
	if s == nil {
		return nil
	}
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasPrefix(r.URL.Path, simulator.GraphPath) {
			problem.NotFound(w, r)
			return
		}
		s.ServeHTTP(w, r)
	})
}

// graphHandler is what stands at the Graph API's own address: nothing but that, for who was told the address.
func (s *simulated) graphHandler() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.Host != s.graph.Addr().String() || !strings.HasPrefix(r.URL.Path, simulator.GraphPath+"/") {
			problem.NotFound(w, r)
			return
		}
		s.ServeHTTP(w, r)
	})
}

// ownName refuses what came under another name than the installation's: a page elsewhere may let its own name lead to this
// machine, and would be taken by the browser for a page of the demo. An address in numbers leads where it says.
func ownName(r *http.Request, base string) error {
	host := r.Host
	if h, _, err := net.SplitHostPort(host); err == nil {
		host = h
	}
	u, err := url.Parse(base)
	if err == nil && strings.EqualFold(host, u.Hostname()) || strings.EqualFold(host, "localhost") || net.ParseIP(strings.Trim(host, "[]")) != nil {
		return nil
	}
	return desk.Refuse(desk.CodeForbidden, "The simulator is not open under this name. Use localhost, or start the demo with --base-url.")
}

// run plays until ctx is done.
func (s *simulated) run(ctx context.Context, a *App) error {
	if s == nil {
		return nil
	}
	server := a.newServer(s.graphHandler())
	served := make(chan error, 1)
	go func() { served <- server.Serve(s.graph) }()
	if a.cfg.Demo && s.answers {
		if err := a.connectDemo(ctx); err != nil && ctx.Err() == nil {
			a.cfg.Log.Error("the demo's channels are not connected", "err", err)
		}
	}
	err := s.Run(ctx)
	_ = server.Close()
	if e := <-served; !errors.Is(e, http.ErrServerClosed) && !errors.Is(e, net.ErrClosed) {
		err = errors.Join(err, fmt.Errorf("serve the simulator's Graph API: %w", e))
	}
	return err
}

// leave ends what is open, where run was never called too.
func (s *simulated) leave() {
	if s != nil {
		s.Close()
		_ = s.graph.Close()
	}
}

// inside carries the simulator's requests to the desk's own handler: everything that a request from outside passes, it
// passes as well, and there is no other address that it could reach.
type inside struct {
	base string
	desk http.Handler
	may  func(r *http.Request) error
}

// insideMost is the largest answer: a file that is sent to a guest.
const insideMost = 101 << 20

// RoundTrip implements http.RoundTripper.
func (i *inside) RoundTrip(r *http.Request) (*http.Response, error) {
	if i.desk == nil || !strings.HasPrefix(r.URL.String(), i.base+"/") {
		return nil, fmt.Errorf("the simulator reaches nothing but %s", i.base)
	}
	in := r.Clone(r.Context())
	in.RequestURI, in.RemoteAddr = r.URL.RequestURI(), "127.0.0.1:0"
	if in.Host == "" {
		in.Host = r.URL.Host
	}
	if in.Body == nil {
		in.Body = http.NoBody
	}
	w := &written{header: http.Header{}, status: http.StatusOK}
	done := make(chan any, 1)
	begin := time.Now()
	go func() {
		defer func() { done <- recover() }()
		i.desk.ServeHTTP(w, in)
	}()
	select {
	case broken := <-done:
		if broken != nil {
			return nil, fmt.Errorf("the line was cut after %v", time.Since(begin).Round(time.Millisecond))
		}
	case <-r.Context().Done():
		return nil, r.Context().Err()
	}
	return &http.Response{StatusCode: w.status, Status: http.StatusText(w.status), Proto: "HTTP/1.1", ProtoMajor: 1, ProtoMinor: 1,
		Header: w.header, Body: io.NopCloser(&w.body), ContentLength: int64(w.body.Len()), Request: r}, nil
}

// written is an answer in memory.
type written struct {
	header http.Header
	status int
	wrote  bool
	body   bytes.Buffer
}

// Header implements http.ResponseWriter.
func (w *written) Header() http.Header { return w.header }

// WriteHeader implements http.ResponseWriter.
func (w *written) WriteHeader(status int) {
	if !w.wrote {
		w.status, w.wrote = status, true
	}
}

// Write implements http.ResponseWriter.
func (w *written) Write(b []byte) (int, error) {
	w.wrote = true
	if w.body.Len()+len(b) > insideMost {
		return 0, errors.New("the answer is too long")
	}
	return w.body.Write(b)
}
