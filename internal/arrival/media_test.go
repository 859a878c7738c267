package arrival_test

import (
	"bytes"
	"context"
	"errors"
	"image"
	"image/png"
	"io"
	"log/slog"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"github.com/google/go-cmp/cmp"

	"deskbell/internal/arrival"
	"deskbell/internal/channel"
	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/files"
	"deskbell/internal/store"
)

// handing is a channel that hands over what stands under an address.
type handing struct {
	channel.Adapter
	open func(ctx context.Context, url string) (channel.Content, error)
}

func (h handing) Fetch(ctx context.Context, _ channel.Account, m channel.Media) (channel.Content, error) {
	return h.open(ctx, m.URL)
}

// completed notes what became of each attachment, in words.
type completed struct {
	got map[int]string
	err error
}

func (c *completed) MediaFetched(_ context.Context, f conversation.Fetched) error {
	if c.got[f.Index] = f.Reason; f.File != nil {
		c.got[f.Index] = f.File.Type + " " + f.File.Name
	}
	return c.err
}

// stalled is a body that gives a little and then nothing until its context ends.
type stalled struct {
	ctx   context.Context
	given bool
}

func (s *stalled) Read(b []byte) (int, error) {
	if !s.given {
		s.given = true
		return copy(b, "\x89PNG\r\n"), nil
	}
	<-s.ctx.Done()
	return 0, s.ctx.Err()
}

type endless struct{}

func (endless) Read(b []byte) (int, error) { return len(b), nil }

type cut struct{ io.Reader }

func (c cut) Read(b []byte) (int, error) {
	n, err := c.Reader.Read(b)
	if errors.Is(err, io.EOF) {
		err = io.ErrUnexpectedEOF
	}
	return n, err
}

func pixels(t *testing.T) []byte {
	t.Helper()
	var b bytes.Buffer
	if err := png.Encode(&b, image.NewRGBA(image.Rect(0, 0, 3, 3))); err != nil {
		t.Fatal(err)
	}
	return b.Bytes()
}

// corner is what lies at the addresses of the tests.
func corner(t *testing.T) handing {
	pic := pixels(t)
	body := func(r io.Reader, size int64) (channel.Content, error) {
		return channel.Content{ReadCloser: io.NopCloser(r), Type: "image/png", Name: "pool.png", Size: size}, nil
	}
	return handing{open: func(ctx context.Context, url string) (channel.Content, error) {
		switch url {
		case "picture":
			return body(bytes.NewReader(pic), int64(len(pic)))
		case "program": // it says that it is a picture
			return body(strings.NewReader("MZ\x90\x00"+strings.Repeat("\x00", 2000)), -1)
		case "page":
			return body(strings.NewReader("<!doctype html><script>alert(1)</script>"), -1)
		case "endless":
			return body(endless{}, -1)
		case "three gigabytes":
			return body(endless{}, 3<<30)
		case "stalled":
			return body(&stalled{ctx: ctx}, -1)
		case "cut":
			return body(cut{bytes.NewReader(pic[:20])}, int64(len(pic)))
		case "hanging":
			<-ctx.Done()
			return channel.Content{}, &channel.Failure{Kind: channel.FailureTransient, Reason: channel.ReasonUnavailable, Err: ctx.Err()}
		case "inside":
			return channel.Content{}, &channel.Failure{Kind: channel.FailureRefused, Reason: channel.ReasonMediaRefused}
		case "over":
			return channel.Content{}, &channel.Failure{Kind: channel.FailureRefused, Reason: channel.ReasonMediaGone}
		case "away":
			return channel.Content{}, &channel.Failure{Kind: channel.FailureTransient, Reason: channel.ReasonUnavailable}
		}
		panic(url)
	}}
}

func attached(index int, m channel.Media) arrival.Attached {
	m.Kind = channel.MediaImage
	return arrival.Attached{Account: channel.Account{ID: "a", PropertyID: "p", Channel: desk.ChannelInstagram}, Contact: "c",
		ConversationID: "v", EntryID: "e", Index: index, Media: m}
}

// fetchAll fetches what lies at addresses, and joins what may be had later.
func fetchAll(ctx context.Context, at *arrival.Attachments, last bool, urls ...string) (again error) {
	for i, url := range urls {
		again = errors.Join(again, at.Fetch(ctx, attached(i, channel.Media{URL: url}), last))
	}
	return again
}

// shelf is a store that knows whose files there are, and nothing else.
type shelf struct {
	store.Store
	store.Tx
	rows []store.StoredFile
}

func (s *shelf) Write(_ context.Context, fn func(store.Tx) error) error { return fn(s) }
func (s *shelf) Now() time.Time                                         { return time.Unix(1790000000, 0) }
func (s *shelf) PutFile(f store.StoredFile) error                       { s.rows = append(s.rows, f); return nil }

func attachments(t *testing.T, door arrival.Completer) (*arrival.Attachments, *shelf) {
	t.Helper()
	room, err := files.Open(t.TempDir())
	if err != nil {
		t.Fatal(err)
	}
	s := &shelf{}
	return &arrival.Attachments{Adapters: map[desk.Channel]channel.Adapter{desk.ChannelInstagram: corner(t)},
		Shelf: room, Store: s, Door: door, Log: slog.New(slog.DiscardHandler)}, s
}

// Each attachment gets its own end.
func TestAttachments_EachOnItsOwn(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		door := &completed{got: map[int]string{}}
		at, s := attachments(t, door)
		began := time.Now()
		err := fetchAll(t.Context(), at, true, "inside", "picture", "program", "page", "endless", "three gigabytes", "over", "stalled", "hanging", "cut", "away")
		if err := errors.Join(err, at.Fetch(t.Context(), attached(12, channel.Media{URL: "picture", LinkOnly: true}), true)); err != nil {
			t.Error(err)
		}
		want := map[int]string{0: "refused", 1: "image/png pool.png", 2: "type", 3: "type", 4: "too_large", 5: "too_large", 6: "gone",
			7: "timeout", 8: "timeout", 9: "unreachable", 10: "unreachable", 12: "refused"}
		if diff := cmp.Diff(want, door.got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
		if took := time.Since(began); took > 3*time.Minute {
			t.Errorf("it took %v", took)
		}
		if len(s.rows) != 1 || s.rows[0].PropertyID != "p" || s.rows[0].ContactID != "c" || s.rows[0].ConversationID != "v" || s.rows[0].Width != 3 {
			t.Errorf("kept %+v", s.rows)
		}
	})
}

// What another time may bring stays pending; what will never come is told at once.
func TestAttachments_TriedAgain(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		door := &completed{got: map[int]string{}}
		at, _ := attachments(t, door)
		if err := fetchAll(t.Context(), at, false, "away", "cut", "hanging", "inside", "picture"); err == nil {
			t.Error("nobody is told to try again")
		}
		if diff := cmp.Diff(map[int]string{3: "refused", 4: "image/png pool.png"}, door.got); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	})
}

// A message that was taken back meanwhile is no failure; a store that is away is.
func TestAttachments_Door(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		err   error
		again bool
	}{{desk.ErrNotFound, false}, {desk.Refuse(desk.CodeUnavailable, "away"), true}} {
		at, _ := attachments(t, &completed{got: map[int]string{}, err: c.err})
		if err := fetchAll(t.Context(), at, false, "picture"); (err != nil) != c.again {
			t.Errorf("after %v: %v", c.err, err)
		}
	}
}

// A server that stops says nothing about what it was fetching.
func TestAttachments_Stopped(t *testing.T) {
	synctest.Test(t, func(t *testing.T) {
		door := &completed{got: map[int]string{}}
		at, _ := attachments(t, door)
		ctx, stop := context.WithTimeout(t.Context(), time.Second)
		defer stop()
		if err := fetchAll(ctx, at, true, "hanging"); err == nil || len(door.got) != 0 {
			t.Errorf("%v, %v", err, door.got)
		}
	})
}
