package channel

import (
	"slices"
	"strings"
)

// Carry is as what a file of a type and a size is sent: as what it is, or as a document where it is taken only so. The
// reason is why it cannot be sent, ReasonMediaRefused or ReasonMediaTooBig; "" where it can.
func (c Capabilities) Carry(mime string, size int64) (MediaKind, string) {
	mime, _, _ = strings.Cut(mime, ";")
	family, _, _ := strings.Cut(mime, "/")
	kinds := []MediaKind{MediaFile}
	if own := MediaKind(family); own == MediaImage || own == MediaAudio || own == MediaVideo {
		kinds = []MediaKind{own, MediaFile}
	}
	reason := ReasonMediaRefused
	for _, kind := range kinds {
		limit, ok := c.Media[kind]
		if !ok || !slices.ContainsFunc(limit.Types, func(t string) bool { return fitsType(t, mime, family) }) {
			continue
		}
		if size <= limit.Max {
			return kind, ""
		}
		reason = ReasonMediaTooBig
	}
	return "", reason
}

// fitsType reports whether a type of a limit, which may be audio/* or */*, holds a file's.
func fitsType(of, mime, family string) bool {
	of, _, _ = strings.Cut(of, ";")
	return of == mime || of == "*/*" || of == family+"/*"
}
