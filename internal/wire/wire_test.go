package wire_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
	"deskbell/internal/wire"
)

var update = flag.Bool("update", false, "write the golden files")

var at = time.Date(2026, 11, 22, 9, 30, 0, 250e6, time.FixedZone("", 3600))

type people map[string]desk.Person

func (p people) Person(id string) (desk.Person, bool) { got, ok := p[id]; return got, ok }

var staff = people{
	"p-ana": {ID: "p-ana", Name: "Ana Sousa", PublicName: "Ana from the front desk", Role: desk.RoleAgent, PropertyIDs: []string{"h1"}, Active: true},
	"p-bo":  {ID: "p-bo", Name: "Bo Berg", Role: desk.RoleAgent, PropertyIDs: []string{"h1"}, Active: true},
}

// hotel answers chats in the afternoon, so that its guests are told when.
var hotel = desk.Property{ID: "h1", Name: "Harbour View", Settings: desk.PropertySettings{Phone: "+351 210 000 000",
	Emergency: desk.Emergency{Number: "112"},
	TimeZone:  "Europe/Lisbon", LiveChat: map[desk.Channel]desk.LiveChat{desk.ChannelWeb: afternoons()}}}

func afternoons() desk.LiveChat {
	lc := desk.DefaultLiveChat(desk.ChannelWeb)
	lc.Enabled, lc.Hours = true, &desk.Hours{}
	for day := range time.Weekday(7) {
		lc.Hours.Week = append(lc.Hours.Week, desk.Interval{Day: day, From: 14 * 60, To: 18 * 60})
	}
	return lc
}

// answer has everything an entry can have, so that its golden files show all that each audience is given.
func answer() desk.Entry {
	return desk.Entry{
		ID: "e2", ConversationID: "c1", PropertyID: "h1", ContactID: "g1", Seq: 5, PrevPublic: 3, Public: true, Kind: desk.EntryMessage,
		Author: desk.Author{Kind: desk.AuthorAssistant, ID: "a1", Name: "digital assistant"}, Text: "Did you mean <b>this</b>?", ClientID: "mine-not-yours",
		Params: map[string]string{"agent": "Ana", "agent_id": "p-ana", "reason": "inside", "minutes": "3"},
		Files:  []desk.File{{ID: "f1", Key: "0a1b.jpg", Name: "pool & bar #1.jpg", Type: "image/jpeg", Size: 1234, Width: 640, Height: 480}},
		Answer: &desk.Answer{Decision: "suggest", Confidence: 0.41, OfferHuman: true,
			Sources:     []desk.Source{{ID: "pool", Title: "Pool", Kind: "fact"}},
			Suggestions: []desk.Suggestion{{ID: "s1", Text: "When is the pool open?"}}},
		At: at, Epoch: 1,
	}
}

// carried is a message of an outside channel with everything that it can have.
func carried() desk.Entry {
	e := answer()
	e.Answer, e.Params, e.Files, e.Author, e.ClientID = nil, nil, nil, desk.Author{Kind: desk.AuthorGuest, ID: "g1"}, ""
	photo := desk.File{ID: "f2", Key: "1c2d.jpg", Name: "tap.jpg", Type: "image/jpeg", Size: 99, Width: 4, Height: 3}
	e.Carried = &desk.Carried{
		Media: []desk.Media{{Kind: "image", State: desk.MediaReady, File: &photo}, {Kind: "audio", State: desk.MediaPending, Voice: true},
			{Kind: "video", State: desk.MediaFailed, Reason: "too_large"}, {Kind: "image", State: desk.MediaLink, URL: "https://channel.example/story"}},
		Place: &desk.Place{Latitude: 38.7, Longitude: -9.1, Name: "Quay"}, Cards: []desk.Card{{Name: "Jana", Phones: []string{"+49 1"}}},
		Shared: []desk.Shared{{Kind: "story_reply", URL: "https://channel.example/s"}}, Quote: &desk.Quote{ProviderID: "mid.0", EntryID: "e1", Author: desk.AuthorAgent, Text: "Hello"},
		Referral: &desk.Referral{Source: "ADS", Title: "Autumn"}, SaidAt: at.Add(-time.Minute), Late: true, Outside: true,
		Template: &desk.Template{Name: "hello", Language: "en", Filled: "{}"},
	}
	e.Reactions, e.Edited = []desk.Reaction{{By: desk.AuthorGuest, Emoji: "❤️", At: at}}, true
	return e
}

// corrected is the entry by which a message is taken back.
func corrected() desk.Entry {
	return desk.Entry{ID: "e3", ConversationID: "c1", PropertyID: "h1", ContactID: "g1", Seq: 6, PrevPublic: 5, Kind: desk.EntryEdit, At: at, Epoch: 1,
		Author:     desk.Author{Kind: desk.AuthorGuest},
		Correction: &desk.Correction{Of: "e2", Cause: desk.CorrectionReaction, Text: "words", Reactions: []desk.Reaction{{By: desk.AuthorGuest, Emoji: ""}, {By: desk.AuthorAgent, Emoji: "👍"}}}}
}

// outer is a conversation on an account with a window, whose thread another app holds.
func outer() (desk.State, conversation.Account) {
	s := taken()
	s.Channel, s.AccountID, s.Facts.WindowFrom, s.Facts.ThreadOwner = desk.ChannelMessenger, "a1", at.Add(-time.Hour), "4711"
	return s, conversation.Account{ID: "a1", Name: "Harbour View", HumanAgent: true,
		Can: channel.Capabilities{Answers: true, Window: 24 * time.Hour, HumanWindow: 7 * 24 * time.Hour, Templates: true}}
}

func waiting() desk.State {
	return desk.State{
		Conversation: desk.Conversation{ID: "c1", PropertyID: "h1", ContactID: "g1", Channel: desk.ChannelWeb, Status: desk.StatusOpen,
			Controller: desk.Controller{Kind: desk.ControllerWaiting}, Epoch: 2, LastSeq: 7, LastPublicSeq: 6, Language: "en",
			StartedAt: at.Add(-time.Hour), GuestAt: at.Add(-time.Minute), LastAt: at.Add(-time.Minute)},
		Facts: desk.Facts{UnansweredSeq: 5, UnansweredAt: at.Add(-time.Minute), WishAt: at.Add(-30 * time.Second), AnsweredSeq: 3},
		Request: &desk.Request{ID: "r1", Kind: desk.RequestPerson, Stage: desk.StageRinging, OpenedAt: at.Add(-30 * time.Second),
			StageAt: at.Add(-30 * time.Second), Wait: 1},
		Turn: &desk.Turn{ID: "t1", ForSeq: 5},
	}
}

func taken() desk.State {
	s := waiting()
	s.Controller = desk.Controller{Kind: desk.ControllerAgent, AgentID: "p-ana"}
	s.Request.End, s.Request.EndedAt = desk.EndAccepted, at
	s.Turn.End = desk.TurnWithdrawn
	s.Facts = desk.Facts{UnansweredSeq: 5, UnansweredAt: at.Add(-4 * time.Minute), Reminded: true}
	s.Offer = &desk.Offer{ID: "o1", State: desk.OfferShown, Meanwhile: true}
	return s
}

func TestGolden(t *testing.T) {
	t.Parallel()
	contact := desk.Contact{ID: "g1", Name: "Maria", Language: "pt", TimeZone: "America/Sao_Paulo",
		Pages: []desk.PageView{{URL: "https://hotel.example/rooms", Title: "Rooms"}}}
	view := wire.CardView{Now: at, LiveChat: hotel.Settings.LiveChatFor(desk.ChannelWeb), People: staff}
	guest := wire.GuestView{Now: at, Property: hotel, People: staff, Offered: desk.Offered{Button: true}, ReadSeq: 4}
	offered := waiting()
	offered.Controller = desk.Controller{Kind: desk.ControllerAssistant}
	offered.Request.End = desk.EndExpired
	offered.Turn = nil
	offered.Facts = desk.Facts{NoAnswer: true, UnansweredSeq: 5, UnansweredAt: at}
	offered.Offer = &desk.Offer{ID: "o1", State: desk.OfferShown, KeepWaiting: true}
	promised, known := waiting(), guest
	promised.Request.Stage, promised.Request.StageAt = desk.StagePromised, at.Add(-time.Minute)
	promised.Request.PromisedBy, promised.Request.PromisedUntil = "p-ana", at.Add(2*time.Minute)
	known.Reachable, known.Typical = true, 40*time.Second
	known.Form = wire.GuestForm{FormID: "f1", Name: "Maria", Email: "maria@example.org", Text: "Please"}
	left, reached := offered, guest
	left.Facts.TicketNumber, left.Facts.ReplyBy, left.Facts.EmergencyAt = 1042, at.Add(time.Hour), at
	left.Offer = &desk.Offer{ID: "o1", State: desk.OfferUsed}
	left.Status = desk.StatusResolved
	reached.Transcript, reached.Form = true, known.Form
	summary := store.Summary{State: taken(), Contact: contact, Last: []desk.Entry{answer()}}
	on := true
	entry := wire.StaffEntry(answer())
	elsewhere, account := outer()
	channelView := view
	channelView.Account = account
	parts := []store.Delivery{{ConversationID: "c1", EntryID: "e2", State: store.DeliveryRead, ChangedAt: at},
		{ConversationID: "c1", EntryID: "e2", Part: 1, State: store.DeliveryFailed, Reason: "window_closed", Code: "131047", ChangedAt: at.Add(-time.Second)}}
	unsent := desk.Corrected(carried(), desk.Correction{Of: "e2", Unsent: true})
	card := wire.FrameCard(wire.CardOf(waiting(), contact, view))
	for name, v := range map[string]any{
		"guest_entry":         wire.GuestEntry(answer()),
		"staff_entry":         wire.StaffEntry(answer()),
		"guest_state_none":    wire.GuestStateOf(desk.State{}, guest),
		"guest_state_waiting": wire.GuestStateOf(waiting(), guest),
		"guest_state_offer":   wire.GuestStateOf(offered, guest),
		"guest_state_known":   wire.GuestStateOf(waiting(), known),
		"guest_state_promise": wire.GuestStateOf(promised, known),
		"guest_state_ticket":  wire.GuestStateOf(left, reached),
		"guest_state_agent":   wire.GuestStateOf(taken(), guest),
		"card_for_owner":      wire.CardFor(summary, view, wire.Viewing{Person: staff["p-ana"], Viewers: []wire.Viewer{{ID: "p-bo", Name: "Bo Berg", Typing: true}}, Unread: 2}),
		"card_for_other":      wire.CardFor(summary, view, wire.Viewing{Person: staff["p-bo"]}),
		"entry_carried":       wire.StaffEntry(carried()),
		"entry_unsent":        wire.StaffEntry(unsent),
		"entry_correction":    wire.StaffEntry(corrected()),
		"card_outer":          wire.CardFor(store.Summary{State: elsewhere, Contact: contact, Last: []desk.Entry{unsent}}, channelView, wire.Viewing{Person: staff["p-ana"]}),
		"frame_delivery":      wire.DeliveryFrame(parts),
		"frame_entry":         wire.Frame{T: "entry", ConversationID: "c1", Entry: &entry, Card: card},
		"frame_card_ended":    wire.Frame{T: "card", Card: wire.FrameCard(wire.CardOf(offered, desk.Contact{}, view))},
		"frame_typing":        wire.Frame{T: "typing", ConversationID: "c1", Author: &wire.Author{Kind: "guest"}, On: &on},
		"frame_taken":         wire.NoticeFrame(desk.Notice{Kind: desk.NoticeTaken, AgentID: "p-bo", ByAgentID: "p-ana", ConversationID: "c1"}, 7, staff),
	} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			var got bytes.Buffer
			enc := json.NewEncoder(&got)
			enc.SetIndent("", "  ")
			if err := enc.Encode(v); err != nil {
				t.Fatal(err)
			}
			path := filepath.Join("testdata", name+".json")
			if *update {
				if err := os.WriteFile(path, got.Bytes(), 0o644); err != nil {
					t.Fatal(err)
				}
			}
			want, err := os.ReadFile(path)
			if err != nil {
				t.Fatal(err)
			}
			if !bytes.Equal(got.Bytes(), want) {
				t.Errorf("changed; if that is meant, run with -update\ngot  %s\nwant %s", got.Bytes(), want)
			}
		})
	}
}

// What only the desk may know must not be in anything that guests are given, under whatever name.
func TestGuestsAreToldNothingOfTheDesk(t *testing.T) {
	t.Parallel()
	states := []desk.State{waiting(), taken()}
	var all bytes.Buffer
	for _, s := range states {
		all.Write(wire.Encode(wire.GuestStateOf(s, wire.GuestView{Now: at, Property: hotel, People: staff})))
	}
	note := answer()
	note.Public, note.Kind, note.Text = false, desk.EntryNote, "a note"
	all.Write(wire.Encode(wire.GuestEntries([]desk.Entry{answer(), note})))
	for _, secret := range []string{"p-ana", "Ana Sousa", "inside", "0.41", `"Pool"`, "a note", "mine-not-yours"} {
		if strings.Contains(all.String(), secret) {
			t.Errorf("guests are told %q: %s", secret, all.String())
		}
	}
}

func TestWaits(t *testing.T) {
	t.Parallel()
	lc := desk.DefaultLiveChat(desk.ChannelWeb)
	promised := waiting()
	promised.Request.Stage, promised.Request.StageAt, promised.Request.PromisedUntil = desk.StagePromised, at, at.Add(3*time.Minute)
	second := waiting()
	second.Request.Wait, second.Request.StageAt = 2, at.Add(-10*time.Second)
	moved := waiting()
	moved.Timers = []desk.Timer{{Kind: desk.TimerSecondWait, DueAt: at.Add(20 * time.Second)}}
	over := waiting()
	over.Request.StageAt = at.Add(-time.Hour)
	cases := []struct {
		name        string
		state       desk.State
		left, total time.Duration
	}{
		{"First", waiting(), 90 * time.Second, 120 * time.Second},
		{"Second", second, 50 * time.Second, 120 * time.Second},
		{"Promised", promised, 3 * time.Minute, 3 * time.Minute},
		{"MovedAfterDowntime", moved, 20 * time.Second, 120 * time.Second},
		{"Over", over, 0, 120 * time.Second},
	}
	for _, c := range cases {
		t.Run(c.name, func(t *testing.T) {
			t.Parallel()
			if left, total := wire.Waits(c.state, lc, at); left != c.left || total != c.total {
				t.Errorf("got %v of %v, want %v of %v", left, total, c.left, c.total)
			}
		})
	}
}

func TestSameForGuest(t *testing.T) {
	t.Parallel()
	same := waiting()
	same.LastSeq, same.LastPublicSeq, same.Facts.UnansweredSeq = 99, 98, 97
	if !wire.SameForGuest(waiting(), same) {
		t.Error("a new message alone looks like a new state")
	}
	for name, change := range map[string]func(*desk.State){
		"Controller": func(s *desk.State) { s.Controller = desk.Controller{Kind: desk.ControllerAssistant} },
		"Status":     func(s *desk.State) { s.Status = desk.StatusResolved },
		"Request":    func(s *desk.State) { s.Request.End = desk.EndCancelled },
		"Stage":      func(s *desk.State) { s.Request.Stage = desk.StagePromised },
		"Offer":      func(s *desk.State) { s.Offer = &desk.Offer{ID: "o", State: desk.OfferShown} },
		"Turn":       func(s *desk.State) { s.Turn.End = desk.TurnAnswered },
		"NoAnswer":   func(s *desk.State) { s.Facts.NoAnswer = true },
		"Other":      func(s *desk.State) { s.ID = "c2" },
	} {
		s := waiting()
		change(&s)
		if wire.SameForGuest(waiting(), s) {
			t.Errorf("%s: the guest is not told", name)
		}
	}
}
