package main

import (
	"os"
	"testing"
)

func TestProgramPart_IsWhatNobodyMayWriteTo(t *testing.T) {
	t.Parallel()
	const program = "/usr/local/bin/deskbell"
	for line, want := range map[string]bool{
		"00400000-01aad000 r-xp 00000000 fe:00 10010748                           /usr/local/bin/deskbell": true,
		"01aad000-03500000 r--p 016ad000 fe:00 10010748                           /usr/local/bin/deskbell": true,
		"03500000-038a2000 rw-p 03100000 fe:00 10010748                           /usr/local/bin/deskbell": false,
		"00400000-01aad000 r-xs 00000000 fe:00 10010748                           /usr/local/bin/deskbell": false,
		"7f0000000000-7f0000001000 r-xp 00000000 fe:00 1                          /usr/lib/libc.so.6":      false,
		"c000000000-c000400000 rw-p 00000000 00:00 0":                                                      false,
		"": false,
	} {
		begin, end, got := programPart(line, program)
		if got != want || got && (begin == 0 || end <= begin) {
			t.Errorf("%q: %v, %x to %x", line, got, begin, end)
		}
	}
}

// Whatever runs goes on: its pages come back.
func TestSettle_TheProgramGoesOn(t *testing.T) {
	t.Parallel()
	for range 3 {
		settle()
	}
	if _, err := os.Stat("."); err != nil {
		t.Error(err)
	}
}
