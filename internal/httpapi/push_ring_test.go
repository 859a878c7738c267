package httpapi_test

import (
	"crypto/x509"
	"net/http/httptest"
	"net/netip"
	"testing"
	"time"

	"deskbell/internal/httpapi/apitest"
	"deskbell/internal/outward"
	"deskbell/internal/push/pushtest"
	"deskbell/internal/store"
)

// A request reaches a phone whose page is closed: it is pushed, encrypted, over a real connection to a push service on
// this machine; the phone confirms it, also after its session has ended; and the end takes it away.
func TestPush_ARequestRingsAPhone(t *testing.T) {
	t.Parallel()
	service := &pushtest.Service{}
	server := httptest.NewTLSServer(service)
	defer server.Close()
	service.Origin = server.URL
	roots := x509.NewCertPool()
	roots.AddCert(server.Certificate())
	h := apitest.Start(t, apitest.Options{Outward: outward.Config{Roots: roots, Allow: outward.Inside{netip.MustParsePrefix("127.0.0.0/8")}}})
	chainOf(t, h, "demo")
	ana := h.SignIn("agent1")
	service.Expect(ana.Must(200, "GET", "/api/v1/push/key", nil).Text("key"))
	phone := pushtest.NewBrowser(t)
	ana.Must(201, "POST", "/api/v1/push/subscriptions", m{"device": "anas-phone", "language": "pt", "endpoint": server.URL + "/ana",
		"keys": m{"p256dh": phone.P256dh(), "auth": phone.Auth()}})
	ana.Beats("tab-1", m{"sound": true})

	guest := visit(t, h)
	sent := guest.Must(201, "POST", "/api/guest/v1/messages", m{"client_id": "g1", "text": "My card is 4111 1111 and my name is Secretia"})
	guest.Must(200, "POST", "/api/guest/v1/human", m{})
	h.Until("the phone is called", func() bool { return len(service.All(t)) > 0 })
	push := phone.Read(t, service.All(t)[0])
	for k, want := range map[string]string{"t": "ring", "kind": "person", "conversation_id": sent.Text("conversation_id"), "device": "anas-phone",
		"title": "Um hóspede pede para falar com uma pessoa", "body": "Harbour View Hotel", "url": "/requests?ring=" + push["ring"]} {
		if push[k] != want {
			t.Errorf("%s is %q, want %q", k, push[k], want)
		}
	}
	alert := func() (a store.Alert) {
		if err := h.App.Store().Read(t.Context(), func(tx store.Tx) (err error) {
			a, err = tx.Alert(push["ring"])
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return a
	}
	if !alert().HeardAt.IsZero() {
		t.Error("a push that was taken in counts as heard")
	}
	stranger := h.Client()
	proof := m{"subscription": push["subscription"], "ring": push["ring"], "kind": "shown", "proof": "forged"}
	stranger.Must(404, "POST", "/api/v1/push/confirmations", proof)
	proof["proof"] = push["proof"]
	stranger.Must(204, "POST", "/api/v1/push/confirmations", proof) // nobody is signed in on the phone any more
	if a := alert(); a.HeardAt.IsZero() || !a.ReactedAt.IsZero() {
		t.Errorf("confirmed: %+v", a)
	}
	ana.Must(204, "POST", "/api/v1/bell/confirmations", m{"device": "anas-phone", "ring": push["ring"], "kind": "reacted"})
	var phones map[string]bool
	if err := h.App.Store().Read(t.Context(), func(tx store.Tx) (err error) {
		phones, err = tx.Phones(tx.Now().Add(-time.Minute))
		return err
	}); err != nil || len(phones) != 1 {
		t.Errorf("phones that proved themselves: %v %v", phones, err)
	}
	h.SignIn("agent2").Must(200, "POST", "/api/v1/conversations/"+sent.Text("conversation_id")+"/accept", m{})
	h.Until("the phone is told that it is over", func() bool { all := service.All(t); return len(all) > 1 })
	all := service.All(t)
	if end := phone.Read(t, all[len(all)-1]); end["t"] != "ring_end" || end["title"] != "Bruno respondeu" || end["tag"] != push["tag"] {
		t.Errorf("the end: %v", end)
	}
}
