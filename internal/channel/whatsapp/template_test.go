package whatsapp_test

import (
	"fmt"
	"io"
	"net/http"
	"testing"

	"github.com/google/go-cmp/cmp"

	"deskbell/internal/channel"
)

// TestTemplates reads what Meta lists, page by page.
func TestTemplates(t *testing.T) {
	t.Parallel()
	g := newGraph(t)
	g.handle("GET "+fb+"102000000000111/message_templates", func(w http.ResponseWriter, r *http.Request) {
		if r.URL.Query().Get("after") == "" {
			_, _ = fmt.Fprint(w, `{"data":[{"name":"order_update","language":"en","status":"APPROVED","category":"UTILITY","components":[
				{"type":"HEADER","format":"TEXT","text":"Order {{1}}"},
				{"type":"BODY","text":"Hello {{2}}, {{1}} is ready. {{2}}!","example":{"body_text":[["a","b"]]}},
				{"type":"FOOTER","text":"Harbour View"},
				{"type":"BUTTONS","buttons":[{"type":"QUICK_REPLY","text":"Thanks"},{"type":"URL","text":"Track","url":"https://a.example/{{1}}"}]}]}],
				"paging":{"cursors":{"after":"two"},"next":"https://graph.facebook.com/…"}}`)
			return
		}
		_, _ = io.WriteString(w, `{"data":[
			{"name":"named","language":"de","status":"APPROVED","category":"MARKETING","components":[{"type":"HEADER","format":"IMAGE"},{"type":"BODY","text":"Hallo {{guest_name}}"}]},
			{"name":"code","language":"en","status":"APPROVED","category":"AUTHENTICATION","components":[{"type":"BODY","text":"{{1}} is your code"}]},
			{"name":"cards","language":"en","status":"APPROVED","category":"MARKETING","components":[{"type":"CAROUSEL"}]},
			{"name":"slow","language":"en","status":"PAUSED","category":"UTILITY","components":[{"type":"BODY","text":"Hi"}]}],"paging":{"cursors":{"after":"three"}}}`)
	})
	got, err := g.Templates(t.Context(), account)
	if err != nil {
		t.Fatal(err)
	}
	want := []channel.Template{
		{Name: "order_update", Language: "en", Category: "utility", Status: "approved", Parts: []channel.TemplatePart{
			{Kind: "header", Format: "text", Text: "Order {{1}}", Blanks: []string{"1"}},
			{Kind: "body", Text: "Hello {{2}}, {{1}} is ready. {{2}}!", Blanks: []string{"1", "2"}},
			{Kind: "footer", Text: "Harbour View"},
			{Kind: "button", Format: "quick_reply", Text: "Thanks"},
			{Kind: "button", Format: "url", Text: "Track", Index: 1, Blanks: []string{"1"}},
		}},
		{Name: "named", Language: "de", Category: "marketing", Status: "approved", Parts: []channel.TemplatePart{
			{Kind: "header", Format: "image", Blanks: []string{"1"}}, {Kind: "body", Text: "Hallo {{guest_name}}", Blanks: []string{"guest_name"}}}},
		{Name: "code", Language: "en", Category: "authentication", Status: "not_supported", Parts: []channel.TemplatePart{{Kind: "body", Text: "{{1}} is your code", Blanks: []string{"1"}}}},
		{Name: "cards", Language: "en", Category: "marketing", Status: "not_supported", Parts: []channel.TemplatePart{}},
		{Name: "slow", Language: "en", Category: "utility", Status: "paused", Parts: []channel.TemplatePart{{Kind: "body", Text: "Hi"}}},
	}
	if diff := cmp.Diff(want, got); diff != "" {
		t.Error(diff)
	}
}
