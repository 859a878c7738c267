package realtime

import (
	"net"
	"sync"
	"syscall"
	"time"
)

// phase is where a stream stands.
type phase uint8

const (
	replaying phase = iota // what is stored is being sent; live frames wait in pending
	live                   // frames are written as they come
	draining               // somebody writes the queue
	closed
)

// stream is one guest's open event stream. An idle one is this struct and a socket: no goroutine, no buffer.
type stream struct {
	hub     *Guests
	contact string
	house   string // the property
	token   string // hash of the token that it was opened with
	slot    int

	mu           sync.Mutex
	phase        phase
	ending       bool // nothing more comes in; closed once what is there is written
	conversation string
	last         int64 // newest entry given
	version      int64 // of the newest state given
	pending      []frame
	queue        [][]byte
	bytes        int // waiting, or being written

	// Either a connection of our own, with a way to write without waiting where the system has one …
	conn net.Conn
	raw  syscall.RawConn
	// … or the handler that holds the response, woken to write.
	wake chan struct{}
}

// put sends frames: at once where that is possible without waiting, else through the queue.
func (s *stream) put(frames ...frame) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, f := range frames {
		if s.ending || s.phase == closed {
			return
		}
		s.give(f)
	}
}

func (s *stream) give(f frame) {
	if s.phase == replaying {
		if len(s.pending) >= queueFrames {
			s.tooSlow()
			return
		}
		s.pending = append(s.pending, f)
		return
	}
	if !s.known(f) {
		s.write(f.data)
	}
}

// known reports whether the stream was given this or something newer, and keeps note of what it is given now. A stream
// that was fed another conversation is told to read again first.
func (s *stream) known(f frame) bool {
	if f.conversation == "" {
		return false
	}
	if s.conversation != "" && f.conversation != s.conversation {
		s.last, s.version = 0, 0
		s.write(resetFrame.data)
	}
	s.conversation = f.conversation
	if f.seq > 0 && f.seq <= s.last || f.version > 0 && f.version < s.version {
		return true
	}
	s.last, s.version = max(s.last, f.seq), max(s.version, f.version)
	return false
}

func (s *stream) write(data []byte) {
	if s.phase == closed {
		return
	}
	if s.phase == live && s.raw != nil {
		rest, err := writeNow(s.raw, data)
		if err != nil {
			s.end()
			return
		}
		if data = rest; len(data) == 0 {
			return
		}
	}
	if len(s.queue) >= queueFrames || s.bytes+len(data) > queueBytes {
		s.tooSlow()
		return
	}
	s.queue, s.bytes = append(s.queue, data), s.bytes+len(data)
	switch {
	case s.conn == nil:
		s.signal()
	case s.phase == live:
		s.phase = draining
		if !s.hub.start(s.drain) {
			s.end()
		}
	}
}

// tooSlow gives up on a reader whose queue is full: what waits is dropped, because it resumes by its last seq, and it is
// told so if it reads on in time.
func (s *stream) tooSlow() {
	f := byeFrame(byeSlow, jitter())
	s.ending = true
	if s.phase == replaying {
		s.pending = []frame{f}
		return
	}
	s.queue, s.bytes = [][]byte{f.data}, len(f.data)
	if s.conn != nil {
		_ = s.conn.SetWriteDeadline(time.Now().Add(lastWords))
	}
	s.signal()
}

// drain writes the queue of a connection and ends with it.
func (s *stream) drain() {
	for {
		batch, within := s.next()
		if batch == nil {
			return
		}
		_ = s.conn.SetWriteDeadline(time.Now().Add(within))
		written, err := batch.WriteTo(s.conn)
		s.mu.Lock()
		s.bytes -= int(written)
		if err != nil {
			s.end()
		}
		s.mu.Unlock()
	}
}

// next is what drain writes next; nil once there is nothing, and the stream is live again or closed.
func (s *stream) next() (batch net.Buffers, within time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.phase == draining && len(s.queue) == 0 {
		if s.phase = live; s.ending {
			s.end()
		} else {
			_ = s.conn.SetWriteDeadline(time.Time{}) // one that passed would refuse every later write
		}
	}
	if s.phase != draining {
		return nil, 0
	}
	batch, s.queue = s.queue, nil
	if within = writeWithin; s.ending {
		within = lastWords
	}
	return batch, within
}

func (s *stream) signal() {
	if s.wake == nil {
		return
	}
	select {
	case s.wake <- struct{}{}:
	default:
	}
}

// bye sends the last event and ends the stream after it.
func (s *stream) bye(reason string, retry time.Duration) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.ending || s.phase == closed {
		return
	}
	s.give(byeFrame(reason, retry))
	s.ending = true
	switch {
	case s.conn != nil && s.phase == live:
		s.end()
	case s.conn != nil && s.phase == draining:
		_ = s.conn.SetWriteDeadline(time.Now().Add(lastWords))
	default:
		s.signal()
	}
}

// goLive lets in what came while stored entries were sent. What is passed on from here needs no handler, if there is a
// connection of our own.
func (s *stream) goLive() {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.phase == closed {
		return
	}
	s.phase = live
	for _, f := range s.pending {
		if !s.known(f) {
			s.write(f.data)
		}
	}
	s.pending = nil
	if s.ending && s.phase == live {
		if s.conn != nil {
			s.end()
		} else {
			s.signal()
		}
	}
}

// end closes the stream. The caller holds the lock.
func (s *stream) end() {
	if s.phase == closed {
		return
	}
	s.phase, s.queue, s.pending = closed, nil, nil
	if s.conn != nil {
		_ = s.conn.Close()
	}
	s.signal()
	s.hub.remove(s)
}

func (s *stream) close() {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.end()
}

// take is what the handler writes next, and whether the stream ends with it.
func (s *stream) take() (batch [][]byte, last bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	batch, s.queue, s.bytes = s.queue, nil, 0
	return batch, s.ending || s.phase == closed
}
