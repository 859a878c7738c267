package sqlstore

import (
	"math"
	"slices"
	"time"

	"deskbell/internal/store"
)

const arrivalColumns = `n, id, app_id, channel, at, body, attempts, not_before, lease_owner, lease_until, tried_at, lost, done_at, failure`

type arrivalRow struct {
	n int64
	store.Arrival
}

func scanArrival(rows cursor) (arrivalRow, error) {
	var a arrivalRow
	err := rows.Scan(&a.n, &a.ID, &a.AppID, (*string)(&a.Channel), (*stamp)(&a.At), &a.Body, &a.Attempts, (*stamp)(&a.NotBefore), &a.Owner,
		(*stamp)(&a.Until), (*stamp)(&a.TriedAt), &a.Lost, (*stamp)(&a.DoneAt), &a.Failure)
	return a, err
}

func arrivalsOf(rows []arrivalRow) []store.Arrival {
	var out []store.Arrival
	for _, r := range rows {
		out = append(out, r.Arrival)
	}
	return out
}

// PutArrival implements store.Arrivals. Nobody waits for its answer but the commit.
func (t *tx) PutArrival(a store.Arrival) error {
	return t.later(nil, `INSERT INTO arrivals (id, app_id, channel, at, body, attempts, not_before, lease_owner, lease_until, done_at, failure)
		VALUES ($1, $2, $3, $4, $5, 0, $6, '', 0, 0, '')`, a.ID, a.AppID, string(a.Channel), ms(a.At), blob(a.Body), ms(a.NotBefore))
}

// freeApp is that nobody but the owner $3 holds anything of an app; noneTried that none of those over which a server ended
// was claimed within the ten seconds before $1 and is still worked on.
const (
	freeApp   = `app_id NOT IN (SELECT h.app_id FROM arrivals h WHERE h.done_at = 0 AND h.lease_owner <> '' AND h.lease_owner <> $3)`
	noneTried = `NOT EXISTS (SELECT 1 FROM arrivals s WHERE s.done_at = 0 AND s.lost > 0 AND s.lease_owner <> '' AND s.tried_at > $1 - 10000)`
)

// owedArrivals are those that an owner may claim: all that no server ended over, and of the others that are no suspects ($4)
// the first.
const owedArrivals = `SELECT n FROM arrivals WHERE done_at = 0 AND lease_owner = '' AND not_before <= $1
	AND (lost = 0 OR n = (SELECT MIN(s.n) FROM arrivals s WHERE s.done_at = 0 AND s.lost > 0 AND s.lost < $4 AND s.lease_owner = '' AND s.not_before <= $1)
		AND ` + noneTried + `)
	AND ` + freeApp + ` ORDER BY n LIMIT $2 + 0`

// ClaimArrivals implements store.Arrivals. Two that claim at once take the same first row, and one is run again: it must not
// skip what the other has just claimed.
func (t *tx) ClaimArrivals(owner string, now, until time.Time, limit int) ([]store.Arrival, error) {
	rows, err := all(t, `UPDATE arrivals SET lease_owner = $3, lease_until = $5, tried_at = $1, attempts = attempts + 1
		WHERE n IN (`+owedArrivals+`) RETURNING `+arrivalColumns,
		with(ms(now), int64(store.Clamp(limit, 20, 500)), owner, int64(store.LostMost-1), ms(until)), scanArrival)
	slices.SortFunc(rows, func(a, b arrivalRow) int { return int(a.n - b.n) })
	return arrivalsOf(rows), err
}

// firstSuspect is the one that the owner $3 may try: alone, or once it has waited for a minute.
const firstSuspect = `SELECT n FROM arrivals WHERE done_at = 0 AND lost > 0 AND lost >= $2 AND lease_owner = '' AND not_before <= $1
	AND (tried_at <= $1 - 60000 OR NOT EXISTS (SELECT 1 FROM arrivals h WHERE h.done_at = 0 AND h.lease_owner <> '' AND h.lease_owner = $3))
	AND ` + noneTried + ` AND ` + freeApp + ` ORDER BY n LIMIT 1`

// ClaimSuspect implements store.Arrivals.
func (t *tx) ClaimSuspect(owner string, now, until time.Time) ([]store.Arrival, error) {
	rows, err := all(t, `UPDATE arrivals SET lease_owner = $3, lease_until = $4, tried_at = $1, attempts = attempts + 1
		WHERE n IN (`+firstSuspect+`) RETURNING `+arrivalColumns,
		with(ms(now), int64(store.LostMost-1), owner, ms(until)), scanArrival)
	return arrivalsOf(rows), err
}

// RenewArrivals implements store.Arrivals.
func (t *tx) RenewArrivals(owner string, ids []string, until time.Time) error {
	return t.run(`UPDATE arrivals SET lease_until = $3 WHERE lease_owner = $1 AND done_at = 0 AND id IN `+t.d.list("$2"), owner, asList(ids), ms(until))
}

// FinishArrival implements store.Arrivals.
func (t *tx) FinishArrival(id, owner string, now time.Time, failure string) (bool, error) {
	n, err := t.exec(`UPDATE arrivals SET done_at = $3, failure = $4, lease_owner = '', lease_until = 0, lost = 0
		WHERE id = $1 AND lease_owner = $2 AND done_at = 0`, id, owner, ms(now), failure)
	return n > 0, err
}

// RetryArrival implements store.Arrivals.
func (t *tx) RetryArrival(id, owner string, notBefore time.Time, failure string) (bool, error) {
	n, err := t.exec(`UPDATE arrivals SET not_before = $3, failure = $4, lease_owner = '', lease_until = 0, lost = 0
		WHERE id = $1 AND lease_owner = $2 AND done_at = 0`, id, owner, ms(notBefore), failure)
	return n > 0, err
}

// ReplayArrival implements store.Arrivals.
func (t *tx) ReplayArrival(id string, now time.Time) error {
	n, err := t.exec(`UPDATE arrivals SET done_at = 0, failure = '', attempts = 0, not_before = $2, tried_at = $2,
		lost = CASE WHEN lost > 0 THEN CAST($3 AS BIGINT) ELSE 0 END WHERE id = $1 AND done_at <> 0`, id, ms(now), int64(store.LostMost-1))
	if err == nil && n == 0 {
		_, err = t.Arrival(id) // one that is owed already needs nothing
	}
	return err
}

// abandonedArrivals are those that a server ended over, harmfulArrivals the suspects among them ($2) beside which it held
// nothing, or over which as many ended as ever may ($3 and this one).
const (
	abandonedArrivals = `SELECT n FROM arrivals WHERE done_at = 0 AND lease_owner <> '' AND lease_until <= $1`
	harmfulArrivals   = `SELECT n FROM arrivals a WHERE done_at = 0 AND lost > 0 AND lost >= $2 AND lease_owner <> '' AND lease_until <= $1
		AND (lost >= $3 OR NOT EXISTS (SELECT 1 FROM arrivals h WHERE h.done_at = 0 AND h.lease_owner <> '' AND h.lease_owner = a.lease_owner AND h.n <> a.n))`
)

// ExpireArrivals implements store.Arrivals.
func (t *tx) ExpireArrivals(now time.Time, all bool, failure string) ([]store.Arrival, error) {
	until := ms(now)
	if all {
		until = math.MaxInt64
	}
	return t.abandoned(until, ms(now), failure)
}

func (t *tx) abandoned(until, now int64, failure string) ([]store.Arrival, error) {
	rows, err := all(t, `UPDATE arrivals SET lease_owner = '', lease_until = 0, lost = lost + 1, done_at = $4, failure = $5
		WHERE n IN (`+harmfulArrivals+t.d.skipLocked+`) RETURNING `+arrivalColumns,
		with(until, int64(store.LostMost-1), int64(store.LostEver-1), now, failure), scanArrival)
	if err != nil {
		return nil, err
	}
	slices.SortFunc(rows, func(a, b arrivalRow) int { return int(a.n - b.n) })
	return arrivalsOf(rows), t.run(`UPDATE arrivals SET lease_owner = '', lease_until = 0, lost = lost + 1
		WHERE n IN (`+abandonedArrivals+t.d.skipLocked+`)`, until)
}

// NextArrival implements store.Arrivals.
func (t *tx) NextArrival() (time.Time, error) {
	return t.earliest(`SELECT COALESCE(MIN(CASE WHEN lease_until > not_before THEN lease_until WHEN not_before > 0 THEN not_before ELSE at END), 0)
		FROM arrivals WHERE done_at = 0`)
}

// Arrival implements store.Arrivals.
func (t *tx) Arrival(id string) (store.Arrival, error) {
	r, err := first(t, `SELECT `+arrivalColumns+` FROM arrivals WHERE id = $1`, with(id), scanArrival)
	return r.Arrival, err
}

// asideArrivals are those that were set aside.
const asideArrivals = `SELECT ` + arrivalColumns + ` FROM arrivals WHERE done_at <> 0 AND lost > 0 ORDER BY n DESC LIMIT $1 + 0`

// FailedArrivals implements store.Arrivals.
func (t *tx) FailedArrivals(limit int) ([]store.Arrival, error) {
	rows, err := all(t, `SELECT `+arrivalColumns+` FROM arrivals WHERE done_at <> 0 AND failure <> '' ORDER BY n DESC LIMIT $1 + 0`,
		with(int64(store.Clamp(limit, 20, 200))), scanArrival)
	if err != nil {
		return nil, err
	}
	aside, err := all(t, asideArrivals, with(int64(store.Clamp(limit, 20, 200))), scanArrival)
	for _, r := range rows {
		if !r.SetAside() {
			aside = append(aside, r)
		}
	}
	return arrivalsOf(aside[:min(len(aside), store.Clamp(limit, 20, 200))]), err
}

// CountArrivals implements store.Arrivals.
func (t *tx) CountArrivals() (store.ArrivalCounts, error) {
	var n store.ArrivalCounts
	err := t.one(`SELECT COUNT(*), COALESCE(MIN(at), 0), (SELECT COUNT(*) FROM arrivals f WHERE f.done_at <> 0 AND f.failure <> '')
		FROM arrivals WHERE done_at = 0`, nil, &n.Waiting, (*stamp)(&n.Oldest), &n.Failed)
	return n, err
}

// PruneArrivals implements store.Arrivals.
func (t *tx) PruneArrivals(before time.Time) (int, error) {
	gone := 0
	for _, prune := range []string{
		`DELETE FROM arrivals WHERE n IN (SELECT n FROM arrivals WHERE done_at <> 0 AND done_at < $1 ORDER BY done_at LIMIT 1000` + t.d.skipLocked + `)`,
		`DELETE FROM events_seen WHERE (account_id, key) IN (SELECT account_id, key FROM events_seen WHERE at < $1 ORDER BY at LIMIT 1000` + t.d.skipLocked + `)`,
	} {
		n, err := t.exec(prune, ms(before))
		if err != nil {
			return 0, err
		}
		gone += int(n)
	}
	return gone, nil
}
