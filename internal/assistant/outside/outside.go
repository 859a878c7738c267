// Package outside lets a company's own bot answer in the place of ours: Rasa, Botpress, Dialogflow, or what somebody wrote
// in an afternoon. It is asked by a signed request and answers in its body; docs/outside-bot.md is its contract. It gets
// what ours gets and no more, and what it says passes the same fence: it proposes, the conversation decides.
//
// Whatever goes wrong, the built-in assistant answers, so that no guest is left with silence.
package outside

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"mime"
	"net/http"
	"strconv"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"deskbell/internal/assistant"
	"deskbell/internal/assistant/circuit"
	"deskbell/internal/assistant/fence"
	"deskbell/internal/outward"
	"deskbell/internal/recent"
)

// Within is how long a bot may take.
const Within = 10 * time.Second

// Limits of what a bot says.
const (
	maxAnswer      = 64 << 10
	maxSuggestions = 3
	maxSuggestion  = 200 // characters
	keptCircuits   = 1000
)

// Bot is a property's own.
type Bot struct {
	// URL is asked; Secret signs the requests.
	URL, Secret string
	// Hosts are those to which links in its answers may lead.
	Hosts []string
}

// The ways in which a bot does not answer.
var (
	ErrNone   = errors.New("the property has no bot of its own that could be asked")
	ErrStatus = errors.New("the bot refused the message")
	ErrAnswer = errors.New("the bot's answer could not be read")
)

// Asks is the way to the outside: bounded in time and size, without redirects.
type Asks interface {
	Do(r *http.Request) (*http.Response, error)
}

// Config is what an [Answerer] is made of. All of it is required but Budget and Log.
type Config struct {
	Client Asks
	// Bots finds a property's bot.
	Bots func(ctx context.Context, propertyID string) (Bot, error)
	// Built answers where the bot does not, and tells who asks for a person: that is never left to a bot.
	Built  assistant.Answerer
	Budget assistant.Budget
	NewID  func() string
	Now    func() time.Time
	Log    *slog.Logger
}

// Answerer asks bots. Make it with [New].
type Answerer struct {
	cfg Config

	mu       sync.Mutex
	circuits *recent.Map[string, *circuit.Circuit] // by address
	faults   *recent.Map[string, string]           // the last of each
}

var _ assistant.Answerer = (*Answerer)(nil)

// New returns an Answerer.
func New(cfg Config) *Answerer {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	return &Answerer{cfg: cfg, circuits: recent.New[string, *circuit.Circuit](keptCircuits), faults: recent.New[string, string](keptCircuits)}
}

// message is what a bot is sent.
type message struct {
	Type         string   `json:"type"` // message
	Conversation string   `json:"conversation,omitempty"`
	Property     property `json:"property"`
	Guest        guest    `json:"guest"`
	Text         string   `json:"text"`
	Previous     []said   `json:"previous"`
	ReplyWithin  int64    `json:"reply_within_ms"`
}

type property struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

type guest struct {
	ID       string `json:"id,omitempty"`
	Language string `json:"language,omitempty"`
	Verified bool   `json:"verified"`
}

type said struct {
	Guest     string `json:"guest"`
	Assistant string `json:"assistant"`
}

// reply is what a bot answers. Members that are not known are passed over.
type reply struct {
	Text        string   `json:"text"`
	Suggestions []string `json:"suggestions"`
	Language    string   `json:"language"`
	CannotHelp  bool     `json:"cannot_help"`
	HandOver    bool     `json:"hand_over"`
}

// Answer implements [assistant.Answerer].
func (a *Answerer) Answer(ctx context.Context, q assistant.Question) (assistant.Answer, error) {
	ours, err := a.cfg.Built.Answer(ctx, q)
	if err != nil || ours.Decision == assistant.DecisionWish {
		return ours, err
	}
	theirs, err := a.ask(ctx, q)
	switch {
	case ctx.Err() != nil:
		return assistant.Answer{}, ctx.Err()
	case err != nil:
		// The reason, not what the bot wrote: that may hold a guest's words.
		a.cfg.Log.Warn("the built-in assistant answers for a property's own bot", "property_id", q.PropertyID, "err", err)
		ours.Trace.Instead, ours.Trace.Because = assistant.ByBot, because(err)
		if !errors.Is(err, ErrNone) && !errors.Is(err, assistant.ErrBudget) {
			ours.Trace.Calls = 1
		}
		return ours, nil
	case theirs == nil: // it has nothing to say
		ours.Trace.Instead, ours.Trace.Because, ours.Trace.Calls = assistant.ByBot, "nothing", 1
		return ours, nil
	}
	// What ours looked at has nothing to do with it: only that it was asked is known.
	theirs.Trace.By, theirs.Trace.Calls = assistant.ByBot, 1
	theirs.Wish = ours.Wish
	if theirs.Language == "" {
		theirs.Language = ours.Language
	}
	return *theirs, nil
}

// because is why the bot does not answer, as a stable word: never what it wrote.
func because(err error) string {
	switch {
	case errors.Is(err, assistant.ErrBudget):
		return "budget"
	case errors.Is(err, ErrNone):
		return "not_asked"
	case errors.Is(err, context.DeadlineExceeded):
		return "timeout"
	case errors.Is(err, outward.ErrInside):
		return "inside"
	case errors.Is(err, ErrStatus):
		return "refused"
	case errors.Is(err, fence.ErrLink), errors.Is(err, fence.ErrImage), errors.Is(err, fence.ErrMarkup):
		return "fence_markup"
	}
	return "error"
}

// ask asks the bot; nil is that it says nothing.
func (a *Answerer) ask(ctx context.Context, q assistant.Question) (*assistant.Answer, error) {
	bot, err := a.cfg.Bots(ctx, q.PropertyID)
	if err != nil {
		return nil, err
	}
	c := a.circuit(bot.URL)
	if !c.Enter() {
		return nil, ErrNone
	}
	if a.cfg.Budget != nil {
		settle, err := a.cfg.Budget.Take(ctx, q.PropertyID, q.ContactID, 0)
		if err != nil {
			c.CalledOff()
			return nil, err
		}
		defer settle(0)
	}
	r, after, err := a.post(ctx, bot, q)
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		c.CalledOff()
		return nil, ctx.Err()
	case err != nil:
		c.Failed(after)
		a.faults.Put(bot.URL, because(err))
		return nil, err
	}
	c.Well()
	return r.answer(bot)
}

// Check asks a property's bot something harmless, as Try It would, and tells why it does not answer, as a stable word.
func (a *Answerer) Check(ctx context.Context, q assistant.Question) (fault string) {
	if _, err := a.ask(ctx, q); err != nil {
		return because(err)
	}
	return ""
}

// Health is how a property's bot does.
func (a *Answerer) Health(ctx context.Context, propertyID string) assistant.Health {
	bot, err := a.cfg.Bots(ctx, propertyID)
	if err != nil {
		return assistant.Health{}
	}
	c := a.circuit(bot.URL)
	s := c.State()
	h := assistant.Health{Up: s.Closed, Well: s.Well, Failed: s.Failed}
	h.Because, _ = a.faults.Get(bot.URL)
	return h
}

func (a *Answerer) circuit(address string) *circuit.Circuit {
	a.mu.Lock()
	defer a.mu.Unlock()
	c, ok := a.circuits.Get(address)
	if !ok {
		c = circuit.New(a.cfg.Now)
		a.circuits.Put(address, c)
	}
	return c
}

// post makes the request. after is for how long the bot asked to be left alone.
func (a *Answerer) post(ctx context.Context, bot Bot, q assistant.Question) (out reply, after time.Duration, err error) {
	ctx, cancel := context.WithTimeout(ctx, Within)
	defer cancel()
	m := message{Type: "message", Conversation: q.ConversationID, Property: property{q.PropertyID, q.PropertyName},
		Guest: guest{q.ContactID, q.Language, q.Verified}, Text: q.Text, Previous: []said{}, ReplyWithin: Within.Milliseconds()}
	for _, e := range q.Previous {
		m.Previous = append(m.Previous, said{e.Guest, e.Assistant})
	}
	body, err := json.Marshal(m)
	if err != nil {
		return out, 0, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, bot.URL, bytes.NewReader(body))
	if err != nil {
		return out, 0, ErrNone
	}
	id, at := a.cfg.NewID(), strconv.FormatInt(a.cfg.Now().Unix(), 10)
	signature, ok := sign(bot.Secret, id, at, body)
	if !ok {
		return out, 0, ErrNone
	}
	for k, v := range map[string]string{"Content-Type": "application/json", "Accept": "application/json, text/event-stream", "User-Agent": "Deskbell",
		"Webhook-Id": id, "Webhook-Timestamp": at, "Webhook-Signature": signature} {
		r.Header.Set(k, v)
	}
	defer func() {
		if err != nil && ctx.Err() != nil { // whatever the line says of it: the time was over
			err = ctx.Err()
		}
	}()
	resp, err := a.cfg.Client.Do(r)
	if err != nil {
		return out, 0, err
	}
	defer resp.Body.Close()
	switch {
	case resp.StatusCode == http.StatusNoContent:
		return out, 0, nil
	case resp.StatusCode != http.StatusOK:
		seconds, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
		return out, time.Duration(max(0, min(seconds, 3600))) * time.Second, fmt.Errorf("%w: HTTP %d", ErrStatus, resp.StatusCode)
	}
	kind, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	switch {
	case err == nil && kind == "text/event-stream":
		out, err = stream(resp.Body, q.Draft, bot.Hosts)
		return out, 0, err
	case err != nil || kind != "application/json":
		return out, 0, ErrAnswer
	}
	raw, err := io.ReadAll(io.LimitReader(resp.Body, maxAnswer))
	if err != nil || !utf8.Valid(raw) || json.Unmarshal(raw, &out) != nil {
		return reply{}, 0, ErrAnswer
	}
	return out, 0, nil
}

// answer is the reply in our terms, as far as it may be said.
func (r reply) answer(bot Bot) (*assistant.Answer, error) {
	switch {
	case r.HandOver:
		return &assistant.Answer{Decision: assistant.DecisionWish, Confidence: 1}, nil
	case r.CannotHelp:
		return &assistant.Answer{Decision: assistant.DecisionCannotHelp}, nil
	case strings.TrimSpace(r.Text) == "":
		return nil, nil
	}
	text, err := fence.Plain(r.Text, bot.Hosts)
	if err != nil {
		return nil, fmt.Errorf("what the bot said is not shown: %w", err)
	}
	out := &assistant.Answer{Decision: assistant.DecisionAnswer, Confidence: 1, Text: text}
	if len(r.Language) <= 35 {
		out.Language = r.Language
	}
	for i, s := range r.Suggestions {
		s, err := fence.Plain(s, nil)
		if err != nil || utf8.RuneCountInString(s) > maxSuggestion || strings.Contains(s, "\n") || len(out.Suggestions) == maxSuggestions {
			continue
		}
		out.Decision = assistant.DecisionSuggest
		out.Suggestions = append(out.Suggestions, assistant.Suggestion{ID: strconv.Itoa(i + 1), Text: s})
	}
	return out, nil
}
