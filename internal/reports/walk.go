package reports

import (
	"cmp"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// sameWish is how soon after a wish that met nobody another one in the same conversation is the same: a guest who asks
// five times in a row is one who was missed.
const sameWish = 30 * time.Minute

// pageSize is how many rows of each kind are read at once.
const pageSize = 1000

// walk goes through all who asked at one property in a stretch of time, in the order in which they asked.
type walk struct {
	propertyID      string
	from, to        time.Time
	channel         desk.Channel // "" is all
	requests, wishs store.ReportPlace
	// wished is when a wish last met nobody, by conversation.
	wished map[string]time.Time
	over   bool
}

func newWalk(propertyID string, from, to time.Time, channel desk.Channel) *walk {
	return &walk{propertyID: propertyID, from: from, to: to, channel: channel, wished: map[string]time.Time{}}
}

// next are those that follow. It is called, each time in a transaction of its own if need be, until over is set.
func (w *walk) next(tx store.Tx) ([]Asked, error) {
	f := store.ReportFilter{PropertyID: w.propertyID, From: w.from, To: w.to, Limit: pageSize}
	f.After = w.requests
	requests, err := w.ofRequests(tx, f)
	if err != nil {
		return nil, err
	}
	f.After = w.wishs
	wishs, err := tx.UnmetWishes(f)
	if err != nil {
		return nil, err
	}
	moreRequests, moreWishs := len(requests) == pageSize, len(wishs) == pageSize
	var out []Asked
	// Where one of the two has more to come, nothing after its last row is known to be the next.
	for len(requests) > 0 || len(wishs) > 0 {
		if len(requests) == 0 && moreRequests || len(wishs) == 0 && moreWishs {
			return out, nil
		}
		if len(wishs) == 0 || len(requests) > 0 && before(requests[0].At, requests[0].ID, wishs[0].At, wishs[0].ID) {
			a := requests[0]
			requests, w.requests = requests[1:], store.ReportPlace{At: a.At, ID: a.ID}
			if w.wanted(a) {
				out = append(out, a)
			}
			continue
		}
		a := OfWish(wishs[0])
		wishs, w.wishs = wishs[1:], store.ReportPlace{At: a.At, ID: a.ID}
		last, again := w.wished[a.ConversationID]
		w.wished[a.ConversationID] = a.At
		if w.wanted(a) && !(again && a.At.Sub(last) < sameWish) {
			out = append(out, a)
		}
	}
	w.over = !moreRequests && !moreWishs
	return out, nil
}

func (w *walk) wanted(a Asked) bool { return w.channel == "" || w.channel == a.Channel }

func (w *walk) ofRequests(tx store.Tx, f store.ReportFilter) ([]Asked, error) {
	rows, err := tx.RequestsOpened(f)
	if err != nil {
		return nil, err
	}
	var missed []string
	for _, r := range rows {
		if r.End == desk.EndExpired {
			missed = append(missed, r.ID)
		}
	}
	alerts := map[string]store.Alert{}
	if len(missed) > 0 {
		found, err := tx.Alerts(missed)
		if err != nil {
			return nil, err
		}
		for _, a := range found {
			alerts[a.ID] = a
		}
	}
	out := make([]Asked, len(rows))
	for i, r := range rows {
		out[i] = OfRequest(r, alerts[r.ID])
	}
	return out, nil
}

func before(at time.Time, id string, otherAt time.Time, otherID string) bool {
	return cmp.Or(at.Compare(otherAt), cmp.Compare(id, otherID)) < 0
}
