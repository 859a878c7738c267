// Package app puts the rooms of the house together: it opens the store, hands every part what it needs, runs them
// together, and stops them in order. The command starts it, and so do tests that want the whole of Deskbell.
package app

import (
	"context"
	"errors"
	"fmt"
	"io/fs"
	"log/slog"
	"net"
	"net/http"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"deskbell/internal/assistant"
	"deskbell/internal/assistant/builtin"
	"deskbell/internal/assistant/danger"
	"deskbell/internal/auth"
	"deskbell/internal/backup"
	"deskbell/internal/bell"
	"deskbell/internal/booking"
	"deskbell/internal/chain"
	"deskbell/internal/clock"
	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/files"
	"deskbell/internal/httpapi"
	"deskbell/internal/httpapi/guest"
	"deskbell/internal/httpapi/hooks"
	"deskbell/internal/httpapi/problem"
	"deskbell/internal/httpapi/staff"
	"deskbell/internal/httpapi/widget"
	"deskbell/internal/knowledge/crawl"
	"deskbell/internal/knowledge/document"
	knowledgehub "deskbell/internal/knowledge/hub"
	"deskbell/internal/knowledge/source"
	"deskbell/internal/limit"
	"deskbell/internal/mail"
	"deskbell/internal/metrics"
	"deskbell/internal/outward"
	"deskbell/internal/push"
	"deskbell/internal/realtime"
	"deskbell/internal/schedule"
	"deskbell/internal/secret"
	"deskbell/internal/store"
	"deskbell/internal/store/sqlstore"
	"deskbell/internal/tickets"
	"deskbell/web"
)

// stopWithin is how long a clean stop may take; systemd and Kubernetes wait longer.
const stopWithin = 9 * time.Second

// nightlyHour is when the nightly backup is made, by the clock of the machine.
const nightlyHour = 3

// Config says what to run. It has been checked by whoever made it.
type Config struct {
	// Dir is the data folder.
	Dir string
	// Addr is what is listened on, as the listener names it; BaseURL what people use ("" follows from Addr).
	Addr    string
	BaseURL string
	// DatabaseURL is postgres://…; "" is SQLite in Dir.
	DatabaseURL string
	// RedisURL is redis://…, where the nodes that share a PostgreSQL database hear each other at once; "" lets them ask
	// the database every second.
	RedisURL string
	// node names this process among them.
	node string
	// Demo fills an empty folder with the sample properties and serves their website.
	Demo bool
	// Simulator plays Meta and its guests' phones at /simulator/; a demo always has it.
	Simulator bool
	// GraphBaseURL is an address below which each of Meta's hosts is a path; "" are Meta's hosts, or the simulator.
	// GraphVersion is the version that is asked there; "" is the newest known.
	GraphBaseURL, GraphVersion string
	// LimitsOff lifts the rate limits, for load tests.
	LimitsOff bool
	Proxies   limit.Proxies
	// Secure says whether and how this process makes the address secure.
	Secure Secure
	// LLM is the language model that phrases answers; none without its BaseURL.
	LLM LLM
	// DocumentReader is the command of a process that reads documents (document.Reader); none reads them in this one.
	DocumentReader []string
	// Outward says what may be asked beyond the public internet.
	Outward outward.Config
	Log     *slog.Logger
	Version string
	// Cost is that of one password guess; the default if zero. Tests take a cheap one.
	Cost auth.Cost
	// Now is the machine's clock; nil is the real one. With PostgreSQL it is the database's that counts.
	Now func() time.Time
	// Dist are the built front ends; those in the binary if nil.
	Dist fs.FS
}

// App is a running Deskbell.
type App struct {
	cfg      Config
	store    *sqlstore.DB
	gate     *auth.Gate
	desk     *conversation.Desk
	people   *staff.API
	visitors *guest.API
	bell     *bell.Bell
	nodes    *nodes
	taker    *assistant.Taker
	schedule *schedule.Schedule
	guests   *realtime.Guests
	staff    *realtime.Staff
	fanout   *realtime.Fanout
	nightly  backup.Nightly
	room     *files.Room
	// clock and attendance are nil on SQLite.
	clock      *clock.Clock
	attendance *realtime.Attendance
	outward    *outward.Client
	sealer     *secret.Sealer
	simulated  *simulated // nil where it was not asked for
	channels   *channels
	knowledge  *knowledgehub.Hub
	sources    *source.Sources
	bookings   *booking.Desk
	push       *push.Service
	post       *mail.Post
	clerk      *tickets.Clerk
	handler    http.Handler
}

// Open opens the data and builds everything. Nothing runs yet; Run does that, and closes what Open opened.
func Open(ctx context.Context, cfg Config) (*App, error) {
	if cfg.Log == nil {
		cfg.Log = slog.New(slog.DiscardHandler)
	}
	if cfg.BaseURL == "" {
		cfg.BaseURL = baseOf(cfg.Addr, cfg.Secure.TLS != nil)
	}
	cfg.BaseURL = strings.TrimSuffix(cfg.BaseURL, "/")
	if cfg.Dist == nil {
		cfg.Dist = web.Dist()
	}
	switch {
	case cfg.Now != nil:
	case cfg.DatabaseURL == "": // there is no other clock that it could be held to
		cfg.Now = clock.NewSteady(nil, nil, cfg.Log).Now
	default:
		cfg.Now = time.Now
	}
	cfg.node = conversation.NewID()
	numbers := metrics.New(cfg.Version)
	s, err := openStore(ctx, cfg, numbers)
	if err != nil {
		return nil, err
	}
	a, err := build(ctx, cfg, numbers, s)
	if err != nil {
		return nil, errors.Join(err, s.Close())
	}
	return a, nil
}

func build(ctx context.Context, cfg Config, numbers *metrics.Metrics, s *sqlstore.DB) (*App, error) {
	if cfg.Demo {
		_, port, err := net.SplitHostPort(cfg.Addr)
		if err != nil {
			return nil, fmt.Errorf("address %q: %w", cfg.Addr, err)
		}
		if err := fillDemo(ctx, s, conversation.NewID, port, cfg.BaseURL); err != nil {
			return nil, fmt.Errorf("fill the demo: %w", err)
		}
	}
	room, err := openFiles(cfg, s)
	if err != nil {
		return nil, err
	}
	now := cfg.Now
	played, err := openSimulator(ctx, &cfg)
	if err != nil {
		return nil, err
	}
	a := &App{cfg: cfg, store: s, room: room, simulated: played, outward: outward.New(cfg.Outward)}
	if a.sealer, err = openSealer(cfg.Dir); err != nil {
		return nil, err
	}
	if cfg.DatabaseURL != "" {
		if a.clock, err = clock.New(ctx, s, now, cfg.Log); err != nil {
			return nil, fmt.Errorf("ask the database what time it is: %w", err)
		}
		now = a.clock.Now
		numbers.Gauge("clock_ahead_seconds", "By how much this machine's clock is ahead of the database's, which counts.",
			func() float64 { return a.clock.Ahead().Seconds() })
	}
	a.push = push.New(push.Config{Store: s, Client: a.outward, BaseURL: cfg.BaseURL, NewID: conversation.NewID, Now: now, Log: cfg.Log})
	caller := &chain.Caller{Client: a.outward}
	alone := cfg.DatabaseURL == ""
	owner := cfg.node
	var others realtime.Others // stays nil, so that one node alone asks no further
	var bells bell.Others
	limits := limit.New(now, cfg.LimitsOff)
	props := conversation.NewProperties(s, now)
	signIns, guesses, challenges := limit.NewSignIns(limits), limit.NewAttempts(limits), limit.NewChallenges(now)
	if !alone {
		secret, err := challengeSecret(ctx, s)
		if err != nil {
			return nil, err
		}
		signIns.Share(together(s))
		guesses.Share(together(s))
		challenges.Share(secret, together(s))
	}
	knows := newHub(s, now)
	if !alone {
		if a.nodes, err = newNodes(ctx, a, owner, numbers); err != nil {
			return nil, err
		}
		if cfg.RedisURL != "" {
			others, bells = a.nodes, a.nodes
		}
	}
	answerer, err := newAnswering(ctx, cfg, a, knows, props, now, numbers)
	if err != nil {
		return nil, err
	}

	a.bell = bell.New(bell.Config{Store: s, Now: now, Alone: alone, Silent: func(id string) { a.staff.Silent(id) }, Others: bells, Properties: props,
		Screens: screens{a}, Pusher: a.push, Caller: chain.Ringer{Caller: caller, BaseURL: cfg.BaseURL}, Mailer: letters{a},
		Away: func(contactID string) bool { return a.guests.Away(contactID) }, Log: cfg.Log})
	a.gate = auth.New(auth.Config{Store: s, Now: now, NewID: conversation.NewID, Shared: !alone, SignIns: signIns, Cost: cfg.Cost, Log: cfg.Log,
		Ended: a.ended, Changed: func(id string) { a.staff.Me(id) }})
	dir := realtime.NewDirectory(s, a.bell, now, cfg.Log)
	a.guests = realtime.NewGuests()
	a.guests.Others = others
	a.staff, err = realtime.NewStaff(realtime.StaffConfig{
		Directory: dir, Guests: a.guests, Refuse: problem.Write, Origins: []string{cfg.BaseURL},
		Authenticate: a.authenticate, Check: a.gate.Check,
		Typing:    func(conversationID, personID string) { a.channels.outbox.Typing(conversationID, personID) },
		Heartbeat: a.bell.Heartbeat, Reach: a.bell.Reach, Confirm: a.bell.Confirm, Others: others, Metrics: numbers.Registry(), Now: now, Log: cfg.Log,
	})
	if err != nil {
		a.guests.Close()
		return nil, err
	}
	if !alone {
		a.attendance = a.guests.Attend(s, owner, now, cfg.Log)
		shareCertificates(cfg, s, owner)
	}
	a.fanout = realtime.NewFanout(a.guests, a.staff, dir)
	a.schedule = schedule.New(schedule.Config{Store: s, Alone: alone, Owner: owner, Late: numbers.Late, Dead: numbers.Dead, Log: cfg.Log})
	if !alone {
		a.fanout.Share()
		a.fanout.Dropped = func(turnID string) { a.taker.Drop(turnID) }
		a.nodes.forget = func(id string) {
			props.Forget(id)
			knows.forget(id)
			dir.ForgetProperties()
		}
	}
	a.taker = assistant.NewTaker(assistant.Config{Store: s, Answerer: answerer, Owner: owner, Typing: typing{a}, Drafts: a.staff, Topic: builtin.TopicOf, AtOnce: answersAtOnce, Dead: numbers.Dead, Log: cfg.Log})
	book := tickets.NewBook(tickets.BookConfig{NewID: conversation.NewID, Changed: a.staff.Ticket, Due: func(at time.Time) { a.clerk.Due(at) }})
	a.post, err = mail.New(ctx, mail.Config{Store: s, NewID: conversation.NewID, Owner: owner, Alone: alone, Settled: book.MailSettled, Dead: numbers.Dead, Log: cfg.Log})
	if err != nil {
		a.guests.Close()
		return nil, errors.Join(err, a.staff.Close(ctx))
	}
	caller.Mailer = a.post
	if a.channels, err = openChannels(cfg, a, now, numbers); err != nil {
		a.guests.Close()
		return nil, errors.Join(err, a.staff.Close(ctx))
	}
	knew := func(id string) {
		knows.forget(id)
		a.staff.Settings(id)
	}
	a.sources = source.New(source.Config{Store: s, NewID: conversation.NewID, Crawler: &crawl.Crawler{Client: a.outward},
		Documents: document.Reader{Command: cfg.DocumentReader, Log: cfg.Log}, Changed: knew, Log: cfg.Log})
	guestChanged := func(id string) {
		a.visitors.Forget(id)
		a.nodes.tellID(tellContact, id)
	}
	a.bookings = booking.New(booking.Config{Store: s, Sealer: a.sealer, Changed: func(id string) {
		guestChanged(id)
		if current, ok := dir.Current(id); ok {
			a.staff.Card(current)
		}
	}, Log: cfg.Log})
	a.knowledge = newKnowledgeHub(s, answerer, knew, now, cfg.Log)
	a.desk = conversation.New(conversation.Config{Store: s, Floors: a.bell, Publisher: numbers.Publisher(a.fanout), Properties: props,
		Tickets: book, Followers: []conversation.Follower{a.bell, book, knowledgehub.Follower{}}, Danger: danger.Found, Mood: moodOf, Away: a.guests.Away,
		Owner: owner, Turns: a.taker, OnTimer: a.schedule.Wake, Accounts: a.channels.accounts, OnDelivery: a.channels.written, Log: cfg.Log})
	a.clerk = tickets.New(tickets.Config{Store: s, Book: book, Conversations: a.desk, Properties: props, Post: a.post, Away: a.guests.Away,
		BaseURL: cfg.BaseURL, Log: cfg.Log})
	dir.Transcripts, dir.Accounts = a.clerk.Sends, a.channels.accounts
	a.people = staff.New(staff.Config{
		Store: s, Gate: a.gate, Desk: a.desk, Properties: props, Bell: a.bell, Floors: a.bell, Live: a.staff, Files: room, Answerer: answerer, Answering: answerer, Tools: answerer.tools,
		Hub: a.knowledge, Sources: a.sources, KnowledgeChanged: knew,
		GuestChanged: guestChanged, Bookings: a.bookings,
		PropertyChanged: func(id string) {
			props.Forget(id)
			knows.forget(id)
			dir.ForgetProperties()
		},
		Push: a.push, Chain: caller, Limits: limits, Tickets: a.clerk, Mail: a.post, Prepared: a.channels.connections, Channels: a.channels.connections, Outbox: a.channels.outbox, Intake: a.channels.intake, Late: a.nodes.Late,
		Proxies: cfg.Proxies, BaseURL: cfg.BaseURL, Now: now, NewID: conversation.NewID, Log: cfg.Log, Demo: cfg.Demo, Version: cfg.Version,
	})
	a.visitors = guest.New(guest.Config{
		Store: s, Desk: a.desk, Directory: dir, Guests: a.guests, Live: a.staff, Files: room, Limiter: limits, Guesses: guesses, Bookings: a.bookings,
		Transcripts: a.clerk, Links: a.clerk,
		Challenges: challenges, Proxies: cfg.Proxies, BaseURL: cfg.BaseURL, Now: now, NewID: conversation.NewID,
		Log: cfg.Log, Version: cfg.Version,
	})
	var backedUp atomic.Int64
	a.nightly = backup.Nightly{Dir: cfg.Dir, Version: cfg.Version, Hour: nightlyHour, Log: cfg.Log, Done: func(_ backup.Manifest, err error) {
		if err == nil {
			backedUp.Store(time.Now().Unix())
		}
	}}
	numbers.Gauge("backup_last_success_seconds", "When the last nightly backup of this process was made, as a Unix time; 0 for none yet.",
		func() float64 { return float64(backedUp.Load()) })
	cfg.Secure.count(numbers)
	(&waiting{store: s, now: now, log: cfg.Log}).register(numbers)
	numbers.Gauge("disk_free_bytes", "Room on the disk of the data folder; below 64 MB the server is not ready.", func() float64 {
		free, err := freeBytes(cfg.Dir)
		if err != nil {
			return 0
		}
		return float64(free)
	})
	numbers.Gauge("guest_streams", "Open event streams of guests.", func() float64 { return float64(a.guests.Len()) })
	numbers.Gauge("staff_connections", "Open connections of agents.", func() float64 { return float64(a.staff.Len()) })
	a.handler = httpapi.New(httpapi.Config{
		Staff: a.people, StaffDoc: a.people.OpenAPI(), Guest: a.visitors, GuestDoc: a.visitors.OpenAPI(),
		Widget: widget.New(cfg.Dist, dir), Files: room, Live: a.staff,
		Hooks: hooks.New(hooks.Config{Post: a.post, Receiver: a.clerk, Bookings: a.bookings, Limits: limits, Proxies: cfg.Proxies,
			Channels: hooks.Channels{Adapters: a.channels.adapters, Apps: a.channels.connections, Intake: a.channels.intake}}), Metrics: numbers.Handler(), Count: numbers.Request,
		Simulator: a.simulated.handler(), Dist: cfg.Dist, Demo: cfg.Demo, Ready: a.ready, Weak: a.weak, Proxies: cfg.Proxies, Log: cfg.Log, Version: cfg.Version,
	})
	a.simulated.attach(a.handler, func(r *http.Request) error {
		_, _, err := a.authenticate(r)
		return err
	})
	return a, nil
}

// authenticate names who opens a live connection.
func (a *App) authenticate(r *http.Request) (desk.Person, string, error) {
	v, err := a.people.Visit(r)
	return v.Person, v.Key(), err
}

// Handler is everything that is served.
func (a *App) Handler() http.Handler { return a.handler }

// Store is the data, for tests of the whole.
func (a *App) Store() store.Store { return a.store }

// Desk is the one door to conversations.
func (a *App) Desk() *conversation.Desk { return a.desk }

// Post is the installation's e-mail.
func (a *App) Post() *mail.Post { return a.post }

// Clerk is what people and mails do with tickets.
func (a *App) Clerk() *tickets.Clerk { return a.clerk }

// BaseURL is the address that people use.
func (a *App) BaseURL() string { return a.cfg.BaseURL }

// SetupToken makes the token that the first set-up needs; "" where somebody exists already.
func (a *App) SetupToken(ctx context.Context) (string, error) { return a.gate.OpenSetup(ctx) }

// ended follows when sessions of a person were ended.
func (a *App) ended(personID string, left bool) {
	ctx, cancel := context.WithTimeout(context.Background(), 10*time.Second)
	defer cancel()
	a.staff.Recheck(ctx, personID)
	a.nodes.tellID(tellSessions, personID)
	if !left {
		return
	}
	if err := a.bell.SignedOut(ctx, a.desk, personID); err != nil {
		a.cfg.Log.Error("shift not ended", "person_id", personID, "err", err)
	}
	if err := a.push.SignedOut(ctx, personID); err != nil {
		a.cfg.Log.Error("phones not forgotten", "person_id", personID, "err", err)
	}
}

// Close closes what Open opened, where Run was never called.
func (a *App) Close() error {
	a.simulated.leave()
	a.guests.Close()
	a.push.Close()
	a.outward.Close()
	ctx, cancel := context.WithTimeout(context.Background(), stopWithin)
	defer cancel()
	return errors.Join(a.staff.Close(ctx), a.store.Close())
}

// Run serves on l until ctx is done, then stops in order: no new connections, open streams told to go, what was
// accepted finished, the store closed last.
func (a *App) Run(ctx context.Context, l net.Listener) error {
	server := a.newServer(a.handler)
	work, stopWork := context.WithCancel(context.WithoutCancel(ctx))
	defer stopWork()
	g, working := errgroup.WithContext(work)
	g.Go(func() error { return a.fanout.Run(working) })
	g.Go(func() error { return a.fanout.WatchOffers(working) })
	g.Go(func() error { return a.bell.Run(working, a.desk) })
	g.Go(func() error { return a.plain(working) })
	g.Go(func() error { return a.simulated.run(working, a) })
	g.Go(func() error { return a.keepSecure(working) })
	g.Go(func() error { return a.taker.Run(working, a.desk) })
	g.Go(func() error { return a.channels.run(working, a.desk) })
	g.Go(func() error { return a.post.Run(working, a.clerk) })
	g.Go(func() error { return a.clerk.Run(working) })
	g.Go(func() error { return a.knowledge.Run(working) })
	g.Go(func() error { return a.sources.Run(working) })
	g.Go(func() error { return a.bookings.Run(working) })
	g.Go(func() error { return a.schedule.Run(working, a.desk, a.taker) })
	if a.cfg.DatabaseURL == "" { // PostgreSQL has tools of its own
		g.Go(func() error { return a.nightly.Run(working) })
	} else {
		g.Go(func() error { return a.clock.Run(working) })
		g.Go(func() error { return a.attendance.Run(working) })
		g.Go(func() error { return a.nodes.run(working) })
		g.Go(func() error { return a.importFiles(working) })
		g.Go(func() error { return a.sweep(working) })
	}
	served := make(chan error, 1)
	go func() { served <- a.serveOn(server, l) }()

	var err error
	select {
	case <-ctx.Done():
	case err = <-served:
		err = fmt.Errorf("serve: %w", err)
	case <-working.Done(): // a part ended by itself: its error is g.Wait's
	}
	stopping, cancel := context.WithTimeout(context.WithoutCancel(ctx), stopWithin)
	defer cancel()
	// Shutdown waits for open answers, so the streams are told to go while it does.
	closed := make(chan struct{})
	server.RegisterOnShutdown(func() {
		a.simulated.leave()
		a.guests.Close()
		if e := a.staff.Close(stopping); e != nil {
			a.cfg.Log.Warn("live connections not closed in time", "err", e)
		}
		close(closed)
	})
	if e := server.Shutdown(stopping); e != nil {
		_ = server.Close()
	}
	select {
	case <-closed:
	case <-stopping.Done():
	}
	stopWork()
	a.push.Close()
	a.outward.Close()
	if e := wait(stopping, g.Wait); e != nil && !errors.Is(e, context.Canceled) {
		err = errors.Join(err, e)
	}
	return errors.Join(err, a.store.Close())
}

// wait waits for fn until ctx is done.
func wait(ctx context.Context, fn func() error) error {
	done := make(chan error, 1)
	go func() { done <- fn() }()
	select {
	case err := <-done:
		return err
	case <-ctx.Done():
		return errors.New("some work did not end in time")
	}
}

// ready reports whether requests can be answered: the database answers, and the disk has room for what comes.
func (a *App) ready(ctx context.Context) error {
	if err := a.store.Ping(ctx); err != nil {
		return err
	}
	if free, err := freeBytes(a.cfg.Dir); err == nil && free < minFree {
		return desk.Refuse(desk.CodeUnavailable, "The disk of the data folder is nearly full (%d MB left).", free>>20)
	}
	return nil
}

// weak tells what does not stop requests from being answered, and should be mended; nil is nothing.
func (a *App) weak() map[string]string {
	if a.nodes.Late() {
		return map[string]string{"redis": "lost: the servers of this installation hear each other a second late, by way of the database"}
	}
	return nil
}

// baseOf is the address of a listener as people on this machine type it.
func baseOf(addr string, secure bool) string {
	scheme, usual := "http://", "80"
	if secure {
		scheme, usual = "https://", "443"
	}
	host, port, err := net.SplitHostPort(addr)
	if err != nil {
		return scheme + addr
	}
	if ip := net.ParseIP(host); host == "" || ip != nil && ip.IsUnspecified() {
		host = "localhost"
	}
	if port == usual {
		return scheme + strings.TrimSuffix(net.JoinHostPort(host, ""), ":")
	}
	return scheme + net.JoinHostPort(host, port)
}
