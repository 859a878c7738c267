package auth

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// stillElsewhere is how lately another session must have been used for a sign-out not to end the shift.
const stillElsewhere = 2 * touchEvery

// SessionInfo is a signed-in browser as its owner sees it.
type SessionInfo struct {
	ID        string
	CreatedAt time.Time
	SeenAt    time.Time
	Device    string
	Address   string
	Current   bool
}

// sessionID names a session in lists. It is a piece of the stored hash: from neither can a token be made.
func sessionID(hash string) string { return hash[:16] }

func newestFirst(sessions []store.Session) []store.Session {
	return slices.SortedFunc(slices.Values(sessions), func(a, b store.Session) int { return b.SeenAt.Compare(a.SeenAt) })
}

// Sessions lists the person's own live sessions, the latest used first.
func (g *Gate) Sessions(ctx context.Context, v Visit) ([]SessionInfo, error) {
	var infos []SessionInfo
	err := g.cfg.Store.Read(ctx, func(tx store.Tx) error {
		sessions, err := tx.ListSessions(v.Person.ID)
		if err != nil {
			return err
		}
		for _, s := range newestFirst(sessions) {
			if tx.Now().Before(s.ExpiresAt) {
				infos = append(infos, SessionInfo{ID: sessionID(s.TokenHash), CreatedAt: s.CreatedAt, SeenAt: s.SeenAt,
					Device: s.Device, Address: s.Address, Current: s.TokenHash == v.token})
			}
		}
		return nil
	})
	return infos, err
}

// Revoke ends one of the person's own sessions; another person's id is not found.
func (g *Gate) Revoke(ctx context.Context, v Visit, id string) error {
	hash := ""
	err := g.write(ctx, func(tx store.Tx) error {
		sessions, err := tx.ListSessions(v.Person.ID)
		if err != nil {
			return err
		}
		at := slices.IndexFunc(sessions, func(s store.Session) bool { return sessionID(s.TokenHash) == id })
		if at < 0 {
			return desk.ErrNotFound
		}
		hash = sessions[at].TokenHash
		if err := tx.DeleteSession(hash); err != nil {
			return err
		}
		return tx.Audit(store.AuditLine{At: tx.Now(), PersonID: v.Person.ID, Action: "session_ended", Subject: v.Person.ID})
	})
	if err != nil {
		return err
	}
	g.Forget(v.Person.ID)
	g.cfg.Ended(v.Person.ID, false)
	return nil
}

// SignOut ends the session. Where no other one of the person was used lately, the person has left.
func (g *Gate) SignOut(ctx context.Context, v Visit) error {
	left := true
	err := g.write(ctx, func(tx store.Tx) error {
		left = true
		if err := tx.DeleteSession(v.token); err != nil && !errors.Is(err, desk.ErrNotFound) {
			return err
		}
		rest, err := tx.ListSessions(v.Person.ID)
		if err != nil {
			return err
		}
		for _, s := range rest {
			if s.TokenHash != v.token && tx.Now().Before(s.ExpiresAt) && tx.Now().Sub(s.SeenAt) < stillElsewhere {
				left = false
			}
		}
		return tx.Audit(store.AuditLine{At: tx.Now(), PersonID: v.Person.ID, Action: "sign_out", Subject: v.Person.ID})
	})
	if err != nil {
		return err
	}
	g.Forget(v.Person.ID)
	g.cfg.Ended(v.Person.ID, left)
	return nil
}

// ChangePassword sets the person's own password after asking for the present one, and ends all other sessions.
func (g *Gate) ChangePassword(ctx context.Context, v Visit, current, next string, from From) error {
	give, err := g.throttle(v.Person.Email, from.Address)
	if err != nil {
		return err
	}
	var p desk.Person
	if err := g.cfg.Store.Read(ctx, func(tx store.Tx) (err error) {
		p, err = tx.Person(v.Person.ID)
		return err
	}); err != nil {
		return err
	}
	right, _, err := g.hasher.verify(ctx, p.PasswordHash, current)
	if err != nil {
		return err
	}
	if !right {
		return desk.Refuse(desk.CodeInvalid, "Your present password is not right. Check it and try again.")
	}
	give()
	if err := checkPassword(next, p.Email, p.Name); err != nil {
		return err
	}
	return g.setPassword(ctx, p.ID, next, v.token, "password_changed", v.Person.ID)
}

// SetPassword sets somebody's password without asking for the old one and ends all their sessions: for the command
// line of whoever runs the installation.
func (g *Gate) SetPassword(ctx context.Context, email, next string) error {
	address, err := Email(email)
	if err != nil {
		return err
	}
	var p desk.Person
	if err := g.cfg.Store.Read(ctx, func(tx store.Tx) (err error) {
		p, err = tx.PersonByEmail(address)
		return err
	}); err != nil {
		return err
	}
	if err := checkPassword(next, p.Email, p.Name); err != nil {
		return err
	}
	return g.setPassword(ctx, p.ID, next, "", "password_reset", "")
}

func (g *Gate) setPassword(ctx context.Context, personID, next, keep, action, by string) error {
	hash, err := g.hasher.hash(ctx, next)
	if err != nil {
		return err
	}
	err = g.write(ctx, func(tx store.Tx) error {
		p, err := tx.Person(personID)
		if err != nil {
			return err
		}
		p.PasswordHash = hash
		if err := tx.UpdatePerson(p); err != nil {
			return err
		}
		if err := tx.DeleteSessions(personID, keep); err != nil {
			return err
		}
		// A link that was made for the old password would open the door again.
		if err := dropInvites(tx, func(i store.Invite) bool { return i.Kind == KindReset && i.PersonID == personID }); err != nil {
			return err
		}
		return tx.Audit(store.AuditLine{At: tx.Now(), PersonID: by, Action: action, Subject: personID})
	})
	if err != nil {
		return err
	}
	g.Forget(personID)
	g.cfg.Ended(personID, keep == "")
	return nil
}

// detail makes the JSON of an audit line from pairs.
func detail(pairs ...string) string {
	m := map[string]string{}
	for i := 0; i+1 < len(pairs); i += 2 {
		if pairs[i+1] != "" {
			m[pairs[i]] = pairs[i+1]
		}
	}
	b, _ := json.Marshal(m) // strings always encode
	return string(b)
}
