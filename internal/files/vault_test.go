package files_test

import (
	"bytes"
	"context"
	"io"
	"io/fs"
	"mime/multipart"
	"net/http/httptest"
	"os"
	"path/filepath"
	"sync"
	"testing"

	"deskbell/internal/desk"
	"deskbell/internal/files"
)

// vault is a database that several servers share.
type vault struct {
	mu     sync.Mutex
	width  int
	stored map[string][]byte
	read   int // pieces
	gone   bool
}

func newVault(width int) *vault { return &vault{width: width, stored: map[string][]byte{}} }

var errGone = desk.Refuse(desk.CodeUnavailable, "The database is away.")

func (v *vault) Put(_ context.Context, key string, from io.Reader) error {
	raw, err := io.ReadAll(from)
	if err != nil {
		return err
	}
	v.mu.Lock()
	defer v.mu.Unlock()
	if v.gone {
		return errGone
	}
	v.stored[key] = raw
	return nil
}

func (v *vault) Size(_ context.Context, key string) (int64, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	raw, ok := v.stored[key]
	switch {
	case v.gone:
		return 0, errGone
	case !ok:
		return 0, desk.ErrNotFound
	}
	return int64(len(raw)), nil
}

func (v *vault) Piece(_ context.Context, key string, n int) ([]byte, error) {
	v.mu.Lock()
	defer v.mu.Unlock()
	raw := v.stored[key]
	if v.gone || n*v.width >= len(raw) {
		return nil, errGone
	}
	v.read++
	return bytes.Clone(raw[n*v.width : min(len(raw), (n+1)*v.width)]), nil
}

func (v *vault) Drop(_ context.Context, key string) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	delete(v.stored, key)
	return nil
}

// node is a server's room on the vault, with a folder of its own.
func node(t *testing.T, v *vault) (*files.Room, string) {
	t.Helper()
	dir := t.TempDir()
	r, err := files.OpenShared(dir, v)
	if err != nil {
		t.Fatal(err)
	}
	return r, dir
}

func get(r *files.Room, key, span string) *httptest.ResponseRecorder {
	req := httptest.NewRequest("GET", "/files/"+key+"/name", nil)
	if span != "" {
		req.Header.Set("Range", span)
	}
	w := httptest.NewRecorder()
	r.ServeHTTP(w, req)
	return w
}

// cached counts what lies in a folder.
func cached(t *testing.T, dir string) (n int, size int64) {
	t.Helper()
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() {
			info, e := d.Info()
			n, size, err = n+1, size+info.Size(), e
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n, size
}

// What was uploaded at one server is read at every other, whole and in parts, and asked of the vault once.
func TestShared_UploadedHereReadThere(t *testing.T) {
	t.Parallel()
	v := newVault(100)
	here, _ := node(t, v)
	there, dir := node(t, v)
	raw := pdf(string(bytes.Repeat([]byte("0123456789"), 90)))
	f, err := here.Save(t.Context(), "menu.pdf", bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	if w := get(there, f.Key, "bytes=250-449"); w.Code != 206 || !bytes.Equal(w.Body.Bytes(), raw[250:450]) {
		t.Errorf("a part: %d, %d bytes", w.Code, w.Body.Len())
	}
	read := v.read
	if w := get(there, f.Key, ""); w.Code != 200 || !bytes.Equal(w.Body.Bytes(), raw) {
		t.Errorf("whole: %d, %d bytes", w.Code, w.Body.Len())
	}
	if n, size := cached(t, dir); v.read != read || n != 1 || size != int64(len(raw)) {
		t.Errorf("%d pieces were read for the second time; %d files of %d bytes are in the cache", v.read-read, n, size)
	}
	if w := get(there, "00"+f.Key[2:], ""); w.Code != 404 {
		t.Errorf("what nobody stored is answered with %d", w.Code)
	}
}

// Many who want the same picture at once have it read once.
func TestShared_ManyWantTheSame(t *testing.T) {
	t.Parallel()
	v := newVault(64)
	here, _ := node(t, v)
	there, _ := node(t, v)
	raw := pdf(string(make([]byte, 1000)))
	f, err := here.Save(t.Context(), "a.pdf", bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	var all sync.WaitGroup
	for range 16 {
		all.Go(func() {
			if w := get(there, f.Key, ""); !bytes.Equal(w.Body.Bytes(), raw) {
				t.Errorf("%d, %d bytes", w.Code, w.Body.Len())
			}
		})
	}
	all.Wait()
	if want := (len(raw) + 63) / 64; v.read != want {
		t.Errorf("%d pieces were read of a file that has %d", v.read, want)
	}
}

// A server whose disk is full hands files out all the same, a piece in memory at a time.
func TestShared_WithoutRoomForACache(t *testing.T) {
	t.Parallel()
	v := newVault(100)
	here, _ := node(t, v)
	there, dir := node(t, v)
	there.Full = func() bool { return true }
	raw := pdf(string(make([]byte, 5000)))
	f, err := here.Save(t.Context(), "a.pdf", bytes.NewReader(raw))
	if err != nil {
		t.Fatal(err)
	}
	open, err := there.Open(t.Context(), f.Key)
	if err != nil {
		t.Fatal(err)
	}
	defer open.Close()
	if _, err := io.ReadFull(open, make([]byte, 10)); err != nil || v.read != 1 {
		t.Errorf("ten bytes read %d pieces (%v)", v.read, err)
	}
	for _, span := range []string{"", "bytes=4000-4199", "bytes=-7"} {
		w := get(there, f.Key, span)
		want := map[string][]byte{"": raw, "bytes=4000-4199": raw[4000:4200], "bytes=-7": raw[len(raw)-7:]}[span]
		if !bytes.Equal(w.Body.Bytes(), want) {
			t.Errorf("%q: %d, %d bytes", span, w.Code, w.Body.Len())
		}
	}
	if n, _ := cached(t, dir); n != 0 {
		t.Errorf("%d files were written to a full disk", n)
	}
}

// A database that is away is no reason to say that there is no such file: browsers would remember that.
func TestShared_VaultIsAway(t *testing.T) {
	t.Parallel()
	v := newVault(100)
	r, _ := node(t, v)
	f, err := r.Save(t.Context(), "a.pdf", bytes.NewReader(pdf("")))
	if err != nil {
		t.Fatal(err)
	}
	v.gone = true
	if w := get(r, f.Key, ""); w.Code != 503 || w.Header().Get("Cache-Control") != "no-store" {
		t.Errorf("answered with %d", w.Code)
	}
	if _, err := r.Save(t.Context(), "b.pdf", bytes.NewReader(pdf(""))); desk.CodeOf(err) != desk.CodeUnavailable {
		t.Errorf("an upload is answered with %v", err)
	}
	v.gone = false
	if w := get(r, f.Key, ""); w.Code != 200 {
		t.Errorf("afterwards it is answered with %d", w.Code)
	}
}

// The cache stays within its bounds, and what was dropped is fetched again.
func TestShared_CacheIsBounded(t *testing.T) {
	t.Parallel()
	v := newVault(1 << 10)
	r, dir := node(t, v)
	r.Most(10_000)
	var keys []string
	for range 20 {
		f, err := r.Save(t.Context(), "a.pdf", bytes.NewReader(pdf(string(make([]byte, 2000)))))
		if err != nil {
			t.Fatal(err)
		}
		keys = append(keys, f.Key)
		if w := get(r, f.Key, ""); w.Code != 200 {
			t.Fatalf("answered with %d", w.Code)
		}
	}
	if n, size := cached(t, dir); size > 10_000 || n == 0 {
		t.Errorf("%d files of %d bytes are cached", n, size)
	}
	for _, key := range keys {
		if w := get(r, key, ""); w.Code != 200 {
			t.Errorf("%s is answered with %d", key, w.Code)
		}
	}
}

// A logo is shrunk on its way in; what it was made of is left nowhere.
func TestShared_Logo(t *testing.T) {
	t.Parallel()
	v := newVault(1 << 10)
	r, dir := node(t, v)
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "logo.png")
	if err != nil {
		t.Fatal(err)
	}
	_, _ = part.Write(pngOf(t, sample(600, 300)))
	_ = form.Close()
	req := httptest.NewRequest("POST", "/", &body)
	req.Header.Set("Content-Type", form.FormDataContentType())
	f, err := r.ReceiveLogo(httptest.NewRecorder(), req)
	if err != nil {
		t.Fatal(err)
	}
	if n, _ := cached(t, dir); f.Width != files.LogoSide || len(v.stored) != 1 || v.stored[f.Key] == nil || n != 0 {
		t.Errorf("%d px wide; %d files are stored, %d cached", f.Width, len(v.stored), n)
	}
}

// An installation that had its files on disk keeps them when it moves to a database: they are brought there once.
func TestShared_Import(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	alone, err := files.Open(dir)
	if err != nil {
		t.Fatal(err)
	}
	f, err := alone.Save(t.Context(), "a.pdf", bytes.NewReader(pdf("")))
	if err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(filepath.Join(dir, "notes.txt"), []byte("not ours"), 0o600); err != nil {
		t.Fatal(err)
	}
	v := newVault(10)
	r, _ := node(t, v)
	v.gone = true
	if _, err := r.Import(t.Context(), dir); err == nil {
		t.Error("a vault that is away took files")
	}
	v.gone = false
	for _, want := range []int{1, 0} {
		if n, err := r.Import(t.Context(), dir); n != want || err != nil {
			t.Errorf("brought %d, %v; want %d", n, err, want)
		}
	}
	if w := get(r, f.Key, ""); w.Code != 200 || !bytes.Equal(w.Body.Bytes(), pdf("")) {
		t.Errorf("answered with %d", w.Code)
	}
	if n, _ := cached(t, dir); n != 1 {
		t.Errorf("%d files are left in the folder, want the one that is not ours", n)
	}
	if n, err := r.Import(t.Context(), filepath.Join(dir, "absent")); n != 0 || err != nil {
		t.Errorf("no folder: %d, %v", n, err)
	}
}
