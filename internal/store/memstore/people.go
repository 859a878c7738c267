package memstore

import (
	"slices"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// values lists a table's rows that are kept, in the order of less.
func values[K comparable, V any](m map[K]V, keep func(V) bool, order func(a, b V) int) []V {
	var out []V
	for _, v := range m {
		if keep == nil || keep(v) {
			out = append(out, v)
		}
	}
	slices.SortFunc(out, order)
	return out
}

func get[V any](m map[string]V, id string) (V, error) {
	v, ok := m[id]
	if !ok {
		return v, desk.ErrNotFound
	}
	return v, nil
}

// CreatePerson implements store.People.
func (t *tx) CreatePerson(p desk.Person) error {
	if err := t.writable(); err != nil {
		return err
	}
	if _, taken := t.d.people[p.ID]; taken || t.emailTaken(p) {
		return store.ErrEmailTaken
	}
	return t.putPerson(p)
}

// UpdatePerson implements store.People.
func (t *tx) UpdatePerson(p desk.Person) error {
	if err := t.writable(); err != nil {
		return err
	}
	old, ok := t.d.people[p.ID]
	if !ok {
		return desk.ErrNotFound
	}
	if t.emailTaken(p) {
		return store.ErrEmailTaken
	}
	p.Held, p.LastSeenAt, p.CreatedAt = old.Held, old.LastSeenAt, old.CreatedAt
	return t.putPerson(p)
}

func (t *tx) emailTaken(p desk.Person) bool {
	for id, other := range t.d.people {
		if id != p.ID && other.Email == p.Email {
			return true
		}
	}
	return false
}

func (t *tx) putPerson(p desk.Person) error {
	for _, id := range p.PropertyIDs {
		if _, ok := t.d.properties[id]; !ok {
			return desk.ErrNotFound
		}
	}
	p = clonePerson(p)
	p.PropertyIDs = slices.Compact(p.PropertyIDs)
	put(t, t.d.people, p.ID, p)
	return nil
}

// Person implements store.People.
func (t *tx) Person(id string) (desk.Person, error) {
	p, err := get(t.d.people, id)
	return clonePerson(p), err
}

// PersonByEmail implements store.People.
func (t *tx) PersonByEmail(email string) (desk.Person, error) {
	for _, p := range t.d.people {
		if p.Email == email {
			return clonePerson(p), nil
		}
	}
	return desk.Person{}, desk.ErrNotFound
}

// ListPeople implements store.People.
func (t *tx) ListPeople() ([]desk.Person, error) {
	out := values(t.d.people, nil, func(a, b desk.Person) int { return compare(a.ID, b.ID) })
	for i := range out {
		out[i] = clonePerson(out[i])
	}
	return out, nil
}

// CreateSession implements store.People.
func (t *tx) CreateSession(s store.Session) error {
	if err := t.writable(); err != nil {
		return err
	}
	if _, ok := t.d.people[s.PersonID]; !ok {
		return desk.ErrNotFound
	}
	put(t, t.d.sessions, s.TokenHash, s)
	return nil
}

// Session implements store.People.
func (t *tx) Session(tokenHash string) (store.Session, error) { return get(t.d.sessions, tokenHash) }

// TouchSession implements store.People.
func (t *tx) TouchSession(tokenHash string, seen, expires time.Time) error {
	if err := t.writable(); err != nil {
		return err
	}
	if s, ok := t.d.sessions[tokenHash]; ok {
		s.SeenAt, s.ExpiresAt = seen, expires
		put(t, t.d.sessions, tokenHash, s)
	}
	return nil
}

// ListSessions implements store.People.
func (t *tx) ListSessions(personID string) ([]store.Session, error) {
	return values(t.d.sessions, func(s store.Session) bool { return s.PersonID == personID }, func(a, b store.Session) int {
		if c := b.SeenAt.Compare(a.SeenAt); c != 0 {
			return c
		}
		return compare(a.TokenHash, b.TokenHash)
	}), nil
}

// DeleteSession implements store.People.
func (t *tx) DeleteSession(tokenHash string) error {
	if err := t.writable(); err != nil {
		return err
	}
	drop(t, t.d.sessions, tokenHash)
	return nil
}

// DeleteSessions implements store.People.
func (t *tx) DeleteSessions(personID, keepHash string) error {
	if err := t.writable(); err != nil {
		return err
	}
	for hash, s := range t.d.sessions {
		if s.PersonID == personID && hash != keepHash {
			drop(t, t.d.sessions, hash)
		}
	}
	return nil
}

// CreateInvite implements store.People.
func (t *tx) CreateInvite(i store.Invite) error {
	if err := t.writable(); err != nil {
		return err
	}
	i.PropertyIDs = slices.Clone(i.PropertyIDs)
	put(t, t.d.invites, i.ID, i)
	return nil
}

// InviteByToken implements store.People.
func (t *tx) InviteByToken(tokenHash string) (store.Invite, error) {
	for _, i := range t.d.invites {
		if i.TokenHash == tokenHash {
			i.PropertyIDs = slices.Clone(i.PropertyIDs)
			return i, nil
		}
	}
	return store.Invite{}, desk.ErrNotFound
}

// ListInvites implements store.People.
func (t *tx) ListInvites() ([]store.Invite, error) {
	return values(t.d.invites, nil, func(a, b store.Invite) int { return compare(a.ID, b.ID) }), nil
}

// DeleteInvite implements store.People.
func (t *tx) DeleteInvite(id string) error {
	if err := t.writable(); err != nil {
		return err
	}
	drop(t, t.d.invites, id)
	return nil
}
