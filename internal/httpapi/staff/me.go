package staff

import (
	"context"
	"encoding/json"
	"slices"
	"time"

	"deskbell/internal/auth"
	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/wire"
)

// Me is the person who is signed in.
type Me struct {
	ID          string       `json:"id"`
	Email       string       `json:"email"`
	Name        string       `json:"name"`
	PublicName  string       `json:"public_name" doc:"What guests read; empty takes the first word of the name."`
	Role        desk.Role    `json:"role" enum:"agent,knowledge_manager,admin,operator"`
	Properties  []MyProperty `json:"properties"`
	Duty        desk.Duty    `json:"duty" enum:"online,away,dnd"`
	DutyUntil   string       `json:"duty_until,omitempty" format:"date-time" doc:"When Online ends by itself."`
	Preferences Preferences  `json:"preferences"`
	Held        int          `json:"held" doc:"Chats under this person's control."`
	Limit       int          `json:"limit" doc:"How many there may be; 0 is no limit."`
	Permissions []string     `json:"permissions" doc:"The actions that the role allows."`
	Realtime    Realtime     `json:"realtime"`
	Secure      bool         `json:"secure" doc:"This request came over https. Without it browsers allow no notifications and no push (but on the very machine that serves)."`
	Late        bool         `json:"late" doc:"The servers of this installation hear each other late, because Redis is lost. Told to Admins and Operators."`
	Demo        bool         `json:"demo"`
	Version     string       `json:"version"`
}

// MyProperty is a property as its tag shows it.
type MyProperty struct {
	ID        string    `json:"id"`
	Name      string    `json:"name"`
	Code      string    `json:"code"`
	Hue       int       `json:"hue"`
	TimeZone  string    `json:"timezone"`
	Languages []string  `json:"languages"`
	Role      desk.Role `json:"role" enum:"agent,knowledge_manager,admin,operator"`
	Helps     bool      `json:"helps" doc:"A language model translates and sums up for its agents."`
}

// Realtime says where the live connection is.
type Realtime struct {
	URL string `json:"url"`
}

// Preferences are how a person likes the dashboard.
type Preferences struct {
	SoundLive string  `json:"sound_live" enum:"every,first_after_quiet,off"`
	Volume    float64 `json:"volume" minimum:"0" maximum:"1"`
	Theme     string  `json:"theme" enum:"system,light,dark"`
	Density   string  `json:"density" enum:"comfortable,compact"`
	SendKey   string  `json:"send_key" enum:"enter,mod_enter"`
	Shortcuts bool    `json:"shortcuts"`
	Locale    string  `json:"locale" maxLength:"35"`
}

// PreferenceChange is Preferences with only what changes.
type PreferenceChange struct {
	SoundLive *string  `json:"sound_live,omitempty" enum:"every,first_after_quiet,off"`
	Volume    *float64 `json:"volume,omitempty" minimum:"0" maximum:"1"`
	Theme     *string  `json:"theme,omitempty" enum:"system,light,dark"`
	Density   *string  `json:"density,omitempty" enum:"comfortable,compact"`
	SendKey   *string  `json:"send_key,omitempty" enum:"enter,mod_enter"`
	Shortcuts *bool    `json:"shortcuts,omitempty"`
	Locale    *string  `json:"locale,omitempty" maxLength:"35"`
}

func defaultPreferences() Preferences {
	return Preferences{SoundLive: "first_after_quiet", Volume: 0.7, Theme: "system", Density: "comfortable",
		SendKey: "enter", Shortcuts: true}
}

// Session is a signed-in browser of the person.
type Session struct {
	ID        string `json:"id"`
	CreatedAt string `json:"created_at" format:"date-time"`
	LastSeen  string `json:"last_seen" format:"date-time"`
	Device    string `json:"device"`
	Address   string `json:"address"`
	Current   bool   `json:"current" doc:"It is the one that asks."`
}

// Sessions is a list of them.
type Sessions struct {
	Sessions []Session `json:"sessions"`
}

func (a *API) meRoutes() {
	const tag = "Me"
	add(a, route{method: "GET", path: "/me", name: "get-me", tag: tag, summary: "Who is signed in"},
		func(ctx context.Context, v auth.Visit, _ *none) (*body[Me], error) {
			me, err := a.me(ctx, v.Person.ID)
			return answer(me), err
		})
	add(a, route{method: "PATCH", path: "/me", name: "change-me", tag: tag, summary: "Change the own name or preferences"}, a.changeMe)
	add(a, route{method: "POST", path: "/me/password", name: "change-password", tag: tag, summary: "Change the own password; all other sessions end", also: []int{429}},
		func(ctx context.Context, v auth.Visit, in *struct {
			Body struct {
				Current string `json:"current" maxLength:"1000"`
				New     string `json:"new" maxLength:"1000"`
			}
		}) (*none, error) {
			return nil, a.cfg.Gate.ChangePassword(ctx, v, in.Body.Current, in.Body.New, a.from(ctx))
		})
	add(a, route{method: "GET", path: "/me/sessions", name: "list-my-sessions", tag: tag, summary: "Where one is signed in"},
		func(ctx context.Context, v auth.Visit, _ *none) (*body[Sessions], error) {
			infos, err := a.cfg.Gate.Sessions(ctx, v)
			out := Sessions{Sessions: []Session{}}
			for _, s := range infos {
				out.Sessions = append(out.Sessions, Session{ID: s.ID, CreatedAt: wire.Time(s.CreatedAt), LastSeen: wire.Time(s.SeenAt),
					Device: s.Device, Address: s.Address, Current: s.Current})
			}
			return answer(out), err
		})
	add(a, route{method: "DELETE", path: "/me/sessions/{id}", name: "end-my-session", tag: tag, summary: "Sign out elsewhere"},
		func(ctx context.Context, v auth.Visit, in *IDPath) (*none, error) {
			return nil, a.cfg.Gate.Revoke(ctx, v, in.ID)
		})
}

// IDPath is the id in a path. It is exported, as the other paths are, because huma looks into exported fields only.
type IDPath struct {
	ID string `path:"id" maxLength:"100"`
}

// me reads the person anew: held chats and duty change behind the session's back.
func (a *API) me(ctx context.Context, personID string) (Me, error) {
	var p desk.Person
	var props []desk.Property
	err := a.read(ctx, func(tx store.Tx) (err error) {
		if p, err = tx.Person(personID); err != nil {
			return err
		}
		props, err = visibleProperties(tx, p)
		return err
	})
	if err != nil {
		return Me{}, err
	}
	me := Me{ID: p.ID, Email: p.Email, Name: p.Name, PublicName: p.PublicName, Role: p.Role, Properties: []MyProperty{},
		Duty: p.Duty, DutyUntil: optional(p.DutyUntil), Preferences: preferences(p), Held: p.Held, Permissions: permissions(p), Realtime: Realtime{URL: "/realtime"},
		Secure: a.cfg.Proxies.Secure(requestOf(ctx).Request), Demo: a.cfg.Demo, Version: a.cfg.Version}
	if p.Role == desk.RoleAdmin || p.Role == desk.RoleOperator {
		me.Late = a.cfg.Late != nil && a.cfg.Late()
	}
	model := a.cfg.Answering.Model()
	for _, pr := range props {
		mine := myProperty(p, pr)
		mine.Helps = helped(model, pr)
		me.Properties = append(me.Properties, mine)
		if l := pr.Settings.LiveChatFor(desk.ChannelWeb).HeldLimit; l > 0 && (me.Limit == 0 || l < me.Limit) {
			me.Limit = l
		}
	}
	return me, nil
}

func myProperty(p desk.Person, pr desk.Property) MyProperty {
	s := pr.Settings
	return MyProperty{ID: pr.ID, Name: pr.Name, Code: s.Code, Hue: s.Hue, TimeZone: s.TimeZone, Languages: list(s.Languages), Role: p.Role}
}

// visibleProperties are those that the person sees, by name.
func visibleProperties(tx store.Tx, p desk.Person) ([]desk.Property, error) {
	all, err := tx.ListProperties()
	if err != nil {
		return nil, err
	}
	seen := slices.DeleteFunc(all, func(pr desk.Property) bool { return !p.Sees(pr.ID) })
	slices.SortStableFunc(seen, func(x, y desk.Property) int {
		switch {
		case x.Name < y.Name:
			return -1
		case x.Name > y.Name:
			return 1
		}
		return 0
	})
	return seen, nil
}

func preferences(p desk.Person) Preferences {
	prefs := defaultPreferences()
	_ = json.Unmarshal([]byte(p.Preferences), &prefs) // what is not there keeps its default
	return prefs
}

func permissions(p desk.Person) []string {
	may := []string{}
	for _, act := range desk.Actions() {
		if desk.Allow(p, act, "") == nil {
			may = append(may, string(act))
		}
	}
	return may
}

func (a *API) changeMe(ctx context.Context, v auth.Visit, in *struct {
	Body struct {
		Name        *string           `json:"name,omitempty" maxLength:"200"`
		PublicName  *string           `json:"public_name,omitempty" maxLength:"200"`
		Preferences *PreferenceChange `json:"preferences,omitempty"`
	}
}) (*body[Me], error) {
	err := a.write(ctx, func(tx store.Tx) error {
		p, err := tx.Person(v.Person.ID)
		if err != nil {
			return err
		}
		if in.Body.Name != nil {
			if p.Name = clean(*in.Body.Name, 80); p.Name == "" {
				return desk.Refuse(desk.CodeInvalid, "A name has 1 to 80 characters.")
			}
		}
		if in.Body.PublicName != nil {
			p.PublicName = clean(*in.Body.PublicName, 40)
		}
		if c := in.Body.Preferences; c != nil {
			// Merged as JSON: what the change leaves out keeps its value.
			prefs := preferences(p)
			change, err := json.Marshal(c)
			if err != nil {
				return err
			}
			if err := json.Unmarshal(change, &prefs); err != nil {
				return err
			}
			prefs.Locale = clean(prefs.Locale, 35)
			doc, err := json.Marshal(prefs)
			if err != nil {
				return err
			}
			p.Preferences = string(doc)
		}
		return tx.UpdatePerson(p)
	})
	if err != nil {
		return nil, err
	}
	a.cfg.Gate.Forget(v.Person.ID)
	a.cfg.Live.Me(v.Person.ID)
	me, err := a.me(ctx, v.Person.ID)
	return answer(me), err
}

// DevicePath is the id of a device: the browser makes it, one a tab.
type DevicePath struct {
	ID string `path:"id" minLength:"1" maxLength:"64"`
}

func (a *API) deviceRoutes() {
	const tag = "Me"
	add(a, route{method: "POST", path: "/me/devices/{id}/heartbeat", name: "heartbeat", tag: tag, summary: "Say that this device is there; every 15 s"},
		func(ctx context.Context, v auth.Visit, in *struct {
			DevicePath
			Body struct {
				Kind    desk.DeviceKind `json:"kind,omitempty" enum:"screen,phone" default:"screen"`
				Sound   bool            `json:"sound,omitempty" doc:"A ring would be heard."`
				Visible bool            `json:"visible,omitempty"`
				Viewing string          `json:"viewing,omitempty" maxLength:"100" doc:"The conversation on screen."`
				Name    string          `json:"name,omitempty" maxLength:"200" doc:"What its owner would know it by."`
				desk.DeviceState
			}
		}) (*none, error) {
			a.cfg.Bell.Heartbeat(v.Person.ID, desk.Device{ID: in.ID, PersonID: v.Person.ID, Kind: in.Body.Kind, Sound: in.Body.Sound,
				Visible: in.Body.Visible, SeenAt: a.cfg.Now().UTC().Truncate(time.Millisecond), Name: in.Body.Name, Says: in.Body.DeviceState.Valid()})
			if in.Body.Viewing != "" {
				return nil, a.view(ctx, v, in.Body.Viewing, true)
			}
			return nil, nil
		})
	gone := func(_ context.Context, v auth.Visit, in *DevicePath) (*none, error) {
		a.cfg.Bell.Gone(v.Person.ID, in.ID)
		return nil, nil
	}
	add(a, route{method: "DELETE", path: "/me/devices/{id}", name: "drop-device", tag: tag, summary: "Say that this device goes"}, gone)
	add(a, route{method: "POST", path: "/me/devices/{id}/gone", name: "device-gone", tag: tag, summary: "The same, for a page that is being closed (sendBeacon)"}, gone)
}
