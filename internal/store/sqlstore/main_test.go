package sqlstore_test

import (
	"os"
	"testing"
)

var made []string // folders that outlive a test

func TestMain(m *testing.M) {
	code := m.Run()
	for _, dir := range made {
		os.RemoveAll(dir)
	}
	os.Exit(code)
}
