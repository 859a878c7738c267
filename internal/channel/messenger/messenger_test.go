package messenger_test

import (
	"testing"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/channel/channeltest"
	"deskbell/internal/channel/messenger"
	"deskbell/internal/desk"
)

const (
	page  = "104500000000111"
	guest = "7301000000000222"
	ours  = "900000000000333"
	inbox = "263902037430900"
)

var (
	app     = channel.App{ID: "a1", Channel: desk.ChannelMessenger, Key: ours, Secrets: []string{"0123456789abcdef0123456789abcdef", "second"}, VerifyToken: "verify"}
	account = channel.Account{ID: "acc", AppID: "a1", Channel: desk.ChannelMessenger, Key: page, Token: "EAAG-page-token"}
)

func TestSuite(t *testing.T) {
	t.Parallel()
	channeltest.Run(t, channeltest.Suite{
		New:     func(t testing.TB, api *channeltest.API) channel.Adapter { return messenger.New(api.Graph(t)) },
		App:     app,
		Account: account,
		Guest:   []string{guest},
		Sent:    string(channeltest.Sample(t, "messenger_send_response")),
		SentID:  "m_AbCdEfInventedOutMid0003",
		Fails: map[string]channel.FailureKind{
			"messenger_error_100_tag_retired":    channel.FailureRefused,
			"messenger_error_10_2018278":         channel.FailureWindow,
			"messenger_error_190_expired":        channel.FailureToken,
			"messenger_error_1_1357046_was_sent": channel.FailureSent,
			"messenger_error_1_transient":        channel.FailureTransient,
			"messenger_error_551":                channel.FailureGone,
			"messenger_error_613_2018338":        channel.FailureRefused,
			"messenger_error_thread_owner":       channel.FailureThread,
		},
		Want: wants,
	})
}

func FuzzDecode(f *testing.F) { channeltest.Fuzz(f, messenger.New(nil)) }

// event is a sample's only one, whose common fields are as in all samples.
func event(t *testing.T, events []channel.Event, kind channel.EventKind) channel.Event {
	t.Helper()
	if len(events) != 1 {
		t.Fatalf("%d events", len(events))
	}
	e := events[0]
	if e.Kind != kind || e.Account != page || len(e.Guest.IDs) != 1 || e.Guest.IDs[0] != guest {
		t.Errorf("got %s on %s of %v", e.Kind, e.Account, e.Guest.IDs)
	}
	return e
}

type want = func(*testing.T, []channel.Event)

func message(check func(e channel.Event) bool) want { return of(channel.EventMessage, check) }

func of(kind channel.EventKind, check func(e channel.Event) bool) want {
	return func(t *testing.T, events []channel.Event) {
		t.Helper()
		if e := event(t, events, kind); !check(e) {
			t.Errorf("got %+v", e)
		}
	}
}

// kept is what no part of the desk understands: nothing but its bytes.
func kept(t *testing.T, events []channel.Event) {
	t.Helper()
	if len(events) != 1 || events[0].Kind != channel.EventUnknown || events[0].Account != page {
		t.Errorf("got %+v", events)
	}
}

func media(kind channel.MediaKind, n int) want {
	return message(func(e channel.Event) bool {
		for _, m := range e.Media {
			if m.Kind != kind || m.URL == "" || m.LinkOnly {
				return false
			}
		}
		return len(e.Media) == n && e.Text == "" && e.ID != "" && e.Key == e.ID
	})
}

func shared(kind, title string) want {
	return message(func(e channel.Event) bool {
		return len(e.Shared) == 1 && e.Shared[0].Kind == kind && e.Shared[0].Title == title && len(e.Media) == 0
	})
}

// referred is a message with how the guest came before it.
func referred(source, ref, text string) want {
	return func(t *testing.T, events []channel.Event) {
		t.Helper()
		if len(events) != 2 {
			t.Fatalf("%d events", len(events))
		}
		r, m := events[0], events[1]
		if r.Kind != channel.EventReferral || r.Referral.Source != source || r.Referral.Ref != ref || r.Key == m.Key ||
			m.Kind != channel.EventMessage || m.Text != text || m.Referral != nil {
			t.Errorf("got %+v, %+v", r, m)
		}
	}
}

var wants = map[string]want{
	"messenger_text": message(func(e channel.Event) bool {
		return e.Text == "Hi, is my order on its way? äöå 😀" && e.Key == "m_AbCdEf0001xYzInventedMessengerMidQwErTyUiOp0001" &&
			e.At.Equal(time.UnixMilli(1790000000123)) && !e.Standby
	}),
	"messenger_signed_raw": message(func(e channel.Event) bool {
		return e.Text == "Hi äöå 😀 see https://shop.example/a?b=1&c=2"
	}),
	"messenger_quick_reply": message(func(e channel.Event) bool { return e.Text == "Track order" && e.Choice == "TRACK_ORDER" }),
	"messenger_postback": message(func(e channel.Event) bool {
		return e.Text == "Talk to a person" && e.Choice == "HANDOFF_HUMAN" && e.Key == e.ID
	}),
	"messenger_get_started_referral": referred("SHORTLINK", "flyer-autumn", "Get Started"),
	"messenger_message_ad_referral":  referred("ADS", "ad-welcome", "I saw your ad"),
	"messenger_image":                media(channel.MediaImage, 1),
	"messenger_images_multiple":      media(channel.MediaImage, 2),
	"messenger_audio": message(func(e channel.Event) bool {
		return len(e.Media) == 1 && e.Media[0].Kind == channel.MediaAudio && e.Media[0].Voice
	}),
	"messenger_video": media(channel.MediaVideo, 1),
	"messenger_file":  message(func(e channel.Event) bool { return len(e.Media) == 1 && e.Media[0].Name == "invoice.pdf" }),
	"messenger_sticker_legacy_both": message(func(e channel.Event) bool {
		return len(e.Media) == 1 && e.Media[0].Kind == channel.MediaSticker && e.Media[0].ID == "369239263222822"
	}),
	"messenger_sticker_new": media(channel.MediaSticker, 1),
	"messenger_fallback_share": message(func(e channel.Event) bool {
		return e.Text == "https://shop.example/products/42" && len(e.Shared) == 1 && e.Shared[0].Title == "Blue jacket - Example Shop"
	}),
	"messenger_reel_share":          shared("reel", "Our new shop"),
	"messenger_post_share":          shared("post", "Opening hours"),
	"messenger_product_template":    shared("product", "Blue jacket · 49.00 EUR"),
	"messenger_appointment_booking": shared("booking", "requested · 2026-09-22 16:13–17:13 Europe/Berlin"),
	"messenger_reply_to":            message(func(e channel.Event) bool { return e.ReplyTo == "m_AbCdEfInventedParentMid0001" }),
	"messenger_reaction": of(channel.EventReaction, func(e channel.Event) bool {
		return e.Emoji == "❤️" && e.ID == "m_AbCdEfInventedParentMid0001"
	}),
	"messenger_unreact": of(channel.EventReaction, func(e channel.Event) bool { return e.Emoji == "" && e.ID != "" }),
	"messenger_edit": of(channel.EventEdit, func(e channel.Event) bool {
		return e.Text == "My order is 4712, not 4711" && e.Revision == 1 && e.ID == "m_AbCdEfInventedParentMid0002"
	}),
	"messenger_delivery": of(channel.EventStatus, func(e channel.Event) bool {
		return e.Status.State == channel.StateDelivered && e.Status.Before.Equal(time.UnixMilli(1789999998123)) &&
			len(e.Status.IDs) == 1 && !e.At.IsZero()
	}),
	"messenger_read": of(channel.EventRead, func(e channel.Event) bool {
		return e.Status.State == channel.StateRead && e.Status.Before.Equal(time.UnixMilli(1789999999123))
	}),
	"messenger_referral_ad": of(channel.EventReferral, func(e channel.Event) bool {
		return e.Referral.AdID == "6100000000000999" && e.Referral.Title == "Autumn sale"
	}),
	"messenger_referral_mme": of(channel.EventReferral, func(e channel.Event) bool { return e.Referral.Ref == "table-12" }),
	"messenger_echo_own_app": of(channel.EventEcho, func(e channel.Event) bool {
		return e.Echo.App == ours && e.Echo.Ours == "msg:01J9INVENTEDULID" && !e.Echo.Automatic
	}),
	"messenger_echo_page_inbox": of(channel.EventEcho, func(e channel.Event) bool {
		return e.Echo.App == inbox && e.Echo.Ours == "" && !e.Echo.Automatic && e.Text != ""
	}),
	"messenger_echo_no_app_id":  of(channel.EventEcho, func(e channel.Event) bool { return e.Echo.App == "" && !e.Echo.Automatic }),
	"messenger_echo_attachment": of(channel.EventEcho, func(e channel.Event) bool { return len(e.Media) == 1 && e.Media[0].ID == "1300000000000888" }),
	"messenger_echo_template_fallback": of(channel.EventEcho, func(e channel.Event) bool {
		return len(e.Shared) == 1 && e.Shared[0].Title == "Choose a topic" && e.Shared[0].URL == "https://shop.example/"
	}),
	"messenger_standby_message": message(func(e channel.Event) bool { return e.Standby && e.Text == "Are you there?" }),
	"messenger_standby_postback": message(func(e channel.Event) bool {
		return e.Standby && e.Text == "Talk to a person" && e.Choice == ""
	}),
	"messenger_standby_read": of(channel.EventRead, func(e channel.Event) bool { return e.Standby }),
	"messenger_standby_echo": of(channel.EventEcho, func(e channel.Event) bool { return e.Standby && e.Echo.App == inbox }),
	"messenger_pass_thread_control": of(channel.EventThread, func(e channel.Event) bool {
		return e.Thread.Owner == ours && !e.Thread.Asked
	}),
	"messenger_pass_thread_control_null_prev": of(channel.EventThread, func(e channel.Event) bool { return e.Thread.Owner == ours }),
	"messenger_take_thread_control":           of(channel.EventThread, func(e channel.Event) bool { return e.Thread.Owner == inbox }),
	"messenger_request_thread_control": of(channel.EventThread, func(e channel.Event) bool {
		return e.Thread.Owner == inbox && e.Thread.Asked
	}),
	"messenger_policy_enforcement": func(t *testing.T, events []channel.Event) {
		if len(events) != 1 || events[0].Kind != channel.EventAccount || events[0].Notice.Kind != "policy_warning" || events[0].Notice.Text == "" {
			t.Errorf("got %+v", events)
		}
	},
	"messenger_app_roles": func(t *testing.T, events []channel.Event) {
		if len(events) != 1 || events[0].Kind != channel.EventAccount || events[0].Notice.Kind != "app_roles" {
			t.Errorf("got %+v", events)
		}
	},
	"messenger_account_linking":     kept,
	"messenger_optin_checkbox":      kept,
	"messenger_inbox_labels_change": kept,
	"messenger_batch_multi_entry": func(t *testing.T, events []channel.Event) {
		if len(events) != 3 || events[0].Text != "first" || events[1].Text != "second" || events[2].Text != "another page" ||
			events[2].Account != "104500000000112" || events[2].Guest.IDs[0] != "7301000000000999" {
			t.Errorf("got %+v", events)
		}
	},
}

// The bytes that Meta signs are the escaped ones: this vector must open, and its re-encoded form must not.
func TestAuthentic_Vector(t *testing.T) {
	t.Parallel()
	a := messenger.New(nil)
	header := map[string][]string{"X-Hub-Signature-256": {"sha256=ee4f53452aaca01499f617a4bfc327ee0b25dd24b4d329f77cadbfd3fed5461a"}}
	if body := channeltest.Sample(t, "messenger_signed_raw"); !a.Authentic(app, header, body) {
		t.Error("the vector does not open")
	} else if a.Authentic(app, header, append(body, '\n')) {
		t.Error("with a newline more it still opens")
	}
}

func TestDecode_WhatIsNotInTheSamples(t *testing.T) {
	t.Parallel()
	wrap := func(in string) []byte {
		return []byte(`{"object":"page","entry":[{"id":"` + page + `","time":1790000000623,"messaging":[` + in + `]}]}`)
	}
	from := `"sender":{"id":"` + guest + `"},"recipient":{"id":"` + page + `"},"timestamp":1790000000123,`
	one := func(t *testing.T, body []byte) channel.Event {
		t.Helper()
		events, err := messenger.New(nil).Decode(body)
		if err != nil || len(events) != 1 {
			t.Fatalf("got %+v, %v", events, err)
		}
		channeltest.Check(t, events)
		return events[0]
	}
	t.Run("DashboardTest", func(t *testing.T) {
		for _, body := range []string{
			`{"field":"messages","value":{"sender":{"id":"12334"},"message":{"mid":"test","text":"test"}}}`,
			`{"object":"page","entry":[{"id":"0","time":1790000000,"changes":[{"field":"messages","value":{}}]}]}`,
		} {
			if e := one(t, []byte(body)); e.Kind != channel.EventTest {
				t.Errorf("got %+v", e)
			}
		}
	})
	t.Run("Location", func(t *testing.T) {
		e := one(t, wrap(`{`+from+`"message":{"mid":"m1","attachments":[{"type":"location","title":"Here","payload":{"coordinates":{"lat":38.7,"long":-9.1}}}]}}`))
		if e.Place == nil || e.Place.Latitude != 38.7 || e.Place.Longitude != -9.1 {
			t.Errorf("got %+v", e)
		}
	})
	t.Run("OddAttachmentsCostNothingElse", func(t *testing.T) {
		e := one(t, wrap(`{`+from+`"message":{"mid":"m1","text":"still here","attachments":[7,{"type":"hologram","payload":"x"},{"type":"image","payload":{"url":"https://scontent.xx.fbcdn.net/a.jpg"}}]}}`))
		if e.Text != "still here" || len(e.Media) != 1 || !e.Unsupported {
			t.Errorf("got %+v", e)
		}
	})
	t.Run("MenusFromTheInboxAreAutomatic", func(t *testing.T) {
		echo := func(app, what string) channel.Event {
			return one(t, wrap(`{"sender":{"id":"`+page+`"},"recipient":{"id":"`+guest+`"},"timestamp":1790000000123,"message":{"mid":"m1","is_echo":true,"app_id":`+app+`,`+what+`}}`))
		}
		menu := `"attachments":[{"type":"template","payload":{"template_type":"generic"}}]`
		if e := echo(inbox, menu); !e.Echo.Automatic {
			t.Errorf("got %+v", e.Echo)
		}
		for _, person := range []channel.Event{echo(inbox, `"text":"Hello"`), echo("55", menu), echo(inbox, `"attachments":[{"type":"image","payload":{"url":"https://x.fbcdn.net/a"}}]`)} {
			if person.Echo.Automatic {
				t.Errorf("got %+v", person)
			}
		}
	})
	t.Run("WithoutIdsNothingIsMadeUp", func(t *testing.T) {
		for _, in := range []string{`{` + from + `"message":{"text":"no mid"}}`, `{"message":{"mid":"m1","text":"nobody"}}`, `{` + from + `"reaction":{"action":"react"}}`, `{` + from + `"delivery":{}}`, `{` + from + `"read":{}}`} {
			if e := one(t, wrap(in)); e.Kind != channel.EventUnknown {
				t.Errorf("%s: got %+v", in, e)
			}
		}
	})
}
