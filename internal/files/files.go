// Package files is the file room: it takes in what guests and agents upload, keeps it in the data folder (or in a vault,
// where several servers need it), and hands it out again in a way that cannot hurt who opens it.
//
// What a file is is found from its content, never from its name. Pictures are decoded within a pixel limit and encoded
// anew, so what is handed out inline was written by us: no metadata, no second file hidden behind the first. Everything
// else is kept as it is and only ever downloaded, or played by a page: PDF documents, and from channels also sound,
// films and the documents of an office. What runs, or may, is refused.
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
	"slices"
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
// atOnce is how many bytes of such files are in memory at a time.
const (
	arriving  = ".arriving-"
	uploading = ".upload-"
	atOnce    = 4 * MaxBytes
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
	r := &Room{dir: dir, gate: newGate(MaxPixels), bytes: newGate(atOnce)}
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

// Save checks an upload, makes it safe, and stores it: a picture, or a PDF document. It returns after the bytes are on
// disk. The name is only what people are shown. Errors are desk errors: too_large, unsupported_type, invalid, unavailable.
func (r *Room) Save(ctx context.Context, name string, body io.Reader) (desk.File, error) {
	came, err := r.receive(body, MaxBytes)
	if err != nil {
		return desk.File{}, err
	}
	defer came.drop()
	raw, leave, err := r.whole(ctx, came)
	if err != nil {
		return desk.File{}, err
	}
	defer leave()
	switch kind := mimetype.Detect(raw); {
	case isPicture(kind):
		return r.savePicture(ctx, name, raw)
	case kind.Is("application/pdf") && isPDF(raw):
		return r.store(ctx, name, "pdf", bytes.NewReader(raw), int64(len(raw)))
	}
	return desk.File{}, errUnsupported
}

func isPicture(kind *mimetype.MIME) bool {
	return slices.ContainsFunc([]string{"image/jpeg", "image/png", "image/gif", "image/webp", "image/vnd.mozilla.apng"}, kind.Is)
}

// savePicture stores a picture as it was encoded anew.
func (r *Room) savePicture(ctx context.Context, name string, raw []byte) (desk.File, error) {
	p, err := r.picture(ctx, raw)
	if err != nil {
		return desk.File{}, err
	}
	f, err := r.store(ctx, name, p.ext, bytes.NewReader(p.bytes), int64(len(p.bytes)))
	f.Width, f.Height = p.width, p.height
	return f, err
}

// store keeps what was found to be safe, under a new key.
func (r *Room) store(ctx context.Context, name, ext string, raw io.Reader, size int64) (desk.File, error) {
	f := desk.File{ID: uuid.Must(uuid.NewV7()).String(), Key: newKey(ext), Name: cleanName(name, ext), Type: kinds[ext].mime, Size: size}
	if err := r.keep(ctx, f.Key, raw); err != nil {
		return desk.File{}, fmt.Errorf("%w: %w", errRoom, err)
	}
	return f, nil
}

// arrival is an upload that has arrived whole, and lies on the disk until it is dropped.
type arrival struct {
	*os.File
	size int64
}

func (a *arrival) drop() {
	_ = a.Close()
	_ = os.Remove(a.Name())
}

// receive reads an upload to its end. It arrives on disk, because many may take minutes over a slow line at once.
func (r *Room) receive(body io.Reader, most int64) (_ *arrival, err error) {
	if r.Full != nil && r.Full() {
		return nil, errRoom
	}
	f, err := os.CreateTemp(r.dir, arriving+"*")
	if err != nil {
		return nil, fmt.Errorf("%w: %w", errRoom, err)
	}
	came := &arrival{File: f}
	defer func() {
		if err != nil {
			came.drop()
		}
	}()
	from := &source{Reader: io.LimitReader(body, most+1)}
	came.size, err = io.Copy(f, from)
	switch {
	case from.err != nil:
		return nil, readError(from.err)
	case err != nil:
		return nil, fmt.Errorf("%w: %w", errRoom, err)
	case came.size > most:
		return nil, tooLarge(most)
	case came.size == 0:
		return nil, desk.Refuse(desk.CodeInvalid, "The file is empty.")
	}
	return came, nil
}

// whole brings an upload into memory, of which only few are there at a time, until leave is called.
func (r *Room) whole(ctx context.Context, came *arrival) (raw []byte, leave func(), err error) {
	if leave, err = r.bytes.enter(ctx, int(came.size)); err != nil {
		return nil, nil, errRoom
	}
	raw = make([]byte, came.size)
	if _, err := came.ReadAt(raw, 0); err != nil {
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
	errPixels      = desk.Refuse(desk.CodeTooLarge, "The picture has more than 40 million pixels. Send a smaller one.")
	errUnsupported = desk.Refuse(desk.CodeUnsupportedType, "This kind of file cannot be sent. Send a photo (JPEG, PNG, GIF, WebP) or a PDF.")
	errBroken      = desk.Refuse(desk.CodeInvalid, "The picture cannot be read. It may be damaged; try another one.")
	errRoom        = &desk.Error{Code: desk.CodeUnavailable, RetryAfter: 5 * time.Second, Message: "The file could not be stored just now. Please try again."}
)

func tooLarge(most int64) error {
	return desk.Refuse(desk.CodeTooLarge, "The file is larger than %d MB. Send a smaller one.", most>>20)
}

func readError(err error) error {
	if e := (*desk.Error)(nil); errors.As(err, &e) {
		return err
	}
	if e := (*http.MaxBytesError)(nil); errors.As(err, &e) {
		return tooLarge(e.Limit &^ (1<<20 - 1)) // less the form around it
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
func (r *Room) keep(ctx context.Context, key string, raw io.Reader) error {
	if r.vault != nil {
		return r.vault.Put(ctx, key, raw)
	}
	return r.place(key, raw)
}

// Drop deletes a file that nobody was told of; what cannot be deleted takes room, and nothing else.
func (r *Room) Drop(ctx context.Context, key string) {
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
