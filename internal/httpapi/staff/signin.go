package staff

import (
	"context"
	"net/http"

	"deskbell/internal/auth"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// welcome is the answer of every route that signs in.
type welcome struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
	Body      Me
}

type passwordBody struct {
	Password string `json:"password" maxLength:"1000"`
}

// TokenPath is the token of a link.
type TokenPath struct {
	Token string `path:"token" maxLength:"200"`
}

func (a *API) signInRoutes() {
	const tag = "Signing in"
	add(a, route{method: "POST", path: "/login", name: "login", tag: tag, summary: "Sign in", open: true, also: []int{401, 429}},
		func(ctx context.Context, _ auth.Visit, in *struct {
			Body struct {
				Email    string `json:"email" maxLength:"1000"`
				Password string `json:"password" maxLength:"1000"`
			}
		}) (*welcome, error) {
			v, token, err := a.cfg.Gate.SignIn(ctx, in.Body.Email, in.Body.Password, a.from(ctx))
			if err != nil {
				return nil, err
			}
			return a.welcome(ctx, v, token)
		})
	add(a, route{method: "POST", path: "/logout", name: "logout", tag: tag, summary: "Sign out", open: true},
		func(ctx context.Context, _ auth.Visit, _ *none) (*struct {
			SetCookie http.Cookie `header:"Set-Cookie"`
		}, error) {
			// Open, because signing out of a session that has ended must work too, and take its cookie away.
			if v, err := a.Visit(requestOf(ctx).Request); err == nil {
				if err := a.cfg.Gate.SignOut(ctx, v); err != nil {
					return nil, err
				}
			}
			return &struct {
				SetCookie http.Cookie `header:"Set-Cookie"`
			}{a.cookie(ctx, "")}, nil
		})
	add(a, route{method: "GET", path: "/invitations/{token}", name: "get-invitation", tag: tag, summary: "Whom an invitation is for", open: true, also: []int{404}},
		func(ctx context.Context, _ auth.Visit, in *TokenPath) (*body[Invited], error) {
			email, names, err := a.cfg.Gate.Invitation(ctx, in.Token)
			return answer(Invited{Email: email, PropertyNames: list(names)}), err
		})
	add(a, route{method: "POST", path: "/invitations/{token}", name: "accept-invitation", tag: tag, summary: "Join with an invitation, and sign in", open: true, also: []int{404, 409}},
		func(ctx context.Context, _ auth.Visit, in *struct {
			TokenPath
			Body struct {
				Name     string `json:"name" maxLength:"200"`
				Password string `json:"password" maxLength:"1000"`
			}
		}) (*welcome, error) {
			v, token, err := a.cfg.Gate.Join(ctx, in.Token, in.Body.Name, in.Body.Password, a.from(ctx))
			if err != nil {
				return nil, err
			}
			return a.welcome(ctx, v, token)
		})
	add(a, route{method: "GET", path: "/resets/{token}", name: "get-reset", tag: tag, summary: "Whose password a link sets", open: true, also: []int{404}},
		func(ctx context.Context, _ auth.Visit, in *TokenPath) (*body[ResetFor], error) {
			email, err := a.cfg.Gate.Reset(ctx, in.Token)
			return answer(ResetFor{Email: email}), err
		})
	add(a, route{method: "POST", path: "/resets/{token}", name: "finish-reset", tag: tag, summary: "Set a new password with a link, and sign in", open: true, also: []int{404}},
		func(ctx context.Context, _ auth.Visit, in *struct {
			TokenPath
			Body passwordBody
		}) (*welcome, error) {
			v, token, err := a.cfg.Gate.FinishReset(ctx, in.Token, in.Body.Password, a.from(ctx))
			if err != nil {
				return nil, err
			}
			return a.welcome(ctx, v, token)
		})
	add(a, route{method: "GET", path: "/setup", name: "get-setup", tag: tag, summary: "Whether the first set-up is still to be done", open: true},
		func(ctx context.Context, _ auth.Visit, _ *none) (*body[SetupState], error) {
			needed, err := a.cfg.Gate.SetupNeeded(ctx)
			return answer(SetupState{Needed: needed}), err
		})
	add(a, route{method: "POST", path: "/setup", name: "setup", tag: tag, summary: "Set the installation up: its first operator and property", open: true, also: []int{401, 409, 429}},
		a.setup)
}

// Invited is whom an invitation is for.
type Invited struct {
	Email         string   `json:"email"`
	PropertyNames []string `json:"property_names"`
}

// ResetFor is whose password a reset link sets.
type ResetFor struct {
	Email string `json:"email"`
}

// SetupState says whether there is anybody yet.
type SetupState struct {
	Needed bool `json:"needed"`
}

// welcome answers a sign-in. The session that the browser had until now ends: its cookie is replaced, so nobody would see
// it live on.
func (a *API) welcome(ctx context.Context, v auth.Visit, token string) (*welcome, error) {
	if old, err := a.Visit(requestOf(ctx).Request); err == nil && old.Session != v.Session {
		if err := a.cfg.Gate.SignOut(ctx, old); err != nil {
			a.cfg.Log.Warn("the session before a sign-in was not ended", "err", err)
		}
	}
	me, err := a.me(ctx, v.Person.ID)
	return &welcome{SetCookie: a.cookie(ctx, token), Body: me}, err
}

type setupInput struct {
	Body struct {
		Token    string `json:"token" maxLength:"200"`
		Email    string `json:"email" maxLength:"1000"`
		Name     string `json:"name" maxLength:"200"`
		Password string `json:"password" maxLength:"1000"`
		Property struct {
			Name     string `json:"name" maxLength:"200"`
			TimeZone string `json:"timezone" maxLength:"100"`
			Language string `json:"language" maxLength:"35"`
		} `json:"property"`
	}
}

// SetUp is Me, and where the first property can be tried out.
type SetUp struct {
	Me
	HostedURL string `json:"hosted_url" doc:"The new property's page with the widget, for a first test question."`
}

type setupOutput struct {
	SetCookie http.Cookie `header:"Set-Cookie"`
	Body      SetUp
}

func (a *API) setup(ctx context.Context, _ auth.Visit, in *setupInput) (*setupOutput, error) {
	b := in.Body
	fresh, err := a.newProperty(b.Property.Name, b.Property.TimeZone, []string{b.Property.Language}, 0)
	var v auth.Visit
	token := ""
	if err == nil {
		v, token, err = a.cfg.Gate.Setup(ctx, b.Token, b.Email, b.Name, b.Password, a.from(ctx), func(tx store.Tx) error {
			fresh.CreatedAt, fresh.UpdatedAt = tx.Now(), tx.Now()
			return tx.CreateProperty(fresh)
		})
	} else if needed, e := a.cfg.Gate.SetupNeeded(ctx); e == nil && !needed {
		err = desk.Refuse(desk.CodeConflict, "Deskbell is set up already. Please sign in.")
	}
	if err != nil {
		return nil, err
	}
	a.cfg.PropertyChanged(fresh.ID)
	me, err := a.me(ctx, v.Person.ID)
	return &setupOutput{SetCookie: a.cookie(ctx, token), Body: SetUp{Me: me, HostedURL: a.cfg.BaseURL + "/chat/" + fresh.Key}}, err
}
