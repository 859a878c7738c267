package main

import (
	"bufio"
	"os"
	"strconv"
	"strings"
	"syscall"
)

// unmapStart lets go of the pages of the program that are mapped. The start touches nearly all of it once (the kernel maps
// sixteen pages around each), and they count as the process's memory, for limits and for whom the kernel kills when there
// is none left. What is in use comes back at its next use, from the page cache. Only parts of the file that nobody may write
// to are let go.
func unmapStart() {
	program, err := os.Readlink("/proc/self/exe")
	if err != nil {
		return
	}
	f, err := os.Open("/proc/self/maps")
	if err != nil {
		return
	}
	defer func() { _ = f.Close() }()
	for lines := bufio.NewScanner(f); lines.Scan(); {
		begin, end, ok := programPart(lines.Text(), program)
		if !ok {
			continue
		}
		// An error leaves the pages where they are, which is no harm.
		_, _, _ = syscall.Syscall(syscall.SYS_MADVISE, begin, end-begin, syscall.MADV_DONTNEED)
	}
}

// programPart reads a line of proc_pid_maps(5), where it is a part of the program that is only read or run.
func programPart(line, program string) (begin, end uintptr, ok bool) {
	fields := strings.Fields(line)
	if len(fields) != 6 || fields[5] != program || !strings.HasPrefix(fields[1], "r-") || !strings.HasSuffix(fields[1], "p") {
		return 0, 0, false
	}
	from, to, ok := strings.Cut(fields[0], "-")
	a, err := strconv.ParseUint(from, 16, 64)
	b, err2 := strconv.ParseUint(to, 16, 64)
	return uintptr(a), uintptr(b), ok && err == nil && err2 == nil && a < b
}
