package store

import (
	"cmp"
	"encoding/base64"
	"fmt"
	"strconv"
	"strings"
	"time"

	"deskbell/internal/desk"
)

// CheckSave tells whether what is to be saved fits together. An error of it is a fault of the caller's.
func CheckSave(before desk.State, out desk.Outcome, entries []desk.Entry) error {
	if out.State.ID != before.ID {
		return fmt.Errorf("save conversation %s: the outcome is that of %q", before.ID, out.State.ID)
	}
	if len(entries) == 0 && out.Rearm == nil {
		return fmt.Errorf("save conversation %s: a change has at least one entry", before.ID)
	}
	for i, e := range entries {
		if want := before.LastSeq + 1 + int64(i); e.Seq != want || e.ConversationID != before.ID {
			return fmt.Errorf("save conversation %s: entry %d of %q where %d was expected", before.ID, e.Seq, e.ConversationID, want)
		}
	}
	if last := before.LastSeq + int64(len(entries)); out.State.LastSeq != last {
		return fmt.Errorf("save conversation %s: last_seq %d after entry %d", before.ID, out.State.LastSeq, last)
	}
	return nil
}

// Rearmed is the state with the timer in the place of the one of its kind.
func Rearmed(s desk.State, t desk.Timer) desk.State {
	timers := make([]desk.Timer, 0, len(s.Timers)+1)
	for _, old := range s.Timers {
		if old.Kind != t.Kind {
			timers = append(timers, old)
		}
	}
	s.Timers = append(timers, t)
	return s
}

// Sender is whose client ids the entry's ClientID is one of: the contact for guests, the person for agents.
func Sender(e desk.Entry) string {
	if e.Author.Kind == desk.AuthorGuest {
		return e.ContactID
	}
	return e.Author.ID
}

// Clamp is a limit within what a list allows: def where none is given.
func Clamp(limit, def, most int) int {
	if limit <= 0 {
		return def
	}
	return min(limit, most)
}

// ActiveMinute is the minute, in milliseconds, by which the open views are ordered. It is coarse so that the place of a
// conversation in that order, which an index keeps, moves once a minute and not with every message.
func ActiveMinute(at time.Time) int64 {
	if at.IsZero() {
		return 0
	}
	return at.Truncate(time.Minute).UnixMilli()
}

// Cursor is a place in a list that falls by rank and id. The zero value is the beginning.
type Cursor struct {
	Rank int64
	ID   string
}

// String is the opaque form that travels; "" for the beginning.
func (c Cursor) String() string {
	if c.ID == "" {
		return ""
	}
	return base64.RawURLEncoding.EncodeToString([]byte(strconv.FormatInt(c.Rank, 36) + "." + c.ID))
}

// ParseCursor reads the opaque form; anything else is CodeInvalid.
func ParseCursor(s string) (Cursor, error) {
	if s == "" {
		return Cursor{}, nil
	}
	raw, err := base64.RawURLEncoding.DecodeString(s)
	if err == nil {
		if rank, id, ok := strings.Cut(string(raw), "."); ok && id != "" && len(id) <= 64 {
			if n, err := strconv.ParseInt(rank, 36, 64); err == nil {
				return Cursor{Rank: n, ID: id}, nil
			}
		}
	}
	return Cursor{}, errCursor
}

var errCursor = desk.Refuse(desk.CodeInvalid, "This page of the list is not known. Please start again from the first.")

// What a save answers where it may not be.
var (
	// ErrLimit says that an agent holds as many chats as may be held.
	ErrLimit = desk.Refuse(desk.CodeLimitReached, "You hold as many chats as one person may. Hand one back or resolve it first.")
	// ErrRepeated says that the sender's id of a message, or the channel's, is stored already.
	ErrRepeated = desk.Refuse(desk.CodeExists, "This message has arrived already.")
)

// CompareHits orders the hits of a search: the newest first.
func CompareHits(a, b Hit) int {
	return cmp.Or(b.At.Compare(a.At), cmp.Compare(b.ConversationID, a.ConversationID), cmp.Compare(b.Seq, a.Seq))
}

// What is answered where a name that must be unique is in use.
var (
	ErrEmailTaken   = desk.Refuse(desk.CodeExists, "Somebody with this e-mail address is here already.")
	ErrKeyTaken     = desk.Refuse(desk.CodeExists, "This key belongs to another property.")
	ErrContactTaken = desk.Refuse(desk.CodeExists, "This guest is known already.")
)
