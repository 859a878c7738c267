// Package wire is the JSON that guests' and agents' browsers receive: the same shapes in answers, in the guest's
// event stream and on the agents' connection. It makes them from values and decides nothing.
//
// Guests are never given ids of people, notes, lines for the desk, sources or confidence. The tests' golden files are
// what the front ends' types are checked against.
package wire

import (
	"net/url"
	"strings"
	"time"

	"deskbell/internal/desk"
)

// Time is how instants are written: RFC 3339, UTC, with milliseconds.
func Time(t time.Time) string { return t.UTC().Format("2006-01-02T15:04:05.000Z") }

func optionalTime(t time.Time) string {
	if t.IsZero() {
		return ""
	}
	return Time(t)
}

// People tells who somebody on the desk is; false where nobody has the id.
type People interface {
	Person(id string) (desk.Person, bool)
}

// Author is who an entry is from. Guests are told no ID.
type Author struct {
	Kind string `json:"kind" enum:"guest,assistant,agent,system" doc:"Who wrote it."`
	ID   string `json:"id,omitempty" doc:"The person's id; for staff only."`
	Name string `json:"name,omitempty" doc:"The name that guests read."`
}

// Controller is who may answer the guest now.
type Controller struct {
	Kind    string `json:"kind" enum:"assistant,waiting,agent,outside" doc:"Who may answer the guest now."`
	AgentID string `json:"agent_id,omitempty" doc:"The agent in control; for staff only."`
	Name    string `json:"name,omitempty" doc:"The agent's name."`
}

// File is a picture or document in a message. URL is relative to the server and works for whoever holds it.
type File struct {
	ID     string `json:"id"`
	Name   string `json:"name"`
	Type   string `json:"type" doc:"Media type, found from the content."`
	Size   int64  `json:"size"`
	Width  int    `json:"width,omitempty"`
	Height int    `json:"height,omitempty"`
	URL    string `json:"url" doc:"Relative to the server; needs no credentials."`
}

// FileOf is the File of a stored one.
func FileOf(f desk.File) File {
	return File{ID: f.ID, Name: f.Name, Type: f.Type, Size: f.Size, Width: f.Width, Height: f.Height,
		URL: "/files/" + f.Key + "/" + url.PathEscape(f.Name)}
}

// Suggestion is a question that the guest may have meant; pressing it sends Text.
type Suggestion struct {
	ID   string `json:"id"`
	Text string `json:"text"`
}

// Link leads to a page of the property's own. URL is https; Text is what it is called.
type Link struct {
	URL  string `json:"url" format:"uri"`
	Text string `json:"text"`
}

// Source is what an answer was taken from.
type Source struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Kind  string `json:"kind" enum:"fact,entry,passage,notice,tool"`
}

// Entry is one numbered thing in a conversation. Prev is the seq of the one before it that this audience may see: if
// the last one known has another seq, something is missing and is asked for with after=SEQ.
type Entry struct {
	Seq          int64             `json:"seq"`
	Prev         int64             `json:"prev" doc:"The seq before it that this audience may see; 0 if none."`
	ID           string            `json:"id"`
	Kind         string            `json:"kind" enum:"message,note,system,edit,control"`
	Author       Author            `json:"author"`
	Text         string            `json:"text,omitempty"`
	At           string            `json:"at" format:"date-time"`
	ClientID     string            `json:"client_id,omitempty" doc:"The sender's own id of the message."`
	Files        []File            `json:"files,omitempty" nullable:"false"`
	Code         string            `json:"code,omitempty" doc:"Stable name of a system or control line."`
	Params       map[string]string `json:"params,omitempty" doc:"What the line's text names."`
	Suggestions  []Suggestion      `json:"suggestions,omitempty" nullable:"false" doc:"Did you mean: pressing one sends its text."`
	Decision     string            `json:"decision,omitempty" enum:"answer,suggest,cannot_help,greeting,small_talk,wish,opportunity"`
	OfferHuman   bool              `json:"offer_human,omitempty" doc:"Human Chat is shown beside it."`
	About        string            `json:"about,omitempty" doc:"What a built-in answer answers, to be read before it. A guest who meant something else writes so."`
	Link         *Link             `json:"link,omitempty" doc:"Where the guest goes on by themselves: the property's booking page."`
	OfferBooking bool              `json:"offer_booking,omitempty" doc:"The guest may say of which booking they are: what was asked is told guests with one."`
	Intent       string            `json:"intent,omitempty" doc:"For staff only: what the guest wants where it is no question that knowledge answers."`
	Sources      []Source          `json:"sources,omitempty" nullable:"false" doc:"For staff only."`
	Confidence   float64           `json:"confidence,omitempty" doc:"For staff only."`
	Carried
}

// GuestEntry is an entry as guests see it. It must be a public one.
func GuestEntry(e desk.Entry) Entry {
	w := entry(e)
	w.Prev = e.PrevPublic
	w.Author.ID = ""
	if e.Author.Kind != desk.AuthorGuest {
		w.ClientID = ""
	}
	w.Params = nil
	for k, v := range e.Params {
		if k == "reason" || k == "id" || strings.HasSuffix(k, "_id") {
			continue
		}
		if w.Params == nil {
			w.Params = map[string]string{}
		}
		w.Params[k] = v
	}
	w.OfferHuman = w.OfferHuman || e.Code == desk.LineCannotHelp
	return w
}

// StaffEntry is an entry as the people at the desk see it.
func StaffEntry(e desk.Entry) Entry {
	w := entry(e)
	w.Prev = e.Seq - 1
	if a := e.Answer; a != nil {
		for _, s := range a.Sources {
			w.Sources = append(w.Sources, Source(s))
		}
		w.Confidence, w.Intent = a.Confidence, a.Intent
	}
	return w
}

func entry(e desk.Entry) Entry {
	w := Entry{
		Seq: e.Seq, ID: e.ID, Kind: string(e.Kind), Author: Author{Kind: string(e.Author.Kind), ID: e.Author.ID, Name: e.Author.Name},
		Text: e.Text, At: Time(e.At), ClientID: e.ClientID, Code: string(e.Code), Params: e.Params, Carried: carriedOf(e),
	}
	for _, f := range e.Files {
		w.Files = append(w.Files, FileOf(f))
	}
	if a := e.Answer; a != nil {
		w.Decision, w.OfferHuman, w.About, w.OfferBooking = a.Decision, a.OfferHuman, a.About, a.OfferBooking
		if a.Link != nil {
			w.Link = &Link{URL: a.Link.URL, Text: a.Link.Text}
		}
		for _, s := range a.Suggestions {
			w.Suggestions = append(w.Suggestions, Suggestion(s))
		}
	}
	return w
}

// GuestEntries are the public ones of a list, as guests see them; never nil.
func GuestEntries(es []desk.Entry) []Entry {
	list := make([]Entry, 0, len(es))
	for _, e := range es {
		if e.Public {
			list = append(list, GuestEntry(e))
		}
	}
	return list
}

// StaffEntries are a list as the people at the desk see it; never nil.
func StaffEntries(es []desk.Entry) []Entry {
	list := make([]Entry, 0, len(es))
	for _, e := range es {
		list = append(list, StaffEntry(e))
	}
	return list
}
