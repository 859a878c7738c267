package staff

import (
	"context"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"deskbell/internal/auth"
	"deskbell/internal/desk"
	"deskbell/internal/httpapi/problem"
	"deskbell/internal/store"
	"deskbell/internal/wire"
)

func (a *API) fileRoutes() {
	add(a, route{method: "POST", path: "/files", name: "upload-file", tag: "Files", status: http.StatusCreated, upload: true,
		summary: "Upload a photo or PDF for a conversation, or a property's logo"}, a.upload)
	op := a.api.OpenAPI().Paths[Prefix+"/files"].Post
	op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"multipart/form-data": {
		Schema: &huma.Schema{Type: huma.TypeObject, Required: []string{"file"}, Properties: map[string]*huma.Schema{
			"file": {Type: huma.TypeString, Format: "binary", Description: "JPEG, PNG, GIF, WebP or PDF; at most 10 MiB and 40 megapixels."}}},
	}}}
}

// upload takes the form as a stream: huma would keep it in memory or a temporary file first.
func (a *API) upload(ctx context.Context, v auth.Visit, in *struct {
	Conversation string `query:"conversation" maxLength:"100"`
	Property     string `query:"property" maxLength:"100"`
}) (*body[wire.File], error) {
	row := store.StoredFile{PersonID: v.Person.ID}
	switch {
	case in.Conversation != "":
		s, err := a.state(ctx, v.Person, in.Conversation)
		if err != nil {
			return nil, err
		}
		row.PropertyID, row.ContactID, row.ConversationID = s.PropertyID, s.ContactID, s.ID
	case in.Property != "":
		if err := desk.Allow(v.Person, desk.ActEditSettings, in.Property); err != nil {
			return nil, err
		}
		if err := a.read(ctx, func(tx store.Tx) error { _, err := tx.Property(in.Property); return err }); err != nil {
			return nil, err
		}
		row.PropertyID = in.Property
	default:
		return nil, desk.Refuse(desk.CodeInvalid, "Say which conversation or property the file is for.")
	}
	r := requestOf(ctx)
	file, err := a.cfg.Files.Receive(r.w, r.Request)
	if err != nil {
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
