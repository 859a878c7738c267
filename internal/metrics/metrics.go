// Package metrics counts what an installation does, for Prometheus.
//
// The rooms of the house do not know it: whoever wires them hands their numbers over as functions, counts published
// changes, and wraps the HTTP handler. Labels are fixed names (routes, codes, kinds), never ids or texts.
package metrics

import (
	"net/http"
	"strconv"
	"sync"
	"time"

	"github.com/prometheus/client_golang/prometheus"
	"github.com/prometheus/client_golang/prometheus/collectors"
	"github.com/prometheus/client_golang/prometheus/promhttp"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
)

// Metrics are the numbers of one installation.
type Metrics struct {
	registry *prometheus.Registry
	requests *prometheus.CounterVec
	took     *prometheus.HistogramVec
	entries  *prometheus.CounterVec
	turns    *prometheus.CounterVec
	changes  *prometheus.CounterVec
	asked    *prometheus.CounterVec
	accepted prometheus.Histogram
	late     prometheus.Histogram
	dead     *prometheus.CounterVec
	batch    prometheus.Histogram
	commit   prometheus.Histogram
	// routes keeps the counters of a route and status at hand: looking them up by labels costs more than counting.
	routes sync.Map
}

type routeKey struct {
	route  string
	status int
}

type routeCounters struct {
	count prometheus.Counter
	took  prometheus.Observer
}

// New makes the numbers, with those of the Go runtime and the process.
func New(version string) *Metrics {
	m := &Metrics{
		registry: prometheus.NewRegistry(),
		requests: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "deskbell_http_requests_total",
			Help: "Answered requests by route and status."}, []string{"route", "status"}),
		took: prometheus.NewHistogramVec(prometheus.HistogramOpts{Name: "deskbell_http_request_seconds",
			Help:    "How long answers took, by route; streams are not in it.",
			Buckets: []float64{.001, .0025, .005, .01, .025, .05, .1, .25, .5, 1, 2.5, 10}}, []string{"route"}),
		entries: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "deskbell_entries_total",
			Help: "Entries written, by kind and author."}, []string{"kind", "author"}),
		turns: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "deskbell_turns_total",
			Help: "Turns of the assistant that ended, by how."}, []string{"end"}),
		changes: prometheus.NewCounterVec(prometheus.CounterOpts{Name: "deskbell_control_changes_total",
			Help: "Changes of who controls a conversation, by who does after it."}, []string{"to"}),
	}
	m.batch = prometheus.NewHistogram(prometheus.HistogramOpts{Name: "deskbell_store_batch_size",
		Help: "Use cases in one commit.", Buckets: []float64{1, 2, 4, 8, 16, 32, 64, 128, 256}})
	m.commit = prometheus.NewHistogram(prometheus.HistogramOpts{Name: "deskbell_store_commit_seconds",
		Help: "How long a commit took, its sync included.", Buckets: []float64{.0005, .001, .0025, .005, .01, .025, .05, .1, .25, 1, 5}})
	m.asked = prometheus.NewCounterVec(prometheus.CounterOpts{Name: "deskbell_requests_total",
		Help: "Requests for a person, transfers and emergencies that ended, by how."}, []string{"end"})
	m.accepted = prometheus.NewHistogram(prometheus.HistogramOpts{Name: "deskbell_request_accepted_seconds",
		Help: "How long a request had been open when somebody accepted it.", Buckets: []float64{2, 5, 10, 20, 30, 60, 120, 300, 900}})
	m.late = prometheus.NewHistogram(prometheus.HistogramOpts{Name: "deskbell_clock_late_seconds",
		Help: "How long after it was due a conversation's clock was worked on.", Buckets: []float64{.005, .01, .05, .1, .5, 1, 2, 5, 20, 60}})
	m.dead = prometheus.NewCounterVec(prometheus.CounterOpts{Name: "deskbell_dead_letters_total",
		Help: "What was given up because its handler panicked, by kind; the log and the audit name each."}, []string{"kind"})
	for _, kind := range deadKinds {
		m.dead.WithLabelValues(kind) // an alert rule needs the series before the first one
	}
	build := prometheus.NewGauge(prometheus.GaugeOpts{Name: "deskbell_build_info", Help: "Always 1; the version is the label.",
		ConstLabels: prometheus.Labels{"version": version}})
	build.Set(1)
	m.registry.MustRegister(m.requests, m.took, m.entries, m.turns, m.changes, m.asked, m.accepted, m.late, m.dead, m.batch, m.commit, build,
		collectors.NewGoCollector(), collectors.NewProcessCollector(collectors.ProcessCollectorOpts{}))
	return m
}

// Gauge adds a number that is asked for whenever somebody looks. It must be cheap and safe to call at any time.
func (m *Metrics) Gauge(name, help string, value func() float64) {
	m.registry.MustRegister(prometheus.NewGaugeFunc(prometheus.GaugeOpts{Name: "deskbell_" + name, Help: help}, value))
}

// Counter adds a number that only rises.
func (m *Metrics) Counter(name, help string, value func() float64) {
	m.registry.MustRegister(prometheus.NewCounterFunc(prometheus.CounterOpts{Name: "deskbell_" + name, Help: help}, value))
}

// Request counts one answered request. A took of 0 (a stream, a taken-over connection) is not timed.
func (m *Metrics) Request(route string, status int, took time.Duration) {
	key := routeKey{route, status}
	c, ok := m.routes.Load(key)
	if !ok {
		if route == "" {
			route = "none"
		}
		c, _ = m.routes.LoadOrStore(key, &routeCounters{
			count: m.requests.WithLabelValues(route, strconv.Itoa(status)),
			took:  m.took.WithLabelValues(route),
		})
	}
	rc := c.(*routeCounters)
	rc.count.Inc()
	if took > 0 {
		rc.took.Observe(took.Seconds())
	}
}

// Commit counts one commit of the store.
func (m *Metrics) Commit(size int, took time.Duration) {
	m.batch.Observe(float64(size))
	m.commit.Observe(took.Seconds())
}

// Late counts a conversation's clock that was worked on, and how long after it was due.
func (m *Metrics) Late(by time.Duration) { m.late.Observe(max(0, by.Seconds())) }

// Publisher counts every change on its way to next.
func (m *Metrics) Publisher(next conversation.Publisher) conversation.Publisher {
	return publisher{m, next}
}

type publisher struct {
	m    *Metrics
	next conversation.Publisher
}

// Publish implements conversation.Publisher.
func (p publisher) Publish(c conversation.Change) {
	for _, e := range c.Entries {
		p.m.entries.WithLabelValues(string(e.Kind), string(e.Author.Kind)).Inc()
	}
	if c.Before.Controller != c.After.Controller {
		p.m.changes.WithLabelValues(string(c.After.Controller.Kind)).Inc()
	}
	if t := c.After.Turn; t != nil && t.End != "" && (c.Before.Turn == nil || c.Before.Turn.ID != t.ID || c.Before.Turn.End == "") {
		p.m.turns.WithLabelValues(string(t.End)).Inc()
	} else if b := c.Before.Turn; b.Open() && (t == nil || t.ID != b.ID) {
		p.m.turns.WithLabelValues(string(desk.TurnWithdrawn)).Inc()
	}
	p.request(c)
	p.next.Publish(c)
}

// request counts the request that this change ended.
func (p publisher) request(c conversation.Change) {
	b := c.Before.Request
	if !b.Open() {
		return
	}
	end := desk.EndClosed // a newer one stands in its place
	if r := c.After.Request; r != nil && r.ID == b.ID {
		if r.Open() {
			return
		}
		if end = r.End; end == desk.EndAccepted {
			p.m.accepted.Observe(r.EndedAt.Sub(r.OpenedAt).Seconds())
		}
	}
	p.m.asked.WithLabelValues(string(end)).Inc()
}

// Registry takes the numbers of parts that bring their own.
func (m *Metrics) Registry() *prometheus.Registry { return m.registry }

// Handler answers in Prometheus' text format.
func (m *Metrics) Handler() http.Handler {
	return promhttp.HandlerFor(m.registry, promhttp.HandlerOpts{})
}

// deadKinds are what may be given up: a conversation's clock, a turn of the assistant, a mail, what a channel brought, a
// message to one.
var deadKinds = []string{"clock", "turn", "mail", "arrival", "delivery"}

// Dead counts what was given up.
func (m *Metrics) Dead(kind string) { m.dead.WithLabelValues(kind).Inc() }
