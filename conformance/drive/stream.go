package drive

import (
	"bufio"
	"bytes"
	"context"
	"encoding/json"
	"fmt"
	"net/http"
	"strconv"
	"strings"

	"github.com/coder/websocket"
)

// Frame is one event of a guest's stream.
type Frame struct {
	Event string
	ID    string
	Data  []byte
}

// Stream reads the guest's event stream after a seq until ctx ends, the stream ends, or fn answers false.
// connected, if not nil, is called once the server has answered.
func (g *Guest) Stream(ctx context.Context, after int64, connected func(), fn func(Frame) bool) error {
	req, err := http.NewRequestWithContext(ctx, http.MethodGet, g.Base+"/api/guest/v1/stream?after="+strconv.FormatInt(after, 10), nil)
	if err != nil {
		return err
	}
	req.Header.Set("Authorization", "Bearer "+g.Token)
	res, err := g.Client.Do(req)
	if err != nil {
		return err
	}
	defer res.Body.Close()
	if res.StatusCode != http.StatusOK {
		return &Problem{Status: res.StatusCode}
	}
	if connected != nil {
		connected()
	}
	var f Frame
	for rd := bufio.NewReaderSize(res.Body, 16<<10); ; {
		line, err := rd.ReadString('\n')
		if err != nil {
			return err
		}
		line = strings.TrimRight(line, "\r\n")
		switch {
		case line == "":
			if f.Event != "" || len(f.Data) > 0 {
				if !fn(f) {
					return nil
				}
			}
			f = Frame{}
		case strings.HasPrefix(line, "event: "):
			f.Event = line[7:]
		case strings.HasPrefix(line, "id: "):
			f.ID = line[4:]
		case strings.HasPrefix(line, "data: "):
			f.Data = append(f.Data, line[6:]...)
		}
	}
}

// Publication is what a staff connection is told.
type Publication struct {
	Channel string
	Data    json.RawMessage
}

// Realtime opens the staff WebSocket and calls fn with every publication until ctx ends or the connection breaks.
// connected, if not nil, is called once the server has accepted.
func (s *Staff) Realtime(ctx context.Context, connected func(), fn func(Publication)) error {
	return s.Lines(ctx, func(line []byte) ([]byte, error) {
		var m struct {
			ID    int `json:"id"`
			Error *struct {
				Code    int    `json:"code"`
				Message string `json:"message"`
			} `json:"error"`
			Connect *json.RawMessage `json:"connect"`
			Push    *struct {
				Channel string `json:"channel"`
				Pub     *struct {
					Data json.RawMessage `json:"data"`
				} `json:"pub"`
			} `json:"push"`
		}
		if err := json.Unmarshal(line, &m); err != nil {
			return nil, fmt.Errorf("realtime frame: %w", err)
		}
		switch {
		case m.Error != nil:
			return nil, fmt.Errorf("realtime: %d %s", m.Error.Code, m.Error.Message)
		case m.Connect != nil:
			if connected != nil {
				connected()
			}
		case m.Push != nil && m.Push.Pub != nil:
			fn(Publication{Channel: m.Push.Channel, Data: m.Push.Pub.Data})
		}
		return nil, nil
	})
}

// Lines opens the staff WebSocket and calls fn with every line of what comes, undecoded: a load of a hundred screens
// that shares the machine with the server must not be what is measured. What fn returns is sent. The first line is the
// server's word that it has accepted.
func (s *Staff) Lines(ctx context.Context, fn func(line []byte) ([]byte, error)) error {
	conn, _, err := websocket.Dial(ctx, "ws"+strings.TrimPrefix(s.Base, "http")+"/realtime", &websocket.DialOptions{
		HTTPClient: &http.Client{Jar: s.Client.Jar},
		HTTPHeader: http.Header{"Origin": []string{s.Base}},
	})
	if err != nil {
		return err
	}
	defer conn.CloseNow()
	conn.SetReadLimit(4 << 20)
	if err := conn.Write(ctx, websocket.MessageText, []byte(`{"id":1,"connect":{}}`)); err != nil {
		return err
	}
	for {
		_, b, err := conn.Read(ctx)
		if err != nil {
			return err
		}
		for line := range bytes.SplitSeq(b, []byte("\n")) { // one frame may hold several lines
			var answer []byte
			switch {
			case len(line) == 0:
				continue
			case string(line) == "{}": // the server's ping is answered in kind
				answer = line
			default:
				if answer, err = fn(line); err != nil {
					return err
				}
			}
			if len(answer) > 0 {
				if err := conn.Write(ctx, websocket.MessageText, answer); err != nil {
					return err
				}
			}
		}
	}
}
