package reports

import (
	"context"
	"encoding/csv"
	"io"
	"strconv"
	"strings"
	"time"

	"deskbell/internal/store"
)

// Header are the columns of the CSV; they do not change their meaning.
func Header() []string {
	return []string{"asked_at", "date", "weekday", "hour", "property", "channel", "emergency", "outcome", "cause", "waited_seconds", "promise", "conversation"}
}

// WriteCSV writes everyone who asked as a line, property after property, each in the order of asking. It reads page by
// page, each in a transaction of its own, so that a slow reader holds up nothing. link makes the address of a conversation.
func WriteCSV(ctx context.Context, s store.Store, q Query, link func(conversationID string) string, to io.Writer) error {
	out := csv.NewWriter(to)
	out.UseCRLF = true // RFC 4180
	if err := out.Write(Header()); err != nil {
		return err
	}
	for _, p := range q.Properties {
		zone := Zone(p)
		from, until := q.Period.Bounds(zone)
		for w := newWalk(p.ID, from, until, q.Channel); !w.over; {
			var page []Asked
			err := s.Read(ctx, func(tx store.Tx) (err error) {
				page, err = w.next(tx)
				return err
			})
			if err != nil {
				return err
			}
			for _, a := range page {
				if err := out.Write(line(a, p.Name, zone, link)); err != nil {
					return err
				}
			}
			out.Flush()
			if err := out.Error(); err != nil {
				return err
			}
		}
	}
	out.Flush()
	return out.Error()
}

func line(a Asked, property string, zone *time.Location, link func(string) string) []string {
	local := a.At.In(zone)
	waited := ""
	if a.Wait > 0 {
		waited = strconv.FormatFloat(a.Wait.Seconds(), 'f', 1, 64)
	}
	return []string{local.Format(time.RFC3339), local.Format(DayLayout), local.Weekday().String(), strconv.Itoa(local.Hour()),
		plain(property), string(a.Channel), strconv.FormatBool(a.Emergency), string(a.Outcome), string(a.Cause), waited,
		string(a.Promise), link(a.ConversationID)}
}

// plain keeps a spreadsheet from taking a name for a formula.
func plain(s string) string {
	if strings.IndexAny(s, "=+-@\t\r") == 0 {
		return "'" + s
	}
	return s
}
