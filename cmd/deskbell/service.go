package main

import (
	"errors"
	"fmt"
	"io"
	"io/fs"
	"net"
	"os"
	"os/exec"
	"os/user"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"deskbell/internal/app"
)

type serviceCmd struct {
	Install serviceInstallCmd `cmd:"" help:"Install and start Deskbell as a systemd service that starts with the machine."`
}

type serviceInstallCmd struct {
	listenFlags
	Data  string `help:"The data folder (default /var/lib/deskbell)." default:"/var/lib/deskbell" placeholder:"DIR" type:"path"`
	Print bool   `help:"Only print what would be written; needs neither root nor systemd."`
}

// Help implements kong.HelpProvider.
func (serviceInstallCmd) Help() string {
	return `Takes the flags of serve, and writes them down for the service:

  sudo deskbell service install --domain desk.hotel.com

It copies this program to /usr/local/bin, makes a user "deskbell" that owns nothing but the data folder, writes
/etc/deskbell/deskbell.env (readable by root alone, because a database URL holds a password) and
/etc/systemd/system/deskbell.service, and starts it. The unit lets the service see and write as little as systemd can
arrange. Run again without flags, it installs the program that it is, with the settings as they are: that is how a newer
version comes in. With flags, they replace the settings.

  systemctl status deskbell       how it is
  journalctl -u deskbell          what it says; at first the token for the set-up
  sudo deskbell doctor            looks it over, with the service's own settings`
}

// Where a service lives.
const (
	serviceName   = "deskbell"
	serviceBinary = "/usr/local/bin/deskbell"
	serviceUnit   = "/etc/systemd/system/deskbell.service"
	serviceEnv    = "/etc/deskbell/deskbell.env"
	serviceState  = "/var/lib/deskbell"
)

// Run installs the service.
func (c serviceInstallCmd) Run(e *env) error {
	if _, err := c.config(e, app.Config{Dir: c.Data}); err != nil {
		return err
	}
	if c.Print {
		fmt.Fprintf(e.stdout, "# %s\n%s\n# %s\n%s", serviceEnv, c.environment(), serviceUnit, c.unit())
		return nil
	}
	return installer{root: "/", uid: os.Geteuid(), run: command, self: os.Executable, out: e.stdout}.install(c)
}

func command(name string, args ...string) error {
	out, err := exec.Command(name, args...).CombinedOutput()
	if err != nil {
		return fmt.Errorf("%s %s: %w: %s", name, strings.Join(args, " "), err, strings.TrimSpace(string(out)))
	}
	return nil
}

// environment are the flags as the service is given them.
func (c serviceInstallCmd) environment() string {
	var b strings.Builder
	for _, v := range [][2]string{
		{"DATA", c.Data}, {"ADDR", c.addr()}, {"BASE_URL", c.BaseURL}, {"DOMAIN", strings.Join(c.Domain, ",")}, {"HTTP_ADDR", c.HTTPAddr},
		{"ACME_URL", c.ACMEURL}, {"ACME_ROOT", c.ACMERoot}, {"ACME_EMAIL", c.ACMEEmail}, {"TLS_CERT", c.TLSCert}, {"TLS_KEY", c.TLSKey},
		{"TRUSTED_PROXY", c.TrustedProxy}, {"DATABASE_URL", c.DatabaseURL}, {"ALLOW_INSIDE", c.AllowInside},
		{"LOG", other(c.Log, "text")}, {"LOG_LEVEL", other(c.LogLevel, "info")}, {"LIMITS", other(c.Limits, "on")}, {"PROFILE_ADDR", c.ProfileAddr},
	} {
		if v[1] != "" {
			fmt.Fprintf(&b, "DESKBELL_%s=%s\n", v[0], quoted(v[1]))
		}
	}
	return b.String()
}

// other is a value that is not the usual one.
func other(v, usual string) string {
	if v == usual {
		return ""
	}
	return v
}

// quoted is a value as systemd.exec(5) reads it in an EnvironmentFile.
func quoted(s string) string {
	if !strings.ContainsAny(s, " \t\"'\\#;$`") {
		return s
	}
	return `"` + strings.NewReplacer(`\`, `\\`, `"`, `\"`, "$", `\$`, "`", "\\`").Replace(s) + `"`
}

// unit is the systemd unit. Each line of its second half takes away something that the service never needs.
func (c serviceInstallCmd) unit() string {
	capability := ""
	if c.privileged() {
		capability = "CAP_NET_BIND_SERVICE"
	}
	folder := "StateDirectory=deskbell\nStateDirectoryMode=0750"
	if c.Data != serviceState {
		folder = "ReadWritePaths=" + c.Data
	}
	return `[Unit]
Description=Deskbell, the hotel's desk
Wants=network-online.target
After=network-online.target postgresql.service

[Service]
ExecStart=` + serviceBinary + ` serve
EnvironmentFile=` + serviceEnv + `
User=` + serviceName + `
Group=` + serviceName + `
UMask=0027
` + folder + `
Restart=always
RestartSec=2
TimeoutStopSec=15
LimitNOFILE=65536

# Ports below 1024, and nothing else that needs a privilege.
AmbientCapabilities=` + capability + `
CapabilityBoundingSet=` + capability + `
NoNewPrivileges=yes
PrivateDevices=yes
PrivateTmp=yes
ProtectClock=yes
ProtectControlGroups=yes
ProtectHome=yes
ProtectHostname=yes
ProtectKernelLogs=yes
ProtectKernelModules=yes
ProtectKernelTunables=yes
ProtectProc=invisible
ProtectSystem=strict
LockPersonality=yes
MemoryDenyWriteExecute=yes
RemoveIPC=yes
RestrictAddressFamilies=AF_INET AF_INET6 AF_UNIX
RestrictNamespaces=yes
RestrictRealtime=yes
RestrictSUIDSGID=yes
SystemCallArchitectures=native
SystemCallErrorNumber=EPERM
SystemCallFilter=@system-service

[Install]
WantedBy=multi-user.target
`
}

// privileged reports whether a port is listened on that only root may.
func (c serviceInstallCmd) privileged() bool {
	low := func(addr string) bool {
		_, port, err := net.SplitHostPort(addr)
		n, e := strconv.Atoi(port)
		return err == nil && e == nil && n > 0 && n < 1024
	}
	return low(c.addr()) || len(c.Domain) > 0 && c.HTTPAddr != "off" && (c.HTTPAddr == "" || low(c.HTTPAddr))
}

// installer changes a machine; tests give it a folder instead.
type installer struct {
	root string
	uid  int
	run  func(name string, args ...string) error
	self func() (string, error)
	out  io.Writer
}

func (i installer) at(path string) string { return filepath.Join(i.root, path) }

func (i installer) install(c serviceInstallCmd) error {
	if i.uid != 0 {
		return errors.New("installing a service needs root: say sudo deskbell service install …, or look at what it writes with --print")
	}
	if _, err := os.Stat(i.at("/run/systemd/system")); err != nil {
		return errors.New("this machine does not run systemd; --print shows the unit, for what starts programs here")
	}
	if err := i.binary(); err != nil {
		return err
	}
	if err := i.account(); err != nil {
		return err
	}
	if err := os.MkdirAll(i.at(c.Data), 0o750); err != nil {
		return err
	}
	if err := i.run("chown", "-R", serviceName+":"+serviceName, i.at(c.Data)); err != nil {
		return err
	}
	for _, f := range []struct {
		path, content string
		mode          fs.FileMode
	}{{serviceEnv, c.environment(), 0o600}, {serviceUnit, c.unit(), 0o644}} {
		if err := replace(i.at(f.path), strings.NewReader(f.content), f.mode); err != nil {
			return err
		}
		fmt.Fprintf(i.out, "wrote %s\n", f.path)
	}
	for _, args := range [][]string{{"daemon-reload"}, {"enable", serviceName}, {"restart", serviceName}} {
		if err := i.run("systemctl", args...); err != nil {
			return err
		}
	}
	fmt.Fprintf(i.out, "%s runs, and starts with the machine.\n  systemctl status %[1]s    how it is\n  journalctl -u %[1]s       what it says; at first the token for the set-up\n"+
		"  sudo deskbell doctor      whether its address works\n", serviceName)
	return nil
}

// binary copies this program to where the service can run it: a home folder is hidden from it.
func (i installer) binary() error {
	self, err := i.self()
	if err == nil {
		self, err = filepath.EvalSymlinks(self)
	}
	if err != nil {
		return fmt.Errorf("find this program: %w", err)
	}
	if self == i.at(serviceBinary) {
		return nil
	}
	f, err := os.Open(self)
	if err != nil {
		return err
	}
	defer f.Close()
	if err := replace(i.at(serviceBinary), f, 0o755); err != nil {
		return err
	}
	fmt.Fprintf(i.out, "copied this program to %s\n", serviceBinary)
	return nil
}

// account makes the service's user, if it is not there.
func (i installer) account() error {
	if _, err := user.Lookup(serviceName); err == nil {
		return nil
	}
	shell := "/usr/sbin/nologin"
	if _, err := os.Stat(shell); err != nil {
		shell = "/sbin/nologin"
	}
	return i.run("useradd", "--system", "--user-group", "--no-create-home", "--home-dir", serviceState, "--shell", shell, serviceName)
}

// replace writes a file in one step, so that a half-written one is never used.
func replace(path string, content io.Reader, mode fs.FileMode) error {
	if err := os.MkdirAll(filepath.Dir(path), 0o755); err != nil {
		return err
	}
	f, err := os.CreateTemp(filepath.Dir(path), ".deskbell-*")
	if err != nil {
		return err
	}
	defer os.Remove(f.Name()) // it is gone where all went well
	_, err = io.Copy(f, content)
	if err := errors.Join(err, f.Chmod(mode), f.Sync(), f.Close()); err != nil {
		return fmt.Errorf("write %s: %w", path, err)
	}
	return os.Rename(f.Name(), path)
}

// settled reports whether a command works with the settings of the installed service: the doctor, and an installation
// that is given no others.
func settled(args []string) bool {
	return len(args) > 0 && args[0] == "doctor" || len(args) == 2 && args[0] == "service" && args[1] == "install"
}

// adoptService takes the settings of an installed service into this process's environment, where it has none of its own:
// the doctor then looks at what the service serves. Only root can read them.
func adoptService(path string) {
	if slices.ContainsFunc(os.Environ(), func(v string) bool { return strings.HasPrefix(v, "DESKBELL_") }) {
		return
	}
	content, err := os.ReadFile(path)
	if err != nil {
		return
	}
	for line := range strings.Lines(string(content)) {
		name, value, ok := strings.Cut(strings.TrimSpace(line), "=")
		if !ok || !strings.HasPrefix(name, "DESKBELL_") {
			continue
		}
		if q, err := strconv.Unquote(strings.NewReplacer(`\$`, "$", "\\`", "`").Replace(value)); err == nil && strings.HasPrefix(value, `"`) {
			value = q
		}
		_ = os.Setenv(name, value)
	}
}
