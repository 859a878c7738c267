package house

import (
	"io/fs"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

// TestDeploy_WatchesNumbersThatExist holds the board and the alert rules against the numbers that the code registers: a
// rule on a name that is gone stays silent for ever.
func TestDeploy_WatchesNumbersThatExist(t *testing.T) {
	t.Parallel()
	root := filepath.Join("..", "..")
	made := regexp.MustCompile(`Name: "(deskbell_[a-z_]+)"|\.(?:Gauge|Counter)\("([a-z_]+)"`)
	known := map[string]bool{}
	err := filepath.WalkDir(filepath.Join(root, "internal"), func(path string, d fs.DirEntry, err error) error {
		if err != nil || d.IsDir() || !strings.HasSuffix(path, ".go") || strings.HasSuffix(path, "_test.go") {
			return err
		}
		code, err := os.ReadFile(path)
		for _, m := range made.FindAllStringSubmatch(string(code), -1) {
			if m[1] != "" {
				known[m[1]] = true
			} else {
				known["deskbell_"+m[2]] = true
			}
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	named := regexp.MustCompile(`deskbell_[a-z_]+`)
	for _, file := range []string{"grafana-board.json", "alerts.yml"} {
		text, err := os.ReadFile(filepath.Join(root, "deploy", file))
		if err != nil {
			t.Fatal(err)
		}
		names := named.FindAllString(string(text), -1)
		if len(names) < 10 {
			t.Errorf("%s names %d numbers", file, len(names))
		}
		for _, name := range names {
			if !known[name] && !known[strings.TrimSuffix(name, "_bucket")] {
				t.Errorf("%s: nothing counts %s", file, name)
			}
		}
	}
}
