package drive

import (
	"encoding/json"
	"fmt"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// ModelFault is how a language model misbehaves; the empty one answers.
type ModelFault string

// The ways in which a language model fails.
const (
	ModelWell    ModelFault = ""
	ModelHangs   ModelFault = "hangs"
	ModelStops   ModelFault = "stops in the middle and hangs"
	ModelDrips   ModelFault = "drips nothing for ever"
	ModelBusy    ModelFault = "429"
	ModelBroken  ModelFault = "500"
	ModelGarbage ModelFault = "garbage"
	ModelPage    ModelFault = "a page"
	ModelHalf    ModelFault = "half a stream"
	ModelDies    ModelFault = "cuts the line"
	ModelHuge    ModelFault = "10 MB"
	ModelLies    ModelFault = "lies"
)

// ModelFaults are all of them.
func ModelFaults() []ModelFault {
	return []ModelFault{ModelHangs, ModelStops, ModelDrips, ModelBusy, ModelBroken, ModelGarbage, ModelPage, ModelHalf, ModelDies, ModelHuge, ModelLies}
}

// Model is a scripted server that speaks the chat protocol of OpenAI's API.
type Model struct {
	URL string
	// Asked counts requests.
	Asked atomic.Int64

	server *http.Server

	mu    sync.Mutex
	fault ModelFault
	words string
	pause time.Duration
}

// NewModel starts one on loopback. It answers words (cited passage and all) once it is well.
func NewModel(words string) (*Model, error) {
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		return nil, err
	}
	m := &Model{URL: "http://" + l.Addr().String() + "/v1", words: words}
	m.server = &http.Server{Handler: http.HandlerFunc(m.serve), ReadHeaderTimeout: 5 * time.Second}
	go func() { _ = m.server.Serve(l) }()
	return m, nil
}

// Close ends it, and what it is asked.
func (m *Model) Close() { _ = m.server.Close() }

// Be makes it misbehave from now on.
func (m *Model) Be(f ModelFault) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.fault = f
}

// Slow makes it wait before each word.
func (m *Model) Slow(pause time.Duration) {
	m.mu.Lock()
	defer m.mu.Unlock()
	m.pause = pause
}

func (m *Model) serve(w http.ResponseWriter, r *http.Request) {
	m.Asked.Add(1)
	_, _ = io.Copy(io.Discard, io.LimitReader(r.Body, 1<<20))
	m.mu.Lock()
	fault, words, pause := m.fault, m.words, m.pause
	m.mu.Unlock()
	hang := func() { <-r.Context().Done() }
	stream := func() { w.Header().Set("Content-Type", "text/event-stream") }
	switch fault {
	case ModelHangs:
		hang()
		return
	case ModelBusy:
		w.Header().Set("Retry-After", "1")
		w.WriteHeader(http.StatusTooManyRequests)
		return
	case ModelBroken:
		http.Error(w, "internal error", http.StatusInternalServerError)
		return
	case ModelPage:
		fmt.Fprint(w, "<html><body>Sign in to the hotel's network</body></html>")
		return
	}
	stream()
	switch fault {
	case ModelGarbage:
		fmt.Fprint(w, "data: {\"choices\": [{]}\n\n")
	case ModelDrips:
		for r.Context().Err() == nil {
			chunk(w, "", "")
			time.Sleep(20 * time.Millisecond)
		}
	case ModelStops:
		chunk(w, "[1]\nBreakfast is ", "")
		hang()
	case ModelHalf:
		chunk(w, "[1]\nBreakfast is ", "")
	case ModelDies:
		chunk(w, "[1]\nBreakfast is ", "")
		panic(http.ErrAbortHandler)
	case ModelHuge:
		for range 10 << 10 {
			chunk(w, strings.Repeat("breakfast ", 100), "")
		}
	case ModelLies:
		chunk(w, "[1]\nBreakfast is from 05:00 and free, see https://evil.example/ now. ", "stop")
	default:
		for _, word := range strings.SplitAfter(words, " ") {
			select {
			case <-time.After(pause):
			case <-r.Context().Done():
				return
			}
			chunk(w, word, "")
		}
		chunk(w, "", "stop")
		fmt.Fprint(w, "data: [DONE]\n\n")
	}
}

func chunk(w http.ResponseWriter, text, finish string) {
	choice := map[string]any{"index": 0, "delta": map[string]any{"content": text}}
	if finish != "" {
		choice["finish_reason"] = finish
	}
	b, _ := json.Marshal(map[string]any{"id": "x", "object": "chat.completion.chunk", "choices": []any{choice}}) // plain values
	fmt.Fprintf(w, "data: %s\n\n", b)
	if f, ok := w.(http.Flusher); ok {
		f.Flush()
	}
}
