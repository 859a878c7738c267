package memstore

import (
	"cmp"
	"maps"
	"slices"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// channelTables are the connections, what they brought, and what goes out by them.
type channelTables struct {
	apps         map[string]store.ChannelApp
	appsGone     map[string]bool
	accounts     map[string]store.ChannelAccount
	accountKeys  map[pair]string // app, key
	identities   map[pair]identity
	events       map[pair]time.Time // account, key
	billed       map[[3]string]int64
	templates    map[string]templates
	arrivals     map[string]arrivalRow
	deliveries   map[string]delivery
	numbered     map[string]int64 // arrivals and deliveries, in the order of their writing
	lastNumbered map[string]int64
}

type identity struct {
	contactID string
	at        time.Time
}

type templates struct {
	doc string
	at  time.Time
}

func newChannelTables() channelTables {
	return channelTables{
		apps: map[string]store.ChannelApp{}, appsGone: map[string]bool{}, accounts: map[string]store.ChannelAccount{},
		accountKeys: map[pair]string{}, identities: map[pair]identity{}, events: map[pair]time.Time{}, billed: map[[3]string]int64{},
		templates: map[string]templates{}, arrivals: map[string]arrivalRow{}, deliveries: map[string]delivery{},
		numbered: map[string]int64{}, lastNumbered: map[string]int64{},
	}
}

// number gives a row its place in the order of writing.
func (t *tx) number(id string) {
	n := t.d.lastNumbered[""] + 1
	put(t, t.d.lastNumbered, "", n)
	put(t, t.d.numbered, id, n)
}

func (t *tx) byNumber(a, b string) int { return cmp.Compare(t.d.numbered[a], t.d.numbered[b]) }

func cloneApp(a store.ChannelApp) store.ChannelApp {
	a.Sealed = slices.Clone(a.Sealed)
	return a
}

func cloneAccount(a store.ChannelAccount) store.ChannelAccount {
	a.Keys, a.Sealed = slices.Clone(a.Keys), slices.Clone(a.Sealed)
	a.Health = cloneHealth(a.Health)
	return a
}

func cloneHealth(h store.AccountHealth) store.AccountHealth {
	h.Missing, h.Problems = slices.Clone(h.Missing), slices.Clone(h.Problems)
	h.Failures, h.Days, h.Warned = maps.Clone(h.Failures), maps.Clone(h.Days), maps.Clone(h.Warned)
	h.Notices = maps.Clone(h.Notices)
	return h
}

// PutApp implements store.Channels.
func (t *tx) PutApp(a store.ChannelApp) error {
	if err := t.writable(); err != nil {
		return err
	}
	put(t, t.d.apps, a.ID, cloneApp(store.ChannelApp{ID: a.ID, Channel: a.Channel, Name: a.Name, Key: a.Key, Sealed: a.Sealed, MadeBy: a.MadeBy, CreatedAt: a.CreatedAt}))
	return nil
}

// UpdateApp implements store.Channels.
func (t *tx) UpdateApp(a store.ChannelApp) error {
	if err := t.writable(); err != nil {
		return err
	}
	old, ok := t.d.apps[a.ID]
	if !ok {
		return desk.ErrNotFound
	}
	old.Name, old.Key, old.Sealed = a.Name, a.Key, slices.Clone(a.Sealed)
	put(t, t.d.apps, a.ID, old)
	return nil
}

// NoteApp implements store.Channels.
func (t *tx) NoteApp(id string, verified, tested, forged time.Time, badSignatures int64) error {
	if err := t.writable(); err != nil {
		return err
	}
	a, err := t.App(id)
	if err != nil {
		return err
	}
	put(t, t.d.apps, id, a.Later(verified, tested, forged, badSignatures))
	return nil
}

// App implements store.Channels.
func (t *tx) App(id string) (store.ChannelApp, error) {
	a, err := get(t.d.apps, id)
	if err == nil && t.d.appsGone[id] {
		return store.ChannelApp{}, desk.ErrNotFound
	}
	return cloneApp(a), err
}

// ListApps implements store.Channels.
func (t *tx) ListApps() ([]store.ChannelApp, error) {
	return values(t.d.apps, func(a store.ChannelApp) bool { return !t.d.appsGone[a.ID] }, func(a, b store.ChannelApp) int {
		return cmp.Or(a.CreatedAt.Compare(b.CreatedAt), compare(a.ID, b.ID))
	}), nil
}

// DeleteApp implements store.Channels.
func (t *tx) DeleteApp(id string) error {
	if err := t.writable(); err != nil {
		return err
	}
	a, err := t.App(id)
	if err != nil {
		return err
	}
	for _, account := range t.d.accounts {
		if account.AppID == id && account.RemovedAt.IsZero() {
			return store.ErrAppInUse
		}
	}
	a.Sealed = nil
	put(t, t.d.apps, id, a)
	put(t, t.d.appsGone, id, true)
	return nil
}

// PutAccount implements store.Channels.
func (t *tx) PutAccount(a store.ChannelAccount) error {
	if err := t.writable(); err != nil {
		return err
	}
	_, known := t.d.properties[a.PropertyID]
	if _, app := t.d.apps[a.AppID]; !known || !app {
		return desk.ErrNotFound
	}
	a.RemovedAt = time.Time{}
	put(t, t.d.accounts, a.ID, cloneAccount(a))
	return t.putKeys(a)
}

func (t *tx) putKeys(a store.ChannelAccount) error {
	for _, key := range a.AllKeys() {
		k := pair{a.AppID, key}
		if _, taken := t.d.accountKeys[k]; taken {
			return store.ErrAccountTaken
		}
		put(t, t.d.accountKeys, k, a.ID)
	}
	return nil
}

func (t *tx) dropKeys(accountID string) {
	for k, id := range t.d.accountKeys {
		if id == accountID {
			drop(t, t.d.accountKeys, k)
		}
	}
}

// UpdateAccount implements store.Channels.
func (t *tx) UpdateAccount(a store.ChannelAccount) error {
	if err := t.writable(); err != nil {
		return err
	}
	old, ok := t.d.accounts[a.ID]
	if !ok {
		return desk.ErrNotFound
	}
	a.Health, a.CreatedAt, a.PropertyID, a.Channel = old.Health, old.CreatedAt, old.PropertyID, old.Channel
	if old.RemovedAt.IsZero() {
		a.Paused = old.Paused
	}
	put(t, t.d.accounts, a.ID, cloneAccount(a))
	t.dropKeys(a.ID)
	if !a.RemovedAt.IsZero() {
		return nil
	}
	return t.putKeys(a)
}

// Account implements store.Channels.
func (t *tx) Account(id string) (store.ChannelAccount, error) {
	a, err := get(t.d.accounts, id)
	return cloneAccount(a), err
}

// AccountByKey implements store.Channels.
func (t *tx) AccountByKey(appID, key string) (store.ChannelAccount, error) {
	return t.Account(t.d.accountKeys[pair{appID, key}])
}

// ListAccounts implements store.Channels.
func (t *tx) ListAccounts(propertyIDs []string) ([]store.ChannelAccount, error) {
	list := values(t.d.accounts, func(a store.ChannelAccount) bool {
		return a.RemovedAt.IsZero() && (propertyIDs == nil || slices.Contains(propertyIDs, a.PropertyID))
	}, func(a, b store.ChannelAccount) int {
		return cmp.Or(a.CreatedAt.Compare(b.CreatedAt), compare(a.ID, b.ID))
	})
	for i := range list {
		list[i] = cloneAccount(list[i])
	}
	return list, nil
}

// RemovedAccount implements store.Channels.
func (t *tx) RemovedAccount(propertyID string, ch desk.Channel, key string) (store.ChannelAccount, error) {
	list := values(t.d.accounts, func(a store.ChannelAccount) bool {
		return a.PropertyID == propertyID && a.Channel == ch && a.Key == key && !a.RemovedAt.IsZero()
	}, func(a, b store.ChannelAccount) int { return b.RemovedAt.Compare(a.RemovedAt) })
	if len(list) == 0 {
		return store.ChannelAccount{}, desk.ErrNotFound
	}
	return cloneAccount(list[0]), nil
}

// DeleteAccount implements store.Channels.
func (t *tx) DeleteAccount(id string, now time.Time) error {
	if err := t.writable(); err != nil {
		return err
	}
	a, ok := t.d.accounts[id]
	if !ok || !a.RemovedAt.IsZero() {
		return desk.ErrNotFound
	}
	a.RemovedAt, a.Sealed, a.Paused = now, nil, "removed"
	put(t, t.d.accounts, id, a)
	t.dropKeys(id)
	for _, d := range t.deliveriesWhere(func(d delivery) bool { return d.AccountID == id && d.State == store.DeliveryWaiting }) {
		d.State, d.Reason, d.ChangedAt = store.DeliveryFailed, store.ReasonAccountRemoved, now
		t.saveDelivery(d)
	}
	return nil
}

// PauseAccount implements store.Channels.
func (t *tx) PauseAccount(id, reason string) (bool, error) {
	if err := t.writable(); err != nil {
		return false, err
	}
	a, ok := t.d.accounts[id]
	if !ok || a.Paused == reason || !a.RemovedAt.IsZero() {
		return false, nil
	}
	a.Paused = reason
	put(t, t.d.accounts, id, a)
	if reason != "" {
		return true, nil
	}
	for _, d := range t.deliveriesWhere(func(d delivery) bool {
		return d.AccountID == id && d.State == store.DeliveryWaiting && d.NotBefore.After(t.Now())
	}) {
		d.NotBefore = t.Now()
		t.saveDelivery(d)
	}
	return true, nil
}

// NoteAccount implements store.Channels.
func (t *tx) NoteAccount(id string, change func(*store.AccountHealth)) error {
	if err := t.writable(); err != nil {
		return err
	}
	a, err := t.Account(id)
	if err != nil {
		return err
	}
	change(&a.Health)
	put(t, t.d.accounts, id, a)
	return nil
}

// LinkIdentity implements store.Channels.
func (t *tx) LinkIdentity(accountID, externalID, contactID string) error {
	if err := t.writable(); err != nil {
		return err
	}
	k := pair{accountID, externalID}
	i, known := t.d.identities[k]
	if i.contactID = contactID; !known {
		i.at = t.Now()
	}
	put(t, t.d.identities, k, i)
	return nil
}

// ContactByIdentity implements store.Channels.
func (t *tx) ContactByIdentity(accountID string, externalIDs []string) ([]desk.Contact, error) {
	found := map[string]desk.Contact{}
	for _, id := range externalIDs {
		if i, ok := t.d.identities[pair{accountID, id}]; ok {
			found[id] = cloneContact(t.d.contacts[i.contactID])
		}
	}
	return store.InOrder(externalIDs, found), nil
}

// Identities implements store.Channels.
func (t *tx) Identities(contactID string) ([]string, error) {
	var keys []pair
	for k, i := range t.d.identities {
		if i.contactID == contactID {
			keys = append(keys, k)
		}
	}
	slices.SortFunc(keys, func(a, b pair) int {
		return cmp.Or(t.d.identities[a].at.Compare(t.d.identities[b].at), compare(a.b, b.b))
	})
	var out []string
	for _, k := range keys {
		out = append(out, k.b)
	}
	return out, nil
}

// SeenEvent implements store.Channels.
func (t *tx) SeenEvent(accountID, key string) (bool, error) {
	if err := t.writable(); err != nil {
		return false, err
	}
	k := pair{accountID, key}
	if _, seen := t.d.events[k]; seen {
		return false, nil
	}
	put(t, t.d.events, k, t.Now())
	return true, nil
}

// CountLine implements store.Channels.
func (t *tx) CountLine(accountID, month, category string) error {
	if err := t.writable(); err != nil {
		return err
	}
	k := [3]string{accountID, month, category}
	put(t, t.d.billed, k, t.d.billed[k]+1)
	return nil
}

// LineCount implements store.Channels.
func (t *tx) LineCount(accountID, month string) (map[string]int64, error) {
	out := map[string]int64{}
	for k, n := range t.d.billed {
		if k[0] == accountID && k[1] == month {
			out[k[2]] = n
		}
	}
	return out, nil
}

// PutTemplates implements store.Channels.
func (t *tx) PutTemplates(accountID, doc string, at time.Time) error {
	if err := t.writable(); err != nil {
		return err
	}
	put(t, t.d.templates, accountID, templates{doc, at})
	return nil
}

// Templates implements store.Channels.
func (t *tx) Templates(accountID string) (string, time.Time, error) {
	k := t.d.templates[accountID]
	return k.doc, k.at, nil
}
