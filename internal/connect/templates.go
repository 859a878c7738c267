package connect

import (
	"context"
	"encoding/json"
	"errors"
	"slices"
	"strings"
	"time"

	"deskbell/internal/channel"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// templatesFor is how long a list of templates is believed. The channel tells of most changes by itself; this is
// for those that it does not.
const templatesFor = 15 * time.Minute

// How a template can be refused.
var (
	errNoTemplates      = desk.Refuse(desk.CodeConflict, "This channel has no templates.")
	errTemplateGone     = desk.Refuse(desk.CodeConflict, "This template is not there any more. Choose another one.")
	errTemplateStatus   = desk.Refuse(desk.CodeConflict, "This template may not be sent at the moment. Choose another one.")
	errTemplateBlank    = desk.Refuse(desk.CodeInvalid, "Fill in every variable of the template.")
	errTemplateValue    = desk.Refuse(desk.CodeInvalid, "A variable's value is too long, or is not the address (https://…) that is needed.")
	errTemplatesUnheard = desk.Refuse(desk.CodeUnavailable, "The channel did not answer. Try again in a moment.")
)

// Templates are what an account's channel approved, and when it told so. They are asked for anew when they were told
// a while ago; where the channel does not answer then, the older ones are given all the same.
func (c *Connections) Templates(ctx context.Context, accountID string) ([]channel.Template, time.Time, error) {
	list, at, fresh, err := c.keptTemplates(ctx, accountID)
	if err != nil || fresh {
		return list, at, err
	}
	_, acc, _, err := c.Account(ctx, accountID)
	if err != nil {
		return nil, time.Time{}, err
	}
	asker, ok := c.cfg.Adapters[acc.Channel].(channel.Templater)
	if !ok {
		return nil, time.Time{}, errNoTemplates
	}
	told, err := asker.Templates(ctx, acc)
	if err != nil {
		c.cfg.Log.Warn("the templates of an account were not told", "account_id", accountID, "err", err)
		var f *channel.Failure
		if errors.As(err, &f) && (f.Kind == channel.FailureToken || f.Kind == channel.FailureAccount) {
			c.Failed(accountID, *f)
		}
		if at.IsZero() {
			return nil, at, errTemplatesUnheard
		}
		return list, at, nil
	}
	slices.SortStableFunc(told, func(a, b channel.Template) int {
		return strings.Compare(a.Name+"\x00"+a.Language, b.Name+"\x00"+b.Language)
	})
	doc, err := json.Marshal(told)
	if err != nil {
		return nil, time.Time{}, err
	}
	err = c.cfg.Store.Write(ctx, func(tx store.Tx) error {
		at = tx.Now()
		return tx.PutTemplates(accountID, string(doc), at)
	})
	return told, at, err
}

// keptTemplates are those that are stored; fresh is whether they are believed without asking.
func (c *Connections) keptTemplates(ctx context.Context, accountID string) (list []channel.Template, at time.Time, fresh bool, err error) {
	err = c.cfg.Store.Read(ctx, func(tx store.Tx) error {
		doc, told, err := tx.Templates(accountID)
		if err != nil || doc == "" {
			return err
		}
		at, fresh = told, tx.Now().Sub(told) < templatesFor
		list = nil
		if json.Unmarshal([]byte(doc), &list) != nil { // of another version: asked anew
			list, at, fresh = nil, time.Time{}, false
		}
		return nil
	})
	return list, at, fresh, err
}

// Prepare checks what a person filled in against the template as the channel approved it, and returns it as it is sent,
// with what the guest will read.
func (c *Connections) Prepare(ctx context.Context, accountID string, said channel.Filled) (channel.Filled, string, error) {
	list, _, err := c.Templates(ctx, accountID)
	if err != nil {
		return channel.Filled{}, "", err
	}
	i := slices.IndexFunc(list, func(t channel.Template) bool { return t.Name == said.Name && t.Language == said.Language })
	if i < 0 {
		return channel.Filled{}, "", errTemplateGone
	}
	filled, err := list[i].Fill(list[i].ValuesOf(said))
	switch {
	case errors.Is(err, channel.ErrTemplateStatus):
		return channel.Filled{}, "", errTemplateStatus
	case errors.Is(err, channel.ErrTemplateBlank):
		return channel.Filled{}, "", errTemplateBlank
	case err != nil:
		return channel.Filled{}, "", errTemplateValue
	}
	return filled, list[i].Text(filled), nil
}

// staleTemplates has them asked for anew: the channel said that they changed. They belong to all numbers of a business
// account.
func staleTemplates(tx store.Tx, of store.ChannelAccount) error {
	all, err := tx.ListAccounts(nil)
	if err != nil {
		return err
	}
	old := tx.Now().Add(-templatesFor)
	for _, a := range all {
		if a.Channel != of.Channel || a.Parent != of.Parent {
			continue
		}
		doc, at, err := tx.Templates(a.ID)
		if err != nil {
			return err
		}
		if doc == "" || !at.After(old) {
			continue
		}
		if err := tx.PutTemplates(a.ID, doc, old); err != nil {
			return err
		}
	}
	return nil
}
