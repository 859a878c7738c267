package main

import (
	"bytes"
	"errors"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// machine is a folder that stands for one, and what was run on it.
func machine(t *testing.T, systemd bool) (installer, *[]string, *bytes.Buffer) {
	t.Helper()
	root := t.TempDir()
	if systemd {
		if err := os.MkdirAll(filepath.Join(root, "run/systemd/system"), 0o755); err != nil {
			t.Fatal(err)
		}
	}
	self := filepath.Join(root, "home/me/deskbell")
	if err := os.MkdirAll(filepath.Dir(self), 0o755); err != nil {
		t.Fatal(err)
	}
	if err := os.WriteFile(self, []byte("program"), 0o755); err != nil {
		t.Fatal(err)
	}
	var ran []string
	var out bytes.Buffer
	return installer{root: root, uid: 0, out: &out, self: func() (string, error) { return self, nil }, run: func(name string, args ...string) error {
		ran = append(ran, name+" "+strings.Join(args, " "))
		return nil
	}}, &ran, &out
}

func TestService_Installs(t *testing.T) {
	t.Parallel()
	i, ran, out := machine(t, true)
	c := serviceInstallCmd{Data: serviceState}
	c.Domain, c.DatabaseURL, c.Log, c.LogLevel, c.Limits = []string{"desk.hotel.com"}, "postgres://desk:pa$s word@db/desk", "text", "info", "on"
	for range 2 { // again is the same
		if err := i.install(c); err != nil {
			t.Fatal(err)
		}
	}
	program, err := os.ReadFile(i.at(serviceBinary))
	if err != nil || string(program) != "program" {
		t.Errorf("the program: %q %v", program, err)
	}
	settings, err := os.ReadFile(i.at(serviceEnv))
	if err != nil || string(settings) != "DESKBELL_DATA=/var/lib/deskbell\nDESKBELL_ADDR=:443\nDESKBELL_DOMAIN=desk.hotel.com\nDESKBELL_DATABASE_URL=\"postgres://desk:pa\\$s word@db/desk\"\n" {
		t.Errorf("the settings: %s %v", settings, err)
	}
	if info, err := os.Stat(i.at(serviceEnv)); err != nil || info.Mode().Perm() != 0o600 {
		t.Errorf("others may read the settings: %v", err)
	}
	unit, err := os.ReadFile(i.at(serviceUnit))
	for _, line := range []string{"ExecStart=/usr/local/bin/deskbell serve", "EnvironmentFile=/etc/deskbell/deskbell.env", "User=deskbell", "StateDirectory=deskbell",
		"AmbientCapabilities=CAP_NET_BIND_SERVICE", "NoNewPrivileges=yes", "ProtectSystem=strict", "Restart=always"} {
		if err != nil || !strings.Contains(string(unit), "\n"+line+"\n") {
			t.Errorf("the unit lacks %s (%v)", line, err)
		}
	}
	all := strings.Join(*ran, "; ")
	for _, want := range []string{"chown -R deskbell:deskbell", "systemctl daemon-reload; systemctl enable deskbell; systemctl restart deskbell"} {
		if !strings.Contains(all, want) {
			t.Errorf("ran %s, want %s", all, want)
		}
	}
	if strings.Contains(out.String(), "pa$s") {
		t.Errorf("said %s", out)
	}
}

func TestService_Refusals(t *testing.T) {
	t.Parallel()
	i, ran, _ := machine(t, true)
	i.uid = 1000
	if err := i.install(serviceInstallCmd{Data: serviceState}); err == nil || !strings.Contains(err.Error(), "sudo") {
		t.Errorf("without root: %v", err)
	}
	j, _, _ := machine(t, false)
	if err := j.install(serviceInstallCmd{Data: serviceState}); err == nil || !strings.Contains(err.Error(), "systemd") {
		t.Errorf("without systemd: %v", err)
	}
	k, _, _ := machine(t, true)
	k.run = func(name string, _ ...string) error {
		if name == "systemctl" {
			return errors.New("systemctl restart deskbell: exit status 1")
		}
		return nil
	}
	if err := k.install(serviceInstallCmd{Data: serviceState}); err == nil {
		t.Error("a service that does not start is installed")
	}
	if len(*ran) != 0 {
		t.Errorf("ran %v", *ran)
	}
}

func TestService_UnitFitsItsSettings(t *testing.T) {
	t.Parallel()
	behind := serviceInstallCmd{Data: "/srv/desk"}
	behind.BaseURL = "https://desk.hotel.com"
	if u := behind.unit(); strings.Contains(u, "CAP_") || !strings.Contains(u, "\nReadWritePaths=/srv/desk\n") || strings.Contains(u, "StateDirectory") {
		t.Errorf("behind a proxy: %s", u)
	}
	high := serviceInstallCmd{Data: serviceState}
	high.Addr, high.Domain, high.HTTPAddr = ":8443", []string{"desk.hotel.com"}, "off"
	if u := high.unit(); strings.Contains(u, "CAP_") {
		t.Errorf("on a high port: %s", u)
	}
	high.HTTPAddr = ""
	if u := high.unit(); !strings.Contains(u, "CAP_NET_BIND_SERVICE") {
		t.Error("port 80 cannot be listened on")
	}
	var out, errs bytes.Buffer
	if code := run(t.Context(), strings.Fields("service install --print --domain desk.hotel.com"), &out, &errs); code != 0 ||
		!strings.Contains(out.String(), "[Service]") || !strings.Contains(out.String(), "DESKBELL_DOMAIN=desk.hotel.com") {
		t.Errorf("printed %d %s%s", code, &out, &errs)
	}
}

// The doctor of an installed service knows its settings, and whoever names others means those.
func TestAdoptService(t *testing.T) {
	path := filepath.Join(t.TempDir(), "deskbell.env")
	c := serviceInstallCmd{Data: "/srv/the desk"}
	c.DatabaseURL = `postgres://desk:a"b$c\d` + "`" + `@db/desk`
	if err := os.WriteFile(path, []byte(c.environment()+"PATH=/evil\n\n# DESKBELL_X=1\n"), 0o600); err != nil {
		t.Fatal(err)
	}
	before := os.Getenv("PATH")
	t.Setenv("DESKBELL_DATA", "") // so that the test takes them away again
	t.Setenv("DESKBELL_ADDR", "")
	t.Setenv("DESKBELL_DATABASE_URL", "")
	adoptService(path)
	if got := os.Getenv("DESKBELL_DATABASE_URL"); got != "" {
		t.Errorf("own settings are overruled: %q", got)
	}
	for _, v := range os.Environ() {
		name, value, _ := strings.Cut(v, "=")
		if !strings.HasPrefix(name, "DESKBELL_") {
			continue
		}
		t.Setenv(name, value) // so that it is there again afterwards
		if err := os.Unsetenv(name); err != nil {
			t.Fatal(err)
		}
	}
	adoptService(path)
	if os.Getenv("DESKBELL_DATA") != c.Data || os.Getenv("DESKBELL_DATABASE_URL") != c.DatabaseURL || os.Getenv("PATH") != before {
		t.Errorf("got %q, %q", os.Getenv("DESKBELL_DATA"), os.Getenv("DESKBELL_DATABASE_URL"))
	}
	for args, want := range map[string]bool{"doctor": true, "doctor --data x": true, "service install": true, "service install --domain x": false, "serve": false, "": false} {
		if settled(strings.Fields(args)) != want {
			t.Errorf("%q: %v", args, !want)
		}
	}
}
