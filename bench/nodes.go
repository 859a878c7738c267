package main

import (
	"context"
	"fmt"
)

// mostNodes is how many nodes are measured at most.
const mostNodes = 3

// measureNodes is the same path with one, two and three nodes on one PostgreSQL and one Valkey or Redis, all on this
// machine: the agent is on the first node, and the guests whose delivery is measured are on the others.
func measureNodes(ctx context.Context, c config, r *report) error {
	if !c.has(onNodes) {
		return nil
	}
	c.runs = min(c.runs, 2) // three installations take their time
	one := map[string]float64{}
	for n := 1; n <= mostNodes; n++ {
		on := onNodes
		on.nodes = n
		word := fmt.Sprintf(on.word, n)
		if n == 1 {
			on, word = onPostgres, ", 1 node on PostgreSQL"
		}
		if err := c.deliveryOn(ctx, on, word, one, r); err != nil {
			return err
		}
		of := Figure{Name: "durable guest messages, under an agent's control" + word, Unit: "/s", More: true}
		if err := c.throughputOn(ctx, sceneOptions{shape: on, guests: 200, control: true}, of, r); err != nil {
			return err
		}
	}
	return nil
}

// deliveryOn measures both ways. What one node came to is noted, and two may take half as long again.
func (c config) deliveryOn(ctx context.Context, on shape, word string, one map[string]float64, r *report) error {
	s, err := c.newScene(ctx, sceneOptions{shape: on, apart: true, guests: 200, control: true, streams: true})
	if err != nil {
		return err
	}
	defer s.close()
	for range c.runs {
		f50, f99, err := floor(ctx, s.servers[0].Opts.Dir, 30, c.seconds/4)
		if err != nil {
			return err
		}
		for _, way := range []struct {
			name string
			send func(context.Context, int, string) error
		}{{"guest → agent", s.guestSends}, {"agent → guest", s.agentSends}} {
			h, err := s.openLoop(ctx, 30, c.seconds, way.send)
			if err != nil {
				return err
			}
			for _, q := range []struct {
				name         string
				value, floor float64
			}{{"p50", ms(h, 50), f50}, {"p99", ms(h, 99), f99}} {
				f := Figure{Name: way.name + word + ", 200 conversations, 30/s, " + q.name, Unit: "ms", Floor: q.floor}
				if on.nodes == 2 {
					f.Must = 1.5 * one[way.name+q.name]
				}
				have := r.add(f, q.value)
				if on.nodes == 1 {
					one[way.name+q.name] = have
				}
			}
		}
	}
	return nil
}
