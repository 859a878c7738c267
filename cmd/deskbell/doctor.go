package main

import (
	"errors"
	"fmt"

	"deskbell/internal/app"
)

// errUnwell ends with a failure after the findings were printed.
var errUnwell = errors.New("something is wrong")

type doctorCmd struct{ dataFlags }

// Run prints what was found; warnings alone are no failure.
func (c doctorCmd) Run(e *env) error {
	cfg, err := c.config()
	if err != nil {
		return err
	}
	for _, f := range app.Examine(e.ctx, cfg) {
		fmt.Fprintf(e.stdout, "%-5s %-10s %s\n", f.Health, f.What, f.Told)
		if f.Health == app.Bad {
			err = errUnwell
		}
	}
	return err
}
