package simulator

import (
	"crypto/rand"
	"encoding/base64"
	"fmt"
	"math/big"
	"slices"
	"strings"
	"time"
)

// Channel is one of Meta's.
type Channel string

// The channels.
const (
	WhatsApp  Channel = "whatsapp"
	Messenger Channel = "messenger"
	Instagram Channel = "instagram"
)

// Channels are all of them, in the order in which the phones stand.
var Channels = []Channel{WhatsApp, Messenger, Instagram}

// Meta's own inboxes: an echo with the first is a person's answer in the Page's inbox.
const (
	pageInbox      = "263902037430900"
	instagramInbox = "1217981644879628"
)

// world is what stays between runs.
type world struct {
	App      App
	Accounts []*Account
	Guests   []*guest
}

// App is the app that is registered at this Meta. It has two secrets, as apps with the Instagram product have.
type App struct {
	ID              string           `json:"id"`
	Secret          string           `json:"secret"`
	InstagramSecret string           `json:"instagram_secret"`
	Hooks           map[Channel]Hook `json:"hooks"`
}

// Hook is where a channel's webhooks go. Without a verified address nothing is posted.
type Hook struct {
	Callback    string `json:"callback"`
	VerifyToken string `json:"verify_token"`
	Verified    bool   `json:"verified"`
	// Fields are what the app is told of there; none is what its owner ticks first: messages.
	Fields  []string `json:"fields,omitempty"`
	Problem string   `json:"problem,omitempty"`
}

// Account is a Page, professional account or number at this Meta.
type Account struct {
	Channel Channel `json:"channel"`
	// Key is its id; Parent what it belongs to (WhatsApp Business Account, Page).
	Key    string `json:"key"`
	Parent string `json:"parent,omitempty"`
	Name   string `json:"name"`
	Number string `json:"number,omitempty"`
	Token  string `json:"token"`
	// Route is "login" or "page" on Instagram.
	Route      string   `json:"route,omitempty"`
	HumanAgent bool     `json:"human_agent"`
	Subscribed bool     `json:"subscribed"`
	Fields     []string `json:"fields,omitempty"`
	Revoked    bool     `json:"revoked"`
}

// guest is a person and the thread on their phone.
type guest struct {
	ID      string  `json:"id"` // ours, for the page
	Channel Channel `json:"channel"`
	Account string  `json:"account"`
	// Key is what the channel calls them: PSID, IGSID, number without plus; User a WhatsApp BSUID.
	Key      string `json:"key"`
	User     string `json:"user,omitempty"`
	Name     string `json:"name"`
	Username string `json:"username,omitempty"`
	// Hidden guests have no phone on the page: they were written to without ever having written here.
	Hidden bool `json:"hidden,omitempty"`
	// Wrote is the time of their newest message, by its own timestamp; the window counts from it.
	Wrote time.Time `json:"wrote"`
	// Phone is open, pocket or off.
	Phone string `json:"phone"`
	// Owner is the app that holds the thread; "" is nobody.
	Owner    string     `json:"owner,omitempty"`
	Typing   time.Time  `json:"typing,omitzero"`
	SeenUpTo time.Time  `json:"seen_up_to,omitzero"` // our side read
	Messages []*message `json:"messages"`
}

// Who wrote a message.
const (
	byGuest  = "guest"
	byUs     = "us"    // the API: Deskbell
	byOwner  = "owner" // the hotel's own phone or inbox
	bySystem = "system"
)

// message is one in a thread.
type message struct {
	ID      string    `json:"id"`
	By      string    `json:"by"`
	At      time.Time `json:"at"`
	Text    string    `json:"text,omitempty"`
	Choices []choice  `json:"choices,omitempty"`
	List    string    `json:"list,omitempty"` // the button that opens the choices as a list
	Media   []media   `json:"media,omitempty"`
	Place   *place    `json:"place,omitempty"`
	Note    string    `json:"note,omitempty"` // what else it is: a contact, a template, a story
	ReplyTo string    `json:"reply_to,omitempty"`
	// Heart is the guest's reaction to it, Answer ours.
	Heart  string `json:"heart,omitempty"`
	Answer string `json:"answer,omitempty"`
	Edits  int    `json:"edits,omitempty"`
	Unsent bool   `json:"unsent,omitempty"`
	// State of ours: sent, delivered, read, played, failed.
	State string `json:"state,omitempty"`
	// Ours is the correlation it came with.
	Ours string `json:"ours,omitempty"`
	Late bool   `json:"late,omitempty"` // sent with HUMAN_AGENT
}

type choice struct {
	Title       string `json:"title"`
	Payload     string `json:"payload"`
	Description string `json:"description,omitempty"`
}

// media is a file on the shelf, or an address that is none.
type media struct {
	ID    string `json:"id"`
	Kind  string `json:"kind"`
	Type  string `json:"type"`
	Name  string `json:"name,omitempty"`
	Voice bool   `json:"voice,omitempty"`
}

type place struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
	Name      string  `json:"name,omitempty"`
}

// threadMost bounds a thread; older messages leave the phone.
const threadMost = 300

// newWorld is a fresh Meta: one app, one account of each channel, one phone of each. Ids are those of Meta's own shape
// that the samples in the documentation use, secrets are made anew.
func newWorld() world {
	w := world{App: App{ID: "900000000000333", Secret: random(32, hexDigits), InstagramSecret: random(32, hexDigits), Hooks: map[Channel]Hook{}}}
	w.Accounts = []*Account{
		{Channel: WhatsApp, Key: "106000000000222", Parent: "102000000000111", Name: "Harbour View Hotel", Number: "15550100111", Token: "EAAW" + random(60, letters)},
		{Channel: Messenger, Key: "104500000000111", Name: "Harbour View Hotel", Token: "EAAM" + random(60, letters), HumanAgent: true},
		{Channel: Instagram, Key: "17841400000000111", Parent: "104500000000111", Name: "harbourview.lisbon", Token: "IGAA" + random(60, letters), Route: "login", HumanAgent: true},
	}
	w.Guests = []*guest{
		{Channel: WhatsApp, Account: "106000000000222", Key: "4915550100222", User: "DE.13490000000000000042", Name: "Jana Example"},
		{Channel: Messenger, Account: "104500000000111", Key: "7301000000000222", Name: "Marco Bianchi"},
		{Channel: Instagram, Account: "17841400000000111", Key: "1060000000000222", Name: "Lena Vik", Username: "lena.travels"},
	}
	for i, g := range w.Guests {
		g.ID, g.Phone = fmt.Sprintf("%s-%d", g.Channel, i+1), phoneOpen
	}
	return w
}

// Whether the guest looks at the phone: that decides what becomes of what is sent to it.
const (
	phoneOpen   = "open"   // delivered and read
	phonePocket = "pocket" // delivered
	phoneOff    = "off"    // neither, until it is on again
)

// newGuest puts another phone on the page.
func (w *world) newGuest(a *Account, name string) *guest {
	n := 1
	for _, g := range w.Guests {
		if g.Channel == a.Channel {
			n++
		}
	}
	g := &guest{ID: string(a.Channel) + "-" + random(6, digits), Channel: a.Channel, Account: a.Key, Name: name, Phone: phoneOpen}
	if g.Name == "" {
		g.Name = names[n%len(names)]
	}
	switch a.Channel {
	case WhatsApp:
		g.Key, g.User = "49155501"+random(5, digits), "DE."+random(20, digits)
	case Messenger:
		g.Key = "73010" + random(11, digits)
	case Instagram:
		g.Key, g.Username = "10600"+random(11, digits), strings.ToLower(strings.ReplaceAll(g.Name, " ", "."))
	}
	w.Guests = append(w.Guests, g)
	return g
}

var names = []string{"Aiko Tanaka", "Ben Carter", "Chloé Martin", "Daniel Okafor", "Elif Demir", "Farid Haddad", "Greta Holm", "Hugo Silva",
	"Ines Moreau", "Jonas Weber", "Karim Aziz", "Lucía Romero"}

func (w *world) account(c Channel, key string) *Account {
	for _, a := range w.Accounts {
		if a.Channel == c && a.Key == key {
			return a
		}
	}
	return nil
}

func (w *world) first(c Channel) *Account {
	for _, a := range w.Accounts {
		if a.Channel == c {
			return a
		}
	}
	return nil
}

func (w *world) guest(id string) *guest {
	for _, g := range w.Guests {
		if g.ID == id {
			return g
		}
	}
	return nil
}

// reached is who an account sends to. Somebody who never wrote here gets a hidden thread: load tests post webhooks of
// guests of their own, and are answered.
func (w *world) reached(a *Account, key string) *guest {
	for _, g := range w.Guests {
		if g.Account == a.Key && g.Channel == a.Channel && (g.Key == key || g.User != "" && g.User == key) {
			return g
		}
	}
	g := &guest{ID: string(a.Channel) + "-" + random(10, digits), Channel: a.Channel, Account: a.Key, Key: key, Name: key, Hidden: true, Phone: phonePocket}
	w.Guests = append(w.Guests, g)
	if len(w.Guests) > guestsMost {
		w.forgetHidden()
	}
	return g
}

// guestsMost bounds the guests; hidden ones go first.
const guestsMost = 5000

func (w *world) forgetHidden() {
	over := len(w.Guests) - guestsMost*9/10
	w.Guests = slices.DeleteFunc(w.Guests, func(g *guest) bool {
		if over > 0 && g.Hidden {
			over--
			return true
		}
		return false
	})
}

func (g *guest) add(m *message) {
	g.Messages = append(g.Messages, m)
	most := threadMost
	if g.Hidden {
		most = 20
	}
	if over := len(g.Messages) - most; over > 0 {
		g.Messages = slices.Delete(g.Messages, 0, over)
	}
}

func (g *guest) message(id string) *message {
	for _, m := range slices.Backward(g.Messages) {
		if m.ID == id {
			return m
		}
	}
	return nil
}

// name is how messages are called on the channel.
func (c Channel) newID() string {
	switch c {
	case WhatsApp:
		return "wamid." + base64.StdEncoding.EncodeToString([]byte(random(30, letters)))
	case Instagram:
		return "aWdfZAG1faXRlbToxOklHTWVzc2FnZAUlEOj" + random(40, letters)
	}
	return "m_" + random(60, letters)
}

const (
	digits    = "0123456789"
	hexDigits = digits + "abcdef"
	letters   = digits + "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
)

// random is n characters of an alphabet; the first digit of a number is not 0.
func random(n int, alphabet string) string {
	b := make([]byte, n)
	for i := range b {
		at, _ := rand.Int(rand.Reader, big.NewInt(int64(len(alphabet)))) // never fails: crypto/rand ends the process instead
		b[i] = alphabet[at.Int64()]
	}
	if alphabet == digits && b[0] == '0' {
		b[0] = '7'
	}
	return string(b)
}
