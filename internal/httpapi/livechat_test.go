package httpapi_test

import (
	"bufio"
	"context"
	"fmt"
	"net/http"
	"slices"
	"strings"
	"testing"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/httpapi/apitest"
	"deskbell/internal/store"
)

const never = "1999-01-01" // a day that is over

// closedNow are hours that are over now, whatever the time, and begin on another day of the week.
func closedNow() m {
	in := time.Now().UTC().AddDate(0, 0, 3)
	return m{"week": []m{{"day": int(in.Weekday()), "from": "10:00", "to": "12:00"}}}
}

// table is one property with a guest who has asked something nobody knows, and an agent who can be reached.
type table struct {
	*apitest.House
	t                     *testing.T
	guest, ana, admin, op *apitest.Client
	conversation, path    string
}

func newTable(t *testing.T) *table {
	t.Helper()
	h := apitest.Start(t)
	d := &table{House: h, t: t, guest: visit(t, h), ana: h.SignIn("agent1"), admin: h.SignIn("admin"), op: h.SignIn("operator")}
	d.path = "/api/v1/properties/" + h.Property("demo") + "/live-chat"
	d.heard(true)
	return d
}

// heard says whether a device of an agent on duty would ring.
func (d *table) heard(on bool) {
	d.t.Helper()
	d.ana.Beats("tab", m{"kind": "screen", "sound": on, "visible": true})
	d.Until("guests are offered what follows from who is there", func() bool {
		return d.state()["human"].(map[string]any)["available"] == on
	})
}

func (d *table) set(change m) apitest.Answer {
	d.t.Helper()
	return d.admin.Must(200, "PUT", d.path, change)
}

// web changes what holds for all channels.
func (d *table) all(change m) { d.t.Helper(); d.set(m{"all": change}) }

func (d *table) state() map[string]any {
	d.t.Helper()
	return d.guest.Must(200, "GET", "/api/guest/v1/entries", nil).JSON
}

func (d *table) human() string {
	d.t.Helper()
	h := d.state()["human"].(map[string]any)
	return fmt.Sprintf("%v available=%v show=%v", h["offer"], h["available"], h["show"])
}

// writes lets the guest write, and waits for the assistant.
func (d *table) writes(text string) {
	d.t.Helper()
	sent := d.guest.Must(201, "POST", "/api/guest/v1/messages", m{"client_id": text, "text": text})
	d.conversation = sent.Text("conversation_id")
	d.Until("the assistant answers", func() bool { return d.state()["typing"] != true })
}

// asks is the Human Chat button, or its words: who has the conversation then, and the last line.
func (d *table) asks() (controller, line string) {
	d.t.Helper()
	a := d.guest.Must(200, "POST", "/api/guest/v1/human", m{})
	return a.Text("controller.kind"), d.last()
}

func (d *table) last() string {
	d.t.Helper()
	entries := d.guest.Must(200, "GET", "/api/guest/v1/entries", nil).List("entries")
	return fmt.Sprint(entries[len(entries)-1]["text"])
}

func (d *table) expect(want string) {
	d.t.Helper()
	if got := d.human(); got != want {
		d.t.Errorf("guests are offered %s, want %s", got, want)
	}
}

// timer is when a clock of the conversation is due, counted from the last entry.
func (d *table) timer(kind desk.TimerKind) time.Duration {
	d.t.Helper()
	var s desk.State
	if err := d.App.Store().Read(d.t.Context(), func(tx store.Tx) (err error) {
		s, err = tx.State(d.conversation)
		return err
	}); err != nil {
		d.t.Fatal(err)
	}
	for _, timer := range s.Timers {
		if timer.Kind == kind {
			return timer.DueAt.Sub(s.GuestAt).Round(time.Second)
		}
	}
	return 0
}

// Each setting changes what a guest is offered, or what follows from it.
func TestLiveChat_EachSettingChangesWhatAGuestIsOffered(t *testing.T) {
	t.Parallel()
	const (
		person  = "human available=true show=false"
		message = "leave_message available=false show=false"
	)
	for name, run := range map[string]func(d *table){
		"Default": func(d *table) {
			d.expect(person)
			d.writes("Is there a casino?")
			d.expect("human available=true show=true")
			if who, line := d.asks(); who != "waiting" || line != "Please wait while we connect you to an agent" {
				d.t.Error(who, line)
			}
		},
		"Available": func(d *table) {
			d.op.Must(200, "PUT", d.path, m{"available": false})
			d.expect(message)
			if _, open := d.state()["desk"]; open {
				d.t.Error("a guest is told of the hours of a desk that is not there")
			}
			if who, line := d.asks(); who != "assistant" || !strings.Contains(line, "Leave a message") {
				d.t.Error(who, line)
			}
			d.admin.Must(403, "PUT", d.path, m{"all": m{"enabled": true}})
			d.admin.Must(403, "PUT", d.path, m{"available": true})
			d.admin.Must(403, "PATCH", strings.TrimSuffix(d.path, "live-chat")+"settings", m{"live_chat": m{"enabled": true}})
			d.op.Must(200, "PUT", d.path, m{"available": true})
			d.expect(person)
		},
		"Enabled": func(d *table) {
			d.all(m{"enabled": false})
			d.expect(message)
			if who, _ := d.asks(); who != "assistant" {
				d.t.Error(who)
			}
		},
		"ByChannel": func(d *table) {
			d.set(m{"channels": m{"web": m{"enabled": false}}})
			d.expect(message)
			d.set(m{"channels": m{"whatsapp": m{"enabled": false}}})
			d.expect(person)
		},
		"Hours": func(d *table) {
			d.all(m{"hours": closedNow()})
			d.expect(message)
			hours, _ := d.state()["desk"].(map[string]any)
			if hours["open"] != false || hours["opens_at"] == nil || hours["zone"] != "Europe/Lisbon" || hours["phone"] == nil {
				d.t.Errorf("desk %v", hours)
			}
			if who, line := d.asks(); who != "assistant" || !strings.Contains(line, "Our desk answers chats from ") || !strings.Contains(line, "10:00 Lisbon time") {
				d.t.Error(who, line)
			}
		},
		"Exceptions": func(d *table) {
			yesterday, tomorrow := time.Now().AddDate(0, 0, -2), time.Now().AddDate(0, 0, 2)
			closed := m{"name": "Storm", "first": yesterday.Format(time.DateOnly), "last": tomorrow.Format(time.DateOnly)}
			d.all(m{"hours": m{"always": true, "exceptions": []m{closed}}})
			d.expect(message)
			closed["first"], closed["last"] = never, never
			d.all(m{"hours": m{"always": true, "exceptions": []m{closed}}})
			d.expect(person)
		},
		"ShowAlways": func(d *table) {
			d.all(m{"show": "always"})
			d.expect("human available=true show=true")
			if d.guest.Must(200, "GET", "/api/guest/v1/config?key=demo", nil).JSON["human"].(map[string]any)["always_visible"] != true {
				d.t.Error("the page does not know before its first state")
			}
		},
		"ShowAsked": func(d *table) {
			d.all(m{"show": "asked"})
			d.writes("Is there a casino?")
			d.expect("off available=true show=false")
			d.writes("I want to talk to a real person")
			if got := d.state()["controller"].(map[string]any)["kind"]; got != "waiting" {
				d.t.Errorf("asking in words led to %v", got)
			}
		},
		"ShowRegardless": func(d *table) {
			d.heard(false)
			d.expect(message)
			d.all(m{"show_regardless": true})
			d.expect("human available=false show=false")
			if who, _ := d.asks(); who != "assistant" {
				d.t.Error(who)
			}
		},
		"Regardless": func(d *table) {
			d.heard(false)
			d.all(m{"regardless": true})
			d.expect(person)
			if who, _ := d.asks(); who != "waiting" {
				d.t.Error(who)
			}
		},
		"HelpsWhileWaiting": func(d *table) {
			for _, helps := range []bool{false, true} {
				d.all(m{"helps_while_waiting": helps})
				d.asks()
				if d.guest.Must(201, "POST", "/api/guest/v1/messages", m{"client_id": fmt.Sprint(helps), "text": "When is breakfast?"}); helps {
					d.Until("the assistant answers meanwhile", func() bool { return strings.Contains(d.last(), "06:30") })
				} else if d.state()["typing"] == true {
					d.t.Error("the assistant answers while the guest waits")
				}
				d.guest.Must(200, "DELETE", "/api/guest/v1/human", nil)
			}
		},
		"Waits": func(d *table) {
			d.all(m{"first_wait_seconds": 10, "second_wait_seconds": 900})
			d.asks()
			if got := d.state()["request"].(map[string]any)["total_ms"]; got != 910_000.0 {
				d.t.Errorf("a guest waits %v ms", got)
			}
		},
		"ReminderAndRelief": func(d *table) {
			d.all(m{"reminder_minutes": 2, "relief_minutes": 30})
			d.writes("Is there a casino?")
			d.ana.Must(200, "POST", "/api/v1/conversations/"+d.conversation+"/take-control", m{})
			d.guest.Must(201, "POST", "/api/guest/v1/messages", m{"client_id": "more", "text": "Hello?"})
			if got := d.timer(desk.TimerReminder); got != 2*time.Minute {
				d.t.Errorf("reminded after %v", got)
			}
			if got := d.timer(desk.TimerRelief); got != 30*time.Minute {
				d.t.Errorf("relieved after %v", got)
			}
		},
		"HeldLimit": func(d *table) {
			other, _ := d.Chat("demo", "When is breakfast?")
			d.ana.Must(200, "POST", "/api/v1/conversations/"+other+"/take-control", m{})
			d.expect(person)
			d.all(m{"held_limit": 1})
			d.expect(message)
		},
		"Words": func(d *table) {
			d.set(m{"words": m{"en": m{"closed": "We sleep.[ Call {phone}.]"}}})
			d.heard(false)
			if _, line := d.asks(); line != "We sleep. Call +351 210 000 120." && !strings.HasPrefix(line, "We sleep. Call +") {
				d.t.Error(line)
			}
			d.set(m{"words": m{"en": m{"closed": ""}}})
			d.guest.Must(200, "POST", "/api/guest/v1/offer", m{"choice": "keep_chatting"})
			if _, line := d.asks(); strings.Contains(line, "sleep") {
				d.t.Error(line)
			}
		},
		"Emergency": func(d *table) {
			d.set(m{"emergency": m{"number": "112", "property": "+351 210 000 999"}})
			d.writes("There is a fire in my room")
			shown, _ := d.state()["emergency"].(map[string]any)
			if shown["number"] != "112" || shown["property"] != "+351 210 000 999" {
				d.t.Errorf("a guest in danger is shown %v", shown)
			}
		},
		"ReplyWithin": func(d *table) {
			d.set(m{"reply_within_minutes": 180, "all": m{"hours": closedNow()}})
			if _, line := d.asks(); !strings.Contains(line, "Leave a message and we reply by ") {
				d.t.Error(line)
			}
		},
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			run(newTable(t))
		})
	}
}

// What a guest is offered reaches the page that is open, without a question of the guest's.
func TestLiveChat_ReachesOpenPages(t *testing.T) {
	t.Parallel()
	d := newTable(t)
	ctx, cancel := context.WithTimeout(t.Context(), time.Minute)
	defer cancel()
	req, err := http.NewRequestWithContext(ctx, "GET", d.URL+"/api/guest/v1/stream", nil)
	if err != nil {
		t.Fatal(err)
	}
	req.Header = d.guest.Header.Clone()
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		t.Fatal(err)
	}
	defer res.Body.Close()
	lines := bufio.NewScanner(res.Body)
	told := func(what, sign string) {
		for lines.Scan() {
			if strings.HasPrefix(lines.Text(), "data: ") && strings.Contains(lines.Text(), sign) {
				return
			}
		}
		t.Fatalf("the page is not told %s", what)
	}
	told("how it stands at first", `"offer":"human"`)
	d.all(m{"show": "always"})
	told("of the settings", `"show":true`)
	d.all(m{"hours": closedNow()})
	told("of the hours", `"opens_at":`)
	d.all(m{"hours": m{"always": true}})
	told("of the hours", `"available":true`)
	d.ana.Must(200, "PUT", "/api/v1/me/duty", m{"duty": "away"})
	told("of who is there", `"available":false`)
}

func TestLiveChat_SaysWhatIsOfferedNow(t *testing.T) {
	t.Parallel()
	d := newTable(t)
	now := func() map[string]any {
		return d.admin.Must(200, "GET", d.path, nil).JSON["now"].(map[string]any)["web"].(map[string]any)
	}
	if got := now(); got["offer"] != "human" || got["why"] != "" || got["changes_at"] != nil || got["sentence"] != "Guests are offered a person now. Human Chat is shown where the assistant cannot help." {
		t.Errorf("open: %v", got)
	}
	d.all(m{"hours": closedNow(), "show": "always", "show_regardless": true})
	if got := now(); got["offer"] != "leave_message" || got["why"] != "outside_hours" || got["changes_at"] == nil || got["button"] != true ||
		!strings.HasPrefix(fmt.Sprint(got["sentence"]), "The desk is closed: guests who ask for a person leave a message. Human Chat is always shown. Next change: the desk opens ") {
		t.Errorf("closed: %v", got)
	}
	d.all(m{"hours": m{"always": true}, "show": "asked", "show_regardless": false})
	d.heard(false)
	if got := now(); got["why"] != "nobody_on_duty" || got["sentence"] != "Nobody on duty can be reached: guests who ask for a person leave a message. Human Chat is not shown; asking in words works." {
		t.Errorf("nobody: %v", got)
	}
	d.all(m{"regardless": true, "show": "cannot_help"})
	if got := now(); got["offer"] != "human" || got["why"] != "chain_only" {
		t.Errorf("regardless: %v", got)
	}
	d.all(m{"enabled": false})
	if got := now(); got["offer"] != "off" || got["why"] != "switched_off" {
		t.Errorf("off: %v", got)
	}
	d.op.Must(200, "PUT", d.path, m{"available": false})
	if got := now(); got["offer"] != "off" || got["why"] != "withheld" {
		t.Errorf("withheld: %v", got)
	}
}

func TestLiveChat_IsReadBackAsItWasSet(t *testing.T) {
	t.Parallel()
	d := newTable(t)
	before := d.admin.Must(200, "GET", d.path, nil)
	if again := d.set(before.JSON); string(again.Raw) != string(before.Raw) {
		t.Errorf("what was read, set again, reads\n%s\nnot\n%s", again.Raw, before.Raw)
	}
	ana := d.ana.Must(200, "GET", "/api/v1/me", nil).Text("id")
	set := d.set(m{
		"all": m{"hours": m{"week": []m{{"day": 1, "from": "12:00", "to": "18:00"}, {"day": 1, "from": "8:00", "to": "12:00"}, {"day": 5, "from": "22:00", "to": "06:00"},
			{"day": 6, "from": "22:00", "to": "00:00"}}, "exceptions": []m{{"name": "Leap", "first": "2028-02-29", "yearly": true}}}},
		"channels": m{"whatsapp": m{"held_limit": 4}},
		"chain": []m{{"kind": "people", "after_seconds": 20, "people": []string{ana}},
			{"kind": "request", "after_seconds": 30, "url": "https://sms.example/send", "headers": m{"Authorization": "secret"}, "body": "{{kind}}"},
			{"kind": "email", "after_seconds": 60, "emails": []string{"night@hotel.example"}}},
		"emergency": m{"number": "112", "property": "+351 210 000 000"}, "reply_within_minutes": 90, "push_guest_text": true,
		"attention_rings": []string{"unhappy", "angry", "angry"},
	})
	week := fmt.Sprint(set.JSON["all"].(map[string]any)["hours"].(map[string]any)["week"])
	if week != "[map[day:1 from:08:00 next_day:false to:18:00] map[day:5 from:22:00 next_day:true to:06:00] map[day:6 from:22:00 next_day:false to:24:00]]" {
		t.Errorf("week %s", week)
	}
	if strings.Contains(string(set.Raw), "secret") || !strings.Contains(string(set.Raw), `"Authorization":""`) {
		t.Errorf("a secret is read back: %s", set.Raw)
	}
	if got := set.JSON["channels"].(map[string]any)["whatsapp"].(map[string]any); got["held_limit"] != 4.0 || got["enabled"] != true {
		t.Errorf("whatsapp inherits what it was not given: %v", got)
	}
	if before.JSON["push_guest_text"] != false || set.JSON["push_guest_text"] != true {
		t.Error("phones show what guests ask only where somebody wants it")
	}
	if fmt.Sprint(before.JSON["attention_rings"], set.JSON["attention_rings"]) != "[] [angry unhappy]" {
		t.Errorf("the bell rings for %v, then %v", before.JSON["attention_rings"], set.JSON["attention_rings"])
	}
	if again := d.set(set.JSON); string(again.Raw) != string(set.Raw) {
		t.Errorf("what was read, set again, reads\n%s\nnot\n%s", again.Raw, set.Raw)
	}
	secret := func() string {
		var header string
		if err := d.App.Store().Read(t.Context(), func(tx store.Tx) error {
			p, err := tx.Property(d.Property("demo"))
			header = p.Settings.Chain[1].Header["Authorization"]
			return err
		}); err != nil {
			t.Fatal(err)
		}
		return header
	}
	if secret() != "secret" {
		t.Errorf("the secret is %q by now", secret())
	}
	// It does not follow to another host.
	stolen := m{"chain": []m{{"kind": "request", "after_seconds": 30, "url": "https://evil.example/", "headers": m{"Authorization": ""}}}}
	if a := d.admin.Do("PUT", d.path, stolen); a.Status != 422 || !wrongAt(a, "chain[0].headers.Authorization") {
		t.Errorf("got %d %s", a.Status, a.Raw)
	}
}

func wrongAt(a apitest.Answer, location string) bool {
	return slices.ContainsFunc(a.List("errors"), func(e apitest.Map) bool { return e["location"] == location && e["message"] != "" && e["code"] != nil })
}

func TestLiveChat_ContradictionsAreRefusedBesideTheirField(t *testing.T) {
	t.Parallel()
	d := newTable(t)
	hours := func(h m) m { return m{"all": m{"hours": h}} }
	week := func(i ...m) m { return hours(m{"week": i}) }
	days := func(e ...m) m { return hours(m{"always": true, "exceptions": e}) }
	before := d.admin.Must(200, "GET", d.path, nil)
	for at, bad := range map[string]m{
		"all.hours.week[0].from":                  week(m{"day": 1, "from": "25:00", "to": "10:00"}),
		"all.hours.week[0].to":                    week(m{"day": 1, "from": "10:00", "to": "10:00"}),
		"all.hours.week[1].to":                    week(m{"day": 1, "from": "10:00", "to": "11:00"}, m{"day": 1, "from": "18:00", "to": "9:00", "next_day": false}),
		"all.hours.week[2].to":                    week(m{"day": 1, "from": "10:00", "to": "11:00"}, m{"day": 2, "from": "10:00", "to": "11:00"}, m{"day": 3, "from": "9:00", "to": "18:00", "next_day": true}),
		"all.hours.week[1].from":                  week(m{"day": 6, "from": "22:00", "to": "06:00"}, m{"day": 0, "from": "05:00", "to": "12:00"}),
		"all.hours.week[0].day":                   week(m{"day": 7, "from": "10:00", "to": "11:00"}),
		"all.hours.week":                          week(),
		"all.hours.exceptions[0].first":           days(m{"first": "2026-02-29"}),
		"all.hours.exceptions[0].last":            days(m{"first": "2026-12-26", "last": "2026-12-24"}),
		"all.hours.exceptions[1].first":           days(m{"first": "2026-12-24", "last": "2026-12-26", "yearly": true}, m{"first": "2029-12-26"}),
		"all.hours.exceptions[0].intervals[0].to": days(m{"first": "2026-12-24", "intervals": []m{{"from": "10:00", "to": "ten"}}}),
		"all.first_wait_seconds":                  {"all": m{"first_wait_seconds": 9}},
		"all.second_wait_seconds":                 {"all": m{"second_wait_seconds": 901}},
		"all.reminder_minutes":                    {"all": m{"reminder_minutes": 0}},
		"all.relief_minutes":                      {"all": m{"reminder_minutes": 6, "relief_minutes": 6}},
		"channels.web.relief_minutes":             {"channels": m{"web": m{"relief_minutes": 31}}},
		"channels.fax":                            {"channels": m{"fax": m{}}},
		"all.show":                                {"all": m{"show": "sometimes"}},
		"all.held_limit":                          {"all": m{"held_limit": -1}},
		"words.en.waiting":                        {"words": m{"en": m{"waiting": "Hang on"}}},
		"words.en.joined":                         {"words": m{"en": m{"joined": "{guest} joined"}}},
		"chain[0].people[0]":                      {"chain": []m{{"kind": "people", "after_seconds": 5, "people": []string{"nobody"}}}},
		"chain[0].url":                            {"chain": []m{{"kind": "request", "after_seconds": 5, "url": "http://sms.example"}}},
		"chain[0].emails[0]":                      {"chain": []m{{"kind": "email", "after_seconds": 5, "emails": []string{"night"}}}},
		"emergency.number":                        {"emergency": m{"number": "help", "property": ""}},
		"reply_within_minutes":                    {"reply_within_minutes": 99999999},
	} {
		if a := d.admin.Do("PUT", d.path, bad); a.Status != 422 || a.Code() != "invalid" || !wrongAt(a, at) {
			t.Errorf("%s: got %d %s", at, a.Status, a.Raw)
		}
	}
	if a := d.admin.Do("PATCH", strings.TrimSuffix(d.path, "live-chat")+"settings", m{"timezone": "Mars/Olympus"}); !wrongAt(a, "timezone") {
		t.Errorf("time zone: %s", a.Raw)
	}
	if after := d.admin.Must(200, "GET", d.path, nil); string(after.Raw) != string(before.Raw) {
		t.Error("a refusal changed something")
	}
}

func TestLiveChat_WhoMaySetIt(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	path := "/api/v1/properties/" + h.Property("demo") + "/live-chat"
	h.SignIn("agent1").Must(403, "GET", path, nil)
	h.SignIn("agent1").Must(403, "PUT", path, m{"all": m{"enabled": false}})
	h.SignIn("knowledge").Must(200, "PUT", path, m{"all": m{"enabled": false}})
	h.SignIn("night").Must(403, "PUT", path, m{"all": m{"enabled": true}})
	h.SignIn("admin").Must(404, "GET", "/api/v1/properties/"+h.Property("demo-mill")+"/live-chat", nil)
	// A property begins without it; its people get it from the operator.
	op := h.SignIn("operator")
	for _, given := range []bool{false, true} {
		id := op.Must(201, "POST", "/api/v1/properties", m{"name": "Annex", "timezone": "Europe/Lisbon", "languages": []string{"en"}, "live_chat": given}).Text("id")
		if a := op.Must(200, "GET", "/api/v1/properties/"+id+"/live-chat", nil); a.JSON["available"] != given || a.JSON["all"].(map[string]any)["enabled"] != false {
			t.Errorf("given %v: %s", given, a.Raw)
		}
	}
	op.Must(200, "PUT", path, m{"available": false})
	actions := []string{}
	if err := h.App.Store().Read(t.Context(), func(tx store.Tx) error {
		lines, err := tx.ListAudit([]string{h.Property("demo")}, 20)
		for _, l := range lines {
			// The sample connects its channels at about the same time.
			if strings.HasPrefix(l.Action, "live_chat") {
				actions = append(actions, l.Action+" "+l.Detail)
			}
		}
		return err
	}); err != nil {
		t.Fatal(err)
	}
	slices.Reverse(actions)
	if got := strings.Join(actions, "; "); !strings.Contains(got, `live_chat_changed {"settings":["all"]}; live_chat_withheld {"settings":["available"]}`) {
		t.Errorf("audit %s", got)
	}
}
