package instagram_test

import (
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"deskbell/internal/channel"
	"deskbell/internal/channel/channeltest"
	"deskbell/internal/channel/instagram"
	"deskbell/internal/desk"
)

func sample(t *testing.T, name string) []byte {
	t.Helper()
	return channeltest.Sample(t, "instagram_"+name)
}

const (
	account = "17841400000000111"
	guest   = "1060000000000222"
	cdn     = "https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=18000000000000001&signature=InventedSig"
)

func mid(n string) string { return "aWdfZAG1faXRlbToxOklHTWVzc2FnZAUlEOjInventedIgMid00" + n + "ZD" }

// event is one by the guest of the samples, at the time of the samples; change makes it the one that is meant.
func event(kind channel.EventKind, id string, change func(*channel.Event)) channel.Event {
	ev := channel.Event{Kind: kind, Account: account, Guest: channel.Guest{IDs: []string{guest}}, ID: id, Key: id, At: time.UnixMilli(1790000000123).UTC()}
	if change != nil {
		change(&ev)
	}
	return ev
}

func text(s string) func(*channel.Event) { return func(ev *channel.Event) { ev.Text = s } }

func media(kinds ...channel.MediaKind) func(*channel.Event) {
	return func(ev *channel.Event) {
		for i, k := range kinds {
			url := cdn
			if i == 1 {
				url += "2"
			}
			ev.Media = append(ev.Media, channel.Media{URL: url, Kind: k, Voice: k == channel.MediaAudio})
		}
	}
}

func shared(s channel.Shared) func(*channel.Event) {
	return func(ev *channel.Event) { ev.Shared = []channel.Shared{s} }
}

// wants says what must come of each sample of a webhook.
var wants = map[string]channel.Event{
	"text":            event(channel.EventMessage, mid("30"), text("Do you ship to Norway?")),
	"quick_reply":     event(channel.EventMessage, mid("31"), func(ev *channel.Event) { ev.Text, ev.Choice = "Yes", "CONFIRM_YES" }),
	"postback":        event(channel.EventMessage, mid("32"), func(ev *channel.Event) { ev.Text, ev.Choice = "Opening hours", "ICE_HOURS" }),
	"image":           event(channel.EventMessage, mid("33"), media(channel.MediaImage)),
	"images_multiple": event(channel.EventMessage, mid("34"), media(channel.MediaImage, channel.MediaImage)),
	"audio":           event(channel.EventMessage, mid("35"), media(channel.MediaAudio)),
	"video":           event(channel.EventMessage, mid("36"), media(channel.MediaVideo)),
	"share_legacy_and_ig_post": event(channel.EventMessage, mid("37"),
		shared(channel.Shared{Kind: "post", URL: cdn, Title: "Caption of the shared post", ID: "18000000000000333"})),
	"ig_reel":       event(channel.EventMessage, mid("38"), shared(channel.Shared{Kind: "reel", URL: cdn, Title: "Reel caption", ID: "18000000000000444"})),
	"story_mention": event(channel.EventMessage, mid("39"), shared(channel.Shared{Kind: "story_mention", URL: cdn})),
	"story_reply": event(channel.EventMessage, mid("40"), func(ev *channel.Event) {
		ev.Text, ev.Shared = "Love this!", []channel.Shared{{Kind: "story_reply", URL: cdn, ID: "17990000000000555"}}
	}),
	"reply_to": event(channel.EventMessage, mid("41"), func(ev *channel.Event) {
		ev.Text, ev.ReplyTo = "This one please", "aWdInventedParentMid0001"
	}),
	"unsupported":          event(channel.EventMessage, mid("42"), func(ev *channel.Event) { ev.Unsupported = true }),
	"ephemeral_unverified": event(channel.EventMessage, mid("43"), func(ev *channel.Event) { ev.Unsupported = true }),
	"echo": event(channel.EventEcho, mid("44"), func(ev *channel.Event) {
		ev.Text, ev.Echo = "Yes, we ship to Norway.", &channel.Echo{}
	}),
	"self_test": event(channel.EventTest, mid("45"), func(ev *channel.Event) { ev.Guest = channel.Guest{} }),
	"ad_referral": event(channel.EventMessage, mid("46"), func(ev *channel.Event) {
		ev.Text, ev.Referral = "How much is it?", &channel.Referral{Source: "ADS", Ref: "ad-ig", AdID: "6100000000000777", Title: "Autumn sale"}
	}),
	"product_referral": event(channel.EventMessage, mid("47"), func(ev *channel.Event) {
		ev.Text, ev.Referral = "Is this in stock?", &channel.Referral{}
		ev.Shared = []channel.Shared{{Kind: "product", ID: "5000000000000666"}}
	}),
	"standby": event(channel.EventMessage, mid("48"), func(ev *channel.Event) { ev.Text, ev.Standby = "hello?", true }),
	"message_edit": event(channel.EventEdit, "aWdInventedParentMid0004", func(ev *channel.Event) {
		ev.Key, ev.Text, ev.Revision = "edit:aWdInventedParentMid0004:1", "I meant Sweden", 1
	}),
	"unsend": event(channel.EventUnsend, "aWdInventedParentMid0002", func(ev *channel.Event) { ev.Key = "unsend:" + ev.ID }),
	"seen":   event(channel.EventRead, "aWdInventedOutMid0003", func(ev *channel.Event) { ev.Key = "read:" + ev.ID }),
	"reaction": event(channel.EventReaction, "aWdInventedParentMid0001", func(ev *channel.Event) {
		ev.Emoji, ev.Key = "❤️", "reaction:"+ev.ID+":guest:react:1790000000123:❤️"
	}),
	"unreact": event(channel.EventReaction, "aWdInventedParentMid0001", func(ev *channel.Event) {
		ev.Key = "reaction:" + ev.ID + ":guest:unreact:1790000000123:"
	}),
	"referral_igme": event(channel.EventReferral, "", func(ev *channel.Event) {
		ev.Referral = &channel.Referral{Source: "IGME-SOURCE-LINK", Ref: "bio-link"}
		ev.Key = "referral:" + guest + ":1790000000123:bio-link"
	}),
	"pass_thread_control": event(channel.EventThread, "", func(ev *channel.Event) {
		ev.Thread, ev.Key = &channel.Thread{Owner: "900000000000333"}, "thread:"+guest+":pass:1790000000123:900000000000333"
	}),
	"take_thread_control": event(channel.EventThread, "", func(ev *channel.Event) {
		ev.Thread, ev.Key = &channel.Thread{Owner: "1217981644879628"}, "thread:"+guest+":take:1790000000123:1217981644879628"
	}),
	"dashboard_test_changes": {Kind: channel.EventTest, Account: "0", Key: "random_mid", Text: "random_text", At: time.Unix(1527459824, 0).UTC()},
	"comment_change":         {Kind: channel.EventUnknown, Account: account},
}

var shape = cmp.Options{cmpopts.IgnoreFields(channel.Event{}, "Raw"), cmpopts.EquateEmpty()}

// is holds what came of a sample against what must come of it.
func is(want channel.Event) func(*testing.T, []channel.Event) {
	return func(t *testing.T, got []channel.Event) {
		t.Helper()
		if len(got) != 1 {
			t.Fatalf("%d events", len(got))
		}
		if diff := cmp.Diff(want, got[0], shape); diff != "" {
			t.Errorf("(-want +got):\n%s", diff)
		}
	}
}

func TestAdapter(t *testing.T) {
	for name, a := range map[string]channel.Account{"Page": page, "Login": login} {
		a.Channel = desk.ChannelInstagram
		s := channeltest.Suite{
			New: func(t testing.TB, api *channeltest.API) channel.Adapter {
				return instagram.New(api.Graph(t), func() time.Time { return noon })
			},
			App: app, Account: a, Guest: []string{guest},
			Want: map[string]func(*testing.T, []channel.Event){},
			Fails: map[string]channel.FailureKind{
				"instagram_error_100_2534029_barred": channel.FailureAccount,
				"instagram_error_10_2534022":         channel.FailureWindow,
				"instagram_error_190_expired":        channel.FailureToken,
				"instagram_error_613_2534040":        channel.FailureThrottled,
			},
			Sent: string(sample(t, "send_response")), SentID: "aWdInventedOutMid0003",
		}
		for sample, want := range wants {
			s.Want["instagram_"+sample] = is(want)
		}
		t.Run(name, func(t *testing.T) { channeltest.Run(t, s) })
	}
}

// One bad event beside others costs those nothing, wherever it stands, and is kept.
func TestDecode_BadBesideGood(t *testing.T) {
	t.Parallel()
	good := `{"sender":{"id":1060000000000222},"recipient":{"id":"17841400000000111"},"timestamp":"1790000000123","message":{"mid":"m1","text":"hello"}}`
	for name, bad := range map[string]string{
		"Number": `7`, "Null": `null`, "List": `[]`, "NoKey": `{"sender":{"id":"1"},"timestamp":1}`, "NewKey": `{"sender":{"id":"1"},"hologram":{"mid":"x"}}`,
		"MessageIsText": `{"sender":{"id":"1"},"message":"hello"}`, "NoID": `{"sender":{"id":"1"},"message":{"text":"x"}}`,
		"NoSender": `{"message":{"mid":"x","text":"y"}}`, "AttachmentsAreNumbers": `{"message":{"attachments":7}}`,
		"ReadNothing": `{"sender":{"id":"1"},"read":{}}`, "ReactOdd": `{"sender":{"id":"1"},"reaction":{"mid":"x","action":"stare"}}`,
	} {
		for _, key := range []string{"messaging", "standby"} {
			raw := `{"object":"instagram","entry":[5,{"id":17841400000000111,"` + key + `":[` + bad + `,` + good + `]},{"id":"17841400000000111"}]}`
			got, err := new(instagram.Adapter).Decode([]byte(raw))
			if err != nil || len(got) != 4 {
				t.Errorf("%s: %d events, %v", name, len(got), err)
				continue
			}
			for i, kind := range []channel.EventKind{channel.EventUnknown, channel.EventUnknown, channel.EventMessage, channel.EventUnknown} {
				if got[i].Kind != kind || len(got[i].Raw) == 0 {
					t.Errorf("%s: event %d is %+v", name, i, got[i])
				}
			}
			if ev := got[2]; ev.Account != account || ev.Guest.IDs[0] != guest || ev.Text != "hello" || ev.At.UnixMilli() != 1790000000123 {
				t.Errorf("%s: the good one became %+v", name, ev)
			}
		}
	}
}

func TestDecode_NoInstagram(t *testing.T) {
	t.Parallel()
	for _, raw := range []string{"", "{", "7", "null", "[]", `"x"`, `{}`, `{"object":"page","entry":[]}`, `{"object":"instagram","entry":7}`, "<html>"} {
		if got, err := new(instagram.Adapter).Decode([]byte(raw)); err == nil {
			t.Errorf("%q became %v", raw, got)
		}
	}
	if got, err := new(instagram.Adapter).Decode([]byte(`{"field":"messages","value":{"sender":{"id":"1"},"recipient":{"id":"2"},"message":{"mid":"m"}}}`)); err != nil || len(got) != 1 || got[0].Kind != channel.EventTest {
		t.Errorf("a bare change became %v, %v", got, err)
	}
}

// What the account does itself names the guest as its recipient, whatever it is.
func TestDecode_OfTheAccount(t *testing.T) {
	t.Parallel()
	for key, kind := range map[string]channel.EventKind{
		`"message":{"mid":"m","text":"x"}`:                                   channel.EventEcho,
		`"message":{"mid":"m","is_deleted":true,"is_echo":true}`:             channel.EventUnsend,
		`"reaction":{"mid":"m","action":"react","reaction":"love"}`:          channel.EventReaction,
		`"message_edit":{"mid":"m","text":"y","num_edit":2}`:                 channel.EventEdit,
		`"message":{"mid":"m","is_echo":true,"app_id":90000000000000000333}`: channel.EventEcho,
	} {
		raw := `{"object":"instagram","entry":[{"id":"111","messaging":[{"sender":{"id":"111"},"recipient":{"id":"222"},"timestamp":1790000000123,` + key + `}]}]}`
		got, err := new(instagram.Adapter).Decode([]byte(raw))
		if err != nil || len(got) != 1 || got[0].Kind != kind || got[0].Echo == nil || len(got[0].Guest.IDs) != 1 || got[0].Guest.IDs[0] != "222" {
			t.Errorf("%s became %+v, %v", key, got, err)
		}
		if strings.Contains(key, "app_id") && got[0].Echo.App != "90000000000000000333" {
			t.Errorf("the app became %q", got[0].Echo.App)
		}
	}
}

// Posts that are shared twice over, as the older and the newer form, count once each; what has only the older form stays.
func TestDecode_Twins(t *testing.T) {
	t.Parallel()
	for list, want := range map[string]int{
		`{"type":"share","payload":{"url":"a"}},{"type":"ig_post","payload":{"url":"a"}}`:                                               1,
		`{"type":"ig_post","payload":{"url":"a"}},{"type":"share","payload":{"url":"other"}}`:                                           1,
		`{"type":"share","payload":{"url":"a"}},{"type":"share","payload":{"url":"b"}},{"type":"ig_post","payload":{"url":"b"}}`:        2,
		`{"type":"share","payload":{"url":"a"}}`:                                                                                        1,
		`{"type":"hologram","payload":{"url":"a"}},{"type":"image","payload":{"url":"b"}},{"type":"image","payload":null},5,{"type":3}`: 1,
	} {
		raw := `{"object":"instagram","entry":[{"id":"111","messaging":[{"sender":{"id":"222"},"message":{"mid":"m","attachments":[` + list + `]}}]}]}`
		got, err := new(instagram.Adapter).Decode([]byte(raw))
		if err != nil || len(got) != 1 || len(got[0].Shared) != want {
			t.Errorf("%s became %+v, %v", list, got, err)
		}
	}
}

func FuzzDecode(f *testing.F) { channeltest.Fuzz(f, new(instagram.Adapter)) }
