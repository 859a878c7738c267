package staff

import (
	"context"
	"net/http"

	"deskbell/internal/auth"
	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/wire"
)

// Sent says that a message or note is on disk, and where.
type Sent struct {
	ConversationID string `json:"conversation_id"`
	Seq            int64  `json:"seq"`
	ID             string `json:"id"`
	At             string `json:"at" format:"date-time"`
	Epoch          int64  `json:"epoch" doc:"The control epoch after it."`
}

// Drafts are the texts that a person has begun in a conversation.
type Drafts struct {
	Reply string `json:"reply" maxLength:"8000"`
	Note  string `json:"note" maxLength:"8000"`
}

// confirmBody says that the person was asked once more. The body may be left out.
type confirmBody struct {
	Confirm bool `json:"confirm,omitempty"`
}

// act is one use case that changes who has a conversation.
type act func(ctx context.Context, by desk.Person, id string) (desk.State, error)

func (a *API) actRoutes() {
	d := a.cfg.Desk
	simple := func(name, summary string, do act) {
		add(a, route{method: "POST", path: "/conversations/{id}/" + name, name: name, tag: listTag, summary: summary, also: []int{http.StatusConflict}},
			func(ctx context.Context, v auth.Visit, in *IDPath) (*body[wire.Card], error) {
				return a.acted(ctx, v, in.ID, do)
			})
	}
	simple("take-control", "Take the conversation from the assistant", d.TakeControl)
	simple("accept", "Answer a guest's request", d.Accept)
	simple("hand-back", "Give the conversation back to the assistant", d.HandBack)
	simple("reopen", "Open a resolved conversation again", d.Reopen)
	confirmed := func(name, summary string, do func(ctx context.Context, by desk.Person, id string, confirmed bool) (desk.State, error)) {
		add(a, route{method: "POST", path: "/conversations/{id}/" + name, name: name, tag: listTag, summary: summary, also: []int{http.StatusConflict}},
			func(ctx context.Context, v auth.Visit, in *struct {
				IDPath
				Body *confirmBody
			}) (*body[wire.Card], error) {
				return a.acted(ctx, v, in.ID, func(ctx context.Context, by desk.Person, id string) (desk.State, error) {
					return do(ctx, by, id, in.Body != nil && in.Body.Confirm)
				})
			})
	}
	confirmed("resolve", "End the conversation", d.Resolve)
	confirmed("take-over", "Take the conversation from a colleague", d.TakeOver)
}

// acted runs a use case and answers with the card as it stands after it.
func (a *API) acted(ctx context.Context, v auth.Visit, id string, do act) (*body[wire.Card], error) {
	if _, err := do(ctx, v.Person, id); err != nil {
		return nil, err
	}
	card, err := a.card(ctx, v.Person, id)
	return answer(card), err
}

func (a *API) writeRoutes() {
	d := a.cfg.Desk
	type messageInput struct {
		IDPath
		Body struct {
			ClientID string   `json:"client_id" minLength:"1" maxLength:"100" doc:"Your own id of it: a repeat is answered with the first one's receipt."`
			Text     string   `json:"text,omitempty" maxLength:"20000"`
			Files    []string `json:"files,omitempty" maxItems:"10" doc:"Ids of files uploaded for this conversation."`
			ReplyTo  string   `json:"reply_to,omitempty" maxLength:"100" doc:"The entry that it answers, on channels that show that."`
			Epoch    *int64   `json:"epoch,omitempty" minimum:"0" doc:"The control epoch last seen; absent takes the present one."`
		}
	}
	write := func(name, summary string, do func(context.Context, desk.Person, string, conversation.Draft) (conversation.Receipt, error)) {
		add(a, route{method: "POST", path: "/conversations/{id}/" + name, name: "write-" + name, tag: listTag, summary: summary, status: http.StatusCreated, also: []int{http.StatusConflict}},
			func(ctx context.Context, v auth.Visit, in *messageInput) (*body[Sent], error) {
				draft := conversation.Draft{ClientID: in.Body.ClientID, Text: in.Body.Text, ReplyTo: in.Body.ReplyTo, Epoch: -1}
				if in.Body.Epoch != nil {
					draft.Epoch = *in.Body.Epoch
				}
				var err error
				if draft.Files, err = a.attached(ctx, v.Person, in.ID, in.Body.Files); err != nil {
					return nil, err
				}
				r, err := do(ctx, v.Person, in.ID, draft)
				if err != nil {
					return nil, a.withEpoch(ctx, v.Person, in.ID, err)
				}
				return answer(Sent{ConversationID: r.ConversationID, Seq: r.Seq, ID: r.EntryID, At: wire.Time(r.At), Epoch: r.Epoch}), nil
			})
	}
	write("messages", "Write to the guest; takes the conversation where no agent has it", d.Reply)
	write("answer-and-hand-back", "Answer once and leave the conversation with the assistant", d.AnswerAndHandBack)
	write("notes", "Write a note that guests never see", d.Note)

	type onInput struct {
		IDPath
		Body struct {
			On bool `json:"on"`
		}
	}
	add(a, route{method: "POST", path: "/conversations/{id}/typing", name: "typing", tag: listTag, summary: "Say that one types, or stopped"},
		func(ctx context.Context, v auth.Visit, in *onInput) (*none, error) {
			s, err := a.state(ctx, v.Person, in.ID)
			if err == nil {
				a.cfg.Live.Typing(v.Person, s.PropertyID, s.ID, in.Body.On)
			}
			return nil, err
		})
	add(a, route{method: "POST", path: "/conversations/{id}/view", name: "view", tag: listTag, summary: "Say that one has it open, or left it"},
		func(ctx context.Context, v auth.Visit, in *onInput) (*none, error) {
			return nil, a.view(ctx, v, in.ID, in.Body.On)
		})
	add(a, route{method: "POST", path: "/conversations/{id}/read", name: "mark-read", tag: listTag, summary: "Say how far one has read"}, a.markRead)
	add(a, route{method: "GET", path: "/conversations/{id}/draft", name: "get-draft", tag: listTag, summary: "What one began to write"},
		func(ctx context.Context, v auth.Visit, in *IDPath) (*body[Drafts], error) {
			var out Drafts
			err := a.read(ctx, func(tx store.Tx) (err error) {
				if _, err = stateIn(tx, v.Person, in.ID); err != nil {
					return err
				}
				out.Reply, out.Note, err = tx.Draft(v.Person.ID, in.ID)
				return err
			})
			return answer(out), err
		})
	add(a, route{method: "PUT", path: "/conversations/{id}/draft", name: "put-draft", tag: listTag, summary: "Keep what one began to write"},
		func(ctx context.Context, v auth.Visit, in *struct {
			IDPath
			Body Drafts
		}) (*none, error) {
			return nil, a.setDraft(ctx, v.Person, in.ID, in.Body)
		})
	add(a, route{method: "DELETE", path: "/conversations/{id}/draft", name: "drop-draft", tag: listTag, summary: "Forget what one began to write"},
		func(ctx context.Context, v auth.Visit, in *IDPath) (*none, error) {
			return nil, a.setDraft(ctx, v.Person, in.ID, Drafts{})
		})
}

func (a *API) setDraft(ctx context.Context, p desk.Person, id string, d Drafts) error {
	return a.write(ctx, func(tx store.Tx) error {
		if _, err := stateIn(tx, p, id); err != nil {
			return err
		}
		return tx.SetDraft(p.ID, id, storable(d.Reply), storable(d.Note))
	})
}

func (a *API) markRead(ctx context.Context, v auth.Visit, in *struct {
	IDPath
	Body struct {
		Seq int64 `json:"seq" minimum:"0"`
	}
}) (*none, error) {
	seq := in.Body.Seq
	outside := false
	err := a.write(ctx, func(tx store.Tx) error {
		s, err := stateIn(tx, v.Person, in.ID)
		if err != nil {
			return err
		}
		outside = s.Channel != desk.ChannelWeb && s.Controller.AgentID == v.Person.ID
		seq = min(in.Body.Seq, s.LastSeq)
		return tx.SetReadMark(v.Person.ID, s.ID, seq)
	})
	if err == nil {
		a.cfg.Live.Read(in.ID, seq)
		if outside {
			a.cfg.Outbox.Read(in.ID, v.Person.ID)
		}
	}
	return nil, err
}

func (a *API) view(ctx context.Context, v auth.Visit, id string, on bool) error {
	s, err := a.state(ctx, v.Person, id)
	if err == nil {
		a.cfg.Live.View(v.Person, s.PropertyID, s.ID, on)
	}
	return err
}

// state is a conversation that the person may look at.
func (a *API) state(ctx context.Context, p desk.Person, id string) (desk.State, error) {
	var s desk.State
	err := a.read(ctx, func(tx store.Tx) (err error) {
		s, err = stateIn(tx, p, id)
		return err
	})
	return s, err
}

func stateIn(tx store.Tx, p desk.Person, id string) (desk.State, error) {
	s, err := tx.State(id)
	if err != nil {
		return desk.State{}, err
	}
	return s, desk.Allow(p, desk.ActConverse, s.PropertyID)
}
