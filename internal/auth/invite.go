package auth

import (
	"context"
	"errors"
	"slices"
	"unicode/utf8"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// Kinds of store.Invite.
const (
	KindInvitation = "invitation"
	KindReset      = "reset"
)

// errLink answers every link that does not work, whatever the reason.
var errLink = desk.Refuse(desk.CodeNotFound, "This link does not work any more: it was used, withdrawn, or has expired. Ask an Admin for a new one.")

// Invite makes an invitation. The token goes into the link that by hands over; it is not kept. An earlier invitation
// of the same address is replaced where it is by's to withdraw; one to a property that by does not see stays.
func (g *Gate) Invite(ctx context.Context, by desk.Person, email string, role desk.Role, propertyIDs []string) (store.Invite, string, error) {
	address, err := Email(email)
	if err != nil {
		return store.Invite{}, "", err
	}
	var inv store.Invite
	var token string
	err = g.write(ctx, func(tx store.Tx) error {
		by, err := tx.Person(by.ID)
		if err != nil {
			return errNobody
		}
		if err := mayGrant(by, role); err != nil {
			return err
		}
		propertyIDs, err := grantable(tx, by, role, propertyIDs)
		if err != nil {
			return err
		}
		if _, err := tx.PersonByEmail(address); err == nil {
			return desk.Refuse(desk.CodeExists, "Somebody signs in with this address already. Look in the team list, or ask the operator.")
		} else if !errors.Is(err, desk.ErrNotFound) {
			return err
		}
		if err := dropInvites(tx, func(i store.Invite) bool {
			return i.Kind == KindInvitation && i.Email == address && seesInvite(by, i) && all(i.PropertyIDs, by.Sees)
		}); err != nil {
			return err
		}
		var hash string
		token, hash = newToken()
		inv = store.Invite{ID: g.cfg.NewID(), TokenHash: hash, Kind: KindInvitation, Email: address, Role: role,
			PropertyIDs: propertyIDs, CreatedBy: by.ID, CreatedAt: tx.Now(), ExpiresAt: tx.Now().Add(InviteLife)}
		if err := tx.CreateInvite(inv); err != nil {
			return err
		}
		return auditEach(tx, by.ID, propertyIDs, "invited", address, detail("role", string(role)))
	})
	return inv, token, err
}

// Withdraw deletes an invitation that by may see.
func (g *Gate) Withdraw(ctx context.Context, by desk.Person, id string) error {
	return g.write(ctx, func(tx store.Tx) error {
		by, err := tx.Person(by.ID)
		if err != nil {
			return errNobody
		}
		if err := desk.Allow(by, desk.ActManageTeam, ""); err != nil {
			return err
		}
		invites, err := tx.ListInvites()
		if err != nil {
			return err
		}
		at := slices.IndexFunc(invites, func(i store.Invite) bool { return i.ID == id })
		if at < 0 || invites[at].Kind != KindInvitation || !seesInvite(by, invites[at]) {
			return desk.ErrNotFound
		}
		if err := tx.DeleteInvite(id); err != nil {
			return err
		}
		return auditEach(tx, by.ID, invites[at].PropertyIDs, "invitation_withdrawn", invites[at].Email, "")
	})
}

// seesInvite reports whether an invitation stands in by's team list: those that touch a property by sees.
func seesInvite(by desk.Person, i store.Invite) bool {
	return by.Role == desk.RoleOperator || i.Role != desk.RoleOperator && slices.ContainsFunc(i.PropertyIDs, by.Sees)
}

// Invitation looks at a link without using it: whom it invites, and to which properties by name.
func (g *Gate) Invitation(ctx context.Context, token string) (email string, properties []string, err error) {
	err = g.cfg.Store.Read(ctx, func(tx store.Tx) error {
		inv, err := g.link(tx, token, KindInvitation)
		if err != nil {
			return err
		}
		email = inv.Email
		for _, id := range inv.PropertyIDs {
			p, err := tx.Property(id)
			if err != nil {
				return err
			}
			properties = append(properties, p.Name)
		}
		return nil
	})
	return email, properties, err
}

func (g *Gate) link(tx store.Tx, token, kind string) (store.Invite, error) {
	if !tokenLike(token) {
		return store.Invite{}, errLink
	}
	inv, err := tx.InviteByToken(hashToken(token))
	if errors.Is(err, desk.ErrNotFound) || err == nil && (inv.Kind != kind || !tx.Now().Before(inv.ExpiresAt)) {
		return store.Invite{}, errLink
	}
	if err == nil {
		err = stands(tx, inv)
	}
	return inv, err
}

// stands refuses a link whose maker could not make it any more: whoever is sent away must not come back, or bring
// somebody in, by a link made before.
func stands(tx store.Tx, inv store.Invite) error {
	if inv.CreatedBy == "" { // the command line
		return nil
	}
	by, err := tx.Person(inv.CreatedBy)
	if errors.Is(err, desk.ErrNotFound) {
		return errLink
	}
	if err != nil {
		return err
	}
	if mayGrant(by, inv.Role) != nil || !all(inv.PropertyIDs, by.Sees) {
		return errLink
	}
	return nil
}

// newcomer cleans the name and hashes the password of somebody who is about to be created, or refuses either.
func (g *Gate) newcomer(ctx context.Context, name, email, password string) (clean, hash string, err error) {
	if clean, err = cleanName(name); err != nil {
		return "", "", err
	}
	if err := checkPassword(password, email, clean); err != nil {
		return "", "", err
	}
	hash, err = g.hasher.hash(ctx, password)
	return clean, hash, err
}

// Join uses an invitation: it creates the person and signs in.
func (g *Gate) Join(ctx context.Context, token, name, password string, from From) (Visit, string, error) {
	email, _, err := g.Invitation(ctx, token) // before anything dear is done
	if err != nil {
		return Visit{}, "", err
	}
	name, hash, err := g.newcomer(ctx, name, email, password)
	if err != nil {
		return Visit{}, "", err
	}
	var visit Visit
	var session string
	err = g.write(ctx, func(tx store.Tx) error {
		inv, err := g.link(tx, token, KindInvitation)
		if err != nil {
			return err
		}
		if err := tx.DeleteInvite(inv.ID); err != nil {
			return err
		}
		p := desk.Person{ID: g.cfg.NewID(), Email: inv.Email, Name: name, Role: inv.Role, PropertyIDs: inv.PropertyIDs,
			Duty: desk.DutyAway, Active: true, PasswordHash: hash, CreatedAt: tx.Now()}
		if err := tx.CreatePerson(p); err != nil {
			return err
		}
		if visit, session, err = g.begin(tx, p, from); err != nil {
			return err
		}
		return auditEach(tx, p.ID, p.PropertyIDs, "joined", p.ID, detail("role", string(p.Role), "invited_by", inv.CreatedBy))
	})
	return visit, session, err
}

// StartReset makes a link with which the person sets a new password. The old one works until then.
func (g *Gate) StartReset(ctx context.Context, by desk.Person, personID string) (string, error) {
	var token string
	err := g.write(ctx, func(tx store.Tx) error {
		by, p, err := manageable(tx, by, personID)
		if err != nil {
			return err
		}
		if !p.Active {
			return desk.Refuse(desk.CodeConflict, "%s is not active. Activate them first.", p.Name)
		}
		token, err = g.resetLink(tx, p, by.ID)
		return err
	})
	return token, err
}

// ResetLink is StartReset for the command line of whoever runs the installation.
func (g *Gate) ResetLink(ctx context.Context, email string) (string, error) {
	address, err := Email(email)
	if err != nil {
		return "", err
	}
	var token string
	err = g.write(ctx, func(tx store.Tx) error {
		p, err := tx.PersonByEmail(address)
		if err != nil {
			return err
		}
		token, err = g.resetLink(tx, p, "")
		return err
	})
	return token, err
}

func (g *Gate) resetLink(tx store.Tx, p desk.Person, by string) (string, error) {
	if err := dropInvites(tx, func(i store.Invite) bool { return i.Kind == KindReset && i.PersonID == p.ID }); err != nil {
		return "", err
	}
	token, hash := newToken()
	err := tx.CreateInvite(store.Invite{ID: g.cfg.NewID(), TokenHash: hash, Kind: KindReset, Email: p.Email, PersonID: p.ID,
		Role: p.Role, PropertyIDs: p.PropertyIDs, CreatedBy: by, CreatedAt: tx.Now(), ExpiresAt: tx.Now().Add(ResetLife)})
	if err != nil {
		return "", err
	}
	return token, auditEach(tx, by, p.PropertyIDs, "reset_started", p.ID, "")
}

// Reset looks at a reset link without using it: whose password it sets.
func (g *Gate) Reset(ctx context.Context, token string) (email string, err error) {
	err = g.cfg.Store.Read(ctx, func(tx store.Tx) error {
		inv, err := g.link(tx, token, KindReset)
		email = inv.Email
		return err
	})
	return email, err
}

// FinishReset uses a reset link: it sets the password, ends all sessions of the person and signs in.
func (g *Gate) FinishReset(ctx context.Context, token, password string, from From) (Visit, string, error) {
	email, err := g.Reset(ctx, token)
	if err != nil {
		return Visit{}, "", err
	}
	if err := checkPassword(password, email); err != nil {
		return Visit{}, "", err
	}
	hash, err := g.hasher.hash(ctx, password)
	if err != nil {
		return Visit{}, "", err
	}
	var visit Visit
	var session string
	err = g.write(ctx, func(tx store.Tx) error {
		inv, err := g.link(tx, token, KindReset)
		if err != nil {
			return err
		}
		p, err := tx.Person(inv.PersonID)
		if err != nil || !p.Active {
			return errLink
		}
		p.PasswordHash = hash
		if err := tx.UpdatePerson(p); err != nil {
			return err
		}
		if err := tx.DeleteInvite(inv.ID); err != nil {
			return err
		}
		if err := tx.DeleteSessions(p.ID, ""); err != nil {
			return err
		}
		if visit, session, err = g.begin(tx, p, from); err != nil {
			return err
		}
		return auditEach(tx, p.ID, nil, "password_reset", p.ID, detail("address", address(from)))
	})
	if err != nil {
		return Visit{}, "", err
	}
	g.Forget(visit.Person.ID)
	g.cfg.Ended(visit.Person.ID, false)
	return visit, session, nil
}

func dropInvites(tx store.Tx, which func(store.Invite) bool) error {
	invites, err := tx.ListInvites()
	if err != nil {
		return err
	}
	for _, i := range invites {
		if which(i) || !tx.Now().Before(i.ExpiresAt) {
			if err := tx.DeleteInvite(i.ID); err != nil && !errors.Is(err, desk.ErrNotFound) {
				return err
			}
		}
	}
	return nil
}

// auditEach writes one line for every property concerned, or one for the installation where there is none, so that an
// Admin of any of them finds it.
func auditEach(tx store.Tx, by string, propertyIDs []string, action, subject, detail string) error {
	if len(propertyIDs) == 0 {
		propertyIDs = []string{""}
	}
	for _, id := range propertyIDs {
		err := tx.Audit(store.AuditLine{At: tx.Now(), PersonID: by, PropertyID: id, Action: action, Subject: subject, Detail: detail})
		if err != nil {
			return err
		}
	}
	return nil
}

// cleanName makes a person's name safe to show.
func cleanName(s string) (string, error) {
	s = desk.CleanLine(s, 81)
	if n := utf8.RuneCountInString(s); n == 0 || n > 80 {
		return "", desk.Refuse(desk.CodeInvalid, "A name has 1 to 80 characters.")
	}
	return s, nil
}
