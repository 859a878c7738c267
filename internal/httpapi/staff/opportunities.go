package staff

import (
	"context"
	"encoding/json"
	"slices"

	"deskbell/internal/auth"
	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// OpportunitySettings say how a property plans with groups, events, weddings and long stays. The rates are private: guests,
// language models and bots never read them.
type OpportunitySettings struct {
	On        bool   `json:"on" doc:"The assistant recognises opportunities, asks three questions at most and opens a ticket."`
	RoomNight int64  `json:"room_night" doc:"Planned for one room and night, in whole units of the currency; 0 is not said."`
	PersonDay int64  `json:"person_day" doc:"Planned for one person and day of an event; 0 is not said."`
	RingFrom  int64  `json:"ring_from" doc:"The worth from which one rings like a request for a person; 0 is never."`
	Currency  string `json:"currency" doc:"The property's; read only."`
	Version   string `json:"version" doc:"What was read. Sent back with a change it is refused (409, reason settings_changed, by and ms) where somebody has changed these settings since."`
}

// OpportunityChange is OpportunitySettings with only what changes.
type OpportunityChange struct {
	_         struct{} `additionalProperties:"true"`
	On        *bool    `json:"on,omitempty"`
	RoomNight *int64   `json:"room_night,omitempty"`
	PersonDay *int64   `json:"person_day,omitempty"`
	RingFrom  *int64   `json:"ring_from,omitempty"`
	Version   string   `json:"version,omitempty" maxLength:"100" doc:"Of the settings that the change was made from. Without one the last to save wins."`
}

// opportunitiesChanged is what such a change is called in the audit.
const opportunitiesChanged = "opportunities_changed"

func (a *API) opportunityRoutes() {
	const tag, path = "Assistant", "/properties/{id}/opportunities"
	add(a, route{method: "GET", path: path, name: "get-opportunities", tag: tag, summary: "How a property plans with groups, events, weddings and long stays"},
		func(ctx context.Context, v auth.Visit, in *IDPath) (*body[OpportunitySettings], error) {
			out, err := a.opportunities(ctx, v.Person, in.ID)
			return answer(out), err
		})
	add(a, route{method: "PUT", path: path, name: "put-opportunities", tag: tag, also: []int{409}, summary: "Set how it plans with them; what is left out stays as it is"}, a.putOpportunities)
}

func (a *API) opportunities(ctx context.Context, p desk.Person, id string) (OpportunitySettings, error) {
	var out OpportunitySettings
	err := a.read(ctx, func(tx store.Tx) error {
		if err := desk.Allow(p, desk.ActEditSettings, id); err != nil {
			return err
		}
		pr, err := tx.Property(id)
		s := pr.Settings.Opportunities
		out = OpportunitySettings{On: !s.Off, RoomNight: s.RoomNight, PersonDay: s.PersonDay, RingFrom: s.RingFrom,
			Currency: pr.Settings.Currency, Version: versionOf(s)}
		return err
	})
	return out, err
}

func (a *API) putOpportunities(ctx context.Context, v auth.Visit, in *struct {
	IDPath
	Body OpportunityChange
}) (*body[OpportunitySettings], error) {
	err := a.write(ctx, func(tx store.Tx) error {
		if err := desk.Allow(v.Person, desk.ActEditSettings, in.ID); err != nil {
			return err
		}
		pr, err := tx.Property(in.ID)
		if err != nil {
			return err
		}
		now := pr.Settings.Opportunities
		if err := unchanged(tx, in.ID, in.Body.Version, versionOf(now), func(l store.AuditLine) bool { return l.Action == opportunitiesChanged }); err != nil {
			return err
		}
		fresh := in.Body.apply(now)
		if err := desk.Wrong(fresh.Check()); err != nil {
			return err
		}
		if fresh == now {
			return nil
		}
		var parts []string
		for name, same := range map[string]bool{"on": fresh.Off == now.Off, "rates": fresh.RoomNight == now.RoomNight && fresh.PersonDay == now.PersonDay,
			"ring_from": fresh.RingFrom == now.RingFrom} {
			if !same {
				parts = append(parts, name)
			}
		}
		slices.Sort(parts)
		detail, _ := json.Marshal(map[string]any{"settings": parts}) // strings always encode
		pr.Settings.Opportunities, pr.UpdatedAt = fresh, tx.Now()
		if err := tx.UpdateProperty(pr); err != nil {
			return err
		}
		return tx.Audit(store.AuditLine{At: tx.Now(), PersonID: v.Person.ID, PropertyID: pr.ID, Action: opportunitiesChanged, Subject: pr.ID, Detail: string(detail)})
	})
	if err != nil {
		return nil, err
	}
	a.cfg.PropertyChanged(in.ID)
	a.cfg.Live.Settings(in.ID)
	out, err := a.opportunities(ctx, v.Person, in.ID)
	return answer(out), err
}

func (c OpportunityChange) apply(s desk.OpportunitySettings) desk.OpportunitySettings {
	if c.On != nil {
		s.Off = !*c.On
	}
	for _, n := range []struct{ of, wish *int64 }{{&s.RoomNight, c.RoomNight}, {&s.PersonDay, c.PersonDay}, {&s.RingFrom, c.RingFrom}} {
		if n.wish != nil {
			*n.of = *n.wish
		}
	}
	return s
}
