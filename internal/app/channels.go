package app

import (
	"cmp"
	"context"
	"errors"
	"os"
	"sync"
	"time"

	"golang.org/x/sync/errgroup"

	"deskbell/internal/arrival"
	"deskbell/internal/channel"
	"deskbell/internal/channel/api"
	"deskbell/internal/channel/instagram"
	"deskbell/internal/channel/messenger"
	"deskbell/internal/channel/meta"
	"deskbell/internal/channel/whatsapp"
	"deskbell/internal/connect"
	"deskbell/internal/conversation"
	"deskbell/internal/delivery"
	"deskbell/internal/desk"
	"deskbell/internal/mail"
	"deskbell/internal/metrics"
	"deskbell/internal/secret"
	"deskbell/internal/store"
)

// channels are the rooms through which guests outside the website are heard and answered.
type channels struct {
	adapters    map[desk.Channel]channel.Adapter
	connections *connect.Connections
	accounts    *conversation.Accounts
	intake      *arrival.Intake
	outbox      *delivery.Outbox
	media       *arrival.Attachments
	told        *deliveryNews
	door        *conversation.Desk // from run on
	// refused are deliveries that a channel did not take because another app holds the guest's thread.
	refused chan store.Delivery
}

// openChannels builds them; the rest of the house has to stand before they run.
func openChannels(cfg Config, a *App, now func() time.Time, numbers *metrics.Metrics) (*channels, error) {
	graph, err := meta.New(meta.Config{Client: a.outward, Base: cfg.GraphBaseURL, Version: cfg.GraphVersion})
	if err != nil {
		return nil, err
	}
	c := &channels{adapters: map[desk.Channel]channel.Adapter{}, told: newDeliveryNews(a), refused: make(chan store.Delivery, 256)}
	for _, ad := range []channel.Adapter{messenger.New(graph), instagram.New(graph, now), whatsapp.New(graph), api.New(a.outward, now)} {
		c.adapters[ad.Channel()] = ad
	}
	alone := cfg.DatabaseURL == ""
	c.connections = connect.New(connect.Config{Store: a.store, Sealer: a.sealer, Adapters: c.adapters, NewID: conversation.NewID, Now: now,
		Mail: letters{a}.connections, Changed: func(propertyID, accountID string) {
			c.accounts.Forget(accountID)
			c.outbox.Wake() // what waited for a paused account may go
			a.staff.Channels(propertyID)
		},
		Bell: func(propertyID, accountID string) { screens{a}.Admins(propertyID, "channel", accountID) }, Log: cfg.Log})
	c.accounts = conversation.NewAccounts(a.store, func(row store.ChannelAccount) channel.Capabilities {
		ad := c.adapters[row.Channel]
		if ad == nil {
			return channel.Capabilities{}
		}
		return ad.Capabilities(channel.Account{ID: row.ID, Channel: row.Channel, Key: row.Key, Route: row.Route, HumanAgent: row.HumanAgent, Callback: row.Callback})
	}, now)
	c.outbox = delivery.New(delivery.Config{Store: a.store, Adapters: c.adapters, Accounts: c.connections, Files: a.room, BaseURL: cfg.BaseURL,
		Changed: func(list []store.Delivery) {
			c.connections.Delivered(list)
			c.told.changed(list)
			c.refusedThreads(list)
		},
		Unsaid: func(ctx context.Context, deliveryID string) error { return c.door.Unsaid(ctx, deliveryID) },
		Owner:  cfg.node, Alone: alone, Dead: numbers.Dead, Log: cfg.Log})
	c.media = &arrival.Attachments{Adapters: c.adapters, Shelf: a.room, Store: a.store, Log: cfg.Log}
	var others func()
	if cfg.RedisURL != "" && !alone {
		others = func() { a.nodes.tellID(tellArrived, "") }
	}
	c.intake = arrival.New(arrival.Config{Store: a.store, Adapters: c.adapters, Accounts: c.connections, Outbox: c.outbox, Media: c.media,
		Others: others, Typing: func(conversation desk.Conversation) {
			a.staff.GuestTyping(conversation.PropertyID, conversation.ID, true)
		},
		Named: func(contactID string) {
			a.fanout.ForgetContact(contactID)
			a.fanout.ShowContact(contactID)
		},
		Owner: cfg.node, Alone: alone, Dead: numbers.Dead, Log: cfg.Log})
	numbers.Counter("channel_events_unknown_total", "Events of channels that were not understood, and are kept as they came.",
		func() float64 { return float64(c.intake.Unknown()) })
	return c, nil
}

// openSealer opens the key of what is sealed in the database: the environment's, or the data folder's.
func openSealer(dir string) (*secret.Sealer, error) {
	if keys := os.Getenv(secret.KeyVariable); keys != "" {
		return secret.New(keys)
	}
	return secret.InFolder(dir)
}

// run works until ctx is done.
func (c *channels) run(ctx context.Context, door *conversation.Desk) error {
	c.media.Door, c.door = door, door
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return c.intake.Run(ctx, door) })
	g.Go(func() error { return c.outbox.Run(ctx) })
	g.Go(func() error { return c.connections.Run(ctx) })
	g.Go(func() error { return c.told.run(ctx) })
	g.Go(func() error { return c.noteThreads(ctx, door) })
	return g.Wait()
}

// refusedThreads picks out what tells that another app holds a guest's thread. What there is no room for is told again by
// the next message that is refused.
func (c *channels) refusedThreads(list []store.Delivery) {
	for _, d := range list {
		if d.State != store.DeliveryFailed || d.Reason != channel.ReasonThread {
			continue
		}
		select {
		case c.refused <- d:
		default:
		}
	}
}

// noteThreads lets conversations know whose threads another app holds: nobody answers there until that is over.
func (c *channels) noteThreads(ctx context.Context, door *conversation.Desk) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case d := <-c.refused:
			err := door.ThreadMoved(ctx, conversation.ThreadMoved{ContactID: d.ContactID, Owner: desk.AnotherApp})
			if err != nil && ctx.Err() == nil {
				c.told.a.cfg.Log.Warn("that another app holds a thread was not noted", "conversation_id", d.ConversationID, "err", err)
			}
		}
	}
}

// written hears of messages that conversations wrote, withdrew or stamped anew.
func (c *channels) written(list []store.Delivery) {
	c.outbox.Wake()
	c.told.changed(list)
}

// typing shows guests that the assistant writes, wherever they are.
type typing struct {
	a *App
}

// AssistantTyping implements assistant.Typing.
func (t typing) AssistantTyping(c desk.Conversation, on bool) {
	t.a.staff.AssistantTyping(c, on)
	if on && c.Channel != desk.ChannelWeb {
		t.a.channels.outbox.Typing(c.ID, "")
	}
}

// connections writes to a property's admins about an account.
func (w letters) connections(tx store.Tx, l connect.Letter) error {
	parts := make([]mail.Part, 0, len(l.Lines))
	for _, line := range l.Lines {
		parts = append(parts, mail.Part{Kind: mail.PartLine, Text: line})
	}
	for _, to := range l.To {
		_, err := w.a.post.Queue(tx, store.Mail{Kind: store.MailCall, To: to, PropertyID: l.Property.ID},
			mail.Letter{From: l.Property.Name, Subject: l.Subject, Language: l.Language, Parts: parts})
		if errors.Is(err, mail.ErrNoServer) {
			return nil
		}
		if err != nil {
			return err
		}
	}
	return nil
}

// deliveryNews tells the desk how far messages have come. It collects, because the states of one message follow each other
// quickly, and a guest's reading changes many at once.
type deliveryNews struct {
	a    *App
	wake chan struct{}

	mu   sync.Mutex
	wait map[place]struct{}
	lost bool
}

// place is an entry whose deliveries changed.
type place struct{ property, conversation, entry string }

// newsMost is how many entries may wait to be told; beyond that everybody reads again.
const newsMost = 5000

func newDeliveryNews(a *App) *deliveryNews {
	return &deliveryNews{a: a, wake: make(chan struct{}, 1), wait: map[place]struct{}{}}
}

func (n *deliveryNews) changed(list []store.Delivery) {
	if len(list) == 0 {
		return
	}
	n.mu.Lock()
	for _, d := range list {
		if len(n.wait) >= newsMost {
			n.lost = true
			break
		}
		n.wait[place{d.PropertyID, d.ConversationID, d.EntryID}] = struct{}{}
	}
	n.mu.Unlock()
	select {
	case n.wake <- struct{}{}:
	default:
	}
}

func (n *deliveryNews) run(ctx context.Context) error {
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-n.wake:
		}
		n.mu.Lock()
		wait, lost := n.wait, n.lost
		n.wait, n.lost = map[place]struct{}{}, false
		n.mu.Unlock()
		if lost {
			n.a.staff.Resync()
			continue
		}
		if err := n.tell(ctx, wait); err != nil && ctx.Err() == nil {
			n.a.cfg.Log.Warn("how far messages came is not shown until screens read again", "err", err)
		}
	}
}

func (n *deliveryNews) tell(ctx context.Context, wait map[place]struct{}) error {
	of := map[string][]string{}
	properties := map[string]string{}
	for p := range wait {
		of[p.conversation] = append(of[p.conversation], p.entry)
		properties[p.conversation] = p.property
	}
	for id, entries := range of {
		var list []store.Delivery
		err := n.a.store.Read(ctx, func(tx store.Tx) (err error) {
			list, err = tx.DeliveriesOf(id, entries)
			return err
		})
		if err != nil {
			return err
		}
		parts := map[string][]store.Delivery{}
		for _, d := range list {
			parts[d.EntryID] = append(parts[d.EntryID], d)
		}
		for _, entry := range entries {
			if len(parts[entry]) > 0 {
				n.a.staff.Delivery(cmp.Or(parts[entry][0].PropertyID, properties[id]), parts[entry])
			}
		}
	}
	return nil
}

// Connections are the accounts of channels, for tests of the whole.
func (a *App) Connections() *connect.Connections { return a.channels.connections }
