package sqlstore

import (
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

const (
	personColumns = `p.id, p.email, p.name, p.public_name, p.role, p.duty, p.duty_until, p.active, p.password_hash, p.preferences, p.held,
	p.created_at, p.last_seen_at`
	personQuery = `SELECT ` + personColumns + ` FROM people p`
)

func scanPerson(rows cursor) (desk.Person, error) {
	var p desk.Person
	err := rows.Scan(&p.ID, &p.Email, &p.Name, &p.PublicName, (*string)(&p.Role), (*string)(&p.Duty), (*stamp)(&p.DutyUntil), (*flag)(&p.Active),
		&p.PasswordHash, &p.Preferences, &p.Held, (*stamp)(&p.CreatedAt), (*stamp)(&p.LastSeenAt))
	return p, err
}

func (t *tx) persons(query string, args ...any) ([]desk.Person, error) {
	people, err := all(t, query, args, scanPerson)
	if err != nil {
		return nil, err
	}
	for i, p := range people {
		people[i].PropertyIDs, err = all(t, `SELECT property_id FROM person_properties WHERE person_id = $1 ORDER BY property_id`,
			with(p.ID), scanText)
		if err != nil {
			return nil, err
		}
	}
	return people, nil
}

func (t *tx) person(query string, args ...any) (desk.Person, error) {
	people, err := t.persons(query, args...)
	if err == nil && len(people) == 0 {
		err = desk.ErrNotFound
	}
	if err != nil {
		return desk.Person{}, err
	}
	return people[0], nil
}

// CreatePerson implements store.People.
func (t *tx) CreatePerson(p desk.Person) error {
	err := t.must(store.ErrEmailTaken, `INSERT INTO people (id, email, name, public_name, role, duty, duty_until, active, password_hash,
			preferences, held, created_at, last_seen_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13) ON CONFLICT DO NOTHING`,
		p.ID, p.Email, p.Name, p.PublicName, string(p.Role), string(p.Duty), ms(p.DutyUntil), bit(p.Active), p.PasswordHash, p.Preferences,
		int64(p.Held), ms(p.CreatedAt), ms(p.LastSeenAt))
	if err != nil {
		return err
	}
	return t.setProperties(p)
}

// UpdatePerson implements store.People.
func (t *tx) UpdatePerson(p desk.Person) error {
	n, err := t.exec(`UPDATE people SET email = $2, name = $3, public_name = $4, role = $5, duty = $6, active = $7,
		password_hash = $8, preferences = $9, duty_until = $10
		WHERE id = $1 AND NOT EXISTS (SELECT 1 FROM people o WHERE o.email = $2 AND o.id <> $1)`,
		p.ID, p.Email, p.Name, p.PublicName, string(p.Role), string(p.Duty), bit(p.Active), p.PasswordHash, p.Preferences, ms(p.DutyUntil))
	if err != nil {
		return err
	}
	if n == 0 {
		if _, err := t.Person(p.ID); err != nil {
			return err
		}
		return store.ErrEmailTaken
	}
	if err := t.run(`DELETE FROM person_properties WHERE person_id = $1`, p.ID); err != nil {
		return err
	}
	return t.setProperties(p)
}

func (t *tx) setProperties(p desk.Person) error {
	t.Tell(store.Hint{Kind: store.HintPerson, ID: p.ID})
	for _, id := range p.PropertyIDs {
		if err := t.run(`INSERT INTO person_properties (person_id, property_id) VALUES ($1, $2) ON CONFLICT DO NOTHING`, p.ID, id); err != nil {
			return err
		}
	}
	return nil
}

// Person implements store.People.
func (t *tx) Person(id string) (desk.Person, error) {
	return t.person(personQuery+` WHERE id = $1`, id)
}

// PersonByEmail implements store.People.
func (t *tx) PersonByEmail(email string) (desk.Person, error) {
	return t.person(personQuery+` WHERE email = $1`, email)
}

// ListPeople implements store.People.
func (t *tx) ListPeople() ([]desk.Person, error) { return t.persons(personQuery + ` ORDER BY id`) }

const sessionQuery = `SELECT token_hash, person_id, created_at, seen_at, expires_at, device, address FROM sessions`

func scanSession(rows cursor) (store.Session, error) {
	var s store.Session
	err := rows.Scan(&s.TokenHash, &s.PersonID, (*stamp)(&s.CreatedAt), (*stamp)(&s.SeenAt), (*stamp)(&s.ExpiresAt), &s.Device, &s.Address)
	return s, err
}

// CreateSession implements store.People.
func (t *tx) CreateSession(s store.Session) error {
	return t.run(`INSERT INTO sessions (token_hash, person_id, created_at, seen_at, expires_at, device, address)
		VALUES ($1, $2, $3, $4, $5, $6, $7)`,
		s.TokenHash, s.PersonID, ms(s.CreatedAt), ms(s.SeenAt), ms(s.ExpiresAt), s.Device, s.Address)
}

// Session implements store.People.
func (t *tx) Session(tokenHash string) (store.Session, error) {
	return first(t, sessionQuery+` WHERE token_hash = $1`, with(tokenHash), scanSession)
}

// TouchSession implements store.People.
func (t *tx) TouchSession(tokenHash string, seen, expires time.Time) error {
	return t.run(`UPDATE sessions SET seen_at = $2, expires_at = $3 WHERE token_hash = $1`, tokenHash, ms(seen), ms(expires))
}

// ListSessions implements store.People.
func (t *tx) ListSessions(personID string) ([]store.Session, error) {
	return all(t, sessionQuery+` WHERE person_id = $1 ORDER BY seen_at DESC, token_hash`, with(personID), scanSession)
}

// DeleteSession implements store.People.
func (t *tx) DeleteSession(tokenHash string) error {
	ended, err := all(t, `DELETE FROM sessions WHERE token_hash = $1 RETURNING person_id`, with(tokenHash), scanText)
	for _, id := range ended {
		t.Tell(store.Hint{Kind: store.HintSessions, ID: id})
	}
	return err
}

// DeleteSessions implements store.People.
func (t *tx) DeleteSessions(personID, keepHash string) error {
	t.Tell(store.Hint{Kind: store.HintSessions, ID: personID})
	return t.run(`DELETE FROM sessions WHERE person_id = $1 AND token_hash <> $2`, personID, keepHash)
}

const inviteQuery = `SELECT id, token_hash, kind, email, person_id, role, property_ids, created_by, created_at, expires_at FROM invites`

func scanInvite(rows cursor) (store.Invite, error) {
	var i store.Invite
	err := rows.Scan(&i.ID, &i.TokenHash, &i.Kind, &i.Email, &i.PersonID, (*string)(&i.Role), doc{&i.PropertyIDs}, &i.CreatedBy,
		(*stamp)(&i.CreatedAt), (*stamp)(&i.ExpiresAt))
	return i, err
}

// CreateInvite implements store.People.
func (t *tx) CreateInvite(i store.Invite) error {
	return t.run(`INSERT INTO invites (id, token_hash, kind, email, person_id, role, property_ids, created_by, created_at, expires_at)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)`, i.ID, i.TokenHash, i.Kind, i.Email, i.PersonID, string(i.Role),
		asDoc(i.PropertyIDs), i.CreatedBy, ms(i.CreatedAt), ms(i.ExpiresAt))
}

// InviteByToken implements store.People.
func (t *tx) InviteByToken(tokenHash string) (store.Invite, error) {
	return first(t, inviteQuery+` WHERE token_hash = $1`, with(tokenHash), scanInvite)
}

// ListInvites implements store.People.
func (t *tx) ListInvites() ([]store.Invite, error) {
	return all(t, inviteQuery+` ORDER BY id`, nil, scanInvite)
}

// DeleteInvite implements store.People.
func (t *tx) DeleteInvite(id string) error { return t.run(`DELETE FROM invites WHERE id = $1`, id) }
