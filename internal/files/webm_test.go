package files_test

import (
	"bytes"
	"encoding/binary"
	"path/filepath"
	"testing"
)

func element(id string, body ...[]byte) []byte {
	all := bytes.Join(body, nil)
	size := binary.BigEndian.AppendUint32(nil, 0x10000000|uint32(len(all)))
	return append(append([]byte(id), size...), all...)
}

// recording is what a browser's MediaRecorder writes: sizes that are not known, blocks of one packet.
func recording(codec string, packets ...[]byte) []byte {
	head := []byte("OpusHead\x01\x01\x38\x01\x80\xbb\x00\x00\x00\x00\x00")
	out := element("\x1a\x45\xdf\xa3", element("\x42\x82", []byte("webm")))
	out = append(out, "\x18\x53\x80\x67\x01\xff\xff\xff\xff\xff\xff\xff"...)
	out = append(out, element("\x15\x49\xa9\x66", make([]byte, 40))...)
	out = append(out, element("\x16\x54\xae\x6b", element("\xae", element("\xd7", []byte{1}), element("\x86", []byte(codec)), element("\x63\xa2", head)))...)
	for i, p := range packets {
		if i%40 == 0 {
			out = append(out, "\x1f\x43\xb6\x75\x01\xff\xff\xff\xff\xff\xff\xff"...)
			out = append(out, element("\xe7", []byte{byte(i)})...)
		}
		block := append([]byte{0x81, 0, byte(i), 0x80}, p...)
		if i%2 == 0 {
			out = append(out, element("\xa3", block)...)
		} else {
			out = append(out, element("\xa0", element("\xa1", block))...)
		}
	}
	return out
}

type oggPage struct {
	flags   byte
	played  uint64
	packets [][]byte
}

// pages takes an Ogg stream apart, and holds each page against its checksum.
func pages(t *testing.T, raw []byte) (all []oggPage) {
	t.Helper()
	for n := uint32(0); len(raw) > 0; n++ {
		if len(raw) < 27 || string(raw[:5]) != "OggS\x00" || binary.LittleEndian.Uint32(raw[18:]) != n {
			t.Fatalf("page %d begins with %q", n, raw[:min(27, len(raw))])
		}
		p := oggPage{flags: raw[5], played: binary.LittleEndian.Uint64(raw[6:])}
		table := raw[27 : 27+int(raw[26])]
		at, from := 27+len(table), 27+len(table)
		for _, n := range table {
			if at += int(n); n < 255 {
				p.packets = append(p.packets, raw[from:at])
				from = at
			}
		}
		if from != at {
			t.Fatalf("page %d ends inside of a packet", n)
		}
		page := bytes.Clone(raw[:at])
		copy(page[22:26], "\x00\x00\x00\x00")
		sum := uint32(0)
		for _, b := range page {
			sum ^= uint32(b) << 24
			for range 8 {
				if sum&(1<<31) != 0 {
					sum = sum<<1 ^ 0x04c11db7
				} else {
					sum <<= 1
				}
			}
		}
		if sum != binary.LittleEndian.Uint32(raw[22:]) {
			t.Errorf("page %d has another checksum", n)
		}
		all, raw = append(all, p), raw[at:]
	}
	return all
}

// What a browser recorded becomes what phones send: the same packets in an Ogg stream.
func TestSaveMedia_Recording(t *testing.T) {
	t.Parallel()
	var packets [][]byte
	for i := range 130 {
		packets = append(packets, append([]byte{31 << 3}, bytes.Repeat([]byte{byte(i)}, 254+i*7)...)) // 20 ms each
	}
	packets = append(packets, append([]byte{31<<3 | 3, 2}, make([]byte, 255-2)...)) // twice 20 ms
	r := room(t)
	raw := recording("A_OPUS", packets...)
	f, err := r.SaveMedia(t.Context(), "voice.webm", bytes.NewReader(append(raw, 0xa3, 0x20))) // cut off
	if err != nil || f.Type != "audio/ogg" || f.Name != "voice.ogg" {
		t.Fatalf("%+v, %v", f, err)
	}
	stored := stored(t, r, f.Key)
	if int64(len(stored)) != f.Size {
		t.Errorf("%d bytes, said to be %d", len(stored), f.Size)
	}
	all := pages(t, stored)
	if string(all[0].packets[0][:8]) != "OpusHead" || all[0].flags != 2 || string(all[1].packets[0][:8]) != "OpusTags" {
		t.Errorf("begins with %+v", all[:2])
	}
	var got [][]byte
	for _, p := range all[2:] {
		got = append(got, p.packets...)
	}
	if len(got) != len(packets) {
		t.Fatalf("%d packets of %d", len(got), len(packets))
	}
	for i := range got {
		if !bytes.Equal(got[i], packets[i]) {
			t.Errorf("packet %d is another", i)
		}
	}
	if end := all[len(all)-1]; end.played != 132*960 || end.flags != 4 {
		t.Errorf("it ends after %d samples, flags %d", end.played, end.flags)
	}
}

// What is no such recording is kept as it came.
func TestSaveMedia_OtherRecording(t *testing.T) {
	t.Parallel()
	r := room(t)
	laced := recording("A_OPUS", []byte{31 << 3})
	laced[len(laced)-2] |= 0x06
	for name, raw := range map[string][]byte{
		"Vorbis": recording("A_VORBIS", make([]byte, 30)), "Empty": recording("A_OPUS"), "Laced": laced,
		"Huge": append(recording("A_OPUS"), "\xa3\x01\x00\xff\xff\xff\xff\xff\xff"...), "Noise": append(recording("A_OPUS"), 0, 0, 0),
	} {
		f, err := r.SaveMedia(t.Context(), "voice", bytes.NewReader(raw))
		if err != nil || filepath.Ext(f.Key) != ".weba" || !bytes.Equal(stored(t, r, f.Key), raw) {
			t.Errorf("%s: %+v, %v", name, f, err)
		}
	}
}
