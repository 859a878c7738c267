package hub

import (
	"context"
	"time"
	"unicode/utf8"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// NoticeLasts is how long a notice can stand.
const NoticeLasts = 7 * 24 * time.Hour

const (
	maxNotice = 500
	maxTopic  = 100
	// maxNotices is how many of a property stand at once: guests are told the one on their topic, and nobody reads more.
	maxNotices = 50
)

// NoticeInput is what somebody puts up. A zero From is now. Rev is the one that they saw; nil does not ask.
type NoticeInput struct {
	Text, Topic, Language string
	From, Until           time.Time
	Rev                   *int64
}

// PutNotice puts up a notice, or changes the one named. Whoever answers guests may: the pool is closed now, and the one at
// the desk knows it first.
func (h *Hub) PutNotice(ctx context.Context, by desk.Person, propertyID, id string, in NoticeInput) (store.KnowledgeNotice, error) {
	n := store.KnowledgeNotice{ID: id, PropertyID: propertyID}
	err := h.write(ctx, propertyID, func(tx store.Tx) error {
		if _, err := allow(tx, by, desk.ActPostNotice, propertyID); err != nil {
			return err
		}
		now := tx.Now()
		n = store.KnowledgeNotice{ID: id, PropertyID: propertyID, Text: in.Text, Topic: in.Topic, Language: in.Language, StartsAt: in.From, EndsAt: in.Until,
			CreatedBy: by.ID, CreatedAt: now, UpdatedBy: by.ID, UpdatedAt: now, Rev: 1}
		if in.From.IsZero() {
			n.StartsAt = now
		}
		if err := checkNotice(&n, now); err != nil {
			return err
		}
		if !n.EndsAt.After(now) {
			return desk.Refuse(desk.CodeInvalid, "The notice has ended already. Choose when it ends.")
		}
		c := change{person: by.ID, property: propertyID, kind: KindNotice, action: "created", title: n.Text}
		if id == "" {
			standing, err := tx.Notices(propertyID, now)
			if err != nil {
				return err
			}
			if len(standing) >= maxNotices {
				return desk.Refuse(desk.CodeLimitReached, "There are %d notices already. End some first.", len(standing))
			}
			n.ID = h.cfg.NewID()
		} else {
			before, err := tx.Notice(propertyID, id)
			if err != nil {
				return err
			}
			if in.Rev != nil && *in.Rev != before.Rev {
				return &Stale{Why: stale(tx, before.UpdatedBy, before.UpdatedAt), Notice: &before}
			}
			n.CreatedBy, n.CreatedAt, n.Rev = before.CreatedBy, before.CreatedAt, before.Rev+1
			if in.From.IsZero() {
				n.StartsAt = before.StartsAt
			}
			c.action, c.before = "changed", before
		}
		c.subject, c.after = n.ID, n
		if err := tx.PutNotice(n); err != nil {
			return err
		}
		return note(tx, c)
	})
	return n, err
}

// checkNotice cleans what somebody wrote and refuses what cannot be a notice. Whether it has ended is not asked.
func checkNotice(n *store.KnowledgeNotice, now time.Time) error {
	n.Text, n.Topic = desk.CleanLine(n.Text, maxNotice+1), desk.CleanLine(n.Topic, maxTopic)
	n.StartsAt, n.EndsAt = n.StartsAt.UTC().Truncate(time.Millisecond), n.EndsAt.UTC().Truncate(time.Millisecond)
	switch err := checkLanguage(n.Language); {
	case err != nil:
		return err
	case n.Text == "":
		return desk.Refuse(desk.CodeInvalid, "A notice needs a sentence for guests.")
	case utf8.RuneCountInString(n.Text) > maxNotice:
		return desk.Refuse(desk.CodeInvalid, "The notice has more than %d characters. One sentence is enough.", maxNotice)
	case n.Topic == "":
		return desk.Refuse(desk.CodeInvalid, "A notice needs a topic: what guests ask about when they are told it.")
	case !n.EndsAt.After(n.StartsAt):
		return desk.Refuse(desk.CodeInvalid, "The notice ends before it begins. Choose when it ends.")
	case n.EndsAt.After(now.Add(NoticeLasts)):
		return desk.Refuse(desk.CodeInvalid, "A notice stands for 7 days at most. What lasts longer is an entry.")
	}
	return nil
}

// EndNotice takes a notice down.
func (h *Hub) EndNotice(ctx context.Context, by desk.Person, propertyID, id string) error {
	return h.write(ctx, propertyID, func(tx store.Tx) error {
		if _, err := allow(tx, by, desk.ActPostNotice, propertyID); err != nil {
			return err
		}
		before, err := tx.Notice(propertyID, id)
		if err != nil {
			return err
		}
		if !before.EndsAt.After(tx.Now()) {
			return nil
		}
		n := before
		n.EndsAt, n.UpdatedBy, n.UpdatedAt, n.Rev = tx.Now(), by.ID, tx.Now(), before.Rev+1
		if err := tx.PutNotice(n); err != nil {
			return err
		}
		return note(tx, change{person: by.ID, property: propertyID, kind: KindNotice, subject: id, title: n.Text, action: "ended", before: before, after: n})
	})
}
