package api

import (
	"bytes"
	"encoding/json"
	"strconv"
	"strings"
	"time"
)

// The shapes of what other systems post. Whoever writes such a system may take an id for a number, so every scalar is
// read leniently, and each event on its own.

type body struct {
	Account word              `json:"account"`
	Events  []json.RawMessage `json:"events"`
	// A single event may stand without a list around it.
	Type string `json:"type"`
}

type happening struct {
	Type    string `json:"type"`
	Account word   `json:"account"`
	ID      word   `json:"id"`
	At      moment `json:"at"`
	Guest   guest  `json:"guest"`

	Text    string      `json:"text"`
	Choice  word        `json:"choice"`
	ReplyTo word        `json:"reply_to"`
	Media   list[media] `json:"media"`
	Place   *place      `json:"place"`
	Cards   list[card]  `json:"cards"`
	Shared  list[share] `json:"shared"`
	Old     bool        `json:"old"`

	// Message is the id of the message that the event is about; Delivery is ours of one that we sent.
	Message  word `json:"message"`
	Delivery word `json:"delivery"`

	Automatic bool   `json:"automatic"`
	State     string `json:"state"`
	Error     *fault `json:"error"`
	Emoji     string `json:"emoji"`
	Revision  word   `json:"revision"`
	Before    moment `json:"before"`
}

type guest struct {
	ID       word   `json:"id"`
	Name     string `json:"name"`
	Username string `json:"username"`
	Phone    word   `json:"phone"`
	Picture  string `json:"picture"`
}

type media struct {
	URL   string `json:"url"`
	Kind  string `json:"kind"`
	Type  string `json:"type"`
	Name  string `json:"name"`
	Size  word   `json:"size"`
	Voice bool   `json:"voice"`
	Link  bool   `json:"link_only"`
}

type place struct {
	Latitude  json.Number `json:"latitude"`
	Longitude json.Number `json:"longitude"`
	Name      string      `json:"name"`
	Address   string      `json:"address"`
	URL       string      `json:"url"`
}

type card struct {
	Name   string     `json:"name"`
	Phones list[word] `json:"phones"`
	Mails  list[word] `json:"emails"`
}

type share struct {
	Kind  string `json:"kind"`
	Title string `json:"title"`
	URL   string `json:"url"`
	ID    word   `json:"id"`
}

// fault says what stood against a message: Kind is guest (this one cannot be reached), message (it will never be taken),
// account (an admin has to do something) or later.
type fault struct {
	Kind   string `json:"kind"`
	Detail string `json:"detail"`
}

// list holds the members that can be read; one that cannot costs none of the others, nor the event.
type list[T any] []T

// UnmarshalJSON implements json.Unmarshaler.
func (l *list[T]) UnmarshalJSON(b []byte) error {
	*l = nil
	var all []json.RawMessage
	if json.Unmarshal(b, &all) != nil {
		return nil
	}
	for _, raw := range all {
		var one T
		if json.Unmarshal(raw, &one) == nil {
			*l = append(*l, one)
		}
	}
	return nil
}

// word is a string that may come as a number; it is empty where something else stands.
type word string

// UnmarshalJSON implements json.Unmarshaler.
func (w *word) UnmarshalJSON(b []byte) error {
	*w = ""
	switch b = bytes.TrimSpace(b); {
	case len(b) == 0:
	case b[0] == '"':
		var s string
		if err := json.Unmarshal(b, &s); err != nil {
			return err
		}
		*w = word(strings.ReplaceAll(s, "\x00", "")) // which no database keeps
	case b[0] == '-' || b[0] >= '0' && b[0] <= '9':
		*w = word(b)
	}
	return nil
}

func (w word) number() int64 {
	n, _ := strconv.ParseInt(string(w), 10, 64) // none is 0
	return n
}

// moment is a time of RFC 3339; it is zero where something else stands.
type moment struct{ time.Time }

// UnmarshalJSON implements json.Unmarshaler.
func (m *moment) UnmarshalJSON(b []byte) error {
	var w word
	if err := w.UnmarshalJSON(b); err != nil {
		return err
	}
	m.Time = time.Time{}
	if t, err := time.Parse(time.RFC3339, string(w)); err == nil && t.Year() >= 2000 && t.Year() <= 2200 {
		m.Time = t.UTC()
	}
	return nil
}
