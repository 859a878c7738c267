package main

import (
	"errors"
	"fmt"

	"deskbell/internal/app"
)

// errUnwell ends with a failure after the findings were printed.
var errUnwell = errors.New("something is wrong")

type doctorCmd struct {
	dataFlags
	addressFlags
	outwardFlags
}

// Help implements kong.HelpProvider.
func (doctorCmd) Help() string {
	return `Looks at the folder, the disk, the database, backups, and the whole way from a guest's browser to Deskbell and from there
to an agent's phone: name, certificate, port, proxy, push services, mail server. Each finding says what to do. It changes
nothing, and works while the server runs.

Give it the flags that serve is given. Of an installed service it knows them by itself, as root.`
}

// Run prints what was found; warnings alone are no failure.
func (c doctorCmd) Run(e *env) error {
	cfg, err := c.dataFlags.config()
	if err != nil {
		return err
	}
	base, _, err := c.check()
	if err != nil {
		return err
	}
	if cfg.Outward, err = c.outwardFlags.config(); err != nil {
		return err
	}
	at := app.Address{BaseURL: base, Local: base == "" && loopback(c.addr()), Domains: c.Domain, TLSCert: c.TLSCert, TLSKey: c.TLSKey,
		Proxied: c.TrustedProxy != ""}
	for _, f := range app.Examine(e.ctx, cfg, at) {
		fmt.Fprintf(e.stdout, "%-5s %-11s %s\n", f.Health, f.What, f.Told)
		if f.Health == app.Bad {
			err = errUnwell
		}
	}
	return err
}
