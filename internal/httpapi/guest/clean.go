package guest

import (
	"context"
	"encoding/json"
	"net/url"
	"slices"
	"strings"
	"sync"
	"time"
	"unicode"

	"github.com/danielgtaylor/huma/v2"
	"golang.org/x/text/unicode/norm"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// page is a page of the website: its address alone, or with its title.
type page struct {
	URL   string `json:"url"`
	Title string `json:"title"`
}

// UnmarshalJSON takes an address or an object.
func (p *page) UnmarshalJSON(b []byte) error {
	if len(b) > 0 && b[0] == '"' {
		return json.Unmarshal(b, &p.URL)
	}
	type plain page
	return json.Unmarshal(b, (*plain)(p))
}

// Schema describes both for OpenAPI.
func (page) Schema(huma.Registry) *huma.Schema {
	limit := 4000
	text := func() *huma.Schema { return &huma.Schema{Type: huma.TypeString, MaxLength: &limit} }
	object := &huma.Schema{Type: huma.TypeObject, AdditionalProperties: false,
		Properties: map[string]*huma.Schema{"url": text(), "title": text()}}
	s := &huma.Schema{Description: "The page of the website that the guest is on.", OneOf: []*huma.Schema{text(), object}}
	for _, part := range s.OneOf {
		part.PrecomputeMessages()
	}
	return s
}

// view is the page as it is kept: an http address without what stands behind ? and #, where booking codes and e-mail
// addresses are. Nil if there is none.
func (p *page) view(at time.Time) *desk.PageView {
	if p == nil {
		return nil
	}
	u, err := url.Parse(desk.CleanLine(p.URL, 2000))
	if err != nil || u.Host == "" || u.Scheme != "http" && u.Scheme != "https" {
		return nil
	}
	u.User, u.RawQuery, u.Fragment, u.RawFragment, u.ForceQuery = nil, "", "", "", false
	return &desk.PageView{URL: u.String(), Title: desk.CleanLine(p.Title, 200), At: at}
}

// samePage reports whether the guest's newest known page is this one.
func samePage(pages []desk.PageView, v desk.PageView) bool {
	n := len(pages)
	return n > 0 && pages[n-1].URL == v.URL && pages[n-1].Title == v.Title
}

const (
	maxName       = 80
	maxAttributes = 20
)

// cleanAttributes keeps what a website tells of its visitor as short plain texts.
func cleanAttributes(in map[string]any) (map[string]string, error) {
	if len(in) > maxAttributes {
		return nil, desk.Refuse(desk.CodeInvalid, "At most %d attributes are kept. Send fewer.", maxAttributes)
	}
	out := make(map[string]string, len(in))
	for k, v := range in {
		k = desk.CleanLine(k, 40)
		text, ok := v.(string)
		if !ok {
			b, err := json.Marshal(v)
			if err != nil {
				continue
			}
			text = string(b)
		}
		if k != "" {
			out[k] = desk.CleanLine(text, 200)
		}
	}
	return out, nil
}

func timeZone(name string) string {
	if name == "" || name == "Local" {
		return ""
	}
	if _, err := time.LoadLocation(name); err != nil {
		return ""
	}
	return name
}

// device puts a user agent into a few words; "" where it is none that people use.
func device(agent string) string {
	browser := firstOf(agent, [][2]string{{"Edg", "Edge"}, {"OPR/", "Opera"}, {"SamsungBrowser", "Samsung Internet"}, {"Firefox/", "Firefox"},
		{"FxiOS", "Firefox"}, {"CriOS", "Chrome"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}})
	system := firstOf(agent, [][2]string{{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"Windows", "Windows"},
		{"Mac OS X", "Mac"}, {"CrOS", "ChromeOS"}, {"Linux", "Linux"}})
	if browser == "" || system == "" {
		return browser + system
	}
	return browser + " on " + system
}

func firstOf(s string, marks [][2]string) string {
	for _, m := range marks {
		if strings.Contains(s, m[0]) {
			return m[1]
		}
	}
	return ""
}

// staffNames are the names that a guest must not take: those of the people at the property's desk. Of the people of other
// properties a guest can learn nothing by trying names. They are read at most every namesFor.
type staffNames struct {
	store store.Store
	now   func() time.Time

	mu    sync.Mutex
	until time.Time
	names map[string][]desk.Person
}

const namesFor = 30 * time.Second

func (n *staffNames) taken(ctx context.Context, propertyID, skeleton string) (bool, error) {
	n.mu.Lock()
	defer n.mu.Unlock()
	at := func(p desk.Person) bool { return p.Sees(propertyID) }
	if n.now().Before(n.until) {
		return slices.ContainsFunc(n.names[skeleton], at), nil
	}
	var people []desk.Person
	err := n.store.Read(context.WithoutCancel(ctx), func(tx store.Tx) (err error) {
		people, err = tx.ListPeople()
		return err
	})
	if err != nil {
		return false, err
	}
	n.names = map[string][]desk.Person{}
	for _, p := range people {
		for _, name := range []string{p.Name, p.PublicName} {
			// A first name alone is many guests' own, and says nothing about who one is.
			if strings.ContainsRune(strings.TrimSpace(name), ' ') {
				n.names[skeletonOf(name)] = append(n.names[skeletonOf(name)], p)
			}
		}
	}
	n.until = n.now().Add(namesFor)
	return slices.ContainsFunc(n.names[skeleton], at), nil
}

var reserved = map[string]bool{}

func init() {
	for _, name := range []string{"assistant", "digital assistant", "deskbell", "reception", "front desk", "support", "system", "admin", "administrator"} {
		reserved[skeletonOf(name)] = true
	}
}

// cleanName is the name that a guest goes by. One that reads like the desk's or the house's own is refused.
func (a *API) cleanName(ctx context.Context, prop desk.Property, name string) (string, error) {
	if name = desk.CleanLine(name, maxName); name == "" {
		return "", nil
	}
	bones := skeletonOf(name)
	taken, err := a.names.taken(ctx, prop.ID, bones)
	if err != nil {
		return "", err
	}
	if taken || reserved[bones] || bones == skeletonOf(prop.Name) {
		return "", errName
	}
	return name, nil
}

var errName = desk.Refuse(desk.CodeInvalid, "Please use another name: this one belongs to the house.")

// lookalikes are letters of other scripts, and digits, that read like Latin ones.
var lookalikes = map[rune]rune{
	'а': 'a', 'в': 'b', 'с': 'c', 'е': 'e', 'һ': 'h', 'н': 'h', 'і': 'i', 'ј': 'j', 'к': 'k', 'ӏ': 'l', 'м': 'm', 'о': 'o', 'р': 'p',
	'ѕ': 's', 'т': 't', 'у': 'y', 'х': 'x', 'α': 'a', 'β': 'b', 'ε': 'e', 'η': 'n', 'ι': 'i', 'κ': 'k', 'ν': 'v', 'ο': 'o', 'ρ': 'p',
	'τ': 't', 'υ': 'u', 'χ': 'x', 'ı': 'i', 'ø': 'o', 'ł': 'l', 'đ': 'd', '0': 'o', '1': 'l', '3': 'e', '5': 's', '|': 'l', '$': 's', '@': 'a',
}

// skeletonOf is what remains of a name when all that the eye passes over is taken away: case, accents, spaces, marks and
// the script of a letter. Two names with one skeleton are taken for the same.
func skeletonOf(name string) string {
	var b strings.Builder
	for _, r := range norm.NFKD.String(strings.ToLower(name)) {
		if to, ok := lookalikes[r]; ok {
			r = to
		}
		if r == 'l' {
			r = 'i' // I, l and 1
		}
		if unicode.IsLetter(r) || unicode.IsDigit(r) {
			b.WriteRune(r)
		}
	}
	return b.String()
}
