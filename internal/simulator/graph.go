package simulator

import (
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"io"
	"mime/multipart"
	"net/http"
	"net/url"
	"regexp"
	"strings"
)

// bodyMost is the largest request that is read: a document of 100 MB and its frame.
const bodyMost = 101 << 20

// call is a request to one of Meta's hosts, read.
type call struct {
	host  string
	path  []string // without the version
	query url.Values
	form  *multipart.Form
	body  map[string]json.RawMessage
	token string
	r     *http.Request
}

// graphAPI answers as Meta's hosts do.
func (s *Simulator) graphAPI() http.Handler {
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, err := read(w, r)
		if r.MultipartForm != nil {
			// The server forgets the parts of its own request only, and this is a copy that lost the path's beginning.
			defer func() { _ = r.MultipartForm.RemoveAll() }()
		}
		if err != nil {
			code(100, 0, "(#100) "+err.Error()).write(w)
			return
		}
		s.mu.Lock()
		out := s.cfg.Now().Before(s.faults.Out)
		said := s.faults.Said
		s.faults.Said = nil
		s.mu.Unlock()
		if said != nil {
			answer(w, said.Status, said.Body)
			return
		}
		if out {
			(&graphError{Code: 2, Message: "Service temporarily unavailable", Type: "OAuthException", Transient: true, status: http.StatusServiceUnavailable}).write(w)
			return
		}
		switch c.host {
		case "graph.facebook.com", "graph.instagram.com", "api.instagram.com":
			s.route(w, c)
		case "api.facebook.com":
			s.threadControl(w, c)
		default:
			if strings.HasSuffix(c.host, ".fbcdn.net") || strings.HasSuffix(c.host, ".fbsbx.com") || strings.HasSuffix(c.host, ".cdninstagram.com") {
				s.download(w, c)
				return
			}
			http.NotFound(w, r)
		}
	})
}

var version = regexp.MustCompile(`^v\d+\.\d+$`)

// read takes a request apart: /HOST/[VERSION/]PATH, parameters in the query, a form or JSON.
func read(w http.ResponseWriter, r *http.Request) (*call, error) {
	parts := strings.Split(strings.Trim(r.URL.Path, "/"), "/")
	c := &call{host: parts[0], path: parts[1:], query: r.URL.Query(), r: r, body: map[string]json.RawMessage{}}
	if len(c.path) > 0 && version.MatchString(c.path[0]) {
		c.path = c.path[1:]
	}
	r.Body = http.MaxBytesReader(w, r.Body, bodyMost)
	kind := r.Header.Get("Content-Type")
	switch {
	case strings.HasPrefix(kind, "multipart/form-data"):
		if err := r.ParseMultipartForm(8 << 20); err != nil {
			return nil, err
		}
		c.form = r.MultipartForm
		for k, v := range c.form.Value {
			c.query[k] = v
		}
	case strings.HasPrefix(kind, "application/x-www-form-urlencoded"):
		if err := r.ParseForm(); err != nil {
			return nil, err
		}
		for k, v := range r.PostForm {
			c.query[k] = v
		}
	case r.Method == http.MethodPost && strings.HasPrefix(kind, "application/json"):
		b, err := io.ReadAll(r.Body)
		if err == nil && len(b) > 0 {
			err = json.Unmarshal(b, &c.body)
		}
		if err != nil {
			return nil, errors.New("the body is no JSON object")
		}
	}
	for k, v := range c.query { // a form's message is JSON in a field
		if _, ok := c.body[k]; !ok && len(v) > 0 {
			if json.Valid([]byte(v[0])) && strings.ContainsAny(v[0][:1], "{[") {
				c.body[k] = json.RawMessage(v[0])
			} else {
				c.body[k], _ = json.Marshal(v[0]) // a string
			}
		}
	}
	c.token = strings.TrimSpace(strings.TrimPrefix(strings.TrimPrefix(r.Header.Get("Authorization"), "Bearer "), "OAuth "))
	if c.token == "" {
		c.token = c.text("access_token")
	}
	return c, nil
}

// text is a parameter, wherever it stood.
func (c *call) text(key string) string {
	var v string
	_ = json.Unmarshal(c.body[key], &v) // something else than a string is none
	return v
}

func (c *call) at(i int) string {
	if i < len(c.path) {
		return c.path[i]
	}
	return ""
}

// route finds who is asked for and what.
func (s *Simulator) route(w http.ResponseWriter, c *call) {
	first, edge, method := c.at(0), c.at(1), c.r.Method
	switch {
	case first == "oauth" && edge == "access_token", first == "access_token", first == "refresh_access_token":
		s.exchange(w, c)
		return
	case first == "debug_token":
		s.debugToken(w, c)
		return
	case edge == "subscriptions":
		s.appSubscriptions(w, c)
		return
	}
	a, whole, refused := s.who(c)
	if refused != nil {
		refused.write(w)
		return
	}
	switch {
	case edge == "messages" && method == http.MethodPost && a.Channel == WhatsApp:
		s.sendWhatsApp(w, c, a)
	case edge == "messages" && method == http.MethodPost:
		s.sendPage(w, c, a)
	case edge == "media" && method == http.MethodPost, edge == "message_attachments" && method == http.MethodPost:
		s.upload(w, c, a)
	case edge == "subscribed_apps":
		s.subscribedApps(w, c, a)
	case edge == "message_templates":
		answer(w, http.StatusOK, obj{"data": templates, "paging": obj{"cursors": obj{"before": "MAZDZD", "after": "MjQZD"}}})
	case edge == "phone_numbers":
		answer(w, http.StatusOK, obj{"data": []obj{s.about(a)}})
	case edge == "thread_owner", strings.HasSuffix(edge, "_thread_control"):
		s.pageThread(w, c, a)
	case edge == "" && method == http.MethodGet && whole:
		answer(w, http.StatusOK, s.about(a))
	case edge == "" && method == http.MethodGet:
		s.node(w, c, a, first)
	case edge == "" && method == http.MethodPost && whole, edge == "register":
		answer(w, http.StatusOK, obj{"success": true}) // a number's settings
	case edge == "" && method == http.MethodDelete:
		answer(w, http.StatusOK, obj{"success": true}) // an uploaded file is forgotten
	default:
		code(100, 33, "(#100) Unsupported request: the object does not exist or does not support this operation").write(w)
	}
}

// who finds the account of a token, and whether the path names the account itself or what it belongs to. A token that
// does not open what is asked for is refused.
func (s *Simulator) who(c *call) (a *Account, whole bool, refused *graphError) {
	s.mu.Lock()
	defer s.mu.Unlock()
	first := c.at(0)
	for _, acc := range s.world.Accounts {
		if c.token == "" || acc.Token != c.token {
			continue
		}
		if acc.Revoked {
			return nil, false, code(190, 460, "Error validating access token: The session has been invalidated because the user changed their password or Facebook has changed the session for security reasons.")
		}
		if proof := c.text("appsecret_proof"); proof != "" && proof != s.proof(acc, c.token) {
			return nil, false, code(100, 0, "Invalid appsecret_proof provided in the API argument")
		}
		if wrong := (acc.Route == "login") != (c.host != "graph.facebook.com"); wrong {
			return nil, false, code(190, 0, "Cannot parse access token")
		}
		whole := first == "me" || first == acc.Key || first == acc.Parent && acc.Parent != ""
		if !whole && s.elsewhere(acc, first) {
			return nil, false, code(200, 0, "(#200) The token does not belong to this object")
		}
		copied := *acc
		return &copied, whole, nil
	}
	return nil, false, code(190, 0, "Invalid OAuth access token - Cannot parse access token")
}

// elsewhere reports whether an id is that of another account.
func (s *Simulator) elsewhere(of *Account, id string) bool {
	for _, a := range s.world.Accounts {
		if a != of && a.Key == id {
			return true
		}
	}
	return false
}

// proof is the appsecret_proof of a token.
func (s *Simulator) proof(a *Account, token string) string {
	m := hmac.New(sha256.New, []byte(s.world.App.secret(a)))
	m.Write([]byte(token))
	return hex.EncodeToString(m.Sum(nil))
}
