package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"net"
	"net/url"
	"os"
	"regexp"
	"strconv"
	"strings"
	"syscall"
	"time"

	"deskbell/internal/app"
	"deskbell/internal/desk"
	"deskbell/internal/relay"
)

// listenFlags are those of the commands that serve.
type listenFlags struct {
	addressFlags
	DatabaseURL string `help:"postgres://… to use PostgreSQL; absent: SQLite in the data folder." placeholder:"URL"`
	RedisURL    string `help:"redis://… lets several servers on one PostgreSQL hear each other at once; Valkey does as well." placeholder:"URL"`
	outwardFlags
	GraphBaseURL string `help:"An address below which each of Meta's hosts is a path; absent: Meta's own hosts, or the simulator." placeholder:"URL"`
	GraphVersion string `help:"The version of Meta's Graph API that is asked (default the newest known)." placeholder:"vN.N"`
	LLMBaseURL   string `name:"llm-base-url" help:"The address of an OpenAI-compatible language model; absent: the built-in assistant." placeholder:"URL"`
	LLMAPIKey    string `name:"llm-api-key" help:"Its key, where it wants one." placeholder:"KEY"`
	LLMModel     string `name:"llm-model" help:"The model that is asked there." placeholder:"NAME"`
	LLMEmbedding string `name:"llm-embedding-model" help:"The embedding model there that finds passages by their meaning; absent: by their words alone." placeholder:"NAME"`
	Limits       string `help:"off lifts the rate limits, for load tests." enum:"on,off" default:"on"`
	Log          string `help:"Form of the log lines." enum:"text,json" default:"text"`
	LogLevel     string `help:"Least level that is logged." enum:"debug,info,warn,error" default:"info"`
	ProfileAddr  string `help:"Where go tool pprof may ask, as host:port of this machine (default nowhere)." placeholder:"HOST:PORT"`
}

type serveCmd struct {
	listenFlags
	Data      string `help:"The data folder (default ./deskbell-data)." default:"${data}" placeholder:"DIR" type:"path"`
	Simulator bool   `help:"Play Meta and guests' phones at /simulator/, for training: connected accounts then speak with it and not with Meta."`
}

type demoCmd struct {
	listenFlags
	Data string `help:"The data folder (default ./deskbell-demo). One that was used before goes on where it stopped." default:"${demo_data}" placeholder:"DIR" type:"path"`
}

// Help implements kong.HelpProvider.
func (serveCmd) Help() string { return addressHelp }

// Run serves an installation.
func (c serveCmd) Run(e *env) error {
	return c.serve(e, app.Config{Dir: c.Data, Simulator: c.Simulator}, func(a *app.App) error {
		if c.Simulator {
			fmt.Fprintf(e.stdout, "The channel simulator is at %s/simulator/; Meta is not asked.\n", a.BaseURL())
		}
		token, err := a.SetupToken(e.ctx)
		if err != nil || token == "" {
			return err
		}
		fmt.Fprintf(e.stdout, "\nThis installation is empty. Open %s and set it up with this token, which is shown this once:\n\n    %s\n\n", a.BaseURL()+"/", token)
		return nil
	})
}

// Run serves the sample property.
func (c demoCmd) Run(e *env) error {
	return c.serve(e, app.Config{Dir: c.Data, Demo: true}, func(a *app.App) error {
		base := a.BaseURL()
		fmt.Fprintf(e.stdout, "\nDeskbell's sample property is open.\n\n"+
			"  The hotel's website, with the chat   %s/demo/\n"+
			"  Guests' phones: WhatsApp and others  %s/simulator/\n"+
			"  The desk                             %s/\n"+
			"  The API                              %s/api/docs\n\n"+
			"Sign-ins, all with the password %s:\n\n", base, base, base, base, app.DemoPassword)
		for _, s := range app.DemoSignIns() {
			fmt.Fprintf(e.stdout, "  %-24s %s\n", s.Email, roleWords(s.Role))
		}
		if b, ok := a.DemoBooking(e.ctx); ok {
			fmt.Fprintf(e.stdout, "\nA guest who asks for the Wi-Fi password is told it who proves a booking: %s, %s, arrival %s.\n", b.Number, b.Surname, b.Arrival)
		}
		fmt.Fprintf(e.stdout, "\nThe data is in %s. Ctrl+C ends it.\n\n", c.Data)
		return nil
	})
}

func roleWords(r desk.Role) string {
	return map[desk.Role]string{desk.RoleAgent: "Agent", desk.RoleKnowledgeManager: "Knowledge Manager",
		desk.RoleAdmin: "Admin", desk.RoleOperator: "Operator"}[r]
}

// serve checks the flags, listens, and runs until the context ends. opened is called when requests are answered.
func (f listenFlags) serve(e *env, cfg app.Config, opened func(*app.App) error) error {
	dir, demo := cfg.Dir, cfg.Demo
	cfg, err := f.config(e, cfg)
	if err != nil {
		return err
	}
	l, err := listen(e.ctx, f.addr(), "--addr")
	if err != nil {
		return err
	}
	cfg.Addr = l.Addr().String()
	if host, _, err := net.SplitHostPort(f.addr()); err == nil && host == "localhost" {
		_, port, _ := net.SplitHostPort(cfg.Addr)
		cfg.Addr = net.JoinHostPort(host, port)
	}
	stop := func() { _ = l.Close() }
	if cfg.Secure, err = f.open(e.ctx, dir, cfg.BaseURL, cfg.Log); err != nil {
		stop()
		return err
	}
	if cfg.Secure.Plain != nil {
		stop = func() {
			_ = l.Close()
			_ = cfg.Secure.Plain.Close()
		}
	}
	a, err := app.Open(e.ctx, cfg)
	if err != nil {
		stop()
		return err
	}
	if f.ProfileAddr != "" {
		if err := serveProfiles(e.ctx, f.ProfileAddr); err != nil {
			stop()
			return errors.Join(err, a.Close())
		}
	}
	if cfg.LimitsOff {
		cfg.Log.Warn("RATE LIMITS ARE OFF (DESKBELL_LIMITS=off): for load tests only, never where strangers can reach it")
	}
	if cfg.BaseURL == "" && !demo && !loopback(cfg.Addr) {
		cfg.Log.Warn("no base URL is set: links will name " + a.BaseURL() + "; set DESKBELL_BASE_URL to what people use")
	}
	if err := opened(a); err != nil {
		stop()
		return errors.Join(err, a.Close())
	}
	defer time.AfterFunc(settles, settle).Stop()
	cfg.Log.Info("serving", "addr", cfg.Addr, "data", dir, "version", version)
	err = a.Run(e.ctx, l)
	cfg.Log.Info("stopped")
	return err
}

// config adds what the flags say to what the command is.
func (f listenFlags) config(e *env, cfg app.Config) (app.Config, error) {
	cfg.DatabaseURL, cfg.RedisURL, cfg.LimitsOff, cfg.Version = f.DatabaseURL, f.RedisURL, f.Limits == "off", version
	cfg.GraphBaseURL, cfg.GraphVersion = strings.TrimRight(f.GraphBaseURL, "/"), f.GraphVersion
	var err error
	if cfg.BaseURL, cfg.Proxies, err = f.check(); err != nil {
		return cfg, err
	}
	if cfg.Outward, err = f.outwardFlags.config(); err != nil {
		return cfg, err
	}
	if err := checkDatabase(f.DatabaseURL); err != nil {
		return cfg, err
	}
	if err := checkRedis(f.RedisURL, f.DatabaseURL); err != nil {
		return cfg, err
	}
	if err := checkGraph(cfg.GraphBaseURL, cfg.GraphVersion); err != nil {
		return cfg, err
	}
	if cfg.LLM, err = f.model(); err != nil {
		return cfg, err
	}
	if f.ProfileAddr != "" && !loopback(f.ProfileAddr) {
		return cfg, usage("--profile-addr %q is not on this machine: use an address such as 127.0.0.1:6060", f.ProfileAddr)
	}
	if cfg.DocumentReader, err = documentReader(); err != nil {
		return cfg, err
	}
	cfg.Log = logger(e.stderr, f.Log, f.LogLevel)
	return cfg, nil
}

// model is the language model that the flags name.
func (f listenFlags) model() (app.LLM, error) {
	m := app.LLM{BaseURL: strings.TrimSpace(f.LLMBaseURL), Key: f.LLMAPIKey, Model: strings.TrimSpace(f.LLMModel), Embeddings: strings.TrimSpace(f.LLMEmbedding)}
	u, err := url.Parse(m.BaseURL)
	switch {
	case m == app.LLM{}:
		return m, nil
	case m.BaseURL == "":
		return m, usage("a language model's key or name needs its address: name it with --llm-base-url, such as https://api.openai.com/v1")
	case err != nil || u.Scheme != "https" && u.Scheme != "http" || u.Host == "" || u.User != nil:
		return m, usage("the address of the language model must look like https://api.openai.com/v1")
	case m.Model == "":
		return m, usage("name the model that is asked at %s with --llm-model", u.Host)
	}
	return m, nil
}

func checkDatabase(s string) error {
	if s == "" {
		return nil
	}
	u, err := url.Parse(s)
	if err != nil || u.Scheme != "postgres" && u.Scheme != "postgresql" || u.Host == "" && u.Query().Get("host") == "" {
		return usage("the database URL must look like postgres://user:password@host/name; leave it out for SQLite")
	}
	return nil
}

func checkRedis(s, database string) error {
	switch {
	case s == "":
		return nil
	case database == "":
		return usage("a Redis URL is of use to several servers on one PostgreSQL: name that with --database-url, or leave the Redis URL out")
	}
	if _, err := relay.NewRedis(s, ""); err != nil {
		return usage("the Redis URL is not right: %v", err)
	}
	return nil
}

var graphVersion = regexp.MustCompile(`^v[0-9]{1,3}\.[0-9]{1,2}$`)

func checkGraph(base, version string) error {
	if base != "" {
		if u, err := url.Parse(base); err != nil || u.Scheme != "http" && u.Scheme != "https" || u.Host == "" || u.RawQuery != "" {
			return usage("the base of the Graph API must look like http://host/path; leave it out for Meta's own")
		}
	}
	if version != "" && !graphVersion.MatchString(version) {
		return usage("--graph-version %q is not like v26.0", version)
	}
	return nil
}

func portNumber(s string) bool {
	n, err := strconv.Atoi(s)
	return err == nil && n >= 0 && n <= 65535
}

func logger(w io.Writer, form, level string) *slog.Logger {
	var l slog.Level
	_ = l.UnmarshalText([]byte(level)) // one of the enum
	opts := &slog.HandlerOptions{Level: l}
	var h slog.Handler = slog.NewTextHandler(w, opts)
	if form == "json" {
		h = slog.NewJSONHandler(w, opts)
	}
	log := slog.New(h)
	slog.SetDefault(log) // the few places that have no logger of their own
	return log
}

// listen opens the address that the flag names.
func listen(ctx context.Context, addr, flag string) (net.Listener, error) {
	l, err := (&net.ListenConfig{Control: bounded}).Listen(ctx, "tcp", addr)
	switch {
	case err == nil:
		return l, nil
	case errors.Is(err, syscall.EADDRINUSE):
		return nil, fmt.Errorf("%s is in use by another program; choose another address with %s", addr, flag)
	case errors.Is(err, os.ErrPermission):
		return nil, fmt.Errorf("not allowed to listen on %s; let deskbell service install start it, or choose a port above 1023 with %s", addr, flag)
	}
	var dns *net.DNSError
	if errors.As(err, &dns) {
		return nil, usage("%s %q: there is no host %q", flag, addr, dns.Name)
	}
	return nil, fmt.Errorf("cannot listen on %s: %w", addr, err)
}

func loopback(addr string) bool {
	host, _, err := net.SplitHostPort(addr)
	ip := net.ParseIP(host)
	return err == nil && (host == "localhost" || ip != nil && ip.IsLoopback())
}

// oneLine is an error as one clear line.
func oneLine(err error) string {
	var d *desk.Error
	s := err.Error()
	if errors.As(err, &d) {
		s = strings.Replace(s, string(d.Code)+": ", "", 1) // the code is for programs
	}
	return strings.ReplaceAll(strings.TrimSpace(s), "\n", "; ")
}
