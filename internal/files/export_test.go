package files

import (
	"bytes"
	"io"

	"github.com/gabriel-vasile/mimetype"
)

// Most bounds the cache of a room for a test.
func (r *Room) Most(bytes int64) { r.most = bytes }

// Look is what SaveMedia finds out about a file, without keeping it.
func Look(raw []byte) (ext string, err error) {
	head := raw[:min(len(raw), sniffed)]
	found := mimetype.Detect(head)
	if isPicture(found) {
		_ = stillWebP(raw)
		return "", nil
	}
	ext, err = mediaType(found, head, bytes.NewReader(raw), int64(len(raw)))
	if err == nil && ext == "weba" {
		_, err = oggOf(bytes.NewReader(raw), io.Discard)
	}
	return ext, err
}
