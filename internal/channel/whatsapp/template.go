package whatsapp

import (
	"context"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"

	"deskbell/internal/channel"
	"deskbell/internal/channel/meta"
)

// component is a part of a template as Meta lists it.
type component struct {
	Type    text `json:"type"`
	Format  text `json:"format"`
	Text    text `json:"text"`
	Buttons []struct {
		Type text `json:"type"`
		Text text `json:"text"`
		URL  text `json:"url"`
	} `json:"buttons"`
}

const templatePages = 50 // of a hundred each; Meta allows six thousand

// Templates implements channel.Templater. Those that need what Deskbell does not fill (one-time codes, carousels, offers,
// places) come with the status not_supported.
func (a *Adapter) Templates(ctx context.Context, acc channel.Account) ([]channel.Template, error) {
	var all []channel.Template
	q := url.Values{"fields": {"name,language,status,category,components"}, "limit": {"100"}}
	for range templatePages {
		var page struct {
			Data []struct {
				Name       text        `json:"name"`
				Language   text        `json:"language"`
				Status     text        `json:"status"`
				Category   text        `json:"category"`
				Components []component `json:"components"`
			} `json:"data"`
			Paging struct {
				Next    text `json:"next"`
				Cursors struct {
					After text `json:"after"`
				} `json:"cursors"`
			} `json:"paging"`
		}
		if _, err := a.graph.Do(ctx, meta.Call{Product: meta.WhatsApp, Path: "/" + acc.Parent + "/message_templates", Query: q,
			Token: acc.Token, Secret: acc.Secret}, &page); err != nil {
			return nil, err
		}
		for _, d := range page.Data {
			t := channel.Template{Name: d.Name.short(), Language: d.Language.short(),
				Status: strings.ToLower(d.Status.short()), Category: strings.ToLower(d.Category.short())}
			parts, ok := parts(d.Components)
			t.Parts = parts
			if (!ok || t.Category == "authentication") && t.Status == channel.TemplateApproved {
				t.Status = "not_supported"
			}
			all = append(all, t)
		}
		after := string(page.Paging.Cursors.After)
		if page.Paging.Next == "" || after == "" {
			break
		}
		q.Set("after", after)
	}
	return all, nil
}

// parts reads a template's components; ok is false where one of them cannot be filled.
func parts(components []component) (all []channel.TemplatePart, ok bool) {
	all, ok = []channel.TemplatePart{}, true
	for _, c := range components {
		switch kind := strings.ToLower(string(c.Type)); kind {
		case "header":
			p := channel.TemplatePart{Kind: kind, Format: strings.ToLower(string(c.Format)), Text: string(c.Text)}
			switch p.Format {
			case "", "text":
				p.Format, p.Blanks = "text", blanks(p.Text)
			case "image", "video", "document":
				p.Blanks = []string{"1"} // the file's address
			default:
				ok = false
			}
			all = append(all, p)
		case "body":
			all = append(all, channel.TemplatePart{Kind: kind, Text: string(c.Text), Blanks: blanks(string(c.Text))})
		case "footer":
			all = append(all, channel.TemplatePart{Kind: kind, Text: string(c.Text)})
		case "buttons":
			for i, b := range c.Buttons {
				p := channel.TemplatePart{Kind: "button", Format: strings.ToLower(string(b.Type)), Text: string(b.Text), Index: i}
				switch p.Format {
				case "url":
					p.Blanks = blanks(string(b.URL)) // the address ends in it
				case "copy_code":
					p.Blanks = []string{"1"}
				case "quick_reply", "phone_number", "flow":
				default:
					ok = false
				}
				all = append(all, p)
			}
		default:
			ok = false
		}
	}
	return all, ok
}

var blank = regexp.MustCompile(`\{\{\s*([^{}\s]+)\s*\}\}`)

// blanks are the variables of a text, each once: numbers in their order, names in that of the text.
func blanks(s string) []string {
	var all []string
	for _, m := range blank.FindAllStringSubmatch(s, -1) {
		if !slices.Contains(all, m[1]) {
			all = append(all, m[1])
		}
	}
	slices.SortStableFunc(all, func(a, b string) int {
		x, errX := strconv.Atoi(a)
		y, errY := strconv.Atoi(b)
		if errX != nil || errY != nil {
			return 0
		}
		return x - y
	})
	return all
}

type outTemplate struct {
	Name       string         `json:"name"`
	Language   outLanguage    `json:"language"`
	Components []outComponent `json:"components,omitempty"`
}

type outLanguage struct {
	Code string `json:"code"`
}

type outComponent struct {
	Type       string           `json:"type"`
	SubType    string           `json:"sub_type,omitempty"`
	Index      string           `json:"index,omitempty"`
	Parameters []map[string]any `json:"parameters"`
}

// fill makes the message of a template with its values. Parts without any are not named.
func fill(f *channel.Filled) *outTemplate {
	t := &outTemplate{Name: f.Name, Language: outLanguage{Code: f.Language}}
	for _, p := range f.Parts {
		if len(p.Values) == 0 {
			continue
		}
		c := outComponent{Type: p.Kind}
		if p.Kind == "button" {
			c.SubType, c.Index = p.Format, strconv.Itoa(p.Index)
		}
		for i, v := range p.Values {
			c.Parameters = append(c.Parameters, parameter(p, i, v))
		}
		t.Components = append(t.Components, c)
	}
	return t
}

func parameter(p channel.FilledOne, i int, v string) map[string]any {
	switch p.Format {
	case "image", "video", "document":
		return map[string]any{"type": p.Format, p.Format: map[string]string{"link": v}}
	case "copy_code":
		return map[string]any{"type": "coupon_code", "coupon_code": v}
	}
	out := map[string]any{"type": "text", "text": v}
	if i < len(p.Blanks) && p.Kind != "button" {
		if _, err := strconv.Atoi(p.Blanks[i]); err != nil {
			out["parameter_name"] = p.Blanks[i]
		}
	}
	return out
}
