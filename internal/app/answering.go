package app

import (
	"context"
	"errors"
	"net/url"
	"time"

	"deskbell/internal/assistant"
	"deskbell/internal/assistant/builtin"
	"deskbell/internal/assistant/model"
	"deskbell/internal/assistant/opportunity"
	"deskbell/internal/assistant/outside"
	"deskbell/internal/assistant/tools"
	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/httpapi/staff"
	"deskbell/internal/metrics"
	"deskbell/internal/secret"
	"deskbell/internal/store"
)

// LLM names an OpenAI-compatible language model. Without a BaseURL there is none.
type LLM struct {
	BaseURL, Key, Model string
	// Embeddings is the model that finds passages by their meaning; "" is none.
	Embeddings string
}

// How much is answered at once. The built-in assistant computes, so more than that only wait for each other; models and
// bots are waited for, each without keeping the others.
const (
	builtinAtOnce = 16
	answersAtOnce = 512
)

// answering lets each property be answered by whom it chose.
type answering struct {
	props *conversation.Properties
	now   func() time.Time
	built *built
	model *model.Answerer // nil where the installation has none
	bots  *outside.Answerer
	tools *tooling
	// seals are the secrets of bots.
	seals *secret.Sealer
	// name and host are the model's.
	name, host string
}

// built is the built-in assistant, a bounded number of answers at once.
type built struct {
	*builtin.Answerer
	slots chan struct{}
}

// Answer implements assistant.Answerer.
func (b *built) Answer(ctx context.Context, q assistant.Question) (assistant.Answer, error) {
	select {
	case b.slots <- struct{}{}:
		defer func() { <-b.slots }()
	case <-ctx.Done():
		return assistant.Answer{}, ctx.Err()
	}
	return b.Answerer.Answer(ctx, q)
}

func newAnswering(ctx context.Context, cfg Config, a *App, source builtin.Source, props *conversation.Properties, now func() time.Time, numbers *metrics.Metrics) (*answering, error) {
	w := &answering{props: props, now: now, built: &built{builtin.New(source), make(chan struct{}, builtinAtOnce)}, seals: a.sealer, name: cfg.LLM.Model}
	budget := assistant.NewLedger(a.store, w.allowance)
	w.bots = outside.New(outside.Config{Client: a.outward, Bots: w.bot, Built: w.built, Budget: budget, NewID: conversation.NewID, Now: now, Log: cfg.Log})
	w.tools = &tooling{store: a.store, seals: a.sealer, log: cfg.Log}
	w.tools.Box = tools.New(tools.Config{Client: a.outward, Services: w.tools.of, Budget: budget, Now: now, Log: cfg.Log})
	if err := errors.Join(w.reseal(ctx, a.store), w.tools.reseal(ctx)); err != nil {
		return nil, err
	}
	if cfg.LLM.BaseURL == "" {
		return w, nil
	}
	client, err := model.NewClient(model.ClientConfig{BaseURL: cfg.LLM.BaseURL, Key: cfg.LLM.Key, Model: cfg.LLM.Model, Outward: a.outward})
	if err != nil {
		return nil, desk.Refuse(desk.CodeInvalid, "%s", err.Error())
	}
	if u, err := url.Parse(cfg.LLM.BaseURL); err == nil {
		w.host = u.Hostname()
	}
	mc := model.Config{Built: w.built, Model: client, Name: cfg.LLM.Model, Tools: w.tools.Box, Budget: budget, Now: now, Log: cfg.Log}
	if cfg.LLM.Embeddings != "" {
		if mc.Embedder, err = model.NewEmbeddings(model.ClientConfig{BaseURL: cfg.LLM.BaseURL, Key: cfg.LLM.Key, Model: cfg.LLM.Embeddings, Outward: a.outward}); err != nil {
			return nil, desk.Refuse(desk.CodeInvalid, "%s", err.Error())
		}
		mc.Shelf = assistant.NewShelf(a.store, cfg.LLM.Embeddings)
	}
	w.model = model.New(mc)
	numbers.Gauge("assistant_model_down", "1 while the language model is not asked because it did not answer.", func() float64 {
		if w.model.Up() {
			return 0
		}
		return 1
	})
	return w, nil
}

// Answer implements assistant.Answerer.
func (w *answering) Answer(ctx context.Context, q assistant.Question) (assistant.Answer, error) {
	p, err := w.props.Property(ctx, q.PropertyID)
	if err != nil {
		return assistant.Answer{}, err
	}
	switch by := p.Settings.Answering.By; {
	case by == desk.AnswerByBot && p.Settings.Opportunities.Off:
		return w.bots.Answer(ctx, q)
	case by == desk.AnswerByBot: // it has its own way with groups and weddings; the desk hears of them all the same
		return opportunity.Beside(ctx, w.bots, q)
	case w.model != nil && by != desk.AnswerByBuiltin:
		return w.larger(ctx, p, w.model, q)
	}
	return w.larger(ctx, p, w.built, q)
}

// larger takes up what is larger than a holiday, before anybody else answers.
func (w *answering) larger(ctx context.Context, p desk.Property, other assistant.Answerer, q assistant.Question) (assistant.Answer, error) {
	if p.Settings.Opportunities.Off {
		return other.Answer(ctx, q)
	}
	return opportunity.Answer(ctx, w.built, other, q)
}

// allowance is what a property may spend today.
func (w *answering) allowance(ctx context.Context, propertyID string) (assistant.Allowance, error) {
	p, err := w.props.Property(ctx, propertyID)
	if err != nil {
		return assistant.Allowance{}, err
	}
	s := p.Settings.Answering.Filled()
	out := assistant.Allowance{GuestCalls: s.GuestCalls, Calls: s.DayCalls, Tokens: s.DayTokens}
	out.Day, out.Before = assistant.DayOf(w.now(), p.Settings.TimeZone)
	return out, nil
}

// bot is a property's own bot.
func (w *answering) bot(ctx context.Context, propertyID string) (outside.Bot, error) {
	p, err := w.props.Property(ctx, propertyID)
	if err != nil {
		return outside.Bot{}, err
	}
	s := p.Settings.Answering.Bot
	if s.URL == "" || len(s.Sealed) == 0 {
		return outside.Bot{}, outside.ErrNone
	}
	key, err := w.seals.Open(botPlace(propertyID), s.Sealed)
	if err != nil {
		return outside.Bot{}, errors.Join(outside.ErrNone, err)
	}
	b := outside.Bot{URL: s.URL, Secret: string(key), Hosts: s.Hosts}
	for _, site := range p.Settings.Sites {
		if u, err := url.Parse(site); err == nil && u.Hostname() != "" {
			b.Hosts = append(b.Hosts, u.Hostname())
		}
	}
	return b, nil
}

func botPlace(propertyID string) secret.Place {
	return secret.Place{Table: "properties", ID: propertyID, Column: "answering.bot"}
}

// NewBotSecret implements staff.Answering: a secret as the property's people need it, and as it is kept.
func (w *answering) NewBotSecret(propertyID string) (plain string, sealed []byte, err error) {
	plain = outside.NewSecret()
	sealed, err = w.seals.Seal(botPlace(propertyID), []byte(plain))
	return plain, sealed, err
}

// reseal puts bots' secrets under the newest key, so that the one before it can go. Keys change with a restart only.
func (w *answering) reseal(ctx context.Context, s store.Store) error {
	var stale []string
	err := s.Read(ctx, func(tx store.Tx) error {
		list, err := tx.ListProperties()
		for _, p := range list {
			if w.seals.Stale(p.Settings.Answering.Bot.Sealed) {
				stale = append(stale, p.ID)
			}
		}
		return err
	})
	if err != nil || len(stale) == 0 {
		return err
	}
	return s.Write(ctx, func(tx store.Tx) error {
		for _, id := range stale {
			p, err := tx.Property(id)
			if err != nil {
				return err
			}
			plain, err := w.seals.Open(botPlace(id), p.Settings.Answering.Bot.Sealed)
			if err != nil {
				continue // under a key that is not here: its secret is made again
			}
			if p.Settings.Answering.Bot.Sealed, err = w.seals.Seal(botPlace(id), plain); err != nil {
				return err
			}
			if err := tx.UpdateProperty(p); err != nil {
				return err
			}
		}
		return nil
	})
}

// Model implements staff.Answering.
func (w *answering) Model() staff.Model {
	if w.model == nil {
		return staff.Model{}
	}
	return staff.Model{Name: w.name, Host: w.host, Health: w.model.Health()}
}

// Bot implements staff.Answering.
func (w *answering) Bot(ctx context.Context, propertyID string) assistant.Health {
	return w.bots.Health(ctx, propertyID)
}

// Check implements staff.Answering.
func (w *answering) Check(ctx context.Context, propertyID string, by desk.AnswerBy) string {
	switch {
	case by == desk.AnswerByBot:
		p, err := w.props.Property(ctx, propertyID)
		if err != nil {
			return "error"
		}
		return w.bots.Check(ctx, assistant.Question{PropertyID: p.ID, PropertyName: p.Name, Text: "Hello"})
	case w.model == nil:
		return "not_asked"
	}
	return w.model.Check(ctx, propertyID)
}

// helper is the model where it may write for a property's agents.
func (w *answering) helper(ctx context.Context, propertyID string) (*model.Answerer, error) {
	p, err := w.props.Property(ctx, propertyID)
	switch {
	case err != nil:
		return nil, err
	case w.model == nil || !p.Settings.Answering.HelpsAgents():
		return nil, assistant.ErrNoHelp
	}
	return w.model, nil
}

// Translate implements staff.Answering.
func (w *answering) Translate(ctx context.Context, propertyID, text, to string) (assistant.Help, error) {
	m, err := w.helper(ctx, propertyID)
	if err != nil {
		return assistant.Help{}, err
	}
	return m.Translate(ctx, propertyID, text, to)
}

// Summarize implements staff.Answering.
func (w *answering) Summarize(ctx context.Context, propertyID string, lines []assistant.Spoken, language string) (assistant.Help, error) {
	m, err := w.helper(ctx, propertyID)
	if err != nil {
		return assistant.Help{}, err
	}
	return m.Summarize(ctx, propertyID, lines, language)
}

var _ staff.Answering = (*answering)(nil)
