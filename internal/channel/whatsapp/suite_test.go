package whatsapp_test

import (
	"testing"

	"github.com/google/go-cmp/cmp"

	"deskbell/internal/channel"
	"deskbell/internal/channel/channeltest"
	"deskbell/internal/channel/whatsapp"
	"deskbell/internal/desk"
)

func TestAdapter(t *testing.T) {
	t.Parallel()
	want := map[string]func(*testing.T, []channel.Event){}
	for name, lines := range wanted() {
		want["whatsapp_"+name] = func(t *testing.T, events []channel.Event) {
			var got []string
			for _, e := range events {
				got = append(got, line(e))
				if e.Notice == nil && (e.At.Unix() < 1790000000 || e.At.Unix() > 1790000009) {
					t.Errorf("%s: at %s", line(e), e.At)
				}
			}
			if diff := cmp.Diff(lines, got); diff != "" {
				t.Error(diff)
			}
		}
	}
	channeltest.Run(t, channeltest.Suite{
		New: func(t testing.TB, api *channeltest.API) channel.Adapter { return whatsapp.New(api.Graph(t)) },
		App: channel.App{ID: "app", Channel: desk.ChannelWhatsApp, Key: "555", Secrets: []string{"0123456789abcdef0123456789abcdef", "older"}, VerifyToken: "verify"},
		Account: channel.Account{ID: "acc", Channel: desk.ChannelWhatsApp, Key: phoneID, Parent: "102000000000111", Token: "EAAtoken",
			Secret: "0123456789abcdef0123456789abcdef"},
		Guest: []string{waID, bsuid},
		Want:  want,
		Fails: map[string]channel.FailureKind{
			"whatsapp_error_130429":      channel.FailureThrottled,
			"whatsapp_error_131047_sync": channel.FailureWindow,
			"whatsapp_error_131056":      channel.FailurePair,
		},
		Sent:   sample(t, "send_response"),
		SentID: "wamid.HBgNInventedOutbound0009AA==",
	})
}

// TestCapabilities: a number that is used on a phone too may send a quarter of what another may.
func TestCapabilities(t *testing.T) {
	t.Parallel()
	a := new(whatsapp.Adapter)
	if one, both := a.Capabilities(channel.Account{}).PerSecond, a.Capabilities(channel.Account{Route: "both"}).PerSecond; one != 80 || both != 20 {
		t.Errorf("%v and %v a second", one, both)
	}
}
