package outward

import (
	"bufio"
	"io"
	"iter"
	"strings"
)

// Events are the data of a body of server-sent events, as they come: comments that keep the line open and the events' names
// are left out, and each line of data counts by itself, as all services send them. A line of more than most bytes, or a
// body that breaks off, ends them with an error; a body that ends does not. What is yielded holds until the next only.
//
// https://html.spec.whatwg.org/multipage/server-sent-events.html
func Events(body io.Reader, most int) iter.Seq2[string, error] {
	return func(yield func(string, error) bool) {
		lines := bufio.NewScanner(body)
		lines.Buffer(make([]byte, 0, min(4<<10, most)), most)
		for lines.Scan() {
			if data, ok := strings.CutPrefix(lines.Text(), "data:"); ok && !yield(strings.TrimPrefix(data, " "), nil) {
				return
			}
		}
		if err := lines.Err(); err != nil {
			yield("", err)
		}
	}
}
