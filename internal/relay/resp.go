package relay

import (
	"bufio"
	"bytes"
	"errors"
	"io"
	"strconv"
)

// What is read of the protocol of Redis (https://redis.io/docs/latest/develop/reference/protocol-spec): the answers to
// three commands, nothing beside them, and nothing larger than a message may be.

// errGarbage ends a session whose other end does not answer as Redis does.
var errGarbage = errors.New("this does not answer as Redis does")

func appendHeader(b []byte, kind byte, n int) []byte {
	b = append(b, kind)
	b = strconv.AppendInt(b, int64(n), 10)
	return append(b, '\r', '\n')
}

func appendBulk(b []byte, s string) []byte {
	b = appendHeader(b, '$', len(s))
	b = append(b, s...)
	return append(b, '\r', '\n')
}

// readLine reads a line, which begins with its kind. A refusal of Redis is an error that says what Redis said.
func readLine(in *bufio.Reader) (kind byte, rest []byte, err error) {
	line, err := in.ReadSlice('\n')
	if err != nil {
		if errors.Is(err, bufio.ErrBufferFull) {
			err = errGarbage
		}
		return 0, nil, err
	}
	if len(line) < 3 || line[len(line)-2] != '\r' {
		return 0, nil, errGarbage
	}
	kind, rest = line[0], line[1:len(line)-2]
	if kind == '-' {
		return 0, nil, errors.New("Redis refuses: " + plain(rest))
	}
	return kind, rest, nil
}

// plain is what Redis says, fit for a log.
func plain(b []byte) string {
	b = bytes.Map(func(r rune) rune {
		if r < ' ' || r > '~' {
			return '?'
		}
		return r
	}, b[:min(len(b), 200)])
	return string(b)
}

func readOK(in *bufio.Reader) error {
	kind, rest, err := readLine(in)
	if err == nil && (kind != '+' || string(rest) != "OK") {
		err = errGarbage
	}
	return err
}

// readNumber reads an answer that is a number, which nobody needs.
func readNumber(in *bufio.Reader) error {
	_, err := readSize(in, ':', 1<<31)
	return err
}

// readSize reads a line of a kind that holds a number up to a bound.
func readSize(in *bufio.Reader, want byte, most int64) (int, error) {
	kind, rest, err := readLine(in)
	if err != nil {
		return 0, err
	}
	n, err := strconv.ParseInt(string(rest), 10, 64)
	if kind != want || err != nil || n < 0 || n > most {
		return 0, errGarbage
	}
	return int(n), nil
}

// readBulk reads a string of at most so many bytes into buf, which it makes larger where it must.
func readBulk(in *bufio.Reader, most int64, buf []byte) ([]byte, error) {
	n, err := readSize(in, '$', most)
	if err != nil {
		return nil, err
	}
	if cap(buf) < n+2 {
		buf = make([]byte, n+2, n+n/2+2)
	}
	buf = buf[:n+2]
	if _, err := io.ReadFull(in, buf); err != nil {
		return nil, err
	}
	if buf[n] != '\r' || buf[n+1] != '\n' {
		return nil, errGarbage
	}
	return buf[:n], nil
}

// expect reads an array's beginning: its size and the words that it must start with. It overwrites buf.
func expect(in *bufio.Reader, size int, buf []byte, words ...string) error {
	n, err := readSize(in, '*', int64(size))
	if err == nil && n != size {
		err = errGarbage
	}
	for _, w := range words {
		if err != nil {
			return err
		}
		var got []byte
		if got, err = readBulk(in, int64(len(w)), buf); err == nil && string(got) != w {
			err = errGarbage
		}
	}
	return err
}

func readSubscribed(in *bufio.Reader, channel string) error {
	if err := expect(in, 3, nil, "subscribe", channel); err != nil {
		return err
	}
	return readNumber(in)
}

// readMessage reads the next message of the channel.
func readMessage(in *bufio.Reader, channel string, buf []byte) ([]byte, error) {
	if err := expect(in, 3, buf, "message", channel); err != nil {
		return nil, err
	}
	return readBulk(in, MaxMessage, buf)
}
