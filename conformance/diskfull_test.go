package conformance

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"image"
	"image/jpeg"
	"io/fs"
	"math/rand/v2"
	"mime/multipart"
	"net/http"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"deskbell/conformance/drive"
)

// A full disk is said at once and clearly, nothing is acknowledged that was not kept, and once there is room Deskbell
// goes on by itself.
func TestAFullDataFolder(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	srv := start(t, drive.Options{Dir: dir, Wrap: onVolumes(t, volume{dir, "160m"})})
	disk := seenBy(srv.PID(), dir)
	full(t, []string{srv.URL}, func() func() { return fill(t, disk, 0) })
	if !strings.Contains(srv.Log(), "a commit failed") {
		t.Error("the log does not say that commits failed")
	}
}

// patience is how long a refusal may take on a machine that is busy with other tests; 1 s is what is wanted, and printed.
const patience = 5 * time.Second

// full sends before, while and after a disk is full.
func full(t *testing.T, bases []string, fillUp func() (release func())) {
	base := func(i int) string { return bases[i%len(bases)] }
	agent := signedIn(t, base(1), "agent1@demo.example")
	g := visitor(t, base(0))
	wisher := visitor(t, base(0))
	if _, err := wisher.Send(t.Context(), "first", "Is there a pool?"); err != nil {
		t.Fatal(err)
	}
	first, err := g.Send(t.Context(), "first", "May I have a late check-out?")
	if err != nil {
		t.Fatal(err)
	}
	if err := agent.Act(t.Context(), first.ConversationID, "take-control", nil); err != nil {
		t.Fatal(err)
	}
	acked := map[string]drive.Receipt{}
	text := func(id string) string { return id + strings.Repeat(" is too long for what is left", 30) }
	var slowest time.Duration
	send := func(id string) error {
		begun := time.Now()
		r, err := g.Send(t.Context(), id, text(id))
		slowest = max(slowest, time.Since(begun))
		if err == nil {
			acked[id] = r
		}
		return err
	}
	for n := range 20 {
		if err := send(fmt.Sprint("before ", n)); err != nil {
			t.Fatal(err)
		}
	}
	ready := func() int {
		res, err := http.Get(base(0) + "/readyz")
		if err != nil {
			return 0
		}
		defer res.Body.Close()
		return res.StatusCode
	}

	release := fillUp()
	slowest = 0
	var refused []string
	for n := 0; len(refused) < 20 && n < 5000; n++ {
		id := fmt.Sprint("full ", n)
		if err := send(id); err != nil {
			clear503(t, "a guest's message", err)
			refused = append(refused, id)
		}
	}
	if len(refused) < 20 {
		release()
		t.Fatalf("only %d messages were refused: the disk was not full", len(refused))
	}
	_, err = agent.Reply(t.Context(), first.ConversationID, "reply", text("reply"))
	replied := err == nil
	if !replied {
		clear503(t, "a reply", err)
	}
	if slowest > patience {
		t.Errorf("a refusal took %s", slowest)
	}
	notReady := ready()
	release()

	freed := time.Now()
	if !soon(t.Context(), 30*time.Second, func() bool { return send("after") == nil }) {
		t.Fatal("messages are still refused with room on the disk")
	}
	recovered := time.Since(freed)
	// What was refused can be sent again, under the same id.
	for _, id := range refused {
		if err := send(id); err != nil {
			t.Errorf("%s, sent again: %v", id, err)
		}
	}
	if _, err := agent.Reply(t.Context(), first.ConversationID, "reply", text("reply")); err != nil {
		t.Errorf("the reply, sent again: %v", err)
	}
	stored, err := g.AllEntries(t.Context())
	if err != nil {
		t.Fatal(err)
	}
	byText := map[string][]drive.Entry{}
	for _, e := range stored {
		byText[e.Text] = append(byText[e.Text], e)
	}
	for id, r := range acked {
		if e := byText[text(id)]; len(e) != 1 || e[0].ID != r.ID || e[0].Seq != r.Seq {
			t.Errorf("%q was acknowledged as entry %d and is stored %d times", id, r.Seq, len(e))
		}
	}
	if n := len(byText[text("reply")]); n != 1 {
		t.Errorf("the reply is stored %d times", n)
	}
	desk, err := agent.Entries(t.Context(), first.ConversationID)
	if err != nil {
		t.Fatal(err)
	}
	if err := checkThread(desk, stored); err != nil {
		t.Error(err)
	}
	// The machinery behind it goes on too: turns are answered.
	if _, err := wisher.Send(t.Context(), "second", "When is breakfast?"); err != nil {
		t.Error(err)
	}
	if !soon(t.Context(), 20*time.Second, func() bool { return answers(t, wisher) >= 2 }) {
		t.Error("the assistant does not answer any more")
	}
	if !soon(t.Context(), 20*time.Second, func() bool { return ready() == http.StatusOK }) {
		t.Errorf("/readyz is still %d", ready())
	}
	t.Logf("%d acknowledged; %d refused, each within %s; readyz %d while full; taken again %s after there was room",
		len(acked), len(refused), slowest.Round(time.Millisecond), notReady, recovered.Round(time.Millisecond))
}

// clear503 holds a refusal to what a client can act on: try again, and when.
func clear503(t *testing.T, what string, err error) {
	t.Helper()
	var p *drive.Problem
	if !errors.As(err, &p) || p.Status != http.StatusServiceUnavailable || p.Code != "unavailable" || p.Detail == "" || p.RetryAfter == "" {
		t.Errorf("%s was refused with %#v (%v); want 503, unavailable, a sentence, and Retry-After", what, p, err)
	}
}

// Uploads that find no room are refused and leave no half files; messages go on.
func TestAFullFileRoom(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	files := filepath.Join(dir, "files")
	srv := start(t, drive.Options{Dir: dir, Wrap: onVolumes(t, volume{files, "8m"})})
	room := seenBy(srv.PID(), files)
	g := visitor(t, srv.URL)
	photo := noise(t)
	kept, err := upload(t.Context(), g, photo)
	if err != nil {
		t.Fatal(err)
	}
	before := count(t, room)
	var took time.Duration
	// First not even what arrives finds room, then only its safe copy does not.
	for _, left := range []int64{0, int64(len(photo)) + 20<<10} {
		release := fill(t, room, left)
		for range 3 {
			begun := time.Now()
			if _, err := upload(t.Context(), g, photo); err == nil {
				t.Error("an upload was acknowledged on a full disk")
			} else {
				clear503(t, "an upload", err)
			}
			took = max(took, time.Since(begun))
		}
		if _, err := g.Send(t.Context(), fmt.Sprint("meanwhile ", left), "Then without a photo"); err != nil {
			t.Errorf("a message while the file room is full: %v", err)
		}
		release()
	}
	if took > patience {
		t.Errorf("a refusal took %s", took)
	}
	if n := count(t, room); n != before {
		t.Errorf("%d files in the room, %d are whole", n, before)
	}
	again, err := upload(t.Context(), g, photo)
	if err != nil {
		t.Fatalf("an upload with room again: %v", err)
	}
	if err := g.SendFiles(t.Context(), "photos", "Our room", kept, again); err != nil {
		t.Error(err)
	}
	t.Logf("refused within %s", took.Round(time.Millisecond))
}

func count(t *testing.T, dir string) (n int) {
	t.Helper()
	err := filepath.WalkDir(dir, func(_ string, d fs.DirEntry, err error) error {
		if err == nil && d.Type().IsRegular() && d.Name() != "filler" {
			n++
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return n
}

// noise is a picture whose safe copy, encoded anew, is larger than it.
func noise(t *testing.T) []byte {
	t.Helper()
	img := image.NewGray(image.Rect(0, 0, 1200, 1200))
	dice := rand.New(rand.NewPCG(1, 2))
	for i := range img.Pix {
		img.Pix[i] = byte(dice.Uint32())
	}
	var b bytes.Buffer
	if err := jpeg.Encode(&b, img, &jpeg.Options{Quality: 10}); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

func upload(ctx context.Context, g *drive.Guest, content []byte) (id string, err error) {
	var body bytes.Buffer
	form := multipart.NewWriter(&body)
	part, err := form.CreateFormFile("file", "room.jpg")
	if err != nil {
		return "", err
	}
	_, _ = part.Write(content) // into memory
	_ = form.Close()
	return g.Upload(ctx, form.FormDataContentType(), &body)
}
