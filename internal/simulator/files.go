package simulator

import (
	"crypto/sha256"
	_ "embed"
	"encoding/base64"
	"net/url"
	"strings"
	"sync"
)

//go:embed samples/photo.jpg
var samplePhoto []byte

//go:embed samples/voice.ogg
var sampleVoice []byte

//go:embed samples/sticker.webp
var sampleSticker []byte

// sampleDocument is the smallest that is one.
var sampleDocument = []byte("%PDF-1.4\n1 0 obj<</Type/Catalog/Pages 2 0 R>>endobj 2 0 obj<</Type/Pages/Kids[3 0 R]/Count 1>>endobj " +
	"3 0 obj<</Type/Page/MediaBox[0 0 200 200]/Parent 2 0 R>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n")

// file is something that was attached, with its content.
type file struct {
	media
	content []byte
	// trick is what is wrong with it: huge, endless, liar, inside; "" is nothing.
	trick string
}

// samples are the files that every phone has.
var samples = map[string]file{
	"photo":    {media: media{Kind: "image", Type: "image/jpeg", Name: "harbour.jpg"}, content: samplePhoto},
	"voice":    {media: media{Kind: "audio", Type: "audio/ogg; codecs=opus", Name: "voice.ogg", Voice: true}, content: sampleVoice},
	"sticker":  {media: media{Kind: "sticker", Type: "image/webp", Name: "sticker.webp"}, content: sampleSticker},
	"document": {media: media{Kind: "document", Type: "application/pdf", Name: "booking.pdf"}, content: sampleDocument},
	"huge":     {media: media{Kind: "image", Type: "image/jpeg", Name: "huge.jpg"}, content: samplePhoto, trick: "huge"},
	"endless":  {media: media{Kind: "image", Type: "image/jpeg", Name: "endless.jpg"}, content: samplePhoto, trick: "endless"},
	"liar":     {media: media{Kind: "image", Type: "image/jpeg", Name: "liar.jpg"}, content: []byte("<!doctype html><script>alert(1)</script>"), trick: "liar"},
	"inside":   {media: media{Kind: "image", Type: "image/jpeg", Name: "inside.jpg"}, trick: "inside"},
}

// shelf keeps what was attached, both ways, in memory: the newest shelfMost bytes of it.
type shelf struct {
	mu    sync.Mutex
	files map[string]*file
	order []string
	size  int
}

const shelfMost = 64 << 20

func newShelf() shelf { return shelf{files: map[string]*file{}} }

// put keeps a file under a new id.
func (s *shelf) put(f file) *file {
	s.mu.Lock()
	defer s.mu.Unlock()
	f.ID = "147" + random(13, digits)
	s.files[f.ID] = &f
	s.order = append(s.order, f.ID)
	s.size += len(f.content)
	for s.size > shelfMost && len(s.order) > 1 {
		s.size -= len(s.files[s.order[0]].content)
		delete(s.files, s.order[0])
		s.order = s.order[1:]
	}
	return &f
}

// take is the file of an id, or a new one of a sample's name.
func (s *shelf) take(name string) *file {
	if f, ok := samples[name]; ok {
		return s.put(f)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.files[name]
}

func (f *file) hash() string {
	sum := sha256.Sum256(f.content)
	return base64.StdEncoding.EncodeToString(sum[:])
}

// url is where the channel's webhooks say that the file is.
func (f *file) url(c Channel) string {
	if f.trick == "inside" && c != WhatsApp {
		return "https://169.254.169.254/latest/meta-data/" + f.ID
	}
	switch c {
	case WhatsApp:
		return "https://lookaside.fbsbx.com/whatsapp_business/attachments/?mid=" + f.ID + "&source=webhook&ext=1790000300&hash=" + f.ID
	case Instagram:
		return "https://lookaside.fbsbx.com/ig_messaging_cdn/?asset_id=" + f.ID + "&signature=" + f.ID
	}
	host := "https://scontent.xx.fbcdn.net/v/"
	if f.Kind == "audio" || f.Kind == "document" {
		host = "https://cdn.fbsbx.com/v/"
	}
	return host + f.ID + "/" + url.PathEscape(f.Name) + "?oe=6B000000"
}

// asked is the id of the file that an address of url names; "" where there is none.
func asked(u *url.URL) string {
	q := u.Query()
	if id := q.Get("mid") + q.Get("asset_id"); id != "" {
		return id
	}
	parts := strings.Split(strings.Trim(u.Path, "/"), "/")
	for i, p := range parts {
		if p == "v" && i+1 < len(parts) {
			return parts[i+1]
		}
	}
	return ""
}
