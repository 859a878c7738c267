package meta

import (
	"encoding/json"
	"net/http"
	"strconv"
	"time"
)

// Of the calls that are allowed in an hour, as a percentage: from nearly on the account goes slower, at all it waits.
const (
	nearly = 90
	all    = 100
)

// usage is for how long to hold back, as the headers tell.
func usage(h http.Header) time.Duration {
	var slow time.Duration
	note := func(share, minutes Int) {
		switch {
		case minutes > 0:
			slow = max(slow, time.Duration(min(minutes, 24*60))*time.Minute)
		case share >= all:
			slow = max(slow, time.Minute)
		case share >= nearly:
			slow = max(slow, time.Second)
		}
	}
	type shares struct {
		Calls   Int `json:"call_count"`
		Time    Int `json:"total_time"`
		CPU     Int `json:"total_cputime"`
		Minutes Int `json:"estimated_time_to_regain_access"`
	}
	for _, name := range []string{"X-App-Usage", "X-Page-Usage"} {
		var s shares
		if v := h.Get(name); v != "" && json.Unmarshal([]byte(v), &s) == nil {
			note(max(s.Calls, s.Time, s.CPU), s.Minutes)
		}
	}
	var cases map[string][]shares
	if v := h.Get("X-Business-Use-Case-Usage"); v != "" && json.Unmarshal([]byte(v), &cases) == nil {
		for _, of := range cases {
			for _, s := range of {
				note(max(s.Calls, s.Time, s.CPU), s.Minutes)
			}
		}
	}
	return slow
}

// retryAfter reads the header of that name, in seconds.
func retryAfter(h http.Header) time.Duration {
	n, err := strconv.Atoi(h.Get("Retry-After"))
	if err != nil || n < 0 || n > 24*3600 {
		return 0
	}
	return time.Duration(n) * time.Second
}
