// Package asset serves the files of built front ends as cheaply as they can be: each is compressed once, known by the
// hash of its content, and not sent again to whoever has it.
package asset

import (
	"bytes"
	"compress/gzip"
	"crypto/sha256"
	"encoding/hex"
	"io/fs"
	"mime"
	"net/http"
	"path"
	"strings"
	"sync"
)

// How long a browser keeps an answer before it asks again.
const (
	Forever = "public, max-age=31536000, immutable" // for names with a hash in them
	Asked   = "no-cache"                            // asked for each time, and seldom sent
)

// Folder is the files of one front end.
type Folder struct {
	files fs.FS
	kept  sync.Map // name to *File
}

// In are the files of a directory. There are none in a nil tree or a directory that is not there: a binary may be
// compiled without front ends.
func In(tree fs.FS, dir string) *Folder {
	if tree == nil {
		return &Folder{}
	}
	sub, err := fs.Sub(tree, dir)
	if err != nil {
		return &Folder{}
	}
	return &Folder{files: sub}
}

// Find is the file of a name; nil where there is none.
func (f *Folder) Find(name string) *File {
	if kept, ok := f.kept.Load(name); ok {
		return kept.(*File)
	}
	if f.files == nil || !fs.ValidPath(name) {
		return nil
	}
	info, err := fs.Stat(f.files, name)
	if err != nil || info.IsDir() {
		return nil
	}
	body, err := fs.ReadFile(f.files, name)
	if err != nil {
		return nil
	}
	kept, _ := f.kept.LoadOrStore(name, New(name, body))
	return kept.(*File)
}

// File is one file, ready to be sent.
type File struct {
	body, zipped []byte // zipped is nil where it is not smaller
	kind, etag   string
}

// New makes a File of a body; the name tells its type.
func New(name string, body []byte) *File {
	sum := sha256.Sum256(body)
	f := &File{body: body, kind: kindOf(name), etag: `"` + hex.EncodeToString(sum[:8]) + `"`}
	if compressible(f.kind) {
		var b bytes.Buffer
		z, _ := gzip.NewWriterLevel(&b, gzip.BestCompression) // the level is a valid one
		_, _ = z.Write(body)                                  // a buffer takes everything
		_ = z.Close()
		if b.Len() < len(body)*9/10 {
			f.zipped = bytes.Clone(b.Bytes())
		}
	}
	return f
}

func kindOf(name string) string {
	switch path.Ext(name) { // the system's table may say otherwise, or nothing
	case ".js", ".mjs":
		return "text/javascript; charset=utf-8"
	case ".css":
		return "text/css; charset=utf-8"
	case ".html":
		return "text/html; charset=utf-8"
	case ".svg":
		return "image/svg+xml"
	case ".json", ".map":
		return "application/json"
	case ".webmanifest":
		return "application/manifest+json"
	case ".woff2":
		return "font/woff2"
	}
	if t := mime.TypeByExtension(path.Ext(name)); t != "" {
		return t
	}
	return "application/octet-stream"
}

func compressible(kind string) bool {
	return strings.HasPrefix(kind, "text/") || strings.HasPrefix(kind, "image/svg") || strings.Contains(kind, "json")
}

// Send answers with the file, to be kept as the given Cache-Control says.
func (f *File) Send(w http.ResponseWriter, r *http.Request, keep string) {
	h := w.Header()
	h.Set("Content-Type", f.kind)
	h.Set("ETag", f.etag)
	h.Add("Vary", "Accept-Encoding")
	h.Set("Cache-Control", keep)
	if strings.Contains(r.Header.Get("If-None-Match"), f.etag) {
		w.WriteHeader(http.StatusNotModified)
		return
	}
	body := f.body
	if f.zipped != nil && strings.Contains(r.Header.Get("Accept-Encoding"), "gzip") {
		h.Set("Content-Encoding", "gzip")
		body = f.zipped
	}
	if r.Method != http.MethodHead {
		_, _ = w.Write(body) // the reader is gone; there is nobody left to tell
	}
}
