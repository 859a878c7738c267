package app_test

import (
	"net/http"
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
