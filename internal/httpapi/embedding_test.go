package httpapi_test

import (
	"encoding/json"
	"fmt"
	"net/http"
	"net/http/httptest"
	"strings"
	"sync/atomic"
	"testing"

	"deskbell/internal/app"
	"deskbell/internal/httpapi/apitest"
	"deskbell/internal/store"
)

// Where the address has embeddings, a guest is told what they mean in words that nobody wrote; each passage is sent there once.
func TestAnswering_ByMeaning(t *testing.T) {
	t.Parallel()
	var embedded atomic.Int64
	llm := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Path != "/v1/embeddings" {
			w.Header().Set("Content-Type", "text/event-stream")
			b, _ := json.Marshal(map[string]any{"id": "x", "choices": []any{map[string]any{"index": 0, "delta": map[string]any{"content": "[1]\nBreakfast is from 06:30 to 10:30."}, "finish_reason": "stop"}}})
			fmt.Fprintf(w, "data: %s\n\ndata: [DONE]\n\n", b)
			return
		}
		var in struct {
			Model string
			Input []string
		}
		if err := json.NewDecoder(r.Body).Decode(&in); err != nil || in.Model != "meaning-1" {
			t.Errorf("asked %+v, %v", in, err)
		}
		embedded.Add(int64(len(in.Input)))
		data := []any{}
		for i, text := range in.Input {
			v := make([]float64, 64)
			v[1+(len(text)*7+i)%63] = 1
			if low := strings.ToLower(text); strings.Contains(low, "zorblax") || strings.Contains(low, "breakfast") {
				v = make([]float64, 64)
				v[0] = 1
			}
			data = append(data, map[string]any{"index": i, "embedding": v})
		}
		w.Header().Set("Content-Type", "application/json")
		_ = json.NewEncoder(w).Encode(map[string]any{"data": data, "usage": map[string]any{"total_tokens": 9}})
	}))
	t.Cleanup(llm.Close)
	h := apitest.Start(t, apitest.Options{Change: func(c *app.Config) {
		c.LLM = app.LLM{BaseURL: llm.URL + "/v1", Model: "small", Embeddings: "meaning-1"}
	}})
	admin, property := h.SignIn("admin"), h.Property("demo")
	ask := func() string {
		t.Helper()
		return admin.Must(200, "POST", "/api/v1/properties/"+property+"/try", m{"question": "Zorblax quuxification?"}).Text("answer")
	}
	if a := ask(); a != "Breakfast is from 06:30 to 10:30." {
		t.Errorf("answered %q", a)
	}
	first := embedded.Load()
	if a := ask(); a != "Breakfast is from 06:30 to 10:30." {
		t.Errorf("answered %q", a)
	}
	var rows map[string]string
	if err := h.App.Store().Read(t.Context(), func(tx store.Tx) (err error) {
		rows, err = tx.Vectors(property, "meaning-1")
		return err
	}); err != nil {
		t.Fatal(err)
	}
	// The question is asked each time; of the passages each is there once.
	if all := embedded.Load(); first < 10 || int64(len(rows)) != all-2 {
		t.Errorf("%d texts, then %d, and %d rows", first, all, len(rows))
	}
	used := admin.Must(200, "GET", "/api/v1/properties/"+property+"/answering", nil).JSON["today"].(map[string]any)
	if used["calls"] != 4.0 {
		t.Errorf("used %v", used)
	}
}
