package topic_test

import (
	"bytes"
	"math"
	"slices"
	"testing"

	"deskbell/internal/assistant/builtin/topic"
	"deskbell/internal/assistant/builtin/topic/train"
	"deskbell/internal/knowledge/text"
)

// TestShipped fails when the catalogue was edited and the weights were not made
// anew: then a topic would be taken for its neighbour.
func TestShipped(t *testing.T) {
	t.Parallel()
	if got := topic.Topics().Labels; !slices.Equal(got, train.TopicLabels()) {
		t.Errorf("the weights know other topics than the catalogue: run go generate (%d and %d)", len(got), len(train.TopicLabels()))
	}
	if got := topic.Transactions().Labels; !slices.Equal(got, []string{topic.Asks, topic.Acts}) {
		t.Error(got)
	}
	if got := topic.Persons().Labels; !slices.Equal(got, []string{topic.NoWish, topic.Wishes}) {
		t.Error(got)
	}
}

func TestModel_Probabilities(t *testing.T) {
	t.Parallel()
	m := topic.Topics()
	for question, want := range map[string]string{
		"can i bring my dog": "pets", "where do I leave the car": "parking", "tell me a joke": topic.Other, "is bitcoin ok": "crypto",
	} {
		p := m.Probabilities(text.Tokens(question))
		var sum float64
		for _, v := range p {
			sum += float64(v)
		}
		if math.Abs(sum-1) > 1e-3 {
			t.Errorf("probabilities add up to %f", sum)
		}
		if got := m.Labels[slices.Index(p, slices.Max(p))]; got != want {
			t.Errorf("%q is about %s, want %s", question, got, want)
		}
	}
}

func TestModel_RoundTrip(t *testing.T) {
	t.Parallel()
	samples := []train.Sample{{Text: "red apple", Label: "a"}, {Text: "red apples", Label: "a"}, {Text: "blue sea", Label: "b"}, {Text: "blue seas", Label: "b"}}
	m := train.Train(samples, []string{"a", "b"}, train.Options{Epochs: 20, Rate: 0.3, MinCount: 1})
	var file bytes.Buffer
	if err := m.Encode(&file); err != nil {
		t.Fatal(err)
	}
	read, err := topic.Decode(bytes.NewReader(file.Bytes()))
	if err != nil {
		t.Fatal(err)
	}
	tokens := text.Tokens("an apple")
	if a, b := m.Probabilities(tokens), read.Probabilities(tokens); !slices.Equal(a, b) || a[0] < 0.5 {
		t.Errorf("%v before, %v after", a, b)
	}
	if _, err := topic.Decode(bytes.NewReader(file.Bytes()[:file.Len()/2])); err == nil {
		t.Error("half a file was read as a whole one")
	}
}
