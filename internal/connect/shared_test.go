package connect_test

import (
	"context"
	"slices"
	"testing"

	"deskbell/internal/channel"
	"deskbell/internal/connect"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// What a channel says of a business account is heard at every number of it and at none of another, and what it says of one
// number at that one.
func TestNoticed_Shared(t *testing.T) {
	t.Parallel()
	d := open(t)
	ids := map[string]string{"desk": d.account.ID}
	for name, w := range map[string]connect.AccountWish{"spa": {Key: "107", Parent: "102"}, "elsewhere": {Key: "108", Parent: "103"}} {
		w.PropertyID, w.AppID, w.Name, w.Token = house, d.app.ID, name, "token"
		acc, err := d.Connect(t.Context(), d.admin, w)
		if err != nil {
			t.Fatal(err)
		}
		ids[name] = acc.ID
	}
	d.write(func(tx store.Tx) error {
		return tx.NoteAccount(ids["spa"], func(h *store.AccountHealth) { h.Number = "+1 555-010 0222" })
	})
	d.Noticed(ids["desk"], channel.Notice{Kind: channel.ReasonRestricted, Shared: true})
	d.Noticed(ids["desk"], channel.Notice{Kind: "quality_low", Shared: true, Number: "15550100222"})
	d.Noticed(ids["desk"], channel.Notice{Kind: "account_alert"})
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := d.Connections.Run(ctx); err != nil { // writes down what was noted
		t.Fatal(err)
	}
	for name, want := range map[string][]string{
		"desk": {"account_alert", channel.ReasonRestricted}, "spa": {channel.ReasonRestricted, "quality_low"}, "elsewhere": nil,
	} {
		acc, err := d.View(t.Context(), desk.Person{Role: desk.RoleOperator, Active: true}, ids[name])
		if err != nil || !slices.Equal(acc.Problems, want) {
			t.Errorf("%s: %v, %v", name, acc.Problems, err)
		}
	}
}
