package realtime_test

import (
	"context"
	"net/http/httptest"
	"testing"
	"testing/synctest"
	"time"

	"deskbell/internal/realtime"
)

func TestGuests_AwayAfterAMinute(t *testing.T) {
	t.Parallel()
	synctest.Test(t, func(t *testing.T) {
		hub := realtime.NewGuests()
		defer hub.Close()
		away := func(after time.Duration, want bool) {
			t.Helper()
			time.Sleep(after)
			synctest.Wait()
			if got := hub.Away("guest"); got != want {
				t.Errorf("away %v, want %v", got, want)
			}
		}
		away(59*time.Second, false) // what was before the start is unknown
		away(time.Second, true)
		visit := func() func() {
			ctx, leave := context.WithCancel(t.Context())
			done := make(chan error, 1)
			go func() {
				r := httptest.NewRequestWithContext(ctx, "GET", "/", nil)
				done <- hub.Serve(httptest.NewRecorder(), r, realtime.Request{ContactID: "guest",
					Load: func(context.Context, int64) (realtime.Backlog, error) { return realtime.Backlog{}, nil }})
			}()
			synctest.Wait()
			return func() {
				leave()
				if err := <-done; err != nil {
					t.Error(err)
				}
			}
		}
		first, second := visit(), visit()
		away(time.Hour, false)
		first()
		away(time.Hour, false)
		second()
		away(59*time.Second, false)
		back := visit()
		away(time.Second, false)
		back()
		away(time.Minute, true)
	})
}
