package relay

import (
	"bufio"
	"context"
	"crypto/tls"
	"errors"
	"fmt"
	"net"
	"net/url"
	"strings"
	"sync"
	"time"
)

// How long Redis may keep a node waiting: for answers while the line is opened, and for room in its socket afterwards.
const (
	answerWithin = time.Second
	sendWithin   = time.Second
)

// Redis is a line over the publish and subscribe of Redis or Valkey, of any version of them. It keeps nothing there.
//
// It speaks the protocol itself, three commands of it, because whatever is on the other end must not harm this process:
// a client library would take an answer that nobody asked for as a mistake of its own, and end the process with it.
type Redis struct {
	network, address string
	tls              *tls.Config
	user, password   string
	channel          string
}

// NewRedis makes a line from an address (redis://user:password@host:port, rediss:// for TLS, unix:///path). All nodes
// of an installation name the same channel, and no two installations do.
func NewRedis(address, channel string) (*Redis, error) {
	wrong := errors.New("a Redis address looks like redis://user:password@host:6379 (rediss:// with TLS, unix:///path of a socket)")
	u, err := url.Parse(address)
	if err != nil {
		return nil, wrong // what the parser says may quote the password
	}
	l := &Redis{network: "tcp", channel: channel, user: u.User.Username()}
	l.password, _ = u.User.Password()
	switch u.Scheme {
	case "redis", "valkey", "rediss", "valkeys":
		host, port := u.Hostname(), u.Port()
		if host == "" || strings.Trim(u.Path, "/0123456789") != "" {
			return nil, wrong
		}
		if port == "" {
			port = "6379"
		}
		l.address = net.JoinHostPort(host, port)
		if strings.HasSuffix(u.Scheme, "s") && u.Scheme != "redis" {
			l.tls = &tls.Config{ServerName: host, MinVersion: tls.VersionTLS12}
		}
	case "unix":
		if u.Path == "" {
			return nil, wrong
		}
		l.network, l.address = "unix", u.Path
	default:
		return nil, wrong
	}
	if l.password == "" && l.user != "" { // redis://password@host, as some write it
		l.user, l.password = "", l.user
	}
	return l, nil
}

// Address is where the line goes, without its password.
func (l *Redis) Address() string { return l.address }

// Open implements Line: two connections, because one that listens may not speak.
func (l *Redis) Open(ctx context.Context) (Session, error) {
	ears, err := l.connect(ctx)
	if err != nil {
		return nil, err
	}
	in := bufio.NewReaderSize(ears, 64<<10)
	if err := l.subscribe(ears, in); err != nil {
		_ = ears.Close()
		return nil, err
	}
	mouth, err := l.connect(ctx)
	if err != nil {
		_ = ears.Close()
		return nil, err
	}
	s := &redisSession{line: l, ears: ears, in: in, mouth: mouth, out: bufio.NewWriterSize(mouth, 64<<10)}
	go s.readAnswers()
	return s, nil
}

func (l *Redis) connect(ctx context.Context) (net.Conn, error) {
	conn, err := (&net.Dialer{Timeout: answerWithin}).DialContext(ctx, l.network, l.address)
	if err != nil {
		return nil, err
	}
	_ = conn.SetDeadline(time.Now().Add(answerWithin))
	if l.tls != nil {
		conn = tls.Client(conn, l.tls)
	}
	if l.password != "" {
		cmd := []string{"AUTH", l.password}
		if l.user != "" {
			cmd = []string{"AUTH", l.user, l.password}
		}
		in := bufio.NewReaderSize(conn, 512)
		err := ask(conn, cmd...)
		if err == nil {
			err = readOK(in)
		}
		if err == nil && in.Buffered() > 0 {
			err = errGarbage
		}
		if err != nil {
			_ = conn.Close()
			return nil, fmt.Errorf("sign in to Redis: %w", err)
		}
	}
	return conn, nil
}

func ask(conn net.Conn, words ...string) error {
	b := appendHeader(nil, '*', len(words))
	for _, w := range words {
		b = appendBulk(b, w)
	}
	_, err := conn.Write(b)
	return err
}

func (l *Redis) subscribe(conn net.Conn, in *bufio.Reader) error {
	err := ask(conn, "SUBSCRIBE", l.channel)
	if err == nil {
		err = readSubscribed(in, l.channel)
	}
	if err != nil {
		return fmt.Errorf("listen on Redis: %w", err)
	}
	return conn.SetDeadline(time.Time{}) // silence is noticed by whoever listens for its own voice
}

// redisSession is one connection that listens and one that speaks.
type redisSession struct {
	line  *Redis
	ears  net.Conn
	in    *bufio.Reader
	buf   []byte
	mouth net.Conn
	out   *bufio.Writer

	once   sync.Once
	mu     sync.Mutex
	failed error // what Redis answered wrong to what was said
}

// Send implements Session. All messages go out in as few writes as they fit into, and nothing waits for the answers.
func (s *redisSession) Send(messages [][]byte) error {
	s.mu.Lock()
	err := s.failed
	s.mu.Unlock()
	if err != nil {
		return err
	}
	_ = s.mouth.SetWriteDeadline(time.Now().Add(sendWithin))
	var head []byte
	for _, m := range messages {
		head = appendBulk(appendBulk(appendHeader(head[:0], '*', 3), "PUBLISH"), s.line.channel)
		head = appendHeader(head, '$', len(m))
		_, _ = s.out.Write(head) // an error stays until Flush
		_, _ = s.out.Write(m)
		_, _ = s.out.WriteString("\r\n")
	}
	return s.out.Flush()
}

// readAnswers reads what is answered to PUBLISH, so that Redis is never stuck with it, and ends the session at the
// first that is no number.
func (s *redisSession) readAnswers() {
	in := bufio.NewReaderSize(s.mouth, 4<<10)
	_ = s.mouth.SetReadDeadline(time.Time{})
	for {
		if err := readNumber(in); err != nil {
			s.mu.Lock()
			s.failed = err
			s.mu.Unlock()
			_ = s.Close()
			return
		}
	}
}

// Receive implements Session.
func (s *redisSession) Receive() ([]byte, error) {
	msg, err := readMessage(s.in, s.line.channel, s.buf)
	if err != nil {
		s.mu.Lock()
		defer s.mu.Unlock()
		if s.failed != nil { // it is why the connection was closed
			err = s.failed
		}
		return nil, err
	}
	s.buf = msg[:0]
	return msg, nil
}

// Close implements Session.
func (s *redisSession) Close() error {
	var err error
	s.once.Do(func() { err = errors.Join(s.ears.Close(), s.mouth.Close()) })
	return err
}
