package outward

import (
	"fmt"
	"net/netip"
	"strings"
)

// Inside are prefixes that may be asked although they lie inside a network. The empty list allows none of them.
type Inside []netip.Prefix

// ParseInside reads addresses and prefixes, separated by commas.
func ParseInside(list string) (Inside, error) {
	var in Inside
	for s := range strings.SplitSeq(list, ",") {
		if s = strings.TrimSpace(s); s == "" {
			continue
		}
		if p, err := netip.ParsePrefix(s); err == nil {
			in = append(in, p.Masked())
			continue
		}
		a, err := netip.ParseAddr(s)
		if err != nil {
			return nil, fmt.Errorf("%q is no address and no prefix like 192.168.1.0/24", s)
		}
		a = a.Unmap().WithZone("")
		in = append(in, netip.PrefixFrom(a, a.BitLen()))
	}
	return in, nil
}

// inside are the networks that are no place of the public internet: nothing of ours ever needs them, and what answers
// there trusts whoever can reach it. https://www.iana.org/assignments/iana-ipv4-special-registry and its IPv6 sister.
var inside = prefixes(
	"0.0.0.0/8",       // this host
	"10.0.0.0/8",      // private
	"100.64.0.0/10",   // carrier-grade NAT; Alibaba's metadata
	"127.0.0.0/8",     // loopback
	"168.63.129.16",   // Azure's host, a public address that is none
	"169.254.0.0/16",  // link-local; metadata of most clouds
	"172.16.0.0/12",   // private
	"192.0.0.0/24",    // protocol assignments; Oracle's metadata
	"192.0.2.0/24",    // documentation
	"192.88.99.0/24",  // 6to4 relays
	"192.168.0.0/16",  // private
	"198.18.0.0/15",   // benchmarks
	"198.51.100.0/24", // documentation
	"203.0.113.0/24",  // documentation
	"224.0.0.0/4",     // multicast
	"240.0.0.0/4",     // reserved, broadcast
	"2001::/23",       // protocol assignments: Teredo, ORCHID and their like carry other addresses
	"2001:db8::/32",   // documentation
	"2002::/16",       // 6to4 carries an IPv4 address
	"3fff::/20",       // documentation
)

// global is all of IPv6 that is routed. NAT64 (64:ff9b::/96, 64:ff9b:1::/48), IPv4-compatible, unique local, link-local
// and multicast addresses lie outside of it.
var global = netip.MustParsePrefix("2000::/3")

func prefixes(list ...string) Inside {
	in, err := ParseInside(strings.Join(list, ","))
	if err != nil {
		panic(err) // the list is the one above
	}
	return in
}

// Public reports whether an address is one of the public internet.
func Public(a netip.Addr) bool {
	a = a.Unmap().WithZone("") // ::ffff:127.0.0.1 is 127.0.0.1
	return a.IsValid() && !inside.holds(a) && (a.Is4() || global.Contains(a))
}

func (in Inside) holds(a netip.Addr) bool {
	a = a.Unmap().WithZone("")
	for _, p := range in {
		if p.Contains(a) {
			return true
		}
	}
	return false
}
