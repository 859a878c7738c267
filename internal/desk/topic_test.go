package desk_test

import (
	"testing"

	"deskbell/internal/desk"
)

// What is about nothing known goes on with what it was about; what is about something else changes it.
func TestFacts_Speaks(t *testing.T) {
	t.Parallel()
	var f desk.Facts
	for _, step := range []struct{ of, want desk.Topic }{{"", ""}, {desk.TopicFood, desk.TopicFood}, {"", desk.TopicFood}, {desk.TopicWay, desk.TopicWay}} {
		if f.Speaks(step.of); f.Topic != step.want {
			t.Errorf("after %q it is about %q, want %q", step.of, f.Topic, step.want)
		}
	}
}
