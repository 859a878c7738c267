package drive

import (
	"context"
	"net/http"
	"net/url"
	"time"
)

// Card is a conversation as the desk's lists and frames show it.
type Card struct {
	ID         string `json:"id"`
	PropertyID string `json:"property_id"`
	Status     string `json:"status"`
	Controller struct {
		Kind    string `json:"kind"`
		AgentID string `json:"agent_id"`
	} `json:"controller"`
	// AgentGone is reconnecting, lost or past_reminder.
	AgentGone string `json:"agent_gone"`
	Epoch     int64  `json:"epoch"`
	LastSeq   int64  `json:"last_seq"`
	Guest     struct {
		ID string `json:"id"`
	} `json:"guest"`
	Request *struct {
		ID    string `json:"id"`
		Kind  string `json:"kind"`
		State string `json:"state"`
		Ended string `json:"ended"`
	} `json:"request"`
}

// Ring is an alert as one person's devices show it.
type Ring struct {
	ID             string    `json:"id"`
	ConversationID string    `json:"conversation_id"`
	State          string    `json:"state"`
	ForMe          bool      `json:"for_me"`
	Unheard        bool      `json:"unheard"`
	Step           int       `json:"step"`
	OpenedAt       time.Time `json:"opened_at"`
	End            string    `json:"end"`
}

// DeskFrame is one publication on a staff connection, as far as tests look into it.
type DeskFrame struct {
	T              string `json:"t"`
	ConversationID string `json:"conversation_id"`
	Entry          *Entry `json:"entry"`
	Card           *Card  `json:"card"`
	Ring           *Ring  `json:"ring"`
	Rings          []Ring `json:"rings"`
	RingID         string `json:"ring_id"`
	How            string `json:"how"`
	By             *struct {
		ID string `json:"id"`
	} `json:"by"`
}

// Ticket is one that a guest's message became.
type Ticket struct {
	Number         int64  `json:"number"`
	PropertyID     string `json:"property_id"`
	ConversationID string `json:"conversation_id"`
	Text           string `json:"text"`
	Cause          string `json:"cause"`
}

// Me is who is signed in.
type Me struct {
	ID         string `json:"id"`
	Properties []struct {
		ID   string `json:"id"`
		Code string `json:"code"`
	} `json:"properties"`
}

// Me asks who is signed in.
func (s *Staff) Me(ctx context.Context) (me Me, err error) {
	return me, s.Do(ctx, http.MethodGet, "/me", nil, &me)
}

// List is a list of conversations: live, mine, requests or history; at most 500 of them.
func (s *Staff) List(ctx context.Context, view string) ([]Card, error) {
	var page struct {
		Conversations []Card `json:"conversations"`
	}
	err := s.Do(ctx, http.MethodGet, "/conversations?limit=500&view="+url.QueryEscape(view), nil, &page)
	return page.Conversations, err
}

// Write writes into a conversation: messages, notes, answer-and-hand-back.
func (s *Staff) Write(ctx context.Context, conversation, verb, clientID, text string) (Receipt, error) {
	var r Receipt
	status, err := call(ctx, s.Client, http.MethodPost, s.Base+"/api/v1/conversations/"+url.PathEscape(conversation)+"/"+verb, "",
		map[string]any{"client_id": clientID, "text": text}, &r)
	r.Status = status
	return r, err
}

// Card is one conversation as it stands.
func (s *Staff) Card(ctx context.Context, conversation string) (c Card, err error) {
	return c, s.Do(ctx, http.MethodGet, "/conversations/"+url.PathEscape(conversation), nil, &c)
}

// Rings is what rings for the person now.
func (s *Staff) Rings(ctx context.Context) ([]Ring, error) {
	var list struct {
		Rings []Ring `json:"rings"`
	}
	err := s.Do(ctx, http.MethodGet, "/bell/rings", nil, &list)
	return list.Rings, err
}

// Tickets are all tickets that the person may see.
func (s *Staff) Tickets(ctx context.Context) ([]Ticket, error) {
	var all []Ticket
	for cursor := ""; ; {
		var page struct {
			Tickets []Ticket `json:"tickets"`
			Cursor  string   `json:"cursor"`
		}
		if err := s.Do(ctx, http.MethodGet, "/tickets?limit=200&cursor="+url.QueryEscape(cursor), nil, &page); err != nil {
			return nil, err
		}
		all = append(all, page.Tickets...)
		if cursor = page.Cursor; cursor == "" {
			return all, nil
		}
	}
}

// Leave leaves a message for the desk under the form's own id and answers its ticket's number.
func (g *Guest) Leave(ctx context.Context, formID, name, email, text string) (int64, error) {
	var out struct {
		Ticket int64 `json:"ticket"`
	}
	_, err := call(ctx, g.Client, http.MethodPost, g.Base+"/api/guest/v1/leave-message", g.Token,
		map[string]any{"form_id": formID, "name": name, "email": email, "text": text}, &out)
	return out.Ticket, err
}
