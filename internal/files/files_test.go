package files_test

import (
	"bytes"
	"compress/zlib"
	"context"
	"encoding/binary"
	"hash/crc32"
	"image"
	"image/color"
	"image/gif"
	"image/jpeg"
	"image/png"
	"io"
	"mime/multipart"
	"net/http"
	"net/http/httptest"
	"net/url"
	"os"
	"path/filepath"
	"runtime"
	"strings"
	"sync"
	"testing"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/files"
)

func room(t *testing.T) *files.Room {
	t.Helper()
	r, err := files.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func sample(w, h int) *image.RGBA {
	img := image.NewRGBA(image.Rect(0, 0, w, h))
	for y := range h {
		for x := range w {
			img.Set(x, y, color.RGBA{R: uint8(255 * x / w), G: uint8(255 * y / h), B: 128, A: 255})
		}
	}
	return img
}

func jpegOf(t *testing.T, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, nil); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func pngOf(t *testing.T, img image.Image) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, img); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// withEXIF puts an EXIF block with an orientation and a place into a JPEG.
func withEXIF(raw []byte, orientation byte) []byte {
	body := []byte("Exif\x00\x00MM\x00\x2a\x00\x00\x00\x08\x00\x01\x01\x12\x00\x03\x00\x00\x00\x01\x00")
	body = append(body, orientation, 0, 0, 0, 0, 0, 0)
	body = append(body, "GPS 38.7 N 9.1 W"...)
	out := append([]byte{}, raw[:2]...)
	out = append(out, 0xff, 0xe1, 0, 0)
	binary.BigEndian.PutUint16(out[4:], uint16(len(body)+2))
	return append(append(out, body...), raw[2:]...)
}

// pngHeader is a PNG that claims a size and holds next to nothing, as a bomb would.
func pngHeader(w, h uint32, idat []byte) []byte {
	b := []byte("\x89PNG\r\n\x1a\n")
	chunk := func(kind string, data []byte) {
		n := make([]byte, 4)
		binary.BigEndian.PutUint32(n, uint32(len(data)))
		b = append(b, n...)
		body := append([]byte(kind), data...)
		b = append(b, body...)
		binary.BigEndian.PutUint32(n, crc32.ChecksumIEEE(body))
		b = append(b, n...)
	}
	ihdr := make([]byte, 13)
	binary.BigEndian.PutUint32(ihdr, w)
	binary.BigEndian.PutUint32(ihdr[4:], h)
	ihdr[8], ihdr[9] = 8, 6
	chunk("IHDR", ihdr)
	chunk("IDAT", idat)
	chunk("IEND", nil)
	return b
}

func deflated(n int) []byte {
	var b bytes.Buffer
	w := zlib.NewWriter(&b)
	_, _ = w.Write(make([]byte, n))
	_ = w.Close()
	return b.Bytes()
}

func pdf(extra string) []byte {
	return []byte("%PDF-1.4\n1 0 obj<</Type/Catalog/OpenAction<</S/JavaScript/JS(app.alert(1))>>>>endobj\n" + extra + "trailer<</Root 1 0 R>>\n%%EOF\n")
}

// The corpus of uploads that were used against others: each is made harmless or refused with its own code.
func TestSave_Corpus(t *testing.T) {
	t.Parallel()
	small := sample(40, 20)
	var anim bytes.Buffer
	frame := image.NewPaletted(image.Rect(0, 0, 8, 8), color.Palette{color.Black, color.White})
	if err := gif.EncodeAll(&anim, &gif.GIF{Image: []*image.Paletted{frame, frame, frame}, Delay: []int{1, 1, 1}}); err != nil {
		t.Fatal(err)
	}
	script := "<script>alert(document.domain)</script>"
	cases := []struct {
		name, file string
		body       []byte
		code       desk.Code
		mime, want string
	}{
		{"JPEG", "pool.jpg", jpegOf(t, small), "", "image/jpeg", "pool.jpg"},
		{"PNG", "pool.png", pngOf(t, small), "", "image/png", "pool.png"},
		{"GIF", "fun.gif", anim.Bytes(), "", "image/gif", "fun.gif"},
		{"JPEGCalledHTML", "evil.html", jpegOf(t, small), "", "image/jpeg", "evil.jpg"},
		{"TwoEndings", "bill.pdf.exe", pdf(""), "", "application/pdf", "bill.pdf.pdf"},
		{"Folders", `../../etc/pass\wd.png`, pngOf(t, small), "", "image/png", "wd.png"},
		{"NUL", "a\x00.html", jpegOf(t, small), "", "image/jpeg", "a.jpg"},
		{"Direction", "invoice\u202egpj.exe", jpegOf(t, small), "", "image/jpeg", "invoicegpj.jpg"},
		{"MarkupInName", `"><img src=x onerror=alert(1)>.png`, pngOf(t, small), "", "image/png", "___img src=x onerror=alert(1)_.png"},
		{"NoName", "", jpegOf(t, small), "", "image/jpeg", "file.jpg"},
		{"LongName", strings.Repeat("ü", 500) + ".jpg", jpegOf(t, small), "", "image/jpeg", strings.Repeat("ü", 100) + ".jpg"},
		{"Trailer", "gifar.gif", append(append([]byte{}, anim.Bytes()...), "PK\x03\x04 a jar "+script...), "", "image/gif", "gifar.gif"},
		{"JPEGAndHTML", "p.jpg", append(jpegOf(t, small), script...), "", "image/jpeg", "p.jpg"},
		{"PDF", "menu.pdf", pdf(""), "", "application/pdf", "menu.pdf"},
		{"SVG", "logo.svg", []byte(`<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"><script>alert(1)</script></svg>`), desk.CodeUnsupportedType, "", ""},
		{"SVGCalledPNG", "logo.png", []byte(`<svg xmlns="http://www.w3.org/2000/svg" onload="alert(1)"/>`), desk.CodeUnsupportedType, "", ""},
		{"HTML", "page.html", []byte("<!doctype html>" + script), desk.CodeUnsupportedType, "", ""},
		{"HTMLCalledPDF", "page.pdf", []byte("<!doctype html>%PDF-1.4" + script + "%%EOF"), desk.CodeUnsupportedType, "", ""},
		{"PDFAfterHTML", "p.pdf", append([]byte(script), pdf("")...), desk.CodeUnsupportedType, "", ""},
		{"PDFAndZip", "p.pdf", append(pdf(""), "PK\x03\x04abcPK\x05\x06\x00\x00"...), desk.CodeUnsupportedType, "", ""},
		{"PDFWithoutEnd", "p.pdf", []byte("%PDF-1.4 and nothing more"), desk.CodeUnsupportedType, "", ""},
		{"Zip", "a.zip", []byte("PK\x03\x04\x14\x00\x00\x00"), desk.CodeUnsupportedType, "", ""},
		{"ELF", "a.jpg", []byte("\x7fELF\x02\x01\x01\x00"), desk.CodeUnsupportedType, "", ""},
		{"Text", "a.txt", []byte("hello"), desk.CodeUnsupportedType, "", ""},
		{"Empty", "a.jpg", nil, desk.CodeInvalid, "", ""},
		{"HeaderOnly", "a.jpg", []byte{0xff, 0xd8, 0xff, 0xe0}, desk.CodeInvalid, "", ""},
		{"CutJPEG", "a.jpg", jpegOf(t, small)[:300], desk.CodeInvalid, "", ""},
		{"GIFHeaderAndScript", "a.gif", []byte("GIF89a/*" + script + "*/=1;"), desk.CodeTooLarge, "", ""}, // "/*" reads as a width of 10,799, "<s" as its height
		{"Flood50k", "a.png", pngHeader(50_000, 50_000, deflated(1000)), desk.CodeTooLarge, "", ""},
		{"FloodWide", "a.png", pngHeader(60_000, 1, deflated(1000)), desk.CodeTooLarge, "", ""},
		{"FloodArea", "a.png", pngHeader(8000, 8000, deflated(1000)), desk.CodeTooLarge, "", ""},
		{"NoSize", "a.png", pngHeader(0, 0, nil), desk.CodeInvalid, "", ""},
		{"Bomb", "a.png", pngHeader(16, 16, deflated(4<<20)), desk.CodeInvalid, "", ""},
		{"Over10MB", "a.jpg", append(jpegOf(t, small), make([]byte, files.MaxBytes)...), desk.CodeTooLarge, "", ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := room(t)
			f, err := r.Save(t.Context(), c.file, bytes.NewReader(c.body))
			if desk.CodeOf(err) != c.code {
				t.Fatalf("code %q (%v), want %q", desk.CodeOf(err), err, c.code)
			}
			if err != nil {
				return
			}
			if f.Type != c.mime || f.Name != c.want {
				t.Errorf("stored as %s %q, want %s %q", f.Type, f.Name, c.mime, c.want)
			}
			got := stored(t, r, f.Key)
			if int64(len(got)) != f.Size {
				t.Errorf("says %d bytes, has %d", f.Size, len(got))
			}
			if strings.HasPrefix(f.Type, "image/") && bytes.Contains(got, []byte("script")) {
				t.Error("what was hidden behind the picture is still there")
			}
		})
	}
}

func stored(t *testing.T, r *files.Room, key string) []byte {
	t.Helper()
	f, err := r.Open(t.Context(), key)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	b, err := io.ReadAll(f)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

func TestSave_DropsMetadataAndTurnsUpright(t *testing.T) {
	t.Parallel()
	r := room(t)
	// Left half dark, right half bright: where the bright half ends up tells how it was turned.
	src := image.NewGray(image.Rect(0, 0, 64, 32))
	for y := range 32 {
		for x := 32; x < 64; x++ {
			src.SetGray(x, y, color.Gray{Y: 255})
		}
	}
	cases := map[byte]struct {
		w, h   int
		bright image.Point
	}{
		1: {64, 32, image.Pt(56, 16)}, 2: {64, 32, image.Pt(8, 16)}, 3: {64, 32, image.Pt(8, 16)}, 4: {64, 32, image.Pt(56, 16)},
		5: {32, 64, image.Pt(16, 56)}, 6: {32, 64, image.Pt(16, 56)}, 7: {32, 64, image.Pt(16, 8)}, 8: {32, 64, image.Pt(16, 8)},
	}
	for o, want := range cases {
		f, err := r.Save(t.Context(), "p.jpg", bytes.NewReader(withEXIF(jpegOf(t, src), o)))
		if err != nil {
			t.Fatal(err)
		}
		raw := stored(t, r, f.Key)
		if bytes.Contains(raw, []byte("Exif")) || bytes.Contains(raw, []byte("GPS")) {
			t.Fatal("metadata is kept")
		}
		img, err := jpeg.Decode(bytes.NewReader(raw))
		if err != nil {
			t.Fatal(err)
		}
		if f.Width != want.w || f.Height != want.h || img.Bounds().Dx() != want.w {
			t.Errorf("orientation %d: %d×%d, want %d×%d", o, f.Width, f.Height, want.w, want.h)
			continue
		}
		if y := color.GrayModel.Convert(img.At(want.bright.X, want.bright.Y)).(color.Gray).Y; y < 200 {
			t.Errorf("orientation %d: the bright half is elsewhere", o)
		}
	}
}

func TestServe(t *testing.T) {
	t.Parallel()
	r := room(t)
	pic, err := r.Save(t.Context(), "Ré \"x\".png", bytes.NewReader(pngOf(t, sample(4, 4))))
	if err != nil {
		t.Fatal(err)
	}
	doc, err := r.Save(t.Context(), "menu.pdf", bytes.NewReader(pdf("")))
	if err != nil {
		t.Fatal(err)
	}
	get := func(method, path string) *http.Response {
		w := httptest.NewRecorder()
		req := httptest.NewRequest(method, "/", nil)
		req.URL = &url.URL{Path: path}
		r.ServeHTTP(w, req)
		return w.Result()
	}
	for _, c := range []struct{ path, mime, how string }{
		{"/files/" + pic.Key + "/" + pic.Name, "image/png", "inline"},
		{"/files/" + pic.Key + "/evil.html", "image/png", "inline"},
		{"/files/" + doc.Key + "/menu.pdf", "application/pdf", "attachment"},
		{"/files/" + doc.Key + "/run.exe", "application/pdf", "attachment"},
	} {
		res := get("GET", c.path)
		h := res.Header
		if res.StatusCode != 200 || h.Get("Content-Type") != c.mime || !strings.HasPrefix(h.Get("Content-Disposition"), c.how+";") {
			t.Errorf("%s: %d %s %s", c.path, res.StatusCode, h.Get("Content-Type"), h.Get("Content-Disposition"))
		}
		if strings.Contains(h.Get("Content-Disposition"), "html") || strings.Contains(h.Get("Content-Disposition"), "exe") {
			t.Errorf("%s: the address chose the ending: %s", c.path, h.Get("Content-Disposition"))
		}
		if h.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(h.Get("Content-Security-Policy"), "sandbox") ||
			!strings.Contains(h.Get("Cache-Control"), "immutable") || h.Get("Cross-Origin-Resource-Policy") == "" {
			t.Errorf("%s: headers %v", c.path, h)
		}
	}
	for _, path := range []string{
		"/files/", "/files/" + strings.Repeat("0", 40) + ".png/x", "/files/../files.go", "/files/..%2f..%2fetc/passwd",
		"/files/" + pic.Key[:2] + "/" + pic.Key, "/files/" + strings.ToUpper(pic.Key) + "/x", "/files/" + pic.Key + "\x00/x",
	} {
		if res := get("GET", path); res.StatusCode != 404 {
			t.Errorf("%s: %d, want 404", path, res.StatusCode)
		}
	}
	if res := get("POST", "/files/"+pic.Key+"/x"); res.StatusCode != 405 {
		t.Errorf("POST: %d, want 405", res.StatusCode)
	}
}

func TestReceive(t *testing.T) {
	t.Parallel()
	r := room(t)
	form := func(field string, body []byte) *http.Request {
		var b bytes.Buffer
		m := multipart.NewWriter(&b)
		_ = m.WriteField("note", "ignored")
		p, _ := m.CreateFormFile(field, "a.png")
		_, _ = p.Write(body)
		_ = m.Close()
		req := httptest.NewRequest("POST", "/", &b)
		req.Header.Set("Content-Type", m.FormDataContentType())
		return req
	}
	if _, err := r.Receive(httptest.NewRecorder(), form("file", pngOf(t, sample(4, 4)))); err != nil {
		t.Error(err)
	}
	cut := form("file", pngOf(t, sample(4, 4)))
	cut.Body = io.NopCloser(io.LimitReader(cut.Body, 250))
	for name, c := range map[string]struct {
		req  *http.Request
		code desk.Code
	}{
		"OtherField": {form("picture", []byte("x")), desk.CodeInvalid},
		"NoForm":     {httptest.NewRequest("POST", "/", strings.NewReader("{}")), desk.CodeInvalid},
		"Cut":        {cut, desk.CodeInvalid},
		"TooLarge":   {form("file", make([]byte, files.MaxBytes+1)), desk.CodeTooLarge},
		"FarTooBig":  {form("file", make([]byte, 2*files.MaxBytes)), desk.CodeTooLarge},
	} {
		if _, err := r.Receive(httptest.NewRecorder(), c.req); desk.CodeOf(err) != c.code {
			t.Errorf("%s: %v, want %s", name, err, c.code)
		}
	}
}

// A full or broken disk refuses the upload and leaves nothing behind.
func TestSave_DiskRefuses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r, err := files.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	for i := range 256 { // plain files where folders should be: every write fails, even for root
		name := filepath.Join(dir, string("0123456789abcdef"[i/16])+string("0123456789abcdef"[i%16]))
		if err := os.WriteFile(name, nil, 0o600); err != nil {
			t.Fatal(err)
		}
	}
	_, err = r.Save(t.Context(), "a.png", bytes.NewReader(pngOf(t, sample(4, 4))))
	if desk.CodeOf(err) != desk.CodeUnavailable {
		t.Errorf("got %v, want unavailable", err)
	}
}

// What is left of the disk is for messages.
func TestSave_DiskNearlyFull(t *testing.T) {
	t.Parallel()
	r := room(t)
	full := true
	r.Full = func() bool { return full }
	if _, err := r.Save(t.Context(), "a.pdf", strings.NewReader(string(pdf("")))); desk.CodeOf(err) != desk.CodeUnavailable {
		t.Errorf("got %v, want unavailable", err)
	}
	full = false
	if _, err := r.Save(t.Context(), "a.pdf", strings.NewReader(string(pdf("")))); err != nil {
		t.Error(err)
	}
}

// lazy is an upload that sends most of itself and then nothing for as long as it likes.
type lazy struct {
	left    int
	waiting chan<- struct{}
	end     <-chan struct{}
}

func (l *lazy) Read(b []byte) (int, error) {
	if l.left == 0 {
		l.waiting <- struct{}{}
		<-l.end
		return 0, io.ErrUnexpectedEOF
	}
	n := min(len(b), l.left)
	l.left -= n
	return n, nil
}

// Many uploads at once, each held open by a slow sender, must not fill the memory.
func TestSave_SlowUploadsAreNotHeldInMemory(t *testing.T) {
	dir := t.TempDir()
	r, err := files.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	const uploads, size = 24, 9 << 20
	heap := func() uint64 {
		var m runtime.MemStats
		runtime.GC()
		runtime.ReadMemStats(&m)
		return m.HeapAlloc
	}
	before := heap()
	waiting, end := make(chan struct{}, uploads), make(chan struct{})
	var wg sync.WaitGroup
	for range uploads {
		wg.Go(func() {
			_, err := r.Save(context.Background(), "a.pdf", &lazy{size, waiting, end})
			if desk.CodeOf(err) != desk.CodeInvalid {
				t.Errorf("got %v, want invalid", err)
			}
		})
	}
	for range uploads {
		<-waiting
	}
	if grown := int64(heap()) - int64(before); grown > 4*size {
		t.Errorf("%d MB are held for %d uploads that have not arrived", grown>>20, uploads)
	}
	close(end)
	wg.Wait()
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// What a crash left behind goes; what another process is receiving stays.
func TestOpen_Tidies(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	for name, age := range map[string]time.Duration{".arriving-old": 2 * time.Hour, ".arriving-new": time.Minute} {
		if err := os.WriteFile(filepath.Join(dir, name), []byte("x"), 0o600); err != nil {
			t.Fatal(err)
		}
		at := time.Now().Add(-age)
		if err := os.Chtimes(filepath.Join(dir, name), at, at); err != nil {
			t.Fatal(err)
		}
	}
	if _, err := files.Open(dir); err != nil {
		t.Fatal(err)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 1 || left[0].Name() != ".arriving-new" {
		t.Errorf("left: %v, %v", left, err)
	}
}

// patient is a connection that notes until when it will be read.
type patient struct {
	*httptest.ResponseRecorder
	until time.Time
}

func (p *patient) SetReadDeadline(at time.Time) error {
	p.until = at
	return nil
}

func TestReceive_EndsUploadsThatDoNotArrive(t *testing.T) {
	t.Parallel()
	p := &patient{ResponseRecorder: httptest.NewRecorder()}
	_, _ = room(t).Receive(p, httptest.NewRequest("POST", "/", strings.NewReader("{}")))
	if wait := time.Until(p.until); wait <= 0 || wait > 5*time.Minute {
		t.Errorf("the connection is read until %v", p.until)
	}
}

func TestSave_ManyAtOnce(t *testing.T) {
	t.Parallel()
	r := room(t)
	raw := pngOf(t, sample(300, 300))
	var wg sync.WaitGroup
	for range 16 {
		wg.Go(func() {
			if _, err := r.Save(context.Background(), "a.png", bytes.NewReader(raw)); err != nil {
				t.Error(err)
			}
		})
	}
	wg.Wait()
}

func FuzzSave(f *testing.F) {
	r, err := files.Open(f.TempDir())
	if err != nil {
		f.Fatal(err)
	}
	f.Add([]byte("GIF89a\x01\x00\x01\x00\x00\x00\x00;"), "a.gif")
	f.Add(pngHeader(2, 2, deflated(20)), "a\x00/..\u202e.png")
	f.Add(withEXIF([]byte{0xff, 0xd8, 0xff, 0xd9}, 6), "x")
	f.Add(pdf(""), `..\..\x.pdf`)
	f.Fuzz(func(t *testing.T, body []byte, name string) {
		file, err := r.Save(t.Context(), name, bytes.NewReader(body))
		if err != nil {
			if desk.CodeOf(err) == desk.CodeInternal {
				t.Fatalf("not a refusal: %v", err)
			}
			return
		}
		if strings.ContainsAny(file.Name, "/\\\x00\r\n") {
			t.Fatalf("name %q", file.Name)
		}
	})
}
