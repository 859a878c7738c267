package conformance

import (
	"errors"
	"fmt"
	"os"
	"os/exec"
	"path/filepath"
	"strings"
	"syscall"
	"testing"
)

// volume is a small disk of its own: a tmpfs in the mount namespace of the process that uses it, gone when that ends.
type volume struct {
	dir  string
	size string
}

// onVolumes is what a command is run below so that it finds the volumes mounted.
func onVolumes(t *testing.T, volumes ...volume) []string {
	t.Helper()
	own := []string{"unshare", "--mount"}
	if os.Geteuid() != 0 {
		own = append(own, "--user", "--map-root-user")
	}
	if out, err := exec.Command(own[0], append(own[1:], "mount", "-t", "tmpfs", "tmpfs", "/mnt")...).CombinedOutput(); err != nil {
		t.Skipf("NOT SHOWN HERE: this user may not mount a volume in a namespace of its own (%v: %s); run it as root", err, out)
	}
	var script strings.Builder
	for _, v := range volumes {
		fmt.Fprintf(&script, "mkdir -p '%s' && mount -t tmpfs -o mode=0777,size=%s tmpfs '%s' && ", v.dir, v.size, v.dir)
	}
	script.WriteString(`exec "$@"`)
	return append(own, "sh", "-c", script.String(), "sh")
}

// seenBy is where a process's folder is found from outside its namespace.
func seenBy(pid int, dir string) string {
	return filepath.Join(fmt.Sprintf("/proc/%d/root", pid), dir)
}

// fill leaves so many bytes free on the volume of a folder, and returns how to make room again.
func fill(t *testing.T, dir string, left int64) (release func()) {
	t.Helper()
	name := filepath.Join(dir, "filler")
	f, err := os.Create(name)
	if err != nil {
		t.Fatal(err)
	}
	defer f.Close()
	for size := 1 << 20; size > 0; {
		n, err := f.Write(make([]byte, size))
		switch {
		case errors.Is(err, syscall.ENOSPC) && n == 0:
			size /= 2
		case err != nil && !errors.Is(err, syscall.ENOSPC):
			t.Fatal(err)
		}
	}
	info, err := f.Stat()
	if err == nil {
		err = f.Truncate(info.Size() - left)
	}
	if err != nil {
		t.Fatal(err)
	}
	return func() {
		if err := os.Remove(name); err != nil {
			t.Error(err)
		}
	}
}
