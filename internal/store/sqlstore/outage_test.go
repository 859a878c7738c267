package sqlstore_test

import (
	"context"
	"errors"
	"fmt"
	"log/slog"
	"net/url"
	"os"
	"strings"
	"sync"
	"sync/atomic"
	"testing"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/store/pgtest"
	"deskbell/internal/store/sqlstore"
)

// long reports whether tests run at full count.
func long() bool { return os.Getenv("DESKBELL_LONG") != "" }

// guests write messages from several goroutines and repeat under the same client id what was not acknowledged, as the
// widget does. Each writes in a conversation of its own.
type guests struct {
	t    *testing.T
	db   *sqlstore.DB
	stop context.CancelFunc
	done sync.WaitGroup

	refused atomic.Int64
	acked   atomic.Int64
	last    atomic.Int64 // when something was last acknowledged, in nanoseconds since 1970
	perOne  []int64      // how many of each guest's were acknowledged
}

const writers = 6

// talk makes a conversation of a guest of its own, at a property that all of them share.
func talk(t testing.TB, db store.Store, name string) desk.Conversation {
	t.Helper()
	c := desk.Conversation{ID: "conversation-" + name, PropertyID: "prop", AccountID: "site", ContactID: "contact-" + name, Channel: desk.ChannelWeb,
		Status: desk.StatusOpen, Controller: desk.Controller{Kind: desk.ControllerAssistant}, Epoch: 1, Language: "en"}
	if err := db.Write(context.Background(), func(tx store.Tx) error {
		if _, err := tx.Property("prop"); errors.Is(err, desk.ErrNotFound) {
			if err := tx.CreateProperty(desk.Property{ID: "prop", Key: "key", Name: "Hotel", CreatedAt: tx.Now(), UpdatedAt: tx.Now()}); err != nil {
				return err
			}
		}
		c.StartedAt, c.LastAt = tx.Now(), tx.Now()
		if err := tx.CreateContact(desk.Contact{ID: c.ContactID, PropertyID: "prop", AccountID: "site", Channel: desk.ChannelWeb, Language: "en",
			CreatedAt: tx.Now(), SeenAt: tx.Now()}); err != nil {
			return err
		}
		return tx.CreateConversation(c)
	}); err != nil {
		t.Fatal(err)
	}
	return c
}

// message stores a message once, whoever often it is asked to.
func message(ctx context.Context, db store.Store, conversationID, clientID string) (id string, err error) {
	err = db.Write(ctx, func(tx store.Tx) error {
		s, err := tx.State(conversationID)
		if err != nil {
			return err
		}
		if e, err := tx.EntryByClientID(s.ContactID, clientID); err == nil {
			id = e.ID
			return nil
		}
		id = fmt.Sprintf("entry-%s-%s", conversationID, clientID)
		e := desk.Entry{ID: id, ConversationID: s.ID, PropertyID: s.PropertyID, ContactID: s.ContactID,
			Seq: s.LastSeq + 1, PrevPublic: s.LastPublicSeq, Public: true, Kind: desk.EntryMessage, Text: "hello " + clientID, ClientID: clientID,
			Epoch: s.Epoch, At: tx.Now(), Author: desk.Author{Kind: desk.AuthorGuest, ID: s.ContactID}}
		out := desk.Outcome{State: s}
		n := &out.State
		n.LastSeq, n.LastPublicSeq, n.GuestAt, n.LastAt, n.Facts.GuestSeq = e.Seq, e.Seq, e.At, e.At, e.Seq
		return tx.Save(s, out, []desk.Entry{e})
	})
	return id, err
}

func startGuests(t *testing.T, db *sqlstore.DB) *guests {
	ctx, stop := context.WithCancel(context.Background())
	g := &guests{t: t, db: db, stop: stop, perOne: make([]int64, writers)}
	for i := range writers {
		c := talk(t, db, fmt.Sprint(i))
		g.done.Go(func() { g.write(ctx, i, c.ID) })
	}
	t.Cleanup(func() { stop(); g.done.Wait() })
	return g
}

func (g *guests) write(ctx context.Context, i int, conversationID string) {
	for n := int64(1); ctx.Err() == nil; {
		_, err := message(context.Background(), g.db, conversationID, fmt.Sprint("m", n))
		switch desk.CodeOf(err) {
		case "":
			g.perOne[i] = n
			g.acked.Add(1)
			g.last.Store(time.Now().UnixNano())
			n++
		case desk.CodeUnavailable:
			g.refused.Add(1)
			pause(ctx, 20*time.Millisecond)
		default:
			g.t.Errorf("a message was answered with %v", err)
			return
		}
	}
}

func pause(ctx context.Context, d time.Duration) {
	timer := time.NewTimer(d)
	defer timer.Stop()
	select {
	case <-timer.C:
	case <-ctx.Done():
	}
}

// flow waits until so many more messages are acknowledged and reports how long the first took.
func (g *guests) flow(more int64) time.Duration {
	g.t.Helper()
	began, from := time.Now(), g.acked.Load()
	var first time.Duration
	for deadline := began.Add(60 * time.Second); g.acked.Load() < from+more; pause(context.Background(), time.Millisecond) {
		if first == 0 && g.acked.Load() > from {
			first = time.Since(began)
		}
		if time.Now().After(deadline) {
			g.t.Fatalf("no message is stored any more; %d refused", g.refused.Load())
		}
	}
	if first == 0 {
		first = time.Since(began)
	}
	return first
}

// check stops the guests and looks at every conversation: what was acknowledged is there, once, in order, and nothing
// that nobody sent.
func (g *guests) check(db store.Store) {
	g.t.Helper()
	g.stop()
	g.done.Wait()
	for i := range writers {
		checkConversation(g.t, db, fmt.Sprint("conversation-", i), g.perOne[i])
	}
	g.t.Logf("%d messages acknowledged, %d times refused", g.acked.Load(), g.refused.Load())
}

func checkConversation(t *testing.T, db store.Store, id string, acked int64) {
	t.Helper()
	seen := map[string]bool{}
	var last int64
	if err := db.Read(context.Background(), func(tx store.Tx) error {
		s, err := tx.State(id)
		if err != nil {
			return err
		}
		for {
			page, err := tx.Entries(id, store.EntryFilter{After: last, Limit: 500})
			if err != nil {
				return err
			}
			for _, e := range page {
				if e.Seq != last+1 || e.PrevPublic != last || seen[e.ClientID] {
					t.Errorf("%s: entry %d follows %d (%s)", id, e.Seq, last, e.ClientID)
				}
				seen[e.ClientID], last = true, e.Seq
			}
			if len(page) < 500 {
				break
			}
		}
		if last != s.LastSeq {
			t.Errorf("%s: says it has %d entries and has %d", id, s.LastSeq, last)
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	for n := int64(1); n <= acked; n++ {
		if !seen[fmt.Sprint("m", n)] {
			t.Errorf("%s: m%d was acknowledged and is gone", id, n)
		}
	}
	if last > acked+1 { // the one that was under way
		t.Errorf("%s: %d were acknowledged, %d are there", id, acked, last)
	}
}

// own opens a database of a server of the test's own.
func own(t *testing.T, s *pgtest.Server, database string) *sqlstore.DB {
	t.Helper()
	s.Exec("postgres", "CREATE DATABASE "+database)
	return openNode(t, s.URL(database), "node")
}

// TestF5_PostgresIsKilled kills the server under load, again and again. Nobody restarts Deskbell.
func TestF5_PostgresIsKilled(t *testing.T) {
	t.Parallel()
	s := pgtest.Start(t)
	db := own(t, s, "deskbell")
	g := startGuests(t, db)
	rounds := 3
	if long() {
		rounds = 50
	}
	var slowest time.Duration
	for range rounds {
		g.flow(30)
		s.Kill()
		s.Start()
		slowest = max(slowest, g.flow(1))
	}
	g.flow(30)
	if slowest > 5*time.Second {
		t.Errorf("after PostgreSQL was ready again it took %v until a message was stored", slowest)
	}
	t.Logf("%d kills; at most %v from ready to the next message", rounds, slowest)
	g.check(db)
}

// TestPostgres_ARestartIsNotNoticed restarts the server in order: use cases wait for it.
func TestPostgres_ARestartIsNotNoticed(t *testing.T) {
	t.Parallel()
	s := pgtest.Start(t)
	db := own(t, s, "deskbell")
	c := talk(t, db, "a")
	s.Stop()
	stored := make(chan error, 1)
	go func() {
		_, err := message(context.Background(), db, c.ID, "m1")
		stored <- err
	}()
	s.Start()
	if err := <-stored; err != nil && desk.CodeOf(err) != desk.CodeUnavailable { // a busy machine may take longer than patience
		t.Fatal(err)
	}
	if _, err := message(t.Context(), db, c.ID, "m1"); err != nil {
		t.Fatal(err)
	}
	checkConversation(t, db, c.ID, 1)
	if err := db.Ping(t.Context()); err != nil {
		t.Errorf("not ready: %v", err)
	}
}

// refusals are what a store says while it cannot be used: to callers, and to whoever asks whether it is ready.
func refusals(t *testing.T, db *sqlstore.DB, conversationID string) (answer error, ready error) {
	t.Helper()
	_, answer = message(t.Context(), db, conversationID, "refused")
	var refusal *desk.Error
	if !errors.As(answer, &refusal) || refusal.Code != desk.CodeUnavailable || refusal.RetryAfter == 0 {
		t.Errorf("a message was answered with %v", answer)
	}
	if refusal != nil && strings.Contains(refusal.Message, "SQL") {
		t.Errorf("a guest reads %q", refusal.Message)
	}
	ctx, cancel := context.WithTimeout(t.Context(), 5*time.Second)
	defer cancel()
	if ready = db.Ping(ctx); desk.CodeOf(ready) != desk.CodeUnavailable {
		t.Errorf("readiness is answered with %v", ready)
	}
	return answer, ready
}

// TestPostgres_Troubles brings one server into each state in which it cannot be used, and out of it.
func TestPostgres_Troubles(t *testing.T) {
	t.Parallel()
	s := pgtest.Start(t)
	t.Run("ReadOnly", func(t *testing.T) {
		db := own(t, s, "readonly")
		c := talk(t, db, "a")
		s.Exec("postgres", "ALTER SYSTEM SET default_transaction_read_only = on")
		s.Exec("postgres", "SELECT pg_reload_conf()")
		eventually(t, "the server only reads", func() bool { return db.Ping(t.Context()) != nil })
		if _, ready := refusals(t, db, c.ID); !strings.Contains(ready.Error(), "only read") {
			t.Errorf("not ready, but: %v", ready)
		}
		if _, err := sqlstore.Open(t.Context(), sqlstore.Options{URL: s.URL("readonly")}); desk.CodeOf(err) != desk.CodeUnavailable || !strings.Contains(err.Error(), "only read") {
			t.Errorf("a start on it: %v", err)
		}
		conn := s.URL("postgres") + "&options=-c%20default_transaction_read_only%3Doff"
		command(t, conn, "ALTER SYSTEM RESET default_transaction_read_only")
		command(t, conn, "SELECT pg_reload_conf()")
		recovers(t, db, c.ID)
	})
	t.Run("NoConnectionLeft", func(t *testing.T) {
		s.Exec("postgres", "CREATE ROLE clerk LOGIN")
		s.Exec("postgres", "CREATE DATABASE crowded OWNER clerk")
		address := strings.Replace(s.URL("crowded"), pgtest.Superuser+"@", "clerk@", 1)
		db := openNode(t, address, "node")
		c := talk(t, db, "a")
		s.Exec("postgres", "ALTER ROLE clerk CONNECTION LIMIT 0")
		s.Exec("postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = 'clerk'")
		if _, ready := refusals(t, db, c.ID); !strings.Contains(ready.Error(), "max_connections") {
			t.Errorf("not ready, but: %v", ready)
		}
		if _, err := sqlstore.Open(t.Context(), sqlstore.Options{URL: address}); desk.CodeOf(err) != desk.CodeUnavailable || !strings.Contains(err.Error(), "max_connections") {
			t.Errorf("a start on it: %v", err)
		}
		s.Exec("postgres", "ALTER ROLE clerk CONNECTION LIMIT -1")
		recovers(t, db, c.ID)
	})
	t.Run("AnotherDatabase", func(t *testing.T) {
		var log lines
		s.Exec("postgres", "CREATE DATABASE ours")
		db, err := sqlstore.Open(t.Context(), sqlstore.Options{URL: s.URL("ours"), Log: slog.New(slog.NewTextHandler(&log, nil))})
		if err != nil {
			t.Fatal(err)
		}
		t.Cleanup(func() { db.Close() })
		c := talk(t, db, "a")
		other := own(t, s, "theirs")
		talk(t, other, "a") // the ids are the same: only the installation tells them apart
		if err := other.Close(); err != nil {
			t.Fatal(err)
		}
		swap := func(from, to, aside string) {
			s.Exec("postgres", "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname IN ('ours', 'theirs', 'empty')")
			s.Exec("postgres", "ALTER DATABASE "+from+" RENAME TO "+aside)
			s.Exec("postgres", "ALTER DATABASE "+to+" RENAME TO "+from)
		}
		swap("ours", "theirs", "away")
		if _, ready := refusals(t, db, c.ID); !strings.Contains(ready.Error(), "another database") {
			t.Errorf("not ready, but: %v", ready)
		}
		if !strings.Contains(log.String(), "another database") || !strings.Contains(log.String(), "instead of installation") {
			t.Errorf("the log says nothing of it: %s", log.String())
		}
		s.Exec("postgres", "CREATE DATABASE empty")
		swap("ours", "empty", "theirs")
		if _, ready := refusals(t, db, c.ID); !strings.Contains(ready.Error(), "another database") {
			t.Errorf("not ready, but: %v", ready)
		}
		swap("ours", "away", "empty")
		recovers(t, db, c.ID)
		checkEmpty := own2(t, s, "theirs")
		checkConversation(t, checkEmpty, c.ID, 0)
	})
	t.Run("SilentServer", func(t *testing.T) {
		db := own(t, s, "silent")
		c := talk(t, db, "a")
		resume := s.Pause()
		defer resume()
		ctx, cancel := context.WithTimeout(t.Context(), time.Second)
		defer cancel()
		if _, err := message(ctx, db, c.ID, "m1"); err == nil {
			t.Error("a server that stands still stored a message")
		}
		resume()
		recovers(t, db, c.ID)
	})
}

// own2 opens a database that is there already.
func own2(t *testing.T, s *pgtest.Server, database string) *sqlstore.DB {
	t.Helper()
	return openNode(t, s.URL(database), "node")
}

// recovers expects that a store can be used again soon, by itself, and stored nothing of what it refused.
func recovers(t *testing.T, db *sqlstore.DB, conversationID string) {
	t.Helper()
	began := time.Now()
	eventually(t, "messages are stored again", func() bool {
		_, err := message(t.Context(), db, conversationID, "m1")
		return err == nil
	})
	if took := time.Since(began); took > 5*time.Second {
		t.Errorf("it took %v until messages were stored again", took)
	}
	if err := db.Ping(t.Context()); err != nil {
		t.Errorf("not ready: %v", err)
	}
	checkConversation(t, db, conversationID, 1)
}

func eventually(t *testing.T, what string, is func() bool) {
	t.Helper()
	for deadline := time.Now().Add(30 * time.Second); !is(); pause(t.Context(), 10*time.Millisecond) {
		if time.Now().After(deadline) {
			t.Fatalf("it never came to be that %s", what)
		}
	}
}

// lines collects a log.
type lines struct {
	mu sync.Mutex
	b  strings.Builder
}

func (l *lines) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.Write(p)
}

func (l *lines) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}

// TestPostgres_WrongDatabases holds what a start says, and that it changes nothing where it does not belong.
func TestPostgres_WrongDatabases(t *testing.T) {
	t.Parallel()
	refused := func(address, want string) {
		t.Helper()
		db, err := sqlstore.Open(t.Context(), sqlstore.Options{URL: address})
		if err == nil {
			db.Close()
		}
		if desk.CodeOf(err) != desk.CodeUnavailable || !strings.Contains(fmt.Sprint(err), want) || strings.Contains(fmt.Sprint(err), "\n") {
			t.Errorf("%s: got %v, want something of %q", address, err, want)
		}
	}
	foreign := newDatabase(t, "")
	command(t, foreign, "CREATE TABLE orders (id int)")
	refused(foreign, "tables of another program")
	command(t, foreign, "CREATE TABLE "+"goose_db_version (version_id bigint, is_applied boolean)")
	refused(foreign, "tables of another program")

	u, _ := url.Parse(foreign)
	u.Path = "/nowhere"
	refused(u.String(), "no such database")

	latin := strings.TrimSuffix(newDatabase(t, ""), "?sslmode=disable") + "_latin?sslmode=disable"
	u, _ = url.Parse(latin)
	command(t, server(t), "CREATE DATABASE "+u.Path[1:]+" ENCODING 'LATIN1' LC_COLLATE 'C' LC_CTYPE 'C' TEMPLATE template0")
	t.Cleanup(func() { command(t, server(t), "DROP DATABASE "+u.Path[1:]+" WITH (FORCE)") })
	refused(latin, "UTF8")

	refused("postgres://x@127.0.0.1:1/none", "cannot be reached")
}
