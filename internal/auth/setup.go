package auth

import (
	"context"
	"crypto/subtle"
	"encoding/json"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// setupSetting keeps the hashes of set-up tokens and their ends, until the first person exists; of the newest ones, for
// as many servers as may start at once.
const (
	setupSetting = "setup_token"
	setupTokens  = 8
)

type setupToken struct {
	Hash    string    `json:"hash"`
	Expires time.Time `json:"expires"`
}

// SetupNeeded reports whether the installation has nobody who could sign in yet.
func (g *Gate) SetupNeeded(ctx context.Context) (needed bool, err error) {
	err = g.cfg.Store.Read(ctx, func(tx store.Tx) error {
		people, err := tx.ListPeople()
		needed = len(people) == 0
		return err
	})
	return needed, err
}

// OpenSetup makes the token that the first person needs. It is the caller's to show, once; an earlier one stops
// working, unless it may be another server's that waits to be set up. Where somebody exists already there is nothing to set up, and the token is "".
func (g *Gate) OpenSetup(ctx context.Context) (token string, err error) {
	err = g.write(ctx, func(tx store.Tx) error {
		people, err := tx.ListPeople()
		if err != nil || len(people) > 0 {
			token = ""
			return err
		}
		var list []setupToken
		if g.cfg.Shared {
			if list, err = setupIn(tx); err != nil {
				return err
			}
		}
		t := setupToken{Expires: tx.Now().Add(SetupLife)}
		token, t.Hash = newToken()
		list = append(list, t)
		b, err := json.Marshal(list[max(0, len(list)-setupTokens):])
		if err != nil {
			return err
		}
		return tx.SetSetting(setupSetting, string(b))
	})
	return token, err
}

// Setup creates the first person, an Operator, and signs in. more runs in the same transaction: it creates the first
// property, so that an installation is never half set up.
func (g *Gate) Setup(ctx context.Context, token, email, name, password string, from From, more func(store.Tx) error) (Visit, string, error) {
	if _, err := g.throttle("setup", from.Address); err != nil {
		return Visit{}, "", err
	}
	if err := g.cfg.Store.Read(ctx, func(tx store.Tx) error { return checkSetup(tx, token) }); err != nil {
		return Visit{}, "", err
	}
	email, err := Email(email)
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
		if err := checkSetup(tx, token); err != nil {
			return err
		}
		if err := more(tx); err != nil {
			return err
		}
		p := desk.Person{ID: g.cfg.NewID(), Email: email, Name: name, Role: desk.RoleOperator, Duty: desk.DutyAway, Active: true,
			PasswordHash: hash, CreatedAt: tx.Now()}
		if err := tx.CreatePerson(p); err != nil {
			return err
		}
		if err := tx.SetSetting(setupSetting, ""); err != nil {
			return err
		}
		if visit, session, err = g.begin(tx, p, from); err != nil {
			return err
		}
		return auditEach(tx, p.ID, nil, "set_up", p.ID, detail("address", address(from)))
	})
	return visit, session, err
}

func checkSetup(tx store.Tx, token string) error {
	people, err := tx.ListPeople()
	if err != nil {
		return err
	}
	if len(people) > 0 {
		return desk.Refuse(desk.CodeConflict, "Deskbell is set up already. Please sign in.")
	}
	list, err := setupIn(tx)
	if err != nil {
		return err
	}
	right := 0
	for _, t := range list {
		if tx.Now().Before(t.Expires) {
			right |= subtle.ConstantTimeCompare([]byte(t.Hash), []byte(hashToken(token)))
		}
	}
	if right != 1 {
		return desk.Refuse(desk.CodeUnauthorized, "This set-up token is not right or has expired. Deskbell prints a new one each time it starts.")
	}
	return nil
}

// setupIn are the tokens that are stored. What cannot be read is none: the next start makes one.
func setupIn(tx store.Tx) ([]setupToken, error) {
	stored, err := tx.Setting(setupSetting)
	if err != nil {
		return nil, err
	}
	var list []setupToken
	if json.Unmarshal([]byte(stored), &list) != nil {
		return nil, nil
	}
	return list, nil
}
