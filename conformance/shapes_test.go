package conformance

import (
	"os"
	"sync"
	"testing"
	"time"

	"deskbell/conformance/drive"
)

// house is a running installation of one of the shapes.
type house struct{ *drive.Installation }

// eachShape runs a test in every shape, each on an installation of its own. What a shape needs and does not find is
// said; the scripts bring it.
func eachShape(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	inShapes(t, drive.Setup{}, func(drive.Shape) bool { return true }, test)
}

// inShapes is the same for the shapes that are wanted, set up as given.
func inShapes(t *testing.T, setup drive.Setup, wanted func(drive.Shape) bool, test func(t *testing.T, h *house)) {
	t.Helper()
	for _, shape := range drive.Shapes() {
		if !wanted(shape) {
			continue
		}
		t.Run(shape.Name, func(t *testing.T) {
			t.Parallel()
			test(t, inShape(t, shape, setup))
		})
	}
}

// allShapes is eachShape for tests that wait more than they work: all shapes wait together, in the place of one test.
func allShapes(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	var all sync.WaitGroup
	for _, shape := range drive.Shapes() {
		all.Go(func() {
			t.Run(shape.Name, func(t *testing.T) { test(t, inShape(t, shape, drive.Setup{})) })
		})
	}
	all.Wait()
}

// aloneInShapes is eachShape for what fills the machine: the long form runs one shape after the other, beside nothing
// else; the short one leaves one node on PostgreSQL out, because two nodes show it of PostgreSQL too.
func aloneInShapes(t *testing.T, test func(t *testing.T, h *house)) {
	t.Helper()
	alone(t)
	for _, shape := range drive.Shapes() {
		if !long() && shape.Shared && !shape.Heard {
			continue
		}
		t.Run(shape.Name, func(t *testing.T) {
			alone(t)
			test(t, inShape(t, shape, drive.Setup{}))
		})
	}
}

// inShape starts an installation that ends with the test; what its nodes printed is shown if the test failed.
func inShape(t *testing.T, shape drive.Shape, setup drive.Setup) *house {
	t.Helper()
	if _, err := os.Stat(drive.Binary()); err != nil {
		t.Skip("NOT RUN: the binary is not built: make build") // make test builds it first, so there it always runs
	}
	if m := shape.Missing(); m != "" {
		t.Skip("NOT RUN: " + m)
	}
	if setup.Dir == "" {
		setup.Dir = t.TempDir()
	}
	in, err := shape.Start(t.Context(), setup)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() {
		if err := in.Close(); err != nil {
			t.Error(err)
		}
		if t.Failed() {
			t.Logf("servers:\n%s", in.Log(4000))
		}
	})
	return &house{in}
}

// again starts a node whose process has ended.
func (h *house) again(t *testing.T, i int) {
	t.Helper()
	if err := h.Restart(t.Context(), i); err != nil {
		t.Fatal(err)
	}
}

// killAll kills every node, as a power cut would where they share one socket; allAgain starts them again.
func (h *house) killAll() {
	for i := range h.Len() {
		h.Kill(i)
	}
}

func (h *house) allAgain(t *testing.T) {
	t.Helper()
	for i := range h.Len() {
		h.again(t, i)
	}
}

// known gives the other nodes the time in which they hear of a setting at the latest.
func (h *house) known(t *testing.T) {
	t.Helper()
	if h.Len() > 1 {
		pause(t.Context(), time.Now().Add(late))
	}
}
