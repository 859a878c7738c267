package limit

import (
	"net/netip"
	"strings"
	"time"
)

// SignIns throttles guesses at passwords: strictly for one account from one address, less for the account as a whole
// (a stranger must not be able to lock its owner out for long) and for an address (a whole desk may share one).
type SignIns struct {
	limiter  *Limiter
	together Together // nil where one server counts alone
}

var (
	pairRule    = Rule{Name: "signin-pair", Burst: 10, Every: 90 * time.Second}
	accountRule = Rule{Name: "signin-account", Burst: 30, Every: 30 * time.Second}
	addressRule = Rule{Name: "signin-address", Burst: 60, Every: 15 * time.Second}
)

// NewSignIns makes the throttle on a Limiter.
func NewSignIns(l *Limiter) *SignIns { return &SignIns{limiter: l} }

// Begin takes part of an attempt's allowance before the password is looked at, so that many guesses at once count
// each. A refused attempt costs nothing.
func (s *SignIns) Begin(account string, from netip.Addr) (wait time.Duration, ok bool) {
	keys := s.keys(account, from)
	for i, k := range keys {
		if wait, ok := s.limiter.Allow(k.rule, k.key); !ok {
			for _, taken := range keys[:i] {
				s.limiter.Return(taken.rule, taken.key)
			}
			return wait, false
		}
	}
	if s.together == nil || s.limiter.off {
		return 0, true
	}
	if wait, ok = s.begin(ofAccount(keys)); !ok {
		for _, taken := range keys {
			s.limiter.Return(taken.rule, taken.key)
		}
	}
	return wait, ok
}

// Succeeded gives back what the attempt took: only failures count.
func (s *SignIns) Succeeded(account string, from netip.Addr) {
	keys := s.keys(account, from)
	for _, k := range keys {
		s.limiter.Return(k.rule, k.key)
	}
	if s.together != nil && !s.limiter.off {
		s.succeeded(ofAccount(keys))
	}
}

type ruleKey struct {
	rule Rule
	key  string
}

func (s *SignIns) keys(account string, from netip.Addr) [3]ruleKey {
	account = strings.ToLower(strings.TrimSpace(account))
	addr := AddrKey(from)
	return [3]ruleKey{{pairRule, addr + " " + account}, {accountRule, account}, {addressRule, addr}}
}
