package app

import (
	"errors"

	"deskbell/internal/bell"
	"deskbell/internal/mail"
	"deskbell/internal/store"
)

// screens are those of the people at the desk. The bell is made before them, and rings only once they run.
type screens struct{ a *App }

func (s screens) Rings(list []store.Ringing) { s.a.staff.Rings(list) }
func (s screens) Admins(propertyID, what, alertID string) {
	s.a.staff.Admins(propertyID, what, alertID)
	if what != bell.ToldNobodyReachable && what != bell.ToldSomebodyReachable { // which every node notices for itself
		s.a.nodes.tellJSON(tellNoticed, noticed{propertyID, what, alertID})
	}
}

func (s screens) DutyOver(personID string) {
	s.a.gate.Forget(personID)
	s.a.staff.DutyOver(personID)
	s.a.nodes.tellID(tellOver, personID)
}

// letters are what the bell writes to admins, by the installation's mail server if it has one.
type letters struct{ a *App }

func (w letters) Write(tx store.Tx, l bell.Letter) error {
	parts := make([]mail.Part, 0, len(l.Lines))
	for _, line := range l.Lines {
		parts = append(parts, mail.Part{Kind: mail.PartLine, Text: line})
	}
	for _, to := range l.To {
		m := store.Mail{Kind: store.MailCall, To: to, PropertyID: l.Property.ID}
		_, err := w.a.post.Queue(tx, m, mail.Letter{From: l.Property.Name, Subject: l.Subject, Language: l.Language, Parts: parts})
		if errors.Is(err, mail.ErrNoServer) {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}
