// Package document reads what hotels have lying about (PDF, Word, Markdown, text and tables) into titled passages. Files
// come from anywhere: whatever they hold, reading one ends within its limits of time and memory with passages or with one
// of the errors below, whose words are for whoever sent it.
package document

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"maps"
	"path"
	"slices"
	"strings"
	"time"
	"unicode/utf8"
)

// Limits of one document.
const (
	MaxSize     = 20 << 20 // bytes of the file
	MaxPages    = 500
	MaxPassages = 5000
	// maxText is how much text is read out of a file, in bytes. A novel has a tenth of it.
	maxText = 8 << 20
	// within is how long a file may take; the slowest honest ones take seconds.
	within = time.Minute
)

// Reason is why a document cannot be read: a sentence for the person who sent it.
type Reason string

// Error implements error.
func (r Reason) Error() string { return string(r) }

// codes name the reasons, for whoever tells them in another language.
var codes = map[Reason]string{ErrFormat: "format", ErrOldWord: "old_word", ErrSize: "too_large", ErrEncrypted: "encrypted", ErrPages: "too_many_pages",
	ErrBomb: "bomb", ErrBroken: "broken", ErrNoText: "no_text", ErrTooLong: "too_long", ErrMemory: "memory", ErrNow: "not_now", ErrBusy: "reader_busy"}

// Code names the reason.
func (r Reason) Code() string { return codes[r] }

// Codes are the codes that a Reason may have.
func Codes() []string { return slices.Collect(maps.Values(codes)) }

func reasonf(format string, args ...any) Reason { return Reason(fmt.Sprintf(format, args...)) }

// The reasons, to be compared with errors.Is.
var (
	ErrFormat    = Reason("This kind of file is not read. Send a PDF, a Word document (.docx), Markdown, plain text or a CSV table.")
	ErrOldWord   = Reason("This is a document of an older Word. Save it as .docx or PDF and send that.")
	ErrSize      = reasonf("The file is larger than %d MB. Send it in parts.", MaxSize>>20)
	ErrEncrypted = Reason("The document is protected with a password. Save a copy without one and send that.")
	ErrPages     = reasonf("The document has more than %d pages. Send it in parts.", MaxPages)
	ErrBomb      = Reason("The file unpacks to far more than a document holds, so it is not read.")
	ErrBroken    = Reason("The file is damaged and cannot be read. Save it again and send the new copy.")
	ErrNoText    = Reason("There is no text in this document. A scanned page is a picture: send the document that it was printed from.")
	ErrTooLong   = Reason("Reading this file takes too long, so it was given up.")
	ErrMemory    = Reason("Reading this file takes far more memory than a document should, so it was given up.")
	ErrNow       = Reason("The file could not be read right now. Try again later.")
	ErrBusy      = Reason("Another document is being read that takes long. Try again in a few minutes.")
)

// Format is how a document is written.
type Format string

// The formats.
const (
	PDF      Format = "pdf"
	DOCX     Format = "docx"
	Markdown Format = "markdown"
	Text     Format = "text"
	CSV      Format = "csv"
)

// Document is what was read.
type Document struct {
	Passages []Piece
	// Cut says that there was more than MaxPassages.
	Cut bool
}

// Recognise tells the format: by the content where that says it, else by the name.
func Recognise(name string, body []byte) (Format, error) {
	ext := strings.ToLower(path.Ext(name))
	switch {
	case len(body) > MaxSize:
		return "", ErrSize
	case bytes.HasPrefix(body, []byte("%PDF-")):
		return PDF, nil
	case bytes.HasPrefix(body, []byte("PK\x03\x04")):
		if ext != ".docx" {
			return "", ErrFormat // a spreadsheet, an archive …
		}
		return DOCX, nil
	case bytes.HasPrefix(body, compound):
		// A Word file with a password is no zip: the zip lies encrypted in one of Microsoft's compound files.
		if bytes.Contains(body, utf16le("EncryptedPackage")) {
			return "", ErrEncrypted
		}
		return "", ErrOldWord
	}
	format, ok := map[string]Format{".md": Markdown, ".markdown": Markdown, ".txt": Text, ".text": Text, ".csv": CSV, ".tsv": CSV}[ext]
	switch {
	case ext == ".pdf" || ext == ".docx":
		return "", ErrBroken
	case !ok || bytes.IndexByte(body[:min(len(body), 4096)], 0) >= 0 && !hasUTF16Mark(body):
		return "", ErrFormat
	}
	return format, nil
}

// compound is how the files of older Microsoft programs begin.
var compound = []byte{0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1}

func utf16le(s string) []byte {
	var out []byte
	for _, c := range []byte(s) {
		out = append(out, c, 0)
	}
	return out
}

// slots bounds how many files are read at once. One that takes too long in this process keeps its slot until it ends, if
// ever: a parser cannot be interrupted, and must not be started again and again. A child's slot is free when it is killed.
var slots = make(chan struct{}, 2)

// Read reads a document in this process. A server reads with a Reader.
func Read(ctx context.Context, format Format, body []byte) (Document, error) {
	if len(body) > MaxSize {
		return Document{}, ErrSize
	}
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	select {
	case slots <- struct{}{}:
	case <-ctx.Done():
		return Document{}, over(ctx, ErrBusy)
	}
	type result struct {
		doc Document
		err error
	}
	done := make(chan result, 1)
	go func() {
		defer func() { <-slots }()
		blocks, err := blocksOf(ctx, format, body)
		if err != nil {
			done <- result{err: err}
			return
		}
		var out Document
		if out.Passages, out.Cut = Cut(blocks, MaxPassages); len(out.Passages) == 0 {
			err = ErrNoText
		}
		done <- result{out, err}
	}()
	select {
	case r := <-done:
		return r.doc, r.err
	case <-ctx.Done():
		return Document{}, over(ctx, ErrTooLong)
	}
}

// over is why a wait ended: the caller's context, or ours.
func over(ctx context.Context, ours error) error {
	if errors.Is(ctx.Err(), context.DeadlineExceeded) {
		return ours
	}
	return ctx.Err()
}

// blocksOf parses. The parsers of others panic on broken files.
func blocksOf(ctx context.Context, format Format, body []byte) (blocks []Block, err error) {
	defer func() {
		if p := recover(); p != nil {
			blocks, err = nil, ErrBroken
		}
	}()
	switch format {
	case PDF:
		return readPDF(ctx, body)
	case DOCX:
		return readDOCX(body)
	case Markdown:
		return readMarkdown(Decode(body)), nil
	case Text:
		return readText(Decode(body)), nil
	case CSV:
		return readCSV(Decode(body))
	}
	return nil, ErrFormat
}

// plain is text as it is kept: valid, without control characters, white space made one.
func plain(s string) string {
	s = strings.Map(func(r rune) rune {
		switch {
		case r == '\n' || r == '\t' || r == '\u00a0' || r == '\u2028' || r == '\u2029':
			return ' '
		case r < ' ' || r == 0x7f || r == utf8.RuneError || r == '\u00ad' || r == '\ufeff' || r == '\u200b':
			return -1
		}
		return r
	}, strings.ToValidUTF8(s, ""))
	return strings.Join(strings.Fields(s), " ")
}
