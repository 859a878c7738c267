package days_test

import (
	"maps"
	"testing"
)

// TestSeedsReplay lets days pass twice: only where the same happens a seed is worth printing.
func TestSeedsReplay(t *testing.T) {
	t.Parallel()
	for seed := range uint64(5) {
		first, second := pass(t, seed, inMemory), pass(t, seed, inMemory)
		if !maps.Equal(first.watch.counts, second.watch.counts) {
			t.Errorf("seed %d: %v, then %v", seed, first.watch.counts, second.watch.counts)
		}
	}
}
