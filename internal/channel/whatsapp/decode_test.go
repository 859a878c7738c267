package whatsapp_test

import (
	"fmt"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"deskbell/internal/channel"
	"deskbell/internal/channel/whatsapp"
)

const (
	phoneID = "106000000000222"
	bsuid   = "DE.13490000000000000042"
	waID    = "4915550100222"
	jana    = "[" + bsuid + " " + waID + "] +" + waID
	mia     = "[" + waID + "] +" + waID
)

// wanted are the events of every sample, a line each.
func wanted() map[string][]string {
	image := "image 1479000000000333 image/jpeg"
	return map[string][]string{
		"audio_voice":           {"message " + jana + " Jana Example | audio 1479000000000334 audio/ogg; codecs=opus voice"},
		"batch_messages":        {"message " + jana + " Jana Example | one", "message " + jana + " Jana Example | two", "status " + jana + " | delivered", "message [4915550100777] +4915550100777 Other Person at 106000000000223 | other account"},
		"button_template":       {"message " + jana + " Jana Example | Stop promotions → STOP_PROMO re wamid.HBgNInventedTemplate0001AA=="},
		"contacts":              {"message " + jana + " Jana Example | card Max Muster [+49 1555 0100333] [max@example.com]"},
		"ctwa_referral":         {"message " + jana + " Jana Example | Can I get more info about this? by ad 120210000000000555 ARInventedClickId0001 Chat with us https://fb.me/inventedAd"},
		"document":              {"message " + jana + " Jana Example | My invoice file 1479000000000336 application/pdf invoice-4711.pdf"},
		"edit_coexistence":      {"edit " + jana + " Jana Example | order 4712, not 4711 of wamid.HBgNInventedInbound0002AA=="},
		"forwarded":             {"message " + jana + " Jana Example | Forwarded text"},
		"image":                 {"message " + jana + " Jana Example | The broken part " + image},
		"location":              {"message " + jana + " Jana Example | at 52.520008,13.404954 Example Shop, Beispielstr. 1, 10115 Berlin, https://shop.example/"},
		"order":                 {"message " + jana + " Jana Example | Please deliver on Friday order SKU-42 2 × SKU-42, 49.00 EUR"},
		"product_enquiry":       {"message " + jana + " Jana Example | Is this available in blue? re wamid.HBgNInventedOutbound0002AA== product SKU-42 SKU-42"},
		"reaction":              {"reaction " + jana + " Jana Example | 👍 of wamid.HBgNInventedOutbound0001AA=="},
		"reply_context":         {"message " + jana + " Jana Example | Yes, the second one re wamid.HBgNInventedOutbound0001AA=="},
		"sticker":               {"message " + jana + " Jana Example | sticker 1479000000000337 image/webp"},
		"text":                  {"message " + jana + " Jana Example | Hallo, wo ist mein Paket? äöå 😀"},
		"text_bsuid_no_phone":   {"message [" + bsuid + "] Jana Example @jana.example | Hi"},
		"text_legacy_no_bsuid":  {"message " + mia + " Jana Example | Hi"},
		"unavailable_131060":    {"message " + jana + " Jana Example | unsupported error refused unsupported_message 131060"},
		"unsupported":           {"message " + jana + " Jana Example | video_note unsupported error refused unsupported_message 131051"},
		"value_errors":          {"account  | error error throttled rate_limited 130429"},
		"video":                 {"message " + jana + " Jana Example | See here video 1479000000000335 video/mp4"},
		"revoke_coexistence":    {"unsend " + jana + " Jana Example | of wamid.HBgNInventedInbound0001AA=="},
		"smb_echo_edit":         {"edit " + mia + " echo | Mia here (edited). of wamid.HBgNInventedEcho0001AA=="},
		"smb_echo_image":        {"echo " + mia + " echo | Your label image 1479000000000338 image/jpeg"},
		"smb_echo_revoke":       {"unsend " + mia + " echo | of wamid.HBgNInventedEcho0001AA=="},
		"smb_echo_text":         {"echo " + jana + " echo | Mia here, I answered from my phone."},
		"standby_echo":          {"echo " + mia + " standby echo automatic | We open at noon on Sunday."},
		"standby_message":       {"message " + jana + " Jana Example standby | Do you open on Sunday?"},
		"standby_status":        {"status " + mia + " standby | delivered utility billed"},
		"status_delivered":      {"status " + jana + " Jana Example | delivered service"},
		"status_failed_131026":  {"status " + jana + " | failed error gone not_on_whatsapp 131026"},
		"status_failed_131047":  {"status " + jana + " | failed error window window_closed 131047"},
		"status_failed_131049":  {"status " + jana + " | failed error refused marketing_limited 131049"},
		"status_played":         {"status " + jana + " Jana Example | played"},
		"status_read":           {"status " + jana + " Jana Example | read"},
		"status_sent":           {"status " + jana + " Jana Example | sent service ours msg:01J9INVENTEDULID"},
		"system_number_change":  {"identity [" + bsuid + " " + waID + " 4915550100999] +4915550100999 |"},
		"interactive_nfm_reply": {"message " + jana + " Jana Example | email: jana@example.com re wamid.HBgNInventedOutbound0005AA== form  flow"},

		"interactive_button_reply":      {"message " + jana + " Jana Example | Talk to a person → handoff_human re wamid.HBgNInventedOutbound0003AA=="},
		"interactive_list_reply":        {"message " + jana + " Jana Example | Shipping → topic_shipping re wamid.HBgNInventedOutbound0004AA=="},
		"reaction_removed_unverified":   {"reaction " + jana + " Jana Example | of wamid.HBgNInventedOutbound0001AA=="},
		"status_failed_131053_media":    {"status " + jana + " | failed error refused media_refused 131053"},
		"status_sent_v23_conversation":  {"status " + jana + " Jana Example | sent service"},
		"statuses_batch_out_of_order":   {"status " + jana + " Jana Example | read", "status " + jana + " Jana Example | delivered", "status " + jana + " Jana Example | sent"},
		"template_status_update_ignore": {"account at 102000000000111 | templates APPROVED · order_update · en"},
	}
}

func decode(t *testing.T, body string) []channel.Event {
	t.Helper()
	events, err := new(whatsapp.Adapter).Decode([]byte(body))
	if err != nil {
		t.Fatal(err)
	}
	return events
}

// line writes an event in a line, as far as it is set.
func line(e channel.Event) string {
	states := map[channel.State]string{channel.StateSent: "sent", channel.StateDelivered: "delivered", channel.StateRead: "read",
		channel.StatePlayed: "played", channel.StateFailed: "failed"}
	var b []string
	say := func(s string) {
		if s != "" {
			b = append(b, s)
		}
	}
	if len(e.Guest.IDs) > 0 {
		say(fmt.Sprint(e.Guest.IDs))
	}
	if e.Guest.Phone != "" {
		say(e.Guest.Phone)
	}
	say(e.Guest.Name)
	if e.Guest.Username != "" {
		say("@" + e.Guest.Username)
	}
	if e.Account != phoneID {
		say("at " + e.Account)
	}
	if e.Old {
		say("old")
	}
	if e.Standby {
		say("standby")
	}
	if e.Echo != nil {
		say("echo")
		if e.Echo.Automatic {
			say("automatic")
		}
	}
	head := string(e.Kind) + " " + strings.Join(b, " ") + " |"
	b = nil
	say(e.Text)
	if e.Choice != "" {
		say("→ " + e.Choice)
	}
	say(e.Emoji)
	if e.ReplyTo != "" {
		say("re " + e.ReplyTo)
	}
	switch e.Kind {
	case channel.EventEdit, channel.EventUnsend, channel.EventReaction:
		say("of " + e.ID)
	}
	for _, m := range e.Media {
		say(strings.TrimSpace(fmt.Sprint(m.Kind, " ", m.ID, " ", m.Type, " ", m.Name)))
		if m.Voice {
			say("voice")
		}
	}
	if p := e.Place; p != nil {
		say(fmt.Sprintf("at %v,%v %s, %s, %s", p.Latitude, p.Longitude, p.Name, p.Address, p.URL))
	}
	for _, c := range e.Cards {
		say(fmt.Sprint("card ", c.Name, " ", c.Phones, " ", c.Mails))
	}
	for _, s := range e.Shared {
		say(strings.TrimSpace(s.Kind + " " + s.ID + " " + s.Title))
	}
	if e.Unsupported {
		say("unsupported")
	}
	if r := e.Referral; r != nil {
		say(fmt.Sprintf("by %s %s %s %s %s", r.Source, r.AdID, r.Ref, r.Title, r.URL))
	}
	failure := func(f *channel.Failure) {
		if f != nil {
			say(fmt.Sprintf("error %s %s %s", f.Kind, f.Reason, f.Code))
		}
	}
	if s := e.Status; s != nil {
		say(states[s.State])
		say(s.Category)
		if s.Billable {
			say("billed")
		}
		if s.Ours != "" {
			say("ours " + s.Ours)
		}
		failure(s.Failure)
	}
	if n := e.Notice; n != nil {
		if n.Kind != "message" {
			say(n.Kind)
		}
		say(n.Text)
		failure(n.Failure)
	}
	if th := e.Thread; th != nil {
		say(fmt.Sprintf("thread %q ours %v asked %v", th.Owner, th.Ours, th.Asked))
	}
	return strings.TrimSuffix(head+" "+strings.Join(b, " "), " ")
}

// change wraps a value as a webhook brings it.
func change(field, value string) string {
	return `{"object":"whatsapp_business_account","entry":[{"id":"102","changes":[{"field":"` + field + `","value":` + value + `}]}]}`
}

const phone = `"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550100111","phone_number_id":"` + phoneID + `"}`

// TestDecode_WhatTheSamplesLack are shapes that Meta describes and no sample shows.
func TestDecode_WhatTheSamplesLack(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		body string
		want []string
	}{
		"IDs that are numbers": {change("messages", `{`+phone+`,"messages":[{"from":4915550100222,"id":77,"timestamp":1790000000,"type":"text","text":{"body":"Hi"}}]}`),
			[]string{"message " + mia + " | Hi"}},
		"IDsMissing": {change("messages", `{`+phone+`,"messages":[{"timestamp":"1790000000","type":"text","text":{"body":"Hi"}}]}`),
			[]string{"unknown  |"}},
		"ANameOnlyInContacts": {change("messages", `{`+phone+`,"contacts":[{"profile":{"name":"Jana"},"user_id":"`+bsuid+`"}],"messages":[{"id":"w","timestamp":"1790000000","type":"text","text":{"body":"Hi"}}]}`),
			[]string{"message [" + bsuid + "] Jana | Hi"}},
		"ABadOneBesideAGood": {change("messages", `{`+phone+`,"messages":[7,{"from":"`+waID+`","id":"w","type":"text","text":"no object"},{"from":"`+waID+`","id":"w2","type":"text","text":{"body":"Hi"}}]}`),
			[]string{"unknown  |", "message " + mia + " | text unsupported", "message " + mia + " | Hi"}},
		"ATypeOfTomorrow": {change("messages", `{`+phone+`,"messages":[{"from":"`+waID+`","id":"w","type":"hologram","hologram":{}}]}`),
			[]string{"message " + mia + " | hologram unsupported"}},
		"AGroup": {change("messages", `{`+phone+`,"messages":[{"from":"`+waID+`","id":"w","group_id":"g","type":"text","text":{"body":"Hi"}}]}`),
			[]string{"unknown  |"}},
		"TheChatWasOpened": {change("messages", `{`+phone+`,"messages":[{"from":"`+waID+`","id":"w","type":"request_welcome"}]}`),
			[]string{"unknown  |"}},
		"AFieldOfTomorrow": {change("holograms", `{`+phone+`}`), []string{"unknown  |"}},
		"NoChanges":        {`{"object":"whatsapp_business_account","entry":[{"id":"102"}]}`, []string{"unknown at 102 |"}},
		"AStatusOfTomorrow": {change("messages", `{`+phone+`,"statuses":[{"id":"w","status":"framed","recipient_id":"`+waID+`"}]}`),
			[]string{"unknown  |"}},
		"AStatusWithItsPrice": {change("messages", `{`+phone+`,"statuses":[{"id":"w","status":"sent","recipient_id":"`+waID+`","pricing":{"billable":true,"pricing_model":"PMP","type":"regular","category":"service"}}]}`),
			[]string{"status " + mia + " | sent service billed"}},
		"AFailureWithoutAWord": {change("messages", `{`+phone+`,"statuses":[{"id":"w","status":"failed","recipient_id":"`+waID+`"}]}`),
			[]string{"status " + mia + " | failed error refused unclear"}},
		"AHistory": {change("history", `{`+phone+`,"history":[{"metadata":{"phase":0},"threads":[{"id":"`+waID+`","messages":[
			{"from":"`+waID+`","id":"h1","timestamp":"1780000000","type":"text","text":{"body":"A room?"}},
			{"from":"15550100111","to":"`+waID+`","id":"h2","timestamp":"1780000001","type":"text","text":{"body":"Yes"}}]}]}]}`),
			[]string{"message " + mia + " old | A room?", "echo " + mia + " old echo | Yes"}},
		"AHistoryThatIsNotShared": {change("history", `{`+phone+`,"history":[{"errors":[{"code":2593109,"message":"History sharing is turned off"}]}]}`),
			[]string{"account old | error error doubtful unclear 2593109"}},
		"TheOwnersAddressBook": {change("smb_app_state_sync", `{`+phone+`,"state_sync":[{"type":"contact","contact":{"full_name":"Jana"},"action":"add"}]}`),
			[]string{"unknown  |"}},
		"AThreadPassed": {change("messaging_handovers", `{"recipient":{"phone_number_id":"`+phoneID+`"},"sender":{"phone_number":"+`+waID+`"},"timestamp":"1790000000","control_passed":{"metadata":""}}`),
			[]string{"thread " + mia + ` | thread "" ours true asked false`}},
		"AThreadTaken": {change("messaging_handovers", `{"recipient":{"phone_number_id":"`+phoneID+`"},"sender":{"phone_number":"`+waID+`"},"timestamp":1790000000,"control_taken":{}}`),
			[]string{"thread " + mia + ` | thread "meta" ours false asked false`}},
		"APreference": {change("user_preferences", `{`+phone+`,"user_preferences":[{"wa_id":"`+waID+`","category":"marketing_messages","value":"stop"}]}`),
			[]string{"unknown  |"}},
		"AQualityThatIsBetter": {change("phone_number_quality_update", `{"display_phone_number":"15550100111","event":"UNFLAGGED"}`),
			[]string{"unknown at 102 |"}},
		"ARestriction": {change("account_update", `{"event":"DISABLED_UPDATE","ban_info":{"waba_ban_state":"SCHEDULE_FOR_DISABLE"}}`),
			[]string{"account at 102 | account_restricted DISABLED_UPDATE · SCHEDULE_FOR_DISABLE"}},
		"AnAlert": {change("account_alerts", `{"entity_type":"PHONE_NUMBER","alert_info":{"alert_severity":"WARNING","alert_type":"X","alert_description":"Look"}}`),
			[]string{"account at 102 | account_alert Look"}},
		"AQuality": {change("phone_number_quality_update", `{"display_phone_number":"15550100111","event":"FLAGGED","current_limit":"TIER_1K"}`),
			[]string{"account at 102 | quality_low FLAGGED · 15550100111 · TIER_1K"}},
		"TheButtonOfTheDashboard": {`{"object":"whatsapp_business_account","entry":[{"id":"0","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"16505551111","phone_number_id":"123456123"},"contacts":[{"profile":{"name":"test user name"},"wa_id":"16315551181"}],"messages":[{"from":"16315551181","id":"ABGGFlA5Fpa","timestamp":"1504902988","type":"text","text":{"body":"this is a text message"}}]}}]}]}`,
			[]string{"test at 123456123 |"}},
		"TheButtonWithoutEnvelope": {`{"field":"messages","value":{"metadata":{"phone_number_id":"123456123"},"messages":[{"from":"16315551181","id":"ABGGFlA5Fpa","timestamp":"1504902988","type":"text","text":{"body":"hi"}}]}}`,
			[]string{"test at 123456123 |"}},
		"NUL": {change("messages", `{`+phone+`,"messages":[{"from":"`+waID+`","id":"w","type":"text","text":{"body":"a\u0000b"}}]}`),
			[]string{"message " + mia + " | ab"}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got []string
			for _, e := range decode(t, c.body) {
				got = append(got, line(e))
			}
			if diff := cmp.Diff(c.want, got); diff != "" {
				t.Error(diff)
			}
		})
	}
}

func TestDecode_NoBody(t *testing.T) {
	t.Parallel()
	for _, body := range []string{"", "x", "{", "[]", "7", `"s"`, "null", "{}", `{"object":"page","entry":[]}`} {
		if events, err := new(whatsapp.Adapter).Decode([]byte(body)); err == nil {
			t.Errorf("%q: %d events", body, len(events))
		}
	}
}

// TestDecode_SameEventSameKey: the same message by way of standby, and repeated, has one key; statuses of one message
// have one each.
func TestDecode_SameEventSameKey(t *testing.T) {
	t.Parallel()
	m := `{"from":"` + waID + `","id":"w","timestamp":"1790000000","type":"text","text":{"body":"Hi"}}`
	a := decode(t, change("messages", `{`+phone+`,"messages":[`+m+`]}`))
	b := decode(t, change("standby", `{`+phone+`,"standby":{"messages":[`+m+`]}}`))
	if a[0].Key != b[0].Key || a[0].Standby || !b[0].Standby {
		t.Errorf("%+v, %+v", a[0], b[0])
	}
	keys := map[string]bool{}
	for _, s := range []string{"sent", "delivered", "read", "failed"} {
		keys[decode(t, change("messages", `{`+phone+`,"statuses":[{"id":"w","status":"`+s+`"}]}`))[0].Key] = true
	}
	if len(keys) != 4 || keys[a[0].Key] {
		t.Errorf("keys of statuses: %v", keys)
	}
}

// TestDecode_Times: seconds as strings or numbers; what is no time is none.
func TestDecode_Times(t *testing.T) {
	t.Parallel()
	for said, want := range map[string]time.Time{
		`"1790000000"`: time.Unix(1790000000, 0).UTC(), `1790000000`: time.Unix(1790000000, 0).UTC(), `1790000000123`: time.UnixMilli(1790000000123).UTC(),
		`"soon"`: {}, `-5`: {}, `99999999999999999999`: {}, `{}`: {}, `9999999999999999`: {},
	} {
		got := decode(t, change("messages", `{`+phone+`,"messages":[{"from":"1","id":"w","timestamp":`+said+`,"type":"text","text":{"body":"Hi"}}]}`))[0].At
		if !got.Equal(want) {
			t.Errorf("%s: %s, not %s", said, got, want)
		}
	}
}
