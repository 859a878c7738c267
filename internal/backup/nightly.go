package backup

import (
	"context"
	"fmt"
	"log/slog"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"time"

	"deskbell/internal/store/sqlstore"
)

// Nightly makes a backup every night, checks it, and keeps the newest ones.
type Nightly struct {
	// Dir is the data folder; the archives go into its folder of backups.
	Dir     string
	Version string
	// Now is the clock; nil is the real one. Its location says when it is night.
	Now func() time.Time
	// Hour is when, 0 to 23; Keep is how many are kept, 0 means 14.
	Hour, Keep int
	Log        *slog.Logger
	// Done hears of every attempt, for metrics; nil is nobody.
	Done func(Manifest, error)
}

const (
	nightlyPrefix = "nightly-"
	nightlySuffix = ".tar"
	nightlyTime   = "20060102T150405Z"
	// again is how long after a failure the next attempt comes.
	again = time.Hour
	// glance is how often the clock is looked at: often enough for one that is set, or a computer that slept.
	glance = time.Minute
)

// Run makes the backups until ctx ends. A night that was missed is made up for soon after the start.
func (n Nightly) Run(ctx context.Context) error {
	if n.Now == nil {
		n.Now = time.Now
	}
	if n.Keep == 0 {
		n.Keep = 14
	}
	if n.Log == nil {
		n.Log = slog.New(slog.DiscardHandler)
	}
	due := n.firstDue()
	tick := time.NewTicker(glance)
	defer tick.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-tick.C:
		}
		if n.Now().Before(due) {
			continue
		}
		m, err := n.once(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if n.Done != nil {
			n.Done(m, err)
		}
		if err != nil {
			n.Log.Error("the nightly backup failed", "err", err)
			due = n.Now().Add(again)
			continue
		}
		n.Log.Info("nightly backup made and checked", "files", len(m.Files), "bytes", m.Database.Size)
		due = n.nightAfter(n.Now())
	}
}

// firstDue is the night after the newest backup, or after now where there is none.
func (n Nightly) firstDue() time.Time {
	names, _ := n.list()
	if len(names) > 0 {
		newest := names[len(names)-1]
		at, err := time.Parse(nightlyTime, strings.TrimSuffix(strings.TrimPrefix(newest, nightlyPrefix), nightlySuffix))
		if err == nil && at.Before(n.Now()) {
			return n.nightAfter(at.In(n.Now().Location()))
		}
	}
	return n.nightAfter(n.Now())
}

// nightAfter is the next time the hour comes.
func (n Nightly) nightAfter(t time.Time) time.Time {
	at := time.Date(t.Year(), t.Month(), t.Day(), n.Hour, 0, 0, 0, t.Location())
	if !at.After(t) {
		at = time.Date(t.Year(), t.Month(), t.Day()+1, n.Hour, 0, 0, 0, t.Location())
	}
	return at
}

// once makes one backup, checks it, and lets the oldest go. One that does not pass its check is not kept.
func (n Nightly) once(ctx context.Context) (Manifest, error) {
	dir := filepath.Join(n.Dir, sqlstore.BackupDir)
	if err := os.MkdirAll(dir, 0o700); err != nil {
		return Manifest{}, fmt.Errorf("make the folder of backups: %w", err)
	}
	path := filepath.Join(dir, nightlyPrefix+n.Now().UTC().Format(nightlyTime)+nightlySuffix)
	m, err := Create(ctx, n.Dir, path, Options{Version: n.Version, Now: n.Now})
	if err != nil {
		return m, err
	}
	if _, err := Verify(ctx, path); err != nil {
		os.Remove(path)
		return m, fmt.Errorf("check the new backup: %w", err)
	}
	names, err := n.list()
	if err != nil {
		return m, err
	}
	for _, old := range names[:max(0, len(names)-n.Keep)] {
		if err := os.Remove(filepath.Join(dir, old)); err != nil {
			return m, fmt.Errorf("let an old backup go: %w", err)
		}
	}
	return m, nil
}

// list names the nightly backups, the oldest first.
func (n Nightly) list() ([]string, error) {
	there, err := os.ReadDir(filepath.Join(n.Dir, sqlstore.BackupDir))
	if err != nil {
		return nil, fmt.Errorf("list the backups: %w", err)
	}
	var names []string
	for _, e := range there {
		if e.Type().IsRegular() && strings.HasPrefix(e.Name(), nightlyPrefix) && strings.HasSuffix(e.Name(), nightlySuffix) {
			names = append(names, e.Name())
		}
	}
	slices.Sort(names)
	return names, nil
}
