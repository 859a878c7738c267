package days_test

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync/atomic"
	"time"

	"golang.org/x/sync/errgroup"

	"deskbell/internal/assistant"
	"deskbell/internal/assistant/danger"
	"deskbell/internal/bell"
	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/schedule"
	"deskbell/internal/store"
	"deskbell/internal/tickets"
)

// node is a running server, put together as the product is.
type node struct {
	store *leash
	desk  *conversation.Desk
	bell  *bell.Bell
	stop  context.CancelFunc
	ended chan error
}

// leash is a store that a killed server cannot reach any more: what it still wants to write is lost.
type leash struct {
	store.Store
	cut atomic.Bool
}

var errCut = errors.New("the server was killed")

func (l *leash) Write(ctx context.Context, fn func(store.Tx) error) error {
	if l.cut.Load() {
		return errCut
	}
	return l.Store.Write(ctx, fn)
}

func (l *leash) Read(ctx context.Context, fn func(store.Tx) error) error {
	if l.cut.Load() {
		return errCut
	}
	return l.Store.Read(ctx, fn)
}

// start brings the server up.
func (d *day) start() {
	if d.store == nil {
		d.opens()
	}
	d.nodes++
	owner := fmt.Sprintf("node-%d", d.nodes)
	n := &node{store: &leash{Store: d.store}, ended: make(chan error, 1)}
	props := conversation.NewProperties(n.store, time.Now)
	n.bell = bell.New(bell.Config{Store: n.store, Alone: true, Properties: props, Screens: d.watch, Away: d.away, NewID: d.newID})
	plan := schedule.New(schedule.Config{Store: n.store, Alone: true})
	taker := assistant.NewTaker(assistant.Config{Store: n.store, Answerer: scripted{}, Owner: owner})
	book := tickets.NewBook(tickets.BookConfig{NewID: d.newID})
	n.desk = conversation.New(conversation.Config{
		Store: n.store, Floors: n.bell, Publisher: d.watch, Followers: []conversation.Follower{n.bell, book}, Tickets: book,
		Danger: danger.Found, Away: d.away, Properties: props, Owner: owner, Turns: taker, OnTimer: plan.Wake, NewID: d.newID,
	})
	ctx, stop := context.WithCancel(context.Background())
	n.stop = stop
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return n.bell.Run(ctx, n.desk) })
	g.Go(func() error { return taker.Run(ctx, n.desk) })
	g.Go(func() error { return plan.Run(ctx, n.desk, taker) })
	go func() { n.ended <- g.Wait() }()
	d.node = n
	d.watch.up(time.Now())
}

// down ends the server, cleanly or as a power cut does.
func (d *day) down(killed bool) {
	n := d.node
	d.node = nil
	if killed {
		n.store.cut.Store(true)
		d.count("server killed")
	} else {
		d.count("server restarted")
	}
	n.stop()
	if err := <-n.ended; err != nil && !errors.Is(err, errCut) && !errors.Is(err, context.Canceled) {
		d.watch.fail("the server ended with %v", err)
	}
	d.watch.down(time.Now())
	if err := d.shelf.close(d.store); err != nil {
		d.watch.fail("the store was not closed: %v", err)
	}
	d.store = nil
}

func (d *day) opens() {
	var err error
	if d.store, err = d.shelf.open(); err != nil {
		panic(err) // there is no day without a store
	}
}

// scripted answers as the guest's own words say that it is to.
type scripted struct{}

func (scripted) Answer(ctx context.Context, q assistant.Question) (assistant.Answer, error) {
	pause := 50 * time.Millisecond
	switch {
	case strings.Contains(q.Text, "slow"):
		pause = 9 * time.Second
	case strings.Contains(q.Text, "never"):
		pause = time.Hour
	}
	timer := time.NewTimer(pause)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
		return assistant.Answer{}, ctx.Err()
	}
	switch {
	case strings.Contains(q.Text, "broken"):
		return assistant.Answer{}, errors.New("the answerer is broken")
	case strings.Contains(q.Text, "human"):
		return assistant.Answer{Decision: assistant.DecisionWish, Wish: 1, Language: "en"}, nil
	case strings.Contains(q.Text, "unknown"):
		return assistant.Answer{Decision: assistant.DecisionCannotHelp, Language: "en"}, nil
	}
	return assistant.Answer{Decision: assistant.DecisionAnswer, Text: "From 15:00.", Confidence: 1, Language: "en"}, nil
}

// question are the words of guests, by what the assistant makes of them.
var questions = []string{"hello", "hello", "hello", "unknown", "unknown", "slow", "broken", "never", "human", "a human please"}

// state reads a conversation as it is stored.
func (d *day) states() []desk.State {
	var out []desk.State
	err := d.store.Read(context.Background(), func(tx store.Tx) error {
		out = out[:0]
		for cursor := ""; ; {
			page, next, err := tx.List(store.ListFilter{View: store.ViewHistory, PropertyIDs: []string{property}, Cursor: cursor, Limit: 500})
			if err != nil {
				return err
			}
			for _, s := range page {
				out = append(out, s.State)
			}
			if cursor = next; next == "" {
				return nil
			}
		}
	})
	if err != nil {
		d.watch.fail("read the conversations: %v", err)
	}
	return out
}
