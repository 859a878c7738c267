package staff

import (
	"context"
	"slices"
	"strings"

	"deskbell/internal/auth"
	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/wire"
)

// CardList is a page of conversations.
type CardList struct {
	Conversations []wire.Card `json:"conversations"`
	Cursor        string      `json:"cursor,omitempty" doc:"Asks for the next page; absent on the last."`
	Counts        *Counts     `json:"counts,omitempty" doc:"On the first page: over all of one's properties, whatever the filter."`
}

// Counts are what stands beside the links.
type Counts struct {
	Live       int `json:"live" doc:"The assistant's, active within five minutes."`
	Mine       int `json:"mine"`
	MineUnread int `json:"mine_unread" doc:"Of mine, those in which the guest wrote something not read yet."`
	Requests   int `json:"requests"`
}

// CardDetail is a conversation with its guest.
type CardDetail struct {
	wire.Card
	Contact Contact `json:"contact"`
}

// EntryPage is a piece of a transcript, in rising seq.
type EntryPage struct {
	Entries    []wire.Entry    `json:"entries"`
	Controller wire.Controller `json:"controller"`
	Epoch      int64           `json:"epoch"`
	LastSeq    int64           `json:"last_seq"`
	Status     string          `json:"status" enum:"open,resolved"`
	More       bool            `json:"more" doc:"There are more in the direction that was asked for."`
}

// Hits is what a search found, newest first.
type Hits struct {
	Hits []Hit `json:"hits"`
}

// Hit is one match.
type Hit struct {
	Kind           string `json:"kind" enum:"message,guest"`
	ConversationID string `json:"conversation_id"`
	PropertyID     string `json:"property_id"`
	Seq            int64  `json:"seq,omitempty"`
	GuestName      string `json:"guest_name,omitempty"`
	Snippet        string `json:"snippet" doc:"Plain text; U+0001 and U+0002 stand around what matches."`
	At             string `json:"at" format:"date-time"`
}

const listTag = "Conversations"

func (a *API) conversationRoutes() {
	add(a, route{method: "GET", path: "/conversations", name: "list-conversations", tag: listTag, summary: "The wall, my chats, requests, or history"}, a.listConversations)
	add(a, route{method: "GET", path: "/conversations/{id}", name: "get-conversation", tag: listTag, summary: "One conversation with its guest"},
		func(ctx context.Context, v auth.Visit, in *IDPath) (*body[CardDetail], error) {
			d, err := a.detail(ctx, v.Person, in.ID)
			return answer(d), err
		})
	add(a, route{method: "GET", path: "/conversations/{id}/entries", name: "list-entries", tag: listTag, summary: "A piece of the transcript"}, a.listEntries)
	add(a, route{method: "GET", path: "/search", name: "search", tag: listTag, summary: "Search messages and guests"}, a.search)
}

type listInput struct {
	View     store.View  `query:"view" enum:"live,mine,requests,history" default:"live"`
	Property string      `query:"property" maxLength:"4000" doc:"Ids, separated by commas; absent: all of mine."`
	Query    string      `query:"q" maxLength:"500" doc:"Words in messages or guests' names (history)."`
	Status   desk.Status `query:"status" enum:"open,resolved"`
	Cursor   string      `query:"cursor" maxLength:"500"`
	Limit    int         `query:"limit" minimum:"1" maximum:"500" default:"100"`
}

func (a *API) listConversations(ctx context.Context, v auth.Visit, in *listInput) (*body[CardList], error) {
	out := CardList{Conversations: []wire.Card{}}
	err := a.read(ctx, func(tx store.Tx) error {
		all, err := a.conversing(tx, v.Person)
		if err != nil {
			return err
		}
		some, err := narrow(all, in.Property)
		if err != nil {
			return err
		}
		page, cursor, err := tx.List(store.ListFilter{View: in.View, PropertyIDs: some, PersonID: v.Person.ID,
			Query: in.Query, Status: in.Status, Cursor: in.Cursor, Limit: in.Limit})
		if err != nil {
			return err
		}
		out.Cursor = cursor
		if out.Conversations, err = a.cards(tx, v.Person, page); err != nil {
			return err
		}
		if in.Cursor == "" && in.View != store.ViewHistory {
			c, err := a.counts(tx, v.Person, all)
			out.Counts = &c
			return err
		}
		return nil
	})
	return answer(out), err
}

// conversing are the ids of all properties at which the person may look at conversations; with none, the role does not
// allow it at all.
func (a *API) conversing(tx store.Tx, p desk.Person) ([]string, error) {
	if err := desk.Allow(p, desk.ActConverse, ""); err != nil {
		return nil, err
	}
	props, err := visibleProperties(tx, p)
	ids := make([]string, 0, len(props))
	for _, pr := range props {
		ids = append(ids, pr.ID)
	}
	return ids, err
}

// narrow keeps the properties that a filter names. One that is not among all is not found.
func narrow(all []string, filter string) ([]string, error) {
	if filter == "" {
		return all, nil
	}
	var some []string
	for id := range strings.SplitSeq(filter, ",") {
		if id = strings.TrimSpace(id); id == "" {
			continue
		}
		if !slices.Contains(all, id) {
			return nil, desk.ErrNotFound
		}
		some = append(some, id)
	}
	return some, nil
}

// counts are over all of the person's properties: a filter never hides that somebody waits.
func (a *API) counts(tx store.Tx, p desk.Person, propertyIDs []string) (Counts, error) {
	c, err := tx.Counts(p.ID, propertyIDs)
	return Counts{Live: c.Live, Mine: c.Mine, MineUnread: c.MineUnread, Requests: c.Requests}, err
}

// cards makes the cards of a page for one person.
func (a *API) cards(tx store.Tx, p desk.Person, page []store.Summary) ([]wire.Card, error) {
	unread, err := unreadOf(tx, p.ID, page)
	if err != nil {
		return nil, err
	}
	people := a.people(tx)
	cards := make([]wire.Card, 0, len(page))
	for _, sum := range page {
		view, err := a.cardView(tx, sum.State, people)
		if err != nil {
			return nil, err
		}
		if sum.Last, err = a.cfg.Desk.Standing(tx, sum.State, sum.Last); err != nil {
			return nil, err
		}
		cards = append(cards, wire.CardFor(sum, view, wire.Viewing{Person: p, Viewers: a.cfg.Live.Viewers(sum.State.ID), Unread: unread[sum.State.ID]}))
	}
	return cards, nil
}

func (a *API) cardView(tx store.Tx, s desk.State, people wire.People) (wire.CardView, error) {
	pr, err := a.cfg.Properties.In(tx, s.PropertyID)
	if err != nil {
		return wire.CardView{}, err
	}
	view := wire.CardView{Now: tx.Now(), LiveChat: pr.Settings.LiveChatFor(s.Channel), People: people}
	if s.Controller.Kind == desk.ControllerAgent {
		view.Reach = a.cfg.Bell.Reach(s.Controller.AgentID)
	}
	view.Account, err = a.cfg.Desk.Account(tx, s)
	return view, err
}

// unreadOf counts the guest's messages after the person's mark, in the person's own conversations.
func unreadOf(tx store.Tx, personID string, page []store.Summary) (map[string]int, error) {
	var mine []string
	for _, sum := range page {
		if isMine(sum.State, personID) {
			mine = append(mine, sum.State.ID)
		}
	}
	if len(mine) == 0 {
		return nil, nil
	}
	return tx.Unread(personID, mine)
}

func isMine(s desk.State, personID string) bool {
	return s.Status == desk.StatusOpen && s.Controller.Kind == desk.ControllerAgent && s.Controller.AgentID == personID
}

// people answers names from inside a transaction, each read once.
func (a *API) people(tx store.Tx) wire.People {
	return &peopleIn{tx: tx, known: map[string]*desk.Person{}}
}

type peopleIn struct {
	tx    store.Tx
	known map[string]*desk.Person
}

// Person implements wire.People.
func (p *peopleIn) Person(id string) (desk.Person, bool) {
	got, ok := p.known[id]
	if !ok {
		if person, err := p.tx.Person(id); err == nil {
			got = &person
		}
		p.known[id] = got
	}
	if got == nil {
		return desk.Person{}, false
	}
	return *got, true
}

// summary loads one conversation that the person may look at; any other is not found.
func (a *API) summary(tx store.Tx, p desk.Person, id string) (store.Summary, error) {
	found, err := tx.Summaries([]string{id})
	if err != nil {
		return store.Summary{}, err
	}
	if len(found) == 0 {
		return store.Summary{}, desk.ErrNotFound
	}
	return found[0], desk.Allow(p, desk.ActConverse, found[0].State.PropertyID)
}

// card is one conversation's card for one person.
func (a *API) card(ctx context.Context, p desk.Person, id string) (wire.Card, error) {
	var card wire.Card
	err := a.read(ctx, func(tx store.Tx) error {
		sum, err := a.summary(tx, p, id)
		if err != nil {
			return err
		}
		cards, err := a.cards(tx, p, []store.Summary{sum})
		if err == nil {
			card = cards[0]
		}
		return err
	})
	return card, err
}

func (a *API) detail(ctx context.Context, p desk.Person, id string) (CardDetail, error) {
	var d CardDetail
	err := a.read(ctx, func(tx store.Tx) error {
		sum, err := a.summary(tx, p, id)
		if err != nil {
			return err
		}
		cards, err := a.cards(tx, p, []store.Summary{sum})
		if err != nil {
			return err
		}
		d.Card = cards[0]
		d.Contact, err = a.contact(tx, sum.Contact)
		return err
	})
	return d, err
}

func (a *API) listEntries(ctx context.Context, v auth.Visit, in *struct {
	IDPath
	After  int64 `query:"after" minimum:"0" doc:"Entries with a higher seq."`
	Before int64 `query:"before" minimum:"0" doc:"The newest entries with a lower seq."`
	Limit  int   `query:"limit" minimum:"1" maximum:"500" default:"200"`
}) (*body[EntryPage], error) {
	page := EntryPage{Entries: []wire.Entry{}}
	err := a.read(ctx, func(tx store.Tx) error {
		s, err := stateIn(tx, v.Person, in.ID)
		if err != nil {
			return err
		}
		entries, err := tx.Entries(in.ID, store.EntryFilter{After: in.After, Before: in.Before, Limit: in.Limit})
		if err != nil {
			return err
		}
		standing, err := a.cfg.Desk.Standing(tx, s, entries)
		if err != nil {
			return err
		}
		card := wire.CardOf(s, desk.Contact{}, wire.CardView{Now: tx.Now(), People: a.people(tx)})
		page = EntryPage{Entries: make([]wire.Entry, 0, len(entries)), Controller: card.Controller, Epoch: s.Epoch,
			LastSeq: s.LastSeq, Status: string(s.Status)}
		for _, e := range standing {
			page.Entries = append(page.Entries, wire.StaffEntry(e))
		}
		if err := a.delivered(tx, s, page.Entries); err != nil {
			return err
		}
		if n := len(entries); n > 0 {
			if in.Before > 0 && in.After == 0 {
				page.More = entries[0].Seq > 1
			} else {
				page.More = entries[n-1].Seq < s.LastSeq && (in.Before == 0 || entries[n-1].Seq < in.Before-1)
			}
		}
		return nil
	})
	return answer(page), err
}

// delivered puts how messages to an outside channel stand into a list of its entries.
func (a *API) delivered(tx store.Tx, s desk.State, list []wire.Entry) error {
	if s.Channel == desk.ChannelWeb || len(list) == 0 {
		return nil
	}
	ids := make([]string, 0, len(list))
	for _, e := range list {
		if e.Author.Kind != string(desk.AuthorGuest) {
			ids = append(ids, e.ID)
		}
	}
	sent, err := tx.DeliveriesOf(s.ID, ids)
	wire.Delivered(list, sent)
	return err
}

func (a *API) search(ctx context.Context, v auth.Visit, in *struct {
	Query    string `query:"q" required:"true" maxLength:"500"`
	Property string `query:"property" maxLength:"4000"`
	Limit    int    `query:"limit" minimum:"1" maximum:"200" default:"50"`
}) (*body[Hits], error) {
	out := Hits{Hits: []Hit{}}
	err := a.read(ctx, func(tx store.Tx) error {
		all, err := a.conversing(tx, v.Person)
		if err != nil {
			return err
		}
		some, err := narrow(all, in.Property)
		if err != nil {
			return err
		}
		found, err := tx.Search(some, in.Query, in.Limit)
		if err != nil {
			return err
		}
		if found, err = a.shown(tx, found); err != nil {
			return err
		}
		for _, h := range found {
			out.Hits = append(out.Hits, Hit{Kind: h.Kind, ConversationID: h.ConversationID, PropertyID: h.PropertyID, Seq: h.Seq,
				GuestName: h.GuestName, Snippet: h.Snippet, At: wire.Time(h.At)})
		}
		return nil
	})
	return answer(out), err
}

// shown are the hits of a search without those of messages that were taken back. Only outside channels have such, so only
// their conversations are looked at.
func (a *API) shown(tx store.Tx, found []store.Hit) ([]store.Hit, error) {
	back := map[string]map[int64]bool{}
	for _, h := range found {
		if _, looked := back[h.ConversationID]; looked || h.Kind != "message" {
			continue
		}
		back[h.ConversationID] = nil
		s, err := tx.State(h.ConversationID)
		if err != nil {
			return nil, err
		}
		if s.Channel == desk.ChannelWeb {
			continue
		}
		list, err := tx.Corrections(s.ID, 0)
		if err != nil {
			return nil, err
		}
		for _, c := range list {
			if !c.Correction.Unsent {
				continue
			}
			e, err := tx.Entry(s.ID, c.Correction.Of)
			if err != nil {
				return nil, err
			}
			if back[s.ID] == nil {
				back[s.ID] = map[int64]bool{}
			}
			back[s.ID][e.Seq] = true
		}
	}
	return slices.DeleteFunc(found, func(h store.Hit) bool { return h.Kind == "message" && back[h.ConversationID][h.Seq] }), nil
}
