package chain_test

import (
	"strings"
	"testing"

	"deskbell/internal/bell"
	"deskbell/internal/chain"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

func TestRinger(t *testing.T) {
	t.Parallel()
	o := &outside{status: 200}
	r := chain.Ringer{Caller: &chain.Caller{Client: o}, BaseURL: "https://desk.hotel.example"}
	c := bell.Call{Ring: bell.Ring{ID: "r1", Kind: store.AlertPerson, Channel: desk.ChannelWhatsApp, Language: "fr",
		Property: desk.Property{Name: "Mühle", Settings: desk.PropertySettings{DefaultLanguage: "de"}}},
		Step: request("https://ntfy.example/{{kind}}", "{{text}}|{{url}}|{{channel}}|{{language}}", nil)}
	if err := r.Call(t.Context(), c); err != nil {
		t.Fatal(err)
	}
	want := "Mühle: Ein Gast möchte mit einem Menschen sprechen, und noch hat niemand geantwortet.|https://desk.hotel.example/requests?ring=r1|whatsapp|fr"
	if o.body != want || o.asked.URL.Path != "/person" {
		t.Errorf("sent %q to %s", o.body, o.asked.URL)
	}
	// A receiver that is asked twice knows it: the header names the call, not the attempt. A test has none.
	if o.asked.Header.Get("Webhook-Id") != "" || o.asked.Header.Get("Idempotency-Key") != "" {
		t.Errorf("headers %v", o.asked.Header)
	}
	for c.Attempt = range 2 {
		c.Key = "r1-1-2"
		if err := r.Call(t.Context(), c); err != nil {
			t.Fatal(err)
		}
		if o.asked.Header.Get("Webhook-Id") != "r1-1-2" || o.asked.Header.Get("Idempotency-Key") != "r1-1-2" {
			t.Errorf("headers %v", o.asked.Header)
		}
	}
	o.status = 503
	if err := r.Call(t.Context(), c); err == nil || !strings.Contains(err.Error(), "503") {
		t.Errorf("got %v", err)
	}
}
