package channel

import (
	"encoding/json"
	"io"
	"time"
)

// EventKind is what happened on a channel.
type EventKind string

// The kinds of event.
const (
	EventMessage  EventKind = "message"  // the guest wrote, chose or attached
	EventEcho     EventKind = "echo"     // something was sent in the account's name, by us, another app or a person
	EventStatus   EventKind = "status"   // what became of messages we sent
	EventRead     EventKind = "read"     // the guest read
	EventTyping   EventKind = "typing"   // the guest writes
	EventReaction EventKind = "reaction" // the guest reacted to a message, or took it back
	EventEdit     EventKind = "edit"     // a message was changed
	EventUnsend   EventKind = "unsend"   // a message was taken back
	EventReferral EventKind = "referral" // the guest came by an advertisement or link
	EventThread   EventKind = "thread"   // another app has the thread now, or we have it again
	EventIdentity EventKind = "identity" // the guest is known under a further or a new id
	EventAccount  EventKind = "account"  // something about the account: a policy, a quality, an error of the channel's own
	EventTest     EventKind = "test"     // sent by a test button; proves that the address works
	EventUnknown  EventKind = "unknown"  // kept raw
)

// Event is one thing that happened on a channel. Which fields are set depends on Kind; ids are opaque.
type Event struct {
	Kind EventKind
	// Account is the account's id as the channel has it (Account.Key or one of Keys). What is said about all accounts below
	// a parent (EventAccount on WhatsApp) names that: Account.Parent.
	Account string
	Guest   Guest
	// Key tells repeats: equal ones on one account are the same event, whichever way they came. "" tells nothing.
	Key string
	// At is when it happened by the channel's clock; zero where it does not say.
	At time.Time
	// Standby says that it was only shown to us: another app owns the thread.
	Standby bool
	// Old says that it is from a history that was handed over: stored, never answered.
	Old bool

	// ID is the channel's id of the message that this is, or is about (reaction, edit, unsend, status, read).
	ID   string
	Text string
	// Choice is the payload of the quick reply, button or list row that was pressed; Text is its title.
	Choice  string
	ReplyTo string // the channel's id of the message that was replied to
	Media   []Media
	Place   *Place
	Cards   []Card // contacts that were handed over
	// Shared is a link that travels as one: a story that was mentioned or answered, a post, a product, an order.
	Shared []Shared
	// Unsupported says that the guest sent what the channel does not hand over; Text may say what.
	Unsupported bool

	// Emoji is the reaction; "" takes it back.
	Emoji string
	// Revision counts the edits of a message, where the channel does.
	Revision int

	Echo     *Echo
	Status   *Status
	Referral *Referral
	Thread   *Thread
	Notice   *Notice

	// Raw is the event as it came, of every kind.
	Raw json.RawMessage
}

// Guest is who an event is about. IDs are all ids it names, the steadiest first; the first is what is stored under.
type Guest struct {
	IDs      []string
	Name     string
	Username string
	Phone    string // with + and country code
	Picture  string // an address that ends
}

// Media is something attached. It is fetched by ID or URL through the channel's Fetcher.
type Media struct {
	ID    string
	URL   string
	Kind  MediaKind
	Type  string // what the channel says; it is believed only after a look at the content
	Name  string
	Hash  []byte // SHA-256 of the content, where the channel tells it
	Size  int64  // 0 where it is not told
	Voice bool
	// LinkOnly says that the channel's rules forbid keeping a copy: stories and shares.
	LinkOnly bool
}

// MediaKind is how media is shown.
type MediaKind string

// The kinds of media.
const (
	MediaImage   MediaKind = "image"
	MediaAudio   MediaKind = "audio"
	MediaVideo   MediaKind = "video"
	MediaFile    MediaKind = "file"
	MediaSticker MediaKind = "sticker"
)

// Content is fetched media on its way. Size is -1 where it is not told.
type Content struct {
	io.ReadCloser
	Type string
	Name string
	Size int64
}

// Place is a location in degrees.
type Place struct {
	Latitude, Longitude float64
	Name, Address, URL  string
}

// Card is a person's particulars.
type Card struct {
	Name          string
	Phones, Mails []string
}

// Shared is something of the channel's own that was shown or mentioned. Kind: story, story_mention, story_reply, post,
// reel, link, product, order, booking, form.
type Shared struct {
	Kind  string
	Title string
	URL   string
	ID    string
}

// Echo is how an echo is known: App is the sender's app id ("" if none), Ours the correlation that we gave the message,
// Automatic one of the channel's own automatic messages, which no person wrote.
type Echo struct {
	App       string
	Ours      string
	Automatic bool
}

// Status is what became of messages that we sent. Of those named by Event.ID and IDs, or where Before is set of all up to
// then. Ours is the correlation that we gave.
type Status struct {
	State  State
	IDs    []string
	Before time.Time
	Ours   string
	// Failure is set with StateFailed.
	Failure *Failure
	// Category and Billable are how the channel counts the message for its bill.
	Category string
	Billable bool
	// Recipient are the ids under which the channel reached the guest.
	Recipient []string
}

// State is how far a message came. Later ones are higher; StateFailed is final.
type State int

// The states.
const (
	StateSent State = iota + 1
	StateDelivered
	StateRead
	StatePlayed
	StateFailed
)

// Referral is how the guest came.
type Referral struct {
	Source, Ref, AdID, Title, URL string
}

// Thread is who has the thread now: "" is nobody, which is us where no other app is the default. On Messenger and
// Instagram it is ours too if Owner is the Key of the app at which the event arrived; Decode does not know that app.
type Thread struct {
	Owner string
	Ours  bool // said by the channel itself
	// Asked says that another app asks for it and nothing changed.
	Asked bool
}

// NoticeTemplates is the kind of a notice that the account's templates changed: they have to be asked for anew. It is
// nothing that anybody has to be told.
const NoticeTemplates = "templates"

// Notice is what the channel says about the account. Kind is a stable name of what is wrong, as of Condition.Problems; what
// is not wrong makes no notice, but for NoticeTemplates.
type Notice struct {
	Kind, Text string
	// Failure is set where it is an error.
	Failure *Failure
	// Shared says that it came about all accounts of their parent; Number which of them is meant, where it says.
	Shared bool
	Number string
}
