package memstore

import (
	"cmp"
	"slices"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// delivery is a row with whether it keeps those behind it waiting.
type delivery struct {
	store.Delivery
	lane bool
}

func (t *tx) deliveriesWhere(keep func(delivery) bool) []delivery {
	return values(t.d.deliveries, keep, func(a, b delivery) int { return t.byNumber(a.ID, b.ID) })
}

func inLane(rows []delivery) []store.Delivery {
	slices.SortFunc(rows, func(a, b delivery) int {
		return cmp.Or(a.NotBefore.Compare(b.NotBefore), cmp.Compare(a.ConversationID, b.ConversationID), place(a, b))
	})
	var out []store.Delivery
	for _, r := range rows {
		r.Doc.Choices = slices.Clone(r.Doc.Choices)
		out = append(out, r.Delivery)
	}
	return out
}

func place(a, b delivery) int { return cmp.Or(cmp.Compare(a.Seq, b.Seq), cmp.Compare(a.Part, b.Part)) }

// saveDelivery writes one. A message that is uncertain already holds its lane as long as it did.
func (t *tx) saveDelivery(d delivery) delivery {
	switch d.State {
	case store.DeliveryWaiting, store.DeliverySending:
		d.lane = true
	case store.DeliveryUncertain:
	default:
		d.lane = false
	}
	if d.State != store.DeliverySending {
		d.Until = time.Time{}
	}
	put(t, t.d.deliveries, d.ID, d)
	return d
}

// PutDeliveries implements store.Outbox.
func (t *tx) PutDeliveries(list []store.Delivery) error {
	if err := t.writable(); err != nil {
		return err
	}
	for _, n := range list {
		if _, ok := t.d.states[n.ConversationID]; !ok {
			return desk.ErrNotFound
		}
		for _, o := range t.d.deliveries {
			if o.ID == n.ID || o.EntryID == n.EntryID && o.Part == n.Part {
				return store.ErrRepeated
			}
		}
		n.State, n.ChangedAt = store.DeliveryWaiting, n.CreatedAt
		n.Reason, n.Code, n.ProviderID, n.Owner, n.Attempts = "", "", "", "", 0
		n.Until, n.SentAt, n.UncertainAt = time.Time{}, time.Time{}, time.Time{}
		n.Doc.Choices = slices.Clone(n.Doc.Choices)
		t.saveDelivery(delivery{Delivery: n})
		t.number(n.ID)
	}
	return nil
}

// atHead is that a waiting delivery is the first of its lane and none of the lane is being sent, and that its account runs.
func (t *tx) atHead(d delivery) bool {
	if d.State != store.DeliveryWaiting || t.d.accounts[d.AccountID].Paused != "" {
		return false
	}
	for _, o := range t.d.deliveries {
		if o.ConversationID == d.ConversationID && o.lane && o.ID != d.ID && (o.State == store.DeliverySending || place(o, d) < 0) {
			return false
		}
	}
	return true
}

// ClaimDeliveries implements store.Outbox.
func (t *tx) ClaimDeliveries(owner string, now, until time.Time, limit int) ([]store.Delivery, error) {
	if err := t.writable(); err != nil {
		return nil, err
	}
	heads := t.deliveriesWhere(func(d delivery) bool { return !d.NotBefore.After(now) && t.atHead(d) })
	slices.SortStableFunc(heads, func(a, b delivery) int { return a.NotBefore.Compare(b.NotBefore) })
	heads = heads[:min(len(heads), store.Clamp(limit, 20, 500))]
	for i, d := range heads {
		switch {
		case d.Author == desk.AuthorAssistant && d.Epoch != t.d.states[d.ConversationID].Epoch:
			d.Delivery = d.Withdrawn(store.ReasonTakenOver, now)
		case d.Epoch == store.RecalledEpoch:
			d.Delivery = d.Withdrawn(store.ReasonNotNeeded, now)
		default:
			d.State, d.Reason, d.Owner, d.Until, d.SentAt, d.ChangedAt = store.DeliverySending, "", owner, until, now, now
			d.Attempts++
		}
		heads[i] = t.saveDelivery(d)
	}
	return inLane(heads), nil
}

// RenewDelivery implements store.Outbox.
func (t *tx) RenewDelivery(id, owner string, until time.Time) error {
	if err := t.writable(); err != nil {
		return err
	}
	if d, ok := t.d.deliveries[id]; ok && d.Owner == owner && d.State == store.DeliverySending {
		d.Until = until
		t.saveDelivery(d)
	}
	return nil
}

// FinishDelivery implements store.Outbox.
func (t *tx) FinishDelivery(id, owner string, now time.Time, r store.DeliveryResult) (store.Delivery, bool, error) {
	if err := t.writable(); err != nil {
		return store.Delivery{}, false, err
	}
	d, ok := t.d.deliveries[id]
	if !ok {
		return d.Delivery, false, desk.ErrNotFound
	}
	after, held := d.Finished(owner, r, now)
	if held {
		d.Delivery = after
		t.saveDelivery(d)
	}
	return after, held, nil
}

// ExpireDeliveries implements store.Outbox.
func (t *tx) ExpireDeliveries(now time.Time) ([]store.Delivery, error) {
	if err := t.writable(); err != nil {
		return nil, err
	}
	allOf := now.IsZero()
	if allOf {
		now = t.Now()
	}
	var changed []delivery
	for _, d := range t.deliveriesWhere(nil) {
		switch {
		case d.State == store.DeliverySending && (allOf || !d.Until.After(now)):
			d.State, d.Reason, d.UncertainAt, d.ChangedAt = store.DeliveryUncertain, store.ReasonLeaseOver, now, now
		case d.State == store.DeliveryUncertain && d.lane && !d.UncertainAt.Add(store.UncertainHolds).After(now):
			d.lane = false
		case d.State == store.DeliveryWaiting && !d.CreatedAt.Add(store.DeliveryKeeps).After(now):
			d.State, d.Reason, d.ChangedAt = store.DeliveryFailed, store.ReasonTooOld, now
		default:
			continue
		}
		changed = append(changed, t.saveDelivery(d))
	}
	return inLane(changed), nil
}

// NextDelivery implements store.Outbox.
func (t *tx) NextDelivery() (time.Time, error) {
	var next time.Time
	sooner := func(at time.Time) {
		if next.IsZero() || at.Before(next) {
			next = at
		}
	}
	for _, d := range t.d.deliveries {
		switch d.State {
		case store.DeliveryWaiting:
			sooner(d.CreatedAt.Add(store.DeliveryKeeps))
			if t.atHead(d) && d.NotBefore.IsZero() {
				sooner(d.CreatedAt)
			} else if t.atHead(d) {
				sooner(d.NotBefore)
			}
		case store.DeliverySending:
			sooner(d.Until)
		case store.DeliveryUncertain:
			if d.lane {
				sooner(d.UncertainAt.Add(store.UncertainHolds))
			}
		}
	}
	return next, nil
}

func (t *tx) settle(s store.DeliveryStatus, keep func(delivery) bool) ([]store.Delivery, error) {
	if err := t.writable(); err != nil {
		return nil, err
	}
	var changed []store.Delivery
	for _, d := range t.deliveriesWhere(keep) {
		after, moved := d.Settled(s, t.Now())
		if !moved {
			continue
		}
		d.Delivery = after
		changed = append(changed, t.saveDelivery(d).Delivery)
	}
	return changed, nil
}

// SettleByProvider implements store.Outbox.
func (t *tx) SettleByProvider(accountID string, providerIDs []string, s store.DeliveryStatus) ([]store.Delivery, error) {
	s.ProviderID = ""
	return t.settle(s, func(d delivery) bool {
		return d.AccountID == accountID && d.ProviderID != "" && slices.Contains(providerIDs, d.ProviderID)
	})
}

// SettleByOurs implements store.Outbox.
func (t *tx) SettleByOurs(accountID, deliveryID string, s store.DeliveryStatus) ([]store.Delivery, error) {
	return t.settle(s, func(d delivery) bool { return d.ID == deliveryID && d.AccountID == accountID })
}

// SettleBefore implements store.Outbox.
func (t *tx) SettleBefore(contactID string, upTo time.Time, s store.DeliveryStatus) ([]store.Delivery, error) {
	s.ProviderID = ""
	return t.settle(s, func(d delivery) bool {
		return d.ContactID == contactID && !d.SentAt.After(upTo) && (d.State == store.DeliverySent || d.State == store.DeliveryDelivered)
	})
}

func (t *tx) assistants(conversationID string) []delivery {
	return t.deliveriesWhere(func(d delivery) bool {
		return d.ConversationID == conversationID && d.State == store.DeliveryWaiting && d.Author == desk.AuthorAssistant
	})
}

// SettleEpoch implements store.Outbox.
func (t *tx) SettleEpoch(conversationID string, s desk.Settlement, epoch int64) ([]store.Delivery, error) {
	if err := t.writable(); err != nil {
		return nil, err
	}
	if s == desk.SettleNothing {
		return nil, nil
	}
	list := t.assistants(conversationID)
	for i, d := range list {
		if s == desk.SettleWithdraw {
			d.Delivery = d.Withdrawn(store.ReasonTakenOver, t.Now())
		} else {
			d.Epoch = epoch
		}
		list[i] = t.saveDelivery(d)
	}
	if s == desk.SettleWithdraw {
		epoch = store.RecalledEpoch
	}
	for _, d := range t.deliveriesWhere(func(d delivery) bool {
		return d.ConversationID == conversationID && d.lane && d.State == store.DeliverySending && d.Author == desk.AuthorAssistant
	}) {
		d.Epoch = epoch
		t.saveDelivery(d)
	}
	return inLane(list), nil
}

// WithdrawDeliveries implements store.Outbox.
func (t *tx) WithdrawDeliveries(ids []string, reason string) ([]store.Delivery, error) {
	if err := t.writable(); err != nil {
		return nil, err
	}
	list := t.deliveriesWhere(func(d delivery) bool { return d.State == store.DeliveryWaiting && slices.Contains(ids, d.ID) })
	for i, d := range list {
		d.Delivery = d.Withdrawn(reason, t.Now())
		list[i] = t.saveDelivery(d)
	}
	for _, d := range t.deliveriesWhere(func(d delivery) bool { return d.State == store.DeliverySending && slices.Contains(ids, d.ID) }) {
		d.Epoch = store.RecalledEpoch
		t.saveDelivery(d)
	}
	return inLane(list), nil
}

// RetryDelivery implements store.Outbox.
func (t *tx) RetryDelivery(id string, now time.Time) (store.Delivery, error) {
	if err := t.writable(); err != nil {
		return store.Delivery{}, err
	}
	d, ok := t.d.deliveries[id]
	if !ok {
		return d.Delivery, desk.ErrNotFound
	}
	after, err := d.Retried(t.d.states[d.ConversationID].Epoch, now)
	if err != nil {
		return after, err
	}
	d.Delivery = after
	return t.saveDelivery(d).Delivery, nil
}

// Delivery implements store.Outbox.
func (t *tx) Delivery(id string) (store.Delivery, error) {
	d, err := get(t.d.deliveries, id)
	return d.Delivery, err
}

// DeliveryByProvider implements store.Outbox.
func (t *tx) DeliveryByProvider(accountID, providerID string) (store.Delivery, error) {
	list := t.deliveriesWhere(func(d delivery) bool {
		return d.AccountID == accountID && d.ProviderID == providerID && providerID != ""
	})
	if len(list) == 0 {
		return store.Delivery{}, desk.ErrNotFound
	}
	return list[0].Delivery, nil
}

// Undelivered implements store.Outbox.
func (t *tx) Undelivered(conversationID string, after int64) (desk.Undelivered, error) {
	var u desk.Undelivered
	for _, d := range t.assistants(conversationID) {
		if d.Answers > after && (u.Seq == 0 || d.Answers < u.Seq) {
			u = desk.Undelivered{Seq: d.Answers, At: d.AnswersAt}
		}
	}
	return u, nil
}

// DeliveriesOf implements store.Outbox.
func (t *tx) DeliveriesOf(conversationID string, entryIDs []string) ([]store.Delivery, error) {
	return inLane(t.deliveriesWhere(func(d delivery) bool {
		return d.ConversationID == conversationID && slices.Contains(entryIDs, d.EntryID)
	})), nil
}

func open(d delivery) bool {
	return d.State == store.DeliveryWaiting || d.State == store.DeliverySending || d.State == store.DeliveryUncertain
}

// OpenDeliveries implements store.Outbox.
func (t *tx) OpenDeliveries(conversationID string) ([]store.Delivery, error) {
	return inLane(t.deliveriesWhere(func(d delivery) bool { return d.ConversationID == conversationID && open(d) })), nil
}

// DoubtedDeliveries implements store.Outbox.
func (t *tx) DoubtedDeliveries(conversationID string, since time.Time) ([]store.Delivery, error) {
	return inLane(t.deliveriesWhere(func(d delivery) bool {
		return d.ConversationID == conversationID && d.UncertainAt.After(since) && !open(d)
	})), nil
}

// TroubledDeliveries implements store.Outbox.
func (t *tx) TroubledDeliveries(accountID string, limit int) ([]store.Delivery, error) {
	list := t.deliveriesWhere(func(d delivery) bool {
		return d.AccountID == accountID && (d.State == store.DeliveryUncertain || d.State == store.DeliveryFailed)
	})
	slices.Reverse(list)
	var out []store.Delivery
	for _, d := range list[:min(len(list), store.Clamp(limit, 20, 200))] {
		out = append(out, d.Delivery)
	}
	return out, nil
}

// CountDeliveries implements store.Outbox.
func (t *tx) CountDeliveries(accountID string) (store.DeliveryCounts, error) {
	var n store.DeliveryCounts
	for _, d := range t.deliveriesWhere(func(d delivery) bool { return accountID == "" || d.AccountID == accountID }) {
		switch d.State {
		case store.DeliveryWaiting:
			n.Waiting++
			if n.Oldest.IsZero() || d.CreatedAt.Before(n.Oldest) {
				n.Oldest = d.CreatedAt
			}
		case store.DeliverySending:
			n.Sending++
		case store.DeliveryUncertain:
			n.Uncertain++
		}
	}
	return n, nil
}

// followDeliveries lets what waits, and what went, follow a conversation into another.
func (t *tx) followDeliveries(older, younger string, m desk.Merged) {
	for _, d := range t.deliveriesWhere(func(d delivery) bool { return d.ConversationID == younger }) {
		d.ConversationID, d.Seq = older, d.Seq+m.Offset
		if d.Epoch != store.RecalledEpoch {
			d.Epoch = max(d.Epoch, m.Floor)
		}
		if d.Answers > 0 {
			d.Answers += m.Offset
		}
		put(t, t.d.deliveries, d.ID, d)
	}
}

// followIdentities lets the ids of a contact, and what goes to them, follow it into another.
func (t *tx) followIdentities(olderID, youngerID string) {
	for k, i := range t.d.identities {
		if i.contactID == youngerID {
			i.contactID = olderID
			put(t, t.d.identities, k, i)
		}
	}
	for id, d := range t.d.deliveries {
		if d.ContactID == youngerID {
			d.ContactID = olderID
			put(t, t.d.deliveries, id, d)
		}
	}
}
