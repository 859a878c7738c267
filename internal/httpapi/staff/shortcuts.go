package staff

import (
	"context"
	"net/http"
	"slices"
	"strings"

	"deskbell/internal/auth"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// Shortcut is a prepared reply.
type Shortcut struct {
	ID         string `json:"id"`
	PropertyID string `json:"property_id,omitempty" doc:"Absent: for all properties."`
	Scope      string `json:"scope" enum:"personal,shared"`
	Name       string `json:"name"`
	Text       string `json:"text" doc:"May hold {{guest.first_name|there}}, {{agent.name}}, {{property.name}}."`
	Language   string `json:"language,omitempty"`
}

// Shortcuts is a list of them.
type Shortcuts struct {
	Shortcuts []Shortcut `json:"shortcuts"`
}

type shortcutBody struct {
	_          struct{} `additionalProperties:"true"`
	PropertyID string   `json:"property_id,omitempty" maxLength:"100"`
	Scope      string   `json:"scope" enum:"personal,shared"`
	Name       string   `json:"name" minLength:"1" maxLength:"80"`
	Text       string   `json:"text" minLength:"1" maxLength:"4000"`
	Language   string   `json:"language,omitempty" maxLength:"35"`
}

func shortcutOf(s desk.Shortcut) Shortcut {
	w := Shortcut{ID: s.ID, PropertyID: s.PropertyID, Scope: "shared", Name: s.Name, Text: s.Text, Language: s.Language}
	if s.PersonID != "" {
		w.Scope = "personal"
	}
	return w
}

func (a *API) shortcutRoutes() {
	const tag = "Shortcuts"
	add(a, route{method: "GET", path: "/shortcuts", name: "list-shortcuts", tag: tag, summary: "One's own prepared replies and the shared ones"},
		func(ctx context.Context, v auth.Visit, in *struct {
			Property string `query:"property" maxLength:"100" doc:"Only those that fit this property."`
			Language string `query:"language" maxLength:"35" doc:"Only those in this language, or in none."`
		}) (*body[Shortcuts], error) {
			out := Shortcuts{Shortcuts: []Shortcut{}}
			err := a.read(ctx, func(tx store.Tx) error {
				props, err := visibleProperties(tx, v.Person)
				if err != nil {
					return err
				}
				var ids []string
				for _, p := range props {
					ids = append(ids, p.ID)
				}
				if in.Property != "" && !slices.Contains(ids, in.Property) {
					return desk.ErrNotFound
				}
				found, err := tx.ListShortcuts(v.Person.ID, ids)
				for _, s := range found {
					if in.Property != "" && s.PropertyID != "" && s.PropertyID != in.Property ||
						in.Language != "" && s.Language != "" && s.Language != in.Language {
						continue
					}
					out.Shortcuts = append(out.Shortcuts, shortcutOf(s))
				}
				return err
			})
			return answer(out), err
		})
	add(a, route{method: "POST", path: "/shortcuts", name: "create-shortcut", tag: tag, summary: "Add a prepared reply", status: http.StatusCreated},
		func(ctx context.Context, v auth.Visit, in *struct{ Body shortcutBody }) (*body[Shortcut], error) {
			s := desk.Shortcut{ID: a.cfg.NewID()}
			err := a.putShortcut(ctx, v.Person, &s, in.Body, func(store.Tx) error { return nil })
			return answer(shortcutOf(s)), err
		})
	add(a, route{method: "PUT", path: "/shortcuts/{id}", name: "change-shortcut", tag: tag, summary: "Change a prepared reply"},
		func(ctx context.Context, v auth.Visit, in *struct {
			IDPath
			Body shortcutBody
		}) (*body[Shortcut], error) {
			s := desk.Shortcut{ID: in.ID}
			err := a.putShortcut(ctx, v.Person, &s, in.Body, func(tx store.Tx) error {
				_, err := ownShortcut(tx, v.Person, in.ID)
				return err
			})
			return answer(shortcutOf(s)), err
		})
	add(a, route{method: "DELETE", path: "/shortcuts/{id}", name: "delete-shortcut", tag: tag, summary: "Delete a prepared reply"},
		func(ctx context.Context, v auth.Visit, in *IDPath) (*none, error) {
			return nil, a.write(ctx, func(tx store.Tx) error {
				if _, err := ownShortcut(tx, v.Person, in.ID); err != nil {
					return err
				}
				return tx.DeleteShortcut(in.ID)
			})
		})
}

func (a *API) putShortcut(ctx context.Context, p desk.Person, s *desk.Shortcut, b shortcutBody, allowed func(store.Tx) error) error {
	s.Name, s.Text, s.Language, s.PropertyID = clean(b.Name, 80), strings.TrimSpace(storable(b.Text)), b.Language, b.PropertyID
	if s.Name == "" || s.Text == "" {
		return desk.Refuse(desk.CodeInvalid, "A shortcut needs a name and a text.")
	}
	if b.Scope == "personal" {
		s.PersonID = p.ID
	}
	return a.write(ctx, func(tx store.Tx) error {
		if err := allowed(tx); err != nil {
			return err
		}
		if err := mayKeepShortcut(p, *s); err != nil {
			return err
		}
		if s.PropertyID != "" {
			if _, err := tx.Property(s.PropertyID); err != nil {
				return err
			}
		}
		s.UpdatedAt = tx.Now()
		return tx.PutShortcut(*s)
	})
}

// mayKeepShortcut answers whether the person may make a shortcut what s is: own ones at properties the person sees,
// shared ones where the role allows it, and shared ones of all properties as an Operator only.
func mayKeepShortcut(p desk.Person, s desk.Shortcut) error {
	if s.PropertyID != "" && !p.Sees(s.PropertyID) {
		return desk.ErrNotFound
	}
	if s.PersonID != "" {
		return nil
	}
	if s.PropertyID == "" {
		return desk.Allow(p, desk.ActOperate, "")
	}
	return desk.Allow(p, desk.ActShareShortcuts, s.PropertyID)
}

// ownShortcut is a shortcut that the person may change; somebody else's personal one is not found.
func ownShortcut(tx store.Tx, p desk.Person, id string) (desk.Shortcut, error) {
	s, err := tx.Shortcut(id)
	if err != nil {
		return s, err
	}
	if s.PersonID != "" && s.PersonID != p.ID {
		return s, desk.ErrNotFound
	}
	return s, mayKeepShortcut(p, s)
}
