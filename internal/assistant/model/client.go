package model

import (
	"context"
	"encoding/json"
	"errors"
	"net/url"
	"strings"
	"time"

	"deskbell/internal/outward"
)

// Limits of one call, whoever answers it.
const (
	// maxBody is how much of an answer is read: some sixty times what a guest is ever shown, because each word comes in an
	// envelope of its own.
	maxBody = 512 << 10
	// maxReply is how many bytes of words are collected before the call is given up.
	maxReply = 16 << 10
)

// Call is one request to a language model.
type Call struct {
	// Instructions are ours. Text holds data: whatever it says is said by strangers.
	Instructions string
	Text         string
	// MaxTokens bounds the answer.
	MaxTokens int64
}

// Reply is what came of it.
type Reply struct {
	Text string
	// Tokens are what was used, as the model counts or, where it does not say, as we estimate. In and Out are its parts.
	Tokens, In, Out int64
}

// Completer is a language model: the one thing that is asked of it. piece hears the answer as it grows, each time with what
// is new; it may be nil. An error comes with what was used up to it.
type Completer interface {
	Complete(ctx context.Context, c Call, piece func(string)) (Reply, error)
}

// The ways in which a model does not answer. They are counted by the circuit and named to the desk; none is told to a guest.
var (
	ErrTimeout = errors.New("the language model did not answer in time")
	ErrBusy    = errors.New("the language model takes no more questions at the moment")
	ErrRefused = errors.New("the language model refused the request")
	ErrBroken  = errors.New("the language model answered with something that is no answer")
	ErrHalf    = errors.New("the language model stopped in the middle of its answer")
)

// busy is ErrBusy with when to come back.
type busy struct{ after time.Duration }

func (b busy) Error() string        { return ErrBusy.Error() }
func (b busy) Is(target error) bool { return target == ErrBusy }

// ClientConfig names an OpenAI-compatible service.
type ClientConfig struct {
	// BaseURL is what the operator entered (https://api.openai.com/v1, http://127.0.0.1:11434/v1, …).
	BaseURL, Key, Model string
	// Outward asks it. The origin of BaseURL may lie inside the network: the operator named it.
	Outward *outward.Client
}

// Client speaks the chat protocol that OpenAI began and Azure, Ollama, vLLM, llama.cpp and most others speak.
//
// https://platform.openai.com/docs/api-reference/chat-streaming
type Client struct {
	at    service
	model string
	// newer is for services that refuse the older name of the answer's bound; all others know only that.
	newer bool
}

// azure hosts wear their key in a header of their own.
const azure = ".openai.azure.com"

func (cfg ClientConfig) host() string {
	u, err := url.Parse(cfg.BaseURL)
	if err != nil {
		return ""
	}
	return strings.ToLower(u.Hostname())
}

// NewClient makes a client. Nothing is asked yet.
func NewClient(cfg ClientConfig) (*Client, error) {
	at, err := cfg.service(maxBody)
	if err != nil {
		return nil, err
	}
	host := cfg.host()
	return &Client{at: at, model: cfg.Model, newer: host == "api.openai.com" || strings.HasSuffix(host, azure)}, nil
}

// Name is the model's name.
func (c *Client) Name() string { return c.model }

// chatRequest is what is asked.
type chatRequest struct {
	Model         string        `json:"model"`
	Messages      []chatMessage `json:"messages"`
	Stream        bool          `json:"stream"`
	StreamOptions struct {
		IncludeUsage bool `json:"include_usage"`
	} `json:"stream_options"`
	MaxTokens           int64    `json:"max_tokens,omitempty"`
	MaxCompletionTokens int64    `json:"max_completion_tokens,omitempty"`
	Temperature         *float64 `json:"temperature,omitempty"`
}

type chatMessage struct {
	Role    string `json:"role"`
	Content string `json:"content"`
}

// chatChunk is a piece of the answer.
type chatChunk struct {
	Choices []struct {
		Index int `json:"index"`
		Delta struct {
			Content string `json:"content"`
		} `json:"delta"`
		FinishReason string `json:"finish_reason"`
	} `json:"choices"`
	Usage struct {
		PromptTokens     int64 `json:"prompt_tokens"`
		CompletionTokens int64 `json:"completion_tokens"`
	} `json:"usage"`
	Error any `json:"error"`
}

// Complete implements [Completer].
func (c *Client) Complete(ctx context.Context, call Call, piece func(string)) (Reply, error) {
	p := chatRequest{Model: c.model, Messages: []chatMessage{{"system", call.Instructions}, {"user", call.Text}}, Stream: true}
	p.StreamOptions.IncludeUsage = true
	if c.newer { // its newest models take no temperature, either
		p.MaxCompletionTokens = call.MaxTokens
	} else {
		p.MaxTokens, p.Temperature = call.MaxTokens, new(float64)
	}
	used := Reply{In: estimate(call.Instructions) + estimate(call.Text)}
	body, err := c.at.ask(ctx, "chat/completions", p)
	if err != nil {
		return sum(used), fault(ctx, err)
	}
	defer func() { _ = body.Close() }()
	var text strings.Builder
	var end string
	for data, err := range outward.Events(body, maxBody) {
		if data == "[DONE]" {
			break
		}
		var chunk chatChunk
		if err == nil {
			err = json.Unmarshal([]byte(data), &chunk)
		}
		if err == nil && chunk.Error != nil {
			err = ErrBroken
		}
		if err != nil {
			used.Text = text.String()
			used.Out = max(used.Out, estimate(used.Text))
			return sum(used), fault(ctx, err)
		}
		if u := chunk.Usage; u.PromptTokens > 0 && u.PromptTokens < 1<<30 && u.CompletionTokens >= 0 && u.CompletionTokens < 1<<30 {
			used.In, used.Out = u.PromptTokens, u.CompletionTokens
		}
		for _, choice := range chunk.Choices {
			if choice.Index != 0 {
				continue
			}
			if s := choice.Delta.Content; s != "" && end == "" {
				text.WriteString(s)
				if text.Len() > maxReply {
					used.Out = estimate(text.String())
					return sum(used), ErrBroken
				}
				if piece != nil {
					piece(s)
				}
			}
			if choice.FinishReason != "" {
				end = choice.FinishReason
			}
		}
	}
	used.Text = text.String()
	if used.Out == 0 {
		used.Out = estimate(used.Text)
	}
	used = sum(used)
	switch {
	case end == "stop":
		return used, nil
	case end == "" && used.Text == "":
		return used, ErrBroken // some page, or nothing at all
	case end == "content_filter":
		return used, ErrRefused
	}
	return used, ErrHalf // cut off: by its length, or with the line
}

func sum(r Reply) Reply {
	r.Tokens = r.In + r.Out
	return r
}

// estimate is about how many tokens a text has: never fewer than most models count.
func estimate(s string) int64 { return int64(len(s))/3 + 4 }

var _ Completer = (*Client)(nil)
