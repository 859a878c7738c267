package app

import (
	"context"
	"crypto/x509"
	"database/sql"
	"errors"
	"io/fs"
	"path/filepath"
	"strings"
	"time"

	"deskbell/internal/certificate"
)

// postgres looks at a database that several servers may share, and at what this one's folder has to do with it.
func (x *examination) postgres(ctx context.Context) {
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	db, err := sql.Open("pgx", x.cfg.DatabaseURL)
	if err == nil {
		defer db.Close()
		err = db.PingContext(ctx)
	}
	if err != nil {
		x.note(Bad, "database", "PostgreSQL does not answer: %s", strings.ReplaceAll(err.Error(), "\n", "; "))
		return
	}
	x.note(Fine, "database", "PostgreSQL answers")
	x.databaseClock(ctx, db)
	x.note(Warn, "backup", "Deskbell makes none of a PostgreSQL database: let pg_dump or continuous archiving make them, and try a restore; uploaded files, keys and the certificate are in the database, so that is all of it")
	if HasData(x.cfg.Dir) {
		x.note(Warn, "folder", "%s holds a SQLite database, which is not used; deskbell migrate moves one to PostgreSQL", x.cfg.Dir)
	}
	if n := countFiles(filesDir(x.cfg.Dir)); n > 0 {
		x.note(Warn, "files", "%d files lie in %s; deskbell serve on this machine brings them into the database, and until then no other server has them", n, filesDir(x.cfg.Dir))
	}
	var tables int
	err = db.QueryRowContext(ctx, "SELECT COUNT(*) FROM information_schema.tables WHERE table_schema = current_schema() AND table_name = 'goose_db_version'").Scan(&tables)
	if err == nil && tables == 0 {
		x.note(Warn, "schema", "there is none yet; deskbell serve makes it")
		return
	}
	x.schema(ctx, db)
	x.mailServer(ctx, db)
	x.channels(ctx, db)
}

// databaseClock compares the clocks. The database's counts, so a wrong one here does no harm but to the log.
func (x *examination) databaseClock(ctx context.Context, db *sql.DB) {
	var now time.Time
	asked := time.Now()
	if err := db.QueryRowContext(ctx, "SELECT clock_timestamp()").Scan(&now); err != nil {
		return // told by database
	}
	now = now.Add(time.Since(asked) / 2)
	if ahead := time.Now().Round(0).Sub(now); ahead.Abs() > 2*time.Second {
		x.note(Warn, "clock", "this machine's clock is %s ahead of the database's; Deskbell goes by the database's, but the log's lines are of this one's", ahead.Round(time.Second))
	}
}

// countFiles counts what lies in a file room.
func countFiles(dir string) int {
	n := 0
	_ = filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error { // what cannot be read cannot be moved either
		if err == nil && d.Type().IsRegular() && !strings.HasPrefix(d.Name(), ".") {
			n++
		}
		return nil
	})
	return n
}

// keptCertificate is the certificate that the servers of this installation obtained; an error of fs.ErrNotExist where
// there is none.
func (x *examination) keptCertificate(ctx context.Context, domain string) (*x509.Certificate, error) {
	if x.cfg.DatabaseURL == "" {
		return certificate.Kept(filepath.Join(x.cfg.Dir, certificate.Dir), domain)
	}
	ctx, cancel := context.WithTimeout(ctx, 10*time.Second)
	defer cancel()
	db, err := sql.Open("pgx", x.cfg.DatabaseURL)
	if err != nil {
		return nil, err
	}
	defer db.Close()
	var text string
	err = db.QueryRowContext(ctx, "SELECT value FROM settings WHERE key = $1", certificateSetting+domain).Scan(&text)
	if errors.Is(err, sql.ErrNoRows) || err == nil && text == "" {
		return nil, fs.ErrNotExist
	}
	if err != nil {
		return nil, err
	}
	return certificate.Parse([]byte(text))
}
