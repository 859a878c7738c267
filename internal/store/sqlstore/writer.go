package sqlstore

import (
	"context"
	"errors"
	"fmt"
	"runtime/debug"
	"sync/atomic"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// batch is how many use cases share one commit at most, queueLength how many may wait.
const (
	batch       = 256
	queueLength = 4096
)

// job is one use case on its way through the writer.
type job struct {
	fn    func(store.Tx) error
	state atomic.Int32
	err   error
	hooks []func()
	done  chan struct{}
}

// The states of a job: whoever changes it from waiting has it.
const (
	jobWaiting int32 = iota
	jobStarted
	jobSkipped
)

// Write implements store.Store. A caller who gives up is answered at once as long as the use case has not begun, which
// it then never does; after that the answer is waited for, because it is about to be true.
func (e *sqliteEngine) Write(ctx context.Context, fn func(store.Tx) error) error {
	if err := ctx.Err(); err != nil {
		return err
	}
	if !e.gate.enter() {
		return errClosed
	}
	defer e.gate.leave()
	j := &job{fn: fn, done: make(chan struct{})}
	select {
	case e.queue <- j:
	default:
		return &desk.Error{Code: desk.CodeUnavailable, RetryAfter: time.Second, Message: "Too much is being written at once. Please try again in a moment."}
	}
	select {
	case <-j.done:
	case <-ctx.Done():
		if j.state.CompareAndSwap(jobWaiting, jobSkipped) {
			return ctx.Err()
		}
		<-j.done
	}
	return j.err
}

// write is the one writer: it takes what waits, without lingering for more, until the queue is closed and empty.
func (e *sqliteEngine) write() {
	defer e.writing.Done()
	defer close(e.acks)
	for {
		select {
		case j, ok := <-e.queue:
			if !ok {
				return
			}
			jobs := append(make([]*job, 0, min(batch, 1+len(e.queue))), j)
			for len(jobs) < batch && len(e.queue) > 0 {
				if j, ok = <-e.queue; !ok {
					break
				}
				jobs = append(jobs, j)
			}
			if jobs = e.commit(jobs); len(jobs) > 0 {
				e.acks <- jobs
			}
		case pause := <-e.pauses:
			pause()
		}
	}
}

// commit runs the jobs in one transaction and returns those that began, to be answered. Each runs in a savepoint of its
// own, so that one that fails takes no other along; a job that is alone needs none.
func (e *sqliteEngine) commit(jobs []*job) []*job {
	began := jobs[:0:len(jobs)]
	var broken error
	if _, broken = e.writer.exec("BEGIN IMMEDIATE", nil); broken == nil {
		alone := len(jobs) == 1
		for _, j := range jobs {
			if !j.state.CompareAndSwap(jobWaiting, jobStarted) {
				continue
			}
			began = append(began, j)
			if broken == nil {
				broken = e.try(j, alone)
			}
		}
		if broken == nil {
			broken = e.end(began, alone)
		}
		if broken != nil {
			// What may be left of the transaction goes; where SQLite undid it already, this fails, which is as good.
			_, _ = e.writer.exec("ROLLBACK", nil)
		}
	} else {
		for _, j := range jobs {
			if j.state.CompareAndSwap(jobWaiting, jobStarted) {
				began = append(began, j)
			}
		}
	}
	if broken != nil {
		e.states.clear()
		e.stats.failed()
		e.log.Error("a commit failed", "use_cases", len(began), "err", broken)
		for _, j := range began {
			j.err, j.hooks = unavailable(broken), nil
		}
	}
	return began
}

// try runs one job. The error is one of the whole transaction, not of the job.
func (e *sqliteEngine) try(j *job, alone bool) error {
	if !alone {
		if _, err := e.writer.exec("SAVEPOINT one", nil); err != nil {
			return fmt.Errorf("begin a savepoint: %w", err)
		}
	}
	t := &tx{c: e.writer, d: sqliteDialect, clock: e.clock, saved: saved{states: e.states}}
	j.err = call(t, j.fn)
	if j.err == nil {
		j.hooks = t.hooks
		t.saved.keep()
	}
	if alone {
		return nil
	}
	if j.err != nil {
		// SQLite undoes the whole transaction by itself where the disk is full or broken; then there is no
		// savepoint to go back to, and the batch has failed.
		if _, err := e.writer.exec("ROLLBACK TO one", nil); err != nil {
			return errors.Join(j.err, err)
		}
	}
	if _, err := e.writer.exec("RELEASE one", nil); err != nil {
		return fmt.Errorf("end a savepoint: %w", err)
	}
	return nil
}

// end makes durable what the jobs did.
func (e *sqliteEngine) end(began []*job, alone bool) error {
	if len(began) == 0 || (alone && began[0].err != nil) {
		_, err := e.writer.exec("ROLLBACK", nil)
		if err != nil && len(began) > 0 {
			return errors.Join(began[0].err, err)
		}
		return err
	}
	start := time.Now()
	if e.failCommit != nil {
		if err := e.failCommit(); err != nil {
			return err
		}
	}
	if _, err := e.writer.exec("COMMIT", nil); err != nil {
		return fmt.Errorf("commit: %w", err)
	}
	e.stats.committed(len(began), time.Since(start))
	select {
	case e.dirty <- struct{}{}:
	default:
	}
	return nil
}

// acknowledge runs the hooks of what is durable and answers the callers, in the order of the commits.
func (e *sqliteEngine) acknowledge() {
	defer e.writing.Done()
	for jobs := range e.acks {
		for _, j := range jobs {
			for _, hook := range j.hooks {
				e.after(hook)
			}
			close(j.done)
		}
	}
}

// after runs a hook. What it does wrong is its own fault and must not stop the others.
func (e *sqliteEngine) after(hook func()) {
	defer func() {
		if p := recover(); p != nil {
			e.log.Error("panic after a commit", "err", p, "stack", string(debug.Stack()))
		}
	}()
	hook()
}

// call runs fn. A panic fails this fn alone, and an error of the database fails it even where fn looked away.
func call(t *tx, fn func(store.Tx) error) (err error) {
	defer func() {
		if p := recover(); p != nil {
			err = fmt.Errorf("%w: %v\n%s", store.ErrPanic, p, debug.Stack())
		} else if err == nil {
			err = t.failed
		}
		t.failed = errOver
	}()
	return fn(t)
}

// errOver answers whoever keeps a transaction beyond its fn.
var errOver = errors.New("the transaction is over")
