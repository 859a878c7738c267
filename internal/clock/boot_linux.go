package clock

import (
	"syscall"
	"time"
	"unsafe"
)

// clockBoottime counts on while the machine sleeps, and cannot be set: clock_gettime(2).
const clockBoottime = 7

var processBegan = time.Now()

func sinceBoot() time.Duration {
	var ts syscall.Timespec
	if _, _, errno := syscall.Syscall(syscall.SYS_CLOCK_GETTIME, clockBoottime, uintptr(unsafe.Pointer(&ts)), 0); errno != 0 {
		return time.Since(processBegan)
	}
	return time.Duration(ts.Nano())
}
