package app_test

import (
	"net/http"
	"net/url"
	"testing"

	"deskbell/internal/httpapi/apitest"
	"deskbell/internal/simulator"
)

// At the desk's own address the simulator has its phones only: its Graph API, which reads whole files before it knows whose
// they are, is for this machine.
func TestSimulator_ItsGraphIsInside(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	for path, want := range map[string]int{
		simulator.Path + "api/state":                           http.StatusOK,
		simulator.GraphPath + "/graph.facebook.com/v26.0/me":   http.StatusNotFound,
		simulator.GraphPath + "/lookaside.fbsbx.com/a":         http.StatusNotFound,
		simulator.Path + "x/../graph/graph.facebook.com/v26.0": http.StatusNotFound,
	} {
		r, err := http.Get(h.URL + path)
		if err != nil {
			t.Fatal(err)
		}
		_ = r.Body.Close()
		if r.StatusCode != want {
			t.Errorf("%s: %d, want %d", path, r.StatusCode, want)
		}
	}
}

// A page elsewhere whose name leads to this machine is no page of the demo.
func TestSimulator_OtherNames(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	own, err := url.Parse(h.URL)
	if err != nil {
		t.Fatal(err)
	}
	for host, want := range map[string]int{
		own.Host: http.StatusOK, "localhost:" + own.Port(): http.StatusOK, "192.0.2.7": http.StatusOK, "[2001:db8::1]:8080": http.StatusOK,
		"rebound.example:" + own.Port(): http.StatusForbidden, "localhost.rebound.example": http.StatusForbidden, "127.0.0.1.rebound.example": http.StatusForbidden,
	} {
		r, err := http.NewRequestWithContext(t.Context(), http.MethodGet, h.URL+simulator.Path+"api/state", nil)
		if err != nil {
			t.Fatal(err)
		}
		r.Host = host
		res, err := http.DefaultClient.Do(r)
		if err != nil {
			t.Fatal(err)
		}
		_ = res.Body.Close()
		if res.StatusCode != want {
			t.Errorf("%s: %d, want %d", host, res.StatusCode, want)
		}
	}
}
