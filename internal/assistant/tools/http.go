package tools

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"mime"
	"net/http"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
)

// The ways in which a service does not answer.
var (
	errStatus = errors.New("the service refused the request")
	errLong   = errors.New("the service answered with too much")
)

// wrong are statuses of a service that is well and has no answer to what was asked.
var wrong = []int{http.StatusBadRequest, http.StatusNotFound, http.StatusConflict, http.StatusGone, http.StatusUnprocessableEntity}

// placeholder is an argument in a template.
var placeholder = regexp.MustCompile(`\{([A-Za-z_][A-Za-z0-9_-]{0,63})\}`)

// callHTTP makes a plain request. after is for how long the service asked to be left alone.
func (b *Box) callHTTP(ctx context.Context, o Offer, args map[string]any) (raw []byte, plain bool, after time.Duration, err error) {
	r, err := request(ctx, o.service, o.tool.Method, o.tool.Path, args)
	if err != nil {
		return nil, false, 0, err
	}
	resp, err := b.cfg.Client.Stream(r, maxAnswer+1)
	if err != nil {
		return nil, false, 0, err
	}
	defer resp.Body.Close()
	switch {
	case resp.StatusCode == http.StatusNoContent:
		return nil, false, 0, errNothing
	case slices.Contains(wrong, resp.StatusCode):
		return nil, false, 0, errTool
	case resp.StatusCode != http.StatusOK:
		seconds, _ := strconv.Atoi(resp.Header.Get("Retry-After"))
		return nil, false, time.Duration(max(0, min(seconds, 3600))) * time.Second, fmt.Errorf("%w: HTTP %d", errStatus, resp.StatusCode)
	}
	kind, _, err := mime.ParseMediaType(resp.Header.Get("Content-Type"))
	plain = kind == "text/plain"
	if err != nil || !plain && kind != "application/json" && !strings.HasSuffix(kind, "+json") {
		return nil, false, 0, errUnreadable // a page is no answer
	}
	raw, err = io.ReadAll(resp.Body)
	switch {
	case err != nil:
		return nil, false, 0, errUnreadable
	case len(raw) > maxAnswer:
		return nil, false, 0, errLong
	}
	return raw, plain, 0, nil
}

// request fills a tool's template: what stands in it by name is written there, each as one part that cannot become another
// path; the rest goes into the query, or with POST into the body.
func request(ctx context.Context, s Service, method, path string, args map[string]any) (*http.Request, error) {
	left := map[string]any{}
	for k, v := range args {
		left[k] = v
	}
	bad := false
	route, query, _ := strings.Cut(path, "?")
	route = placeholder.ReplaceAllStringFunc(route, func(m string) string {
		name := m[1 : len(m)-1]
		text, ok := scalar(args[name])
		delete(left, name)
		if !ok || strings.Trim(text, ". ") == "" || strings.ContainsAny(text, `/\`) {
			bad = true
		}
		return url.PathEscape(text)
	})
	values := url.Values{}
	for pair := range strings.SplitSeq(query, "&") {
		k, v, _ := strings.Cut(pair, "=")
		if k == "" {
			continue
		}
		if m := placeholder.FindStringSubmatch(v); m != nil && m[0] == v {
			delete(left, m[1])
			if given, there := args[m[1]]; there {
				text, ok := scalar(given)
				bad = bad || !ok
				values.Add(k, text)
			}
			continue
		}
		plain, err := url.QueryUnescape(v)
		if err != nil {
			return nil, errArguments
		}
		values.Add(k, plain)
	}
	var body io.Reader
	if method == http.MethodPost {
		doc, err := json.Marshal(left)
		if err != nil {
			return nil, errArguments
		}
		body = bytes.NewReader(doc)
	} else {
		for name, v := range left {
			text, ok := scalar(v)
			bad = bad || !ok
			values.Set(name, text)
		}
	}
	if bad {
		return nil, errArguments
	}
	address := strings.TrimRight(s.URL, "/") + route
	if len(values) > 0 {
		address += "?" + values.Encode()
	}
	r, err := http.NewRequestWithContext(ctx, method, address, body)
	if err != nil {
		return nil, errArguments
	}
	r.Header.Set("Accept", "application/json, text/plain")
	r.Header.Set("User-Agent", "Deskbell")
	if body != nil {
		r.Header.Set("Content-Type", "application/json")
	}
	if s.Secret != "" {
		r.Header.Set(s.Header, s.Secret)
	}
	return r, nil
}

// scalar is a value as it stands in an address.
func scalar(v any) (string, bool) {
	switch v := v.(type) {
	case string:
		return v, true
	case float64:
		return strconv.FormatFloat(v, 'f', -1, 64), true
	case bool:
		return strconv.FormatBool(v), true
	}
	return "", false
}
