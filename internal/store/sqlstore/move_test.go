package sqlstore_test

import (
	"context"
	"fmt"
	"log/slog"
	"path/filepath"
	"strings"
	"testing"

	"github.com/google/go-cmp/cmp"

	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/store/sqlstore"
	"deskbell/internal/store/storetest"
)

// filledFolder is a data folder with conversations, and with something of whatever else there is.
func filledFolder(t *testing.T) (dir string, f storetest.Filled, c desk.Conversation) {
	t.Helper()
	dir = t.TempDir()
	db, err := sqlstore.Open(t.Context(), sqlstore.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if f, err = storetest.Fill(t.Context(), db, 300, 8, 100); err != nil {
		t.Fatal(err)
	}
	c = talk(t, db, "a")
	for _, m := range []string{"m1", "m2"} {
		if _, err := message(t.Context(), db, c.ID, m); err != nil {
			t.Fatal(err)
		}
	}
	if err := db.Write(t.Context(), func(tx store.Tx) error {
		now := tx.Now()
		ticket := desk.Ticket{PropertyID: c.PropertyID, ConversationID: c.ID, ContactID: c.ContactID, Channel: desk.ChannelWeb, FormID: "form", Cause: "left", Status: "open", Priority: "normal", Name: "Zoë 🛎 Ångström",
			Text: "a 'quoted' \"word\" \\ and a\ttab\nand a line; Grüße, 東京, שלום", Language: "en", CreatedAt: now, MovedAt: now}
		number, err := tx.CreateTicket(ticket)
		if err != nil {
			return err
		}
		for _, err := range []error{
			tx.AddTicketLine(desk.TicketLine{ID: "line", Number: number, Kind: "note", At: now, PersonID: f.PersonID, ClientID: "c", Text: "called back"}),
			tx.PutFact(store.KnowledgeFact{PropertyID: f.PropertyID, Key: "pets", State: "yes", Details: "dogs", UpdatedAt: now}),
			tx.PutEntry(store.KnowledgeEntry{ID: "entry", PropertyID: f.PropertyID, Questions: []string{"When is breakfast?"}, Answer: "At 7", Language: "en", UpdatedAt: now}),
			tx.PutShortcut(desk.Shortcut{ID: "shortcut", PropertyID: f.PropertyID, Name: "hi", Text: "Hello!", UpdatedAt: now}),
			tx.SetSetting("k", "v"), tx.SetDraft(f.PersonID, c.ID, "reply", ""), tx.SetReadMark(f.PersonID, c.ID, 1),
			tx.Audit(store.AuditLine{At: now, PersonID: f.PersonID, Action: "signed in"}), tx.Audit(store.AuditLine{At: now, PersonID: f.PersonID, Action: "signed out"}),
			tx.CreateSession(store.Session{TokenHash: "hash", PersonID: f.PersonID, CreatedAt: now, SeenAt: now, ExpiresAt: now}),
			tx.CreateGuestToken("hash", c.ContactID, now),
			tx.PutDevices([]desk.Device{{ID: "device", PersonID: f.PersonID, Kind: "screen", SeenAt: now}}),
			tx.CreateAlert(store.Alert{ID: "alert", ConversationID: c.ID, PropertyID: "prop", Kind: store.AlertAlarm, OpenedAt: now, RoundAt: now}),
			tx.CreateRing(store.Ring{AlertID: "alert", Round: 1, At: now, People: []string{f.PersonID}}),
			tx.PutFile(store.StoredFile{File: desk.File{ID: "file", Key: "abcd.png", Name: "a.png", Type: "image/png", Size: 3}, PropertyID: "prop", CreatedAt: now}),
			tx.MarkSeen("prop", "https://hotel.example", now),
		} {
			if err != nil {
				return err
			}
		}
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return dir, f, c
}

func beginMove(t *testing.T, dir, address string) (*sqlstore.Move, error) {
	t.Helper()
	return sqlstore.BeginMove(t.Context(), dir, address, slog.New(slog.DiscardHandler))
}

func quietly(string, int64, int64) {}

func TestMove_EverythingArrives(t *testing.T) {
	t.Parallel()
	address := newDatabase(t, "")
	dir, f, c := filledFolder(t)

	serving, err := sqlstore.Open(t.Context(), sqlstore.Options{Dir: dir})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := beginMove(t, dir, address); desk.CodeOf(err) != desk.CodeUnavailable || !strings.Contains(err.Error(), "in use") {
		t.Errorf("a folder that is being served: %v", err)
	}
	want := everything(t, serving, f, c)
	if err := serving.Close(); err != nil {
		t.Fatal(err)
	}

	m, err := beginMove(t, dir, address)
	if err != nil {
		t.Fatal(err)
	}
	if _, err := beginMove(t, dir, address); err == nil {
		t.Error("two move the same folder at once")
	}
	if _, err := sqlstore.Open(t.Context(), sqlstore.Options{URL: address}); desk.CodeOf(err) != desk.CodeUnavailable || !strings.Contains(err.Error(), "not finished") {
		t.Errorf("serving what is being filled: %v", err)
	}
	moved, err := m.Tables(t.Context(), quietly)
	if err != nil {
		t.Fatal(err)
	}
	if n, err := m.PutFile(t.Context(), "abcd.png", strings.NewReader(strings.Repeat("picture", 100_000))); err != nil || n != 700_000 {
		t.Fatalf("a file: %d bytes, %v", n, err)
	}
	if err := m.Finish(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := m.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	contents, err := sqlstore.Inspect(t.Context(), filepath.Join(dir, sqlstore.DatabaseFile))
	if err != nil {
		t.Fatal(err)
	}
	filled := 0
	for _, table := range moved {
		if contents.Counts[table.Table] != table.Rows {
			t.Errorf("%s: %d rows, %d moved", table.Table, contents.Counts[table.Table], table.Rows)
		}
		delete(contents.Counts, table.Table)
		if table.Rows > 0 {
			filled++
		}
	}
	if len(contents.Counts) != 2 || filled < 20 { // migrations and the progress of SQLite's search stay
		t.Errorf("%d tables with rows moved; not moved: %v", filled, contents.Counts)
	}

	db := openNode(t, address, "node")
	if diff := cmp.Diff(want, everything(t, db, f, c)); diff != "" {
		t.Errorf("before (-), after (+):\n%s", diff)
	}
	if _, err := message(t.Context(), db, c.ID, "m3"); err != nil {
		t.Errorf("life goes on: %v", err)
	}
	checkConversation(t, db, c.ID, 3)
	if err := db.Write(t.Context(), func(tx store.Tx) error {
		size, err := tx.FileSize("abcd.png")
		if size != 700_000 {
			t.Errorf("the file has %d bytes", size)
		}
		return err
	}); err != nil {
		t.Error(err)
	}
	if _, err := beginMove(t, dir, address); desk.CodeOf(err) != desk.CodeConflict || !strings.Contains(err.Error(), "not empty") {
		t.Errorf("into an installation: %v", err)
	}
}

// everything is what the contract says about a store, as far as the filled one goes.
func everything(t *testing.T, s store.Store, f storetest.Filled, c desk.Conversation) map[string]string {
	t.Helper()
	all := map[string]string{}
	note := func(what string, v any, err error) {
		if err != nil {
			t.Errorf("%s: %v", what, err)
		}
		all[what] = fmt.Sprintf("%+v", v)
	}
	if err := s.Read(t.Context(), func(tx store.Tx) error {
		state, err := tx.State(c.ID)
		note("state", state, err)
		for _, contact := range f.Contacts {
			s, err := tx.StateOfContact(contact)
			note("state of "+contact, s, err)
			entries, err := tx.Entries(s.ID, store.EntryFilter{})
			note("entries of "+contact, entries, err)
		}
		person, err := tx.Person(f.PersonID)
		note("person", person, err)
		audit, err := tx.ListAudit([]string{""}, 10)
		note("audit", audit, err)
		ticket, err := tx.TicketByForm(c.ContactID, "form")
		note("ticket", ticket, err)
		lines, err := tx.TicketLines(ticket.Number)
		note("lines", lines, err)
		hits, err := tx.Search([]string{f.PropertyID}, "breakfast", 200)
		note("search", len(hits), err)
		guests, err := tx.Search([]string{f.PropertyID, "prop"}, "hello", 10)
		note("search", guests, err)
		id, err := tx.Setting("installation")
		note("installation", id, err)
		facts, err := tx.Facts(f.PropertyID)
		note("facts", facts, err)
		return nil
	}); err != nil {
		t.Fatal(err)
	}
	return all
}

func TestMove_BeginsAnewAfterAFailure(t *testing.T) {
	t.Parallel()
	address := newDatabase(t, "")
	dir, _, c := filledFolder(t)
	ctx, cancel := context.WithCancel(t.Context())
	m, err := sqlstore.BeginMove(ctx, dir, address, slog.New(slog.DiscardHandler))
	if err != nil {
		t.Fatal(err)
	}
	_, err = m.Tables(ctx, func(table string, _, _ int64) {
		if table == "entries" {
			cancel()
		}
	})
	if err == nil {
		t.Fatal("a move that was broken off says that it succeeded")
	}
	_ = m.Close(t.Context())
	if _, err := sqlstore.Open(t.Context(), sqlstore.Options{URL: address}); desk.CodeOf(err) != desk.CodeUnavailable {
		t.Errorf("what is unfinished can be served: %v", err)
	}
	if m, err = beginMove(t, dir, address); err != nil {
		t.Fatalf("a second time: %v", err)
	}
	if _, err := m.Tables(t.Context(), quietly); err != nil {
		t.Fatalf("a second time: %v", err)
	}
	if err := m.Finish(t.Context()); err != nil {
		t.Fatal(err)
	}
	if err := m.Close(t.Context()); err != nil {
		t.Fatal(err)
	}
	checkConversation(t, openNode(t, address, "node"), c.ID, 2)
}

// TestMove_SeesWhatArrivedWrong lets the target change a row, and lose one.
func TestMove_SeesWhatArrivedWrong(t *testing.T) {
	t.Parallel()
	for name, does := range map[string]string{
		"Changed": "NEW.text := NEW.text || ' '; RETURN NEW;",
		"Lost":    "RETURN NULL;",
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			address := newDatabase(t, "")
			dir, _, _ := filledFolder(t)
			m, err := beginMove(t, dir, address)
			if err != nil {
				t.Fatal(err)
			}
			defer m.Close(t.Context())
			command(t, address, "CREATE FUNCTION spoil() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN IF NEW.client_id = 'm2' THEN "+does+" END IF; RETURN NEW; END $$")
			command(t, address, "CREATE TRIGGER spoil BEFORE INSERT ON entries FOR EACH ROW EXECUTE FUNCTION spoil()")
			if _, err := m.Tables(t.Context(), quietly); err == nil || !strings.Contains(err.Error(), "not what was sent") {
				t.Errorf("what arrived was taken for what was sent: %v", err)
			}
		})
	}
}

func TestMove_RefusesADatabaseInUse(t *testing.T) {
	t.Parallel()
	address := newDatabase(t, "")
	command(t, address, "CREATE TABLE orders (id int)")
	dir, _, _ := filledFolder(t)
	if _, err := beginMove(t, dir, address); desk.CodeOf(err) != desk.CodeConflict {
		t.Errorf("a foreign database: %v", err)
	}
}
