package memstore

import (
	"slices"
	"strconv"
	"strings"

	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/store/words"
)

// ticketTables are what guests left, and the mails.
type ticketTables struct {
	tickets   map[int64]desk.Ticket
	lines     map[int64][]desk.TicketLine
	byForm    map[pair]int64 // contact, form
	ofThread  map[string][]int64
	byLineID  map[pair]desk.TicketLine // person, client id
	mails     map[string]mailRow
	mailOrder map[string]int // of their writing
	taken     map[string]bool
	absences  map[string]store.Absence
}

func newTicketTables() ticketTables {
	return ticketTables{
		tickets: map[int64]desk.Ticket{}, lines: map[int64][]desk.TicketLine{}, byForm: map[pair]int64{}, ofThread: map[string][]int64{},
		byLineID: map[pair]desk.TicketLine{}, mails: map[string]mailRow{}, mailOrder: map[string]int{}, taken: map[string]bool{},
		absences: map[string]store.Absence{},
	}
}

// CreateTicket implements store.Tickets.
func (t *tx) CreateTicket(k desk.Ticket) (int64, error) {
	if err := t.writable(); err != nil {
		return 0, err
	}
	if s, ok := t.d.states[k.ConversationID]; !ok || s.PropertyID != k.PropertyID {
		return 0, desk.ErrNotFound
	}
	form := pair{k.ContactID, k.FormID}
	if _, taken := t.d.byForm[form]; taken && k.FormID != "" {
		return 0, store.ErrFormTicketed
	}
	k.Number = store.FirstTicket + int64(len(t.d.tickets))
	put(t, t.d.tickets, k.Number, k)
	put(t, t.d.ofThread, k.ConversationID, append(slices.Clone(t.d.ofThread[k.ConversationID]), k.Number))
	if k.FormID != "" {
		put(t, t.d.byForm, form, k.Number)
	}
	return k.Number, nil
}

// UpdateTicket implements store.Tickets.
func (t *tx) UpdateTicket(k desk.Ticket) error {
	if err := t.writable(); err != nil {
		return err
	}
	old, ok := t.d.tickets[k.Number]
	if !ok {
		return desk.ErrNotFound
	}
	old.Status, old.Priority, old.AssigneeID, old.DueAt = k.Status, k.Priority, k.AssigneeID, k.DueAt
	old.Name, old.Email, old.Phone, old.AnsweredAt, old.MovedAt = k.Name, k.Email, k.Phone, k.AnsweredAt, k.MovedAt
	old.Text, old.Opportunity = k.Text, k.Opportunity
	put(t, t.d.tickets, k.Number, old)
	return nil
}

// Ticket implements store.Tickets.
func (t *tx) Ticket(number int64) (desk.Ticket, error) {
	k, ok := t.d.tickets[number]
	if !ok {
		return k, desk.ErrNotFound
	}
	return k, nil
}

// TicketByForm implements store.Tickets.
func (t *tx) TicketByForm(contactID, formID string) (desk.Ticket, error) {
	n, ok := t.d.byForm[pair{contactID, formID}]
	if !ok || formID == "" {
		return desk.Ticket{}, desk.ErrNotFound
	}
	return t.Ticket(n)
}

// TicketsOfConversation implements store.Tickets.
func (t *tx) TicketsOfConversation(conversationID string) ([]desk.Ticket, error) {
	var out []desk.Ticket
	for _, n := range slices.Backward(t.d.ofThread[conversationID]) {
		out = append(out, t.d.tickets[n])
	}
	return out, nil
}

// ListTickets implements store.Tickets.
func (t *tx) ListTickets(f store.TicketFilter) ([]desk.Ticket, string, error) {
	rank, number, err := store.ParseTicketCursor(f.Cursor)
	if err != nil {
		return nil, "", err
	}
	query := words.Query(f.Query)
	if f.Query != "" && len(query) == 0 {
		return nil, "", nil
	}
	below := func(k desk.Ticket) bool {
		at := k.MovedAt.UnixMilli()
		return at < rank || at == rank && k.Number < number
	}
	page := values(t.d.tickets, func(k desk.Ticket) bool {
		return slices.Contains(f.PropertyIDs, k.PropertyID) && below(k) && inView(f, k) && (len(query) == 0 || words.Match(t.wordsOf(k), query))
	}, func(a, b desk.Ticket) int {
		if c := b.MovedAt.Compare(a.MovedAt); c != 0 {
			return c
		}
		return int(b.Number - a.Number)
	})
	next := ""
	if limit := store.Clamp(f.Limit, 50, 200); len(page) > limit {
		page = page[:limit]
		next = store.TicketCursor(page[limit-1].MovedAt.UnixMilli(), page[limit-1].Number)
	}
	return page, next, nil
}

func inView(f store.TicketFilter, k desk.Ticket) bool {
	switch f.View {
	case store.TicketsAll:
		return true
	case store.TicketsMine:
		return k.AssigneeID == f.PersonID && f.PersonID != "" && k.Status != desk.TicketDone
	}
	return string(k.Status) == string(f.View)
}

// wordsOf is what a ticket is found by.
func (t *tx) wordsOf(k desk.Ticket) string {
	parts := []string{strconv.FormatInt(k.Number, 10), k.Name, k.Email, k.Phone, k.Text}
	for _, l := range t.d.lines[k.Number] {
		parts = append(parts, l.Text)
	}
	return strings.Join(parts, " ")
}

// CountTickets implements store.Tickets.
func (t *tx) CountTickets(personID string, propertyIDs []string) (store.TicketCounts, error) {
	var n store.TicketCounts
	for _, k := range t.d.tickets {
		if !slices.Contains(propertyIDs, k.PropertyID) {
			continue
		}
		n.All++
		switch k.Status {
		case desk.TicketNew:
			n.New++
		case desk.TicketOpen:
			n.Open++
		case desk.TicketWaiting:
			n.Waiting++
		case desk.TicketDone:
			n.Done++
		}
		if inView(store.TicketFilter{View: store.TicketsMine, PersonID: personID}, k) {
			n.Mine++
		}
	}
	return n, nil
}

// AddTicketLine implements store.Tickets.
func (t *tx) AddTicketLine(l desk.TicketLine) error {
	if err := t.writable(); err != nil {
		return err
	}
	if _, ok := t.d.tickets[l.Number]; !ok {
		return desk.ErrNotFound
	}
	id := pair{l.PersonID, l.ClientID}
	if _, repeated := t.d.byLineID[id]; repeated && l.ClientID != "" {
		return store.ErrRepeated
	}
	old := t.d.lines[l.Number]
	l.N, l.Left = int64(len(old))+1, slices.Clone(l.Left)
	put(t, t.d.lines, l.Number, append(old[:len(old):len(old)], l))
	if l.ClientID != "" {
		put(t, t.d.byLineID, id, l)
	}
	return nil
}

// TicketLines implements store.Tickets.
func (t *tx) TicketLines(number int64) ([]desk.TicketLine, error) {
	lines := t.d.lines[number]
	return slices.Clone(lines[max(0, len(lines)-1000):]), nil
}

// TicketLineByClientID implements store.Tickets.
func (t *tx) TicketLineByClientID(personID, clientID string) (desk.TicketLine, error) {
	l, ok := t.d.byLineID[pair{personID, clientID}]
	if !ok || clientID == "" {
		return desk.TicketLine{}, desk.ErrNotFound
	}
	return l, nil
}
