package conformance

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"maps"
	"math/rand/v2"
	"net/http"
	"slices"
	"sync"
	"time"

	"github.com/coder/websocket"

	"deskbell/conformance/drive"
	"deskbell/conformance/history"
)

// deskPage is an agent's open dashboard as far as the network sees it: one connection that is opened again after every
// cut, lists that are read again after every connection, and gaps that are read over HTTP, as docs/protocol.md says.
type deskPage struct {
	staff  *drive.Staff
	record *history.Page // nil where nobody records
	rec    *history.Recorder
	name   string
	device string // "" is a page without sound, which keeps nobody present

	mu      sync.Mutex
	shown   map[string][]drive.Entry
	waiting map[string]drive.Ring // what rings now, by request
	ended   map[string]string     // how requests ended that rang, by request
	up      bool
	opened  int
	ends    map[int]int           // why connections ended: by the status of the WebSocket, -1 for none
	cut     func()                // ends the connection that stands
	onFrame func(drive.DeskFrame) // under no lock
}

func newDeskPage(s *drive.Staff, name, device string) *deskPage {
	return &deskPage{staff: s, name: name, device: device, shown: map[string][]drive.Entry{}, waiting: map[string]drive.Ring{}, ended: map[string]string{}, ends: map[int]int{}}
}

// live keeps the page open until ctx ends.
func (p *deskPage) live(ctx context.Context) {
	if p.device != "" {
		beating, stop := context.WithCancel(ctx)
		defer stop()
		go func() {
			for beating.Err() == nil {
				next := 10 * time.Second
				if p.at().Present(beating, p.device) != nil {
					next = 500 * time.Millisecond
				}
				pause(beating, time.Now().Add(next))
			}
		}()
	}
	for ctx.Err() == nil {
		p.connect(ctx)
		pause(ctx, time.Now().Add(100*time.Millisecond+rand.N(900*time.Millisecond)))
	}
}

// at is the person at the node where the page is now.
func (p *deskPage) at() *drive.Staff {
	p.mu.Lock()
	defer p.mu.Unlock()
	s := *p.staff
	return &s
}

// move lets the page connect to another node.
func (p *deskPage) move(base string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.staff.Base = base
	if p.cut != nil {
		p.cut()
	}
}

// closes are how many connections ended with each status.
func (p *deskPage) closes() map[int]int {
	p.mu.Lock()
	defer p.mu.Unlock()
	return maps.Clone(p.ends)
}

// connect is one connection, until it ends. What comes is taken in at once, as a browser does, and worked on in its order:
// first the lists are read, however long that takes.
func (p *deskPage) connect(ctx context.Context) {
	ctx, cancel := context.WithCancel(ctx)
	defer cancel()
	p.mu.Lock()
	p.cut = cancel
	p.mu.Unlock()
	ended, accepted := func() {}, make(chan struct{})
	frames := make(chan drive.DeskFrame, 1<<16)
	var working sync.WaitGroup
	working.Go(func() {
		select {
		case <-accepted:
		case <-ctx.Done():
			return
		}
		for p.readLists(ctx) != nil { // a dashboard reads again until it can
			pause(ctx, time.Now().Add(200*time.Millisecond+rand.N(300*time.Millisecond)))
			if ctx.Err() != nil {
				return
			}
		}
		p.mu.Lock()
		p.up = true
		p.opened++
		p.mu.Unlock()
		if p.record != nil {
			ended = p.record.Connected()
		}
		for {
			select {
			case f := <-frames:
				p.frame(ctx, f)
			case <-ctx.Done():
				return
			}
		}
	})
	err := p.at().Realtime(ctx, func() { close(accepted) }, func(m drive.Publication) {
		var f drive.DeskFrame
		if json.Unmarshal(m.Data, &f) != nil {
			return
		}
		if f.Ring != nil {
			p.rang(*f.Ring)
		}
		for _, r := range f.Rings {
			p.rang(r)
		}
		select {
		case frames <- f:
		case <-ctx.Done():
		}
	})
	own := ctx.Err() != nil
	cancel()
	working.Wait()
	p.mu.Lock()
	p.up = false
	select {
	case <-accepted:
		if !own {
			p.ends[int(websocket.CloseStatus(err))]++
		}
	default:
	}
	p.mu.Unlock()
	ended()
}

func (p *deskPage) frame(ctx context.Context, f drive.DeskFrame) {
	p.mu.Lock()
	hook := p.onFrame
	p.mu.Unlock()
	if hook != nil {
		hook(f)
	}
	if f.Card != nil {
		p.saw(*f.Card, time.Time{})
	}
	switch f.T {
	case "entry":
		if f.Entry != nil && !p.show(f.ConversationID, *f.Entry) {
			_ = p.fill(ctx, f.ConversationID) // the next frame shows the gap again
		}
	case "ring", "rings":
		if f.Ring != nil {
			p.rings(*f.Ring)
		}
		for _, r := range f.Rings {
			p.rings(r)
		}
	case "ring_end":
		p.mu.Lock()
		delete(p.waiting, f.RingID)
		p.ended[f.RingID] = f.How
		p.mu.Unlock()
	}
}

func (p *deskPage) rings(r drive.Ring) {
	p.mu.Lock()
	if r.State == "ended" {
		delete(p.waiting, r.ID)
		p.ended[r.ID] = r.End
	} else {
		p.waiting[r.ID] = r
	}
	p.mu.Unlock()
	p.rang(r)
}

// rang takes down that a ring is shown.
func (p *deskPage) rang(r drive.Ring) {
	if p.record != nil && r.State != "ended" && r.ForMe {
		p.record.Rang(r.ID, r.ConversationID)
	}
}

// saw takes down how a conversation stood, if somebody records.
func (p *deskPage) saw(c drive.Card, asked time.Time) {
	if p.rec == nil {
		return
	}
	p.rec.Saw(viewOf(p.name, c, asked))
}

func viewOf(reader string, c drive.Card, asked time.Time) history.View {
	v := history.View{Reader: reader, Conversation: c.ID, Invoked: asked, Returned: time.Now(), Status: c.Status,
		Controller: c.Controller.Kind, Agent: c.Controller.AgentID, Epoch: c.Epoch, LastSeq: c.LastSeq}
	if r := c.Request; r != nil {
		v.Request = history.Request{ID: r.ID, Kind: r.Kind, State: r.State, End: r.Ended}
	}
	return v
}

// readLists reads what the dashboard reads after every connection, and what is missing in what it shows.
func (p *deskPage) readLists(ctx context.Context) error {
	for _, view := range []string{"live", "mine", "requests", "history"} {
		asked := time.Now()
		cards, err := p.at().List(ctx, view)
		if err != nil {
			return err
		}
		for _, c := range cards {
			p.saw(c, asked)
			if p.cursor(c.ID) < c.LastSeq {
				if err := p.fill(ctx, c.ID); err != nil && !refused(err) {
					return err
				}
			}
		}
	}
	rings, err := p.at().Rings(ctx)
	if err != nil {
		return err
	}
	p.mu.Lock()
	clear(p.waiting)
	p.mu.Unlock()
	for _, r := range rings {
		p.rings(r)
	}
	return nil
}

func (p *deskPage) cursor(conversation string) int64 {
	p.mu.Lock()
	defer p.mu.Unlock()
	return int64(len(p.shown[conversation])) // the desk's seqs have no gaps
}

// show reports whether nothing is missing before the entry.
func (p *deskPage) show(conversation string, e drive.Entry) bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	switch last := int64(len(p.shown[conversation])); {
	case e.Seq <= last:
		return true
	case e.Prev != last:
		return false
	}
	p.shown[conversation] = append(p.shown[conversation], e)
	return true
}

func (p *deskPage) fill(ctx context.Context, conversation string) error {
	for {
		var page struct {
			Entries []drive.Entry `json:"entries"`
			More    bool          `json:"more"`
		}
		path := fmt.Sprintf("/conversations/%s/entries?after=%d&limit=500", conversation, p.cursor(conversation))
		if err := p.at().Do(ctx, http.MethodGet, path, nil, &page); err != nil {
			return err
		}
		for _, e := range page.Entries {
			p.show(conversation, e)
		}
		if !page.More {
			return nil
		}
	}
}

// seen is what the page shows of a conversation.
func (p *deskPage) seen(conversation string) []drive.Entry {
	p.mu.Lock()
	defer p.mu.Unlock()
	return append([]drive.Entry(nil), p.shown[conversation]...)
}

// connected reports whether the page's connection stands.
func (p *deskPage) connected() bool {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.up
}

// ring is a request that has rung on the page for a while, picked by the dice; "" if none does.
func (p *deskPage) ring(dice *rand.Rand, since time.Duration) (conversation string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	ids := slices.DeleteFunc(slices.Sorted(maps.Keys(p.waiting)), func(id string) bool { return time.Since(p.waiting[id].OpenedAt) < since })
	if len(ids) == 0 {
		return ""
	}
	return p.waiting[ids[dice.IntN(len(ids))]].ConversationID
}

// refused reports whether a server said no, and would again.
func refused(err error) bool {
	p := (*drive.Problem)(nil)
	return errors.As(err, &p) && p.Status < 500
}
