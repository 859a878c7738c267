package staff

import (
	"context"
	"net/http"
	"strconv"
	"time"

	"deskbell/internal/auth"
	"deskbell/internal/desk"
	"deskbell/internal/knowledge/hub"
	"deskbell/internal/knowledge/source"
	"deskbell/internal/store"
	"deskbell/internal/wire"
)

// Entries is a page of a property's entries.
type Entries struct {
	Entries []KnowledgeEntry `json:"entries"`
	Next    string           `json:"next,omitempty" doc:"Ask for before this one to go on. Absent: that was all."`
}

// Notice is a sentence of the day.
type Notice struct {
	ID        string `json:"id"`
	Text      string `json:"text"`
	Topic     string `json:"topic" doc:"A fact's key, or words: what guests ask about when they are told it."`
	Language  string `json:"language,omitempty"`
	From      string `json:"from" format:"date-time"`
	Until     string `json:"until" format:"date-time"`
	Rev       int64  `json:"rev"`
	CreatedBy string `json:"created_by,omitempty"`
	CreatedAt string `json:"created_at" format:"date-time"`
	UpdatedBy string `json:"updated_by,omitempty"`
}

// Notices is a list of them.
type Notices struct {
	Notices []Notice `json:"notices"`
}

// NoticePath is the path of one of a property's notices.
type NoticePath struct {
	ID     string `path:"id" maxLength:"100"`
	Notice string `path:"notice" maxLength:"100"`
}

type noticeBody struct {
	_        struct{}  `additionalProperties:"true"`
	Text     string    `json:"text" minLength:"1" maxLength:"2000"`
	Topic    string    `json:"topic" minLength:"1" maxLength:"400"`
	Language string    `json:"language,omitempty" maxLength:"35"`
	From     time.Time `json:"from,omitempty" doc:"Absent: now."`
	Until    time.Time `json:"until" doc:"At most 7 days from now."`
	Rev      *int64    `json:"rev,omitempty" doc:"The one that was edited."`
}

func (b noticeBody) input() hub.NoticeInput {
	return hub.NoticeInput{Text: b.Text, Topic: b.Topic, Language: b.Language, From: b.From, Until: b.Until, Rev: b.Rev}
}

func noticeOf(n store.KnowledgeNotice, people wire.People) Notice {
	return Notice{ID: n.ID, Text: n.Text, Topic: n.Topic, Language: n.Language, From: wire.Time(n.StartsAt), Until: wire.Time(n.EndsAt), Rev: n.Rev,
		CreatedBy: editor(people, n.CreatedBy), CreatedAt: wire.Time(n.CreatedAt), UpdatedBy: editor(people, n.UpdatedBy)}
}

// KnowledgeChange is one line of the history.
type KnowledgeChange struct {
	N       string `json:"n"`
	At      string `json:"at" format:"date-time"`
	By      string `json:"by,omitempty"`
	Kind    string `json:"kind" enum:"fact,entry,notice,test,passage,source"`
	Subject string `json:"subject" doc:"The fact's key, or the id of the entry, notice, test, passage or source."`
	Title   string `json:"title"`
	Action  string `json:"action" enum:"created,changed,drafted,published,withdrawn,discarded,deleted,confirmed,imported,ended,undone,approved,refused"`
	Before  any    `json:"before,omitempty" doc:"How it stood before; absent where it was not there."`
	After   any    `json:"after,omitempty" doc:"How it stood after."`
}

// KnowledgeHistory is a page of the history, the newest first.
type KnowledgeHistory struct {
	Changes []KnowledgeChange `json:"changes"`
	Next    string            `json:"next,omitempty" doc:"Ask for before this one to go on. Absent: that was all."`
}

func (a *API) entryRoutes(tag string) {
	add(a, route{method: "GET", path: "/properties/{id}/entries", name: "list-knowledge-entries", tag: tag, summary: "A property's questions and answers, the newest first"}, a.listKnowledgeEntries)
	add(a, route{method: "POST", path: "/properties/{id}/entries", name: "create-entry", tag: tag, summary: "Add a question and its answer", status: http.StatusCreated},
		func(ctx context.Context, v auth.Visit, in *struct {
			IDPath
			Body entryBody
		}) (*body[KnowledgeEntry], error) {
			e, err := a.cfg.Hub.CreateEntry(ctx, v.Person, in.ID, in.Body.input())
			return a.entry(ctx, e, err)
		})
	add(a, route{method: "GET", path: "/properties/{id}/entries/{entry}", name: "get-knowledge-entry", tag: tag, summary: "A question and its answer"},
		func(ctx context.Context, v auth.Visit, in *EntryPath) (*body[KnowledgeEntry], error) {
			var out KnowledgeEntry
			err := a.read(ctx, func(tx store.Tx) error {
				if err := allowAt(tx, v.Person, desk.ActViewKnowledge, in.ID); err != nil {
					return err
				}
				e, err := tx.KnowledgeEntry(in.ID, in.Entry)
				out = entryOf(e, a.people(tx))
				return err
			})
			return answer(out), err
		})
	add(a, route{method: "PUT", path: "/properties/{id}/entries/{entry}", name: "change-entry", tag: tag, summary: "Change a question and its answer", also: []int{http.StatusConflict}},
		func(ctx context.Context, v auth.Visit, in *struct {
			EntryPath
			Body entryBody
		}) (*body[KnowledgeEntry], error) {
			e, err := a.cfg.Hub.ChangeEntry(ctx, v.Person, in.ID, in.Entry, in.Body.input())
			return a.entry(ctx, e, err)
		})
	add(a, route{method: "DELETE", path: "/properties/{id}/entries/{entry}", name: "delete-entry", tag: tag, summary: "Delete a question and its answer"},
		func(ctx context.Context, v auth.Visit, in *EntryPath) (*none, error) {
			return nil, a.cfg.Hub.DeleteEntry(ctx, v.Person, in.ID, in.Entry)
		})
	for _, act := range []struct {
		name, summary string
		do            func(ctx context.Context, by desk.Person, propertyID, id string, rev *int64) (store.KnowledgeEntry, error)
	}{
		{"publish", "Tell guests what was a draft", a.cfg.Hub.PublishEntry},
		{"withdraw", "Take an entry from guests and keep it as a draft", a.cfg.Hub.WithdrawEntry},
		{"discard", "Forget what was not published", a.cfg.Hub.DiscardDraft},
	} {
		add(a, route{method: "POST", path: "/properties/{id}/entries/{entry}/" + act.name, name: act.name + "-entry", tag: tag, summary: act.summary, also: []int{http.StatusConflict}},
			func(ctx context.Context, v auth.Visit, in *struct {
				EntryPath
				Body revBody
			}) (*body[KnowledgeEntry], error) {
				e, err := act.do(ctx, v.Person, in.ID, in.Entry, in.Body.Rev)
				return a.entry(ctx, e, err)
			})
	}
	a.noticeRoutes(tag)
	a.historyRoutes(tag)
	a.proposalRoutes(tag)
	a.gapRoutes(tag)
	a.knowledgeTestRoutes(tag)
	a.importRoutes(tag)
}

// entry answers with an entry.
func (a *API) entry(ctx context.Context, e store.KnowledgeEntry, err error) (*body[KnowledgeEntry], error) {
	if err != nil {
		return nil, a.staleKnowledge(ctx, err)
	}
	return withPeople(ctx, a, func(people wire.People) KnowledgeEntry { return entryOf(e, people) })
}

func (a *API) listKnowledgeEntries(ctx context.Context, v auth.Visit, in *struct {
	IDPath
	Query  string `query:"q" maxLength:"500" doc:"Words that they hold, in part."`
	State  string `query:"state" enum:"live,draft,unanswered" doc:"Absent: all."`
	Before string `query:"before" maxLength:"100"`
	Limit  int    `query:"limit" minimum:"1" maximum:"500" default:"100"`
}) (*body[Entries], error) {
	out := Entries{Entries: []KnowledgeEntry{}}
	err := a.read(ctx, func(tx store.Tx) error {
		if err := allowAt(tx, v.Person, desk.ActViewKnowledge, in.ID); err != nil {
			return err
		}
		found, err := tx.PageEntries(store.KnowledgeEntryFilter{PropertyID: in.ID, State: store.EntryState(in.State), Query: storable(in.Query), Before: in.Before, Limit: in.Limit + 1})
		if err != nil {
			return err
		}
		if len(found) > in.Limit {
			found = found[:in.Limit]
			out.Next = found[in.Limit-1].ID
		}
		people := a.people(tx)
		for _, e := range found {
			out.Entries = append(out.Entries, entryOf(e, people))
		}
		return nil
	})
	return answer(out), err
}

func (a *API) noticeRoutes(tag string) {
	add(a, route{method: "GET", path: "/properties/{id}/notices", name: "list-notices", tag: tag, summary: "The notices that have not ended"},
		func(ctx context.Context, v auth.Visit, in *IDPath) (*body[Notices], error) {
			out := Notices{Notices: []Notice{}}
			err := a.read(ctx, func(tx store.Tx) error {
				if err := allowAt(tx, v.Person, desk.ActViewKnowledge, in.ID); err != nil {
					return err
				}
				found, err := tx.Notices(in.ID, tx.Now())
				people := a.people(tx)
				for _, n := range found {
					out.Notices = append(out.Notices, noticeOf(n, people))
				}
				return err
			})
			return answer(out), err
		})
	add(a, route{method: "POST", path: "/properties/{id}/notices", name: "create-notice", tag: tag, summary: "Put up a notice of the day", status: http.StatusCreated, also: []int{http.StatusConflict}},
		func(ctx context.Context, v auth.Visit, in *struct {
			IDPath
			Body noticeBody
		}) (*body[Notice], error) {
			return a.putNotice(ctx, v, in.ID, "", in.Body)
		})
	add(a, route{method: "PUT", path: "/properties/{id}/notices/{notice}", name: "change-notice", tag: tag, summary: "Change a notice", also: []int{http.StatusConflict}},
		func(ctx context.Context, v auth.Visit, in *struct {
			NoticePath
			Body noticeBody
		}) (*body[Notice], error) {
			return a.putNotice(ctx, v, in.ID, in.Notice, in.Body)
		})
	add(a, route{method: "DELETE", path: "/properties/{id}/notices/{notice}", name: "end-notice", tag: tag, summary: "Take a notice down"},
		func(ctx context.Context, v auth.Visit, in *NoticePath) (*none, error) {
			return nil, a.cfg.Hub.EndNotice(ctx, v.Person, in.ID, in.Notice)
		})
}

func (a *API) putNotice(ctx context.Context, v auth.Visit, propertyID, id string, b noticeBody) (*body[Notice], error) {
	n, err := a.cfg.Hub.PutNotice(ctx, v.Person, propertyID, id, b.input())
	if err != nil {
		return nil, a.staleKnowledge(ctx, err)
	}
	return withPeople(ctx, a, func(people wire.People) Notice { return noticeOf(n, people) })
}

func (a *API) historyRoutes(tag string) {
	add(a, route{method: "GET", path: "/properties/{id}/knowledge-history", name: "list-knowledge-history", tag: tag, summary: "Who changed what"}, a.listKnowledgeHistory)
	add(a, route{method: "POST", path: "/properties/{id}/knowledge-history/{n}/undo", name: "undo-knowledge-change", tag: tag, summary: "Take a change back", also: []int{http.StatusConflict}},
		func(ctx context.Context, v auth.Visit, in *struct {
			IDPath
			N string `path:"n" maxLength:"100"`
		}) (*none, error) {
			n, err := strconv.ParseInt(in.N, 10, 64)
			if err != nil {
				n = -1 // a line that nobody wrote
			}
			return nil, a.staleKnowledge(ctx, a.cfg.Hub.Undo(ctx, v.Person, in.ID, n))
		})
}

func (a *API) listKnowledgeHistory(ctx context.Context, v auth.Visit, in *struct {
	IDPath
	Kind    string `query:"kind" enum:"fact,entry,notice,test,passage" doc:"With subject: only what became of that."`
	Subject string `query:"subject" maxLength:"100"`
	Before  string `query:"before" maxLength:"20"`
	Limit   int    `query:"limit" minimum:"1" maximum:"100" default:"50"`
}) (*body[KnowledgeHistory], error) {
	out := KnowledgeHistory{Changes: []KnowledgeChange{}}
	before, err := strconv.ParseInt(in.Before, 10, 64)
	if in.Before != "" && (err != nil || before <= 0) {
		return nil, desk.Refuse(desk.CodeInvalid, "Use a number of the history to go on from.")
	}
	err = a.read(ctx, func(tx store.Tx) error {
		if err := allowAt(tx, v.Person, desk.ActViewKnowledge, in.ID); err != nil {
			return err
		}
		lines, err := tx.History(store.HistoryFilter{PropertyID: in.ID, Kind: in.Kind, Subject: in.Subject, Before: before, Limit: in.Limit + 1})
		if err != nil {
			return err
		}
		if len(lines) > in.Limit {
			lines = lines[:in.Limit]
			out.Next = strconv.FormatInt(lines[in.Limit-1].N, 10)
		}
		people := a.people(tx)
		for _, c := range lines {
			was, is, err := sidesOf(c)
			if err != nil {
				return err
			}
			out.Changes = append(out.Changes, KnowledgeChange{N: strconv.FormatInt(c.N, 10), At: wire.Time(c.At), By: editor(people, c.PersonID), Kind: c.Kind,
				Subject: c.Subject, Title: c.Title, Action: c.Action, Before: sideOf(was, people), After: sideOf(is, people)})
		}
		return nil
	})
	return answer(out), err
}

// sidesOf are how what a line of the history is about stood before and after.
func sidesOf(c store.KnowledgeChange) (before, after any, err error) {
	if c.Kind != source.KindPassage {
		return hub.Sides(c)
	}
	b, a, err := source.Sides(c)
	if err != nil {
		return nil, nil, err
	}
	return passageOf(*b), passageOf(*a), nil
}

// sideOf is how something stood, as the other routes tell it.
func sideOf(side any, people wire.People) any {
	switch s := side.(type) {
	case *store.KnowledgeFact:
		return factOf(kindOf(s.Key), *s, people)
	case *store.KnowledgeEntry:
		return entryOf(*s, people)
	case *store.KnowledgeNotice:
		return noticeOf(*s, people)
	case *store.KnowledgeTest:
		return testOf(*s, people)
	case SourcePassage:
		return s
	}
	return nil
}
