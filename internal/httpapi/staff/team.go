package staff

import (
	"context"
	"net/http"

	"deskbell/internal/auth"
	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/wire"
)

// Team are the people and the invitations that one may manage.
type Team struct {
	People      []Person     `json:"people"`
	Invitations []Invitation `json:"invitations"`
}

// Person is somebody who signs in, as Admins see them.
type Person struct {
	ID         string    `json:"id"`
	Email      string    `json:"email"`
	Name       string    `json:"name"`
	Role       desk.Role `json:"role" enum:"agent,knowledge_manager,admin,operator"`
	Properties []string  `json:"properties"`
	Active     bool      `json:"active"`
	LastSeen   string    `json:"last_seen,omitempty" format:"date-time"`
	Duty       desk.Duty `json:"duty" enum:"online,away,dnd" doc:"What they say; it holds only while they are in reach."`
	Reach      string    `json:"reach" enum:"screen,none" doc:"At a screen that was heard from lately, or nowhere."`
}

// Invitation is one that has not been used.
type Invitation struct {
	ID         string    `json:"id"`
	Email      string    `json:"email"`
	Role       desk.Role `json:"role" enum:"agent,knowledge_manager,admin,operator"`
	Properties []string  `json:"properties"`
	ExpiresAt  string    `json:"expires_at" format:"date-time"`
}

// TeamLink is an address to hand over. It is shown once.
type TeamLink struct {
	ID  string `json:"id,omitempty"`
	URL string `json:"url"`
}

func (a *API) teamRoutes() {
	const tag = "Team"
	add(a, route{method: "GET", path: "/team", name: "get-team", tag: tag, summary: "The people one may manage"},
		func(ctx context.Context, v auth.Visit, _ *none) (*body[Team], error) {
			people, invites, err := a.cfg.Gate.Team(ctx, v.Person)
			out := Team{People: []Person{}, Invitations: []Invitation{}}
			for _, p := range people {
				out.People = append(out.People, a.personOf(v.Person, p))
			}
			for _, i := range invites {
				out.Invitations = append(out.Invitations, Invitation{ID: i.ID, Email: i.Email, Role: i.Role,
					Properties: seen(v.Person, i.PropertyIDs), ExpiresAt: wire.Time(i.ExpiresAt)})
			}
			return answer(out), err
		})
	add(a, route{method: "POST", path: "/team/invitations", name: "invite", tag: tag, summary: "Invite somebody: a link to hand over", status: http.StatusCreated, also: []int{http.StatusConflict}},
		func(ctx context.Context, v auth.Visit, in *struct {
			Body struct {
				Email      string    `json:"email" maxLength:"254"`
				Role       desk.Role `json:"role" enum:"agent,knowledge_manager,admin,operator"`
				Properties []string  `json:"properties,omitempty" maxItems:"1000"`
			}
		}) (*body[TeamLink], error) {
			inv, token, err := a.cfg.Gate.Invite(ctx, v.Person, in.Body.Email, in.Body.Role, in.Body.Properties)
			return answer(TeamLink{ID: inv.ID, URL: a.cfg.BaseURL + "/invitations/" + token}), err
		})
	add(a, route{method: "DELETE", path: "/team/invitations/{id}", name: "withdraw-invitation", tag: tag, summary: "Withdraw an invitation"},
		func(ctx context.Context, v auth.Visit, in *IDPath) (*none, error) {
			return nil, a.cfg.Gate.Withdraw(ctx, v.Person, in.ID)
		})
	add(a, route{method: "PATCH", path: "/team/{id}", name: "change-person", tag: tag, summary: "Change somebody's name, role, properties or sign-in", also: []int{http.StatusConflict}},
		func(ctx context.Context, v auth.Visit, in *struct {
			IDPath
			Body struct {
				Name       *string    `json:"name,omitempty" maxLength:"200"`
				Role       *desk.Role `json:"role,omitempty" enum:"agent,knowledge_manager,admin,operator"`
				Properties *[]string  `json:"properties,omitempty" maxItems:"1000"`
				Active     *bool      `json:"active,omitempty"`
			}
		}) (*body[Person], error) {
			b := in.Body
			p, err := a.cfg.Gate.Update(ctx, v.Person, in.ID, auth.Change{Name: b.Name, Role: b.Role, Properties: b.Properties, Active: b.Active})
			return answer(a.personOf(v.Person, p)), err
		})
	add(a, route{method: "POST", path: "/team/{id}/reset", name: "start-reset", tag: tag, summary: "Start a password reset: a link to hand over", also: []int{http.StatusConflict}},
		func(ctx context.Context, v auth.Visit, in *IDPath) (*body[TeamLink], error) {
			token, err := a.cfg.Gate.StartReset(ctx, v.Person, in.ID)
			return answer(TeamLink{URL: a.cfg.BaseURL + "/resets/" + token}), err
		})
}

func (a *API) personOf(by, p desk.Person) Person {
	w := Person{ID: p.ID, Email: p.Email, Name: p.Name, Role: p.Role, Properties: seen(by, p.PropertyIDs), Active: p.Active, Duty: p.Duty, Reach: "none"}
	if !p.LastSeenAt.IsZero() {
		w.LastSeen = wire.Time(p.LastSeenAt)
	}
	if p.Active && a.cfg.Bell.Screen(p.ID) {
		w.Reach = "screen"
	}
	return w
}

// seen keeps the properties that by may know of.
func seen(by desk.Person, ids []string) []string {
	out := []string{}
	for _, id := range ids {
		if by.Sees(id) {
			out = append(out, id)
		}
	}
	return out
}

// withEpoch adds to a refusal for a stale epoch how the conversation stands now, so that a screen can catch up at once.
func (a *API) withEpoch(ctx context.Context, p desk.Person, id string, err error) error {
	if desk.CodeOf(err) != desk.CodeStale {
		return err
	}
	var card wire.Card
	if e := a.read(ctx, func(tx store.Tx) error {
		s, err := stateIn(tx, p, id)
		card = wire.CardOf(s, desk.Contact{}, wire.CardView{Now: tx.Now(), People: a.people(tx)})
		return err
	}); e != nil {
		return err
	}
	return stale(err, card)
}
