package document_test

import (
	"archive/zip"
	"bytes"
	"compress/zlib"
	"context"
	"errors"
	"fmt"
	"io"
	"strings"
	"testing"
	"unicode/utf8"

	"github.com/google/go-cmp/cmp"

	"deskbell/internal/knowledge"
	"deskbell/internal/knowledge/document"
)

// pdfOf writes a PDF of pages that are drawn by the given commands; more are further objects.
func pdfOf(packed bool, trailer string, pages ...string) []byte {
	var b bytes.Buffer
	var at []int
	object := func(s string) {
		at = append(at, b.Len())
		fmt.Fprintf(&b, "%d 0 obj\n%s\nendobj\n", len(at), s)
	}
	b.WriteString("%PDF-1.4\n")
	var kids []string
	for i := range pages {
		kids = append(kids, fmt.Sprintf("%d 0 R", 5+2*i))
	}
	object("<< /Type /Catalog /Pages 2 0 R >>")
	object(fmt.Sprintf("<< /Type /Pages /Count %d /Kids [%s] >>", len(pages), strings.Join(kids, " ")))
	widths := strings.Repeat("500 ", 224)
	object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica /Encoding /WinAnsiEncoding /FirstChar 32 /LastChar 255 /Widths [" + widths + "] >>")
	object("<< /Type /Font /Subtype /Type1 /BaseFont /Helvetica-Bold /Encoding /WinAnsiEncoding /FirstChar 32 /LastChar 255 /Widths [" + widths + "] >>")
	for i, drawn := range pages {
		object(fmt.Sprintf("<< /Type /Page /Parent 2 0 R /MediaBox [0 0 595 842] /Resources << /Font << /F1 3 0 R /F2 4 0 R >> >> /Contents %d 0 R >>", 6+2*i))
		filter := ""
		if packed {
			drawn, filter = deflate(drawn), "/Filter /FlateDecode "
		}
		object(fmt.Sprintf("<< %s/Length %d >>\nstream\n%s\nendstream", filter, len(drawn), drawn))
	}
	start := b.Len()
	fmt.Fprintf(&b, "xref\n0 %d\n0000000000 65535 f \n", len(at)+1)
	for _, o := range at {
		fmt.Fprintf(&b, "%010d 00000 n \n", o)
	}
	fmt.Fprintf(&b, "trailer\n<< /Size %d /Root 1 0 R %s>>\nstartxref\n%d\n%%%%EOF\n", len(at)+1, trailer, start)
	return b.Bytes()
}

func deflate(s string) string {
	var b bytes.Buffer
	z, _ := zlib.NewWriterLevel(&b, zlib.BestCompression)
	_, _ = io.WriteString(z, s)
	_ = z.Close()
	return b.String()
}

// drawn are lines from the top of a page on; # and ## are headings.
func drawn(lines ...string) string {
	var b strings.Builder
	y := 800
	for _, l := range lines {
		size, text := 10, l
		switch {
		case strings.HasPrefix(l, "## "):
			size, text = 13, l[3:]
		case strings.HasPrefix(l, "# "):
			size, text = 20, l[2:]
		}
		y -= size + 4
		if l == "" {
			continue
		}
		fmt.Fprintf(&b, "BT /F1 %d Tf 1 0 0 1 50 %d Tm (%s) Tj ET\n", size, y, text)
	}
	return b.String()
}

func read(t *testing.T, format document.Format, body []byte) document.Document {
	t.Helper()
	doc, err := document.Read(t.Context(), format, body)
	if err != nil {
		t.Fatalf("read: %v", err)
	}
	return doc
}

func TestPDF(t *testing.T) {
	t.Parallel()
	page := func(n int, lines ...string) string {
		return drawn(append([]string{"Harbour View Hotel - our house", fmt.Sprintf("Page %d", n), ""}, lines...)...)
	}
	for _, packed := range []bool{false, true} {
		body := pdfOf(packed, "",
			page(1, "# Guest guide", "## Pool", "The outdoor pool is open from 08:00 to 20:00, and tow-", "els are free.", "", "Children swim with an adult."),
			page(2, "## Spa", "Massages are by appointment."),
			page(3, "## Parking", "A space is 18 EUR a night."),
			page(4, "## Bar", "Open until 01:00."))
		want := []document.Piece{
			{Title: "Guest guide · Pool", Text: "The outdoor pool is open from 08:00 to 20:00, and towels are free.\nChildren swim with an adult.", Place: "page 1"},
			{Title: "Guest guide · Spa", Text: "Massages are by appointment.", Place: "page 2"},
			{Title: "Guest guide · Parking", Text: "A space is 18 EUR a night.", Place: "page 3"},
			{Title: "Guest guide · Bar", Text: "Open until 01:00.", Place: "page 4"},
		}
		if diff := cmp.Diff(want, read(t, document.PDF, body).Passages); diff != "" {
			t.Errorf("packed %v (-want +got):\n%s", packed, diff)
		}
	}
}

func TestPDF_HundredsOfPages(t *testing.T) {
	t.Parallel()
	pages := make([]string, document.MaxPages)
	for i := range pages {
		pages[i] = drawn(fmt.Sprintf("## Room %d", i+1000), fmt.Sprintf("Room %d has a view of the sea number %d.", i+1000, i))
	}
	doc := read(t, document.PDF, pdfOf(true, "", pages...))
	if n := len(doc.Passages); n != document.MaxPages || doc.Passages[499].Place != "page 500" {
		t.Errorf("%d passages, the last %+v", n, doc.Passages[n-1])
	}
	_, err := document.Read(t.Context(), document.PDF, pdfOf(true, "", append(pages, drawn("One more."))...))
	if !errors.Is(err, document.ErrPages) {
		t.Errorf("501 pages: %v", err)
	}
}

func TestPDF_ThatMeansNoGood(t *testing.T) {
	t.Parallel()
	good := string(pdfOf(false, "", drawn("# Pool", "Open from 8 to 20.")))
	bomb := strings.Repeat("BT (aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa) Tj ET\n", 600_000)
	for name, c := range map[string]struct {
		body string
		want error
	}{
		"Encrypted":         {string(pdfOf(false, "/Encrypt << /Filter /Standard /V 5 /R 6 /Length 256 /O (x) /U (x) /P -4 >> ", drawn("x"))), document.ErrEncrypted},
		"EncryptedOlder":    {string(pdfOf(false, "/ID [(a) (a)] /Encrypt << /Filter /Standard /V 2 /R 3 /Length 128 /O ("+strings.Repeat("o", 32)+") /U ("+strings.Repeat("u", 32)+") /P -4 >> ", drawn("x"))), document.ErrEncrypted},
		"Bomb":              {string(pdfOf(true, "", bomb)), document.ErrBomb},
		"BombInABomb":       {strings.Replace(string(pdfOf(true, "", deflate(bomb))), "/FlateDecode", "[/FlateDecode /FlateDecode]", 1), document.ErrBomb},
		"HugeTable":         {strings.Replace(good, "/Size 7", "/Size 99999999999", 1), document.ErrBroken},
		"HugeTableHidden":   {strings.Replace(good, "/Size 7", "/Si#7ae%x\n99999999999", 1), document.ErrBroken},
		"HugeSection":       {strings.Replace(good, "xref\n0 7\n", "xref\n900000000 7\n", 1), document.ErrBroken},
		"TreeBitesItsTail":  {strings.Replace(good, "/Kids [5 0 R]", "/Kids [2 0 R]", 1), document.ErrBroken},
		"Cut":               {good[:len(good)/2], document.ErrBroken},
		"OnlyAHead":         {"%PDF-1.4\n", document.ErrBroken},
		"NoText":            {string(pdfOf(false, "", "0 0 100 100 re f")), document.ErrNoText},
		"ParentBitesItself": {strings.Replace(good, "/Parent 2 0 R", "/Parent 5 0 R", 1), document.ErrNoText},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			if _, err := document.Read(t.Context(), document.PDF, []byte(c.body)); !errors.Is(err, c.want) {
				t.Errorf("got %v, want %v", err, c.want)
			}
		})
	}
}

// docx packs the parts of a Word file.
func docx(parts map[string]string) []byte {
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for name, content := range parts {
		w, _ := z.Create(name)
		_, _ = io.WriteString(w, content)
	}
	_ = z.Close()
	return b.Bytes()
}

const (
	wordHead = `<?xml version="1.0"?><w:document xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:body>`
	wordEnd  = `</w:body></w:document>`
	styles   = `<w:styles xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main">
		<w:style w:type="paragraph" w:styleId="berschrift1"><w:name w:val="heading 1"/></w:style>
		<w:style w:type="paragraph" w:styleId="Eigen"><w:name w:val="Eigene"/><w:pPr><w:outlineLvl w:val="1"/></w:pPr></w:style></w:styles>`
)

func wordPara(style, text string) string {
	return `<w:p><w:pPr><w:pStyle w:val="` + style + `"/></w:pPr><w:r><w:t>` + text + `</w:t></w:r></w:p>`
}

func TestDOCX(t *testing.T) {
	t.Parallel()
	cell := func(s string) string { return `<w:tc>` + wordPara("", s) + `</w:tc>` }
	body := docx(map[string]string{"word/styles.xml": styles, "word/document.xml": wordHead +
		wordPara("berschrift1", "Wellness") + wordPara("Eigen", "Sauna") +
		`<w:p><w:r><w:t>Täglich </w:t></w:r><w:del><w:r><w:delText>9</w:delText><w:t>neun</w:t></w:r></w:del><w:r><w:t>ab 15 Uhr.</w:t></w:r></w:p>` +
		wordPara("Eigen", "Preise") +
		`<w:tbl><w:tr>` + cell("Massage") + cell("60 EUR") + `</w:tr><w:tr>` + cell("Bad") + cell("35 EUR") + `</w:tr></w:tbl>` + wordEnd})
	want := []document.Piece{
		{Title: "Wellness · Sauna", Text: "Täglich ab 15 Uhr."},
		{Title: "Wellness · Preise", Text: "Massage | 60 EUR\nBad | 35 EUR"},
	}
	if diff := cmp.Diff(want, read(t, document.DOCX, body).Passages); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestDOCX_ThatMeansNoGood(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		body []byte
		want error
	}{
		"ZipBomb":     {docx(map[string]string{"word/document.xml": wordHead + strings.Repeat(" ", 80<<20) + wordEnd}), document.ErrBomb},
		"TextBomb":    {docx(map[string]string{"word/document.xml": wordHead + wordPara("", strings.Repeat("a ", 6<<20)) + wordEnd}), document.ErrBomb},
		"Deep":        {docx(map[string]string{"word/document.xml": wordHead + strings.Repeat("<w:p>", 100_000)}), document.ErrBroken},
		"NoDocument":  {docx(map[string]string{"xl/workbook.xml": "<x/>"}), document.ErrBroken},
		"NoZip":       {[]byte("PK\x03\x04 nothing"), document.ErrBroken},
		"Empty":       {docx(map[string]string{"word/document.xml": wordHead + wordEnd}), document.ErrNoText},
		"BrokenXML":   {docx(map[string]string{"word/document.xml": wordHead + "<w:p"}), document.ErrBroken},
		"EntityBombs": {docx(map[string]string{"word/document.xml": `<!DOCTYPE x [<!ENTITY a "aaaa"><!ENTITY b "&a;&a;">]>` + wordHead + wordPara("", "&b;") + wordEnd}), nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			doc, err := document.Read(t.Context(), document.DOCX, c.body)
			if !errors.Is(err, c.want) || c.want == nil && strings.Contains(fmt.Sprint(doc), "aaaa") {
				t.Errorf("got %v, want %v: %v", err, c.want, doc)
			}
		})
	}
}

func TestMarkdown(t *testing.T) {
	t.Parallel()
	doc := read(t, document.Markdown, []byte("# Pool\n\nOpen *daily* from [8](http://x.example) to 20. ![](http://evil.example/p.png)\n\n- Towels are free\n- No diving\n\n"+
		"## Prices\n\n| Who | Price |\n|---|---|\n| Adults | 5 EUR |\n\n<script>alert(1)</script>\n"))
	want := []document.Piece{
		{Title: "Pool", Text: "Open daily from 8 to 20.\nTowels are free\nNo diving"},
		{Title: "Pool · Prices", Text: "Who | Price\nAdults | 5 EUR"},
	}
	if diff := cmp.Diff(want, doc.Passages); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestText(t *testing.T) {
	t.Parallel()
	doc := read(t, document.Text, []byte("House rules\r\n===========\r\nQuiet from 22:00.\r\n\r\nParking\r\n\r\nThe garage is behind the house.\nIt is 2 m high.\r\n\r\nA last line"))
	want := []document.Piece{
		{Title: "House rules", Text: "Quiet from 22:00."},
		{Title: "House rules · Parking", Text: "The garage is behind the house. It is 2 m high.\nA last line"},
	}
	if diff := cmp.Diff(want, doc.Passages); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestCSV_InLatin1(t *testing.T) {
	t.Parallel()
	doc := read(t, document.CSV, []byte("Zimmer;Gr\xf6\xdfe;Preis\nDoppelzimmer;22 m\xb2;120 \x80\nSuite;40 m\xb2;\n"))
	want := []document.Piece{
		{Title: "Doppelzimmer", Text: "Größe: 22 m²; Preis: 120 €"},
		{Title: "Suite", Text: "Größe: 40 m²"},
	}
	if diff := cmp.Diff(want, doc.Passages); diff != "" {
		t.Errorf("(-want +got):\n%s", diff)
	}
}

func TestDecode(t *testing.T) {
	t.Parallel()
	for name, in := range map[string]string{"UTF8": "Größe", "Marked": "\ufeffGröße", "Latin1": "Gr\xf6\xdfe", "UTF16": "\xff\xfeG\x00r\x00\xf6\x00\xdf\x00e\x00", "UTF16BE": "\xfe\xff\x00G\x00r\x00\xf6\x00\xdf\x00e"} {
		if got := document.Decode([]byte(in)); got != "Größe" {
			t.Errorf("%s: %q", name, got)
		}
	}
}

func TestRecognise(t *testing.T) {
	t.Parallel()
	old := "\xD0\xCF\x11\xE0\xA1\xB1\x1A\xE1"
	for _, c := range []struct {
		name, body string
		want       document.Format
		err        error
	}{
		{"guide.txt", "%PDF-1.4", document.PDF, nil}, {"guide.DOCX", "PK\x03\x04", document.DOCX, nil}, {"a.md", "# x", document.Markdown, nil},
		{"a.csv", "a;b", document.CSV, nil}, {"a.txt", "\xff\xfea\x00", document.Text, nil},
		{"a.xlsx", "PK\x03\x04", "", document.ErrFormat}, {"a.doc", old, "", document.ErrOldWord}, {"a.docx", old + "E\x00n\x00c\x00r\x00y\x00p\x00t\x00e\x00d\x00P\x00a\x00c\x00k\x00a\x00g\x00e\x00", "", document.ErrEncrypted},
		{"a.exe", "MZ\x00", "", document.ErrFormat}, {"a.txt", "MZ\x00", "", document.ErrFormat}, {"a.pdf", "hello", "", document.ErrBroken}, {"noname", "x", "", document.ErrFormat},
		{"a.txt", strings.Repeat("x", document.MaxSize+1), "", document.ErrSize},
	} {
		if got, err := document.Recognise(c.name, []byte(c.body)); got != c.want || !errors.Is(err, c.err) {
			t.Errorf("%s: %v %v", c.name, got, err)
		}
	}
}

func TestCut_KeepsEveryPassageShort(t *testing.T) {
	t.Parallel()
	sentence := strings.Repeat("Guests like the long terrace by the sea very much. ", 100)
	pieces, more := document.Cut([]document.Block{{Level: 1, Text: strings.Repeat("Terrace ", 60)}, {Text: sentence}, {Text: strings.Repeat("x", 5000)}, {Level: 2, Text: "Twice"}, {Text: "The same."}, {Level: 2, Text: "Twice"}, {Text: "The same."}}, 100)
	same := 0
	for _, p := range pieces {
		if utf8.RuneCountInString(p.Text) > knowledge.MaxPassage || utf8.RuneCountInString(p.Title) > knowledge.MaxPassageTitle {
			t.Errorf("too long: %+v", p)
		}
		if p.Text == "The same." {
			same++
		}
	}
	if !strings.HasSuffix(pieces[0].Text, ".") || more || same != 1 {
		t.Errorf("%d pieces, more %v, %d the same; the first %q", len(pieces), more, same, pieces[0].Text)
	}
	if pieces, more := document.Cut([]document.Block{{Text: "One.", Apart: true}, {Text: "Two.", Apart: true}, {Text: "Three.", Apart: true}}, 2); len(pieces) != 2 || !more {
		t.Errorf("%v %v", pieces, more)
	}
}

// fuzz reads what comes: it must end, without a panic, within what a passage may hold.
func fuzz(f *testing.F, format document.Format, seeds ...[]byte) {
	for _, s := range seeds {
		f.Add(s)
	}
	f.Fuzz(func(t *testing.T, body []byte) {
		doc, err := document.Read(context.Background(), format, body)
		if errors.Is(err, document.ErrTooLong) {
			t.Fatal("it did not end")
		}
		for _, p := range doc.Passages {
			if !utf8.ValidString(p.Text) || utf8.RuneCountInString(p.Text) > knowledge.MaxPassage || strings.ContainsRune(p.Text+p.Title, 0) {
				t.Fatalf("a passage that cannot be kept: %q", p)
			}
		}
	})
}

func FuzzPDF(f *testing.F) {
	fuzz(f, document.PDF, pdfOf(false, "", drawn("# Pool", "Open.")), pdfOf(true, "", drawn("# Pool", "Open.")))
}

func FuzzDOCX(f *testing.F) {
	fuzz(f, document.DOCX, docx(map[string]string{"word/styles.xml": styles, "word/document.xml": wordHead + wordPara("berschrift1", "Pool") + wordEnd}))
}

func FuzzMarkdown(f *testing.F) { fuzz(f, document.Markdown, []byte("# a\n\nb | c\n--|--\n1|2")) }

func FuzzText(f *testing.F) { fuzz(f, document.Text, []byte("A\n===\n\nb\xff\xfe")) }

func FuzzCSV(f *testing.F) { fuzz(f, document.CSV, []byte("a;b\n\"1\n2\";3")) }
