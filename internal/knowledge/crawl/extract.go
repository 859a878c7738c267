package crawl

import (
	"bytes"
	"net/url"
	"regexp"
	"strings"
	"unicode/utf8"

	"golang.org/x/net/html"
	"golang.org/x/net/html/atom"
	"golang.org/x/net/html/charset"

	"deskbell/internal/knowledge/document"
)

// deepest is how deep elements are followed into each other.
const deepest = 300

// chrome names what stands around the text of a page, by class or id.
var chrome = regexp.MustCompile(`(?i)(?:^|[\s_-])(?:cookies?|consent|gdpr|newsletter|breadcrumbs?|navbar|navigation|sitenav|social|share|sharing|popup|modal|skip-?link|lang-?switch\w*)(?:$|[\s_-])`)

// skipped are elements without text for readers.
var skipped = map[atom.Atom]bool{atom.Script: true, atom.Style: true, atom.Noscript: true, atom.Template: true, atom.Iframe: true, atom.Svg: true,
	atom.Canvas: true, atom.Button: true, atom.Select: true, atom.Textarea: true, atom.Nav: true, atom.Dialog: true, atom.Object: true, atom.Video: true,
	atom.Audio: true, atom.Head: true, atom.Math: true, atom.Label: true}

// inlineElements do not end a paragraph; all others do.
var inlineElements = map[atom.Atom]bool{atom.A: true, atom.B: true, atom.Strong: true, atom.I: true, atom.Em: true, atom.Span: true, atom.Small: true,
	atom.Sup: true, atom.Sub: true, atom.U: true, atom.Mark: true, atom.Abbr: true, atom.Time: true, atom.Font: true, atom.Code: true, atom.Cite: true,
	atom.Q: true, atom.S: true, atom.Bdi: true, atom.Bdo: true, atom.Wbr: true, atom.Data: true, atom.Img: true, atom.Input: true}

// read makes a page's text, and queues its links; nil where the page says what another said.
func (r *run) read(got answer) *Page {
	text, err := charset.NewReader(bytes.NewReader(got.body), got.kind)
	if err != nil {
		text = bytes.NewReader(got.body)
	}
	doc, err := html.Parse(text)
	if err != nil {
		return nil
	}
	x := &extract{base: got.at}
	x.look(doc, 0)
	if !x.nofollow {
		for _, u := range x.links {
			r.add(u)
		}
	}
	if x.noindex {
		return nil
	}
	root := doc
	if x.main != nil && textLength(x.main, 0) > 200 {
		root = x.main
	}
	x.walk(root, 0)
	x.flush()
	if root != doc {
		for _, f := range x.footers { // the address and the telephone stand there
			x.blocks = append(x.blocks, document.Block{Level: 1, Text: x.title})
			x.walk(f, 0)
			x.flush()
		}
	}
	page := &Page{Address: got.at.String(), Language: language(x.lang)}
	if x.canonical != nil && r.hosts[clean(x.canonical).Host] {
		page.Address = clean(x.canonical).String()
	}
	if len(x.blocks) == 0 || x.blocks[0].Level != 1 {
		x.blocks = append([]document.Block{{Level: 1, Text: x.title}}, x.blocks...)
	}
	// What another page said already (the footer, the banner) is not said again.
	var all strings.Builder
	for _, b := range x.blocks {
		all.WriteString(b.Text + "\n")
		if b.Level == 0 {
			key := sum(b.Text)
			if r.said[key] {
				continue
			}
			r.said[key] = true
		}
		page.Blocks = append(page.Blocks, b)
	}
	if key := sum(all.String()); r.texts[key] {
		return nil
	} else {
		r.texts[key] = true
	}
	if r.texts[sum("address "+page.Address)] {
		return nil
	}
	r.texts[sum("address "+page.Address)] = true
	return page
}

// language is a tag that pages may write in any way; "" where it is none.
func language(tag string) string {
	tag, _, _ = strings.Cut(strings.ReplaceAll(tag, "_", "-"), "-")
	if len(tag) < 2 || len(tag) > 3 || strings.Trim(strings.ToLower(tag), "abcdefghijklmnopqrstuvwxyz") != "" {
		return ""
	}
	return strings.ToLower(tag)
}

// extract is one page on its way to text.
type extract struct {
	base              *url.URL
	title, lang       string
	canonical         *url.URL
	noindex, nofollow bool
	main              *html.Node
	footers           []*html.Node
	links             []*url.URL
	blocks            []document.Block

	b      strings.Builder
	linked int // characters of b that are links
	inLink bool
	level  int
	term   string // a dt that waits for its dd
	cells  []string
	inRow  int
}

// look goes through the whole page for what stands beside the text.
func (x *extract) look(n *html.Node, depth int) {
	if depth > deepest {
		return
	}
	if n.Type == html.ElementNode {
		switch n.DataAtom {
		case atom.Html:
			x.lang = attr(n, "lang")
		case atom.Base:
			if u, err := x.base.Parse(attr(n, "href")); err == nil && u.Host == x.base.Host {
				x.base = u
			}
		case atom.Title:
			if x.title == "" && n.FirstChild != nil {
				x.title = n.FirstChild.Data
			}
		case atom.Meta:
			if name := strings.ToLower(attr(n, "name")); name == "robots" || name == strings.ToLower(Agent) {
				content := strings.ToLower(attr(n, "content"))
				x.noindex = x.noindex || strings.Contains(content, "noindex") || strings.Contains(content, "none")
				x.nofollow = x.nofollow || strings.Contains(content, "nofollow") || strings.Contains(content, "none")
			}
		case atom.Link:
			if strings.EqualFold(attr(n, "rel"), "canonical") {
				if u, err := x.base.Parse(attr(n, "href")); err == nil && u.Host != "" {
					x.canonical = u
				}
			}
		case atom.A:
			if u, err := x.base.Parse(strings.TrimSpace(attr(n, "href"))); err == nil && !strings.Contains(attr(n, "rel"), "nofollow") && len(x.links) < 2000 {
				x.links = append(x.links, u)
			}
		case atom.Footer:
			x.footers = append(x.footers, n)
		}
		if n.DataAtom == atom.Main || attr(n, "role") == "main" {
			if x.main == nil {
				x.main = n
			}
		}
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		x.look(c, depth+1)
	}
}

// walk takes the text in order.
func (x *extract) walk(n *html.Node, depth int) {
	if depth > deepest {
		return
	}
	switch n.Type {
	case html.TextNode:
		before := x.b.Len()
		x.b.WriteString(n.Data)
		if x.inLink {
			x.linked += x.b.Len() - before
		}
		return
	case html.ElementNode:
		if unread(n) {
			return
		}
	case html.DocumentNode:
	default:
		return
	}
	if n.Type == html.ElementNode && !inlineElements[n.DataAtom] {
		x.enter(n)
		defer x.leave(n)
	}
	if n.DataAtom == atom.A && !x.inLink {
		x.inLink = true
		defer func() { x.inLink = false }()
	}
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		x.walk(c, depth+1)
	}
}

func (x *extract) enter(n *html.Node) {
	if n.DataAtom == atom.Br {
		x.b.WriteByte(' ')
		return
	}
	if x.inRow > 0 && n.DataAtom != atom.Td && n.DataAtom != atom.Th {
		x.b.WriteByte(' ')
		return
	}
	x.flush()
	switch n.DataAtom {
	case atom.H1, atom.H2, atom.H3, atom.H4, atom.H5, atom.H6:
		x.level = int(n.Data[1] - '0')
	case atom.Tr:
		x.inRow++
		x.cells = nil
	}
}

func (x *extract) leave(n *html.Node) {
	if x.inRow > 0 {
		switch n.DataAtom {
		case atom.Td, atom.Th:
			if text := take(&x.b); text != "" {
				x.cells = append(x.cells, text)
			}
		case atom.Tr:
			x.inRow--
			x.b.Reset()
			x.b.WriteString(strings.Join(x.cells, " | "))
			x.cells = nil
			x.flush()
		}
		return
	}
	switch n.DataAtom {
	case atom.Dt, atom.Summary:
		x.term = take(&x.b)
		x.linked = 0
	default:
		x.flush()
	}
}

// take empties b into one line.
func take(b *strings.Builder) string {
	s := strings.Join(strings.Fields(b.String()), " ")
	b.Reset()
	return s
}

// flush ends a paragraph. One that is mostly links is a menu.
func (x *extract) flush() {
	level, linked, raw := x.level, x.linked, x.b.Len()
	x.level, x.linked = 0, 0
	text := take(&x.b)
	if text == "" {
		return
	}
	if level == 0 && (linked*10 > raw*9 || linked*10 > raw*7 && utf8.RuneCountInString(text) < 100) {
		return
	}
	if x.term != "" && level == 0 {
		text = strings.TrimRight(x.term, " :") + ": " + text
	}
	x.term = ""
	x.blocks = append(x.blocks, document.Block{Level: level, Text: text})
}

// unread reports whether an element holds nothing for readers.
func unread(n *html.Node) bool {
	if skipped[n.DataAtom] {
		return true
	}
	for _, a := range n.Attr {
		switch a.Key {
		case "hidden":
			return true
		case "aria-hidden":
			if a.Val == "true" {
				return true
			}
		case "style":
			if s := strings.ReplaceAll(strings.ToLower(a.Val), " ", ""); strings.Contains(s, "display:none") || strings.Contains(s, "visibility:hidden") {
				return true // also where somebody hides words for programs
			}
		case "role":
			switch a.Val {
			case "navigation", "search", "dialog", "alertdialog", "menu", "menubar":
				return true
			}
		case "class", "id":
			if n.DataAtom != atom.Body && n.DataAtom != atom.Html && n.DataAtom != atom.Main && chrome.MatchString(a.Val) {
				return true
			}
		}
	}
	return false
}

func textLength(n *html.Node, depth int) int {
	if depth > deepest {
		return 0
	}
	if n.Type == html.TextNode {
		return len(strings.TrimSpace(n.Data))
	}
	total := 0
	for c := n.FirstChild; c != nil; c = c.NextSibling {
		total += textLength(c, depth+1)
	}
	return total
}

func attr(n *html.Node, key string) string {
	for _, a := range n.Attr {
		if a.Key == key {
			return a.Val
		}
	}
	return ""
}
