package sqlstore

import (
	"crypto/sha256"
	"database/sql"
	"encoding/binary"
	"errors"
	"fmt"
)

// sourceRows feeds COPY from SQLite and sums up what it hands over.
type sourceRows struct {
	rows   *sql.Rows
	values []any
	into   []any
	sum    rowSum
	told   func(int64)
	err    error
}

// Next implements pgx.CopyFromSource.
func (r *sourceRows) Next() bool {
	if r.sum.rows > 0 && r.sum.rows%everyRows == 0 {
		r.told(r.sum.rows)
	}
	return r.err == nil && r.rows.Next()
}

// Values implements pgx.CopyFromSource.
func (r *sourceRows) Values() ([]any, error) {
	if r.err = r.rows.Scan(r.into...); r.err == nil {
		r.err = r.sum.add(r.values)
	}
	return r.values, r.err
}

// Err implements pgx.CopyFromSource.
func (r *sourceRows) Err() error { return errors.Join(r.err, r.rows.Err()) }

// rowSum adds up hashes of rows, so that their order does not count but how often one is there does.
type rowSum struct {
	rows int64
	a, b uint64
	buf  [8]byte
}

func (s *rowSum) add(values []any) error {
	h := sha256.New()
	for _, v := range values {
		var kind byte
		var b []byte
		switch v := v.(type) {
		case nil:
			kind = 'n'
		case int64:
			binary.BigEndian.PutUint64(s.buf[:], uint64(v))
			kind, b = 'i', s.buf[:]
		case string:
			kind, b = 't', []byte(v)
		case []byte:
			kind, b = 'b', v
		default:
			return fmt.Errorf("a value is stored as %T", v)
		}
		_, _ = h.Write(binary.BigEndian.AppendUint32([]byte{kind}, uint32(len(b))))
		_, _ = h.Write(b)
	}
	got := h.Sum(nil)
	s.rows++
	s.a += binary.BigEndian.Uint64(got)
	s.b += binary.BigEndian.Uint64(got[8:])
	s.buf = [8]byte{}
	return nil
}

// String is the sum for people.
func (s rowSum) String() string { return fmt.Sprintf("%016x%016x", s.a, s.b) }
