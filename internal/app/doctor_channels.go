package app

import (
	"context"
	"database/sql"
	"encoding/json"
	"os"
	"strings"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/secret"
	"deskbell/internal/store"
)

// channels looks whether the connected accounts can send: that their secrets open here, and that no channel stopped them.
// It asks no channel; the Channels page does.
func (x *examination) channels(ctx context.Context, db *sql.DB) {
	rows, err := db.QueryContext(ctx, "SELECT name, channel, paused, sealed, health FROM channel_accounts WHERE removed_at = 0 ORDER BY created_at, id")
	if err != nil {
		return // an older schema, or a broken one: told by schema
	}
	defer rows.Close()
	accounts, locked := 0, 0
	var stopped []string
	for rows.Next() {
		var name, ch, paused, health string
		var sealed []byte
		if err := rows.Scan(&name, &ch, &paused, &sealed, &health); err != nil {
			x.note(Bad, "channels", "%v", err)
			return
		}
		accounts++
		s, err := openSealer(x.cfg.Dir)
		if err != nil {
			x.note(Bad, "channels", "the key of the stored tokens cannot be read: %v", err)
			return
		}
		var h store.AccountHealth
		_ = json.Unmarshal([]byte(health), &h) // what cannot be read says nothing
		switch {
		case !s.Knows(sealed):
			locked++
		case paused != "":
			stopped = append(stopped, name+" ("+paused+")")
		case ch != string(desk.ChannelAPI) && !h.CheckedAt.IsZero() && !h.Subscribed:
			stopped = append(stopped, name+" (unsubscribed)")
		case !h.TokenUntil.IsZero() && time.Until(h.TokenUntil) < 7*24*time.Hour:
			stopped = append(stopped, name+" (its token ends soon)")
		}
	}
	switch {
	case rows.Err() != nil:
		x.note(Bad, "channels", "%v", rows.Err())
	case accounts == 0: // nothing to say to whoever has a website only
	case locked > 0:
		x.note(Bad, "channels", "the tokens of %d accounts were sealed under a key that is not here; bring back %s, or set %s to the key that was used", locked, secret.FileName, secret.KeyVariable)
	case len(stopped) > 0:
		x.note(Warn, "channels", "look at %s on the Channels page", strings.Join(stopped, ", "))
	case x.cfg.DatabaseURL != "" && os.Getenv(secret.KeyVariable) == "":
		x.note(Fine, "channels", "%d accounts can send; a second server needs the same key: give all of them %s", accounts, secret.KeyVariable)
	default:
		x.note(Fine, "channels", "%d accounts can send", accounts)
	}
}
