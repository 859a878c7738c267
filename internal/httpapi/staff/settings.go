package staff

import (
	"context"
	"encoding/json"
	"net/netip"
	"net/url"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"

	"deskbell/internal/assistant/stay"
	"deskbell/internal/auth"
	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/wire"
)

// Settings are all that can be set of a property, and what is good to know beside it.
type Settings struct {
	ID              string      `json:"id"`
	Name            string      `json:"name"`
	Code            string      `json:"code" doc:"Two letters on every tag."`
	Hue             int         `json:"hue"`
	TimeZone        string      `json:"timezone"`
	Currency        string      `json:"currency"`
	Languages       []string    `json:"languages"`
	DefaultLanguage string      `json:"default_language"`
	Phone           string      `json:"phone"`
	Email           string      `json:"email"`
	Key             string      `json:"key" doc:"The widget's public key; read only."`
	Sites           []string    `json:"sites" doc:"Origins that may carry the widget."`
	Look            Look        `json:"look"`
	PrivacyURL      string      `json:"privacy_url"`
	PreChat         PreChat     `json:"pre_chat"`
	Assistant       Assistant   `json:"assistant"`
	Human           HumanChat   `json:"human"`
	LiveChat        LiveChat    `json:"live_chat"`
	Snippet         string      `json:"snippet" doc:"What goes into the website's pages; read only."`
	HostedURL       string      `json:"hosted_url" doc:"A page with the chat that needs no website; read only."`
	Seen            []SiteVisit `json:"seen" doc:"Websites that carried the widget, the latest first; read only."`
	Version         string      `json:"version" doc:"What was read. Sent back with a change it is refused (409, reason settings_changed, by and ms) where somebody has changed these settings since."`
}

// Look is how the widget looks.
type Look struct {
	Colour       string              `json:"colour"`
	LogoFile     string              `json:"logo_file" doc:"Id of the logo, which has routes of its own; read only."`
	LogoURL      string              `json:"logo_url" doc:"Empty where there is no logo; read only."`
	Position     string              `json:"position" enum:"right,left"`
	Theme        string              `json:"theme" enum:"auto,light,dark"`
	LauncherText map[string]string   `json:"launcher_text" doc:"By language."`
	Greeting     map[string]string   `json:"greeting" doc:"By language."`
	QuickReplies map[string][]string `json:"quick_replies" doc:"By language."`
	Teaser       bool                `json:"teaser"`
}

// PreChat is the short form before a first message.
type PreChat struct {
	Enabled   bool     `json:"enabled"`
	Fields    []string `json:"fields"`
	Why       string   `json:"why"`
	PolicyURL string   `json:"policy_url"`
}

// Assistant is how the assistant behaves.
type Assistant struct {
	Name    string `json:"name" doc:"What guests read above its answers; empty is ours, in their language."`
	PauseMS int64  `json:"pause_ms" doc:"Before each answer, as a person would take."`
	// BookingLink is a template; see package stay.
	BookingLink string `json:"booking_link" doc:"Where guests book (https). {checkin}, {checkout}, {nights}, {adults}, {children}, {guests}, {rooms} and {language} are filled in where the guest named them; a value that is not known is left out with its name. Dates may be written otherwise: {checkin:DD/MM/YYYY}."`
}

// HumanChat is when the button Human Chat is shown.
type HumanChat struct {
	AlwaysVisible bool `json:"always_visible"`
}

// LiveChat says whether guests can reach a person.
type LiveChat struct {
	Enabled bool `json:"enabled"`
}

// SiteVisit is when a website last carried the widget.
type SiteVisit struct {
	Site string `json:"site"`
	At   string `json:"at" format:"date-time"`
}

// SettingsChange is Settings with only what changes. Read-only members are ignored, so that a form may send all it got.
type SettingsChange struct {
	_               struct{}   `additionalProperties:"true"`
	Name            *string    `json:"name,omitempty" maxLength:"200"`
	Code            *string    `json:"code,omitempty" maxLength:"10"`
	Hue             *int       `json:"hue,omitempty" minimum:"0" maximum:"7"`
	TimeZone        *string    `json:"timezone,omitempty" maxLength:"100"`
	Currency        *string    `json:"currency,omitempty" maxLength:"3"`
	Languages       *[]string  `json:"languages,omitempty" maxItems:"30"`
	DefaultLanguage *string    `json:"default_language,omitempty" maxLength:"35"`
	Phone           *string    `json:"phone,omitempty" maxLength:"60"`
	Email           *string    `json:"email,omitempty" maxLength:"254"`
	Sites           *[]string  `json:"sites,omitempty" maxItems:"100"`
	PrivacyURL      *string    `json:"privacy_url,omitempty" maxLength:"2000"`
	Look            *LookWish  `json:"look,omitempty"`
	PreChat         *PreWish   `json:"pre_chat,omitempty"`
	Assistant       *PauseWish `json:"assistant,omitempty"`
	Human           *HumanWish `json:"human,omitempty"`
	LiveChat        *LiveWish  `json:"live_chat,omitempty"`
	Version         string     `json:"version,omitempty" maxLength:"100" doc:"Of the settings that the change was made from. Without one the last to save wins."`
}

// LookWish is Look with only what changes.
type LookWish struct {
	_            struct{}             `additionalProperties:"true"`
	Colour       *string              `json:"colour,omitempty" maxLength:"20"`
	Position     *string              `json:"position,omitempty" enum:"right,left"`
	Theme        *string              `json:"theme,omitempty" enum:"auto,light,dark"`
	LauncherText *map[string]string   `json:"launcher_text,omitempty"`
	Greeting     *map[string]string   `json:"greeting,omitempty"`
	QuickReplies *map[string][]string `json:"quick_replies,omitempty"`
	Teaser       *bool                `json:"teaser,omitempty"`
}

// PreWish is PreChat with only what changes.
type PreWish struct {
	_         struct{}  `additionalProperties:"true"`
	Enabled   *bool     `json:"enabled,omitempty"`
	Fields    *[]string `json:"fields,omitempty" maxItems:"3"`
	Why       *string   `json:"why,omitempty" maxLength:"1000"`
	PolicyURL *string   `json:"policy_url,omitempty" maxLength:"2000"`
}

// PauseWish is Assistant with only what changes.
type PauseWish struct {
	_           struct{} `additionalProperties:"true"`
	Name        *string  `json:"name,omitempty" maxLength:"200"`
	PauseMS     *int64   `json:"pause_ms,omitempty" minimum:"0" maximum:"5000"`
	BookingLink *string  `json:"booking_link,omitempty" maxLength:"2000"`
}

// HumanWish is HumanChat with only what changes.
type HumanWish struct {
	_             struct{} `additionalProperties:"true"`
	AlwaysVisible *bool    `json:"always_visible,omitempty"`
}

// LiveWish is LiveChat with only what changes.
type LiveWish struct {
	_       struct{} `additionalProperties:"true"`
	Enabled *bool    `json:"enabled,omitempty"`
}

func (a *API) settingsRoutes() {
	const tag = "Properties"
	add(a, route{method: "GET", path: "/properties/{id}/settings", name: "get-settings", tag: tag, summary: "The settings of a property"},
		func(ctx context.Context, v auth.Visit, in *IDPath) (*body[Settings], error) {
			s, err := a.settings(ctx, v.Person, in.ID)
			return answer(s), err
		})
	add(a, route{method: "PATCH", path: "/properties/{id}/settings", name: "change-settings", tag: tag, also: []int{409}, summary: "Change settings of a property"}, a.changeSettings)
}

func (a *API) settings(ctx context.Context, p desk.Person, id string) (Settings, error) {
	var out Settings
	err := a.read(ctx, func(tx store.Tx) error {
		// Whoever may set live chat reads all of it: it holds nothing secret.
		if err := desk.Allow(p, desk.ActEditLiveChat, id); err != nil {
			return err
		}
		pr, err := tx.Property(id)
		if err != nil {
			return err
		}
		seen, err := tx.SitesSeen(id)
		if err != nil {
			return err
		}
		out = a.settingsOf(pr, a.cfg.BaseURL)
		if pr.Settings.Look.LogoKey != "" {
			if f, err := tx.FileByKey(pr.Settings.Look.LogoKey); err == nil {
				out.Look.LogoFile, out.Look.LogoURL = f.ID, wire.FileOf(f.File).URL
			}
		}
		for site, at := range seen {
			out.Seen = append(out.Seen, SiteVisit{Site: site, At: wire.Time(at)})
		}
		slices.SortFunc(out.Seen, func(x, y SiteVisit) int {
			return strings.Compare(y.At+x.Site, x.At+y.Site)
		})
		return nil
	})
	return out, err
}

func (a *API) settingsOf(pr desk.Property, base string) Settings {
	s, l := pr.Settings, pr.Settings.Look
	out := Settings{
		ID: pr.ID, Name: pr.Name, Code: s.Code, Hue: s.Hue, TimeZone: s.TimeZone, Currency: s.Currency, Languages: list(s.Languages),
		DefaultLanguage: s.DefaultLanguage, Phone: s.Phone, Email: s.Email, Key: pr.Key, Sites: list(s.Sites),
		Look: Look{Colour: l.Colour, Position: l.Position, Theme: l.Theme, LauncherText: texts(l.LauncherText),
			Greeting: texts(l.Greeting), QuickReplies: texts(l.QuickReplies), Teaser: l.Teaser},
		PrivacyURL: s.PrivacyURL,
		PreChat:    PreChat{Enabled: s.PreChat.Enabled, Fields: list(s.PreChat.Fields), Why: s.PreChat.Why, PolicyURL: s.PreChat.PolicyURL},
		Assistant:  Assistant{Name: s.AssistantName, PauseMS: s.AssistantPause.Milliseconds(), BookingLink: s.BookingLink},
		Human:      HumanChat{AlwaysVisible: s.LiveChatFor(desk.ChannelWeb).Show == desk.ShowAlways},
		LiveChat:   LiveChat{Enabled: s.LiveChatFor(desk.ChannelWeb).Enabled},
		Snippet:    `<script async src="` + base + `/w/v1.js" data-key="` + pr.Key + `"></script>`,
		HostedURL:  base + "/chat/" + pr.Key,
		Seen:       []SiteVisit{},
	}
	out.Version = settingsVersion(out)
	return out
}

func texts[T any](m map[string]T) map[string]T {
	if m == nil {
		return map[string]T{}
	}
	return m
}

func (a *API) changeSettings(ctx context.Context, v auth.Visit, in *struct {
	IDPath
	Body SettingsChange
}) (*body[Settings], error) {
	err := a.write(ctx, func(tx store.Tx) error {
		only := in.Body
		only.LiveChat, only.Version = nil, ""
		act := desk.ActEditSettings
		if only == (SettingsChange{}) {
			act = desk.ActEditLiveChat
		}
		if err := desk.Allow(v.Person, act, in.ID); err != nil {
			return err
		}
		if in.Body.LiveChat != nil {
			if err := desk.Allow(v.Person, desk.ActEditLiveChat, in.ID); err != nil {
				return err
			}
		}
		pr, err := tx.Property(in.ID)
		if err != nil {
			return err
		}
		if err := unchanged(tx, in.ID, in.Body.Version, a.settingsOf(pr, "").Version, changedSettings); err != nil {
			return err
		}
		before := pr.Settings.Sites
		if err := apply(&pr, in.Body); err != nil {
			return err
		}
		pr.UpdatedAt = tx.Now()
		if err := tx.UpdateProperty(pr); err != nil {
			return err
		}
		line := store.AuditLine{At: tx.Now(), PersonID: v.Person.ID, PropertyID: pr.ID, Action: settingsActions[0], Subject: pr.ID, Detail: changed(in.Body)}
		if !slices.Equal(before, pr.Settings.Sites) {
			line.Action = settingsActions[1]
		}
		return tx.Audit(line)
	})
	if err != nil {
		return nil, err
	}
	a.cfg.PropertyChanged(in.ID)
	a.cfg.Live.Settings(in.ID)
	s, err := a.settings(ctx, v.Person, in.ID)
	return answer(s), err
}

// changed lists the names of the settings that a change names, for the audit.
func changed(c SettingsChange) string {
	var all map[string]any
	c.Version = ""
	doc, err := json.Marshal(c)
	if err != nil || json.Unmarshal(doc, &all) != nil {
		return ""
	}
	names := []string{}
	for name := range all {
		names = append(names, name)
	}
	slices.Sort(names)
	doc, _ = json.Marshal(map[string]any{"settings": names}) // strings always encode
	return string(doc)
}

func apply(pr *desk.Property, c SettingsChange) (err error) {
	s := &pr.Settings
	if c.Name != nil {
		if pr.Name = clean(*c.Name, 80); pr.Name == "" {
			return desk.Refuse(desk.CodeInvalid, "Give the property its name.")
		}
	}
	if c.Code != nil {
		s.Code = strings.ToUpper(clean(*c.Code, 10))
		if utf8.RuneCountInString(s.Code) != 2 {
			return desk.Refuse(desk.CodeInvalid, "The code has two letters, for example HV.")
		}
	}
	if c.Hue != nil {
		s.Hue = *c.Hue
	}
	if c.TimeZone != nil {
		if err := checkZone(*c.TimeZone); err != nil {
			return err
		}
		s.TimeZone = *c.TimeZone
	}
	if c.Currency != nil {
		s.Currency = strings.ToUpper(clean(*c.Currency, 3))
	}
	if c.Languages != nil {
		if s.Languages, err = checkLanguages(*c.Languages); err != nil {
			return err
		}
	}
	if c.DefaultLanguage != nil {
		s.DefaultLanguage = *c.DefaultLanguage
	}
	if !slices.Contains(s.Languages, s.DefaultLanguage) {
		if c.DefaultLanguage != nil {
			return desk.Refuse(desk.CodeInvalid, "The default language must be one of the property's languages.")
		}
		s.DefaultLanguage = s.Languages[0]
	}
	set(&s.Phone, c.Phone, 60)
	set(&s.Email, c.Email, 254)
	if c.Sites != nil {
		if s.Sites, err = checkSites(*c.Sites); err != nil {
			return err
		}
	}
	if c.PrivacyURL != nil {
		if s.PrivacyURL, err = checkLink(*c.PrivacyURL); err != nil {
			return err
		}
	}
	if c.Assistant != nil {
		set(&s.AssistantName, c.Assistant.Name, 60)
		if c.Assistant.PauseMS != nil {
			s.AssistantPause = time.Duration(*c.Assistant.PauseMS) * time.Millisecond
		}
		if link := c.Assistant.BookingLink; link != nil {
			template := strings.TrimSpace(*link)
			if err := stay.Check(template); err != nil {
				return desk.Refuse(desk.CodeInvalid, "%s", saidOf(err))
			}
			s.BookingLink = template
		}
	}
	if c.Human != nil && c.Human.AlwaysVisible != nil {
		showHuman(s, *c.Human.AlwaysVisible)
	}
	if c.LiveChat != nil && c.LiveChat.Enabled != nil {
		if *c.LiveChat.Enabled && s.LiveChatWithheld {
			return desk.Refuse(desk.CodeForbidden, "Live chat is not available to this property yet. Ask the operator of the installation.")
		}
		switchLiveChat(s, *c.LiveChat.Enabled)
	}
	if c.PreChat != nil {
		if err := applyPreChat(&s.PreChat, *c.PreChat); err != nil {
			return err
		}
	}
	if c.Look != nil {
		return applyLook(s, *c.Look)
	}
	return nil
}

// saidOf is what is wrong, as people read it.
func saidOf(err error) string {
	s := err.Error()
	return strings.ToUpper(s[:1]) + s[1:] + "."
}

// showHuman shows Human Chat always, or where the assistant cannot help.
func showHuman(s *desk.PropertySettings, always bool) {
	show := desk.ShowCannotHelp
	if always {
		show = desk.ShowAlways
	}
	changeLiveChat(s, func(lc *desk.LiveChat) { lc.Show = show })
}

// switchLiveChat switches live chat on or off.
func switchLiveChat(s *desk.PropertySettings, on bool) {
	changeLiveChat(s, func(lc *desk.LiveChat) { lc.Enabled = on })
}

// changeLiveChat changes what all channels inherit, and what the website has of its own.
func changeLiveChat(s *desk.PropertySettings, change func(*desk.LiveChat)) {
	fresh := map[desk.Channel]desk.LiveChat{}
	for ch, lc := range s.LiveChat {
		fresh[ch] = lc
	}
	for _, ch := range []desk.Channel{"", desk.ChannelWeb} {
		lc, ok := fresh[ch]
		if !ok && ch != "" {
			continue
		}
		if !ok {
			lc = desk.DefaultLiveChat(desk.ChannelWeb)
		}
		change(&lc)
		fresh[ch] = lc
	}
	s.LiveChat = fresh
}

func applyPreChat(p *desk.PreChat, c PreWish) (err error) {
	if c.Enabled != nil {
		p.Enabled = *c.Enabled
	}
	if c.Fields != nil {
		p.Fields = nil
		for _, f := range *c.Fields {
			if !slices.Contains([]string{"name", "email", "phone"}, f) {
				return desk.Refuse(desk.CodeInvalid, "The form can ask for name, email and phone.")
			}
			if !slices.Contains(p.Fields, f) {
				p.Fields = append(p.Fields, f)
			}
		}
	}
	set(&p.Why, c.Why, 300)
	if c.PolicyURL != nil {
		p.PolicyURL, err = checkLink(*c.PolicyURL)
	}
	return err
}

func applyLook(s *desk.PropertySettings, c LookWish) (err error) {
	l := &s.Look
	if c.Colour != nil {
		if !colour.MatchString(*c.Colour) {
			return desk.Refuse(desk.CodeInvalid, "Write the colour as #rrggbb, for example #3A4FCB.")
		}
		l.Colour = *c.Colour
	}
	if c.Position != nil {
		l.Position = *c.Position
	}
	if c.Theme != nil {
		l.Theme = *c.Theme
	}
	if c.Teaser != nil {
		l.Teaser = *c.Teaser
	}
	if c.LauncherText != nil {
		if l.LauncherText, err = checkTexts(*c.LauncherText, 40); err != nil {
			return err
		}
	}
	if c.Greeting != nil {
		if l.Greeting, err = checkTexts(*c.Greeting, 500); err != nil {
			return err
		}
	}
	if c.QuickReplies != nil {
		l.QuickReplies = map[string][]string{}
		for lang, replies := range *c.QuickReplies {
			if !languageTag.MatchString(lang) || len(replies) > 8 {
				return desk.Refuse(desk.CodeInvalid, "Give at most eight quick replies for each language.")
			}
			for _, r := range replies {
				if r = clean(r, 80); r != "" {
					l.QuickReplies[lang] = append(l.QuickReplies[lang], r)
				}
			}
		}
	}
	return nil
}

func checkTexts(m map[string]string, limit int) (map[string]string, error) {
	out := map[string]string{}
	for lang, text := range m {
		if !languageTag.MatchString(lang) {
			return nil, desk.Refuse(desk.CodeInvalid, "%q is no language tag. Use one such as en or pt-BR.", clean(lang, 35))
		}
		if text = clean(text, limit); text != "" {
			out[lang] = text
		}
	}
	return out, nil
}

// checkSites turns what people paste (an address with a path, a bare host) into origins, as browsers send them.
func checkSites(sites []string) ([]string, error) {
	out := []string{}
	for _, s := range sites {
		s = strings.TrimSpace(s)
		if s == "" {
			continue
		}
		if !strings.Contains(s, "://") {
			s = "https://" + s
		}
		u, err := url.Parse(strings.ToLower(s))
		if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Hostname() == "" || u.User != nil {
			return nil, notASite(s)
		}
		if !isASCII(u.Hostname()) {
			return nil, desk.Refuse(desk.CodeInvalid, "Write %q as browsers send it: open the website and copy its address, which begins with xn-- after https://.", clean(s, 100))
		}
		if port, err := strconv.Atoi(u.Port()); !hostLike(u.Hostname()) || u.Port() != "" && (err != nil || port < 1 || port > 65535) {
			return nil, notASite(s)
		}
		host := strings.TrimSuffix(u.Host, ":")
		if u.Port() == "443" && u.Scheme == "https" || u.Port() == "80" && u.Scheme == "http" {
			host = strings.TrimSuffix(host, ":"+u.Port())
		}
		if origin := u.Scheme + "://" + host; !slices.Contains(out, origin) {
			out = append(out, origin)
		}
	}
	return out, nil
}

func notASite(s string) error {
	return desk.Refuse(desk.CodeInvalid, "%q is no website. Write it like https://www.hotel.com.", clean(s, 100))
}

func isASCII(s string) bool {
	return !strings.ContainsFunc(s, func(r rune) bool { return r >= utf8.RuneSelf })
}

var hostLabel = regexp.MustCompile(`^[a-z0-9_]([a-z0-9_-]{0,61}[a-z0-9_])?$`)

// hostLike tells names and addresses that a browser can be on from all else.
func hostLike(host string) bool {
	if a, err := netip.ParseAddr(host); err == nil {
		return a.Zone() == ""
	}
	for label := range strings.SplitSeq(strings.TrimSuffix(host, "."), ".") {
		if !hostLabel.MatchString(label) {
			return false
		}
	}
	return len(host) <= 253
}

func checkLink(s string) (string, error) {
	if s = strings.TrimSpace(s); s == "" {
		return "", nil
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" {
		return "", desk.Refuse(desk.CodeInvalid, "Write the link in full, beginning with https://.")
	}
	return u.String(), nil
}
