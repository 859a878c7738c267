package meta_test

import (
	"encoding/json"
	"testing"

	"deskbell/internal/channel"
	"deskbell/internal/channel/meta"
)

// The table of the reference, whole: what is done about each error on each product.
func TestFailure(t *testing.T) {
	t.Parallel()
	all := []meta.Product{meta.Messenger, meta.Instagram, meta.WhatsApp}
	pages := all[:2]
	wa := all[2:]
	const (
		transient = channel.FailureTransient
		throttled = channel.FailureThrottled
		doubtful  = channel.FailureDoubtful
		thread    = channel.FailureThread
		window    = channel.FailureWindow
		gone      = channel.FailureGone
		refused   = channel.FailureRefused
		account   = channel.FailureAccount
		token     = channel.FailureToken
	)
	for _, row := range []struct {
		on     []meta.Product
		code   int
		sub    int
		words  string
		kind   channel.FailureKind
		reason string
	}{
		{all, 1, 0, "", doubtful, "unclear"},
		{pages, 1, 99, "", doubtful, "unclear"},
		{pages, 1, 1357046, "Received invalid JSON reply", channel.FailureSent, "sent_anyway"},
		{all, 2, 0, "Service temporarily unavailable", transient, "channel_unavailable"},
		{pages, 2, 2018344, "", account, "terms_not_accepted"},
		{all, 3, 0, "", account, "permission_missing"},
		{all, 4, 0, "", throttled, "rate_limited"},
		{all, 17, 0, "", throttled, "rate_limited"},
		{all, 32, 0, "", throttled, "rate_limited"},
		{all, 80007, 0, "", throttled, "rate_limited"},
		{pages, 10, 2018278, "", window, "window_closed"},
		{pages, 10, 2534022, "", window, "window_closed"},
		{pages, 10, 2018065, "", window, "window_closed"},
		{pages, 10, 2018336, "", refused, "invalid_message"},
		{pages, 10, 2018108, "", gone, "guest_unreachable"},
		{pages, 10, 1893063, "", account, "account_restricted"},
		{pages, 10, 2534077, "", account, "account_link_broken"},
		{pages, 10, 2018300, "", thread, "thread_elsewhere"},
		{pages, 10, 0, "(#10) Message failed to send because another app is controlling this thread now.", thread, "thread_elsewhere"},
		{pages, 10, 0, "(#10) This message is sent outside of allowed window.", window, "window_closed"},
		{all, 10, 0, "(#10) Application does not have permission for this action", account, "permission_missing"},
		{pages, 27, 0, "(#27) Take thread control is not supported", refused, "routing_off"},
		{pages, 33, 0, "", refused, "invalid_message"},
		{wa, 33, 0, "", account, "account_gone"},
		{all, 100, 0, "", refused, "invalid_message"},
		{pages, 100, 33, "", refused, "invalid_message"},
		{pages, 100, 2018001, "", gone, "guest_unknown"},
		{pages, 100, 2534014, "", gone, "guest_unknown"},
		{pages, 100, 2018008, "", doubtful, "media_fetch"},
		{pages, 100, 2018294, "", doubtful, "media_fetch"},
		{pages, 100, 2018014, "", refused, "invalid_message"},
		{pages, 100, 2018047, "", refused, "media_refused"},
		{pages, 100, 2018074, "", refused, "media_gone"},
		{pages, 100, 2018164, "", refused, "invalid_message"},
		{pages, 100, 2018109, "", refused, "media_too_big"},
		{pages, 100, 2534013, "", account, "account_link_broken"},
		{pages, 100, 2534025, "", refused, "invalid_message"},
		{pages, 100, 2534015, "", refused, "media_refused"},
		{pages, 100, 2534029, "", account, "account_barred"},
		{pages, 100, 2534037, "", thread, "thread_elsewhere"},
		{pages, 100, 1893061, "", refused, "late_not_allowed"},
		{pages, 100, 0, "(#100) Cannot tag messages with 'HUMAN_AGENT' without prior approval", refused, "late_not_allowed"},
		{all, 100, 0, "Invalid appsecret_proof provided in the API argument", token, "token_of_other_app"},
		{all, 102, 0, "", token, "token_expired"},
		{all, 190, 460, "", token, "token_expired"},
		{all, 190, 463, "", token, "token_expired"},
		{all, 200, 0, "", account, "permission_missing"},
		{all, 299, 0, "", account, "permission_missing"},
		{pages, 200, 2018028, "", account, "permission_missing"},
		{pages, 200, 1545041, "", gone, "guest_unreachable"},
		{pages, 200, 2534041, "", account, "message_access_off"},
		{all, 368, 0, "", account, "account_restricted"},
		{pages, 551, 0, "", gone, "guest_unreachable"},
		{pages, 551, 1545041, "", gone, "guest_unreachable"},
		{pages, 613, 2018338, "", refused, "tagging_bothers"},
		{pages, 613, 2534040, "", throttled, "rate_limited"},
		{pages, 613, 0, "", throttled, "rate_limited"},
		{pages, 2018218, 0, "", gone, "guest_unknown"},
		{pages, 2018247, 0, "", account, "permission_missing"},
		{pages, 2018300, 0, "", thread, "thread_elsewhere"},
		{pages, 2018321, 0, "", thread, "automation_is_active"},
		{pages, 100, 2018321, "", thread, "automation_is_active"},
		{pages, 36103, 0, "", account, "account_not_eligible"},
		{pages, 9000001, 0, "", refused, "message_deleted"},

		{wa, 0, 0, "AuthException", token, "token_expired"},
		{wa, 130403, 0, "", gone, "guest_blocked_by_us"},
		{wa, 130429, 0, "", throttled, "rate_limited"},
		{wa, 130472, 0, "", refused, "experiment"},
		{wa, 130497, 0, "", account, "country_restricted"},
		{wa, 131000, 0, "", transient, "channel_unavailable"},
		{wa, 131005, 0, "", account, "permission_missing"},
		{wa, 131008, 0, "", refused, "invalid_message"},
		{wa, 131009, 0, "", refused, "invalid_message"},
		{wa, 131016, 0, "", transient, "channel_unavailable"},
		{wa, 131021, 0, "", gone, "own_number"},
		{wa, 131026, 0, "", gone, "not_on_whatsapp"},
		{wa, 131030, 0, "", gone, "not_a_tester"},
		{wa, 131031, 0, "", account, "account_restricted"},
		{wa, 131037, 0, "", account, "display_name_refused"},
		{wa, 131042, 0, "", account, "payment_missing"},
		{wa, 131045, 0, "", account, "number_not_registered"},
		{wa, 131047, 0, "", window, "window_closed"},
		{wa, 131048, 0, "", account, "spam_flagged"},
		{wa, 131049, 0, "", refused, "marketing_limited"},
		{wa, 131050, 0, "", gone, "opted_out"},
		{wa, 131051, 0, "", refused, "unsupported_message"},
		{wa, 131052, 0, "", refused, "media_gone"},
		{wa, 131053, 0, "", refused, "media_refused"},
		{wa, 131055, 0, "", refused, "marketing_off"},
		{wa, 131056, 0, "", channel.FailurePair, "pair_limited"},
		{wa, 131057, 0, "", transient, "maintenance"},
		{wa, 131060, 0, "", refused, "unsupported_message"},
		{wa, 131062, 0, "", refused, "invalid_message"},
		{wa, 131063, 0, "", refused, "marketing_off"},
		{wa, 131064, 0, "", account, "spam_flagged"},
		{wa, 132000, 0, "", refused, "template_values"},
		{wa, 132001, 0, "", refused, "template_missing"},
		{wa, 132005, 0, "", refused, "too_long"},
		{wa, 132007, 0, "", refused, "template_invalid"},
		{wa, 132012, 0, "", refused, "template_values"},
		{wa, 132015, 0, "", refused, "template_paused"},
		{wa, 132016, 0, "", refused, "template_disabled"},
		{wa, 132018, 0, "", refused, "template_values"},
		{wa, 132068, 0, "", refused, "template_disabled"},
		{wa, 132069, 0, "", refused, "template_limited"},
		{wa, 132999, 0, "", refused, "template_invalid"},
		{wa, 133004, 0, "", transient, "channel_unavailable"},
		{wa, 133005, 0, "", account, "pin_wrong"},
		{wa, 133008, 0, "", account, "pin_wrong"},
		{wa, 133009, 0, "", account, "pin_wrong"},
		{wa, 133010, 0, "", account, "number_not_registered"},
		{wa, 133016, 0, "", throttled, "rate_limited"},
		{wa, 134011, 0, "", account, "terms_not_accepted"},
		{wa, 134100, 0, "", refused, "marketing_off"},
		{wa, 134102, 0, "", refused, "marketing_off"},
		{wa, 135000, 0, "", refused, "invalid_message"},
		{wa, 2593107, 0, "", refused, "history_not_available"},
		{wa, 2593108, 0, "", refused, "history_not_available"},
		// In doubt: permanent for what WhatsApp numbers so, a few tries for others.
		{wa, 131999, 0, "", refused, "invalid_message"},
		{all, 4711, 0, "", doubtful, "unclear"},
	} {
		for _, p := range row.on {
			e := meta.Error{Code: meta.Int(row.code), Sub: meta.Int(row.sub), Message: meta.Text(row.words)}
			f := e.Failure(p, 400)
			if f.Kind != row.kind || f.Reason != row.reason {
				t.Errorf("%s %d/%d %s: got %s, %s, want %s, %s", p, row.code, row.sub, row.words, f.Kind, f.Reason, row.kind, row.reason)
			}
			// Whatever is to be tried again says when, if it must not be at once.
			if (f.Kind == throttled || f.Kind == channel.FailurePair) && f.After <= 0 {
				t.Errorf("%s %d: it does not say when to go on", p, row.code)
			}
		}
	}
}

func TestFailure_ByStatus(t *testing.T) {
	t.Parallel()
	for _, try := range []struct {
		code      int
		transient bool
		status    int
		want      channel.FailureKind
	}{
		{4711, false, 500, channel.FailureTransient},
		{4711, false, 503, channel.FailureTransient},
		{4711, false, 429, channel.FailureThrottled},
		{4711, false, 401, channel.FailureToken},
		{4711, true, 400, channel.FailureTransient},
		{1, true, 500, channel.FailureTransient},
		// What the code says for sure, no flag makes better.
		{190, false, 500, channel.FailureToken},
		{131047, false, 0, channel.FailureWindow},
	} {
		e := meta.Error{Code: meta.Int(try.code), Transient: try.transient}
		if f := e.Failure(meta.WhatsApp, try.status); f.Kind != try.want {
			t.Errorf("%+v: got %s", try, f.Kind)
		}
	}
}

func TestError_OddShapes(t *testing.T) {
	t.Parallel()
	var e meta.Error
	if err := json.Unmarshal([]byte(`{"code":"131047","title":"Re-engagement message","error_data":{"details":"More than 24 hours have passed"},"fbtrace_id":42}`), &e); err != nil {
		t.Fatal(err)
	}
	f := e.Failure(meta.WhatsApp, 0)
	if f.Kind != channel.FailureWindow || f.Code != "131047" || f.Detail != "Re-engagement message More than 24 hours have passed" || f.Trace != "42" {
		t.Errorf("got %+v", f)
	}
	for _, odd := range []string{`"text"`, `5`, `[]`, `{"is_transient":"yes"}`, `{"error_data":"x"}`} {
		if err := json.Unmarshal([]byte(odd), &e); err != nil || e != (meta.Error{}) {
			t.Errorf("%s: %+v, %v", odd, e, err)
		}
	}
}
