package auth

import (
	"context"
	"errors"
	"slices"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// Change is what may be changed of a person; nil leaves it.
type Change struct {
	Name       *string
	Role       *desk.Role
	Properties *[]string
	Active     *bool
}

// Team is what by sees of the people: all for an Operator, else those who share a property with by. Operators are
// shown to Operators alone. Invitations likewise.
func (g *Gate) Team(ctx context.Context, by desk.Person) (people []desk.Person, invites []store.Invite, err error) {
	err = g.cfg.Store.Read(ctx, func(tx store.Tx) error {
		if err := desk.Allow(by, desk.ActManageTeam, ""); err != nil {
			return err
		}
		all, err := tx.ListPeople()
		if err != nil {
			return err
		}
		people = people[:0]
		for _, p := range all {
			if seesPerson(by, p) {
				people = append(people, p)
			}
		}
		sent, err := tx.ListInvites()
		if err != nil {
			return err
		}
		invites = invites[:0]
		for _, i := range sent {
			if i.Kind == KindInvitation && tx.Now().Before(i.ExpiresAt) && seesInvite(by, i) {
				invites = append(invites, i)
			}
		}
		return nil
	})
	return people, invites, err
}

func seesPerson(by, p desk.Person) bool {
	if by.Role == desk.RoleOperator || by.ID == p.ID {
		return true
	}
	return p.Role != desk.RoleOperator && slices.ContainsFunc(p.PropertyIDs, by.Sees)
}

// Update changes a person. An Admin may give and take access to own properties; name, role, sign-in and password of a
// person only where all properties of that person are the Admin's own, because they hold at all of them. Nobody changes
// the own role, access or sign-in, and the last active Operator stays one: nobody can lock everybody out.
func (g *Gate) Update(ctx context.Context, by desk.Person, personID string, c Change) (desk.Person, error) {
	var p desk.Person
	ended, left := false, false
	err := g.write(ctx, func(tx store.Tx) error {
		ended, left = false, false
		by, before, err := visible(tx, by, personID)
		if err != nil {
			return err
		}
		p = before
		if by.ID == p.ID && (c.Role != nil && *c.Role != p.Role || c.Active != nil && !*c.Active || c.Properties != nil && !sameSet(*c.Properties, p.PropertyIDs)) {
			return desk.Refuse(desk.CodeConflict, "You cannot change your own role, properties or sign-in. Ask a colleague who may.")
		}
		if c.Name != nil || c.Role != nil || c.Active != nil {
			if err := mayManage(by, p); err != nil {
				return err
			}
		}
		if c.Name != nil {
			if p.Name, err = cleanName(*c.Name); err != nil {
				return err
			}
		}
		if c.Role != nil && *c.Role != p.Role {
			if err := mayGrant(by, *c.Role); err != nil {
				return err
			}
			p.Role = *c.Role
		}
		if c.Active != nil {
			p.Active = *c.Active
		}
		if c.Properties != nil && !sameSet(*c.Properties, p.PropertyIDs) {
			if p.PropertyIDs, err = exchange(tx, by, p, *c.Properties); err != nil {
				return err
			}
		}
		if before.Role == desk.RoleOperator && before.Active && (p.Role != desk.RoleOperator || !p.Active) {
			if err := anotherOperator(tx, p.ID); err != nil {
				return err
			}
		}
		if !p.Active {
			p.Duty = desk.DutyAway
		}
		if err := tx.UpdatePerson(p); err != nil {
			return err
		}
		// Less than before, or other: sessions are ended where the person may no longer sign in, else looked at again.
		left = before.Active && !p.Active
		ended = left || before.Role != p.Role || !sameSet(before.PropertyIDs, p.PropertyIDs)
		if left {
			if err := tx.DeleteSessions(p.ID, ""); err != nil {
				return err
			}
			if err := dropInvites(tx, func(i store.Invite) bool { return i.Kind == KindReset && i.PersonID == p.ID }); err != nil {
				return err
			}
		}
		return auditEach(tx, by.ID, union(before.PropertyIDs, p.PropertyIDs), "person_changed", p.ID,
			detail("role_before", string(before.Role), "role", string(p.Role), "active", yesNo(p.Active)))
	})
	if err != nil {
		return desk.Person{}, err
	}
	g.Forget(p.ID)
	if ended {
		g.cfg.Ended(p.ID, left)
	}
	g.cfg.Changed(p.ID)
	return p, nil
}

// visible loads by as stored and a person that by sees.
func visible(tx store.Tx, by desk.Person, personID string) (desk.Person, desk.Person, error) {
	by, err := tx.Person(by.ID)
	if err != nil {
		return by, desk.Person{}, errNobody
	}
	if err := desk.Allow(by, desk.ActManageTeam, ""); err != nil {
		return by, desk.Person{}, err
	}
	p, err := tx.Person(personID)
	if err == nil && !seesPerson(by, p) {
		err = desk.ErrNotFound
	}
	return by, p, err
}

func manageable(tx store.Tx, by desk.Person, personID string) (desk.Person, desk.Person, error) {
	by, p, err := visible(tx, by, personID)
	if err == nil {
		err = mayManage(by, p)
	}
	return by, p, err
}

// mayManage refuses an Admin what would hold beyond the Admin's own properties.
func mayManage(by, p desk.Person) error {
	if by.Role == desk.RoleOperator || by.ID == p.ID {
		return nil
	}
	if p.Role == desk.RoleOperator || !all(p.PropertyIDs, by.Sees) {
		return desk.Refuse(desk.CodeForbidden, "%s also works at a property that is not yours. Ask the operator of the installation.", p.Name)
	}
	return nil
}

// mayGrant refuses roles that do not exist, and by an Admin those above Admin.
func mayGrant(by desk.Person, role desk.Role) error {
	if err := desk.Allow(by, desk.ActManageTeam, ""); err != nil {
		return err
	}
	switch role {
	case desk.RoleAgent, desk.RoleKnowledgeManager, desk.RoleAdmin:
		return nil
	case desk.RoleOperator:
		if by.Role == desk.RoleOperator {
			return nil
		}
		return desk.Refuse(desk.CodeForbidden, "Only an operator can make somebody an operator.")
	}
	return desk.Refuse(desk.CodeInvalid, "There is no such role. Choose agent, knowledge_manager, admin or operator.")
}

// grantable checks the properties of an invitation: all must exist and be by's; one at least, but for an Operator.
func grantable(tx store.Tx, by desk.Person, role desk.Role, ids []string) ([]string, error) {
	ids = union(ids)
	if len(ids) == 0 && role != desk.RoleOperator {
		return nil, desk.Refuse(desk.CodeInvalid, "Choose at least one property.")
	}
	for _, id := range ids {
		if !by.Sees(id) {
			return nil, desk.ErrNotFound
		}
		if _, err := tx.Property(id); err != nil {
			return nil, err
		}
	}
	return ids, nil
}

// exchange is the list of properties after by set it to want: those that by does not see stay as they were.
func exchange(tx store.Tx, by, p desk.Person, want []string) ([]string, error) {
	var kept []string
	for _, id := range p.PropertyIDs {
		if !by.Sees(id) {
			kept = append(kept, id)
		}
	}
	var asked []string
	for _, id := range union(want) {
		if !slices.Contains(kept, id) {
			asked = append(asked, id)
		}
	}
	role := p.Role
	if len(kept) > 0 {
		role = desk.RoleOperator // one is left in any case
	}
	granted, err := grantable(tx, by, role, asked)
	return append(kept, granted...), err
}

func anotherOperator(tx store.Tx, but string) error {
	people, err := tx.ListPeople()
	if err != nil {
		return err
	}
	for _, p := range people {
		if p.ID != but && p.Active && p.Role == desk.RoleOperator {
			return nil
		}
	}
	return desk.Refuse(desk.CodeConflict, "This is the last operator. Make somebody else an operator first.")
}

// AddPerson creates somebody who signs in at once: for the command line of whoever runs the installation, which hands
// the password over itself.
func (g *Gate) AddPerson(ctx context.Context, email, name string, role desk.Role, propertyIDs []string, password string) (desk.Person, error) {
	address, err := Email(email)
	if err != nil {
		return desk.Person{}, err
	}
	if name, err = cleanName(name); err != nil {
		return desk.Person{}, err
	}
	if err := checkPassword(password, address, name); err != nil {
		return desk.Person{}, err
	}
	hash, err := g.hasher.hash(ctx, password)
	if err != nil {
		return desk.Person{}, err
	}
	console := desk.Person{Role: desk.RoleOperator, Active: true}
	if err := mayGrant(console, role); err != nil {
		return desk.Person{}, err
	}
	var p desk.Person
	err = g.write(ctx, func(tx store.Tx) error {
		ids, err := grantable(tx, console, role, propertyIDs)
		if err != nil {
			return err
		}
		p = desk.Person{ID: g.cfg.NewID(), Email: address, Name: name, Role: role, PropertyIDs: ids, Duty: desk.DutyAway,
			Active: true, PasswordHash: hash, CreatedAt: tx.Now()}
		if err := tx.CreatePerson(p); err != nil {
			return err
		}
		return auditEach(tx, "", ids, "person_added", p.ID, detail("role", string(role)))
	})
	if errors.Is(err, desk.ErrNotFound) {
		err = desk.Refuse(desk.CodeNotFound, "There is no such property.")
	}
	return p, err
}

func all(ids []string, ok func(string) bool) bool {
	return !slices.ContainsFunc(ids, func(id string) bool { return !ok(id) })
}

// union is every id once, in the order of first mention.
func union(lists ...[]string) []string {
	var out []string
	for _, l := range lists {
		for _, id := range l {
			if !slices.Contains(out, id) {
				out = append(out, id)
			}
		}
	}
	return out
}

func sameSet(a, b []string) bool {
	return all(a, func(id string) bool { return slices.Contains(b, id) }) && all(b, func(id string) bool { return slices.Contains(a, id) })
}

func yesNo(b bool) string {
	if b {
		return "yes"
	}
	return "no"
}
