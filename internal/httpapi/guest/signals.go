package guest

import (
	"context"
	"errors"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// GuestContact is what a guest says of themselves. Agents see it marked as not verified.
type GuestContact struct {
	Name       string            `json:"name"`
	Email      string            `json:"email"`
	Phone      string            `json:"phone"`
	Locale     string            `json:"locale"`
	Attributes map[string]string `json:"attributes,omitempty"`
}

func (a *API) signalRoutes() {
	type none struct{}
	type typingInput struct {
		Body struct {
			On bool `json:"on"`
		}
	}
	add(a, route{method: "POST", path: "/typing", name: "typing", summary: "Say that one types, or stopped", rule: signalRule},
		func(_ context.Context, c *call, in *typingInput) (*none, error) {
			if id, ok := a.cfg.Directory.Current(c.guest.contactID); ok {
				a.cfg.Live.GuestTyping(c.guest.propertyID, id, in.Body.On)
			}
			return nil, nil
		})
	type readInput struct {
		Body struct {
			Seq int64 `json:"seq" minimum:"0" maximum:"9007199254740991"`
		}
	}
	add(a, route{method: "POST", path: "/read", name: "read", summary: "Say how far one has read", rule: signalRule},
		func(ctx context.Context, c *call, in *readInput) (*none, error) {
			var s desk.State
			seq := int64(0)
			err := a.write(ctx, func(tx store.Tx) (err error) {
				if s, err = tx.StateOfContact(c.guest.contactID); err != nil {
					return err
				}
				seq = min(in.Body.Seq, s.LastPublicSeq) // nobody has read what is not written yet
				return tx.SetGuestRead(c.guest.contactID, seq)
			})
			if errors.Is(err, desk.ErrNotFound) {
				return nil, nil // nothing was said yet
			}
			if err != nil {
				return nil, err
			}
			a.cfg.Live.GuestRead(c.guest.propertyID, s.ID, seq)
			return nil, nil
		})
	type pageInput struct{ Body page }
	add(a, route{method: "POST", path: "/page", name: "page", summary: "Say which page one is on", rule: signalRule},
		func(ctx context.Context, c *call, in *pageInput) (*none, error) {
			if v := a.newPage(c.guest, &in.Body); v != nil {
				a.cfg.Directory.ForgetContact(c.guest.contactID)
				return nil, a.cfg.Desk.Visit(ctx, c.guest.contactID, *v)
			}
			return nil, nil
		})
	type contactInput struct {
		Body struct {
			Name       *string        `json:"name,omitempty" maxLength:"400" doc:"At most 80 characters are kept."`
			Email      *string        `json:"email,omitempty" maxLength:"400"`
			Phone      *string        `json:"phone,omitempty" maxLength:"100"`
			Locale     *string        `json:"locale,omitempty" maxLength:"35"`
			Attributes map[string]any `json:"attributes,omitempty" doc:"Short texts that the website tells of its visitor."`
			NoAddress  bool           `json:"no_address,omitempty" doc:"The guest would give no address: none is asked for again."`
		}
	}
	type contactOutput struct{ Body GuestContact }
	add(a, route{method: "PUT", path: "/contact", name: "put-contact", summary: "Say who one is", rule: contactRule},
		func(ctx context.Context, c *call, in *contactInput) (*contactOutput, error) {
			change, err := a.contactChange(ctx, c.guest, in.Body.Name, in.Body.Email, in.Body.Phone, in.Body.Locale, in.Body.Attributes)
			if err != nil {
				return nil, err
			}
			var contact desk.Contact
			err = a.write(ctx, func(tx store.Tx) (err error) {
				if contact, err = tx.Contact(c.guest.contactID); err != nil {
					return err
				}
				change(&contact)
				contact.NoAddress = contact.NoAddress || in.Body.NoAddress
				return tx.UpdateContact(contact)
			})
			if errors.Is(err, desk.ErrNotFound) {
				return nil, errNoToken
			}
			if err != nil {
				return nil, err
			}
			a.introduced(contact.ID)
			return &contactOutput{GuestContact{Name: contact.Name, Email: contact.Email, Phone: contact.Phone, Locale: contact.Language, Attributes: contact.Attributes}}, nil
		})
}

// introduced lets everybody see who a guest said they are.
func (a *API) introduced(contactID string) {
	a.cfg.Directory.ForgetContact(contactID)
	if id, ok := a.cfg.Directory.Current(contactID); ok {
		a.cfg.Live.Card(id)
	}
}

// contactChange checks what a guest says of themselves and is the change that it makes. A verified guest's name and
// addresses were proven and are not overwritten by what a page says.
func (a *API) contactChange(ctx context.Context, g session, name, email, phone, locale *string, attributes map[string]any) (func(*desk.Contact), error) {
	prop, err := a.cfg.Directory.Property(ctx, g.propertyID)
	if err != nil {
		return nil, err
	}
	var failed error
	var fields []desk.FieldError
	check := func(field string, value *string, clean func(string) (string, error)) {
		if value == nil {
			return
		}
		kept, err := clean(*value)
		if err != nil && desk.CodeOf(err) != desk.CodeInvalid {
			failed = err
		}
		*value, fields = kept, wrong(fields, field, err)
	}
	check("name", name, func(s string) (string, error) { return a.cleanName(ctx, prop, s) })
	check("email", email, conversation.CheckEmail)
	check("phone", phone, func(s string) (string, error) { return conversation.CheckPhone(s, prop.Settings) })
	kept, err := cleanAttributes(attributes)
	fields = wrong(fields, "attributes", err)
	if failed != nil {
		return nil, failed
	}
	if err := desk.Wrong(fields); err != nil {
		return nil, err
	}
	return func(c *desk.Contact) {
		proven := c.Verified(a.cfg.Now())
		set := func(to *string, from *string) {
			if from != nil && !proven {
				*to = *from
			}
		}
		set(&c.Name, name)
		set(&c.Email, email)
		set(&c.Phone, phone)
		if locale != nil {
			c.Language = guestLanguage(*locale, "", c.Language)
		}
		if len(kept) > 0 {
			merged := make(map[string]string, len(c.Attributes)+len(kept))
			for k, v := range c.Attributes {
				merged[k] = v
			}
			for k, v := range kept {
				if _, known := merged[k]; known || len(merged) < maxAttributes {
					merged[k] = v
				}
			}
			c.Attributes = merged
		}
	}, nil
}
