package staff

import (
	"context"
	"mime"
	"net/http"
	"strings"
	"unicode/utf8"

	"github.com/danielgtaylor/huma/v2"
	"github.com/danielgtaylor/huma/v2/adapters/humago"

	"deskbell/internal/auth"
	"deskbell/internal/desk"
	"deskbell/internal/httpapi/problem"
)

// CookieName is the session cookie. It has no __Host- prefix because browsers take that over https only, and Deskbell
// must be tried on http://localhost first; over https it is Secure all the same.
const CookieName = "deskbell_session"

type visitKey struct{}
type requestKey struct{}

// visitOf is who is signed in; the zero visit on open routes.
func visitOf(ctx context.Context) auth.Visit {
	v, _ := ctx.Value(visitKey{}).(auth.Visit)
	return v
}

// request is what huma's handlers otherwise do not see.
type request struct {
	*http.Request
	w http.ResponseWriter
}

func requestOf(ctx context.Context) request {
	r, _ := ctx.Value(requestKey{}).(request)
	return r
}

// signedIn finds out who asks before anything of the request is looked at, so that a stranger learns nothing.
func (a *API) signedIn(hc huma.Context, next func(huma.Context)) {
	r, w := humago.Unwrap(hc)
	hc = huma.WithValue(hc, requestKey{}, request{r, w})
	if hc.Operation().Metadata[openKey] != true {
		v, err := a.Visit(r)
		if err != nil {
			problem.Write(w, r, err)
			return
		}
		if r.Method != http.MethodGet && hc.Operation().OperationID != "confirmRing" { // a phone confirms without its owner
			a.cfg.Bell.Sign(v.Person.ID)
		}
		hc = huma.WithValue(hc, visitKey{}, v)
	}
	next(hc)
}

// Visit is who sent a request, by its cookie: CodeUnauthorized where nobody is signed in.
func (a *API) Visit(r *http.Request) (auth.Visit, error) {
	token := ""
	if c, err := r.Cookie(CookieName); err == nil {
		token = c.Value
	}
	return a.cfg.Gate.Who(r.Context(), token)
}

// jsonOnly refuses bodies that a plain form on another website could send.
func (a *API) jsonOnly(next http.Handler) http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		switch r.Method {
		case http.MethodGet, http.MethodHead, http.MethodDelete, http.MethodOptions:
		default:
			kind, _, err := mime.ParseMediaType(r.Header.Get("Content-Type"))
			upload := kind == "multipart/form-data" && takesForm(r.URL.Path)
			if r.ContentLength != 0 && (err != nil || kind != "application/json") && !upload {
				problem.Write(w, r, desk.Refuse(desk.CodeUnsupportedType, "Send this as JSON, with Content-Type: application/json."))
				return
			}
		}
		next.ServeHTTP(w, r)
	})
}

func (a *API) from(ctx context.Context) auth.From {
	r := requestOf(ctx)
	return auth.From{Address: a.cfg.Proxies.Client(r.Request), Device: deviceWords(r.UserAgent())}
}

// cookie is the session cookie for a token; an empty token takes it away.
func (a *API) cookie(ctx context.Context, token string) http.Cookie {
	c := http.Cookie{Name: CookieName, Value: token, Path: "/", HttpOnly: true, SameSite: http.SameSiteLaxMode,
		Secure: strings.HasPrefix(a.cfg.BaseURL, "https://") || a.cfg.Proxies.Secure(requestOf(ctx).Request), MaxAge: int(auth.SessionAbsolute.Seconds())}
	if token == "" {
		c.MaxAge = -1
	}
	return c
}

// deviceWords says in a few words what a user agent is, for the list of sessions.
func deviceWords(agent string) string {
	find := func(pairs [][2]string, other string) string {
		for _, p := range pairs {
			if strings.Contains(agent, p[0]) {
				return p[1]
			}
		}
		return other
	}
	browser := find([][2]string{{"Edg/", "Edge"}, {"OPR/", "Opera"}, {"Firefox/", "Firefox"}, {"FxiOS/", "Firefox"},
		{"CriOS/", "Chrome"}, {"Chrome/", "Chrome"}, {"Safari/", "Safari"}, {"curl/", "curl"}}, "")
	system := find([][2]string{{"iPhone", "iPhone"}, {"iPad", "iPad"}, {"Android", "Android"}, {"Windows", "Windows"},
		{"Mac OS X", "macOS"}, {"CrOS", "ChromeOS"}, {"Linux", "Linux"}}, "")
	switch {
	case browser != "" && system != "":
		return browser + " on " + system
	case browser+system != "":
		return browser + system
	case agent == "":
		return "Unknown device"
	}
	name, _, _ := strings.Cut(agent, " ")
	if !utf8.ValidString(name) || len(name) > 60 {
		return "Unknown device"
	}
	return name
}
