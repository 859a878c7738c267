package staff

import (
	"context"
	"encoding/json"
	"net/http"
	"time"

	"deskbell/internal/auth"
	"deskbell/internal/channel"
	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/wire"
)

// Prepared are the messages that channels approved, to be sent when nothing else may.
type Prepared interface {
	// Templates are an account's, and when the channel told them.
	Templates(ctx context.Context, accountID string) ([]channel.Template, time.Time, error)
	// Prepare checks what was filled in, and returns it as it is sent, with what the guest will read.
	Prepare(ctx context.Context, accountID string, said channel.Filled) (channel.Filled, string, error)
}

// TemplateList are the templates of an account.
type TemplateList struct {
	Templates []Template `json:"templates"`
	At        string     `json:"at" format:"date-time" doc:"When the channel told them."`
}

// Template is a message that the channel approved.
type Template struct {
	Name     string         `json:"name"`
	Language string         `json:"language"`
	Category string         `json:"category"`
	Status   string         `json:"status" doc:"approved, or why it may not be sent: paused, rejected, pending, not_supported, …"`
	Parts    []TemplatePart `json:"parts"`
}

// TemplatePart is a piece of one, in the order in which they stand.
type TemplatePart struct {
	Kind   string   `json:"kind" doc:"header, body, footer or button"`
	Format string   `json:"format,omitempty" doc:"Of a header: text, image, document, video; of a button: quick_reply, url, …"`
	Text   string   `json:"text" doc:"With {{1}} or {{name}} where a variable stands."`
	Blanks []string `json:"blanks,omitempty" doc:"The variables. That of a file is its https address, that of a button the end of its address or its code."`
	Index  int      `json:"index,omitempty" doc:"Of a button."`
}

// FilledTemplate is a template with its variables.
type FilledTemplate struct {
	Name     string       `json:"name" minLength:"1" maxLength:"600"`
	Language string       `json:"language" minLength:"1" maxLength:"30"`
	Parts    []FilledPart `json:"parts,omitempty" maxItems:"20" doc:"Those with variables."`
}

// FilledPart are the values of one part.
type FilledPart struct {
	Kind   string   `json:"kind" maxLength:"20"`
	Index  int      `json:"index,omitempty" minimum:"0" maximum:"20"`
	Blanks []string `json:"blanks,omitempty" maxItems:"100" doc:"Names of the values' variables; absent: in the order of the part."`
	Values []string `json:"values" maxItems:"100"`
}

func (a *API) templateRoutes() {
	add(a, route{method: "GET", path: "/channels/accounts/{id}/templates", name: "list-templates", tag: listTag,
		summary: "The templates that may be sent when the window is closed", also: []int{http.StatusConflict}}, a.listTemplates)
	add(a, route{method: "GET", path: "/channels/accounts/{id}/takes", name: "get-account-takes", tag: channelTag,
		summary: "Which files its guests can be sent; what is none of these fails to be sent"},
		func(ctx context.Context, v auth.Visit, in *IDPath) (*body[AccountTakes], error) {
			if err := a.conversesOn(ctx, v.Person, in.ID); err != nil {
				return nil, err
			}
			can, err := a.cfg.Channels.Capabilities(ctx, in.ID)
			return answer(AccountTakes{Media: channelMedia(can)}), err
		})
	type templateInput struct {
		IDPath
		Body struct {
			ClientID string         `json:"client_id" minLength:"1" maxLength:"100" doc:"Your own id of it: a repeat is answered with the first one's receipt."`
			Template FilledTemplate `json:"template"`
			Epoch    *int64         `json:"epoch,omitempty" minimum:"0" doc:"The control epoch last seen; absent takes the present one."`
		}
	}
	add(a, route{method: "POST", path: "/conversations/{id}/templates", name: "write-template", tag: listTag, status: http.StatusCreated,
		summary: "Send a template; takes the conversation where no agent has it", also: []int{http.StatusConflict}},
		func(ctx context.Context, v auth.Visit, in *templateInput) (*body[Sent], error) {
			s, err := a.state(ctx, v.Person, in.ID)
			if err != nil {
				return nil, err
			}
			if s.Channel == desk.ChannelWeb {
				return nil, desk.Refuse(desk.CodeInvalid, "This channel has no templates.")
			}
			draft, err := a.prepared(ctx, s.AccountID, in.Body.Template)
			if err != nil {
				return nil, err
			}
			draft.ClientID, draft.Epoch = in.Body.ClientID, -1
			if in.Body.Epoch != nil {
				draft.Epoch = *in.Body.Epoch
			}
			r, err := a.cfg.Desk.Reply(ctx, v.Person, in.ID, draft)
			if err != nil {
				return nil, a.withEpoch(ctx, v.Person, in.ID, err)
			}
			return answer(Sent{ConversationID: r.ConversationID, Seq: r.Seq, ID: r.EntryID, At: wire.Time(r.At), Epoch: r.Epoch}), nil
		})
}

// prepared is the draft of a template: its words as the guest will read them, and what the channel is sent.
func (a *API) prepared(ctx context.Context, accountID string, t FilledTemplate) (conversation.Draft, error) {
	said := channel.Filled{Name: t.Name, Language: t.Language}
	for _, p := range t.Parts {
		one := channel.FilledOne{Kind: p.Kind, Index: p.Index, Blanks: p.Blanks}
		for _, v := range p.Values {
			one.Values = append(one.Values, storable(v))
		}
		said.Parts = append(said.Parts, one)
	}
	filled, text, err := a.cfg.Prepared.Prepare(ctx, accountID, said)
	if err != nil {
		return conversation.Draft{}, err
	}
	doc, err := json.Marshal(filled)
	if err != nil {
		return conversation.Draft{}, err
	}
	return conversation.Draft{Text: text, Template: &desk.Template{Name: filled.Name, Language: filled.Language, Filled: string(doc)}}, nil
}

// conversesOn is nil where a person speaks with the guests of a connected account.
func (a *API) conversesOn(ctx context.Context, p desk.Person, accountID string) error {
	return a.read(ctx, func(tx store.Tx) error {
		acc, err := tx.Account(accountID)
		if err == nil && !acc.RemovedAt.IsZero() {
			err = desk.ErrNotFound
		}
		if err != nil {
			return err
		}
		return desk.Allow(p, desk.ActConverse, acc.PropertyID)
	})
}

func (a *API) listTemplates(ctx context.Context, v auth.Visit, in *IDPath) (*body[TemplateList], error) {
	if err := a.conversesOn(ctx, v.Person, in.ID); err != nil {
		return nil, err
	}
	list, at, err := a.cfg.Prepared.Templates(ctx, in.ID)
	if err != nil {
		return nil, err
	}
	out := TemplateList{Templates: []Template{}, At: wire.Time(at)}
	for _, t := range list {
		one := Template{Name: t.Name, Language: t.Language, Category: t.Category, Status: t.Status, Parts: []TemplatePart{}}
		for _, p := range t.Parts {
			one.Parts = append(one.Parts, TemplatePart(p))
		}
		out.Templates = append(out.Templates, one)
	}
	return answer(out), nil
}
