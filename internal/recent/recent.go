// Package recent keeps what was used lately: a bounded map for values that can be read again from where they came.
//
// It holds two generations. What is used moves into the young one; when that is full, the old one is dropped as a
// whole and the young one becomes old. That is nearly least-recently-used, without a list to maintain.
package recent

import "sync"

// Map is the bounded map. The zero value is not usable: make one with New. It may be used concurrently.
type Map[K comparable, V any] struct {
	mu         sync.Mutex
	limit      int
	young, old map[K]V
}

// New makes a Map that holds between limit and twice limit values, once it is full.
func New[K comparable, V any](limit int) *Map[K, V] {
	return &Map[K, V]{limit: limit, young: map[K]V{}}
}

// Get is the value of a key, if it is still there.
func (m *Map[K, V]) Get(k K) (V, bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	if v, ok := m.young[k]; ok {
		return v, true
	}
	v, ok := m.old[k]
	if ok {
		m.put(k, v)
	}
	return v, ok
}

// Put keeps a value.
func (m *Map[K, V]) Put(k K, v V) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.put(k, v)
}

func (m *Map[K, V]) put(k K, v V) {
	if len(m.young) >= m.limit {
		m.old, m.young = m.young, make(map[K]V, m.limit)
	}
	m.young[k] = v
}

// Delete forgets a key.
func (m *Map[K, V]) Delete(k K) {
	m.mu.Lock()
	defer m.mu.Unlock()
	delete(m.young, k)
	delete(m.old, k)
}

// DeleteFunc forgets every value that drop names. It looks at all of them: for rare events.
func (m *Map[K, V]) DeleteFunc(drop func(K, V) bool) {
	m.mu.Lock()
	defer m.mu.Unlock()
	for _, gen := range []map[K]V{m.young, m.old} {
		for k, v := range gen {
			if drop(k, v) {
				delete(gen, k)
			}
		}
	}
}

// Clear forgets everything.
func (m *Map[K, V]) Clear() {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.young, m.old = map[K]V{}, nil
}
