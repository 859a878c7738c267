// Command bench measures Deskbell as its users would feel it: the built binary, driven through its public faces from
// this same machine, beside the floor of the same run (what this disk and a bare WebSocket cost). It prints a table and
// writes bench/results.json. Nothing is asserted: machines differ, so compare only figures of one run.
package main

import (
	"context"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"os/signal"
	"path/filepath"
	"runtime"
	"sort"
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
	only     string
	out      string
	largeDir string
}

func main() {
	var c config
	flag.IntVar(&c.runs, "runs", 3, "runs of each figure; the table shows medians")
	flag.DurationVar(&c.seconds, "for", 8*time.Second, "how long each load lasts")
	flag.BoolVar(&c.large, "large", true, "also measure with 100,000 conversations and 1,000,000 messages stored")
	flag.StringVar(&c.largeDir, "large-dir", "", "keep that store in this folder, and use the one that is there")
	flag.StringVar(&c.only, "only", "", "measure one group: sizes, start, latency, throughput, assistant, guests, bell, large")
	flag.StringVar(&c.out, "out", filepath.Join("bench", "results.json"), "where the figures are written")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, c); err != nil {
		fmt.Fprintln(os.Stderr, "bench:", err)
		os.Exit(1)
	}
}

// groups are measured in this order, each on a server and folder of its own.
var groups = []struct {
	name    string
	measure func(context.Context, config, *report) error
}{
	{"sizes", measureSizes},
	{"start", measureStart},
	{"latency", measureLatency},
	{"throughput", measureThroughput},
	{"assistant", measureAssistant},
	{"guests", measureGuests},
	{"bell", measureBell},
	{"large", measureLarge},
}

func run(ctx context.Context, c config) error {
	r := &report{}
	fmt.Printf("Deskbell bench: %d cores, %s, %d runs of %s each; the load and the server share this machine.\n",
		runtime.NumCPU(), runtime.Version(), c.runs, c.seconds)
	for _, g := range groups {
		if (c.only != "" && c.only != g.name) || (g.name == "large" && !c.large) {
			continue
		}
		begin := time.Now()
		fmt.Printf("… %s", g.name)
		if err := g.measure(ctx, c, r); err != nil {
			fmt.Println()
			return fmt.Errorf("%s: %w", g.name, err)
		}
		fmt.Printf(" (%s)\n", time.Since(begin).Round(time.Second))
	}
	r.print(os.Stdout)
	return r.write(c.out)
}

// report collects runs of figures by name, in the order in which they first came.
type report struct{ figures []*Figure }

// add records one run of a figure; later calls with the same name add runs.
func (r *report) add(f Figure, value float64) {
	for _, have := range r.figures {
		if have.Name == f.Name && have.Of == f.Of {
			have.Runs = append(have.Runs, value)
			have.Value = median(have.Runs)
			if f.Floor != 0 {
				have.Floor, have.Must, have.Aim = f.Floor, f.Must, f.Aim
			}
			return
		}
	}
	f.Runs, f.Value = []float64{value}, value
	r.figures = append(r.figures, &f)
}

// pace records one closed loop: how many a second, and what one cost.
func (r *report) pace(f Figure, p pace) {
	r.add(f, p.perSecond)
	r.add(Figure{Name: "  processor time of one, server", Unit: "µs", Of: f.Name}, p.server)
	r.add(Figure{Name: "  processor time of one, load", Unit: "µs", Of: f.Name}, p.load)
	r.add(Figure{Name: "  others' share of the machine meanwhile", Unit: "%", Of: f.Name}, 100*p.others)
}

func (r *report) print(w *os.File) {
	fmt.Fprintf(w, "\n%-58s %10s %-6s %9s %9s %9s  %s\n", "", "median", "", "floor", "must", "aim", "")
	for _, f := range r.figures {
		fmt.Fprintf(w, "%-58s %10s %-6s %9s %9s %9s  %s\n", f.Name, number(f.Value), f.Unit, blank(f.Floor), blank(f.Must), blank(f.Aim), f.Verdict())
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
