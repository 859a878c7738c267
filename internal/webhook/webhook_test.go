package webhook_test

import (
	"net/http"
	"testing"
	"time"

	"deskbell/internal/webhook"
)

// The standard's own example, and the one of docs/api-channel.md, whose secret is used as it is.
func TestSign_Examples(t *testing.T) {
	t.Parallel()
	for _, e := range []struct{ secret, id, body, want string }{
		{"whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw", "msg_p5jXN8AQM9LWM0D4loKWxJek", `{"test": 2432232314}`, "v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE="},
		{"signing-secret", "d-9", `{"type":"message"}`, "v1,sE60LjQRzKX/Tzk28gAKnPz5l1QgVYfdwHz6kwv3+Lk="},
	} {
		at := time.Unix(1614265330, 0)
		if e.id == "d-9" {
			at = time.Unix(1789992000, 0)
		}
		s := webhook.Sign(e.secret, e.id, at, []byte(e.body))
		if s.Signatures != e.want {
			t.Errorf("%s: %s", e.id, s.Signatures)
		}
		h := http.Header{}
		s.Put(h)
		if !webhook.Of(h).Signs(e.secret, at, []byte(e.body)) {
			t.Errorf("%s: its own signature is refused", e.id)
		}
	}
}

func TestSigns(t *testing.T) {
	t.Parallel()
	now, body := time.Unix(1789992000, 0), []byte("body")
	good := webhook.Sign("dbp_one", "1", now, body)
	with := func(change func(*webhook.Signature)) webhook.Signature {
		s := good
		change(&s)
		return s
	}
	for name, s := range map[string]webhook.Signature{
		"Good": good, "OneOfTwo": with(func(s *webhook.Signature) { s.Signatures = "v1,bm8= " + s.Signatures }),
		"FiveMinutesOld": webhook.Sign("dbp_one", "1", now.Add(-webhook.Skew), body),
	} {
		if !s.Signs("dbp_one", now, body) {
			t.Errorf("%s: refused", name)
		}
	}
	for name, s := range map[string]webhook.Signature{
		"None": {}, "NoID": with(func(s *webhook.Signature) { s.ID = "" }), "OtherID": with(func(s *webhook.Signature) { s.ID = "2" }),
		"OtherTime": with(func(s *webhook.Signature) { s.Timestamp = "1789992001" }), "NoTime": with(func(s *webhook.Signature) { s.Timestamp = "now" }),
		"NoVersion": with(func(s *webhook.Signature) { s.Signatures = s.Signatures[3:] }), "Empty": with(func(s *webhook.Signature) { s.Signatures = "v1," }),
		"OtherSecret": webhook.Sign("dbp_two", "1", now, body), "OtherBody": webhook.Sign("dbp_one", "1", now, []byte("bodi")),
		"Old": webhook.Sign("dbp_one", "1", now.Add(-webhook.Skew-time.Second), body), "FromTheFuture": webhook.Sign("dbp_one", "1", now.Add(webhook.Skew+time.Second), body),
	} {
		if s.Signs("dbp_one", now, body) {
			t.Errorf("%s: taken", name)
		}
	}
}
