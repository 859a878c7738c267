package staff

import (
	"cmp"
	"context"
	"encoding/json"
	"maps"
	"net/http"
	"net/url"
	"reflect"
	"slices"
	"strings"
	"time"

	"deskbell/internal/assistant"
	"deskbell/internal/assistant/tools"
	"deskbell/internal/auth"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// Tools are the services that properties let their assistants ask.
type Tools interface {
	// Health is how a tool does.
	Health(serviceID, tool string) assistant.Health
	// Look asks an MCP server which tools it has; fault is why it does not tell, as a stable word.
	Look(ctx context.Context, s desk.ToolService) (found []tools.Found, fault string)
	// Try asks a tool once, from the property's budget.
	Try(ctx context.Context, q assistant.Question, s desk.ToolService, tool string, arguments []byte) (tools.Result, error)
	// Seal encrypts a service's secret.
	Seal(propertyID, serviceID, plain string) ([]byte, error)
	// Forget is told that a service was changed.
	Forget(serviceID string)
}

// ToolServices are what a property's assistant may ask beside its knowledge.
type ToolServices struct {
	Services []ToolService `json:"services"`
	Asked    bool          `json:"asked" doc:"A language model answers this property's guests: without one no tool is asked."`
}

// ToolService is a program with tools.
type ToolService struct {
	ID        string `json:"id"`
	Kind      string `json:"kind" enum:"http,mcp"`
	Name      string `json:"name"`
	URL       string `json:"url" doc:"What all addresses of its tools begin with, or an MCP server's endpoint (streamable HTTP)."`
	Header    string `json:"header" doc:"The header in which its secret is sent."`
	HasSecret bool   `json:"has_secret"`
	Tools     []Tool `json:"tools"`
	Version   string `json:"version" doc:"What was read. Sent back with a change it is refused (409, reason settings_changed) where somebody has changed the service since."`
}

// Tool is one thing that a service can be asked.
type Tool struct {
	ToolWish
	Health AnswerHealth `json:"health" doc:"Read only."`
}

// ToolWish is a tool as it is kept.
type ToolWish struct {
	Name        string            `json:"name" maxLength:"64"`
	Description string            `json:"description" maxLength:"4000" doc:"What can be asked, for the language model."`
	Arguments   string            `json:"arguments,omitempty" maxLength:"20000" doc:"The JSON schema of the arguments, as text."`
	Method      string            `json:"method,omitempty" enum:",GET,POST"`
	Path        string            `json:"path,omitempty" maxLength:"1000" doc:"What follows the service's address. {name} is an argument; the others go into the query, or with POST into the body."`
	Fixed       map[string]string `json:"fixed,omitempty" doc:"Arguments that the property sets, which no model sees or changes. {guest}, {conversation}, {property} and {language} stand for this session's."`
	On          bool              `json:"on,omitempty" doc:"It may be asked for guests."`
	OnlyReads   bool              `json:"only_reads,omitempty" doc:"Asking changes nothing. Without it only a GET can be on."`
	BookedOnly  bool              `json:"booked_only,omitempty" doc:"Only for guests whose booking is proven."`
	Vouched     bool              `json:"vouched,omitempty" doc:"Its answers are the property's own words: what they promise may be promised, and it may be asked about prices, allergens, access and health."`
	Seen        string            `json:"seen,omitempty" maxLength:"100" doc:"Of an MCP tool, as looking at the server told it. A tool that is another since is not asked."`
}

// ToolServiceWish is a service as somebody wants it.
type ToolServiceWish struct {
	_       struct{}   `additionalProperties:"true"`
	Kind    string     `json:"kind" enum:"http,mcp"`
	Name    string     `json:"name" maxLength:"200"`
	URL     string     `json:"url" maxLength:"2000"`
	Header  string     `json:"header,omitempty" maxLength:"100" doc:"Authorization where it is left out."`
	Secret  *string    `json:"secret,omitempty" maxLength:"4000" doc:"As it is sent, such as Bearer abc. It is never shown again. Left out it stays as it is, but not with another host; empty takes it away."`
	Tools   []ToolWish `json:"tools,omitempty" maxItems:"50"`
	Version string     `json:"version,omitempty" maxLength:"100"`
}

// FoundTools are an MCP server's tools at this moment.
type FoundTools struct {
	Tools   []FoundTool `json:"tools"`
	Because string      `json:"because,omitempty" doc:"Why the server does not tell, as a stable word."`
}

// FoundTool is one of them, as it would be kept.
type FoundTool struct {
	ToolWish
	SaysReads bool   `json:"says_reads" doc:"The server calls it one that changes nothing."`
	Kept      bool   `json:"kept" doc:"The service has a tool of this name."`
	Changed   bool   `json:"changed" doc:"It is another now than the one that is kept."`
	Unusable  string `json:"unusable,omitempty" doc:"Why it cannot be kept: name or schema."`
}

// ToolTry is what came of asking a tool once.
type ToolTry struct {
	Text    string `json:"text,omitempty" doc:"What a language model would be told."`
	Because string `json:"because,omitempty" doc:"Why there is no answer, as a stable word."`
	TookMS  int64  `json:"took_ms"`
}

// ServicePath names a service of a property.
type ServicePath struct {
	IDPath
	Service string `path:"service" maxLength:"100"`
}

// What changes services is called so in the audit.
const (
	toolsAdded   = "tools_added"
	toolsChanged = "tools_changed"
	toolsRemoved = "tools_removed"
)

func (a *API) toolRoutes() {
	const tag, path = "Assistant", "/properties/{id}/tools"
	add(a, route{method: "GET", path: path, name: "list-tools", tag: tag, summary: "Services that a property's assistant may ask"},
		func(ctx context.Context, v auth.Visit, in *IDPath) (*body[ToolServices], error) {
			out := ToolServices{Services: []ToolService{}}
			err := a.read(ctx, func(tx store.Tx) error {
				pr, err := a.answeringProperty(tx, v.Person, in.ID)
				if err != nil {
					return err
				}
				by := pr.Settings.Answering.By
				out.Asked = a.cfg.Answering.Model().Name != "" && (by == desk.AnswerByDefault || by == desk.AnswerByModel)
				all, err := tx.ToolServices(in.ID)
				for _, s := range all {
					out.Services = append(out.Services, a.toolService(s))
				}
				return err
			})
			return answer(out), err
		})
	add(a, route{method: "POST", path: path, name: "create-tool-service", tag: tag, status: http.StatusCreated, summary: "Add a service"},
		func(ctx context.Context, v auth.Visit, in *struct {
			IDPath
			Body ToolServiceWish
		}) (*body[ToolService], error) {
			out, err := a.saveTools(ctx, v.Person, in.ID, "", in.Body)
			return answer(out), err
		})
	add(a, route{method: "PUT", path: path + "/{service}", name: "put-tool-service", tag: tag, also: []int{409}, summary: "Change a service and its tools"},
		func(ctx context.Context, v auth.Visit, in *struct {
			ServicePath
			Body ToolServiceWish
		}) (*body[ToolService], error) {
			out, err := a.saveTools(ctx, v.Person, in.ID, in.Service, in.Body)
			return answer(out), err
		})
	add(a, route{method: "DELETE", path: path + "/{service}", name: "delete-tool-service", tag: tag, summary: "Remove a service, its tools and its secret"}, a.deleteTools)
	add(a, route{method: "POST", path: path + "/{service}/look", name: "look-at-tools", tag: tag, also: []int{429}, summary: "Ask an MCP server which tools it has"}, a.lookAtTools)
	add(a, route{method: "POST", path: path + "/{service}/try", name: "try-tool", tag: tag, also: []int{429}, summary: "Ask a tool once"}, a.tryTool)
}

func (a *API) toolService(s desk.ToolService) ToolService {
	out := ToolService{ID: s.ID, Kind: string(s.Kind), Name: s.Name, URL: s.URL, Header: s.Header, HasSecret: len(s.Sealed) > 0, Tools: []Tool{}, Version: toolsVersion(s)}
	for _, t := range s.Tools {
		out.Tools = append(out.Tools, Tool{ToolWish(t), healthOf(a.cfg.Tools.Health(s.ID, t.Name))})
	}
	return out
}

// toolsVersion names a service as it is; its secret counts as well.
func toolsVersion(s desk.ToolService) string { return versionOf(s) }

// kept is one of a property's services.
func kept(tx store.Tx, propertyID, id string) (desk.ToolService, error) {
	all, err := tx.ToolServices(propertyID)
	if err != nil {
		return desk.ToolService{}, err
	}
	i := slices.IndexFunc(all, func(s desk.ToolService) bool { return s.ID == id })
	if i < 0 {
		return desk.ToolService{}, desk.ErrNotFound
	}
	return all[i], nil
}

// saveTools changes a service, or adds one where id is empty.
func (a *API) saveTools(ctx context.Context, by desk.Person, propertyID, id string, w ToolServiceWish) (out ToolService, err error) {
	action, other := toolsChanged, false
	err = a.write(ctx, func(tx store.Tx) error {
		if _, err := a.answeringProperty(tx, by, propertyID); err != nil {
			return err
		}
		s := desk.ToolService{ID: id, PropertyID: propertyID, CreatedAt: tx.Now()}
		if id == "" {
			action, s.ID = toolsAdded, a.cfg.NewID()
			all, err := tx.ToolServices(propertyID)
			if err != nil {
				return err
			}
			if len(all) >= desk.MaxToolServices {
				return desk.Refuse(desk.CodeLimitReached, "A property can have %d services.", desk.MaxToolServices)
			}
		} else {
			if s, err = kept(tx, propertyID, id); err != nil {
				return err
			}
			if err := unchanged(tx, propertyID, w.Version, toolsVersion(s), func(l store.AuditLine) bool {
				return l.Subject == id && l.Action == toolsChanged
			}); err != nil {
				return err
			}
		}
		before := s
		if err := a.apply(&s, w); err != nil {
			return err
		}
		other = w.Secret != nil || before.URL != s.URL || !slices.EqualFunc(before.Tools, s.Tools, sameTool)
		if err := desk.Wrong(tools.Check(s)); err != nil {
			return err
		}
		s.By, s.UpdatedAt = by.ID, tx.Now()
		if err := tx.PutToolService(s); err != nil {
			return err
		}
		out = a.toolService(s)
		on := []string{}
		for _, t := range s.Tools {
			if t.On {
				on = append(on, t.Name)
			}
		}
		detail, _ := json.Marshal(map[string]any{"name": s.Name, "host": hostOf(s.URL), "on": on}) // strings always encode
		return tx.Audit(store.AuditLine{At: tx.Now(), PersonID: by.ID, PropertyID: propertyID, Action: action, Subject: s.ID, Detail: string(detail)})
	})
	if err == nil && other { // how it did says nothing of what it is now
		a.cfg.Tools.Forget(out.ID)
	}
	return out, err
}

// sameTool reports whether two tools differ in no more than being on.
func sameTool(a, b desk.Tool) bool {
	a.On, b.On = false, false
	fixed := maps.Equal(a.Fixed, b.Fixed)
	a.Fixed, b.Fixed = nil, nil
	return fixed && reflect.DeepEqual(a, b)
}

// apply makes a service what somebody wants. Its secret goes to no other host than the one that it was entered for.
func (a *API) apply(s *desk.ToolService, w ToolServiceWish) error {
	before := *s
	s.Kind, s.Name, s.URL = desk.ToolKind(w.Kind), strings.TrimSpace(w.Name), strings.TrimSpace(w.URL)
	s.Header = cmp.Or(strings.TrimSpace(w.Header), "Authorization")
	s.Tools = nil
	for _, t := range w.Tools {
		t.Name, t.Description, t.Path = strings.TrimSpace(t.Name), strings.TrimSpace(t.Description), strings.TrimSpace(t.Path)
		if s.Kind == desk.ToolHTTP {
			t.Seen = ""
		} else {
			t.Method, t.Path = "", ""
		}
		s.Tools = append(s.Tools, desk.Tool(t))
	}
	switch {
	case w.Secret != nil && strings.TrimSpace(*w.Secret) == "":
		s.Sealed = nil
	case w.Secret != nil:
		text := strings.TrimSpace(*w.Secret)
		if strings.ContainsFunc(text, func(r rune) bool { return r < ' ' || r > '~' }) {
			return desk.Wrong([]desk.FieldError{{Location: "body.secret", Message: "Enter the secret in one line of letters, digits and signs."}})
		}
		sealed, err := a.cfg.Tools.Seal(s.PropertyID, s.ID, text)
		if err != nil {
			return err
		}
		s.Sealed = sealed
	case hostOf(before.URL) != hostOf(s.URL):
		s.Sealed = nil
	}
	return nil
}

// hostOf is host and port of an address.
func hostOf(address string) string {
	u, err := url.Parse(address)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Host)
}

func (a *API) deleteTools(ctx context.Context, v auth.Visit, in *ServicePath) (*struct{}, error) {
	err := a.write(ctx, func(tx store.Tx) error {
		if _, err := a.answeringProperty(tx, v.Person, in.ID); err != nil {
			return err
		}
		if err := tx.DeleteToolService(in.ID, in.Service); err != nil {
			return err
		}
		return tx.Audit(store.AuditLine{At: tx.Now(), PersonID: v.Person.ID, PropertyID: in.ID, Action: toolsRemoved, Subject: in.Service})
	})
	if err == nil {
		a.cfg.Tools.Forget(in.Service)
	}
	return nil, err
}

// toolsOf is a service that somebody asks something of, no faster than help is asked for.
func (a *API) toolsOf(ctx context.Context, p desk.Person, in ServicePath) (pr desk.Property, s desk.ToolService, now time.Time, err error) {
	err = a.read(ctx, func(tx store.Tx) error {
		if pr, err = a.answeringProperty(tx, p, in.ID); err != nil {
			return err
		}
		now = tx.Now()
		s, err = kept(tx, in.ID, in.Service)
		return err
	})
	if err == nil {
		err = a.mayHelp(p)
	}
	return pr, s, now, err
}

func (a *API) lookAtTools(ctx context.Context, v auth.Visit, in *ServicePath) (*body[FoundTools], error) {
	_, s, _, err := a.toolsOf(ctx, v.Person, *in)
	if err != nil {
		return nil, err
	}
	if s.Kind != desk.ToolMCP {
		return nil, desk.Refuse(desk.CodeInvalid, "Only an MCP server tells which tools it has.")
	}
	out := FoundTools{Tools: []FoundTool{}}
	found, fault := a.cfg.Tools.Look(ctx, s)
	out.Because = fault
	for _, f := range found {
		t := FoundTool{ToolWish: ToolWish(f.Tool), SaysReads: f.SaysReads, Unusable: f.Unusable}
		if i := slices.IndexFunc(s.Tools, func(k desk.Tool) bool { return k.Name == f.Name }); i >= 0 {
			t.Kept, t.Changed = true, s.Tools[i].Seen != f.Seen
		}
		out.Tools = append(out.Tools, t)
	}
	return answer(out), ctx.Err()
}

func (a *API) tryTool(ctx context.Context, v auth.Visit, in *struct {
	ServicePath
	Body struct {
		Tool      string `json:"tool" maxLength:"64"`
		Arguments string `json:"arguments,omitempty" maxLength:"4000" doc:"As JSON; {} where it is left out."`
	}
}) (*body[ToolTry], error) {
	pr, s, now, err := a.toolsOf(ctx, v.Person, in.ServicePath)
	if err != nil {
		return nil, err
	}
	q := assistant.Asked(pr, now)
	q.Language = pr.Settings.DefaultLanguage
	r, err := a.cfg.Tools.Try(ctx, q, s, in.Body.Tool, []byte(cmp.Or(strings.TrimSpace(in.Body.Arguments), "{}")))
	if err != nil {
		return nil, err
	}
	return answer(ToolTry{Text: r.Text, Because: r.Because, TookMS: r.Took.Milliseconds()}), ctx.Err()
}
