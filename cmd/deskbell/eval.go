package main

import (
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"time"

	"deskbell/internal/assistant/builtin"
	"deskbell/internal/assistant/eval"
)

type evalCmd struct {
	Task      string `help:"What is asked: answer (which entry, and how sure), wish (does the guest want a person), or opportunity (has the guest a group, an event, a wedding or a long stay in mind)." enum:"answer,wish,opportunity" default:"answer"`
	Knowledge string `help:"The knowledge: lines of {\"kb\",\"id\",\"q\":[…],\"a\"}. Not needed for wishes and opportunities." type:"path" placeholder:"kb.jsonl"`
	Queries   string `help:"The questions: lines of {\"kb\",\"q\",\"gold\":[…]}; gold is empty where no entry is right." type:"path" placeholder:"queries.jsonl" required:""`
	Out       string `help:"Where the results go, one line per question, in order." type:"path" placeholder:"results.jsonl" required:""`
}

// Help implements kong.HelpProvider.
func (evalCmd) Help() string {
	return `Asks the built-in assistant every question of a set, each of the knowledge of its own "kb", with the settings as shipped, and
prints how well it did. A result is {"kb","q","entry","confidence","decision"}: the best entry, also where it was not said (null:
there is none), the probability that it is right, and what a guest would have got: answer, suggest or abstain. For wishes, gold is
["human"] or [], for opportunities ["opportunity"] or []. docs/assistant.md tells what the figures mean.`
}

// Run asks, writes and prints.
func (c evalCmd) Run(e *env) error {
	if c.Task == "answer" && c.Knowledge == "" {
		return usage("--knowledge names the knowledge that is asked; only --task wish and --task opportunity need none")
	}
	set, err := c.read()
	if err != nil {
		return err
	}
	if len(set.Queries) == 0 {
		return usage("%s holds no question", c.Queries)
	}
	// The results take the place of earlier ones only once they are whole.
	out, err := os.CreateTemp(filepath.Dir(c.Out), ".results-*")
	if err != nil {
		return fmt.Errorf("write results: %w", err)
	}
	defer func() { out.Close(); os.Remove(out.Name()) }()
	said := time.Now()
	progress := func(done int) {
		if time.Since(said) >= time.Second {
			said = time.Now()
			fmt.Fprintf(e.stderr, "%d of %d questions\n", done, len(set.Queries))
		}
	}
	var outcomes []eval.Outcome
	switch c.Task {
	case "wish":
		outcomes, err = eval.AskWishes(e.ctx, set.Queries, progress)
	case "opportunity":
		outcomes, err = eval.AskOpportunities(e.ctx, set.Queries, progress)
	default:
		outcomes, err = eval.Ask(e.ctx, set, builtin.Shipped(), nil, progress)
	}
	if err != nil {
		return err
	}
	if err := eval.WriteResults(out, set.Queries, outcomes); err != nil {
		return fmt.Errorf("write results: %w", err)
	}
	if err := errors.Join(out.Chmod(0o640), out.Close(), os.Rename(out.Name(), c.Out)); err != nil {
		return fmt.Errorf("write results: %w", err)
	}
	switch c.Task {
	case "wish":
		return eval.MeasureWishes(outcomes).Print(e.stdout)
	case "opportunity":
		return eval.PrintOpportunities(e.stdout, outcomes)
	}
	return eval.Measure(outcomes).Print(e.stdout)
}

// read reads what is asked, and says of a file that is wrong which one and where.
func (c evalCmd) read() (set eval.Set, err error) {
	open := func(name string, read func(*os.File) error) {
		if err != nil {
			return
		}
		file, cannot := os.Open(name)
		if errors.Is(cannot, fs.ErrNotExist) {
			err = fmt.Errorf("there is no file %s", name)
			return
		}
		if cannot != nil {
			err = cannot
			return
		}
		defer file.Close()
		if wrong := read(file); wrong != nil {
			err = fmt.Errorf("%s: %w", name, wrong)
		}
	}
	if c.Task == "answer" {
		open(c.Knowledge, func(f *os.File) (err error) { set.Bases, err = eval.ReadKnowledge(f); return err })
	}
	open(c.Queries, func(f *os.File) (err error) { set.Queries, err = eval.ReadQueries(f); return err })
	return set, err
}
