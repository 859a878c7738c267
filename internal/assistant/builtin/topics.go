package builtin

import (
	"slices"
	"sync"

	"deskbell/internal/assistant/builtin/topic"
	"deskbell/internal/desk"
	"deskbell/internal/knowledge"
	"deskbell/internal/knowledge/text"
)

// topicSure is how probable a topic must be to be told: a mark that is wrong is worse than none.
const topicSure = 0.6

// topicOfLabel is the topic of each label of the topics' model.
var topicOfLabel = sync.OnceValue(func() []desk.Topic {
	labels := topic.Topics().Labels
	of := make([]desk.Topic, len(labels))
	for i, label := range labels {
		if kind, ok := knowledge.KindOf(label); ok {
			of[i] = kind.Topic
		}
	}
	return of
})

// TopicOf tells what a guest's message is about, in any language that the catalogue has; "" is nothing of a hotel's, or not
// sure. A tenth of a millisecond a message: not for a transaction.
func TopicOf(message string) desk.Topic {
	tokens := text.Tokens(message)
	if !slices.ContainsFunc(tokens, topic.Topics().Knows) {
		return ""
	}
	sums := map[desk.Topic]float32{}
	for i, p := range topic.Topics().Probabilities(tokens) {
		sums[topicOfLabel()[i]] += p
	}
	for of, p := range sums {
		if of != "" && p >= topicSure {
			return of
		}
	}
	return ""
}
