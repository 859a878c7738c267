package channel_test

import (
	"testing"

	"deskbell/internal/channel"
)

func TestCapabilities_Carry(t *testing.T) {
	t.Parallel()
	c := channel.Capabilities{Media: map[channel.MediaKind]channel.MediaLimit{
		channel.MediaImage: {Types: []string{"image/jpeg", "image/png"}, Max: 5},
		channel.MediaAudio: {Types: []string{"audio/ogg; codecs=opus"}, Max: 5},
		channel.MediaFile:  {Types: []string{"application/pdf", "image/*"}, Max: 9},
	}}
	for _, f := range []struct {
		mime   string
		size   int64
		kind   channel.MediaKind
		reason string
	}{
		{"image/png", 5, channel.MediaImage, ""},
		{"image/gif", 5, channel.MediaFile, ""},
		{"image/png", 6, channel.MediaFile, ""},
		{"image/png", 10, "", channel.ReasonMediaTooBig},
		{"audio/ogg", 5, channel.MediaAudio, ""},
		{"audio/ogg", 6, "", channel.ReasonMediaTooBig},
		{"audio/webm", 1, "", channel.ReasonMediaRefused},
		{"video/mp4", 1, "", channel.ReasonMediaRefused},
		{"application/pdf", 9, channel.MediaFile, ""},
		{"text/plain; charset=utf-8", 1, "", channel.ReasonMediaRefused},
		{"", 1, "", channel.ReasonMediaRefused},
	} {
		if kind, reason := c.Carry(f.mime, f.size); kind != f.kind || reason != f.reason {
			t.Errorf("%s of %d bytes: %q, %q", f.mime, f.size, kind, reason)
		}
	}
	every := channel.Capabilities{Media: map[channel.MediaKind]channel.MediaLimit{channel.MediaFile: {Types: []string{"*/*"}, Max: 9}}}
	if kind, reason := every.Carry("video/mp4", 9); kind != channel.MediaFile || reason != "" {
		t.Errorf("a channel that takes everything: %q, %q", kind, reason)
	}
	if _, reason := (channel.Capabilities{}).Carry("image/png", 1); reason != channel.ReasonMediaRefused {
		t.Error("an account that is only watched takes files")
	}
}
