package app

import (
	"context"
	"crypto/tls"
	"errors"
	"log/slog"
	"net"
	"net/http"
	"time"

	"deskbell/internal/certificate"
	"deskbell/internal/metrics"
)

// Secure is how the address is made secure by this process. The zero value serves plain HTTP: on this machine only, or
// behind a proxy that does it.
type Secure struct {
	// TLS is how the listener that Run is given is served.
	TLS *tls.Config
	// Plain is listened on beside it, and answered by PlainHandler: with the secure address, and an ACME server's
	// challenges. Nil is nothing.
	Plain        net.Listener
	PlainHandler http.Handler
	// Keep keeps the certificate valid until ctx is done; Expires is when it ends, zero where there is none yet.
	Keep    func(ctx context.Context) error
	Expires func() time.Time
	// Share has several servers keep the certificate together; nil where it is not obtained by them.
	Share func(certificate.Shared)
}

// newServer is a server as all of ours are.
func (a *App) newServer(h http.Handler) *http.Server {
	return &http.Server{
		Handler:           h,
		ReadHeaderTimeout: 10 * time.Second,
		IdleTimeout:       2 * time.Minute,
		MaxHeaderBytes:    32 << 10,
		ErrorLog:          slog.NewLogLogger(a.cfg.Log.Handler(), slog.LevelDebug),
	}
}

// serveOn serves until the server is shut down.
func (a *App) serveOn(server *http.Server, l net.Listener) error {
	if a.cfg.Secure.TLS == nil {
		return server.Serve(l)
	}
	server.TLSConfig = a.cfg.Secure.TLS
	return server.ServeTLS(l, "", "")
}

// plain serves what stands beside the secure address until ctx is done.
func (a *App) plain(ctx context.Context) error {
	s := a.cfg.Secure
	if s.Plain == nil {
		return nil
	}
	server := a.newServer(s.PlainHandler)
	server.ReadTimeout, server.WriteTimeout = 10*time.Second, 10*time.Second
	go func() {
		<-ctx.Done()
		_ = server.Close() // it answers one line each
	}()
	if err := server.Serve(s.Plain); !errors.Is(err, http.ErrServerClosed) {
		return err
	}
	return nil
}

// keepSecure keeps the certificate valid until ctx is done.
func (a *App) keepSecure(ctx context.Context) error {
	if a.cfg.Secure.Keep == nil {
		return nil
	}
	return a.cfg.Secure.Keep(ctx)
}

func (s Secure) count(numbers *metrics.Metrics) {
	if s.Expires == nil {
		return
	}
	numbers.Gauge("certificate_expires_seconds", "When the address's certificate ends, as a Unix time; 0 for none yet.", func() float64 {
		if at := s.Expires(); !at.IsZero() {
			return float64(at.Unix())
		}
		return 0
	})
}
