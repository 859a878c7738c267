package builtin

import (
	"slices"
	"strings"

	"deskbell/internal/assistant"
	"deskbell/internal/knowledge"
	"deskbell/internal/knowledge/index"
	"deskbell/internal/knowledge/text"
)

// aboutTopic is how surely an entry is about a topic of the catalogue for a notice on it to be told in its place.
const aboutTopic = 0.5

// putUp makes room for what is only said by a notice: where no piece is on its topic, there is one that is asked by the
// topic's own words.
func (k *Knowledge) putUp(docs []index.Doc) []index.Doc {
	for _, n := range k.base.Notices {
		on := k.onTopic(n, docs)
		if len(on) > 0 || strings.TrimSpace(n.Topic) == "" {
			continue
		}
		p, questions := piece{topics: make([]float32, len(k.models.Topics.Labels)), suggestion: n.Topic}, []string{n.Topic}
		if kind, ok := knowledge.KindOf(n.Topic); ok {
			p, questions = k.factPiece(knowledge.Fact{Key: kind.Key, Details: n.Text}, kind), factQuestions(kind)
		}
		docs = append(docs, index.Doc{Language: k.base.Language(), Questions: questions, Answer: n.Text})
		k.pieces = append(k.pieces, p)
	}
	return docs
}

// outrank puts each notice in the place of everything that is said on its topic otherwise, for guests with a booking too.
// It comes last: how well a piece fits a question is a matter of what it is asked by.
func (k *Knowledge) outrank(docs []index.Doc) {
	for _, n := range k.base.Notices {
		language := n.Language
		if language == "" {
			language = k.base.Language()
		}
		title := n.Topic
		if kind, ok := knowledge.KindOf(n.Topic); ok {
			title = kind.Label
		}
		for _, i := range k.onTopic(n, docs) {
			p := &k.pieces[i]
			words := strings.TrimSpace(n.Text)
			if p.source.Kind == assistant.SourceNotice { // two on one topic: both are true
				words = p.answer + "\n" + words
			}
			p.source = assistant.Source{ID: n.ID, Title: title, Kind: assistant.SourceNotice}
			p.answer, p.language, p.fact, p.bookedOnly, p.talk = words, language, nil, false, false
		}
	}
}

// onTopic are the pieces that a notice speaks of: the fact of its topic and the entries about that, or where the topic is
// in somebody's own words, what is asked by all of these.
func (k *Knowledge) onTopic(n knowledge.Notice, docs []index.Doc) (on []int) {
	kind, known := knowledge.KindOf(n.Topic)
	label, words := -1, text.Tokens(n.Topic)
	if known {
		label = k.models.Topics.Label(kind.Key)
	}
	for i, p := range k.pieces {
		switch {
		case known:
			if p.fact != nil && p.fact.Key == kind.Key || p.fact == nil && label >= 0 && p.topics[label] >= aboutTopic {
				on = append(on, i)
			}
		case len(words) > 0 && slices.ContainsFunc(docs[i].Questions, func(q string) bool { return names(q, words) }):
			on = append(on, i)
		}
	}
	return on
}

// names reports whether a question has all the words in it.
func names(question string, words []string) bool {
	asked := text.Tokens(question)
	return !slices.ContainsFunc(words, func(w string) bool { return !slices.Contains(asked, w) })
}
