package staff

import (
	"cmp"
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"deskbell/internal/auth"
	"deskbell/internal/desk"
	"deskbell/internal/knowledge"
	"deskbell/internal/knowledge/hub"
	"deskbell/internal/store"
	"deskbell/internal/wire"
)

// Proposal is what somebody or something proposes. It changes nothing before it is taken.
type Proposal struct {
	ID       string        `json:"id"`
	Kind     string        `json:"kind" enum:"fact,entry"`
	Subject  string        `json:"subject" doc:"The fact's key, or the entry's id; empty for a new one."`
	Title    string        `json:"title"`
	Source   string        `json:"source" doc:"copy:PROPERTY, page:ADDRESS, import:ID …"`
	Fact     *Fact         `json:"fact,omitempty" doc:"What is proposed."`
	Now      *Fact         `json:"now,omitempty" doc:"What is said now."`
	Entry    *EntryContent `json:"entry,omitempty"`
	Conflict bool          `json:"conflict" doc:"Two sources, or a source and what is said now, do not agree."`
	At       string        `json:"at" format:"date-time"`
	State    string        `json:"state" enum:"open,taken,refused"`
}

// Proposals is a list of them.
type Proposals struct {
	Proposals     []Proposal     `json:"proposals"`
	Disagreements []Disagreement `json:"disagreements" doc:"Questions to which guests are told two answers; the first 100."`
}

// Disagreement is a question that two entries answer differently, to the same guests.
type Disagreement struct {
	Question string           `json:"question"`
	Language string           `json:"language"`
	Entries  []KnowledgeEntry `json:"entries" doc:"The one that was changed last comes first."`
}

// Gap is a question that guests ask and nobody answers.
type Gap struct {
	ID       string   `json:"id"`
	Question string   `json:"question"`
	Language string   `json:"language,omitempty"`
	Count    int      `json:"count"`
	Asks     []string `json:"asks" doc:"The ids of all that is grouped here: what fills or dismisses it."`
	Examples []Ask    `json:"examples" doc:"The newest five."`
	Reply    string   `json:"reply,omitempty" doc:"What an agent answered: proposed as the entry's answer."`
	ReplyBy  string   `json:"reply_by,omitempty"`
	LastAt   string   `json:"last_at" format:"date-time"`
}

// Ask is one time that it was asked.
type Ask struct {
	ConversationID string `json:"conversation_id"`
	Text           string `json:"text"`
	Why            string `json:"why" enum:"cannot_help,suggestion_unused,not_asked"`
	At             string `json:"at" format:"date-time"`
}

// Gaps is a list of them, the commonest first.
type Gaps struct {
	Gaps []Gap `json:"gaps"`
}

// KnowledgeTest is a question that the property wants answered in one way.
type KnowledgeTest struct {
	ID        string `json:"id"`
	Question  string `json:"question"`
	Language  string `json:"language,omitempty"`
	Booked    bool   `json:"booked" doc:"Asked as a guest whose booking was proven."`
	Expect    string `json:"expect" doc:"An entry's id, a fact's key, or cannot_help."`
	UpdatedBy string `json:"updated_by,omitempty"`
}

// KnowledgeTestRun is what became of the questions at one time.
type KnowledgeTestRun struct {
	ID      string                      `json:"id"`
	At      string                      `json:"at" format:"date-time"`
	By      string                      `json:"by,omitempty"`
	Cause   string                      `json:"cause" enum:"asked,publish"`
	Right   int                         `json:"right"`
	Results []store.KnowledgeTestResult `json:"results"`
	Broken  []store.KnowledgeTestResult `json:"broken" doc:"Right the time before, and wrong now."`
	Mended  []store.KnowledgeTestResult `json:"mended"`
}

// KnowledgeTests are a property's test questions, and the last runs.
type KnowledgeTests struct {
	Tests []KnowledgeTest    `json:"tests"`
	Runs  []KnowledgeTestRun `json:"runs" doc:"The newest first."`
}

// KnowledgeImport is a file on its way into the hub.
type KnowledgeImport struct {
	ID         string            `json:"id"`
	Name       string            `json:"name"`
	Format     string            `json:"format" enum:"csv,json"`
	State      string            `json:"state" enum:"checked,running,stopped,done,failed,undoing,undone" doc:"checked: read, and nothing of it is in the hub yet. undoing: it is being taken back."`
	At         string            `json:"at" format:"date-time"`
	By         string            `json:"by,omitempty"`
	Total      int               `json:"total" doc:"Rows that can be read."`
	Done       int               `json:"done"`
	Added      int               `json:"added"`
	Changed    int               `json:"changed"`
	Same       int               `json:"same"`
	Broken     []store.BrokenRow `json:"broken" doc:"The first 200 rows that cannot be read."`
	BrokenRows int               `json:"broken_rows"`
	Failure    string            `json:"failure,omitempty"`
	TakenBack  int               `json:"taken_back" doc:"Things that are as they were before it, since that was last asked for."`
	Kept       int               `json:"kept" doc:"Things that somebody changed since: they stay."`
	KeptTitles []string          `json:"kept_titles" doc:"The first 20 of them."`
}

// KnowledgeImports is a list of them, the newest first.
type KnowledgeImports struct {
	Imports []KnowledgeImport `json:"imports"`
}

func kindOf(key string) knowledge.FactKind {
	kind, _ := knowledge.KindOf(key)
	return kind
}

// ProposalsDecided tells on how many proposals somebody decided just now; on the others it was decided before.
type ProposalsDecided struct {
	Decided int `json:"decided"`
}

func (a *API) proposalRoutes(tag string) {
	add(a, route{method: "GET", path: "/properties/{id}/proposals", name: "list-proposals", tag: tag, summary: "What waits for somebody's decision"}, a.listProposals)
	for _, act := range []struct {
		name, summary string
		take          bool
	}{{"take", "Confirm what is proposed", true}, {"refuse", "Refuse what is proposed", false}} {
		add(a, route{method: "POST", path: "/properties/{id}/proposals/{proposal}/" + act.name, name: act.name + "-proposal", tag: tag, summary: act.summary, also: []int{http.StatusConflict}},
			func(ctx context.Context, v auth.Visit, in *struct {
				IDPath
				Proposal string `path:"proposal" maxLength:"200"`
			}) (*body[Proposal], error) {
				p, err := a.cfg.Hub.Decide(ctx, v.Person, in.ID, in.Proposal, act.take)
				if err != nil {
					return nil, err
				}
				return withPeople(ctx, a, func(people wire.People) Proposal { return proposalOf(p, people) })
			})
	}
	add(a, route{method: "POST", path: "/properties/{id}/proposals-decide", name: "decide-proposals", tag: tag, summary: "Confirm or refuse many proposals, all or none of them"},
		func(ctx context.Context, v auth.Visit, in *struct {
			IDPath
			Body struct {
				_         struct{} `additionalProperties:"true"`
				Proposals []string `json:"proposals" minItems:"1" maxItems:"1000"`
				Take      bool     `json:"take" doc:"Confirm them; false refuses them."`
			}
		}) (*body[ProposalsDecided], error) {
			n, err := a.cfg.Hub.DecideAll(ctx, v.Person, in.ID, in.Body.Proposals, in.Body.Take)
			return answer(ProposalsDecided{n}), err
		})
	add(a, route{method: "POST", path: "/properties/{id}/facts-copy", name: "copy-facts", tag: tag, summary: "Propose here what another property says"},
		func(ctx context.Context, v auth.Visit, in *struct {
			IDPath
			Body struct {
				_    struct{} `additionalProperties:"true"`
				From string   `json:"from" minLength:"1" maxLength:"100" doc:"A property's id."`
			}
		}) (*body[struct {
			Proposed int `json:"proposed"`
		}], error) {
			n, err := a.cfg.Hub.CopyFacts(ctx, v.Person, in.ID, in.Body.From)
			if err != nil {
				return nil, err
			}
			return answer(struct {
				Proposed int `json:"proposed"`
			}{n}), nil
		})
	add(a, route{method: "PUT", path: "/properties/{id}/knowledge-settings", name: "put-knowledge-settings", tag: tag, summary: "From whom a property inherits"},
		func(ctx context.Context, v auth.Visit, in *struct {
			IDPath
			Body struct {
				_        struct{} `additionalProperties:"true"`
				ParentID string   `json:"parent_id,omitempty" maxLength:"100" doc:"Empty: nobody."`
			}
		}) (*none, error) {
			return nil, a.cfg.Hub.PutSettings(ctx, v.Person, in.ID, store.HubSettings{ParentID: in.Body.ParentID})
		})
}

func proposalOf(p store.KnowledgeProposal, people wire.People) Proposal {
	w := Proposal{ID: p.ID, Kind: p.Kind, Subject: p.Subject, Source: p.Source, At: wire.Time(p.At), State: p.State}
	if p.Fact != nil {
		f := factOf(kindOf(p.Subject), *p.Fact, people)
		w.Fact, w.Title = &f, f.Label
	}
	if p.Entry != nil {
		c := contentOf(*p.Entry)
		w.Entry = &c
		if len(c.Questions) > 0 {
			w.Title = c.Questions[0]
		}
	}
	return w
}

func (a *API) listProposals(ctx context.Context, v auth.Visit, in *IDPath) (*body[Proposals], error) {
	out := Proposals{Proposals: []Proposal{}, Disagreements: []Disagreement{}}
	err := a.read(ctx, func(tx store.Tx) error {
		if err := allowAt(tx, v.Person, desk.ActViewKnowledge, in.ID); err != nil {
			return err
		}
		found, err := tx.Proposals(in.ID)
		if err != nil {
			return err
		}
		facts, err := tx.Facts(in.ID)
		if err != nil {
			return err
		}
		now := map[string]store.KnowledgeFact{}
		for _, f := range facts {
			now[f.Key] = f
		}
		conflicts := hub.Conflicts(facts, found)
		people := a.people(tx)
		for _, p := range found {
			w := proposalOf(p, people)
			if f, ok := now[p.Subject]; ok && p.Kind == hub.KindFact {
				said := factOf(kindOf(f.Key), f, people)
				w.Now = &said
			}
			w.Conflict = p.Kind == hub.KindFact && conflicts[p.Subject]
			out.Proposals = append(out.Proposals, w)
		}
		property, err := tx.Property(in.ID)
		if err != nil {
			return err
		}
		entries, err := tx.KnowledgeEntries(in.ID)
		if err != nil {
			return err
		}
		for _, d := range hub.Disagreements(entries, cmp.Or(property.Settings.DefaultLanguage, "en")) {
			w := Disagreement{Question: d.Question, Language: d.Language, Entries: []KnowledgeEntry{}}
			for _, e := range d.Entries {
				w.Entries = append(w.Entries, entryOf(e, people))
			}
			out.Disagreements = append(out.Disagreements, w)
		}
		return nil
	})
	return answer(out), err
}

func (a *API) gapRoutes(tag string) {
	add(a, route{method: "GET", path: "/properties/{id}/gaps", name: "list-gaps", tag: tag, summary: "What guests asked and nobody answered, grouped"},
		func(ctx context.Context, v auth.Visit, in *IDPath) (*body[Gaps], error) {
			out := Gaps{Gaps: []Gap{}}
			err := a.read(ctx, func(tx store.Tx) error {
				if err := allowAt(tx, v.Person, desk.ActViewKnowledge, in.ID); err != nil {
					return err
				}
				asks, err := hub.OpenAsks(tx, in.ID)
				people := a.people(tx)
				for _, g := range hub.Gaps(asks) {
					out.Gaps = append(out.Gaps, gapOf(g, people))
				}
				return err
			})
			return answer(out), err
		})
	add(a, route{method: "POST", path: "/properties/{id}/gaps/fill", name: "fill-gap", tag: tag, summary: "Make an entry of questions that nobody answered", status: http.StatusCreated, also: []int{http.StatusConflict}},
		func(ctx context.Context, v auth.Visit, in *struct {
			IDPath
			Body struct {
				_         struct{} `additionalProperties:"true"`
				Asks      []string `json:"asks" minItems:"1" maxItems:"2000"`
				Questions []string `json:"questions,omitempty" maxItems:"50" doc:"Absent: as guests asked."`
				Answer    string   `json:"answer,omitempty" maxLength:"20000" doc:"Absent: what an agent answered; a draft where nobody did."`
				Language  string   `json:"language,omitempty" maxLength:"35"`
				Draft     bool     `json:"draft,omitempty"`
			}
		}) (*body[KnowledgeEntry], error) {
			b := in.Body
			e, err := a.cfg.Hub.FillGap(ctx, v.Person, in.ID, b.Asks, hub.EntryInput{Draft: b.Draft,
				KnowledgeContent: store.KnowledgeContent{Questions: b.Questions, Answer: b.Answer, Language: b.Language}})
			return a.entry(ctx, e, err)
		})
	add(a, route{method: "POST", path: "/properties/{id}/gaps/dismiss", name: "dismiss-gap", tag: tag, summary: "Forget questions that need no entry", also: []int{http.StatusConflict}},
		func(ctx context.Context, v auth.Visit, in *struct {
			IDPath
			Body struct {
				_    struct{} `additionalProperties:"true"`
				Asks []string `json:"asks" minItems:"1" maxItems:"2000"`
			}
		}) (*none, error) {
			return nil, a.cfg.Hub.DismissGap(ctx, v.Person, in.ID, in.Body.Asks)
		})
}

func gapOf(g hub.Gap, people wire.People) Gap {
	w := Gap{ID: g.ID, Question: g.Question, Language: g.Language, Count: len(g.Asks), Asks: []string{}, Examples: []Ask{}, Reply: g.Reply,
		ReplyBy: editor(people, g.ReplyBy), LastAt: wire.Time(g.LastAt)}
	for i, x := range g.Asks {
		w.Asks = append(w.Asks, x.ID)
		if i < 5 {
			w.Examples = append(w.Examples, Ask{ConversationID: x.ConversationID, Text: x.Text, Why: x.Why, At: wire.Time(x.At)})
		}
	}
	return w
}

// TestPath is the path of one of a property's test questions.
type TestPath struct {
	ID   string `path:"id" maxLength:"100"`
	Test string `path:"test" maxLength:"100"`
}

type knowledgeTestBody struct {
	_        struct{} `additionalProperties:"true"`
	Question string   `json:"question" minLength:"1" maxLength:"4000"`
	Language string   `json:"language,omitempty" maxLength:"35"`
	Booked   bool     `json:"booked,omitempty"`
	Expect   string   `json:"expect" minLength:"1" maxLength:"100"`
}

func (a *API) knowledgeTestRoutes(tag string) {
	put := func(ctx context.Context, v auth.Visit, propertyID, id string, b knowledgeTestBody) (*body[KnowledgeTest], error) {
		q, err := a.cfg.Hub.PutTest(ctx, v.Person, propertyID, id, store.KnowledgeTest{Question: b.Question, Language: b.Language, Booked: b.Booked, Expect: b.Expect})
		if err != nil {
			return nil, err
		}
		return withPeople(ctx, a, func(people wire.People) KnowledgeTest { return testOf(q, people) })
	}
	add(a, route{method: "GET", path: "/properties/{id}/knowledge-tests", name: "list-knowledge-tests", tag: tag, summary: "The property's test questions, and what became of them"}, a.listTests)
	add(a, route{method: "POST", path: "/properties/{id}/knowledge-tests", name: "create-knowledge-test", tag: tag, summary: "Add a test question", status: http.StatusCreated, also: []int{http.StatusConflict}},
		func(ctx context.Context, v auth.Visit, in *struct {
			IDPath
			Body knowledgeTestBody
		}) (*body[KnowledgeTest], error) {
			return put(ctx, v, in.ID, "", in.Body)
		})
	add(a, route{method: "PUT", path: "/properties/{id}/knowledge-tests/{test}", name: "change-knowledge-test", tag: tag, summary: "Change a test question"},
		func(ctx context.Context, v auth.Visit, in *struct {
			TestPath
			Body knowledgeTestBody
		}) (*body[KnowledgeTest], error) {
			return put(ctx, v, in.ID, in.Test, in.Body)
		})
	add(a, route{method: "DELETE", path: "/properties/{id}/knowledge-tests/{test}", name: "delete-knowledge-test", tag: tag, summary: "Delete a test question"},
		func(ctx context.Context, v auth.Visit, in *TestPath) (*none, error) {
			return nil, a.cfg.Hub.DeleteTest(ctx, v.Person, in.ID, in.Test)
		})
	add(a, route{method: "POST", path: "/properties/{id}/knowledge-tests-run", name: "run-knowledge-tests", tag: tag, summary: "Ask all test questions now"},
		func(ctx context.Context, v auth.Visit, in *IDPath) (*body[KnowledgeTestRun], error) {
			ctx, cancel := context.WithTimeout(ctx, 2*time.Minute)
			defer cancel()
			r, err := a.cfg.Hub.RunTests(ctx, v.Person, in.ID)
			if err != nil {
				return nil, err
			}
			var out KnowledgeTestRun
			err = a.read(ctx, func(tx store.Tx) error {
				runs, err := tx.TestRuns(in.ID, 2)
				out = runOf(r, before(runs, r.ID), a.people(tx))
				return err
			})
			return answer(out), err
		})
}

// before is the run that came before one.
func before(runs []store.KnowledgeTestRun, id string) store.KnowledgeTestRun {
	for i, r := range runs {
		if r.ID == id && i+1 < len(runs) {
			return runs[i+1]
		}
	}
	return store.KnowledgeTestRun{}
}

func testOf(q store.KnowledgeTest, people wire.People) KnowledgeTest {
	return KnowledgeTest{ID: q.ID, Question: q.Question, Language: q.Language, Booked: q.Booked, Expect: q.Expect, UpdatedBy: editor(people, q.UpdatedBy)}
}

func runOf(r, last store.KnowledgeTestRun, people wire.People) KnowledgeTestRun {
	w := KnowledgeTestRun{ID: r.ID, At: wire.Time(r.At), By: editor(people, r.PersonID), Cause: r.Cause, Results: list(r.Results)}
	for _, x := range r.Results {
		if x.Right {
			w.Right++
		}
	}
	broken, mended := hub.Differences(last, r)
	w.Broken, w.Mended = list(broken), list(mended)
	return w
}

func (a *API) listTests(ctx context.Context, v auth.Visit, in *IDPath) (*body[KnowledgeTests], error) {
	out := KnowledgeTests{Tests: []KnowledgeTest{}, Runs: []KnowledgeTestRun{}}
	err := a.read(ctx, func(tx store.Tx) error {
		if err := allowAt(tx, v.Person, desk.ActViewKnowledge, in.ID); err != nil {
			return err
		}
		tests, err := tx.KnowledgeTests(in.ID)
		if err != nil {
			return err
		}
		people := a.people(tx)
		for _, q := range tests {
			out.Tests = append(out.Tests, testOf(q, people))
		}
		runs, err := tx.TestRuns(in.ID, 6)
		for i, r := range runs[:min(len(runs), 5)] {
			last := store.KnowledgeTestRun{}
			if i+1 < len(runs) {
				last = runs[i+1]
			}
			out.Runs = append(out.Runs, runOf(r, last, people))
		}
		return err
	})
	return answer(out), err
}

// ImportPath is the path of one of a property's imports.
type ImportPath struct {
	ID     string `path:"id" maxLength:"100"`
	Import string `path:"import" maxLength:"100"`
}

func (a *API) importRoutes(tag string) {
	add(a, route{method: "GET", path: "/properties/{id}/imports", name: "list-imports", tag: tag, summary: "The last imports, and how far they are"},
		func(ctx context.Context, v auth.Visit, in *IDPath) (*body[KnowledgeImports], error) {
			out := KnowledgeImports{Imports: []KnowledgeImport{}}
			err := a.read(ctx, func(tx store.Tx) error {
				if err := allowAt(tx, v.Person, desk.ActEditKnowledge, in.ID); err != nil {
					return err
				}
				found, err := tx.Imports(in.ID)
				people := a.people(tx)
				for _, i := range found {
					out.Imports = append(out.Imports, importOf(i, people))
				}
				return err
			})
			return answer(out), err
		})
	add(a, route{method: "POST", path: "/properties/{id}/imports", name: "upload-import", tag: tag, summary: "Upload a file and see what is in it", status: http.StatusCreated, upload: true}, a.uploadImport)
	a.takesForm("/properties/{id}/imports", "CSV or JSON, at most 48 MB. A table's first row names its columns: question and answer at least.")
	add(a, route{method: "POST", path: "/properties/{id}/imports/{import}/start", name: "start-import", tag: tag, summary: "Import it, or import it again", also: []int{http.StatusConflict}},
		func(ctx context.Context, v auth.Visit, in *struct {
			ImportPath
			Body struct {
				_       struct{} `additionalProperties:"true"`
				Rest    bool     `json:"rest,omitempty" doc:"Import what can be read although some rows cannot."`
				Publish bool     `json:"publish,omitempty" doc:"Tell guests at once; else entries are drafts and facts are proposed."`
			}
		}) (*body[KnowledgeImport], error) {
			i, err := a.cfg.Hub.Start(ctx, v.Person, in.ID, in.Import, in.Body.Rest, in.Body.Publish)
			return a.imported(ctx, i, err)
		})
	add(a, route{method: "POST", path: "/properties/{id}/imports/{import}/stop", name: "stop-import", tag: tag, summary: "Stop an import, or its undoing; what it took in stays"},
		func(ctx context.Context, v auth.Visit, in *ImportPath) (*body[KnowledgeImport], error) {
			i, err := a.cfg.Hub.Stop(ctx, v.Person, in.ID, in.Import)
			return a.imported(ctx, i, err)
		})
	add(a, route{method: "POST", path: "/properties/{id}/imports/{import}/undo", name: "undo-import", tag: tag, summary: "Take an import back; what somebody changed since stays", also: []int{http.StatusConflict}},
		func(ctx context.Context, v auth.Visit, in *ImportPath) (*body[KnowledgeImport], error) {
			i, err := a.cfg.Hub.UndoImport(ctx, v.Person, in.ID, in.Import)
			return a.imported(ctx, i, err)
		})
	add(a, route{method: "GET", path: "/properties/{id}/knowledge-export", name: "export-knowledge", tag: tag, summary: "Everything the property knows, as a file", media: "text/csv"}, a.exportKnowledge)
	a.api.OpenAPI().Paths[Prefix+"/properties/{id}/knowledge-export"].Get.Responses["200"].Content["application/json"] = &huma.MediaType{Schema: &huma.Schema{}}
}

func (a *API) imported(ctx context.Context, i store.KnowledgeImport, err error) (*body[KnowledgeImport], error) {
	if err != nil {
		return nil, err
	}
	return withPeople(ctx, a, func(people wire.People) KnowledgeImport { return importOf(i, people) })
}

func importOf(i store.KnowledgeImport, people wire.People) KnowledgeImport {
	return KnowledgeImport{ID: i.ID, Name: i.Name, Format: i.Format, State: i.State, At: wire.Time(i.At), By: editor(people, i.PersonID), Total: i.Total, Done: i.Done,
		Added: i.Added, Changed: i.Changed, Same: i.Same, Broken: list(i.Broken), BrokenRows: i.BrokenRows, Failure: i.Failure,
		TakenBack: i.Undo.Gone, Kept: i.Undo.Kept, KeptTitles: list(i.Undo.Titles)}
}

// uploadImport takes the form as a stream, after it is known that the person may.
func (a *API) uploadImport(ctx context.Context, v auth.Visit, in *IDPath) (*body[KnowledgeImport], error) {
	if err := a.read(ctx, func(tx store.Tx) error { return allowAt(tx, v.Person, desk.ActEditKnowledge, in.ID) }); err != nil {
		return nil, err
	}
	name, file, err := fileOf(requestOf(ctx), hub.MaxFile)
	if err != nil {
		return nil, err
	}
	i, err := a.cfg.Hub.Upload(ctx, v.Person, in.ID, name, file)
	return a.imported(ctx, i, err)
}

func (a *API) exportKnowledge(ctx context.Context, v auth.Visit, in *struct {
	IDPath
	Format string `query:"format" enum:"csv,json" default:"json"`
}) (*huma.StreamResponse, error) {
	if err := a.read(ctx, func(tx store.Tx) error { return allowAt(tx, v.Person, desk.ActViewKnowledge, in.ID) }); err != nil {
		return nil, err
	}
	media := map[string]string{"csv": "text/csv; charset=utf-8; header=present", "json": "application/json"}[in.Format]
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		hc.SetHeader("Content-Type", media)
		hc.SetHeader("Content-Disposition", `attachment; filename="deskbell-knowledge.`+in.Format+`"`)
		if err := a.cfg.Hub.Export(ctx, v.Person, in.ID, in.Format, &slowly{hc.BodyWriter(), http.NewResponseController(requestOf(ctx).w)}); err != nil {
			a.cfg.Log.Warn("export of knowledge not sent to its end", "err", err)
			panic(http.ErrAbortHandler) // the answer has begun: only a broken connection tells that it is not whole
		}
	}}, nil
}
