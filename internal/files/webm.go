package files

import (
	"bufio"
	"encoding/binary"
	"errors"
	"io"
	"math/bits"
)

// Browsers record voice as WebM, which no channel takes; the same Opus packets in an Ogg stream are what phones send. What
// is inside is not decoded: packets are taken out of one container and put into the other.

var errWebM = errors.New("not a WebM recording of one Opus track")

// The elements of WebM that are looked at. https://www.matroska.org/technical/elements.html
const (
	webmSegment  = 0x18538067
	webmTracks   = 0x1654AE6B
	webmTrack    = 0xAE
	webmNumber   = 0xD7
	webmCodec    = 0x86
	webmPrivate  = 0x63A2
	webmCluster  = 0x1F43B675
	webmGroup    = 0xA0
	webmBlock    = 0xA1
	webmSimple   = 0xA3
	webmPacket   = 60 << 10 // fits into one page of Ogg; a packet is far smaller
	webmElements = 1 << 20  // some hours
)

// opusPackets reads the packets of a recording, after its description (OpusHead, RFC 7845).
type opusPackets struct {
	from *bufio.Reader
	// track is the number of the Opus track, now the one that is being described.
	track, now uint64
	head       []byte
	left       int
}

func newOpusPackets(r io.Reader) *opusPackets {
	return &opusPackets{from: bufio.NewReaderSize(r, 64<<10), left: webmElements}
}

// next is the next packet; io.EOF after the last. What contains other elements is entered, which is why sizes that are not
// known, as of recordings that were made live, do not matter.
func (p *opusPackets) next() ([]byte, error) {
	for {
		if p.left--; p.left < 0 {
			return nil, errWebM
		}
		id, err := p.number(false)
		if err != nil {
			return nil, err
		}
		size, err := p.number(true)
		if err != nil {
			return nil, errWebM
		}
		switch id {
		case webmSegment, webmTracks, webmTrack, webmCluster, webmGroup:
			continue
		case webmNumber, webmCodec, webmPrivate, webmBlock, webmSimple:
			raw, err := p.take(size)
			if err != nil {
				return nil, errWebM
			}
			packet, err := p.element(id, raw)
			if packet != nil || err != nil {
				return packet, err
			}
		default:
			if _, err := io.CopyN(io.Discard, p.from, int64(size)); err != nil {
				return nil, errWebM
			}
		}
	}
}

func (p *opusPackets) take(size uint64) ([]byte, error) {
	if size > webmPacket {
		return nil, errWebM
	}
	raw := make([]byte, size)
	_, err := io.ReadFull(p.from, raw)
	return raw, err
}

// element follows the description of tracks, and takes the packet out of a block of the right one.
func (p *opusPackets) element(id uint64, raw []byte) ([]byte, error) {
	switch id {
	case webmNumber:
		p.now = 0
		for _, b := range raw {
			p.now = p.now<<8 | uint64(b)
		}
	case webmCodec:
		if string(raw) == "A_OPUS" && p.track == 0 {
			p.track = p.now
		}
	case webmPrivate:
		if p.head == nil && len(raw) >= 19 && string(raw[:8]) == "OpusHead" {
			p.head = raw
		}
	case webmBlock, webmSimple:
		track, n := vint(raw)
		if n == 0 || len(raw) < n+4 || raw[n+2]&0x06 != 0 { // a moment, flags; several packets in one are not taken apart
			return nil, errWebM
		}
		if track == p.track && p.track != 0 && p.head != nil {
			return raw[n+3:], nil
		}
	}
	return nil, nil
}

// number reads an element's id, or with plain its size, without the bit that marks its length.
func (p *opusPackets) number(plain bool) (uint64, error) {
	first, err := p.from.ReadByte()
	if err != nil {
		return 0, err
	}
	more := bits.LeadingZeros8(first)
	if more > 7 {
		return 0, errWebM
	}
	n := uint64(first)
	if plain {
		n &= 1<<(7-more) - 1
	}
	for range more {
		b, err := p.from.ReadByte()
		if err != nil {
			return 0, errWebM
		}
		n = n<<8 | uint64(b)
	}
	return n, nil
}

// vint is a number of variable length at the beginning of raw, and how long it is; 0 if there is none.
func vint(raw []byte) (n uint64, length int) {
	if len(raw) == 0 {
		return 0, 0
	}
	more := bits.LeadingZeros8(raw[0])
	if more > 7 || len(raw) <= more {
		return 0, 0
	}
	n = uint64(raw[0]) & (1<<(7-more) - 1)
	for _, b := range raw[1 : more+1] {
		n = n<<8 | uint64(b)
	}
	return n, more + 1
}

// oggOf writes the recording that is read as WebM as an Ogg stream. It reports how many bytes that are.
func oggOf(from io.Reader, to io.Writer) (int64, error) {
	p := newOpusPackets(from)
	packet, err := p.next()
	if err != nil {
		return 0, errWebM
	}
	w := &oggWriter{to: to}
	w.page([][]byte{p.head}, 0, oggFirst)
	w.page([][]byte{append([]byte("OpusTags\x08\x00\x00\x00Deskbell"), 0, 0, 0, 0)}, 0, 0)
	var page [][]byte
	segments, played := 0, uint64(0)
	for {
		page, segments = append(page, packet), segments+len(packet)/255+1
		played += opusSamples(packet)
		packet, err = p.next()
		if errors.Is(err, io.EOF) || errors.Is(err, errWebM) && played > 0 {
			break // a recording that was cut off is as long as it is
		}
		if err != nil {
			return 0, err
		}
		if len(page) == packetsInPage || segments+len(packet)/255+1 > 255 {
			w.page(page, played, 0)
			page, segments = nil, 0
		}
	}
	w.page(page, played, oggLast)
	return w.size, w.err
}

// opusSamples is how long a packet plays, in samples at 48 kHz (RFC 6716, 3.1).
func opusSamples(packet []byte) uint64 {
	if len(packet) == 0 {
		return 0
	}
	frame := [...]uint64{480, 960, 1920, 2880}[packet[0]>>3&3] // SILK
	switch config := packet[0] >> 3; {
	case config >= 16: // CELT
		frame = 120 << (config & 3)
	case config >= 12: // hybrid
		frame = 480 << (config & 1)
	}
	switch packet[0] & 3 {
	case 0:
		return frame
	case 1, 2:
		return 2 * frame
	}
	if len(packet) < 2 {
		return 0
	}
	return frame * uint64(packet[1]&0x3f)
}

// Of an Ogg page (RFC 3533): its flags, and how many packets are put into one, which is a second at most.
const (
	oggFirst      = 0x02
	oggLast       = 0x04
	packetsInPage = 50
)

type oggWriter struct {
	to       io.Writer
	sequence uint32
	size     int64
	err      error
}

// page writes whole packets as a page. played is until where the stream has played after them.
func (w *oggWriter) page(packets [][]byte, played uint64, flags byte) {
	var table, body []byte
	for _, p := range packets {
		for n := len(p); ; n -= 255 {
			table = append(table, byte(min(n, 255)))
			if n < 255 {
				break
			}
		}
		body = append(body, p...)
	}
	page := append([]byte("OggS\x00"), flags)
	page = binary.LittleEndian.AppendUint64(page, played)
	page = append(page, "bell"...) // the stream's number: there is one
	page = binary.LittleEndian.AppendUint32(page, w.sequence)
	page = append(page, 0, 0, 0, 0, byte(len(table)))
	page = append(append(page, table...), body...)
	binary.LittleEndian.PutUint32(page[22:], oggSum(page))
	w.sequence++
	if w.err == nil {
		n, err := w.to.Write(page)
		w.size, w.err = w.size+int64(n), err
	}
}

// oggSum is the checksum of a page whose own is zero: CRC-32 with the polynomial 04c11db7, from the highest bit on.
func oggSum(page []byte) uint32 {
	var sum uint32
	for _, b := range page {
		sum = sum<<8 ^ oggTable[byte(sum>>24)^b]
	}
	return sum
}

var oggTable = func() (table [256]uint32) {
	for i := range table {
		sum := uint32(i) << 24
		for range 8 {
			carry := sum >> 31
			sum = sum<<1 ^ carry*0x04c11db7
		}
		table[i] = sum
	}
	return table
}()
