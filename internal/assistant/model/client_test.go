package model_test

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"
	"time"

	"deskbell/internal/assistant/model"
	"deskbell/internal/outward"
)

// served is an OpenAI-compatible server that does as the test says.
func served(t *testing.T, h http.HandlerFunc) *model.Client {
	t.Helper()
	c, err := model.NewClient(address(t, h))
	if err != nil {
		t.Fatal(err)
	}
	return c
}

// embeddings is served for vectors.
func embeddings(t *testing.T, h http.HandlerFunc) *model.Embeddings {
	t.Helper()
	e, err := model.NewEmbeddings(address(t, h))
	if err != nil {
		t.Fatal(err)
	}
	return e
}

// address is where such a server is.
func address(t *testing.T, h http.HandlerFunc) model.ClientConfig {
	t.Helper()
	s := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		// A server hears that a client went away once it has read what the client sent.
		body, _ := io.ReadAll(r.Body)
		r.Body = io.NopCloser(bytes.NewReader(body))
		h(w, r)
	}))
	out := outward.New(outward.Config{})
	t.Cleanup(func() {
		out.Close()
		s.CloseClientConnections()
		s.Close()
	})
	return model.ClientConfig{BaseURL: s.URL + "/v1", Key: "k-canary", Model: "small", Outward: out}
}

// event is one of the answer's stream.
func event(w http.ResponseWriter, text, finish string) {
	choice := map[string]any{"index": 0, "delta": map[string]any{"content": text}, "finish_reason": nil}
	if finish != "" {
		choice["finish_reason"] = finish
	}
	b, _ := json.Marshal(map[string]any{"id": "x", "object": "chat.completion.chunk", "model": "small", "choices": []any{choice}})
	fmt.Fprintf(w, "data: %s\n\n", b)
	if f, ok := w.(http.Flusher); ok {
		f.Flush()
	}
}

func stream(w http.ResponseWriter) { w.Header().Set("Content-Type", "text/event-stream") }

func TestClient_AsksAndStreams(t *testing.T) {
	t.Parallel()
	c := served(t, func(w http.ResponseWriter, r *http.Request) {
		var body struct {
			Model     string
			Stream    bool
			MaxTokens int64 `json:"max_tokens"`
			Messages  []struct{ Role, Content string }
		}
		if err := json.NewDecoder(r.Body).Decode(&body); err != nil {
			t.Error(err)
		}
		if r.URL.Path != "/v1/chat/completions" || r.Header.Get("Authorization") != "Bearer k-canary" || body.Model != "small" || !body.Stream || body.MaxTokens != 50 ||
			len(body.Messages) != 2 || body.Messages[0].Role != "system" || body.Messages[0].Content != "be brief" || body.Messages[1].Content != "data" {
			t.Errorf("asked %s %+v", r.URL.Path, body)
		}
		stream(w)
		event(w, "Good ", "")
		event(w, "morning", "")
		event(w, "", "stop")
		fmt.Fprint(w, "data: {\"id\":\"x\",\"choices\":[],\"usage\":{\"prompt_tokens\":11,\"completion_tokens\":3,\"total_tokens\":14}}\n\ndata: [DONE]\n\n")
	})
	var pieces []string
	r, err := c.Complete(t.Context(), model.Call{Instructions: "be brief", Text: "data", MaxTokens: 50}, func(s string) { pieces = append(pieces, s) })
	if err != nil || r.Text != "Good morning" || r.In != 11 || r.Out != 3 || r.Tokens != 14 || strings.Join(pieces, "|") != "Good |morning" {
		t.Errorf("%+v, %q, %v", r, pieces, err)
	}
}

// Every way in which a service fails is one of a few errors, comes in time, and repeats nothing of what it wrote.
func TestClient_Faults(t *testing.T) {
	t.Parallel()
	for name, f := range map[string]struct {
		serve http.HandlerFunc
		want  error
	}{
		"Hangs":       {func(_ http.ResponseWriter, r *http.Request) { <-r.Context().Done() }, model.ErrTimeout},
		"HangsInside": {func(w http.ResponseWriter, r *http.Request) { stream(w); event(w, "Good", ""); <-r.Context().Done() }, model.ErrTimeout},
		"Drips": {func(w http.ResponseWriter, r *http.Request) {
			stream(w)
			for r.Context().Err() == nil {
				event(w, "", "")
				select {
				case <-time.After(5 * time.Millisecond):
				case <-r.Context().Done():
				}
			}
		}, model.ErrTimeout},
		"429": {func(w http.ResponseWriter, _ *http.Request) { w.Header().Set("Retry-After", "7"); w.WriteHeader(429) }, model.ErrBusy},
		"503": {func(w http.ResponseWriter, _ *http.Request) { w.WriteHeader(503) }, model.ErrBusy},
		"500": {func(w http.ResponseWriter, _ *http.Request) { http.Error(w, "canary in a page", 500) }, model.ErrBroken},
		"401": {func(w http.ResponseWriter, _ *http.Request) {
			http.Error(w, `{"error":{"message":"canary"}}`, http.StatusUnauthorized)
		}, model.ErrRefused},
		"Redirect": {func(w http.ResponseWriter, _ *http.Request) {
			w.Header().Set("Location", "http://169.254.169.254/")
			w.WriteHeader(307)
		}, nil},
		"Garbage": {func(w http.ResponseWriter, _ *http.Request) { stream(w); fmt.Fprint(w, "data: {canary\n\n") }, model.ErrBroken},
		"Page":    {func(w http.ResponseWriter, _ *http.Request) { fmt.Fprint(w, "<html>canary</html>") }, model.ErrBroken},
		"Nothing": {func(w http.ResponseWriter, _ *http.Request) { stream(w) }, model.ErrBroken},
		"Null": {func(w http.ResponseWriter, _ *http.Request) {
			stream(w)
			fmt.Fprint(w, "data: null\n\ndata: [DONE]\n\n")
		}, model.ErrBroken},
		"Error": {func(w http.ResponseWriter, _ *http.Request) {
			stream(w)
			fmt.Fprint(w, "data: {\"error\":\"canary\"}\n\n")
		}, model.ErrBroken},
		"Half":     {func(w http.ResponseWriter, _ *http.Request) { stream(w); event(w, "Breakfast is from", "") }, model.ErrHalf},
		"Cut":      {func(w http.ResponseWriter, _ *http.Request) { stream(w); event(w, "Breakfast is from", "length") }, model.ErrHalf},
		"Filtered": {func(w http.ResponseWriter, _ *http.Request) { stream(w); event(w, "", "content_filter") }, model.ErrRefused},
		"Dies": {func(w http.ResponseWriter, _ *http.Request) {
			stream(w)
			event(w, "Breakfast", "")
			panic(http.ErrAbortHandler)
		}, model.ErrBroken},
		"10MB": {func(w http.ResponseWriter, _ *http.Request) {
			stream(w)
			for range 10 << 10 {
				event(w, strings.Repeat("a", 1024), "")
			}
		}, model.ErrBroken},
		"10MBInOne": {func(w http.ResponseWriter, _ *http.Request) {
			stream(w)
			fmt.Fprint(w, "data: ")
			_, _ = w.Write(bytes.Repeat([]byte("a"), 10<<20))
		}, nil},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var asked atomic.Int32
			c := served(t, func(w http.ResponseWriter, r *http.Request) { asked.Add(1); f.serve(w, r) })
			ctx, cancel := context.WithTimeout(t.Context(), 2*time.Second)
			if f.want == model.ErrTimeout {
				cancel()
				ctx, cancel = context.WithTimeout(t.Context(), 100*time.Millisecond)
			}
			defer cancel()
			r, err := c.Complete(ctx, model.Call{Instructions: "i", Text: "t", MaxTokens: 10}, nil)
			if err == nil || f.want != nil && !errors.Is(err, f.want) {
				t.Errorf("%v, want %v", err, f.want)
			}
			if err != nil && strings.Contains(err.Error(), "canary") {
				t.Errorf("the error repeats what was answered: %v", err)
			}
			if n := asked.Load(); n != 1 {
				t.Errorf("asked %d times", n)
			}
			if len(r.Text) > 32<<10 {
				t.Errorf("%d bytes were kept", len(r.Text))
			}
		})
	}
}

func TestClient_ARedirectIsNotFollowed(t *testing.T) {
	t.Parallel()
	inside := httptest.NewServer(http.HandlerFunc(func(http.ResponseWriter, *http.Request) { t.Error("the address behind the redirect was asked") }))
	defer inside.Close()
	c := served(t, func(w http.ResponseWriter, r *http.Request) {
		http.Redirect(w, r, inside.URL, http.StatusTemporaryRedirect)
	})
	if _, err := c.Complete(t.Context(), model.Call{Text: "t"}, nil); err == nil {
		t.Error("no error")
	}
}

func TestNewClient_RefusesWhatIsNoAddress(t *testing.T) {
	t.Parallel()
	for _, bad := range []string{"", "api.openai.com/v1", "ftp://x.example", "https://user:pass@x.example/v1", "https://"} {
		if _, err := model.NewClient(model.ClientConfig{BaseURL: bad, Model: "m", Outward: outward.New(outward.Config{})}); err == nil {
			t.Errorf("%q is taken", bad)
		}
	}
	if _, err := model.NewClient(model.ClientConfig{BaseURL: "https://x.example", Outward: outward.New(outward.Config{})}); err == nil {
		t.Error("no model is taken")
	}
}
