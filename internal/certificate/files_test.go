package certificate_test

import (
	"bytes"
	"crypto/ecdsa"
	"crypto/elliptic"
	"crypto/rand"
	"crypto/tls"
	"crypto/x509"
	"crypto/x509/pkix"
	"encoding/pem"
	"log/slog"
	"math/big"
	"os"
	"path/filepath"
	"strings"
	"testing"
	"testing/synctest"
	"time"

	"deskbell/internal/certificate"
)

// pair makes a certificate for itself, with its key, both PEM.
func pair(t *testing.T, serial int64) (cert, key []byte) {
	t.Helper()
	k, err := ecdsa.GenerateKey(elliptic.P256(), rand.Reader)
	if err != nil {
		t.Fatal(err)
	}
	leaf := &x509.Certificate{SerialNumber: big.NewInt(serial), Subject: pkix.Name{CommonName: domain}, DNSNames: []string{domain},
		NotBefore: time.Now().Add(-time.Hour), NotAfter: time.Now().Add(90 * 24 * time.Hour)}
	der, err := x509.CreateCertificate(rand.Reader, leaf, leaf, &k.PublicKey, k)
	if err != nil {
		t.Fatal(err)
	}
	secret, err := x509.MarshalPKCS8PrivateKey(k)
	if err != nil {
		t.Fatal(err)
	}
	return pem.EncodeToMemory(&pem.Block{Type: "CERTIFICATE", Bytes: der}), pem.EncodeToMemory(&pem.Block{Type: "PRIVATE KEY", Bytes: secret})
}

func write(t *testing.T, path string, content []byte, at time.Time) {
	t.Helper()
	if err := os.WriteFile(path, content, 0o600); err != nil {
		t.Fatal(err)
	}
	if err := os.Chtimes(path, at, at); err != nil { // the file system's clock may be coarse
		t.Fatal(err)
	}
}

func serial(t *testing.T, f *certificate.Files) int64 {
	t.Helper()
	c, err := f.TLS().GetCertificate(&tls.ClientHelloInfo{})
	if err != nil {
		t.Fatal(err)
	}
	return c.Leaf.SerialNumber.Int64()
}

// Whoever renews the files replaces them one after the other; whatever a look finds, a whole pair is served.
func TestFiles_ReadAgainWhenTheyChange(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	cert, key := filepath.Join(dir, "cert.pem"), filepath.Join(dir, "key.pem")
	firstCert, firstKey := pair(t, 1)
	secondCert, secondKey := pair(t, 2)
	synctest.Test(t, func(t *testing.T) {
		at := time.Now()
		write(t, cert, firstCert, at)
		write(t, key, firstKey, at)
		var said bytes.Buffer
		f, err := certificate.Open(cert, key, slog.New(slog.NewTextHandler(&said, nil)))
		if err != nil {
			t.Fatal(err)
		}
		done := make(chan error, 1)
		go func() { done <- f.Run(t.Context()) }()
		look := func(want int64, while string) {
			t.Helper()
			time.Sleep(31 * time.Second)
			synctest.Wait()
			if got := serial(t, f); got != want {
				t.Errorf("%s: certificate %d is served, want %d", while, got, want)
			}
		}
		look(1, "unchanged")
		write(t, cert, secondCert, at.Add(time.Hour))
		look(1, "half replaced")
		look(1, "half replaced still")
		if n := strings.Count(said.String(), "level=ERROR"); n != 1 {
			t.Errorf("told %d times: %s", n, said.String())
		}
		write(t, key, secondKey, at.Add(time.Hour+time.Second))
		look(2, "replaced")
		write(t, cert, []byte("broken"), at.Add(2*time.Hour))
		look(2, "broken")
		if err := os.Remove(key); err != nil {
			t.Fatal(err)
		}
		look(2, "gone")
	})
}

func TestOpen_Refuses(t *testing.T) {
	t.Parallel()
	dir := t.TempDir()
	cert, _ := pair(t, 1)
	_, key := pair(t, 2)
	write(t, filepath.Join(dir, "cert.pem"), cert, time.Now())
	write(t, filepath.Join(dir, "key.pem"), key, time.Now())
	for _, c := range [][2]string{{"cert.pem", "key.pem"}, {"cert.pem", "none"}, {"none", "key.pem"}, {"key.pem", "cert.pem"}} {
		if _, err := certificate.Open(filepath.Join(dir, c[0]), filepath.Join(dir, c[1]), nil); err == nil {
			t.Errorf("%v are taken for a pair", c)
		}
	}
}
