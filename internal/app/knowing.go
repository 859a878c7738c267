package app

import (
	"context"
	"log/slog"
	"time"

	"deskbell/internal/assistant"
	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/knowledge"
	knowledgehub "deskbell/internal/knowledge/hub"
	"deskbell/internal/knowledge/source"
	"deskbell/internal/store"
)

// newKnowledgeHub makes the rooms of the Knowledge Hub's writers: what they publish is known to the answerers at once, and
// their test questions are asked of the same answerer that guests meet.
func newKnowledgeHub(s store.Store, answerer assistant.Answerer, changed func(propertyID string), now func() time.Time, log *slog.Logger) *knowledgehub.Hub {
	return knowledgehub.New(knowledgehub.Config{
		Store: s, NewID: conversation.NewID, Changed: changed, UndoPassage: source.Undo, Now: now, Log: log,
		Ask: func(ctx context.Context, q knowledgehub.Trial) (knowledgehub.Outcome, error) {
			var pr desk.Property
			if err := s.Read(ctx, func(tx store.Tx) (err error) {
				pr, err = tx.Property(q.PropertyID)
				return err
			}); err != nil {
				return knowledgehub.Outcome{}, err
			}
			asked := assistant.Asked(pr, now())
			asked.Text, asked.Language, asked.Verified = q.Text, q.Language, q.Booked
			a, err := answerer.Answer(ctx, asked)
			if err != nil {
				return knowledgehub.Outcome{}, err
			}
			out := knowledgehub.Outcome{Decision: string(a.Decision), Text: a.Text, Confidence: a.Confidence}
			if len(a.Sources) > 0 {
				out.Source = a.Sources[0].ID
			}
			return out, nil
		},
	})
}

// today is the day by the property's calendar.
func today(pr desk.Property, now time.Time) string {
	if zone, err := time.LoadLocation(pr.Settings.TimeZone); err == nil {
		now = now.In(zone)
	}
	return now.Format(time.DateOnly)
}

// told are the entries that guests are told on a day, each language of one as an entry of its own with the same id.
func told(rows []store.KnowledgeEntry, day string) []knowledge.Entry {
	var out []knowledge.Entry
	for _, e := range rows {
		if e.Hidden || e.ValidFrom != "" && day < e.ValidFrom || e.ValidUntil != "" && day > e.ValidUntil {
			continue
		}
		one := knowledge.Entry{ID: e.ID, PropertyID: e.PropertyID, Questions: e.Questions, Answer: e.Answer, BookedOnly: e.BookedOnly,
			Language: e.Language, UpdatedAt: e.UpdatedAt}
		out = append(out, one)
		for _, v := range e.Versions {
			one.Language, one.Answer, one.Questions = v.Language, v.Answer, v.Questions
			if len(v.Questions) == 0 {
				one.Questions = e.Questions // only the answer was translated
			}
			if one.Answer != "" {
				out = append(out, one)
			}
		}
	}
	return out
}

// notices are those that hold at a time, the oldest first, and their ids as one text.
func notices(rows []store.KnowledgeNotice, at time.Time) (out []knowledge.Notice, which string) {
	for _, n := range rows {
		told := knowledge.Notice{ID: n.ID, Text: n.Text, Topic: n.Topic, Language: n.Language, From: n.StartsAt, Until: n.EndsAt}
		if told.Holds(at) {
			out, which = append(out, told), which+" "+n.ID
		}
	}
	return out, which
}
