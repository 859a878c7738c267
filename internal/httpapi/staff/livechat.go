package staff

import (
	"context"
	"encoding/json"
	"maps"
	"net/url"
	"reflect"
	"slices"
	"strings"

	"deskbell/internal/auth"
	"deskbell/internal/conversation/phrases"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// LiveChatSettings are how guests of a property reach a person, and what they would be offered right now.
type LiveChatSettings struct {
	Available bool               `json:"available" doc:"The operator has made live chat available to the property."`
	All       Service            `json:"all" doc:"What every channel inherits that has no settings of its own."`
	Channels  map[string]Service `json:"channels" doc:"Channels with settings of their own."`
	Words     map[string]Texts   `json:"words" doc:"The property's own lines to guests, by language and code."`
	Chain     []ChainStep        `json:"chain" doc:"Whom the bell calls beyond everyone on duty."`
	Emergency EmergencyNumbers   `json:"emergency"`
	// ReplyWithin promises guests an answer to a message that they leave.
	ReplyWithin    int      `json:"reply_within_minutes" doc:"By when a message left is answered, counted in the hours of live chat; 0 promises no time."`
	PushGuestText  bool     `json:"push_guest_text" doc:"Notifications on phones show what the guest asked. They are encrypted on their way, but a locked screen shows them to whoever looks."`
	AttentionRings []string `json:"attention_rings" enum:"angry,repeated,unanswered,unhappy" doc:"Why a person should look at a conversation of the assistant's, as far as the bell rings for it: those on duty, once for each reason."`
	Disclosure     bool     `json:"disclosure" doc:"On outside channels guests are told that a program answers them, and when a chat goes back to it. The law of some places asks for it, and so do the channels."`
	Version        string   `json:"version" doc:"What was read. Sent back with a change it is refused (409, reason settings_changed, by and ms) where somebody has changed these settings since."`

	DefaultWords map[string]Texts       `json:"default_words" doc:"What stands where the property has no words of its own; read only."`
	WordNames    map[string][]string    `json:"word_names" doc:"What the words of a line may name in {}; read only."`
	Now          map[string]OfferedNow  `json:"now" doc:"What a guest of each channel would be offered right now; read only."`
	People       []CallablePerson       `json:"people" doc:"Whom a step of the chain may name; read only."`
	Limits       map[string]LimitsOfOne `json:"limits" doc:"The least and the most of each number; read only."`
}

// Texts are lines to guests by their code.
type Texts map[string]string

// CallablePerson is somebody whom a step of the chain may name.
type CallablePerson struct {
	ID   string `json:"id"`
	Name string `json:"name"`
}

// LimitsOfOne are the limits of a number.
type LimitsOfOne struct {
	Min int `json:"min"`
	Max int `json:"max"`
}

func (a *API) liveChatRoutes() {
	const tag, path = "Live chat", "/properties/{id}/live-chat"
	add(a, route{method: "GET", path: path, name: "get-live-chat", tag: tag, summary: "How guests reach a person, and what they are offered now"},
		func(ctx context.Context, v auth.Visit, in *IDPath) (*body[LiveChatSettings], error) {
			out, err := a.liveChat(ctx, v.Person, in.ID)
			return answer(out), err
		})
	add(a, route{method: "PUT", path: path, name: "put-live-chat", tag: tag, also: []int{409}, summary: "Set how guests reach a person; what is left out stays as it is"}, a.putLiveChat)
}

func (a *API) liveChat(ctx context.Context, p desk.Person, id string) (LiveChatSettings, error) {
	var out LiveChatSettings
	err := a.read(ctx, func(tx store.Tx) error {
		if err := desk.Allow(p, desk.ActEditLiveChat, id); err != nil {
			return err
		}
		pr, err := tx.Property(id)
		if err != nil {
			return err
		}
		out = liveChatOf(pr.Settings)
		if out.People, err = callable(tx, id); err != nil {
			return err
		}
		now := tx.Now()
		for _, ch := range offeredOn(pr.Settings) {
			lc := pr.Settings.LiveChatFor(ch)
			out.Now[string(ch)] = offeredNow(pr.Settings, lc, a.cfg.Floors.Floor(tx, id, ch, lc), now)
		}
		return nil
	})
	return out, err
}

// callable are the people of a property whom its chain may name: they can answer guests.
func callable(tx store.Tx, propertyID string) ([]CallablePerson, error) {
	people, err := tx.ListPeople()
	list := []CallablePerson{}
	for _, p := range people {
		if desk.Allow(p, desk.ActConverse, propertyID) == nil {
			list = append(list, CallablePerson{ID: p.ID, Name: p.Name})
		}
	}
	slices.SortFunc(list, func(a, b CallablePerson) int { return strings.Compare(a.Name+a.ID, b.Name+b.ID) })
	return list, err
}

// offeredOn are the channels of a property: the website, and those that were given settings of their own.
func offeredOn(s desk.PropertySettings) []desk.Channel {
	list := []desk.Channel{desk.ChannelWeb}
	for _, ch := range desk.Channels() {
		if _, own := s.LiveChat[ch]; own && ch != desk.ChannelWeb {
			list = append(list, ch)
		}
	}
	return list
}

func (a *API) putLiveChat(ctx context.Context, v auth.Visit, in *struct {
	IDPath
	Body LiveChatWish
}) (*body[LiveChatSettings], error) {
	err := a.write(ctx, func(tx store.Tx) error {
		if err := desk.Allow(v.Person, desk.ActEditLiveChat, in.ID); err != nil {
			return err
		}
		pr, err := tx.Property(in.ID)
		if err != nil {
			return err
		}
		old := pr.Settings
		if err := mayChangeLiveChat(v.Person, old, in.Body); err != nil {
			return err
		}
		people, err := callable(tx, in.ID)
		if err != nil {
			return err
		}
		knows := func(id string) bool {
			return slices.ContainsFunc(people, func(p CallablePerson) bool { return p.ID == id })
		}
		if err := unchanged(tx, in.ID, in.Body.Version, liveChatOf(old).Version, changedLiveChat); err != nil {
			return err
		}
		fresh, wrong := in.Body.apply(old)
		wrong = append(wrong, fresh.CheckLiveChat(knows)...)
		wrong = append(wrong, phrases.Check(fresh.Words)...)
		if len(wrong) == 0 {
			wrong = unsendable(fresh.Chain)
		}
		if err := desk.Wrong(firstOfEach(wrong)); err != nil {
			return err
		}
		for ch, lc := range fresh.LiveChat {
			lc.Hours = lc.Hours.Joined()
			fresh.LiveChat[ch] = lc
		}
		return a.saveLiveChat(tx, v.Person, pr, fresh)
	})
	if err != nil {
		return nil, err
	}
	a.cfg.PropertyChanged(in.ID)
	a.cfg.Live.Settings(in.ID)
	out, err := a.liveChat(ctx, v.Person, in.ID)
	return answer(out), err
}

// mayChangeLiveChat holds the two decisions apart: the operator makes live chat available, the property's own people
// decide how and when.
func mayChangeLiveChat(p desk.Person, s desk.PropertySettings, w LiveChatWish) error {
	if desk.Allow(p, desk.ActOperate, "") == nil {
		return nil
	}
	switch {
	case w.Available != nil && *w.Available == s.LiveChatWithheld:
		return desk.Refuse(desk.CodeForbidden, "Only the operator makes live chat available to a property.")
	case s.LiveChatWithheld:
		return desk.Refuse(desk.CodeForbidden, "Live chat is not available to this property yet. Ask the operator of the installation.")
	}
	return nil
}

// firstOfEach keeps the first complaint about each field: what could not be read is not also called out of its limits.
func firstOfEach(all []desk.FieldError) []desk.FieldError {
	var list []desk.FieldError
	for _, f := range all {
		if !slices.ContainsFunc(list, func(e desk.FieldError) bool { return e.Location == f.Location }) {
			list = append(list, f)
		}
	}
	return list
}

// saveLiveChat writes settings down, and which parts of them were changed by whom.
func (a *API) saveLiveChat(tx store.Tx, by desk.Person, pr desk.Property, fresh desk.PropertySettings) error {
	before, after := wishOf(pr.Settings), wishOf(fresh)
	var parts []string
	for _, part := range slices.Sorted(maps.Keys(after)) {
		if !reflect.DeepEqual(before[part], after[part]) {
			parts = append(parts, part)
		}
	}
	if len(parts) == 0 {
		return nil
	}
	pr.Settings, pr.UpdatedAt = fresh, tx.Now()
	if err := tx.UpdateProperty(pr); err != nil {
		return err
	}
	detail, _ := json.Marshal(map[string]any{"settings": parts}) // strings always encode
	action := liveChatActions[0]
	if slices.Contains(parts, "available") {
		if action = liveChatActions[1]; fresh.LiveChatWithheld {
			action = liveChatActions[2]
		}
	}
	return tx.Audit(store.AuditLine{At: tx.Now(), PersonID: by.ID, PropertyID: pr.ID, Action: action, Subject: pr.ID, Detail: string(detail)})
}

// wishOf are the parts of the settings that can be set, secrets among them.
func wishOf(s desk.PropertySettings) map[string]any {
	m := map[string]any{"available": !s.LiveChatWithheld, "words": s.Words, "chain": s.Chain, "emergency": s.Emergency, "reply_within_minutes": s.ReplyWithin, "push_guest_text": s.PushGuestText, "attention_rings": s.AttentionRings, "disclosure": !s.NoDisclosure}
	for _, ch := range append(desk.Channels(), "") {
		name := "channels." + string(ch)
		if ch == "" {
			name = "all"
		}
		if lc, own := s.LiveChat[ch]; own {
			m[name] = serviceOf(lc)
		} else {
			m[name] = nil
		}
	}
	return m
}

// keepSecrets fills in the header values of a chain that were left empty, because they are never sent out, from what is
// stored: of a step that asks the same host. A secret does not go to another one unless it is written down again.
func keepSecrets(chain, old []desk.ChainStep) {
	for i, step := range chain {
		for name, value := range step.Header {
			if value != "" {
				continue
			}
			for _, o := range old {
				if secret := o.Header[name]; secret != "" && sameHost(o.URL, step.URL) {
					chain[i].Header[name] = secret
				}
			}
		}
	}
}

func sameHost(a, b string) bool {
	x, err1 := url.Parse(a)
	y, err2 := url.Parse(b)
	return err1 == nil && err2 == nil && x.Scheme == y.Scheme && x.Host == y.Host
}
