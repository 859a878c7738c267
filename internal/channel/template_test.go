package channel_test

import (
	"errors"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"deskbell/internal/channel"
)

var order = channel.Template{Name: "order_update", Language: "en", Status: channel.TemplateApproved, Parts: []channel.TemplatePart{
	{Kind: "header", Format: "text", Text: "Order {{1}}", Blanks: []string{"1"}},
	{Kind: "body", Text: "Hello {{1}}, {{2}} is ready.", Blanks: []string{"1", "2"}},
	{Kind: "footer", Text: "Harbour View"},
	{Kind: "button", Format: "url", Text: "Track", Index: 0, Blanks: []string{"1"}},
}}

func TestTemplate_Fill(t *testing.T) {
	t.Parallel()
	f, err := order.Fill([]string{"4711", " {{2}}\nJana  ", "room 7", "abc"})
	if err != nil {
		t.Fatal(err)
	}
	want := []channel.FilledOne{
		{Kind: "header", Format: "text", Blanks: []string{"1"}, Values: []string{"4711"}},
		{Kind: "body", Blanks: []string{"1", "2"}, Values: []string{"{{2}} Jana", "room 7"}},
		{Kind: "button", Format: "url", Blanks: []string{"1"}, Values: []string{"abc"}},
	}
	if diff := cmp.Diff(want, f.Parts); diff != "" {
		t.Error(diff)
	}
	if got, want := order.Text(f), "Order 4711\nHello {{2}} Jana, room 7 is ready.\nHarbour View"; got != want {
		t.Errorf("%q", got)
	}
}

// TestTemplate_ValuesOf: what comes from a screen is put where the approved template has its variables.
func TestTemplate_ValuesOf(t *testing.T) {
	t.Parallel()
	got := order.ValuesOf(channel.Filled{Parts: []channel.FilledOne{
		{Kind: "button", Index: 3, Values: []string{"of no button"}},
		{Kind: "body", Blanks: []string{"2", "1"}, Values: []string{"room 7", "Jana"}},
		{Kind: "header", Values: []string{"4711", "too much"}},
	}})
	if diff := cmp.Diff([]string{"4711", "Jana", "room 7", ""}, got); diff != "" {
		t.Error(diff)
	}
}

func TestTemplate_FillRefuses(t *testing.T) {
	t.Parallel()
	picture := channel.Template{Status: channel.TemplateApproved, Parts: []channel.TemplatePart{{Kind: "header", Format: "image", Blanks: []string{"1"}}}}
	paused := order
	paused.Status = "paused"
	for name, c := range map[string]struct {
		of     channel.Template
		values []string
		want   error
	}{
		"TooFew":     {order, []string{"a", "b", "c"}, channel.ErrTemplateBlank},
		"Blank":      {order, []string{"a", "b", " \n", "d"}, channel.ErrTemplateBlank},
		"TooMany":    {order, []string{"a", "b", "c", "d", "e"}, channel.ErrTemplateValue},
		"TooLong":    {order, []string{"a", strings.Repeat("x", 1025), "c", "d"}, channel.ErrTemplateValue},
		"Paused":     {paused, []string{"a", "b", "c", "d"}, channel.ErrTemplateStatus},
		"NoAddress":  {picture, []string{"my picture"}, channel.ErrTemplateValue},
		"InTheClear": {picture, []string{"http://a.example/x.jpg"}, channel.ErrTemplateValue},
	} {
		if _, err := c.of.Fill(c.values); !errors.Is(err, c.want) {
			t.Errorf("%s: %v", name, err)
		}
	}
}
