package limit

import (
	"net/netip"
	"strings"
	"time"
)

// SignIns throttles guesses at passwords: strictly for one account from one address, less for the account as a whole
// (a stranger must not be able to lock its owner out for long) and for an address (a whole desk may share one).
type SignIns struct{ attempts *Attempts }

var (
	pairRule    = Rule{Name: "signin-pair", Burst: 10, Every: 90 * time.Second}
	accountRule = Rule{Name: "signin-account", Burst: 30, Every: 30 * time.Second}
	addressRule = Rule{Name: "signin-address", Burst: 60, Every: 15 * time.Second}
)

// NewSignIns makes the throttle on a Limiter.
func NewSignIns(l *Limiter) *SignIns { return &SignIns{NewAttempts(l)} }

// Share has several servers count the guesses at an account together. What comes from an address, of which a whole desk
// signs in at once, each counts alone.
func (s *SignIns) Share(t Together) *SignIns {
	s.attempts.Share(t)
	return s
}

// Begin takes part of an attempt's allowance before the password is looked at, so that many guesses at once count
// each. A refused attempt costs nothing.
func (s *SignIns) Begin(account string, from netip.Addr) (wait time.Duration, ok bool) {
	return s.attempts.Begin(s.parts(account, from)...)
}

// Succeeded gives back what the attempt took: only failures count.
func (s *SignIns) Succeeded(account string, from netip.Addr) {
	s.attempts.Succeeded(s.parts(account, from)...)
}

func (s *SignIns) parts(account string, from netip.Addr) []Part {
	account = strings.ToLower(strings.TrimSpace(account))
	addr := AddrKey(from)
	return []Part{{Rule: pairRule, Key: addr + " " + account}, {Rule: accountRule, Key: account}, {Rule: addressRule, Key: addr, Alone: true}}
}
