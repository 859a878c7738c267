package sqlstore_test

import (
	"context"
	"fmt"
	"time"

	"deskbell/internal/arrival"
	"deskbell/internal/channel"
	"deskbell/internal/channel/whatsapp"
	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// oneNumber is the account that everything arrives for. Nothing of ours is under way on it.
type oneNumber struct{}

func (oneNumber) ByKey(context.Context, string, string) (channel.App, channel.Account, error) {
	return channel.App{ID: "app", Channel: desk.ChannelWhatsApp}, channel.Account{ID: "line", PropertyID: "harbour", AppID: "app", Channel: desk.ChannelWhatsApp}, nil
}
func (oneNumber) Heard(string)                   {}
func (oneNumber) Noticed(string, channel.Notice) {}
func (oneNumber) Settle(context.Context, channel.Account, string, channel.Event) (bool, error) {
	return true, nil
}
func (oneNumber) Echoed(context.Context, channel.Account, string, channel.Event) (bool, error) {
	return false, nil
}

// webhook lets a body with two messages of somebody new arrive, twice because the channel is not sure of our answer, and
// be brought to the door: whatever fails on the way, both stand once and in order.
func (d *frontDesk) webhook(f *fault, n int64) bool {
	d.guests++
	phone := fmt.Sprintf("49155500%05d", d.guests)
	said := ""
	for i := range 2 {
		said += fmt.Sprintf(`{"from":"%s","id":"wamid.%s.%d","timestamp":"179000000%d","type":"text","text":{"body":"message %d"}},`, phone, phone, i, i, i)
	}
	body := []byte(`{"object":"whatsapp_business_account","entry":[{"id":"1","changes":[{"field":"messages","value":{"messaging_product":"whatsapp","metadata":{"phone_number_id":"2"},` +
		`"contacts":[{"profile":{"name":"Jana"},"wa_id":"` + phone + `"}],"messages":[` + said[:len(said)-1] + `]}}]}]}`)
	in := arrival.New(arrival.Config{Store: d.db, Accounts: oneNumber{}, Outbox: oneNumber{}, Owner: conversation.NewID(),
		Adapters: map[desk.Channel]channel.Adapter{desk.ChannelWhatsApp: whatsapp.New(nil)}})
	ctx, cancel := context.WithCancel(context.Background())
	ended := make(chan error, 1)
	f.arm(n)
	for range 2 {
		d.insist("webhook", n, func() error {
			return in.Keep(context.Background(), channel.App{ID: "app", Channel: desk.ChannelWhatsApp}, body)
		})
	}
	go func() { ended <- in.Run(ctx, d.desk) }()
	tick := time.NewTicker(10 * time.Millisecond)
	defer tick.Stop()
	for waiting, deadline := 1, time.Now().Add(30*time.Second); waiting > 0 && time.Now().Before(deadline); <-tick.C {
		in.Wake()
		_ = d.db.Read(context.Background(), func(tx store.Tx) error { // the fault may be its own
			c, err := tx.CountArrivals()
			if err == nil {
				waiting = c.Waiting
			}
			return err
		})
	}
	fired := f.disarm()
	cancel()
	if err := <-ended; err != nil {
		d.Errorf("webhook, step %d: %v", n, err)
	}
	var guests []desk.Contact
	var failed []store.Arrival
	if err := d.db.Read(context.Background(), func(tx store.Tx) (err error) {
		if guests, err = tx.ContactByIdentity("line", []string{phone}); err == nil {
			failed, err = tx.FailedArrivals(1)
		}
		return err
	}); err != nil {
		d.Fatal(err)
	}
	if len(guests) != 1 || len(failed) != 0 {
		d.Fatalf("webhook, step %d: %d guests; given up: %v", n, len(guests), failed)
	}
	_, entries := d.whole(guests[0].ID)
	var got []string
	for _, e := range entries {
		if e.Author.Kind == desk.AuthorGuest {
			got = append(got, e.Text)
		}
	}
	if fmt.Sprint(got) != "[message 0 message 1]" {
		d.Errorf("webhook, step %d: said %q", n, got)
	}
	return fired
}
