package instagram_test

import (
	"context"
	"errors"
	"io"
	"net/http"
	"strings"
	"testing"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/channel/meta"
)

// The address that is signed with the Instagram app's own secret is let in as the Meta app's is, and nothing else.
func TestAuthentic_BothSecrets(t *testing.T) {
	t.Parallel()
	g := newGraph(t, nil)
	body := sample(t, "text")
	header := func(secret string) http.Header { return http.Header{"X-Hub-Signature-256": {meta.Sign(secret, body)}} }
	for _, secret := range app.Secrets {
		if !g.Authentic(app, header(secret), body) {
			t.Errorf("%s is refused", secret)
		}
	}
	shut := app
	shut.Secrets = []string{"", ""}
	if g.Authentic(app, header("another"), body) || g.Authentic(app, http.Header{}, body) || g.Authentic(shut, header(""), body) ||
		g.Authentic(app, header(app.Secrets[1]), append(body, ' ')) {
		t.Error("what nobody signed is let in")
	}
}

func TestSubscribe(t *testing.T) {
	t.Parallel()
	g := newGraph(t, map[string]string{
		"POST graph.facebook.com/v26.0/1000/subscribed_apps": `{"success":true}`,
		"POST graph.instagram.com/v26.0/me/subscribed_apps":  `{"success":true}`,
	})
	if err := g.Subscribe(t.Context(), app, page); err != nil || !strings.Contains(g.asked[0].query.Get("subscribed_fields"), "message_echoes,message_deliveries") {
		t.Errorf("page: %v, %v", err, g.asked)
	}
	// The app's own subscription gets what it lacks, at the address that was entered.
	told := newGraph(t, map[string]string{
		"POST graph.facebook.com/v26.0/1000/subscribed_apps": `{"success":true}`,
		subscriptions: `{"data":[{"object":"page","active":true,"callback_url":"https://other"},{"object":"instagram","active":true,"callback_url":"https://desk.example/hooks/instagram/a","fields":[{"name":"messages"},{"name":"comments"}]}]}`,
		"POST graph.facebook.com/v26.0/900000000000333/subscriptions": `{"success":true}`,
	})
	if err := told.Subscribe(t.Context(), app, page); err != nil {
		t.Error(err)
	}
	if last := told.last(t); !strings.Contains(last.body, "messages,comments,messaging_postbacks") || !strings.Contains(last.body, "https://desk.example/hooks/instagram/a") ||
		last.token != "900000000000333|secret-of-meta" {
		t.Errorf("told %+v", last)
	}
	bare := app
	bare.Key = ""
	if err := g.Subscribe(t.Context(), bare, login); err != nil || !strings.Contains(g.last(t).query.Get("subscribed_fields"), "messaging_seen") {
		t.Errorf("login: %v, %v", err, g.last(t).query)
	}
}

const (
	pageSelf      = "GET graph.facebook.com/v26.0/" + account
	pageApps      = "GET graph.facebook.com/v26.0/1000/subscribed_apps"
	debug         = "GET graph.facebook.com/v26.0/debug_token"
	loginSelf     = "GET graph.instagram.com/v26.0/me"
	subscriptions = "GET graph.facebook.com/v26.0/900000000000333/subscriptions"
	loginApps     = "GET graph.instagram.com/v26.0/me/subscribed_apps"
)

func TestCondition(t *testing.T) {
	t.Parallel()
	on := `{"data":[{"id":"1","subscribed_fields":[]},{"id":900000000000333,"subscribed_fields":["messages","messaging_postbacks","message_echoes","message_deliveries","message_reads","message_reactions","message_edits","messaging_referrals","messaging_handovers","standby"]}]}`
	for name, c := range map[string]struct {
		a       channel.Account
		answers map[string]string
		want    func(channel.Condition) bool
	}{
		"Page": {page, map[string]string{pageSelf: `{"username":"harbour"}`, pageApps: on, debug: `{"data":{"is_valid":true,"expires_at":1800000000,"app_id":"900000000000333"}}`},
			func(c channel.Condition) bool {
				return c.TokenValid && c.Subscribed && len(c.Missing) == 1 && c.TokenUntil.Unix() == 1800000000 && c.Name == "@harbour" && len(c.Problems) == 0
			}},
		"NotTold": {page, map[string]string{pageSelf: `{}`, pageApps: on, debug: `{"data":{"is_valid":true}}`, subscriptions: `{"data":[{"object":"instagram","active":true,"fields":[{"name":"messages"}]}]}`},
			func(c channel.Condition) bool {
				return c.Subscribed && strings.Contains(strings.Join(c.Missing, ","), "messaging_seen")
			}},
		"WrongSecret": {page, map[string]string{pageSelf: `{}`, pageApps: on, debug: string(sample(t, "error_190_expired"))},
			func(c channel.Condition) bool { return c.TokenValid && c.Problems[0] == "app_secret_wrong" }},
		"CutOff": {page, map[string]string{pageSelf: `{"username":"harbour"}`, pageApps: `{"data":[]}`, debug: `{"data":{"is_valid":true,"expires_at":0}}`},
			func(c channel.Condition) bool { return c.TokenValid && !c.Subscribed && c.TokenUntil.IsZero() }},
		"OfAnother": {page, map[string]string{pageSelf: `{}`, pageApps: on, debug: `{"data":{"is_valid":true,"app_id":7}}`},
			func(c channel.Condition) bool {
				return len(c.Problems) == 1 && c.Problems[0] == channel.ReasonTokenOfOther
			}},
		"Login": {login, map[string]string{loginSelf: `{"user_id":"` + account + `","username":"harbour"}`, loginApps: `{"data":[{"id":"5","subscribed_fields":["messages"]}]}`},
			func(c channel.Condition) bool {
				return c.TokenValid && c.Subscribed && len(c.Missing) == 7 && len(c.Problems) == 0
			}},
		"OtherAccount": {login, map[string]string{loginSelf: `{"user_id":"42"}`, loginApps: `{"data":[]}`},
			func(c channel.Condition) bool { return len(c.Problems) == 1 && c.Problems[0] == "other_account" }},
		"Expired": {login, map[string]string{loginSelf: string(sample(t, "error_190_expired"))},
			func(c channel.Condition) bool {
				return !c.TokenValid && !c.Subscribed && c.Problems[0] == channel.ReasonToken
			}},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := newGraph(t, c.answers)
			got, err := g.Condition(t.Context(), app, c.a)
			if err != nil || !c.want(got) {
				t.Errorf("%+v, %v", got, err)
			}
		})
	}
}

// A hanging or broken API is no condition of the account.
func TestCondition_Unknown(t *testing.T) {
	t.Parallel()
	g := newGraph(t, map[string]string{loginSelf: "oops"})
	g.status = http.StatusBadGateway
	_, err := g.Condition(t.Context(), app, login)
	if f := (*channel.Failure)(nil); !errors.As(err, &f) || f.Kind != channel.FailureTransient {
		t.Errorf("got %v", err)
	}
}

func TestRefresh(t *testing.T) {
	t.Parallel()
	const at = "GET graph.instagram.com/refresh_access_token"
	g := newGraph(t, map[string]string{at: `{"access_token":"fresh","token_type":"bearer","expires_in":5183944}`})
	token, until, err := g.Refresh(t.Context(), app, login)
	if err != nil || token != "fresh" || !until.Equal(noon.Add(5183944*time.Second)) {
		t.Errorf("%q until %v, %v", token, until, err)
	}
	if q := g.last(t).query; q.Get("grant_type") != "ig_refresh_token" || q.Get("access_token") != login.Token {
		t.Errorf("asked with %v", q)
	}
	if token, until, err := g.Refresh(t.Context(), app, page); token != page.Token || !until.IsZero() || err != nil {
		t.Errorf("a Page's token: %q, %v, %v", token, until, err)
	}
	young := newGraph(t, map[string]string{at: `{"error":{"code":100,"message":"the token is too young"}}`})
	if token, until, err := young.Refresh(t.Context(), app, login); token != login.Token || !until.IsZero() || err != nil {
		t.Errorf("a young token: %q, %v, %v", token, until, err)
	}
	dead := newGraph(t, map[string]string{at: string(sample(t, "error_190_expired"))})
	_, _, err = dead.Refresh(t.Context(), app, login)
	if f := (*channel.Failure)(nil); !errors.As(err, &f) || f.Kind != channel.FailureToken || strings.Contains(f.Error(), login.Token) {
		t.Errorf("an expired token: %v", err)
	}
}

// Media comes without a token, and of stories there is none.
func TestFetch(t *testing.T) {
	t.Parallel()
	g := newGraph(t, map[string]string{"GET lookaside.fbsbx.com/ig_messaging_cdn/": "bytes"})
	content, err := g.Fetch(context.Background(), page, channel.Media{URL: cdn, Kind: channel.MediaImage})
	if err != nil {
		t.Fatal(err)
	}
	defer content.Close()
	if raw, err := io.ReadAll(content); string(raw) != "bytes" || err != nil {
		t.Errorf("%q, %v", raw, err)
	}
	if got := g.last(t); got.token != "" || got.query.Get("asset_id") != "18000000000000001" {
		t.Errorf("asked %+v", got)
	}
	for _, m := range []channel.Media{{URL: cdn, LinkOnly: true}, {URL: "http://169.254.169.254/latest"}, {URL: "https://127.0.0.1/"}, {URL: "file:///etc/passwd"}, {}} {
		_, err := g.Fetch(t.Context(), page, m)
		if f := (*channel.Failure)(nil); !errors.As(err, &f) || f.Kind != channel.FailureRefused {
			t.Errorf("%+v: %v", m, err)
		}
	}
}
