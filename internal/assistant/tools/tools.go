// Package tools lets a language model ask services that a property chose, where the property's own knowledge has no answer:
// whether a table is free, when the next shuttle goes. It is off until an administrator describes a service and switches
// its tools on one by one.
//
// A model only proposes. What it may ask is decided here, by session and property: the tools of this property that are on
// and that this guest may use, a few calls for each message, arguments as the tool's schema has them, and none that the
// property set itself (which house, which guest). Nothing that changes anything is asked. What comes back is data, as a
// passage is; what could lead a guest elsewhere is taken out of it.
package tools

import (
	"context"
	"encoding/json"
	"errors"
	"log/slog"
	"slices"
	"strings"
	"sync"
	"time"

	"deskbell/internal/assistant"
	"deskbell/internal/assistant/circuit"
	"deskbell/internal/desk"
	"deskbell/internal/outward"
	"deskbell/internal/recent"
)

// The limits of what is asked for one message.
const (
	// Calls is how many calls one message may lead to.
	Calls = 3
	// Within is how long one may take: a guest waits, and the model has to word what came of it.
	Within = 4 * time.Second
	// Offers is how many tools a model is shown.
	Offers = 20

	keptCircuits = 2000
)

// Service is a property's service, with its secret as it is sent.
type Service struct {
	desk.ToolService
	Secret string
}

// Config is what a [Box] is made of. Client, Services and Now are required.
type Config struct {
	Client *outward.Client
	// Services are a property's, as they are kept now.
	Services func(ctx context.Context, propertyID string) ([]Service, error)
	Budget   assistant.Budget // nil bounds nothing
	Now      func() time.Time
	Log      *slog.Logger
}

// Box asks tools. Make it with [New].
type Box struct {
	cfg Config

	mu    sync.Mutex
	lamps *recent.Map[string, *lamp] // by service and tool
}

// lamp is how one tool does.
type lamp struct {
	*circuit.Circuit
	mu      sync.Mutex
	because string
}

// New returns a Box.
func New(cfg Config) *Box {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return &Box{cfg: cfg, lamps: recent.New[string, *lamp](keptCircuits)}
}

// Offer is a tool as a model is shown it.
type Offer struct {
	Name, Description string
	// Schema is the JSON schema of the arguments that the model may give.
	Schema string
	// Vouched says that the tool's answers are the property's own words.
	Vouched bool

	service Service
	tool    desk.Tool
	rules   *schema
}

// Turn is what may be asked for one message of one guest.
type Turn struct {
	box    *Box
	q      assistant.Question
	offers []Offer

	mu   sync.Mutex
	left int
}

// Turn finds what may be asked for a question. nil is nothing, most often because the property has no tools.
func (b *Box) Turn(ctx context.Context, q assistant.Question) *Turn {
	services, err := b.cfg.Services(ctx, q.PropertyID)
	if err != nil {
		b.cfg.Log.Warn("tools were not read", "property_id", q.PropertyID, "err", err)
		return nil
	}
	t := &Turn{box: b, q: q, left: Calls}
	for _, s := range services {
		for _, tool := range s.Tools {
			if s.PropertyID != q.PropertyID || !tool.On || !reads(s.Kind, tool) || tool.BookedOnly && !q.Verified || len(t.offers) == Offers {
				continue
			}
			o, err := offer(s, tool)
			if err != nil {
				b.cfg.Log.Warn("a tool cannot be asked", "property_id", q.PropertyID, "service", s.Name, "tool", tool.Name, "err", err)
				continue
			}
			if _, err := o.set(q); err == nil && b.lamp(s.ID, tool.Name).Closed() {
				t.offers = append(t.offers, o)
			}
		}
	}
	if len(t.offers) == 0 {
		return nil
	}
	return t
}

func offer(s Service, tool desk.Tool) (Offer, error) {
	rules, err := compile(tool)
	if err != nil {
		return Offer{}, err
	}
	return Offer{Name: tool.Name, Description: tool.Description, Schema: rules.shown, Vouched: tool.Vouched, service: s, tool: tool, rules: rules}, nil
}

// reads reports whether asking a tool changes nothing, as far as anybody says so.
func reads(kind desk.ToolKind, t desk.Tool) bool {
	return t.OnlyReads || kind == desk.ToolHTTP && t.Method == "GET"
}

// Offers are the tools that may be asked; a nil Turn has none.
func (t *Turn) Offers() []Offer {
	if t == nil {
		return nil
	}
	return t.offers
}

// Vouched leaves only tools whose answers are the property's own words, for questions in which a wrong answer does harm.
func (t *Turn) Vouched() *Turn {
	if t == nil {
		return nil
	}
	t.offers = slices.DeleteFunc(slices.Clone(t.offers), func(o Offer) bool { return !o.Vouched })
	if len(t.offers) == 0 {
		return nil
	}
	return t
}

// Result is what came of one call.
type Result struct {
	// Text is the answer in words; empty where there is none, and then Because says why, as a stable word.
	Text, Because string
	Offer         Offer
	// Arguments is what the model asked, as JSON.
	Arguments string
	Took      time.Duration
}

// Source names the tool among what an answer was taken from.
func (r Result) Source() assistant.Source {
	return assistant.Source{ID: r.Offer.service.ID + "/" + r.Offer.Name, Title: r.Offer.service.Name + ": " + r.Offer.Name, Kind: assistant.SourceTool}
}

// Use is the call as it is kept with the answer.
func (r Result) Use() assistant.ToolUse {
	return assistant.ToolUse{Service: r.Offer.service.Name, Name: r.Offer.Name, Arguments: r.Arguments, Because: r.Because, TookMS: r.Took.Milliseconds()}
}

// Ask asks the nth offer of a turn, from 0 on. What is not offered, or more than a message may lead to, is not asked.
func (t *Turn) Ask(ctx context.Context, n int, arguments []byte) (Result, bool) {
	if t == nil || n < 0 || n >= len(t.offers) || !t.take() {
		return Result{}, false
	}
	return t.box.ask(ctx, t.q, t.offers[n], arguments), true
}

func (t *Turn) take() bool {
	t.mu.Lock()
	defer t.mu.Unlock()
	t.left--
	return t.left >= 0
}

// Try asks a tool for somebody of the property who looks at what comes of it. It need not be on, but it must only read.
func (b *Box) Try(ctx context.Context, q assistant.Question, s Service, name string, arguments []byte) (Result, error) {
	i := slices.IndexFunc(s.Tools, func(t desk.Tool) bool { return t.Name == name })
	if i < 0 || s.PropertyID != q.PropertyID {
		return Result{}, desk.ErrNotFound
	}
	if !reads(s.Kind, s.Tools[i]) {
		return Result{Because: "writes"}, nil
	}
	o, err := offer(s, s.Tools[i])
	if err != nil {
		return Result{Because: "schema"}, nil
	}
	return b.ask(ctx, q, o, arguments), nil
}

// ask makes one call within the budget and the tool's circuit.
func (b *Box) ask(ctx context.Context, q assistant.Question, o Offer, raw []byte) (r Result) {
	begun := b.cfg.Now()
	r.Offer = o
	defer func() { r.Took = b.cfg.Now().Sub(begun) }()
	asked, err := o.rules.read(raw)
	if err != nil {
		r.Because = because(err)
		return r
	}
	if shown, err := json.Marshal(asked); err == nil {
		r.Arguments = string(shown)
	}
	args, err := o.set(q)
	if err != nil {
		r.Because = "session"
		return r
	}
	for name, v := range asked {
		args[name] = v // never one of those that are set: read lets only the others through
	}
	c := b.lamp(o.service.ID, o.tool.Name)
	if !c.Enter() {
		r.Because = "not_asked"
		return r
	}
	if b.cfg.Budget != nil {
		settle, err := b.cfg.Budget.Take(ctx, q.PropertyID, q.ContactID, 0)
		if err != nil {
			c.CalledOff()
			r.Because = because(err)
			return r
		}
		defer settle(0)
	}
	text, after, err := b.call(ctx, q, o, args)
	switch {
	case err == nil:
		c.Well()
		r.Text = text
		return r
	case errors.Is(ctx.Err(), context.Canceled), errors.Is(err, errArguments):
		c.CalledOff()
	case errors.Is(err, errNothing), errors.Is(err, errTool): // it is there; who asks wrongly must not keep others from asking
		c.Well()
	default:
		c.failed(after, because(err))
	}
	r.Because = because(err)
	// Not what it wrote: that may be anything.
	b.cfg.Log.Warn("a tool did not help", "property_id", q.PropertyID, "service", o.service.Name, "tool", o.Name, "reason", r.Because)
	return r
}

// call asks, and keeps a fault inside from becoming the guest's.
func (b *Box) call(ctx context.Context, q assistant.Question, o Offer, args map[string]any) (text string, after time.Duration, err error) {
	ctx, cancel := context.WithTimeout(ctx, Within)
	defer cancel()
	defer func() {
		switch {
		case recover() != nil:
			text, err = "", errUnreadable
		case err != nil && errors.Is(ctx.Err(), context.DeadlineExceeded):
			err = ctx.Err()
		}
	}()
	if o.service.Kind == desk.ToolMCP {
		raw, plain, err := b.callMCP(ctx, o, args)
		if err != nil {
			return "", 0, err
		}
		text, err = words(raw, plain, q.Now.Location())
		return text, 0, err
	}
	raw, plain, after, err := b.callHTTP(ctx, o, args)
	if err != nil {
		return "", after, err
	}
	text, err = words(raw, plain, q.Now.Location())
	return text, 0, err
}

// errSession says that a tool needs to know something that this session does not tell, such as the guest where nobody is one.
var errSession = errors.New("the session does not tell what the tool needs")

// set are the arguments that the property sets, with what is known of this session.
func (o Offer) set(q assistant.Question) (map[string]any, error) {
	of := map[string]string{"{guest}": q.ContactID, "{conversation}": q.ConversationID, "{property}": q.PropertyID, "{language}": q.Language}
	out := map[string]any{}
	for name, text := range o.tool.Fixed {
		for mark, value := range of {
			if strings.Contains(text, mark) {
				if value == "" {
					return nil, errSession
				}
				text = strings.ReplaceAll(text, mark, value)
			}
		}
		v, err := o.rules.fixed(name, text)
		if err != nil {
			return nil, err
		}
		out[name] = v
	}
	return out, nil
}

func (b *Box) lamp(service, tool string) *lamp {
	b.mu.Lock()
	defer b.mu.Unlock()
	key := service + "/" + tool
	l, ok := b.lamps.Get(key)
	if !ok {
		l = &lamp{Circuit: circuit.New(b.cfg.Now)}
		b.lamps.Put(key, l)
	}
	return l
}

func (l *lamp) failed(after time.Duration, because string) {
	l.mu.Lock()
	l.because = because
	l.mu.Unlock()
	l.Failed(after)
}

// Health is how a tool does.
func (b *Box) Health(serviceID, tool string) assistant.Health {
	l := b.lamp(serviceID, tool)
	s := l.State()
	l.mu.Lock()
	defer l.mu.Unlock()
	return assistant.Health{Up: s.Closed, Well: s.Well, Failed: s.Failed, Because: l.because}
}

// Forget lets a service be asked afresh: somebody has changed it.
func (b *Box) Forget(serviceID string) {
	b.lamps.DeleteFunc(func(key string, _ *lamp) bool { return strings.HasPrefix(key, serviceID+"/") })
}

// because is an error as a stable word: never what a service wrote.
func because(err error) string {
	for _, known := range []struct {
		err  error
		word string
	}{
		{assistant.ErrBudget, "budget"}, {context.DeadlineExceeded, "timeout"}, {context.Canceled, "timeout"}, {outward.ErrInside, "inside"}, {outward.ErrScheme, "inside"},
		{errArguments, "arguments"}, {errSession, "session"}, {errLong, "too_long"}, {errUnreadable, "unreadable"}, {errNothing, "nothing"}, {errStatus, "refused"},
		{errChanged, "changed"}, {errGone, "gone"}, {errTool, "tool_error"},
	} {
		if errors.Is(err, known.err) {
			return known.word
		}
	}
	return "error"
}
