// Package channeltest is the suite that every channel's adapter passes, with sample bodies of every event that the
// channels are known to send, and an API that stands in for a channel's own.
package channeltest

import (
	"embed"
	"io/fs"
	"strings"
	"testing"
)

//go:embed samples
var samples embed.FS

// Webhooks are the names of a channel's sample bodies (channel_event) in order, Errors those of its API's errors.
func Webhooks(channel string) []string { return names(channel, false) }

// Errors are the names of a channel's answers that say no, in order.
func Errors(channel string) []string { return names(channel, true) }

func names(channel string, errors bool) []string {
	all, err := fs.ReadDir(samples, "samples")
	if err != nil {
		panic(err)
	}
	var out []string
	for _, f := range all {
		name := strings.TrimSuffix(f.Name(), ".json")
		if strings.HasPrefix(name, channel+"_") && !strings.HasSuffix(name, "_response") && strings.Contains(name, "_error_") == errors {
			out = append(out, name)
		}
	}
	return out
}

// Sample is one of them, byte for byte.
func Sample(t testing.TB, name string) []byte {
	t.Helper()
	b, err := samples.ReadFile("samples/" + name + ".json")
	if err != nil {
		t.Fatal(err)
	}
	return b
}
