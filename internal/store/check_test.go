package store_test

import (
	"testing"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

func FuzzParseCursor(f *testing.F) {
	f.Add("")
	f.Add(store.Cursor{Rank: 1 << 40, ID: "0199-abc"}.String())
	f.Add("x.y")
	f.Fuzz(func(t *testing.T, s string) {
		c, err := store.ParseCursor(s)
		if err != nil {
			if desk.CodeOf(err) != desk.CodeInvalid {
				t.Fatal(err)
			}
			return
		}
		again, err := store.ParseCursor(c.String())
		if err != nil || again != c {
			t.Fatalf("%+v became %+v, %v", c, again, err)
		}
	})
}

func TestActiveMinute(t *testing.T) {
	t.Parallel()
	at := time.Date(2026, 7, 1, 12, 34, 56, 789e6, time.UTC)
	if got := store.ActiveMinute(at); got != time.Date(2026, 7, 1, 12, 34, 0, 0, time.UTC).UnixMilli() {
		t.Error(got)
	}
	if store.ActiveMinute(time.Time{}) != 0 {
		t.Error("never is not 0")
	}
}
