package main

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"strconv"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"

	"deskbell/conformance/drive"
)

// scene is a server with one agent who watches by the dashboard's real stream, and guests whose conversations the agent
// controls, each reading the guest's real stream.
type scene struct {
	*place
	agent   *drive.Staff
	guests  []*guest
	cancel  context.CancelFunc
	wg      sync.WaitGroup
	awaited atomic.Int64 // how many are in pending
	name    string       // sets its client ids apart from those of earlier runs on the same store
	pending sync.Map     // text → func()
	serial  atomic.Int64
}

// guest is one of the scene, with a connection of its own, and one on which the agent writes to it.
type guest struct {
	*drive.Guest
	conversation string
	line, reply  *drive.Line
	answers      chan int64 // seqs of the assistant's entries
}

type sceneOptions struct {
	shape   shape
	dir     string // "" is a fresh one, removed at the end
	url     string // "" is a fresh database, where the shape has one
	apart   bool   // guests are on other nodes than the agent, where there are several
	guests  int
	control bool // the agent takes control of every conversation
	streams bool // guests read their streams
}

func (c config) newScene(ctx context.Context, o sceneOptions) (*scene, error) {
	if o.shape.nodes == 0 {
		o.shape = onSQLite
	}
	p, err := c.open(ctx, o.shape, drive.Options{Dir: o.dir}, o.url)
	if err != nil {
		return nil, err
	}
	ctx, cancel := context.WithCancel(ctx)
	s := &scene{place: p, cancel: cancel, name: time.Now().Format("150405.000000")}
	if err := s.fill(ctx, o); err != nil {
		s.close()
		return nil, err
	}
	return s, nil
}

// base is the address of the node of a guest.
func (s *scene) base(i int, apart bool) string {
	if n := len(s.servers); apart && n > 1 {
		return s.servers[1+i%(n-1)].URL
	}
	return s.servers[i%len(s.servers)].URL
}

func (s *scene) fill(ctx context.Context, o sceneOptions) error {
	agent, err := drive.Login(ctx, s.servers[0].URL, "agent1@demo.example", "deskbell-demo", 256)
	if err != nil {
		return err
	}
	s.agent = agent
	if err := s.watch(ctx); err != nil {
		return err
	}
	transport := drive.NewTransport(2*o.guests + 64)
	for i := range o.guests {
		g, err := drive.NewGuest(ctx, s.base(i, o.apart), "demo", drive.Client(transport))
		if err != nil {
			return err
		}
		r, err := g.Send(ctx, "hello-"+strconv.Itoa(i), "Hello, I have a question")
		if err != nil {
			return err
		}
		m := &guest{Guest: g, conversation: r.ConversationID, line: g.Line(), reply: agent.Line(), answers: make(chan int64, 16)}
		s.guests = append(s.guests, m)
		if o.control {
			if err := agent.Act(ctx, r.ConversationID, "take-control", nil); err != nil {
				return err
			}
		}
		if o.streams {
			if err := s.listen(ctx, m); err != nil {
				return err
			}
		}
	}
	return nil
}

// watch opens the agent's realtime connection.
func (s *scene) watch(ctx context.Context) error {
	ready := make(chan struct{})
	ended := make(chan error, 1)
	var once sync.Once
	s.wg.Go(func() {
		ended <- s.agent.Realtime(ctx, func() { once.Do(func() { close(ready) }) }, func(p drive.Publication) {
			if s.awaited.Load() == 0 || !strings.HasPrefix(p.Channel, "property:") {
				return
			}
			var f struct {
				T     string      `json:"t"`
				Entry drive.Entry `json:"entry"`
			}
			if json.Unmarshal(p.Data, &f) == nil && f.T == "entry" && f.Entry.Author.Kind == "guest" {
				s.arrived(f.Entry.Text)
			}
		})
	})
	select {
	case <-ready:
		return nil
	case err := <-ended:
		return fmt.Errorf("the agent's stream: %w", err)
	}
}

// listen opens a guest's event stream.
func (s *scene) listen(ctx context.Context, g *guest) error {
	ready := make(chan struct{})
	ended := make(chan error, 1)
	var once sync.Once
	s.wg.Go(func() {
		ended <- g.Stream(ctx, 0, func() { once.Do(func() { close(ready) }) }, func(f drive.Frame) bool {
			if f.Event == "entry" {
				var e drive.Entry
				switch err := json.Unmarshal(f.Data, &e); {
				case err != nil:
				case e.Author.Kind == "agent":
					s.arrived(e.Text)
				case e.Author.Kind == "assistant":
					select {
					case g.answers <- e.Seq:
					default: // nobody waits for it
					}
				}
			}
			return true
		})
	})
	select {
	case <-ready:
		return nil
	case err := <-ended:
		return fmt.Errorf("a guest's stream: %w", err)
	}
}

// expect names a text that will be written and what to do when it arrives on the other side's screen.
func (s *scene) expect(then func()) string {
	text := fmt.Sprintf("message %d of bench %s", s.serial.Add(1), s.name)
	s.awaited.Add(1)
	s.pending.Store(text, then)
	return text
}

func (s *scene) arrived(text string) {
	if then, ok := s.pending.LoadAndDelete(text); ok {
		s.awaited.Add(-1)
		then.(func())()
	}
}

// settle waits until everything expected has arrived, and counts what has not within ten seconds.
func (s *scene) settle() error {
	deadline := time.Now().Add(10 * time.Second)
	for {
		left := 0
		s.pending.Range(func(any, any) bool { left++; return true })
		if left == 0 {
			return nil
		}
		if time.Now().After(deadline) {
			return fmt.Errorf("%d messages never arrived on the other screen", left)
		}
		time.Sleep(5 * time.Millisecond)
	}
}

// openLoop sends at a steady rate whatever the answers take, spread over all conversations, and records how long each
// took from when it was due until the other side saw it.
func (s *scene) openLoop(ctx context.Context, rate int, lasts time.Duration, send func(ctx context.Context, i int, text string) error) (*hdrhistogram.Histogram, error) {
	h := latencies()
	var mu sync.Mutex
	var wg sync.WaitGroup
	var failed atomic.Pointer[error]
	begin := time.Now()
	step := time.Second / time.Duration(rate)
	for n := 0; ; n++ {
		due := begin.Add(time.Duration(n) * step)
		if due.Sub(begin) > lasts {
			break
		}
		if wait := time.Until(due); wait > 0 {
			time.Sleep(wait)
		}
		sent := due
		if late := time.Since(due); late < 2*time.Millisecond {
			sent = time.Now() // the timer's own lateness is the generator's
		}
		text := s.expect(func() {
			took := time.Since(sent).Microseconds()
			mu.Lock()
			_ = h.RecordValue(max(took, 1))
			mu.Unlock()
		})
		wg.Go(func() {
			if err := send(ctx, n%len(s.guests), text); err != nil {
				failed.Store(&err)
			}
		})
	}
	wg.Wait()
	if e := failed.Load(); e != nil {
		return nil, *e
	}
	return h, s.settle()
}

// pace is what a closed loop came to.
type pace struct {
	perSecond float64
	// server, database and load are the processor time of one message, in microseconds; others the share of the
	// machine's work that was somebody else's.
	server, database, load, others float64
}

// closedLoop lets every conversation send its next message as soon as the last was acknowledged, and counts
// acknowledgements.
func (s *scene) closedLoop(ctx context.Context, callers int, lasts time.Duration, send func(ctx context.Context, i int, text string) error) (pace, error) {
	var count atomic.Int64
	var failed atomic.Pointer[error]
	var wg sync.WaitGroup
	before := s.used()
	begin := before.at
	for c := range callers {
		wg.Go(func() {
			for n := 0; time.Since(begin) < lasts && failed.Load() == nil && ctx.Err() == nil; n++ {
				if err := send(ctx, c%len(s.guests), fmt.Sprintf("load %d.%d", c, s.serial.Add(1))); err != nil {
					failed.Store(&err)
					return
				}
				count.Add(1)
			}
		})
	}
	wg.Wait()
	took := time.Since(begin)
	if e := failed.Load(); e != nil {
		return pace{}, *e
	}
	n, u := float64(count.Load()), s.used().since(before)
	return pace{
		perSecond: n / took.Seconds(), others: u.others(),
		server: float64(u.server.Microseconds()) / n, database: float64(u.database.Microseconds()) / n, load: float64(u.own.Microseconds()) / n,
	}, ctx.Err()
}

// message is a body of both message routes.
type message struct {
	ClientID string `json:"client_id"`
	Text     string `json:"text"`
}

func (s *scene) guestSends(_ context.Context, i int, text string) error {
	return s.guests[i].line.Post("/api/guest/v1/messages", message{text, text}, nil)
}

func (s *scene) agentSends(_ context.Context, i int, text string) error {
	g := s.guests[i]
	return g.reply.Post("/api/v1/conversations/"+g.conversation+"/messages", message{text, text}, nil)
}

// asks sends a question and waits for the assistant's answer on the guest's stream.
func (s *scene) asks(ctx context.Context, i int, question string) error {
	g := s.guests[i]
	var r drive.Receipt
	if err := g.line.Post("/api/guest/v1/messages", message{fmt.Sprintf("question %d", s.serial.Add(1)), question}, &r); err != nil {
		return err
	}
	within := time.NewTimer(10 * time.Second)
	defer within.Stop()
	for {
		select {
		case seq := <-g.answers:
			if seq > r.Seq {
				return nil
			}
		case <-ctx.Done():
			return ctx.Err()
		case <-within.C:
			return errNoAnswer
		}
	}
}

// close ends the streams and the servers.
func (s *scene) close() {
	s.cancel()
	s.wg.Wait()
	for _, g := range s.guests {
		_ = g.line.Close()
		_ = g.reply.Close()
	}
	s.place.close()
}

var errNoAnswer = errors.New("no answer came")
