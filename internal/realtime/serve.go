package realtime

import (
	"bufio"
	"bytes"
	"context"
	"io"
	"net"
	"net/http"
	"syscall"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/wire"
)

// Backlog is what is stored after a seq: one page of it.
type Backlog struct {
	// State is how the conversation stands, Version its last seq.
	State   wire.GuestState
	Version int64
	Entries []wire.Entry
	More    bool
	// Reset says that what the guest has is not of this conversation: it reads again from the beginning.
	Reset bool
}

// Request is a guest who wants to listen.
type Request struct {
	ContactID  string
	PropertyID string
	TokenHash  string
	After      int64
	// Pad asks for two kilobytes of nothing first, so that a proxy that buffers lets the stream through.
	Pad bool
	// Load reads what is stored after a seq.
	Load func(ctx context.Context, after int64) (Backlog, error)
}

// replayBuffer holds what most guests are sent at first; thousands may come at once, after a restart.
const replayBuffer = 4 << 10

var padding = append(append([]byte(":"), bytes.Repeat([]byte(" "), 2048)...), "\n\n"...)

// Serve answers a request with the guest's event stream: first what is stored after the seq, then what happens, without
// a gap and without a repeat between the two. An error is returned only while nothing has been answered yet.
//
// A plain HTTP/1.1 connection is taken over and kept by the hub, and Serve returns at once; over TLS or HTTP/2 Serve
// holds the response until the stream ends.
func (g *Guests) Serve(w http.ResponseWriter, r *http.Request, req Request) error {
	s := &stream{hub: g, contact: req.ContactID, house: req.PropertyID, token: req.TokenHash}
	if !g.add(s) { // before the first look into the store, so that nothing falls between
		return &desk.Error{Code: desk.CodeUnavailable, Message: "The server is going away. Please try again.", RetryAfter: time.Second}
	}
	page, err := req.Load(r.Context(), req.After)
	if err != nil {
		s.close()
		return err
	}
	h := w.Header()
	h.Set("Content-Type", "text/event-stream; charset=utf-8")
	h.Set("Cache-Control", "no-store, no-transform")
	h.Set("X-Accel-Buffering", "no") // nginx passes it on as it comes
	h.Set("X-Content-Type-Options", "nosniff")
	if hijacker, ok := hijackable(w, r); ok {
		if conn, _, err := hijacker.Hijack(); err == nil {
			g.keep(s, conn, h, r, req, page)
			return nil
		}
	}
	g.hold(s, w, r, req, page)
	return nil
}

// hijackable reports whether the connection behind a request can be taken over.
func hijackable(w http.ResponseWriter, r *http.Request) (http.Hijacker, bool) {
	h, ok := w.(http.Hijacker)
	return h, ok && r.ProtoMajor == 1 && r.ProtoMinor == 1 && r.TLS == nil
}

// keep takes the connection over. The answer has no length and no chunks: it ends with the connection.
func (g *Guests) keep(s *stream, conn net.Conn, h http.Header, r *http.Request, req Request, page Backlog) {
	h.Set("Connection", "close")
	h.Set("Date", time.Now().UTC().Format(http.TimeFormat))
	out := bufio.NewWriterSize(deadlined{conn}, replayBuffer)
	_, _ = out.WriteString("HTTP/1.1 200 OK\r\n") // an error is kept for the flush
	_ = h.Write(out)
	_, _ = out.WriteString("\r\n")
	err := replay(r.Context(), s, out, req, page)
	if err != nil {
		_ = conn.Close()
		s.close()
		return
	}
	_ = conn.SetDeadline(time.Time{})
	s.mu.Lock()
	s.conn = conn
	if sc, ok := conn.(syscall.Conn); ok {
		s.raw, _ = sc.SyscallConn()
	}
	gone := s.phase == closed
	s.mu.Unlock()
	if gone {
		_ = conn.Close()
		return
	}
	s.goLive()
}

type deadlined struct{ net.Conn }

func (d deadlined) Write(b []byte) (int, error) {
	_ = d.SetWriteDeadline(time.Now().Add(writeWithin))
	return d.Conn.Write(b)
}

// hold writes the response until the stream or the request ends.
func (g *Guests) hold(s *stream, w http.ResponseWriter, r *http.Request, req Request, page Backlog) {
	defer s.close()
	s.mu.Lock()
	s.wake = make(chan struct{}, 1)
	s.mu.Unlock()
	control := http.NewResponseController(w)
	_ = control.SetReadDeadline(time.Time{})
	out := &flushed{w: w, control: control}
	w.WriteHeader(http.StatusOK)
	if replay(r.Context(), s, bufio.NewWriterSize(out, replayBuffer), req, page) != nil {
		return
	}
	s.goLive()
	for {
		batch, last := s.take()
		for _, data := range batch {
			if _, err := out.Write(data); err != nil {
				return
			}
		}
		if last {
			return
		}
		if len(batch) > 0 {
			continue
		}
		select {
		case <-s.wake:
		case <-r.Context().Done():
			return
		}
	}
}

type flushed struct {
	w       io.Writer
	control *http.ResponseController
}

func (f *flushed) Write(b []byte) (int, error) {
	_ = f.control.SetWriteDeadline(time.Now().Add(writeWithin)) // some writers know none; then the server's own counts
	n, err := f.w.Write(b)
	if err == nil {
		err = f.control.Flush()
	}
	return n, err
}

// replay sends what is stored, page by page, and notes in the stream how far it came.
func replay(ctx context.Context, s *stream, w *bufio.Writer, req Request, page Backlog) error {
	if req.Pad {
		_, _ = w.Write(padding)
	}
	if page.Reset {
		_, _ = w.Write(resetFrame.data)
	}
	after := req.After
	if page.Reset {
		after = 0
	}
	_, _ = w.Write(stateFrame(page.State, page.Version).data)
	conversation := page.State.ConversationID
	version := page.Version
	for {
		for _, e := range page.Entries {
			_, _ = w.Write(entryFrame(conversation, e).data)
			after = max(after, e.Seq)
		}
		if err := w.Flush(); err != nil {
			return err
		}
		if !page.More {
			break
		}
		var err error
		if page, err = req.Load(ctx, after); err != nil {
			return err
		}
		if page.State.ConversationID != conversation {
			break // another one began meanwhile: its frames wait, and bring a reset
		}
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	s.conversation, s.last, s.version = conversation, after, version
	return nil
}
