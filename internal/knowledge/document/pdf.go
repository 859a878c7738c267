package document

import (
	"bytes"
	"cmp"
	"compress/zlib"
	"context"
	"fmt"
	"io"
	"math"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/ledongthuc/pdf"
)

// Limits of what a PDF unpacks to. Pictures are not unpacked and do not count.
const (
	maxStream  = 24 << 20  // one stream
	maxStreams = 192 << 20 // all of them
	maxDrawing = 4 << 20   // what draws one page
	maxObjects = 2_000_000 // numbers that the parser makes tables of
	maxNesting = 40        // of the page tree
)

// readPDF reads the text of a PDF, line by line as it is drawn.
func readPDF(ctx context.Context, body []byte) ([]Block, error) {
	if err := harmless(body); err != nil {
		return nil, err
	}
	r, err := pdf.NewReader(bytes.NewReader(body), int64(len(body)))
	switch {
	case err != nil && strings.Contains(err.Error(), "encrypt"):
		return nil, ErrEncrypted
	case err != nil:
		return nil, ErrBroken
	case !r.Trailer().Key("Encrypt").IsNull():
		return nil, ErrEncrypted
	}
	pages, err := pagesOf(r.Trailer().Key("Root").Key("Pages"))
	if err != nil {
		return nil, err
	}
	var all [][]line
	total := 0
	for i, p := range pages {
		if ctx.Err() != nil {
			return nil, ErrTooLong
		}
		lines := linesOf(p, i+1)
		for _, l := range lines {
			total += len(l.text)
		}
		if total > maxText {
			return nil, ErrBomb
		}
		all = append(all, lines)
	}
	return paragraphs(withoutMargins(all)), nil
}

// apart is what may stand between a name and its value: white space and comments.
const apart = `(?:[\s\x00]|%[^\r\n]*[\r\n])+`

var (
	// counts are the numbers that the parser takes as sizes of its tables, before it knows better. Names may be written
	// with escapes (/Si#7ae), which are undone before.
	counts  = regexp.MustCompile(`/(?:Size|Columns|N|First)` + apart + `\+?(\d+)|/Index` + apart + `?\[([^\]]*)\]|(?m:^\s*(\d+)\s+\d+\s*$)`)
	escaped = regexp.MustCompile(`#[0-9A-Fa-f]{2}`)
	digits  = regexp.MustCompile(`\d+`)
	// picture marks the dictionary of a stream that is never unpacked here.
	picture = regexp.MustCompile(`/Subtype\s*/Image|/FontFile`)
)

// harmless looks through a file for what would make the parser take more memory than there is: numbers that are no honest
// sizes, and streams that unpack to far more than a document holds.
func harmless(body []byte) error {
	var unpacked int64
	rest := body
	for {
		i := bytes.Index(rest, []byte("stream"))
		head := rest
		if i >= 0 {
			head = rest[:i]
		}
		if err := honest(head); err != nil {
			return err
		}
		if i < 0 {
			return nil
		}
		data := bytes.TrimLeft(rest[i+len("stream"):], "\r\n")
		isPicture := picture.Match(head[max(0, len(head)-1024):])
		if !isPicture && !bytes.HasSuffix(head, []byte("end")) {
			n, err := inflates(bytes.NewReader(data), 2)
			if unpacked += n; err != nil || unpacked > maxStreams {
				return ErrBomb
			}
		}
		rest = rest[i+len("stream"):]
		if end := bytes.Index(rest, []byte("endstream")); end >= 0 && !bytes.HasSuffix(head, []byte("end")) {
			rest = rest[end:]
		}
	}
}

// honest refuses sizes beyond what a file of this size can mean.
func honest(dict []byte) error {
	if bytes.IndexByte(dict, '#') >= 0 {
		dict = escaped.ReplaceAllFunc(dict, func(b []byte) []byte {
			n, _ := strconv.ParseUint(string(b[1:]), 16, 8)
			return []byte{byte(n)}
		})
	}
	for _, m := range counts.FindAllSubmatch(dict, -1) {
		for _, group := range m[1:] {
			for _, d := range digits.FindAll(group, -1) {
				if n, err := strconv.ParseInt(string(d), 10, 64); err != nil || n > maxObjects {
					return ErrBroken
				}
			}
		}
	}
	return nil
}

// inflates is how much a stream unpacks to, also where it is packed twice; nothing where it is not packed. An error says
// that it is more than a stream may.
func inflates(r io.Reader, layers int) (int64, error) {
	z, err := zlib.NewReader(r)
	if err != nil {
		return 0, nil
	}
	defer z.Close()
	var inner bytes.Buffer
	n, _ := io.Copy(io.Discard, io.TeeReader(io.LimitReader(z, maxStream+1), &limitedBuffer{&inner, 1 << 20}))
	if n > maxStream {
		return n, ErrBomb
	}
	if layers > 0 {
		more, err := inflates(&inner, layers-1)
		return n + more, err
	}
	return n, nil
}

// limitedBuffer keeps the beginning of what is written to it. A bomb shows in the first megabyte of its packed form.
type limitedBuffer struct {
	*bytes.Buffer
	left int
}

// Write implements io.Writer.
func (b *limitedBuffer) Write(p []byte) (int, error) {
	take := min(len(p), b.left)
	b.left -= take
	_, _ = b.Buffer.Write(p[:take])
	return len(p), nil
}

// pagesOf walks the page tree. The library's own walk follows a tree that bites its tail for ever.
func pagesOf(root pdf.Value) ([]pdf.Page, error) {
	var pages []pdf.Page
	nodes := 0
	var walk func(v pdf.Value, depth int) error
	walk = func(v pdf.Value, depth int) error {
		if nodes++; nodes > 20*MaxPages || depth > maxNesting {
			return ErrBroken
		}
		if kids := v.Key("Kids"); v.Key("Type").Name() == "Pages" || kids.Kind() == pdf.Array {
			for i := range kids.Len() {
				if err := walk(kids.Index(i), depth+1); err != nil {
					return err
				}
			}
			return nil
		}
		if v.Kind() != pdf.Dict {
			return nil
		}
		if len(pages) == MaxPages {
			return ErrPages
		}
		pages = append(pages, pdf.Page{V: v})
		return nil
	}
	return pages, walk(root, 0)
}

// line is a line of text on a page.
type line struct {
	text string
	x, y float64
	size float64
	bold bool
	page int
}

// linesOf are the lines of one page in the order in which they are drawn, which follows columns. A page that cannot be read
// leaves the others readable.
func linesOf(p pdf.Page, number int) (lines []line) {
	defer func() {
		if recover() != nil {
			lines = nil
		}
	}()
	if !small(p.V.Key("Contents")) || !rooted(p.V) {
		return nil
	}
	var open line
	var b strings.Builder
	var end float64
	flush := func() {
		if open.text = plain(b.String()); open.text != "" {
			lines = append(lines, open)
		}
		b.Reset()
	}
	for _, t := range p.Content().Text {
		if t.S == "\n" || t.S == "\r" {
			continue
		}
		size := math.Abs(t.FontSize)
		if b.Len() == 0 || math.Abs(t.Y-open.y) > 0.4*max(size, open.size) || t.X < open.x-1 {
			flush()
			open = line{x: t.X, y: t.Y, size: size, page: number, bold: strings.Contains(strings.ToLower(t.Font), "bold")}
		} else if t.X-end > 0.18*size && t.S != " " {
			b.WriteByte(' ')
		}
		b.WriteString(t.S)
		end = t.X + t.W
	}
	flush()
	return lines
}

// small reports whether what draws a page is of a size that a page of text may have.
func small(contents pdf.Value) bool {
	streams := []pdf.Value{contents}
	if contents.Kind() == pdf.Array {
		streams = nil
		for i := range min(contents.Len(), 1000) {
			streams = append(streams, contents.Index(i))
		}
	}
	left := int64(maxDrawing)
	for _, s := range streams {
		if s.Kind() != pdf.Stream {
			continue
		}
		n, _ := io.Copy(io.Discard, io.LimitReader(s.Reader(), left+1))
		if left -= n; left < 0 {
			return false
		}
	}
	return true
}

// rooted reports whether a page's ancestors end: the library looks for fonts among them.
func rooted(v pdf.Value) bool {
	for range maxNesting {
		if v = v.Key("Parent"); v.IsNull() {
			return true
		}
	}
	return false
}

// withoutMargins leaves out what stands in one place of most pages alike: running titles and, short lines with the page's
// own number in them, page numbers.
func withoutMargins(pages [][]line) []line {
	key := func(l line) string {
		text := l.text
		if len(text) < 30 {
			text = digits.ReplaceAllStringFunc(text, func(n string) string {
				if n == strconv.Itoa(l.page) {
					return "#"
				}
				return n
			})
		}
		return text + fmt.Sprint(math.Round(l.y/4))
	}
	on := map[string]int{}
	for _, lines := range pages {
		seen := map[string]bool{}
		for _, l := range lines {
			if k := key(l); !seen[k] {
				seen[k] = true
				on[k]++
			}
		}
	}
	var out []line
	for _, lines := range pages {
		for _, l := range lines {
			if len(pages) < 4 || on[key(l)] <= len(pages)/2 {
				out = append(out, l)
			}
		}
	}
	return out
}

// paragraphs joins lines. What is larger than the text, or a short bold line, is a heading.
func paragraphs(lines []line) []Block {
	body := usual(lines)
	var blocks []Block
	var open *Block
	for i, l := range lines {
		if level := l.level(body); level > 0 {
			// A heading of two lines is one.
			if n := len(blocks); open == nil && i > 0 && n > 0 && blocks[n-1].Level == level && lines[i-1].follows(l) {
				blocks[n-1].Text += " " + l.text
				continue
			}
			blocks = append(blocks, Block{Level: level, Text: l.text, Place: place(l.page)})
			open = nil
			continue
		}
		if open != nil && lines[i-1].follows(l) {
			open.Text = joined(open.Text, l.text)
			continue
		}
		blocks = append(blocks, Block{Text: l.text, Place: place(l.page)})
		open = &blocks[len(blocks)-1]
	}
	return headed(blocks)
}

func place(page int) string { return "page " + strconv.Itoa(page) }

// follows reports whether next goes on with the paragraph.
func (l line) follows(next line) bool {
	gap := l.y - next.y
	return l.page == next.page && math.Abs(l.size-next.size) < 0.5 && gap > 0 && gap < 1.7*max(l.size, 1)
}

// level is that of a heading; 0 is text.
func (l line) level(body float64) int {
	if utf8.RuneCountInString(l.text) > 100 || !strings.ContainsFunc(l.text, unicode.IsLetter) {
		return 0
	}
	switch {
	case body > 0 && l.size >= 1.6*body:
		return 1
	case body > 0 && l.size >= 1.15*body:
		return 2
	case l.bold && heading(l.text):
		return 3
	}
	return 0
}

// usual is the size in which most characters stand.
func usual(lines []line) float64 {
	n := map[float64]int{}
	for _, l := range lines {
		n[math.Round(2*l.size)/2] += len(l.text)
	}
	sizes := make([]float64, 0, len(n))
	for s := range n {
		sizes = append(sizes, s)
	}
	if len(sizes) == 0 {
		return 0
	}
	return slices.MaxFunc(sizes, func(a, b float64) int { return cmp.Or(cmp.Compare(n[a], n[b]), cmp.Compare(a, b)) })
}

// joined puts a line to the paragraph, and a word that was divided together.
func joined(text, next string) string {
	first, _ := utf8.DecodeRuneInString(next)
	if cut, ok := strings.CutSuffix(text, "-"); ok && unicode.IsLower(first) {
		return cut + next
	}
	return text + " " + next
}
