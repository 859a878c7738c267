package push

import (
	"context"
	"crypto/hmac"
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"errors"
	"fmt"
	"strings"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// Notice is what people are told on their phones about one ring.
type Notice struct {
	// Ring is the id of the alert; Kind what it is about.
	Ring string
	Kind store.AlertKind
	// ConversationID is "" of tests and drills. Property is the name of the house.
	ConversationID, Property string
	// Question is what the guest asked, where the house lets phones show it.
	Question string
	// Ended says that it rings no more: By is the name of who answered, "" where nobody did.
	Ended bool
	By    string
	// Until is when nobody wants to be told any more.
	Until time.Time
}

// payload is the encrypted JSON that the service worker reads. It holds nothing that a guest wrote, unless the house lets
// phones show what was asked.
type payload struct {
	Type         string `json:"t"` // ring, ring_end
	Ring         string `json:"ring"`
	Conversation string `json:"conversation_id,omitempty"`
	Property     string `json:"property,omitempty"`
	Kind         string `json:"kind,omitempty"`
	Title        string `json:"title"`
	Body         string `json:"body"`
	URL          string `json:"url,omitempty"`
	Tag          string `json:"tag"`
	Language     string `json:"lang,omitempty"`
	// Device is the subscription's, in whose name the service worker confirms. Where its session has ended meanwhile, it
	// proves with Subscription and Proof that this push reached it.
	Device       string `json:"device"`
	Subscription string `json:"subscription,omitempty"`
	Proof        string `json:"proof,omitempty"`
}

// Tell sends the notice to every browser of the people, or to one device alone where it is named. It returns at once;
// sending goes on behind it until Notice.Until.
func (s *Service) Tell(ctx context.Context, people []string, device string, n Notice) error {
	if len(people) == 0 || !n.Until.After(s.cfg.Now()) {
		return nil
	}
	var subs []store.PushSubscription
	err := s.cfg.Store.Read(ctx, func(tx store.Tx) (err error) {
		subs, err = tx.PushSubscriptions(people...)
		return err
	})
	if err != nil || len(subs) == 0 {
		return err
	}
	k, err := s.ownKeys(ctx)
	if err != nil {
		return err
	}
	var list []*delivery
	for _, sub := range subs {
		if device != "" && sub.DeviceID != device {
			continue
		}
		b, err := json.Marshal(n.payload(sub, k))
		if err != nil {
			return err
		}
		list = append(list, &delivery{sub: sub, payload: b, topic: topic(n.Ring), until: n.Until})
	}
	s.send(list)
	return nil
}

func (n Notice) payload(sub store.PushSubscription, k keys) payload {
	w := wordsIn(sub.Language)
	p := payload{Type: "ring", Ring: n.Ring, Conversation: n.ConversationID, Property: short(n.Property), Kind: string(n.Kind),
		Body: short(n.Property), URL: "/requests?ring=" + n.Ring, Tag: "ring-" + n.Ring, Language: sub.Language, Device: sub.DeviceID}
	if n.Ended {
		p.Type, p.URL, p.Title = "ring_end", "", w.over
		if n.By != "" {
			p.Title = fmt.Sprintf(w.accepted, short(n.By))
		}
		return p
	}
	p.Subscription, p.Proof = sub.ID, proof(k, sub, n.Ring)
	switch n.Kind {
	case store.AlertTransfer:
		p.Title = w.transfer
	case store.AlertEmergency, store.AlertAlarm:
		p.Title = w.emergency
	case store.AlertAttention:
		p.Title = w.attention
	case store.AlertTest: // Bell check asks whether it was heard
		p.Title, p.Body, p.URL = w.test, w.testBody, "/bell"
	case store.AlertDrill:
		p.Title, p.Body = w.drill, w.drillBody
	default:
		p.Title = w.person
	}
	if n.Question != "" {
		p.Body += "\n" + bounded(desk.CleanLine(n.Question, 2*questionMax), questionMax)
	}
	return p
}

// questionMax is how much of a question a notification shows.
const questionMax = 160

// short bounds a name: a whole message has 4 KB, and a notification shows a line.
func short(s string) string { return bounded(s, 80) }

// bounded is a text as one line of at most so many characters.
func bounded(s string, most int) string {
	r := []rune(strings.Join(strings.Fields(s), " "))
	if len(r) > most {
		return string(r[:most-1]) + "…"
	}
	return string(r)
}

// proof is what only the browser of the subscription reads: that it was sent this ring.
func proof(k keys, sub store.PushSubscription, ring string) string {
	m := hmac.New(sha256.New, []byte(k.Private))
	fmt.Fprintf(m, "confirm %d %s %s %s", len(sub.ID), sub.ID, sub.Endpoint, ring)
	return base64.RawURLEncoding.EncodeToString(m.Sum(nil)[:18])
}

// Proved is whose subscription was sent the ring, where the proof is right. It is how a phone confirms whose session has
// ended over night: it learns and changes nothing else by that.
func (s *Service) Proved(ctx context.Context, subscription, ring, given string) (store.PushSubscription, bool, error) {
	k, err := s.ownKeys(ctx)
	if err != nil {
		return store.PushSubscription{}, false, err
	}
	var sub store.PushSubscription
	err = s.cfg.Store.Read(ctx, func(tx store.Tx) (err error) {
		sub, err = tx.PushSubscription(subscription)
		return err
	})
	if errors.Is(err, desk.ErrNotFound) {
		return store.PushSubscription{}, false, nil
	}
	return sub, err == nil && hmac.Equal([]byte(given), []byte(proof(k, sub, ring))), err
}
