package sqlstore

import (
	"deskbell/internal/desk"
	"deskbell/internal/recent"
)

// keptStates is how many conversations' states are kept at least, once so many were written: about a kilobyte each.
const keptStates = 2000

// states keeps the conversations that were saved lately, as they stand for the writer, so that the next message of a
// chat costs no reading: a join of four tables and their documents took a sixth of what a message cost the server.
//
// Only the writer's goroutine uses it, and nobody else writes to the file, so what is kept is what is stored. A state
// is kept when the use case that saved it has ended well, and is forgotten before anything else changes its rows. A
// batch that fails takes everything along. States are values that nobody changes (see desk.State).
type states struct {
	byID    *recent.Map[string, desk.State]
	current *recent.Map[string, string] // a contact's newest conversation
	// check compares what is kept with what is stored, in tests.
	check func(kept desk.State)
}

func newStates() *states {
	return &states{byID: recent.New[string, desk.State](keptStates), current: recent.New[string, string](keptStates)}
}

func (s *states) clear() {
	s.byID.Clear()
	s.current.Clear()
}

// saved are the states that a transaction wrote, to be kept if it ends well.
type saved struct {
	states *states // nil where nothing is kept: in transactions that read, and on PostgreSQL
	after  []desk.State
}

func (s *saved) state(id string) (desk.State, bool) {
	if s.states == nil {
		return desk.State{}, false
	}
	st, ok := s.states.byID.Get(id)
	if ok && s.states.check != nil {
		s.states.check(st)
	}
	return st, ok
}

func (s *saved) stateOfContact(contactID string) (desk.State, bool) {
	if s.states == nil {
		return desk.State{}, false
	}
	id, ok := s.states.current.Get(contactID)
	if !ok {
		return desk.State{}, false
	}
	return s.state(id)
}

// newest notes which conversation is the contact's newest one.
func (s *saved) newest(st desk.State) {
	if s.states != nil {
		s.states.current.Put(st.ContactID, st.ID)
	}
}

// changes forgets a conversation whose rows are about to change; "" is all of them.
func (s *saved) changes(id string) {
	switch {
	case s.states == nil:
	case id == "":
		s.states.clear()
	default:
		s.states.byID.Delete(id)
	}
	for i := range s.after {
		if s.after[i].ID == id || id == "" {
			s.after[i] = desk.State{}
		}
	}
}

// begins forgets which conversation of a contact was the newest one.
func (s *saved) begins(contactID string) {
	if s.states != nil {
		s.states.current.Delete(contactID)
	}
}

func (s *saved) save(after desk.State) {
	if s.states != nil {
		s.after = append(s.after, after)
	}
}

// keep is called when the transaction has ended well.
func (s *saved) keep() {
	for _, st := range s.after {
		if st.ID != "" {
			s.states.byID.Put(st.ID, st)
		}
	}
}
