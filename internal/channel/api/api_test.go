package api_test

import (
	"context"
	"encoding/json"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"
	"github.com/google/go-cmp/cmp/cmpopts"

	"deskbell/internal/channel"
	"deskbell/internal/channel/api"
	"deskbell/internal/channel/channeltest"
	"deskbell/internal/desk"
	"deskbell/internal/outward"
)

var (
	noon    = time.Date(2026, 9, 21, 12, 0, 0, 0, time.UTC)
	app     = channel.App{ID: "app", Channel: desk.ChannelAPI, Secrets: []string{"token-of-today", "token-of-before"}}
	account = channel.Account{ID: "a", Channel: desk.ChannelAPI, Key: "front-desk-sms", Token: "signing-secret"}
)

const phone = "+351910000001"

// answering is the adapter for an account whose callback is the test's own server, whatever the suite says of it.
type answering struct {
	*api.Adapter
	callback string
}

func (ad answering) Capabilities(a channel.Account) channel.Capabilities {
	a.Callback = ad.callback
	return ad.Adapter.Capabilities(a)
}

func (ad answering) Send(ctx context.Context, app channel.App, a channel.Account, out channel.Outgoing) (channel.Sent, error) {
	a.Callback = ad.callback
	return ad.Adapter.Send(ctx, app, a, out)
}

func event(kind channel.EventKind, id string, change func(*channel.Event)) channel.Event {
	ev := channel.Event{Kind: kind, Account: "front-desk-sms", ID: id, Key: id, At: time.UnixMilli(1790000000123).UTC(),
		Guest: channel.Guest{IDs: []string{phone}, Name: "Jana", Phone: phone}}
	if change != nil {
		change(&ev)
	}
	return ev
}

const at = "2026-09-21T14:13:20.123Z"

// wants says what must come of each sample.
var wants = map[string][]channel.Event{
	"api_text": {event(channel.EventMessage, "sms-1", func(ev *channel.Event) { ev.Text = "Is breakfast included?" })},
	"api_media": {event(channel.EventMessage, "sms-2", func(ev *channel.Event) {
		ev.Media = []channel.Media{{URL: "https://sms.example/m/1.jpg", Kind: channel.MediaImage, Type: "image/jpeg", Name: "tap.jpg", Size: 48211},
			{URL: "https://sms.example/m/2.ogg", Kind: channel.MediaAudio, Voice: true}}
	})},
	"api_choice": {event(channel.EventMessage, "sms-3", func(ev *channel.Event) { ev.Text, ev.Choice, ev.ReplyTo = "Human Chat", "human", "sms-2" })},
	"api_place_and_card": {event(channel.EventMessage, "sms-4", func(ev *channel.Event) {
		ev.Place = &channel.Place{Latitude: 38.7071, Longitude: -9.1355, Name: "Harbour"}
		ev.Cards = []channel.Card{{Name: "Rui", Phones: []string{"+351910000002"}, Mails: []string{"rui@mail.example"}}}
		ev.Shared = []channel.Shared{{Kind: "link", Title: "Our stay", URL: "https://blog.example/stay"}}
	})},
	"api_echo": {event(channel.EventEcho, "sms-5", func(ev *channel.Event) { ev.Text, ev.Echo = "Yes, from half past six.", &channel.Echo{} })},
	"api_echo_automatic": {event(channel.EventEcho, "sms-6", func(ev *channel.Event) {
		ev.Text, ev.Echo = "Thank you, we will answer soon.", &channel.Echo{Automatic: true}
	})},
	"api_statuses": {
		event(channel.EventStatus, "out-1", func(ev *channel.Event) {
			ev.Guest, ev.Key, ev.Status = channel.Guest{}, "status:out-1:d-1:delivered", &channel.Status{State: channel.StateDelivered, Ours: "d-1"}
		}),
		event(channel.EventStatus, "out-2", func(ev *channel.Event) {
			ev.Guest, ev.Key = channel.Guest{}, "status:out-2::failed"
			ev.Status = &channel.Status{State: channel.StateFailed, Failure: &channel.Failure{Kind: channel.FailureGone, Reason: channel.ReasonUnreachable, Detail: "The number is not in use."}}
		}),
	},
	"api_read":     {event(channel.EventRead, "out-1", func(ev *channel.Event) { ev.Key = "read:out-1:" + at })},
	"api_typing":   {event(channel.EventTyping, "", func(ev *channel.Event) { ev.Key = "typing:" + phone + ":" + at })},
	"api_reaction": {event(channel.EventReaction, "out-1", func(ev *channel.Event) { ev.Key, ev.Emoji = "reaction:out-1:"+phone+":👍:"+at, "👍" })},
	"api_edit": {event(channel.EventEdit, "sms-1", func(ev *channel.Event) {
		ev.Key, ev.Text, ev.Revision = "edit:sms-1:1:"+at, "Is breakfast included for two?", 1
	})},
	"api_unsend": {event(channel.EventUnsend, "sms-1", func(ev *channel.Event) { ev.Key = "unsend:sms-1" })},
	"api_no_account": {event(channel.EventMessage, "sms-11", func(ev *channel.Event) {
		ev.Account, ev.Guest, ev.Text = "default", channel.Guest{IDs: []string{phone}}, "Is anybody there?"
	})},
	"api_test": {{Kind: channel.EventTest, Account: "front-desk-sms", Text: "hello"}},
	"api_batch": {
		event(channel.EventMessage, "sms-7", func(ev *channel.Event) { ev.Text = "one" }),
		event(channel.EventMessage, "sms-8", func(ev *channel.Event) { ev.Text = "two" }),
		{Kind: channel.EventUnknown, Account: "front-desk-sms"},
		event(channel.EventMessage, "sms-10", func(ev *channel.Event) {
			ev.Account, ev.Guest, ev.Text = "spa", channel.Guest{IDs: []string{"+351910000003"}}, "three"
		}),
	},
}

func suite(callback bool) channeltest.Suite {
	s := channeltest.Suite{
		New: func(t testing.TB, server *channeltest.API) channel.Adapter {
			ad := api.New(server.Client(t), func() time.Time { return noon })
			if callback {
				return answering{ad, server.URL + "/answers"}
			}
			return ad
		},
		App: app, Account: account, Guest: []string{phone},
		Want:  map[string]func(*testing.T, []channel.Event){},
		Fails: map[string]channel.FailureKind{},
		Sent:  `{"id":"out-1"}`, SentID: "out-1",
		Sign: func(secret string, _ []byte) http.Header {
			return http.Header{"Authorization": {"Bearer " + secret}}
		},
		BySecret: true,
	}
	for name, want := range wants {
		s.Want[name] = func(t *testing.T, got []channel.Event) {
			if diff := cmp.Diff(want, got, cmpopts.IgnoreFields(channel.Event{}, "Raw"), cmpopts.EquateEmpty()); diff != "" {
				t.Errorf("(-want +got):\n%s", diff)
			}
		}
	}
	return s
}

func TestAdapter(t *testing.T) {
	for name, callback := range map[string]bool{"WatchedOnly": false, "Answering": true} {
		t.Run(name, func(t *testing.T) { channeltest.Run(t, suite(callback)) })
	}
}

// A program that went wild makes nothing but rows that are kept.
func TestDecode_Bounds(t *testing.T) {
	t.Parallel()
	long := strings.Repeat("x", 201)
	for _, raw := range []string{
		`{"type":"message","id":"` + long + `","guest":{"id":"g"},"text":"x"}`,
		`{"type":"message","id":"1","guest":{"id":"` + long + `"},"text":"x"}`,
		`{"type":"message","id":"1","guest":{"id":"g"},"media":[` + strings.Repeat(`{"url":"https://x"},`, 30) + `{"url":"https://x"}]}`,
	} {
		if got, err := new(api.Adapter).Decode([]byte(raw)); err != nil || len(got) != 1 || got[0].Kind != channel.EventUnknown {
			t.Errorf("%.60s… became %+v, %v", raw, got, err)
		}
	}
}

// What no database keeps is in no id.
func TestDecode_NoNUL(t *testing.T) {
	t.Parallel()
	got, err := new(api.Adapter).Decode([]byte(`{"type":"message","id":"1\u00002","guest":{"id":"g\u0000"},"reply_to":"\u00007","text":"x"}`))
	if err != nil || len(got) != 1 || got[0].ID != "12" || got[0].Guest.IDs[0] != "g" || got[0].ReplyTo != "7" {
		t.Errorf("became %+v, %v", got, err)
	}
}

// A body of nothing but commas would be gigabytes of events.
func TestDecode_NotTooMany(t *testing.T) {
	t.Parallel()
	body := func(n int) []byte {
		return []byte(`{"events":[` + strings.TrimSuffix(strings.Repeat("{},", n), ",") + `]}`)
	}
	if got, err := new(api.Adapter).Decode(body(1000)); err != nil || len(got) != 1000 {
		t.Errorf("of 1,000 events %d are read: %v", len(got), err)
	}
	if got, err := new(api.Adapter).Decode(body(1001)); err == nil || len(got) != 0 {
		t.Errorf("of 1,001 events %d are read: %v", len(got), err)
	}
}

func FuzzDecode(f *testing.F) { channeltest.Fuzz(f, new(api.Adapter)) }

// The callback gets the whole message, and can tell that it is ours.
func TestSend(t *testing.T) {
	t.Parallel()
	server := channeltest.NewAPI(t)
	server.Answer(http.StatusAccepted, `{"id":7001}`)
	ad := answering{api.New(server.Client(t), func() time.Time { return noon }), server.URL + "/answers"}
	sent, err := ad.Send(t.Context(), app, account, channel.Outgoing{Ours: "d-9", To: []string{phone}, Phone: phone, Text: "Which?", ReplyTo: "sms-1",
		Choices: []channel.Choice{{Title: "Human Chat", Payload: "human"}}})
	if err != nil || sent.ID != "7001" {
		t.Fatalf("%+v, %v", sent, err)
	}
	got := server.Asked()[0]
	const want = `{"type":"message","delivery":"d-9","account":"front-desk-sms","guest":{"id":"+351910000001","phone":"+351910000001"},` +
		`"text":"Which?","choices":[{"title":"Human Chat","payload":"human"}],"reply_to":"sms-1"}`
	if string(got.Body) != want {
		t.Errorf("posted %s", got.Body)
	}
	if h := got.Header; h.Get("Webhook-Id") != "d-9" || h.Get("Webhook-Timestamp") != "1789992000" ||
		h.Get("Webhook-Signature") != api.Sign("signing-secret", "d-9", "1789992000", []byte(want)) {
		t.Errorf("signed %v", h)
	}
	bare := account
	bare.Token = ""
	_, err = ad.Send(t.Context(), app, bare, channel.Outgoing{Ours: "d-10", To: []string{phone},
		Media: &channel.Upload{Kind: channel.MediaAudio, Type: "audio/ogg", Name: "voice.ogg", Size: 9, Voice: true, URL: "https://desk.example/files/k/voice.ogg"}})
	if err != nil {
		t.Fatal(err)
	}
	got = server.Asked()[0]
	var p struct {
		Media map[string]any `json:"media"`
	}
	if err := json.Unmarshal(got.Body, &p); err != nil || p.Media["url"] != "https://desk.example/files/k/voice.ogg" || p.Media["voice"] != true {
		t.Errorf("posted %s", got.Body)
	}
	if got.Header.Get("Webhook-Signature") != api.Sign("token-of-today", "d-10", "1789992000", got.Body) {
		t.Error("without a secret of its own an account signs with the token")
	}
}

// A vector that other languages can be held against.
func TestSign(t *testing.T) {
	t.Parallel()
	const want = "v1,sE60LjQRzKX/Tzk28gAKnPz5l1QgVYfdwHz6kwv3+Lk="
	if got := api.Sign("signing-secret", "d-9", "1789992000", []byte(`{"type":"message"}`)); got != want {
		t.Errorf("got %s", got)
	}
}

func TestSend_Failures(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status int
		answer string
		kind   channel.FailureKind
	}{
		"Guest":      {422, `{"error":{"kind":"guest","detail":"not in use"}}`, channel.FailureGone},
		"GuestBy200": {200, `{"error":{"kind":"guest"}}`, channel.FailureGone},
		"Message":    {400, `{"error":{"kind":"message"}}`, channel.FailureRefused},
		"Account":    {403, `{"error":{"kind":"account"}}`, channel.FailureAccount},
		"Later":      {409, `{"error":{"kind":"later"}}`, channel.FailureTransient},
		"Plain400":   {400, `bad`, channel.FailureRefused},
		"Plain401":   {401, ``, channel.FailureAccount},
		"Plain404":   {404, ``, channel.FailureAccount},
		"Plain410":   {410, ``, channel.FailureGone},
		"Moved":      {302, ``, channel.FailureAccount},
		"Throttled":  {429, ``, channel.FailureThrottled},
		"Broken":     {500, `{"error":{"kind":"later"}}`, channel.FailureUnknown},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			server := channeltest.NewAPI(t)
			server.Answer(c.status, c.answer)
			ad := answering{api.New(server.Client(t), time.Now), server.URL + "/answers"}
			_, err := ad.Send(t.Context(), app, account, channel.Outgoing{Ours: "d", To: []string{phone}, Text: "x"})
			if f := (*channel.Failure)(nil); !errors.As(err, &f) || f.Kind != c.kind || f.Reason == "" || f.Permanent() != (&channel.Failure{Kind: c.kind}).Permanent() {
				t.Errorf("got %+v", f)
			}
		})
	}
}

// What would not be taken is not posted, and no callback leads inside a network.
func TestSend_RefusedHere(t *testing.T) {
	t.Parallel()
	client := outward.New(outward.Config{})
	t.Cleanup(client.Close)
	ok := channel.Outgoing{Ours: "d", To: []string{phone}, Text: "x"}
	long, nobody, media, template := ok, ok, ok, ok
	long.Text = strings.Repeat("x", api.TextMax+1)
	nobody.To = nil
	media.Media = &channel.Upload{Kind: channel.MediaImage}
	template.Template = &channel.Filled{}
	for name, c := range map[string]struct {
		callback string
		out      channel.Outgoing
		kind     channel.FailureKind
	}{
		"Watched": {"", ok, channel.FailureAccount}, "Long": {"https://x.example", long, channel.FailureRefused}, "Nobody": {"https://x.example", nobody, channel.FailureRefused},
		"NoAddress": {"https://x.example", media, channel.FailureRefused}, "Template": {"https://x.example", template, channel.FailureRefused},
		"Inside": {"https://127.0.0.1:9/x", ok, channel.FailureAccount}, "Metadata": {"https://169.254.169.254/", ok, channel.FailureAccount},
		"Clear": {"http://x.example/", ok, channel.FailureAccount}, "NoURL": {"://", ok, channel.FailureAccount},
	} {
		_, err := answering{api.New(client, time.Now), c.callback}.Send(t.Context(), app, account, c.out)
		if f := (*channel.Failure)(nil); !errors.As(err, &f) || f.Kind != c.kind {
			t.Errorf("%s: %v", name, err)
		}
	}
}

func TestFetch(t *testing.T) {
	t.Parallel()
	server := channeltest.NewAPI(t)
	server.Handle(func(w http.ResponseWriter, r *http.Request) {
		switch r.URL.Path {
		case "/a.jpg":
			_, _ = io.WriteString(w, "bytes")
		case "/moved":
			http.Redirect(w, r, "/a.jpg", http.StatusFound)
		case "/busy":
			http.Error(w, "busy", http.StatusServiceUnavailable)
		default:
			http.NotFound(w, r)
		}
	})
	ad := api.New(server.Client(t), time.Now)
	content, err := ad.Fetch(t.Context(), account, channel.Media{URL: server.URL + "/a.jpg"})
	if err != nil {
		t.Fatal(err)
	}
	raw, err := io.ReadAll(content)
	if string(raw) != "bytes" || err != nil || content.Name != "a.jpg" || content.Size != 5 {
		t.Errorf("%q, %v, %+v", raw, err, content)
	}
	_ = content.Close()
	for url, kind := range map[string]channel.FailureKind{
		server.URL + "/moved": channel.FailureRefused, server.URL + "/busy": channel.FailureTransient, server.URL + "/none": channel.FailureRefused,
		"https://127.0.0.1:9/": channel.FailureRefused, "http://10.0.0.1/": channel.FailureRefused, "": channel.FailureRefused, "file:///etc/passwd": channel.FailureRefused,
	} {
		_, err := ad.Fetch(t.Context(), account, channel.Media{URL: url})
		if f := (*channel.Failure)(nil); !errors.As(err, &f) || f.Kind != kind {
			t.Errorf("%s: %v", url, err)
		}
	}
	for _, r := range server.Asked() {
		if r.Header.Get("Authorization") != "" {
			t.Errorf("%s was shown a token", r.Path)
		}
	}
}
