package document_test

import (
	"context"
	"errors"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"deskbell/internal/knowledge/document"
)

// TestMain is also the child that reads, and one that is good for nothing.
func TestMain(m *testing.M) {
	if len(os.Args) == 4 && os.Args[1] == "child" {
		if os.Args[2] != "" { // leaves its number, and secrets that it was given, and hangs
			_ = os.WriteFile(os.Args[2], []byte(strconv.Itoa(os.Getpid())+" "+strings.Join(os.Environ(), " ")), 0o600)
			select {}
		}
		os.Exit(document.Child(os.Args[3], os.Stdin, os.Stdout))
	}
	os.Exit(m.Run())
}

func apart(memory int64) document.Reader {
	return document.Reader{Command: []string{os.Args[0], "child", ""}, Memory: memory}
}

func TestReader_ReadsInAChildWhatIsReadHere(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		format document.Format
		body   []byte
	}{
		{document.PDF, pdfOf(true, "", drawn("# Pool", "Open from 8 to 20.", "", "Caf\\351 \\(beside it\\)."), drawn("## Bar", "Until 01:00."))},
		{document.DOCX, docx(map[string]string{"word/document.xml": `<w:document xmlns:w="w"><w:body>` + wordPara("Heading1", "Pool") + wordPara("", "Open.") + `</w:body></w:document>`})},
		{document.CSV, []byte("what;when\nPool;8\xe9\n")},
	} {
		want := read(t, c.format, c.body)
		got, err := apart(0).Read(t.Context(), c.format, c.body)
		if err != nil {
			t.Fatal(err)
		}
		if diff := cmp.Diff(want, got); diff != "" {
			t.Errorf("%s (-here +child):\n%s", c.format, diff)
		}
	}
}

func TestReader_SaysWhyAsItIsSaidHere(t *testing.T) {
	t.Parallel()
	for want, body := range map[document.Reason]string{
		document.ErrEncrypted: string(pdfOf(false, "/Encrypt << /Filter /Standard /V 5 /R 6 /Length 256 /O (x) /U (x) /P -4 >> ", drawn("x"))),
		document.ErrBroken:    "%PDF-1.4\n",
		document.ErrNoText:    string(pdfOf(false, "", "0 0 100 100 re f")),
		document.ErrSize:      strings.Repeat("x", document.MaxSize+1),
	} {
		if _, err := apart(0).Read(t.Context(), document.PDF, []byte(body)); !errors.Is(err, want) {
			t.Errorf("got %v, want %v", err, want)
		}
	}
}

// Every character of a page becomes a value of its own: a page of a megabyte, some kilobytes packed, takes a hundred.
func TestReader_EndsAChildThatTakesTooMuchMemory(t *testing.T) {
	t.Parallel()
	greedy := pdfOf(true, "", "BT /F1 10 Tf 1 0 0 1 50 700 Tm ("+strings.Repeat("a", 1<<20)+") Tj ET\n")
	if len(greedy) > 64<<10 {
		t.Fatalf("the file has %d bytes: it is meant to be small", len(greedy))
	}
	if _, err := apart(48<<20).Read(t.Context(), document.PDF, greedy); !errors.Is(err, document.ErrMemory) {
		t.Errorf("got %v, want %v", err, document.ErrMemory)
	}
	// The next one is read by a child of its own.
	if _, err := apart(0).Read(t.Context(), document.PDF, pdfOf(false, "", drawn("# Pool", "Open."))); err != nil {
		t.Error(err)
	}
}

func TestReader_KillsAChildThatHangs(t *testing.T) {
	t.Setenv("DESKBELL_SECRET", "canary")
	file := filepath.Join(t.TempDir(), "child")
	ctx, cancel := context.WithCancel(t.Context())
	defer cancel()
	ended := make(chan error, 1)
	go func() {
		_, err := document.Reader{Command: []string{os.Args[0], "child", file}}.Read(ctx, document.Text, []byte("hello"))
		ended <- err
	}()
	var said []byte
	for deadline := time.Now().Add(20 * time.Second); len(said) == 0 && time.Now().Before(deadline); {
		said, _ = os.ReadFile(file)
	}
	number, secrets, _ := strings.Cut(string(said), " ")
	if number == "" || secrets != "" {
		t.Errorf("the child was given %q", secrets)
	}
	cancel()
	if err := <-ended; !errors.Is(err, context.Canceled) {
		t.Errorf("got %v", err)
	}
	if _, err := os.Stat("/proc/" + number); err == nil {
		t.Error("the child is still there")
	}
}

func TestReader_WithoutItsProgram(t *testing.T) {
	t.Parallel()
	_, err := document.Reader{Command: []string{filepath.Join(t.TempDir(), "gone"), ""}}.Read(t.Context(), document.Text, []byte("hello"))
	if !errors.Is(err, document.ErrNow) {
		t.Errorf("got %v", err)
	}
}

func TestChild_ReadsNothingElse(t *testing.T) {
	t.Parallel()
	for _, arg := range []string{"", "pdf", "pdf much", "pdf 1000000"} {
		if code := document.Child(arg, strings.NewReader("short"), nil); code != 1 {
			t.Errorf("%q: status %d", arg, code)
		}
	}
}
