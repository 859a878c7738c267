package drive

import (
	"bufio"
	"bytes"
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"
	"sync"
	"time"
)

// Line is one kept-alive HTTP/1.1 connection on which requests follow each other. It sends and reads just what a client
// must, and makes no garbage: a load that shares the machine with the server must not be what is measured. For all else
// there is net/http.
type Line struct {
	mu   sync.Mutex
	addr string
	conn net.Conn // nil until the first request: a server ends connections on which none comes
	rd   *bufio.Reader
	head string // header lines of every request
	out  []byte
	in   []byte
}

// answerWithin is how long a request on a Line may take.
const answerWithin = 30 * time.Second

// Line is a connection of the guest's own.
func (g *Guest) Line() *Line { return newLine(g.Base, "Authorization: Bearer "+g.Token) }

// Line is a connection of the person's own.
func (s *Staff) Line() *Line {
	var cookies []string
	if u, err := url.Parse(s.Base); err == nil {
		for _, c := range s.Client.Jar.Cookies(u) {
			cookies = append(cookies, c.Name+"="+c.Value)
		}
	}
	return newLine(s.Base, "Cookie: "+strings.Join(cookies, "; "))
}

func newLine(base, header string) *Line {
	addr := strings.TrimPrefix(base, "http://")
	return &Line{addr: addr, head: " HTTP/1.1\r\nHost: " + addr + "\r\nContent-Type: application/json\r\n" + header + "\r\nContent-Length: "}
}

// Close ends the connection.
func (l *Line) Close() error {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		return nil
	}
	return l.conn.Close()
}

// Post sends a body that encodes as JSON and decodes the answer into out, if out is not nil. Callers take turns.
func (l *Line) Post(path string, body, out any) error {
	b, err := json.Marshal(body)
	if err != nil {
		return err
	}
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.conn == nil {
		if l.conn, err = net.Dial("tcp", l.addr); err != nil {
			return err
		}
		l.rd = bufio.NewReaderSize(l.conn, 2<<10)
	}
	_ = l.conn.SetDeadline(time.Now().Add(answerWithin))
	l.out = append(append(append(l.out[:0], "POST "...), path...), l.head...)
	l.out = append(strconv.AppendInt(l.out, int64(len(b)), 10), "\r\n\r\n"...)
	if _, err := l.conn.Write(append(l.out, b...)); err != nil {
		return err
	}
	status, err := l.read()
	if err != nil {
		return fmt.Errorf("POST %s: %w", path, err)
	}
	if status >= http.StatusBadRequest {
		p := &Problem{}
		_ = json.Unmarshal(l.in, p) // the status alone tells where it is no JSON
		p.Status = status
		return p
	}
	if out == nil {
		return nil
	}
	return json.Unmarshal(l.in, out)
}

// read takes in an answer of a known length, the only form that small answers have.
func (l *Line) read() (status int, err error) {
	line, err := l.rd.ReadSlice('\n')
	if err != nil {
		return 0, err
	}
	if len(line) < len("HTTP/1.1 200") {
		return 0, fmt.Errorf("answered with %q", line)
	}
	if status, err = strconv.Atoi(string(line[9:12])); err != nil {
		return 0, fmt.Errorf("answered with %q", line)
	}
	for length := -1; ; {
		if line, err = l.rd.ReadSlice('\n'); err != nil {
			return 0, err
		}
		if line = bytes.TrimSpace(line); len(line) > 0 {
			if name, value, _ := bytes.Cut(line, colon); bytes.EqualFold(name, contentLength) {
				if length, err = strconv.Atoi(string(bytes.TrimSpace(value))); err != nil {
					return 0, fmt.Errorf("answered with %q", line)
				}
			}
			continue
		}
		if length < 0 {
			return 0, fmt.Errorf("status %d without a length", status)
		}
		l.in = slices.Grow(l.in[:0], length)[:length]
		_, err = io.ReadFull(l.rd, l.in)
		return status, err
	}
}

var colon, contentLength = []byte(":"), []byte("Content-Length")
