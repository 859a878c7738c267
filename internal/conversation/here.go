package conversation

import (
	"regexp"
	"strings"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// addressIn finds what may be an e-mail address among words; CheckEmail tells whether it is one.
var addressIn = regexp.MustCompile(`[^\s<>,;:"()\[\]]+@[^\s<>,;:"()\[\]]+`)

// leftHere is the form that a guest would have filled in who left a message in the thread itself: what was written there,
// who they are as far as that is known, and an e-mail address where they wrote one.
func (d *Desk) leftHere(tx store.Tx, out desk.Outcome) (Form, error) {
	s := out.State
	c, err := tx.Contact(s.ContactID)
	if err != nil {
		return Form{}, err
	}
	f := Form{ID: s.Facts.FormID, Name: c.Name, Email: c.Email, Phone: c.Phone}
	entries, err := tx.Entries(s.ID, store.EntryFilter{After: out.TicketFrom - 1, Limit: 200})
	if err != nil {
		return f, err
	}
	if entries, err = d.Standing(tx, s, entries); err != nil {
		return f, err
	}
	var words []string
	for _, e := range entries {
		if e.Kind != desk.EntryMessage || e.Author.Kind != desk.AuthorGuest || e.Unsent || aside(e) {
			continue
		}
		if e.Text != "" {
			words = append(words, e.Text)
		}
		if e.Carried != nil {
			for _, m := range e.Carried.Media {
				words = append(words, "["+m.Kind+"]")
			}
		}
	}
	f.Text = strings.Join(words, "\n")
	if r := []rune(f.Text); len(r) > MaxText {
		f.Text = string(r[:MaxText])
	}
	for _, found := range addressIn.FindAllString(f.Text, -1) {
		if email, err := CheckEmail(strings.TrimRight(found, ".!?")); err == nil {
			f.Email = email
		}
	}
	return f, introduce(tx, c.ID, f)
}
