package files

import (
	"bytes"
	"encoding/binary"
)

// stillWebP is the first picture of an animated WebP, as many stickers are; anything else is returned as it is. The
// decoder knows still ones only. https://developers.google.com/speed/webp/docs/riff_container
func stillWebP(raw []byte) []byte {
	if len(raw) < 30 || string(raw[:4]) != "RIFF" || string(raw[8:16]) != "WEBPVP8X" || raw[20]&animated == 0 {
		return raw
	}
	for kind, body := range riff(raw[12:]) {
		if kind != "ANMF" || len(body) < frameHead {
			continue
		}
		var alpha, bits []byte
		which := ""
		for kind, part := range riff(body[frameHead:]) {
			switch kind {
			case "ALPH":
				alpha = part
			case "VP8 ", "VP8L":
				which, bits = kind, part
			}
		}
		if which == "" {
			return raw
		}
		return webPOf(body[6:12], alpha, which, bits)
	}
	return raw
}

// Of the container: the flags of its header, and what stands before the picture in a frame.
const (
	animated  = 1 << 1
	hasAlpha  = 1 << 4
	frameHead = 16
)

// webPOf is a still WebP of one picture; side are its width and height less one, in three bytes each.
func webPOf(side, alpha []byte, which string, bits []byte) []byte {
	var chunks bytes.Buffer
	chunk := func(kind string, body []byte) {
		chunks.WriteString(kind)
		_ = binary.Write(&chunks, binary.LittleEndian, uint32(len(body))) // a buffer takes all
		chunks.Write(body)
		if len(body)%2 == 1 {
			chunks.WriteByte(0)
		}
	}
	if alpha != nil {
		chunk("VP8X", append([]byte{hasAlpha, 0, 0, 0}, side...))
		chunk("ALPH", alpha)
	}
	chunk(which, bits)
	var out bytes.Buffer
	out.WriteString("RIFF")
	_ = binary.Write(&out, binary.LittleEndian, uint32(chunks.Len()+4))
	out.WriteString("WEBP")
	out.Write(chunks.Bytes())
	return out.Bytes()
}

// riff goes through the chunks of a container, and ends at the first that does not fit into it.
func riff(raw []byte) func(yield func(kind string, body []byte) bool) {
	return func(yield func(string, []byte) bool) {
		for len(raw) >= 8 {
			size := int64(binary.LittleEndian.Uint32(raw[4:]))
			if size > int64(len(raw)-8) || !yield(string(raw[:4]), raw[8:8+size]) {
				return
			}
			raw = raw[min(int64(len(raw)), 8+size+size%2):]
		}
	}
}
