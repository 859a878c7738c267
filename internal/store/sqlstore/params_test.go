package sqlstore_test

import (
	"context"
	"fmt"
	"regexp"
	"strings"
	"sync"
	"testing"

	"deskbell/internal/store/sqlstore"
)

// narrow collects parameters that PostgreSQL takes for small numbers. It gives a parameter the type of what stands beside
// it, and a constant is an integer of four bytes: "$1 * 1000" takes no time in milliseconds, "n + $1" with a column
// does. Such a parameter needs a CAST. Limits are small.
type narrow struct {
	mu    sync.Mutex
	seen  int
	found map[string]bool
}

// watched is a store that looks at its prepared statements before it is closed.
type watched struct {
	*sqlstore.DB
	n *narrow
}

// Close implements store.Store.
func (w watched) Close() error {
	statements, err := w.Prepared(context.Background())
	if err == nil {
		w.n.look(statements)
	}
	return w.DB.Close()
}

func (n *narrow) look(statements map[string][]string) {
	n.mu.Lock()
	defer n.mu.Unlock()
	for statement, types := range statements {
		n.seen++
		for i, kind := range types {
			if kind != "integer" && kind != "smallint" {
				continue
			}
			place := fmt.Sprintf(`\$%d\b`, i+1)
			others := regexp.MustCompile(`LIMIT `+place+` \+ 0`).ReplaceAllString(statement, "")
			if regexp.MustCompile(place).MatchString(others) {
				n.found[fmt.Sprintf("$%d in %s", i+1, strings.Join(strings.Fields(statement), " "))] = true
			}
		}
	}
}

func (n *narrow) report(t *testing.T) {
	t.Helper()
	if n.seen == 0 {
		t.Error("no prepared statement was looked at")
	}
	for p := range n.found {
		t.Errorf("PostgreSQL takes this for a small number: %s", p)
	}
}
