package channel

import (
	"errors"
	"fmt"
	"slices"
	"strings"
	"unicode"
)

// TemplateApproved is the status of a template that may be sent.
const TemplateApproved = "approved"

// Template is a prepared message that the channel approved.
type Template struct {
	Name     string `json:"name"`
	Language string `json:"language"`
	Category string `json:"category"`
	// Status is TemplateApproved, or why it may not be sent: paused, rejected, pending, …, or not_supported where Deskbell
	// cannot fill it.
	Status string         `json:"status"`
	Parts  []TemplatePart `json:"parts"`
}

// TemplatePart is a piece of a template: header, body, footer, button. Blanks are its variables, in the order in which
// their values are given: numbers from 1, or names; they stand in Text as {{1}} or {{name}}. The blank of a header that is
// a file is the file's https address, and that of a button the end of its address or its code; neither stands in Text.
type TemplatePart struct {
	Kind   string   `json:"kind"`
	Format string   `json:"format,omitempty"` // of a header: text, image, document, video; of a button: quick_reply, url, …
	Text   string   `json:"text"`
	Blanks []string `json:"blanks,omitempty"`
	Index  int      `json:"index,omitempty"` // of a button
}

// Filled is a template with its variables: what Template.Fill makes, and what is kept until it is sent.
type Filled struct {
	Name     string      `json:"name"`
	Language string      `json:"language"`
	Parts    []FilledOne `json:"parts"`
}

// FilledOne are the values of one part, in the order of its blanks.
type FilledOne struct {
	Kind   string   `json:"kind"`
	Format string   `json:"format,omitempty"`
	Index  int      `json:"index,omitempty"`
	Blanks []string `json:"blanks,omitempty"`
	Values []string `json:"values"`
}

// The ways in which values do not fit a template.
var (
	ErrTemplateStatus = errors.New("the template may not be sent")
	ErrTemplateBlank  = errors.New("a variable has no value")
	ErrTemplateValue  = errors.New("a variable's value cannot be sent")
)

// templateValueMax bounds one value; what a part may have in all, the channel decides.
const templateValueMax = 1024

// Fill puts values into the template's variables: they are those of all parts' blanks, one after the other, as the parts
// stand. White space within a value becomes single spaces, because the channels refuse lines and wide gaps.
func (t Template) Fill(values []string) (Filled, error) {
	f := Filled{Name: t.Name, Language: t.Language}
	if t.Status != TemplateApproved {
		return f, fmt.Errorf("%w: it is %s", ErrTemplateStatus, t.Status)
	}
	rest := values
	for _, p := range t.Parts {
		if len(p.Blanks) == 0 {
			continue
		}
		if len(rest) < len(p.Blanks) {
			return f, ErrTemplateBlank
		}
		one := FilledOne{Kind: p.Kind, Format: p.Format, Index: p.Index, Blanks: slices.Clone(p.Blanks)}
		for _, v := range rest[:len(p.Blanks)] {
			v = strings.Join(strings.FieldsFunc(v, unicode.IsSpace), " ")
			switch {
			case v == "":
				return f, ErrTemplateBlank
			case Length(v, Characters) > templateValueMax, p.file() && !strings.HasPrefix(v, "https://"):
				return f, ErrTemplateValue
			}
			one.Values = append(one.Values, v)
		}
		rest = rest[len(p.Blanks):]
		f.Parts = append(f.Parts, one)
	}
	if len(rest) > 0 {
		return f, fmt.Errorf("%w: there are more values than variables", ErrTemplateValue)
	}
	return f, nil
}

// ValuesOf are the values that f has for the template's variables, in the order that Fill takes them in: what f says of
// parts or variables that the template does not have is left out, and what it lacks is "".
func (t Template) ValuesOf(f Filled) []string {
	var values []string
	for _, p := range t.Parts {
		var given FilledOne
		for _, one := range f.Parts {
			if one.Kind == p.Kind && one.Index == p.Index {
				given = one
				break
			}
		}
		for i, blank := range p.Blanks {
			if at := slices.Index(given.Blanks, blank); at >= 0 {
				i = at
			}
			v := ""
			if i < len(given.Values) {
				v = given.Values[i]
			}
			values = append(values, v)
		}
	}
	return values
}

// file reports whether the part is a file, whose only blank is its address.
func (p TemplatePart) file() bool {
	return p.Kind == "header" && p.Format != "" && p.Format != "text"
}

// Text is what the guest will read: the parts but the buttons, with the values in their places, and a file's address
// where a file is.
func (t Template) Text(f Filled) string {
	var lines []string
	for _, p := range t.Parts {
		if p.Kind == "button" {
			continue
		}
		text := p.Text
		for _, one := range f.Parts {
			if one.Kind != p.Kind {
				continue
			}
			if p.file() {
				text = strings.Join(one.Values, " ")
				continue
			}
			text = replaced(text, one)
		}
		if text = strings.TrimSpace(text); text != "" {
			lines = append(lines, text)
		}
	}
	return strings.Join(lines, "\n")
}

// replaced puts the values of one part into its text, in one pass: a value that looks like a variable stays as it is.
func replaced(text string, one FilledOne) string {
	var pairs []string
	for i, b := range one.Blanks {
		if i < len(one.Values) {
			pairs = append(pairs, "{{"+b+"}}", one.Values[i], "{{ "+b+" }}", one.Values[i])
		}
	}
	return strings.NewReplacer(pairs...).Replace(text)
}
