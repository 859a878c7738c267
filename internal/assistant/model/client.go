package model

import (
	"context"
	"errors"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"time"

	"github.com/openai/openai-go/v3"
	"github.com/openai/openai-go/v3/option"

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
type Client struct {
	api   openai.ChatCompletionService
	model string
	// newer is for services that refuse the older name of the answer's bound; all others know only that.
	newer bool
}

// options are what the library needs to ask the address, or why it is none.
func (cfg ClientConfig) options() ([]option.RequestOption, error) {
	u, err := url.Parse(cfg.BaseURL)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.User != nil {
		return nil, errors.New("the address of the language model must look like https://api.openai.com/v1")
	}
	if cfg.Model == "" {
		return nil, errors.New("a language model's address needs the model's name beside it")
	}
	options := []option.RequestOption{
		option.WithBaseURL(strings.TrimRight(cfg.BaseURL, "/") + "/"), option.WithHTTPClient(asks{cfg.Outward.Naming(cfg.BaseURL)}),
		// One message costs at most two calls: whether there is another is decided here and not below.
		option.WithMaxRetries(0),
		option.WithAPIKey(cfg.Key),
	}
	if cfg.Key == "" { // the library would send an empty one
		options = append(options, option.WithHeaderDel("Authorization"))
	}
	if strings.HasSuffix(cfg.host(), azure) {
		options = append(options, option.WithHeader("Api-Key", cfg.Key))
	}
	return options, nil
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
	options, err := cfg.options()
	if err != nil {
		return nil, err
	}
	host := cfg.host()
	// The service by itself: the library's client would take keys and addresses from the environment.
	return &Client{api: openai.NewChatCompletionService(options...), model: cfg.Model,
		newer: host == "api.openai.com" || strings.HasSuffix(host, azure)}, nil
}

// Name is the model's name.
func (c *Client) Name() string { return c.model }

// asks is the library's way to the outside: bounded, without redirects, and without the environment's proxy.
type asks struct{ client *outward.Client }

// Do implements option.HTTPClient.
func (a asks) Do(r *http.Request) (*http.Response, error) { return a.client.Stream(r, maxBody) }

// Complete implements [Completer].
func (c *Client) Complete(ctx context.Context, call Call, piece func(string)) (Reply, error) {
	p := openai.ChatCompletionNewParams{
		Model:         c.model,
		Messages:      []openai.ChatCompletionMessageParamUnion{openai.SystemMessage(call.Instructions), openai.UserMessage(call.Text)},
		StreamOptions: openai.ChatCompletionStreamOptionsParam{IncludeUsage: openai.Bool(true)},
	}
	if c.newer { // its newest models take no temperature, either
		p.MaxCompletionTokens = openai.Int(call.MaxTokens)
	} else {
		p.MaxTokens, p.Temperature = openai.Int(call.MaxTokens), openai.Float(0)
	}
	used := Reply{In: estimate(call.Instructions) + estimate(call.Text)}
	stream := c.api.NewStreaming(ctx, p)
	defer func() { _ = stream.Close() }()
	var text strings.Builder
	var end string
	for stream.Next() {
		chunk := stream.Current()
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
	if used.Out == 0 {
		used.Out = estimate(text.String())
	}
	used.Text = text.String()
	used = sum(used)
	if err := stream.Err(); err != nil {
		return used, fault(ctx, err)
	}
	switch {
	case end == "stop":
		return used, nil
	case end == "" && text.Len() == 0:
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

// fault says what went wrong without a word of what the service wrote: it may be a page, and hold anything.
func fault(ctx context.Context, err error) error {
	var api *openai.Error
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		return context.Canceled
	case ctx.Err() != nil || errors.Is(err, context.DeadlineExceeded):
		return ErrTimeout
	case errors.As(err, &api) && (api.StatusCode == http.StatusTooManyRequests || api.StatusCode == http.StatusServiceUnavailable):
		return busy{retryAfter(api.Response)}
	case errors.As(err, &api) && api.StatusCode >= 500:
		return fmt.Errorf("%w: HTTP %d", ErrBroken, api.StatusCode)
	case errors.As(err, &api):
		return fmt.Errorf("%w: HTTP %d", ErrRefused, api.StatusCode)
	case errors.Is(err, outward.ErrInside), errors.Is(err, outward.ErrScheme):
		return err
	}
	return ErrBroken
}

// retryAfter is when to come back, as far as the answer says it.
func retryAfter(r *http.Response) time.Duration {
	if r == nil {
		return 0
	}
	s := r.Header.Get("Retry-After")
	if d, err := time.ParseDuration(s + "s"); err == nil && d > 0 {
		return d
	}
	if at, err := http.ParseTime(s); err == nil {
		return max(0, time.Until(at))
	}
	return 0
}

var _ Completer = (*Client)(nil)
