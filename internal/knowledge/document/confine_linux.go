package document

import (
	"bytes"
	"os"
	"strconv"
	"syscall"
	"time"
)

// confine asks the system to end this process where it takes more memory than most on top of what it began with, or
// computes longer than any file may, and to end it first where the machine has no memory left. Each is a second line: where
// the system refuses, the first one holds.
func confine(most int64) {
	if status, err := os.ReadFile("/proc/self/status"); err == nil {
		if _, rest, ok := bytes.Cut(status, []byte("\nVmData:")); ok {
			if f := bytes.Fields(rest); len(f) > 0 {
				if kB, err := strconv.ParseUint(string(f[0]), 10, 53); err == nil {
					limit(syscall.RLIMIT_DATA, kB<<10+uint64(most))
				}
			}
		}
	}
	limit(syscall.RLIMIT_CPU, uint64(2*within/time.Second))
	limit(syscall.RLIMIT_CORE, 0) // what a hotel sent is in it
	_ = os.WriteFile("/proc/self/oom_score_adj", []byte("1000"), 0)
}

func limit(what int, most uint64) {
	_ = syscall.Setrlimit(what, &syscall.Rlimit{Cur: most, Max: most})
}
