package drive

import (
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
	"net/http/cookiejar"
	"net/url"
	"time"
)

// Problem is a refusal as the API words it (RFC 9457). Status is 0 where no answer came.
type Problem struct {
	Status int    `json:"status"`
	Code   string `json:"code"`
	Detail string `json:"detail"`
	// RetryAfter is the answer's header of that name.
	RetryAfter string `json:"-"`
	By         struct {
		ID, Name string
	} `json:"by"`
}

// Error implements error.
func (p *Problem) Error() string { return fmt.Sprintf("%d %s: %s", p.Status, p.Code, p.Detail) }

// Author is who an entry is from.
type Author struct {
	Kind string `json:"kind"`
	ID   string `json:"id"`
	Name string `json:"name"`
}

// Entry is one numbered thing in a conversation, as the API shows it.
type Entry struct {
	Seq      int64             `json:"seq"`
	Prev     int64             `json:"prev"`
	ID       string            `json:"id"`
	Kind     string            `json:"kind"`
	Author   Author            `json:"author"`
	Text     string            `json:"text"`
	Code     string            `json:"code"`
	Params   map[string]string `json:"params"`
	Decision string            `json:"decision"`
	ClientID string            `json:"client_id"`
	At       time.Time         `json:"at"`
	// Delivery is how far a message to an outside channel has come, for the desk.
	Delivery struct {
		State  string `json:"state"`
		Reason string `json:"reason"`
	} `json:"delivery"`
}

// Receipt acknowledges a message: it is on disk.
type Receipt struct {
	ConversationID string `json:"conversation_id"`
	Seq            int64  `json:"seq"`
	ID             string `json:"id"`
	Status         int    `json:"-"`
}

// GuestState is what a guest is told of the conversation.
type GuestState struct {
	ConversationID string `json:"conversation_id"`
	Status         string `json:"status"`
	Controller     struct {
		Kind string `json:"kind"`
		Name string `json:"name"`
	} `json:"controller"`
	LastSeq int64 `json:"last_seq"`
	// ReadSeq is what assistant or agent have seen, DeliveredSeq what is stored.
	ReadSeq      int64   `json:"read_seq"`
	DeliveredSeq int64   `json:"delivered_seq"`
	Entries      []Entry `json:"entries"`
	More         bool    `json:"more"`
	Offer        *struct {
		State   string   `json:"state"`
		Choices []string `json:"choices"`
		Phone   string   `json:"phone"`
	} `json:"offer"`
	Request *struct {
		State string `json:"state"`
	} `json:"request"`
}

// Guest is one visitor of a website.
type Guest struct {
	Base    string
	Token   string
	Contact string
	Client  *http.Client
}

// NewTransport is an HTTP transport with room for many connections to the one server.
func NewTransport(conns int) *http.Transport {
	return &http.Transport{MaxIdleConns: conns, MaxIdleConnsPerHost: conns, MaxConnsPerHost: conns, IdleConnTimeout: time.Minute}
}

// NewGuest opens a guest session at the property of the given widget key.
func NewGuest(ctx context.Context, base, key string, c *http.Client) (*Guest, error) {
	if c == nil {
		c = http.DefaultClient
	}
	g := &Guest{Base: base, Client: c}
	var out struct {
		Token     string `json:"token"`
		ContactID string `json:"contact_id"`
	}
	if _, err := call(ctx, c, http.MethodPost, base+"/api/guest/v1/sessions", "", map[string]any{"key": key}, &out); err != nil {
		return nil, err
	}
	g.Token, g.Contact = out.Token, out.ContactID
	return g, nil
}

// Send sends one message under the client's own id and returns its receipt.
func (g *Guest) Send(ctx context.Context, clientID, text string) (Receipt, error) {
	var r Receipt
	status, err := call(ctx, g.Client, http.MethodPost, g.Base+"/api/guest/v1/messages", g.Token, map[string]any{"client_id": clientID, "text": text}, &r)
	r.Status = status
	return r, err
}

// Entries reads what the guest may see after a seq (one page of at most 500).
func (g *Guest) Entries(ctx context.Context, after int64) (GuestState, error) {
	var s GuestState
	_, err := call(ctx, g.Client, http.MethodGet, fmt.Sprintf("%s/api/guest/v1/entries?after=%d&limit=500", g.Base, after), g.Token, nil, &s)
	return s, err
}

// AllEntries reads every entry the guest may see.
func (g *Guest) AllEntries(ctx context.Context) ([]Entry, error) {
	var all []Entry
	for after := int64(0); ; {
		s, err := g.Entries(ctx, after)
		if err != nil {
			return nil, err
		}
		all = append(all, s.Entries...)
		if !s.More || len(s.Entries) == 0 {
			return all, nil
		}
		after = s.Entries[len(s.Entries)-1].Seq
	}
}

// Human asks for a person; CancelHuman takes the wish back; Offer answers an offer.
func (g *Guest) Human(ctx context.Context) (GuestState, error) {
	return g.state(ctx, http.MethodPost, "/human", nil)
}

// CancelHuman takes the wish for a person back.
func (g *Guest) CancelHuman(ctx context.Context) (GuestState, error) {
	return g.state(ctx, http.MethodDelete, "/human", nil)
}

// Offer answers an offer: keep_chatting, keep_waiting or ask_meanwhile.
func (g *Guest) Offer(ctx context.Context, choice string) (GuestState, error) {
	return g.state(ctx, http.MethodPost, "/offer", map[string]any{"choice": choice})
}

func (g *Guest) state(ctx context.Context, method, path string, body any) (GuestState, error) {
	var s GuestState
	_, err := call(ctx, g.Client, method, g.Base+"/api/guest/v1"+path, g.Token, body, &s)
	return s, err
}

// Staff is one signed-in person.
type Staff struct {
	Base   string
	Client *http.Client
}

// Visitor is a browser that nobody signed in with yet. conns bounds the connections it may open at once.
func Visitor(base string, conns int) (*Staff, error) {
	jar, err := cookiejar.New(nil)
	if err != nil {
		return nil, err
	}
	return &Staff{Base: base, Client: &http.Client{Jar: jar, Transport: NewTransport(conns), Timeout: 30 * time.Second}}, nil
}

// Login signs a person in. conns bounds the connections it may open at once.
func Login(ctx context.Context, base, email, password string, conns int) (*Staff, error) {
	s, err := Visitor(base, conns)
	if err != nil {
		return nil, err
	}
	return s, s.Do(ctx, http.MethodPost, "/login", map[string]any{"email": email, "password": password}, nil)
}

// Do calls a staff route below /api/v1 and decodes its answer into out, if out is not nil.
func (s *Staff) Do(ctx context.Context, method, path string, body, out any) error {
	_, err := call(ctx, s.Client, method, s.Base+"/api/v1"+path, "", body, out)
	return err
}

// Act posts to a conversation: take-control, accept, hand-back, resolve.
func (s *Staff) Act(ctx context.Context, conversation, verb string, body any) error {
	if body == nil {
		body = map[string]any{}
	}
	return s.Do(ctx, http.MethodPost, "/conversations/"+conversation+"/"+verb, body, nil)
}

// Reply writes to the guest.
func (s *Staff) Reply(ctx context.Context, conversation, clientID, text string) (Receipt, error) {
	return s.Write(ctx, conversation, "messages", clientID, text)
}

// Entries reads all that the desk sees of a conversation.
func (s *Staff) Entries(ctx context.Context, conversation string) ([]Entry, error) {
	var all []Entry
	for after := int64(0); ; {
		var page struct {
			Entries []Entry `json:"entries"`
			More    bool    `json:"more"`
		}
		if err := s.Do(ctx, http.MethodGet, fmt.Sprintf("/conversations/%s/entries?after=%d&limit=500", url.PathEscape(conversation), after), nil, &page); err != nil {
			return nil, err
		}
		all = append(all, page.Entries...)
		if !page.More || len(page.Entries) == 0 {
			return all, nil
		}
		after = page.Entries[len(page.Entries)-1].Seq
	}
}

func problemOf(res *http.Response, body []byte) *Problem {
	p := &Problem{}
	_ = json.Unmarshal(body, p) // a proxy's answer may be no JSON: the status alone tells then
	p.Status, p.RetryAfter = res.StatusCode, res.Header.Get("Retry-After")
	return p
}

func call(ctx context.Context, c *http.Client, method, address, token string, body, out any) (int, error) {
	var rd io.Reader
	if body != nil {
		b, err := json.Marshal(body)
		if err != nil {
			return 0, err
		}
		rd = bytes.NewReader(b)
	}
	req, err := http.NewRequestWithContext(ctx, method, address, rd)
	if err != nil {
		return 0, err
	}
	if body != nil {
		req.Header.Set("Content-Type", "application/json")
	}
	if token != "" {
		req.Header.Set("Authorization", "Bearer "+token)
	}
	res, err := c.Do(req)
	if err != nil {
		return 0, err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		return 0, err
	}
	if res.StatusCode >= 400 {
		return res.StatusCode, problemOf(res, b)
	}
	if out != nil && len(b) > 0 {
		if err := json.Unmarshal(b, out); err != nil {
			return res.StatusCode, fmt.Errorf("%s %s: %w", method, address, err)
		}
	}
	return res.StatusCode, nil
}

// Client is an HTTP client over a shared transport, without a time limit (streams are long).
func Client(t *http.Transport) *http.Client { return &http.Client{Transport: t} }

// Present says that a screen of the person's is there, with its sound unlocked, as the dashboard does every 15 s. The
// server believes it for 45 s.
func (s *Staff) Present(ctx context.Context, device string) error {
	return s.Do(ctx, http.MethodPost, "/me/devices/"+url.PathEscape(device)+"/heartbeat", map[string]any{"kind": "screen", "sound": true, "visible": true}, nil)
}
