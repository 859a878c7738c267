package store

import "time"

// FormDraft is a message to the desk that a guest has begun and not sent. A contact has at most one.
type FormDraft struct {
	ContactID string
	// FormID is the form's own id, as it will be sent with.
	FormID    string
	Name      string
	Email     string
	Phone     string
	Text      string
	ChangedAt time.Time
}

// Forms keep what guests have half written, through everything, until it is sent.
type Forms interface {
	// PutForm keeps the contact's form in the place of an older one.
	PutForm(f FormDraft) error
	// Form is the contact's; desk.ErrNotFound if nothing is begun.
	Form(contactID string) (FormDraft, error)
	DropForm(contactID string) error
}
