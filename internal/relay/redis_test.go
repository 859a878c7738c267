package relay_test

import (
	"context"
	"errors"
	"net"
	"strings"
	"testing"

	"deskbell/internal/relay"
	"deskbell/internal/relay/relaytest"
)

func TestMemoryLine(t *testing.T) {
	t.Parallel()
	relaytest.Line(t, func(*testing.T) (a, b, stranger relay.Line) {
		m := new(relaytest.Memory)
		return m, m, new(relaytest.Memory)
	})
}

func TestRedisLine(t *testing.T) {
	t.Parallel()
	server := relaytest.StartRedis(t)
	relaytest.Line(t, func(t *testing.T) (a, b, stranger relay.Line) {
		return line(t, server.URL, t.Name()), line(t, server.URL, t.Name()), line(t, server.URL, "another")
	})
}

func TestRedisWithPassword(t *testing.T) {
	t.Parallel()
	server := relaytest.StartRedis(t)
	if got := server.Do("ACL SETUSER desk on >s3cret ~* &* +publish +subscribe +auth"); got != "+OK\r\n" {
		t.Fatal(got)
	}
	if got := server.Do("CONFIG SET requirepass other"); got != "+OK\r\n" {
		t.Fatal(got)
	}
	signed := strings.Replace(server.URL, "unix://", "unix://desk:s3cret@", 1)
	s, err := line(t, signed, "x").Open(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	defer s.Close()
	if _, err := line(t, strings.Replace(signed, "s3cret", "wrong", 1), "x").Open(t.Context()); err == nil || !strings.Contains(err.Error(), "sign in") {
		t.Errorf("a wrong password: %v", err)
	}
	for _, address := range []string{server.URL, strings.Replace(signed, "s3cret", "wrong", 1)} {
		if _, err := line(t, address, "x").Open(t.Context()); err == nil || strings.Contains(err.Error(), "wrong@") {
			t.Errorf("%s: %v", address, err)
		}
	}
	if _, err := line(t, strings.Replace(signed, "desk:s3cret", "other", 1), "x").Open(t.Context()); err != nil {
		t.Errorf("a password alone: %v", err)
	}
}

func TestRedisAddresses(t *testing.T) {
	t.Parallel()
	for address, want := range map[string]string{
		"redis://localhost": "localhost:6379", "rediss://u:p@cache.example:6380/3": "cache.example:6380", "valkey://[::1]:7000": "[::1]:7000",
		"unix:///run/redis.sock": "/run/redis.sock",
	} {
		if l, err := relay.NewRedis(address, "x"); err != nil || l.Address() != want {
			t.Errorf("%s: %v, %v", address, l, err)
		}
	}
	for _, address := range []string{"", "localhost:6379", "http://localhost", "redis://", "redis:///0", "redis://host/name", "redis://u:p%zz@host", "unix://"} {
		if _, err := relay.NewRedis(address, "x"); err == nil || strings.Contains(err.Error(), "zz") {
			t.Errorf("%s: %v", address, err)
		}
	}
}

// garbage are servers that do not answer as Redis does. Each is told what it was sent, and answers in its own way.
var garbage = map[string]func(net.Conn){
	"closes at once":       func(net.Conn) {},
	"web server":           answer("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n"),
	"refuses":              answer("-NOAUTH Authentication required.\r\n"),
	"unasked answers":      answer("*3\r\n$9\r\nsubscribe\r\n$1\r\nx\r\n:1\r\n+PONG\r\n:1\r\n"),
	"another channel":      answer("*3\r\n$9\r\nsubscribe\r\n$1\r\ny\r\n:1\r\n"),
	"negative size":        answer("*3\r\n$-7\r\n"),
	"endless size":         answer("*3\r\n$9\r\nsubscribe\r\n$1\r\nx\r\n:1\r\n*3\r\n$7\r\nmessage\r\n$1\r\nx\r\n$99999999999\r\n"),
	"endless line":         answer(strings.Repeat("*", 1<<20)),
	"binary":               answer("\x00\x01\xff\xfe\x16\x03\x01"),
	"nested":               answer(strings.Repeat("*1\r\n", 100_000)),
	"message without end":  answer("*3\r\n$9\r\nsubscribe\r\n$1\r\nx\r\n:1\r\n*3\r\n$7\r\nmessage\r\n$1\r\nx\r\n$3\r\nabcdef"),
	"push of a newer kind": answer(">3\r\n$9\r\nsubscribe\r\n$1\r\nx\r\n:1\r\n"),
}

func answer(s string) func(net.Conn) {
	return func(conn net.Conn) {
		var b [4096]byte
		_, _ = conn.Read(b[:])
		_, _ = conn.Write([]byte(s))
		_, _ = conn.Read(b[:])
	}
}

// TestRedisAnswersGarbage holds that whatever is on the other end ends a session at the most, soon and without harm.
func TestRedisAnswersGarbage(t *testing.T) {
	t.Parallel()
	for name, serve := range garbage {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			l, err := net.Listen("tcp", "127.0.0.1:0")
			if err != nil {
				t.Fatal(err)
			}
			defer l.Close()
			go func() {
				for {
					conn, err := l.Accept()
					if err != nil {
						return
					}
					go func() {
						defer conn.Close()
						serve(conn)
					}()
				}
			}()
			s, err := line(t, "redis://"+l.Addr().String(), "x").Open(t.Context())
			if err != nil {
				return
			}
			defer s.Close()
			_ = s.Send([][]byte{[]byte("hello")})
			for err == nil {
				_, err = s.Receive()
			}
			if errors.Is(err, context.DeadlineExceeded) {
				t.Error(err)
			}
		})
	}
}

// TestRedisBlackHole holds that a server that takes everything and answers nothing is given up in time.
func TestRedisBlackHole(t *testing.T) {
	t.Parallel()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	if _, err := line(t, "redis://"+l.Addr().String(), "x").Open(t.Context()); err == nil {
		t.Error("a line to nowhere opened")
	}
}

func line(t *testing.T, address, channel string) *relay.Redis {
	t.Helper()
	l, err := relay.NewRedis(address, channel)
	if err != nil {
		t.Fatal(err)
	}
	return l
}
