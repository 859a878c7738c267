package main

import (
	"context"
	"net/http"
	"net/http/httptest"
	"os"
	"path/filepath"
	"strings"
	"time"

	"github.com/HdrHistogram/hdrhistogram-go"
	"github.com/coder/websocket"
)

// latencies collects microseconds up to a minute.
func latencies() *hdrhistogram.Histogram { return hdrhistogram.New(1, 60_000_000, 3) }

func ms(h *hdrhistogram.Histogram, q float64) float64 { return float64(h.ValueAtQuantile(q)) / 1000 }

// floor is what the same path costs without Deskbell, in milliseconds: a 4 KiB append with the sync call that the SQLite
// driver issues (fsync), on the data folder's disk, plus a bare WebSocket echo on loopback, each paced at the load's
// rate, because idle cores sleep. The p50s are added, and the p99s.
func floor(ctx context.Context, dir string, rate int, lasts time.Duration) (p50, p99 float64, err error) {
	disk50, disk99, err := floorDisk(ctx, dir, rate, lasts)
	if err != nil {
		return 0, 0, err
	}
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, err := websocket.Accept(w, r, nil)
		if err != nil {
			return
		}
		defer c.CloseNow()
		for {
			kind, b, err := c.Read(r.Context())
			if err != nil || c.Write(r.Context(), kind, b) != nil {
				return
			}
		}
	}))
	defer srv.Close()
	c, _, err := websocket.Dial(ctx, "ws"+strings.TrimPrefix(srv.URL, "http"), nil)
	if err != nil {
		return 0, 0, err
	}
	defer c.CloseNow()
	echo := latencies()
	payload := make([]byte, 300)
	err = paced(ctx, rate, lasts, func(due time.Time) error {
		if err := c.Write(ctx, websocket.MessageBinary, payload); err != nil {
			return err
		}
		if _, _, err := c.Read(ctx); err != nil {
			return err
		}
		return echo.RecordValue(time.Since(due).Microseconds())
	})
	return disk50 + ms(echo, 50), disk99 + ms(echo, 99), err
}

// floorDisk is the append and its sync.
func floorDisk(ctx context.Context, dir string, rate int, lasts time.Duration) (p50, p99 float64, err error) {
	f, err := os.Create(filepath.Join(dir, "floor"))
	if err != nil {
		return 0, 0, err
	}
	defer os.Remove(f.Name())
	defer f.Close()
	block := make([]byte, 4096)
	disk := latencies()
	err = paced(ctx, rate, lasts, func(due time.Time) error {
		if _, err := f.Write(block); err != nil {
			return err
		}
		if err := f.Sync(); err != nil {
			return err
		}
		return disk.RecordValue(time.Since(due).Microseconds())
	})
	return ms(disk, 50), ms(disk, 99), err
}

// floorFan is what a request that rings on many screens costs without Deskbell: the same append and sync, then one bare
// message of a ring's size to each of many WebSocket connections on loopback, until the last has read it. Ten a second,
// because idle cores sleep.
func floorFan(ctx context.Context, dir string, screens int, lasts time.Duration) (p50, p99 float64, err error) {
	disk50, disk99, err := floorDisk(ctx, dir, 10, lasts)
	if err != nil {
		return 0, 0, err
	}
	conns := make(chan *websocket.Conn, screens)
	srv := httptest.NewServer(http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		c, err := websocket.Accept(w, r, nil)
		if err != nil {
			return
		}
		conns <- c
		<-c.CloseRead(r.Context()).Done()
	}))
	defer srv.Close()
	came := make(chan struct{}, screens)
	var servers []*websocket.Conn
	for range screens {
		c, _, err := websocket.Dial(ctx, "ws"+strings.TrimPrefix(srv.URL, "http"), nil)
		if err != nil {
			return 0, 0, err
		}
		defer c.CloseNow()
		servers = append(servers, <-conns)
		go func() {
			for {
				if _, _, err := c.Read(ctx); err != nil {
					return
				}
				came <- struct{}{}
			}
		}()
	}
	fan := latencies()
	payload := make([]byte, 700)
	err = paced(ctx, 10, lasts, func(due time.Time) error {
		for _, c := range servers {
			if err := c.Write(ctx, websocket.MessageBinary, payload); err != nil {
				return err
			}
		}
		for range screens {
			<-came
			if err := fan.RecordValue(time.Since(due).Microseconds()); err != nil {
				return err
			}
		}
		return nil
	})
	return disk50 + ms(fan, 50), disk99 + ms(fan, 99), err
}

// paced calls fn at a steady rate, one call after the other. A call that is late is told when it was due, so that waiting
// counts (no coordinated omission).
func paced(ctx context.Context, rate int, lasts time.Duration, fn func(due time.Time) error) error {
	begin := time.Now()
	step := time.Second / time.Duration(rate)
	for n := 0; ; n++ {
		due := begin.Add(time.Duration(n) * step)
		if due.Sub(begin) > lasts {
			return nil
		}
		if wait := time.Until(due); wait > 0 {
			select {
			case <-ctx.Done():
				return ctx.Err()
			case <-time.After(wait):
			}
			due = time.Now() // the sleep's own lateness is the machine's, not the path's
		}
		if err := fn(due); err != nil {
			return err
		}
	}
}
