package sqlstore_test

import (
	"bytes"
	"fmt"
	"net/url"
	"slices"
	"sync/atomic"
	"testing"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
	"github.com/Shopify/toxiproxy/v2/stream"
	"github.com/Shopify/toxiproxy/v2/toxics"
	"github.com/rs/zerolog"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// loseCommit is a toxic for the way back from PostgreSQL: while it is armed, it takes away the answer to a commit, and
// cuts the line. The server has committed by then, and nobody hears of it.
type loseCommit struct{}

// armed and lost are package variables because toxiproxy copies toxics. Only one test uses them.
var (
	armed atomic.Bool
	lost  atomic.Int64
)

// Pipe implements toxics.Toxic.
func (*loseCommit) Pipe(stub *toxics.ToxicStub) {
	for {
		select {
		case <-stub.Interrupt:
			return
		case c := <-stub.Input:
			if c == nil {
				stub.Close()
				return
			}
			if bytes.Contains(c.Data, []byte("COMMIT\x00")) && armed.CompareAndSwap(true, false) {
				lost.Add(1)
				stub.Close()
				return
			}
			stub.Output <- &stream.StreamChunk{Data: c.Data, Timestamp: c.Timestamp}
		}
	}
}

func init() { toxics.Register("lose_commit", new(loseCommit)) }

// TestF7_ALostAnswerToACommit loses the answers to commits. Nobody knows then whether the message is stored: it is
// refused for now and not repeated here, because that could store it twice, and the repetition under the same client id
// is answered with what is there.
func TestF7_ALostAnswerToACommit(t *testing.T) {
	t.Parallel()
	address := newDatabase(t, "")
	u, _ := url.Parse(address)
	proxy := toxiproxy.NewProxy(toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop()), "postgres", "127.0.0.1:0", u.Host)
	if err := proxy.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(proxy.Stop)
	if _, err := proxy.Toxics.AddToxicJson(bytes.NewReader([]byte(`{"type":"lose_commit","stream":"downstream"}`))); err != nil {
		t.Fatal(err)
	}
	u.Host = proxy.Listen
	db := openNode(t, u.String(), "node")
	c := talk(t, db, "a")
	cursor := bulletin(t, db, "").Next
	rounds := 100
	if long() {
		rounds = 1000
	}
	for i := 1; i <= rounds; i++ {
		client := fmt.Sprint("m", i)
		armed.Store(true)
		if _, err := message(t.Context(), db, c.ID, client); desk.CodeOf(err) != desk.CodeUnavailable {
			t.Fatalf("message %d, whose commit was not answered, was answered with %v", i, err)
		}
		id, err := message(t.Context(), db, c.ID, client)
		if want := fmt.Sprintf("entry-%s-%s", c.ID, client); err != nil || id != want {
			t.Fatalf("the repetition of message %d was answered with %q, %v", i, id, err)
		}
	}
	// What is no message has no id to be known by: it must not be run again.
	armed.Store(true)
	runs := 0
	if err := db.Write(t.Context(), func(tx store.Tx) error { runs++; return tx.SetSetting("k", "v") }); desk.CodeOf(err) != desk.CodeUnavailable || runs != 1 {
		t.Errorf("after %d runs: %v", runs, err)
	}
	// Nobody was told of what these commits changed: the node hears of it as if another one had.
	heard := bulletin(t, db, cursor)
	if at := slices.Index(heard.Hints, store.Hint{Kind: store.HintConversation, ID: c.ID, Seq: int64(rounds)}); at < 0 || heard.Missed {
		t.Errorf("of %d lost commits the node hears %+v", rounds, heard)
	}
	if again := bulletin(t, db, heard.Next); len(again.Hints) > 0 {
		t.Errorf("it hears again of %+v", again.Hints)
	}
	rounds++
	if got := lost.Load(); got != int64(rounds) {
		t.Errorf("%d answers were lost, of %d", got, rounds)
	}
	if failed := db.Stats().FailedCommits; failed != uint64(rounds) {
		t.Errorf("%d commits were counted as failed, of %d", failed, rounds)
	}
	checkConversation(t, db, c.ID, int64(rounds-1))
}
