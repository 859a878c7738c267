package realtime_test

import (
	"context"
	"testing"
	"time"

	"github.com/coder/websocket"
)

// A browser that is just saying hello when the server stops is told to come back, as those that are connected are.
func TestStaff_StopsWhileABrowserConnects(t *testing.T) {
	t.Parallel()
	o := newOffice(t, false)
	conn, _, err := o.dial("ana", nil)
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { _ = conn.CloseNow() })
	stop, done := context.WithTimeout(context.Background(), 5*time.Second)
	defer done()
	closed := make(chan error, 1)
	go func() { closed <- o.staff.Close(stop) }()
	<-o.staff.Stopping()
	s := &screen{o: o, conn: conn}
	s.send(`{"id":1,"connect":{}}`)
	for {
		m, code := s.line()
		if m != nil {
			continue
		}
		if code != websocket.StatusServiceRestart {
			t.Errorf("ended with %d, not told that the service restarts", code)
		}
		break
	}
	if err := <-closed; err != nil {
		t.Error(err)
	}
}
