package meta

import (
	"bytes"
	"fmt"
	"io"
	"mime"
	"mime/multipart"
	"net/textproto"

	"deskbell/internal/channel"
)

// Form is a multipart body: fields, then one file under the name of Field.
type Form struct {
	Fields [][2]string
	Field  string
	File   *channel.Upload
}

type opened struct {
	io.Reader
	io.Closer
	kind string
	size int64
}

// open begins to read the file. The body is not put together in memory: videos have tens of megabytes.
func (f *Form) open() (*opened, error) {
	var frame bytes.Buffer
	w := multipart.NewWriter(&frame)
	for _, field := range f.Fields {
		if err := w.WriteField(field[0], field[1]); err != nil {
			return nil, err
		}
	}
	name := f.File.Name
	if name == "" {
		name = "file" + extension(f.File.Type)
	}
	header := textproto.MIMEHeader{
		"Content-Disposition": {multipart.FileContentDisposition(f.Field, name)},
		"Content-Type":        {f.File.Type},
	}
	if _, err := w.CreatePart(header); err != nil {
		return nil, err
	}
	head := bytes.Clone(frame.Bytes())
	frame.Reset()
	if err := w.Close(); err != nil {
		return nil, err
	}
	content, err := f.File.Open()
	if err != nil {
		return nil, fmt.Errorf("open the file to send: %w", err)
	}
	o := &opened{
		Reader: io.MultiReader(bytes.NewReader(head), content, bytes.NewReader(frame.Bytes())),
		Closer: content, kind: w.FormDataContentType(), size: -1,
	}
	if f.File.Size > 0 {
		o.size = int64(len(head)) + f.File.Size + int64(frame.Len())
	}
	return o, nil
}

func extension(kind string) string {
	known := map[string]string{"image/jpeg": ".jpg", "image/png": ".png", "audio/ogg": ".ogg", "audio/mpeg": ".mp3", "video/mp4": ".mp4"}
	kind, _, err := mime.ParseMediaType(kind)
	if err != nil {
		return ""
	}
	return known[kind]
}
