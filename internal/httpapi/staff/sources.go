package staff

import (
	"context"
	"io"
	"net/http"

	"deskbell/internal/auth"
	"deskbell/internal/desk"
	"deskbell/internal/knowledge/document"
	"deskbell/internal/knowledge/source"
	"deskbell/internal/store"
	"deskbell/internal/wire"
)

// KnowledgeSource is a document or a website that knowledge is read from, and how its reading stands.
type KnowledgeSource struct {
	ID            string        `json:"id"`
	Kind          string        `json:"kind" enum:"document,website"`
	Name          string        `json:"name"`
	Address       string        `json:"address,omitempty"`
	Format        string        `json:"format,omitempty"`
	Size          int64         `json:"size,omitempty"`
	Language      string        `json:"language,omitempty"`
	MaxPages      int           `json:"max_pages,omitempty"`
	EveryDays     int           `json:"every_days" doc:"How often a website is read again; 0 never by itself."`
	State         string        `json:"state" enum:"queued,running,stopped,done,failed"`
	Done          int           `json:"done"`
	Total         int           `json:"total" doc:"Grows while links are found."`
	StartedAt     string        `json:"started_at,omitempty" format:"date-time"`
	EndedAt       string        `json:"ended_at,omitempty" format:"date-time"`
	NextAt        string        `json:"next_at,omitempty" format:"date-time"`
	Failure       string        `json:"failure,omitempty" doc:"Why it could not be read."`
	FailureCode   string        `json:"failure_code,omitempty" enum:"bomb,broken,busy,circle,cut_off,elsewhere,encrypted,format,given_up,gone,insecure,inside,memory,no_address,no_page,no_robots,no_text,not_now,old_word,ours,page_too_large,reader_busy,robots,status,tired,too_large,too_long,too_many_pages,unreachable" doc:"The same for programs."`
	FailureStatus int           `json:"failure_status,omitempty" doc:"What the site answered, where that is why."`
	Skipped       []SkippedPage `json:"skipped"`
	SkippedPages  int           `json:"skipped_pages"`
	Cut           bool          `json:"cut" doc:"There is more than was read."`
	Drafts        int64         `json:"drafts"`
	Approved      int64         `json:"approved"`
	Refused       int64         `json:"refused"`
	Gone          int64         `json:"gone" doc:"Approved passages that the source no longer has."`
	Pages         int64         `json:"pages" doc:"How many pages the passages stand on."`
	Proposed      int           `json:"proposed" doc:"How many facts and entries were proposed from it and nobody has decided on; they go with it."`
}

// SkippedPage is a page that was left out.
type SkippedPage struct {
	Address string `json:"address"`
	Reason  string `json:"reason" doc:"Why, for people who read English."`
	Code    string `json:"code,omitempty" enum:"bomb,broken,busy,circle,cut_off,elsewhere,encrypted,format,given_up,gone,insecure,inside,memory,no_address,no_page,no_robots,no_text,not_now,old_word,ours,page_too_large,reader_busy,robots,status,tired,too_large,too_long,too_many_pages,unreachable" doc:"The same for programs."`
	Status  int    `json:"status,omitempty" doc:"What the site answered, where that is why."`
}

// SourcePassage is a piece of what a source says. Guests are told approved ones.
type SourcePassage struct {
	ID       string        `json:"id"`
	SourceID string        `json:"source_id"`
	Page     string        `json:"page"`
	Title    string        `json:"title"`
	Text     string        `json:"text"`
	Language string        `json:"language,omitempty"`
	State    string        `json:"state" enum:"draft,approved,refused"`
	Gone     bool          `json:"gone"`
	Was      *PassageWords `json:"was,omitempty" doc:"What is told until this draft is approved."`
}

// PassageWords are the words of another passage.
type PassageWords struct {
	ID    string `json:"id"`
	Title string `json:"title"`
	Text  string `json:"text"`
}

// SourcePath is the path of one of a property's sources.
type SourcePath struct {
	ID     string `path:"id" maxLength:"100"`
	Source string `path:"source" maxLength:"100"`
}

type websiteBody struct {
	_         struct{} `additionalProperties:"true"`
	Address   string   `json:"address" minLength:"1" maxLength:"500"`
	Name      string   `json:"name,omitempty" maxLength:"200"`
	Language  string   `json:"language,omitempty" maxLength:"35"`
	MaxPages  int      `json:"max_pages,omitempty" minimum:"0" maximum:"500"`
	EveryDays int      `json:"every_days,omitempty" minimum:"0" maximum:"90"`
}

func (b websiteBody) website() (source.Website, error) {
	if b.Language != "" && !languageTag.MatchString(b.Language) {
		return source.Website{}, desk.Refuse(desk.CodeInvalid, "%q is no language tag. Use one such as en or pt-BR.", clean(b.Language, 35))
	}
	return source.Website{Name: clean(b.Name, 200), Address: storable(b.Address), Language: b.Language, MaxPages: b.MaxPages, EveryDays: b.EveryDays}, nil
}

// Decided is how many passages a decision changed.
type Decided struct {
	Changed int `json:"changed"`
}

func (a *API) sourceRoutes() {
	const tag, path = "Knowledge Hub", "/properties/{id}/sources"
	add(a, route{method: "GET", path: path, name: "list-sources", tag: tag, summary: "Documents and websites that knowledge is read from"},
		func(ctx context.Context, v auth.Visit, in *IDPath) (*body[struct {
			Sources []KnowledgeSource `json:"sources"`
		}], error) {
			all, err := a.cfg.Sources.List(ctx, v.Person, in.ID)
			var out struct {
				Sources []KnowledgeSource `json:"sources"`
			}
			out.Sources = []KnowledgeSource{}
			for _, s := range all {
				out.Sources = append(out.Sources, sourceOf(s))
			}
			return answer(out), err
		})
	add(a, route{method: "POST", path: path + "/document", name: "upload-document", tag: tag, upload: true, status: http.StatusCreated,
		summary: "Read a document into passages"}, a.uploadDocument)
	a.takesForm(path+"/document", "PDF, Word (.docx), Markdown, plain text or a CSV table; at most 20 MB and 500 pages.")
	add(a, route{method: "POST", path: path, name: "add-website", tag: tag, status: http.StatusCreated, summary: "Read a website into passages"},
		func(ctx context.Context, v auth.Visit, in *struct {
			IDPath
			Body websiteBody
		}) (*body[KnowledgeSource], error) {
			w, err := in.Body.website()
			if err != nil {
				return nil, err
			}
			return oneSource(a.cfg.Sources.AddWebsite(ctx, v.Person, in.ID, w))
		})
	add(a, route{method: "PUT", path: path + "/{source}", name: "change-website", tag: tag, summary: "Change how a website is read"},
		func(ctx context.Context, v auth.Visit, in *struct {
			SourcePath
			Body websiteBody
		}) (*body[KnowledgeSource], error) {
			w, err := in.Body.website()
			if err != nil {
				return nil, err
			}
			return oneSource(a.cfg.Sources.ChangeWebsite(ctx, v.Person, in.ID, in.Source, w))
		})
	add(a, route{method: "DELETE", path: path + "/{source}", name: "delete-source", tag: tag, summary: "Delete a document or website and all that was read from it"},
		func(ctx context.Context, v auth.Visit, in *SourcePath) (*none, error) {
			return nil, a.cfg.Sources.Delete(ctx, v.Person, in.ID, in.Source)
		})
	add(a, route{method: "POST", path: path + "/{source}/stop", name: "stop-source", tag: tag, summary: "Stop a reading", also: []int{http.StatusConflict}},
		func(ctx context.Context, v auth.Visit, in *SourcePath) (*body[KnowledgeSource], error) {
			return oneSource(a.cfg.Sources.Stop(ctx, v.Person, in.ID, in.Source))
		})
	add(a, route{method: "POST", path: path + "/{source}/repeat", name: "repeat-source", tag: tag, summary: "Read a source again", also: []int{http.StatusConflict}},
		func(ctx context.Context, v auth.Visit, in *SourcePath) (*body[KnowledgeSource], error) {
			return oneSource(a.cfg.Sources.Repeat(ctx, v.Person, in.ID, in.Source))
		})
	add(a, route{method: "POST", path: path + "/{source}/decide", name: "decide-source", tag: tag, summary: "Approve or refuse every draft of a source"},
		func(ctx context.Context, v auth.Visit, in *struct {
			SourcePath
			Body struct {
				Approve bool `json:"approve"`
			}
		}) (*body[Decided], error) {
			n, err := a.cfg.Sources.DecideAll(ctx, v.Person, in.ID, in.Source, in.Body.Approve)
			return answer(Decided{n}), err
		})
	add(a, route{method: "GET", path: "/properties/{id}/passages", name: "list-passages", tag: tag, summary: "What was found in documents and websites"}, a.listPassages)
	add(a, route{method: "POST", path: "/properties/{id}/passages/decide", name: "decide-passages", tag: tag, summary: "Approve or refuse passages"},
		func(ctx context.Context, v auth.Visit, in *struct {
			IDPath
			Body struct {
				IDs     []string `json:"ids" minItems:"1" maxItems:"500"`
				Approve bool     `json:"approve"`
			}
		}) (*body[Decided], error) {
			n, err := a.cfg.Sources.Decide(ctx, v.Person, in.ID, in.Body.IDs, in.Body.Approve)
			return answer(Decided{n}), err
		})
	add(a, route{method: "GET", path: "/properties/{id}/passages/{passage}", name: "get-passage", tag: tag, summary: "A passage"},
		func(ctx context.Context, v auth.Visit, in *struct {
			IDPath
			Passage string `path:"passage" maxLength:"100"`
		}) (*body[SourcePassage], error) {
			p, err := a.cfg.Sources.Passage(ctx, v.Person, in.ID, in.Passage)
			return answer(passageOf(source.Found{KnowledgePassage: p})), err
		})
	add(a, route{method: "PUT", path: "/properties/{id}/passages/{passage}", name: "correct-passage", tag: tag, summary: "Approve a passage in other words"},
		func(ctx context.Context, v auth.Visit, in *struct {
			IDPath
			Passage string `path:"passage" maxLength:"100"`
			Body    struct {
				Title string `json:"title" maxLength:"800"`
				Text  string `json:"text" minLength:"1" maxLength:"5000"`
			}
		}) (*body[SourcePassage], error) {
			p, err := a.cfg.Sources.Correct(ctx, v.Person, in.ID, in.Passage, storable(in.Body.Title), storable(in.Body.Text))
			return answer(passageOf(source.Found{KnowledgePassage: p})), err
		})
}

func oneSource(s store.KnowledgeSource, err error) (*body[KnowledgeSource], error) {
	return answer(sourceOf(source.Listed{KnowledgeSource: s})), err
}

func sourceOf(s source.Listed) KnowledgeSource {
	out := KnowledgeSource{ID: s.ID, Kind: s.Kind, Name: s.Name, Address: s.Address, Format: s.Format, Size: s.Size, Language: s.Language, MaxPages: s.MaxPages,
		EveryDays: s.EveryDays, State: s.State, Done: s.Done, Total: s.Total, Failure: s.Failure, FailureCode: s.FailureCode, FailureStatus: s.FailureStatus, Skipped: []SkippedPage{}, SkippedPages: s.SkippedPages,
		Cut: s.Cut, Drafts: s.Draft, Approved: s.Approved, Refused: s.Refused, Gone: s.Gone, Pages: s.Pages, Proposed: s.Proposed}
	for _, p := range s.Skipped {
		out.Skipped = append(out.Skipped, SkippedPage(p))
	}
	if !s.StartedAt.IsZero() {
		out.StartedAt = wire.Time(s.StartedAt)
	}
	if !s.EndedAt.IsZero() {
		out.EndedAt = wire.Time(s.EndedAt)
	}
	if !s.Due.IsZero() && s.State != source.Running && s.State != source.Queued {
		out.NextAt = wire.Time(s.Due)
	}
	return out
}

func passageOf(p source.Found) SourcePassage {
	out := SourcePassage{ID: p.ID, SourceID: p.SourceID, Page: p.Page, Title: p.Title, Text: p.Text, Language: p.Language, State: p.State, Gone: p.Gone}
	if p.Was != nil {
		out.Was = &PassageWords{ID: p.Was.ID, Title: p.Was.Title, Text: p.Was.Text}
	}
	return out
}

// uploadDocument takes the form as a stream, up to what a document may have.
func (a *API) uploadDocument(ctx context.Context, v auth.Visit, in *IDPath) (*body[KnowledgeSource], error) {
	// Asked before the form is read: nobody else's document is worth the memory.
	if err := a.read(ctx, func(tx store.Tx) error { return allowAt(tx, v.Person, desk.ActEditKnowledge, in.ID) }); err != nil {
		return nil, err
	}
	r := requestOf(ctx)
	r.Body = http.MaxBytesReader(r.w, r.Body, document.MaxSize+64<<10)
	form, err := r.MultipartReader()
	if err != nil {
		return nil, desk.Refuse(desk.CodeInvalid, "Send the file as multipart/form-data, in the field file.")
	}
	for {
		part, err := form.NextPart()
		if err != nil {
			return nil, desk.Refuse(desk.CodeInvalid, "Send the file as multipart/form-data, in the field file.")
		}
		if part.FormName() != "file" {
			continue
		}
		content, err := io.ReadAll(io.LimitReader(part, document.MaxSize+1))
		switch {
		case len(content) > document.MaxSize:
			return nil, desk.Refuse(desk.CodeTooLarge, "%s", document.ErrSize.Error())
		case err != nil:
			return nil, desk.Refuse(desk.CodeInvalid, "The file did not arrive whole. Please send it again.")
		}
		return oneSource(a.cfg.Sources.AddDocument(ctx, v.Person, in.ID, clean(part.FileName(), 200), content))
	}
}

func (a *API) listPassages(ctx context.Context, v auth.Visit, in *struct {
	IDPath
	Source string `query:"source" maxLength:"100"`
	State  string `query:"state" enum:"draft,approved,refused,gone"`
	After  string `query:"after" maxLength:"100"`
	Limit  int    `query:"limit" minimum:"0" maximum:"1000"`
}) (*body[struct {
	Passages []SourcePassage `json:"passages"`
}], error) {
	all, err := a.cfg.Sources.Passages(ctx, v.Person, store.PassageFilter{PropertyID: in.ID, SourceID: in.Source, State: in.State, After: in.After, Limit: in.Limit})
	var out struct {
		Passages []SourcePassage `json:"passages"`
	}
	out.Passages = []SourcePassage{}
	for _, p := range all {
		out.Passages = append(out.Passages, passageOf(p))
	}
	return answer(out), err
}
