package app_test

import (
	"fmt"
	"net/http"
	"strings"
	"testing"
	"time"

	"deskbell/internal/httpapi/apitest"
)

// replies are the payloads of the quick replies under the newest message that says something.
func (p *page) replies(words string) (payloads []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, s := range p.sent {
		if text, _ := s["text"].(string); !strings.Contains(text, words) {
			continue
		}
		payloads = nil
		list, _ := s["quick_replies"].([]any)
		for _, r := range list {
			reply, _ := r.(map[string]any)
			if title, _ := reply["title"].(string); title == "" || len(title) > 20 {
				p.t.Errorf("a quick reply is called %q", title)
			}
			payload, _ := reply["payload"].(string)
			payloads = append(payloads, payload)
		}
	}
	return payloads
}

// presses brings a quick reply.
func (p *page) presses(mid, title, payload string) {
	p.brings("messaging", byGuest(fmt.Sprintf(`"message":{"mid":"%s","text":%q,"quick_reply":{"payload":%q}}`, mid, title, payload)))
}

// Asking for a person goes by quick replies: one is offered where the assistant cannot help, a press rings at the desk,
// and the line that somebody joined travels with that person's first message.
func TestMessenger_AsksForAPerson(t *testing.T) {
	t.Parallel()
	p := newPage(t)
	p.writes("m_1", "Can I pay by cryptocurrency?")
	p.house.Until("a person is offered", func() bool { return len(p.replies("don't have that information")) > 0 })
	human := p.replies("don't have that information")[0]
	p.presses("m_2", "Human Chat", human)
	p.house.Until("it rings", func() bool {
		return len(p.ana.Must(200, "GET", "/api/v1/conversations?view=requests", nil).List("conversations")) == 1
	})
	p.house.Until("the guest is told to wait", func() bool { return p.times("Please wait while we connect you to an agent") == 1 })
	if wait := p.replies("Please wait"); len(wait) != 1 {
		t.Errorf("while waiting there are %v", wait)
	}
	c := p.conversation()
	path := "/api/v1/conversations/" + c.Text("id")
	p.ana.Must(200, "POST", path+"/accept", m{})
	before := len(p.all())
	p.ana.Must(201, "POST", path+"/messages", m{"client_id": "r1", "text": "Cards and cash only, I am sorry."})
	p.house.Until("the agent's answer left", func() bool { return p.times("Cards and cash only") == 1 })
	all := p.all()
	if len(all) != before+1 || !strings.Contains(all[before], "joined") {
		t.Errorf("sent %q", all[before:])
	}
	// What the assistant could say by now it does not: the guest talks with a person.
	p.writes("m_3", "What time is check-in?")
	p.screen.Hears(`"t":"entry"`, "What time is check-in?")
	p.ana.Must(200, "POST", path+"/hand-back", m{})
	p.house.Until("the assistant answers again", func() bool { return p.times("15:00") == 1 })
}

// all are the texts that were sent.
func (p *page) all() (texts []string) {
	p.mu.Lock()
	defer p.mu.Unlock()
	for _, s := range p.sent {
		text, _ := s["text"].(string)
		texts = append(texts, text)
	}
	return texts
}

// A day after the guest wrote only a person may answer, and only where Meta has approved that; the assistant says nothing.
func TestMessenger_AfterTheWindow(t *testing.T) {
	t.Parallel()
	for name, approved := range map[string]bool{"Approved": true, "NotApproved": false} {
		t.Run(name, func(t *testing.T) {
			t.Parallel()
			p := newPage(t)
			p.brings("messaging", fmt.Sprintf(`{"sender":{"id":"%s"},"recipient":{"id":"%s"},"timestamp":%d,"message":{"mid":"m_1","text":"What time is check-in?"}}`,
				pageGuest, pageKey, time.Now().Add(-25*time.Hour).UnixMilli()))
			c := p.conversation()
			path := "/api/v1/conversations/" + c.Text("id")
			if approved {
				admin := p.house.SignIn("admin")
				admin.Must(200, "PATCH", "/api/v1/channels/accounts/"+c.Text("account.id"), m{"human_agent": true})
			}
			p.ana.Must(200, "POST", path+"/take-control", m{})
			a := p.ana.Do("POST", path+"/messages", m{"client_id": "r1", "text": "From three in the afternoon."})
			if !approved {
				if a.Status < 400 || len(p.all()) > 0 {
					t.Errorf("got %v, sent %q", a, p.all())
				}
				return
			}
			if a.Status != http.StatusCreated {
				t.Fatalf("got %v", a)
			}
			p.house.Until("the answer left", func() bool { return p.times("From three in the afternoon.") == 1 })
			if tags := p.tags(); len(tags) != 1 || tags[0] != "MESSAGE_TAG HUMAN_AGENT" {
				t.Errorf("sent as %q", tags)
			}
		})
	}
}

// An agent's photo is uploaded, and sent by the id that Meta gave it.
func TestMessenger_AnAgentsPhoto(t *testing.T) {
	t.Parallel()
	p := newPage(t)
	p.writes("m_1", "What time is check-in?")
	p.house.Until("the assistant answered", func() bool { return p.times("15:00") == 1 })
	c := p.conversation()
	path := "/api/v1/conversations/" + c.Text("id")
	p.ana.Must(200, "POST", path+"/take-control", m{})
	file := p.ana.Upload("/api/v1/files?conversation="+c.Text("id"), "map.png", apitest.PNG)
	if file.Status != http.StatusCreated {
		t.Fatalf("upload: %v", file)
	}
	p.ana.Must(201, "POST", path+"/messages", m{"client_id": "r1", "text": "Here is the way:", "files": []string{file.Text("id")}})
	p.house.Until("the photo left", func() bool {
		p.mu.Lock()
		defer p.mu.Unlock()
		for _, s := range p.sent {
			if a, _ := s["attachment"].(map[string]any); a != nil && a["type"] == "image" && fmt.Sprint(a["payload"]) == "map[attachment_id:1745504518999123]" {
				return true
			}
		}
		return false
	})
	if p.times("Here is the way:") != 1 {
		t.Errorf("sent %q", p.all())
	}
}
