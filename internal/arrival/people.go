package arrival

import (
	"cmp"
	"context"
	"slices"
	"strings"

	"deskbell/internal/channel"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// guest is the contact that an event is about. One who was never heard of becomes a contact; one who turns out to be two
// contacts, because an event names ids of both, becomes one.
func (in *Intake) guest(ctx context.Context, door Door, j *job) (string, error) {
	return in.find(ctx, door, j, true)
}

// knownGuest is as guest, but that "" is the answer about somebody who was never heard of.
func (in *Intake) knownGuest(ctx context.Context, door Door, j *job) (string, error) {
	return in.find(ctx, door, j, false)
}

func (in *Intake) find(ctx context.Context, door Door, j *job, make bool) (string, error) {
	ids := slices.Compact(slices.DeleteFunc(slices.Clone(j.Guest.IDs), func(id string) bool { return id == "" }))
	if len(ids) == 0 {
		if make {
			return "", desk.Refuse(desk.CodeInvalid, "an event names no guest")
		}
		return "", nil
	}
	key := j.account.ID + "\x00" + strings.Join(ids, "\x00")
	if id, ok := in.people.Get(key); ok {
		return id, nil
	}
	var found []desk.Contact
	var fresh, whole bool
	err := in.cfg.Store.Write(ctx, func(tx store.Tx) error {
		list, err := tx.ContactByIdentity(j.account.ID, ids)
		if err != nil {
			return err
		}
		fresh = len(list) == 0
		if fresh && !make {
			found = nil
			return nil
		}
		if fresh {
			c := in.contact(tx, j, ids[0])
			if err := tx.CreateContact(c); err != nil {
				if desk.CodeOf(err) == desk.CodeConflict || desk.CodeOf(err) == desk.CodeExists {
					return desk.ErrChanged // somebody else made it at this moment
				}
				return err
			}
			list = []desk.Contact{c}
		}
		slices.SortStableFunc(list, func(a, b desk.Contact) int { return cmp.Or(a.CreatedAt.Compare(b.CreatedAt), cmp.Compare(a.ID, b.ID)) })
		found = list
		if len(list) > 1 {
			return nil // they become one first
		}
		if c, more := completed(list[0], j.Guest); more && !fresh {
			if err := tx.UpdateContact(c); err != nil {
				return err
			}
			found = []desk.Contact{c}
		}
		whole = found[0].Name != "" || !profiles(j.adapter)
		return in.link(tx, j.account.ID, found[0].ID, ids)
	})
	if err != nil || len(found) == 0 {
		return "", err
	}
	first := found[0]
	for _, other := range found[1:] {
		if _, err := door.Merge(ctx, first.ID, other.ID); err != nil {
			return "", err
		}
		in.people.DeleteFunc(func(_, id string) bool { return id == other.ID })
	}
	if len(found) > 1 {
		err := in.cfg.Store.Write(ctx, func(tx store.Tx) error { return in.link(tx, j.account.ID, first.ID, ids) })
		if err != nil {
			return "", err
		}
	}
	if whole {
		in.people.Put(key, first.ID)
	} else if make {
		in.introduce(ctx, j, first.ID, ids[0])
	}
	return first.ID, nil
}

// link lets a contact be found by every id that it is known by.
func (in *Intake) link(tx store.Tx, accountID, contactID string, ids []string) error {
	known, err := tx.Identities(contactID)
	if err != nil {
		return err
	}
	for _, id := range ids {
		if !slices.Contains(known, id) {
			if err := tx.LinkIdentity(accountID, id, contactID); err != nil {
				return err
			}
		}
	}
	return nil
}

// contact is somebody who was never heard of.
func (in *Intake) contact(tx store.Tx, j *job, id string) desk.Contact {
	c := desk.Contact{
		ID: in.cfg.NewID(), PropertyID: j.account.PropertyID, AccountID: j.account.ID, Channel: j.account.Channel, ExternalID: id,
		CreatedAt: tx.Now(), SeenAt: tx.Now(),
	}
	c, _ = completed(c, j.Guest)
	return c
}

// attributes of contacts that come from a channel.
const attributeUsername = "username"

// completed is a contact with what it did not have and the channel tells; more says that this is anything.
func completed(c desk.Contact, g channel.Guest) (_ desk.Contact, more bool) {
	set := func(into *string, v string) {
		if v = desk.CleanLine(v, 200); *into == "" && v != "" {
			*into, more = v, true
		}
	}
	set(&c.Name, cmp.Or(g.Name, g.Username))
	set(&c.Phone, g.Phone)
	if g.Username != "" && c.Attributes[attributeUsername] != g.Username {
		attributes := map[string]string{attributeUsername: desk.CleanLine(g.Username, 200)}
		for k, v := range c.Attributes {
			if k != attributeUsername {
				attributes[k] = v
			}
		}
		c.Attributes, more = attributes, true
	}
	return c, more
}
