package staff

import (
	"context"
	"net/http"
	"slices"
	"time"

	"deskbell/internal/auth"
	"deskbell/internal/bell"
	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/wire"
)

const bellTag = "Bell"

// Rings are what rings, and what was missed a moment ago.
type Rings struct {
	Rings  []wire.Ring `json:"rings" doc:"Open ones, the oldest first."`
	Missed []wire.Ring `json:"missed" doc:"Expired within ten minutes, their guests still there and nobody come since."`
}

// BellCheck is what would stop a ring from reaching the person who asks.
type BellCheck struct {
	Secure   bool          `json:"secure" doc:"The address is one at which browsers allow notifications and push."`
	Duty     desk.Duty     `json:"duty" enum:"online,away,dnd"`
	Until    string        `json:"until,omitempty" format:"date-time"`
	Eligible bool          `json:"eligible" doc:"A guest's request would ring this person now."`
	WhyNot   []string      `json:"why_not" doc:"away, dnd, sound, device, role"`
	Devices  []CheckDevice `json:"devices"`
}

// CheckDevice is one screen that was heard from lately, or one browser that can be woken.
type CheckDevice struct {
	ID          string          `json:"id"`
	This        bool            `json:"this,omitempty" doc:"It is the one that asks."`
	Kind        desk.DeviceKind `json:"kind" enum:"screen,phone"`
	Name        string          `json:"name"`
	SeenAt      string          `json:"seen_at" format:"date-time"`
	Sound       bool            `json:"sound"`
	Visible     bool            `json:"visible"`
	Permission  string          `json:"permission" enum:"granted,denied,default,unknown"`
	Volume      float64         `json:"volume" doc:"1 where the page does not say."`
	Push        bool            `json:"push"`
	ConfirmedAt string          `json:"confirmed_at,omitempty" format:"date-time" doc:"When it last showed or sounded a ring, a test or a drill."`
	Heard       *HeardAnswer    `json:"heard,omitempty" doc:"What its owner said to the last test."`
	Problems    []string        `json:"problems" doc:"insecure, permission, autoplay, volume, hidden, push, silent, duty; the first to be mended first."`
}

// HeardAnswer is what somebody said to a test, and when.
type HeardAnswer struct {
	Heard bool   `json:"heard"`
	At    string `json:"at" format:"date-time"`
}

// BellWho is who would hear a ring now, and what the last drills found.
type BellWho struct {
	People   []BellPerson `json:"people"`
	Drills   []BellDrill  `json:"drills"`
	Deserted []string     `json:"deserted" doc:"Properties at which guests may ask for a person now, and a ring would reach nobody."`
}

// BellPerson is somebody who answers chats.
type BellPerson struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	Role      desk.Role `json:"role" enum:"agent,knowledge_manager,admin,operator"`
	Duty      desk.Duty `json:"duty" enum:"online,away,dnd"`
	Until     string    `json:"until,omitempty" format:"date-time"`
	Idle      bool      `json:"idle" doc:"Nobody has touched their screens for a while: a mark, and no bar to ringing."`
	Reach     string    `json:"reach" enum:"screen,phone,none"`
	Held      int       `json:"held"`
	Limit     int       `json:"limit" doc:"0 is no limit."`
	WouldRing bool      `json:"would_ring"`
	WhyNot    []string  `json:"why_not" doc:"away, dnd, limit, sound, device"`
	CheckedAt string    `json:"checked_at,omitempty" format:"date-time" doc:"When a device of theirs last proved itself."`
}

// BellDrill is what a quiet test of every device on duty found.
type BellDrill struct {
	At         string         `json:"at" format:"date-time"`
	PropertyID string         `json:"property_id"`
	IntervalAt string         `json:"interval_at" format:"date-time" doc:"The opening that it was held for; its own time where somebody ordered it."`
	Done       bool           `json:"done" doc:"False while devices may still confirm."`
	Tested     int            `json:"tested" doc:"People on duty then; 0 is nobody."`
	Silent     []SilentPerson `json:"silent"`
}

// SilentPerson is somebody with a device that would not have rung.
type SilentPerson struct {
	ID       string         `json:"id"`
	Name     string         `json:"name"`
	Rings    bool           `json:"rings" doc:"Another device of theirs rings."`
	Problems []string       `json:"problems" doc:"Of all their devices; device: there is none."`
	Devices  []SilentDevice `json:"devices"`
}

// SilentDevice is one that would not have rung, and why.
type SilentDevice struct {
	Name     string          `json:"name"`
	Kind     desk.DeviceKind `json:"kind" enum:"screen,phone"`
	Problems []string        `json:"problems"`
}

func (a *API) bellRoutes() {
	b := a.cfg.Bell
	add(a, route{method: "GET", path: "/bell/rings", name: "list-rings", tag: bellTag, summary: "What rings, and what was missed a moment ago"},
		func(ctx context.Context, v auth.Visit, _ *none) (*body[Rings], error) {
			out, err := a.rings(ctx, v.Person)
			return answer(out), err
		})
	add(a, route{method: "POST", path: "/bell/confirmations", name: "confirm-ring", tag: bellTag, summary: "Say what a device did about rings: showed or sounded them, or its owner reacted"},
		func(ctx context.Context, v auth.Visit, in *struct {
			Body struct {
				Device string                 `json:"device" minLength:"1" maxLength:"64"`
				Ring   string                 `json:"ring,omitempty" maxLength:"100"`
				Rings  []string               `json:"rings,omitempty" maxItems:"500" doc:"Several at once."`
				Kind   store.ConfirmationKind `json:"kind" enum:"shown,sounded,reacted"`
			}
		}) (*none, error) {
			ids := in.Body.Rings
			if in.Body.Ring != "" {
				ids = append(ids, in.Body.Ring)
			}
			return nil, b.Confirm(context.WithoutCancel(ctx), v.Person, in.Body.Device, in.Body.Kind, ids...)
		})
	add(a, route{method: "POST", path: "/bell/tests", name: "start-bell-test", tag: bellTag, summary: "Ring one of one's own devices", status: http.StatusCreated},
		func(ctx context.Context, v auth.Visit, in *struct {
			Body struct {
				Device string `json:"device" minLength:"1" maxLength:"64"`
			}
		}) (*body[Made], error) {
			id, err := b.Test(context.WithoutCancel(ctx), v.Person, in.Body.Device)
			return answer(Made{ID: id}), err
		})
	add(a, route{method: "POST", path: "/bell/tests/{id}/heard", name: "answer-bell-test", tag: bellTag, summary: "Say whether one heard it"},
		func(ctx context.Context, v auth.Visit, in *struct {
			IDPath
			Body struct {
				Heard bool `json:"heard"`
			}
		}) (*none, error) {
			return nil, b.Heard(context.WithoutCancel(ctx), v.Person, in.ID, in.Body.Heard)
		})
	add(a, route{method: "GET", path: "/bell/check", name: "check-bell", tag: bellTag, summary: "What would stop a ring from reaching me"},
		func(ctx context.Context, v auth.Visit, in *struct {
			Device string `query:"device" maxLength:"64" doc:"The device that asks."`
		}) (*body[BellCheck], error) {
			out, err := a.bellCheck(ctx, v.Person, in.Device)
			return answer(out), err
		})
	add(a, route{method: "GET", path: "/bell/who", name: "who-hears", tag: bellTag, summary: "Who would hear a ring now"},
		func(ctx context.Context, v auth.Visit, in *struct {
			Property string `query:"property" maxLength:"4000" doc:"Ids, separated by commas; absent: all of mine."`
		}) (*body[BellWho], error) {
			out, err := a.bellWho(ctx, v.Person, in.Property)
			return answer(out), err
		})
	add(a, route{method: "POST", path: "/bell/drills", name: "start-drill", tag: bellTag, summary: "Test every device on duty, quietly"},
		func(ctx context.Context, v auth.Visit, in *struct {
			Body struct {
				Property string `json:"property" minLength:"1" maxLength:"100"`
			}
		}) (*none, error) {
			if err := desk.Allow(v.Person, desk.ActConverse, in.Body.Property); err != nil {
				return nil, err
			}
			return nil, b.Drill(context.WithoutCancel(ctx), in.Body.Property, v.Person.ID)
		})
}

// Made names what was made.
type Made struct {
	ID string `json:"id"`
}

func (a *API) rings(ctx context.Context, p desk.Person) (Rings, error) {
	var out Rings
	err := a.read(ctx, func(tx store.Tx) error {
		ids, err := a.conversing(tx, p)
		if err != nil {
			return err
		}
		open, missed, err := a.cfg.Bell.Rings(tx, ids)
		if err != nil {
			return err
		}
		if out.Rings, err = a.ringsOf(tx, p, open); err != nil {
			return err
		}
		out.Missed, err = a.ringsOf(tx, p, missed)
		return err
	})
	return out, err
}

// ringsOf are alerts as one person sees them.
func (a *API) ringsOf(tx store.Tx, p desk.Person, list []store.Ringing) ([]wire.Ring, error) {
	out := make([]wire.Ring, 0, len(list))
	people := a.people(tx)
	for _, r := range list {
		pr, err := a.cfg.Properties.In(tx, r.Alert.PropertyID)
		if err != nil {
			return nil, err
		}
		v := wire.RingView{Now: tx.Now(), LiveChat: pr.Settings.LiveChatFor(r.State.Channel), People: people}
		out = append(out, wire.RingOf(r, v).For(r, p.ID))
	}
	return out, nil
}

func (a *API) bellCheck(ctx context.Context, p desk.Person, this string) (BellCheck, error) {
	var out BellCheck
	err := a.read(ctx, func(tx store.Tx) error {
		r, err := a.cfg.Bell.Check(tx, p.ID)
		if err != nil {
			return err
		}
		out = BellCheck{Secure: a.secure(ctx), Duty: r.Person.Duty, Until: optional(r.Person.DutyUntil), Eligible: r.Eligible,
			WhyNot: list(r.WhyNot), Devices: make([]CheckDevice, 0, len(r.Devices))}
		for _, d := range r.Devices {
			out.Devices = append(out.Devices, checkDevice(d, this))
		}
		return nil
	})
	return out, err
}

func checkDevice(d bell.DeviceReport, this string) CheckDevice {
	w := CheckDevice{ID: d.ID, This: d.ID == this, Kind: d.Kind, Name: d.Name, SeenAt: wire.Time(d.SeenAt), Sound: d.Sound, Visible: d.Visible,
		Permission: d.Says.Permission, Volume: 1, Push: d.Kind == desk.DevicePhone || d.Says.Push != nil && *d.Says.Push,
		ConfirmedAt: optional(d.ConfirmedAt), Problems: d.Problems}
	if w.Permission == "" {
		w.Permission = "unknown"
	}
	if d.Says.Volume != nil {
		w.Volume = *d.Says.Volume
	}
	if !d.HeardAt.IsZero() {
		w.Heard = &HeardAnswer{Heard: d.Heard, At: wire.Time(d.HeardAt)}
	}
	return w
}

// optional is a time that may be absent.
func optional(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return wire.Time(t)
}

func (a *API) bellWho(ctx context.Context, p desk.Person, filter string) (BellWho, error) {
	out := BellWho{People: []BellPerson{}, Drills: []BellDrill{}, Deserted: []string{}}
	err := a.read(ctx, func(tx store.Tx) error {
		all, err := a.conversing(tx, p)
		if err != nil {
			return err
		}
		some, err := narrow(all, filter)
		if err != nil {
			return err
		}
		for _, id := range some {
			people, err := a.cfg.Bell.Who(tx, id, desk.ChannelWeb)
			if err != nil {
				return err
			}
			for _, h := range people {
				out.add(bellPerson(h))
			}
		}
		deserted, err := a.cfg.Bell.Deserted(tx, some)
		if err != nil {
			return err
		}
		out.Deserted = list(deserted)
		drills, err := tx.Drills(some, 0)
		if err != nil {
			return err
		}
		people := a.people(tx)
		for _, d := range drills {
			out.Drills = append(out.Drills, bellDrill(d, people))
		}
		return nil
	})
	return out, err
}

// add adds a person, or what another property says of one who is there already: whoever rings at one of them rings.
func (w *BellWho) add(p BellPerson) {
	at := slices.IndexFunc(w.People, func(o BellPerson) bool { return o.ID == p.ID })
	switch {
	case at < 0:
		w.People = append(w.People, p)
	case p.WouldRing && !w.People[at].WouldRing:
		w.People[at] = p
	}
}

func bellPerson(h bell.Hearer) BellPerson {
	return BellPerson{ID: h.ID, Name: h.Name, Role: h.Role, Duty: h.Duty, Until: optional(h.DutyUntil), Idle: h.Idle, Reach: string(h.Means),
		Held: h.Held, Limit: h.Limit, WouldRing: len(h.WhyNot) == 0, WhyNot: list(h.WhyNot), CheckedAt: optional(h.CheckedAt)}
}

func bellDrill(d store.Drill, people wire.People) BellDrill {
	w := BellDrill{At: wire.Time(d.At), PropertyID: d.PropertyID, IntervalAt: wire.Time(d.IntervalAt), Done: !d.DoneAt.IsZero(), Tested: d.Tested,
		Silent: []SilentPerson{}}
	for _, s := range d.Silent {
		p, _ := people.Person(s.PersonID)
		one := SilentPerson{ID: s.PersonID, Name: p.Name, Rings: s.Rings, Problems: []string{}, Devices: []SilentDevice{}}
		for _, dev := range s.Devices {
			one.Devices = append(one.Devices, SilentDevice{Name: dev.Name, Kind: dev.Kind, Problems: list(dev.Problems)})
			for _, what := range dev.Problems {
				if !slices.Contains(one.Problems, what) {
					one.Problems = append(one.Problems, what)
				}
			}
		}
		if len(s.Devices) == 0 && !s.Rings {
			one.Problems = append(one.Problems, bell.WhyDevice)
		}
		w.Silent = append(w.Silent, one)
	}
	return w
}

// secure reports whether browsers trust the address that the request came by: https, or this very machine.
func (a *API) secure(ctx context.Context) bool {
	r := requestOf(ctx)
	return a.cfg.Proxies.Secure(r.Request) || local(r.Host)
}
