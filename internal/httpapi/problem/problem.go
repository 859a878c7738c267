// Package problem turns refusals into HTTP answers: RFC 9457 documents with Deskbell's stable codes.
//
// It holds the one table from desk.Code to status. Handlers return a *desk.Error (or any error) as it is. Importing
// the package makes huma use it too, for its own validation errors and for whatever a huma handler returns, so both
// APIs answer in one voice. Anything that is no desk.Error and no Problem is a fault of ours: it is logged here, where
// it ends, and the caller reads only that it happened.
package problem

import (
	"encoding/json"
	"errors"
	"fmt"
	"log/slog"
	"math"
	"net/http"
	"reflect"
	"runtime/debug"
	"strconv"
	"strings"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"deskbell/internal/desk"
)

// Codes that only HTTP knows; all others are desk's.
const (
	CodeChallenge    desk.Code = "challenge"     // solve the proof of work that comes along, then repeat
	CodeWeakPassword desk.Code = "weak_password" // too short, or known to everybody
	CodeSignedOut    desk.Code = "signed_out"    // this session was ended elsewhere
)

// statuses is the one table. A code that is missing here is a fault, and answered as one.
var statuses = map[desk.Code]int{
	desk.CodeInvalid:         http.StatusUnprocessableEntity,
	desk.CodeNotFound:        http.StatusNotFound,
	desk.CodeConflict:        http.StatusConflict,
	desk.CodeTaken:           http.StatusConflict,
	desk.CodeStale:           http.StatusConflict,
	desk.CodeClosed:          http.StatusConflict,
	desk.CodeNotOffered:      http.StatusConflict,
	desk.CodeNotYours:        http.StatusConflict,
	desk.CodeLimitReached:    http.StatusConflict,
	desk.CodeConfirmNeeded:   http.StatusConflict,
	desk.CodeExists:          http.StatusConflict,
	desk.CodeWatchOnly:       http.StatusConflict,
	desk.CodeThread:          http.StatusConflict,
	desk.CodeWindow:          http.StatusConflict,
	desk.CodeUnauthorized:    http.StatusUnauthorized,
	desk.CodeForbidden:       http.StatusForbidden,
	desk.CodeOriginRefused:   http.StatusForbidden,
	desk.CodeRateLimited:     http.StatusTooManyRequests,
	desk.CodeTooLarge:        http.StatusRequestEntityTooLarge,
	desk.CodeUnsupportedType: http.StatusUnsupportedMediaType,
	desk.CodeUnavailable:     http.StatusServiceUnavailable,
	desk.CodeInternal:        http.StatusInternalServerError,
	CodeChallenge:            http.StatusTooManyRequests,
	CodeWeakPassword:         http.StatusUnprocessableEntity,
	CodeSignedOut:            http.StatusUnauthorized,
}

// codes are for statuses that huma or net/http chose by themselves.
var codes = map[int]desk.Code{
	http.StatusUnauthorized:          desk.CodeUnauthorized,
	http.StatusForbidden:             desk.CodeForbidden,
	http.StatusNotFound:              desk.CodeNotFound,
	http.StatusConflict:              desk.CodeConflict,
	http.StatusRequestEntityTooLarge: desk.CodeTooLarge,
	http.StatusUnsupportedMediaType:  desk.CodeUnsupportedType,
	http.StatusTooManyRequests:       desk.CodeRateLimited,
	http.StatusServiceUnavailable:    desk.CodeUnavailable,
}

// RequestIDHeader carries the id that the edge gave a request, in the request and in its answer.
const RequestIDHeader = "X-Request-Id"

// Status is the HTTP status of a code; 500 for one that is not in the table.
func Status(code desk.Code) int {
	if s, ok := statuses[code]; ok {
		return s
	}
	return http.StatusInternalServerError
}

// Field is one wrong field of a request. The value is left out on purpose: it may be a password or a message.
type Field struct {
	Location string   `json:"location,omitempty"`
	Message  string   `json:"message"`
	Code     string   `json:"code,omitempty" doc:"Stable name of what is wrong, to be worded in other languages. Where it is left out, message is all there is."`
	Params   []string `json:"params,omitempty" doc:"What the message names, in its order: a limit, a name."`
}

// Problem is the document. It is an error, so a handler can return one where desk.Error has no room for what it
// tells (With).
type Problem struct {
	Type   string    `json:"type" doc:"Always about:blank: the code tells more."`
	Title  string    `json:"title" doc:"The status in words."`
	Status int       `json:"status" doc:"The HTTP status."`
	Detail string    `json:"detail" doc:"A sentence for people that says what to do."`
	Code   desk.Code `json:"code" doc:"Stable name of the refusal, for programs."`
	Fields []Field   `json:"errors,omitempty" doc:"The wrong fields of the request."`
	// Extra are the members that belong to the code ("by", "ms", "retry_after", "challenge").
	Extra map[string]any `json:"-"`
}

// New makes a Problem of the given code.
func New(code desk.Code, format string, args ...any) *Problem {
	status := Status(code)
	return &Problem{Type: "about:blank", Title: http.StatusText(status), Status: status, Code: code,
		Detail: fmt.Sprintf(format, args...)}
}

// With adds a member and returns the same Problem.
func (p *Problem) With(key string, value any) *Problem {
	if p.Extra == nil {
		p.Extra = map[string]any{}
	}
	p.Extra[key] = value
	return p
}

// From is the Problem for an error. A code without an entry in the table, and every error that is neither a desk.Error
// nor a Problem, becomes internal, without its text.
func From(err error) *Problem {
	var p *Problem
	if errors.As(err, &p) {
		return p
	}
	var e *desk.Error
	var tooBig *http.MaxBytesError
	switch {
	case errors.As(err, &e):
	case errors.As(err, &tooBig):
		return New(desk.CodeTooLarge, "This is larger than %d bytes. Send something smaller.", tooBig.Limit)
	default:
		return internal()
	}
	if _, known := statuses[e.Code]; !known || e.Code == desk.CodeInternal {
		return internal()
	}
	p = New(e.Code, "%s", e.Message)
	if e.By != nil {
		p.With("by", map[string]string{"id": e.By.ID, "name": e.By.Name})
		p.With("ms", e.Since.Milliseconds())
	}
	if e.Reason != "" {
		p.With("reason", e.Reason)
	}
	if e.RetryAfter > 0 {
		p.With("retry_after", seconds(e.RetryAfter))
	}
	for _, f := range e.Fields {
		p.Fields = append(p.Fields, Field(f))
	}
	return p
}

func internal() *Problem {
	return New(desk.CodeInternal, "Something went wrong on our side. Please try again in a moment.")
}

func seconds(d time.Duration) int { return int(math.Ceil(d.Seconds())) }

// Error implements error, as desk.Error does it.
func (p *Problem) Error() string { return string(p.Code) + ": " + p.Detail }

// GetStatus makes a Problem huma's error too.
func (p *Problem) GetStatus() int { return p.Status }

// ContentType tells huma the media type of RFC 9457.
func (p *Problem) ContentType(string) string { return "application/problem+json" }

// GetHeaders sends Retry-After where the Problem knows it, so that proxies and clients find it where they look.
func (p *Problem) GetHeaders() http.Header {
	h := http.Header{}
	if s, ok := p.Extra["retry_after"].(int); ok {
		h.Set("Retry-After", strconv.Itoa(s))
	}
	return h
}

// MarshalJSON puts the extra members beside the standard ones, as RFC 9457 wants them.
func (p *Problem) MarshalJSON() ([]byte, error) {
	m := make(map[string]any, len(p.Extra)+6)
	for k, v := range p.Extra {
		m[k] = v
	}
	m["type"], m["title"], m["status"], m["detail"], m["code"] = p.Type, p.Title, p.Status, p.Detail, p.Code
	if len(p.Fields) > 0 {
		m["errors"] = p.Fields
	}
	return json.Marshal(m)
}

// TransformSchema completes the description for OpenAPI with the members that depend on the code.
func (p *Problem) TransformSchema(_ huma.Registry, s *huma.Schema) *huma.Schema {
	s.Description = "RFC 9457 problem document. Members beside the required ones depend on the code."
	s.AdditionalProperties = true
	s.Properties["retry_after"] = &huma.Schema{Type: huma.TypeInteger, Description: "Seconds until it is worth trying again."}
	s.Properties["request_id"] = &huma.Schema{Type: huma.TypeString, Description: "Names the request in the server's log (code internal)."}
	s.Properties["reason"] = &huma.Schema{Type: huma.TypeString, Description: "Refines closed and conflict."}
	s.Properties["ms"] = &huma.Schema{Type: huma.TypeInteger, Description: "How long ago they took it, or changed it, in milliseconds."}
	s.Properties["by"] = &huma.Schema{Type: huma.TypeObject, Description: "Who has the conversation (code taken), or changed the settings meanwhile (code conflict, reason settings_changed).",
		Properties: map[string]*huma.Schema{"id": {Type: huma.TypeString}, "name": {Type: huma.TypeString}}}
	return s
}

// Write answers a request with the Problem of err, and logs it if the fault is ours.
func Write(w http.ResponseWriter, r *http.Request, err error) {
	p := From(err)
	if p.Status == http.StatusInternalServerError {
		report(r.Method, r.Pattern, r.Header.Get(RequestIDHeader), err)
		p.withID(r.Header.Get(RequestIDHeader))
	}
	h := w.Header()
	for k, v := range p.GetHeaders() {
		h[k] = v
	}
	h.Set("Content-Type", p.ContentType(""))
	h.Set("Cache-Control", "no-store")
	h.Set("X-Content-Type-Options", "nosniff")
	h.Del("Content-Encoding")
	h.Del("ETag")
	w.WriteHeader(p.Status)
	if r.Method == http.MethodHead {
		return
	}
	_ = json.NewEncoder(w).Encode(p) // the caller is gone; there is nobody left to tell
}

// NotFound answers addresses that no route serves.
func NotFound(w http.ResponseWriter, r *http.Request) { Write(w, r, desk.ErrNotFound) }

// Recover answers a panic of next with an internal problem instead of a cut connection, and logs it with its stack.
// http.ErrAbortHandler goes on to net/http, which knows it.
func Recover(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		defer func() {
			v := recover()
			if v == nil {
				return
			}
			if v == http.ErrAbortHandler {
				panic(v)
			}
			slog.Error("panic in a handler", "request_id", r.Header.Get(RequestIDHeader), "method", r.Method, "route", r.Pattern, "panic", v, "stack", string(debug.Stack()))
			Write(w, r, New(desk.CodeInternal, "%s", internal().Detail))
		}()
		next.ServeHTTP(w, r)
	})
}

// report names the route, never the path: links to join or to set a password have their token in it.
func report(method, route, id string, err error) {
	slog.Error("request failed", "request_id", id, "method", method, "route", route, "err", err)
}

// withID names the request in the answer too, so that whoever reports the fault can be helped.
func (p *Problem) withID(id string) {
	if id != "" {
		p.With("request_id", id)
	}
}

func init() {
	huma.NewError = func(status int, msg string, errs ...error) huma.StatusError {
		return fromHuma(status, msg, errs)
	}
	huma.NewErrorWithContext = func(ctx huma.Context, status int, msg string, errs ...error) huma.StatusError {
		p := fromHuma(status, msg, errs)
		if p.Status == http.StatusInternalServerError {
			report(ctx.Method(), ctx.Operation().Path, ctx.Header(RequestIDHeader), errors.Join(errs...))
			p.withID(ctx.Header(RequestIDHeader))
		}
		for k, v := range p.GetHeaders() {
			ctx.SetHeader(k, v[0])
		}
		return p
	}
}

// fromHuma makes a Problem of what huma collected: one error that a handler returned, or a list of wrong fields.
func fromHuma(status int, msg string, errs []error) *Problem {
	for _, err := range errs {
		var e *desk.Error
		var p *Problem
		var tooBig *http.MaxBytesError
		if errors.As(err, &p) || errors.As(err, &e) || errors.As(err, &tooBig) {
			return From(err)
		}
	}
	if status >= http.StatusInternalServerError && status != http.StatusServiceUnavailable {
		return internal()
	}
	code, ok := codes[status]
	if !ok {
		code = desk.CodeInvalid
	}
	p := New(code, "%s", sentence(msg))
	p.Status, p.Title = status, http.StatusText(status)
	for _, err := range errs {
		if isNil(err) {
			continue
		}
		f := Field{Message: err.Error()}
		if d, ok := err.(huma.ErrorDetailer); ok {
			f = Field{Message: d.ErrorDetail().Message, Location: d.ErrorDetail().Location}
		}
		if strings.HasPrefix(f.Message, "json: ") { // speaks of Go's types
			f.Message = "a value is of another kind than the API's document says"
		}
		p.Fields = append(p.Fields, f)
	}
	if len(p.Fields) > 0 {
		f := p.Fields[0]
		if f.Location != "" {
			p.Detail = fmt.Sprintf("Check %s: %s.", f.Location, f.Message)
		} else {
			p.Detail = sentence(f.Message)
		}
	}
	return p
}

func isNil(err error) bool {
	if err == nil {
		return true
	}
	v := reflect.ValueOf(err)
	return v.Kind() == reflect.Pointer && v.IsNil()
}

func sentence(msg string) string {
	if msg == "" {
		return "The request cannot be answered."
	}
	return strings.ToUpper(msg[:1]) + strings.TrimSuffix(msg[1:], ".") + "."
}
