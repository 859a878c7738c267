package memstore

import (
	"maps"
	"slices"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// pair is a key of two parts.
type pair struct{ a, b string }

type draft struct{ reply, note string }

type token struct {
	contactID string
	expires   time.Time
}

type tables struct {
	states       map[string]desk.State
	entries      map[string][]desk.Entry
	ofContact    map[string][]string // conversations in the order of their creation
	requests     map[string]opened   // every one there was
	byClientID   map[pair]desk.Entry // sender, client id
	byProviderID map[pair]desk.Entry // account, provider id
	leases       map[string]store.Lease
	contacts     map[string]desk.Contact
	tokens       map[string]token
	forms        map[string]store.FormDraft // by contact
	people       map[string]desk.Person
	sessions     map[string]store.Session
	invites      map[string]store.Invite
	properties   map[string]desk.Property
	seen         map[pair]time.Time // property, site
	devices      map[string]desk.Device
	marks        map[pair]int64 // person, conversation
	drafts       map[pair]draft
	shortcuts    map[string]desk.Shortcut
	files        map[string]store.StoredFile
	settings     map[string]string
	audit        map[int]store.AuditLine
	spent        map[spentKey]store.Spent
	traces       map[pair]string // conversation, entry
	vectors      map[vectorKey]string
	toolServices map[pair]desk.ToolService // property, id
	bookings     map[pair]desk.Booking     // property, key
	belfry
	pushes map[string]store.PushSubscription
	hubTables
	sourceTables
	ticketTables
	sharedTables
	channelTables
}

func newTables() *tables {
	return &tables{
		states: map[string]desk.State{}, entries: map[string][]desk.Entry{}, ofContact: map[string][]string{}, requests: map[string]opened{},
		byClientID: map[pair]desk.Entry{}, byProviderID: map[pair]desk.Entry{}, leases: map[string]store.Lease{},
		contacts: map[string]desk.Contact{}, tokens: map[string]token{}, forms: map[string]store.FormDraft{}, people: map[string]desk.Person{},
		sessions: map[string]store.Session{}, invites: map[string]store.Invite{}, properties: map[string]desk.Property{},
		seen: map[pair]time.Time{}, devices: map[string]desk.Device{}, marks: map[pair]int64{}, drafts: map[pair]draft{},
		shortcuts: map[string]desk.Shortcut{}, files: map[string]store.StoredFile{}, settings: map[string]string{},
		audit: map[int]store.AuditLine{}, spent: map[spentKey]store.Spent{}, traces: map[pair]string{}, vectors: map[vectorKey]string{}, toolServices: map[pair]desk.ToolService{}, bookings: map[pair]desk.Booking{}, belfry: newBelfry(), pushes: map[string]store.PushSubscription{},
		hubTables: newHubTables(), sourceTables: newSourceTables(), ticketTables: newTicketTables(), sharedTables: newSharedTables(), channelTables: newChannelTables(),
	}
}

// What goes in and what comes out is copied, so that nobody changes a row by holding on to it.

func cloneState(s desk.State) desk.State {
	if s.Request != nil {
		r := *s.Request
		r.Rung, r.Declined = slices.Clone(r.Rung), slices.Clone(r.Declined)
		s.Request = &r
	}
	if s.Offer != nil {
		o := *s.Offer
		s.Offer = &o
	}
	if s.Turn != nil {
		u := *s.Turn
		s.Turn = &u
	}
	s.Timers = slices.Clone(s.Timers)
	return s
}

func cloneEntry(e desk.Entry) desk.Entry {
	e.Params, e.Files = maps.Clone(e.Params), slices.Clone(e.Files)
	if e.Answer != nil {
		a := *e.Answer
		a.Sources, a.Suggestions = slices.Clone(a.Sources), slices.Clone(a.Suggestions)
		if a.Link != nil {
			link := *a.Link
			a.Link = &link
		}
		e.Answer = &a
	}
	if e.Carried != nil {
		c := *e.Carried
		c.Media, c.Cards, c.Shared = slices.Clone(c.Media), slices.Clone(c.Cards), slices.Clone(c.Shared)
		e.Carried = &c
	}
	if e.Correction != nil {
		c := *e.Correction
		c.Media, c.Reactions = slices.Clone(c.Media), slices.Clone(c.Reactions)
		e.Correction = &c
	}
	return e
}

func cloneContact(c desk.Contact) desk.Contact {
	c.Attributes, c.Pages = maps.Clone(c.Attributes), slices.Clone(c.Pages)
	return c
}

func clonePerson(p desk.Person) desk.Person {
	p.PropertyIDs = slices.Clone(p.PropertyIDs)
	slices.Sort(p.PropertyIDs)
	return p
}

func cloneProperty(p desk.Property) desk.Property {
	s := &p.Settings
	s.Languages, s.Sites = slices.Clone(s.Languages), slices.Clone(s.Sites)
	s.PreChat.Fields = slices.Clone(s.PreChat.Fields)
	s.LiveChat = maps.Clone(s.LiveChat)
	s.Look.LauncherText, s.Look.Greeting = maps.Clone(s.Look.LauncherText), maps.Clone(s.Look.Greeting)
	s.Look.QuickReplies = cloneMap(s.Look.QuickReplies, slices.Clone[[]string])
	s.Words = cloneMap(s.Words, maps.Clone[map[desk.LineCode]string])
	return p
}

func cloneMap[K comparable, V any](m map[K]V, clone func(V) V) map[K]V {
	if m == nil {
		return nil
	}
	out := make(map[K]V, len(m))
	for k, v := range m {
		out[k] = clone(v)
	}
	return out
}
