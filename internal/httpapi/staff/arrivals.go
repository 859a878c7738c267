package staff

import (
	"context"

	"deskbell/internal/auth"
	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/wire"
)

// Intake works off what channels bring.
type Intake interface {
	// Replay takes a body up again that is done.
	Replay(ctx context.Context, arrivalID string) error
}

// Arrivals are bodies that channels brought and that were not taken in whole.
type Arrivals struct {
	Arrivals []FailedArrival `json:"arrivals"`
}

// FailedArrival is one of them. What it says is not told: it holds guests' words.
type FailedArrival struct {
	ID      string `json:"id"`
	Channel string `json:"channel" enum:"messenger,instagram,whatsapp,api"`
	At      string `json:"at" format:"date-time"`
	Size    int    `json:"size" doc:"In bytes."`
	Failure string `json:"failure" doc:"What of it failed, and how often."`
	// SetAside is one that may be what ended servers.
	SetAside bool `json:"set_aside" doc:"Servers ended while they worked on it. It is tried again only by itself."`
}

// replayMost is how many are looked at, and taken up again, at once.
const replayMost = 100

func (a *API) arrivalRoutes() {
	add(a, route{method: "GET", path: "/channels/arrivals", name: "list-failed-arrivals", tag: channelTag,
		summary: "The newest of what channels brought and was not taken in whole; it is kept for 30 days"},
		func(ctx context.Context, v auth.Visit, _ *none) (*body[Arrivals], error) {
			list, err := a.failedArrivals(ctx, v.Person)
			out := Arrivals{Arrivals: []FailedArrival{}}
			for _, b := range list {
				out.Arrivals = append(out.Arrivals, FailedArrival{ID: b.ID, Channel: string(b.Channel), At: wire.Time(b.At), Size: len(b.Body), Failure: b.Failure, SetAside: b.SetAside()})
			}
			return answer(out), err
		})
	add(a, route{method: "POST", path: "/channels/arrivals/replay", name: "replay-failed-arrivals", tag: channelTag,
		summary: "Take in again what failed, once its cause was mended, but not what is set aside; what of it was taken in before is known"},
		func(ctx context.Context, v auth.Visit, _ *none) (*none, error) {
			list, err := a.failedArrivals(ctx, v.Person)
			for _, b := range list {
				if err == nil && !b.SetAside() {
					err = a.cfg.Intake.Replay(ctx, b.ID)
				}
			}
			return nil, err
		})
	add(a, route{method: "POST", path: "/channels/arrivals/{arrival}/replay", name: "replay-arrival", tag: channelTag,
		summary: "Take one of them in again; one that is set aside is tried alone, and set aside at once should a server end over it"},
		func(ctx context.Context, v auth.Visit, in *struct {
			Arrival string `path:"arrival" maxLength:"100"`
		},
		) (*none, error) {
			if err := desk.Allow(v.Person, desk.ActOperate, ""); err != nil {
				return nil, err
			}
			return nil, a.cfg.Intake.Replay(ctx, in.Arrival)
		})
}

func (a *API) failedArrivals(ctx context.Context, p desk.Person) (list []store.Arrival, err error) {
	if err := desk.Allow(p, desk.ActOperate, ""); err != nil {
		return nil, err
	}
	err = a.cfg.Store.Read(ctx, func(tx store.Tx) (err error) {
		list, err = tx.FailedArrivals(replayMost)
		return err
	})
	return list, err
}
