package recent_test

import (
	"testing"

	"deskbell/internal/recent"
)

func TestMap(t *testing.T) {
	t.Parallel()
	m := recent.New[int, string](2)
	m.Put(1, "a")
	m.Put(2, "b")
	m.Put(3, "c") // 1 and 2 are old now
	if v, ok := m.Get(1); !ok || v != "a" {
		t.Errorf("1 = %q %v, want it still there", v, ok)
	}
	m.Put(4, "d") // drops the generation of 2; 1 was used and stays
	if _, ok := m.Get(2); ok {
		t.Error("2 is still there")
	}
	if _, ok := m.Get(1); !ok {
		t.Error("1 was used lately and is gone")
	}
	m.Delete(1)
	if _, ok := m.Get(1); ok {
		t.Error("1 was deleted and is there")
	}
	m.DeleteFunc(func(_ int, v string) bool { return v == "d" })
	if _, ok := m.Get(4); ok {
		t.Error("4 was deleted and is there")
	}
	m.Put(5, "e")
	m.Clear()
	if _, ok := m.Get(5); ok {
		t.Error("5 survived Clear")
	}
}

func TestMap_IsBounded(t *testing.T) {
	t.Parallel()
	m := recent.New[int, int](100)
	for i := range 10_000 {
		m.Put(i, i)
	}
	n := 0
	m.DeleteFunc(func(int, int) bool { n++; return false })
	if n > 200 {
		t.Errorf("holds %d values, want at most 200", n)
	}
}
