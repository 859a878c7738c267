package typed

import (
	"errors"
	"fmt"
	"slices"
	"strings"
)

// Limits of what one value may hold.
const (
	maxRows   = 40
	maxHours  = 24 * 366
	maxFigure = 100_000
)

// check tells what of a value makes no sense, in a sentence for whoever wrote it.
func (v Value) check() error {
	if len(v.Hours) > maxRows || len(v.Seasons) > maxRows || len(v.Prices) > maxRows {
		return fmt.Errorf("there are at most %d hours, seasons or prices", maxRows)
	}
	for i, h := range v.Hours {
		if err := h.check(); err != nil {
			return fmt.Errorf("hours, row %d: %w", i+1, err)
		}
	}
	for i, s := range v.Seasons {
		if err := s.check(); err != nil {
			return fmt.Errorf("season, row %d: %w", i+1, err)
		}
	}
	for i, p := range v.Prices {
		if err := p.check(); err != nil {
			return fmt.Errorf("price, row %d: %w", i+1, err)
		}
		if a, _ := ParseAmount(p.Amount); a > 0 && v.Currency == "" {
			return errors.New("a price needs its currency")
		}
	}
	if v.Currency != "" && (len(v.Currency) != 3 || strings.Trim(v.Currency, "ABCDEFGHIJKLMNOPQRSTUVWXYZ") != "") {
		return fmt.Errorf("%q is no currency; write it as EUR", v.Currency)
	}
	if err := among(v.Needs, Needs); err != nil {
		return err
	}
	for _, n := range []struct {
		value, most int
		name        string
	}{
		{v.AheadHours, maxHours, "how long before"}, {v.DeadlineHours, maxHours, "the deadline"}, {v.MinAge, 120, "the least age"},
		{v.MaxAge, 120, "the greatest age"}, {v.MaxKg, 1000, "the weight"}, {v.MaxPeople, maxFigure, "the number of people"},
	} {
		if n.value < 0 || n.value > n.most {
			return fmt.Errorf("%s is from 0 to %d", n.name, n.most)
		}
	}
	if v.MaxAge > 0 && v.MaxAge < v.MinAge {
		return errors.New("the greatest age is below the least one")
	}
	if p := v.Place; p != nil {
		if p.Metres < 0 || p.Minutes < 0 || p.Metres > 10_000_000 || p.Minutes > 10_000 || p.Metres == 0 && p.Minutes == 0 {
			return errors.New("a place is some metres or minutes away")
		}
		if p.By != "" && !slices.Contains(Travels, p.By) {
			return fmt.Errorf("%q is no way to get there", p.By)
		}
	}
	return nil
}

func (h Hours) check() error {
	if err := among(h.Days, Week); err != nil {
		return err
	}
	if h.Dates != nil {
		if err := h.Dates.check(); err != nil {
			return err
		}
	}
	if h.Closed {
		if h.From != "" || h.Until != "" {
			return errors.New("closed days have no hours")
		}
		if len(h.Days) == 0 && h.Dates == nil {
			return errors.New("closed on which days?")
		}
		return nil
	}
	if h.From == "" && h.Until == "" {
		return errors.New("from when, or until when?")
	}
	for _, s := range []string{h.From, h.Until} {
		if s == "" {
			continue
		}
		if _, err := clock(s); err != nil {
			return err
		}
	}
	if h.From == "24:00" || h.Until == "00:00" {
		return errors.New("a day begins at 00:00 and ends at 24:00")
	}
	if h.From != "" && h.From == h.Until {
		return errors.New("it ends when it begins; around the clock is 00:00 to 24:00")
	}
	return nil
}

func (s Span) check() error {
	if _, err := dayOfYear(s.From); err != nil {
		return err
	}
	_, err := dayOfYear(s.Until)
	return err
}

func (p Price) check() error {
	if _, err := ParseAmount(p.Amount); err != nil {
		return err
	}
	if err := among(p.Per, Units); err != nil {
		return err
	}
	if p.FromAge < 0 || p.UntilAge < 0 || p.FromAge > 120 || p.UntilAge > 120 {
		return errors.New("an age is from 0 to 120")
	}
	if p.UntilAge > 0 && p.UntilAge < p.FromAge {
		return errors.New("the ages end before they begin")
	}
	if p.Dates != nil {
		return p.Dates.check()
	}
	return nil
}

// among refuses what is not in a list, or stands there twice.
func among[T ~string](have, list []T) error {
	for i, x := range have {
		if !slices.Contains(list, x) {
			return fmt.Errorf("%q is none of %v", string(x), list)
		}
		if slices.Contains(have[:i], x) {
			return fmt.Errorf("%q stands there twice", string(x))
		}
	}
	return nil
}

// fits refuses the parts that a form has not: nobody would see them there to correct them.
func (v Value) fits(form Form) error {
	for _, p := range []struct {
		said bool
		name string
		in   bool
	}{
		{len(v.Hours) > 0, "hours", form.Style() != ""},
		{len(v.Seasons) > 0, "seasons", form.Has(PartSeasons)},
		{len(v.Prices) > 0, "prices", form.Has(PartPrices)},
		{len(v.Needs) > 0 || v.AheadHours > 0, "how to have it", form.Has(PartNeeds)},
		{v.DeadlineHours > 0, "a deadline", form.Has(PartDeadline)},
		{v.MinAge > 0 || v.MaxAge > 0, "ages", form.Has(PartAges)},
		{v.MaxKg > 0, "a weight", form.Has(PartWeight)},
		{v.MaxPeople > 0, "a number of people", form.Has(PartPeople)},
		{v.Place != nil, "a distance", form.Has(PartPlace)},
	} {
		if p.said && !p.in {
			return fmt.Errorf("this fact has no place for %s", p.name)
		}
	}
	return nil
}
