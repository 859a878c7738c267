package simulator

import (
	"context"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"maps"
	"net/http"
	"slices"
	"strconv"
	"strings"
	"time"
)

// changeHeader is on every request that changes something: a browser adds it for pages of this address only.
const changeHeader = "X-Deskbell-Simulator"

// State is everything that the page shows.
type State struct {
	Now      time.Time            `json:"now"`
	Website  string               `json:"website,omitempty"`
	App      App                  `json:"app"`
	Accounts []*Account           `json:"accounts"`
	Guests   []*guest             `json:"guests"`
	Weather  Weather              `json:"weather"`
	Posted   []Posted             `json:"posted"`
	Waiting  int                  `json:"waiting"`
	Faults   map[Channel]Striking `json:"faults"`
	OutUntil time.Time            `json:"out_until,omitzero"`
	Early    bool                 `json:"echo_first"`
	Sent     int64                `json:"sent"`
}

// Striking is a fault that is on, by its channel.
type Striking struct {
	Name  string `json:"name"`
	Words string `json:"words"`
	Left  int    `json:"left"`
}

// Snapshot is the state as JSON.
func (s *Simulator) Snapshot() ([]byte, error) {
	b, _, err := s.snapshot()
	return b, err
}

func (s *Simulator) snapshot() ([]byte, <-chan struct{}, error) {
	weather, posted := s.post.look()
	waiting := s.post.waiting()
	s.mu.Lock()
	defer s.mu.Unlock()
	st := State{Now: s.cfg.Now(), Website: s.cfg.Website, App: s.world.App, Accounts: s.world.Accounts, Guests: []*guest{}, Weather: weather, Posted: posted, Waiting: waiting,
		Faults: map[Channel]Striking{}, Early: s.faults.EchoFirst, Sent: s.sent.n}
	for _, g := range s.world.Guests {
		if !g.Hidden {
			st.Guests = append(st.Guests, g)
		}
	}
	for c, p := range s.faults.Next {
		st.Faults[c] = Striking{Name: p.Fault.Name, Words: p.Fault.Words, Left: p.Left}
	}
	if st.Now.Before(s.faults.Out) {
		st.OutUntil = s.faults.Out
	}
	b, err := json.Marshal(st)
	return b, s.changed, err
}

// Setting is a change of what is not a guest's act. What is nil stays.
type Setting struct {
	Weather *Weather `json:"weather,omitempty"`
	// Out is how many seconds the Graph API answers nobody from now on; 0 ends it.
	Out       *int  `json:"out,omitempty"`
	EchoFirst *bool `json:"echo_first,omitempty"`
	// Fault meets the next Left sends of Channel, all if Left is below 0; an empty name takes it away.
	Fault *struct {
		Channel Channel `json:"channel"`
		Name    string  `json:"name"`
		Left    int     `json:"left"`
	} `json:"fault,omitempty"`
	// Account turns an account's switches.
	Account *struct {
		Channel    Channel `json:"channel"`
		Key        string  `json:"key"`
		Revoked    *bool   `json:"revoked,omitempty"`
		Subscribed *bool   `json:"subscribed,omitempty"`
		HumanAgent *bool   `json:"human_agent,omitempty"`
	} `json:"account,omitempty"`
	// Phone is whether a guest looks at it.
	Phone *struct {
		Guest string `json:"guest"`
		State string `json:"state"`
	} `json:"phone,omitempty"`
	// Played is a voice message that the guest heard.
	Played *struct {
		Guest   string `json:"guest"`
		Message string `json:"message"`
	} `json:"played,omitempty"`
}

// Set changes the weather, faults and switches.
func (s *Simulator) Set(in Setting) error {
	if in.Weather != nil {
		in.Weather.Delay = min(max(in.Weather.Delay, 0), 3600)
		s.post.set(*in.Weather)
	}
	s.mu.Lock()
	defer s.mu.Unlock()
	defer s.tell()
	if in.Out != nil {
		s.faults.Out = s.cfg.Now().Add(time.Duration(min(max(*in.Out, 0), 24*3600)) * time.Second)
	}
	if in.EchoFirst != nil {
		s.faults.EchoFirst = *in.EchoFirst
	}
	if f := in.Fault; f != nil {
		if s.faults.Next == nil {
			s.faults.Next = map[Channel]*Pending{}
		}
		delete(s.faults.Next, f.Channel)
		if f.Name != "" {
			one, ok := fault(f.Name, f.Channel)
			if !ok {
				return refusal("there is no such fault on this channel")
			}
			s.faults.Next[f.Channel] = &Pending{Fault: one, Left: f.Left}
		}
	}
	if in.Account != nil {
		a := s.world.account(in.Account.Channel, in.Account.Key)
		if a == nil {
			return refusal("there is no such account")
		}
		for to, v := range map[*bool]*bool{&a.Revoked: in.Account.Revoked, &a.Subscribed: in.Account.Subscribed, &a.HumanAgent: in.Account.HumanAgent} {
			if v != nil {
				*to = *v
			}
		}
	}
	if in.Phone != nil {
		g := s.world.guest(in.Phone.Guest)
		if g == nil || !slices.Contains([]string{phoneOpen, phonePocket, phoneOff}, in.Phone.State) {
			return refusal("there is no such phone")
		}
		s.look(g, in.Phone.State)
	}
	if in.Played != nil {
		if g := s.world.guest(in.Played.Guest); g != nil {
			if m := g.message(in.Played.Message); m != nil {
				s.play(g, m)
			}
		}
	}
	return nil
}

// Connect asks an address whether it is ours and, if it is, posts a channel's webhooks there from now on.
func (s *Simulator) Connect(ctx context.Context, c Channel, callback, token string) error {
	if !slices.Contains(Channels, c) {
		return refusal("there is no such channel")
	}
	err := s.post.verify(ctx, callback, token)
	s.change(func() {
		h := Hook{Callback: callback, VerifyToken: token, Verified: err == nil, Fields: s.world.App.Hooks[c].Fields}
		if err != nil {
			h.Problem = err.Error()
		}
		s.world.App.Hooks = maps.Clone(s.world.App.Hooks)
		s.world.App.Hooks[c] = h
	})
	return err
}

// App and Accounts are what there is to connect.
func (s *Simulator) App() App {
	s.mu.Lock()
	defer s.mu.Unlock()
	return s.world.App
}

// Accounts are copies.
func (s *Simulator) Accounts() []Account {
	s.mu.Lock()
	defer s.mu.Unlock()
	var list []Account
	for _, a := range s.world.Accounts {
		list = append(list, *a)
	}
	return list
}

// Subscribe turns an account's subscription on, as an admin at Meta would.
func (s *Simulator) Subscribe(c Channel, key string) {
	s.change(func() {
		if a := s.world.account(c, key); a != nil {
			a.Subscribed = true
		}
	})
}

// burstGuests is how many people a burst is from.
const burstGuests = 20

// Burst posts n messages of strangers in one body, as Meta does after it could not reach somebody.
func (s *Simulator) Burst(c Channel, n int) error {
	s.mu.Lock()
	defer s.mu.Unlock()
	a := s.world.first(c)
	if a == nil || n < 1 || n > 1000 {
		return refusal("a burst is of 1 to 1,000 messages")
	}
	run := random(4, letters)
	people := make([]*guest, min(n, burstGuests))
	for i := range people {
		g := s.world.newGuest(a, fmt.Sprintf("Burst %s %d", run, i+1))
		g.Hidden = true
		people[i] = g
	}
	var events []event
	for i := range n {
		g := people[i%len(people)]
		m := &message{ID: a.Channel.newID(), By: byGuest, At: s.cfg.Now(), Text: fmt.Sprintf("Burst %s, message %d: is breakfast included?", run, i+1)}
		g.add(m)
		g.Wrote = m.At
		body := fromGuest(a, g, m.At, "message", obj{"mid": m.ID, "text": m.Text})
		if c == WhatsApp {
			body = whatsAppMessage(a, g, m, obj{"type": "text", "text": obj{"body": m.Text}}, false)
		}
		events = append(events, event{account: a, field: "messages", body: body})
	}
	s.together(fmt.Sprintf("burst of %d", n), events)
	s.tell()
	return nil
}

// pageAPI serves the phones' page.
func (s *Simulator) pageAPI() http.Handler {
	mux := http.NewServeMux()
	mux.HandleFunc("GET "+apiPath+"state", func(w http.ResponseWriter, _ *http.Request) {
		b, err := s.Snapshot()
		if err != nil {
			http.Error(w, err.Error(), http.StatusInternalServerError)
			return
		}
		answer(w, http.StatusOK, json.RawMessage(b))
	})
	mux.HandleFunc("GET "+apiPath+"stream", s.stream)
	mux.HandleFunc("GET "+apiPath+"table", func(w http.ResponseWriter, _ *http.Request) { answer(w, http.StatusOK, Faults) })
	mux.HandleFunc("GET "+apiPath+"sent", func(w http.ResponseWriter, r *http.Request) {
		after, _ := strconv.ParseInt(r.URL.Query().Get("after"), 10, 64) // none is from the beginning
		answer(w, http.StatusOK, append([]Sent{}, s.Sent(after)...))
	})
	mux.HandleFunc("GET "+apiPath+"files/{id}", s.showFile)
	mux.HandleFunc("POST "+apiPath+"guests/{id}/act", func(w http.ResponseWriter, r *http.Request) {
		take(w, r, func(in Act) (any, error) { return nil, s.Do(r.PathValue("id"), in) })
	})
	mux.HandleFunc("POST "+apiPath+"guests", func(w http.ResponseWriter, r *http.Request) {
		take(w, r, func(in struct {
			Channel Channel `json:"channel"`
			Account string  `json:"account"`
			Name    string  `json:"name"`
		}) (any, error) {
			id := s.NewGuest(in.Channel, in.Account, in.Name)
			if id == "" {
				return nil, refusal("there is no such account")
			}
			return obj{"id": id}, nil
		})
	})
	mux.HandleFunc("POST "+apiPath+"set", func(w http.ResponseWriter, r *http.Request) {
		take(w, r, func(in Setting) (any, error) { return nil, s.Set(in) })
	})
	mux.HandleFunc("POST "+apiPath+"connect", func(w http.ResponseWriter, r *http.Request) {
		take(w, r, func(in struct {
			Channel     Channel `json:"channel"`
			Callback    string  `json:"callback"`
			VerifyToken string  `json:"verify_token"`
		}) (any, error) {
			if err := s.Connect(r.Context(), in.Channel, in.Callback, in.VerifyToken); err != nil {
				return nil, refusal(err.Error())
			}
			return nil, nil
		})
	})
	mux.HandleFunc("POST "+apiPath+"burst", func(w http.ResponseWriter, r *http.Request) {
		take(w, r, func(in struct {
			Channel Channel `json:"channel"`
			Count   int     `json:"count"`
		}) (any, error) {
			return nil, s.Burst(in.Channel, in.Count)
		})
	})
	mux.HandleFunc("POST "+apiPath+"files", s.keepFile)
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		if s.cfg.May != nil {
			if err := s.cfg.May(r); err != nil {
				s.cfg.Refuse(w, r, err)
				return
			}
		}
		if r.Method != http.MethodGet && r.Header.Get(changeHeader) == "" {
			http.Error(w, "changes need the header "+changeHeader, http.StatusForbidden)
			return
		}
		mux.ServeHTTP(w, r)
	})
}

// NewGuest gives somebody a phone and returns its id; "" where the account is none.
func (s *Simulator) NewGuest(c Channel, account, name string) (id string) {
	s.change(func() {
		a := s.world.account(c, account)
		if account == "" {
			a = s.world.first(c)
		}
		if a != nil {
			if len([]rune(name)) > 80 {
				name = string([]rune(name)[:80])
			}
			id = s.world.newGuest(a, strings.TrimSpace(name)).ID
		}
	})
	return id
}

// take reads a request's body, does what it says and answers.
func take[T any](w http.ResponseWriter, r *http.Request, do func(T) (any, error)) {
	var in T
	b, err := io.ReadAll(http.MaxBytesReader(w, r.Body, 64<<10))
	if err == nil {
		err = json.Unmarshal(b, &in)
	}
	if err != nil {
		answer(w, http.StatusBadRequest, obj{"problem": "This request is not in the form that is expected."})
		return
	}
	out, err := do(in)
	var no refusal
	switch {
	case errors.As(err, &no):
		answer(w, http.StatusUnprocessableEntity, obj{"problem": no.Error()})
	case err != nil:
		answer(w, http.StatusInternalServerError, obj{"problem": err.Error()})
	case out == nil:
		answer(w, http.StatusOK, obj{})
	default:
		answer(w, http.StatusOK, out)
	}
}

// fileMost is the largest file that a phone sends.
const fileMost = 16 << 20

// keepFile puts a file of somebody's own onto the shelf, to be sent by its id.
func (s *Simulator) keepFile(w http.ResponseWriter, r *http.Request) {
	mime := r.Header.Get("Content-Type")
	b, err := io.ReadAll(http.MaxBytesReader(w, r.Body, fileMost))
	if err != nil || len(b) == 0 || mime == "" {
		answer(w, http.StatusUnprocessableEntity, obj{"problem": "This file is empty, or larger than 16 MB."})
		return
	}
	name := r.URL.Query().Get("name")
	if name == "" {
		name = "file"
	}
	f := s.files.put(file{media: media{Kind: kindOf("", mime), Type: mime, Name: name, Voice: r.URL.Query().Get("voice") != ""}, content: b})
	answer(w, http.StatusOK, obj{"id": f.ID})
}

// showFile gives a file to the page: pictures, sound and films to be looked at, all else to be downloaded.
func (s *Simulator) showFile(w http.ResponseWriter, r *http.Request) {
	s.files.mu.Lock()
	f := s.files.files[r.PathValue("id")]
	s.files.mu.Unlock()
	if f == nil {
		http.NotFound(w, r)
		return
	}
	h := w.Header()
	h.Set("Content-Type", "application/octet-stream")
	h.Set("Content-Disposition", "attachment")
	h.Set("Content-Security-Policy", "default-src 'none'; sandbox")
	kind, _, _ := strings.Cut(f.Type, ";")
	if slices.Contains(shown, kind) {
		h.Set("Content-Type", f.Type)
		h.Set("Content-Disposition", "inline")
	}
	h.Set("Cache-Control", "private, max-age=3600")
	_, _ = w.Write(f.content)
}

var shown = []string{"image/jpeg", "image/png", "image/webp", "image/gif", "audio/ogg", "audio/mpeg", "audio/mp4", "audio/webm", "audio/aac", "audio/amr", "video/mp4", "video/webm"}

// What the page's stream lets through.
const (
	streamGap   = 100 * time.Millisecond // at most ten pictures a second
	streamBeat  = 15 * time.Second
	streamWrite = 10 * time.Second
)

// stream sends the state now and after each change.
func (s *Simulator) stream(w http.ResponseWriter, r *http.Request) {
	rc := http.NewResponseController(w)
	w.Header().Set("Content-Type", "text/event-stream")
	w.Header().Set("Cache-Control", "no-store")
	beat := time.NewTicker(streamBeat)
	defer beat.Stop()
	gap := time.NewTimer(0)
	defer gap.Stop()
	for {
		b, changed, err := s.snapshot()
		if err != nil {
			return
		}
		_ = rc.SetWriteDeadline(time.Now().Add(streamWrite)) // where it cannot be set, the connection has limits of its own
		if _, err = fmt.Fprintf(w, "event: state\ndata: %s\n\n", b); err == nil {
			err = rc.Flush()
		}
		if err != nil {
			return
		}
		gap.Reset(streamGap)
		for waiting := true; waiting; {
			select {
			case <-r.Context().Done():
				return
			case <-s.done:
				return
			case <-changed:
				waiting = false
			case <-beat.C:
				_ = rc.SetWriteDeadline(time.Now().Add(streamWrite))
				if _, err := io.WriteString(w, ": here\n\n"); err != nil || rc.Flush() != nil {
					return
				}
			}
		}
		select {
		case <-gap.C:
		case <-r.Context().Done():
			return
		case <-s.done:
			return
		}
	}
}
