package relay

import "encoding/binary"

// version is that of the envelope. A node passes over messages of another one, and finds out by asking the database.
const version = 1

// kindBeat says how far its node has counted, and nothing else.
const kindBeat = ""

// envelope is a message as it travels: the version, then node, count and kind, then whatever the kind says.
type envelope struct {
	node    string
	count   uint64
	kind    string
	payload []byte
}

// appendHead appends all of an envelope but the payload. Names are at most 255 bytes long.
func appendHead(b []byte, node string, count uint64, kind string) []byte {
	b = append(b, version, byte(len(node)))
	b = append(b, node...)
	b = binary.AppendUvarint(b, count)
	b = append(b, byte(len(kind)))
	return append(b, kind...)
}

func parse(b []byte) (e envelope, ok bool) {
	if len(b) == 0 || b[0] != version {
		return e, false
	}
	if e.node, b, ok = cut(b[1:]); !ok || e.node == "" {
		return e, false
	}
	count, n := binary.Uvarint(b)
	if n <= 0 {
		return e, false
	}
	e.count = count
	e.kind, e.payload, ok = cut(b[n:])
	return e, ok
}

// cut takes a name with its length before it off the front.
func cut(b []byte) (name string, rest []byte, ok bool) {
	if len(b) == 0 || len(b) < 1+int(b[0]) {
		return "", nil, false
	}
	n := 1 + int(b[0])
	return string(b[1:n]), b[n:], true
}
