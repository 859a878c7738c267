package auth

import (
	"context"
	"errors"
	"log/slog"
	"net/netip"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/limit"
	"deskbell/internal/store"
)

// Lives of what Gate hands out.
const (
	SessionIdle     = 12 * time.Hour      // without a request
	SessionAbsolute = 30 * 24 * time.Hour // whatever happens
	InviteLife      = 7 * 24 * time.Hour
	ResetLife       = 24 * time.Hour
	SetupLife       = 24 * time.Hour
)

const (
	touchEvery   = 5 * time.Minute  // how exactly "last seen" and the idle end are kept
	freshFor     = 10 * time.Second // how long what is remembered of a session is believed
	sharedFor    = 2 * time.Second  // the same where other servers may end it
	cachedAtMost = 10_000
	keptSessions = 40 // of one person
)

// Config is what a Gate needs.
type Config struct {
	Store store.Store
	// Now is the clock; NewID makes ids.
	Now   func() time.Time
	NewID func() string
	// Shared says that other servers use the store: what they change of a person is seen within two seconds at the
	// latest, and a set-up token that another one showed stays good.
	Shared bool
	// SignIns slows down guessing; nil does not.
	SignIns *limit.SignIns
	// Cost is that of one password guess; DefaultCost if zero. Tests take a cheap one.
	Cost Cost
	// Ended is told whose sessions were ended, so that open connections of that person are looked at again. left says
	// that the person is no longer at work: signed out everywhere, or not active any more.
	Ended func(personID string, left bool)
	// Changed is told whose role, properties or name changed.
	Changed func(personID string)
	Log     *slog.Logger
}

// Gate lets people in. All methods may be called concurrently.
type Gate struct {
	cfg    Config
	hasher *hasher
	cache  cache
}

// New makes a Gate.
func New(cfg Config) *Gate {
	if cfg.Cost == (Cost{}) {
		cfg.Cost = DefaultCost
	}
	if cfg.Now == nil {
		cfg.Now = time.Now
	}
	if cfg.Ended == nil {
		cfg.Ended = func(string, bool) {}
	}
	if cfg.Changed == nil {
		cfg.Changed = func(string) {}
	}
	if cfg.Log == nil {
		cfg.Log = slog.Default()
	}
	g := &Gate{cfg: cfg, hasher: newHasher(cfg.Cost), cache: cache{by: map[string]known{}, fresh: freshFor}}
	if cfg.Shared {
		g.cache.fresh = sharedFor
	}
	return g
}

// From says where a request comes from: for the list of sessions, the audit and the throttle.
type From struct {
	Address netip.Addr
	Device  string // user agent in words
}

// Key names the session for Check. It is the stored hash of the token, not the token, and is kept in memory only.
func (v Visit) Key() string { return v.token }

func address(f From) string {
	if !f.Address.IsValid() {
		return ""
	}
	return f.Address.String()
}

// Visit is a signed-in request: who, and by which session.
type Visit struct {
	Person desk.Person
	// Session is the session's id as lists show it. It is no secret.
	Session string
	token   string
}

var errSignIn = desk.Refuse(desk.CodeUnauthorized, "E-mail address or password is not right. Check both and try again.")

// errNobody answers requests without a valid session.
var errNobody = desk.Refuse(desk.CodeUnauthorized, "You are not signed in, or your session has ended. Please sign in.")

// SignIn checks an address and a password and starts a session. A wrong address, a wrong password and a person who is
// no longer active get one and the same answer, after the same time.
func (g *Gate) SignIn(ctx context.Context, email, password string, from From) (Visit, string, error) {
	account, err := Email(email)
	if err != nil {
		account = "" // still counted, and still as slow as any other
	}
	give, err := g.throttle(account, from.Address)
	if err != nil {
		return Visit{}, "", err
	}
	var p desk.Person
	if account != "" {
		err := g.cfg.Store.Read(ctx, func(tx store.Tx) (err error) {
			p, err = tx.PersonByEmail(account)
			return err
		})
		if err != nil && !errors.Is(err, desk.ErrNotFound) {
			return Visit{}, "", err
		}
	}
	if len(password) > 4*MaxPassword {
		password = ""
	}
	right, stale, err := g.hasher.verify(ctx, p.PasswordHash, password)
	if err != nil {
		return Visit{}, "", err
	}
	if !right || !p.Active {
		g.cfg.Log.Info("sign-in refused", "address", from.Address, "known", p.ID != "", "active", p.Active)
		return Visit{}, "", errSignIn
	}
	give()
	renewed := ""
	if stale { // hashed at another cost: this is the one moment the password is known
		if renewed, err = g.hasher.hash(ctx, password); err != nil {
			return Visit{}, "", err
		}
	}
	var visit Visit
	var token string
	err = g.write(ctx, func(tx store.Tx) error {
		p, err := tx.Person(p.ID)
		if err != nil || !p.Active {
			return errSignIn
		}
		if renewed != "" {
			p.PasswordHash = renewed
			if err := tx.UpdatePerson(p); err != nil {
				return err
			}
		}
		visit, token, err = g.begin(tx, p, from)
		if err != nil {
			return err
		}
		return tx.Audit(store.AuditLine{At: tx.Now(), PersonID: p.ID, Action: "sign_in", Subject: p.ID, Detail: detail("address", address(from))})
	})
	return visit, token, err
}

// throttle uses up one attempt and answers how to give it back.
func (g *Gate) throttle(account string, from netip.Addr) (give func(), err error) {
	if g.cfg.SignIns == nil {
		return func() {}, nil
	}
	if wait, ok := g.cfg.SignIns.Begin(account, from); !ok {
		g.cfg.Log.Warn("sign-in throttled", "address", from)
		return nil, &desk.Error{Code: desk.CodeRateLimited, RetryAfter: wait,
			Message: "Too many attempts to sign in. Wait a few minutes, or ask an Admin for a new password link."}
	}
	return func() { g.cfg.SignIns.Succeeded(account, from) }, nil
}

// begin starts a session inside tx and clears the person's old ones away.
func (g *Gate) begin(tx store.Tx, p desk.Person, from From) (Visit, string, error) {
	now := tx.Now()
	sessions, err := tx.ListSessions(p.ID)
	if err != nil {
		return Visit{}, "", err
	}
	live := 0
	for _, s := range newestFirst(sessions) {
		if live++; live >= keptSessions || !now.Before(s.ExpiresAt) {
			if err := tx.DeleteSession(s.TokenHash); err != nil && !errors.Is(err, desk.ErrNotFound) {
				return Visit{}, "", err
			}
		}
	}
	token, hash := newToken()
	s := store.Session{TokenHash: hash, PersonID: p.ID, CreatedAt: now, SeenAt: now, ExpiresAt: now.Add(SessionIdle),
		Device: from.Device, Address: address(from)}
	if err := tx.CreateSession(s); err != nil {
		return Visit{}, "", err
	}
	return Visit{Person: p, Session: sessionID(hash), token: hash}, token, nil
}

// Who is the person of a session token, as of now. Anything but a live session of an active person is
// CodeUnauthorized.
func (g *Gate) Who(ctx context.Context, token string) (Visit, error) {
	if !tokenLike(token) {
		return Visit{}, errNobody
	}
	return g.visit(ctx, hashToken(token))
}

// Check is Who for something that lasts longer than a request: is the session with that Key still good, and who is the
// person by now.
func (g *Gate) Check(ctx context.Context, key string) (desk.Person, error) {
	v, err := g.visit(ctx, key)
	return v.Person, err
}

func (g *Gate) visit(ctx context.Context, hash string) (Visit, error) {
	now := g.cfg.Now()
	k, ok := g.cache.get(hash, now)
	if !ok {
		mark := g.cache.mark()
		err := g.cfg.Store.Read(ctx, func(tx store.Tx) (err error) {
			if k.session, err = tx.Session(hash); err != nil {
				return err
			}
			k.person, err = tx.Person(k.session.PersonID)
			return err
		})
		if errors.Is(err, desk.ErrNotFound) {
			return Visit{}, errNobody
		}
		if err != nil {
			return Visit{}, err
		}
		k.readAt = now
		g.cache.put(hash, k, mark)
	}
	if !k.person.Active || !now.Before(k.session.ExpiresAt) {
		return Visit{}, errNobody
	}
	if now.Sub(k.session.SeenAt) >= touchEvery {
		g.touch(ctx, hash, k, now)
	}
	return Visit{Person: k.person, Session: sessionID(hash), token: hash}, nil
}

// touch moves the idle end on. A failure costs nothing but exactness, so the request goes on.
func (g *Gate) touch(ctx context.Context, hash string, k known, now time.Time) {
	k.session.SeenAt = now
	k.session.ExpiresAt = now.Add(SessionIdle)
	if end := k.session.CreatedAt.Add(SessionAbsolute); k.session.ExpiresAt.After(end) {
		k.session.ExpiresAt = end
	}
	g.cache.put(hash, k, g.cache.mark())
	err := g.write(ctx, func(tx store.Tx) error {
		return tx.TouchSession(hash, k.session.SeenAt, k.session.ExpiresAt)
	})
	if err != nil && !errors.Is(err, desk.ErrNotFound) {
		g.cfg.Log.Warn("session not renewed", "err", err)
	}
}

// write waits for the end of the transaction also where the request is cancelled, because fn fills variables of its
// caller.
func (g *Gate) write(ctx context.Context, fn func(store.Tx) error) error {
	return g.cfg.Store.Write(context.WithoutCancel(ctx), fn)
}

// Forget drops what is remembered of a person, so that the next request reads it anew.
func (g *Gate) Forget(personID string) { g.cache.forget(personID) }
