package whatsapp_test

import (
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"deskbell/internal/channel"
)

const (
	wabaApps = fb + "102000000000111/subscribed_apps"
	appSubs  = fb + "555/subscriptions"
)

// healthy answers as an account does that is all right.
func healthy(g *graph) {
	g.on("GET "+fb+"debug_token", http.StatusOK, `{"data":{"is_valid":true,"expires_at":0,"scopes":["whatsapp_business_messaging","whatsapp_business_management","business_management"]}}`)
	g.on("GET "+wabaApps, http.StatusOK, `{"data":[{"whatsapp_business_api_data":{"id":"555","name":"Desk"}}]}`)
	g.on("GET "+fb+phoneID, http.StatusOK, `{"verified_name":"Harbour View","display_phone_number":"+1 555-010-0111","quality_rating":"GREEN","status":"CONNECTED","name_status":"APPROVED"}`)
	g.on("GET "+appSubs, http.StatusOK, `{"data":[{"object":"page"},{"object":"whatsapp_business_account","callback_url":"https://hotel.example/hooks/whatsapp/app","active":true,"fields":[{"name":"messages"},{"name":"smb_message_echoes"}]}]}`)
}

func TestCondition(t *testing.T) {
	t.Parallel()
	good := channel.Condition{Subscribed: true, TokenValid: true, Name: "Harbour View", Number: "+1 555-010-0111"}
	for name, c := range map[string]struct {
		break_ func(*graph)
		want   func(*channel.Condition)
	}{
		"Well":         {func(*graph) {}, func(*channel.Condition) {}},
		"NotInstalled": {func(g *graph) { g.on("GET "+wabaApps, http.StatusOK, `{"data":[]}`) }, func(c *channel.Condition) { c.Subscribed = false }},
		"AnotherApp": {func(g *graph) {
			g.on("GET "+wabaApps, http.StatusOK, `{"data":[{"whatsapp_business_api_data":{"id":556}}]}`)
		}, func(c *channel.Condition) { c.Subscribed = false }},
		"FieldMissing": {func(g *graph) {
			g.on("GET "+appSubs, http.StatusOK, `{"data":[{"object":"whatsapp_business_account","active":true,"fields":[{"name":"messages"}]}]}`)
		}, func(c *channel.Condition) { c.Missing = []string{"smb_message_echoes"} }},
		"TokenEnds": {func(g *graph) {
			g.on("GET "+fb+"debug_token", http.StatusOK, `{"data":{"is_valid":true,"expires_at":1795000000,"scopes":["whatsapp_business_messaging"]}}`)
		}, func(c *channel.Condition) {
			c.TokenUntil, c.Problems = time.Unix(1795000000, 0).UTC(), []string{channel.ReasonPermission}
		}},
		"TokenInvalid": {func(g *graph) { g.on("GET "+fb+"debug_token", http.StatusOK, `{"data":{"is_valid":false}}`) },
			func(c *channel.Condition) { *c = channel.Condition{} }},
		"TokenRefused": {func(g *graph) {
			g.on("GET "+wabaApps, http.StatusUnauthorized, `{"error":{"code":190,"message":"expired"}}`)
		},
			func(c *channel.Condition) { *c = channel.Condition{} }},
		"QualityLow": {func(g *graph) {
			g.on("GET "+fb+phoneID, http.StatusOK, `{"verified_name":"Harbour View","display_phone_number":"+1 555-010-0111","quality_rating":"RED","status":"RESTRICTED"}`)
		}, func(c *channel.Condition) { c.Problems = []string{channel.ReasonRestricted, "quality_low"} }},
		"SecretWrong": {func(g *graph) {
			g.on("GET "+fb+"debug_token", http.StatusBadRequest, `{"error":{"code":190,"message":"Invalid OAuth access token"}}`)
		}, func(c *channel.Condition) { c.Problems = []string{"app_secret_wrong"} }},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := newGraph(t)
			healthy(g)
			c.break_(g)
			want := good
			c.want(&want)
			got, err := g.Condition(t.Context(), app, account)
			if diff := cmp.Diff(want, got); diff != "" || err != nil {
				t.Error(diff, err)
			}
		})
	}
}

// TestCondition_MetaIsDown is an error, not a bad account.
func TestCondition_MetaIsDown(t *testing.T) {
	t.Parallel()
	g := newGraph(t)
	healthy(g)
	g.on("GET "+wabaApps, http.StatusServiceUnavailable, `{"error":{"code":2,"message":"Service temporarily unavailable"}}`)
	if c, err := g.Condition(t.Context(), app, account); err == nil {
		t.Errorf("%+v", c)
	}
}

// TestSubscribe installs the app and adds the fields that are missing, at the address that is entered already.
func TestSubscribe(t *testing.T) {
	t.Parallel()
	g := newGraph(t)
	healthy(g)
	g.on("POST "+wabaApps, http.StatusOK, `{"success":true}`)
	g.on("POST "+appSubs, http.StatusOK, `{"success":true}`)
	if err := g.Subscribe(t.Context(), app, account); err != nil {
		t.Fatal(err)
	}
	calls := g.calls()
	last := calls[len(calls)-1]
	if last.path != appSubs || last.token != "555|shh" || !strings.Contains(last.body, `"callback_url":"https://hotel.example/hooks/whatsapp/app"`) ||
		!strings.Contains(last.body, `"verify_token":"verify"`) || !strings.Contains(last.body, `"fields":"messages,smb_message_echoes,history,standby,`) {
		t.Errorf("%+v", last)
	}
}

// TestSubscribe_NoAddressYet leaves the app alone: its owner enters the address first.
func TestSubscribe_NoAddressYet(t *testing.T) {
	t.Parallel()
	g := newGraph(t)
	g.on("POST "+wabaApps, http.StatusOK, `{"success":true}`)
	g.on("GET "+appSubs, http.StatusOK, `{"data":[]}`)
	if err := g.Subscribe(t.Context(), app, account); err != nil {
		t.Fatal(err)
	}
	if n := len(g.calls()); n != 2 {
		t.Errorf("%d calls", n)
	}
}

func TestTakeThread(t *testing.T) {
	t.Parallel()
	g := newGraph(t)
	g.on("POST api.facebook.com/business/whatsapp/phone_numbers/"+phoneID+"/thread_control", http.StatusOK, `{"messaging_product":"whatsapp"}`)
	if err := g.TakeThread(t.Context(), account, waID); err != nil {
		t.Fatal(err)
	}
	call := g.calls()[0]
	want := `{"messaging_product":"whatsapp","action":"take","to":"+` + waID + `","metadata":"deskbell"}`
	if diff := cmp.Diff(object(t, want), object(t, call.body)); diff != "" || call.header.Get("X-API-Version") != "1.0.0" || call.token != "tok" {
		t.Error(diff, call)
	}
}
