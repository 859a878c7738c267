package realtime

import (
	"context"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/recent"
	"deskbell/internal/store"
)

// How long another node's change may go unnoticed, how much is kept, and how long a look into the database may take.
const (
	propertiesFor = 2 * time.Second
	offersFor     = 2 * time.Second
	othersFor     = 15 * time.Second
	keptContacts  = 10_000
	keptPlaces    = 20_000
	keptPeople    = 2_000
	lookup        = 3 * time.Second
)

// Place says where a conversation belongs and who may answer in it.
type Place struct {
	PropertyID string
	ContactID  string
	Controller desk.Controller
	seq        int64 // of the conversation, as of when
}

// Directory knows by heart what frames and guests' requests name all the time: properties, people, guests, and where a
// conversation belongs. What it does not know it reads. A change made on this node is forgotten at once by whoever made
// it (Forget…), one of another node within seconds.
type Directory struct {
	store  store.Store
	floors conversation.Floors
	now    func() time.Time
	log    *slog.Logger

	// Transcripts reports whether conversations can be sent by e-mail; nil is never. It is set before the first use.
	Transcripts func(context.Context) bool
	// Accounts are the channel accounts; nil knows none. It is set before the first use, too.
	Accounts *conversation.Accounts

	contacts *recent.Map[string, kept[desk.Contact]]
	forms    *recent.Map[string, kept[store.FormDraft]] // by contact
	people   *recent.Map[string, kept[desk.Person]]
	places   *recent.Map[string, Place]
	currents *recent.Map[string, string] // a contact's newest conversation
	reads    *recent.Map[string, int64]  // how far the desk has read a conversation; nice to know, so not stored

	noting  sync.Mutex    // of places and currents, which never go backward
	settled chan struct{} // settings have changed
	refresh sync.Mutex    // held by the one that reads properties
	mu      sync.Mutex
	props   properties
	round   int64 // rises with every ForgetProperties
	offers  map[offerKey]kept[desk.Offered]
	waits   map[string]kept[time.Duration] // by property: how long guests wait
	mails   kept[bool]                     // whether transcripts can be sent
}

// offerKey is a place that has settings of live chat of its own.
type offerKey struct {
	propertyID string
	channel    desk.Channel
}

type kept[V any] struct {
	value V
	until time.Time
}

// properties is one reading of all properties. It is never changed, only replaced.
type properties struct {
	until time.Time
	all   []desk.Property
	byID  map[string]int
	byKey map[string]int
	sites map[string]bool
}

// NewDirectory makes an empty one. Floors tells whether somebody would be rung; nil knows of nobody.
func NewDirectory(s store.Store, floors conversation.Floors, now func() time.Time, log *slog.Logger) *Directory {
	return &Directory{
		store: s, floors: floors, now: now, log: log,
		contacts: recent.New[string, kept[desk.Contact]](keptContacts),
		forms:    recent.New[string, kept[store.FormDraft]](keptContacts),
		people:   recent.New[string, kept[desk.Person]](keptPeople),
		places:   recent.New[string, Place](keptPlaces),
		currents: recent.New[string, string](keptPlaces),
		reads:    recent.New[string, int64](keptPlaces),
		offers:   map[offerKey]kept[desk.Offered]{},
		settled:  make(chan struct{}, 1),
		waits:    map[string]kept[time.Duration]{},
	}
}

// Property is a property by its id.
func (d *Directory) Property(ctx context.Context, id string) (desk.Property, error) {
	return d.property(ctx, func(p properties) (int, bool) { i, ok := p.byID[id]; return i, ok })
}

// PropertyByKey is a property by its widget's key.
func (d *Directory) PropertyByKey(ctx context.Context, key string) (desk.Property, error) {
	return d.property(ctx, func(p properties) (int, bool) { i, ok := p.byKey[key]; return i, ok })
}

func (d *Directory) property(ctx context.Context, find func(properties) (int, bool)) (desk.Property, error) {
	props, err := d.properties(ctx)
	if err != nil {
		return desk.Property{}, err
	}
	if i, ok := find(props); ok {
		return props.all[i], nil
	}
	return desk.Property{}, desk.ErrNotFound
}

// Properties are all of them.
func (d *Directory) Properties(ctx context.Context) ([]desk.Property, error) {
	props, err := d.properties(ctx)
	return slices.Clone(props.all), err
}

// Site reports whether any property has the origin on its site list.
func (d *Directory) Site(ctx context.Context, origin string) bool {
	props, err := d.properties(ctx)
	return err == nil && props.sites[strings.ToLower(origin)]
}

// properties are at most propertiesFor old. While one caller reads them anew, the others go on with the old ones.
func (d *Directory) properties(ctx context.Context) (properties, error) {
	props, _ := d.held()
	if props.byID != nil && d.now().Before(props.until) {
		return props, nil
	}
	if props.byID != nil && !props.until.IsZero() {
		if !d.refresh.TryLock() {
			return props, nil
		}
	} else {
		d.refresh.Lock() // nothing to go on with, or known to be wrong
	}
	defer d.refresh.Unlock()
	props, round := d.held()
	if props.byID != nil && d.now().Before(props.until) {
		return props, nil // somebody else has read them while this one waited
	}
	fresh := properties{byID: map[string]int{}, byKey: map[string]int{}, sites: map[string]bool{}}
	all, err := read(ctx, d, func(tx store.Tx) ([]desk.Property, error) { return tx.ListProperties() })
	if err != nil {
		if props.byID != nil {
			return props, nil // better what was true seconds ago than nothing
		}
		return fresh, err
	}
	fresh.all = all
	for i, p := range all {
		fresh.byID[p.ID], fresh.byKey[p.Key] = i, i
		for _, site := range p.Settings.Sites {
			fresh.sites[strings.ToLower(strings.TrimSuffix(site, "/"))] = true
		}
	}
	fresh.until = d.now().Add(propertiesFor)
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.round == round {
		d.props = fresh
	}
	return fresh, nil
}

func (d *Directory) held() (properties, int64) {
	d.mu.Lock()
	defer d.mu.Unlock()
	return d.props, d.round
}

// ForgetProperties is called after the commit of a change of any property's settings.
func (d *Directory) ForgetProperties() {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.round++
	d.props.until = time.Time{}
	clear(d.offers)
	select {
	case d.settled <- struct{}{}:
	default:
	}
}

// forget drops everything that another node may have changed.
func (d *Directory) forget() {
	d.contacts.Clear()
	d.forms.Clear()
	d.people.Clear()
	d.currents.Clear()
	d.ForgetProperties()
}

// Person implements wire.People. Where the database cannot be asked, nobody is known.
func (d *Directory) Person(id string) (desk.Person, bool) {
	if k, ok := d.people.Get(id); ok && d.now().Before(k.until) {
		return k.value, true
	}
	p, err := read(context.Background(), d, func(tx store.Tx) (desk.Person, error) { return tx.Person(id) })
	if err != nil {
		d.unknown("person", err)
		return desk.Person{}, false
	}
	d.people.Put(id, kept[desk.Person]{p, d.now().Add(othersFor)})
	return p, true
}

// ForgetPerson is called after the commit of a change of a person.
func (d *Directory) ForgetPerson(id string) { d.people.Delete(id) }

// Contact is a guest; the zero Contact where the database cannot be asked.
func (d *Directory) Contact(id string) desk.Contact {
	if k, ok := d.contacts.Get(id); ok && d.now().Before(k.until) {
		return k.value
	}
	c, err := read(context.Background(), d, func(tx store.Tx) (desk.Contact, error) { return tx.Contact(id) })
	if err != nil {
		d.unknown("contact", err)
		return desk.Contact{ID: id}
	}
	d.contacts.Put(id, kept[desk.Contact]{c, d.now().Add(othersFor)})
	return c
}

// ForgetContact is called after the commit of a change of a contact, or of what the guest has half written.
func (d *Directory) ForgetContact(id string) {
	d.contacts.Delete(id)
	d.forms.Delete(id)
}

// Place tells where a conversation belongs.
func (d *Directory) Place(conversationID string) (Place, error) {
	if p, ok := d.places.Get(conversationID); ok {
		return p, nil
	}
	s, err := read(context.Background(), d, func(tx store.Tx) (desk.State, error) { return tx.State(conversationID) })
	if err != nil {
		return Place{}, err
	}
	return d.note(s), nil
}

// note keeps what a change just told.
func (d *Directory) note(s desk.State) Place {
	return d.notePlace(s.ID, Place{PropertyID: s.PropertyID, ContactID: s.ContactID, Controller: s.Controller, seq: s.LastSeq})
}

// notePlace keeps where a conversation belongs, unless something newer is known: what two nodes tell may swap.
func (d *Directory) notePlace(conversationID string, p Place) Place {
	d.noting.Lock()
	defer d.noting.Unlock()
	if known, ok := d.places.Get(conversationID); ok && known.seq > p.seq {
		return known
	}
	d.places.Put(conversationID, p)
	return p
}

// noteCurrent keeps which conversation of a contact changed last. Ids rise with time; where an older one changed, the
// newest is looked up when somebody asks.
func (d *Directory) noteCurrent(contactID, conversationID string) {
	d.noting.Lock()
	defer d.noting.Unlock()
	if known, ok := d.currents.Get(contactID); ok && known > conversationID {
		d.currents.Delete(contactID)
		return
	}
	d.currents.Put(contactID, conversationID)
}

// Current is a contact's newest conversation, if there is one.
func (d *Directory) Current(contactID string) (conversationID string, ok bool) {
	if id, ok := d.currents.Get(contactID); ok {
		return id, true
	}
	s, err := read(context.Background(), d, func(tx store.Tx) (desk.State, error) { return tx.StateOfContact(contactID) })
	if err != nil {
		d.unknown("conversation", err)
		return "", false
	}
	d.note(s)
	d.currents.Put(contactID, s.ID)
	return s.ID, true
}

// Offered is what guests of a property's channel who look for a person find now. It may be seconds old: what happens is
// decided when a guest asks.
func (d *Directory) Offered(propertyID string, ch desk.Channel) desk.Offered {
	key := offerKey{propertyID, ch}
	d.mu.Lock()
	k, ok := d.offers[key]
	round := d.round
	d.mu.Unlock()
	if ok && d.now().Before(k.until) {
		return k.value
	}
	prop, err := d.Property(context.Background(), propertyID)
	if err != nil || d.floors == nil {
		return desk.Offered{Cause: desk.CauseNobody}
	}
	lc := prop.Settings.LiveChatFor(ch)
	offered, err := read(context.Background(), d, func(tx store.Tx) (desk.Offered, error) {
		return lc.Offered(d.floors.Floor(tx, propertyID, ch, lc)), nil
	})
	if err != nil {
		d.unknown("availability", err)
		return k.value
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.round == round {
		d.offers[key] = kept[desk.Offered]{offered, d.now().Add(offersFor)}
	}
	return offered
}

func (d *Directory) unknown(what string, err error) {
	if desk.CodeOf(err) != desk.CodeNotFound {
		d.log.Warn("cannot look up for a frame", "what", what, "err", err)
	}
}

// read asks the database, for as long as a lookup may take, and also when whoever needs the answer has gone: others will.
func read[V any](ctx context.Context, d *Directory, fn func(store.Tx) (V, error)) (V, error) {
	ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), lookup)
	defer cancel()
	box := new(V)
	err := d.store.Read(ctx, func(tx store.Tx) (err error) {
		*box, err = fn(tx)
		return err
	})
	if err != nil {
		var zero V
		return zero, err
	}
	return *box, nil
}
