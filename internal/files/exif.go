package files

import (
	"bytes"
	"encoding/binary"
)

// orientation finds the EXIF orientation in a JPEG; 1 (upright) where there is none or it cannot be read. It is the
// one tag that matters once all others are dropped: https://www.cipa.jp/std/documents/download_e.html?DC-008-Translation-2023-E
func orientation(raw []byte) int {
	for at := 2; at+4 <= len(raw) && raw[at] == 0xff; {
		marker, size := raw[at+1], int(binary.BigEndian.Uint16(raw[at+2:]))
		if marker == 0xda || size < 2 || at+2+size > len(raw) { // the picture itself begins, or it is cut
			return 1
		}
		if body := raw[at+4 : at+2+size]; marker == 0xe1 && bytes.HasPrefix(body, []byte("Exif\x00\x00")) {
			return tiffOrientation(body[6:])
		}
		at += 2 + size
	}
	return 1
}

func tiffOrientation(b []byte) int {
	if len(b) < 8 {
		return 1
	}
	var order binary.ByteOrder = binary.LittleEndian
	if string(b[:2]) == "MM" {
		order = binary.BigEndian
	}
	at := int64(order.Uint32(b[4:]))
	if at+2 > int64(len(b)) {
		return 1
	}
	count := int64(order.Uint16(b[at:]))
	for i := range count {
		tag := at + 2 + i*12
		if tag+12 > int64(len(b)) {
			return 1
		}
		if order.Uint16(b[tag:]) == 0x0112 {
			if o := int(order.Uint16(b[tag+8:])); o >= 1 && o <= 8 {
				return o
			}
			return 1
		}
	}
	return 1
}
