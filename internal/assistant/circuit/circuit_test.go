package circuit_test

import (
	"testing"
	"time"

	"deskbell/internal/assistant/circuit"
)

func TestCircuit(t *testing.T) {
	t.Parallel()
	now := time.Unix(1_000_000, 0)
	c := circuit.New(func() time.Time { return now })
	fail := func(n int) {
		for range n {
			if !c.Enter() {
				t.Fatal("it is open too early")
			}
			c.Failed(0)
		}
	}
	fail(circuit.After - 1)
	c.Enter()
	c.Well()
	fail(circuit.After) // a good answer between them makes it begin anew
	if c.Enter() || c.Closed() {
		t.Error("it is asked after too many faults")
	}
	now = now.Add(circuit.First)
	if !c.Enter() {
		t.Fatal("nobody may ask again")
	}
	if c.Enter() {
		t.Error("two ask for all")
	}
	c.CalledOff()
	if !c.Enter() {
		t.Fatal("a question that was called off keeps others away")
	}
	c.Failed(0)
	if now = now.Add(circuit.First); c.Enter() {
		t.Error("it did not wait longer after it failed again")
	}
	for range 20 {
		now = now.Add(circuit.Most)
		if !c.Enter() {
			t.Fatal("it is open for longer than the most")
		}
		c.Failed(0)
	}
	now = now.Add(circuit.Most)
	c.Enter()
	c.Well()
	for range 2 {
		if !c.Enter() || !c.Closed() {
			t.Error("it is not closed after a good answer")
		}
	}
	c.Failed(30 * time.Second)
	if now = now.Add(29 * time.Second); c.Enter() {
		t.Error("it is asked before it wanted to be")
	}
	if now = now.Add(time.Second); !c.Enter() {
		t.Error("it is not asked when it wanted to be")
	}
}
