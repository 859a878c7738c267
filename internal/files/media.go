package files

import (
	"bytes"
	"context"
	"errors"
	"io"
	"os"

	"github.com/gabriel-vasile/mimetype"

	"deskbell/internal/desk"
)

// MaxMedia is how large a file from or for a channel may be: WhatsApp's documents are the largest that any of them
// knows. Pictures are decoded, and may have MaxPicture bytes.
const (
	MaxMedia   = 100 << 20
	MaxPicture = 25 << 20
)

// sniffed is how much of a file its type is found from.
const sniffed = 4 << 10

var (
	errMedia = desk.Refuse(desk.CodeUnsupportedType, "This kind of file cannot be sent. Send a photo, a voice message, a film, a PDF or an office document without macros.")
	errSound = desk.Refuse(desk.CodeInvalid, "The recording cannot be read. It may be damaged; try another one.")
)

// SaveMedia is Save for what guests send by channels and agents send there: sound, films and documents beside
// pictures. They are stored as they came, so they are never shown inline; what runs, or holds macros, is refused.
func (r *Room) SaveMedia(ctx context.Context, name string, body io.Reader) (desk.File, error) {
	came, err := r.receive(body, MaxMedia)
	if err != nil {
		return desk.File{}, err
	}
	defer came.drop()
	head := make([]byte, min(came.size, sniffed))
	if _, err := came.ReadAt(head, 0); err != nil {
		return desk.File{}, errRoom
	}
	found := mimetype.Detect(head)
	if isPicture(found) {
		return r.mediaPicture(ctx, name, came)
	}
	ext, err := mediaType(found, head, came, came.size)
	if err != nil {
		return desk.File{}, err
	}
	if ext == "weba" {
		if f, err := r.recording(ctx, name, came); err == nil {
			return f, nil
		}
	}
	return r.store(ctx, name, ext, io.NewSectionReader(came, 0, came.size), came.size)
}

// recording stores what a browser recorded in the container that channels take.
func (r *Room) recording(ctx context.Context, name string, came *arrival) (desk.File, error) {
	f, err := os.CreateTemp(r.dir, arriving+"*")
	if err != nil {
		return desk.File{}, err
	}
	as := &arrival{File: f}
	defer as.drop()
	if as.size, err = oggOf(io.NewSectionReader(came, 0, came.size), f); err != nil {
		return desk.File{}, err
	}
	return r.store(ctx, name, "ogg", io.NewSectionReader(as, 0, as.size), as.size)
}

func (r *Room) mediaPicture(ctx context.Context, name string, came *arrival) (desk.File, error) {
	if came.size > MaxPicture {
		return desk.File{}, tooLarge(MaxPicture)
	}
	raw, leave, err := r.whole(ctx, came)
	if err != nil {
		return desk.File{}, err
	}
	defer leave()
	return r.savePicture(ctx, name, stillWebP(raw))
}

// plainTypes are the types whose content says no more than the first look did.
var plainTypes = map[string]string{
	"audio/aac": "aac", "audio/amr": "amr", "audio/flac": "flac", "audio/mpeg": "mp3", "audio/wav": "wav",
	"audio/ogg": "ogg", "video/ogg": "ogv", "video/x-msvideo": "avi",
	"image/heic": "heic", "image/heif": "heic",
	"text/plain": "txt", "text/csv": "csv", "text/calendar": "ics", "text/vcard": "vcf",
}

// officeTypes are documents that may hold programs.
var officeTypes = map[string]string{
	"application/vnd.openxmlformats-officedocument.wordprocessingml.document":   "docx",
	"application/vnd.openxmlformats-officedocument.spreadsheetml.sheet":         "xlsx",
	"application/vnd.openxmlformats-officedocument.presentationml.presentation": "pptx",
	"application/vnd.oasis.opendocument.text":                                   "odt",
	"application/vnd.oasis.opendocument.spreadsheet":                            "ods",
	"application/vnd.oasis.opendocument.presentation":                           "odp",
	"application/msword": "doc", "application/vnd.ms-excel": "xls", "application/vnd.ms-powerpoint": "ppt",
}

// mediaType is the ending of a file that is no picture, found from its content alone.
func mediaType(found *mimetype.MIME, head []byte, from io.ReaderAt, size int64) (ext string, err error) {
	for mime, ext := range officeTypes {
		if found.Is(mime) {
			return ext, withoutMacros(from, size)
		}
	}
	for mime, ext := range plainTypes {
		if found.Is(mime) {
			return ext, nil
		}
	}
	switch {
	case found.Is("application/pdf"):
		tail := make([]byte, min(size, sniffed))
		if _, err := from.ReadAt(tail, size-int64(len(tail))); err != nil && !errors.Is(err, io.EOF) {
			return "", errRoom
		}
		if !isPDF(append(bytes.Clone(head), tail...)) {
			return "", errMedia
		}
		return "pdf", nil
	case found.Is("video/webm"):
		return webmEnding(from, size), nil
	case isBoxed(head):
		return boxedEnding(head, from, size)
	}
	return "", errMedia
}

// macros are how the storage of a document's programs is called: in the directory of a zip, and of an OLE file.
var macros = [][]byte{[]byte("vbaProject.bin"), utf16("_VBA_PROJECT"), []byte("Basic/Standard/"), []byte("Scripts/")}

func utf16(s string) []byte {
	var b []byte
	for _, c := range []byte(s) {
		b = append(b, c, 0)
	}
	return b
}

// withoutMacros looks through a document for programs. Names stand uncompressed in both kinds of container.
func withoutMacros(from io.ReaderAt, size int64) error {
	const step, overlap = 256 << 10, 64
	b := make([]byte, step+overlap)
	for at := int64(0); at < size; at += step {
		n, err := from.ReadAt(b[:min(int64(len(b)), size-at)], at)
		if err != nil && !errors.Is(err, io.EOF) {
			return errRoom
		}
		for _, name := range macros {
			if bytes.Contains(b[:n], name) {
				return errMedia
			}
		}
	}
	return nil
}
