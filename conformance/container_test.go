package conformance

import (
	"fmt"
	"net"
	"net/http"
	"os"
	"os/exec"
	"path/filepath"
	"slices"
	"strings"
	"syscall"
	"testing"
	"time"

	"deskbell/conformance/drive"
)

// TestContainer builds the image and runs it: nothing but Deskbell is in it, it is not root, it owns its data folder,
// and SIGTERM ends it cleanly. Debian's buildah needs neither a daemon nor a network for that.
func TestContainer(t *testing.T) {
	t.Parallel()
	if _, err := os.Stat(drive.Binary()); err != nil {
		t.Skip("the binary is not built: make build") // as everywhere here
	}
	buildah, err := exec.LookPath("buildah")
	if err != nil {
		t.Fatal("no buildah: scripts/packages.sh installs it")
	}
	dir := t.TempDir()
	storage := []string{"--root", filepath.Join(dir, "root"), "--runroot", filepath.Join(dir, "run"), "--storage-driver", "vfs"}
	env := append(os.Environ(), "BUILDAH_ISOLATION=chroot")
	run := func(args ...string) string {
		t.Helper()
		cmd := exec.CommandContext(t.Context(), buildah, append(storage, args...)...)
		cmd.Env = env
		out, err := cmd.Output()
		if err != nil {
			t.Fatalf("buildah %v: %v", args, err)
		}
		return strings.TrimSpace(string(out))
	}
	build := exec.CommandContext(t.Context(), "../deploy/container.sh", "localhost/deskbell:test")
	build.Env = append(env, "BUILDER="+buildah+" "+strings.Join(storage, " ")+" build --quiet")
	if out, err := build.CombinedOutput(); err != nil {
		t.Fatalf("%v\n%s", err, out)
	}
	name := run("from", "localhost/deskbell:test")
	if got, want := regular(t, run("mount", name)), []string{"data/.keep", "deskbell", "etc/ssl/certs/ca-certificates.crt"}; !slices.Equal(got, want) {
		t.Errorf("the image holds %q", got)
	}
	t.Cleanup(func() {
		if out, err := exec.Command(buildah, append(storage, "rm", "--all")...).CombinedOutput(); err != nil {
			t.Errorf("remove the container: %v\n%s", err, out)
		}
	})

	port := freePort(t)
	cmd := exec.CommandContext(t.Context(), buildah, append(storage, "run", "--env", fmt.Sprintf("DESKBELL_ADDR=127.0.0.1:%d", port), name, "--", "/deskbell", "serve")...)
	cmd.Env = env
	var log strings.Builder
	cmd.Stdout, cmd.Stderr = &log, &log
	if err := cmd.Start(); err != nil {
		t.Fatal(err)
	}
	ended := make(chan error, 1)
	go func() { ended <- cmd.Wait() }()
	pid := 0
	t.Cleanup(func() {
		if pid != 0 {
			_ = syscall.Kill(pid, syscall.SIGKILL)
		}
		_ = cmd.Process.Kill()
	})
	eventually(t, time.Minute, "the container is ready", func() bool {
		res, err := http.Get(fmt.Sprintf("http://127.0.0.1:%d/readyz", port))
		if err != nil {
			return false
		}
		res.Body.Close()
		return res.StatusCode == http.StatusOK
	})
	pid = serving(t, fmt.Sprintf("127.0.0.1:%d", port))
	status, err := os.ReadFile(fmt.Sprintf("/proc/%d/status", pid))
	if err != nil {
		t.Fatal(err)
	}
	if !strings.Contains(string(status), "\nUid:\t65532\t65532\t65532\t65532\n") {
		t.Errorf("it does not run as its own user:\n%s", status)
	}
	if err := syscall.Kill(pid, syscall.SIGTERM); err != nil {
		t.Fatal(err)
	}
	pid = 0
	select {
	case err := <-ended:
		if err != nil {
			t.Errorf("SIGTERM ended it with %v\n%s", err, log.String())
		}
	case <-time.After(20 * time.Second):
		t.Fatal("SIGTERM does not end it")
	}
}

// regular are the files below a folder.
func regular(t *testing.T, root string) (files []string) {
	t.Helper()
	err := filepath.WalkDir(root, func(p string, d os.DirEntry, err error) error {
		if err == nil && !d.IsDir() {
			p, err = filepath.Rel(root, p)
			files = append(files, p)
		}
		return err
	})
	if err != nil {
		t.Fatal(err)
	}
	return files
}

func freePort(t *testing.T) int {
	t.Helper()
	l, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		t.Fatal(err)
	}
	defer l.Close()
	return l.Addr().(*net.TCPAddr).Port
}

// serving is the process whose command line is Deskbell's in the container and that listens on the address.
func serving(t *testing.T, addr string) int {
	t.Helper()
	all, err := filepath.Glob("/proc/[0-9]*/environ")
	if err != nil {
		t.Fatal(err)
	}
	for _, path := range all {
		env, err := os.ReadFile(path)
		if err != nil || !strings.Contains(string(env), "DESKBELL_ADDR="+addr+"\x00") {
			continue
		}
		exe, err := os.Readlink(filepath.Join(filepath.Dir(path), "exe"))
		if err != nil || filepath.Base(exe) != "deskbell" {
			continue
		}
		var pid int
		if _, err := fmt.Sscanf(path, "/proc/%d/", &pid); err == nil {
			return pid
		}
	}
	t.Fatal("no process serves")
	return 0
}
