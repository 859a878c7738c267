package sqlstore

import (
	"cmp"
	"slices"
	"strconv"
	"strings"

	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/store/words"
)

const ticketQuery = `SELECT number, property_id, conversation_id, contact_id, channel, form_id, cause, status, priority, assignee_id,
	due_at, reply_by, name, email, phone, text, language, test, answered_at, created_at, moved_at, opportunity FROM tickets`

func scanTicket(rows cursor) (desk.Ticket, error) {
	var t desk.Ticket
	err := rows.Scan(&t.Number, &t.PropertyID, &t.ConversationID, &t.ContactID, (*string)(&t.Channel), &t.FormID, &t.Cause,
		(*string)(&t.Status), (*string)(&t.Priority), &t.AssigneeID, (*stamp)(&t.DueAt), (*stamp)(&t.ReplyBy), &t.Name, &t.Email,
		&t.Phone, &t.Text, &t.Language, (*flag)(&t.Test), (*stamp)(&t.AnsweredAt), (*stamp)(&t.CreatedAt), (*stamp)(&t.MovedAt), maybeDoc[desk.TicketOpportunity]{&t.Opportunity})
	return t, err
}

// searchedMost bounds how much of a ticket's history is searched.
const searchedMost = 100_000

// CreateTicket implements store.Tickets.
func (t *tx) CreateTicket(k desk.Ticket) (int64, error) {
	if k.FormID != "" {
		if _, err := t.TicketByForm(k.ContactID, k.FormID); err == nil {
			return 0, store.ErrFormTicketed
		}
	}
	if err := t.run(`UPDATE ticket_numbers SET last = last + 1`); err != nil {
		return 0, err
	}
	if err := t.one(`SELECT last FROM ticket_numbers`, nil, &k.Number); err != nil {
		return 0, err
	}
	searched := strings.Join([]string{strconv.FormatInt(k.Number, 10), k.Name, k.Email, k.Phone, k.Text}, " ")
	// Two nodes that make the ticket of one form at once have met at the counter already, so this finds no other.
	err := t.run(`INSERT INTO tickets (number, property_id, conversation_id, contact_id, channel, form_id, cause, status, priority,
			assignee_id, due_at, reply_by, name, email, phone, text, language, test, answered_at, created_at, moved_at, searched, opportunity)
		VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $19, $20, $21, $22, $23)`,
		k.Number, k.PropertyID, k.ConversationID, k.ContactID, string(k.Channel), k.FormID, k.Cause, string(k.Status),
		string(k.Priority), k.AssigneeID, ms(k.DueAt), ms(k.ReplyBy), k.Name, k.Email, k.Phone, k.Text, k.Language, bit(k.Test),
		ms(k.AnsweredAt), ms(k.CreatedAt), ms(k.MovedAt), searched, asMaybeDoc(k.Opportunity))
	if err != nil {
		return 0, err
	}
	t.tellTicket(k.Number)
	return k.Number, t.indexTicket(k.Number, searched)
}

// indexTicket keeps SQLite's full-text index of tickets; PostgreSQL's keeps itself.
func (t *tx) indexTicket(number int64, searched string) error {
	if t.d != sqliteDialect {
		return nil
	}
	if err := t.run(`DELETE FROM ticket_words WHERE rowid = $1`, number); err != nil {
		return err
	}
	return t.run(`INSERT INTO ticket_words (rowid, words) VALUES ($1, $2)`, number, words.Index(searched))
}

// alsoSearch adds words to what a ticket is found by.
func (t *tx) alsoSearch(number int64, more string) error {
	if strings.TrimSpace(more) == "" {
		return nil
	}
	var searched string
	if err := t.one(`SELECT searched FROM tickets WHERE number = $1`, with(number), &searched); err != nil {
		return err
	}
	if len(searched)+len(more) > searchedMost {
		return nil
	}
	searched += "\n" + more
	if err := t.run(`UPDATE tickets SET searched = $2 WHERE number = $1`, number, searched); err != nil {
		return err
	}
	return t.indexTicket(number, searched)
}

// UpdateTicket implements store.Tickets.
func (t *tx) UpdateTicket(k desk.Ticket) error {
	old, err := t.Ticket(k.Number)
	if err != nil {
		return err
	}
	err = t.run(`UPDATE tickets SET status = $2, priority = $3, assignee_id = $4, due_at = $5, name = $6, email = $7, phone = $8,
		answered_at = $9, moved_at = $10, text = $11, opportunity = $12 WHERE number = $1`, k.Number, string(k.Status), string(k.Priority), k.AssigneeID,
		ms(k.DueAt), k.Name, k.Email, k.Phone, ms(k.AnsweredAt), ms(k.MovedAt), k.Text, asMaybeDoc(k.Opportunity))
	t.tellTicket(k.Number)
	if err != nil || old.Name == k.Name && old.Email == k.Email && old.Phone == k.Phone && old.Text == k.Text {
		return err
	}
	more := strings.Join([]string{k.Name, k.Email, k.Phone, strings.TrimPrefix(k.Text, old.Text)}, " ")
	return t.alsoSearch(k.Number, more)
}

// Ticket implements store.Tickets.
func (t *tx) Ticket(number int64) (desk.Ticket, error) {
	return first(t, ticketQuery+` WHERE number = $1`, with(number), scanTicket)
}

// TicketByForm implements store.Tickets.
func (t *tx) TicketByForm(contactID, formID string) (desk.Ticket, error) {
	return first(t, ticketQuery+` WHERE contact_id = $1 AND form_id = $2 AND form_id <> ''`, with(contactID, formID), scanTicket)
}

// TicketsOfConversation implements store.Tickets.
func (t *tx) TicketsOfConversation(conversationID string) ([]desk.Ticket, error) {
	return all(t, ticketQuery+` WHERE conversation_id = $1 ORDER BY number DESC`, with(conversationID), scanTicket)
}

// The lists as queries for places, one property at a time as those of the conversations: at property $1, below place
// ($2, $3), at most $4; $5 is the person or the status.
const (
	ticketsByStatus = `SELECT moved_at, number FROM tickets WHERE property_id = $1 AND status = $5 AND (moved_at, number) < ($2, $3)` + below
	ticketsMoved    = `SELECT moved_at, number FROM tickets WHERE property_id = $1 AND (moved_at, number) < ($2, $3)` + below
	ticketsMine     = `SELECT moved_at, number FROM tickets WHERE assignee_id = $5 AND property_id = $1 AND status <> 'done'
		AND (moved_at, number) < ($2, $3)` + below
)

type ticketPlace struct{ rank, number int64 }

func (p ticketPlace) below(o ticketPlace) int {
	return cmp.Or(cmp.Compare(o.rank, p.rank), cmp.Compare(o.number, p.number))
}

func scanTicketPlace(rows cursor) (ticketPlace, error) {
	var p ticketPlace
	err := rows.Scan(&p.rank, &p.number)
	return p, err
}

// ListTickets implements store.Tickets.
func (t *tx) ListTickets(f store.TicketFilter) ([]desk.Ticket, string, error) {
	from, number, err := store.ParseTicketCursor(f.Cursor)
	if err != nil {
		return nil, "", err
	}
	if f.View == store.TicketsMine && f.PersonID == "" {
		return nil, "", nil
	}
	limit := store.Clamp(f.Limit, 50, 200)
	var places []ticketPlace
	if f.Query != "" {
		places, err = t.foundTickets(f, from, number, limit+1)
		if err != nil {
			return nil, "", err
		}
	} else {
		for _, id := range f.PropertyIDs {
			more, err := t.ticketPlaces(f, id, from, number, limit+1)
			if err != nil {
				return nil, "", err
			}
			places = append(places, more...)
		}
	}
	slices.SortFunc(places, ticketPlace.below)
	places = slices.Compact(places)
	next := ""
	if len(places) > limit {
		places = places[:limit]
		next = store.TicketCursor(places[limit-1].rank, places[limit-1].number)
	}
	page := make([]desk.Ticket, 0, len(places))
	for _, p := range places {
		k, err := t.Ticket(p.number)
		if err != nil {
			return nil, "", err
		}
		page = append(page, k)
	}
	return page, next, nil
}

func (t *tx) ticketPlaces(f store.TicketFilter, propertyID string, from, number int64, limit int) ([]ticketPlace, error) {
	args := with(propertyID, from, number, int64(limit))
	switch f.View {
	case store.TicketsMine:
		return all(t, ticketsMine, append(args, f.PersonID), scanTicketPlace)
	case store.TicketsAll:
		return all(t, ticketsMoved, args, scanTicketPlace)
	}
	return all(t, ticketsByStatus, append(args, string(f.View)), scanTicketPlace)
}

// foundTickets are the places of those that hold the words.
func (t *tx) foundTickets(f store.TicketFilter, from, number int64, limit int) ([]ticketPlace, error) {
	query := words.Query(f.Query)
	if len(query) == 0 {
		return nil, nil
	}
	person, status := "", string(f.View)
	switch f.View {
	case store.TicketsMine:
		person, status = f.PersonID, ""
	case store.TicketsAll:
		status = ""
	}
	return all(t, `SELECT moved_at, number FROM tickets WHERE property_id IN `+t.d.list("$1")+` AND (moved_at, number) < ($2, $3)
		AND ($5 = '' OR status = $5) AND ($6 = '' OR assignee_id = $6 AND status <> 'done') AND `+t.d.ticketMatch("$7")+below,
		with(asList(f.PropertyIDs), from, number, int64(limit), status, person, t.d.match(query)), scanTicketPlace)
}

// ticketMatch is the condition that a ticket holds the words of a match.
func (d *dialect) ticketMatch(placeholder string) string {
	if d == sqliteDialect {
		return `number IN (SELECT rowid FROM ticket_words WHERE ticket_words MATCH ` + placeholder + `)`
	}
	return `search_words(searched) @@ to_tsquery('simple', ` + placeholder + `)`
}

// CountTickets implements store.Tickets.
func (t *tx) CountTickets(personID string, propertyIDs []string) (store.TicketCounts, error) {
	var n store.TicketCounts
	at := asList(propertyIDs)
	err := t.each(`SELECT status, COUNT(*) FROM tickets WHERE property_id IN `+t.d.list("$1")+` GROUP BY status`, with(at), func(rows cursor) error {
		var status string
		var count int
		if err := rows.Scan(&status, &count); err != nil {
			return err
		}
		switch desk.TicketStatus(status) {
		case desk.TicketNew:
			n.New = count
		case desk.TicketOpen:
			n.Open = count
		case desk.TicketWaiting:
			n.Waiting = count
		case desk.TicketDone:
			n.Done = count
		}
		n.All += count
		return nil
	})
	if err != nil {
		return n, err
	}
	err = t.one(`SELECT COUNT(*) FROM tickets WHERE assignee_id = $2 AND status <> 'done' AND property_id IN `+t.d.list("$1"), with(at, personID), &n.Mine)
	return n, err
}

const ticketLineQuery = `SELECT id, ticket, n, kind, at, person_id, client_id, text, more FROM ticket_lines`

func scanTicketLine(rows cursor) (desk.TicketLine, error) {
	var l desk.TicketLine
	err := rows.Scan(&l.ID, &l.Number, &l.N, (*string)(&l.Kind), (*stamp)(&l.At), &l.PersonID, &l.ClientID, &l.Text, doc{&l.TicketLineMore})
	return l, err
}

// AddTicketLine implements store.Tickets.
func (t *tx) AddTicketLine(l desk.TicketLine) error {
	if l.ClientID != "" {
		if _, err := t.TicketLineByClientID(l.PersonID, l.ClientID); err == nil {
			return store.ErrRepeated
		}
	}
	err := t.must(store.ErrRepeated, `INSERT INTO ticket_lines (id, ticket, n, kind, at, person_id, client_id, text, more)
		SELECT $1, $2, COALESCE((SELECT MAX(n) FROM ticket_lines WHERE ticket = $2), 0) + 1, $3, $4, $5, $6, $7, $8 ON CONFLICT DO NOTHING`,
		l.ID, l.Number, string(l.Kind), ms(l.At), l.PersonID, l.ClientID, l.Text, asDoc(l.TicketLineMore))
	if err != nil {
		return err
	}
	t.tellTicket(l.Number)
	return t.alsoSearch(l.Number, l.Text)
}

// TicketLines implements store.Tickets.
func (t *tx) TicketLines(number int64) ([]desk.TicketLine, error) {
	lines, err := all(t, ticketLineQuery+` WHERE ticket = $1 ORDER BY n DESC LIMIT 1000`, with(number), scanTicketLine)
	slices.Reverse(lines)
	return lines, err
}

// TicketLineByClientID implements store.Tickets.
func (t *tx) TicketLineByClientID(personID, clientID string) (desk.TicketLine, error) {
	return first(t, ticketLineQuery+` WHERE person_id = $1 AND client_id = $2 AND client_id <> ''`, with(personID, clientID), scanTicketLine)
}
