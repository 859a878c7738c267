package guest

import (
	"context"
	"errors"
	"net/http"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/wire"
)

// formRoutes are the message that a guest leaves for the desk, what is half written of it, and a copy of the
// conversation by e-mail.
func (a *API) formRoutes() {
	type none struct{}
	type leaveInput struct {
		Body struct {
			FormID string `json:"form_id,omitempty" maxLength:"100" doc:"Your own id of it: the same form again is the same ticket."`
			Name   string `json:"name" doc:"At most 80 characters are kept."`
			Email  string `json:"email,omitempty" doc:"This or a phone number is needed."`
			Phone  string `json:"phone,omitempty"`
			Text   string `json:"text" doc:"1 to 4000 characters."`
		}
	}
	type leaveOutput struct {
		Body struct {
			Ticket  int64  `json:"ticket" doc:"Its number, as the guest is told it."`
			ReplyBy string `json:"reply_by,omitempty" format:"date-time" doc:"By when it is answered, where the property promises a time."`
		}
	}
	add(a, route{method: "POST", path: "/leave-message", name: "leave-message", summary: "Leave a message for the desk; answered once its ticket is on disk",
		status: http.StatusCreated, also: []int{http.StatusConflict}, rule: formRule},
		func(ctx context.Context, c *call, in *leaveInput) (*leaveOutput, error) {
			if err := a.limited(formsAtRule, c.addr); err != nil {
				return nil, err
			}
			b := in.Body
			f, err := a.checkForm(ctx, c.guest, conversation.Form{ID: b.FormID, Name: b.Name, Email: b.Email, Phone: b.Phone, Text: b.Text})
			if err != nil {
				return nil, err
			}
			left, err := a.cfg.Desk.LeaveMessage(ctx, c.guest.contactID, f)
			if err != nil {
				return nil, err
			}
			a.introduced(c.guest.contactID)
			out := &leaveOutput{}
			out.Body.Ticket = left.Ticket
			if !left.ReplyBy.IsZero() {
				out.Body.ReplyBy = wire.Time(left.ReplyBy)
			}
			return out, nil
		})

	type draftInput struct {
		Body struct {
			FormID string `json:"form_id" minLength:"1" maxLength:"100" doc:"The id that it will be sent with."`
			Name   string `json:"name,omitempty" maxLength:"400"`
			Email  string `json:"email,omitempty" maxLength:"400"`
			Phone  string `json:"phone,omitempty" maxLength:"100"`
			Text   string `json:"text,omitempty"`
		}
	}
	add(a, route{method: "PUT", path: "/form", name: "keep-form", summary: "Keep a half-written message; an empty one is dropped", also: []int{http.StatusConflict}, rule: draftRule},
		func(ctx context.Context, c *call, in *draftInput) (*none, error) {
			defer a.cfg.Directory.ForgetContact(c.guest.contactID)
			b := in.Body
			return nil, a.cfg.Desk.FormBegun(ctx, c.guest.contactID, conversation.Form{ID: b.FormID, Name: b.Name, Email: b.Email, Phone: b.Phone, Text: b.Text})
		})

	type transcriptInput struct {
		Body struct {
			Email string `json:"email" maxLength:"400"`
		}
	}
	add(a, route{method: "POST", path: "/transcript", name: "transcript", summary: "Have the conversation sent by e-mail", status: http.StatusAccepted, rule: transcriptRule},
		func(ctx context.Context, c *call, in *transcriptInput) (*none, error) {
			if a.cfg.Transcripts == nil {
				return nil, desk.Refuse(desk.CodeUnavailable, "Conversations cannot be sent by e-mail here.")
			}
			email, err := conversation.CheckEmail(in.Body.Email)
			if err == nil && email == "" {
				err = desk.Refuse(desk.CodeInvalid, "Say to which e-mail address it is to be sent.")
			}
			if err != nil {
				return nil, desk.Wrong(wrong(nil, "email", err))
			}
			return nil, a.cfg.Transcripts.Transcript(ctx, c.guest.contactID, email)
		})
}

// checkForm refuses a form by its wrong fields, all of them at once, so that each is told beside its own.
func (a *API) checkForm(ctx context.Context, g session, f conversation.Form) (conversation.Form, error) {
	prop, err := a.cfg.Directory.Property(ctx, g.propertyID)
	if err != nil {
		return f, err
	}
	var fields []desk.FieldError
	if f.Name, err = a.cleanName(ctx, prop, f.Name); err == nil && f.Name == "" {
		err = desk.Refuse(desk.CodeInvalid, "Please tell us your name.")
	} else if err != nil && desk.CodeOf(err) != desk.CodeInvalid {
		return f, err
	}
	fields = wrong(fields, "name", err)
	email, err := conversation.CheckEmail(f.Email)
	fields = wrong(fields, "email", err)
	phone, err := conversation.CheckPhone(f.Phone, prop.Settings)
	fields = wrong(fields, "phone", err)
	if len(fields) == 0 && email == "" && phone == "" {
		fields = wrong(fields, "email", desk.Refuse(desk.CodeInvalid, "Leave an e-mail address or a phone number, so that we can answer."))
	}
	text, err := conversation.Clean(f.Text)
	fields = wrong(fields, "text", err)
	f.Email, f.Phone, f.Text = email, phone, text
	return f, desk.Wrong(fields)
}

// wrong adds what is wrong with a field of the body, if anything is.
func wrong(fields []desk.FieldError, name string, err error) []desk.FieldError {
	var e *desk.Error
	if !errors.As(err, &e) {
		return fields
	}
	return append(fields, desk.FieldError{Location: "body." + name, Message: e.Message})
}
