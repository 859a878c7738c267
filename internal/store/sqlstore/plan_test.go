package sqlstore

import (
	"context"
	"strings"
	"testing"
)

// Queries that grow with the store must go along an index, in its order: a plan says so without a clock.
func TestPlans_GoAlongAnIndex(t *testing.T) {
	t.Parallel()
	_, e := openEngine(t, Migrated(t))
	for name, query := range map[string]string{
		"wall": wallPlaces, "held": heldPlaces, "mine": minePlaces, "ringing": ringingPlaces, "history": historyPlaces,
		"history by status": historyPlacesByStatus,
		"last messages":     lastMessages + sqliteDialect.list("$1"),
		"state":             `SELECT ` + stateColumns + stateTables + ` WHERE c.id = $1`,
		"state of contact":  `SELECT ` + stateColumns + stateTables + ` WHERE c.contact_id = $1 AND c.merged_into = '' ORDER BY c.started_at DESC, c.id DESC LIMIT 1`,
		"entries":           entryQuery + ` WHERE e.conversation_id = $1 AND e.seq > $2 ORDER BY e.seq LIMIT $3 + 0`,
		"client id":         entryQuery + ` WHERE e.sender_id = $1 AND e.client_id = $2 AND e.client_id <> ''`,
		"due timers":        `SELECT conversation_id FROM timers WHERE due_at <= $1 ORDER BY due_at LIMIT 10`,
		"next timer":        `SELECT COALESCE(MIN(due_at), 0) FROM timers`,
		"due alerts":        dueAlerts,
		"next alert":        `SELECT COALESCE(MIN(next_at), 0) FROM alerts WHERE next_at > 0`,
		"changed alerts":    alertQuery + ` WHERE changed_at >= $1 ORDER BY changed_at`,
		"ringing of":        ringingOf,
		"alarm of":          alarmOf,
		"open alerts":       openAlerts + `($1)`,
		"ended alerts":      endedAlerts + `($1)`,
		"rings of an alert": `SELECT people FROM rings WHERE alert_id IN ($1)`,
		"next call":         `SELECT COALESCE(MIN(next_at), 0) FROM calls WHERE next_at > 0`,
		"next duty end":     `SELECT COALESCE(MIN(duty_until), 0) FROM people WHERE duty_until > 0`,
		"owed turns":        `SELECT id FROM turns WHERE ending = '' AND lease_until <= $1 AND not_before <= $1 ORDER BY owed_at LIMIT 10`,
		"opened requests":   openedRequests,
		"unmet wishes":      unmetWishes,
		"begun":             begunConversations,
		"accepted waits":    acceptedWaits,
		"tickets by status": ticketsByStatus, "tickets": ticketsMoved, "my tickets": ticketsMine,
		"tickets of a thread": ticketQuery + ` WHERE conversation_id = $1 ORDER BY number DESC`,
		"ticket lines":        ticketLineQuery + ` WHERE ticket = $1 ORDER BY n DESC LIMIT 1000`,
		"owed mails":          owedMails,
		"next mail":           `SELECT COALESCE(MIN(next_at), 0) FROM mails WHERE state = 'queued'`,
		"mails of a ticket":   mailQuery + ` WHERE ticket = $1 AND ticket <> 0 ORDER BY n`,
		"troubled mails":      mailQuery + ` WHERE state IN ('uncertain', 'failed') ORDER BY n DESC LIMIT $1 + 0`,
		"due absences":        `SELECT conversation_id FROM absences WHERE due_at <> 0 AND due_at <= $1 ORDER BY due_at, conversation_id LIMIT $2 + 0`,
		"owed deliveries":     owedDeliveries,
		"next delivery":       nextDelivery,
		"leased deliveries":   `SELECT id FROM deliveries WHERE state = 'sending' AND lease_until <= $1`,
		"next lease":          `SELECT COALESCE(MIN(lease_until), 0) FROM deliveries WHERE state = 'sending'`,
		"next freed lane":     `SELECT COALESCE(MIN(uncertain_at), 0) FROM deliveries WHERE state = 'uncertain' AND lane = 1`,
		"oldest delivery":     `SELECT COALESCE(MIN(created_at), 0) FROM deliveries WHERE state = 'waiting'`,
		"by provider":         deliveryQuery + ` WHERE account_id = $1 AND provider_id <> '' AND provider_id IN (SELECT value FROM json_each($2))`,
		"sent before":         deliveryQuery + sentBefore,
		"troubled deliveries": deliveryQuery + ` WHERE account_id = $1 AND state IN ('uncertain', 'failed') ORDER BY n DESC LIMIT $2 + 0`,
		"open of a lane":      deliveryQuery + ` WHERE conversation_id = $1 AND state IN ('waiting', 'sending', 'uncertain') ORDER BY seq, part`,
		"doubted of a lane":   doubtedDeliveries,
		"waiting of a lane":   `SELECT id FROM deliveries WHERE conversation_id = $1 AND lane = 1 AND state = 'waiting' AND author = 'assistant'`,
		"owed arrivals":       owedArrivals,
		"first suspect":       firstSuspect,
		"abandoned arrivals":  abandonedArrivals,
		"harmful arrivals":    harmfulArrivals,
		"arrivals set aside":  asideArrivals,
		"failed arrivals":     `SELECT id FROM arrivals WHERE done_at <> 0 AND failure <> '' ORDER BY n DESC LIMIT $1 + 0`,
		"old arrivals":        `SELECT n FROM arrivals WHERE done_at <> 0 AND done_at < $1 ORDER BY done_at LIMIT 1000`,
		"old asks":            oldAsks,
		"identities":          `SELECT contact_id FROM identities WHERE contact_id = $1`,
		"messages":            sqliteDialect.messages,
		"guests":              sqliteDialect.guests,
		"tail":                sqliteDialect.tail,
	} {
		rows, err := e.readDB.QueryContext(context.Background(), "EXPLAIN QUERY PLAN "+query, "1", 2, "3", 4, 5, 6)
		if err != nil {
			t.Fatalf("%s: %v", name, err)
		}
		for rows.Next() {
			var a, b, c int
			var step string
			if err := rows.Scan(&a, &b, &c, &step); err != nil {
				t.Fatal(err)
			}
			scans := strings.HasPrefix(step, "SCAN") && !strings.Contains(step, "USING") && !strings.Contains(step, "VIRTUAL TABLE") &&
				step != "SCAN search_progress" // one row
			sorts := strings.Contains(step, "TEMP B-TREE") && !strings.Contains(step, "LAST") && name != "ringing"
			if scans || sorts {
				t.Errorf("%s: %s", name, step)
			}
		}
		if err := rows.Close(); err != nil {
			t.Fatal(err)
		}
	}
}
