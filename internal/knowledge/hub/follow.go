package hub

import (
	"cmp"
	"strconv"
	"strings"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/knowledge/text"
	"deskbell/internal/store"
)

// Follower collects, with each change of a conversation, what the assistant could not answer and what an agent answered
// then. It costs nothing where the assistant answers.
type Follower struct{}

var _ conversation.Follower = Follower{}

// maxAsk is how much of a question is kept.
const maxAsk = 500

// Follow implements conversation.Follower.
func (Follower) Follow(tx store.Tx, c conversation.Change, _ desk.Outcome) error {
	for _, e := range c.Entries {
		if e.Kind != desk.EntryMessage {
			continue
		}
		var err error
		switch e.Author.Kind {
		case desk.AuthorAssistant:
			err = unanswered(tx, c.After, e)
		case desk.AuthorAgent:
			if e.Public {
				err = replied(tx, c.After.ID, e)
			}
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// unanswered keeps the question that the assistant said it cannot answer, or answered with suggestions. Whether the guest
// took one of those is looked at when somebody reads the gaps.
func unanswered(tx store.Tx, s desk.State, e desk.Entry) error {
	if e.Answer == nil {
		return nil
	}
	why, answers := "", 0
	switch a := e.Answer; {
	case a.Intent == WhyNotAsked:
		why, answers = WhyNotAsked, 1 // the question stands before the answer that the guest turned down
	case a.Intent != "":
		return nil // a booking, a complaint: nothing to write an entry about
	case a.Decision == "cannot_help":
		why = WhyCannotHelp
	case a.Decision == "suggest":
		why = WhyUnused
	default:
		return nil
	}
	before, err := tx.Entries(s.ID, store.EntryFilter{Before: e.Seq, Limit: 12})
	if err != nil {
		return err
	}
	var said []string
	var last desk.Entry
	for i := len(before) - 1; i >= 0; i-- {
		m := before[i]
		if m.Kind != desk.EntryMessage {
			continue
		}
		if m.Author.Kind != desk.AuthorGuest {
			if answers == 0 || m.Author.Kind != desk.AuthorAssistant {
				break
			}
			if m.Answer != nil && m.Answer.Intent == WhyNotAsked {
				return nil // said twice: the question was kept the first time
			}
			answers, said, last = answers-1, nil, desk.Entry{}
			continue
		}
		if last.Seq == 0 {
			last = m
		}
		said = append([]string{m.Text}, said...)
	}
	if answers > 0 {
		return nil
	}
	question := desk.CleanLine(strings.Join(said, " "), maxAsk)
	if len(text.Words(question)) == 0 {
		return nil // a photo, a voice message, a smile
	}
	return tx.PutAsk(store.KnowledgeAsk{ID: s.ID + "." + strconv.FormatInt(last.Seq, 10), PropertyID: s.PropertyID, ConversationID: s.ID, Seq: e.Seq,
		Why: why, Text: question, Language: cmp.Or(e.Answer.Language, s.Language), At: tx.Now(), State: "open"})
}

// replied keeps what an agent answered first after a question that the assistant could not: it is proposed as an entry.
func replied(tx store.Tx, conversationID string, e desk.Entry) error {
	asks, err := tx.AsksOfConversation(conversationID)
	if err != nil || len(asks) == 0 {
		return err
	}
	a := asks[len(asks)-1]
	answer := strings.TrimSpace(e.Text)
	if a.State != "open" || a.Reply != "" || a.Seq >= e.Seq || len(text.Words(answer)) < 3 {
		return nil // "One moment." is no answer to propose
	}
	a.Reply, a.ReplyBy = cut(answer, 4000), e.Author.ID
	return tx.PutAsk(a)
}

// maxUnused is of how many suggestions it is looked up whether they were taken.
const maxUnused = 200

// OpenAsks are the questions of a property that nobody answered, without those whose suggestions a guest took, or has not
// come back from.
func OpenAsks(tx store.Tx, propertyID string) ([]store.KnowledgeAsk, error) {
	asks, err := tx.Asks(propertyID)
	if err != nil {
		return nil, err
	}
	out := asks[:0:0]
	looked := 0
	for _, a := range asks {
		if a.Why == WhyUnused {
			if looked++; looked > maxUnused {
				continue
			}
			unused, err := suggestionUnused(tx, a)
			if err != nil {
				return nil, err
			}
			if !unused {
				continue
			}
		}
		out = append(out, a)
	}
	return out, nil
}

func suggestionUnused(tx store.Tx, a store.KnowledgeAsk) (bool, error) {
	after, err := tx.Entries(a.ConversationID, store.EntryFilter{After: a.Seq - 1, Limit: 10})
	if err != nil {
		return false, err
	}
	var offered []desk.Suggestion
	for _, e := range after {
		switch {
		case e.Seq == a.Seq && e.Answer != nil:
			offered = e.Answer.Suggestions
		case e.Kind == desk.EntryMessage && e.Author.Kind == desk.AuthorGuest:
			for _, s := range offered {
				if text.Fold(strings.TrimSpace(s.Text)) == text.Fold(strings.TrimSpace(e.Text)) {
					return false, nil
				}
			}
			return true, nil
		case e.Kind == desk.EntryMessage && e.Author.Kind == desk.AuthorAgent:
			return true, nil
		}
	}
	return false, nil
}
