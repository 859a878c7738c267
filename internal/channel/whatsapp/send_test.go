package whatsapp_test

import (
	"bytes"
	"encoding/json"
	"errors"
	"io"
	"mime"
	"mime/multipart"
	"net/http"
	"strings"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"deskbell/internal/channel"
)

const accepted = `{"messaging_product":"whatsapp","messages":[{"id":"wamid.1"}]}`

// TestSend_Shapes are the requests that Meta gets.
func TestSend_Shapes(t *testing.T) {
	t.Parallel()
	to := channel.Outgoing{Ours: "d1", To: []string{bsuid, waID}}
	const common = `"messaging_product":"whatsapp","recipient_type":"individual","to":"+4915550100222","biz_opaque_callback_data":"d1"`
	choices := func(n int, detail string) (all []channel.Choice) {
		for i := range n {
			all = append(all, channel.Choice{Title: string(rune('A' + i)), Payload: "p" + string(rune('a'+i)), Description: detail})
		}
		return all
	}
	for name, c := range map[string]struct {
		out  func(*channel.Outgoing)
		want string
	}{
		"Text":     {func(o *channel.Outgoing) { o.Text = "Hello" }, `{` + common + `,"type":"text","text":{"body":"Hello"}}`},
		"TextLink": {func(o *channel.Outgoing) { o.Text = "https://a.example" }, `{` + common + `,"type":"text","text":{"body":"https://a.example","preview_url":true}}`},
		"Reply": {func(o *channel.Outgoing) { o.Text, o.ReplyTo = "Hello", "wamid.0" },
			`{` + common + `,"type":"text","context":{"message_id":"wamid.0"},"text":{"body":"Hello"}}`},
		"Buttons": {func(o *channel.Outgoing) { o.Text, o.Choices = "Which?", choices(2, "") },
			`{` + common + `,"type":"interactive","interactive":{"type":"button","body":{"text":"Which?"},"action":{"buttons":[
				{"type":"reply","reply":{"id":"pa","title":"A"}},{"type":"reply","reply":{"id":"pb","title":"B"}}]}}}`},
		"List": {func(o *channel.Outgoing) { o.Text, o.Choices = "Which?", choices(4, "more") },
			`{` + common + `,"type":"interactive","interactive":{"type":"list","body":{"text":"Which?"},"action":{"button":"☰","sections":[{"rows":[
				{"id":"pa","title":"A","description":"more"},{"id":"pb","title":"B","description":"more"},
				{"id":"pc","title":"C","description":"more"},{"id":"pd","title":"D","description":"more"}]}]}}}`},
		"ScopedIDOnly": {func(o *channel.Outgoing) { o.To, o.Text = []string{bsuid}, "Hi" },
			`{"messaging_product":"whatsapp","recipient_type":"individual","recipient":"` + bsuid + `","biz_opaque_callback_data":"d1","type":"text","text":{"body":"Hi"}}`},
		"TheNumberKnownLast": {func(o *channel.Outgoing) { o.To, o.Text = []string{bsuid, waID, "4915550100999"}, "Hi" },
			`{` + strings.Replace(common, waID, "4915550100999", 1) + `,"type":"text","text":{"body":"Hi"}}`},
		"APhoneBesideAScopedID": {func(o *channel.Outgoing) { o.To, o.Phone, o.Text = []string{bsuid}, "+49 1555 0100222", "Hi" },
			`{` + common + `,"type":"text","text":{"body":"Hi"}}`},
		"Template": {func(o *channel.Outgoing) {
			o.ReplyTo = "wamid.0"
			o.Template = &channel.Filled{Name: "order_update", Language: "en", Parts: []channel.FilledOne{
				{Kind: "header", Format: "image", Blanks: []string{"1"}, Values: []string{"https://a.example/x.jpg"}},
				{Kind: "body", Blanks: []string{"name", "number"}, Values: []string{"Jana", "4711"}},
				{Kind: "button", Format: "url", Index: 1, Blanks: []string{"1"}, Values: []string{"4711"}},
				{Kind: "button", Format: "copy_code", Index: 2, Blanks: []string{"1"}, Values: []string{"SAVE"}}}}
		}, `{` + common + `,"type":"template","template":{"name":"order_update","language":{"code":"en"},"components":[
			{"type":"header","parameters":[{"type":"image","image":{"link":"https://a.example/x.jpg"}}]},
			{"type":"body","parameters":[{"type":"text","parameter_name":"name","text":"Jana"},{"type":"text","parameter_name":"number","text":"4711"}]},
			{"type":"button","sub_type":"url","index":"1","parameters":[{"type":"text","text":"4711"}]},
			{"type":"button","sub_type":"copy_code","index":"2","parameters":[{"type":"coupon_code","coupon_code":"SAVE"}]}]}}`},
		"TemplateByNumbers": {func(o *channel.Outgoing) {
			o.Late, o.Template = true, &channel.Filled{Name: "n", Language: "de", Parts: []channel.FilledOne{{Kind: "body", Blanks: []string{"1"}, Values: []string{"Jana"}}}}
		}, `{` + common + `,"type":"template","template":{"name":"n","language":{"code":"de"},"components":[{"type":"body","parameters":[{"type":"text","text":"Jana"}]}]}}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := newGraph(t)
			g.on(messages, http.StatusOK, accepted)
			out := to
			c.out(&out)
			sent, err := g.Send(t.Context(), app, account, out)
			if err != nil || sent.ID != "wamid.1" {
				t.Fatalf("%+v, %v", sent, err)
			}
			call := g.calls()[0]
			if diff := cmp.Diff(object(t, c.want), object(t, call.body)); diff != "" {
				t.Error(diff)
			}
			if call.token != "tok" || !strings.Contains(call.query, "appsecret_proof=") {
				t.Errorf("token %q, query %q", call.token, call.query)
			}
		})
	}
}

func object(t *testing.T, s string) any {
	t.Helper()
	var v any
	if err := json.Unmarshal([]byte(s), &v); err != nil {
		t.Fatalf("%v in %s", err, s)
	}
	return v
}

// TestSend_Answers is what becomes of each answer.
func TestSend_Answers(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		status int
		body   string
		kind   channel.FailureKind // "" is sent
		reason string
		after  time.Duration
	}{
		"send_response":   {200, sample(t, "send_response"), "", "", 0},
		"error_130429":    {400, sample(t, "error_130429"), channel.FailureThrottled, channel.ReasonRateLimited, time.Second},
		"error_131047":    {400, sample(t, "error_131047_sync"), channel.FailureWindow, channel.ReasonWindow, 0},
		"error_131056":    {400, sample(t, "error_131056"), channel.FailurePair, channel.ReasonPairLimited, time.Second},
		"AnErrorWith200":  {200, sample(t, "error_131047_sync"), channel.FailureWindow, channel.ReasonWindow, 0},
		"NotOnWhatsApp":   {400, `{"error":{"code":131026,"message":"Message undeliverable"}}`, channel.FailureGone, channel.ReasonNotOnChannel, 0},
		"Spam":            {400, `{"error":{"code":131048,"message":"Spam rate limit hit"}}`, channel.FailureAccount, channel.ReasonSpam, 0},
		"Payment":         {400, `{"error":{"code":131042,"message":"payment"}}`, channel.FailureAccount, channel.ReasonPayment, 0},
		"TokenExpired":    {401, `{"error":{"code":190,"error_subcode":463,"message":"expired"}}`, channel.FailureToken, channel.ReasonToken, 0},
		"TokenOldStyle":   {401, `{"error":{"code":0,"message":"AuthException"}}`, channel.FailureToken, channel.ReasonToken, 0},
		"Maintenance":     {503, `{"error":{"code":131057,"message":"maintenance"}}`, channel.FailureTransient, channel.ReasonMaintenance, time.Second},
		"TemplatePaused":  {400, `{"error":{"code":132015,"message":"paused"}}`, channel.FailureRefused, channel.ReasonTemplatePaused, 0},
		"OfTomorrow":      {400, `{"error":{"code":131999,"message":"new"}}`, channel.FailureRefused, channel.ReasonInvalid, 0},
		"Garbage":         {502, `<html>`, channel.FailureUnknown, channel.ReasonNoAnswer, 0},
		"GarbageWith200":  {200, `<html>`, channel.FailureUnknown, channel.ReasonNoAnswer, 0},
		"NoMessageIsSaid": {200, `{"messaging_product":"whatsapp"}`, channel.FailureUnknown, channel.ReasonNoAnswer, 0},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := newGraph(t)
			g.on(messages, c.status, c.body)
			sent, err := g.Send(t.Context(), app, account, channel.Outgoing{Ours: "d1", To: []string{waID}, Text: "Hi"})
			if c.kind == "" {
				want := channel.Sent{ID: "wamid.HBgNInventedOutbound0009AA==", Recipient: []string{bsuid, waID}}
				if diff := cmp.Diff(want, sent); diff != "" || err != nil {
					t.Error(diff, err)
				}
				return
			}
			var f *channel.Failure
			if !errors.As(err, &f) {
				t.Fatalf("%v is no failure", err)
			}
			if f.Kind != c.kind || f.Reason != c.reason || f.After < c.after {
				t.Errorf("%+v", f)
			}
		})
	}
}

// TestSend_LateIsNeverSent: WhatsApp has no late answers, so nothing is asked of Meta.
func TestSend_LateIsNeverSent(t *testing.T) {
	t.Parallel()
	g := newGraph(t)
	_, err := g.Send(t.Context(), app, account, channel.Outgoing{Ours: "d1", To: []string{waID}, Text: "Hi", Late: true})
	var f *channel.Failure
	if !errors.As(err, &f) || f.Kind != channel.FailureWindow || len(g.calls()) != 0 {
		t.Errorf("%v after %d calls", err, len(g.calls()))
	}
}

// TestSend_HangsUp: what may have gone out is not tried again, what surely did not is.
func TestSend_HangsUp(t *testing.T) {
	t.Parallel()
	g := newGraph(t)
	g.handle(messages, func(w http.ResponseWriter, _ *http.Request) {
		conn, _, err := w.(http.Hijacker).Hijack()
		if err == nil {
			_ = conn.Close()
		}
	})
	_, err := g.Send(t.Context(), app, account, channel.Outgoing{Ours: "d1", To: []string{waID}, Text: "Hi"})
	var f *channel.Failure
	if !errors.As(err, &f) || !f.Doubt() {
		t.Errorf("%v", err)
	}
}

// TestSend_Media uploads a file once, whatever becomes of the message, and sends it as what WhatsApp takes it for.
func TestSend_Media(t *testing.T) {
	t.Parallel()
	for name, c := range map[string]struct {
		file channel.Upload
		want string
	}{
		"Photo": {channel.Upload{Kind: channel.MediaImage, Type: "image/jpeg", Name: "a.jpg", Caption: "the pool"}, `"type":"image","image":{"id":"m1","caption":"the pool"}`},
		// WhatsApp shows no WebP, so the guest gets it as a file.
		"WebP":     {channel.Upload{Kind: channel.MediaImage, Type: "image/webp", Name: "a.webp", Caption: "x"}, `"type":"document","document":{"id":"m1","caption":"x","filename":"a.webp"}`},
		"BigPhoto": {channel.Upload{Kind: channel.MediaImage, Type: "image/png", Name: "a.png", Size: 6 << 20}, `"type":"document","document":{"id":"m1","filename":"a.png"}`},
		"Voice":    {channel.Upload{Kind: channel.MediaAudio, Type: "audio/ogg; codecs=opus", Name: "v.ogg", Voice: true}, `"type":"audio","audio":{"id":"m1","voice":true}`},
		"Video":    {channel.Upload{Kind: channel.MediaVideo, Type: "video/mp4", Name: "v.mp4"}, `"type":"video","video":{"id":"m1"}`},
		"Sticker":  {channel.Upload{Kind: channel.MediaSticker, Type: "image/webp"}, `"type":"sticker","sticker":{"id":"m1"}`},
		"PDF":      {channel.Upload{Kind: channel.MediaFile, Type: "application/pdf", Name: "bill.pdf"}, `"type":"document","document":{"id":"m1","filename":"bill.pdf"}`},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			g := newGraph(t)
			g.on("POST "+fb+phoneID+"/media", http.StatusOK, `{"id":"m1"}`)
			g.on(messages, http.StatusBadRequest, sample(t, "error_131056"))
			content := []byte("content of the file")
			file := c.file
			if file.Size == 0 {
				file.Size = int64(len(content))
			} else {
				content = make([]byte, file.Size)
			}
			file.Open = func() (io.ReadCloser, error) { return io.NopCloser(bytes.NewReader(content)), nil }
			out := channel.Outgoing{Ours: "d1", To: []string{waID}, Media: &file}
			if _, err := g.Send(t.Context(), app, account, out); err == nil {
				t.Fatal("the pair limit was no failure")
			}
			g.on(messages, http.StatusOK, accepted)
			if _, err := g.Send(t.Context(), app, account, out); err != nil {
				t.Fatal(err)
			}
			calls := g.calls()
			if len(calls) != 3 {
				t.Fatalf("%d calls", len(calls))
			}
			want := object(t, `{"messaging_product":"whatsapp","recipient_type":"individual","to":"+`+waID+`","biz_opaque_callback_data":"d1",`+c.want+`}`)
			if diff := cmp.Diff(want, object(t, calls[2].body)); diff != "" {
				t.Error(diff)
			}
			uploaded(t, calls[0], file, content)
		})
	}
}

func uploaded(t *testing.T, call asked, file channel.Upload, content []byte) {
	t.Helper()
	_, params, err := mime.ParseMediaType(call.header.Get("Content-Type"))
	if err != nil {
		t.Fatal(err)
	}
	form, err := multipart.NewReader(strings.NewReader(call.body), params["boundary"]).ReadForm(1 << 20)
	if err != nil {
		t.Fatal(err)
	}
	if p := form.Value["messaging_product"]; len(p) != 1 || p[0] != "whatsapp" {
		t.Errorf("messaging_product %v", p)
	}
	part := form.File["file"][0]
	f, err := part.Open()
	if err != nil {
		t.Fatal(err)
	}
	got, err := io.ReadAll(f)
	if err != nil || !bytes.Equal(got, content) || part.Header.Get("Content-Type") != file.Type {
		t.Errorf("%d bytes of %s, %v", len(got), part.Header.Get("Content-Type"), err)
	}
}

func TestSend_TooBig(t *testing.T) {
	t.Parallel()
	g := newGraph(t)
	_, err := g.Send(t.Context(), app, account, channel.Outgoing{To: []string{waID}, Media: &channel.Upload{Kind: channel.MediaVideo, Type: "video/mp4", Size: 101 << 20}})
	var f *channel.Failure
	if !errors.As(err, &f) || f.Reason != channel.ReasonMediaTooBig || len(g.calls()) != 0 {
		t.Errorf("%v", err)
	}
}

// TestTyping marks as read and shows the dots below the guest's message; without one nothing can be shown.
func TestTyping(t *testing.T) {
	t.Parallel()
	g := newGraph(t)
	g.on(messages, http.StatusOK, sample(t, "mark_read_response"))
	if err := g.Typing(t.Context(), account, waID, ""); err != nil || len(g.calls()) != 0 {
		t.Fatal(err)
	}
	if err := g.Typing(t.Context(), account, waID, "wamid.0"); err != nil {
		t.Fatal(err)
	}
	if err := g.MarkRead(t.Context(), account, waID, "wamid.0"); err != nil {
		t.Fatal(err)
	}
	calls := g.calls()
	for i, want := range []string{
		`{"messaging_product":"whatsapp","status":"read","message_id":"wamid.0","typing_indicator":{"type":"text"}}`,
		`{"messaging_product":"whatsapp","status":"read","message_id":"wamid.0"}`,
	} {
		if diff := cmp.Diff(object(t, want), object(t, calls[i].body)); diff != "" {
			t.Error(diff)
		}
	}
}
