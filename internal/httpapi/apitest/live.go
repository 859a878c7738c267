package apitest

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"net/url"
	"strings"
	"sync"
	"time"

	"github.com/coder/websocket"

	"deskbell/internal/bell"
)

// heardWithin is how long something may take to be heard; the machine may be busy.
const heardWithin = 20 * time.Second

// Ear keeps what came over a live connection.
type Ear struct {
	house *House
	conn  *websocket.Conn // nil for guests
	close func()

	mu    sync.Mutex
	heard []string
	ended string
	more  chan struct{}
	calls int
}

func (c *Client) ear() *Ear { return &Ear{house: c.house, more: make(chan struct{}, 1)} }

func (e *Ear) note(text string, ended bool) {
	e.mu.Lock()
	if ended {
		e.ended = text
	} else {
		e.heard = append(e.heard, text)
	}
	e.mu.Unlock()
	select {
	case e.more <- struct{}{}:
	default:
	}
}

// Hears waits for something that holds all the given words, and forgets what came before it.
func (e *Ear) Hears(words ...string) string {
	e.house.t.Helper()
	deadline := time.NewTimer(heardWithin)
	defer deadline.Stop()
	for {
		e.mu.Lock()
		for i, text := range e.heard {
			if holds(text, words) {
				e.heard = e.heard[i+1:]
				e.mu.Unlock()
				return text
			}
		}
		all, ended := strings.Join(e.heard, "\n"), e.ended
		e.mu.Unlock()
		if ended != "" {
			e.house.t.Fatalf("the connection ended (%s) before %q was heard, after:\n%s", ended, words, all)
		}
		select {
		case <-e.more:
		case <-deadline.C:
			e.house.t.Fatalf("%q was not heard, but:\n%s", words, all)
		}
	}
}

// Ends waits for the end of the connection, and is its reason.
func (e *Ear) Ends() string {
	e.house.t.Helper()
	e.house.Until("the connection ends", func() bool {
		e.mu.Lock()
		defer e.mu.Unlock()
		return e.ended != ""
	})
	return e.ended
}

// Count is how often something with all the words was heard since the last Hears.
func (e *Ear) Count(words ...string) (n int) {
	e.mu.Lock()
	defer e.mu.Unlock()
	for _, text := range e.heard {
		if holds(text, words) {
			n++
		}
	}
	return n
}

// Close ends the connection.
func (e *Ear) Close() { e.close() }

func holds(text string, words []string) bool {
	for _, w := range words {
		if !strings.Contains(text, w) {
			return false
		}
	}
	return true
}

// Screen opens the live connection of whoever is signed in, and returns once it is open.
func (c *Client) Screen() *Ear {
	c.house.t.Helper()
	u, err := url.Parse(c.house.URL)
	if err != nil {
		c.house.t.Fatal(err)
	}
	header := http.Header{}
	for _, cookie := range c.http.Jar.Cookies(u) {
		header.Add("Cookie", cookie.String())
	}
	ctx, cancel := context.WithCancel(context.Background())
	conn, _, err := websocket.Dial(ctx, strings.Replace(c.house.URL, "http", "ws", 1)+"/realtime", &websocket.DialOptions{HTTPHeader: header})
	if err != nil {
		cancel()
		c.house.t.Fatal(err)
	}
	conn.SetReadLimit(1 << 20)
	e := c.ear()
	e.conn = conn
	e.close = func() {
		cancel()
		_ = conn.CloseNow()
	}
	c.house.t.Cleanup(e.close)
	go func() {
		for {
			_, raw, err := conn.Read(ctx)
			if err != nil {
				e.note(fmt.Sprint(int(websocket.CloseStatus(err))), true)
				return
			}
			for line := range strings.SplitSeq(strings.TrimSpace(string(raw)), "\n") {
				if line == "{}" { // a ping
					_ = conn.Write(ctx, websocket.MessageText, []byte("{}"))
					continue
				}
				e.note(line, false)
			}
		}
	}()
	e.send(`{"id":1,"connect":{}}`)
	e.Hears(`"id":1`)
	e.calls = 1
	return e
}

func (e *Ear) send(line string) {
	e.house.t.Helper()
	if err := e.conn.Write(context.Background(), websocket.MessageText, []byte(line)); err != nil {
		e.house.t.Fatal(err)
	}
}

// Call calls a method of the live connection; what it answers is heard like everything else.
func (e *Ear) Call(method string, data Map) {
	e.house.t.Helper()
	raw, err := json.Marshal(data)
	if err != nil {
		e.house.t.Fatal(err)
	}
	e.calls++
	e.send(fmt.Sprintf(`{"id":%d,"rpc":{"method":%q,"data":%s}}`, e.calls, method, raw))
}

// Stream opens the event stream of a guest whose token the client has. Each event is heard as its name and its data.
func (c *Client) Stream() *Ear {
	c.house.t.Helper()
	ctx, cancel := context.WithCancel(context.Background())
	req, err := http.NewRequestWithContext(ctx, "GET", c.house.URL+"/api/guest/v1/stream?after=0", nil)
	if err != nil {
		cancel()
		c.house.t.Fatal(err)
	}
	req.Header = c.Header.Clone()
	res, err := http.DefaultClient.Do(req)
	if err != nil {
		cancel()
		c.house.t.Fatal(err)
	}
	e := c.ear()
	e.close = func() {
		cancel()
		_ = res.Body.Close()
	}
	c.house.t.Cleanup(e.close)
	if res.StatusCode != http.StatusOK {
		c.house.t.Fatalf("a guest's stream: %d", res.StatusCode)
	}
	go func() {
		name := ""
		lines := bufio.NewScanner(res.Body)
		lines.Buffer(nil, 1<<20)
		for lines.Scan() {
			if n, ok := strings.CutPrefix(lines.Text(), "event: "); ok {
				name = n
			} else if data, ok := strings.CutPrefix(lines.Text(), "data: "); ok {
				e.note(name+" "+data, false)
			}
		}
		e.note("closed", true)
	}()
	e.Hears("state ")
	return e
}

// Visit begins a guest's session at a property.
func (h *House) Visit(propertyKey string) *Client {
	h.t.Helper()
	c := h.Client()
	a := c.Must(http.StatusCreated, "POST", "/api/guest/v1/sessions", Map{"key": propertyKey, "locale": "en"})
	c.Header.Set("Authorization", "Bearer "+a.Text("token"))
	return c
}

// At is the same browser at another house, as behind a balancer: with the cookies and headers that it has.
func (c *Client) At(h *House) *Client {
	moved := *c
	moved.house = h
	moved.Header = c.Header.Clone()
	from, _ := url.Parse(c.house.URL)
	to, _ := url.Parse(h.URL)
	moved.http = h.Client().http
	moved.http.Jar.SetCookies(to, c.http.Jar.Cookies(from))
	return &moved
}

// Beats is a device that gives its sign of life now, which must be taken, and goes on to, until the test ends: on a busy
// machine a test can take longer than the desk waits for a silent device. A later call for the device replaces an earlier.
func (c *Client) Beats(device string, sign Map) {
	c.house.t.Helper()
	if stop := c.beats[device]; stop != nil {
		stop()
	}
	path := "/api/v1/me/devices/" + device + "/heartbeat"
	c.Must(http.StatusNoContent, "POST", path, sign)
	body, err := json.Marshal(sign)
	if err != nil {
		c.house.t.Fatal(err)
	}
	header := c.Header.Clone()
	header.Set("Content-Type", "application/json")
	ctx, cancel := context.WithCancel(c.house.t.Context())
	done := make(chan struct{})
	stop := sync.OnceFunc(func() {
		cancel()
		<-done
	})
	if c.beats == nil {
		c.beats = map[string]func(){}
	}
	c.beats[device] = stop
	c.house.t.Cleanup(stop)
	go func() {
		defer close(done)
		tick := time.NewTicker(bell.Heartbeat)
		defer tick.Stop()
		for {
			select {
			case <-ctx.Done():
				return
			case <-tick.C:
			}
			req, err := http.NewRequestWithContext(ctx, "POST", c.house.URL+path, bytes.NewReader(body))
			if err != nil {
				return
			}
			req.Header = header.Clone()
			// What it is answered is nobody's question here: the person may have signed out since.
			if res, err := c.http.Do(req); err == nil {
				res.Body.Close()
			}
		}
	}()
}
