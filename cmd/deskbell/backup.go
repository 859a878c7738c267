package main

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"slices"
	"text/tabwriter"
	"time"

	"deskbell/internal/app"
	"deskbell/internal/backup"
	"deskbell/internal/store/sqlstore"
)

type backupCmd struct {
	File        string `arg:"" optional:"" help:"The archive to write; absent: deskbell-TIME.tar in the data folder's backups." type:"path"`
	Data        string `help:"The data folder, which may be in use (default ./deskbell-data)." default:"${data}" placeholder:"DIR" type:"path"`
	DatabaseURL string `help:"postgres://… where the installation uses PostgreSQL: then this says how that is backed up." placeholder:"URL"`
}

// Help implements kong.HelpProvider.
func (backupCmd) Help() string { return backupHelp }

const backupHelp = `An archive holds an installation on SQLite: the database and the uploaded files.

An installation on PostgreSQL is all in its database, uploaded files, keys and the address's certificate too:

  pg_dump --format=custom --file=deskbell.dump "$DESKBELL_DATABASE_URL"
  pg_restore --clean --if-exists --dbname="$DESKBELL_DATABASE_URL" deskbell.dump     (with no server running)`

// errPostgres refuses to pretend that a folder beside a PostgreSQL database were the installation.
var errPostgres = errors.New("this installation is in PostgreSQL, uploaded files too, and the data folder holds nothing to keep: use pg_dump and pg_restore; deskbell backup --help has the lines")

// Run writes an archive, checks it as a restore would, and prints what it holds.
func (c backupCmd) Run(e *env) error {
	if c.DatabaseURL != "" {
		return errPostgres
	}
	if !app.HasData(c.Data) {
		return fmt.Errorf("there is no installation in %s; name its folder with --data (PostgreSQL is backed up with its own tools)", c.Data)
	}
	path := c.File
	if path == "" {
		dir := filepath.Join(c.Data, sqlstore.BackupDir)
		if err := os.MkdirAll(dir, 0o700); err != nil {
			return fmt.Errorf("make the folder of backups: %w", err)
		}
		path = filepath.Join(dir, "deskbell-"+time.Now().UTC().Format("20060102T150405Z")+".tar")
	}
	if _, err := os.Stat(path); err == nil {
		return fmt.Errorf("%s is there already; a backup never overwrites", path)
	}
	if _, err := backup.Create(e.ctx, c.Data, path, backup.Options{Version: version}); err != nil {
		return err
	}
	m, err := backup.Verify(e.ctx, path)
	if err != nil {
		return fmt.Errorf("the archive does not pass its check: %w", err)
	}
	fmt.Fprintf(e.stdout, "Backed up %s to %s, and checked it.\n", c.Data, path)
	return printManifest(e.stdout, m)
}

type restoreCmd struct {
	File string `arg:"" help:"The archive that deskbell backup wrote." type:"path"`
	Data string `help:"The folder to fill; it must be empty or absent (default ./deskbell-data)." default:"${data}" placeholder:"DIR" type:"path"`

	DatabaseURL string `help:"postgres://… where the installation uses PostgreSQL: then nothing is restored here." placeholder:"URL"`
}

// Help implements kong.HelpProvider.
func (restoreCmd) Help() string {
	return backupHelp + `

An archive of an installation on SQLite comes into PostgreSQL by way of a folder: restore it there, without a
--database-url, then move it with deskbell migrate.`
}

// Run fills an empty folder and prints what it holds now.
func (c restoreCmd) Run(e *env) error {
	if c.DatabaseURL != "" {
		return errPostgres
	}
	m, err := backup.Restore(e.ctx, c.File, c.Data)
	if err != nil {
		return err
	}
	fmt.Fprintf(e.stdout, "Restored %s into %s; everything agrees with the archive's checksums.\n", c.File, c.Data)
	return printManifest(e.stdout, m)
}

func printManifest(out io.Writer, m backup.Manifest) error {
	w := tabwriter.NewWriter(out, 0, 0, 2, ' ', 0)
	fmt.Fprintf(w, "made\t%s by Deskbell %s\n", m.MadeAt.UTC().Format(time.RFC3339), m.Version)
	fmt.Fprintf(w, "database\t%d bytes\tsha256 %s\n", m.Database.Size, m.Database.SHA256)
	var tables []string
	for t := range m.Contents.Counts {
		tables = append(tables, t)
	}
	slices.Sort(tables)
	for _, t := range tables {
		fmt.Fprintf(w, "  %s\t%d rows\n", t, m.Contents.Counts[t])
	}
	var bytes int64
	for _, f := range m.Files {
		bytes += f.Size
	}
	fmt.Fprintf(w, "files\t%d, %d bytes\n", len(m.Files), bytes)
	return w.Flush()
}
