package connect_test

import (
	"context"
	"encoding/base64"
	"errors"
	"testing"
	"time"

	"github.com/google/go-cmp/cmp"

	"deskbell/internal/channel"
	"deskbell/internal/connect"
	"deskbell/internal/desk"
	"deskbell/internal/secret"
	"deskbell/internal/store"
	"deskbell/internal/store/memstore"
)

// prepared is an adapter that has templates and no more.
type prepared struct {
	channel.Adapter
	list  []channel.Template
	err   error
	asked int
}

func (p *prepared) Capabilities(channel.Account) channel.Capabilities {
	return channel.Capabilities{Answers: true, Templates: true}
}

func (p *prepared) Templates(_ context.Context, acc channel.Account) ([]channel.Template, error) {
	p.asked++
	if acc.Token != "token" {
		return nil, errors.New("no token")
	}
	return p.list, p.err
}

// templating is a number with templates, at a time that a test moves.
type templating struct {
	*connect.Connections
	adapter *prepared
	store   *memstore.Store
	now     time.Time
	account string
}

func newTemplating(t *testing.T) *templating {
	t.Helper()
	w := &templating{now: time.Date(2026, 11, 22, 9, 0, 0, 0, time.UTC), adapter: &prepared{list: []channel.Template{
		{Name: "welcome_back", Language: "en", Category: "utility", Status: channel.TemplateApproved, Parts: []channel.TemplatePart{
			{Kind: "body", Text: "Hello {{1}}, your room is {{2}}.", Blanks: []string{"1", "2"}}, {Kind: "footer", Text: "Harbour View"}}},
		{Name: "offer", Language: "en", Category: "marketing", Status: "paused", Parts: []channel.TemplatePart{{Kind: "body", Text: "Hi"}}},
	}}}
	clock := func() time.Time { return w.now }
	w.store = memstore.New(clock)
	sealer, err := secret.New(base64.StdEncoding.EncodeToString(make([]byte, 32)))
	if err != nil {
		t.Fatal(err)
	}
	ids := 0
	w.Connections = connect.New(connect.Config{Store: w.store, Sealer: sealer, Adapters: map[desk.Channel]channel.Adapter{desk.ChannelWhatsApp: w.adapter}, Now: clock,
		NewID: func() string { ids++; return string(rune('a' + ids)) }})
	if err := w.store.Write(t.Context(), func(tx store.Tx) error {
		return tx.CreateProperty(desk.Property{ID: "harbour", Key: "demo", Name: "Harbour View"})
	}); err != nil {
		t.Fatal(err)
	}
	admin, name := desk.Person{ID: "op", Role: desk.RoleOperator, Active: true}, "Meta"
	app, err := w.CreateApp(t.Context(), admin, connect.AppWish{Channel: desk.ChannelWhatsApp, Name: &name, Secrets: []string{"shh"}})
	if err != nil {
		t.Fatal(err)
	}
	acc, err := w.Connect(t.Context(), admin, connect.AccountWish{PropertyID: "harbour", AppID: app.ID, Key: "106", Parent: "102", Name: "Desk", Token: "token"})
	if err != nil {
		t.Fatal(err)
	}
	w.account = acc.ID
	return w
}

// TestTemplates_AskedSeldom: the channel is asked once in a while, and what it said last is given where it does not answer.
func TestTemplates_AskedSeldom(t *testing.T) {
	t.Parallel()
	w := newTemplating(t)
	for range 3 {
		if list, _, err := w.Templates(t.Context(), w.account); err != nil || len(list) != 2 || list[0].Name != "offer" {
			t.Fatalf("%+v, %v", list, err)
		}
	}
	if w.adapter.asked != 1 {
		t.Errorf("asked %d times", w.adapter.asked)
	}
	told := w.now
	w.now = w.now.Add(20 * time.Minute)
	w.adapter.err = &channel.Failure{Kind: channel.FailureTransient, Reason: channel.ReasonUnavailable}
	if list, at, err := w.Templates(t.Context(), w.account); err != nil || len(list) != 2 || !at.Equal(told) {
		t.Errorf("%d of %s, %v", len(list), at, err)
	}
	if w.adapter.asked != 2 {
		t.Errorf("asked %d times", w.adapter.asked)
	}
}

func TestTemplates_NeverTold(t *testing.T) {
	t.Parallel()
	w := newTemplating(t)
	w.adapter.err = &channel.Failure{Kind: channel.FailureTransient, Reason: channel.ReasonUnavailable}
	if _, _, err := w.Templates(t.Context(), w.account); desk.CodeOf(err) != desk.CodeUnavailable {
		t.Errorf("%v", err)
	}
	if _, _, err := w.Templates(t.Context(), "nobody"); desk.CodeOf(err) != desk.CodeNotFound {
		t.Errorf("%v", err)
	}
}

// TestPrepare: what is sent is the channel's template, whatever the screen made of it.
func TestPrepare(t *testing.T) {
	t.Parallel()
	w := newTemplating(t)
	said := func(name string, values ...string) channel.Filled {
		return channel.Filled{Name: name, Language: "en", Parts: []channel.FilledOne{{Kind: "body", Format: "image", Values: values}, {Kind: "header", Values: []string{"x"}}}}
	}
	filled, text, err := w.Prepare(t.Context(), w.account, said("welcome_back", "Jana", "7"))
	if err != nil {
		t.Fatal(err)
	}
	want := channel.Filled{Name: "welcome_back", Language: "en", Parts: []channel.FilledOne{{Kind: "body", Blanks: []string{"1", "2"}, Values: []string{"Jana", "7"}}}}
	if diff := cmp.Diff(want, filled); diff != "" || text != "Hello Jana, your room is 7.\nHarbour View" {
		t.Error(diff, text)
	}
	for code, f := range map[desk.Code][]channel.Filled{
		desk.CodeConflict: {said("offer"), said("gone", "Jana", "7"), {Name: "welcome_back", Language: "de"}},
		desk.CodeInvalid:  {said("welcome_back", "Jana"), said("welcome_back", "Jana", " "), {Name: "welcome_back", Language: "en"}},
	} {
		for _, one := range f {
			if _, _, err := w.Prepare(t.Context(), w.account, one); desk.CodeOf(err) != code {
				t.Errorf("%+v: %v", one, err)
			}
		}
	}
}

// TestNoticed_TemplatesChanged: the channel says so, for all numbers of the business account, and they are asked for anew;
// nobody is shown a problem.
func TestNoticed_TemplatesChanged(t *testing.T) {
	t.Parallel()
	w := newTemplating(t)
	if _, _, err := w.Templates(t.Context(), w.account); err != nil {
		t.Fatal(err)
	}
	w.Noticed(w.account, channel.Notice{Kind: channel.NoticeTemplates})
	ctx, stop := context.WithCancel(t.Context())
	stop()
	if err := w.Run(ctx); err != nil { // writes down what was noted
		t.Fatal(err)
	}
	if _, _, err := w.Templates(t.Context(), w.account); err != nil || w.adapter.asked != 2 {
		t.Errorf("asked %d times, %v", w.adapter.asked, err)
	}
	acc, err := w.View(t.Context(), desk.Person{Role: desk.RoleOperator, Active: true}, w.account)
	if err != nil || len(acc.Problems) > 0 {
		t.Errorf("%v, %v", acc.Problems, err)
	}
}

// TestByKey_OfAParent: what the channel says of a whole business account reaches one of its numbers.
func TestByKey_OfAParent(t *testing.T) {
	t.Parallel()
	w := newTemplating(t)
	var app string
	if err := w.store.Read(t.Context(), func(tx store.Tx) error {
		a, err := tx.Account(w.account)
		app = a.AppID
		return err
	}); err != nil {
		t.Fatal(err)
	}
	if _, acc, err := w.ByKey(t.Context(), app, "102"); err != nil || acc.ID != w.account {
		t.Errorf("%+v, %v", acc, err)
	}
	if _, _, err := w.ByKey(t.Context(), app, ""); desk.CodeOf(err) != desk.CodeNotFound {
		t.Errorf("%v", err)
	}
}
