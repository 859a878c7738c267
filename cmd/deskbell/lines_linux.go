package main

import (
	"syscall"
	"time"
)

// What the kernel may do for a connection whose other end does not answer.
const (
	// lineLost is how long sent bytes may stay unacknowledged. Left to itself the kernel goes on for a quarter of an
	// hour, and a guest whose phone is off counts as here for as long; with the beat that goes out every 15 s a lost
	// line is noticed within 40 s.
	lineLost = 25 * time.Second
	// lineKeeps is what it may hold for a reader who does not read. Left to itself that grows to several megabytes a
	// connection, which thousands of stuck ones turn into the machine's memory.
	lineKeeps = 256 << 10

	tcpUserTimeout = 18 // of tcp(7); package syscall does not name it
)

// bounded sets both on a listening socket, from which accepted connections inherit them.
func bounded(_, _ string, c syscall.RawConn) (err error) {
	if e := c.Control(func(fd uintptr) {
		if err = syscall.SetsockoptInt(int(fd), syscall.SOL_SOCKET, syscall.SO_SNDBUF, lineKeeps); err == nil {
			err = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, tcpUserTimeout, int(lineLost.Milliseconds()))
		}
	}); e != nil {
		return e
	}
	return err
}
