package main

import (
	"context"
	"errors"
	"fmt"
	"strings"
	"sync"
	"sync/atomic"
	"time"

	"deskbell/conformance/drive"
)

// measureChannels is what comes by an outside channel: how soon a webhook is acknowledged, how soon its message stands on
// the agent's screen, and what load is borne.
func measureChannels(ctx context.Context, c config, r *report) error {
	for _, on := range c.alone() {
		if err := c.channelsOn(ctx, on, r); err != nil {
			return err
		}
	}
	return nil
}

// outside is a scene whose guests write to a WhatsApp number.
type outside struct {
	*scene
	meta   *drive.Meta
	number *drive.Number

	mu      sync.Mutex
	answers map[string]chan struct{} // by guest
	acks    func(time.Duration)
}

const (
	outsideGuests = 200
	burst         = 1000
	steadyRate    = 500
)

func (c config) newOutside(ctx context.Context, on shape, guests int) (*outside, error) {
	meta, err := drive.StartMeta()
	if err != nil {
		return nil, err
	}
	p, err := c.open(ctx, on, drive.Options{Env: []string{"DESKBELL_GRAPH_BASE_URL=" + meta.URL}}, "")
	if err != nil {
		return nil, errors.Join(err, meta.Close())
	}
	within, cancel := context.WithCancel(ctx)
	o := &outside{scene: &scene{place: p, cancel: cancel, name: time.Now().Format("150405.000000")}, meta: meta, answers: map[string]chan struct{}{}}
	if err := o.fill(within, guests); err != nil {
		o.close()
		return nil, err
	}
	return o, nil
}

func (o *outside) fill(ctx context.Context, guests int) (err error) {
	base := o.servers[0].URL
	if o.agent, err = drive.Login(ctx, base, "agent1@demo.example", "deskbell-demo", 64); err != nil {
		return err
	}
	if o.number, err = drive.ConnectNumber(ctx, base); err != nil {
		return err
	}
	o.meta.OnSent = func(s drive.Sent) {
		o.mu.Lock()
		defer o.mu.Unlock()
		select {
		case o.answers[s.To] <- struct{}{}:
		default: // nobody waits for it
		}
	}
	for i := range guests {
		g := &drive.Guest{Base: base}
		o.guests = append(o.guests, &guest{Guest: g, line: g.Line(), reply: o.agent.Line()})
		o.answers[phone(i)] = make(chan struct{}, 1)
	}
	return o.watch(ctx)
}

func phone(i int) string { return fmt.Sprintf("4915550%05d", i) }

// close ends everything.
func (o *outside) close() {
	o.scene.close()
	_ = o.meta.Close()
}

// writes brings one message of a guest.
func (o *outside) writes(ctx context.Context, i int, text string) error {
	id := fmt.Sprintf("b%d.%s", o.serial.Add(1), o.name)
	return o.brings(ctx, o.number.Body(drive.Text(phone(i), id, text, time.Now())))
}

func (o *outside) brings(ctx context.Context, body []byte) error {
	status, took, err := o.number.Bring(ctx, o.servers[0].URL, body)
	if err != nil {
		return err
	}
	if status != 200 {
		return fmt.Errorf("a webhook was answered with %d", status)
	}
	if o.acks != nil {
		o.acks(took)
	}
	return nil
}

// taken lets the agent control every guest's conversation, so that the assistant is silent.
func (o *outside) taken(ctx context.Context) error {
	for i := range o.guests {
		if err := o.writes(ctx, i, "Hello, I have a question"); err != nil {
			return err
		}
	}
	for deadline := time.Now().Add(30 * time.Second); ; time.Sleep(50 * time.Millisecond) {
		list, err := o.agent.List(ctx, "live")
		if err != nil {
			return err
		}
		if len(list) < len(o.guests) {
			if time.Now().After(deadline) {
				return fmt.Errorf("%d conversations of %d guests", len(list), len(o.guests))
			}
			continue
		}
		for _, card := range list {
			if err := o.agent.Act(ctx, card.ID, "take-control", nil); err != nil {
				return err
			}
		}
		return nil
	}
}

func (c config) channelsOn(ctx context.Context, on shape, r *report) error {
	o, err := c.newOutside(ctx, on, outsideGuests)
	if err != nil {
		return err
	}
	defer o.close()
	if err := o.taken(ctx); err != nil {
		return err
	}
	for range c.runs {
		f50, f99, err := floor(ctx, o.servers[0].Opts.Dir, 30, c.seconds/4)
		if err != nil {
			return err
		}
		if err := o.steady(ctx, r, 30, c.seconds, on, func(q float64) Figure {
			if q == 99 {
				return Figure{Floor: f99, Must: f99 + 20}
			}
			return Figure{Floor: f50}
		}); err != nil {
			return err
		}
		if err := o.burst(ctx, r, on); err != nil {
			return err
		}
	}
	if err := o.steady(ctx, r, steadyRate, 12*c.seconds, on, func(float64) Figure { return Figure{} }); err != nil {
		return err
	}
	return c.answeredOutside(ctx, on, r)
}

// steady brings messages at a rate and records how soon each was acknowledged and seen. One that never arrives is an
// error.
func (o *outside) steady(ctx context.Context, r *report, rate int, lasts time.Duration, on shape, asked func(q float64) Figure) error {
	acks := latencies()
	var mu sync.Mutex
	o.acks = func(took time.Duration) {
		mu.Lock()
		defer mu.Unlock()
		_ = acks.RecordValue(max(took.Microseconds(), 1))
	}
	h, err := o.openLoop(ctx, rate, lasts, o.writes)
	o.acks = nil
	if err != nil {
		return err
	}
	at := fmt.Sprintf("%s, %d/s", on.word, rate)
	r.add(Figure{Name: "webhook acknowledged" + at + ", p50", Unit: "ms"}, ms(acks, 50))
	r.add(Figure{Name: "webhook acknowledged" + at + ", p99", Unit: "ms", Must: 50}, ms(acks, 99))
	for _, q := range []float64{50, 99} {
		f := asked(q)
		f.Name, f.Unit = fmt.Sprintf("message of a channel → agent%s, p%g", at, q), "ms"
		r.add(f, ms(h, q))
	}
	return nil
}

// burst brings a thousand messages in one body: how soon it is acknowledged, and when the last of them is seen.
func (o *outside) burst(ctx context.Context, r *report, on shape) error {
	var updates []drive.Update
	var left atomic.Int64
	left.Store(burst)
	begin := time.Now()
	done := make(chan time.Duration, 1)
	for n := range burst {
		text := o.expect(func() {
			if left.Add(-1) == 0 {
				done <- time.Since(begin)
			}
		})
		updates = append(updates, drive.Text(phone(n%len(o.guests)), fmt.Sprintf("u%d.%s", o.serial.Add(1), o.name), text, time.Now()))
	}
	body := o.number.Body(updates...)
	begin = time.Now()
	var ack time.Duration
	o.acks = func(took time.Duration) { ack = took }
	err := o.brings(ctx, body)
	o.acks = nil
	if err != nil {
		return err
	}
	if err := o.settle(); err != nil {
		return err
	}
	r.add(Figure{Name: "1,000 messages in one body acknowledged" + on.word, Unit: "ms", Must: 50}, float64(ack.Microseconds())/1000)
	r.add(Figure{Name: "1,000 messages in one body, the last on the agent's screen" + on.word, Unit: "ms"}, float64((<-done).Microseconds())/1000)
	return nil
}

// answeredOutside is how many questions a second the assistant answers by the channel, each guest asking the next one when
// the answer has left.
func (c config) answeredOutside(ctx context.Context, on shape, r *report) error {
	o, err := c.newOutside(ctx, on, 64)
	if err != nil {
		return err
	}
	defer o.close()
	questions := []string{"When is breakfast?", "Can I bring my dog?", "How much is parking?", "Do you have a pool?", "What time is check-in?"}
	asks := func(ctx context.Context, i int, text string) error {
		if err := o.writes(ctx, i, questions[len(strings.TrimSpace(text))%len(questions)]); err != nil {
			return err
		}
		within := time.NewTimer(30 * time.Second)
		defer within.Stop()
		select {
		case <-o.answers[phone(i)]:
			return nil
		case <-within.C:
			return errNoAnswer
		case <-ctx.Done():
			return ctx.Err()
		}
	}
	// A number sends 80 a second, and to one guest one in 6 s after the first 45: what is asked for lies below both.
	v, err := o.closedLoop(ctx, len(o.guests), c.seconds, asks)
	if err != nil {
		return err
	}
	r.pace(Figure{Name: "questions answered by the assistant on a channel that takes 80/s" + on.word, Unit: "/s", More: true}, v)
	return nil
}
