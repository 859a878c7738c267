package main

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"os"
	"path/filepath"
	"sort"
	"sync"
	"sync/atomic"
	"time"

	"deskbell/conformance/drive"
	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/store/sqlstore"

	"github.com/google/uuid"
)

// How much a large store holds.
const (
	largeConversations = 100_000
	largeMessages      = 10 // each
	largeOpen          = 1_000
)

// measureLarge is the same path with years of conversations stored.
func measureLarge(ctx context.Context, c config, r *report) error {
	if !c.has(onSQLite) {
		return nil
	}
	dir, err := largeStore(ctx, c.largeDir)
	if err != nil {
		return fmt.Errorf("fill the store: %w", err)
	}
	if c.largeDir == "" {
		defer os.RemoveAll(dir)
	}
	for range c.runs {
		srv, err := drive.Start(ctx, drive.Options{Dir: dir})
		if err != nil {
			return err
		}
		r.add(Figure{Name: "start to ready, 1,000,000 messages stored", Unit: "ms", Must: 1000}, float64(srv.Took.Microseconds())/1000)
		srv.Stop()
	}
	s, err := c.newScene(ctx, sceneOptions{dir: dir, guests: 200, control: true, streams: true})
	if err != nil {
		return err
	}
	defer s.close()
	const stored = ", 1,000,000 messages stored"
	for range c.runs {
		if err := s.inboxPage(ctx, Figure{Name: "inbox page" + stored + ", p99", Unit: "ms", Must: 10}, r); err != nil {
			return err
		}
	}
	err = s.latency(ctx, c, r, stored, []rate{{1000, func(float64, float64) limits { return limits{4, 1.5, 40, 10} }}})
	if err != nil {
		return err
	}
	for range c.runs {
		v, err := s.closedLoop(ctx, 200, c.seconds, s.guestSends)
		if err != nil {
			return err
		}
		r.pace(Figure{Name: "durable guest messages" + stored, Unit: "/s", Must: 3000, Aim: 6000, More: true}, v)
	}
	return nil
}

// inboxPage is how long a page of the dashboard's lists takes.
func (s *scene) inboxPage(ctx context.Context, page Figure, r *report) error {
	before := s.used()
	took, err := s.inbox(ctx, 300)
	if err != nil {
		return err
	}
	u := s.used().since(before)
	r.add(page, took[len(took)*99/100])
	r.add(Figure{Name: "  p50 of one", Unit: "ms", Of: page.Name}, took[len(took)/2])
	r.add(Figure{Name: "  processor time of one, server", Unit: "ms", Of: page.Name}, (u.server+u.database).Seconds()*1000/float64(len(took)))
	r.add(Figure{Name: "  others' share of the machine meanwhile", Unit: "%", Of: page.Name}, 100*u.others())
	return nil
}

// largeStore is a folder with the large store: a new one, or the one that is kept.
func largeStore(ctx context.Context, keep string) (dir string, err error) {
	if keep != "" {
		if _, err := os.Stat(filepath.Join(keep, sqlstore.DatabaseFile)); err == nil {
			return keep, nil
		}
		return keep, errors.Join(os.MkdirAll(keep, 0o700), fill(ctx, keep, "", largeConversations))
	}
	if dir, err = os.MkdirTemp("", "deskbell-bench-"); err != nil {
		return "", err
	}
	return dir, fill(ctx, dir, "", largeConversations)
}

// inbox reads the pages of the dashboard's lists in turn and reports how long each took, in rising milliseconds.
func (s *scene) inbox(ctx context.Context, times int) ([]float64, error) {
	views := []string{"history", "live", "mine"}
	took := make([]float64, 0, times)
	for n := range times {
		begin := time.Now()
		if err := s.agent.Do(ctx, "GET", "/conversations?limit=50&view="+views[n%len(views)], nil, nil); err != nil {
			return nil, err
		}
		took = append(took, float64(time.Since(begin).Microseconds())/1000)
	}
	sort.Float64s(took)
	return took, nil
}

// fill puts conversations of ten messages each straight into the database of a fresh demo, in the folder or at the
// address: through the API they would take an hour. All but the newest are resolved.
func fill(ctx context.Context, dir, url string, conversations int) error {
	o := drive.Options{Dir: dir}
	if url != "" {
		o.Env = []string{"DESKBELL_DATABASE_URL=" + url}
	}
	srv, err := drive.Start(ctx, o)
	if err != nil {
		return err
	}
	srv.Stop()
	open := sqlstore.Options{URL: url}
	if url == "" {
		open.Dir = dir
	}
	db, err := sqlstore.Open(ctx, open)
	if err != nil {
		return err
	}
	var properties []desk.Property
	if err := db.Read(ctx, func(tx store.Tx) (err error) {
		properties, err = tx.ListProperties()
		return err
	}); err != nil {
		return errors.Join(err, db.Close())
	}
	begin := time.Now()
	var done atomic.Int64
	err = each(conversations, 256, func(i int) error {
		err := db.Write(ctx, func(tx store.Tx) error { return stored(tx, properties[0].ID, i, conversations) })
		if n := done.Add(1); n%10_000 == 0 {
			fmt.Printf("\r… %d of %d conversations stored, %s ", n, conversations, time.Since(begin).Round(time.Second))
		}
		return err
	})
	if err == nil && url == "" {
		err = indexed(ctx, dir)
	}
	return errors.Join(err, db.Close())
}

// indexed waits until the search's index, which is written behind the messages, has all of them: years of conversations
// do not come at once, and what is measured is not the catching up.
func indexed(ctx context.Context, dir string) error {
	db, err := sql.Open("sqlite", "file:"+filepath.Join(dir, sqlstore.DatabaseFile)+"?mode=ro")
	if err != nil {
		return err
	}
	defer db.Close()
	for begin := time.Now(); ; {
		var done, all int64
		if err := db.QueryRowContext(ctx, `SELECT indexed, (SELECT MAX(n) FROM entries) FROM search_progress`).Scan(&done, &all); err != nil {
			return err
		}
		fmt.Printf("\r… %d of %d messages indexed, %s ", done, all, time.Since(begin).Round(time.Second))
		if done >= all {
			fmt.Println()
			return nil
		}
		select {
		case <-ctx.Done():
			return ctx.Err()
		case <-time.After(time.Second):
		}
	}
}

var wordsOfFill = []string{"breakfast", "parking", "pool", "late", "checkout", "dog", "shuttle", "spa", "room", "view", "harbour", "towels", "invoice"}

// stored writes one finished conversation; the newest thousand are still open.
func stored(tx store.Tx, propertyID string, i, of int) error {
	at := tx.Now().Add(-time.Duration(of-i) * 5 * time.Minute)
	contact := desk.Contact{
		ID: newID(), PropertyID: propertyID, AccountID: propertyID, Channel: desk.ChannelWeb, Name: fmt.Sprintf("Guest %d", i),
		Language: "en", CreatedAt: at, SeenAt: at,
	}
	if err := tx.CreateContact(contact); err != nil {
		return err
	}
	before := desk.State{Conversation: desk.Conversation{
		ID: newID(), PropertyID: propertyID, AccountID: propertyID, ContactID: contact.ID, Channel: desk.ChannelWeb,
		Status: desk.StatusOpen, Controller: desk.Controller{Kind: desk.ControllerAssistant}, Language: "en", StartedAt: at,
	}}
	if err := tx.CreateConversation(before.Conversation); err != nil {
		return err
	}
	after := before
	var entries []desk.Entry
	for n := range largeMessages {
		e := desk.Entry{
			ID: newID(), ConversationID: before.ID, PropertyID: propertyID, ContactID: contact.ID, Seq: int64(n + 1),
			PrevPublic: int64(n), Public: true, Kind: desk.EntryMessage, At: at.Add(time.Duration(n) * 20 * time.Second),
			Author: desk.Author{Kind: desk.AuthorAssistant, Name: "digital assistant"},
			Text:   fmt.Sprintf("About the %s and the %s: answer %d of conversation %d.", wordsOfFill[i%13], wordsOfFill[(i+n)%13], n, i),
		}
		if n%2 == 0 {
			e.Author = desk.Author{Kind: desk.AuthorGuest, ID: contact.ID}
			e.ClientID = e.ID
			after.Facts.GuestSeq, after.GuestAt = e.Seq, e.At
		}
		after.LastSeq, after.LastPublicSeq, after.LastAt = e.Seq, e.Seq, e.At
		entries = append(entries, e)
	}
	after.Facts.AnsweredSeq = after.Facts.GuestSeq
	if i < of-largeOpen {
		after.Status, after.ResolvedAt = desk.StatusResolved, after.LastAt
	}
	return tx.Save(before, desk.Outcome{State: after, Write: make([]desk.Written, len(entries))}, entries)
}

var idMutex sync.Mutex

func newID() string {
	idMutex.Lock()
	defer idMutex.Unlock()
	return uuid.Must(uuid.NewV7()).String()
}
