package model

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"net/http"
	"net/url"
	"strings"
	"time"

	"deskbell/internal/outward"
)

// service is an OpenAI-compatible address.
type service struct {
	client *outward.Client
	base   string // ends with a slash
	header http.Header
	most   int64 // bytes of an answer that are read
}

// service is the address that cfg names, or why it is none.
func (cfg ClientConfig) service(most int64) (service, error) {
	u, err := url.Parse(cfg.BaseURL)
	if err != nil || u.Host == "" || u.Scheme != "https" && u.Scheme != "http" || u.User != nil {
		return service{}, errors.New("the address of the language model must look like https://api.openai.com/v1")
	}
	if cfg.Model == "" {
		return service{}, errors.New("a language model's address needs the model's name beside it")
	}
	s := service{client: cfg.Outward.Naming(cfg.BaseURL), base: strings.TrimRight(cfg.BaseURL, "/") + "/", header: http.Header{}, most: most}
	s.header.Set("Content-Type", "application/json")
	if cfg.Key != "" {
		s.header.Set("Authorization", "Bearer "+cfg.Key)
	}
	if strings.HasSuffix(cfg.host(), azure) {
		s.header.Set("Api-Key", cfg.Key)
	}
	return s, nil
}

// ask posts a question once: whether there is another try is decided by who asks. The body is to be closed.
func (s service) ask(ctx context.Context, path string, question any) (io.ReadCloser, error) {
	b, err := json.Marshal(question)
	if err != nil {
		return nil, err
	}
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, s.base+path, bytes.NewReader(b))
	if err != nil {
		return nil, err
	}
	r.Header = s.header.Clone()
	resp, err := s.client.Stream(r, s.most)
	if err != nil {
		return nil, err
	}
	if resp.StatusCode == http.StatusOK {
		return resp.Body, nil
	}
	_ = resp.Body.Close()
	return nil, status{resp.StatusCode, retryAfter(resp.Header.Get("Retry-After"))}
}

// status is an answer that is none.
type status struct {
	code  int
	after time.Duration
}

func (s status) Error() string { return fmt.Sprintf("HTTP %d", s.code) }

// fault says what went wrong without a word of what the service wrote: it may be a page, and hold anything.
func fault(ctx context.Context, err error) error {
	var answered status
	switch {
	case errors.Is(ctx.Err(), context.Canceled):
		return context.Canceled
	case ctx.Err() != nil || errors.Is(err, context.DeadlineExceeded):
		return ErrTimeout
	case errors.As(err, &answered):
		switch {
		case answered.code == http.StatusTooManyRequests, answered.code == http.StatusServiceUnavailable:
			return busy{answered.after}
		case answered.code >= 500:
			return fmt.Errorf("%w: HTTP %d", ErrBroken, answered.code)
		}
		return fmt.Errorf("%w: HTTP %d", ErrRefused, answered.code)
	case errors.Is(err, outward.ErrInside), errors.Is(err, outward.ErrScheme):
		return err
	}
	return ErrBroken
}

// retryAfter is when to come back, as far as the answer says it.
func retryAfter(s string) time.Duration {
	if d, err := time.ParseDuration(s + "s"); err == nil && d > 0 {
		return d
	}
	if at, err := http.ParseTime(s); err == nil {
		return max(0, time.Until(at))
	}
	return 0
}
