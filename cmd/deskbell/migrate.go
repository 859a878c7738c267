package main

import (
	"fmt"
	"io"
	"net/url"
	"strings"
	"text/tabwriter"
	"time"

	"deskbell/internal/app"
)

type migrateCmd struct {
	From string `help:"The installation that moves: sqlite:FOLDER, its data folder. Its server must be stopped." placeholder:"sqlite:FOLDER" required:""`
	To   string `help:"Where it goes: an empty PostgreSQL database. Better in the environment, where no list of processes shows its password." env:"DESKBELL_DATABASE_URL" placeholder:"postgres://USER:PASSWORD@HOST/NAME" required:""`
}

// Help implements kong.HelpProvider.
func (migrateCmd) Help() string {
	return `Moves an installation from SQLite, which one server uses, to PostgreSQL, which several may share: people, properties,
conversations, tickets, settings, keys and files. Guests and agents stay signed in, if the address stays the same.

  1. Make an empty database:            createdb --encoding UTF8 deskbell
  2. Stop the server; guests see that they are offline, and what they write waits in their browser.
  3. Move:                              deskbell migrate --from sqlite:/var/lib/deskbell --to postgres://desk:secret@db/deskbell
  4. Start it on the database:          deskbell serve --database-url postgres://desk:secret@db/deskbell

Each table and each file is read back and compared: rows are counted, and all values are summed up on both sides. The data
folder is not changed, but for the newest schema where it has an older one: keep it until you trust the new home, and do not
serve it again. A move that fails leaves a database that no server accepts; run the same command again, and it begins anew.
A database that holds anything else is refused.`
}

// Run moves the installation and prints what arrived.
func (c migrateCmd) Run(e *env) error {
	dir, ok := strings.CutPrefix(c.From, "sqlite:")
	dir = strings.TrimPrefix(dir, "//")
	if !ok || dir == "" {
		return usage("--from names a data folder, like sqlite:./deskbell-data; the way back from PostgreSQL is not built")
	}
	if u, err := url.Parse(c.To); err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" {
		return usage("--to names a PostgreSQL database, like postgres://user:password@host/name")
	}
	began := time.Now()
	said := time.Time{}
	done, err := app.Migration{Dir: dir, URL: c.To, Progress: func(what string, done, total int64) {
		// A line for what takes long, so that somebody who waits sees that it goes on.
		if time.Since(said) >= time.Second || total > 0 && done == total && total >= 50_000 {
			said = time.Now()
			fmt.Fprintf(e.stderr, "%s: %d of %d\n", what, done, total)
		}
	}}.Run(e.ctx)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "Moved %s in %s. Everything was read back and agrees:\n", dir, time.Since(began).Round(10*time.Millisecond))
	if err := printMigrated(e.stdout, done); err != nil {
		return err
	}
	_, err = fmt.Fprintf(e.stdout, "Start it with DESKBELL_DATABASE_URL or --database-url, and do not serve %s again.\n", dir)
	return err
}

func printMigrated(out io.Writer, done app.Migrated) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	for _, t := range done.Tables {
		if t.Rows > 0 {
			fmt.Fprintf(w, "  %s\t%d rows\tchecksum %s\n", t.Table, t.Rows, t.Sum)
		}
	}
	fmt.Fprintf(w, "  files\t%d\t%d bytes\n", done.Files, done.Bytes)
	return w.Flush()
}
