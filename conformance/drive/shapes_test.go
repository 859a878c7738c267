package drive_test

import (
	"os"
	"testing"

	"deskbell/conformance/drive"
)

// Every node of a shape serves the same installation: who signs in at one reads at the other, after a restart too.
func TestShapes(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat(drive.Binary()); err != nil {
		t.Skip("NOT RUN: the binary is not built: make build")
	}
	for _, shape := range drive.Shapes() {
		t.Run(shape.Name, func(t *testing.T) {
			t.Parallel()
			if m := shape.Missing(); m != "" {
				t.Skip("NOT RUN: " + m)
			}
			in, err := shape.Start(t.Context(), drive.Setup{Options: drive.Options{Dir: t.TempDir()}})
			if err != nil {
				t.Fatal(err)
			}
			t.Cleanup(func() {
				if err := in.Close(); err != nil {
					t.Error(err)
				}
			})
			last := in.Len() - 1
			g, err := drive.NewGuest(t.Context(), in.Base(0), "demo", nil)
			if err != nil {
				t.Fatal(err)
			}
			sent, err := g.Send(t.Context(), "hello", "hello")
			if err != nil {
				t.Fatal(err)
			}
			agent, err := drive.Login(t.Context(), in.Base(0), "agent1@demo.example", "deskbell-demo", 4)
			if err != nil {
				t.Fatal(err)
			}
			in.Kill(last)
			if err := in.Restart(t.Context(), last); err != nil {
				t.Fatal(err)
			}
			agent.Base = in.Base(last)
			read, err := agent.Entries(t.Context(), sent.ConversationID)
			if err != nil {
				t.Fatal(err)
			}
			if len(read) == 0 || read[0].Text == "" {
				t.Errorf("the last node reads %+v", read)
			}
		})
	}
}
