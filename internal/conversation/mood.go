package conversation

import (
	"hash/fnv"
	"strconv"
	"strings"

	"deskbell/internal/desk"
)

// Mood tells how a guest's message sounds, and its words without what makes no difference to their meaning. It must be
// quick: it is asked in the transaction, for every message.
type Mood func(text string) (feeling desk.Feeling, words string)

// repeatedFrom is of how many words a message must be for its repetition to mean something: "good morning" does not.
const repeatedFrom = 3

// feel notes how the guest sounds who just wrote.
func (d *Desk) feel(s *desk.State, ev desk.Event) {
	m := ev.Message
	if d.mood == nil || m == nil || m.Author.Kind != desk.AuthorGuest || ev.Old || m.Text == "" {
		return
	}
	feeling, words := d.mood(m.Text)
	said := ""
	if strings.Count(words, " ") >= repeatedFrom-1 {
		h := fnv.New64a()
		_, _ = h.Write([]byte(words))
		said = strconv.FormatUint(h.Sum64(), 36)
	}
	s.Facts.Hears(feeling, said)
}
