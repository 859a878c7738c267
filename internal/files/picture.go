package files

import (
	"bytes"
	"context"
	"image"
	"image/draw"
	"image/gif"
	"image/jpeg"
	"image/png"

	_ "golang.org/x/image/webp" // decoded, and kept as JPEG or PNG

	"deskbell/internal/desk"
)

// picture is an upload after it was encoded anew.
type picture struct {
	bytes         []byte
	ext           string
	width, height int
}

// jpegQuality loses nothing that a guest's photo of a leaking tap needs.
const jpegQuality = 85

// picture decodes an upload and encodes it anew. The header is read first: what is too large is refused before a
// single pixel is.
func (r *Room) picture(ctx context.Context, raw []byte) (picture, error) {
	head, format, err := image.DecodeConfig(bytes.NewReader(raw))
	if err != nil || head.Width <= 0 || head.Height <= 0 {
		return picture{}, errBroken
	}
	if head.Width > MaxSide || head.Height > MaxSide || head.Width*head.Height > MaxPixels {
		return picture{}, errPixels
	}
	leave, err := r.gate.enter(ctx, head.Width*head.Height)
	if err != nil {
		return picture{}, desk.Refuse(desk.CodeUnavailable, "The picture could not be read in time. Please try again.")
	}
	defer leave()
	return recode(raw, format)
}

func recode(raw []byte, format string) (picture, error) {
	// A GIF's first frame is kept: frames without end are what makes one expensive.
	img, _, err := image.Decode(bytes.NewReader(raw))
	if err != nil {
		return picture{}, errBroken
	}
	p := picture{ext: "png"}
	var out bytes.Buffer
	switch {
	case format == "jpeg":
		img = upright(img, orientation(raw))
		p.ext, err = "jpg", jpeg.Encode(&out, img, &jpeg.Options{Quality: jpegQuality})
	case format == "gif":
		p.ext, err = "gif", gif.Encode(&out, img, nil)
	case format == "webp" && opaque(img):
		p.ext, err = "jpg", jpeg.Encode(&out, img, &jpeg.Options{Quality: jpegQuality})
	default:
		err = (&png.Encoder{CompressionLevel: png.DefaultCompression}).Encode(&out, img)
	}
	if err != nil {
		return picture{}, errBroken
	}
	p.bytes, p.width, p.height = out.Bytes(), img.Bounds().Dx(), img.Bounds().Dy()
	return p, nil
}

func opaque(img image.Image) bool {
	o, ok := img.(interface{ Opaque() bool })
	return ok && o.Opaque()
}

// upright turns a picture as its EXIF orientation (1 to 8) says, because the tag itself is not kept.
func upright(img image.Image, o int) image.Image {
	if o < 2 || o > 8 {
		return img
	}
	b := img.Bounds()
	w, h := b.Dx(), b.Dy()
	src := image.NewRGBA(image.Rect(0, 0, w, h))
	draw.Draw(src, src.Bounds(), img, b.Min, draw.Src)
	dw, dh := w, h
	if o >= 5 {
		dw, dh = h, w
	}
	dst := image.NewRGBA(image.Rect(0, 0, dw, dh))
	for y := range h {
		for x := range w {
			dx, dy := x, y
			switch o {
			case 2:
				dx = w - 1 - x
			case 3:
				dx, dy = w-1-x, h-1-y
			case 4:
				dy = h - 1 - y
			case 5:
				dx, dy = y, x
			case 6:
				dx, dy = h-1-y, x
			case 7:
				dx, dy = h-1-y, w-1-x
			case 8:
				dx, dy = y, w-1-x
			}
			copy(dst.Pix[dst.PixOffset(dx, dy):][:4], src.Pix[src.PixOffset(x, y):][:4])
		}
	}
	return dst
}
