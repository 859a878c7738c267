package main

import (
	"bufio"
	"crypto/rand"
	"errors"
	"fmt"
	"io"
	"log/slog"
	"os"
	"strings"
	"text/tabwriter"

	"deskbell/internal/app"
	"deskbell/internal/desk"
)

// dataFlags say which installation a command works on.
type dataFlags struct {
	Data        string `help:"The data folder (default ./deskbell-data)." default:"${data}" placeholder:"DIR" type:"path"`
	DatabaseURL string `help:"postgres://… where the installation uses PostgreSQL." placeholder:"URL"`
}

func (d dataFlags) config() (app.Config, error) {
	return app.Config{Dir: d.Data, DatabaseURL: d.DatabaseURL, Version: version, Log: slog.New(slog.DiscardHandler)}, checkDatabase(d.DatabaseURL)
}

// accounts opens the sign-ins for fn. It makes no new installation: a mistyped folder must not become one.
func (d dataFlags) accounts(e *env, fn func(*app.Accounts) error) error {
	cfg, err := d.config()
	if err != nil {
		return err
	}
	if d.DatabaseURL == "" && !app.HasData(d.Data) {
		return fmt.Errorf("there is no installation in %s; name its folder with --data", d.Data)
	}
	a, err := app.OpenAccounts(e.ctx, cfg)
	if err != nil {
		return err
	}
	return errors.Join(fn(a), a.Close())
}

type userCmd struct {
	Add           userAddCmd   `cmd:"" help:"Add somebody who signs in. A password is made and printed once, unless one is given."`
	ResetPassword userResetCmd `cmd:"" help:"Set somebody's password anew and end their sessions."`
	List          userListCmd  `cmd:"" help:"List those who sign in."`
}

type userAddCmd struct {
	dataFlags
	Email         string   `arg:"" help:"The address they sign in with."`
	Name          string   `help:"Their name." required:""`
	Role          string   `help:"What they may do." enum:"agent,knowledge_manager,admin,operator" default:"agent"`
	Property      []string `help:"Widget keys of the properties they work at (not for operators)." placeholder:"KEY,…"`
	PasswordStdin bool     `help:"Read the password from standard input."`
}

// Run adds somebody.
func (c userAddCmd) Run(e *env) error {
	password, made, err := password(c.PasswordStdin)
	if err != nil {
		return err
	}
	return c.accounts(e, func(a *app.Accounts) error {
		p, err := a.Add(e.ctx, c.Email, c.Name, desk.Role(c.Role), c.Property, password)
		if err != nil {
			return err
		}
		fmt.Fprintf(e.stdout, "%s can sign in as %s.\n", p.Name, p.Email)
		tell(e.stdout, password, made)
		return nil
	})
}

type userResetCmd struct {
	dataFlags
	Email         string `arg:"" help:"The address they sign in with."`
	PasswordStdin bool   `help:"Read the password from standard input."`
}

// Run sets a password.
func (c userResetCmd) Run(e *env) error {
	password, made, err := password(c.PasswordStdin)
	if err != nil {
		return err
	}
	return c.accounts(e, func(a *app.Accounts) error {
		if err := a.SetPassword(e.ctx, c.Email, password); err != nil {
			return err
		}
		fmt.Fprintf(e.stdout, "The password of %s is set, and all their sessions have ended.\n", c.Email)
		tell(e.stdout, password, made)
		return nil
	})
}

type userListCmd struct{ dataFlags }

// Run lists who signs in.
func (c userListCmd) Run(e *env) error {
	return c.accounts(e, func(a *app.Accounts) error {
		list, err := a.List(e.ctx)
		if err != nil {
			return err
		}
		w := tabwriter.NewWriter(e.stdout, 0, 0, 2, ' ', 0)
		fmt.Fprintln(w, "ADDRESS\tNAME\tROLE\tPROPERTIES\tACTIVE")
		for _, p := range list {
			where := strings.Join(p.Keys, ",")
			if p.Role == desk.RoleOperator {
				where = "(all)"
			}
			fmt.Fprintf(w, "%s\t%s\t%s\t%s\t%t\n", p.Email, p.Name, p.Role, where, p.Active)
		}
		return w.Flush()
	})
}

// password reads one, or makes one that nobody guesses and everybody can type.
func password(stdin bool) (text string, made bool, err error) {
	if !stdin {
		s := strings.ToLower(rand.Text())
		return s[:5] + "-" + s[5:10] + "-" + s[10:15] + "-" + s[15:20], true, nil
	}
	line, err := bufio.NewReader(io.LimitReader(os.Stdin, 4096)).ReadString('\n')
	if err != nil && !errors.Is(err, io.EOF) {
		return "", false, fmt.Errorf("read the password: %w", err)
	}
	return strings.TrimRight(line, "\r\n"), false, nil
}

func tell(w io.Writer, password string, made bool) {
	if made {
		fmt.Fprintf(w, "Their password, shown this once: %s\nThey can change it under their name once they are signed in.\n", password)
	}
}
