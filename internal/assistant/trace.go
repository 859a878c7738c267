package assistant

import "encoding/json"

// Who made an answer, as [Trace] names it.
const (
	ByBuiltin = "builtin"
	ByModel   = "model"
	ByBot     = "bot" // a program of the company's own
)

// Trace is how an answer came about, for the people at the desk. It is kept beside the message as one document, so its
// names are stored: they may be added to, never given another meaning. It holds nothing that its readers may not know:
// a guest's words, the property's knowledge, and figures.
//
// An [Answerer] fills in what it knows; what the [Taker] knows by itself (decision, language, how long it took) is
// filled in for all of them.
type Trace struct {
	// By is who made it. Instead is who was asked first and did not answer, Because why: timeout, refused, budget …
	By      string `json:"by,omitempty"`
	Instead string `json:"instead,omitempty"`
	Because string `json:"because,omitempty"`
	// Asked is what was looked up, where that is not what the guest wrote: a follow-up question completed by the one before.
	Asked string `json:"asked,omitempty"`
	// Language is the one that the answer is written in.
	Language   string   `json:"language,omitempty"`
	Decision   Decision `json:"decision"`
	Confidence float64  `json:"confidence"`
	// Wish is how likely the guest wants a person.
	Wish float64 `json:"wish,omitempty"`
	// Rules name what was weighed beside the likeness, each a stable word: exact, follow_up, booked_only, not_said …
	Rules []string `json:"rules,omitempty"`
	// Candidates are the pieces of knowledge that were looked at, the best first.
	Candidates []Candidate `json:"candidates,omitempty"`
	// Instructions are those that a model was given beside the guest's words and the passages.
	Instructions string `json:"instructions,omitempty"`
	Model        string `json:"model,omitempty"`
	Calls        int    `json:"calls,omitempty"`
	TokensIn     int64  `json:"tokens_in,omitempty"`
	TokensOut    int64  `json:"tokens_out,omitempty"`
	// Tools are the services that were asked, in their order, and what came of it.
	Tools []ToolUse `json:"tools,omitempty"`
	// TookMS is how long the answer took to make, without the pause before it is said.
	TookMS int64 `json:"took_ms"`
}

// ToolUse is one call of a tool. Arguments is what the model asked, without what the property sets; Because is why there was
// no answer, as a stable word.
type ToolUse struct {
	Service   string `json:"service"`
	Name      string `json:"name"`
	Arguments string `json:"arguments,omitempty"`
	Because   string `json:"because,omitempty"`
	TookMS    int64  `json:"took_ms"`
}

// Candidate is a piece of the property's knowledge that might have answered.
type Candidate struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Kind  string `json:"kind"` // SourceFact, SourceEntry …
	// Score is how well it fits, from 0 to 1; comparable within one trace only.
	Score float64 `json:"score"`
}

// Limits of what is kept of one answer.
const (
	// TraceCandidates is how many candidates a trace holds.
	TraceCandidates = 5
	traceText       = 8000 // bytes of Instructions or Asked
)

// bounded is t without what is too much to keep.
func (t Trace) bounded() Trace {
	if len(t.Candidates) > TraceCandidates {
		t.Candidates = t.Candidates[:TraceCandidates:TraceCandidates]
	}
	t.Instructions, t.Asked = cut(t.Instructions), cut(t.Asked)
	return t
}

// cut shortens a text between two characters.
func cut(s string) string {
	if len(s) <= traceText {
		return s
	}
	end := traceText
	for end > 0 && s[end]&0xC0 == 0x80 {
		end--
	}
	return s[:end] + "…"
}

// document is the answer's trace as it is kept, with what is the same for every Answerer.
func (a Answer) document(language string) string {
	t := a.Trace.bounded()
	t.Decision, t.Confidence, t.Wish, t.Language = a.Decision, a.Confidence, a.Wish, language
	doc, err := json.Marshal(t)
	if err != nil { // a number that is none: an answer is said all the same
		return ""
	}
	return string(doc)
}

// ReadTrace reads a trace as it was kept.
func ReadTrace(doc string) (Trace, error) {
	var t Trace
	err := json.Unmarshal([]byte(doc), &t)
	return t, err
}
