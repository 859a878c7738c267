package guest

import (
	"context"
	"errors"
	"net/http"

	"github.com/danielgtaylor/huma/v2"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/realtime"
	"deskbell/internal/store"
	"deskbell/internal/wire"
)

const (
	pageOfEntries = 200
	maxEntries    = 500
	maxFiles      = 5
	listed        = 50
)

// GuestEntries is how the conversation stands, and what was said after a seq.
type GuestEntries struct {
	wire.GuestState
	Entries []wire.Entry `json:"entries" nullable:"false"`
	More    bool         `json:"more" doc:"There are more: ask again after the last one's seq."`
}

// GuestReceipt says that a message is on disk, and where.
type GuestReceipt struct {
	ConversationID string `json:"conversation_id"`
	Seq            int64  `json:"seq"`
	ID             string `json:"id"`
	At             string `json:"at" format:"date-time"`
}

// GuestConversation is one of the guest's conversations in a list.
type GuestConversation struct {
	ID        string `json:"id"`
	Status    string `json:"status" enum:"open,resolved"`
	StartedAt string `json:"started_at" format:"date-time"`
	LastAt    string `json:"last_at" format:"date-time"`
	Preview   string `json:"preview"`
	Unread    int    `json:"unread"`
}

func (a *API) messageRoutes() {
	type entriesInput struct {
		After        int64  `query:"after" minimum:"0" doc:"The last seq known; 0 for all."`
		Conversation string `query:"conversation" maxLength:"64" doc:"An earlier conversation; else the newest."`
		Limit        int    `query:"limit" minimum:"0" maximum:"500" doc:"At most this many; 0 is 200."`
	}
	type entriesOutput struct{ Body GuestEntries }
	add(a, route{method: "GET", path: "/entries", name: "entries", summary: "What was said after a seq", rule: readRule},
		func(ctx context.Context, c *call, in *entriesInput) (*entriesOutput, error) {
			if in.Limit == 0 {
				in.Limit = pageOfEntries
			}
			state, entries, err := a.entries(ctx, c.guest, in.Conversation, in.After, in.Limit)
			if err != nil {
				return nil, err
			}
			out := &entriesOutput{}
			if out.Body.GuestState, err = a.stateOf(ctx, c.guest, state); err != nil {
				return nil, err
			}
			out.Body.Entries = wire.GuestEntries(entries)
			out.Body.More = more(state, entries)
			return out, nil
		})

	type sendInput struct {
		Body struct {
			ClientID   string   `json:"client_id" minLength:"1" maxLength:"100" doc:"Your own id of it: a repeat is answered with the first one's receipt."`
			Text       string   `json:"text,omitempty" doc:"1 to 4000 characters; may be absent with files."`
			Files      []string `json:"files,omitempty" maxItems:"5" nullable:"false" doc:"Ids of files uploaded before."`
			Page       *page    `json:"page,omitempty"`
			Suggestion string   `json:"suggestion,omitempty" maxLength:"64" doc:"The entry whose suggestion was pressed. The text is what counts."`
		}
	}
	type sendOutput struct {
		Status int
		Body   GuestReceipt
	}
	add(a, route{method: "POST", path: "/messages", name: "send-message", summary: "Write a message; answered once it is on disk", status: http.StatusCreated,
		also: []int{http.StatusConflict}, rule: messageRule},
		func(ctx context.Context, c *call, in *sendInput) (*sendOutput, error) {
			if err := a.limited(messagesAtRule, c.addr); err != nil {
				return nil, err
			}
			clientID := desk.CleanLine(in.Body.ClientID, 100)
			if clientID != in.Body.ClientID {
				return nil, desk.Refuse(desk.CodeInvalid, "client_id holds characters that an id cannot have. Use a UUID.")
			}
			msg := conversation.Incoming{ContactID: c.guest.contactID, ClientID: clientID, Text: in.Body.Text, Page: a.newPage(c.guest, in.Body.Page)}
			if len(in.Body.Files) > 0 {
				var err error
				if msg.Files, err = a.attached(ctx, c.guest, in.Body.Files); err != nil {
					return nil, err
				}
			}
			if msg.Page != nil {
				defer a.cfg.Directory.ForgetContact(c.guest.contactID)
			}
			r, err := a.cfg.Desk.Receive(ctx, msg)
			if err != nil {
				return nil, err
			}
			out := &sendOutput{Status: http.StatusCreated, Body: GuestReceipt{ConversationID: r.ConversationID, Seq: r.Seq, ID: r.EntryID, At: wire.Time(r.At)}}
			if r.Repeated {
				out.Status = http.StatusOK
			}
			return out, nil
		})
	sent := a.api.OpenAPI().Paths[Prefix+"/messages"].Post.Responses
	sent["200"] = &huma.Response{Description: "A repeat: the receipt of the first one.", Content: sent["201"].Content}

	type none struct{}
	type listOutput struct {
		Body struct {
			Conversations []GuestConversation `json:"conversations" nullable:"false"`
		}
	}
	add(a, route{method: "GET", path: "/conversations", name: "conversations", summary: "The guest's conversations, the newest first", rule: readRule},
		func(ctx context.Context, c *call, _ *none) (*listOutput, error) {
			out := &listOutput{}
			list, err := a.conversations(ctx, c.guest)
			out.Body.Conversations = list
			return out, err
		})
}

// entries reads the guest's newest conversation, or an earlier one of theirs. No conversation is the zero State.
func (a *API) entries(ctx context.Context, g session, conversationID string, after int64, limit int) (desk.State, []desk.Entry, error) {
	var state desk.State
	var list []desk.Entry
	err := a.read(ctx, func(tx store.Tx) (err error) {
		if conversationID == "" {
			state, err = tx.StateOfContact(g.contactID)
			if errors.Is(err, desk.ErrNotFound) {
				return nil
			}
		} else if state, err = tx.State(conversationID); err == nil && state.ContactID != g.contactID {
			return desk.ErrNotFound
		}
		if err != nil {
			return err
		}
		list, err = tx.Entries(state.ID, store.EntryFilter{After: after, Limit: min(limit, maxEntries), PublicOnly: true})
		return err
	})
	return state, list, err
}

func more(s desk.State, entries []desk.Entry) bool {
	return len(entries) > 0 && entries[len(entries)-1].Seq < s.LastPublicSeq
}

func (a *API) stateOf(ctx context.Context, g session, s desk.State) (wire.GuestState, error) {
	prop, err := a.cfg.Directory.Property(ctx, g.propertyID)
	if err != nil {
		return wire.GuestState{}, err
	}
	return a.cfg.Directory.GuestStateAt(s, prop), nil
}

// newPage is the page that the guest is on, if the desk does not know it yet.
func (a *API) newPage(g session, p *page) *desk.PageView {
	v := p.view(a.cfg.Now())
	if v == nil || samePage(a.cfg.Directory.Contact(g.contactID).Pages, *v) {
		return nil
	}
	return v
}

// attached finds files that the guest uploaded. Another's is not found, like one that does not exist.
func (a *API) attached(ctx context.Context, g session, ids []string) ([]desk.File, error) {
	if len(ids) > maxFiles {
		return nil, desk.Refuse(desk.CodeInvalid, "At most %d files go into one message.", maxFiles)
	}
	var list []desk.File
	err := a.read(ctx, func(tx store.Tx) error {
		list = nil
		for _, id := range ids {
			f, err := tx.File(id)
			if err != nil {
				return err
			}
			if f.ContactID != g.contactID || f.PersonID != "" {
				return desk.ErrNotFound
			}
			list = append(list, f.File)
		}
		return nil
	})
	return list, err
}

func (a *API) conversations(ctx context.Context, g session) ([]GuestConversation, error) {
	list := []GuestConversation{}
	err := a.read(ctx, func(tx store.Tx) error {
		list = list[:0]
		contact, err := tx.Contact(g.contactID)
		if err != nil {
			return err
		}
		sums, err := tx.ConversationsOfContact(g.contactID, listed)
		if err != nil {
			return err
		}
		for i, sum := range sums {
			w := GuestConversation{ID: sum.State.ID, Status: string(sum.State.Status), StartedAt: wire.Time(sum.State.StartedAt), LastAt: wire.Time(sum.State.LastAt)}
			for _, e := range sum.Last {
				if e.Public {
					w.Preview = desk.CleanLine(wire.LineOf(e).Text, 120)
				}
			}
			if i == 0 { // what was read is kept of the newest one only
				if w.Unread, err = unread(tx, sum.State, contact.ReadSeq); err != nil {
					return err
				}
			}
			list = append(list, w)
		}
		return nil
	})
	return list, err
}

func unread(tx store.Tx, s desk.State, read int64) (int, error) {
	if read >= s.LastPublicSeq {
		return 0, nil
	}
	entries, err := tx.Entries(s.ID, store.EntryFilter{After: read, PublicOnly: true, Limit: 100})
	n := 0
	for _, e := range entries {
		if e.Kind == desk.EntryMessage && e.Author.Kind != desk.AuthorGuest {
			n++
		}
	}
	return n, err
}

// backlog reads for a stream, in its turn, what is stored after a seq.
func (a *API) backlog(g session) func(context.Context, int64) (realtime.Backlog, error) {
	return func(ctx context.Context, after int64) (b realtime.Backlog, err error) {
		err = a.inTurn(ctx, func() error {
			b, err = a.missed(ctx, g, after)
			return err
		})
		return b, err
	}
}

// missed is what is stored after a seq, and how the conversation stands.
func (a *API) missed(ctx context.Context, g session, after int64) (realtime.Backlog, error) {
	state, entries, err := a.entries(ctx, g, "", after, maxEntries)
	if err != nil {
		return realtime.Backlog{}, err
	}
	b := realtime.Backlog{Version: state.LastSeq}
	if after > state.LastPublicSeq { // of another conversation: this one is read from its beginning
		b.Reset = true
		if state, entries, err = a.entries(ctx, g, "", 0, maxEntries); err != nil {
			return b, err
		}
	}
	if b.State, err = a.stateOf(ctx, g, state); err != nil {
		return b, err
	}
	b.Entries, b.More = wire.GuestEntries(entries), more(state, entries)
	return b, nil
}
