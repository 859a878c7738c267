package outside

import (
	"encoding/json"
	"errors"
	"io"
	"strings"
	"unicode/utf8"

	"deskbell/internal/assistant/fence"
	"deskbell/internal/outward"
)

// stream reads an answer that comes piece by piece, as server-sent events: each is a reply whose delta is the next words of
// it, and whatever other members there are count from then on. The guest is shown whole sentences as they come, each when
// everything up to it may be said. A stream that breaks off before an event with done is no answer: half of one may say the
// opposite of all of it.
func stream(body io.Reader, show func(string), hosts []string) (reply, error) {
	var all reply
	var text strings.Builder
	shown, refused := "", show == nil
	for raw, err := range outward.Events(io.LimitReader(body, maxAnswer), maxAnswer) {
		if err != nil {
			return reply{}, errors.Join(ErrAnswer, err)
		}
		event := struct {
			reply
			Delta string `json:"delta"`
			Done  bool   `json:"done"`
		}{reply: all}
		if !utf8.ValidString(raw) || json.Unmarshal([]byte(raw), &event) != nil {
			return reply{}, ErrAnswer
		}
		all = event.reply
		text.WriteString(event.Delta)
		if all.Text == "" && event.Done {
			all.Text = text.String()
		}
		if event.Done {
			return all, nil
		}
		if whole := fence.Sentences(text.String()); !refused && whole != "" && whole != shown {
			plain, err := fence.Plain(whole, hosts)
			if err != nil {
				refused = true // nor anything after it
				continue
			}
			shown = whole
			show(plain)
		}
	}
	return reply{}, ErrAnswer
}
