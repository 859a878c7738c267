package certificate

import (
	"context"
	"crypto/tls"
	"crypto/x509"
	"errors"
	"fmt"
	"log/slog"
	"os"
	"sync"
	"time"
)

// lookEvery is how often the files of an own certificate are looked at.
const lookEvery = 30 * time.Second

// Files is a certificate that somebody else renews: its files are read again when they change. Where the new ones are
// wrong, or only one of them has been replaced so far, the old certificate stays in use.
type Files struct {
	cert, key string
	log       *slog.Logger

	mu   sync.RWMutex
	now  *tls.Certificate
	seen stamp
}

// stamp tells a file from the one before it.
type stamp struct {
	certAt, keyAt     time.Time
	certSize, keySize int64
}

// Open reads a certificate with its chain, and its key, both PEM.
func Open(cert, key string, log *slog.Logger) (*Files, error) {
	f := &Files{cert: cert, key: key, log: log}
	if f.log == nil {
		f.log = slog.New(slog.DiscardHandler)
	}
	seen, err := f.stat()
	if err != nil {
		return nil, err
	}
	f.seen = seen
	f.now, err = load(cert, key)
	return f, err
}

func load(cert, key string) (*tls.Certificate, error) {
	c, err := tls.LoadX509KeyPair(cert, key)
	if err != nil {
		return nil, fmt.Errorf("read the certificate %s and the key %s: %w", cert, key, err)
	}
	return &c, nil
}

func (f *Files) stat() (stamp, error) {
	c, err := os.Stat(f.cert)
	if err != nil {
		return stamp{}, fmt.Errorf("read the certificate: %w", err)
	}
	k, err := os.Stat(f.key)
	if err != nil {
		return stamp{}, fmt.Errorf("read the certificate's key: %w", err)
	}
	return stamp{c.ModTime(), k.ModTime(), c.Size(), k.Size()}, nil
}

// Look reads the files again if they changed.
func (f *Files) Look() error {
	seen, err := f.stat()
	if err != nil {
		return err
	}
	f.mu.RLock()
	same := seen == f.seen
	f.mu.RUnlock()
	if same {
		return nil
	}
	fresh, err := load(f.cert, f.key)
	if err != nil {
		return err
	}
	f.mu.Lock()
	f.now, f.seen = fresh, seen
	f.mu.Unlock()
	f.log.Info("the certificate was read again", "valid_until", fresh.Leaf.NotAfter.UTC().Format(time.RFC3339))
	return nil
}

// Run looks at the files every half minute until ctx is done.
func (f *Files) Run(ctx context.Context) error {
	t := time.NewTicker(lookEvery)
	defer t.Stop()
	told := ""
	for {
		select {
		case <-ctx.Done():
			return nil
		case <-t.C:
		}
		err := f.Look()
		switch {
		case err == nil:
			told = ""
		case err.Error() != told: // once: it may stay so for long
			told = err.Error()
			f.log.Error("the new certificate is not used, the old one is", "err", err)
		}
	}
}

// TLS is how to serve with the certificate.
func (f *Files) TLS() *tls.Config {
	c := modern()
	c.GetCertificate = func(*tls.ClientHelloInfo) (*tls.Certificate, error) {
		f.mu.RLock()
		defer f.mu.RUnlock()
		return f.now, nil
	}
	return c
}

// Expires is when the certificate ends.
func (f *Files) Expires() time.Time {
	f.mu.RLock()
	defer f.mu.RUnlock()
	return f.now.Leaf.NotAfter
}

// modern is how TLS is spoken: 1.2 and newer, with HTTP/2.
func modern() *tls.Config {
	return &tls.Config{MinVersion: tls.VersionTLS12, NextProtos: []string{"h2", "http/1.1"}}
}

// Roots reads certificate authorities, PEM.
func Roots(path string) (*x509.CertPool, error) {
	pem, err := os.ReadFile(path)
	if err != nil {
		return nil, err
	}
	pool := x509.NewCertPool()
	if !pool.AppendCertsFromPEM(pem) {
		return nil, errors.New(path + " holds no certificate")
	}
	return pool, nil
}
