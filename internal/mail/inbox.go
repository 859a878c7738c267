package mail

import (
	"context"
	"crypto/tls"
	"encoding/json"
	"errors"
	"fmt"
	"net"
	"slices"
	"time"

	"github.com/emersion/go-imap/v2"
	"github.com/emersion/go-imap/v2/imapclient"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// How the fetching paces itself.
const (
	// pollEvery is how often the mailbox is looked at.
	pollEvery = 20 * time.Second
	// fetchWithin bounds one look.
	fetchWithin = 2 * time.Minute
	// restFor is how long the mailbox stays a node's between two looks: another one goes on when it has missed the next.
	restFor = 2*pollEvery + 5*time.Second
	// firstLook is how far back a mailbox is read that is new to us, or that began to count anew. Only answers to our
	// own mails are taken, and each once, so that reading too much does no harm.
	firstLook = 30 * 24 * time.Hour
	// part is how much of a mail is read that is too large: its text comes first.
	part = 1 << 20
)

// Fetched tells how the last look into the mailbox went.
type Fetched struct {
	At time.Time
	// Error is why it failed, for people; "" where it did not.
	Error string
}

// Fetched is how the last look of this process went; the zero value before the first.
func (p *Post) Fetched() Fetched {
	p.mu.Lock()
	defer p.mu.Unlock()
	return p.fetched
}

// place is how far the mailbox has been read, and by whom it is being read: one node at a time.
type place struct {
	Address  string    `json:"address"`
	Validity uint32    `json:"validity"`
	UID      uint32    `json:"uid"`
	Owner    string    `json:"owner,omitempty"`
	Until    time.Time `json:"until,omitzero"`
}

func (p *Post) fetchAll(ctx context.Context, r Receiver) error {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			p.leave(context.WithoutCancel(ctx))
			return nil
		case <-p.poll:
		case <-timer.C:
		}
		p.look(ctx, r)
		timer.Reset(pollEvery)
	}
}

// look fetches what is new, once.
func (p *Post) look(ctx context.Context, r Receiver) {
	var s Settings
	var at place
	mine := false
	var now time.Time
	err := p.cfg.Store.Read(ctx, func(tx store.Tx) (err error) {
		now = tx.Now()
		s, err = SettingsIn(tx)
		return err
	})
	if err != nil || !s.Inbox.Set() {
		return
	}
	at, mine, err = p.take(ctx, s)
	if err == nil && mine {
		looking, cancel := context.WithTimeout(ctx, fetchWithin)
		err = p.fetch(looking, s, r, at, now)
		cancel()
	}
	if ctx.Err() != nil || err == nil && !mine {
		return
	}
	f := Fetched{At: now}
	if err != nil {
		f.Error = explainInbox(err)
	}
	p.mu.Lock()
	worse := f.Error != "" && p.fetched.Error == ""
	p.fetched = f
	p.mu.Unlock()
	if worse {
		p.cfg.Log.Warn("cannot fetch mail", "err", err)
	}
}

// take makes the mailbox this node's for a while. Where the mailbox is another one than before it is read anew.
func (p *Post) take(ctx context.Context, s Settings) (at place, mine bool, err error) {
	address := s.Inbox.User + "@" + s.Inbox.address() + "/" + s.Folder
	err = p.cfg.Store.Write(ctx, func(tx store.Tx) error {
		if at, err = placeIn(tx); err != nil {
			return err
		}
		if mine = p.cfg.Alone || at.Owner == p.cfg.Owner || !tx.Now().Before(at.Until); !mine {
			return nil
		}
		if at.Address != address {
			at = place{Address: address}
		}
		if p.cfg.Alone && at.Owner == p.cfg.Owner {
			return nil // nobody else looks at the row, so it need not move with every look
		}
		at.Owner, at.Until = p.cfg.Owner, tx.Now().Add(fetchWithin+pollEvery)
		return putPlace(tx, at)
	})
	return at, mine, err
}

// keep stores how far the mailbox has been read, and that it stays this node's until the next look. Where another node
// has taken it over meanwhile, because this one stood still for too long, that one's place counts: what both have
// brought, the receiver has taken once.
func (p *Post) keep(ctx context.Context, at place) error {
	return p.cfg.Store.Write(ctx, func(tx store.Tx) error {
		now, err := placeIn(tx)
		if err != nil || !p.cfg.Alone && now.Owner != p.cfg.Owner {
			return err
		}
		at.Until = tx.Now().Add(restFor)
		return putPlace(tx, at)
	})
}

// leave lets another node look at once.
func (p *Post) leave(ctx context.Context) {
	if p.cfg.Alone {
		return
	}
	ctx, cancel := context.WithTimeout(ctx, time.Second)
	defer cancel()
	err := p.cfg.Store.Write(ctx, func(tx store.Tx) error {
		at, err := placeIn(tx)
		if err != nil || at.Owner != p.cfg.Owner {
			return err
		}
		at.Owner, at.Until = "", time.Time{}
		return putPlace(tx, at)
	})
	if err != nil {
		p.cfg.Log.Debug("the mailbox was not left", "err", err) // its lease runs out by itself
	}
}

func placeIn(tx store.Tx) (at place, err error) {
	doc, err := tx.Setting(pollKey)
	if err == nil && doc != "" {
		err = json.Unmarshal([]byte(doc), &at)
	}
	return at, err
}

func putPlace(tx store.Tx, at place) error {
	doc, err := json.Marshal(at)
	if err != nil {
		return err
	}
	return tx.SetSetting(pollKey, string(doc))
}

// fetch reads what came since the place, in order, and moves the place behind what was read.
func (p *Post) fetch(ctx context.Context, s Settings, r Receiver, at place, now time.Time) (err error) {
	c, data, err := p.open(ctx, s)
	if err != nil {
		return err
	}
	defer c.Close()
	defer context.AfterFunc(ctx, func() { _ = c.Close() })() // no answer of a server that hangs is waited for longer

	was := at
	criteria := &imap.SearchCriteria{}
	if at.Validity == data.UIDValidity && at.UID > 0 {
		criteria.UID = []imap.UIDSet{{imap.UIDRange{Start: imap.UID(at.UID) + 1, Stop: 0}}}
	} else {
		at.UID, criteria.Since = 0, now.Add(-firstLook)
	}
	at.Validity = data.UIDValidity
	found, err := c.UIDSearch(criteria, nil).Wait()
	if err != nil {
		return err
	}
	defer func() {
		if at != was || !p.cfg.Alone {
			// Also where it stopped in the middle: what was taken is behind the place.
			err = errors.Join(err, p.keep(context.WithoutCancel(ctx), at))
		}
	}()
	uids := found.AllUIDs()
	slices.Sort(uids)
	for _, uid := range uids {
		if uint32(uid) <= at.UID {
			continue // the last mail answers to every open range
		}
		if err := p.bring(ctx, c, uid, r); err != nil {
			return err
		}
		at.UID = uint32(uid)
	}
	return c.Logout().Wait()
}

// bring hands one mail to the receiver, and marks it as read where it was for somebody here.
func (p *Post) bring(ctx context.Context, c *imapclient.Client, uid imap.UID, r Receiver) error {
	set := imap.UIDSetNum(uid)
	sized, err := c.Fetch(set, &imap.FetchOptions{UID: true, RFC822Size: true}).Collect()
	if err != nil || len(sized) == 0 { // it has been moved away meanwhile
		return err
	}
	section := &imap.FetchItemBodySection{Peek: true}
	if sized[0].RFC822Size > Most {
		section.Partial = &imap.SectionPartial{Offset: 0, Size: part}
	}
	got, err := c.Fetch(set, &imap.FetchOptions{UID: true, BodySection: []*imap.FetchItemBodySection{section}}).Collect()
	if err != nil || len(got) == 0 {
		return err
	}
	raw := got[0].FindBodySection(section)
	in, err := Parse(raw)
	if err != nil {
		p.cfg.Log.Info("a mail in the mailbox cannot be read", "uid", uint32(uid))
		return nil
	}
	taken, err := r.Received(ctx, in)
	if code := desk.CodeOf(err); err != nil && code != desk.CodeUnavailable && ctx.Err() == nil {
		p.cfg.Log.Error("a mail cannot be taken in", "uid", uint32(uid), "err", err)
		return nil // one bad mail must not hold up the others
	}
	if err != nil || !taken {
		return err
	}
	return c.Store(set, &imap.StoreFlags{Op: imap.StoreFlagsAdd, Silent: true, Flags: []imap.Flag{imap.FlagSeen}}, nil).Close()
}

// open signs in at the mailbox and selects its folder.
func (p *Post) open(ctx context.Context, s Settings) (*imapclient.Client, *imap.SelectData, error) {
	var conn net.Conn
	var err error
	dialer := &net.Dialer{Timeout: sendWithin / 2}
	if s.Inbox.Security == TLS {
		conn, err = (&tls.Dialer{NetDialer: dialer, Config: p.tls(s.Inbox)}).DialContext(ctx, "tcp", s.Inbox.address())
	} else {
		conn, err = dialer.DialContext(ctx, "tcp", s.Inbox.address())
	}
	if err != nil {
		return nil, nil, err
	}
	options := &imapclient.Options{TLSConfig: p.tls(s.Inbox)}
	var c *imapclient.Client
	if s.Inbox.Security == StartTLS {
		if c, err = imapclient.NewStartTLS(conn, options); err != nil {
			_ = conn.Close()
			return nil, nil, err
		}
	} else {
		c = imapclient.New(conn, options)
	}
	stop := context.AfterFunc(ctx, func() { _ = c.Close() })
	defer stop()
	fail := func(err error) (*imapclient.Client, *imap.SelectData, error) {
		_ = c.Close()
		return nil, nil, err
	}
	if err := c.Login(s.Inbox.User, s.Inbox.Password).Wait(); err != nil {
		return fail(fmt.Errorf("sign in: %w", err))
	}
	folder := s.Folder
	if folder == "" {
		folder = "INBOX"
	}
	data, err := c.Select(folder, nil).Wait()
	if err != nil {
		return fail(fmt.Errorf("open the folder %s: %w", folder, err))
	}
	return c, data, nil
}

// explainInbox is an error of a mailbox's in one line for people.
func explainInbox(err error) string {
	var refused *imap.Error
	if errors.As(err, &refused) {
		return "The mailbox refused: " + desk.CleanLine(refused.Text, 300)
	}
	return explain(err)
}
