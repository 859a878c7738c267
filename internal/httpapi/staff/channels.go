package staff

import (
	"context"
	"net/http"
	"time"

	"deskbell/internal/auth"
	"deskbell/internal/connect"
	"deskbell/internal/desk"
	"deskbell/internal/limit"
	"deskbell/internal/store"
)

// Outbox sends messages to outside channels.
type Outbox interface {
	// Retry sends one again that failed, or may not have arrived.
	Retry(ctx context.Context, deliveryID string) (store.Delivery, error)
	// Read tells the guest, where the channel can, that the agent in control has read. It returns at once.
	Read(conversationID, agentID string)
}

const channelTag = "Channels"

// channelAsks is how often somebody may have a channel asked: each is several calls to its owner, who counts them.
var channelAsks = limit.Rule{Name: "channel-ask", Burst: 20, Every: 10 * time.Second}

func (a *API) channelRoutes() {
	add(a, route{method: "GET", path: "/channels", name: "list-channels", tag: channelTag,
		summary: "The apps that are registered with the channels' owners, and the connected accounts with how they do"}, a.listChannels)
	add(a, route{method: "POST", path: "/channels/apps", name: "create-channel-app", tag: channelTag, status: http.StatusCreated,
		summary: "Register an app; the answer has its webhook's address and verify token"},
		func(ctx context.Context, v auth.Visit, in *struct{ Body NewChannelApp }) (*body[ChannelApp], error) {
			w := connect.AppWish{Channel: desk.Channel(in.Body.Channel), Name: plainText(in.Body.Name), Key: plainText(in.Body.Key), Secrets: storables(in.Body.Secrets)}
			app, err := a.cfg.Channels.CreateApp(ctx, v.Person, w)
			return answer(a.channelApp(app)), err
		})
	type appInput struct {
		IDPath
		Body ChannelAppChange
	}
	add(a, route{method: "PATCH", path: "/channels/apps/{id}", name: "change-channel-app", tag: channelTag,
		summary: "Change an app's name or secrets; an empty secret leaves the one that is there"},
		func(ctx context.Context, v auth.Visit, in *appInput) (*body[ChannelApp], error) {
			w := connect.AppWish{Name: plainText(in.Body.Name), Key: plainText(in.Body.Key), Secrets: storables(in.Body.Secrets)}
			app, err := a.cfg.Channels.UpdateApp(ctx, v.Person, in.ID, w)
			return answer(a.channelApp(app)), err
		})
	add(a, route{method: "DELETE", path: "/channels/apps/{id}", name: "delete-channel-app", tag: channelTag, also: []int{http.StatusConflict},
		summary: "Take an app away under which nothing is connected"}, func(ctx context.Context, v auth.Visit, in *IDPath) (*none, error) {
		return nil, a.cfg.Channels.DeleteApp(ctx, v.Person, in.ID)
	})
	a.accountRoutes()
	a.deliveryRoutes()
}

func (a *API) accountRoutes() {
	conflict := []int{http.StatusConflict, http.StatusTooManyRequests}
	add(a, route{method: "POST", path: "/channels/accounts", name: "connect-account", tag: channelTag, status: http.StatusCreated, also: conflict,
		summary: "Connect an account: store its token, subscribe the app to it, and ask how it stands"}, a.connectAccount)
	add(a, route{method: "GET", path: "/channels/accounts/{id}", name: "get-account", tag: channelTag, summary: "A connected account with how it does"},
		func(ctx context.Context, v auth.Visit, in *IDPath) (*body[ChannelAccount], error) {
			acc, err := a.cfg.Channels.View(ctx, v.Person, in.ID)
			return answer(channelAccount(acc)), err
		})
	type changeInput struct {
		IDPath
		Body ChannelAccountChange
	}
	add(a, route{method: "PATCH", path: "/channels/accounts/{id}", name: "change-account", tag: channelTag, also: conflict,
		summary: "Change an account; a new token is tried at once"}, func(ctx context.Context, v auth.Visit, in *changeInput) (*body[ChannelAccount], error) {
		w := connect.AccountChange{Name: plainText(in.Body.Name), Token: plainText(in.Body.Token), Callback: plainText(in.Body.Callback), HumanAgent: in.Body.HumanAgent, Paused: in.Body.Paused}
		if in.Body.Settings != nil {
			s := in.Body.Settings.stored()
			w.Settings = &s
		}
		acc, err := a.cfg.Channels.Update(ctx, v.Person, in.ID, w)
		return answer(channelAccount(acc)), err
	})
	add(a, route{method: "DELETE", path: "/channels/accounts/{id}", name: "disconnect-account", tag: channelTag,
		summary: "Disconnect an account; its conversations stay"}, func(ctx context.Context, v auth.Visit, in *IDPath) (*none, error) {
		return nil, a.cfg.Channels.Remove(ctx, v.Person, in.ID)
	})
	ask := func(name, summary string, do func(context.Context, desk.Person, string) (connect.Account, error)) {
		add(a, route{method: "POST", path: "/channels/accounts/{id}/" + name, name: name + "-account", tag: channelTag, also: conflict, summary: summary},
			func(ctx context.Context, v auth.Visit, in *IDPath) (*body[ChannelAccount], error) {
				if err := a.mayAsk(v.Person); err != nil {
					return nil, err
				}
				acc, err := do(ctx, v.Person, in.ID)
				return answer(channelAccount(acc)), err
			})
	}
	ask("test", "Ask the account's channel now how it stands", a.askTest)
	ask("subscribe", "Switch the app on for the account again", a.askSubscribe)
}

func (a *API) askTest(ctx context.Context, p desk.Person, id string) (connect.Account, error) {
	return a.cfg.Channels.Test(ctx, p, id)
}

func (a *API) askSubscribe(ctx context.Context, p desk.Person, id string) (connect.Account, error) {
	return a.cfg.Channels.Subscribe(ctx, p, id)
}

func (a *API) mayAsk(p desk.Person) error {
	if wait, ok := a.cfg.Limits.Allow(channelAsks, p.ID); !ok {
		return &desk.Error{Code: desk.CodeRateLimited, RetryAfter: wait, Message: "That was a little fast. Please wait a moment and try again."}
	}
	return nil
}

func (a *API) connectAccount(ctx context.Context, v auth.Visit, in *struct{ Body NewChannelAccount }) (*body[ChannelAccount], error) {
	if err := a.mayAsk(v.Person); err != nil {
		return nil, err
	}
	b := in.Body
	w := connect.AccountWish{PropertyID: b.PropertyID, AppID: b.AppID, Key: storable(b.Key), Parent: storable(b.Parent), Name: storable(b.Name), Route: b.Route,
		Callback: storable(b.Callback), Token: storable(b.Token), HumanAgent: b.HumanAgent, Settings: store.AccountSettings{Mode: b.Mode}}
	acc, err := a.cfg.Channels.Connect(ctx, v.Person, w)
	return answer(channelAccount(acc)), err
}

func (a *API) listChannels(ctx context.Context, v auth.Visit, _ *none) (*body[Channels], error) {
	apps, accounts, err := a.cfg.Channels.List(ctx, v.Person)
	if err != nil {
		return nil, err
	}
	out := Channels{Apps: []ChannelApp{}, Accounts: []ChannelAccount{}}
	for _, app := range apps {
		out.Apps = append(out.Apps, a.channelApp(app))
	}
	for _, acc := range accounts {
		out.Accounts = append(out.Accounts, channelAccount(acc))
	}
	return answer(out), nil
}

// deliveryRoutes are what agents do about messages to outside channels.
func (a *API) deliveryRoutes() {
	type entryInput struct {
		IDPath
		Entry string `path:"entry" maxLength:"100"`
	}
	add(a, route{method: "POST", path: "/conversations/{id}/entries/{entry}/retry", name: "retry-entry", tag: listTag, also: []int{http.StatusConflict},
		summary: "Send a message again that did not reach the guest, or may not have"}, func(ctx context.Context, v auth.Visit, in *entryInput) (*none, error) {
		return nil, a.retryEntry(ctx, v.Person, in.ID, in.Entry)
	})
	add(a, route{method: "POST", path: "/conversations/{id}/take-thread", name: "take-thread", tag: listTag, also: []int{http.StatusConflict, http.StatusTooManyRequests},
		summary: "Ask the channel for a thread that another app has"}, func(ctx context.Context, v auth.Visit, in *IDPath) (*none, error) {
		if err := a.mayAsk(v.Person); err != nil {
			return nil, err
		}
		return nil, a.cfg.Channels.TakeThread(ctx, v.Person, in.ID)
	})
}

func (a *API) retryEntry(ctx context.Context, p desk.Person, conversationID, entryID string) error {
	var parts []store.Delivery
	err := a.read(ctx, func(tx store.Tx) error {
		s, err := stateIn(tx, p, conversationID)
		if err != nil {
			return err
		}
		parts, err = tx.DeliveriesOf(s.ID, []string{entryID})
		if err == nil && len(parts) == 0 {
			err = desk.ErrNotFound
		}
		return err
	})
	if err != nil {
		return err
	}
	again := 0
	for _, d := range parts {
		if d.State != store.DeliveryFailed && d.State != store.DeliveryUncertain {
			continue
		}
		if _, err := a.cfg.Outbox.Retry(context.WithoutCancel(ctx), d.ID); err != nil {
			return err
		}
		again++
	}
	if again == 0 {
		return store.ErrDeliveryUnderWay
	}
	return a.write(ctx, func(tx store.Tx) error {
		return tx.Audit(store.AuditLine{At: tx.Now(), PersonID: p.ID, PropertyID: parts[0].PropertyID, Action: "message_sent_again", Subject: conversationID})
	})
}
