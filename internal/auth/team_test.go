package auth_test

import (
	"context"
	"slices"
	"testing"

	"deskbell/internal/auth"
	"deskbell/internal/desk"
)

func ptr[T any](v T) *T { return &v }

func TestInvitation(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	h := newHouse(t)
	admin := h.person("admin", desk.RoleAdmin, "north")
	_, token, err := h.Invite(ctx, admin, "New@Hotel.example", desk.RoleAgent, []string{"north"})
	if err != nil {
		t.Fatal(err)
	}
	email, names, err := h.Invitation(ctx, token)
	if err != nil || email != "new@hotel.example" || !slices.Equal(names, []string{"NORTH"}) {
		t.Fatalf("got %q %q %v", email, names, err)
	}
	_, _, err = h.Join(ctx, token, "New\u202e Person", "short", from("192.0.2.1"))
	wantCode(t, err, auth.CodeWeakPassword)
	v, session, err := h.Join(ctx, token, "New\u202e Person", password, from("192.0.2.1"))
	if err != nil || v.Person.Name != "New Person" || v.Person.Role != desk.RoleAgent || v.Person.Duty != desk.DutyAway {
		t.Fatalf("got %+v %v", v.Person, err)
	}
	if _, err := h.Who(ctx, session); err != nil {
		t.Errorf("not signed in: %v", err)
	}
	_, _, err = h.Join(ctx, token, "Again", password, from("192.0.2.1"))
	wantCode(t, err, desk.CodeNotFound)
	_, _, err = h.Invite(ctx, admin, "new@hotel.example", desk.RoleAgent, []string{"north"})
	wantCode(t, err, desk.CodeExists)
}

func TestInvitation_EndsInTimeOrWithdrawnOrReplaced(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	h := newHouse(t)
	admin := h.person("admin", desk.RoleAdmin, "north")
	other := h.person("other", desk.RoleAdmin, "south")
	invite := func() (string, string) {
		t.Helper()
		inv, token, err := h.Invite(ctx, admin, "new@hotel.example", desk.RoleAgent, []string{"north"})
		if err != nil {
			t.Fatal(err)
		}
		return inv.ID, token
	}
	_, first := invite()
	id, second := invite()
	_, _, err := h.Invitation(ctx, first)
	wantCode(t, err, desk.CodeNotFound)
	wantCode(t, h.Withdraw(ctx, other, id), desk.CodeNotFound)
	if err := h.Withdraw(ctx, admin, id); err != nil {
		t.Fatal(err)
	}
	_, _, err = h.Invitation(ctx, second)
	wantCode(t, err, desk.CodeNotFound)
	_, third := invite()
	h.pass(auth.InviteLife)
	_, _, err = h.Join(ctx, third, "New", password, from("192.0.2.1"))
	wantCode(t, err, desk.CodeNotFound)
	_, _, err = h.FinishReset(ctx, third, password, from("192.0.2.1"))
	wantCode(t, err, desk.CodeNotFound) // an invitation is no reset
}

// Two properties may invite the same address; neither takes the other's invitation away, or learns of it.
func TestInvitation_OfAnotherPropertyStays(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	h := newHouse(t)
	north, south := h.person("admin", desk.RoleAdmin, "north"), h.person("other", desk.RoleAdmin, "south")
	_, first, err := h.Invite(ctx, south, "new@hotel.example", desk.RoleAgent, []string{"south"})
	if err != nil {
		t.Fatal(err)
	}
	_, second, err := h.Invite(ctx, north, "new@hotel.example", desk.RoleAgent, []string{"north"})
	if err != nil {
		t.Fatal(err)
	}
	for _, token := range []string{first, second} {
		if _, _, err := h.Invitation(ctx, token); err != nil {
			t.Error(err)
		}
	}
	if _, _, err := h.Join(ctx, first, "New", password, from("192.0.2.1")); err != nil {
		t.Fatal(err)
	}
	_, _, err = h.Join(ctx, second, "New", password, from("192.0.2.1"))
	wantCode(t, err, desk.CodeExists)
}

// Whoever is sent away, or may less than before, does not come back by a link made earlier.
func TestLinks_EndWithTheRightsOfWhoMadeThem(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	for name, change := range map[string]auth.Change{
		"Deactivated": {Active: ptr(false)}, "NoAdminAnyMore": {Role: ptr(desk.RoleAgent)}, "NotAtTheProperty": {Properties: ptr([]string{"south"})},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			h := newHouse(t)
			operator, admin := h.person("op", desk.RoleOperator), h.person("admin", desk.RoleAdmin, "north")
			ana := h.person("ana", desk.RoleAgent, "north")
			_, invitation, err := h.Invite(ctx, admin, "back@door.example", desk.RoleAdmin, []string{"north"})
			if err != nil {
				t.Fatal(err)
			}
			reset, err := h.StartReset(ctx, admin, ana.ID)
			if err != nil {
				t.Fatal(err)
			}
			if _, err := h.Update(ctx, operator, admin.ID, change); err != nil {
				t.Fatal(err)
			}
			_, _, err = h.Join(ctx, invitation, "New", password, from("192.0.2.1"))
			wantCode(t, err, desk.CodeNotFound)
			_, _, err = h.FinishReset(ctx, reset, password, from("192.0.2.1"))
			wantCode(t, err, desk.CodeNotFound)
		})
	}
}

func TestReset_EndsWithThePassword(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	h := newHouse(t)
	ana := h.person("ana", desk.RoleAgent, "north")
	token, err := h.ResetLink(ctx, ana.Email)
	if err != nil {
		t.Fatal(err)
	}
	here, _ := h.signIn(ana)
	if err := h.ChangePassword(ctx, here, password, "the bell rings at noon", from("192.0.2.1")); err != nil {
		t.Fatal(err)
	}
	_, _, err = h.FinishReset(ctx, token, "the bell rings at one", from("192.0.2.1"))
	wantCode(t, err, desk.CodeNotFound)
}

func TestReset(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	h := newHouse(t)
	admin := h.person("admin", desk.RoleAdmin, "north")
	ana := h.person("ana", desk.RoleAgent, "north")
	_, old := h.signIn(ana)
	token, err := h.StartReset(ctx, admin, ana.ID)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Who(ctx, old); err != nil {
		t.Errorf("starting a reset ended the session: %v", err)
	}
	_, session, err := h.FinishReset(ctx, token, "the bell rings at noon", from("192.0.2.1"))
	if err != nil {
		t.Fatal(err)
	}
	if _, err := h.Who(ctx, session); err != nil {
		t.Error(err)
	}
	_, err = h.Who(ctx, old)
	wantCode(t, err, desk.CodeUnauthorized)
	_, _, err = h.FinishReset(ctx, token, "the bell rings at one", from("192.0.2.1"))
	wantCode(t, err, desk.CodeNotFound)
}

// Who may do what to whom: the cases in which somebody could rise above the own role or reach beyond the own houses.
func TestTeam_Bounds(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	h := newHouse(t)
	boss := h.person("boss", desk.RoleOperator)
	north := h.person("north", desk.RoleAdmin, "north")
	peer := h.person("peer", desk.RoleAdmin, "north")
	both := h.person("both", desk.RoleAgent, "north", "south")
	ana := h.person("ana", desk.RoleAgent, "north")
	far := h.person("far", desk.RoleAgent, "south")
	cases := []struct {
		name string
		by   desk.Person
		of   desk.Person
		c    auth.Change
		code desk.Code
	}{
		{"AgentManagesNobody", ana, both, auth.Change{Name: ptr("X")}, desk.CodeForbidden},
		{"ForeignPersonIsNotFound", north, far, auth.Change{Name: ptr("X")}, desk.CodeNotFound},
		{"OperatorIsNotFoundForAdmins", north, boss, auth.Change{Active: ptr(false)}, desk.CodeNotFound},
		{"RoleOfSomebodySharedIsForbidden", north, both, auth.Change{Role: ptr(desk.RoleAdmin)}, desk.CodeForbidden},
		{"SignInOfSomebodySharedIsForbidden", north, both, auth.Change{Active: ptr(false)}, desk.CodeForbidden},
		{"NoRiseToOperator", north, ana, auth.Change{Role: ptr(desk.RoleOperator)}, desk.CodeForbidden},
		{"NoSuchRole", north, ana, auth.Change{Role: ptr(desk.Role("king"))}, desk.CodeInvalid},
		{"ForeignPropertyIsNotFound", north, ana, auth.Change{Properties: &[]string{"north", "south"}}, desk.CodeNotFound},
		{"NoOwnRole", north, north, auth.Change{Role: ptr(desk.RoleAgent)}, desk.CodeConflict},
		{"NoOwnSignIn", boss, boss, auth.Change{Active: ptr(false)}, desk.CodeConflict},
		{"SomePropertyStays", north, ana, auth.Change{Properties: &[]string{}}, desk.CodeInvalid},
		{"PeerMayBeLowered", north, peer, auth.Change{Role: ptr(desk.RoleAgent)}, ""},
		{"AgentMayRise", north, ana, auth.Change{Role: ptr(desk.RoleAdmin)}, ""},
		{"OperatorMayAll", boss, both, auth.Change{Role: ptr(desk.RoleAdmin), Properties: &[]string{"south"}}, ""},
	}
	for _, c := range cases { // in order: the later ones change people
		if _, err := h.Update(ctx, c.by, c.of.ID, c.c); desk.CodeOf(err) != c.code {
			t.Errorf("%s: got %v, want code %q", c.name, err, c.code)
		}
	}
	for _, c := range []struct {
		of   desk.Person
		code desk.Code
	}{{far, desk.CodeNotFound}, {boss, desk.CodeNotFound}, {both, desk.CodeNotFound}, {ana, ""}} { // both is only at south by now
		if _, err := h.StartReset(ctx, north, c.of.ID); desk.CodeOf(err) != c.code {
			t.Errorf("reset of %s: got %v, want code %q", c.of.Name, err, c.code)
		}
	}
	_, _, err := h.Invite(ctx, north, "x@hotel.example", desk.RoleOperator, nil)
	wantCode(t, err, desk.CodeForbidden)
	_, _, err = h.Invite(ctx, north, "x@hotel.example", desk.RoleAgent, []string{"south"})
	wantCode(t, err, desk.CodeNotFound)
}

// An Admin who gives or takes the own property leaves the others as they are.
func TestTeam_KeepsForeignProperties(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	h := newHouse(t)
	north := h.person("north", desk.RoleAdmin, "north")
	both := h.person("both", desk.RoleAgent, "north", "south")
	p, err := h.Update(ctx, north, both.ID, auth.Change{Properties: &[]string{}})
	if err != nil || !slices.Equal(p.PropertyIDs, []string{"south"}) {
		t.Errorf("got %v %v, want south alone", p.PropertyIDs, err)
	}
}

func TestTeam_LastOperatorStays(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	h := newHouse(t)
	boss := h.person("boss", desk.RoleOperator)
	second := h.person("second", desk.RoleOperator)
	if _, err := h.Update(ctx, boss, second.ID, auth.Change{Active: ptr(false)}); err != nil {
		t.Fatal(err)
	}
	_, err := h.Update(ctx, second, boss.ID, auth.Change{Active: ptr(false)})
	wantCode(t, err, desk.CodeUnauthorized) // no longer active, whatever an old session says
	third := h.person("third", desk.RoleOperator)
	if _, err := h.Update(ctx, third, boss.ID, auth.Change{Role: ptr(desk.RoleAdmin), Properties: &[]string{"north"}}); err != nil {
		t.Fatal(err)
	}
}

func TestTeam_DeactivatingEndsSessions(t *testing.T) {
	t.Parallel()
	ctx := context.Background()
	h := newHouse(t)
	admin, ana := h.person("admin", desk.RoleAdmin, "north"), h.person("ana", desk.RoleAgent, "north")
	_, token := h.signIn(ana)
	if _, err := h.Update(ctx, admin, ana.ID, auth.Change{Active: ptr(false)}); err != nil {
		t.Fatal(err)
	}
	_, err := h.Who(ctx, token)
	wantCode(t, err, desk.CodeUnauthorized)
	if !slices.Contains(h.ended, ana.ID+" true") {
		t.Errorf("nobody was told: %q", h.ended)
	}
	if _, err := h.Update(ctx, admin, ana.ID, auth.Change{Active: ptr(true)}); err != nil {
		t.Fatal(err)
	}
	h.signIn(ana)
}
