package bell

import (
	"slices"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// attention rings for a conversation that began to need a look, where the property wants that for this reason: those on
// duty, while live chat is open. Nobody is called who would not answer a request, and no chain: no guest waits. An
// opportunity of the property's figure rings like a request, chain and all. Where the conversation rings already, nothing
// is added but the newer reason to a look.
func (b *Bell) attention(tx store.Tx, s desk.State, why desk.Attention) error {
	prop, err := b.props.In(tx, s.PropertyID)
	if err != nil || why != desk.AttentionOpportunity && !slices.Contains(prop.Settings.AttentionRings, why) {
		return err
	}
	lc := prop.Settings.LiveChatFor(s.Channel)
	floor := b.Floor(tx, s.PropertyID, s.Channel, lc)
	if !floor.InHours() {
		return nil
	}
	people := floor.Eligible()
	open, err := tx.AlertsOf(s.ID)
	if err != nil || len(people) == 0 && !(lc.Enabled && lc.Regardless && why == desk.AttentionOpportunity) {
		return err
	}
	at := slices.IndexFunc(open, func(a store.Alert) bool { return a.Kind == store.AlertAttention })
	switch {
	case at >= 0:
		a := open[at]
		a.Doc.Why = why
		begin(&a, a.Round+1, tx.Now())
		chain := prop.Settings.Chain
		a.NextAt = next(a, chain)
		if err := update(tx, &a); err != nil {
			return err
		}
		return b.call(tx, a, &s, chain, a.Step, people, nil)
	case len(open) > 0:
		return nil
	}
	a := store.Alert{ID: b.newID(), ConversationID: s.ID, PropertyID: s.PropertyID, Kind: store.AlertAttention, OpenedAt: tx.Now(),
		Doc: store.AlertDoc{Why: why}}
	return b.ring(tx, a, &s, 1, people)
}
