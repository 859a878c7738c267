package files_test

import (
	"archive/zip"
	"bytes"
	"encoding/base64"
	"encoding/binary"
	"io"
	"mime/multipart"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"deskbell/internal/desk"
	"deskbell/internal/files"
)

func box(kind string, body ...[]byte) []byte {
	b := binary.BigEndian.AppendUint32(nil, uint32(8+len(bytes.Join(body, nil))))
	return append(append(b, kind...), bytes.Join(body, nil)...)
}

// boxed is a file of the MP4 family with tracks for what is named.
func boxed(brand string, handlers ...string) []byte {
	var tracks [][]byte
	for _, h := range handlers {
		hdlr := append(make([]byte, 8), h...)
		tracks = append(tracks, box("trak", box("tkhd", make([]byte, 84)), box("mdia", box("hdlr", hdlr, make([]byte, 12)))))
	}
	ftyp := box("ftyp", []byte(brand), make([]byte, 4), []byte("isommp42"))
	return bytes.Join([][]byte{ftyp, box("mdat", make([]byte, 9000)), box("moov", tracks...)}, nil)
}

func ebml(codecs ...string) []byte {
	b := []byte("\x1a\x45\xdf\xa3\x9f\x42\x86\x81\x01\x42\xf7\x81\x01\x42\xf2\x81\x04\x42\xf3\x81\x08\x42\x82\x84webm\x42\x87\x81\x04")
	for _, c := range codecs {
		b = append(append(b, 0x86, 0x80|byte(len(c))), c...)
	}
	return append(b, make([]byte, 4000)...)
}

func ogg() []byte {
	page := append([]byte("OggS\x00\x02"), make([]byte, 20)...)
	page = append(page, 1, 19)
	return append(append(page, "OpusHead\x01\x01\x38\x01\x80\xbb\x00\x00\x00\x00\x00"...), make([]byte, 500)...)
}

func office(t *testing.T, names ...string) []byte {
	t.Helper()
	var b bytes.Buffer
	z := zip.NewWriter(&b)
	for _, name := range names {
		w, err := z.Create(name)
		if err == nil {
			_, err = w.Write([]byte("<xml/>"))
		}
		if err != nil {
			t.Fatal(err)
		}
	}
	if err := z.Close(); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// A WebP of one pixel, and an animation of it.
var (
	webP, _  = base64.StdEncoding.DecodeString("UklGRhoAAABXRUJQVlA4TA0AAAAvAAAAEAcQERGIiP4HAA==")
	animated = func() []byte {
		frame := append(make([]byte, 16), webP[12:]...)
		body := []byte("WEBPVP8X\x0a\x00\x00\x00\x02\x00\x00\x00\x00\x00\x00\x00\x00\x00ANIM\x06\x00\x00\x00\x00\x00\x00\x00\x00\x00")
		for range 2 {
			body = append(body, "ANMF"...)
			body = append(binary.LittleEndian.AppendUint32(body, uint32(len(frame))), frame...)
		}
		return append(binary.LittleEndian.AppendUint32([]byte("RIFF"), uint32(len(body))), body...)
	}()
)

// What a file is follows from its content, whatever its name and the channel say.
func TestSaveMedia_TypeByContent(t *testing.T) {
	t.Parallel()
	r := room(t)
	for _, c := range []struct {
		name string
		raw  []byte
		ext  string // "" is refused, with the code
		mime string
		code desk.Code
	}{
		{"voice.ogg", ogg(), "ogg", "audio/ogg", ""},
		{"audioclip-1.mp4", boxed("isom", "soun"), "m4a", "audio/mp4", ""},
		{"clip.jpg", boxed("isom", "soun", "vide"), "mp4", "video/mp4", ""},
		{"clip.mp4", boxed("qt  ", "vide"), "mov", "video/quicktime", ""},
		{"old.3gp", boxed("3gp4", "vide", "soun"), "3gp", "video/3gpp", ""},
		{"voice.webm", ebml("A_OPUS"), "weba", "audio/webm", ""},
		{"clip.webm", ebml("A_OPUS", "V_VP9"), "webm", "video/webm", ""},
		{"song", bytes.Repeat(append([]byte("\xff\xfb\x90\x00"), make([]byte, 413)...), 4), "mp3", "audio/mpeg", ""},
		{"note.amr", append([]byte("#!AMR\n"), make([]byte, 300)...), "amr", "audio/amr", ""},
		{"sound.wav", append([]byte("RIFF\x00\x10\x00\x00WAVEfmt "), make([]byte, 300)...), "wav", "audio/wav", ""},
		{"photo.exe", jpegOf(t, sample(8, 8)), "jpg", "image/jpeg", ""},
		{"sticker.webp", webP, "png", "image/png", ""},
		{"sticker.webp", animated, "png", "image/png", ""},
		{"menu.pdf", pdf(""), "pdf", "application/pdf", ""},
		{"list.docx", office(t, "[Content_Types].xml", "_rels/.rels", "word/document.xml"), "docx", "application/vnd.openxmlformats-officedocument.wordprocessingml.document", ""},
		{"guests.txt", []byte("two adults, one child\n"), "txt", "text/plain; charset=utf-8", ""},
		{"me.vcf", []byte("BEGIN:VCARD\nVERSION:3.0\nFN:Jana\nEND:VCARD\n"), "vcf", "text/vcard; charset=utf-8", ""},

		{"list.docx", office(t, "[Content_Types].xml", "_rels/.rels", "word/document.xml", "word/vbaProject.bin"), "", "", desk.CodeUnsupportedType},
		{"photo.jpg", []byte("<!DOCTYPE html><script>alert(1)</script>"), "", "", desk.CodeUnsupportedType},
		{"photo.svg", []byte(`<svg xmlns="http://www.w3.org/2000/svg"><script/></svg>`), "", "", desk.CodeUnsupportedType},
		{"invoice.pdf", append([]byte("MZ\x90\x00"), make([]byte, 3000)...), "", "", desk.CodeUnsupportedType},
		{"invoice.pdf", []byte("\x7fELF\x02\x01\x01" + strings.Repeat("\x00", 900)), "", "", desk.CodeUnsupportedType},
		{"x.sh", []byte("#!/bin/sh\nrm -rf /\n"), "", "", desk.CodeUnsupportedType},
		{"photos.zip", office(t, "a.jpg", "b.jpg"), "", "", desk.CodeUnsupportedType},
		{"app.pdf", append(pdf(""), office(t, "a")...), "", "", desk.CodeUnsupportedType},
		{"empty.mp4", boxed("isom"), "", "", desk.CodeUnsupportedType},
		{"broken.mp4", append(box("ftyp", []byte("isom"), make([]byte, 4)), "\x00\x00\x00\x03moov.........."...), "", "", desk.CodeInvalid},
		{"bomb.png", pngHeader(100_000, 100_000, deflated(1000)), "", "", desk.CodeTooLarge},
		{"nothing", nil, "", "", desk.CodeInvalid},
	} {
		f, err := r.SaveMedia(t.Context(), c.name, bytes.NewReader(c.raw))
		if desk.CodeOf(err) != c.code {
			t.Errorf("%s: %v, want %q", c.name, err, c.code)
			continue
		}
		if err == nil && (filepath.Ext(f.Key) != "."+c.ext || f.Type != c.mime || filepath.Ext(f.Name) != "."+c.ext) {
			t.Errorf("%s: became %+v, want %s %s", c.name, f, c.ext, c.mime)
		}
	}
}

// endless is a file without an end.
type endless struct{ read int64 }

func (e *endless) Read(b []byte) (int, error) {
	e.read += int64(len(b))
	return len(b), nil
}

func TestSaveMedia_EndlessIsRefused(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	r, err := files.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	e := &endless{}
	if _, err := r.SaveMedia(t.Context(), "film.mp4", e); desk.CodeOf(err) != desk.CodeTooLarge {
		t.Errorf("got %v, want too_large", err)
	}
	if e.read > files.MaxMedia+1<<20 {
		t.Errorf("%d bytes were read", e.read)
	}
	if left, err := os.ReadDir(dir); err != nil || len(left) != 0 {
		t.Errorf("left behind: %v, %v", left, err)
	}
}

// Sound and films are played by the page that names them: in parts, of the type that was found, never as a page.
func TestServe_MediaInParts(t *testing.T) {
	t.Parallel()
	for name, open := range map[string]func(*testing.T) *files.Room{
		"Folder": room,
		"Vault":  func(t *testing.T) *files.Room { r, _ := node(t, newVault(1000)); return r },
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			r := open(t)
			raw := boxed("isom", "soun")
			f, err := r.SaveMedia(t.Context(), "voice.mp4", bytes.NewReader(raw))
			if err != nil {
				t.Fatal(err)
			}
			res := get(r, f.Key, "bytes=100-2099").Result()
			got, _ := io.ReadAll(res.Body)
			h := res.Header
			if res.StatusCode != 206 || !bytes.Equal(got, raw[100:2100]) || h.Get("Accept-Ranges") != "bytes" {
				t.Errorf("a part: %d, %d bytes, %v", res.StatusCode, len(got), h)
			}
			if h.Get("Content-Type") != "audio/mp4" || !strings.HasPrefix(h.Get("Content-Disposition"), "attachment;") ||
				h.Get("X-Content-Type-Options") != "nosniff" || !strings.Contains(h.Get("Content-Security-Policy"), "sandbox") {
				t.Errorf("headers %v", h)
			}
		})
	}
}

// Guests of the website send pictures and PDF; what agents send to a channel may be more.
func TestReceiveMedia(t *testing.T) {
	t.Parallel()
	r := room(t)
	form := func() (*bytes.Buffer, string) {
		var b bytes.Buffer
		m := multipart.NewWriter(&b)
		p, _ := m.CreateFormFile("file", "voice.ogg")
		_, _ = p.Write(ogg())
		_ = m.Close()
		return &b, m.FormDataContentType()
	}
	b, kind := form()
	req := httptest.NewRequest("POST", "/", b)
	req.Header.Set("Content-Type", kind)
	if f, err := r.ReceiveMedia(httptest.NewRecorder(), req); err != nil || f.Type != "audio/ogg" {
		t.Errorf("%+v, %v", f, err)
	}
	b, kind = form()
	req = httptest.NewRequest("POST", "/", b)
	req.Header.Set("Content-Type", kind)
	if _, err := r.Receive(httptest.NewRecorder(), req); desk.CodeOf(err) != desk.CodeUnsupportedType {
		t.Errorf("got %v, want unsupported_type", err)
	}
}

// Whatever the content, looking at it ends, and says what people can be told.
func FuzzLook(f *testing.F) {
	for _, raw := range [][]byte{recording("A_OPUS", []byte{31 << 3, 1, 2}, []byte{3, 40}), ogg(), boxed("isom", "soun"), boxed("qt  ", "vide"),
		ebml("A_OPUS"), animated, webP, pdf("")} {
		f.Add(raw)
	}
	f.Fuzz(func(_ *testing.T, raw []byte) { _, _ = files.Look(raw) })
}
