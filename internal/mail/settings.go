package mail

import (
	"encoding/json"
	"net"
	"net/mail"
	"regexp"
	"strconv"
	"strings"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// Security is how a connection to a mail server is protected.
type Security string

// The ways. Inside a house's own network a server without encryption is legitimate: the operator says so.
const (
	StartTLS Security = "starttls"
	TLS      Security = "tls" // from the first byte
	Plain    Security = "none"
)

// Server is a mail server and how to sign in there.
type Server struct {
	Host     string   `json:"host"`
	Port     int      `json:"port"`
	Security Security `json:"security"`
	User     string   `json:"user,omitempty"`
	// Password is a secret: it is stored, and never shown.
	Password string `json:"password,omitempty"`
}

// Set reports whether there is a server.
func (s Server) Set() bool { return s.Host != "" }

func (s Server) address() string { return net.JoinHostPort(s.Host, strconv.Itoa(s.Port)) }

// Settings are an installation's e-mail. The zero value is none.
type Settings struct {
	Server
	// From is the address that mails come from; names before it are the properties'.
	From string `json:"from"`
	// Tagged puts each ticket's tag into the address that answers go to (desk+TAG@hotel.com), where the mail server
	// brings such mail to the same mailbox.
	Tagged bool `json:"tagged,omitempty"`
	// Inbox is where answers are fetched by IMAP; Folder is INBOX unless it says otherwise.
	Inbox  Server `json:"inbox,omitzero"`
	Folder string `json:"folder,omitempty"`
	// HookSecret signs mails that are brought to the hook; "" has it closed.
	HookSecret string `json:"hook_secret,omitempty"`
}

// Receives reports whether answers come back into Deskbell.
func (s Settings) Receives() bool { return s.Inbox.Set() || s.HookSecret != "" }

// Names of the installation's settings that this room keeps.
const (
	settingsKey = "mail"
	sealKey     = "mail_seal"
	pollKey     = "mail_poll"
)

// SettingsIn reads the settings.
func SettingsIn(tx store.Tx) (Settings, error) {
	var s Settings
	doc, err := tx.Setting(settingsKey)
	if err != nil || doc == "" {
		return s, err
	}
	return s, json.Unmarshal([]byte(doc), &s)
}

// PutSettings stores settings that Check has passed.
func PutSettings(tx store.Tx, s Settings) error {
	doc, err := json.Marshal(s)
	if err != nil {
		return err
	}
	return tx.SetSetting(settingsKey, string(doc))
}

var hostName = regexp.MustCompile(`^[A-Za-z0-9_]([A-Za-z0-9_.-]{0,251}[A-Za-z0-9_])?\.?$`)

// Check cleans settings as they were typed and refuses what cannot work, each beside its field. Without a host there is
// no e-mail at all.
func (s Settings) Check() (Settings, error) {
	var wrong []desk.FieldError
	s.Server = s.Server.check("", map[Security]int{StartTLS: 587, TLS: 465, Plain: 25}, &wrong)
	s.Inbox = s.Inbox.check("inbox.", map[Security]int{StartTLS: 143, TLS: 993, Plain: 143}, &wrong)
	if s.From = strings.TrimSpace(s.From); s.Set() || s.From != "" {
		a, err := mail.ParseAddress(s.From)
		if err != nil || a.Name != "" || a.Address != s.From || len(s.From) > 254 || strings.ContainsAny(s.From, " \r\n\x00\"") {
			wrong = append(wrong, desk.FieldError{Location: "from", Message: "Write the sender's address like desk@hotel.com."})
		}
	}
	if s.Inbox.Set() && s.Inbox.User == "" {
		wrong = append(wrong, desk.FieldError{Location: "inbox.user", Message: "Say with which user name mail is fetched."})
	}
	s.Folder = desk.CleanLine(s.Folder, 200)
	return s, desk.Wrong(wrong)
}

func (s Server) check(at string, ports map[Security]int, wrong *[]desk.FieldError) Server {
	add := func(field, message string) {
		*wrong = append(*wrong, desk.FieldError{Location: at + field, Message: message})
	}
	s.Host = strings.TrimSpace(s.Host)
	if s.Host == "" {
		return Server{}
	}
	s.Host = strings.TrimSuffix(strings.TrimPrefix(s.Host, "["), "]")
	if net.ParseIP(s.Host) == nil && !hostName.MatchString(s.Host) {
		add("host", "Name the server like mail.hotel.com or 192.0.2.1, without a port or a protocol.")
	}
	if s.Security == "" {
		s.Security = StartTLS
	}
	port, known := ports[s.Security]
	if !known {
		add("security", "Choose starttls, tls or none.")
	}
	if s.Port == 0 {
		s.Port = port
	}
	if known && (s.Port < 1 || s.Port > 65535) {
		add("port", "A port is a number from 1 to 65535.")
	}
	if len(s.User) > 320 || strings.ContainsAny(s.User, "\r\n\x00") {
		add("user", "This cannot be a user name.")
	}
	if len(s.Password) > 1000 || strings.ContainsAny(s.Password, "\r\n\x00") {
		add("password", "This cannot be a password.")
	}
	return s
}
