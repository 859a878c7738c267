package mail

import (
	"context"
	"runtime/debug"
	"time"

	"golang.org/x/sync/errgroup"

	"deskbell/internal/store"
)

// How the sending paces itself.
const (
	// hands is how many mails are on their way at once: no more are claimed than are sent at once, so that a crash
	// leaves no mail in doubt that was only waiting.
	hands = 4
	// lease is how long a claimed mail is its owner's: longer than a conversation with a mail server may take.
	lease = 2*sendWithin + 30*time.Second
	// lookAgain is how long it sleeps at most: another node may have queued something.
	lookAgain = 2 * time.Second
)

// Run sends what is queued and fetches what came in, for r, until ctx is done. What is on its way then is given up to
// its verdict.
func (p *Post) Run(ctx context.Context, r Receiver) error {
	if err := p.comeBack(ctx); err != nil {
		if ctx.Err() != nil {
			return nil
		}
		return err
	}
	g, ctx := errgroup.WithContext(ctx)
	g.Go(func() error { return p.sendAll(ctx) })
	g.Go(func() error { return p.fetchAll(ctx, r) })
	return g.Wait()
}

// comeBack settles what a process left that died in the middle of sending: whether those mails went out, nobody knows.
func (p *Post) comeBack(ctx context.Context) error {
	if !p.cfg.Alone {
		return nil // leases run out by themselves
	}
	return p.doubt(ctx, true)
}

func (p *Post) doubt(ctx context.Context, all bool) error {
	return p.cfg.Store.Write(ctx, func(tx store.Tx) error {
		now := tx.Now()
		if all {
			now = time.Time{}
		}
		list, err := tx.DoubtMails(now)
		if err != nil {
			return err
		}
		tx.AfterCommit(func() {
			for _, m := range list {
				p.cfg.Log.Warn("a mail may not have arrived", "mail_id", m.ID, "ticket", m.Ticket)
				p.cfg.Settled(m)
			}
		})
		return nil
	})
}

// sendAll sends what is queued, and sleeps until there is something to do.
func (p *Post) sendAll(ctx context.Context) error {
	timer := time.NewTimer(0)
	defer timer.Stop()
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-p.wake:
		case <-timer.C:
		}
		wait, err := p.sendSome(ctx)
		if err != nil && ctx.Err() == nil {
			p.cfg.Log.Warn("mails wait", "err", err)
		}
		timer.Reset(wait)
	}
}

// sendSome sends some mails and says how long there is nothing to do.
func (p *Post) sendSome(ctx context.Context) (time.Duration, error) {
	var now, next time.Time
	var s Settings
	err := p.cfg.Store.Read(ctx, func(tx store.Tx) (err error) {
		now = tx.Now()
		if s, err = SettingsIn(tx); err != nil {
			return err
		}
		next, err = tx.NextMail()
		return err
	})
	if err != nil {
		return lookAgain, err
	}
	if next.IsZero() {
		return lookAgain, nil
	}
	if wait := next.Sub(now); wait > 0 {
		return min(wait, lookAgain), nil
	}
	if err := p.doubt(ctx, false); err != nil {
		return lookAgain, err
	}
	if !s.Set() {
		return lookAgain, nil // the server was taken away: they wait for the next one
	}
	mails, err := p.claim(ctx)
	if err != nil || len(mails) == 0 {
		return lookAgain, err
	}
	var g errgroup.Group
	for _, m := range mails {
		g.Go(func() error {
			// Once claimed a mail gets its verdict, also where Deskbell stops meanwhile.
			v := p.sendSafely(context.WithoutCancel(ctx), s, m)
			return p.settle(context.WithoutCancel(ctx), m, v)
		})
	}
	return 0, g.Wait()
}

// claim makes mails ours to send. It is committed before the first byte goes out.
func (p *Post) claim(ctx context.Context) ([]store.Mail, error) {
	var mails []store.Mail
	err := p.cfg.Store.Write(ctx, func(tx store.Tx) (err error) {
		mails, err = tx.ClaimMails(p.cfg.Owner, tx.Now(), tx.Now().Add(lease), hands)
		return err
	})
	return mails, err
}

// settle writes the verdict. One that cannot be written leaves the mail to its lease, after which it is uncertain.
func (p *Post) settle(ctx context.Context, m store.Mail, v verdict) error {
	return p.cfg.Store.Write(ctx, func(tx store.Tx) error {
		r := store.MailResult{State: v.state, Error: v.told}
		if r.State == store.MailQueued {
			if m.Attempts > len(pauses) {
				r.State = store.MailFailed
			} else {
				r.NextAt = tx.Now().Add(pauses[m.Attempts-1])
			}
		}
		held, err := tx.SettleMail(m.ID, p.cfg.Owner, tx.Now(), r)
		if err != nil || !held {
			return err
		}
		m.State, m.Error = r.State, r.Error
		tx.AfterCommit(func() {
			if r.State != store.MailSent {
				p.cfg.Log.Warn("mail not sent", "mail_id", m.ID, "ticket", m.Ticket, "state", r.State, "attempts", m.Attempts)
			}
			p.cfg.Settled(m)
		})
		return nil
	})
}

// sendSafely lets a mail that makes the sending panic end as one that may not have arrived: people see it, and it is
// not tried again by itself. It must not end the process for all, again and again after each restart.
func (p *Post) sendSafely(ctx context.Context, s Settings, m store.Mail) (v verdict) {
	defer func() {
		if cause := recover(); cause != nil {
			p.cfg.Log.Error("a mail was given up: sending it panicked", "mail_id", m.ID, "err", cause, "stack", string(debug.Stack()))
			p.cfg.Dead("mail")
			v = verdict{store.MailUncertain, "Sending it failed for a reason that is Deskbell's own; the log tells more."}
		}
	}()
	if p.poison != nil {
		p.poison(m)
	}
	return p.send(ctx, s, m)
}
