// Package drive runs the built binary and speaks to it as outsiders do: guests through the guest API and its event
// stream, agents through the staff API and the realtime WebSocket. The black-box tests and the benchmarks share it; it
// knows nothing of Deskbell's insides.
package drive

import (
	"bytes"
	"context"
	"errors"
	"fmt"
	"io"
	"math/rand/v2"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"runtime"
	"sync"
	"syscall"
	"time"
)

// Options say how a server is started.
type Options struct {
	// Dir is the data folder; it must exist.
	Dir string
	// Addr is host:port; "" picks a free port on 127.0.0.1. A restart with the same Addr keeps clients' addresses valid.
	Addr string
	// Command is demo (default) or serve.
	Command string
	// Env is added to the environment, as KEY=value. Rate limits are off unless Limits is set.
	Env    []string
	Limits bool
	// Wrap runs the binary below another command, such as strace with its flags.
	Wrap []string
}

// Server is one running process.
type Server struct {
	URL  string
	Addr string
	Opts Options

	cmd  *exec.Cmd
	log  *lockedBuffer
	done chan struct{}
	err  error
	// Took is how long it was from the start of the process to the first ready answer.
	Took time.Duration
}

// Binary is the path of the built binary: DESKBELL_BIN, or bin/deskbell of this checkout.
func Binary() string {
	if b := os.Getenv("DESKBELL_BIN"); b != "" {
		return b
	}
	_, file, _, _ := runtime.Caller(0)
	return filepath.Join(filepath.Dir(file), "..", "..", "bin", "deskbell")
}

// FreeAddr is an address on loopback that nothing listens on now. Its port lies below those that outgoing connections are
// given by themselves: while a killed server is away, one of them could take its port.
func FreeAddr() (string, error) {
	var err error
	for range 100 {
		addr := fmt.Sprintf("127.0.0.1:%d", 10_000+rand.IntN(20_000))
		var l net.Listener
		if l, err = net.Listen("tcp", addr); err == nil {
			return addr, l.Close()
		}
	}
	return "", err
}

// Start runs the binary and returns once it is ready. The caller ends it with Stop or Kill.
func Start(ctx context.Context, o Options) (*Server, error) {
	if o.Command == "" {
		o.Command = "demo"
	}
	if o.Addr == "" {
		addr, err := FreeAddr()
		if err != nil {
			return nil, err
		}
		o.Addr = addr
	}
	args := append(append([]string{}, o.Wrap...), Binary(), o.Command, "--addr", o.Addr, "--data", o.Dir)
	s := &Server{URL: "http://" + o.Addr, Addr: o.Addr, Opts: o, log: &lockedBuffer{}, done: make(chan struct{})}
	s.cmd = exec.Command(args[0], args[1:]...)
	s.cmd.Env = append(os.Environ(), o.Env...)
	if !o.Limits {
		s.cmd.Env = append(s.cmd.Env, "DESKBELL_LIMITS=off")
	}
	s.cmd.Stdout, s.cmd.Stderr = s.log, s.log
	s.cmd.SysProcAttr = &syscall.SysProcAttr{Setpgid: true, Pdeathsig: syscall.SIGKILL}
	begin := time.Now()
	if err := s.cmd.Start(); err != nil {
		return nil, fmt.Errorf("start %s (is it built? make build): %w", args[0], err)
	}
	go func() {
		s.err = s.cmd.Wait()
		close(s.done)
	}()
	if err := s.awaitReady(ctx); err != nil {
		s.Kill()
		return nil, fmt.Errorf("%w\n%s", err, s.Log())
	}
	s.Took = time.Since(begin)
	return s, nil
}

func (s *Server) awaitReady(ctx context.Context) error {
	ctx, cancel := context.WithTimeout(ctx, 60*time.Second)
	defer cancel()
	tick := time.NewTicker(2 * time.Millisecond)
	defer tick.Stop()
	for {
		req, _ := http.NewRequestWithContext(ctx, http.MethodGet, s.URL+"/readyz", nil)
		if res, err := http.DefaultClient.Do(req); err == nil {
			_, _ = io.Copy(io.Discard, res.Body)
			res.Body.Close()
			if res.StatusCode == http.StatusOK {
				return nil
			}
		}
		select {
		case <-s.done:
			return fmt.Errorf("the server ended before it was ready: %v", s.err)
		case <-ctx.Done():
			return errors.New("the server was not ready within a minute")
		case <-tick.C:
		}
	}
}

// PID is the process id (of the wrapper, where there is one).
func (s *Server) PID() int { return s.cmd.Process.Pid }

// Done is closed when the process has ended.
func (s *Server) Done() <-chan struct{} { return s.done }

// Log is what the process has printed so far.
func (s *Server) Log() string { return s.log.String() }

// Kill ends the process and everything it started at once, as a power cut would, and waits.
func (s *Server) Kill() {
	_ = syscall.Kill(-s.cmd.Process.Pid, syscall.SIGKILL)
	<-s.done
}

// Stop asks the process to end and waits. It reports the exit code and how long it took.
func (s *Server) Stop() (code int, took time.Duration) {
	begin := time.Now()
	_ = s.cmd.Process.Signal(syscall.SIGTERM)
	select {
	case <-s.done:
	case <-time.After(30 * time.Second):
		s.Kill()
	}
	return s.cmd.ProcessState.ExitCode(), time.Since(begin)
}

// Restart starts the same server again on the same folder and address. The old process must have ended.
func (s *Server) Restart(ctx context.Context) (*Server, error) { return Start(ctx, s.Opts) }

// RSS is the resident memory of the process in bytes, as the kernel counts it.
func (s *Server) RSS() (int64, error) {
	b, err := os.ReadFile(fmt.Sprintf("/proc/%d/statm", s.PID()))
	if err != nil {
		return 0, err
	}
	var size, resident int64
	if _, err := fmt.Sscan(string(b), &size, &resident); err != nil {
		return 0, err
	}
	return resident * int64(os.Getpagesize()), nil
}

type lockedBuffer struct {
	mu sync.Mutex
	b  bytes.Buffer
}

func (l *lockedBuffer) Write(p []byte) (int, error) {
	l.mu.Lock()
	defer l.mu.Unlock()
	if l.b.Len() > 1<<20 { // a loud server must not fill the tests' memory
		l.b.Reset()
	}
	return l.b.Write(p)
}

func (l *lockedBuffer) String() string {
	l.mu.Lock()
	defer l.mu.Unlock()
	return l.b.String()
}
