// Package intake is what everything from outside passes before a handler sees it: it keeps out of addresses and JSON
// bodies what no database keeps. PostgreSQL refuses texts with NUL or broken UTF-8 and ends the transaction for it, so
// one such id would turn a refusal into a fault of ours, and in a batch take everybody else's rows along.
package intake

import (
	"bytes"
	"encoding/json"
	"net/http"
	"net/url"

	"github.com/danielgtaylor/huma/v2"

	"deskbell/internal/desk"
	"deskbell/internal/httpapi/problem"
)

// Formats are what both APIs read and write: JSON, in which no text holds NUL. Broken UTF-8 in JSON becomes U+FFFD by
// encoding/json itself.
func Formats() map[string]huma.Format {
	f := huma.Format{Marshal: huma.DefaultJSONFormat.Marshal, Unmarshal: func(data []byte, v any) error {
		return json.Unmarshal(withoutNUL(data), v)
	}}
	return map[string]huma.Format{"application/json": f, "json": f}
}

var nul = []byte(`\u0000`)

// withoutNUL drops the escape of NUL from JSON. A NUL byte that is not escaped is no JSON.
func withoutNUL(data []byte) []byte {
	if !bytes.Contains(data, nul) {
		return data
	}
	out := make([]byte, 0, len(data))
	for i := 0; i < len(data); {
		switch {
		case bytes.HasPrefix(data[i:], nul):
			i += len(nul)
		case data[i] == '\\' && i+1 < len(data): // the next byte belongs to it: \\u0000 is a backslash and text
			out = append(out, data[i], data[i+1])
			i += 2
		default:
			out = append(out, data[i])
			i++
		}
	}
	return out
}

var errQuery = desk.Refuse(desk.CodeInvalid, "The address holds characters that no text has. Check what stands behind the question mark.")

// Addresses answers requests whose address no stored text can be: a path is not found, a query is refused.
func Addresses(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if !desk.Storable(r.URL.Path) {
			problem.NotFound(w, r)
			return
		}
		if q, err := url.QueryUnescape(r.URL.RawQuery); err == nil && !desk.Storable(q) {
			problem.Write(w, r, errQuery)
			return
		}
		next.ServeHTTP(w, r)
	})
}
