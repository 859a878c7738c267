package guest

import (
	"bytes"
	"compress/gzip"
	"context"
	"encoding/json"
	"errors"
	"path"
	"reflect"
	"slices"
	"strings"
	"sync"
	"time"

	"github.com/danielgtaylor/huma/v2"
	"golang.org/x/text/language"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// GuestConfig is how a property presents itself, in one language.
type GuestConfig struct {
	Key          string            `json:"key"`
	Name         string            `json:"name"`
	Locale       string            `json:"locale"`
	Locales      []string          `json:"locales" nullable:"false"`
	Colour       string            `json:"colour"`
	LogoURL      string            `json:"logo_url,omitempty"`
	Greeting     string            `json:"greeting"`
	LauncherText string            `json:"launcher_text"`
	QuickReplies []string          `json:"quick_replies" nullable:"false"`
	Phone        string            `json:"phone,omitempty"`
	Email        string            `json:"email,omitempty"`
	PrivacyURL   string            `json:"privacy_url,omitempty"`
	TimeZone     string            `json:"timezone"`
	Position     string            `json:"position" enum:"right,left"`
	Theme        string            `json:"theme" enum:"auto,light,dark"`
	Teaser       bool              `json:"teaser"`
	PreChat      GuestPreChat      `json:"pre_chat"`
	Human        GuestHuman        `json:"human"`
	Strings      map[string]string `json:"strings,omitempty" doc:"The property's own words, by the line's code."`
}

// GuestPreChat is the short form before a first message.
type GuestPreChat struct {
	Enabled   bool     `json:"enabled"`
	Fields    []string `json:"fields" nullable:"false"`
	Why       string   `json:"why,omitempty"`
	PolicyURL string   `json:"policy_url,omitempty"`
}

// GuestHuman tells about the Human Chat button.
type GuestHuman struct {
	AlwaysVisible bool `json:"always_visible"`
}

// seenEvery is how exactly "seen on hotel.com" is kept.
const seenEvery = time.Minute

func (a *API) configRoute() {
	type input struct {
		Key            string `query:"key" required:"true" maxLength:"100" doc:"The property's widget key."`
		Locale         string `query:"locale" maxLength:"35" doc:"BCP 47; else Accept-Language counts, else the property's own."`
		AcceptLanguage string `header:"Accept-Language"`
		AcceptEncoding string `header:"Accept-Encoding"`
	}
	type output struct {
		CacheControl    string `header:"Cache-Control"`
		Vary            string `header:"Vary"`
		ContentType     string `header:"Content-Type"`
		ContentEncoding string `header:"Content-Encoding"`
		Body            []byte
	}
	add(a, route{method: "GET", path: "/config", name: "config", summary: "How the property presents itself", open: true},
		func(ctx context.Context, c *call, in *input) (*output, error) {
			prop, err := a.cfg.Directory.PropertyByKey(ctx, in.Key)
			if errors.Is(err, desk.ErrNotFound) {
				return nil, errNoKey
			}
			if err != nil {
				return nil, err
			}
			if err := c.admit(prop); err != nil {
				return nil, err
			}
			a.noteSite(ctx, c, prop)
			locale := pickLocale(prop.Settings, in.Locale, in.AcceptLanguage)
			out := &output{CacheControl: "public, max-age=300, stale-while-revalidate=3600", Vary: "Origin, Accept-Language, Accept-Encoding",
				ContentType: "application/json"}
			if out.Body, err = json.Marshal(configOf(prop, locale)); err != nil {
				return nil, err
			}
			if strings.Contains(in.AcceptEncoding, "gzip") {
				out.Body, out.ContentEncoding = zipped(out.Body), "gzip"
			}
			return out, nil
		})
	op := a.api.OpenAPI().Paths[Prefix+"/config"].Get
	op.Responses["200"].Content = map[string]*huma.MediaType{
		"application/json": {Schema: a.api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[GuestConfig](), true, "")}}
}

var zippers = sync.Pool{New: func() any { return gzip.NewWriter(nil) }}

// zipped is a body as gzip. Every visitor of every website downloads the config, whether or not they ever chat.
func zipped(body []byte) []byte {
	z := zippers.Get().(*gzip.Writer)
	defer zippers.Put(z)
	var b bytes.Buffer
	z.Reset(&b)
	_, _ = z.Write(body) // a buffer takes everything
	_ = z.Close()
	return b.Bytes()
}

// noteSite keeps that a website carries the widget. Where that fails the guest's page is answered all the same.
func (a *API) noteSite(ctx context.Context, c *call, prop desk.Property) {
	if c.origin == "" || c.own {
		return
	}
	now, key := a.cfg.Now(), prop.ID+" "+c.origin
	if last, ok := a.seen.Get(key); ok && now.Sub(last) < seenEvery {
		return
	}
	a.seen.Put(key, now)
	if err := a.write(ctx, func(tx store.Tx) error { return tx.MarkSeen(prop.ID, strings.ToLower(c.origin), now) }); err != nil {
		a.cfg.Log.Warn("cannot note a website", "property_id", prop.ID, "err", err)
	}
}

func configOf(p desk.Property, locale string) GuestConfig {
	s := p.Settings
	c := GuestConfig{
		Key: p.Key, Name: p.Name, Locale: locale, Locales: locales(s), Colour: or(s.Look.Colour, "#3A4FCB"),
		Greeting: in(s.Look.Greeting, locale, s.DefaultLanguage, greetings), LauncherText: in(s.Look.LauncherText, locale, s.DefaultLanguage, launchers),
		QuickReplies: replies(s, locale), Phone: s.Phone, Email: s.Email, PrivacyURL: s.PrivacyURL, TimeZone: s.TimeZone,
		Position: or(s.Look.Position, "right"), Theme: or(s.Look.Theme, "auto"), Teaser: s.Look.Teaser,
		PreChat: GuestPreChat{Enabled: s.PreChat.Enabled, Fields: append([]string{}, s.PreChat.Fields...), Why: s.PreChat.Why, PolicyURL: s.PreChat.PolicyURL},
		Human:   GuestHuman{AlwaysVisible: alwaysVisible(s.LiveChatFor(desk.ChannelWeb))},
	}
	if s.Look.LogoKey != "" {
		c.LogoURL = "/files/" + s.Look.LogoKey + "/logo" + path.Ext(s.Look.LogoKey)
	}
	for code, text := range s.Words[locale] {
		if c.Strings == nil {
			c.Strings = map[string]string{}
		}
		c.Strings[string(code)] = text
	}
	return c
}

// alwaysVisible tells the page that waits for its first state where the button may stand. Who is there, and at what hour,
// changes faster than a config is fetched: the state tells that.
func alwaysVisible(lc desk.LiveChat) bool { return lc.Enabled && lc.Show == desk.ShowAlways }

func locales(s desk.PropertySettings) []string {
	list := append([]string{}, s.Languages...)
	if def := or(s.DefaultLanguage, "en"); !slices.Contains(list, def) {
		list = append([]string{def}, list...)
	}
	return list
}

func replies(s desk.PropertySettings, locale string) []string {
	if list, ok := s.Look.QuickReplies[locale]; ok {
		return append([]string{}, list...)
	}
	return append([]string{}, s.Look.QuickReplies[s.DefaultLanguage]...)
}

// in is the property's text in the locale, ours in that language, the property's in its own, or ours in English.
func in(texts map[string]string, locale, own string, ours map[string]string) string {
	base, _, _ := strings.Cut(locale, "-")
	for _, text := range []string{texts[locale], texts[base], ours[base], texts[own]} {
		if text != "" {
			return text
		}
	}
	return ours["en"]
}

func or(s, instead string) string {
	if s == "" {
		return instead
	}
	return s
}

// pickLocale is the property's language that suits best: what the page asks for, then what the browser prefers, then
// the property's own.
func pickLocale(s desk.PropertySettings, asked, accepts string) string {
	list := locales(s)
	def := or(s.DefaultLanguage, "en")
	tags := []language.Tag{language.Make(def)}
	names := []string{def}
	for _, l := range list {
		if l != def {
			tags, names = append(tags, language.Make(l)), append(names, l)
		}
	}
	m := language.NewMatcher(tags)
	for _, want := range []string{asked, accepts} {
		if want == "" || len(want) > 500 {
			continue
		}
		wanted, _, err := language.ParseAcceptLanguage(want)
		if err != nil {
			continue
		}
		if _, i, confidence := m.Match(wanted...); confidence >= language.Low {
			return names[i]
		}
	}
	return def
}

// guestLanguage is the guest's own language, which the property need not have: agents see it, and the assistant may
// still understand it.
func guestLanguage(asked, accepts, locale string) string {
	for _, want := range []string{asked, accepts} {
		if len(want) > 500 {
			continue
		}
		if tags, _, err := language.ParseAcceptLanguage(want); err == nil && len(tags) > 0 && tags[0] != language.Und {
			if base, confidence := tags[0].Base(); confidence > language.No {
				return base.String()
			}
		}
	}
	return locale
}

var greetings = map[string]string{
	"en": "Hello! How can we help you?",
	"de": "Hallo! Wie können wir Ihnen helfen?",
	"fr": "Bonjour ! Comment pouvons-nous vous aider ?",
	"es": "¡Hola! ¿En qué podemos ayudarle?",
	"pt": "Olá! Como podemos ajudar?",
	"it": "Buongiorno! Come possiamo aiutarla?",
	"ar": "مرحبًا! كيف يمكننا مساعدتك؟",
	"he": "שלום! איך אפשר לעזור?",
}

var launchers = map[string]string{
	"en": "Chat with us",
	"de": "Chatten Sie mit uns",
	"fr": "Discutez avec nous",
	"es": "Chatee con nosotros",
	"pt": "Fale connosco",
	"it": "Chatta con noi",
	"ar": "تحدث معنا",
	"he": "דברו איתנו",
}
