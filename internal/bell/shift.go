package bell

import (
	"context"
	"slices"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

const (
	// shiftMost is how far back a shift looks for what it missed, sheetsFor how long others' sheets are shown.
	shiftMost = 12 * time.Hour
	sheetsFor = 48 * time.Hour
	// heldMost is more chats than anybody can hold.
	heldMost = 500
)

// Shift is what somebody who goes leaves behind.
type Shift struct {
	// Held are the conversations under the person's control, Promised those to whom the person promised to come.
	Held, Promised []store.Summary
	// Missed are requests that expired within the last hours and that nobody has answered since; Waiting those that
	// ring, or that somebody promised to answer.
	Missed, Waiting []store.Ringing
	// Sheets are what others left at the person's properties, the newest first.
	Sheets []store.Sheet
}

// Shift tells what a person would leave behind now, and what the others left.
func (b *Bell) Shift(tx store.Tx, p desk.Person, propertyIDs []string) (Shift, error) {
	var s Shift
	var err error
	if s.Held, _, err = tx.List(store.ListFilter{View: store.ViewMine, PropertyIDs: propertyIDs, PersonID: p.ID, Limit: heldMost}); err != nil {
		return s, err
	}
	open, err := tx.OpenAlerts(propertyIDs)
	if err != nil {
		return s, err
	}
	if s.Waiting, err = b.Look(tx, open); err != nil {
		return s, err
	}
	var promised []string
	s.Waiting = slices.DeleteFunc(s.Waiting, func(r store.Ringing) bool {
		q := r.State.Request
		mine := q.Open() && q.ID == r.Alert.ID && q.Stage == desk.StagePromised && q.PromisedBy == p.ID
		if mine {
			promised = append(promised, r.State.ID)
		}
		return mine || r.State.Controller.AgentID == p.ID
	})
	if s.Promised, err = tx.Summaries(promised); err != nil {
		return s, err
	}
	ended, err := tx.EndedAlerts(propertyIDs, tx.Now().Add(-shiftMost))
	if err != nil {
		return s, err
	}
	ended = slices.DeleteFunc(ended, func(a store.Alert) bool { return a.End != string(desk.EndExpired) || !climbs(a) })
	if s.Missed, err = b.Look(tx, ended); err != nil {
		return s, err
	}
	s.Missed = slices.DeleteFunc(s.Missed, func(r store.Ringing) bool {
		st := r.State
		return st.Status != desk.StatusOpen || st.Controller.Kind != desk.ControllerAssistant || st.Request == nil || st.Request.ID != r.Alert.ID
	})
	sheets, err := tx.Sheets(tx.Now().Add(-sheetsFor), 0)
	for _, sheet := range sheets {
		if slices.ContainsFunc(sheet.PropertyIDs, func(id string) bool { return slices.Contains(propertyIDs, id) }) {
			s.Sheets = append(s.Sheets, sheet)
		}
	}
	return s, err
}

// lines are what a sheet says of a shift.
func (s Shift) lines() []store.SheetLine {
	var lines []store.SheetLine
	for _, part := range []struct {
		kind string
		list []store.Summary
	}{{"held", s.Held}, {"promised", s.Promised}} {
		for _, sum := range part.list {
			lines = append(lines, store.SheetLine{Kind: part.kind, ConversationID: sum.State.ID, PropertyID: sum.State.PropertyID})
		}
	}
	for _, part := range []struct {
		kind string
		list []store.Ringing
	}{{"missed", s.Missed}, {"waiting", s.Waiting}} {
		for _, r := range part.list {
			lines = append(lines, store.SheetLine{Kind: part.kind, ConversationID: r.State.ID, PropertyID: r.State.PropertyID})
		}
	}
	return lines
}

// EndShift ends a person's shift: what they hold and promised is handed on, nobody rings them any more, and a sheet
// tells the next ones what was left. Where handing on fails half way, doing it again goes on; what was handed on by
// then waits, and stands on the sheet as that.
func (b *Bell) EndShift(ctx context.Context, c Conversations, p desk.Person, propertyIDs []string, note string) (store.Sheet, error) {
	sheet := store.Sheet{ID: b.newID(), PersonID: p.ID, Note: note, PropertyIDs: propertyIDs}
	err := b.store.Read(ctx, func(tx store.Tx) error {
		s, err := b.Shift(tx, p, propertyIDs)
		sheet.Lines = s.lines()
		return err
	})
	if err != nil {
		return sheet, err
	}
	if err := b.SetDuty(ctx, p.ID, desk.DutyAway, time.Time{}); err != nil {
		return sheet, err
	}
	if err := c.ShiftEnds(ctx, p.ID); err != nil {
		return sheet, err
	}
	err = b.store.Write(ctx, func(tx store.Tx) error {
		sheet.At = tx.Now()
		return tx.PutSheet(sheet)
	})
	return sheet, err
}
