package sqlstore

import (
	"cmp"
	"errors"
	"reflect"
	"slices"
	"strings"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

const deliveryColumns = `id, conversation_id, property_id, account_id, contact_id, entry_id, seq, part, author, epoch, state, reason, code,
	provider_id, attempts, not_before, lease_owner, lease_until, created_at, sent_at, uncertain_at, changed_at, answers, answers_at, doc`

const deliveryQuery = `SELECT ` + deliveryColumns + ` FROM deliveries`

func scanDelivery(rows cursor) (store.Delivery, error) {
	var d store.Delivery
	err := rows.Scan(&d.ID, &d.ConversationID, &d.PropertyID, &d.AccountID, &d.ContactID, &d.EntryID, &d.Seq, &d.Part, (*string)(&d.Author),
		&d.Epoch, (*string)(&d.State), &d.Reason, &d.Code, &d.ProviderID, &d.Attempts, (*stamp)(&d.NotBefore), &d.Owner, (*stamp)(&d.Until),
		(*stamp)(&d.CreatedAt), (*stamp)(&d.SentAt), (*stamp)(&d.UncertainAt), (*stamp)(&d.ChangedAt), &d.Answers, (*stamp)(&d.AnswersAt), doc{&d.Doc})
	return d, err
}

// inLane orders what RETURNING gives in no order.
func inLane(list []store.Delivery) []store.Delivery {
	slices.SortFunc(list, func(a, b store.Delivery) int {
		return cmp.Or(a.NotBefore.Compare(b.NotBefore), cmp.Compare(a.ConversationID, b.ConversationID), cmp.Compare(a.Seq, b.Seq), cmp.Compare(a.Part, b.Part))
	})
	return list
}

// PutDeliveries implements store.Outbox.
func (t *tx) PutDeliveries(list []store.Delivery) error {
	for _, d := range list {
		if err := t.later(store.ErrRepeated, `INSERT INTO deliveries (id, conversation_id, property_id, account_id, contact_id, entry_id, seq, part,
				author, epoch, state, lane, reason, code, provider_id, attempts, not_before, lease_owner, lease_until, created_at, sent_at,
				uncertain_at, changed_at, answers, answers_at, doc)
			VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, 'waiting', 1, '', '', '', 0, $11, '', 0, $12, 0, 0, $12, $13, $14, $15) ON CONFLICT DO NOTHING`,
			d.ID, d.ConversationID, d.PropertyID, d.AccountID, d.ContactID, d.EntryID, d.Seq, int64(d.Part), string(d.Author), d.Epoch,
			ms(d.NotBefore), ms(d.CreatedAt), d.Answers, ms(d.AnswersAt), asDoc(d.Doc)); err != nil {
			return err
		}
	}
	return nil
}

// atHead is that a delivery d is the first of its lane and none of the lane is being sent, and that its account runs.
const atHead = `NOT EXISTS (SELECT 1 FROM deliveries o WHERE o.conversation_id = d.conversation_id AND o.lane = 1 AND o.id <> d.id
		AND (o.state = 'sending' OR (o.seq, o.part) < (d.seq, d.part)))
	AND NOT EXISTS (SELECT 1 FROM channel_accounts a WHERE a.id = d.account_id AND a.paused <> '')`

const owedDeliveries = `SELECT d.id FROM deliveries d WHERE d.state = 'waiting' AND d.not_before <= $1 AND ` + atHead + `
	ORDER BY d.not_before, d.n LIMIT $2 + 0`

// claimDeliveries is the claim, but for what comes between its halves: how rows are locked. {stale} is that it was
// recalled, or that the assistant wrote it under another epoch than the conversation's.
var claimDeliveries = func() [2]string {
	fill := strings.NewReplacer("{stale}", `(epoch = -1 OR author = 'assistant' AND epoch <> (SELECT c.epoch FROM conversations c WHERE c.id = deliveries.conversation_id))`)
	return [2]string{fill.Replace(`UPDATE deliveries SET
			state = CASE WHEN {stale} THEN 'withdrawn' ELSE 'sending' END,
			reason = CASE WHEN NOT {stale} THEN '' WHEN author = 'assistant' THEN '` + store.ReasonTakenOver + `' ELSE '` + store.ReasonNotNeeded + `' END,
			lane = CASE WHEN {stale} THEN 0 ELSE 1 END,
			attempts = CASE WHEN {stale} THEN attempts ELSE attempts + 1 END,
			lease_owner = CASE WHEN {stale} THEN '' ELSE $3 END,
			lease_until = CASE WHEN {stale} THEN 0 ELSE CAST($4 AS BIGINT) END,
			sent_at = CASE WHEN {stale} THEN sent_at ELSE $1 END,
			changed_at = $1
		WHERE id IN (` + owedDeliveries), `) AND state = 'waiting' RETURNING ` + deliveryColumns}
}()

// ClaimDeliveries implements store.Outbox.
func (t *tx) ClaimDeliveries(owner string, now, until time.Time, limit int) ([]store.Delivery, error) {
	list, err := all(t, claimDeliveries[0]+t.d.skipLocked+claimDeliveries[1],
		with(ms(now), int64(store.Clamp(limit, 20, 500)), owner, ms(until)), scanDelivery)
	return inLane(list), err
}

// RenewDelivery implements store.Outbox.
func (t *tx) RenewDelivery(id, owner string, until time.Time) error {
	return t.run(`UPDATE deliveries SET lease_until = $3 WHERE id = $1 AND lease_owner = $2 AND state = 'sending'`, id, owner, ms(until))
}

// saveDelivery writes what can change. A message that is uncertain already holds its lane as long as it did.
func (t *tx) saveDelivery(d store.Delivery) error {
	return t.run(`UPDATE deliveries SET state = $2, reason = $3, code = $4, provider_id = $5, attempts = $6, not_before = $7, lease_owner = $8,
			lease_until = $9, sent_at = $10, uncertain_at = $11, changed_at = $12, epoch = $13, created_at = $14,
			lane = CASE WHEN CAST($2 AS TEXT) IN ('waiting', 'sending') THEN 1 WHEN CAST($2 AS TEXT) <> 'uncertain' THEN 0 ELSE lane END
		WHERE id = $1`, d.ID, string(d.State), d.Reason, d.Code, d.ProviderID, int64(d.Attempts), ms(d.NotBefore), d.Owner, ms(d.Until),
		ms(d.SentAt), ms(d.UncertainAt), ms(d.ChangedAt), d.Epoch, ms(d.CreatedAt))
}

// FinishDelivery implements store.Outbox.
func (t *tx) FinishDelivery(id, owner string, now time.Time, r store.DeliveryResult) (store.Delivery, bool, error) {
	old, err := t.Delivery(id)
	if err != nil {
		return old, false, err
	}
	d, held := old.Finished(owner, r, now)
	if !held || reflect.DeepEqual(d, old) {
		return d, held, nil
	}
	return d, true, t.saveDelivery(d)
}

// ExpireDeliveries implements store.Outbox.
func (t *tx) ExpireDeliveries(now time.Time) ([]store.Delivery, error) {
	at, leased := ms(now), ms(now)
	if now.IsZero() {
		at, leased = ms(t.Now()), 1<<62
	}
	doubted, err := all(t, `UPDATE deliveries SET state = 'uncertain', reason = '`+store.ReasonLeaseOver+`', lease_until = 0, uncertain_at = $2, changed_at = $2
		WHERE state = 'sending' AND lease_until <= $1 RETURNING `+deliveryColumns, with(leased, at), scanDelivery)
	if err != nil {
		return nil, err
	}
	freed, err := all(t, `UPDATE deliveries SET lane = 0 WHERE state = 'uncertain' AND lane = 1 AND uncertain_at <= $1 RETURNING `+deliveryColumns,
		with(at-store.UncertainHolds.Milliseconds()), scanDelivery)
	if err != nil {
		return nil, err
	}
	old, err := all(t, `UPDATE deliveries SET state = 'failed', lane = 0, reason = '`+store.ReasonTooOld+`', changed_at = $2
		WHERE state = 'waiting' AND created_at <= $1 RETURNING `+deliveryColumns, with(at-store.DeliveryKeeps.Milliseconds(), at), scanDelivery)
	return inLane(slices.Concat(doubted, freed, old)), err
}

// nextDelivery is when the first head can be claimed.
const nextDelivery = `SELECT CASE WHEN d.not_before > 0 THEN d.not_before ELSE d.created_at END FROM deliveries d
	WHERE d.state = 'waiting' AND ` + atHead + ` ORDER BY d.not_before, d.n LIMIT 1`

// NextDelivery implements store.Outbox.
func (t *tx) NextDelivery() (time.Time, error) {
	var next time.Time
	sooner := func(at time.Time, after time.Duration) {
		if at = at.Add(after); next.IsZero() || at.Before(next) {
			next = at
		}
	}
	var at time.Time
	switch err := t.one(nextDelivery, nil, (*stamp)(&at)); {
	case err == nil:
		sooner(at, 0)
	case !errors.Is(err, desk.ErrNotFound):
		return next, err
	}
	for _, q := range []struct {
		query string
		after time.Duration
	}{
		{`SELECT COALESCE(MIN(lease_until), 0) FROM deliveries WHERE state = 'sending'`, 0},
		{`SELECT COALESCE(MIN(uncertain_at), 0) FROM deliveries WHERE state = 'uncertain' AND lane = 1`, store.UncertainHolds},
		{`SELECT COALESCE(MIN(created_at), 0) FROM deliveries WHERE state = 'waiting'`, store.DeliveryKeeps},
	} {
		at, err := t.earliest(q.query)
		if err != nil {
			return next, err
		}
		if !at.IsZero() {
			sooner(at, q.after)
		}
	}
	return next, nil
}

// settle applies a status to what a query finds.
func (t *tx) settle(s store.DeliveryStatus, where string, args ...any) ([]store.Delivery, error) {
	found, err := all(t, deliveryQuery+where, args, scanDelivery)
	if err != nil {
		return nil, err
	}
	var changed []store.Delivery
	for _, old := range found {
		d, moved := old.Settled(s, t.Now())
		if !moved {
			continue
		}
		if err := t.saveDelivery(d); err != nil {
			return nil, err
		}
		changed = append(changed, d)
	}
	return changed, nil
}

// SettleByProvider implements store.Outbox.
func (t *tx) SettleByProvider(accountID string, providerIDs []string, s store.DeliveryStatus) ([]store.Delivery, error) {
	s.ProviderID = ""
	return t.settle(s, ` WHERE account_id = $1 AND provider_id <> '' AND provider_id IN `+t.d.list("$2")+` ORDER BY n`, accountID, asList(providerIDs))
}

// SettleByOurs implements store.Outbox.
func (t *tx) SettleByOurs(accountID, deliveryID string, s store.DeliveryStatus) ([]store.Delivery, error) {
	return t.settle(s, ` WHERE id = $1 AND account_id = $2`, deliveryID, accountID)
}

const sentBefore = ` WHERE contact_id = $1 AND sent_at <= $2 AND state IN ('sent', 'delivered') ORDER BY sent_at`

// SettleBefore implements store.Outbox.
func (t *tx) SettleBefore(contactID string, upTo time.Time, s store.DeliveryStatus) ([]store.Delivery, error) {
	s.ProviderID = ""
	return t.settle(s, sentBefore, contactID, ms(upTo))
}

// SettleEpoch implements store.Outbox.
func (t *tx) SettleEpoch(conversationID string, s desk.Settlement, epoch int64) ([]store.Delivery, error) {
	const which = ` WHERE conversation_id = $1 AND lane = 1 AND state = 'waiting' AND author = 'assistant' RETURNING ` + deliveryColumns
	var list []store.Delivery
	var err error
	switch s {
	case desk.SettleWithdraw:
		list, err = all(t, `UPDATE deliveries SET state = 'withdrawn', lane = 0, reason = '`+store.ReasonTakenOver+`', changed_at = $2`+which,
			with(conversationID, ms(t.Now())), scanDelivery)
	case desk.SettleRestamp:
		list, err = all(t, `UPDATE deliveries SET epoch = $2`+which, with(conversationID, epoch), scanDelivery)
	default:
		return nil, nil
	}
	if err != nil {
		return nil, err
	}
	if s == desk.SettleWithdraw {
		epoch = store.RecalledEpoch
	}
	err = t.run(`UPDATE deliveries SET epoch = $2 WHERE conversation_id = $1 AND lane = 1 AND state = 'sending' AND author = 'assistant'`,
		conversationID, epoch)
	return inLane(list), err
}

// WithdrawDeliveries implements store.Outbox.
func (t *tx) WithdrawDeliveries(ids []string, reason string) ([]store.Delivery, error) {
	list, err := all(t, `UPDATE deliveries SET state = 'withdrawn', lane = 0, reason = $2, changed_at = $3
		WHERE state = 'waiting' AND id IN `+t.d.list("$1")+` RETURNING `+deliveryColumns, with(asList(ids), reason, ms(t.Now())), scanDelivery)
	if err != nil {
		return nil, err
	}
	return inLane(list), t.run(`UPDATE deliveries SET epoch = $2 WHERE state = 'sending' AND id IN `+t.d.list("$1"), asList(ids), int64(store.RecalledEpoch))
}

// RetryDelivery implements store.Outbox.
func (t *tx) RetryDelivery(id string, now time.Time) (store.Delivery, error) {
	d, err := t.Delivery(id)
	if err != nil {
		return d, err
	}
	epoch := d.Epoch
	if err := t.one(`SELECT epoch FROM conversations WHERE id = $1`, with(d.ConversationID), &epoch); err != nil {
		return d, err
	}
	if d, err = d.Retried(epoch, now); err != nil {
		return d, err
	}
	return d, t.saveDelivery(d)
}

// Delivery implements store.Outbox.
func (t *tx) Delivery(id string) (store.Delivery, error) {
	return first(t, deliveryQuery+` WHERE id = $1`, with(id), scanDelivery)
}

// DeliveryByProvider implements store.Outbox.
func (t *tx) DeliveryByProvider(accountID, providerID string) (store.Delivery, error) {
	return first(t, deliveryQuery+` WHERE account_id = $1 AND provider_id = $2 AND provider_id <> '' ORDER BY n LIMIT 1`, with(accountID, providerID), scanDelivery)
}

// Undelivered implements store.Outbox.
func (t *tx) Undelivered(conversationID string, after int64) (desk.Undelivered, error) {
	u, err := first(t, `SELECT answers, answers_at FROM deliveries WHERE conversation_id = $1 AND lane = 1 AND state = 'waiting' AND author = 'assistant'
		AND answers > $2 ORDER BY answers LIMIT 1`, with(conversationID, after), func(rows cursor) (u desk.Undelivered, err error) {
		return u, rows.Scan(&u.Seq, (*stamp)(&u.At))
	})
	if errors.Is(err, desk.ErrNotFound) {
		return desk.Undelivered{}, nil
	}
	return u, err
}

// DeliveriesOf implements store.Outbox.
func (t *tx) DeliveriesOf(conversationID string, entryIDs []string) ([]store.Delivery, error) {
	if len(entryIDs) == 0 {
		return nil, nil
	}
	return all(t, deliveryQuery+` WHERE conversation_id = $1 AND entry_id IN `+t.d.list("$2")+` ORDER BY seq, part`, with(conversationID, asList(entryIDs)), scanDelivery)
}

// OpenDeliveries implements store.Outbox.
func (t *tx) OpenDeliveries(conversationID string) ([]store.Delivery, error) {
	return all(t, deliveryQuery+` WHERE conversation_id = $1 AND state IN ('waiting', 'sending', 'uncertain') ORDER BY seq, part`, with(conversationID), scanDelivery)
}

const doubtedDeliveries = deliveryQuery + ` WHERE conversation_id = $1 AND uncertain_at > $2 AND state NOT IN ('waiting', 'sending', 'uncertain') ORDER BY seq, part`

// DoubtedDeliveries implements store.Outbox.
func (t *tx) DoubtedDeliveries(conversationID string, since time.Time) ([]store.Delivery, error) {
	return all(t, doubtedDeliveries, with(conversationID, ms(since)), scanDelivery)
}

// TroubledDeliveries implements store.Outbox.
func (t *tx) TroubledDeliveries(accountID string, limit int) ([]store.Delivery, error) {
	return all(t, deliveryQuery+` WHERE account_id = $1 AND state IN ('uncertain', 'failed') ORDER BY n DESC LIMIT $2 + 0`,
		with(accountID, int64(store.Clamp(limit, 20, 200))), scanDelivery)
}

// CountDeliveries implements store.Outbox.
func (t *tx) CountDeliveries(accountID string) (store.DeliveryCounts, error) {
	var n store.DeliveryCounts
	query, args := `SELECT state, COUNT(*), MIN(created_at) FROM deliveries WHERE state IN ('waiting', 'sending', 'uncertain')`, []any(nil)
	if accountID != "" {
		query, args = query+` AND account_id = $1`, with(accountID)
	}
	err := t.each(query+` GROUP BY state`, args, func(rows cursor) error {
		var state store.DeliveryState
		var count int
		var oldest time.Time
		if err := rows.Scan((*string)(&state), &count, (*stamp)(&oldest)); err != nil {
			return err
		}
		switch state {
		case store.DeliveryWaiting:
			n.Waiting, n.Oldest = count, oldest
		case store.DeliverySending:
			n.Sending = count
		case store.DeliveryUncertain:
			n.Uncertain = count
		}
		return nil
	})
	return n, err
}
