package simulator

import (
	"context"
	"crypto/sha256"
	"encoding/json"
	"io"
	"mime/multipart"
	"net/http"
	"strconv"
	"strings"
	"time"
)

// hugeSize is what the file that is too big says of itself.
const hugeSize = 3 << 30

// kinds are the kinds of files by the first part of their type.
func kindOf(kind, mime string) string {
	switch {
	case kind == "file":
		return "document"
	case kind != "":
		return kind
	case mime == "image/webp":
		return "sticker"
	}
	switch first, _, _ := strings.Cut(mime, "/"); first {
	case "image", "audio", "video":
		return first
	}
	return "document"
}

// upload keeps a file for a later send.
func (s *Simulator) upload(w http.ResponseWriter, c *call, a *Account) {
	var in struct {
		Attachment attachment `json:"attachment"`
	}
	_ = json.Unmarshal(c.body["message"], &in) // WhatsApp names no kind
	f, refused := s.brought(c, in.Attachment.Type, in.Attachment.Payload.URL)
	if refused != nil {
		refused.write(w)
		return
	}
	if a.Channel == WhatsApp {
		if c.text("messaging_product") != "whatsapp" {
			wa(100, "Invalid parameter", "The parameter messaging_product is required.").write(w)
			return
		}
		answer(w, http.StatusOK, obj{"id": f.ID})
		return
	}
	answer(w, http.StatusOK, obj{"attachment_id": f.ID})
}

// brought is the file that came with a call, or lies at an address of Deskbell's.
func (s *Simulator) brought(c *call, kind, address string) (*file, *graphError) {
	if address != "" {
		return s.fetch(kind, address)
	}
	if c.form != nil {
		for _, field := range []string{"filedata", "file"} {
			if parts := c.form.File[field]; len(parts) > 0 {
				return s.keepPart(parts[0], kind)
			}
		}
	}
	return nil, code(100, 2018047, "(#100) Upload attachment failure.")
}

func (s *Simulator) keepPart(part *multipart.FileHeader, kind string) (*file, *graphError) {
	failed := code(100, 2018047, "(#100) Upload attachment failure. The type does not match the file.")
	r, err := part.Open()
	if err != nil {
		return nil, failed
	}
	defer r.Close()
	b, err := io.ReadAll(io.LimitReader(r, bodyMost))
	mime := part.Header.Get("Content-Type")
	if err != nil || len(b) == 0 || mime == "" || mime == "application/octet-stream" {
		return nil, failed
	}
	return s.files.put(file{media: media{Kind: kindOf(kind, mime), Type: mime, Name: part.Filename, Voice: strings.HasPrefix(mime, "audio/ogg")}, content: b}), nil
}

// fetch brings a file from Deskbell's own address; others are not asked.
func (s *Simulator) fetch(kind, address string) (*file, *graphError) {
	failed := code(100, 2018008, "(#100) Failed to fetch the file from the url")
	if !under(address, s.cfg.Base+"/") {
		return nil, failed
	}
	ctx, cancel := context.WithTimeout(context.Background(), 30*time.Second)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, address, nil)
	if err != nil {
		return nil, failed
	}
	res, err := s.cfg.Client.Do(r)
	if err != nil {
		return nil, failed
	}
	defer res.Body.Close()
	b, err := io.ReadAll(io.LimitReader(res.Body, 25<<20+1))
	switch {
	case err != nil || res.StatusCode != http.StatusOK || len(b) == 0:
		return nil, failed
	case len(b) > 25<<20:
		return nil, code(100, 2018109, "(#100) Attachment size exceeds allowable limit")
	}
	mime := res.Header.Get("Content-Type")
	name := address[strings.LastIndexByte(address, '/')+1:]
	name, _, _ = strings.Cut(name, "?")
	return s.files.put(file{media: media{Kind: kindOf(kind, mime), Type: mime, Name: name}, content: b}), nil
}

// Serve puts a file at an address of Meta's: tests of samples want the files that the samples name.
func (s *Simulator) Serve(id, mime string, content []byte) {
	s.files.mu.Lock()
	defer s.files.mu.Unlock()
	s.files.files[id] = &file{media: media{ID: id, Kind: kindOf("", mime), Type: mime, Name: id}, content: content}
}

// download answers as Meta's file hosts do: WhatsApp's wants the token, the others know the file's address.
func (s *Simulator) download(w http.ResponseWriter, c *call) {
	f := s.files.take(asked(c.r.URL))
	if f == nil || samples[asked(c.r.URL)].Kind != "" {
		http.NotFound(w, c.r)
		return
	}
	if c.at(0) == "whatsapp_business" {
		if _, _, refused := s.who(&call{host: "graph.facebook.com", path: []string{"me"}, token: c.token}); refused != nil {
			w.WriteHeader(http.StatusUnauthorized)
			return
		}
	}
	w.Header().Set("Content-Type", f.Type)
	switch f.trick {
	case "huge":
		w.Header().Set("Content-Length", strconv.Itoa(hugeSize))
		s.pour(w, c, hugeSize)
	case "endless":
		s.pour(w, c, 1<<50)
	default:
		w.Header().Set("Content-Length", strconv.Itoa(len(f.content)))
		_, _ = w.Write(f.content)
	}
}

// pour writes for as long as somebody reads.
func (s *Simulator) pour(w http.ResponseWriter, c *call, n int64) {
	b := make([]byte, 64<<10)
	copy(b, samplePhoto)
	for ; n > 0 && c.r.Context().Err() == nil; n -= int64(len(b)) {
		if _, err := w.Write(b); err != nil {
			return
		}
	}
}

func (f *file) hexHash() string {
	sum := sha256.Sum256(f.content)
	return hexOf(sum[:])
}
