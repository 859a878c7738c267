package sqlstore

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"strings"
	"time"
)

// AgedCursor is a store.NewsCursor of long ago.
func AgedCursor(cursor string, by time.Duration) string {
	var c newsCursor
	if err := json.Unmarshal([]byte(cursor), &c); err != nil {
		panic(err)
	}
	c.At -= by.Milliseconds()
	return asDoc(c)
}

// Prepared are the statements that the idle connections of a PostgreSQL database have prepared, with the types that the
// server gave to their parameters.
func (db *DB) Prepared(ctx context.Context) (map[string][]string, error) {
	e := db.engine.(*postgresEngine)
	found := map[string][]string{}
	var held []*sql.Conn
	defer func() {
		for _, c := range held {
			_ = c.Close()
		}
	}()
	for range e.db.Stats().Idle {
		c, err := e.db.Conn(ctx)
		if err != nil {
			return nil, err
		}
		held = append(held, c)
		rows, err := c.QueryContext(ctx, `SELECT statement, array_to_string(parameter_types, ',') FROM pg_prepared_statements`)
		if err != nil {
			return nil, err
		}
		for rows.Next() {
			var statement, types string
			if err := rows.Scan(&statement, &types); err != nil {
				return nil, err
			}
			found[statement] = strings.Split(types, ",")
		}
		if err := errors.Join(rows.Err(), rows.Close()); err != nil {
			return nil, err
		}
	}
	return found, nil
}

// FailStatements lets the writer of a SQLite database ask before each statement whether it fails; nil ends that. The
// transaction of what fails is undone as a disk that breaks does it.
func (db *DB) FailStatements(fail func(query string) error) {
	e := db.engine.(*sqliteEngine)
	set := make(chan struct{})
	e.pauses <- func() { e.writer.fail = fail; close(set) }
	<-set
}

// OwedArrivals is the query for what may be claimed: $1 the time, $2 how many, $3 who claims, $4 how often lost a suspect is.
const OwedArrivals = owedArrivals
