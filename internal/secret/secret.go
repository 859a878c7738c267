// Package secret seals what must not be read in the database: secrets of apps and tokens of accounts. A value is sealed
// for one place (a table, a row, a column), so that a copy of it opens nowhere else, under a key that lies beside the
// database and not in it: in DESKBELL_SECRET_KEY, or in a file of the data folder that is made when the first value is
// sealed.
package secret

import (
	"bytes"
	"crypto/aes"
	"crypto/cipher"
	"crypto/rand"
	"crypto/sha256"
	"encoding/base64"
	"encoding/hex"
	"errors"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"sync"
)

// FileName is the key file's name in the data folder.
const FileName = "secret.key"

// KeyVariable is the environment variable that holds the key where no file shall.
const KeyVariable = "DESKBELL_SECRET_KEY"

// KeySize is how many bytes a key has.
const KeySize = 32

// Every sealed value begins with its format and the id of its key.
const (
	format  = 1
	idSize  = 8
	headLen = 1 + idSize
)

// The errors of Open.
var (
	// ErrUnknownKey says that a value was sealed under a key that is not here: the key file is missing, or another server
	// has another one.
	ErrUnknownKey = errors.New("sealed under a key that this server does not have")
	// ErrDamaged says that a value was changed, or was sealed for another place.
	ErrDamaged = errors.New("a sealed value is damaged or belongs elsewhere")
)

// Place names where a value stands, so that it opens nowhere else.
type Place struct{ Table, ID, Column string }

// bytes is the place as it is bound to a value: no two places have the same.
func (p Place) bytes() []byte {
	return fmt.Appendf(nil, "%d:%s,%d:%s,%d:%s", len(p.Table), p.Table, len(p.ID), p.ID, len(p.Column), p.Column)
}

// Sealer seals and opens values. Its methods may be called concurrently.
type Sealer struct {
	dir string // "" where the keys came from the environment

	mu   sync.Mutex
	keys []key // the first one seals; all open
}

type key struct {
	id   [idSize]byte
	aead cipher.AEAD
}

// New makes a sealer with keys as the environment gives them: 32 bytes each in base64 or hexadecimal digits, separated by
// commas. The first one seals; the others open what was sealed before the key was changed.
func New(keys string) (*Sealer, error) {
	s := &Sealer{}
	if err := s.read(strings.Split(keys, ",")); err != nil {
		return nil, fmt.Errorf("%s: %w", KeyVariable, err)
	}
	if len(s.keys) == 0 {
		return nil, fmt.Errorf("%s holds no key", KeyVariable)
	}
	return s, nil
}

// InFolder makes a sealer with the key file of a data folder. A missing file is made when the first value is sealed.
func InFolder(dir string) (*Sealer, error) {
	s := &Sealer{dir: dir}
	return s, s.load()
}

// load reads the key file, if there is one.
func (s *Sealer) load() error {
	path := filepath.Join(s.dir, FileName)
	info, err := os.Stat(path)
	if errors.Is(err, fs.ErrNotExist) {
		return nil
	}
	if err != nil {
		return fmt.Errorf("read the key of sealed values: %w", err)
	}
	if info.Mode().Perm()&0o077 != 0 {
		if err := os.Chmod(path, 0o600); err != nil {
			return fmt.Errorf("the key file %s can be read by others: %w", path, err)
		}
	}
	text, err := os.ReadFile(path)
	if err != nil {
		return fmt.Errorf("read the key of sealed values: %w", err)
	}
	if err := s.read(strings.Split(string(text), "\n")); err != nil {
		return fmt.Errorf("%s: %w", path, err)
	}
	if len(s.keys) == 0 {
		return fmt.Errorf("%s holds no key", path)
	}
	return nil
}

// read takes keys in; what begins with # is a remark.
func (s *Sealer) read(texts []string) error {
	for i, text := range texts {
		if text = strings.TrimSpace(text); text == "" || strings.HasPrefix(text, "#") {
			continue
		}
		raw, err := Parse(text)
		if err != nil {
			return fmt.Errorf("key %d: %w", i+1, err)
		}
		s.add(raw)
	}
	return nil
}

func (s *Sealer) add(raw [KeySize]byte) {
	block, err := aes.NewCipher(raw[:])
	if err != nil {
		panic(err) // the size is right
	}
	aead, err := cipher.NewGCM(block)
	if err != nil {
		panic(err)
	}
	sum := sha256.Sum256(raw[:])
	s.keys = append(s.keys, key{id: [idSize]byte(sum[:]), aead: aead})
}

// Parse reads a key as people write it.
func Parse(text string) (raw [KeySize]byte, err error) {
	if b, err := hex.DecodeString(text); err == nil && len(b) == KeySize {
		return [KeySize]byte(b), nil
	}
	plain := strings.NewReplacer("-", "+", "_", "/", "=", "").Replace(text)
	if b, err := base64.RawStdEncoding.DecodeString(plain); err == nil && len(b) == KeySize {
		return [KeySize]byte(b), nil
	}
	return raw, errors.New("a key is 32 random bytes in base64: openssl rand -base64 32")
}

// create makes the key file; of two processes that do so at once one wins, and both use its key.
func (s *Sealer) create() error {
	var raw [KeySize]byte
	_, _ = rand.Read(raw[:]) // never fails: crypto/rand ends the process instead
	text := "# The key of Deskbell's sealed values. Whoever has it and the database can read the channels' tokens.\n" +
		base64.StdEncoding.EncodeToString(raw[:]) + "\n"
	f, err := os.CreateTemp(s.dir, ".key-")
	if err != nil {
		return fmt.Errorf("make the key of sealed values: %w", err)
	}
	defer os.Remove(f.Name())
	_, err = f.WriteString(text)
	if err = errors.Join(err, f.Sync(), f.Close()); err == nil {
		err = os.Link(f.Name(), filepath.Join(s.dir, FileName)) // fails where there is one
	}
	if err != nil && !errors.Is(err, fs.ErrExist) {
		return fmt.Errorf("make the key of sealed values: %w", err)
	}
	// Nothing may be sealed under a key that a power cut takes away.
	d, err := os.Open(s.dir)
	if err != nil {
		return fmt.Errorf("make the key of sealed values: %w", err)
	}
	if err := errors.Join(d.Sync(), d.Close()); err != nil {
		return fmt.Errorf("make the key of sealed values: %w", err)
	}
	return s.load()
}

// first is the key that seals.
func (s *Sealer) first() (key, error) {
	s.mu.Lock()
	defer s.mu.Unlock()
	if len(s.keys) == 0 {
		if err := s.create(); err != nil {
			return key{}, err
		}
	}
	return s.keys[0], nil
}

// Seal encrypts a value for its place.
func (s *Sealer) Seal(at Place, plain []byte) ([]byte, error) {
	k, err := s.first()
	if err != nil {
		return nil, err
	}
	nonce := make([]byte, k.aead.NonceSize())
	_, _ = rand.Read(nonce)
	out := append([]byte{format}, k.id[:]...)
	out = append(out, nonce...)
	return k.aead.Seal(out, nonce, plain, append(out[:headLen:headLen], at.bytes()...)), nil
}

// Open decrypts a value that was sealed for the same place.
func (s *Sealer) Open(at Place, sealed []byte) ([]byte, error) {
	if len(sealed) < headLen || sealed[0] != format {
		return nil, ErrDamaged
	}
	k, ok := s.byID(sealed[1:headLen])
	if !ok {
		return nil, ErrUnknownKey
	}
	rest := sealed[headLen:]
	if len(rest) < k.aead.NonceSize() {
		return nil, ErrDamaged
	}
	plain, err := k.aead.Open(nil, rest[:k.aead.NonceSize()], rest[k.aead.NonceSize():], append(sealed[:headLen:headLen], at.bytes()...))
	if err != nil {
		return nil, ErrDamaged
	}
	return plain, nil
}

// Knows reports whether the key of a value is here.
func (s *Sealer) Knows(sealed []byte) bool {
	if len(sealed) < headLen {
		return false
	}
	_, ok := s.byID(sealed[1:headLen])
	return ok
}

// Stale reports whether a value was sealed under an older key, and is to be sealed anew.
func (s *Sealer) Stale(sealed []byte) bool {
	s.mu.Lock()
	defer s.mu.Unlock()
	return len(s.keys) > 0 && len(sealed) >= headLen && !bytes.Equal(sealed[1:headLen], s.keys[0].id[:])
}

func (s *Sealer) byID(id []byte) (key, bool) {
	s.mu.Lock()
	defer s.mu.Unlock()
	for range 2 {
		for _, k := range s.keys {
			if bytes.Equal(k.id[:], id) {
				return k, true
			}
		}
		// Another process on the folder may have made the file since.
		if s.dir == "" || len(s.keys) > 0 || s.load() != nil {
			break
		}
	}
	return key{}, false
}
