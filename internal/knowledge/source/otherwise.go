package source

import (
	"slices"
	"strings"

	"deskbell/internal/knowledge"
	"deskbell/internal/knowledge/typed"
	"deskbell/internal/store"
)

// What a passage says otherwise than a confirmed fact is told only where there is no doubt: a sentence that begins with the
// thing (or stands alone under its heading), names no other thing and no condition, and holds times or a price and no other
// number, where the fact has just one of them, too; or one that says that the house has it, or has it not. Everything else
// a person has to see for themselves.

// otherwise is what a passage surely says otherwise than a fact, as the fact that it would make; ok is whether it does.
func otherwise(f store.KnowledgeFact, title, body string) (opposite store.KnowledgeFact, ok bool) {
	kind, known := knowledge.KindOf(f.Key)
	switch {
	case !known || f.State == string(knowledge.FactUnknown):
		return opposite, false
	case f.State == string(knowledge.FactNo):
		return hasAfterAll(f.Key, body)
	case kind.Amenity && slices.ContainsFunc(sentences(body), func(s string) bool { return said(s, lacks()) == f.Key }):
		return store.KnowledgeFact{Key: f.Key, State: string(knowledge.FactNo)}, true
	}
	for _, sentence := range sentences(body) {
		about, alone := subjectOf(sentence)
		if about == "" && alone {
			about, _ = subjectOf(title[strings.LastIndex(title, "·")+1:]) // the nearest heading
		}
		if about != f.Key || doubtful(sentence) {
			continue
		}
		theirs, sure := figuresOf(sentence)
		if !sure {
			continue
		}
		value := typed.Read(f.Value)
		if !value.Zero() {
			if !differs(&value, theirs, kind.Form.Style()) {
				continue
			}
		} else if ours, sure := figuresOf(f.Details); !sure || doubtful(f.Details) || !ours.against(theirs) {
			continue
		}
		return store.KnowledgeFact{Key: f.Key, State: f.State, Details: sentence, Value: value.Document()}, true
	}
	return opposite, false
}

// hasAfterAll finds what says that the house has a thing of which the fact says that it has not: those words, or when it is
// open or what it costs.
func hasAfterAll(key, body string) (store.KnowledgeFact, bool) {
	for _, sentence := range sentences(body) {
		is := said(sentence, has()) == key
		if about, _ := subjectOf(sentence); !is && about == key && !doubtful(sentence) && !elsewhere(sentence) {
			_, is = figuresOf(sentence)
		}
		if is {
			return store.KnowledgeFact{Key: key, State: string(knowledge.FactYes), Details: sentence}, true
		}
	}
	return store.KnowledgeFact{}, false
}

// differs puts theirs into the value where that has just one figure of the kind and another one, and reports whether it did.
func differs(v *typed.Value, theirs figures, style string) bool {
	changed := false
	if len(theirs.times) > 0 && len(v.Hours) == 1 {
		h := v.Hours[0]
		was := h
		switch {
		case len(h.Days) > 0 || h.Dates != nil || h.Closed:
			return false
		case style == typed.PartHours && len(theirs.times) == 2 && h.From != "" && h.Until != "":
			h.From, h.Until = theirs.times[0], theirs.times[1]
		case style == typed.PartFrom && len(theirs.times) == 1 && h.Until == "":
			h.From = theirs.times[0]
		case style == typed.PartUntil && len(theirs.times) == 1 && h.From == "":
			h.Until = theirs.times[0]
		default:
			return false
		}
		if h.From != was.From || h.Until != was.Until {
			v.Hours, changed = []typed.Hours{h}, true
		}
	}
	if theirs.currency != "" && len(v.Prices) == 1 {
		p := v.Prices[0]
		ours, err := typed.ParseAmount(p.Amount)
		if err != nil || p.FromAge > 0 || p.UntilAge > 0 || p.Dates != nil || v.Currency != theirs.currency || !slices.Equal(inOrder(p.Per), theirs.per) {
			return false
		}
		if ours != theirs.amount {
			p.Amount = theirs.amount.String()
			v.Prices, changed = []typed.Price{p}, true
		}
	}
	return changed
}
