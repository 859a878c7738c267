package app

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"io/fs"
	"net/url"
	"os"
	"path/filepath"
	"strings"
	"syscall"
	"time"

	"deskbell/internal/store/sqlstore"
	"deskbell/web"
)

// Health is how bad a finding is.
type Health string

// The healths, as the doctor's lines begin.
const (
	Fine Health = "OK"
	Warn Health = "WARN"
	Bad  Health = "BAD"
)

// Finding is one thing that was looked at.
type Finding struct {
	Health Health
	What   string
	// Told says how it is and, where it is not fine, what to do.
	Told string
}

// HasData reports whether a folder holds a database of Deskbell's.
func HasData(dir string) bool {
	info, err := os.Stat(filepath.Join(dir, sqlstore.DatabaseFile))
	return err == nil && info.Mode().IsRegular()
}

// Examine looks an installation over without changing it, whether or not it is being served.
func Examine(ctx context.Context, cfg Config, at Address) []Finding {
	x := &examination{cfg: cfg}
	x.folder()
	x.disk()
	if cfg.DatabaseURL != "" {
		x.postgres(ctx)
	} else {
		x.lock()
		x.sqlite(ctx)
		x.backups()
	}
	x.clock()
	x.frontEnds()
	x.address(ctx, at)
	return x.found
}

type examination struct {
	cfg   Config
	found []Finding
}

func (x *examination) note(h Health, what, format string, args ...any) {
	x.found = append(x.found, Finding{h, what, fmt.Sprintf(format, args...)})
}

func (x *examination) folder() {
	info, err := os.Stat(x.cfg.Dir)
	switch {
	case errors.Is(err, fs.ErrNotExist):
		x.note(Warn, "folder", "%s does not exist yet; deskbell serve makes it", x.cfg.Dir)
		return
	case err != nil:
		x.note(Bad, "folder", "%v", err)
		return
	case !info.IsDir():
		x.note(Bad, "folder", "%s is no folder", x.cfg.Dir)
		return
	}
	f, err := os.CreateTemp(x.cfg.Dir, ".doctor-*")
	if err != nil {
		x.note(Bad, "folder", "cannot write into %s: %v", x.cfg.Dir, err)
		return
	}
	_ = f.Close()
	_ = os.Remove(f.Name())
	if info.Mode().Perm()&0o007 != 0 {
		x.note(Warn, "folder", "%s is open to every user of this machine; chmod o-rwx it", x.cfg.Dir)
		return
	}
	x.note(Fine, "folder", "%s can be written", x.cfg.Dir)
}

func (x *examination) disk() {
	free, err := freeBytes(x.cfg.Dir)
	switch {
	case err != nil: // told by folder
	case free < minFree:
		x.note(Bad, "disk", "%d MB are free; the server is not ready below %d MB", free>>20, minFree>>20)
	case free < 1<<30:
		x.note(Warn, "disk", "%d MB are free; backups need room too", free>>20)
	default:
		x.note(Fine, "disk", "%d GB are free", free>>30)
	}
}

func (x *examination) lock() {
	f, err := os.Open(filepath.Join(x.cfg.Dir, sqlstore.LockFile))
	if err != nil {
		x.note(Fine, "lock", "nobody serves this folder")
		return
	}
	defer f.Close()
	if err := syscall.Flock(int(f.Fd()), syscall.LOCK_SH|syscall.LOCK_NB); err != nil {
		pid, _ := os.ReadFile(f.Name())
		x.note(Fine, "lock", "process %s serves this folder", strings.TrimSpace(string(pid)))
		return
	}
	x.note(Fine, "lock", "nobody serves this folder")
}

func (x *examination) sqlite(ctx context.Context) {
	path := filepath.Join(x.cfg.Dir, sqlstore.DatabaseFile)
	if !HasData(x.cfg.Dir) {
		x.note(Warn, "database", "there is none yet; deskbell serve makes it")
		return
	}
	db, err := sql.Open("sqlite", "file:"+(&url.URL{Path: path}).EscapedPath()+"?mode=ro&_pragma=busy_timeout(5000)")
	if err != nil {
		x.note(Bad, "database", "%v", err)
		return
	}
	defer db.Close()
	var mode, sound string
	if err := db.QueryRowContext(ctx, "PRAGMA journal_mode").Scan(&mode); err != nil {
		x.note(Bad, "database", "%s cannot be read: %v; restore a backup into an empty folder", path, err)
		return
	}
	if mode != "wal" {
		x.note(Warn, "database", "the journal is %s instead of wal; is the folder on a network drive?", mode)
	}
	if err := db.QueryRowContext(ctx, "PRAGMA quick_check(1)").Scan(&sound); err != nil || sound != "ok" {
		x.note(Bad, "database", "it is damaged (%s %v); restore a backup into an empty folder", sound, err)
		return
	}
	x.schema(ctx, db)
	x.mailServer(ctx, db)
	x.channels(ctx, db)
	var newest sql.NullInt64
	if db.QueryRowContext(ctx, "SELECT MAX(at) FROM entries").Scan(&newest) == nil && newest.Valid {
		if at := time.UnixMilli(newest.Int64); time.Until(at) > time.Minute {
			x.note(Bad, "clock", "the newest message is from %s, which is to come; set this machine's clock", at.UTC().Format(time.RFC3339))
		}
	}
}

func (x *examination) schema(ctx context.Context, db *sql.DB) {
	var version int64
	known := sqlstore.SchemaVersion()
	err := db.QueryRowContext(ctx, "SELECT COALESCE(MAX(version_id), 0) FROM goose_db_version").Scan(&version)
	switch {
	case err != nil:
		x.note(Bad, "schema", "this is no database of Deskbell's: %v", err)
	case version > known:
		x.note(Bad, "schema", "schema %d is newer than this Deskbell, which knows %d; use the newer one", version, known)
	case version < known:
		x.note(Warn, "schema", "schema %d will be brought to %d at the next start, after a copy", version, known)
	default:
		x.note(Fine, "schema", "schema %d, sound", version)
	}
}

// backups warns where the nightly one has failed at least once.
func (x *examination) backups() {
	if !HasData(x.cfg.Dir) {
		return
	}
	var newest time.Time
	entries, err := os.ReadDir(filepath.Join(x.cfg.Dir, sqlstore.BackupDir))
	if err != nil && !errors.Is(err, fs.ErrNotExist) {
		x.note(Bad, "backup", "%v", err)
		return
	}
	for _, e := range entries {
		if info, err := e.Info(); err == nil && !strings.HasPrefix(e.Name(), "before-migration") && info.ModTime().After(newest) {
			newest = info.ModTime()
		}
	}
	switch age := time.Since(newest); {
	case newest.IsZero():
		x.note(Warn, "backup", "there is none yet; a running server makes one every night, deskbell backup makes one now")
	case age > 36*time.Hour:
		x.note(Warn, "backup", "the newest is %d hours old; see the server's log for why", int(age.Hours()))
	default:
		x.note(Fine, "backup", "the newest is %d hours old", int(age.Hours()))
	}
}

func (x *examination) clock() {
	if year := time.Now().Year(); year < 2026 {
		x.note(Bad, "clock", "this machine believes it is %d; set its clock", year)
		return
	}
	x.note(Fine, "clock", "it is %s", time.Now().UTC().Format(time.RFC3339))
}

func (x *examination) frontEnds() {
	for _, f := range []struct{ name, file string }{{"dashboard", "dashboard/index.html"}, {"widget", "widget/v1.js"}} {
		if _, err := fs.Stat(web.Dist(), f.file); err != nil {
			x.note(Warn, f.name, "it is not in this binary; build it with make build")
			continue
		}
		x.note(Fine, f.name, "in this binary")
	}
}
