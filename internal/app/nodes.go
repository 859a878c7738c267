package app

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"sync/atomic"
	"time"

	"github.com/segmentio/encoding/json"
	"golang.org/x/sync/errgroup"

	"deskbell/internal/desk"
	"deskbell/internal/metrics"
	"deskbell/internal/realtime"
	"deskbell/internal/relay"
	"deskbell/internal/store"
)

// How this node follows the others.
const (
	// askEvery is how often the database is asked what other nodes did; askPause keeps a storm of holes from asking more.
	askEvery   = time.Second
	askPause   = 100 * time.Millisecond
	askWithin  = 5 * time.Second
	sweepAfter = time.Minute
	// chores is how much that needs the database may wait of what others told; the rest is found by asking.
	chores = 1024
	// showMost is how many guests are shown anew of one bulletin, where nobody told of them sooner.
	showMost = 50
)

// What nodes tell each other beside what package realtime does. The names go over the wire between versions.
const (
	tellAlert    = "alert"    // an alert changed
	tellNoticed  = "noticed"  // what the bell tells a property's admins
	tellOver     = "over"     // a person's duty is over
	tellSessions = "sessions" // sessions of a person ended
	tellContact  = "contact"  // an agent changed a guest
	tellDevice   = "device"   // a device that can ring was heard
	tellLeft     = "left"     // a device left
	tellArrived  = "arrived"  // something arrived from a channel that another node is to bring
)

// nodes is what this node and the others tell each other, and what it asks the database about them. A nil one, of an
// installation on SQLite, tells nobody anything.
type nodes struct {
	a     *App
	relay *relay.Relay // nil where there is no Redis
	// forget drops what is kept of a property.
	forget func(propertyID string)

	cursor store.NewsCursor
	missed chan struct{}
	chores chan func(context.Context)
	// doubt says that something may not have been told since the last look.
	doubt atomic.Bool
	late  atomic.Bool // what the dashboard was told
}

// installationKey is the setting that tells two installations apart that share one Redis.
const installationKey = "installation_id"

// newNodes makes ready to follow other nodes from now on. The relay is told of it and heard once run.
func newNodes(ctx context.Context, a *App, node string, numbers *metrics.Metrics) (*nodes, error) {
	n := &nodes{a: a, missed: make(chan struct{}, 1), chores: make(chan func(context.Context), chores)}
	var installation string
	err := a.store.Write(ctx, func(tx store.Tx) error {
		var err error
		if installation, err = tx.Setting(installationKey); err != nil {
			return err
		}
		if installation == "" {
			installation = node
			if err := tx.SetSetting(installationKey, installation); err != nil {
				return err
			}
		}
		news, err := tx.News("")
		n.cursor = news.Next
		return err
	})
	if err != nil {
		return nil, fmt.Errorf("begin to follow other servers: %w", err)
	}
	if a.cfg.RedisURL == "" {
		return n, nil
	}
	line, err := relay.NewRedis(a.cfg.RedisURL, "deskbell:"+installation)
	if err != nil {
		return nil, desk.Refuse(desk.CodeInvalid, "%s", err.Error())
	}
	n.relay = relay.New(relay.Config{Line: line, Node: node, Heard: n.heard, Missed: n.ask, Log: a.cfg.Log})
	numbers.Gauge("redis_lost", "1 while the servers of this installation do not hear each other by way of Redis.", func() float64 {
		if _, lost := n.relay.Lost(); lost {
			return 1
		}
		return 0
	})
	numbers.Gauge("other_servers", "Other servers of this installation that were heard in the last seconds.", func() float64 { return float64(n.relay.Nodes()) })
	numbers.Counter("relay_told_total", "Messages to other servers.", func() float64 { return float64(n.relay.Told()) })
	numbers.Counter("relay_heard_total", "Messages of other servers.", func() float64 { return float64(n.relay.Heard()) })
	return n, nil
}

// Tell implements realtime.Others.
func (n *nodes) Tell(kind string, encode func([]byte) []byte) {
	if n != nil && n.relay != nil {
		n.relay.Tell(kind, encode)
	}
}

func (n *nodes) tellID(kind, id string) {
	n.Tell(kind, func(b []byte) []byte { return append(b, id...) })
}

func (n *nodes) tellJSON(kind string, v any) {
	n.Tell(kind, func(b []byte) []byte {
		b, _ = json.Append(b, v, 0) // plain values
		return b
	})
}

// Alert implements bell.Others.
func (n *nodes) Alert(id string) { n.tellID(tellAlert, id) }

// Device implements bell.Others.
func (n *nodes) Device(d desk.Device, left bool) {
	kind := tellDevice
	if left {
		kind = tellLeft
	}
	n.tellJSON(kind, d)
}

// noticed is what the bell tells a property's admins.
type noticed struct {
	Property string `json:"property"`
	What     string `json:"what"`
	Alert    string `json:"alert,omitempty"`
}

// heard takes in what another node told. It must be quick: what needs the database is done on another goroutine.
func (n *nodes) heard(kind string, payload []byte) {
	id := string(payload)
	switch kind {
	case realtime.TellsMe, realtime.TellsDuty:
		n.a.gate.Forget(id)
	case realtime.TellsHouse:
		n.forget(id)
	}
	if n.a.fanout.Hear(kind, payload) {
		return
	}
	switch kind {
	case tellAlert:
		n.a.bell.HearAlert(id)
	case tellDevice, tellLeft:
		var d desk.Device
		if json.Unmarshal(payload, &d) == nil {
			n.a.bell.HearDevice(d, kind == tellLeft)
		}
	case tellNoticed:
		var v noticed
		if json.Unmarshal(payload, &v) == nil {
			n.a.staff.Admins(v.Property, v.What, v.Alert)
		}
	case tellOver:
		n.a.gate.Forget(id)
		n.later(func(context.Context) { n.a.staff.DutyOver(id) })
	case tellSessions:
		n.sessionsEnded(id)
	case tellContact:
		n.a.visitors.Forget(id)
	case tellArrived:
		n.a.channels.intake.Wake()
	}
}

// sessionsEnded looks at the connections of a person again.
func (n *nodes) sessionsEnded(personID string) {
	n.a.gate.Forget(personID)
	n.later(func(ctx context.Context) { n.a.staff.Recheck(ctx, personID) })
}

// later does what needs the database. Where too much waits, it is left to asking.
func (n *nodes) later(do func(context.Context)) {
	select {
	case n.chores <- do:
	default:
		n.ask()
	}
}

// ask asks the database soon: something may have been missed.
func (n *nodes) ask() {
	n.doubt.Store(true)
	select {
	case n.missed <- struct{}{}:
	default:
	}
}

// run follows the other nodes until ctx is done.
func (n *nodes) run(ctx context.Context) error {
	g, ctx := errgroup.WithContext(ctx)
	if n.relay != nil {
		g.Go(func() error { return n.relay.Run(ctx) })
	}
	g.Go(func() error { return n.follow(ctx) })
	g.Go(func() error {
		for {
			select {
			case do := <-n.chores:
				within, cancel := context.WithTimeout(ctx, askWithin)
				do(within)
				cancel()
			case <-ctx.Done():
				return nil
			}
		}
	})
	return g.Wait()
}

func (n *nodes) follow(ctx context.Context) error {
	tick, sweep := time.NewTicker(askEvery), time.NewTicker(sweepAfter)
	defer tick.Stop()
	defer sweep.Stop()
	failed := false
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-sweep.C:
			if err := n.a.store.Write(ctx, func(tx store.Tx) error { return tx.DropNews() }); err != nil && ctx.Err() == nil {
				n.a.cfg.Log.Debug("old news was not deleted", "err", err) // the next time
			}
			continue
		case <-tick.C:
			n.sayLate()
		case <-n.missed:
			pause := time.NewTimer(askPause / 2)
			select {
			case <-pause.C:
			case <-ctx.Done():
				pause.Stop()
				return nil
			}
		}
		err := n.catchUp(ctx)
		if ctx.Err() != nil {
			return nil
		}
		if (err != nil) != failed {
			if failed = err != nil; failed {
				n.a.cfg.Log.Warn("what other servers do is not known", "err", err)
			} else {
				n.a.cfg.Log.Info("what other servers do is known again")
			}
		}
	}
}

// catchUp asks the database what other nodes did, and tells whoever is connected here what was not told yet.
func (n *nodes) catchUp(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, askWithin)
	defer cancel()
	lost := n.relay == nil
	if !lost {
		_, lost = n.relay.Lost()
	}
	doubt := n.doubt.Swap(false) || lost
	var news store.Bulletin
	err := n.a.store.Write(ctx, func(tx store.Tx) (err error) {
		news, err = tx.News(n.cursor)
		return err
	})
	if err == nil && !news.Missed && len(news.Hints) > 0 {
		err = n.a.fanout.CatchUp(ctx, news.Hints)
	}
	if err != nil {
		n.doubt.Store(true)
		return err
	}
	n.cursor = news.Next
	if news.Missed {
		n.a.cfg.Log.Info("more happened at other servers than is kept; everybody connected here reads again")
		n.everything()
		return nil
	}
	n.passOn(ctx, news.Hints, doubt)
	return nil
}

// everything forgets what is kept, and lets everybody read again.
func (n *nodes) everything() {
	n.forget("")
	n.a.channels.connections.Forget()
	n.a.fanout.Forget()
	n.a.fanout.Again()
}

// passOn forgets what is kept of what others changed and, where nobody may have told it, shows it.
func (n *nodes) passOn(ctx context.Context, hints []store.Hint, doubt bool) {
	show := showMost
	for _, h := range hints {
		switch h.Kind {
		case store.HintAlert:
			if doubt {
				n.a.bell.HearAlert(h.ID)
			}
		case store.HintProperty, store.HintKnowledge:
			n.forget(h.ID)
			if doubt {
				n.a.fanout.Hear(realtime.TellsHouse, []byte(h.ID))
			}
		case store.HintPerson:
			n.a.gate.Forget(h.ID)
			n.a.fanout.ForgetPerson(h.ID)
			if doubt {
				n.a.fanout.Hear(realtime.TellsDuty, []byte(h.ID))
				n.a.fanout.Hear(realtime.TellsMe, []byte(h.ID))
			}
		case store.HintSessions:
			n.sessionsEnded(h.ID)
		case store.HintChannel:
			n.a.channels.connections.Forget()
			n.a.channels.accounts.Forget(h.ID)
		case store.HintContact:
			n.a.fanout.ForgetContact(h.ID)
			if doubt && show > 0 && n.a.fanout.ShowContact(h.ID) {
				show--
			}
		case store.HintTicket:
			if doubt {
				n.later(func(ctx context.Context) { n.showTicket(ctx, h.ID) })
			}
		}
	}
}

func (n *nodes) showTicket(ctx context.Context, id string) {
	number, err := strconv.ParseInt(id, 10, 64)
	if err != nil {
		return
	}
	var t desk.Ticket
	err = n.a.store.Read(ctx, func(tx store.Tx) (err error) {
		t, err = tx.Ticket(number)
		return err
	})
	if err == nil {
		n.a.staff.TicketHere(t)
	} else if !errors.Is(err, desk.ErrNotFound) {
		n.a.cfg.Log.Warn("a ticket is not shown anew", "number", number, "err", err)
	}
}

// Late reports whether the nodes hear each other late: there is a Redis, and it is lost.
func (n *nodes) Late() bool {
	if n == nil {
		return false
	}
	_, lost := n.relay.Lost()
	return lost
}

// sayLate lets the dashboards of those who can mend it show when Redis is lost, or back.
func (n *nodes) sayLate() {
	if late := n.Late(); late != n.late.Swap(late) {
		if late {
			n.a.cfg.Log.Warn("Redis is lost: other servers are heard a second later, by way of the database")
		} else {
			n.a.cfg.Log.Info("Redis is back")
		}
		n.a.staff.AdminsAgain()
	}
}

// OtherNodes counts the other nodes that this one hears by way of Redis, for tests of the whole.
func (a *App) OtherNodes() int {
	if a.nodes == nil || a.nodes.relay == nil {
		return 0
	}
	return a.nodes.relay.Nodes()
}
