// Package files is the file room: it takes in what guests and agents upload, keeps it in the data folder (or in a vault,
// where several servers need it), and hands it out again in a way that cannot hurt who opens it.
//
// What a file is is found from its content, never from its name. Pictures are decoded within a pixel limit and encoded
// anew, so what is handed out inline was written by us: no metadata, no second file hidden behind the first. PDF
// documents are kept as they are and only ever downloaded. Everything else is refused.
package files

import (
	"bytes"
	"context"
	"crypto/rand"
	"encoding/hex"
	"errors"
	"fmt"
	"io"
	"net/http"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"sync"
	"time"

	"github.com/gabriel-vasile/mimetype"
	"github.com/google/uuid"

	"deskbell/internal/desk"
)

// Limits of an upload.
const (
	MaxBytes  = 10 << 20
	MaxPixels = 40_000_000
	MaxSide   = 16_384
)

// arriving is how files are called that are still being received, uploading those that are being put into their place;
// whole is how many bytes of such files are in memory at a time.
const (
	arriving  = ".arriving-"
	uploading = ".upload-"
	whole     = 4 * MaxBytes
)

// Room is the folder of files. It may be used concurrently.
type Room struct {
	// Full is asked before an upload is taken: what is left of the disk is for messages. Nil is never.
	Full func() bool

	dir   string
	gate  *gate // in pixels
	bytes *gate
	// vault is where the files are, if not in dir, which then is a cache of at most so many bytes.
	vault    Vault
	most     int64
	fetching turns
	mu       sync.Mutex
	cached   int64
}

// Open makes the room in a folder, which is created where it is missing.
func Open(dir string) (*Room, error) {
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return nil, fmt.Errorf("open the file room: %w", err)
	}
	r := &Room{dir: dir, gate: newGate(MaxPixels), bytes: newGate(whole)}
	return r, r.tidy()
}

// tidy removes what a crash left behind. Files that are being received by another node are younger.
func (r *Room) tidy() error {
	old, err := filepath.Glob(filepath.Join(r.dir, arriving+"*"))
	if err != nil {
		return fmt.Errorf("open the file room: %w", err)
	}
	placing, err := filepath.Glob(filepath.Join(r.dir, "*", uploading+"*"))
	if err != nil {
		return fmt.Errorf("open the file room: %w", err)
	}
	for _, name := range append(old, placing...) {
		if info, err := os.Stat(name); err == nil && time.Since(info.ModTime()) > time.Hour {
			_ = os.Remove(name) // it stays until the next start
		}
	}
	return nil
}

// kinds are the types that are handed out, by the ending of their key. Only inline ones are shown in a page.
var kinds = map[string]struct {
	mime   string
	inline bool
}{
	"jpg": {"image/jpeg", true},
	"png": {"image/png", true},
	"gif": {"image/gif", true},
	"pdf": {"application/pdf", false},
}

var keyPattern = regexp.MustCompile(`^[0-9a-f]{40}\.(jpg|png|gif|pdf)$`)

// Save checks an upload, makes it safe, and stores it. It returns after the bytes are on disk. The name is only what
// people are shown. Errors are desk errors: too_large, unsupported_type, invalid, unavailable.
func (r *Room) Save(ctx context.Context, name string, body io.Reader) (desk.File, error) {
	if r.Full != nil && r.Full() {
		return desk.File{}, errRoom
	}
	raw, leave, err := r.receive(ctx, body)
	if err != nil {
		return desk.File{}, err
	}
	defer leave()
	f := desk.File{}
	var ext string
	switch kind := mimetype.Detect(raw); {
	case kind.Is("image/jpeg"), kind.Is("image/png"), kind.Is("image/gif"), kind.Is("image/webp"), kind.Is("image/vnd.mozilla.apng"):
		var p picture
		if p, err = r.picture(ctx, raw); err != nil {
			return desk.File{}, err
		}
		raw, ext, f.Width, f.Height = p.bytes, p.ext, p.width, p.height
	case kind.Is("application/pdf") && isPDF(raw):
		ext = "pdf"
	default:
		return desk.File{}, errUnsupported
	}
	f.ID = uuid.Must(uuid.NewV7()).String()
	f.Key = newKey(ext)
	f.Name, f.Type, f.Size = cleanName(name, ext), kinds[ext].mime, int64(len(raw))
	if err := r.keep(ctx, f.Key, raw); err != nil {
		return desk.File{}, fmt.Errorf("%w: %w", errRoom, err)
	}
	return f, nil
}

// receive reads an upload whole. It arrives on disk, because many may take minutes over a slow line at once; into memory
// come only a few at a time, until leave is called.
func (r *Room) receive(ctx context.Context, body io.Reader) (raw []byte, leave func(), err error) {
	f, err := os.CreateTemp(r.dir, arriving+"*")
	if err != nil {
		return nil, nil, fmt.Errorf("%w: %w", errRoom, err)
	}
	defer func() {
		_ = f.Close()
		_ = os.Remove(f.Name())
	}()
	from := &source{Reader: io.LimitReader(body, MaxBytes+1)}
	n, err := io.Copy(f, from)
	switch {
	case from.err != nil:
		return nil, nil, readError(from.err)
	case err != nil:
		return nil, nil, fmt.Errorf("%w: %w", errRoom, err)
	case n > MaxBytes:
		return nil, nil, errTooLarge
	case n == 0:
		return nil, nil, desk.Refuse(desk.CodeInvalid, "The file is empty.")
	}
	if leave, err = r.bytes.enter(ctx, int(n)); err != nil {
		return nil, nil, errRoom
	}
	raw = make([]byte, n)
	if _, err := f.ReadAt(raw, 0); err != nil {
		leave()
		return nil, nil, fmt.Errorf("%w: %w", errRoom, err)
	}
	return raw, leave, nil
}

// source remembers that it was the reading that failed.
type source struct {
	io.Reader
	err error
}

// Read implements io.Reader.
func (s *source) Read(b []byte) (int, error) {
	n, err := s.Reader.Read(b)
	if err != nil && !errors.Is(err, io.EOF) {
		s.err = err
	}
	return n, err
}

var (
	errTooLarge    = desk.Refuse(desk.CodeTooLarge, "The file is larger than 10 MB. Send a smaller one.")
	errPixels      = desk.Refuse(desk.CodeTooLarge, "The picture has more than 40 million pixels. Send a smaller one.")
	errUnsupported = desk.Refuse(desk.CodeUnsupportedType, "This kind of file cannot be sent. Send a photo (JPEG, PNG, GIF, WebP) or a PDF.")
	errBroken      = desk.Refuse(desk.CodeInvalid, "The picture cannot be read. It may be damaged; try another one.")
	errRoom        = &desk.Error{Code: desk.CodeUnavailable, RetryAfter: 5 * time.Second, Message: "The file could not be stored just now. Please try again."}
)

func readError(err error) error {
	if e := (*desk.Error)(nil); errors.As(err, &e) {
		return err
	}
	if e := (*http.MaxBytesError)(nil); errors.As(err, &e) {
		return errTooLarge
	}
	return desk.Refuse(desk.CodeInvalid, "The file did not arrive whole. Please send it again.")
}

// newKey is the name of a stored file, which nobody can guess.
func newKey(ext string) string {
	var random [20]byte
	rand.Read(random[:])
	return hex.EncodeToString(random[:]) + "." + ext
}

// isPDF wants the header at the very beginning and the trailer at the end: readers are lenient about both, and files
// that are two things at once live on that.
func isPDF(raw []byte) bool {
	tail := raw[max(0, len(raw)-2048):]
	return bytes.HasPrefix(raw, []byte("%PDF-")) && bytes.Contains(tail, []byte("%%EOF")) && !bytes.Contains(tail, []byte("PK\x05\x06"))
}

// cleanName is what people are shown and what a download is called: no folders, one ending, and that of the content.
func cleanName(name, ext string) string {
	if i := strings.LastIndexAny(name, `/\`); i >= 0 {
		name = name[i+1:]
	}
	name = strings.Map(func(r rune) rune {
		if strings.ContainsRune(`<>:"|?*`, r) {
			return '_'
		}
		return r
	}, desk.CleanLine(name, 200))
	name = strings.Trim(strings.TrimSuffix(name, filepath.Ext(name)), ". ")
	if name = desk.CleanLine(name, 100); name == "" {
		name = "file"
	}
	return name + "." + ext
}

// keep stores a file for good.
func (r *Room) keep(ctx context.Context, key string, raw []byte) error {
	if r.vault != nil {
		return r.vault.Put(ctx, key, raw)
	}
	return r.place(key, bytes.NewReader(raw))
}

// drop deletes a file that nobody knows of; at worst it takes room.
func (r *Room) drop(ctx context.Context, key string) {
	if r.vault != nil {
		_ = r.vault.Drop(context.WithoutCancel(ctx), key)
	}
	_ = os.Remove(r.path(key))
}

func (r *Room) path(key string) string { return filepath.Join(r.dir, key[:2], key) }

// place puts bytes into the folder so that a crash leaves either nothing or the whole file: a name is given out only
// after file and folder are synced.
func (r *Room) place(key string, raw io.Reader) (err error) {
	dir := filepath.Join(r.dir, key[:2])
	if err := os.MkdirAll(dir, 0o750); err != nil {
		return err
	}
	tmp, err := os.CreateTemp(dir, uploading+"*")
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = tmp.Close()
			_ = os.Remove(tmp.Name())
		}
	}()
	if _, err = io.Copy(tmp, raw); err != nil {
		return err
	}
	if err = tmp.Sync(); err != nil {
		return err
	}
	if err = tmp.Close(); err != nil {
		return err
	}
	if err = os.Rename(tmp.Name(), filepath.Join(dir, key)); err != nil {
		return err
	}
	for _, d := range []string{dir, r.dir} {
		if err = syncDir(d); err != nil {
			return err
		}
	}
	return nil
}

func syncDir(dir string) error {
	d, err := os.Open(dir)
	if err != nil {
		return err
	}
	defer d.Close()
	return d.Sync()
}
