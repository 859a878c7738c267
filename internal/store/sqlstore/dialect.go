package sqlstore

import (
	"strings"
)

// A limit is written "LIMIT $n + 0" everywhere: where it is a placeholder alone, SQLite looks at its value while it plans,
// and plans the prepared statement anew for every value that is bound.

// dialect holds what the two databases say differently. Everything else is the same SQL for both; migrations have a
// file of their own for what only one of them knows.
type dialect struct {
	name string
	// ddl replaces the words in braces of the migrations.
	ddl *strings.Replacer
	// state and stateOfContact load a conversation by its id and a contact's newest one, and the database's clock in
	// milliseconds; 0 where time is not the database's.
	state, stateOfContact string
	// addEntry is for tx.add.
	addEntry string
	// list is a set of strings out of the JSON array in the given placeholder, to stand behind IN.
	list func(placeholder string) string
	// skipLocked ends a query for rows to claim, so that two claimers do not wait for each other.
	skipLocked string
	// match is what the searches take for the folded words of a query, and whole for them as whole words only.
	match, whole func(words []string) string
	// messages finds messages by match $1 at properties $2, the newest first, at most $3.
	messages string
	// guests finds contacts by match $1 at properties $2, at most $3.
	guests string
	// tail finds messages that the search has not indexed yet, at properties $1, the newest first; "" where none can be.
	tail string
}

const (
	hitColumns   = `e.conversation_id, e.property_id, e.seq, e.at, e.text`
	guestColumns = `c.id, c.property_id, c.name, c.email, c.phone`
)

// postgresClock is the time on the database's clock, in milliseconds.
const postgresClock = `CAST(EXTRACT(EPOCH FROM clock_timestamp()) * 1000 AS BIGINT)`

const (
	stateWhere          = stateTables + ` WHERE c.id = $1`
	stateOfContactWhere = stateTables + ` WHERE c.contact_id = $1 AND c.merged_into = ''
		ORDER BY c.started_at DESC, c.id DESC LIMIT 1`
)

var sqliteDialect = &dialect{
	name: "sqlite",
	ddl: strings.NewReplacer("{int}", "INTEGER", "{bytes}", "BLOB", "{serial}", "INTEGER PRIMARY KEY",
		"{strict}", "STRICT", "{clustered}", "STRICT, WITHOUT ROWID"),
	addEntry: insertEntry + ` ON CONFLICT DO NOTHING`,
	state:    `SELECT ` + stateColumns + `, 0` + stateWhere, stateOfContact: `SELECT ` + stateColumns + `, 0` + stateOfContactWhere,
	list:  func(p string) string { return "(SELECT value FROM json_each(" + p + "))" },
	match: func(words []string) string { return `"` + strings.Join(words, `"* "`) + `"*` },
	whole: func(words []string) string { return `"` + strings.Join(words, `" "`) + `"` },
	messages: `SELECT ` + hitColumns + ` FROM message_words w CROSS JOIN entries e
		WHERE w.message_words MATCH $1 AND e.n = w.rowid AND e.property_id IN (SELECT value FROM json_each($2))
		ORDER BY w.rowid DESC LIMIT $3 + 0`,
	guests: `SELECT ` + guestColumns + ` FROM guest_words w CROSS JOIN contacts c
		WHERE w.guest_words MATCH $1 AND c.n = w.rowid AND c.property_id IN (SELECT value FROM json_each($2))
		ORDER BY w.rowid DESC LIMIT $3 + 0`,
	// The indexer is 4,000 behind only under a load that lasts; a search reads as many in some 30 ms.
	tail: `SELECT ` + hitColumns + ` FROM entries e
		WHERE e.n > (SELECT indexed FROM search_progress) AND e.kind = 'message'
		AND e.property_id IN (SELECT value FROM json_each($1)) ORDER BY e.n DESC LIMIT 4000`,
}

var postgresDialect = &dialect{
	name: "postgres",
	// Text is ordered by its bytes, as in SQLite and in Go.
	ddl: strings.NewReplacer("{int}", "BIGINT", "{bytes}", "BYTEA", "{serial}", "BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY",
		"{strict}", "", "{clustered}", "", " TEXT ", ` TEXT COLLATE "C" `),
	addEntry: insertEntry,
	state:    `SELECT ` + stateColumns + `, ` + postgresClock + stateWhere, stateOfContact: `SELECT ` + stateColumns + `, ` + postgresClock + stateOfContactWhere,
	list:       func(p string) string { return "(SELECT json_array_elements_text(" + p + "::json))" },
	skipLocked: " FOR UPDATE SKIP LOCKED",
	match:      func(words []string) string { return "'" + strings.Join(words, "':* & '") + "':*" },
	whole:      func(words []string) string { return "'" + strings.Join(words, "' & '") + "'" },
	messages: `SELECT ` + hitColumns + ` FROM entries e
		WHERE search_words(e.text) @@ to_tsquery('simple', $1) AND e.kind = 'message'
		AND e.property_id IN (SELECT json_array_elements_text($2::json)) ORDER BY e.n DESC LIMIT $3 + 0`,
	guests: `SELECT ` + guestColumns + ` FROM contacts c
		WHERE search_words(c.name || ' ' || c.email || ' ' || c.phone) @@ to_tsquery('simple', $1)
		AND c.property_id IN (SELECT json_array_elements_text($2::json)) ORDER BY c.n DESC LIMIT $3 + 0`,
}
