// Package channel is the contract between Deskbell and the places outside its own website where guests write. An Adapter
// knows one channel's wire: it checks who speaks, turns what arrives into Events and sends Outgoing messages. It keeps
// nothing, decides nothing and knows no conversation; channeltest is the suite that every adapter passes.
//
// What an adapter can do beyond the required set it says by implementing a further interface of this package, and how
// much of it by its Capabilities, which are what the dashboard shows.
package channel

import (
	"context"
	"net/http"
	"time"

	"deskbell/internal/desk"
)

// App is a registered program of the channel's owner, under whose webhook address many accounts may arrive. Its secrets
// are plain here and encrypted at rest; they never leave the process but as signatures and bearer tokens.
type App struct {
	ID      string // ours: the last part of the webhook's address
	Channel desk.Channel
	// Key is the app's id at its owner; own sends are known by it.
	Key string
	// Secrets sign what arrives; any of them may have. With none, or only empty ones, nothing is let in.
	Secrets []string
	// VerifyToken is what the owner shows when it asks whether the address is ours; "" fits nothing.
	VerifyToken string
}

// Account is one connected Page, professional account or number.
type Account struct {
	ID         string // ours
	PropertyID string
	AppID      string
	Channel    desk.Channel
	// Key is the account's id as it stands in what arrives (Page id, Instagram account id, phone number id); Keys are
	// further ids under which the same account arrives.
	Key  string
	Keys []string
	// Parent is what the account belongs to where calls need it: the WhatsApp Business Account, the Page of an
	// Instagram account.
	Parent string
	Name   string
	Token  string
	// Secret is that of the app which issued Token (App.Secrets, the first that fits the route); calls prove with it that
	// the token is in the right hands. "" proves nothing, which suffices unless the app demands it.
	Secret string
	// Route is the way to the account where the channel has several: "page" or "login" on Instagram, "both" on WhatsApp where
	// the owner's phone goes on beside.
	Route string
	// HumanAgent says that the account may answer for seven days where a person writes.
	HumanAgent bool
	// Callback is where the answers of an API account go; "" is an account that is only watched.
	Callback string
}

// Adapter is what every channel does. Its methods may be called concurrently.
type Adapter interface {
	// Channel is the one it speaks for.
	Channel() desk.Channel
	// Handshake answers the question whether a webhook's address is ours, and reports whether the request was one.
	Handshake(w http.ResponseWriter, r *http.Request, app App) bool
	// Authentic reports whether body, as it came over the wire, was signed by the app. It fails closed.
	Authentic(app App, header http.Header, body []byte) bool
	// Decode reads one body. It never fails as a whole for one bad event: what is not understood is an Event of kind
	// Unknown with its Raw, and only a body that is no JSON of the channel's shape is an error. It does no I/O.
	Decode(body []byte) ([]Event, error)
	// Capabilities are what an account can do; they do not change while it is connected.
	Capabilities(a Account) Capabilities
	// Send gives one message to the channel. Its error is always a *Failure.
	Send(ctx context.Context, app App, a Account, out Outgoing) (Sent, error)
}

// Typer shows the guest that somebody writes. Reader tells the guest what was read. Both are best effort: a failure is
// forgotten. replyTo is the channel's id of the guest's newest message.
type (
	Typer interface {
		Typing(ctx context.Context, a Account, to, replyTo string) error
	}
	Reader interface {
		MarkRead(ctx context.Context, a Account, to, messageID string) error
	}
)

// Profiler asks the channel for what a guest shows of themselves. An empty Guest is no error.
type Profiler interface {
	Profile(ctx context.Context, a Account, id string) (Guest, error)
}

// Fetcher opens what a guest attached. The caller reads at most what it allows and closes it. Tokens go only to the
// channel's own hosts; what redirects elsewhere gets none.
type Fetcher interface {
	Fetch(ctx context.Context, a Account, m Media) (Content, error)
}

// Subscriber keeps the two switches on without which nothing arrives.
type Subscriber interface {
	// Subscribe installs the app on the account, for every field that the adapter understands.
	Subscribe(ctx context.Context, app App, a Account) error
	// Condition asks the channel how the account stands.
	Condition(ctx context.Context, app App, a Account) (Condition, error)
	// Refresh prolongs a token that ends; the same token and no time where nothing is to do.
	Refresh(ctx context.Context, app App, a Account) (token string, until time.Time, err error)
}

// Templater lists and fills the messages that may be sent when the window is closed.
type Templater interface {
	Templates(ctx context.Context, a Account) ([]Template, error)
}

// Threads asks for a thread that another app holds.
type Threads interface {
	TakeThread(ctx context.Context, a Account, guest string) error
}
