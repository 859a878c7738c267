package simulator

import (
	"bytes"
	"container/heap"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"io"
	"math/rand/v2"
	"net/http"
	"sync"
	"time"
)

// How webhooks are posted, where nothing disturbs it.
const (
	postWithin  = 10 * time.Second
	postsMost   = 20_000 // waiting; what is more is dropped, as Meta drops what is too old
	shownPosts  = 40
	lastRetry   = 5 * time.Minute
	retriesMost = 60
)

// post delivers signed webhooks: one at a time and in order for each channel, again and again until they are taken. What
// disturbs that is in weather.
type post struct {
	client *http.Client
	now    func() time.Time
	told   func() // something about it changed

	mu      sync.Mutex
	lines   map[Channel]*line
	weather Weather
	shown   []Posted
	seq     int64
}

// Weather is what happens to webhooks on their way.
type Weather struct {
	// Double posts each twice; Disorder mixes the order of those of three seconds; Delay holds each back; Hold keeps all
	// until it is taken away.
	Double   bool `json:"double"`
	Disorder bool `json:"disorder"`
	Delay    int  `json:"delay"` // seconds
	Hold     bool `json:"hold"`
}

// Posted is what became of one webhook.
type Posted struct {
	At      time.Time `json:"at"`
	Channel Channel   `json:"channel"`
	Event   string    `json:"event"`
	Status  int       `json:"status"` // 0: no answer
	Took    int64     `json:"took_ms"`
	Try     int       `json:"try"`
	Problem string    `json:"problem,omitempty"`
}

// line is a channel's queue.
type line struct {
	jobs  jobs
	wake  chan struct{}
	doing int
}

type job struct {
	url, event, signature string
	body                  []byte
	due                   time.Time
	seq                   int64
	try                   int
}

// jobs is a heap of what is due first.
type jobs []*job

func (j jobs) Len() int { return len(j) }
func (j jobs) Less(a, b int) bool {
	if !j[a].due.Equal(j[b].due) {
		return j[a].due.Before(j[b].due)
	}
	return j[a].seq < j[b].seq
}
func (j jobs) Swap(a, b int) { j[a], j[b] = j[b], j[a] }

// Push implements heap.Interface.
func (j *jobs) Push(x any) { *j = append(*j, x.(*job)) }

// Pop implements heap.Interface.
func (j *jobs) Pop() any {
	last := len(*j) - 1
	x := (*j)[last]
	(*j)[last] = nil
	*j = (*j)[:last]
	return x
}

func newPost(client *http.Client, now func() time.Time, told func()) *post {
	p := &post{client: client, now: now, told: told, lines: map[Channel]*line{}}
	for _, c := range Channels {
		p.lines[c] = &line{wake: make(chan struct{}, 1)}
	}
	return p
}

// send puts a webhook into its channel's line, after wait.
func (p *post) send(c Channel, hook Hook, secret, event string, body []byte, wait time.Duration) {
	if !hook.Verified {
		return
	}
	p.mu.Lock()
	defer p.mu.Unlock()
	copies := 1
	if p.weather.Double {
		copies = 2
	}
	for n := range copies {
		due := p.now().Add(wait + time.Duration(p.weather.Delay)*time.Second)
		if p.weather.Disorder {
			due = due.Add(time.Duration(rand.Int64N(int64(3 * time.Second))))
		} else if n > 0 {
			due = due.Add(400 * time.Millisecond)
		}
		p.put(c, &job{url: hook.Callback, event: event, signature: sign(secret, body), body: body, due: due, try: 1})
	}
}

// put is send's end, and that of a retry; the caller holds the lock.
func (p *post) put(c Channel, j *job) {
	l := p.lines[c]
	if len(l.jobs) >= postsMost {
		return
	}
	p.seq++
	j.seq = p.seq
	heap.Push(&l.jobs, j)
	l.nudge()
}

func (l *line) nudge() {
	select {
	case l.wake <- struct{}{}:
	default:
	}
}

// set changes the weather.
func (p *post) set(w Weather) {
	p.mu.Lock()
	defer p.mu.Unlock()
	p.weather = w
	for _, l := range p.lines {
		l.nudge()
	}
}

// waiting is how many webhooks are on their way.
func (p *post) waiting() int {
	p.mu.Lock()
	defer p.mu.Unlock()
	n := 0
	for _, l := range p.lines {
		n += len(l.jobs) + l.doing
	}
	return n
}

func (p *post) look() (Weather, []Posted) {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.weather, append([]Posted(nil), p.shown...)
}

// run delivers one channel's line until ctx is done. What waits then is lost: the retries of a real Meta would bring it.
func (p *post) run(ctx context.Context, c Channel) error {
	l := p.lines[c]
	timer := time.NewTimer(0)
	defer timer.Stop()
	for ctx.Err() == nil {
		next, wait := p.next(l)
		if next != nil {
			p.deliver(ctx, c, next)
			p.mu.Lock()
			l.doing = 0
			p.mu.Unlock()
			continue
		}
		timer.Reset(wait)
		select {
		case <-ctx.Done():
		case <-l.wake:
		case <-timer.C:
		}
	}
	return nil
}

// next takes what is due, or tells how long nothing will be.
func (p *post) next(l *line) (*job, time.Duration) {
	p.mu.Lock()
	defer p.mu.Unlock()
	if p.weather.Hold || len(l.jobs) == 0 {
		return nil, time.Minute
	}
	if wait := l.jobs[0].due.Sub(p.now()); wait > 0 {
		return nil, wait
	}
	l.doing = 1
	return heap.Pop(&l.jobs).(*job), 0
}

func (p *post) deliver(ctx context.Context, c Channel, j *job) {
	begin := p.now()
	status, err := p.once(ctx, j)
	if ctx.Err() != nil {
		return
	}
	said := Posted{At: begin, Channel: c, Event: j.event, Status: status, Took: p.now().Sub(begin).Milliseconds(), Try: j.try}
	if err != nil {
		said.Problem = "no answer"
	}
	p.mu.Lock()
	if status != http.StatusOK && j.try < retriesMost {
		again := *j
		again.try++
		again.due = p.now().Add(min(lastRetry, time.Second<<min(j.try-1, 10)))
		p.put(c, &again)
	}
	p.shown = append(p.shown, said)
	if over := len(p.shown) - shownPosts; over > 0 {
		p.shown = p.shown[over:]
	}
	p.mu.Unlock()
	p.told()
}

func (p *post) once(ctx context.Context, j *job) (int, error) {
	ctx, cancel := context.WithTimeout(ctx, postWithin)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodPost, j.url, bytes.NewReader(j.body))
	if err != nil {
		return 0, err
	}
	r.Header.Set("Content-Type", "application/json")
	r.Header.Set("User-Agent", "facebookexternalua")
	r.Header.Set("X-Hub-Signature-256", j.signature)
	res, err := p.client.Do(r)
	if err != nil {
		return 0, err
	}
	_, _ = io.Copy(io.Discard, io.LimitReader(res.Body, 64<<10))
	return res.StatusCode, res.Body.Close()
}

// sign is Meta's signature of a body.
func sign(secret string, body []byte) string {
	m := hmac.New(sha256.New, []byte(secret))
	m.Write(body)
	return "sha256=" + hex.EncodeToString(m.Sum(nil))
}

// verify asks an address whether it is ours, as Meta does before it posts there.
func (p *post) verify(ctx context.Context, callback, token string) error {
	ctx, cancel := context.WithTimeout(ctx, postWithin)
	defer cancel()
	r, err := http.NewRequestWithContext(ctx, http.MethodGet, callback, nil)
	if err != nil {
		return fmt.Errorf("the address is none: %w", err)
	}
	challenge := random(10, digits)
	q := r.URL.Query()
	q.Set("hub.mode", "subscribe")
	q.Set("hub.challenge", challenge)
	q.Set("hub.verify_token", token)
	r.URL.RawQuery = q.Encode()
	res, err := p.client.Do(r)
	if err != nil {
		return fmt.Errorf("the address does not answer: %w", err)
	}
	defer res.Body.Close()
	said, err := io.ReadAll(io.LimitReader(res.Body, 4<<10))
	switch {
	case err != nil:
		return fmt.Errorf("the address does not answer: %w", err)
	case res.StatusCode != http.StatusOK:
		return fmt.Errorf("the address answered %d: is the verify token the same there?", res.StatusCode)
	case string(said) != challenge:
		return fmt.Errorf("the address answered something else than the challenge")
	}
	return nil
}
