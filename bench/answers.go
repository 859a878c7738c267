package main

import (
	"context"
	"fmt"
	"runtime"
	"strconv"
	"sync"
	"sync/atomic"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"

	"deskbell/internal/assistant"
	"deskbell/internal/assistant/builtin"
	"deskbell/internal/knowledge"
)

// house is the property whose knowledge is asked, as it stands.
type house struct{ now atomic.Pointer[houseNow] }

type houseNow struct {
	base    knowledge.Base
	version string
}

// Knowledge is the built-in assistant's source.
func (h *house) Knowledge(string) (knowledge.Base, string, error) {
	now := h.now.Load()
	return now.base, now.version, nil
}

func (h *house) become(base knowledge.Base, version int) {
	h.now.Store(&houseNow{base, strconv.Itoa(version)})
}

// measureAnswers is how soon the built-in assistant answers, by how much the property knows and how many ask at once, what
// an edit costs, and what the knowledge weighs. It asks the assistant itself: storing and sending are measured elsewhere.
func measureAnswers(ctx context.Context, c config, r *report) error {
	for range c.runs {
		for _, entries := range []int{50, 500, 5000} {
			if err := c.answersOf(ctx, entries, r); err != nil {
				return err
			}
		}
	}
	return nil
}

func (c config) answersOf(ctx context.Context, entries int, r *report) error {
	base, questions := hotelOf(entries)
	before := heap()
	h := &house{}
	h.become(base, 0)
	a := builtin.New(h)
	if _, err := a.Knowledge("bench"); err != nil {
		return err
	}
	if entries == 5000 {
		r.add(Figure{Name: "memory of 5,000 entries, ready to be asked", Unit: "MB", Must: 64}, (heap()-before)/1e6)
	}
	asked := map[[2]int]float64{{500, 16}: 5, {5000, 16}: 20}
	for _, callers := range []int{1, 16} {
		took, err := askAtOnce(ctx, a, questions, callers, c.seconds)
		if err != nil {
			return err
		}
		name := fmt.Sprintf("a question answered, %d entries, %d at once", entries, callers)
		r.add(Figure{Name: name + ", p50", Unit: "ms"}, ms(took, 50))
		r.add(Figure{Name: name + ", p99", Unit: "ms", Must: asked[[2]int{entries, callers}]}, ms(took, 99))
	}
	edits := hdrhistogram.New(1, int64(time.Minute/time.Microsecond), 3)
	for version := 1; version <= 5; version++ {
		base.Entries[version].Answer = fmt.Sprint("Edited, for the ", version, ". time.")
		h.become(base, version)
		begin := time.Now()
		if _, err := a.Answer(ctx, assistant.Question{PropertyID: "bench", Text: questions[version]}); err != nil {
			return err
		}
		if err := edits.RecordValue(int64(time.Since(begin) / time.Microsecond)); err != nil {
			return err
		}
	}
	f := Figure{Name: fmt.Sprintf("an edit of one of %d entries, until it is answered from", entries), Unit: "ms", Must: 1000}
	r.add(f, ms(edits, 50))
	return nil
}

// askAtOnce lets callers ask for a while, each as soon as it was answered.
func askAtOnce(ctx context.Context, a *builtin.Answerer, questions []string, callers int, lasts time.Duration) (*hdrhistogram.Histogram, error) {
	ctx, cancel := context.WithTimeout(ctx, lasts)
	defer cancel()
	all := hdrhistogram.New(1, int64(time.Minute/time.Microsecond), 3)
	var mu sync.Mutex
	var wg sync.WaitGroup
	var failed error
	for caller := range callers {
		wg.Go(func() {
			mine := hdrhistogram.New(1, int64(time.Minute/time.Microsecond), 3)
			var err error
			for i := caller; ctx.Err() == nil && err == nil; i += callers {
				begin := time.Now()
				runtime.Gosched() // as whoever asks waits for a line to bring the question: each takes its turn, the wait counts
				if _, err = a.Answer(context.Background(), assistant.Question{PropertyID: "bench", Text: questions[i%len(questions)]}); err == nil {
					err = mine.RecordValue(int64(time.Since(begin) / time.Microsecond))
				}
			}
			mu.Lock()
			defer mu.Unlock()
			all.Merge(mine)
			if err != nil {
				failed = err
			}
		})
	}
	wg.Wait()
	return all, failed
}

// hotelOf is a property with so many entries of two variants each, and what guests ask of it: half of that it can
// answer.
func hotelOf(entries int) (knowledge.Base, []string) {
	things := []string{"towel", "bicycle", "locker", "garden", "terrace", "kayak", "piano", "library", "laundry", "heating", "balcony", "blanket", "kettle", "mirror", "painting", "fountain"}
	places := []string{"pool", "lobby", "cellar", "roof", "harbour", "stairs", "garage", "orchard", "annexe", "chapel", "tower", "kitchen", "courtyard", "corridor", "lounge", "mill", "boathouse", "gallery", "vineyard", "stable"}
	asks := []string{"may we use the %s of the %s on day %d", "what does the %s in the %s cost for group %d", "who looks after the %s near the %s, number %d", "when can children see the %s behind the %s at stop %d"}
	again := []string{"using the %s of the %s, day %d", "price of the %s in the %s, group %d", "the %s near the %s, number %d, who is in charge", "hours for children: %s behind the %s, stop %d"}
	base := knowledge.Base{PropertyID: "bench", Languages: []string{"en"}}
	questions := []string{"is there a submarine", "how tall is the lighthouse of Alexandria", "do you take cheques from Mars"}
	for i := range entries {
		thing, place, how := things[i%len(things)], places[i/len(things)%len(places)], i%len(asks)
		number := i / (len(things) * len(places))
		e := knowledge.Entry{
			ID: fmt.Sprint("e", i), PropertyID: "bench", Language: "en",
			Questions: []string{fmt.Sprintf(asks[how], thing, place, number), fmt.Sprintf(again[how], thing, place, number)},
			Answer:    fmt.Sprintf("The %s of the %s is shown to guests at half past %d; please ask at the desk, where somebody will gladly tell you more about it.", thing, place, i%12+1),
		}
		base.Entries = append(base.Entries, e)
		if i%max(1, entries/64) == 0 {
			questions = append(questions, "hello, "+e.Questions[0]+"?", fmt.Sprintf("is the %s far from the %s", thing, places[(i+7)%len(places)]))
		}
	}
	return base, questions
}

// heap is what is in use after what nobody needs was thrown away, in bytes.
func heap() float64 {
	runtime.GC()
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return float64(m.HeapAlloc)
}
