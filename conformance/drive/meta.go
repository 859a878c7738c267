package drive

import (
	"bytes"
	"context"
	"crypto/hmac"
	"crypto/rand"
	"crypto/sha256"
	"encoding/hex"
	"encoding/json"
	"errors"
	"fmt"
	"image"
	"image/png"
	"io"
	"net"
	"net/http"
	"strings"
	"sync"
	"sync/atomic"
	"time"
)

// Meta plays as much of Meta as a WhatsApp number needs: the API that messages are sent to. What happens on the number is
// brought by Number.
type Meta struct {
	// URL is the base below which Meta's hosts are paths: DESKBELL_GRAPH_BASE_URL.
	URL string

	server *http.Server
	down   atomic.Bool
	slow   atomic.Int64

	mu   sync.Mutex
	sent []Sent
	// OnSent hears of each message that was accepted; it is set before the first.
	OnSent func(Sent)
}

// Sent is a message that was accepted. Ours is the correlation that came with it.
type Sent struct {
	ID, To, Text, Ours string
	At                 time.Time
}

// StartMeta listens on a port of its own. Close ends it.
func StartMeta() (*Meta, error) {
	addr, err := FreeAddr()
	if err != nil {
		return nil, err
	}
	l, err := net.Listen("tcp", addr)
	if err != nil {
		return nil, err
	}
	m := &Meta{URL: "http://" + l.Addr().String()}
	m.server = &http.Server{Handler: m, ReadHeaderTimeout: 10 * time.Second}
	go func() { _ = m.server.Serve(l) }()
	return m, nil
}

// Close ends it.
func (m *Meta) Close() error { return m.server.Close() }

// Down lets the API answer that it cannot at the moment, until it is told that it can.
func (m *Meta) Down(down bool) { m.down.Store(down) }

// Slow lets every answer to a message wait.
func (m *Meta) Slow(d time.Duration) { m.slow.Store(int64(d)) }

// Sent are the messages that were accepted, in the order in which they were.
func (m *Meta) Sent() []Sent {
	m.mu.Lock()
	defer m.mu.Unlock()
	return append([]Sent(nil), m.sent...)
}

// ServeHTTP implements http.Handler.
func (m *Meta) ServeHTTP(w http.ResponseWriter, r *http.Request) {
	w.Header().Set("Content-Type", "application/json")
	body, _ := io.ReadAll(io.LimitReader(r.Body, 32<<20))
	switch path := r.URL.Path; {
	case strings.Contains(path, "/lookaside.fbsbx.com/"):
		w.Header().Set("Content-Type", "image/png")
		_ = png.Encode(w, image.NewGray(image.Rect(0, 0, 40, 30)))
	case r.Method == http.MethodGet && strings.Contains(path, "/media"):
		id := path[strings.LastIndexByte(path, '/')+1:]
		fmt.Fprintf(w, `{"messaging_product":"whatsapp","url":"https://lookaside.fbsbx.com/whatsapp/%s","mime_type":"image/png","id":"%s"}`, id, id)
	case r.Method == http.MethodPost && strings.HasSuffix(path, "/messages"):
		m.message(w, body)
	default:
		_, _ = io.WriteString(w, `{"success":true,"data":[]}`)
	}
}

func (m *Meta) message(w http.ResponseWriter, body []byte) {
	time.Sleep(time.Duration(m.slow.Load()))
	if m.down.Load() {
		w.WriteHeader(http.StatusServiceUnavailable)
		_, _ = io.WriteString(w, `{"error":{"message":"Service temporarily unavailable","type":"OAuthException","code":2,"is_transient":true}}`)
		return
	}
	var in struct {
		To     string `json:"to"`
		Status string `json:"status"`
		Ours   string `json:"biz_opaque_callback_data"`
		Text   struct {
			Body string `json:"body"`
		} `json:"text"`
		Interactive struct {
			Body struct {
				Text string `json:"text"`
			} `json:"body"`
		} `json:"interactive"`
	}
	if err := json.Unmarshal(body, &in); err != nil {
		w.WriteHeader(http.StatusBadRequest)
		_, _ = io.WriteString(w, `{"error":{"message":"(#100) Invalid parameter","type":"OAuthException","code":100}}`)
		return
	}
	if in.Status == "read" {
		_, _ = io.WriteString(w, `{"success":true}`)
		return
	}
	s := Sent{ID: "wamid." + random(), To: strings.TrimPrefix(in.To, "+"), Text: in.Text.Body + in.Interactive.Body.Text, Ours: in.Ours, At: time.Now()}
	m.mu.Lock()
	m.sent = append(m.sent, s)
	m.mu.Unlock()
	fmt.Fprintf(w, `{"messaging_product":"whatsapp","contacts":[{"input":"%s","wa_id":"%s"}],"messages":[{"id":"%s"}]}`, in.To, s.To, s.ID)
	if m.OnSent != nil {
		m.OnSent(s)
	}
}

func random() string {
	var b [12]byte
	_, _ = rand.Read(b[:])
	return hex.EncodeToString(b[:])
}

// Number is a WhatsApp number that is connected to the sample property.
type Number struct {
	// Path is that of its webhook, at every node.
	Path   string
	client *http.Client
	secret string
	phone  string
}

// ConnectNumber registers an app and connects a number of its own, as the operator does.
func ConnectNumber(ctx context.Context, base string) (*Number, error) {
	s, err := Login(ctx, base, "operator@demo.example", "deskbell-demo", 4)
	if err != nil {
		return nil, err
	}
	me, err := s.Me(ctx)
	if err != nil {
		return nil, err
	}
	if len(me.Properties) == 0 {
		return nil, errors.New("the operator sees no property")
	}
	n := &Number{secret: random() + random(), phone: "106" + fmt.Sprint(time.Now().UnixNano()), client: &http.Client{Transport: NewTransport(64), Timeout: 30 * time.Second}}
	var app struct {
		ID string `json:"id"`
	}
	if err := s.Do(ctx, http.MethodPost, "/channels/apps", map[string]any{"channel": "whatsapp", "name": "Meta", "key": "4711", "secrets": []string{n.secret}}, &app); err != nil {
		return nil, err
	}
	n.Path = "/hooks/whatsapp/" + app.ID
	var property string
	for _, p := range me.Properties {
		if p.Code == "HV" {
			property = p.ID
		}
	}
	return n, s.Do(ctx, http.MethodPost, "/channels/accounts", map[string]any{"property_id": property, "app_id": app.ID, "key": n.phone,
		"parent": "102000000000111", "name": "Front desk", "token": "token", "mode": "new"}, nil)
}

// Bring posts a body, signed, to a node, and reports the status and how long it took.
func (n *Number) Bring(ctx context.Context, base string, body []byte) (status int, took time.Duration, err error) {
	mac := hmac.New(sha256.New, []byte(n.secret))
	mac.Write(body)
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, base+n.Path, bytes.NewReader(body))
	if err != nil {
		return 0, 0, err
	}
	req.Header.Set("Content-Type", "application/json")
	req.Header.Set("X-Hub-Signature-256", "sha256="+hex.EncodeToString(mac.Sum(nil)))
	begin := time.Now()
	res, err := n.client.Do(req)
	if err != nil {
		return 0, time.Since(begin), err
	}
	defer res.Body.Close()
	_, _ = io.Copy(io.Discard, res.Body)
	return res.StatusCode, time.Since(begin), nil
}

// Update is one thing that happened on the number, as it stands in a body.
type Update json.RawMessage

// Body is one of as many updates as are given.
func (n *Number) Body(updates ...Update) []byte {
	var b bytes.Buffer
	b.WriteString(`{"object":"whatsapp_business_account","entry":[{"id":"102000000000111","changes":[`)
	for i, u := range updates {
		if i > 0 {
			b.WriteByte(',')
		}
		b.WriteString(`{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"display_phone_number":"15550100111","phone_number_id":"`)
		b.WriteString(n.phone)
		b.WriteString(`"},`)
		b.Write(u)
		b.WriteString(`}}`)
	}
	b.WriteString(`]}]}`)
	return b.Bytes()
}

// Text is a guest's message.
func Text(guest, id, text string, at time.Time) Update {
	words, _ := json.Marshal(text)
	return message(guest, id, at, `"type":"text","text":{"body":`+string(words)+`}`)
}

// Picture is a guest's picture, which lies at Meta.
func Picture(guest, id string, at time.Time) Update {
	return message(guest, id, at, `"type":"image","image":{"id":"media`+id+`","mime_type":"image/png"}`)
}

func message(guest, id string, at time.Time, what string) Update {
	return Update(fmt.Sprintf(`"contacts":[{"profile":{"name":"Guest %[1]s"},"wa_id":"%[1]s"}],"messages":[{"from":"%[1]s","id":"wamid.%[2]s","timestamp":"%[3]d",%[4]s}]`,
		guest, id, at.Unix(), what))
}

// Status is what became of a message that was sent: sent, delivered, read.
func Status(s Sent, state string) Update {
	return Update(fmt.Sprintf(`"statuses":[{"id":"%s","status":"%s","timestamp":"%d","recipient_id":"%s","biz_opaque_callback_data":"%s"}]`,
		s.ID, state, time.Now().Unix(), s.To, s.Ours))
}
