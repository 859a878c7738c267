package guest

import (
	"encoding/json"
	"net/http"
	"reflect"
	"strconv"

	"github.com/danielgtaylor/huma/v2"

	"deskbell/internal/desk"
	"deskbell/internal/httpapi/problem"
	"deskbell/internal/realtime"
	"deskbell/internal/store"
	"deskbell/internal/wire"
)

var problemType = reflect.TypeFor[problem.Problem]()

func statusKey(status int) string { return strconv.Itoa(status) }

func (a *API) streamRoute() {
	rt := route{method: "GET", path: "/stream", name: "stream", summary: "What happens, as it happens", rule: streamRule}
	a.raw(rt, func(op *huma.Operation) {
		zero := 0.0
		op.Description = "Server-sent events. `entry` (an entry, its id is the seq), `state` (as of GET entries, without the entries), " +
			"`typing` {author, on}, `read` {seq}, `reset` {} (read again from 0), `bye` {reason, retry_ms} (without retry_ms this token is no longer good). " +
			"A comment comes every 15 s. Resume with the last seq known."
		op.Parameters = []*huma.Param{
			{Name: "after", In: "query", Description: "The last seq known; 0 for all.", Schema: &huma.Schema{Type: huma.TypeInteger, Minimum: &zero}},
			{Name: "pad", In: "query", Description: "1 sends two kilobytes of comment first, for proxies that buffer.", Schema: &huma.Schema{Type: huma.TypeString}},
		}
		op.Responses = map[string]*huma.Response{"200": {Description: "The stream",
			Content: map[string]*huma.MediaType{"text/event-stream": {Schema: &huma.Schema{Type: huma.TypeString}}}}}
	}, func(c *call) error {
		query := c.r.URL.Query()
		after, err := seqOf(query.Get("after"), c.r.Header.Get("Last-Event-ID"))
		if err != nil {
			return err
		}
		return a.cfg.Guests.Serve(c.w, c.r, realtime.Request{ContactID: c.guest.contactID, PropertyID: c.guest.propertyID, TokenHash: c.guest.hash, After: after,
			Pad: query.Get("pad") == "1", Load: a.backlog(c.guest)})
	})
}

// seqOf is where a stream resumes: the query's seq, or the last event's.
func seqOf(after, lastEvent string) (int64, error) {
	if after == "" {
		after = lastEvent
	}
	if after == "" {
		return 0, nil
	}
	seq, err := strconv.ParseInt(after, 10, 64)
	if err != nil || seq < 0 {
		return 0, desk.Refuse(desk.CodeInvalid, "after must be the seq of an entry: a whole number from 0 on.")
	}
	return seq, nil
}

func (a *API) fileRoute() {
	rt := route{method: "POST", path: "/files", name: "upload", summary: "Upload a photo or PDF for a message", status: http.StatusCreated, rule: uploadRule}
	a.raw(rt, func(op *huma.Operation) {
		op.Description = "JPEG, PNG, GIF and WebP are encoded anew; PDF is kept as a download. At most 10 MB and 40 million pixels."
		op.RequestBody = &huma.RequestBody{Required: true, Content: map[string]*huma.MediaType{"multipart/form-data": {
			Schema: &huma.Schema{Type: huma.TypeObject, Required: []string{"file"},
				Properties: map[string]*huma.Schema{"file": {Type: huma.TypeString, Format: "binary"}}}}}}
		ref := a.api.OpenAPI().Components.Schemas.Schema(reflect.TypeFor[wire.File](), true, "")
		op.Responses = map[string]*huma.Response{"201": {Description: "The file", Content: map[string]*huma.MediaType{"application/json": {Schema: ref}}}}
	}, func(c *call) error {
		// New guests are cheap to make, so what one guest may send does not bound what one sender can.
		if err := a.limited(uploadsAtRule, c.addr); err != nil {
			return err
		}
		file, err := a.cfg.Files.Receive(c.w, c.r)
		if err != nil {
			return err
		}
		current, _ := a.cfg.Directory.Current(c.guest.contactID)
		err = a.write(c.r.Context(), func(tx store.Tx) error {
			return tx.PutFile(store.StoredFile{File: file, PropertyID: c.guest.propertyID, ContactID: c.guest.contactID, ConversationID: current, CreatedAt: tx.Now()})
		})
		if err != nil {
			return err
		}
		c.w.Header().Set("Content-Type", "application/json")
		c.w.WriteHeader(http.StatusCreated)
		_ = json.NewEncoder(c.w).Encode(wire.FileOf(file)) // the guest is gone; the upload can be repeated
		return nil
	})
}
