// Package table reads tables as people export them: comma, semicolon or tab, UTF-8 or what Windows writes, with rows that
// are broken. What a broken row takes along is that row, and it is named.
package table

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"golang.org/x/text/encoding/charmap"
	"golang.org/x/text/encoding/unicode"

	"deskbell/internal/desk"
)

// maxResumed is after how many quotes that never end the reading goes on.
const maxResumed = 50

// Unclosed is what is wrong with a row that is no row.
const Unclosed = "A quotation mark is not closed, or stands inside a field."

// Decode makes UTF-8 of a text file: as its mark says, as it is where that is UTF-8, and else as Windows wrote it in the
// west, which is Latin-1 and a little more. What no database keeps is left out.
func Decode(body []byte) string {
	var out []byte
	var err error
	switch {
	case bytes.HasPrefix(body, []byte{0xff, 0xfe}), bytes.HasPrefix(body, []byte{0xfe, 0xff}):
		out, err = unicode.UTF16(unicode.LittleEndian, unicode.UseBOM).NewDecoder().Bytes(body)
	case utf8.Valid(body):
		out = bytes.TrimPrefix(body, []byte("\ufeff"))
	default:
		out, err = charmap.Windows1252.NewDecoder().Bytes(body)
	}
	if err != nil {
		out = body
	}
	return strings.ReplaceAll(strings.ToValidUTF8(string(out), "\uFFFD"), "\x00", "")
}

// Comma is what parts the fields of a table, by its first row.
func Comma(body string) rune {
	first, _, _ := strings.Cut(body, "\n")
	comma := ','
	for _, c := range ";\t" {
		if strings.Count(first, string(c)) > strings.Count(first, string(comma)) {
			comma = c
		}
	}
	return comma
}

// Each goes through a table's records, with the line that each begins at; fields are the callee's until it returns. broken
// hears of lines that are no records. Where a quote never ends, the reading goes on behind its line.
func Each(body string, comma rune, broken func(line int), fn func(line int, fields []string) error) error {
	base := 0
	for resumed := 0; ; resumed++ {
		r := csv.NewReader(strings.NewReader(body))
		r.Comma, r.FieldsPerRecord, r.ReuseRecord = comma, -1, true
		again := 0
		for {
			fields, err := r.Read()
			if errors.Is(err, io.EOF) {
				return nil
			}
			var bad *csv.ParseError
			if errors.As(err, &bad) {
				broken(base + bad.StartLine)
				if bad.Line > bad.StartLine {
					again = bad.StartLine
					break
				}
				continue
			}
			if err != nil {
				return err
			}
			line, _ := r.FieldPos(0)
			if err := fn(base+line, fields); err != nil {
				return err
			}
		}
		if resumed >= maxResumed {
			return desk.Refuse(desk.CodeInvalid, "Too many quotation marks in the file are not closed. Line %d has one.", base+again)
		}
		for range again {
			_, rest, ok := strings.Cut(body, "\n")
			if !ok {
				return nil
			}
			body = rest
		}
		base += again
	}
}
