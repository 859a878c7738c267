package problem_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"go/ast"
	"go/parser"
	"go/token"
	"log/slog"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"deskbell/internal/desk"
	"deskbell/internal/httpapi/problem"
)

// Every code that desk declares must be in the table: a new one would otherwise be answered as a fault of ours.
func TestStatus_KnowsEveryCode(t *testing.T) {
	t.Parallel()
	f, err := parser.ParseFile(token.NewFileSet(), "../../desk/error.go", nil, 0)
	if err != nil {
		t.Fatal(err)
	}
	found := 0
	ast.Inspect(f, func(n ast.Node) bool {
		spec, ok := n.(*ast.ValueSpec)
		if !ok || len(spec.Values) != 1 || !strings.HasPrefix(spec.Names[0].Name, "Code") {
			return true
		}
		found++
		code := desk.Code(strings.Trim(spec.Values[0].(*ast.BasicLit).Value, `"`))
		if code != desk.CodeInternal && problem.Status(code) == http.StatusInternalServerError {
			t.Errorf("code %q has no status", code)
		}
		return true
	})
	if found < 15 {
		t.Fatalf("found only %d codes: did they move?", found)
	}
}

func TestWrite(t *testing.T) {
	t.Parallel()
	cases := []struct {
		name   string
		err    error
		status int
		want   map[string]any
		header string
	}{
		{"Taken", &desk.Error{Code: desk.CodeTaken, Message: "Ana took this.", By: &desk.Who{ID: "p1", Name: "Ana"}, Since: 1500 * time.Millisecond},
			409, map[string]any{"code": "taken", "ms": 1500.0, "by": map[string]any{"id": "p1", "name": "Ana"}}, ""},
		{"Wrapped", fmt.Errorf("load: %w", desk.ErrNotFound), 404, map[string]any{"code": "not_found"}, ""},
		{"RateLimited", &desk.Error{Code: desk.CodeRateLimited, Message: "Slow down.", RetryAfter: 1200 * time.Millisecond},
			429, map[string]any{"code": "rate_limited", "retry_after": 2.0}, "2"},
		{"Foreign", errors.New("password=hunter2"), 500, map[string]any{"code": "internal"}, ""},
		{"UnknownCode", desk.Refuse("zzz", "secret"), 500, map[string]any{"code": "internal"}, ""},
		{"Extra", problem.New(problem.CodeChallenge, "One moment.").With("challenge", "x"), 429, map[string]any{"challenge": "x"}, ""},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			w := httptest.NewRecorder()
			problem.Write(w, httptest.NewRequest("GET", "/x", nil), c.err)
			if w.Code != c.status {
				t.Errorf("status %d, want %d", w.Code, c.status)
			}
			if got := w.Header().Get("Content-Type"); got != "application/problem+json" {
				t.Errorf("content type %q", got)
			}
			if got := w.Header().Get("Retry-After"); got != c.header {
				t.Errorf("Retry-After %q, want %q", got, c.header)
			}
			if strings.Contains(w.Body.String(), "hunter2") || strings.Contains(w.Body.String(), "secret") {
				t.Errorf("internals told: %s", w.Body)
			}
			doc := map[string]any{}
			if err := json.Unmarshal(w.Body.Bytes(), &doc); err != nil {
				t.Fatal(err)
			}
			for k, v := range c.want {
				if fmt.Sprint(doc[k]) != fmt.Sprint(v) {
					t.Errorf("%s = %v, want %v", k, doc[k], v)
				}
			}
		})
	}
}

// huma's own refusals and whatever its handlers return come out as the same documents.
func TestHuma(t *testing.T) {
	t.Parallel()
	mux := http.NewServeMux()
	config := huma.DefaultConfig("t", "1")
	config.CreateHooks = nil // no $schema links in answers
	api := humago.New(mux, config)
	type input struct {
		Body struct {
			Text string `json:"text" minLength:"1" maxLength:"5"`
		}
	}
	huma.Register(api, huma.Operation{Method: "POST", Path: "/x", MaxBodyBytes: 64}, func(_ context.Context, in *input) (*struct{}, error) {
		switch in.Body.Text {
		case "desk":
			return nil, &desk.Error{Code: desk.CodeRateLimited, Message: "Slow down.", RetryAfter: time.Second}
		case "raw":
			return nil, errors.New("internals")
		}
		return nil, nil
	})
	cases := []struct {
		name, body, contentType string
		status                  int
		code                    string
	}{
		{"Fine", `{"text":"a"}`, "application/json", 204, ""},
		{"Desk", `{"text":"desk"}`, "application/json", 429, "rate_limited"},
		{"Raw", `{"text":"raw"}`, "application/json", 500, "internal"},
		{"TooLong", `{"text":"abcdefgh"}`, "application/json", 422, "invalid"},
		{"UnknownField", `{"text":"a","b":1}`, "application/json", 422, "invalid"},
		{"WrongNumber", `{"text":1e400}`, "application/json", 400, "invalid"},
		{"NotJSON", `{"te`, "application/json", 400, "invalid"},
		{"WrongType", `a=b`, "application/x-www-form-urlencoded", 415, "unsupported_type"},
		{"TooBig", `{"text":"` + strings.Repeat("a", 100) + `"}`, "application/json", 413, "too_large"},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			r := httptest.NewRequest("POST", "/x", strings.NewReader(c.body))
			r.Header.Set("Content-Type", c.contentType)
			w := httptest.NewRecorder()
			mux.ServeHTTP(w, r)
			if w.Code != c.status {
				t.Fatalf("status %d, want %d: %s", w.Code, c.status, w.Body)
			}
			if c.code == "" {
				return
			}
			var doc struct{ Code, Detail string }
			if err := json.Unmarshal(w.Body.Bytes(), &doc); err != nil || doc.Code != c.code {
				t.Errorf("got %s (%v), want code %s", w.Body, err, c.code)
			}
			if strings.Contains(w.Body.String(), "internals") || strings.Contains(w.Body.String(), "abcdefgh") || strings.Contains(w.Body.String(), "Go value") {
				t.Errorf("echoes what it should not: %s", w.Body)
			}
			if c.name == "Desk" && w.Header().Get("Retry-After") != "1" {
				t.Errorf("no Retry-After: %v", w.Header())
			}
		})
	}
	schema := api.OpenAPI().Components.Schemas.Map()["Problem"]
	if schema == nil || schema.Properties["code"] == nil || schema.Properties["retry_after"] == nil {
		t.Errorf("OpenAPI does not describe Problem: %+v", schema)
	}
}

func TestRecover(t *testing.T) {
	t.Parallel()
	h := problem.Recover(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { panic("boom") }))
	w := httptest.NewRecorder()
	h.ServeHTTP(w, httptest.NewRequest("GET", "/", nil))
	if w.Code != 500 || strings.Contains(w.Body.String(), "boom") {
		t.Errorf("got %d %s", w.Code, w.Body)
	}
}

// Faults of ours are logged with everything that helps, but a link's token opens the door it is for.
func TestFaults_AreLoggedWithoutTokens(t *testing.T) {
	var log bytes.Buffer
	before := slog.Default()
	slog.SetDefault(slog.New(slog.NewTextHandler(&log, nil)))
	defer slog.SetDefault(before)
	mux := http.NewServeMux()
	config := huma.DefaultConfig("t", "1")
	config.CreateHooks = nil
	api := humago.New(mux, config)
	huma.Register(api, huma.Operation{Method: "GET", Path: "/resets/{token}"}, func(context.Context, *struct {
		Token string `path:"token"`
	}) (*struct{}, error) {
		return nil, errors.New("the disk is on fire")
	})
	mux.HandleFunc("GET /invitations/{token}", func(w http.ResponseWriter, r *http.Request) { problem.Write(w, r, errors.New("a flood")) })
	mux.HandleFunc("GET /files/{token}", func(http.ResponseWriter, *http.Request) { panic("boom") })
	for _, path := range []string{"/resets/", "/invitations/", "/files/"} {
		problem.Recover(mux).ServeHTTP(httptest.NewRecorder(), httptest.NewRequest("GET", path+"canary", nil))
	}
	for _, want := range []string{"the disk is on fire", "a flood", "boom", "/resets/{token}", "/invitations/{token}", "/files/{token}"} {
		if !strings.Contains(log.String(), want) {
			t.Errorf("the log does not tell %q: %s", want, log.String())
		}
	}
	if strings.Contains(log.String(), "canary") {
		t.Errorf("a token is in the log: %s", log.String())
	}
}
