package staff

import (
	"context"
	"crypto/rand"
	"net/http"
	"regexp"
	"strings"
	"unicode"

	"deskbell/internal/auth"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// PropertyList are the properties one sees.
type PropertyList struct {
	Properties []MyProperty `json:"properties"`
}

var (
	languageTag = regexp.MustCompile(`^[A-Za-z]{2,3}(-[A-Za-z0-9]{2,8}){0,3}$`)
	colour      = regexp.MustCompile(`^#[0-9A-Fa-f]{6}$`)
)

func (a *API) propertyRoutes() {
	const tag = "Properties"
	add(a, route{method: "GET", path: "/properties", name: "list-properties", tag: tag, summary: "The properties one sees"},
		func(ctx context.Context, v auth.Visit, _ *none) (*body[PropertyList], error) {
			out := PropertyList{Properties: []MyProperty{}}
			err := a.read(ctx, func(tx store.Tx) error {
				props, err := visibleProperties(tx, v.Person)
				for _, pr := range props {
					out.Properties = append(out.Properties, myProperty(v.Person, pr))
				}
				return err
			})
			return answer(out), err
		})
	add(a, route{method: "POST", path: "/properties", name: "create-property", tag: tag, summary: "Add a property", status: http.StatusCreated, also: []int{http.StatusConflict}},
		func(ctx context.Context, v auth.Visit, in *struct {
			Body struct {
				Name      string   `json:"name" maxLength:"200"`
				TimeZone  string   `json:"timezone" maxLength:"100"`
				Languages []string `json:"languages" maxItems:"30"`
				LiveChat  bool     `json:"live_chat,omitempty" doc:"Make live chat available: the property's Admin then decides how and when."`
			}
		}) (*body[MyProperty], error) {
			var pr desk.Property
			if err := desk.Allow(v.Person, desk.ActCreateProperties, ""); err != nil {
				return nil, err
			}
			err := a.write(ctx, func(tx store.Tx) error {
				all, err := tx.ListProperties()
				if err != nil {
					return err
				}
				if pr, err = a.newProperty(in.Body.Name, in.Body.TimeZone, in.Body.Languages, len(all)); err != nil {
					return err
				}
				pr.CreatedAt, pr.UpdatedAt = tx.Now(), tx.Now()
				pr.Settings.LiveChatWithheld = !in.Body.LiveChat
				if err := tx.CreateProperty(pr); err != nil {
					return err
				}
				return tx.Audit(store.AuditLine{At: tx.Now(), PersonID: v.Person.ID, PropertyID: pr.ID, Action: "property_created", Subject: pr.ID})
			})
			if err != nil {
				return nil, err
			}
			a.cfg.PropertyChanged(pr.ID)
			a.cfg.Live.Me(v.Person.ID)
			return answer(myProperty(v.Person, pr)), nil
		})
}

// newProperty is a property with working defaults. nth spreads the colours of the tags.
func (a *API) newProperty(name, zone string, languages []string, nth int) (desk.Property, error) {
	if name = clean(name, 80); name == "" {
		return desk.Property{}, desk.Refuse(desk.CodeInvalid, "Give the property its name.")
	}
	if err := checkZone(zone); err != nil {
		return desk.Property{}, err
	}
	languages, err := checkLanguages(languages)
	if err != nil {
		return desk.Property{}, err
	}
	return desk.Property{
		ID: a.cfg.NewID(), Key: newKey(), Name: name,
		Settings: desk.PropertySettings{
			Code: codeOf(name), Hue: nth % 8, TimeZone: zone, Languages: languages, DefaultLanguage: languages[0], Sites: []string{},
			Look:     desk.Look{Colour: "#3A4FCB", Position: "right", Theme: "auto", Teaser: true},
			LiveChat: map[desk.Channel]desk.LiveChat{"": desk.DefaultLiveChat(desk.ChannelWeb)},
		},
	}, nil
}

func checkZone(zone string) error {
	if problem := desk.CheckZone(zone); problem != "" {
		return desk.Wrong([]desk.FieldError{{Location: "timezone", Code: "timezone", Message: problem}})
	}
	return nil
}

func checkLanguages(languages []string) ([]string, error) {
	seen := map[string]bool{}
	var out []string
	for _, l := range languages {
		if l = strings.TrimSpace(l); seen[l] {
			continue
		}
		if !languageTag.MatchString(l) {
			return nil, desk.Refuse(desk.CodeInvalid, "%q is no language tag. Use one such as en or pt-BR.", clean(l, 35))
		}
		seen[l] = true
		out = append(out, l)
	}
	if len(out) == 0 {
		return nil, desk.Refuse(desk.CodeInvalid, "Choose at least one language.")
	}
	return out, nil
}

// newKey is a widget key. It is public and only has to be unique and typeable.
func newKey() string {
	return strings.ToLower(rand.Text()[:12])
}

// codeOf makes the two letters of a property's tag: the initials of its first two words, or its first two letters.
func codeOf(name string) string {
	var initials, letters []rune
	for _, word := range strings.Fields(name) {
		for i, r := range []rune(word) {
			if !unicode.IsLetter(r) && !unicode.IsDigit(r) {
				continue
			}
			letters = append(letters, unicode.ToUpper(r))
			if i == 0 {
				initials = append(initials, unicode.ToUpper(r))
			}
		}
	}
	if len(initials) >= 2 {
		return string(initials[:2])
	}
	if len(letters) >= 2 {
		return string(letters[:2])
	}
	return string(append(letters, 'X', 'X')[:2])
}
