package limit

import (
	"fmt"
	"net/http"
	"net/netip"
	"strings"
)

// Proxies are the addresses whose X-Forwarded-For is believed. The empty list believes nobody.
type Proxies []netip.Prefix

// ParseProxies reads addresses and prefixes, separated by commas.
func ParseProxies(list string) (Proxies, error) {
	var ps Proxies
	for s := range strings.SplitSeq(list, ",") {
		if s = strings.TrimSpace(s); s == "" {
			continue
		}
		if p, err := netip.ParsePrefix(s); err == nil {
			ps = append(ps, p.Masked())
			continue
		}
		a, err := netip.ParseAddr(s)
		if err != nil {
			return nil, fmt.Errorf("%q is no address and no prefix like 10.0.0.0/8", s)
		}
		ps = append(ps, netip.PrefixFrom(a.Unmap(), a.Unmap().BitLen()))
	}
	return ps, nil
}

// Trusts reports whether the address is a trusted proxy.
func (ps Proxies) Trusts(a netip.Addr) bool {
	for _, p := range ps {
		if p.Contains(a) {
			return true
		}
	}
	return false
}

// Client is the address a request came from: the peer, or, where the peer is a trusted proxy, the last address in
// X-Forwarded-For that is not one. Whatever stands left of that, the client may have made up.
func (ps Proxies) Client(r *http.Request) netip.Addr {
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	if err != nil {
		return netip.Addr{} // a Unix socket, or a test
	}
	addr := peer.Addr().Unmap()
	if !ps.Trusts(addr) {
		return addr
	}
	hops := strings.Split(strings.Join(r.Header.Values("X-Forwarded-For"), ","), ",")
	for i := len(hops) - 1; i >= 0; i-- {
		hop, err := netip.ParseAddr(strings.TrimSpace(hops[i]))
		if err != nil {
			return addr
		}
		addr = hop.Unmap()
		if !ps.Trusts(addr) {
			return addr
		}
	}
	return addr
}

// Secure reports whether the client spoke TLS, to us or to a trusted proxy.
func (ps Proxies) Secure(r *http.Request) bool {
	if r.TLS != nil {
		return true
	}
	peer, err := netip.ParseAddrPort(r.RemoteAddr)
	return err == nil && ps.Trusts(peer.Addr().Unmap()) && r.Header.Get("X-Forwarded-Proto") == "https"
}

// AddrKey is what an address is counted under: an IPv4 address, or the /64 that one household or hotel gets of IPv6.
func AddrKey(a netip.Addr) string {
	if a.Is6() && !a.Is4In6() {
		if p, err := a.Prefix(64); err == nil {
			return p.Addr().WithZone("").String()
		}
	}
	return a.Unmap().String()
}
