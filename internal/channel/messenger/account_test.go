package messenger_test

import (
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"deskbell/internal/channel"
	"deskbell/internal/channel/channeltest"
	"deskbell/internal/channel/messenger"
)

// paths answers by the end of the path.
func paths(answers map[string]string) http.HandlerFunc {
	return func(w http.ResponseWriter, r *http.Request) {
		for end, body := range answers {
			if strings.HasSuffix(r.URL.Path, end) {
				if strings.Contains(body, `"error"`) {
					w.WriteHeader(http.StatusBadRequest)
				}
				_, _ = io.WriteString(w, body)
				return
			}
		}
		w.WriteHeader(http.StatusNotFound)
	}
}

func TestCondition(t *testing.T) {
	t.Parallel()
	all := `"` + strings.Join(messenger.Fields, `","`) + `"`
	fields := `{"name":"` + strings.Join(messenger.Fields, `"},{"name":"`) + `"}`
	good := func(but ...string) map[string]string {
		m := map[string]string{
			"/debug_token":     `{"data":{"is_valid":true,"expires_at":0,"app_id":"` + ours + `","scopes":["pages_messaging","pages_manage_metadata"]}}`,
			"/me":              `{"id":"` + page + `","name":"Harbour View"}`,
			"/subscribed_apps": `{"data":[{"id":"1","subscribed_fields":[]},{"id":"` + ours + `","subscribed_fields":[` + all + `]}]}`,
			"/subscriptions":   `{"data":[{"object":"page","callback_url":"https://desk.example/hooks/messenger/a1","active":true,"fields":[` + fields + `]}]}`,
		}
		for i := 0; i < len(but); i += 2 {
			m[but[i]] = but[i+1]
		}
		return m
	}
	expired := string(channeltest.Sample(t, "messenger_error_190_expired"))
	for name, try := range map[string]struct {
		answers map[string]string
		want    channel.Condition
	}{
		"Good": {good(), channel.Condition{Subscribed: true, TokenValid: true, Name: "Harbour View"}},
		"Ends": {good("/debug_token", `{"data":{"is_valid":true,"expires_at":1790000000,"app_id":`+ours+`}}`),
			channel.Condition{Subscribed: true, TokenValid: true, TokenUntil: time.Unix(1790000000, 0).UTC(), Name: "Harbour View"}},
		"Invalid": {good("/debug_token", `{"data":{"is_valid":false,"app_id":"`+ours+`"}}`),
			channel.Condition{Problems: []string{channel.ReasonToken}}},
		"Expired":        {good("/me", expired), channel.Condition{Problems: []string{channel.ReasonToken}}},
		"AppSecretWrong": {good("/debug_token", expired), channel.Condition{Subscribed: true, TokenValid: true, Name: "Harbour View", Problems: []string{"app_secret_wrong"}}},
		"OtherPage":      {good("/me", `{"id":"99","name":"Old Mill"}`), channel.Condition{Subscribed: true, TokenValid: true, Name: "Old Mill", Problems: []string{"other_account"}}},
		"CutOff":         {good("/subscribed_apps", `{"data":[]}`), channel.Condition{TokenValid: true, Name: "Harbour View"}},
		"Missing": {good("/subscribed_apps", `{"data":[{"id":"`+ours+`","subscribed_fields":[`+strings.Replace(strings.Replace(all, `"message_echoes",`, "", 1), "messaging_handovers", "messaging_handover", 1)+`]}]}`),
			channel.Condition{Subscribed: true, TokenValid: true, Name: "Harbour View", Missing: []string{"message_echoes"}}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			api, a := start(t)
			api.Handle(paths(try.answers))
			got, err := a.Condition(t.Context(), app, account)
			if d := cmp.Diff(try.want, got); d != "" || err != nil {
				t.Errorf("%s %v", d, err)
			}
		})
	}
	t.Run("Down", func(t *testing.T) {
		t.Parallel()
		api, a := start(t)
		api.Answer(http.StatusServiceUnavailable, "down")
		if _, err := a.Condition(t.Context(), app, account); kind(err) != channel.FailureTransient {
			t.Errorf("got %v", err)
		}
	})
}

func TestSubscribe(t *testing.T) {
	t.Parallel()
	api, a := start(t)
	api.Handle(func(w http.ResponseWriter, r *http.Request) {
		switch {
		case strings.HasSuffix(r.URL.Path, "/subscriptions") && r.Method == http.MethodGet:
			_, _ = io.WriteString(w, `{"data":[{"object":"page","callback_url":"https://desk.example/hooks/messenger/a1","active":true,"fields":[{"name":"feed"},{"name":"messages"}]}]}`)
		case strings.Contains(r.URL.Query().Get("subscribed_fields"), "messaging_handovers"):
			w.WriteHeader(http.StatusBadRequest)
			_, _ = io.WriteString(w, `{"error":{"code":100,"message":"(#100) Param subscribed_fields must be one of …"}}`)
		default:
			_, _ = io.WriteString(w, `{"success":true}`)
		}
	})
	if err := a.Subscribe(t.Context(), app, account); err != nil {
		t.Fatal(err)
	}
	asked := api.Asked()
	last := asked[len(asked)-1]
	if len(asked) != 4 || !strings.Contains(asked[1].Query.Get("subscribed_fields"), "messaging_handover,") ||
		!strings.Contains(string(last.Body), `"fields":"feed,messages,messaging_postbacks,`) || last.Header.Get("Authorization") != "Bearer "+ours+"|"+app.Secrets[0] {
		t.Errorf("asked %+v", asked)
	}
	if token, until, err := a.Refresh(t.Context(), app, account); token != account.Token || !until.IsZero() || err != nil {
		t.Errorf("got %q, %v, %v", token, until, err)
	}
}
