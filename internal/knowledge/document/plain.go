package document

import (
	"bytes"
	"encoding/csv"
	"errors"
	"io"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/yuin/goldmark"
	"github.com/yuin/goldmark/ast"
	"github.com/yuin/goldmark/extension"
	east "github.com/yuin/goldmark/extension/ast"
	"github.com/yuin/goldmark/text"
	"golang.org/x/text/encoding/charmap"
	utf16 "golang.org/x/text/encoding/unicode"
	"golang.org/x/text/encoding/unicode/utf32"
)

func hasUTF16Mark(b []byte) bool {
	return bytes.HasPrefix(b, []byte{0xFF, 0xFE}) || bytes.HasPrefix(b, []byte{0xFE, 0xFF})
}

// Decode is text as UTF-8. What is no UTF-8 and has no mark is read as Windows-1252, which holds Latin-1: that is what
// spreadsheets of Western Europe still save.
func Decode(b []byte) string {
	switch {
	case bytes.HasPrefix(b, []byte{0xFF, 0xFE, 0, 0}):
		if s, err := utf32.UTF32(utf32.LittleEndian, utf32.UseBOM).NewDecoder().Bytes(b); err == nil {
			return string(s)
		}
	case hasUTF16Mark(b):
		if s, err := utf16.UTF16(utf16.LittleEndian, utf16.UseBOM).NewDecoder().Bytes(b); err == nil {
			return string(s)
		}
	}
	b = bytes.TrimPrefix(b, []byte("\ufeff"))
	if utf8.Valid(b) {
		return string(b)
	}
	s, err := charmap.Windows1252.NewDecoder().Bytes(b)
	if err != nil {
		return strings.ToValidUTF8(string(b), "")
	}
	return string(s)
}

// readText reads paragraphs between empty lines. A short line of its own that ends no sentence is the heading of what
// follows.
func readText(s string) []Block {
	var blocks []Block
	s = strings.NewReplacer("\r\n", "\n", "\r", "\n", "\f", "\n\n").Replace(s)
	for para := range strings.SplitSeq(s, "\n\n") {
		lines := strings.Split(strings.Trim(para, "\n"), "\n")
		for len(lines) > 1 && underline(lines[1]) {
			blocks = append(blocks, Block{Level: 1, Text: lines[0]})
			lines = lines[2:]
		}
		whole := strings.Join(lines, "\n")
		if len(lines) == 1 && heading(whole) {
			blocks = append(blocks, Block{Level: 2, Text: whole})
			continue
		}
		blocks = append(blocks, Block{Text: whole})
	}
	return headed(blocks)
}

// headed makes paragraphs of headings that head nothing: a text of short lines is no table of contents.
func headed(blocks []Block) []Block {
	for i := range blocks {
		if blocks[i].Level > 0 && (i+1 == len(blocks) || blocks[i+1].Level > 0 && blocks[i+1].Level <= blocks[i].Level) {
			blocks[i].Level = 0
		}
	}
	return blocks
}

func underline(line string) bool {
	line = strings.TrimSpace(line)
	return len(line) >= 3 && strings.Trim(line, "=-") == ""
}

// heading reports whether a line reads like one.
func heading(line string) bool {
	line = strings.TrimSpace(line)
	if n := utf8.RuneCountInString(line); n == 0 || n > 70 || len(strings.Fields(line)) > 9 {
		return false
	}
	last, _ := utf8.DecodeLastRuneInString(line)
	first, _ := utf8.DecodeRuneInString(line)
	return !strings.ContainsRune(".!,;…*-•", last) && !unicode.IsLower(first) && !strings.ContainsRune("-*•", first)
}

// readMarkdown reads headings and what stands below them. Code, images and raw HTML are left out.
func readMarkdown(s string) []Block {
	source := []byte(s)
	doc := goldmark.New(goldmark.WithExtensions(extension.Table)).Parser().Parse(text.NewReader(source))
	var blocks []Block
	_ = ast.Walk(doc, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Heading:
			blocks = append(blocks, Block{Level: n.Level, Text: inline(n, source)})
		case *ast.Paragraph, *ast.TextBlock:
			blocks = append(blocks, Block{Text: inline(n, source)})
		case *east.TableRow, *east.TableHeader:
			var cells []string
			for c := n.FirstChild(); c != nil; c = c.NextSibling() {
				cells = append(cells, plain(inline(c, source)))
			}
			blocks = append(blocks, Block{Text: strings.Join(cells, " | ")})
		default:
			return ast.WalkContinue, nil
		}
		return ast.WalkSkipChildren, nil
	})
	return blocks
}

// inline is the text of a node without its marks.
func inline(n ast.Node, source []byte) string {
	var b strings.Builder
	_ = ast.Walk(n, func(n ast.Node, entering bool) (ast.WalkStatus, error) {
		if !entering {
			return ast.WalkContinue, nil
		}
		switch n := n.(type) {
		case *ast.Text:
			b.Write(n.Segment.Value(source))
			if n.SoftLineBreak() || n.HardLineBreak() {
				b.WriteByte(' ')
			}
		case *ast.String:
			b.Write(n.Value)
		case *ast.AutoLink:
			b.Write(n.Label(source))
		case *ast.Image, *ast.RawHTML:
			return ast.WalkSkipChildren, nil
		}
		return ast.WalkContinue, nil
	})
	return b.String()
}

// readCSV makes a passage of each row: its first cell is what it is about, the others are told with their column's name.
func readCSV(s string) ([]Block, error) {
	r := csv.NewReader(strings.NewReader(s))
	r.Comma, r.FieldsPerRecord, r.LazyQuotes, r.ReuseRecord = comma(s), -1, true, true
	var head []string
	var blocks []Block
	for {
		row, err := r.Read()
		if errors.Is(err, io.EOF) {
			return blocks, nil
		}
		if err != nil {
			return nil, ErrBroken
		}
		if head == nil {
			head = make([]string, len(row))
			for i, c := range row {
				head[i] = plain(c)
			}
			continue
		}
		var said []string
		for i, c := range row[1:] {
			switch c = plain(c); {
			case c == "":
			case i+1 < len(head) && head[i+1] != "":
				said = append(said, head[i+1]+": "+c)
			default:
				said = append(said, c)
			}
		}
		name := plain(row[0])
		if len(said) == 0 {
			blocks = append(blocks, Block{Text: name, Apart: true})
			continue
		}
		if name != "" {
			blocks = append(blocks, Block{Level: 1, Text: name})
		}
		blocks = append(blocks, Block{Text: strings.Join(said, "; "), Apart: true})
		if len(blocks) > 3*MaxPassages {
			return blocks, nil
		}
	}
}

// comma is what separates a table's columns: what its first line has most of.
func comma(s string) rune {
	line, _, _ := strings.Cut(s, "\n")
	best, most := ',', 0
	for _, c := range ",;\t|" {
		if n := strings.Count(line, string(c)); n > most {
			best, most = c, n
		}
	}
	return best
}
