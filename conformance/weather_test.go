package conformance

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"strings"
	"testing"

	toxiproxy "github.com/Shopify/toxiproxy/v2"
	"github.com/rs/zerolog"
)

// road is a line on which the weather can be made bad: what dials Base (or Addr) reaches the other end through it.
type road struct {
	Addr  string
	Base  string
	proxy *toxiproxy.Proxy
}

// newRoad leads to a host:port, and ends with the test.
func newRoad(t *testing.T, to string) *road {
	t.Helper()
	to = strings.TrimPrefix(to, "http://")
	zerolog.SetGlobalLevel(zerolog.Disabled) // toxics log through the package's own logger
	p := toxiproxy.NewProxy(toxiproxy.NewServer(toxiproxy.NewMetricsContainer(nil), zerolog.Nop()), "road", "127.0.0.1:0", to)
	if err := p.Start(); err != nil {
		t.Fatal(err)
	}
	t.Cleanup(p.Stop)
	return &road{Addr: p.Listen, Base: "http://" + p.Listen, proxy: p}
}

// The two ways of a road.
const (
	up   = "upstream"
	down = "downstream"
)

// weather makes it bad one way: latency, bandwidth, slicer, timeout …, with toxiproxy's own attributes.
func (r *road) weather(t *testing.T, kind, way string, attributes map[string]any) {
	t.Helper()
	b, err := json.Marshal(map[string]any{"type": kind, "name": kind + way, "stream": way, "attributes": attributes})
	if err != nil {
		t.Fatal(err)
	}
	if _, err := r.proxy.Toxics.AddToxicJson(bytes.NewReader(b)); err != nil {
		t.Fatal(fmt.Errorf("%s: %w", kind, err))
	}
}

// clear makes it good again.
func (r *road) clear() { r.proxy.Toxics.ResetToxics(context.Background()) }

// cut breaks every connection. Nothing passes until mend.
func (r *road) cut() { r.proxy.Stop() }

func (r *road) mend(t *testing.T) {
	t.Helper()
	if err := r.proxy.Start(); err != nil {
		t.Error(err)
	}
}
