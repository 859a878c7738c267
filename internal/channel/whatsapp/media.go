package whatsapp

import (
	"context"
	"errors"
	"net/url"
	"sync"

	"deskbell/internal/channel"
	"deskbell/internal/channel/meta"
)

// upload gives a file to WhatsApp and returns its id, which is good for thirty days: an attempt that fails after it does
// not bring the file again.
func (a *Adapter) upload(ctx context.Context, acc channel.Account, out channel.Outgoing) (string, error) {
	if id := a.uploaded.get(acc.ID, out.Ours); id != "" {
		return id, nil
	}
	var answer struct {
		ID text `json:"id"`
	}
	_, err := a.graph.Do(ctx, meta.Call{Product: meta.WhatsApp, Path: "/" + acc.Key + "/media", Token: acc.Token, Secret: acc.Secret,
		Form: &meta.Form{Fields: [][2]string{{"messaging_product", "whatsapp"}, {"type", out.Media.Type}}, Field: "file", File: out.Media}}, &answer)
	if err != nil {
		return "", err
	}
	if answer.ID.id() == "" {
		return "", &channel.Failure{Kind: channel.FailureTransient, Reason: channel.ReasonUnavailable, Detail: "the answer to an upload names no file"}
	}
	a.uploaded.put(acc.ID, out.Ours, answer.ID.id())
	return answer.ID.id(), nil
}

// uploads are files that WhatsApp has and whose message it has not taken yet. Only so many are remembered: the others are
// uploaded once more.
type uploads struct {
	mu    sync.Mutex
	ids   map[string]string
	order []string
}

const uploadsKept = 500

func (u *uploads) get(account, ours string) string {
	u.mu.Lock()
	defer u.mu.Unlock()
	return u.ids[account+"/"+ours]
}

func (u *uploads) put(account, ours, id string) {
	if ours == "" {
		return // no other attempt is known by it
	}
	u.mu.Lock()
	defer u.mu.Unlock()
	if u.ids == nil {
		u.ids = map[string]string{}
	}
	key := account + "/" + ours
	u.ids[key] = id
	u.order = append(u.order, key)
	if len(u.order) > uploadsKept {
		delete(u.ids, u.order[0])
		u.order = u.order[1:]
	}
}

func (u *uploads) forget(account, ours string) {
	u.mu.Lock()
	defer u.mu.Unlock()
	delete(u.ids, account+"/"+ours)
}

// Fetch implements channel.Fetcher. A file's id is good for seven days, the address behind it for five minutes: it is
// asked for each time, and once more where it ran out in between.
func (a *Adapter) Fetch(ctx context.Context, acc channel.Account, m channel.Media) (channel.Content, error) {
	if m.ID == "" {
		return a.named(ctx, m.URL, acc.Token, m)
	}
	var last error
	for range 2 {
		var at struct {
			URL  string `json:"url"`
			Type text   `json:"mime_type"`
		}
		_, err := a.graph.Do(ctx, meta.Call{Product: meta.WhatsApp, Path: "/" + url.PathEscape(m.ID), Query: url.Values{"phone_number_id": {acc.Key}},
			Token: acc.Token, Secret: acc.Secret}, &at)
		if err != nil {
			return channel.Content{}, err
		}
		if m.Type == "" {
			m.Type = string(at.Type)
		}
		c, err := a.named(ctx, at.URL, acc.Token, m)
		if err == nil {
			return c, nil
		}
		last = err
		if f := (*channel.Failure)(nil); !errors.As(err, &f) || f.Reason != channel.ReasonMediaGone {
			break
		}
	}
	return channel.Content{}, last
}

// named is the content with the name and the type that the message gave it, where the answer gives none.
func (a *Adapter) named(ctx context.Context, address, token string, m channel.Media) (channel.Content, error) {
	c, err := a.graph.Fetch(ctx, address, token)
	if err != nil {
		return c, err
	}
	if m.Name != "" {
		c.Name = m.Name
	}
	if c.Type == "" {
		c.Type = m.Type
	}
	return c, nil
}
