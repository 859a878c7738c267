package messenger_test

import (
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"deskbell/internal/channel"
	"deskbell/internal/channel/channeltest"
	"deskbell/internal/channel/messenger"
	"deskbell/internal/channel/meta"
)

func start(t *testing.T) (*channeltest.API, *messenger.Adapter) {
	t.Helper()
	api := channeltest.NewAPI(t)
	api.Answer(http.StatusOK, string(channeltest.Sample(t, "messenger_send_response")))
	return api, messenger.New(api.Graph(t))
}

func kind(err error) channel.FailureKind {
	var f *channel.Failure
	if errors.As(err, &f) {
		return f.Kind
	}
	return ""
}

func TestSend_Bodies(t *testing.T) {
	t.Parallel()
	human := account
	human.HumanAgent = true
	for name, try := range map[string]struct {
		account channel.Account
		out     channel.Outgoing
		want    string
	}{
		"Text": {account, channel.Outgoing{Ours: "d1", To: []string{guest}, Text: "Hello"},
			`{"recipient":{"id":"` + guest + `"},"messaging_type":"RESPONSE","message":{"text":"Hello","metadata":"d1"}}`},
		"Reply": {account, channel.Outgoing{Ours: "d1", To: []string{guest}, Text: "Hello", ReplyTo: "m_1"},
			`{"recipient":{"id":"` + guest + `"},"messaging_type":"RESPONSE","message":{"text":"Hello","metadata":"d1"},"reply_to":{"mid":"m_1"}}`},
		"Choices": {account, channel.Outgoing{Ours: "d1", To: []string{guest}, Text: "Which?", Choices: []channel.Choice{{Title: "Spa", Payload: "spa"}, {Title: "Pool", Payload: "pool"}}},
			`{"recipient":{"id":"` + guest + `"},"messaging_type":"RESPONSE","message":{"text":"Which?","metadata":"d1","quick_replies":[{"content_type":"text","title":"Spa","payload":"spa"},{"content_type":"text","title":"Pool","payload":"pool"}]}}`},
		"LateByAPerson": {human, channel.Outgoing{Ours: "d1", To: []string{guest}, Text: "Found it", Late: true},
			`{"recipient":{"id":"` + guest + `"},"messaging_type":"MESSAGE_TAG","tag":"HUMAN_AGENT","message":{"text":"Found it","metadata":"d1"}}`},
		// The tag is a fault within the window, whoever writes.
		"InTimeByAPerson": {human, channel.Outgoing{Ours: "d1", To: []string{guest}, Text: "Found it"},
			`{"recipient":{"id":"` + guest + `"},"messaging_type":"RESPONSE","message":{"text":"Found it","metadata":"d1"}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api, a := start(t)
			if _, err := a.Send(t.Context(), app, try.account, try.out); err != nil {
				t.Fatal(err)
			}
			asked := api.Asked()
			if len(asked) != 1 {
				t.Fatalf("asked %+v", asked)
			}
			var got, want any
			_ = json.Unmarshal(asked[0].Body, &got)
			_ = json.Unmarshal([]byte(try.want), &want)
			if d := cmp.Diff(want, got); d != "" {
				t.Error(d)
			}
			if asked[0].Path != "/graph.facebook.com/"+meta.Version+"/"+page+"/messages" || asked[0].Header.Get("Authorization") != "Bearer "+account.Token ||
				asked[0].Query.Get("appsecret_proof") != meta.Proof(app.Secrets[0], account.Token) {
				t.Errorf("asked %+v", asked[0])
			}
		})
	}
}

// What Meta would refuse is not even asked for.
func TestSend_RefusedHere(t *testing.T) {
	t.Parallel()
	many := make([]channel.Choice, 14)
	for name, try := range map[string]struct {
		out  channel.Outgoing
		want channel.FailureKind
	}{
		"Late":       {channel.Outgoing{To: []string{guest}, Text: "x", Late: true}, channel.FailureWindow},
		"TooLong":    {channel.Outgoing{To: []string{guest}, Text: strings.Repeat("x", 2000)}, channel.FailureRefused},
		"TooLongBig": {channel.Outgoing{To: []string{guest}, Text: strings.Repeat("😀", 1000)}, channel.FailureRefused},
		"Empty":      {channel.Outgoing{To: []string{guest}, Text: " "}, channel.FailureRefused},
		"Nobody":     {channel.Outgoing{Text: "x"}, channel.FailureRefused},
		"TooMany":    {channel.Outgoing{To: []string{guest}, Text: "x", Choices: many}, channel.FailureRefused},
		"Template":   {channel.Outgoing{To: []string{guest}, Template: &channel.Filled{}}, channel.FailureRefused},
		"TooBig":     {channel.Outgoing{To: []string{guest}, Media: upload("x", 26<<20)}, channel.FailureRefused},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api, a := start(t)
			if _, err := a.Send(t.Context(), app, account, try.out); kind(err) != try.want || len(api.Asked()) > 0 {
				t.Errorf("got %v", err)
			}
		})
	}
}

func upload(content string, size int64) *channel.Upload {
	return &channel.Upload{Kind: channel.MediaImage, Type: "image/jpeg", Name: "añb\".jpg", Size: size,
		Open: func() (io.ReadCloser, error) { return io.NopCloser(strings.NewReader(content)), nil }}
}

func TestSend_Media(t *testing.T) {
	t.Parallel()
	api, a := start(t)
	api.Handle(func(w http.ResponseWriter, r *http.Request) {
		if strings.HasSuffix(r.URL.Path, "/message_attachments") {
			_, params, _ := mime.ParseMediaType(r.Header.Get("Content-Type"))
			form, err := multipart.NewReader(r.Body, params["boundary"]).ReadForm(1 << 20)
			if err != nil || r.ContentLength <= 0 || len(form.File["filedata"]) != 1 {
				t.Errorf("form %+v, %v, length %d", form, err, r.ContentLength)
				return
			}
			f := form.File["filedata"][0]
			if f.Filename != "añb\".jpg" || f.Header.Get("Content-Type") != "image/jpeg" || f.Size != 4 || form.Value["message"][0] != `{"attachment":{"payload":{"is_reusable":true},"type":"image"}}` {
				t.Errorf("form %+v, %+v", f, form.Value)
			}
			_, _ = io.WriteString(w, `{"attachment_id":1745504518999123456}`)
			return
		}
		_, _ = io.WriteString(w, `{"recipient_id":"`+guest+`","message_id":"m_out"}`)
	})
	sent, err := a.Send(t.Context(), app, account, channel.Outgoing{Ours: "d1", To: []string{guest}, Media: upload("jpeg", 4)})
	if err != nil || sent.ID != "m_out" {
		t.Fatalf("got %+v, %v", sent, err)
	}
	asked := api.Asked()
	if len(asked) != 2 || !strings.Contains(string(asked[1].Body), `"attachment_id":"1745504518999123456"`) || !strings.Contains(string(asked[1].Body), `"metadata":"d1"`) {
		t.Errorf("asked %s", asked[1].Body)
	}
	// Whatever happens to the upload, the guest got nothing: it may be tried again.
	api.Answer(http.StatusOK, "<html>")
	if _, err := a.Send(t.Context(), app, account, channel.Outgoing{Ours: "d1", To: []string{guest}, Media: upload("jpeg", 4)}); kind(err) != channel.FailureTransient {
		t.Errorf("got %v", err)
	}
	api.Stop()
	if _, err := a.Send(t.Context(), app, account, channel.Outgoing{Ours: "d1", To: []string{guest}, Media: upload("jpeg", 4)}); kind(err) != channel.FailureTransient {
		t.Errorf("got %v", err)
	}
}

func TestProfile(t *testing.T) {
	t.Parallel()
	for name, try := range map[string]struct {
		status int
		body   string
		want   channel.Guest
		fails  channel.FailureKind
	}{
		"Name":       {200, `{"first_name":"Jana","last_name":"Novak","profile_pic":"https://scontent.xx.fbcdn.net/p"}`, channel.Guest{IDs: []string{guest}, Name: "Jana Novak", Picture: "https://scontent.xx.fbcdn.net/p"}, ""},
		"Empty":      {200, `{}`, channel.Guest{}, ""},
		"None":       {400, `{"error":{"code":100,"error_subcode":2018218,"message":"x"}}`, channel.Guest{}, ""},
		"Permission": {403, `{"error":{"code":2018247,"message":"x"}}`, channel.Guest{}, ""},
		"Token":      {400, string(channeltest.Sample(t, "messenger_error_190_expired")), channel.Guest{}, channel.FailureToken},
		"Down":       {503, `{"error":{"code":2,"message":"x"}}`, channel.Guest{}, channel.FailureTransient},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api, a := start(t)
			api.Answer(try.status, try.body)
			got, err := a.Profile(t.Context(), account, guest)
			if d := cmp.Diff(try.want, got); d != "" || kind(err) != try.fails {
				t.Errorf("%s %v", d, err)
			}
		})
	}
}

func TestActions(t *testing.T) {
	t.Parallel()
	api, a := start(t)
	if err := errors.Join(a.Typing(t.Context(), account, guest, ""), a.MarkRead(t.Context(), account, guest, "m_1"), a.TakeThread(t.Context(), account, guest)); err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, r := range api.Asked() {
		got = append(got, r.Path[strings.LastIndex(r.Path, "/"):]+string(r.Body))
	}
	want := []string{`/messages{"recipient":{"id":"` + guest + `"},"sender_action":"typing_on"}`,
		`/messages{"recipient":{"id":"` + guest + `"},"sender_action":"mark_seen"}`,
		`/take_thread_control{"recipient":{"id":"` + guest + `"},"metadata":"deskbell"}`}
	if d := cmp.Diff(want, got); d != "" {
		t.Error(d)
	}
	api.Answer(400, `{"error":{"code":27,"message":"(#27) Take thread control is not supported when Conversation Routing is not enabled"}}`)
	err := a.TakeThread(t.Context(), account, guest)
	if f := (*channel.Failure)(nil); !errors.As(err, &f) || f.Reason != channel.ReasonRoutingOff {
		t.Errorf("got %v", err)
	}
}

func TestFetch_LinksAreNotCopied(t *testing.T) {
	t.Parallel()
	api, a := start(t)
	for _, m := range []channel.Media{{URL: "https://scontent.xx.fbcdn.net/a", LinkOnly: true}, {ID: "1"}} {
		if _, err := a.Fetch(t.Context(), account, m); kind(err) != channel.FailureRefused {
			t.Errorf("got %v", err)
		}
	}
	if len(api.Asked()) > 0 {
		t.Error("it was asked all the same")
	}
}
