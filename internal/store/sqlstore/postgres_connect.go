package sqlstore

import (
	"context"
	"net"
	"os"
	"strings"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgconn"

	"deskbell/internal/desk"
)

// How soon a dead line to PostgreSQL is noticed, where no reset tells of it: a machine that is switched off sends none.
const (
	hostWithin    = 5 * time.Second // one host of the address may take to accept and to know the user
	silentAfter   = 10 * time.Second
	askedAgain    = 3 * time.Second
	askedAtMost   = 3
	unheardWithin = 10 * time.Second // what was sent is to be acknowledged
)

// connectConfig is how connections are made: those of several servers to the one that may be written to.
func (e *postgresEngine) connectConfig(address string) (*pgx.ConnConfig, error) {
	cfg, err := pgx.ParseConfig(address)
	if err != nil {
		return nil, desk.Refuse(desk.CodeInvalid, "This is not the address of a PostgreSQL database: it should look like postgres://user:password@host/name.")
	}
	if cfg.RuntimeParams["application_name"] == "" {
		cfg.RuntimeParams["application_name"] = "deskbell"
	}
	if !strings.Contains(address, "connect_timeout") && os.Getenv("PGCONNECT_TIMEOUT") == "" {
		cfg.ConnectTimeout = hostWithin
	}
	for _, other := range cfg.Fallbacks {
		if cfg.ValidateConnect == nil && (other.Host != cfg.Host || other.Port != cfg.Port) {
			cfg.ValidateConnect = pgconn.ValidateConnectTargetSessionAttrsReadWrite
		}
	}
	dialer := &net.Dialer{Control: giveUpUnheard, KeepAliveConfig: net.KeepAliveConfig{Enable: true, Idle: silentAfter, Interval: askedAgain, Count: askedAtMost}}
	cfg.DialFunc = func(ctx context.Context, network, addr string) (net.Conn, error) {
		return dialer.DialContext(ctx, network, addr)
	}
	cfg.AfterConnect = e.recognise
	return cfg, nil
}

// lastLine is the end of what a driver says: it names each attempt on a line of its own.
func lastLine(err error) string {
	s := strings.TrimSpace(err.Error())
	return strings.TrimSpace(s[strings.LastIndexByte(s, '\n')+1:])
}
