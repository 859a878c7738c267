package document

import (
	"bytes"
	"context"
	"encoding/binary"
	"encoding/json"
	"errors"
	"io"
	"log/slog"
	"os"
	"os/exec"
	"runtime/debug"
	"runtime/metrics"
	"strconv"
	"time"
)

// Parsers of others take what memory and time a file makes them take, and cannot be interrupted. So a server lets files be
// read by a child: a process of the same program, with nothing of the server in it, that is killed where it takes too much.
// Whatever a file does to its reader, guests and agents do not notice.

const (
	// maxMemory is what a child may take. The largest honest files take a third of it.
	maxMemory = 384 << 20
	// maxAnswer is how long a child's answer may be: the passages are 8 MB of text at most, quoted and placed.
	maxAnswer = 64 << 20
	// ExitMemory is how a child ends that took more memory than it may.
	ExitMemory = 3
	watchEvery = 5 * time.Millisecond
)

// Reader reads documents.
type Reader struct {
	// Command starts a child that calls Child with its last argument; none reads in this process, for tools and tests.
	Command []string
	// Memory is what a child may take; 0 is the usual.
	Memory int64
	Log    *slog.Logger
}

// answered is what a child writes: a document, or why there is none.
type answered struct {
	Document
	Reason Reason `json:",omitempty"`
}

// Read reads a document.
func (r Reader) Read(ctx context.Context, format Format, body []byte) (Document, error) {
	if len(r.Command) == 0 {
		return Read(ctx, format, body)
	}
	if len(body) > MaxSize {
		return Document{}, ErrSize
	}
	ctx, cancel := context.WithTimeout(ctx, within)
	defer cancel()
	select {
	case slots <- struct{}{}:
		defer func() { <-slots }()
	case <-ctx.Done():
		return Document{}, over(ctx, ErrBusy)
	}
	out, err := r.child(ctx, format, body)
	var exit *exec.ExitError
	switch {
	case err == nil && out.Reason != "":
		return Document{}, out.Reason
	case err == nil:
		return out.Document, nil
	case ctx.Err() != nil:
		return Document{}, over(ctx, ErrTooLong)
	case errors.As(err, &exit):
		// It found itself too large, the system did, or the runtime gave up: stacks without end, no memory left.
		return Document{}, ErrMemory
	}
	if r.Log != nil {
		r.Log.Error("a document could not be handed to the process that reads it", "err", err)
	}
	return Document{}, ErrNow
}

// child reads in a process of its own. The pipe to it stays open for as long as it is wanted: a child that loses it ends, so
// none outlives its server.
func (r Reader) child(ctx context.Context, format Format, body []byte) (answered, error) {
	memory := r.Memory
	if memory == 0 {
		memory = maxMemory
	}
	args := append(append([]string{}, r.Command[1:]...), string(format)+" "+strconv.FormatInt(memory, 10))
	cmd := exec.CommandContext(ctx, r.Command[0], args...)
	cmd.Env = []string{} // none of the server's secrets
	cmd.Dir = "/"
	cmd.WaitDelay = time.Second
	in, err := cmd.StdinPipe()
	if err != nil {
		return answered{}, err
	}
	var said limited
	cmd.Stdout = &said
	if err := cmd.Start(); err != nil {
		return answered{}, err
	}
	go func() {
		// Where this fails the child ended, and tells how by its status.
		_ = binary.Write(in, binary.BigEndian, uint64(len(body)))
		_, _ = in.Write(body)
	}()
	if err := cmd.Wait(); err != nil {
		return answered{}, err
	}
	if said.over {
		return answered{Reason: ErrBomb}, nil
	}
	var out answered
	return out, json.Unmarshal(said.Bytes(), &out)
}

// limited keeps a child's answer.
type limited struct {
	bytes.Buffer
	over bool
}

// Write implements io.Writer. What is too much is let go, so that the child ends.
func (l *limited) Write(p []byte) (int, error) {
	if l.over = l.over || l.Len()+len(p) > maxAnswer; l.over {
		return len(p), nil
	}
	return l.Buffer.Write(p)
}

// Child is what a Reader's command does: it reads a file from in, as the Reader wrote it and arg says, answers on out and
// returns the status to exit with. It is for a process of its own: it limits what the whole process may take, and ends the
// process where that is not enough or in closes.
func Child(arg string, in io.Reader, out io.Writer) int {
	format, memory, ok := bytes.Cut([]byte(arg), []byte(" "))
	most, err := strconv.ParseInt(string(memory), 10, 64)
	var size uint64
	if !ok || err != nil || binary.Read(in, binary.BigEndian, &size) != nil || size > MaxSize {
		return 1
	}
	body := make([]byte, size)
	if _, err := io.ReadFull(in, body); err != nil {
		return 1
	}
	go func() {
		_, _ = in.Read(make([]byte, 1))
		os.Exit(1) // nobody waits for the answer
	}()
	debug.SetMemoryLimit(most / 4 * 3) // the collector works for it before it is too much
	confine(most)
	go watch(uint64(most))
	var a answered
	if a.Document, err = Read(context.Background(), Format(format), body); err != nil {
		if !errors.As(err, &a.Reason) {
			return 1
		}
	}
	if json.NewEncoder(out).Encode(a) != nil {
		return 1
	}
	return 0
}

// watch ends the process when it holds more memory than most. It sees what no system's limit counts alike.
func watch(most uint64) {
	held := []metrics.Sample{{Name: "/memory/classes/total:bytes"}, {Name: "/memory/classes/heap/released:bytes"}}
	for {
		metrics.Read(held)
		if held[0].Value.Uint64()-held[1].Value.Uint64() > most {
			os.Exit(ExitMemory)
		}
		time.Sleep(watchEvery)
	}
}
