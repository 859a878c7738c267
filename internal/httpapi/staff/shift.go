package staff

import (
	"context"
	"errors"
	"strings"
	"time"

	"deskbell/internal/auth"
	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/wire"
)

// DutyState is what a person says about being at work.
type DutyState struct {
	Duty  desk.Duty `json:"duty" enum:"online,away,dnd"`
	Until string    `json:"until,omitempty" format:"date-time" doc:"When Online ends by itself, within 24 hours; absent: until they say so."`
}

// Shift is what one would leave behind now, and what the others left.
type Shift struct {
	Held     []wire.Card `json:"held"`
	Promised []wire.Card `json:"promised"`
	Missed   []wire.Ring `json:"missed" doc:"Expired within twelve hours, and nobody has come since."`
	Waiting  []wire.Ring `json:"waiting"`
	Sheets   []Sheet     `json:"sheets" doc:"Of the last two days, the newest first."`
}

// Sheet is what somebody who ended a shift left to the next one.
type Sheet struct {
	ID       string      `json:"id"`
	At       string      `json:"at" format:"date-time"`
	Person   wire.Who    `json:"person"`
	Note     string      `json:"note,omitempty"`
	Held     []SheetLine `json:"held"`
	Promised []SheetLine `json:"promised"`
	Missed   []SheetLine `json:"missed"`
	Waiting  []SheetLine `json:"waiting"`
}

// SheetLine is one conversation on a sheet.
type SheetLine struct {
	ConversationID string `json:"conversation_id"`
	PropertyID     string `json:"property_id"`
	Guest          string `json:"guest" doc:"The guest's name; empty where none is known."`
	Question       string `json:"question,omitempty" doc:"What the guest last wrote, by now."`
}

func (a *API) shiftRoutes() {
	const tag = "Me"
	add(a, route{method: "PUT", path: "/me/duty", name: "set-duty", tag: tag, summary: "Say whether one is at work, and until when"}, a.setDuty)
	add(a, route{method: "GET", path: "/me/shift", name: "get-shift", tag: tag, summary: "What one would leave behind now, and what others left"},
		func(ctx context.Context, v auth.Visit, _ *none) (*body[Shift], error) {
			out, err := a.shift(ctx, v.Person)
			return answer(out), err
		})
	add(a, route{method: "POST", path: "/me/shift/end", name: "end-shift", tag: tag, summary: "Hand on what one has, and leave a sheet to the next ones"},
		func(ctx context.Context, v auth.Visit, in *struct {
			Body *struct {
				Note string `json:"note,omitempty" maxLength:"4000"`
			}
		}) (*body[Sheet], error) {
			note := ""
			if in.Body != nil {
				note = strings.TrimSpace(storable(in.Body.Note))
			}
			out, err := a.endShift(context.WithoutCancel(ctx), v.Person, note)
			return answer(out), err
		})
}

func (a *API) setDuty(ctx context.Context, v auth.Visit, in *struct {
	Body DutyState
}) (*body[DutyState], error) {
	var until time.Time
	if in.Body.Until != "" {
		t, err := time.Parse(time.RFC3339, in.Body.Until)
		if err != nil {
			return nil, desk.Refuse(desk.CodeInvalid, "Say until when as a time of RFC 3339.")
		}
		until = t
	}
	if err := a.cfg.Bell.SetDuty(context.WithoutCancel(ctx), v.Person.ID, in.Body.Duty, until); err != nil {
		return nil, err
	}
	p := a.dutyChanged(ctx, v.Person.ID)
	return answer(DutyState{Duty: p.Duty, Until: optional(p.DutyUntil)}), nil
}

// dutyChanged tells everybody what a person says about being at work.
func (a *API) dutyChanged(ctx context.Context, personID string) desk.Person {
	var p desk.Person
	a.cfg.Gate.Forget(personID)
	err := a.read(ctx, func(tx store.Tx) (err error) {
		p, err = tx.Person(personID)
		return err
	})
	if err == nil {
		a.cfg.Live.Duty(p)
	}
	return p
}

func (a *API) shift(ctx context.Context, p desk.Person) (Shift, error) {
	var out Shift
	err := a.read(ctx, func(tx store.Tx) error {
		ids, err := a.conversing(tx, p)
		if err != nil {
			return err
		}
		s, err := a.cfg.Bell.Shift(tx, p, ids)
		if err != nil {
			return err
		}
		if out.Held, err = a.cards(tx, p, s.Held); err != nil {
			return err
		}
		if out.Promised, err = a.cards(tx, p, s.Promised); err != nil {
			return err
		}
		if out.Missed, err = a.ringsOf(tx, p, s.Missed); err != nil {
			return err
		}
		if out.Waiting, err = a.ringsOf(tx, p, s.Waiting); err != nil {
			return err
		}
		out.Sheets = make([]Sheet, 0, len(s.Sheets))
		for _, sheet := range s.Sheets {
			w, err := a.sheet(tx, p, sheet)
			if err != nil {
				return err
			}
			out.Sheets = append(out.Sheets, w)
		}
		return nil
	})
	return out, err
}

// sheet is a sheet as a person sees it: without what is at properties of others.
func (a *API) sheet(tx store.Tx, p desk.Person, s store.Sheet) (Sheet, error) {
	w := Sheet{ID: s.ID, At: wire.Time(s.At), Person: wire.Who{ID: s.PersonID}, Note: s.Note,
		Held: []SheetLine{}, Promised: []SheetLine{}, Missed: []SheetLine{}, Waiting: []SheetLine{}}
	who, err := tx.Person(s.PersonID)
	if err != nil && !errors.Is(err, desk.ErrNotFound) {
		return w, err
	}
	w.Person.Name = who.Name
	var ids []string
	for _, l := range s.Lines {
		if p.Sees(l.PropertyID) {
			ids = append(ids, l.ConversationID)
		}
	}
	sums, err := tx.Summaries(ids)
	if err != nil {
		return w, err
	}
	lines := map[string]SheetLine{}
	for _, sum := range sums {
		l := SheetLine{ConversationID: sum.State.ID, PropertyID: sum.State.PropertyID, Guest: sum.Contact.Name}
		for _, e := range sum.Last {
			if e.Author.Kind == desk.AuthorGuest {
				l.Question = wire.LineOf(e).Text
			}
		}
		lines[sum.State.ID] = l
	}
	for _, l := range s.Lines {
		line, ok := lines[l.ConversationID]
		if !ok || !p.Sees(l.PropertyID) {
			continue
		}
		switch l.Kind {
		case "held":
			w.Held = append(w.Held, line)
		case "promised":
			w.Promised = append(w.Promised, line)
		case "missed":
			w.Missed = append(w.Missed, line)
		case "waiting":
			w.Waiting = append(w.Waiting, line)
		}
	}
	return w, nil
}

func (a *API) endShift(ctx context.Context, p desk.Person, note string) (Sheet, error) {
	var ids []string
	if err := a.read(ctx, func(tx store.Tx) (err error) {
		ids, err = a.conversing(tx, p)
		return err
	}); err != nil {
		return Sheet{}, err
	}
	left, err := a.cfg.Bell.EndShift(ctx, a.cfg.Desk, p, ids, note)
	if err != nil {
		return Sheet{}, err
	}
	a.dutyChanged(ctx, p.ID)
	var out Sheet
	err = a.read(ctx, func(tx store.Tx) error {
		out, err = a.sheet(tx, p, left)
		return err
	})
	return out, err
}
