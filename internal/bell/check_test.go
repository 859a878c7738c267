package bell_test

import (
	"slices"
	"strings"
	"testing"
	"time"

	"deskbell/internal/bell"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// check is what the bell check of Ana's one device finds.
func (h *house) check(id string) (r bell.CheckReport) {
	h.Helper()
	h.read(func(tx store.Tx) (err error) {
		r, err = h.bell.Check(tx, id)
		return err
	})
	return r
}

// Every problem that the check claims to find, it finds, and no other.
func TestCheck_FindsWhatItClaims(t *testing.T) {
	t.Parallel()
	yes, no, loud, mute := true, false, 0.7, 0.0
	good := desk.Device{ID: "tab", Kind: desk.DeviceScreen, Sound: true, Visible: true, Name: "Chrome on Windows",
		Says: desk.DeviceState{Permission: "granted", Volume: &loud, Push: &yes, Secure: &yes}}
	rows := []struct {
		name   string
		change func(*desk.Device)
		duty   desk.Duty
		heard  *bool
		wait   time.Duration
		want   []string
		rings  bool
	}{
		{name: "nothing", want: nil, rings: true},
		{name: "insecure", change: func(d *desk.Device) { d.Says.Secure = &no }, want: []string{bell.ProblemInsecure}, rings: true},
		{name: "permission denied", change: func(d *desk.Device) { d.Says.Permission = "denied" }, want: []string{bell.ProblemPermission}, rings: true},
		{name: "permission not given", change: func(d *desk.Device) { d.Says.Permission = "default" }, want: []string{bell.ProblemPermission}, rings: true},
		{name: "autoplay", change: func(d *desk.Device) { d.Sound = false }, want: []string{bell.ProblemAutoplay}},
		{name: "volume", change: func(d *desk.Device) { d.Says.Volume = &mute }, want: []string{bell.ProblemVolume}, rings: true},
		{name: "hidden, with notifications", change: func(d *desk.Device) { d.Visible = false }, want: nil, rings: true},
		{name: "hidden, without", change: func(d *desk.Device) { d.Visible, d.Says.Permission = false, "denied" }, want: []string{bell.ProblemPermission, bell.ProblemHidden}, rings: true},
		{name: "asleep", wait: 31 * time.Second, want: []string{bell.ProblemHidden}, rings: true},
		{name: "push", change: func(d *desk.Device) { d.Says.Push = &no }, want: []string{bell.ProblemPush}, rings: true},
		{name: "not heard", heard: &no, want: []string{bell.ProblemSilent}, rings: true},
		{name: "heard", heard: &yes, want: nil, rings: true},
		{name: "duty", duty: desk.DutyDND, want: []string{bell.ProblemDuty}},
		{name: "a page that says nothing", change: func(d *desk.Device) { d.Says = desk.DeviceState{} }, want: nil, rings: true},
	}
	for _, r := range rows {
		t.Run(r.name, func(t *testing.T) {
			t.Parallel()
			inHouse(t, options{}, func(h *house) {
				d := good
				if r.change != nil {
					r.change(&d)
				}
				h.bell.Heartbeat("ana", d)
				if r.duty != "" {
					if err := h.bell.SetDuty(h.Context(), "ana", r.duty, time.Time{}); err != nil {
						h.Fatal(err)
					}
				}
				if r.heard != nil {
					test := must(h.bell.Test(h.Context(), h.person("ana"), "tab"))(h)
					if err := h.bell.Heard(h.Context(), h.person("ana"), test, *r.heard); err != nil {
						h.Fatal(err)
					}
				}
				pass(r.wait)
				got := h.check("ana")
				if len(got.Devices) != 1 || !slices.Equal(got.Devices[0].Problems, r.want) || got.Eligible != r.rings {
					h.Errorf("found %+v", got)
				}
				if r.heard != nil && (got.Devices[0].HeardAt.IsZero() || got.Devices[0].Heard != *r.heard) {
					h.Errorf("the answer is not kept: %+v", got.Devices[0])
				}
			})
		})
	}
}

func TestCheck_Phones(t *testing.T) {
	t.Parallel()
	inHouse(t, options{}, func(h *house) {
		h.write(func(tx store.Tx) error {
			_, err := tx.PutPushSubscription(store.PushSubscription{ID: "sub", PersonID: "ana", DeviceID: "phone", Name: "My phone",
				Endpoint: "https://push.example/1", P256dh: "k", Auth: "a", At: tx.Now()})
			return err
		})
		if d := h.check("ana").Devices; len(d) != 1 || d[0].Kind != desk.DevicePhone || !slices.Equal(d[0].Problems, []string{bell.ProblemPush}) {
			h.Errorf("a phone that has proved nothing: %+v", d)
		}
		test := must(h.bell.Test(h.Context(), h.person("ana"), "phone"))(h)
		h.confirm("ana", "phone", store.ConfirmShown, test)
		if d := h.check("ana").Devices; len(d[0].Problems) != 0 || d[0].ConfirmedAt.IsZero() {
			h.Errorf("one that showed a test: %+v", d)
		}
		h.sleep(8 * 24 * time.Hour)
		if d := h.check("ana").Devices; !slices.Equal(d[0].Problems, []string{bell.ProblemPush}) {
			h.Errorf("one that has proved nothing for a week: %+v", d)
		}
	})
}

// A test rings one device of its owner's, ends by itself, and its answer is nobody else's to give.
func TestTest_RingsOneDevice(t *testing.T) {
	t.Parallel()
	inHouse(t, options{}, func(h *house) {
		h.at("ana", "ben")
		h.told.take()
		if _, err := h.bell.Test(h.Context(), h.person("ana"), "unknown"); desk.CodeOf(err) != desk.CodeNotFound {
			h.Errorf("a device that is not hers: %v", err)
		}
		test := must(h.bell.Test(h.Context(), h.person("ana"), "tab"))(h)
		h.expect([]string{"  0s ring test ana", "  0s push ana"})
		if r := h.told.shown(test); r.Alert.Doc.Device != "tab" {
			h.Errorf("it rings %+v", r.Alert.Doc)
		}
		if err := h.bell.Heard(h.Context(), h.person("ben"), test, true); desk.CodeOf(err) != desk.CodeNotFound {
			h.Errorf("somebody else answers: %v", err)
		}
		if err := h.bell.Confirm(h.Context(), h.person("ben"), "tab", store.ConfirmSounded, test); desk.CodeOf(err) != desk.CodeNotFound {
			h.Errorf("somebody else confirms: %v", err)
		}
		pass(31 * time.Second)
		h.expect([]string{" 30s end done ana", " 30s push end ana"})
		if err := h.bell.Heard(h.Context(), h.person("ana"), test, true); err != nil {
			h.Errorf("a late answer: %v", err)
		}
	})
}

// mails are what admins were written.
type mails struct{ letters []bell.Letter }

func (m *mails) Write(_ store.Tx, l bell.Letter) error {
	m.letters = append(m.letters, l)
	return nil
}

// A drill finds every device that would not have rung, each with its problem; what rings, it leaves in peace.
func TestDrill_FindsEverySilencedDevice(t *testing.T) {
	t.Parallel()
	post := &mails{}
	inHouse(t, options{mailer: post}, func(h *house) {
		mute := 0.0
		for _, id := range []string{"nadia", "ada"} {
			if err := h.bell.SetDuty(h.Context(), id, desk.DutyOnline, time.Time{}); err != nil {
				h.Fatal(err)
			}
		}
		locked, quiet, deaf := screen("locked"), screen("quiet"), screen("deaf")
		locked.Sound, quiet.Says.Volume, locked.Name = false, &mute, "Firefox"
		h.bell.Heartbeat("ana", screen("good"))
		h.bell.Heartbeat("ana", locked)
		h.bell.Heartbeat("ben", quiet)
		h.bell.Heartbeat("ben", screen("dead"))
		h.bell.Heartbeat("ada", deaf)
		h.bell.Heartbeat("ada", screen("good"))
		test := must(h.bell.Test(h.Context(), h.person("ada"), "deaf"))(h)
		if err := h.bell.Heard(h.Context(), h.person("ada"), test, false); err != nil {
			h.Fatal(err)
		}
		h.write(func(tx store.Tx) error {
			_, err := tx.PutPushSubscription(store.PushSubscription{ID: "sub", PersonID: "ada", DeviceID: "phone", Name: "Phone",
				Endpoint: "https://push.example/1", P256dh: "k", Auth: "a", At: tx.Now()})
			return err
		})
		h.told.take()
		if err := h.bell.Drill(h.Context(), "harbour", "ada"); err != nil {
			h.Fatal(err)
		}
		h.expect([]string{"  0s ring drill ada ana ben nadia", "  0s push ada ana ben nadia"})
		drill := h.told.of(store.AlertDrill)
		pass(time.Second)
		h.confirm("ana", "good", store.ConfirmSounded, drill)
		h.confirm("ben", "quiet", store.ConfirmSounded, drill)
		h.confirm("ada", "good", store.ConfirmSounded, drill)
		h.confirm("ada", "deaf", store.ConfirmSounded, drill)
		pass(20 * time.Second)
		h.expect([]string{" 20s admins harbour drill", " 20s end done ada", " 20s push end ada ana ben nadia"})
		var found store.Drill
		h.read(func(tx store.Tx) error {
			drills, err := tx.Drills([]string{"harbour"}, 1)
			found = drills[0]
			return err
		})
		device := func(name string, kind desk.DeviceKind, problems ...string) store.SilentDevice {
			return store.SilentDevice{Name: name, Kind: kind, Problems: problems}
		}
		want := []store.SilentPerson{
			{PersonID: "ada", Rings: true, Devices: []store.SilentDevice{device("", desk.DeviceScreen, bell.ProblemSilent), device("Phone", desk.DevicePhone, bell.ProblemPush)}},
			{PersonID: "ana", Rings: true, Devices: []store.SilentDevice{device("Firefox", desk.DeviceScreen, bell.ProblemAutoplay)}},
			{PersonID: "ben", Devices: []store.SilentDevice{device("", desk.DeviceScreen, bell.ProblemSilent), device("", desk.DeviceScreen, bell.ProblemVolume)}},
			{PersonID: "nadia"},
		}
		if found.Tested != 4 || found.DoneAt.IsZero() || len(found.Silent) != len(want) {
			h.Fatalf("found %+v", found)
		}
		for i, w := range want {
			g := found.Silent[i]
			if g.PersonID != w.PersonID || g.Rings != w.Rings || !slices.EqualFunc(g.Devices, w.Devices, func(a, b store.SilentDevice) bool {
				return a.Name == b.Name && a.Kind == b.Kind && slices.Equal(a.Problems, b.Problems)
			}) {
				h.Errorf("found %+v, want %+v", g, w)
			}
		}
		if len(post.letters) != 0 {
			h.Errorf("who ordered a drill is written %+v", post.letters)
		}
	})
}

// Before each interval of the hours a drill is held, once, by whichever node is there; one that found nothing is silent.
func TestDrill_BeforeEachInterval(t *testing.T) {
	t.Parallel()
	// The bubble's clock begins on Saturday, 2000-01-01 00:00 UTC.
	hours := &desk.Hours{Week: []desk.Interval{{Day: time.Saturday, From: 8 * 60, To: 12 * 60}, {Day: time.Saturday, From: 22 * 60, To: 6 * 60}}}
	inHouse(t, options{hours: hours}, func(h *house) {
		h.at("ana", "ben")
		held := func() (at []string) {
			h.read(func(tx store.Tx) error {
				drills, err := tx.Drills([]string{"harbour"}, 0)
				for _, d := range drills {
					at = append(at, d.At.Sub(h.began).Truncate(time.Minute).String()+" for "+d.IntervalAt.Sub(h.began).String())
				}
				slices.Reverse(at)
				return err
			})
			return at
		}
		h.sleep(7*time.Hour + 43*time.Minute)
		pass(time.Minute)
		if got := held(); got != nil {
			h.Errorf("held %q", got)
		}
		pass(2 * time.Minute)
		h.sleep(time.Minute) // a restart holds none twice
		pass(time.Minute)
		h.sleep(13*time.Hour + 55*time.Minute)
		pass(10 * time.Minute)
		h.sleep(5 * time.Hour)
		pass(time.Minute)
		if got := held(); !slices.Equal(got, []string{"7h45m0s for 8h0m0s", "21h45m0s for 22h0m0s"}) {
			h.Errorf("held %q", got)
		}
	})
}

// What a drill finds before an interval goes to the admins by e-mail, in the words and by the clock of their house.
func TestDrill_IsWrittenToTheAdmins(t *testing.T) {
	t.Parallel()
	post := &mails{}
	hours := &desk.Hours{Week: []desk.Interval{{Day: time.Saturday, From: 20, To: 600}}}
	inHouse(t, options{hours: hours, mailer: post}, func(h *house) {
		h.at("ana")
		mute := screen("tab")
		mute.Sound, mute.Name = false, "Firefox"
		h.bell.Heartbeat("ben", mute)
		pass(6 * time.Minute)
		if len(post.letters) != 1 {
			h.Fatalf("wrote %+v", post.letters)
		}
		l := post.letters[0]
		if !slices.Equal(l.To, []string{"ada@example.com"}) || l.Subject != "harbour: not every bell would ring" || !strings.Contains(l.Lines[0], "00:20") ||
			!slices.ContainsFunc(l.Lines, func(s string) bool { return strings.HasPrefix(s, "Ana, screen: it did not answer") }) {
			h.Errorf("wrote %+v", l)
		}
	})
}

// A property that never closes has its drill before the night, by its own clock.
func TestDrill_WhereItNeverCloses(t *testing.T) {
	t.Parallel()
	inHouse(t, options{}, func(h *house) {
		h.sleep(21*time.Hour + 40*time.Minute)
		pass(10 * time.Minute)
		h.sleep(23*time.Hour + 50*time.Minute)
		pass(10 * time.Minute)
		h.read(func(tx store.Tx) error {
			drills, err := tx.Drills([]string{"harbour"}, 0)
			if len(drills) != 2 || drills[1].At.Sub(h.began).Truncate(time.Minute) != 21*time.Hour+45*time.Minute || drills[0].Tested != 2 {
				h.Errorf("held %+v", drills)
			}
			return err
		})
	})
}
