package main

import (
	"context"
	"errors"
	"os"
	"strings"
	"testing"

	"deskbell/internal/knowledge/document"
)

// TestMain is also the program that the server starts to read a document.
func TestMain(m *testing.M) {
	if len(os.Args) > 1 && os.Args[1] == "read-document" {
		os.Exit(run(context.Background(), os.Args[1:], os.Stdout, os.Stderr))
	}
	os.Exit(m.Run())
}

func TestReadDocument_IsTheProgramItself(t *testing.T) {
	t.Parallel()
	command, err := documentReader()
	if err != nil {
		t.Fatal(err)
	}
	reader := document.Reader{Command: command}
	doc, err := reader.Read(t.Context(), document.Markdown, []byte("# Pool\n\nOpen from 8 to 20."))
	if err != nil || len(doc.Passages) != 1 || doc.Passages[0].Text != "Open from 8 to 20." {
		t.Errorf("read %+v, %v", doc, err)
	}
	if _, err := reader.Read(t.Context(), document.PDF, []byte("%PDF-1.4\n")); !errors.Is(err, document.ErrBroken) {
		t.Errorf("a damaged file: %v", err)
	}
}

func TestReadDocument_IsNotInTheHelp(t *testing.T) {
	t.Parallel()
	var out, errs strings.Builder
	if run(t.Context(), []string{"help"}, &out, &errs) != 0 || strings.Contains(out.String(), "read-document") {
		t.Errorf("help:\n%s", out.String())
	}
}
