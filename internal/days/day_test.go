package days_test

import (
	"container/heap"
	"context"
	"fmt"
	"math/rand/v2"
	"strings"
	"sync"
	"testing/synctest"
	"time"

	"deskbell/internal/bell"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

const property = "harbour"

// day is one day at the desk. One goroutine lets everything happen, one thing after the other, at moments that the seed
// decides; in between the server does what is due by then.
type day struct {
	shelf  shelf
	store  store.Store // nil while the server is down
	node   *node       // nil while the server is down
	nodes  int
	watch  *watch
	rng    *rand.Rand
	plan   plan
	ids    int
	agents []*agent
	// over says that the agents have gone home, and that guests only wait.
	over bool
	// acknowledged is every message that somebody was told is stored, by client id; tickets are those of forms.
	acknowledged map[string]written
	tickets      map[string]int64

	mu   sync.Mutex // the server asks for these
	left map[string]time.Time
	seen map[string]int
}

// shelf is where the store is: opened by a server that comes up, closed by one that goes.
type shelf interface {
	open() (store.Store, error)
	close(s store.Store) error
}

type written struct{ conversation, entry, text string }

// planned is something that will happen.
type planned struct {
	at time.Time
	n  int
	do func()
}

type plan []planned

func (p plan) Len() int { return len(p) }
func (p plan) Less(i, j int) bool {
	return p[i].at.Before(p[j].at) || p[i].at.Equal(p[j].at) && p[i].n < p[j].n
}
func (p plan) Swap(i, j int) { p[i], p[j] = p[j], p[i] }
func (p *plan) Push(x any)   { *p = append(*p, x.(planned)) }
func (p *plan) Pop() any {
	last := (*p)[len(*p)-1]
	*p = (*p)[:len(*p)-1]
	return last
}

func (d *day) pick(n int) int { return d.rng.IntN(n) }

func (d *day) between(a, b time.Duration) time.Duration {
	return a + time.Duration(d.rng.Int64N(int64((b-a)/time.Millisecond)))*time.Millisecond
}

func (d *day) after(wait time.Duration, do func()) {
	d.ids++
	heap.Push(&d.plan, planned{time.Now().Add(wait), d.ids, do})
}

// newID makes ids that rise, alike whenever the seed is.
func (d *day) newID() string {
	d.mu.Lock()
	defer d.mu.Unlock()
	d.seen["ids"]++
	return fmt.Sprintf("%07d", d.seen["ids"])
}

func (d *day) count(what string) {
	d.watch.mu.Lock()
	defer d.watch.mu.Unlock()
	d.watch.counts[what]++
}

// log adds a line to the trail that a failure shows.
func (w *watch) log(format string, args ...any) {
	w.mu.Lock()
	defer w.mu.Unlock()
	w.note(format, args...)
}

// lets lets everything happen that is planned for the given time.
func (d *day) lets(t time.Duration) {
	until := time.Now().Add(t)
	looked := time.Now()
	for len(d.plan) > 0 && !d.plan[0].at.After(until) && len(d.watch.failures) == 0 {
		next := heap.Pop(&d.plan).(planned)
		time.Sleep(time.Until(next.at))
		next.do()
		synctest.Wait()
		d.watch.look()
		d.lost()
		if time.Since(looked) > 10*time.Second && d.node != nil {
			looked = time.Now()
			d.watch.stored(d.store)
		}
	}
	time.Sleep(time.Until(until))
	synctest.Wait()
	d.watch.look()
	if d.node != nil {
		d.watch.stored(d.store)
	}
}

// lost looks whether somebody who has been silent for 45 s still keeps a guest who waits. Right after the server came
// up nobody vanishes: unknown is not offline.
func (d *day) lost() {
	d.watch.mu.Lock()
	defer d.watch.mu.Unlock()
	limit := desk.Lost + late
	if d.node == nil || time.Since(d.watch.upAt) < limit {
		return
	}
	for _, a := range d.agents {
		if time.Since(a.sign) < limit {
			continue
		}
		for id, t := range d.watch.threads {
			if t.state.Controller.AgentID == a.ID && t.state.Facts.Unanswered() && !t.state.Facts.ShiftEnded {
				d.watch.wrong("%s: %s has been silent since %s and keeps the guest", id, a.ID, clock(a.sign))
			}
		}
	}
}

// settings are a property's on this day.
func settings(rng *rand.Rand) desk.PropertySettings {
	lc := desk.DefaultLiveChat(desk.ChannelWeb)
	lc.Enabled, lc.Zone = true, "Europe/Lisbon"
	lc.HelpsWhileWaiting = rng.IntN(4) > 0
	lc.Regardless = rng.IntN(5) == 0
	lc.HeldLimit = []int{0, 1, 2, 4}[rng.IntN(4)]
	lc.Quiet = []time.Duration{3 * time.Minute, 30 * time.Minute}[rng.IntN(2)]
	if rng.IntN(2) == 0 {
		lc.FirstWait, lc.SecondWait = time.Duration(10+rng.IntN(80))*time.Second, time.Duration(10+rng.IntN(80))*time.Second
		lc.Reminder = time.Minute + time.Duration(rng.IntN(60))*time.Second
		lc.Relief = lc.Reminder + time.Duration(30+rng.IntN(60))*time.Second
	}
	if rng.IntN(3) > 0 {
		hours := &desk.Hours{}
		for weekday := range time.Weekday(7) {
			hours.Week = append(hours.Week, desk.Interval{Day: weekday, From: 7 * 60, To: 22*60 + 30})
		}
		lc.Hours = hours
	}
	s := desk.PropertySettings{
		TimeZone: "Europe/Lisbon", DefaultLanguage: "en", Phone: "+351 21 000 0000", ReplyWithin: 2 * time.Hour,
		LiveChat: map[desk.Channel]desk.LiveChat{desk.ChannelWeb: lc}, Emergency: desk.Emergency{Number: "112"},
		AssistantPause: []time.Duration{0, 1500 * time.Millisecond}[rng.IntN(2)],
	}
	if rng.IntN(3) == 0 {
		s.Chain = []desk.ChainStep{{Kind: desk.ChainPeople, After: 30 * time.Second, People: []string{"ada"}}}
	}
	return s
}

// live lets the day pass: an evening over closing time, a night, a morning over opening time, and then a while in which
// nobody does anything any more.
func (d *day) live() {
	s := settings(d.rng)
	d.watch = newWatch(s.LiveChatFor(desk.ChannelWeb))
	d.acknowledged, d.tickets = map[string]written{}, map[string]int64{}
	d.left, d.seen = map[string]time.Time{}, map[string]int{}
	d.evening(s)
	d.settle(s)
	d.start()
	for _, a := range d.agents {
		a.opens()
		d.after(d.between(time.Millisecond, bell.Heartbeat), a.beat)
		d.after(d.between(time.Second, 10*time.Second), a.step)
	}
	d.session("evening")
	d.down(d.pick(2) == 0)
	time.Sleep(8*time.Hour + 15*time.Minute - sessionLong) // over opening time, if there is one
	d.start()
	d.session("morning")
	d.over = true
	for _, a := range d.agents {
		a.open = false
	}
	d.lets(afterwards)
	if len(d.watch.failures) == 0 {
		d.done()
	}
	d.down(false)
}

const (
	// guestsEach is how many guests come in each of the two sessions of a day.
	guestsEach  = 11
	sessionLong = 9 * time.Minute
	// afterwards is longer than any chain of clocks by which a guest is offered to leave a message: the agents are lost,
	// both waits pass, the assistant has a turn again and reads a wish, and both waits pass once more.
	afterwards = 9 * time.Minute
)

// evening lets it become a quarter past ten in the evening of some day.
func (d *day) evening(s desk.PropertySettings) {
	lisbon := desk.Location(s.TimeZone)
	date := time.Now().AddDate(0, 0, 1+d.pick(700)).In(lisbon)
	time.Sleep(time.Until(time.Date(date.Year(), date.Month(), date.Day(), 22, 22, d.pick(240), 0, lisbon)))
}

// settle sets the house up.
func (d *day) settle(s desk.PropertySettings) {
	d.opens()
	err := d.store.Write(context.Background(), func(tx store.Tx) error {
		d.agents = nil
		if err := tx.CreateProperty(desk.Property{ID: property, Key: property, Name: "Harbour View", Settings: s, CreatedAt: tx.Now(), UpdatedAt: tx.Now()}); err != nil {
			return err
		}
		for i, name := range []string{"Ana Alves", "Ben Brandt", "Cleo Costa", "Ada Admin"} {
			p := desk.Person{ID: strings.ToLower(name[:3]), Email: name[:3] + "@example.com", Name: name, Role: desk.RoleAgent,
				PropertyIDs: []string{property}, Duty: desk.DutyOnline, Active: true, CreatedAt: tx.Now()}
			if i == 3 {
				p.Role, p.Duty = desk.RoleAdmin, desk.DutyAway
			}
			if err := tx.CreatePerson(p); err != nil {
				return err
			}
			d.agents = append(d.agents, &agent{day: d, Person: p, patience: d.pick(9), confirms: map[string]bool{}})
		}
		for i := range 2 * guestsEach {
			c := desk.Contact{ID: guestName(i), PropertyID: property, AccountID: "web", Channel: desk.ChannelWeb, Language: "en", CreatedAt: tx.Now(), SeenAt: tx.Now()}
			if d.pick(3) == 0 {
				c.Email = c.ID + "@example.org"
			}
			if err := tx.CreateContact(c); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		d.watch.fail("set up: %v", err)
	}
}

func guestName(i int) string { return fmt.Sprintf("guest%02d", i) }

// session lets guests come, and the server go down in the middle of it.
func (d *day) session(what string) {
	d.watch.log("%s", what)
	first := 0
	if what == "morning" {
		first = guestsEach
	}
	for i := range guestsEach {
		g := &guest{day: d, id: guestName(first + i), acts: 3 + d.pick(22)}
		d.after(d.between(time.Second, sessionLong*2/3), g.step)
	}
	d.after(d.between(time.Minute, sessionLong*2/3), d.agents[d.pick(3)].closes)
	d.after(d.between(time.Minute, sessionLong-time.Minute), func() {
		if d.node == nil {
			return
		}
		d.down(d.pick(2) == 0)
		d.after(d.between(time.Second, 90*time.Second), func() {
			if d.node == nil {
				d.start()
			}
		})
	})
	d.lets(sessionLong)
	if d.node == nil {
		d.start()
		synctest.Wait()
	}
}

// done looks back on the day: nobody is left, and all that was acknowledged is there once, in order.
func (d *day) done() {
	found := map[string]int{}
	for _, s := range d.states() {
		if s.Facts.Unanswered() && !s.Offer.Shown() {
			d.watch.fail("%s: the day ended without an answer, an offer or a ticket: %+v", s.ID, s.Facts)
		}
		if s.Controller.Kind == desk.ControllerAgent && s.Facts.Unanswered() {
			d.watch.fail("%s: the guest is left with %s, who went home", s.ID, s.Controller.AgentID)
		}
		d.thread(s, found)
	}
	for id, w := range d.acknowledged {
		if found[id] != 1 {
			d.watch.fail("%s: %q was acknowledged and stands %d times in its conversation", w.conversation, w.text, found[id])
		}
	}
	err := d.store.Read(context.Background(), func(tx store.Tx) error {
		for form, number := range d.tickets {
			t, err := tx.Ticket(number)
			if err != nil || t.FormID != form || !strings.HasSuffix(t.Text, form) {
				d.watch.fail("form %s became ticket %d: %+v, %v", form, number, t, err)
			}
		}
		people, err := tx.ListPeople()
		for _, p := range people {
			if p.Held > 0 {
				d.count("chats held over night")
			}
		}
		return err
	})
	if err != nil {
		d.watch.fail("look back: %v", err)
	}
}

// thread reads a conversation as it is stored: gapless, in order, each acknowledged message as it was written.
func (d *day) thread(s desk.State, found map[string]int) {
	err := d.store.Read(context.Background(), func(tx store.Tx) error {
		var seq, public, epoch int64
		for {
			page, err := tx.Entries(s.ID, store.EntryFilter{After: seq, Limit: 500})
			if err != nil || len(page) == 0 {
				if seq != s.LastSeq {
					d.watch.fail("%s: %d entries, last seq %d", s.ID, seq, s.LastSeq)
				}
				return err
			}
			for _, e := range page {
				if e.Seq != seq+1 || e.PrevPublic != public || e.Epoch < epoch {
					d.watch.fail("%s: entry %d after %d, public %d, epoch %d after %d", s.ID, e.Seq, seq, public, e.Epoch, epoch)
				}
				if seq, epoch = e.Seq, e.Epoch; e.Public {
					public = e.Seq
				}
				if w, ok := d.acknowledged[e.ClientID]; ok && e.ClientID != "" {
					found[e.ClientID]++
					if w.entry != e.ID || w.text != e.Text {
						d.watch.fail("%s: acknowledged as %+v, stored as %s %q", s.ID, w, e.ID, e.Text)
					}
				}
			}
		}
	})
	if err != nil {
		d.watch.fail("%s: %v", s.ID, err)
	}
}
