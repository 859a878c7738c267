package main

import (
	"context"
	"fmt"
	"os"
	"time"

	"deskbell/conformance/drive"
)

// stages are how many messages are stored. Ten million take half an hour: -growth has those.
func (c config) stages() []int {
	stages := []int{10_000, 100_000, 1_000_000}
	if c.growth {
		stages = append(stages, 10_000_000)
	}
	return stages
}

// measureGrowth is what more and more stored conversations do to the start, to a page of the dashboard, to delivery and
// to the messages that are borne.
func measureGrowth(ctx context.Context, c config, r *report) error {
	for _, on := range c.alone() {
		for _, n := range c.stages() {
			if err := c.grown(ctx, on, n, r); err != nil {
				return fmt.Errorf("%s messages: %w", thousands(n), err)
			}
		}
	}
	return nil
}

func (c config) grown(ctx context.Context, on shape, messages int, r *report) error {
	dir, err := os.MkdirTemp("", "deskbell-bench-")
	if err != nil {
		return err
	}
	defer os.RemoveAll(dir)
	url := ""
	var env []string
	if on == onPostgres {
		cluster, err := c.stage.cluster(ctx)
		if err != nil {
			return err
		}
		if url, err = cluster.database(ctx); err != nil {
			return err
		}
		env = append(env, "DESKBELL_DATABASE_URL="+url)
	}
	if err := fill(ctx, dir, url, messages/largeMessages); err != nil {
		return err
	}
	if url != "" {
		if err := analyze(ctx, url); err != nil {
			return err
		}
	}
	of := fmt.Sprintf("%s messages stored%s", thousands(messages), on.word)
	srv, err := drive.Start(ctx, drive.Options{Dir: dir, Env: env})
	if err != nil {
		return err
	}
	r.add(Figure{Name: of + ": start to ready", Unit: "ms"}, float64(srv.Took.Microseconds())/1000)
	srv.Stop()
	s, err := c.newScene(ctx, sceneOptions{shape: on, dir: dir, url: url, guests: 200, control: true, streams: true})
	if err != nil {
		return err
	}
	defer s.close()
	if err := s.inboxPage(ctx, Figure{Name: of + ": inbox page, p99", Unit: "ms"}, r); err != nil {
		return err
	}
	f50, f99, err := floor(ctx, dir, 200, c.seconds/4)
	if err != nil {
		return err
	}
	h, err := s.openLoop(ctx, 200, c.seconds, s.guestSends)
	if err != nil {
		return err
	}
	r.add(Figure{Name: of + ": guest → agent, 200/s, p50", Unit: "ms", Floor: f50}, ms(h, 50))
	r.add(Figure{Name: of + ": guest → agent, 200/s, p99", Unit: "ms", Floor: f99}, ms(h, 99))
	v, err := s.closedLoop(ctx, 200, max(c.seconds/2, time.Second), s.guestSends)
	if err != nil {
		return err
	}
	r.pace(Figure{Name: of + ": durable guest messages", Unit: "/s", More: true}, v)
	return nil
}
