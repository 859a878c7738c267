// Command deskbell is Deskbell: one binary that serves, shows the sample property, backs up, restores, checks a data
// folder and helps with sign-ins. Each command lives in a file of its own; what they share is in internal/app.
package main

import (
	"context"
	"errors"
	"fmt"
	"io"
	"os"
	"os/signal"
	"syscall"

	_ "time/tzdata" // properties name time zones, and small systems have none installed

	"github.com/alecthomas/kong"
)

// version is set by the linker.
var version = "dev"

// Exit statuses, as the README promises them.
const (
	exitFailed = 1 // could not do it
	exitUsage  = 2 // was asked for something that makes no sense
)

type commands struct {
	Serve   serveCmd   `cmd:"" help:"Serve an installation. An empty folder starts the first set-up."`
	Demo    demoCmd    `cmd:"" help:"Serve the sample property, with its sign-ins and website."`
	Backup  backupCmd  `cmd:"" help:"Copy an installation's database and files, running or not, and check the copy."`
	Restore restoreCmd `cmd:"" help:"Fill an empty folder from a backup."`
	Migrate migrateCmd `cmd:"" help:"Move an installation from SQLite to PostgreSQL, and compare what arrived."`
	Doctor  doctorCmd  `cmd:"" help:"Look an installation over and say what is wrong."`
	User    userCmd    `cmd:"" help:"Add and list those who sign in, and reset their passwords. On SQLite the server must be stopped."`
	Service serviceCmd `cmd:"" help:"Run Deskbell as a service of this machine."`
	Eval    evalCmd    `cmd:"" help:"Measure the built-in assistant on a set of questions."`
	Version versionCmd `cmd:"" help:"Print the version."`
	Help    helpCmd    `cmd:"" help:"Print this help, or that of a command."`

	ReadDocument readDocumentCmd `cmd:"" hidden:""`
}

// usageError is a value that makes no sense; it ends in exitUsage.
type usageError struct{ error }

func usage(format string, args ...any) error { return usageError{fmt.Errorf(format, args...)} }

// env is what commands are given of the world around them.
type env struct {
	ctx    context.Context
	stdout io.Writer
	stderr io.Writer
	parser *kong.Kong
}

func main() {
	if settled(os.Args[1:]) {
		adoptService(serviceEnv)
	}
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt, syscall.SIGTERM)
	code := run(ctx, os.Args[1:], os.Stdout, os.Stderr)
	stop()
	os.Exit(code)
}

// run is main without the process around it.
func run(ctx context.Context, args []string, stdout, stderr io.Writer) int {
	// What guests wrote, and the hashes of passwords and tokens, are nobody's on this machine but the owner's and group's,
	// also in a folder that others may look into.
	syscall.Umask(0o027)
	var cmds commands
	exited := -1
	parser, err := kong.New(&cmds,
		kong.Name("deskbell"),
		kong.Description("A hotel's desk for conversations that an AI chatbot begins and people take over."),
		kong.DefaultEnvars("DESKBELL"),
		kong.Writers(stdout, stderr),
		kong.Exit(func(code int) { exited = code }),
		kong.ConfigureHelp(kong.HelpOptions{Compact: true}),
		kong.Vars{"data": "./deskbell-data", "demo_data": "./deskbell-demo"},
	)
	if err != nil {
		fmt.Fprintln(stderr, "deskbell:", err)
		return exitFailed
	}
	if len(args) == 0 {
		args = []string{"--help"}
	}
	parsed, err := parser.Parse(args)
	if exited >= 0 { // --help
		return exited
	}
	if err != nil {
		fmt.Fprintf(stderr, "deskbell: %v (deskbell help tells more)\n", err)
		return exitUsage
	}
	err = parsed.Run(&env{ctx: ctx, stdout: stdout, stderr: stderr, parser: parser})
	var wrong usageError
	switch {
	case err == nil:
		return 0
	case errors.As(err, &wrong):
		fmt.Fprintln(stderr, "deskbell:", oneLine(err))
		return exitUsage
	case errors.Is(err, errUnwell):
		return exitFailed // the doctor has said it all
	default:
		fmt.Fprintln(stderr, "deskbell:", oneLine(err))
		return exitFailed
	}
}

type versionCmd struct{}

// Run prints the version.
func (versionCmd) Run(e *env) error {
	_, err := fmt.Fprintln(e.stdout, "deskbell", version)
	return err
}

type helpCmd struct {
	Command []string `arg:"" optional:"" help:"The command to explain."`
}

// Run prints help.
func (h helpCmd) Run(e *env) error {
	ctx, err := kong.Trace(e.parser, h.Command)
	if err != nil {
		return usageError{err}
	}
	if ctx.Error != nil {
		var parse *kong.ParseError
		if len(h.Command) > 0 && ctx.Selected() == nil && !errors.As(ctx.Error, &parse) {
			return usageError{ctx.Error}
		}
		if len(h.Command) > 0 && ctx.Selected() == nil {
			return usageError{ctx.Error}
		}
	}
	return ctx.PrintUsage(false)
}
