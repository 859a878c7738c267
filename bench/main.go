// Command bench measures Deskbell as its users would feel it: the built binary, driven through its public faces from
// this same machine, beside the floor of the same run (what this disk and a bare WebSocket cost). It prints a table and
// writes bench/results.json. Nothing is asserted: machines differ, so compare only figures of one run.
package main

import (
	"context"
	"encoding/json"
	"errors"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"slices"
	"sort"
	"strings"
	"time"
)

// Figure is one measured number. Must and Aim are what the project asks of it; 0 asks nothing.
type Figure struct {
	Name  string    `json:"name"`
	Unit  string    `json:"unit"`
	Value float64   `json:"value"` // the median of Runs
	Runs  []float64 `json:"runs"`
	Must  float64   `json:"must,omitempty"`
	Aim   float64   `json:"aim,omitempty"`
	// Floor is the same path without Deskbell, in the same unit.
	Floor float64 `json:"floor,omitempty"`
	// More is true where a larger value is the better one.
	More bool `json:"more,omitempty"`
	// Of is the figure that this one is a detail of.
	Of string `json:"of,omitempty"`
}

// Verdict words how the figure stands to what is asked of it.
func (f Figure) Verdict() string {
	better := func(limit float64) bool {
		if f.More {
			return f.Value >= limit
		}
		return f.Value <= limit
	}
	switch {
	case f.Must == 0 && f.Aim == 0:
		return ""
	case f.Aim != 0 && better(f.Aim):
		return "aim"
	case f.Must == 0:
		return "below the aim"
	case better(f.Must):
		return "must"
	default:
		return "MISSED"
	}
}

// config are the flags.
type config struct {
	runs     int
	seconds  time.Duration
	large    bool
	growth   bool
	only     string
	shape    string
	out      string
	plot     string
	largeDir string
	stage    *backstage
}

// has reports whether a shape is to be measured.
func (c config) has(s shape) bool { return c.shape == "" || c.shape == s.name }

// alone are the shapes of one node that are to be measured.
func (c config) alone() []shape {
	return slices.DeleteFunc([]shape{onSQLite, onPostgres}, func(s shape) bool { return !c.has(s) })
}

func main() {
	var c config
	flag.IntVar(&c.runs, "runs", 3, "runs of each figure; the table shows medians")
	flag.DurationVar(&c.seconds, "for", 5*time.Second, "how long each load lasts")
	flag.BoolVar(&c.large, "large", true, "also measure with 100,000 conversations and 1,000,000 messages stored")
	flag.StringVar(&c.largeDir, "large-dir", "", "keep that store in this folder, and use the one that is there")
	flag.StringVar(&c.only, "only", "", "measure some groups, with commas between: "+strings.Join(names(), ", "))
	flag.StringVar(&c.shape, "shape", "", "measure one shape: sqlite, postgres, nodes; all by default")
	flag.BoolVar(&c.growth, "growth", false, "let the stores grow to 10,000,000 messages, which takes half an hour, and measure nothing else")
	flag.StringVar(&c.plot, "plot", "", "measure nothing; draw the figures that were written before into this SVG file")
	flag.StringVar(&c.out, "out", filepath.Join("bench", "results.json"), "where the figures are written")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	c.stage = &backstage{}
	err := run(ctx, c)
	c.stage.close()
	if err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

type group struct {
	name    string
	measure func(context.Context, config, *report) error
}

// groups are measured in this order, each on servers and folders of its own.
var groups = []group{
	{"sizes", measureSizes},
	{"start", measureStart},
	{"latency", measureLatency},
	{"throughput", measureThroughput},
	{"assistant", measureAssistant},
	{"answers", measureAnswers},
	{"guests", measureGuests},
	{"storm", measureStorm},
	{"bell", measureBell},
	{"channels", measureChannels},
	{"nodes", measureNodes},
	{"growth", measureGrowth},
	{"large", measureLarge},
}

func names() (all []string) {
	for _, g := range groups {
		all = append(all, g.name)
	}
	return all
}

func run(ctx context.Context, c config) error {
	r := &report{}
	if c.plot != "" {
		return plotInto(c.plot, c.out)
	}
	if c.only == "" && c.growth {
		c.only = "growth"
	}
	chosen := strings.Split(c.only, ",")
	if i := slices.IndexFunc(chosen, func(name string) bool { return name != "" && !slices.Contains(names(), name) }); i >= 0 {
		return fmt.Errorf("there is no group %q", chosen[i])
	}
	if !slices.Contains([]string{"", onSQLite.name, onPostgres.name, onNodes.name}, c.shape) {
		return fmt.Errorf("there is no shape %q", c.shape)
	}
	fmt.Printf("Deskbell bench: %d cores, %s, %d runs of %s each; the load and the server share this machine.\n",
		runtime.NumCPU(), runtime.Version(), c.runs, c.seconds)
	var failed []error
	for _, g := range groups {
		if (c.only != "" && !slices.Contains(chosen, g.name)) || (g.name == "large" && !c.large) {
			continue
		}
		begin := time.Now()
		fmt.Printf("… %s", g.name)
		if err := g.measure(ctx, c, r); err != nil {
			failed = append(failed, fmt.Errorf("%s: %w", g.name, err))
			fmt.Printf(" failed")
			if ctx.Err() != nil {
				break
			}
		}
		fmt.Printf(" (%s)\n", time.Since(begin).Round(time.Second))
	}
	r.print(os.Stdout)
	return errors.Join(append(failed, r.write(c.out))...)
}

// report collects runs of figures by name, in the order in which they first came.
type report struct{ figures []*Figure }

// add records one run of a figure, and answers the median so far; later calls with the same name add runs.
func (r *report) add(f Figure, value float64) float64 {
	for _, have := range r.figures {
		if have.Name == f.Name && have.Of == f.Of {
			have.Runs = append(have.Runs, value)
			have.Value = median(have.Runs)
			if f.Floor != 0 {
				have.Floor, have.Must, have.Aim = f.Floor, f.Must, f.Aim
			}
			return have.Value
		}
	}
	f.Runs, f.Value = []float64{value}, value
	r.figures = append(r.figures, &f)
	return value
}

// pace records one closed loop: how many a second, and what one cost.
func (r *report) pace(f Figure, p pace) {
	r.add(f, p.perSecond)
	r.add(Figure{Name: "  processor time of one, server", Unit: "µs", Of: f.Name}, p.server)
	if p.database > 0 {
		r.add(Figure{Name: "  processor time of one, PostgreSQL", Unit: "µs", Of: f.Name}, p.database)
	}
	r.add(Figure{Name: "  processor time of one, load", Unit: "µs", Of: f.Name}, p.load)
	r.add(Figure{Name: "  others' share of the machine meanwhile", Unit: "%", Of: f.Name}, 100*p.others)
}

func (r *report) print(w *os.File) {
	fmt.Fprintf(w, "\n%-72s %10s %-6s %9s %9s %9s  %s\n", "", "median", "", "floor", "must", "aim", "")
	for _, f := range r.figures {
		fmt.Fprintf(w, "%-72s %10s %-6s %9s %9s %9s  %s\n", f.Name, number(f.Value), f.Unit, blank(f.Floor), blank(f.Must), blank(f.Aim), f.Verdict())
	}
}

func (r *report) write(path string) error {
	b, err := json.MarshalIndent(map[string]any{
		"at": time.Now().UTC().Format(time.RFC3339), "cores": runtime.NumCPU(), "go": runtime.Version(), "figures": r.figures,
	}, "", "  ")
	if err != nil {
		return err
	}
	return os.WriteFile(path, append(b, '\n'), 0o644)
}

func number(v float64) string {
	switch {
	case v >= 100:
		return fmt.Sprintf("%.0f", v)
	case v >= 10:
		return fmt.Sprintf("%.1f", v)
	default:
		return fmt.Sprintf("%.2f", v)
	}
}

func blank(v float64) string {
	if v == 0 {
		return ""
	}
	return number(v)
}

func median(v []float64) float64 {
	s := append([]float64(nil), v...)
	sort.Float64s(s)
	if n := len(s); n%2 == 0 {
		return (s[n/2-1] + s[n/2]) / 2
	}
	return s[len(s)/2]
}
