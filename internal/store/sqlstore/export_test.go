package sqlstore

import (
	"encoding/json"
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
