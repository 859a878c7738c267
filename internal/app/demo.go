package app

import (
	"context"
	"net"
	"slices"
	"strings"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/sample"
	"deskbell/internal/store"
)

// DemoPassword is that of all sample sign-ins.
const DemoPassword = "deskbell-demo"

// demoHash is DemoPassword, hashed. It stands here because the password is public anyway, and hashing it at the start
// would take as long as the rest of the start.
const demoHash = "$argon2id$v=19$m=7168,t=5,p=1$4SxWKnvfEH95pMi3cVhKAw$JtQRmGTdEovTEJipUlarOB+420joGT8DD4GyrUOMlFg"

// DemoSignIn is a sample sign-in.
type DemoSignIn struct {
	Email, Name, Public string
	Role                desk.Role
	Duty                desk.Duty
	// Keys are the widget keys of the properties that the person works at.
	Keys []string
}

// DemoSignIns are the sample's people.
func DemoSignIns() []DemoSignIn {
	first, both := []string{"demo"}, []string{"demo", "demo-mill"}
	return []DemoSignIn{
		{"agent1@demo.example", "Ana Sousa", "Ana", desk.RoleAgent, desk.DutyOnline, first},
		{"agent2@demo.example", "Bruno Costa", "Bruno", desk.RoleAgent, desk.DutyOnline, first},
		{"knowledge@demo.example", "Carla Mendes", "Carla", desk.RoleKnowledgeManager, desk.DutyAway, first},
		{"admin@demo.example", "Diana Reis", "Diana", desk.RoleAdmin, desk.DutyAway, first},
		{"operator@demo.example", "Erik Lund", "Erik", desk.RoleOperator, desk.DutyAway, nil},
		{"night@demo.example", "Nuno Rocha", "Nuno", desk.RoleAgent, desk.DutyOnline, both},
	}
}

// fillDemo writes the sample into a store that nobody uses yet, in one transaction; any other it leaves as it is. In
// both cases the address that the demo is reached by comes onto its properties' site lists, and sample bookings that are over
// move to these days.
func fillDemo(ctx context.Context, s store.Store, newID func() string, port, base string) error {
	return s.Write(ctx, func(tx store.Tx) error {
		people, err := tx.ListPeople()
		if err != nil {
			return err
		}
		if len(people) == 0 {
			if err := writeSample(tx, newID); err != nil {
				return err
			}
		}
		if err := renewBookings(tx); err != nil {
			return err
		}
		return allowOwn(tx, port, base)
	})
}

func writeSample(tx store.Tx, newID func() string) error {
	ids := map[string]string{}
	for i, p := range sample.Properties() {
		ids[p.Key] = newID()
		if err := tx.CreateProperty(sampleProperty(tx, p, ids[p.Key], i)); err != nil {
			return err
		}
	}
	editor := ""
	for _, s := range DemoSignIns() {
		p := desk.Person{ID: newID(), Email: s.Email, Name: s.Name, PublicName: s.Public, Role: s.Role, Duty: s.Duty,
			Active: true, PasswordHash: demoHash, CreatedAt: tx.Now()}
		for _, key := range s.Keys {
			p.PropertyIDs = append(p.PropertyIDs, ids[key])
		}
		if s.Role == desk.RoleKnowledgeManager {
			editor = p.ID
		}
		if err := tx.CreatePerson(p); err != nil {
			return err
		}
	}
	for _, p := range sample.Properties() {
		for _, f := range p.Facts {
			if err := tx.PutFact(store.KnowledgeFact{PropertyID: ids[p.Key], Key: f.Key, State: string(f.State), Details: f.Details, Value: f.Value.Document(),
				UpdatedBy: editor, UpdatedAt: f.UpdatedAt}); err != nil {
				return err
			}
		}
		for _, e := range p.Entries {
			if err := tx.PutEntry(store.KnowledgeEntry{ID: e.ID, PropertyID: ids[p.Key], Questions: e.Questions, Answer: e.Answer,
				BookedOnly: e.BookedOnly, Language: e.Language, UpdatedBy: editor, UpdatedAt: e.UpdatedAt}); err != nil {
				return err
			}
		}
		for _, b := range p.Bookings {
			if err := tx.PutBooking(stayed(tx, p, ids[p.Key], b)); err != nil {
				return err
			}
		}
	}
	return nil
}

func sampleProperty(tx store.Tx, p sample.Property, id string, nth int) desk.Property {
	live := desk.DefaultLiveChat(desk.ChannelWeb)
	live.Enabled = true
	return desk.Property{
		ID: id, Key: p.Key, Name: p.Name, CreatedAt: tx.Now(), UpdatedAt: tx.Now(),
		Settings: desk.PropertySettings{
			Code: p.Code, Hue: nth * 3 % 8, TimeZone: p.TimeZone, Currency: p.Currency, Languages: p.WidgetLanguages,
			DefaultLanguage: p.Languages[0], Phone: p.Phone, Email: p.Email, Sites: []string{p.Website},
			Look: desk.Look{Colour: p.Colour, Position: "right", Theme: "auto", Teaser: true, LauncherText: p.Widget.Launcher,
				Greeting: p.Widget.Greeting, QuickReplies: p.Widget.QuickReplies},
			LiveChat:      map[desk.Channel]desk.LiveChat{"": live},
			Emergency:     desk.Emergency{Number: "112", Property: p.Phone},
			ReplyWithin:   2 * time.Hour,
			Opportunities: desk.OpportunitySettings{RoomNight: 110, PersonDay: 90, RingFrom: 5_000},
		},
	}
}

// allowOwn puts the address that people use, and this machine's names for the demo's port, onto the sample properties'
// site lists.
func allowOwn(tx store.Tx, port, base string) error {
	for _, p := range sample.Properties() {
		pr, err := tx.PropertyByKey(p.Key)
		if err != nil {
			continue // it was renamed or never there: the folder is somebody's own by now
		}
		sites := slices.Clone(pr.Settings.Sites)
		if !slices.Contains(sites, base) {
			sites = append(sites, base)
		}
		for _, host := range []string{"localhost", "127.0.0.1", "::1"} {
			origin := "http://" + net.JoinHostPort(host, port)
			if port == "80" {
				origin = "http://" + strings.TrimSuffix(net.JoinHostPort(host, ""), ":")
			}
			if !slices.Contains(sites, origin) {
				sites = append(sites, origin)
			}
		}
		if len(sites) == len(pr.Settings.Sites) {
			continue
		}
		pr.Settings.Sites, pr.UpdatedAt = sites, tx.Now()
		if err := tx.UpdateProperty(pr); err != nil {
			return err
		}
	}
	return nil
}
