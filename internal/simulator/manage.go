package simulator

import (
	"encoding/json"
	"maps"
	"net/http"
	"slices"
	"strings"
	"time"
)

// templates are those of the WhatsApp account: one for each shape that a property meets.
var templates = []obj{
	{"id": "1001", "name": "we_answer_now", "language": "en", "category": "UTILITY", "status": "APPROVED", "components": []obj{
		{"type": "BODY", "text": "Hello {{1}}, about your question from {{2}}: we can answer it now. May we?", "example": obj{"body_text": [][]string{{"Jana", "Monday"}}}},
		{"type": "FOOTER", "text": "Harbour View Hotel, Lisbon"},
		{"type": "BUTTONS", "buttons": []obj{{"type": "QUICK_REPLY", "text": "Yes, please"}, {"type": "QUICK_REPLY", "text": "No, thanks"}}}}},
	{"id": "1002", "name": "we_answer_now", "language": "de", "category": "UTILITY", "status": "APPROVED", "components": []obj{
		{"type": "BODY", "text": "Guten Tag {{1}}, zu Ihrer Frage vom {{2}}: Wir können sie jetzt beantworten. Dürfen wir?", "example": obj{"body_text": [][]string{{"Jana", "Montag"}}}},
		{"type": "FOOTER", "text": "Harbour View Hotel, Lissabon"}}},
	{"id": "1003", "name": "room_ready", "language": "en", "category": "UTILITY", "status": "APPROVED", "parameter_format": "NAMED", "components": []obj{
		{"type": "HEADER", "format": "TEXT", "text": "Your room is ready"},
		{"type": "BODY", "text": "Good day {{guest}}, room {{room}} is ready for you.", "example": obj{"body_text_named_params": []obj{{"param_name": "guest", "example": "Jana"}, {"param_name": "room", "example": "214"}}}}}},
	{"id": "1004", "name": "autumn_offer", "language": "en", "category": "MARKETING", "status": "PAUSED", "components": []obj{
		{"type": "BODY", "text": "Three nights for two by the river."}}},
}

// fields are what an app may subscribe to on a Page or professional account.
func (s *Simulator) subscribedApps(w http.ResponseWriter, c *call, a *Account) {
	s.mu.Lock()
	defer s.mu.Unlock()
	acc := s.world.account(a.Channel, a.Key)
	switch c.r.Method {
	case http.MethodPost:
		acc.Subscribed = true
		if list := c.text("subscribed_fields"); list != "" {
			acc.Fields = strings.Split(list, ",")
		} else if named := c.body["subscribed_fields"]; named != nil {
			_ = json.Unmarshal(named, &acc.Fields) // a list, or nothing
		}
		s.tell()
	case http.MethodDelete:
		acc.Subscribed, acc.Fields = false, nil
		s.tell()
	default:
		data := []obj{}
		if acc.Subscribed && acc.Channel == WhatsApp {
			data = append(data, obj{"whatsapp_business_api_data": obj{"id": s.world.App.ID, "name": "Deskbell", "link": "https://apps.example/deskbell"}})
		} else if acc.Subscribed {
			data = append(data, obj{"id": s.world.App.ID, "name": "Deskbell", "subscribed_fields": nonNil(acc.Fields)})
		}
		answer(w, http.StatusOK, obj{"data": data})
		return
	}
	answer(w, http.StatusOK, obj{"success": true})
}

func nonNil(list []string) []string {
	if list == nil {
		return []string{}
	}
	return list
}

// appToken reports whether the call carries the app's own token: its id, a bar, a secret.
func (s *Simulator) appToken(token string) bool {
	app := s.world.App
	return token == app.ID+"|"+app.Secret || token == app.ID+"|"+app.InstagramSecret
}

// appSubscriptions is where the app says which objects it wants to hear of, and where.
func (s *Simulator) appSubscriptions(w http.ResponseWriter, c *call) {
	s.mu.Lock()
	ok := s.appToken(c.token)
	hooks := map[Channel]Hook{}
	for k, h := range s.world.App.Hooks {
		hooks[k] = h
	}
	s.mu.Unlock()
	if !ok || c.at(0) != s.world.App.ID {
		code(190, 0, "An app access token is required").write(w)
		return
	}
	if c.r.Method != http.MethodPost {
		data := []obj{}
		for ch, h := range hooks {
			if h.Verified {
				data = append(data, obj{"object": objects[ch], "callback_url": h.Callback, "active": true, "fields": h.told()})
			}
		}
		answer(w, http.StatusOK, obj{"data": data})
		return
	}
	for ch, object := range objects {
		if object == c.text("object") {
			if err := s.Connect(c.r.Context(), ch, c.text("callback_url"), c.text("verify_token")); err != nil {
				code(2200, 0, "(#2200) Callback verification failed: "+err.Error()).write(w)
				return
			}
			s.change(func() {
				h := s.world.App.Hooks[ch]
				h.Fields = strings.FieldsFunc(c.text("fields"), func(r rune) bool { return r == ',' || r == ' ' })
				s.world.App.Hooks = maps.Clone(s.world.App.Hooks)
				s.world.App.Hooks[ch] = h
			})
			answer(w, http.StatusOK, obj{"success": true})
			return
		}
	}
	code(100, 0, "(#100) There is no such object").write(w)
}

// told are the fields as a subscription lists them.
func (h Hook) told() []obj {
	fields := h.Fields
	if len(fields) == 0 {
		fields = []string{"messages"}
	}
	var list []obj
	for _, name := range fields {
		list = append(list, obj{"name": name, "version": "v26.0"})
	}
	return list
}

// debugToken tells about a token.
func (s *Simulator) debugToken(w http.ResponseWriter, c *call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	about := obj{"is_valid": false, "error": obj{"code": 190, "message": "Invalid OAuth access token"}}
	for _, a := range s.world.Accounts {
		if a.Token != c.text("input_token") {
			continue
		}
		scopes := map[Channel][]string{
			WhatsApp:  {"business_management", "whatsapp_business_management", "whatsapp_business_messaging"},
			Messenger: {"pages_show_list", "pages_manage_metadata", "pages_messaging", "pages_read_engagement", "business_management"},
			Instagram: {"instagram_basic", "instagram_manage_messages", "pages_manage_metadata", "instagram_business_basic", "instagram_business_manage_messages"},
		}[a.Channel]
		about = obj{"app_id": s.world.App.ID, "application": "Deskbell", "type": "PAGE", "is_valid": !a.Revoked, "expires_at": 0, "data_access_expires_at": 0,
			"issued_at": s.cfg.Now().Add(-48 * time.Hour).Unix(), "profile_id": a.Key, "scopes": scopes, "user_id": "122100000000001"}
		if a.Channel == WhatsApp {
			about["type"] = "SYSTEM_USER"
		}
		if a.Revoked {
			about["error"] = obj{"code": 190, "subcode": 460, "message": "The session has been invalidated."}
		}
	}
	answer(w, http.StatusOK, obj{"data": about})
}

// exchange prolongs a token. The new one is the old one with another end, so that both go on to work as Meta's do.
func (s *Simulator) exchange(w http.ResponseWriter, c *call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	token := c.text("fb_exchange_token")
	if token == "" {
		token = c.token
	}
	i := slices.IndexFunc(s.world.Accounts, func(a *Account) bool { return a.Token == token && !a.Revoked })
	if i < 0 {
		code(190, 463, "Error validating access token: Session has expired.").write(w)
		return
	}
	answer(w, http.StatusOK, obj{"access_token": token, "token_type": "bearer", "expires_in": int((60 * 24 * time.Hour).Seconds()),
		"permissions": "instagram_business_basic,instagram_business_manage_messages"})
}

// about is what an account shows of itself.
func (s *Simulator) about(a *Account) obj {
	switch a.Channel {
	case WhatsApp:
		return obj{"id": a.Key, "display_phone_number": "+" + a.Number, "verified_name": a.Name, "quality_rating": "GREEN", "status": "CONNECTED",
			"platform_type": "CLOUD_API", "code_verification_status": "VERIFIED", "throughput": obj{"level": "STANDARD"}, "name": a.Name}
	case Instagram:
		return obj{"id": a.Key, "user_id": a.Key, "username": a.Name, "name": "Harbour View Hotel", "account_type": "BUSINESS"}
	}
	return obj{"id": a.Key, "name": a.Name}
}

// node is a person's profile, or a file of WhatsApp.
func (s *Simulator) node(w http.ResponseWriter, c *call, a *Account, id string) {
	if a.Channel == WhatsApp {
		f := s.files.take(id)
		if f == nil || samples[id].Type != "" {
			code(100, 33, "(#100) Unsupported get request. Object with ID '"+id+"' does not exist").write(w)
			return
		}
		size := len(f.content)
		address := f.url(WhatsApp)
		switch f.trick {
		case "inside":
			address = "https://169.254.169.254/latest/meta-data/" + f.ID
		case "huge":
			size = hugeSize
		}
		answer(w, http.StatusOK, obj{"messaging_product": "whatsapp", "url": address, "mime_type": f.Type, "sha256": f.hexHash(), "file_size": size, "id": f.ID})
		return
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	for _, g := range s.world.Guests {
		if g.Key != id || g.Account != a.Key {
			continue
		}
		if g.Hidden {
			answer(w, http.StatusOK, obj{"id": id}) // the person gave no consent
			return
		}
		first, last, _ := strings.Cut(g.Name, " ")
		if a.Channel == Instagram {
			answer(w, http.StatusOK, obj{"id": id, "name": g.Name, "username": g.Username, "follower_count": 214, "is_user_follow_business": true, "is_business_follow_user": false})
			return
		}
		answer(w, http.StatusOK, obj{"id": id, "first_name": first, "last_name": last, "name": g.Name})
		return
	}
	code(100, 33, "(#100) Unsupported get request. Object with ID '"+id+"' does not exist").write(w)
}

// pageThread takes, passes and tells who has a thread of Messenger or Instagram.
func (s *Simulator) pageThread(w http.ResponseWriter, c *call, a *Account) {
	key := c.text("recipient")
	if key == "" {
		var to struct {
			ID string `json:"id"`
		}
		_ = json.Unmarshal(c.body["recipient"], &to) // no one is found then
		key = to.ID
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	acc := s.world.account(a.Channel, a.Key)
	i := slices.IndexFunc(s.world.Guests, func(g *guest) bool { return g.Account == acc.Key && g.Key == key })
	if i < 0 {
		code(100, 2018001, "(#100) No matching user found").write(w)
		return
	}
	g, now := s.world.Guests[i], s.cfg.Now()
	switch c.at(1) {
	case "thread_owner":
		data := []obj{}
		if g.Owner != "" {
			data = append(data, obj{"thread_owner": obj{"app_id": g.Owner, "expiration": now.Add(24 * time.Hour).Unix()}})
		}
		answer(w, http.StatusOK, obj{"data": data})
		return
	case "take_thread_control":
		s.pass(acc, g, "take_thread_control", s.world.App.ID, now)
	case "pass_thread_control":
		s.pass(acc, g, "pass_thread_control", c.text("target_app_id"), now)
	case "release_thread_control":
		g.Owner = ""
	}
	s.tell()
	answer(w, http.StatusOK, obj{"success": true})
}

// threadControl is WhatsApp's way of changing a thread's owner, on a host of its own.
func (s *Simulator) threadControl(w http.ResponseWriter, c *call) {
	s.mu.Lock()
	defer s.mu.Unlock()
	ok := slices.ContainsFunc(s.world.Accounts, func(a *Account) bool { return a.Channel == WhatsApp && a.Token == c.token && !a.Revoked })
	if !ok {
		code(190, 0, "Invalid OAuth access token").write(w)
		return
	}
	key := strings.TrimPrefix(c.text("to"), "+")
	for _, g := range s.world.Guests {
		if g.Channel == WhatsApp && g.Key == key {
			g.Owner = map[string]string{"take": s.world.App.ID}[c.text("action")]
		}
	}
	s.tell()
	answer(w, http.StatusOK, obj{"messaging_product": "whatsapp"})
}
