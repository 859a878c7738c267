package simulator_test

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/binary"
	"encoding/hex"
	"fmt"
	"net/http"
	"os"
	"regexp"
	"slices"
	"strconv"
	"strings"
	"testing"
	"time"

	"deskbell/internal/channel/channeltest"
	"deskbell/internal/desk"
	"deskbell/internal/httpapi/apitest"
	"deskbell/internal/simulator"
	"deskbell/internal/store"
)

// met is who a channel's samples are about, and what replaces them: each sample has a guest of its own, so that none is
// read in the light of another.
var met = map[simulator.Channel]map[string]string{
	simulator.WhatsApp:  {"4915550100222": "49155502%05d", "DE.13490000000000000042": "DE.%020d"},
	simulator.Messenger: {"7301000000000222": "7302%012d"},
	simulator.Instagram: {"1060000000000222": "1062%012d"},
}

var (
	outToken    = regexp.MustCompile(`(m_AbCdEf|aWd|wamid\.HBgN)Invented\d+x(OutMid|Outbound)\w+(==)?`)
	parentToken = regexp.MustCompile(`(m_AbCdEf|aWd|wamid\.HBgN)Invented\d+x(ParentMid|Inbound)\w+(==)?`)
	oursToken   = "msg:01J9INVENTEDULID"
	watermark   = regexp.MustCompile(`"watermark":\s*\d+`)
	waFile      = regexp.MustCompile(`14790000000003\d\d`)
)

// trial is a house that samples are brought to.
type trial struct {
	*apitest.House
	t        *testing.T
	channel  simulator.Channel
	accounts map[string]store.ChannelAccount // by key
	hook     simulator.Hook
	secret   string
	n        int
}

func tryOn(t *testing.T, c simulator.Channel) *trial {
	h := apitest.Start(t)
	s := h.App.Simulator()
	tr := &trial{House: h, t: t, channel: c, accounts: map[string]store.ChannelAccount{}}
	h.Until("the account is connected", func() bool {
		tr.hook = s.App().Hooks[c]
		tr.read(func(tx store.Tx) error {
			list, err := tx.ListAccounts(nil)
			for _, a := range list {
				tr.accounts[a.Key] = a
			}
			return err
		})
		return tr.hook.Verified && tr.accounts[account(s, c).Key].ID != ""
	})
	tr.secret = s.App().Secret
	if account(s, c).Route == "login" {
		tr.secret = s.App().InstagramSecret
	}
	return tr
}

func (tr *trial) read(fn func(tx store.Tx) error) {
	tr.t.Helper()
	if err := tr.App.Store().Read(context.Background(), fn); err != nil {
		tr.t.Fatal(err)
	}
}

// bring posts a body and waits until it is understood.
func (tr *trial) bring(body []byte) {
	tr.t.Helper()
	tr.post(body)
	tr.settled(time.Minute)
}

// post brings a body to the real address, signed.
func (tr *trial) post(body []byte) {
	tr.t.Helper()
	m := hmac.New(sha256.New, []byte(tr.secret))
	m.Write(body)
	r, err := http.NewRequestWithContext(tr.t.Context(), http.MethodPost, tr.hook.Callback, bytes.NewReader(body))
	if err != nil {
		tr.t.Fatal(err)
	}
	r.Header.Set("X-Hub-Signature-256", "sha256="+hex.EncodeToString(m.Sum(nil)))
	res, err := http.DefaultClient.Do(r)
	if err != nil {
		tr.t.Fatal(err)
	}
	_ = res.Body.Close()
	if res.StatusCode != http.StatusOK {
		tr.t.Fatalf("the webhook was answered %d", res.StatusCode)
	}
}

// settled waits until everything that arrived is understood.
func (tr *trial) settled(within time.Duration) {
	tr.t.Helper()
	tick := time.NewTicker(20 * time.Millisecond)
	defer tick.Stop()
	for deadline := time.Now().Add(within); ; <-tick.C {
		waiting := 0
		tr.read(func(tx store.Tx) error {
			n, err := tx.CountArrivals()
			waiting = n.Waiting
			return err
		})
		if waiting == 0 {
			return
		}
		if time.Now().After(deadline) {
			tr.t.Fatalf("%d bodies are not understood yet", waiting)
		}
	}
}

// stage brings a sample with what it speaks of there already, and tells what came of it.
func (tr *trial) stage(name string) string {
	tr.t.Helper()
	tr.n++
	raw := string(channeltest.Sample(tr.t, name))
	text := string(channeltest.Sample(tr.t, string(tr.channel)+"_text"))
	var ids []string
	for old, form := range met[tr.channel] {
		fresh := fmt.Sprintf(form, tr.n)
		raw, text = strings.ReplaceAll(raw, old, fresh), strings.ReplaceAll(text, old, fresh)
		ids = append(ids, fresh)
	}
	own := "Invented" + strconv.Itoa(tr.n) + "x"
	raw = strings.ReplaceAll(raw, "Invented", own)
	ours := oursToken + strconv.Itoa(tr.n)
	raw = strings.ReplaceAll(raw, oursToken, ours)
	tr.serve(name, raw, own)
	// Watermarks speak of what was sent before them, and ours is sent now.
	raw = watermark.ReplaceAllString(raw, fmt.Sprintf(`"watermark": %d`, time.Now().Add(time.Minute).UnixMilli()))

	parent, out := parentToken.FindString(raw), outToken.FindString(raw)
	if parent == "" {
		parent = "earlier-" + own
	}
	given := 0
	if strings.Contains(raw, parent) || out != "" || strings.Contains(raw, ours) || strings.Contains(raw, "watermark") {
		tr.bring([]byte(regexp.MustCompile(`(m_AbCdEf|aWdf|wamid\.)\w+=*`).ReplaceAllString(text, parent)))
		given = tr.owe(ids, out, ours)
	}
	if strings.HasPrefix(name, "whatsapp_smb_echo_") && strings.Contains(raw, "original_message_id") { // of what the phone's app wrote
		echo := strings.ReplaceAll(string(channeltest.Sample(tr.t, "whatsapp_smb_echo_text")), "Invented", own)
		for old, form := range met[tr.channel] {
			echo = strings.ReplaceAll(echo, old, fmt.Sprintf(form, tr.n))
		}
		tr.bring([]byte(echo))
	}
	tr.bring([]byte(raw))
	return tr.outcome(ids, given)
}

// serve puts the files that a sample names at Meta's addresses.
func (tr *trial) serve(name, raw, own string) {
	mime, content := "image/jpeg", readFile(tr.t, "samples/photo.jpg")
	switch {
	case strings.Contains(name, "audio"):
		mime, content = "audio/ogg", readFile(tr.t, "samples/voice.ogg")
	case strings.Contains(name, "video"):
		mime, content = "video/mp4", film()
	case strings.Contains(name, "sticker") && tr.channel == simulator.WhatsApp:
		mime, content = "image/webp", readFile(tr.t, "samples/sticker.webp")
	case strings.Contains(name, "document"), strings.Contains(name, "_file"):
		mime, content = "application/pdf", []byte("%PDF-1.4\n%%EOF\n")
	}
	s := tr.App.Simulator()
	for _, id := range append(waFile.FindAllString(raw, -1), "invented", "18000000000000001", "18000000000000002", own) {
		s.Serve(id, mime, content)
	}
}

// film is the least that is one: a file of boxes with a track of pictures.
func film() []byte {
	box := func(kind string, inside ...string) string {
		body := strings.Join(inside, "")
		return string(binary.BigEndian.AppendUint32(nil, uint32(len(body)+8))) + kind + body
	}
	track := box("trak", box("mdia", box("hdlr", "\x00\x00\x00\x00\x00\x00\x00\x00vide"+strings.Repeat("\x00", 13))))
	return []byte(box("ftyp", "mp42\x00\x00\x00\x00mp42isom") + box("moov", track) + box("mdat", strings.Repeat("\x00", 64)))
}

func readFile(t *testing.T, name string) []byte {
	t.Helper()
	b, err := os.ReadFile(name)
	if err != nil {
		t.Fatal(err)
	}
	return b
}

// owe puts a message of ours there that the sample speaks of, and tells how many entries there are by now.
func (tr *trial) owe(ids []string, out, ours string) int {
	tr.t.Helper()
	s := tr.conversation(ids)
	if s == nil {
		tr.t.Fatal("the guest's earlier message is not there")
	}
	var entries []desk.Entry
	err := tr.App.Store().Write(context.Background(), func(tx store.Tx) (err error) {
		if entries, err = tx.Entries(s.ID, store.EntryFilter{}); err != nil {
			return err
		}
		err = tx.PutDeliveries([]store.Delivery{{ID: ours, ConversationID: s.ID, PropertyID: s.PropertyID, AccountID: s.AccountID, ContactID: s.ContactID,
			EntryID: entries[0].ID, Seq: 900, Author: desk.AuthorAgent, Epoch: s.Epoch, State: store.DeliveryWaiting, CreatedAt: tx.Now(),
			Doc: store.DeliveryContent{Text: "Thanks! Your parcel leaves today."}}})
		if err != nil {
			return err
		}
		_, err = tx.SettleByOurs(s.AccountID, ours, store.DeliveryStatus{State: store.DeliverySent, ProviderID: out, At: time.Unix(1789999990, 0)})
		return err
	})
	if err != nil {
		tr.t.Fatal(err)
	}
	return len(entries)
}

// conversation is the one of the guest with one of the ids, on any account.
func (tr *trial) conversation(ids []string) *desk.State {
	tr.t.Helper()
	var found *desk.State
	tr.read(func(tx store.Tx) error {
		for _, a := range tr.accounts {
			people, err := tx.ContactByIdentity(a.ID, ids)
			if err != nil {
				return err
			}
			for _, p := range people {
				list, err := tx.ConversationsOfContact(p.ID, 5)
				if err != nil {
					return err
				}
				if len(list) > 0 {
					found = &list[0].State
				}
			}
		}
		return nil
	})
	return found
}

// outcome is what stands in the guest's thread after the first entries, who controls it, and how our message stands.
func (tr *trial) outcome(ids []string, given int) string {
	tr.t.Helper()
	s := tr.conversation(ids)
	if s == nil {
		return "nothing"
	}
	var said []string
	tr.read(func(tx store.Tx) error {
		entries, err := tx.Entries(s.ID, store.EntryFilter{})
		if err != nil {
			return err
		}
		var of []string
		for i, e := range entries {
			of = append(of, e.ID)
			if i >= given {
				said = append(said, told(e)...)
			}
		}
		if s.Controller.Kind != desk.ControllerAssistant {
			said = append(said, "controller "+string(s.Controller.Kind))
		}
		list, err := tx.DeliveriesOf(s.ID, of)
		for _, d := range list {
			if strings.HasPrefix(d.ID, oursToken) {
				said = append(said, strings.TrimSpace("ours "+string(d.State)+" "+d.Reason))
			}
		}
		return err
	})
	if len(said) == 0 {
		return "nothing"
	}
	return strings.Join(said, " | ")
}

// told is an entry in words; what the assistant says and what follows from its silence is left out.
func told(e desk.Entry) []string {
	var said []string
	switch {
	case e.Kind == desk.EntryEdit && e.Correction != nil:
		c := e.Correction
		said = append(said, strings.TrimSpace(fmt.Sprintf("%s %s", c.Cause, c.Text)))
		for _, r := range c.Given() {
			said = append(said, r.Emoji)
		}
		for _, m := range c.Media {
			said = append(said, m.Kind+" "+string(m.State)+reason(m.Reason))
		}
	case e.Kind == desk.EntryMessage && (e.Author.Kind == desk.AuthorGuest || e.Author.Kind == desk.AuthorAgent):
		said = append(said, strings.TrimSpace(string(e.Author.Kind)+": "+e.Text))
		if c := e.Carried; c != nil {
			said = append(said, carried(c)...)
		}
	case slices.Contains([]desk.LineCode{desk.LineThread, desk.LineThreadOurs, desk.LineReferral}, e.Code):
		said = append(said, "line "+string(e.Code))
	}
	if len(said) == 0 {
		return nil
	}
	return []string{strings.Join(said, ", ")}
}

func carried(c *desk.Carried) []string {
	var said []string
	add := func(yes bool, format string, args ...any) {
		if yes {
			said = append(said, fmt.Sprintf(format, args...))
		}
	}
	add(c.Outside, "outside")
	add(c.Choice != "", "choice %s", c.Choice)
	add(c.Quote != nil, "quote")
	for _, m := range c.Media {
		kind := m.Kind
		if m.Voice {
			kind = "voice"
		}
		add(true, "%s %s%s", kind, m.State, reason(m.Reason))
	}
	add(c.Place != nil, "place")
	for _, p := range c.Cards {
		add(true, "card %s", p.Name)
	}
	for _, s := range c.Shared {
		add(true, "shared %s", s.Kind)
	}
	add(c.Referral != nil, "referral")
	add(c.Unsupported, "unsupported")
	add(c.Old, "old")
	return said
}

func reason(r string) string {
	if r == "" {
		return ""
	}
	return " " + r
}

// Every sample of what Meta posts goes through the real address into the desk, and comes out as it says here.
func TestSamples_ThroughTheRealAddress(t *testing.T) {
	t.Parallel()
	for _, c := range simulator.Channels {
		t.Run(string(c), func(t *testing.T) {
			t.Parallel()
			tr := tryOn(t, c)
			for _, name := range channeltest.Webhooks(string(c)) {
				if name == "messenger_signed_raw" {
					continue // its bytes are its point, and channel/meta holds it
				}
				// Files are fetched beside each other, and either may be first.
				got := strings.ReplaceAll(tr.stage(name), "image pending, image ready", "image ready, image pending")
				if want, known := outcomes[name]; !known || got != want {
					t.Errorf("%s: %s\n   want %s", name, got, want)
				}
			}
		})
	}
}
