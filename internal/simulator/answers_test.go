package simulator_test

import (
	"errors"
	"strings"
	"testing"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/channel/channeltest"
	"deskbell/internal/channel/instagram"
	"deskbell/internal/channel/messenger"
	"deskbell/internal/channel/meta"
	"deskbell/internal/channel/whatsapp"
	"deskbell/internal/outward"
	"deskbell/internal/simulator"
)

// answers are what each error of Meta's samples means to whoever sends: what to do, and what people are told.
var answers = map[string]string{
	"instagram_error_100_2534029_barred": "account account_barred 100/2534029",
	"instagram_error_10_2534022":         "window window_closed 10/2534022",
	"instagram_error_190_expired":        "token token_expired 190/463",
	"instagram_error_613_2534040":        "throttled rate_limited 613/2534040",
	"messenger_error_100_tag_retired":    "refused late_not_allowed 100/1893061",
	"messenger_error_10_2018278":         "window window_closed 10/2018278",
	"messenger_error_190_expired":        "token token_expired 190/460",
	"messenger_error_1_1357046_was_sent": "sent sent_anyway 1/1357046",
	"messenger_error_1_transient":        "transient channel_unavailable 1",
	"messenger_error_551":                "gone guest_unreachable 551/1545041",
	"messenger_error_613_2018338":        "refused tagging_bothers 613/2018338",
	"messenger_error_thread_owner":       "thread thread_elsewhere 10/2018300",
	"whatsapp_error_130429":              "throttled rate_limited 130429",
	"whatsapp_error_131047_sync":         "window window_closed 131047",
	"whatsapp_error_131056":              "pair pair_limited 131056",
}

// realClients are the adapters that speak with Meta, speaking with the simulator.
func realClients(t *testing.T, base string) map[simulator.Channel]channel.Adapter {
	t.Helper()
	client := outward.New(outward.Config{}).Naming(base)
	t.Cleanup(client.Close)
	graph, err := meta.New(meta.Config{Client: client, Base: base + simulator.GraphPath})
	if err != nil {
		t.Fatal(err)
	}
	return map[simulator.Channel]channel.Adapter{simulator.WhatsApp: whatsapp.New(graph), simulator.Messenger: messenger.New(graph),
		simulator.Instagram: instagram.New(graph, time.Now)}
}

// Every sample of an answer that says no is understood by the client that sends, and every success as one.
func TestSamples_AnswersToTheRealClient(t *testing.T) {
	t.Parallel()
	s, _, base := start(t)
	clients := realClients(t, base)
	for _, c := range simulator.Channels {
		at := account(s, c)
		app := channel.App{ID: "app", Key: s.App().ID, Secrets: []string{s.App().Secret, s.App().InstagramSecret}}
		acc := channel.Account{ID: "acc", Key: at.Key, Parent: at.Parent, Token: at.Token, Route: at.Route, HumanAgent: at.HumanAgent}
		_, key := guestOf(t, s, c)
		out := channel.Outgoing{Ours: "ours", To: []string{key}, Text: "Good day"}
		if c == simulator.WhatsApp {
			out.Phone = "+" + key
		}
		for _, name := range channeltest.Errors(string(c)) {
			s.Say(simulator.Said{Status: 400, Body: channeltest.Sample(t, name)})
			_, err := clients[c].Send(t.Context(), app, acc, out)
			var f *channel.Failure
			got := "no failure"
			if errors.As(err, &f) {
				got = strings.Join([]string{string(f.Kind), f.Reason, f.Code}, " ")
			}
			if got != answers[name] {
				t.Errorf("%s: %s, want %s", name, got, answers[name])
			}
		}
		s.Say(simulator.Said{Status: 200, Body: channeltest.Sample(t, string(c)+"_send_response")})
		sent, err := clients[c].Send(t.Context(), app, acc, out)
		if err != nil || !strings.Contains(sent.ID, "Invented") {
			t.Errorf("%s: the answer to a send: %+v, %v", c, sent, err)
		}
	}

	reader, ok := clients[simulator.WhatsApp].(channel.Reader)
	if !ok {
		t.Fatal("WhatsApp marks nothing as read")
	}
	at := account(s, simulator.WhatsApp)
	acc := channel.Account{ID: "acc", Key: at.Key, Parent: at.Parent, Token: at.Token}
	s.Say(simulator.Said{Status: 200, Body: channeltest.Sample(t, "whatsapp_mark_read_response")})
	if err := reader.MarkRead(t.Context(), acc, "4915550100222", "wamid.1"); err != nil {
		t.Error(err)
	}
	s.Serve("1479000000000333", "image/jpeg", []byte("\xff\xd8\xff a picture"))
	s.Say(simulator.Said{Status: 200, Body: channeltest.Sample(t, "whatsapp_media_url_response")})
	content, err := clients[simulator.WhatsApp].(channel.Fetcher).Fetch(t.Context(), acc, channel.Media{ID: "1479000000000333", Kind: channel.MediaImage})
	if err != nil {
		t.Fatal(err)
	}
	if content.Type != "image/jpeg" {
		t.Errorf("type %s", content.Type)
	}
	_ = content.Close()
}
