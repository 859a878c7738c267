package topic

import (
	"maps"
	"slices"
)

// sortedKeys fixes the order of rows, so that the same training writes the same file.
func sortedKeys(rows map[uint32][]float32) []uint32 {
	return slices.Sorted(maps.Keys(rows))
}
