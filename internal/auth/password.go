package auth

import (
	"bufio"
	"context"
	"crypto/rand"
	"crypto/subtle"
	_ "embed"
	"encoding/base64"
	"fmt"
	"runtime/debug"
	"strings"
	"sync"
	"time"
	"unicode/utf8"

	"golang.org/x/crypto/argon2"

	"deskbell/internal/desk"
)

// CodeWeakPassword refuses a new password that is too short or that everybody knows.
const CodeWeakPassword desk.Code = "weak_password"

// Limits of a password, in characters. The upper one only keeps a request from buying seconds of hashing.
const (
	MinPassword = 10
	MaxPassword = 200
)

// Cost is how dear one guess is.
type Cost struct {
	MemoryKiB uint32
	Passes    uint32
}

// DefaultCost is one of the equally strong settings of OWASP's password storage cheat sheet for argon2id, the one that
// asks for least memory (7 MiB, five passes, one lane; about 30 ms of one core), because a small server should stay small:
// https://cheatsheetseries.owasp.org/cheatsheets/Password_Storage_Cheat_Sheet.html
var DefaultCost = Cost{MemoryKiB: 7 * 1024, Passes: 5}

const (
	saltBytes = 16
	keyBytes  = 32
	tidyAfter = 2 * time.Second
)

// hasher hashes and checks passwords. A few at a time: each holds the memory of its cost, and a burst of sign-ins must
// neither grow the process by it nor take every core from the conversations.
type hasher struct {
	cost  Cost
	turns chan struct{}
	// nobody is the hash of no password at all. It is checked where the account does not exist, so that a stranger
	// cannot tell by the time which addresses do.
	nobody string
	// tidy gives the memory of the last hash back to the system, once nobody has signed in for a moment: the runtime
	// would keep it for minutes.
	tidy *time.Timer
}

func newHasher(cost Cost) *hasher {
	h := &hasher{cost: cost, turns: make(chan struct{}, 2)}
	key := make([]byte, keyBytes)
	salt := make([]byte, saltBytes)
	_, _ = rand.Read(key) // never fails: crypto/rand ends the process instead
	_, _ = rand.Read(salt)
	h.nobody = encodeHash(cost, salt, key)
	h.tidy = time.AfterFunc(time.Hour, debug.FreeOSMemory)
	h.tidy.Stop()
	return h
}

func (h *hasher) wait(ctx context.Context) error {
	select {
	case h.turns <- struct{}{}:
		return nil
	case <-ctx.Done():
		return desk.Refuse(desk.CodeUnavailable, "Too many people are signing in at this moment. Please try again.")
	}
}

func (h *hasher) done() {
	<-h.turns
	h.tidy.Reset(tidyAfter)
}

// hash makes the text that is stored, in the PHC string format.
func (h *hasher) hash(ctx context.Context, password string) (string, error) {
	if err := h.wait(ctx); err != nil {
		return "", err
	}
	defer h.done()
	salt := make([]byte, saltBytes)
	_, _ = rand.Read(salt)
	return encodeHash(h.cost, salt, argon2.IDKey([]byte(password), salt, h.cost.Passes, h.cost.MemoryKiB, 1, keyBytes)), nil
}

// verify reports whether the password is the one that was hashed, and whether the hash should be made anew because it
// is of another cost. An empty or broken stored hash takes as long as a good one, and is never right.
func (h *hasher) verify(ctx context.Context, stored, password string) (right, stale bool, err error) {
	cost, salt, key, ok := decodeHash(stored)
	if !ok {
		cost, salt, key, _ = decodeHash(h.nobody)
	}
	if err := h.wait(ctx); err != nil {
		return false, false, err
	}
	defer h.done()
	got := argon2.IDKey([]byte(password), salt, cost.Passes, cost.MemoryKiB, 1, uint32(len(key)))
	right = subtle.ConstantTimeCompare(got, key) == 1 && ok
	return right, right && cost != h.cost, nil
}

func encodeHash(c Cost, salt, key []byte) string {
	e := base64.RawStdEncoding
	return fmt.Sprintf("$argon2id$v=%d$m=%d,t=%d,p=1$%s$%s", argon2.Version, c.MemoryKiB, c.Passes,
		e.EncodeToString(salt), e.EncodeToString(key))
}

func decodeHash(s string) (c Cost, salt, key []byte, ok bool) {
	parts := strings.Split(s, "$")
	if len(parts) != 6 || parts[1] != "argon2id" || parts[2] != fmt.Sprintf("v=%d", argon2.Version) {
		return c, nil, nil, false
	}
	if _, err := fmt.Sscanf(parts[3], "m=%d,t=%d,p=1", &c.MemoryKiB, &c.Passes); err != nil {
		return c, nil, nil, false
	}
	salt, err := base64.RawStdEncoding.DecodeString(parts[4])
	if err != nil || len(salt) < 8 {
		return c, nil, nil, false
	}
	key, err = base64.RawStdEncoding.DecodeString(parts[5])
	if err != nil || len(key) < 16 || c.Passes == 0 || c.MemoryKiB < 8 || c.MemoryKiB > 1<<20 {
		return c, nil, nil, false
	}
	return c, salt, key, true
}

// tail is what people put behind a word that is not long enough.
const tail = "0123456789!.?*#@$-_"

// common.txt holds passwords that lists of stolen passwords have in front: those of at least ten characters, and the
// words that people make long enough with a tail. One a line, lower case.
//
//go:embed common.txt
var commonText string

var common = sync.OnceValue(func() map[string]bool {
	set := map[string]bool{}
	for s := bufio.NewScanner(strings.NewReader(commonText)); s.Scan(); {
		if line := strings.TrimSpace(s.Text()); line != "" {
			set[line] = true
		}
	}
	return set
})

// checkPassword refuses a new password that anybody would guess. personal are the person's address and name.
func checkPassword(password string, personal ...string) error {
	n := utf8.RuneCountInString(password)
	lower := strings.ToLower(password)
	switch {
	case !utf8.ValidString(password) || n < MinPassword:
		return desk.Refuse(CodeWeakPassword, "Choose a password of at least %d characters. A few words in a row are easy to keep.", MinPassword)
	case n > MaxPassword:
		return desk.Refuse(CodeWeakPassword, "Choose a password of at most %d characters.", MaxPassword)
	case common()[lower] || common()[strings.TrimRight(lower, "!.?*#")] || common()[strings.TrimRight(lower, tail)] || plain(lower):
		return desk.Refuse(CodeWeakPassword, "This password is one of the first that anybody would try. Choose another one.")
	}
	for _, p := range personal {
		p = strings.ToLower(p)
		name, _, _ := strings.Cut(p, "@")
		if p != "" && (lower == p || lower == name || strings.TrimRight(lower, tail) == name) {
			return desk.Refuse(CodeWeakPassword, "Your password should not be your name or address. Choose another one.")
		}
	}
	return nil
}

// plain reports whether the password is one or two characters repeated, or a run such as 1234567890.
func plain(s string) bool {
	runes := []rune(s)
	distinct := map[rune]bool{}
	up, down := true, true
	for i, r := range runes {
		distinct[r] = true
		if i > 0 {
			step := r - runes[i-1]
			up = up && (step == 1 || r == '0' && runes[i-1] == '9')
			down = down && (step == -1 || r == '9' && runes[i-1] == '0')
		}
	}
	return len(distinct) <= 2 || up || down
}
