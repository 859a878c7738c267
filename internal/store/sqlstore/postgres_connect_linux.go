package sqlstore

import "syscall"

// tcpUserTimeout is TCP_USER_TIMEOUT of linux/tcp.h.
const tcpUserTimeout = 0x12

// giveUpUnheard lets the kernel end a connection whose other end acknowledges nothing: keep-alives are not sent while
// something is on its way.
func giveUpUnheard(network, _ string, c syscall.RawConn) error {
	if network != "tcp" && network != "tcp4" && network != "tcp6" {
		return nil
	}
	var set error
	if err := c.Control(func(fd uintptr) {
		set = syscall.SetsockoptInt(int(fd), syscall.IPPROTO_TCP, tcpUserTimeout, int(unheardWithin.Milliseconds()))
	}); err != nil {
		return err
	}
	return set
}
