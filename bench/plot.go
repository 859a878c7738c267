package main

import (
	"encoding/json"
	"fmt"
	"html"
	"math"
	"os"
	"regexp"
	"sort"
	"strconv"
	"strings"
)

// panel is one of the drawing's parts: lines over how much there is of something.
type panel struct {
	title string
	logX  bool
	lines []line
}

// line is what one pattern finds among the figures' names; its group is where a point stands on the x axis.
type line struct {
	name    string
	pattern *regexp.Regexp
	class   string // a and b are the two colours, dashed the lighter form of either
	points  []point
}

type point struct{ x, y float64 }

// panels are what is drawn; a line without points is left out.
func panels() []panel {
	grown := func(on, figure string) *regexp.Regexp {
		return regexp.MustCompile(`^([\d,]+) messages stored` + on + `: ` + figure + `$`)
	}
	crowd := func(on, q string) *regexp.Regexp {
		return regexp.MustCompile(`^([\d,]+) guests connected` + on + `: guest → agent, 30/s, ` + q + `$`)
	}
	return []panel{
		{title: "Durable messages a second, by messages stored", logX: true, lines: []line{
			{name: "SQLite", pattern: grown("", "durable guest messages"), class: "a"},
			{name: "PostgreSQL", pattern: grown(", PostgreSQL", "durable guest messages"), class: "b"},
		}},
		{title: "A page of the inbox, p99 in ms, by messages stored", logX: true, lines: []line{
			{name: "SQLite", pattern: grown("", "inbox page, p99"), class: "a"},
			{name: "PostgreSQL", pattern: grown(", PostgreSQL", "inbox page, p99"), class: "b"},
		}},
		{title: "Guest to agent at 30/s in ms, by guests connected", logX: true, lines: []line{
			{name: "SQLite p99", pattern: crowd("", "p99"), class: "a dashed"},
			{name: "SQLite p50", pattern: crowd("", "p50"), class: "a"},
			{name: "PostgreSQL p99", pattern: crowd(", PostgreSQL", "p99"), class: "b dashed"},
			{name: "PostgreSQL p50", pattern: crowd(", PostgreSQL", "p50"), class: "b"},
		}},
		{title: "Guest to agent at 30/s in ms, by nodes on PostgreSQL", lines: []line{
			{name: "p99", pattern: regexp.MustCompile(`^guest → agent, (\d) nodes? on PostgreSQL, 200 conversations, 30/s, p99$`), class: "b dashed"},
			{name: "p50", pattern: regexp.MustCompile(`^guest → agent, (\d) nodes? on PostgreSQL, 200 conversations, 30/s, p50$`), class: "b"},
		}},
	}
}

// The measures of a panel, in pixels.
const (
	panelWidth, panelHeight = 430, 250
	plotLeft, plotRight     = 52, 102
	plotTop, plotBottom     = 40, 34
	panelsAcross            = 2
	labelGap, charHigh      = 8, 14
)

// style is light by itself, and dark where the reader's system is.
const style = `<style>
svg { font: 12px system-ui, sans-serif; --ink: #1c2330; --soft: #5b6472; --grid: #d9dee6; --a: #0b6bcb; --b: #b4530a; --ground: #ffffff }
@media (prefers-color-scheme: dark) { svg { --ink: #e8ebf0; --soft: #a3adbb; --grid: #343c49; --a: #6db3ff; --b: #ffa657; --ground: #12161d } }
.ground { fill: var(--ground) } text { fill: var(--soft) } .title { fill: var(--ink); font-weight: 600; font-size: 13px }
.grid { stroke: var(--grid) } path { fill: none; stroke-width: 2 } path.a, circle.a { stroke: var(--a) } path.b, circle.b { stroke: var(--b) }
circle { fill: var(--ground); stroke-width: 2 } text.a { fill: var(--a) } text.b { fill: var(--b) } .dashed { stroke-dasharray: 4 4 } circle.dashed { stroke-dasharray: none }
</style>
`

// plotInto draws the figures of an earlier run.
func plotInto(path, results string) error {
	b, err := os.ReadFile(results)
	if err != nil {
		return fmt.Errorf("there is nothing to draw yet: %w", err)
	}
	var from struct {
		At      string   `json:"at"`
		Cores   int      `json:"cores"`
		Figures []Figure `json:"figures"`
	}
	if err := json.Unmarshal(b, &from); err != nil {
		return fmt.Errorf("%s: %w", results, err)
	}
	var drawn []panel
	for _, p := range panels() {
		if p.find(from.Figures) {
			drawn = append(drawn, p)
		}
	}
	if len(drawn) == 0 {
		return fmt.Errorf("%s has no figures of the groups guests, nodes and growth", results)
	}
	return os.WriteFile(path, []byte(draw(drawn, footer(from.At, from.Cores, from.Figures))), 0o644)
}

// footer says of which run the figures are, and how quiet its machine was.
func footer(at string, cores int, figures []Figure) string {
	least, most := math.Inf(1), 0.0
	for _, f := range figures {
		if strings.Contains(f.Name, "others' share of the machine") {
			least, most = min(least, f.Value), max(most, f.Value)
		}
	}
	text := fmt.Sprintf("%s, %d cores, load and databases beside; medians.", at, cores)
	if most > 0 {
		text += fmt.Sprintf(" Others used %.0f to %.0f %% of the machine meanwhile.", least, most)
	}
	return text
}

// find fills the lines, and reports whether there is one.
func (p *panel) find(figures []Figure) bool {
	var found []line
	for _, l := range p.lines {
		for _, f := range figures {
			m := l.pattern.FindStringSubmatch(f.Name)
			if m == nil || f.Of != "" {
				continue
			}
			x, err := strconv.ParseFloat(strings.ReplaceAll(m[1], ",", ""), 64)
			if err == nil {
				l.points = append(l.points, point{x, f.Value})
			}
		}
		sort.Slice(l.points, func(i, j int) bool { return l.points[i].x < l.points[j].x })
		if len(l.points) > 0 {
			found = append(found, l)
		}
	}
	p.lines = found
	return len(found) > 0
}

func draw(drawn []panel, footer string) string {
	rows := (len(drawn) + panelsAcross - 1) / panelsAcross
	width, height := panelsAcross*panelWidth, rows*panelHeight+24
	var b strings.Builder
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %d %d" width="%d" height="%d" role="img" aria-label="Deskbell's speed">`+"\n", width, height, width, height)
	b.WriteString(style)
	fmt.Fprintf(&b, `<rect class="ground" width="%d" height="%d"/>`+"\n", width, height)
	for i, p := range drawn {
		fmt.Fprintf(&b, `<g transform="translate(%d %d)">`+"\n", i%panelsAcross*panelWidth, i/panelsAcross*panelHeight)
		p.draw(&b)
		b.WriteString("</g>\n")
	}
	fmt.Fprintf(&b, `<text x="12" y="%d">%s</text>`+"\n</svg>\n", height-8, html.EscapeString(footer))
	return b.String()
}

// draw draws one panel: its grid, its lines, and each line's name at its end.
func (p panel) draw(b *strings.Builder) {
	top, minX, maxX := 0.0, math.Inf(1), math.Inf(-1)
	ticks := map[float64]bool{}
	for _, l := range p.lines {
		for _, at := range l.points {
			top, minX, maxX = max(top, at.y), min(minX, at.x), max(maxX, at.x)
			ticks[at.x] = true
		}
	}
	step := round(top / 4)
	top = math.Ceil(top/step) * step
	scale := func(x float64) float64 {
		if p.logX {
			return math.Log(x)
		}
		return x
	}
	left, right := float64(plotLeft), float64(panelWidth-plotRight)
	x := func(v float64) float64 {
		if maxX == minX {
			return (left + right) / 2
		}
		return left + (scale(v)-scale(minX))/(scale(maxX)-scale(minX))*(right-left)
	}
	y := func(v float64) float64 {
		return float64(panelHeight-plotBottom) - v/top*float64(panelHeight-plotBottom-plotTop)
	}
	fmt.Fprintf(b, `<text class="title" x="12" y="20">%s</text>`+"\n", html.EscapeString(p.title))
	for v := 0.0; v <= top+step/2; v += step {
		fmt.Fprintf(b, `<path class="grid" style="stroke-width:1" d="M%.1f %.1fH%.1f"/><text x="%.1f" y="%.1f" text-anchor="end">%s</text>`+"\n",
			left, y(v), right, left-6, y(v)+4, onAxis(v))
	}
	for v := range ticks {
		fmt.Fprintf(b, `<text x="%.1f" y="%d" text-anchor="middle">%s</text>`+"\n", x(v), panelHeight-plotBottom+18, thousands(int(v)))
	}
	var labels []label
	for _, l := range p.lines {
		var d strings.Builder
		for i, at := range l.points {
			fmt.Fprintf(&d, "%s%.1f %.1f", map[bool]string{true: "M", false: "L"}[i == 0], x(at.x), y(at.y))
		}
		fmt.Fprintf(b, `<path class="%s" d="%s"/>`, l.class, d.String())
		for _, at := range l.points {
			fmt.Fprintf(b, `<circle class="%s" cx="%.1f" cy="%.1f" r="3"/>`, l.class, x(at.x), y(at.y))
		}
		last := l.points[len(l.points)-1]
		labels = append(labels, label{x(last.x) + labelGap, y(last.y) + 4, l})
		b.WriteByte('\n')
	}
	sort.Slice(labels, func(i, j int) bool { return labels[i].y < labels[j].y })
	for i := range labels {
		if i > 0 && labels[i].y < labels[i-1].y+charHigh {
			labels[i].y = labels[i-1].y + charHigh
		}
		color, _, _ := strings.Cut(labels[i].of.class, " ")
		fmt.Fprintf(b, `<text class="%s" x="%.1f" y="%.1f">%s</text>`+"\n", color, labels[i].x, labels[i].y, html.EscapeString(labels[i].of.name))
	}
}

// onAxis words a number of the y axis.
func onAxis(v float64) string {
	if v >= 1000 {
		return thousands(int(v))
	}
	return strconv.FormatFloat(v, 'g', 4, 64)
}

// label is a line's name beside its end.
type label struct {
	x, y float64
	of   line
}

// round is the next larger of 1, 2, 2.5 and 5 times a power of ten.
func round(v float64) float64 {
	if v <= 0 {
		return 1
	}
	power := math.Pow(10, math.Floor(math.Log10(v)))
	for _, m := range []float64{1, 2, 2.5, 5, 10} {
		if v <= m*power {
			return m * power
		}
	}
	return 10 * power
}
