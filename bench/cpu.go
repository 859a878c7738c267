package main

import (
	"fmt"
	"os"
	"strings"
	"syscall"
	"time"

	"deskbell/conformance/drive"
)

// tick is the unit in which Linux counts processor time for its readers (sysconf _SC_CLK_TCK, 100 on all of Go's ports).
const tick = 10 * time.Millisecond

// usage is processor time used since something began. On a machine that others use as well it says more than the clock
// does: what a message costs stays what it costs, however long it waited for its turn.
type usage struct {
	server, database, own, machine time.Duration
	at                             time.Time
}

func used(servers ...*drive.Server) usage {
	u := usage{at: time.Now()}
	for _, srv := range servers {
		u.server += statTime(fmt.Sprintf("/proc/%d/stat", srv.PID()), 13, 15)
	}
	u.machine = statTime("/proc/stat", 1, 4) + statTime("/proc/stat", 6, 9) // user, nice, system; irq, softirq, steal
	var self syscall.Rusage
	if syscall.Getrusage(syscall.RUSAGE_SELF, &self) == nil {
		u.own = time.Duration(self.Utime.Nano() + self.Stime.Nano())
	}
	return u
}

// since is what was used between an earlier reading and this one.
func (u usage) since(earlier usage) usage {
	return usage{server: u.server - earlier.server, database: u.database - earlier.database, own: u.own - earlier.own, machine: u.machine - earlier.machine}
}

// others is the share of the processors' work that was neither the servers' nor the load's.
func (u usage) others() float64 {
	if u.machine <= 0 {
		return 0
	}
	return max(0, float64(u.machine-u.server-u.database-u.own)/float64(u.machine))
}

// statTime adds fields of the first line of a file below /proc; 0 where there is no such file.
func statTime(path string, from, to int) time.Duration {
	b, err := os.ReadFile(path)
	if err != nil {
		return 0
	}
	line, _, _ := strings.Cut(string(b), "\n")
	// A process's name stands in parentheses and may hold spaces.
	if i := strings.LastIndexByte(line, ')'); i >= 0 {
		line = "0 0" + line[i+1:]
	}
	fields := strings.Fields(line)
	sum := time.Duration(0)
	for i := from; i < to && i < len(fields); i++ {
		var n int64
		if _, err := fmt.Sscan(fields[i], &n); err == nil {
			sum += time.Duration(n) * tick
		}
	}
	return sum
}
