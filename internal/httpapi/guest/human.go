package guest

import (
	"context"
	"net/http"

	"deskbell/internal/desk"
	"deskbell/internal/wire"
)

type stateOutput struct{ Body wire.GuestState }

// humanRoutes are the guest's wish for a person, and the choices of an offer. All answer with how the conversation
// stands then.
func (a *API) humanRoutes() {
	type none struct{}
	d := a.cfg.Desk
	answer := func(ctx context.Context, c *call, do func(context.Context, string) (desk.State, error)) (*stateOutput, error) {
		s, err := do(ctx, c.guest.contactID)
		if err != nil {
			return nil, err
		}
		w, err := a.stateOf(ctx, c.guest, s)
		return &stateOutput{w}, err
	}
	add(a, route{method: "POST", path: "/human", name: "ask-for-human", summary: "Ask for a person", also: []int{http.StatusConflict}, rule: signalRule},
		func(ctx context.Context, c *call, _ *none) (*stateOutput, error) {
			// Whoever waits already rings nobody by asking again, and is not told to slow down.
			s, err := d.GuestState(ctx, c.guest.contactID)
			if err == nil && !s.Request.Open() {
				err = a.limited(humanRule, c.guest.contactID)
			}
			if err != nil {
				return nil, err
			}
			return answer(ctx, c, d.AskForHuman)
		})
	add(a, route{method: "DELETE", path: "/human", name: "cancel-human", summary: "No longer ask for a person", also: []int{http.StatusConflict}, rule: choiceRule},
		func(ctx context.Context, c *call, _ *none) (*stateOutput, error) {
			return answer(ctx, c, d.CancelHuman)
		})

	choices := map[string]func(context.Context, string) (desk.State, error){
		"keep_chatting": d.KeepChatting, "keep_waiting": d.KeepWaiting, "ask_meanwhile": d.AskMeanwhile,
	}
	type offerInput struct {
		Body struct {
			Choice string `json:"choice" enum:"keep_chatting,keep_waiting,ask_meanwhile"`
		}
	}
	add(a, route{method: "POST", path: "/offer", name: "choose", summary: "Take a choice of the offer", also: []int{http.StatusConflict}, rule: choiceRule},
		func(ctx context.Context, c *call, in *offerInput) (*stateOutput, error) {
			return answer(ctx, c, choices[in.Body.Choice])
		})

	type ratingInput struct {
		Body struct {
			Stars   int    `json:"stars" minimum:"1" maximum:"5"`
			Comment string `json:"comment,omitempty" maxLength:"1000"`
		}
	}
	add(a, route{method: "POST", path: "/rating", name: "rate", summary: "Say how it was", also: []int{http.StatusConflict}, rule: contactRule},
		func(ctx context.Context, c *call, in *ratingInput) (*none, error) {
			return nil, d.Rate(ctx, c.guest.contactID, in.Body.Stars, in.Body.Comment)
		})
}
