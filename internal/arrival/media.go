package arrival

import (
	"context"
	"errors"
	"io"
	"log/slog"
	"net"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/files"
	"deskbell/internal/store"
)

// fetchWithin is how long one attachment may be on its way, however slowly it comes.
const fetchWithin = time.Minute

// Why media could not be had, as desk.Media names it.
const (
	mediaTooLarge    = "too_large"
	mediaTimeout     = "timeout"
	mediaGone        = "gone"
	mediaType        = "type"
	mediaRefused     = "refused"
	mediaUnreachable = "unreachable"
)

// Shelf is where files are kept once they were looked at: the file room.
type Shelf interface {
	// SaveMedia finds out from the content what a file is, and keeps it. Errors are desk errors: too_large,
	// unsupported_type, invalid (damaged), unavailable.
	SaveMedia(ctx context.Context, name string, body io.Reader) (desk.File, error)
}

// Completer takes what came of fetching: the door.
type Completer interface {
	MediaFetched(ctx context.Context, f conversation.Fetched) error
}

// Attachments fetches what guests attached, through the adapter that knows where it lies, into the file room. How long it
// takes and how large it is are bounded, and what it is follows from its content: a message is stored before, and stays
// whole whatever becomes of its files.
type Attachments struct {
	Adapters map[desk.Channel]channel.Adapter
	Shelf    Shelf
	Store    store.Store
	Door     Completer
	Log      *slog.Logger
}

var _ Media = (*Attachments)(nil)

// Fetch implements Media.
func (at *Attachments) Fetch(ctx context.Context, a Attached, last bool) error {
	f := conversation.Fetched{ConversationID: a.ConversationID, EntryID: a.EntryID, Index: a.Index}
	file, reason, err := at.fetch(ctx, a)
	switch {
	case err != nil && ctx.Err() != nil:
		return ctx.Err() // this server stops: that says nothing of the file
	case err != nil && !last:
		return err
	case reason != "":
		f.Reason = reason
		at.Log.Info("what came by a channel could not be had", "channel", a.Account.Channel, "account_id", a.Account.ID,
			"conversation_id", f.ConversationID, "reason", reason, "err", err)
	default:
		f.File = &file
	}
	if err := at.Door.MediaFetched(ctx, f); err != nil && desk.CodeOf(err) != desk.CodeNotFound {
		return err
	}
	return nil
}

// fetch brings the attachment into the file room. Where it failed the reason says why, and the error is set if another
// time may bring it.
func (at *Attachments) fetch(ctx context.Context, a Attached) (desk.File, string, error) {
	m := a.Media
	fetcher, ok := at.Adapters[a.Account.Channel].(channel.Fetcher)
	switch {
	case !ok || m.LinkOnly:
		return desk.File{}, mediaRefused, nil
	case m.Size > files.MaxMedia:
		return desk.File{}, mediaTooLarge, nil
	}
	ctx, cancel := context.WithTimeout(ctx, fetchWithin)
	defer cancel()
	content, err := fetcher.Fetch(ctx, a.Account, m)
	if err != nil {
		return desk.File{}, unfetched(ctx, err), lasting(err)
	}
	defer func() { _ = content.Close() }()
	if content.Size > files.MaxMedia {
		return desk.File{}, mediaTooLarge, nil
	}
	from := &line{Reader: content}
	file, err := at.Shelf.SaveMedia(ctx, named(m, content), from)
	switch {
	case from.err != nil: // it ended in the middle
		return desk.File{}, unfetched(ctx, from.err), from.err
	case err != nil:
		return unkept(err)
	}
	if err := at.note(ctx, a, file); err != nil {
		return desk.File{}, mediaUnreachable, err
	}
	return file, "", nil
}

// note writes down whose file it is.
func (at *Attachments) note(ctx context.Context, a Attached, f desk.File) error {
	return at.Store.Write(ctx, func(tx store.Tx) error {
		return tx.PutFile(store.StoredFile{File: f, PropertyID: a.Account.PropertyID, ContactID: a.Contact,
			ConversationID: a.ConversationID, CreatedAt: tx.Now()})
	})
}

// unfetched is the reason why a channel did not hand something over.
func unfetched(ctx context.Context, err error) string {
	var f *channel.Failure
	var slow net.Error
	switch {
	case ctx.Err() != nil, errors.As(err, &slow) && slow.Timeout():
		return mediaTimeout
	case !errors.As(err, &f):
		return mediaUnreachable
	case f.Reason == channel.ReasonMediaGone:
		return mediaGone
	case f.Reason == channel.ReasonMediaTooBig:
		return mediaTooLarge
	case f.Permanent():
		return mediaRefused
	}
	return mediaUnreachable
}

// lasting is err, or nil where another time cannot bring what this one did not.
func lasting(err error) error {
	if f := (*channel.Failure)(nil); errors.As(err, &f) && f.Permanent() {
		return nil
	}
	return err
}

// unkept is what the file room had against a file. Only a lack of room passes.
func unkept(err error) (desk.File, string, error) {
	switch desk.CodeOf(err) {
	case desk.CodeTooLarge:
		return desk.File{}, mediaTooLarge, nil
	case desk.CodeUnsupportedType, desk.CodeInvalid:
		return desk.File{}, mediaType, nil
	}
	return desk.File{}, mediaUnreachable, err
}

// named is what a file is called: as the guest called it, or the channel, or by what it is.
func named(m channel.Media, c channel.Content) string {
	for _, name := range []string{m.Name, c.Name} {
		if name != "" {
			return name
		}
	}
	if m.Voice {
		return "voice"
	}
	return string(m.Kind)
}

// line remembers that it was the reading that failed, and not the keeping.
type line struct {
	io.Reader
	err error
}

// Read implements io.Reader.
func (l *line) Read(b []byte) (int, error) {
	n, err := l.Reader.Read(b)
	if err != nil && !errors.Is(err, io.EOF) {
		l.err = err
	}
	return n, err
}
