package staff

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"deskbell/internal/auth"
	"deskbell/internal/channel"
	"deskbell/internal/desk"
	"deskbell/internal/httpapi/problem"
	"deskbell/internal/store"
	"deskbell/internal/wire"
)

func (a *API) fileRoutes() {
	add(a, route{method: "POST", path: "/files", name: "upload-file", tag: "Files", status: http.StatusCreated, upload: true,
		summary: "Upload a file for a conversation"}, a.upload)
	a.takesForm("/files", "JPEG, PNG, GIF, WebP or PDF; at most 10 MiB and 40 megapixels. For a conversation on an outside channel also sound, "+
		"films and office documents without macros, up to 100 MiB; what of these the channel takes are its capabilities.")
}

// takesForm documents the body of an upload, which huma does not see.
func (a *API) takesForm(path, of string) {
	a.api.OpenAPI().Paths[Prefix+path].Post.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"multipart/form-data": {
		Schema: &huma.Schema{Type: huma.TypeObject, Required: []string{"file"}, Properties: map[string]*huma.Schema{
			"file": {Type: huma.TypeString, Format: "binary", Description: of}}},
	}}}
}

// upload takes the form as a stream: huma would keep it in memory or a temporary file first.
func (a *API) upload(ctx context.Context, v auth.Visit, in *struct {
	Conversation string `query:"conversation" required:"true" minLength:"1" maxLength:"100"`
}) (*body[wire.File], error) {
	s, err := a.state(ctx, v.Person, in.Conversation)
	if err != nil {
		return nil, err
	}
	row := store.StoredFile{PersonID: v.Person.ID, PropertyID: s.PropertyID, ContactID: s.ContactID, ConversationID: s.ID}
	r := requestOf(ctx)
	receive := a.cfg.Files.Receive
	if s.Channel != desk.ChannelWeb {
		receive = a.cfg.Files.ReceiveMedia
	}
	file, err := receive(r.w, r.Request)
	if err != nil {
		return nil, err
	}
	if err := a.read(ctx, func(tx store.Tx) error { return a.carries(tx, s, file) }); err != nil {
		a.cfg.Files.Drop(ctx, file.Key)
		return nil, err
	}
	row.File = file
	if err := a.write(ctx, func(tx store.Tx) error {
		row.CreatedAt = tx.Now()
		return tx.PutFile(row)
	}); err != nil {
		return nil, err
	}
	return answer(wire.FileOf(file)), nil
}

// carries refuses what the guest's channel would.
func (a *API) carries(tx store.Tx, s desk.State, f desk.File) error {
	if s.Channel == desk.ChannelWeb {
		return nil
	}
	account, err := a.cfg.Desk.Account(tx, s)
	if err != nil {
		return err
	}
	switch _, reason := account.Can.Carry(f.Type, f.Size); reason {
	case "":
		return nil
	case channel.ReasonMediaTooBig:
		return desk.Refuse(desk.CodeTooLarge, "The file is larger than this guest's channel takes. Send a smaller one.")
	}
	return desk.Refuse(desk.CodeUnsupportedType, "This guest's channel does not take this kind of file. Send it as something else, such as a photo or a PDF.")
}

// attached are the files that a message names: each uploaded by this person for this conversation.
func (a *API) attached(ctx context.Context, p desk.Person, conversationID string, ids []string) ([]desk.File, error) {
	if len(ids) == 0 {
		return nil, nil
	}
	var found []desk.File
	err := a.read(ctx, func(tx store.Tx) error {
		if _, err := stateIn(tx, p, conversationID); err != nil {
			return err
		}
		for _, id := range ids {
			f, err := tx.File(id)
			if err != nil {
				return err
			}
			if f.ConversationID != conversationID || f.PersonID != p.ID {
				return desk.ErrNotFound
			}
			found = append(found, f.File)
		}
		return nil
	})
	return found, err
}

// stale is the refusal of a reply that was typed on an older screen, with how the conversation stands now.
func stale(err error, card wire.Card) error {
	return problem.From(err).With("controller", card.Controller).With("epoch", card.Epoch)
}
