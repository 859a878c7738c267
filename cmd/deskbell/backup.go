package main

import (
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
	File string `arg:"" optional:"" help:"The archive to write; absent: deskbell-TIME.tar in the data folder's backups." type:"path"`
	Data string `help:"The data folder, which may be in use (default ./deskbell-data)." default:"${data}" placeholder:"DIR" type:"path"`
}

// Run writes an archive, checks it as a restore would, and prints what it holds.
func (c backupCmd) Run(e *env) error {
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
}

// Run fills an empty folder and prints what it holds now.
func (c restoreCmd) Run(e *env) error {
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
