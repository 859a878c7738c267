// Package relaytest holds what tests need of a relay: a line in memory, a Redis of their own, and the suite that every
// line passes.
package relaytest

import (
	"context"
	"errors"
	"net"
	"slices"
	"sync"

	"deskbell/internal/relay"
)

// Memory is a line within one process. Its zero value is ready.
type Memory struct {
	mu       sync.Mutex
	sessions map[*memorySession]bool
	closed   bool
	lose     func(message []byte) bool
}

var errCut = errors.New("the line was cut")

// Open implements relay.Line.
func (m *Memory) Open(context.Context) (relay.Session, error) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.closed {
		return nil, errCut
	}
	if m.sessions == nil {
		m.sessions = map[*memorySession]bool{}
	}
	s := &memorySession{line: m, in: make(chan []byte, 1<<16), done: make(chan struct{})}
	m.sessions[s] = true
	return s, nil
}

// Cut ends all sessions, and refuses new ones until Mend.
func (m *Memory) Cut() {
	m.mu.Lock()
	m.closed = true
	sessions := make([]*memorySession, 0, len(m.sessions))
	for s := range m.sessions {
		sessions = append(sessions, s)
	}
	m.mu.Unlock()
	for _, s := range sessions {
		_ = s.Close()
	}
}

// Mend lets sessions begin again.
func (m *Memory) Mend() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.closed = false
}

// Lose drops the messages for which fn is true; nil loses none.
func (m *Memory) Lose(fn func(message []byte) bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.lose = fn
}

type memorySession struct {
	line *Memory
	in   chan []byte
	done chan struct{}
	once sync.Once
}

// Send implements relay.Session. A session that does not listen fast enough is ended, as Redis does.
func (s *memorySession) Send(messages [][]byte) error {
	s.line.mu.Lock()
	defer s.line.mu.Unlock()
	if !s.line.sessions[s] {
		return net.ErrClosed
	}
	for _, msg := range messages {
		if s.line.lose != nil && s.line.lose(msg) {
			continue
		}
		msg = slices.Clone(msg)
		for other := range s.line.sessions {
			select {
			case other.in <- msg:
			default:
				other.end()
			}
		}
	}
	return nil
}

// Receive implements relay.Session.
func (s *memorySession) Receive() ([]byte, error) {
	select {
	case msg := <-s.in:
		return msg, nil
	default:
	}
	select {
	case msg := <-s.in:
		return msg, nil
	case <-s.done:
		return nil, net.ErrClosed
	}
}

// Close implements relay.Session.
func (s *memorySession) Close() error {
	s.line.mu.Lock()
	defer s.line.mu.Unlock()
	s.end()
	return nil
}

func (s *memorySession) end() {
	s.once.Do(func() {
		delete(s.line.sessions, s)
		close(s.done)
	})
}
