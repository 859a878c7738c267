package files

import (
	"context"
	"errors"
	"io"
	"mime"
	"net/http"
	"net/url"
	"path"
	"strings"
	"time"

	"deskbell/internal/desk"
)

// receiveWithin is how long an upload may be on its way: 10 MB over a slow mobile line. mediaWithin is that of agents' films.
const (
	receiveWithin = 2 * time.Minute
	mediaWithin   = 10 * time.Minute
)

// Receive takes the form field "file" of a multipart request and saves it.
func (r *Room) Receive(w http.ResponseWriter, req *http.Request) (desk.File, error) {
	return receive(w, req, MaxBytes, receiveWithin, r.Save)
}

// ReceiveMedia is Receive for what goes to a channel: sound, films and documents too.
func (r *Room) ReceiveMedia(w http.ResponseWriter, req *http.Request) (desk.File, error) {
	return receive(w, req, MaxMedia, mediaWithin, r.SaveMedia)
}

func receive(w http.ResponseWriter, req *http.Request, most int64, within time.Duration,
	save func(context.Context, string, io.Reader) (desk.File, error)) (desk.File, error) {
	_ = http.NewResponseController(w).SetReadDeadline(time.Now().Add(within)) // recorders of tests know none
	req.Body = http.MaxBytesReader(w, req.Body, most+64<<10)                  // and the form around it
	form, err := req.MultipartReader()
	if err != nil {
		return desk.File{}, desk.Refuse(desk.CodeInvalid, "Send the file as multipart/form-data, in the field file.")
	}
	for {
		part, err := form.NextPart()
		if errors.Is(err, io.EOF) {
			return desk.File{}, desk.Refuse(desk.CodeInvalid, "There is no field file in the form.")
		}
		if err != nil {
			return desk.File{}, readError(err)
		}
		if part.FormName() == "file" {
			return save(req.Context(), part.FileName(), part)
		}
	}
}

// ServeHTTP hands out /files/KEY/name to whoever knows the key. Nothing that it hands out can run: the type is ours
// and not to be guessed, the document is sandboxed, and only pictures that we encoded are shown inline.
func (r *Room) ServeHTTP(w http.ResponseWriter, req *http.Request) {
	h := w.Header()
	h.Set("X-Content-Type-Options", "nosniff")
	h.Set("Content-Security-Policy", "sandbox; default-src 'none'; frame-ancestors 'none'")
	h.Set("Cross-Origin-Resource-Policy", "cross-origin") // widgets on other websites show it
	h.Set("Referrer-Policy", "no-referrer")
	h.Set("X-Robots-Tag", "noindex")
	if req.Method != http.MethodGet && req.Method != http.MethodHead {
		h.Set("Allow", "GET, HEAD")
		w.WriteHeader(http.StatusMethodNotAllowed)
		return
	}
	key, name, _ := strings.Cut(strings.TrimPrefix(req.URL.Path, "/files/"), "/")
	f, err := r.open(req.Context(), key)
	if err != nil {
		refuse(w, err)
		return
	}
	defer f.Close()
	ext := strings.TrimPrefix(path.Ext(key), ".")
	how := "attachment"
	if kinds[ext].inline {
		how = "inline"
	}
	h.Set("Content-Type", kinds[ext].mime)
	h.Set("Content-Disposition", disposition(how, cleanName(name, ext)))
	h.Set("Cache-Control", "private, max-age=31536000, immutable")
	h.Set("ETag", `"`+key+`"`)
	http.ServeContent(w, req, "", time.Time{}, f)
}

// Open opens a stored file by its key, for whoever copies or sends it.
func (r *Room) Open(ctx context.Context, key string) (io.ReadCloser, error) { return r.open(ctx, key) }

// refuse tells that there is no such file, or that it cannot be had now.
func refuse(w http.ResponseWriter, err error) {
	status, told := http.StatusNotFound, "There is no such file.\n"
	if !errors.Is(err, desk.ErrNotFound) {
		status, told = http.StatusServiceUnavailable, "The file cannot be read just now. Please try again.\n"
		w.Header().Set("Retry-After", "5")
	}
	w.Header().Set("Cache-Control", "no-store")
	w.Header().Set("Content-Type", "text/plain; charset=utf-8")
	w.WriteHeader(status)
	_, _ = io.WriteString(w, told)
}

func disposition(how, name string) string {
	plain := strings.Map(func(r rune) rune {
		if r < ' ' || r > '~' || r == '"' || r == '\\' || r == '%' {
			return '_'
		}
		return r
	}, name)
	// RFC 6266: the quoted form for old clients, the encoded one for all others.
	v := mime.FormatMediaType(how, map[string]string{"filename": plain})
	return v + "; filename*=UTF-8''" + strings.ReplaceAll(url.QueryEscape(name), "+", "%20")
}
