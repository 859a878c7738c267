package files

import (
	"bytes"
	"encoding/binary"
	"errors"
	"io"
)

// Sound and films come in the same containers, and what a channel says about them is often wrong: Instagram's voice
// messages are called films. What is inside decides.

// isBoxed reports whether a file is of the MP4 family (ISO/IEC 14496-12): it begins with a box of type ftyp.
func isBoxed(head []byte) bool { return len(head) >= 12 && string(head[4:8]) == "ftyp" }

// boxedEnding is the ending of a file of the MP4 family, by its tracks and its brand.
func boxedEnding(head []byte, from io.ReaderAt, size int64) (string, error) {
	tracks := &tracks{from: from, left: mostBoxes}
	if err := tracks.walk(0, size, 0); err != nil {
		return "", errSound
	}
	brand := string(head[8:12])
	mobile := bytes.HasPrefix(head[8:], []byte("3g"))
	switch {
	case tracks.film && brand == "qt  ":
		return "mov", nil
	case tracks.film && mobile:
		return "3gp", nil
	case tracks.film:
		return "mp4", nil
	case tracks.sound && mobile:
		return "3ga", nil
	case tracks.sound:
		return "m4a", nil
	case brand == "heic" || brand == "heix" || brand == "mif1":
		return "heic", nil
	}
	return "", errMedia
}

// Limits of what is looked at in a file of boxes: real ones have some dozens, four deep.
const (
	mostBoxes = 4096
	mostDeep  = 6
)

var errBoxes = errors.New("the boxes of the file do not fit into it")

// tracks finds out what a file of boxes holds.
type tracks struct {
	from        io.ReaderAt
	left        int
	sound, film bool
}

// walk reads the boxes between two places, and those inside the ones that lead to tracks. A file that was cut off
// inside its last box of data is still one that plays.
func (t *tracks) walk(at, end int64, deep int) error {
	for at+8 <= end {
		if t.left--; t.left < 0 || deep > mostDeep {
			return errBoxes
		}
		var head [16]byte
		if _, err := t.from.ReadAt(head[:8], at); err != nil {
			return err
		}
		inner, size := at+8, int64(binary.BigEndian.Uint32(head[:]))
		switch size {
		case 0: // to the end
			size = end - at
		case 1:
			if _, err := t.from.ReadAt(head[8:], at+8); err != nil {
				return err
			}
			inner, size = at+16, int64(binary.BigEndian.Uint64(head[8:])&(1<<62-1))
		}
		if size < inner-at {
			return errBoxes
		}
		next := min(at+size, end)
		switch string(head[4:8]) {
		case "moov", "trak", "mdia":
			if err := t.walk(inner, next, deep+1); err != nil {
				return err
			}
		case "hdlr":
			if err := t.handler(inner, next); err != nil {
				return err
			}
		}
		at = next
	}
	return nil
}

// handler notes what a track is for: its handler names it after version, flags and a zero word.
func (t *tracks) handler(at, end int64) error {
	var kind [4]byte
	if at+12 > end {
		return errBoxes
	}
	if _, err := t.from.ReadAt(kind[:], at+8); err != nil {
		return err
	}
	switch string(kind[:]) {
	case "soun":
		t.sound = true
	case "vide":
		t.film = true
	}
	return nil
}

// webmEnding tells a film from a recording: the names of codecs for pictures begin with V_. They stand near the
// beginning, in the description of the tracks.
func webmEnding(from io.ReaderAt, size int64) string {
	b := make([]byte, min(size, 64<<10))
	n, _ := from.ReadAt(b, 0) // what cannot be read holds no film
	for _, codec := range []string{"V_VP", "V_AV1", "V_MPEG", "V_UNCOMPRESSED"} {
		if bytes.Contains(b[:n], []byte(codec)) {
			return "webm"
		}
	}
	return "weba"
}
