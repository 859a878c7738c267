package connect_test

import (
	"errors"
	"testing"
	"testing/synctest"

	"deskbell/internal/channel"
	"deskbell/internal/connect"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// Under an app that brings what other properties' guests write, an account is connected by whoever shows that it is theirs;
// and the one token of an API app is not lent.
func TestConnect_UnderAnAppOfOthers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := open(t)
		d.write(func(tx store.Tx) error {
			return tx.CreateProperty(desk.Property{ID: "prop-mill", Key: "mill", Name: "Mill", CreatedAt: tx.Now(), UpdatedAt: tx.Now()})
		})
		stranger := admins
		stranger.PropertyIDs = []string{"prop-mill"}
		wish := connect.AccountWish{PropertyID: "prop-mill", AppID: d.app.ID, Key: "107", Parent: "102", Name: "Mill", Token: "anything"}
		proven := channel.Condition{Subscribed: true, TokenValid: true, Number: "+49 2"}
		for name, c := range map[string]struct {
			cond   channel.Condition
			failed error
		}{
			"NoToken":      {cond: channel.Condition{}},
			"Nothing":      {cond: channel.Condition{TokenValid: true}},
			"AnotherOnes":  {cond: channel.Condition{TokenValid: true, Name: "Mill", Problems: []string{channel.ReasonOtherAccount}}},
			"Refused":      {failed: &channel.Failure{Kind: channel.FailureDoubtful}},
			"NotReachable": {cond: proven, failed: &channel.Failure{Kind: channel.FailureTransient}},
		} {
			d.ad.stands(func(ad *adapter) { ad.cond, ad.failed = c.cond, c.failed })
			if _, err := d.Connect(t.Context(), stranger, wish); err == nil {
				t.Fatalf("%s: somebody else's account is connected", name)
			}
		}
		d.ad.stands(func(ad *adapter) { ad.cond, ad.failed = proven, nil })
		if _, err := d.Connect(t.Context(), stranger, wish); err != nil {
			t.Errorf("one's own account is not connected: %v", err)
		}
		name := "Gateway"
		gateway, err := d.CreateApp(t.Context(), d.admin, connect.AppWish{Channel: desk.ChannelAPI, Name: &name})
		if err != nil {
			t.Fatal(err)
		}
		source := connect.AccountWish{PropertyID: house, AppID: gateway.ID, Name: "Kiosk"}
		if _, err := d.Connect(t.Context(), d.admin, source); err != nil {
			t.Fatal(err)
		}
		// Its bodies name no account: a second one would leave them without any.
		source.PropertyID, source.Key = "prop-mill", "mine"
		if _, err := d.Connect(t.Context(), stranger, source); desk.CodeOf(err) != desk.CodeForbidden {
			t.Errorf("a stranger connects under the gateway: %v", err)
		}
		if _, _, err := d.ByKey(t.Context(), gateway.ID, "default"); err != nil {
			t.Errorf("what the gateway brings belongs nowhere: %v", err)
		}
	})
}

// An id becomes a part of the addresses that are asked.
func TestConnect_RefusesWhatIsNoID(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := open(t)
		for _, bad := range []string{"106/../me", "106?fields=x", "106%zz", "106#", "me accounts", ".."} {
			for _, w := range []connect.AccountWish{{Key: bad, Parent: "102"}, {Key: "108", Parent: bad}} {
				w.PropertyID, w.AppID, w.Name, w.Token = house, d.app.ID, "Desk", "token"
				if _, err := d.Connect(t.Context(), d.admin, w); desk.CodeOf(err) != desk.CodeInvalid {
					t.Errorf("%q of %q: %v", w.Key, w.Parent, err)
				}
			}
		}
		if _, err := d.Connect(t.Context(), d.admin, connect.AccountWish{AppID: d.app.ID, Key: "109", Parent: "102", Name: "Desk", Token: "token"}); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("of no property: %v", err)
		}
	})
}

// An app under which nothing is connected yet brings the next account that is: it is its maker's, and of the maker's house.
func TestApps_WithNothingUnderThemAreTheirMakers(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := open(t)
		d.write(func(tx store.Tx) error {
			return tx.CreateProperty(desk.Property{ID: "prop-mill", Key: "mill", Name: "Mill", CreatedAt: tx.Now(), UpdatedAt: tx.Now()})
		})
		person := func(id string, role desk.Role, properties ...string) desk.Person {
			p := desk.Person{ID: id, Email: id + "@hotel.example", Name: id, Role: role, PropertyIDs: properties, Active: true}
			d.write(func(tx store.Tx) error { return tx.CreatePerson(p) })
			return p
		}
		maker, colleague := person("maker", desk.RoleAdmin, house), person("colleague", desk.RoleAdmin, "prop-mill", house)
		stranger, operator := person("stranger", desk.RoleAdmin, "prop-mill"), person("operator", desk.RoleOperator)
		name := "Gateway"
		app, err := d.CreateApp(t.Context(), maker, connect.AppWish{Channel: desk.ChannelAPI, Name: &name})
		if err != nil {
			t.Fatal(err)
		}
		source := connect.AccountWish{PropertyID: "prop-mill", AppID: app.ID, Name: "Kiosk"}
		if _, err := d.Connect(t.Context(), stranger, source); desk.CodeOf(err) != desk.CodeForbidden {
			t.Errorf("a stranger connects under somebody's new app: %v", err)
		}
		if _, err := d.UpdateApp(t.Context(), stranger, app.ID, connect.AppWish{Secrets: []string{""}}); desk.CodeOf(err) != desk.CodeForbidden {
			t.Errorf("a stranger asks for its token anew: %v", err)
		}
		if err := d.DeleteApp(t.Context(), stranger, app.ID); desk.CodeOf(err) != desk.CodeForbidden {
			t.Errorf("a stranger deletes it: %v", err)
		}
		for _, p := range []desk.Person{maker, colleague, operator} {
			if _, err := d.UpdateApp(t.Context(), p, app.ID, connect.AppWish{Name: &p.ID}); err != nil {
				t.Errorf("%s may not change it: %v", p.ID, err)
			}
		}
		source.PropertyID = house
		if _, err := d.Connect(t.Context(), colleague, source); err != nil {
			t.Errorf("a colleague does not connect under it: %v", err)
		}
	})
}

func TestApps_OfSeveralPropertiesAreChangedByWhoSeesThemAll(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		d := open(t)
		stranger := admins
		stranger.PropertyIDs = []string{"prop-mill"}
		if _, err := d.UpdateApp(t.Context(), stranger, d.app.ID, connect.AppWish{Secrets: []string{"mine"}}); desk.CodeOf(err) != desk.CodeForbidden {
			t.Errorf("a stranger changed the app: %v", err)
		}
		apps, accounts, err := d.List(t.Context(), stranger)
		if err != nil || len(apps) != 1 || apps[0].VerifyToken != "" || len(accounts) != 0 {
			t.Errorf("a stranger sees %+v and %v: %v", apps, accounts, err)
		}
		if _, err := d.View(t.Context(), stranger, d.account.ID); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("a stranger sees the account: %v", err)
		}
		if err := d.Remove(t.Context(), stranger, d.account.ID); !errors.Is(err, desk.ErrNotFound) {
			t.Errorf("a stranger removed the account: %v", err)
		}
		agent := admins
		agent.Role = desk.RoleAgent
		if _, _, err := d.List(t.Context(), agent); desk.CodeOf(err) != desk.CodeForbidden {
			t.Errorf("an agent sees the page: %v", err)
		}
	})
}
