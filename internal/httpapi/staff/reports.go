package staff

import (
	"context"
	"net/http"
	"time"

	"github.com/danielgtaylor/huma/v2"

	"deskbell/internal/auth"
	"deskbell/internal/desk"
	"deskbell/internal/reports"
	"deskbell/internal/store"
	"deskbell/internal/wire"
)

// RequestReport is what became of the guests who asked for a person in a period.
type RequestReport struct {
	From       string          `json:"from" format:"date" doc:"The first day, by each property's own calendar."`
	To         string          `json:"to" format:"date" doc:"The last day."`
	Total      RequestTally    `json:"total"`
	Properties []PropertyTally `json:"properties"`
	Channels   []ChannelTally  `json:"channels" doc:"Those on which somebody asked."`
	Days       []DayTally      `json:"days" doc:"Every day of the period."`
	Hours      []RequestTally  `json:"hours" doc:"24, by the property's own clock."`
	Weekdays   []RequestTally  `json:"weekdays" doc:"Seven, Sunday first."`
	Heat       [][]HourTally   `json:"heat" doc:"Seven weekdays, Sunday first, of 24 hours."`
	Missed     []MissedRequest `json:"missed" doc:"The latest of the missed, the newest first; the CSV has all."`
}

// RequestTally counts guests who asked for a person.
type RequestTally struct {
	Requests  int            `json:"requests"`
	Accepted  int            `json:"accepted"`
	Missed    int            `json:"missed"`
	Cancelled int            `json:"cancelled" doc:"By the guest."`
	Closed    int            `json:"closed" doc:"By the desk, without an accept."`
	Open      int            `json:"open" doc:"Ringing or promised now."`
	Causes    map[string]int `json:"causes" doc:"Why the missed ones were, each once: outside_hours, nobody_on_duty, no_device, no_reaction, cannot_now, promise_broken, guest_left, switched_off. Those that did not occur are left out."`
	WaitP50   *int64         `json:"wait_p50_ms,omitempty" doc:"From ring to accept: half of the accepted had a person within it."`
	WaitP95   *int64         `json:"wait_p95_ms,omitempty"`
	Promised  int            `json:"promised"`
	Kept      int            `json:"kept"`
	Broken    int            `json:"broken"`
}

// PropertyTally is the tally of a property.
type PropertyTally struct {
	PropertyID string `json:"property_id"`
	RequestTally
}

// ChannelTally is the tally of a channel.
type ChannelTally struct {
	Channel desk.Channel `json:"channel" enum:"web,messenger,instagram,whatsapp,api"`
	RequestTally
}

// DayTally is the tally of a day.
type DayTally struct {
	Day string `json:"day" format:"date"`
	RequestTally
}

// HourTally is one hour of the week.
type HourTally struct {
	Requests int `json:"requests"`
	Missed   int `json:"missed"`
}

// MissedRequest is a guest who was missed.
type MissedRequest struct {
	ConversationID string       `json:"conversation_id"`
	PropertyID     string       `json:"property_id"`
	Channel        desk.Channel `json:"channel" enum:"web,messenger,instagram,whatsapp,api"`
	At             string       `json:"at" format:"date-time"`
	Cause          string       `json:"cause" enum:"outside_hours,nobody_on_duty,no_device,no_reaction,cannot_now,promise_broken,guest_left,switched_off"`
	WaitedMS       int64        `json:"waited_ms,omitempty" doc:"Absent where no request was opened."`
	Guest          string       `json:"guest,omitempty" doc:"The name that the guest gave; only for those who may read conversations."`
}

// TopicReport is what guests wrote about in a period.
type TopicReport struct {
	From   string       `json:"from" format:"date" doc:"The first day, by each property's own calendar."`
	To     string       `json:"to" format:"date" doc:"The last day."`
	Topics []TopicCount `json:"topics" doc:"Those that occurred, the most frequent first."`
}

// TopicCount counts the conversations about one topic.
type TopicCount struct {
	Topic         desk.Topic `json:"topic,omitempty" enum:"arrival,rooms,food,leisure,families,way,services,money,rules" doc:"Absent: none that is known."`
	Conversations int        `json:"conversations" doc:"That began in the period."`
	Answered      int        `json:"answered" doc:"Answers of the assistant in them."`
	NotAnswered   int        `json:"not_answered" doc:"How often the assistant could not help."`
	Asked         int        `json:"asked" doc:"In how many the guest asked for a person."`
}

// reportInput is what a report is asked for with.
type reportInput struct {
	Property string       `query:"property" maxLength:"4000" doc:"Ids, separated by commas; absent: all of mine."`
	Channel  desk.Channel `query:"channel" enum:"web,messenger,instagram,whatsapp,api" doc:"Absent: all."`
	From     string       `query:"from" maxLength:"10" doc:"The first day (2026-10-24); absent: 29 days before the last."`
	To       string       `query:"to" maxLength:"10" doc:"The last day; absent: today."`
}

// reportDays is how many days a report is about where nobody says.
const reportDays = 30

func (a *API) reportRoutes() {
	const tag = "Reports"
	add(a, route{method: "GET", path: "/reports/requests", name: "get-request-report", tag: tag, summary: "What became of the guests who asked for a person"},
		func(ctx context.Context, v auth.Visit, in *reportInput) (*body[RequestReport], error) {
			var out RequestReport
			err := a.read(ctx, func(tx store.Tx) error {
				q, err := a.reportQuery(tx, v.Person, in)
				if err != nil {
					return err
				}
				r, err := reports.Make(tx, q)
				if err != nil {
					return err
				}
				out, err = reportOf(tx, v.Person, q, r)
				return err
			})
			return answer(out), err
		})
	add(a, route{method: "GET", path: "/reports/topics", name: "get-topic-report", tag: tag, summary: "What guests wrote about"},
		func(ctx context.Context, v auth.Visit, in *reportInput) (*body[TopicReport], error) {
			out := TopicReport{Topics: []TopicCount{}}
			err := a.read(ctx, func(tx store.Tx) error {
				q, err := a.reportQuery(tx, v.Person, in)
				if err != nil {
					return err
				}
				out.From, out.To = q.Period.First(), q.Period.Last()
				list, err := reports.Topics(tx, q)
				for _, t := range list {
					out.Topics = append(out.Topics, TopicCount{t.Topic, t.Conversations, t.Told, t.Untold, t.Asked})
				}
				return err
			})
			return answer(out), err
		})
	add(a, route{method: "GET", path: "/reports/requests.csv", name: "export-requests", tag: tag, summary: "Everyone who asked for a person, one a line", media: "text/csv"}, a.exportRequests)
}

// exportWithin is how long the reader of a CSV may take for one page of it.
const exportWithin = 30 * time.Second

func (a *API) exportRequests(ctx context.Context, v auth.Visit, in *reportInput) (*huma.StreamResponse, error) {
	var q reports.Query
	err := a.read(ctx, func(tx store.Tx) (err error) {
		q, err = a.reportQuery(tx, v.Person, in)
		return err
	})
	if err != nil {
		return nil, err
	}
	return &huma.StreamResponse{Body: func(hc huma.Context) {
		hc.SetHeader("Content-Type", "text/csv; charset=utf-8; header=present")
		hc.SetHeader("Content-Disposition", `attachment; filename="deskbell-requests-`+q.Period.First()+"-"+q.Period.Last()+`.csv"`)
		link := func(conversationID string) string { return a.cfg.BaseURL + "/history?c=" + conversationID }
		if err := reports.WriteCSV(ctx, a.cfg.Store, q, link, &slowly{hc.BodyWriter(), http.NewResponseController(requestOf(ctx).w)}); err != nil {
			// The answer has begun: only a broken connection tells the reader that it is not whole.
			a.cfg.Log.Warn("report not sent to its end", "err", err)
			panic(http.ErrAbortHandler)
		}
	}}, nil
}

// slowly gives the reader of a long answer its time anew with every piece.
type slowly struct {
	to interface{ Write([]byte) (int, error) }
	rc *http.ResponseController
}

func (s *slowly) Write(b []byte) (int, error) {
	_ = s.rc.SetWriteDeadline(time.Now().Add(exportWithin)) // where it cannot be set, the connection has limits of its own
	return s.to.Write(b)
}

// reportQuery is what somebody may read of what they ask for.
func (a *API) reportQuery(tx store.Tx, p desk.Person, in *reportInput) (reports.Query, error) {
	q := reports.Query{Channel: in.Channel}
	if err := desk.Allow(p, desk.ActViewReports, ""); err != nil {
		return q, err
	}
	props, err := visibleProperties(tx, p)
	if err != nil {
		return q, err
	}
	byID, ids := map[string]desk.Property{}, make([]string, len(props))
	for i, pr := range props {
		byID[pr.ID], ids[i] = pr, pr.ID
	}
	if ids, err = narrow(ids, in.Property); err != nil {
		return q, err
	}
	for _, id := range ids {
		q.Properties = append(q.Properties, byID[id])
	}
	zone := time.UTC
	if len(q.Properties) > 0 {
		zone = reports.Zone(q.Properties[0])
	}
	last := in.To
	if last == "" {
		last = reports.LastDays(1, a.cfg.Now(), zone).Last()
	}
	first := in.From
	if first == "" {
		day, _ := time.Parse(reports.DayLayout, last) // a wrong one is refused below
		first = day.AddDate(0, 0, 1-reportDays).Format(reports.DayLayout)
	}
	q.Period, err = reports.NewPeriod(first, last)
	return q, err
}

func reportOf(tx store.Tx, p desk.Person, q reports.Query, r *reports.Report) (RequestReport, error) {
	out := RequestReport{From: q.Period.First(), To: q.Period.Last(), Total: tallyOf(&r.Total), Properties: []PropertyTally{},
		Channels: []ChannelTally{}, Missed: []MissedRequest{}}
	for i := range r.Properties {
		out.Properties = append(out.Properties, PropertyTally{r.Properties[i].Which, tallyOf(&r.Properties[i].Tally)})
	}
	for i := range r.Channels {
		out.Channels = append(out.Channels, ChannelTally{r.Channels[i].Which, tallyOf(&r.Channels[i].Tally)})
	}
	for i := range r.Days {
		out.Days = append(out.Days, DayTally{q.Period.Day(i), tallyOf(&r.Days[i])})
	}
	for i := range r.Hours {
		out.Hours = append(out.Hours, tallyOf(&r.Hours[i]))
	}
	for i := range r.Weekdays {
		out.Weekdays = append(out.Weekdays, tallyOf(&r.Weekdays[i]))
		row := make([]HourTally, 0, len(r.Heat[i]))
		for _, c := range r.Heat[i] {
			row = append(row, HourTally(c))
		}
		out.Heat = append(out.Heat, row)
	}
	for _, m := range r.Missed {
		w := MissedRequest{ConversationID: m.ConversationID, PropertyID: m.PropertyID, Channel: m.Channel, At: wire.Time(m.At),
			Cause: string(m.Cause), WaitedMS: m.Wait.Milliseconds()}
		if desk.Allow(p, desk.ActConverse, m.PropertyID) == nil {
			c, err := tx.Contact(m.ContactID)
			if err != nil {
				return out, err
			}
			w.Guest = c.Name
		}
		out.Missed = append(out.Missed, w)
	}
	return out, nil
}

func tallyOf(t *reports.Tally) RequestTally {
	out := RequestTally{Requests: t.Requests, Accepted: t.Accepted, Missed: t.Missed, Cancelled: t.Cancelled, Closed: t.Closed, Open: t.Open,
		Causes: map[string]int{}, Promised: t.Promised, Kept: t.Kept, Broken: t.Broken}
	for c, n := range t.Causes {
		out.Causes[string(c)] = n
	}
	for _, w := range []struct {
		part float64
		into **int64
	}{{0.5, &out.WaitP50}, {0.95, &out.WaitP95}} {
		if wait, ok := t.Wait(w.part); ok {
			ms := wait.Milliseconds()
			*w.into = &ms
		}
	}
	return out
}
