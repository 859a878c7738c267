package app

import (
	"context"
	"time"

	"golang.org/x/crypto/acme/autocert"

	"deskbell/internal/store"
)

// obtainFor is how long a server has to obtain a certificate before another one tries.
const obtainFor = 5 * time.Minute

// certificates keeps certificates, their keys and the account at the ACME server in the database, where every server
// finds them: the one that an ACME server asks need not be the one that asked.
type certificates struct {
	store store.Store
	// node names this server in the lease.
	node string
}

const certificateSetting = "certificate/"

// Get implements autocert.Cache.
func (c certificates) Get(ctx context.Context, name string) ([]byte, error) {
	var text string
	err := c.store.Read(ctx, func(tx store.Tx) (err error) {
		text, err = tx.Setting(certificateSetting + name)
		return err
	})
	if err == nil && text == "" {
		err = autocert.ErrCacheMiss
	}
	return []byte(text), err
}

// Put implements autocert.Cache.
func (c certificates) Put(ctx context.Context, name string, data []byte) error {
	return c.store.Write(ctx, func(tx store.Tx) error { return tx.SetSetting(certificateSetting+name, string(data)) })
}

// Delete implements autocert.Cache.
func (c certificates) Delete(ctx context.Context, name string) error {
	return c.store.Write(ctx, func(tx store.Tx) error { return tx.SetSetting(certificateSetting+name, "") })
}

// Turn implements certificate.Shared: of all servers one at a time asks for a certificate, because ACME servers count.
func (c certificates) Turn(ctx context.Context, domain string) (mine bool, done func(), err error) {
	name := "certificate " + domain
	holder := certificateSetting + "turn/" + domain
	err = c.store.Write(ctx, func(tx store.Tx) error {
		until, err := tx.Mark(name)
		if err != nil {
			return err
		}
		if mine = until.IsZero(); !mine {
			return nil
		}
		if err := tx.SetSetting(holder, c.node); err != nil {
			return err
		}
		return tx.SetMark(name, tx.Now().Add(obtainFor))
	})
	return mine, func() {
		ctx, cancel := context.WithTimeout(context.WithoutCancel(ctx), 5*time.Second)
		defer cancel()
		// What is not given back ends by itself.
		_ = c.store.Write(ctx, func(tx store.Tx) error {
			if by, err := tx.Setting(holder); err != nil || by != c.node {
				return err // it took too long, and is another's by now
			}
			return tx.SetMark(name, tx.Now())
		})
	}, err
}

// shareCertificates has the address's certificate in the database, where several servers share one.
func shareCertificates(cfg Config, s store.Store, node string) {
	if cfg.Secure.Share != nil {
		cfg.Secure.Share(certificates{s, node})
	}
}
