package meta

import (
	"encoding/json"
	"net/http"
	"strconv"
	"strings"
	"time"

	"deskbell/internal/channel"
)

// Product is one of the three that share the Graph API. The same code means different things on them.
type Product string

// The products.
const (
	Messenger Product = "messenger"
	Instagram Product = "instagram"
	WhatsApp  Product = "whatsapp"
)

// Error is an error as Meta writes it, in answers and (on WhatsApp) inside of webhooks. Sub is the older products', Data
// WhatsApp's.
type Error struct {
	Message   Text `json:"message"`
	Title     Text `json:"title"`
	Type      Text `json:"type"`
	Code      Int  `json:"code"`
	Sub       Int  `json:"error_subcode"`
	Transient bool `json:"is_transient"`
	Data      struct {
		Details Text `json:"details"`
	} `json:"error_data"`
	Trace ID `json:"fbtrace_id"`
}

// UnmarshalJSON implements json.Unmarshaler: what is no error's shape is an error without a code.
func (e *Error) UnmarshalJSON(b []byte) error {
	type plain Error
	var p plain
	if json.Unmarshal(b, &p) != nil {
		p = plain{}
	}
	*e = Error(p)
	return nil
}

// code is how the error is written down.
func (e Error) code() string {
	if e.Sub != 0 {
		return strconv.FormatInt(int64(e.Code), 10) + "/" + strconv.FormatInt(int64(e.Sub), 10)
	}
	return strconv.FormatInt(int64(e.Code), 10)
}

// words is what Meta says about it, as far as it is worth keeping.
func (e Error) words() string {
	s := string(e.Message)
	if s == "" {
		s = string(e.Title)
	}
	if d := string(e.Data.Details); d != "" && !strings.Contains(s, d) {
		s = strings.TrimSpace(s + " " + d)
	}
	return channel.Cut(s, 300, channel.Characters)
}

// Failure says what is to be done about an error of a product; status is the HTTP status of the answer that it came in,
// 0 for one out of a webhook.
func (e Error) Failure(p Product, status int) *channel.Failure {
	v := e.verdict(p, status)
	return &channel.Failure{Kind: v.kind, Reason: v.reason, After: v.after, Code: e.code(), Detail: e.words(), Trace: string(e.Trace)}
}

func (e Error) verdict(p Product, status int) verdict {
	if v, ok := subs[pair{e.Code, e.Sub}]; ok && e.Sub != 0 {
		return v
	}
	// The codes that carry several meanings come without a subcode at times: then the words decide.
	for _, w := range worded {
		if w.code == e.Code && strings.Contains(strings.ToLower(string(e.Message)), w.holds) {
			return w.verdict
		}
	}
	if v, ok := ofSub[e.Sub]; ok && e.Sub != 0 {
		return v
	}
	if e.Transient {
		return transient
	}
	if p == WhatsApp {
		if v, ok := whatsApp[e.Code]; ok {
			return v
		}
	}
	if v, ok := codes[e.Code]; ok {
		return v
	}
	switch {
	case e.Code >= 200 && e.Code <= 299:
		return permission
	case status == http.StatusTooManyRequests:
		return throttled(time.Minute)
	case status >= 500:
		return transient
	case e.Code >= 132000 && e.Code < 133000:
		return verdict{kind: channel.FailureRefused, reason: channel.ReasonTemplateInvalid}
	case e.Code >= 130000 && e.Code < 140000:
		return verdict{kind: channel.FailureRefused, reason: channel.ReasonInvalid}
	case status == http.StatusUnauthorized:
		return verdict{kind: channel.FailureToken, reason: channel.ReasonToken}
	}
	return verdict{kind: channel.FailureDoubtful, reason: channel.ReasonUnclear}
}
