package httpapi_test

import (
	"errors"
	"strings"
	"testing"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/httpapi/apitest"
	"deskbell/internal/store"
)

// What servers ended over is shown to operators, left alone by a replay of all, and tried again when somebody says so.
func TestArrivals_SetAside(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	operator := h.SignIn("operator")
	s := connectSource(t, h, "")
	app := s.hook[strings.LastIndex(s.hook, "/")+1:]
	id := conversation.NewID()
	body := `{"account":"sms","type":"message","id":"m1","guest":{"id":"zoe"},"text":"Is anybody there?"}`
	err := h.App.Store().Write(t.Context(), func(tx store.Tx) error {
		now := tx.Now()
		if err := tx.PutArrival(store.Arrival{ID: id, AppID: app, Channel: desk.ChannelAPI, At: now, Body: []byte(body), NotBefore: now}); err != nil {
			return err
		}
		for n := range store.LostMost {
			list, err := tx.ClaimArrivals("a server that ends", now, now, 1)
			if n == store.LostMost-1 { // the last time alone
				list, err = tx.ClaimSuspect("a server that ends", now, now)
			}
			if err != nil || len(list) != 1 || list[0].ID != id {
				return errors.Join(err, errors.New("it was not claimed"))
			}
			if _, err := tx.ExpireArrivals(now, true, "set aside"); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		t.Fatal(err)
	}
	aside := func() bool {
		list := operator.Must(200, "GET", "/api/v1/channels/arrivals", nil).List("arrivals")
		if len(list) > 0 && (list[0]["id"] != id || list[0]["set_aside"] != true) {
			t.Errorf("shown as %v", list)
		}
		return len(list) == 1
	}
	h.SignIn("admin").Must(403, "POST", "/api/v1/channels/arrivals/"+id+"/replay", nil)
	operator.Must(404, "POST", "/api/v1/channels/arrivals/none/replay", nil)
	operator.Must(204, "POST", "/api/v1/channels/arrivals/replay", nil)
	if !aside() {
		t.Error("it was taken up with what others failed on")
	}
	operator.Must(204, "POST", "/api/v1/channels/arrivals/"+id+"/replay", nil)
	h.Until("the message is there", func() bool {
		return strings.Contains(string(operator.Must(200, "GET", "/api/v1/conversations?view=history", nil).Raw), "Is anybody there?")
	})
	h.Until("nothing is set aside", func() bool { return !aside() })
}
