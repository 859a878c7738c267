package httpapi_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"testing"

	"deskbell/internal/httpapi/apitest"
)

var update = flag.Bool("update", false, "write the schemas that the dashboard's types are made of")

// The dashboard's types are made from the schemas of the document. They are kept beside it, so that its type check needs
// no server; `go test ./internal/httpapi -run Schemas -update` and `npm run types:dashboard` follow a change here.
func TestSchemas_OfTheDashboardAreUpToDate(t *testing.T) {
	t.Parallel()
	const kept = "../../web/dashboard/src/api/schemas.json"
	var doc struct {
		Components struct {
			Schemas map[string]any `json:"schemas"`
		} `json:"components"`
	}
	_, raw := get(t, apitest.Start(t).URL+"/api/openapi.json")
	if err := json.Unmarshal([]byte(raw), &doc); err != nil {
		t.Fatal(err)
	}
	want, err := json.MarshalIndent(doc.Components.Schemas, "", " ")
	if err != nil {
		t.Fatal(err)
	}
	want = append(want, '\n')
	if *update {
		if err := os.WriteFile(kept, want, 0o644); err != nil {
			t.Fatal(err)
		}
	}
	got, err := os.ReadFile(kept)
	if err != nil {
		t.Fatal(err)
	}
	if !bytes.Equal(got, want) {
		t.Errorf("%s is not what the server says by now. Run: go test ./internal/httpapi -run Schemas -update && (cd web && npm run types:dashboard)", kept)
	}
}
