package files

import (
	"bytes"
	"context"
	"fmt"
	"image"
	"image/jpeg"
	"image/png"
	"net/http"
	"strings"

	"golang.org/x/image/draw"

	"deskbell/internal/desk"
)

// LogoSide is the longest side of a logo as it is kept: every guest of a property loads it, to see it at 40 px.
const LogoSide = 160

var errNoPicture = desk.Refuse(desk.CodeUnsupportedType, "The logo must be a picture: JPEG, PNG, GIF or WebP.")

// ReceiveLogo is Receive for a property's logo: a picture, kept no larger than it is shown.
func (r *Room) ReceiveLogo(w http.ResponseWriter, req *http.Request) (desk.File, error) {
	f, err := r.Receive(w, req)
	if err != nil {
		return desk.File{}, err
	}
	if f.Width <= LogoSide && f.Height <= LogoSide && strings.HasPrefix(f.Type, "image/") {
		return f, nil
	}
	defer r.Drop(req.Context(), f.Key)
	if !strings.HasPrefix(f.Type, "image/") {
		return desk.File{}, errNoPicture
	}
	return r.shrunk(req.Context(), f)
}

// shrunk is a copy of a stored picture with no side longer than LogoSide.
func (r *Room) shrunk(ctx context.Context, f desk.File) (desk.File, error) {
	leave, err := r.gate.enter(ctx, f.Width*f.Height)
	if err != nil {
		return desk.File{}, errRoom
	}
	defer leave()
	stored, err := r.open(ctx, f.Key)
	if err != nil {
		return desk.File{}, fmt.Errorf("%w: %w", errRoom, err)
	}
	defer stored.Close()
	img, _, err := image.Decode(stored)
	if err != nil {
		return desk.File{}, errBroken
	}
	longest := max(f.Width, f.Height)
	small := image.NewNRGBA(image.Rect(0, 0, max(1, f.Width*LogoSide/longest), max(1, f.Height*LogoSide/longest)))
	draw.CatmullRom.Scale(small, small.Bounds(), img, img.Bounds(), draw.Src, nil)
	var out bytes.Buffer
	ext := "png"
	if f.Type == kinds["jpg"].mime {
		ext, err = "jpg", jpeg.Encode(&out, small, &jpeg.Options{Quality: jpegQuality})
	} else {
		err = png.Encode(&out, small)
	}
	if err != nil {
		return desk.File{}, errBroken
	}
	f.Key, f.Name, f.Type = newKey(ext), cleanName(f.Name, ext), kinds[ext].mime
	f.Size, f.Width, f.Height = int64(out.Len()), small.Bounds().Dx(), small.Bounds().Dy()
	if err := r.keep(ctx, f.Key, &out); err != nil {
		return desk.File{}, fmt.Errorf("%w: %w", errRoom, err)
	}
	return f, nil
}
