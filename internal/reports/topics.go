package reports

import (
	"slices"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// TopicTally is what became of the conversations about one topic.
type TopicTally struct {
	Topic         desk.Topic // "" is none that is known
	Conversations int
	// Told and Untold are how often the assistant answered in them, and could not.
	Told, Untold int
	// Asked is in how many of them the guest asked for a person.
	Asked int
}

// Topics counts the conversations that began in a period by what they are about, the most frequent first and those about
// nothing that is known last. It reads in one transaction.
func Topics(tx store.Tx, q Query) ([]TopicTally, error) {
	tallies := map[desk.Topic]*TopicTally{}
	for _, p := range q.Properties {
		from, to := q.Period.Bounds(Zone(p))
		asked := map[string]bool{}
		for w := newWalk(p.ID, from, to, q.Channel); !w.over; {
			page, err := w.next(tx)
			if err != nil {
				return nil, err
			}
			for _, a := range page {
				asked[a.ConversationID] = true
			}
		}
		f := store.ReportFilter{PropertyID: p.ID, From: from, To: to, Limit: pageSize}
		for more := true; more; {
			page, err := tx.ConversationsBegun(f)
			if err != nil {
				return nil, err
			}
			for _, c := range page {
				f.After = store.ReportPlace{At: c.StartedAt, ID: c.ID}
				if q.Channel != "" && q.Channel != c.Channel {
					continue
				}
				t := tallies[c.Topic]
				if t == nil {
					t = &TopicTally{Topic: c.Topic}
					tallies[c.Topic] = t
				}
				t.add(c, asked[c.ID])
			}
			more = len(page) == pageSize
		}
	}
	var out []TopicTally
	for _, topic := range desk.Topics {
		if t := tallies[topic]; t != nil {
			out = append(out, *t)
		}
	}
	slices.SortStableFunc(out, func(a, b TopicTally) int { return b.Conversations - a.Conversations })
	if t := tallies[""]; t != nil {
		out = append(out, *t)
	}
	return out, nil
}

func (t *TopicTally) add(c store.BegunConversation, asked bool) {
	t.Conversations++
	t.Told += c.Told
	t.Untold += c.Untold
	if asked {
		t.Asked++
	}
}
