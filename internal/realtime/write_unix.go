//go:build unix

package realtime

import (
	"errors"
	"syscall"
)

// writeNow writes what the socket takes without waiting and returns the rest.
func writeNow(raw syscall.RawConn, b []byte) (rest []byte, err error) {
	var werr error
	err = raw.Write(func(fd uintptr) bool {
		for len(b) > 0 {
			n, e := syscall.Write(int(fd), b)
			if n > 0 {
				b = b[n:]
			}
			switch {
			case e == nil, errors.Is(e, syscall.EINTR):
			case errors.Is(e, syscall.EAGAIN):
				return true
			default:
				werr = e
				return true
			}
		}
		return true
	})
	if err == nil {
		err = werr
	}
	return b, err
}
