package desk

// Feeling is how a guest's message sounds.
type Feeling string

// The feelings. The zero value is neither, or not known.
const (
	FeelingNeutral Feeling = ""
	FeelingPleased Feeling = "pleased"
	FeelingUnhappy Feeling = "unhappy"
	FeelingAngry   Feeling = "angry"
)

// Attention is why a conversation needs a person's look although nobody asked for one. It is a mark; no rule follows it,
// and the bell rings for it only where the property wants that.
type Attention string

// The reasons, the weightiest first. The zero value is none.
const (
	AttentionNone        Attention = ""
	AttentionOpportunity Attention = "opportunity" // the guest has something in mind that is worth the property's figure
	AttentionAngry       Attention = "angry"
	AttentionRepeated    Attention = "repeated"   // the guest wrote the same again
	AttentionUnanswered  Attention = "unanswered" // the assistant could not help several times in a row
	AttentionUnhappy     Attention = "unhappy"
)

// Attentions are the reasons among which a property chooses those that ring, the weightiest first. An opportunity is none
// of them: it rings from the figure that the property has set for it.
var Attentions = []Attention{AttentionAngry, AttentionRepeated, AttentionUnanswered, AttentionUnhappy}

// missedMany is after how many answers that did not help a person should look.
const missedMany = 2

// Mood is what is known of how a guest fares since a person last saw to them: the door keeps it, the rules do not look at it.
type Mood struct {
	// Seq is the guest's message that it was last read from.
	Seq     int64   `json:"seq,omitempty"`
	Feeling Feeling `json:"feeling,omitempty"`
	// Said is the fingerprint of that message, Repeated that an earlier one had the same.
	Said     string `json:"said,omitempty"`
	Repeated bool   `json:"repeated,omitempty"`
	// Missed counts the answers in a row that did not help.
	Missed int `json:"missed,omitempty"`
	// Begun are the reasons that were given to look while the assistant had the conversation. They stay when a person has
	// seen to it: each calls once.
	Begun AttentionBegun `json:"begun,omitzero"`
}

// AttentionBegun says which reasons to look a conversation has given.
type AttentionBegun struct {
	Angry      bool `json:"angry,omitempty"`
	Repeated   bool `json:"repeated,omitempty"`
	Unanswered bool `json:"unanswered,omitempty"`
	Unhappy    bool `json:"unhappy,omitempty"`
	// Opportunity is of one that is worth the property's figure.
	Opportunity bool `json:"opportunity,omitempty"`
}

// of is the mark of one reason.
func (b *AttentionBegun) of(a Attention) *bool {
	switch a {
	case AttentionAngry:
		return &b.Angry
	case AttentionRepeated:
		return &b.Repeated
	case AttentionUnanswered:
		return &b.Unanswered
	case AttentionOpportunity:
		return &b.Opportunity
	}
	return &b.Unhappy
}

// Hears reads one more message of the guest's. What a person has settled meanwhile counts no more; anger lasts until then,
// or until the guest is pleased, because "hello?" after it is no calmer. An empty fingerprint is compared with nothing.
func (f *Facts) Hears(feeling Feeling, said string) {
	m := f.Mood
	if m.Seq <= f.SettledSeq {
		m = Mood{Begun: m.Begun}
	}
	m.Repeated = m.Repeated || said != "" && said == m.Said
	m.Seq, m.Said = f.GuestSeq, said
	switch {
	case feeling == FeelingPleased:
		m.Feeling, m.Repeated = FeelingPleased, false
	case feeling == FeelingAngry, feeling == FeelingUnhappy && m.Feeling != FeelingAngry:
		m.Feeling = feeling
	}
	f.Mood = m
}

// Sounds takes in how a message sounded to somebody who read it with more care than there is when it arrives: where it is
// still the last one, and nobody has seen to it meanwhile. Neutral takes nothing away.
func (f *Facts) Sounds(feeling Feeling, seq int64) {
	m := &f.Mood
	if m.Seq != seq || seq <= f.SettledSeq {
		return
	}
	switch {
	case feeling == FeelingPleased:
		m.Feeling = FeelingPleased
	case feeling == FeelingAngry, feeling == FeelingUnhappy && m.Feeling != FeelingAngry:
		m.Feeling = feeling
	}
}

// Helped notes whether an answer of the assistant's helped.
func (f *Facts) Helped(yes bool) {
	if yes {
		f.Mood.Missed = 0
		f.Told++
		return
	}
	f.Mood.Missed++
	f.Untold++
}

// Attention is why a person should look at the conversation.
func (f Facts) Attention() Attention {
	m := f.Mood
	switch {
	case f.LargeSeq > f.SettledSeq:
		return AttentionOpportunity
	case m.Seq == 0 || m.Seq <= f.SettledSeq:
		return AttentionNone
	case m.Feeling == FeelingAngry:
		return AttentionAngry
	case m.Repeated:
		return AttentionRepeated
	case m.Missed >= missedMany:
		return AttentionUnanswered
	case m.Feeling == FeelingUnhappy:
		return AttentionUnhappy
	}
	return AttentionNone
}

// BeginAttention notes why a person should look, and tells the reason where it is a new one: nobody looks yet, because the
// assistant has the conversation.
func (s *State) BeginAttention() Attention {
	why := s.Facts.Attention()
	if why == AttentionNone || !s.NeedsLook() {
		return AttentionNone
	}
	begun := s.Facts.Mood.Begun.of(why)
	if *begun {
		return AttentionNone
	}
	*begun = true
	return why
}

// NeedsLook reports whether a person should look at what nobody looks at yet.
func (s State) NeedsLook() bool {
	return s.Facts.Attention() != AttentionNone && s.Status == StatusOpen && s.Controller.Kind == ControllerAssistant
}
