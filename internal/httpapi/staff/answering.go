package staff

import (
	"context"
	"encoding/json"
	"net/http"
	"slices"
	"strings"

	"deskbell/internal/assistant"
	"deskbell/internal/auth"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// Answering is the part of the assistant that can be chosen: what the installation has, and secrets of bots.
type Answering interface {
	// Model is the installation's language model, without a name where it has none.
	Model() Model
	// Bot is how a property's bot does.
	Bot(ctx context.Context, propertyID string) assistant.Health
	// Check asks what a property would be answered by, once, and tells why it does not answer, as a stable word; "" is well.
	Check(ctx context.Context, propertyID string, by desk.AnswerBy) (fault string)
	// Translate and Summarize write for the agents of a property, or tell why not: assistant.ErrNoHelp and others.
	Translate(ctx context.Context, propertyID, text, to string) (assistant.Help, error)
	Summarize(ctx context.Context, propertyID string, lines []assistant.Spoken, language string) (assistant.Help, error)
	// NewBotSecret makes a secret for requests to a property's bot, as its people need it and as it is kept.
	NewBotSecret(propertyID string) (plain string, sealed []byte, err error)
}

// Model is a language model as its properties see it: what it is called, where it is, how it does.
type Model struct {
	Name, Host string
	assistant.Health
}

// AnsweringSettings say who answers a property's guests, and what that may use on a day.
type AnsweringSettings struct {
	By         string      `json:"by" enum:",builtin,model,bot" doc:"Empty: the language model where the installation has one, else the built-in assistant."`
	GuestCalls int64       `json:"guest_calls" doc:"Calls for one guest on a day; beyond it the built-in assistant answers."`
	DayCalls   int64       `json:"day_calls" doc:"Calls of the property on a day."`
	DayTokens  int64       `json:"day_tokens" doc:"Tokens that they may use together."`
	Bot        BotSettings `json:"bot"`
	Help       string      `json:"help" enum:",on,off" doc:"Whether the language model translates and sums up for agents. Empty: where it answers guests."`
	Version    string      `json:"version" doc:"What was read. Sent back with a change it is refused (409, reason settings_changed, by and ms) where somebody has changed these settings since."`

	Model       string       `json:"model" doc:"The installation's language model; empty where it has none. Read only."`
	ModelHost   string       `json:"model_host" doc:"Where it is. Read only."`
	ModelUp     bool         `json:"model_up" doc:"It is being asked; false for a while after it did not answer. Read only."`
	ModelHealth AnswerHealth `json:"model_health" doc:"Read only."`
	BotHealth   AnswerHealth `json:"bot_health" doc:"Read only."`
	Helps       bool         `json:"helps" doc:"The model helps agents now: it is there, and help allows it. Read only."`
	Today       AnswersUsed  `json:"today" doc:"What the property has used on its day so far; read only."`
}

// AnswerHealth is how what may answer has done since this server started.
type AnswerHealth struct {
	Up      bool   `json:"up" doc:"It is being asked; false for a while after it did not answer several times."`
	WellAt  string `json:"well_at,omitempty" format:"date-time" doc:"When it last answered."`
	FaultAt string `json:"fault_at,omitempty" format:"date-time" doc:"When it last did not."`
	Because string `json:"because,omitempty" doc:"Why it did not, as a stable word."`
}

// AnswerCheck is what came of asking once.
type AnswerCheck struct {
	OK      bool   `json:"ok"`
	Because string `json:"because,omitempty" doc:"Why not, as a stable word."`
	TookMS  int64  `json:"took_ms"`
}

// BotSettings are of a company's own program that answers.
type BotSettings struct {
	URL       string   `json:"url"`
	Hosts     []string `json:"hosts" doc:"Websites to which its links may lead, beside the property's own."`
	HasSecret bool     `json:"has_secret" doc:"Its requests can be signed; read only."`
}

// AnswersUsed is what was used on a day.
type AnswersUsed struct {
	Calls  int64 `json:"calls"`
	Tokens int64 `json:"tokens"`
}

// AnsweringChange is AnsweringSettings with only what changes.
type AnsweringChange struct {
	_          struct{} `additionalProperties:"true"`
	By         *string  `json:"by,omitempty" enum:",builtin,model,bot"`
	GuestCalls *int64   `json:"guest_calls,omitempty"`
	DayCalls   *int64   `json:"day_calls,omitempty"`
	DayTokens  *int64   `json:"day_tokens,omitempty"`
	Bot        *BotWish `json:"bot,omitempty"`
	Help       *string  `json:"help,omitempty" enum:",on,off"`
	Version    string   `json:"version,omitempty" maxLength:"100" doc:"Of the settings that the change was made from. Without one the last to save wins."`
}

// BotWish is BotSettings with only what changes.
type BotWish struct {
	_     struct{}  `additionalProperties:"true"`
	URL   *string   `json:"url,omitempty" maxLength:"2000"`
	Hosts *[]string `json:"hosts,omitempty" maxItems:"100"`
}

// BotSecret is shown once.
type BotSecret struct {
	Secret string `json:"secret" doc:"As Standard Webhooks has it (whsec_…). It is not shown again."`
}

// What changes who answers is called so in the audit.
const (
	answeringChanged = "answering_changed"
	botSecretMade    = "bot_secret_made"
)

func (a *API) answeringRoutes() {
	const tag, path = "Assistant", "/properties/{id}/answering"
	add(a, route{method: "GET", path: path, name: "get-answering", tag: tag, summary: "Who answers a property's guests, and what that used today"},
		func(ctx context.Context, v auth.Visit, in *IDPath) (*body[AnsweringSettings], error) {
			out, err := a.answering(ctx, v.Person, in.ID)
			return answer(out), err
		})
	add(a, route{method: "PUT", path: path, name: "put-answering", tag: tag, also: []int{409}, summary: "Set who answers; what is left out stays as it is"}, a.putAnswering)
	add(a, route{method: "POST", path: path + "/check", name: "check-answering", tag: tag, also: []int{429}, summary: "Ask the language model, or the property's bot, whether it is there"}, a.checkAnswering)
	add(a, route{method: "POST", path: path + "/secret", name: "make-bot-secret", tag: tag, status: http.StatusCreated,
		summary: "Make the secret that signs requests to the property's bot; the one before it ends"}, a.makeBotSecret)
}

func (a *API) answering(ctx context.Context, p desk.Person, id string) (AnsweringSettings, error) {
	var out AnsweringSettings
	err := a.read(ctx, func(tx store.Tx) error {
		if err := desk.Allow(p, desk.ActEditSettings, id); err != nil {
			return err
		}
		pr, err := tx.Property(id)
		if err != nil {
			return err
		}
		out = answeringOf(pr.Settings.Answering)
		a.answeringHealth(ctx, &out, pr)
		day, _ := assistant.DayOf(tx.Now(), pr.Settings.TimeZone)
		used, err := tx.Spent(id, "", day)
		out.Today = AnswersUsed{used.Calls, used.Tokens}
		return err
	})
	return out, err
}

// answeringHealth tells how those who may answer a property do.
func (a *API) answeringHealth(ctx context.Context, out *AnsweringSettings, pr desk.Property) {
	m := a.cfg.Answering.Model()
	out.Model, out.ModelHost, out.ModelUp, out.ModelHealth = m.Name, m.Host, m.Up, healthOf(m.Health)
	out.Helps = helped(m, pr)
	out.BotHealth = healthOf(a.cfg.Answering.Bot(ctx, pr.ID))
}

// helped reports whether a model helps a property's agents.
func helped(m Model, pr desk.Property) bool {
	return m.Name != "" && pr.Settings.Answering.HelpsAgents()
}

func healthOf(h assistant.Health) AnswerHealth {
	out := AnswerHealth{Up: h.Up, WellAt: optional(h.Well), FaultAt: optional(h.Failed)}
	if h.Failed.After(h.Well) {
		out.Because = h.Because
	}
	return out
}

func (a *API) checkAnswering(ctx context.Context, v auth.Visit, in *struct {
	IDPath
	Body struct {
		By string `json:"by" enum:"model,bot"`
	}
}) (*body[AnswerCheck], error) {
	if err := a.mayHelp(v.Person); err != nil {
		return nil, err
	}
	err := a.read(ctx, func(tx store.Tx) error {
		_, err := a.answeringProperty(tx, v.Person, in.ID)
		return err
	})
	if err != nil {
		return nil, err
	}
	begun := a.cfg.Now()
	fault := a.cfg.Answering.Check(ctx, in.ID, desk.AnswerBy(in.Body.By))
	return answer(AnswerCheck{OK: fault == "", Because: fault, TookMS: a.cfg.Now().Sub(begun).Milliseconds()}), ctx.Err()
}

// answeringOf is without what cannot be set.
func answeringOf(s desk.Answering) AnsweringSettings {
	version := versionOf(s)
	s = s.Filled()
	return AnsweringSettings{By: string(s.By), GuestCalls: s.GuestCalls, DayCalls: s.DayCalls, DayTokens: s.DayTokens,
		Bot: BotSettings{URL: s.Bot.URL, Hosts: list(s.Bot.Hosts), HasSecret: len(s.Bot.Sealed) > 0}, Help: string(s.Help), Version: version}
}

func (a *API) putAnswering(ctx context.Context, v auth.Visit, in *struct {
	IDPath
	Body AnsweringChange
}) (*body[AnsweringSettings], error) {
	err := a.write(ctx, func(tx store.Tx) error {
		pr, err := a.answeringProperty(tx, v.Person, in.ID)
		if err != nil {
			return err
		}
		now := pr.Settings.Answering
		if err := unchanged(tx, in.ID, in.Body.Version, versionOf(now), func(l store.AuditLine) bool {
			return l.Action == answeringChanged || l.Action == botSecretMade
		}); err != nil {
			return err
		}
		fresh := in.Body.apply(now)
		if err := desk.Wrong(fresh.Check()); err != nil {
			return err
		}
		if fresh.By == desk.AnswerByModel && a.cfg.Answering.Model().Name == "" {
			return desk.Wrong([]desk.FieldError{{Location: "body.by", Message: "This installation has no language model. Its operator names one with DESKBELL_LLM_BASE_URL."}})
		}
		if fresh.By == desk.AnswerByBot && len(fresh.Bot.Sealed) == 0 {
			return desk.Wrong([]desk.FieldError{{Location: "body.by", Message: "Make the secret for your bot first, and enter it there."}})
		}
		var parts []string
		for name, same := range map[string]bool{"by": fresh.By == now.By, "budget": fresh.GuestCalls == now.GuestCalls && fresh.DayCalls == now.DayCalls && fresh.DayTokens == now.DayTokens,
			"bot": fresh.Bot.URL == now.Bot.URL && slices.Equal(fresh.Bot.Hosts, now.Bot.Hosts), "help": fresh.Help == now.Help} {
			if !same {
				parts = append(parts, name)
			}
		}
		if len(parts) == 0 {
			return nil
		}
		slices.Sort(parts)
		detail, _ := json.Marshal(map[string]any{"settings": parts, "by": fresh.By}) // strings always encode
		pr.Settings.Answering = fresh
		return a.saveAnswering(tx, v.Person, pr, answeringChanged, string(detail))
	})
	if err != nil {
		return nil, err
	}
	a.answeringSaved(in.ID)
	out, err := a.answering(ctx, v.Person, in.ID)
	return answer(out), err
}

func (w AnsweringChange) apply(s desk.Answering) desk.Answering {
	if w.By != nil {
		s.By = desk.AnswerBy(*w.By)
	}
	if w.Help != nil {
		s.Help = desk.AnswerHelp(*w.Help)
	}
	// A form sends all it read back: what is the default stays the default.
	filled := s.Filled()
	for _, n := range []struct {
		of   *int64
		was  int64
		wish *int64
	}{{&s.GuestCalls, filled.GuestCalls, w.GuestCalls}, {&s.DayCalls, filled.DayCalls, w.DayCalls}, {&s.DayTokens, filled.DayTokens, w.DayTokens}} {
		if n.wish != nil && *n.wish != n.was {
			*n.of = *n.wish
		}
	}
	if w.Bot != nil && w.Bot.URL != nil {
		s.Bot.URL = strings.TrimSpace(*w.Bot.URL)
	}
	if w.Bot != nil && w.Bot.Hosts != nil {
		s.Bot.Hosts = nil
		for _, h := range *w.Bot.Hosts {
			if h = strings.ToLower(strings.TrimSpace(h)); h != "" {
				s.Bot.Hosts = append(s.Bot.Hosts, h)
			}
		}
	}
	return s
}

func (a *API) makeBotSecret(ctx context.Context, v auth.Visit, in *IDPath) (*body[BotSecret], error) {
	var out BotSecret
	plain, sealed, err := a.cfg.Answering.NewBotSecret(in.ID)
	if err != nil {
		return nil, err
	}
	err = a.write(ctx, func(tx store.Tx) error {
		pr, err := a.answeringProperty(tx, v.Person, in.ID)
		if err != nil {
			return err
		}
		pr.Settings.Answering.Bot.Sealed = sealed
		out.Secret = plain
		return a.saveAnswering(tx, v.Person, pr, botSecretMade, "")
	})
	if err != nil {
		return nil, err
	}
	a.answeringSaved(in.ID)
	return answer(out), nil
}

func (a *API) answeringProperty(tx store.Tx, p desk.Person, id string) (desk.Property, error) {
	if err := desk.Allow(p, desk.ActEditSettings, id); err != nil {
		return desk.Property{}, err
	}
	return tx.Property(id)
}

func (a *API) saveAnswering(tx store.Tx, by desk.Person, pr desk.Property, action, detail string) error {
	pr.UpdatedAt = tx.Now()
	if err := tx.UpdateProperty(pr); err != nil {
		return err
	}
	return tx.Audit(store.AuditLine{At: tx.Now(), PersonID: by.ID, PropertyID: pr.ID, Action: action, Subject: pr.ID, Detail: detail})
}

func (a *API) answeringSaved(id string) {
	a.cfg.PropertyChanged(id)
	a.cfg.Live.Settings(id)
}
