package simulator

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"
)

// keepEvery is how often changes are written down.
const keepEvery = time.Second

// load reads the state of the last run; a fresh world where there is none.
func load(file string) (world, error) {
	if file == "" {
		return newWorld(), nil
	}
	b, err := os.ReadFile(file)
	if errors.Is(err, fs.ErrNotExist) {
		w := newWorld()
		b, err := w.written()
		if err != nil {
			return w, err
		}
		return w, save(file, b)
	}
	var w world
	if err == nil {
		err = json.Unmarshal(b, &w)
	}
	if err != nil {
		return world{}, fmt.Errorf("read the simulator's state: %w", err)
	}
	if w.App.Hooks == nil {
		w.App.Hooks = map[Channel]Hook{}
	}
	return w, nil
}

// save replaces the file as a whole; its secrets are the owner's only.
func save(file string, b []byte) error {
	next, err := os.CreateTemp(filepath.Dir(file), ".simulator-*")
	if err != nil {
		return fmt.Errorf("keep the simulator's state: %w", err)
	}
	_, err = next.Write(b)
	if err = errors.Join(err, next.Close()); err == nil {
		err = os.Rename(next.Name(), file)
	}
	if err != nil {
		_ = os.Remove(next.Name())
		return fmt.Errorf("keep the simulator's state: %w", err)
	}
	return nil
}

// written is the world as it is kept: without who has no phone.
func (w *world) written() ([]byte, error) {
	kept := world{App: w.App, Accounts: w.Accounts}
	for _, g := range w.Guests {
		if !g.Hidden {
			kept.Guests = append(kept.Guests, g)
		}
	}
	return json.Marshal(kept)
}

// keep writes the state down while it changes, and once more at the end.
func (s *Simulator) keep(ctx context.Context) error {
	if s.cfg.File == "" {
		<-ctx.Done()
		return nil
	}
	tick := time.NewTicker(keepEvery)
	defer tick.Stop()
	for done := false; !done; {
		select {
		case <-ctx.Done():
			done = true
		case <-tick.C:
		}
		if err := s.write(); err != nil {
			s.cfg.Log.Warn("the simulator's state is not kept", "err", err)
		}
	}
	return nil
}

func (s *Simulator) write() error {
	s.mu.Lock()
	if !s.dirty {
		s.mu.Unlock()
		return nil
	}
	s.dirty = false
	b, err := s.world.written()
	s.mu.Unlock()
	if err != nil {
		return err
	}
	return save(s.cfg.File, b)
}
