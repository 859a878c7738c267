package staff

import (
	"context"
	"net"
	"net/http"
	"strings"

	"deskbell/internal/auth"
	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/wire"
)

// Colleagues are those who may be handed a conversation.
type Colleagues struct {
	Colleagues []Colleague `json:"colleagues"`
}

// Colleague is one of them.
type Colleague struct {
	ID       string    `json:"id"`
	Name     string    `json:"name"`
	Duty     desk.Duty `json:"duty" enum:"online,away,dnd"`
	Reach    string    `json:"reach" enum:"screen,phone,none"`
	Held     int       `json:"held"`
	Limit    int       `json:"limit" doc:"0 is no limit."`
	Eligible bool      `json:"eligible" doc:"A transfer to everyone would ring them."`
}

// requestRoutes are what people do about requests, beside accepting them.
func (a *API) requestRoutes() {
	d := a.cfg.Desk
	add(a, route{method: "POST", path: "/conversations/{id}/promise", name: "promise", tag: listTag, summary: "Tell the guest that one will be there in some minutes", also: []int{http.StatusConflict}},
		func(ctx context.Context, v auth.Visit, in *struct {
			IDPath
			Body struct {
				RequestID string `json:"request_id" minLength:"1" maxLength:"100"`
				Minutes   int    `json:"minutes,omitempty" minimum:"0" maximum:"1000" doc:"1 to 15; absent or 0: 3."`
			}
		}) (*body[wire.Card], error) {
			return a.acted(ctx, v, in.ID, func(ctx context.Context, by desk.Person, id string) (desk.State, error) {
				return d.Promise(ctx, by, id, in.Body.RequestID, in.Body.Minutes)
			})
		})
	add(a, route{method: "POST", path: "/conversations/{id}/cannot-now", name: "cannot-now", tag: listTag, summary: "Say that one will not answer the request", also: []int{http.StatusConflict}},
		func(ctx context.Context, v auth.Visit, in *struct {
			IDPath
			Body struct {
				RequestID string `json:"request_id" minLength:"1" maxLength:"100"`
			}
		}) (*body[wire.Card], error) {
			return a.acted(ctx, v, in.ID, func(ctx context.Context, by desk.Person, id string) (desk.State, error) {
				return d.CannotNow(ctx, by, id, in.Body.RequestID)
			})
		})
	add(a, route{method: "POST", path: "/conversations/{id}/transfer", name: "transfer", tag: listTag, summary: "Hand the conversation to a colleague, or to whoever comes first", also: []int{http.StatusConflict}},
		func(ctx context.Context, v auth.Visit, in *struct {
			IDPath
			Body struct {
				Target string `json:"target,omitempty" maxLength:"100" doc:"A colleague's id; absent: everyone."`
				Note   string `json:"note,omitempty" maxLength:"4000" doc:"For the colleague; guests never see it."`
			}
		}) (*body[wire.Card], error) {
			return a.acted(ctx, v, in.ID, func(ctx context.Context, by desk.Person, id string) (desk.State, error) {
				return d.Transfer(ctx, by, id, storable(in.Body.Target), storable(in.Body.Note))
			})
		})
	add(a, route{method: "DELETE", path: "/conversations/{id}/transfer", name: "take-transfer-back", tag: listTag, summary: "Take a transfer back", also: []int{http.StatusConflict}},
		func(ctx context.Context, v auth.Visit, in *IDPath) (*body[wire.Card], error) {
			return a.acted(ctx, v, in.ID, d.TakeBack)
		})
	add(a, route{method: "GET", path: "/conversations/{id}/colleagues", name: "list-colleagues", tag: listTag, summary: "Who may be handed the conversation"},
		func(ctx context.Context, v auth.Visit, in *IDPath) (*body[Colleagues], error) {
			out, err := a.colleagues(ctx, v.Person, in.ID)
			return answer(out), err
		})
}

func (a *API) colleagues(ctx context.Context, p desk.Person, id string) (Colleagues, error) {
	out := Colleagues{Colleagues: []Colleague{}}
	err := a.read(ctx, func(tx store.Tx) error {
		s, err := stateIn(tx, p, id)
		if err != nil {
			return err
		}
		people, err := a.cfg.Bell.Who(tx, s.PropertyID, s.Channel)
		if err != nil {
			return err
		}
		for _, h := range people {
			if h.ID != p.ID {
				out.Colleagues = append(out.Colleagues, Colleague{ID: h.ID, Name: h.Name, Duty: h.Duty, Reach: string(h.Means), Held: h.Held,
					Limit: h.Limit, Eligible: len(h.WhyNot) == 0})
			}
		}
		return nil
	})
	return out, err
}

// local reports whether a host is this very machine, which browsers trust without https.
func local(host string) bool {
	if name, _, err := net.SplitHostPort(host); err == nil {
		host = name
	}
	ip := net.ParseIP(strings.Trim(host, "[]"))
	return host == "localhost" || strings.HasSuffix(host, ".localhost") || ip != nil && ip.IsLoopback()
}
