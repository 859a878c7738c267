package staff

import (
	"context"
	"fmt"
	"net/http"
	"strings"
	"time"

	"deskbell/internal/auth"
	"deskbell/internal/chain"
	"deskbell/internal/desk"
	"deskbell/internal/limit"
	"deskbell/internal/push"
	"deskbell/internal/store"
)

// Push keeps the browsers that can be woken.
type Push interface {
	Key(ctx context.Context) (string, error)
	Subscribe(ctx context.Context, personID string, w push.Wish) (store.PushSubscription, error)
	Unsubscribe(ctx context.Context, personID, id string) error
	// Proved is whose subscription was sent a ring, where the proof that came with the push is right.
	Proved(ctx context.Context, subscription, ring, proof string) (store.PushSubscription, bool, error)
}

// Chain calls steps of a property's chain that are no device.
type Chain interface {
	Try(ctx context.Context, s desk.ChainStep, of chain.Subject) chain.Result
}

// chainTests is how often somebody may try a step: it asks other people's servers.
var chainTests = limit.Rule{Name: "chain-test", Burst: 10, Every: 30 * time.Second}

// PushKey is what browsers subscribe with.
type PushKey struct {
	Key string `json:"key" doc:"The installation's VAPID public key, base64url."`
}

// PushSubscription is a browser that can be woken.
type PushSubscription struct {
	ID string `json:"id"`
}

// PushWish is what a browser registers.
type PushWish struct {
	Device   string `json:"device" minLength:"1" maxLength:"64" doc:"Names this browser; it makes the name up and keeps it."`
	Name     string `json:"name,omitempty" maxLength:"200" doc:"What its owner calls it; empty takes the browser's and the system's names."`
	Language string `json:"language,omitempty" maxLength:"35" doc:"In which it is told things."`
	Endpoint string `json:"endpoint" minLength:"1" maxLength:"2000"`
	Keys     struct {
		P256dh string `json:"p256dh" maxLength:"200"`
		Auth   string `json:"auth" maxLength:"100"`
	} `json:"keys"`
}

// ChainTest is what came of trying a step.
type ChainTest struct {
	OK     bool   `json:"ok"`
	Status int    `json:"status,omitempty" doc:"The HTTP status that was answered."`
	Detail string `json:"detail" doc:"A sentence. It names neither the whole address nor a header's value."`
	// People are those whom a step of kind people calls.
	People []TriedPerson `json:"people,omitempty" doc:"Of a step of kind people: each of them, rung quietly on all of their devices. ok is that each heard it."`
}

// TriedPerson is whether somebody whom a step names would hear it.
type TriedPerson struct {
	ID     string        `json:"id"`
	Name   string        `json:"name"`
	Heard  bool          `json:"heard" doc:"A device confirmed that it sounded, a phone that it showed it."`
	WhyNot string        `json:"why_not,omitempty" enum:"role,device" doc:"Why nothing was rung: they may not answer guests here, or no device of theirs is in reach."`
	Silent []TriedDevice `json:"silent" doc:"Devices that would not ring."`
}

// TriedDevice is a device that would not ring, with what keeps it from it.
type TriedDevice struct {
	Name     string   `json:"name"`
	Kind     string   `json:"kind" enum:"screen,phone"`
	Problems []string `json:"problems" doc:"As in the bell check."`
}

func (a *API) pushRoutes() {
	const tag = "Bell"
	add(a, route{method: "GET", path: "/push/key", name: "get-push-key", tag: tag, summary: "The key that browsers subscribe to pushes with"},
		func(ctx context.Context, _ auth.Visit, _ *none) (*body[PushKey], error) {
			key, err := a.cfg.Push.Key(ctx)
			return answer(PushKey{Key: key}), err
		})
	add(a, route{method: "POST", path: "/push/subscriptions", name: "subscribe", tag: tag, status: http.StatusCreated,
		summary: "Register this browser for pushes, or bring it up to date"}, a.subscribe)
	add(a, route{method: "DELETE", path: "/push/subscriptions/{id}", name: "unsubscribe", tag: tag, summary: "Send no more pushes to a browser"},
		func(ctx context.Context, v auth.Visit, in *IDPath) (*none, error) {
			return nil, a.cfg.Push.Unsubscribe(ctx, v.Person.ID, in.ID)
		})
	add(a, route{method: "POST", path: "/push/confirmations", name: "confirm-push", tag: tag, open: true, also: []int{404},
		summary: "Say what a browser did about a ring that was pushed to it, where nobody is signed in there any more"}, a.confirmPush)
	add(a, route{method: "POST", path: "/properties/{id}/chain/test", name: "test-chain", tag: "Properties", also: []int{429},
		summary: "Try one step of the chain now, as it is saved; one that calls people answers within 12 seconds"}, a.testChain)
}

func (a *API) subscribe(ctx context.Context, v auth.Visit, in *struct {
	Body PushWish
}) (*body[PushSubscription], error) {
	b := in.Body
	name := clean(b.Name, 60)
	if name == "" {
		name = deviceWords(requestOf(ctx).UserAgent())
	}
	s, err := a.cfg.Push.Subscribe(ctx, v.Person.ID, push.Wish{DeviceID: b.Device, Name: name, Language: clean(b.Language, 35),
		Endpoint: b.Endpoint, P256dh: b.Keys.P256dh, Auth: b.Keys.Auth})
	return answer(PushSubscription{ID: s.ID}), err
}

// confirmPush lets a phone confirm in the morning that was signed in the evening before. Who asks is known by a proof
// that only the push itself held; it confirms that ring on that device, and opens nothing else.
func (a *API) confirmPush(ctx context.Context, _ auth.Visit, in *struct {
	Body struct {
		Subscription string                 `json:"subscription" maxLength:"100"`
		Ring         string                 `json:"ring" maxLength:"100"`
		Kind         store.ConfirmationKind `json:"kind" enum:"shown,reacted"`
		Proof        string                 `json:"proof" maxLength:"100"`
	}
}) (*none, error) {
	b := in.Body
	sub, ok, err := a.cfg.Push.Proved(ctx, b.Subscription, b.Ring, b.Proof)
	if err != nil {
		return nil, err
	}
	if !ok {
		return nil, desk.ErrNotFound
	}
	var p desk.Person
	if err := a.read(ctx, func(tx store.Tx) (err error) {
		p, err = tx.Person(sub.PersonID)
		return err
	}); err != nil {
		return nil, err
	}
	if !p.Active {
		return nil, desk.ErrNotFound
	}
	return nil, a.cfg.Bell.Confirm(ctx, p, sub.DeviceID, b.Kind, b.Ring)
}

func (a *API) testChain(ctx context.Context, v auth.Visit, in *struct {
	IDPath
	Body struct {
		Step int `json:"step" minimum:"0" maximum:"100" doc:"Its place in the chain, from 0."`
	}
}) (*body[ChainTest], error) {
	if err := desk.Allow(v.Person, desk.ActEditLiveChat, in.ID); err != nil {
		return nil, err
	}
	var p desk.Property
	if err := a.read(ctx, func(tx store.Tx) (err error) {
		p, err = tx.Property(in.ID)
		return err
	}); err != nil {
		return nil, err
	}
	if in.Body.Step >= len(p.Settings.Chain) {
		return nil, desk.Refuse(desk.CodeInvalid, "The chain has no such step. Save it first, then try it.")
	}
	step := p.Settings.Chain[in.Body.Step]
	if wait, ok := a.cfg.Limits.Allow(chainTests, v.Person.ID); !ok {
		return nil, &desk.Error{Code: desk.CodeRateLimited, RetryAfter: wait, Message: "You have tried steps many times. Please wait a moment."}
	}
	out, err := a.tryStep(ctx, v.Person, p, step)
	if err != nil {
		return nil, err
	}
	if err := a.write(ctx, func(tx store.Tx) error {
		return tx.Audit(store.AuditLine{At: tx.Now(), PersonID: v.Person.ID, PropertyID: p.ID, Action: "chain_tested", Subject: p.ID})
	}); err != nil {
		return nil, err
	}
	return answer(out), nil
}

// tryStep makes one attempt at a step. People are rung quietly on their devices, as a drill rings them.
func (a *API) tryStep(ctx context.Context, by desk.Person, p desk.Property, step desk.ChainStep) (ChainTest, error) {
	if step.Kind != desk.ChainPeople {
		res := a.cfg.Chain.Try(ctx, step, chain.About(store.AlertTest, "", p, desk.ChannelWeb, p.Settings.DefaultLanguage, a.cfg.BaseURL))
		return ChainTest{OK: res.OK, Status: res.Status, Detail: res.Detail}, nil
	}
	tried, err := a.cfg.Bell.TryPeople(ctx, p.ID, by.ID, step.People)
	if err != nil {
		return ChainTest{}, err
	}
	out := ChainTest{OK: len(tried) > 0, People: []TriedPerson{}}
	var heard, silent []string
	for _, t := range tried {
		w := TriedPerson{ID: t.Person.ID, Name: t.Person.Name, Heard: t.Heard, WhyNot: t.WhyNot, Silent: []TriedDevice{}}
		for _, d := range t.Silent {
			w.Silent = append(w.Silent, TriedDevice{Name: d.Name, Kind: string(d.Kind), Problems: d.Problems})
		}
		out.People = append(out.People, w)
		if t.Heard {
			heard = append(heard, t.Person.Name)
		} else {
			silent, out.OK = append(silent, t.Person.Name), false
		}
	}
	switch {
	case len(tried) == 0:
		out.Detail = "Nobody whom this step names works here any more."
	case len(heard) == 0:
		out.Detail = "No device rang: " + strings.Join(silent, ", ") + "."
	case len(silent) == 0:
		out.Detail = "A device rang for everybody: " + strings.Join(heard, ", ") + "."
	default:
		out.Detail = "A device rang for " + strings.Join(heard, ", ") + ", and none for " + strings.Join(silent, ", ") + "."
	}
	return out, nil
}

// unsendable are the faults that show only when a step is made into what is sent.
func unsendable(steps []desk.ChainStep) []desk.FieldError {
	var wrong []desk.FieldError
	for i, s := range steps {
		for _, f := range chain.Check(s) {
			wrong = append(wrong, desk.FieldError{Location: fmt.Sprintf("chain[%d].%s", i, f.Field), Message: f.Message})
		}
	}
	return wrong
}
