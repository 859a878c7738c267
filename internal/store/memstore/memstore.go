// Package memstore keeps the store's contract in memory: for tests of the rooms above it and for simulations. It is
// held to the same suite as the databases. Nothing survives the process.
package memstore

import (
	"context"
	"fmt"
	"sync"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// Store is a store.Store in memory. Writes run one after the other under one lock; what a failed one did is undone.
type Store struct {
	now func() time.Time

	mu     sync.Mutex
	d      *tables
	closed bool
	fail   error

	// hooks waits for its turn in commit order; running is held by whoever runs them.
	hooks   []func()
	running sync.Mutex
}

var _ store.Store = (*Store)(nil)

// New makes an empty store with the given clock; nil is the real one.
func New(now func() time.Time) *Store {
	if now == nil {
		now = time.Now
	}
	return &Store{now: now, d: newTables()}
}

// FailCommits makes every commit from now on fail as a full disk would, until it is called with nil.
func (s *Store) FailCommits(err error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.fail = err
}

// Write implements store.Store.
func (s *Store) Write(ctx context.Context, fn func(store.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if err := s.write(fn); err != nil {
		return err
	}
	// Whoever holds running runs every hook that waits, so once it is ours, our own have run or are here.
	s.running.Lock()
	defer s.running.Unlock()
	s.mu.Lock()
	hooks := s.hooks
	s.hooks = nil
	s.mu.Unlock()
	for _, h := range hooks {
		h()
	}
	return nil
}

func (s *Store) write(fn func(store.Tx) error) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return errClosed
	}
	t := &tx{d: s.d, clock: s.now}
	err := guard(t, fn)
	if err == nil && s.fail != nil {
		err = desk.Refuse(desk.CodeUnavailable, "This could not be stored just now. Please try again.")
	}
	if err != nil {
		t.rollback()
		return err
	}
	s.hooks = append(s.hooks, t.hooks...)
	return nil
}

// Read implements store.Store.
func (s *Store) Read(ctx context.Context, fn func(store.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	if s.closed {
		return errClosed
	}
	return guard(&tx{d: s.d, clock: s.now, readOnly: true}, fn)
}

// Close implements store.Store.
func (s *Store) Close() error {
	s.mu.Lock()
	defer s.mu.Unlock()
	s.closed = true
	return nil
}

var errClosed = desk.Refuse(desk.CodeUnavailable, "Deskbell is stopping. Please try again in a moment.")

// guard turns a panic of fn into an error, so that the lock is not left in a half-made state.
func guard(t *tx, fn func(store.Tx) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v", store.ErrPanic, p)
		}
		if err == nil {
			err = t.failed
		}
		t.over = true
	}()
	return fn(t)
}

// tx is one transaction: every change leaves behind how to undo it.
type tx struct {
	d        *tables
	clock    func() time.Time
	at       time.Time
	readOnly bool
	over     bool
	failed   error
	undo     []func()
	hooks    []func()
}

// Now implements store.Tx.
func (t *tx) Now() time.Time {
	if t.at.IsZero() {
		t.at = t.clock().UTC().Truncate(time.Millisecond)
	}
	return t.at
}

// AfterCommit implements store.Tx.
func (t *tx) AfterCommit(fn func()) { t.hooks = append(t.hooks, fn) }

func (t *tx) rollback() {
	for i := len(t.undo) - 1; i >= 0; i-- {
		t.undo[i]()
	}
}

// writable refuses changes in a Read, and after the transaction. Like a statement that a database refuses, it fails
// the transaction even where fn looks away.
func (t *tx) writable() error {
	if t.readOnly || t.over {
		t.failed = fmt.Errorf("a write in a transaction that only reads, or is over")
		return t.failed
	}
	return nil
}

func put[K comparable, V any](t *tx, m map[K]V, k K, v V) {
	old, had := m[k]
	t.undo = append(t.undo, func() {
		if had {
			m[k] = old
		} else {
			delete(m, k)
		}
	})
	m[k] = v
}

func drop[K comparable, V any](t *tx, m map[K]V, k K) {
	old, had := m[k]
	if !had {
		return
	}
	t.undo = append(t.undo, func() { m[k] = old })
	delete(m, k)
}
