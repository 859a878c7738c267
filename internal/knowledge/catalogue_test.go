package knowledge_test

import (
	"slices"
	"strings"
	"testing"

	"deskbell/internal/knowledge"
	"deskbell/internal/knowledge/typed"
)

func TestCatalogue(t *testing.T) {
	t.Parallel()
	seen := map[string]bool{}
	for _, k := range knowledge.Catalogue() {
		if seen[k.Key] {
			t.Errorf("%s stands there twice", k.Key)
		}
		seen[k.Key] = true
		if k.Label == "" || k.Group == "" || !strings.Contains(k.Question, "?") {
			t.Errorf("%s lacks a label, a group or a question: %+v", k.Key, k)
		}
		for _, lang := range []string{"en", "de", "fr", "es", "pt", "it", "nl", "ar", "he"} {
			if k.Name(lang) == "" {
				t.Errorf("%s has no name in %s", k.Key, lang)
			}
		}
		if len(k.Paraphrases) == 0 {
			t.Errorf("%s has no paraphrases", k.Key)
		}
		if got, ok := knowledge.KindOf(k.Key); !ok || got.Label != k.Label {
			t.Errorf("%s is not found by its key", k.Key)
		}
	}
	for key, form := range map[string]typed.Form{
		"check_in": {typed.PartFrom}, "breakfast": {typed.PartHours, typed.PartPrices}, "cancellation": {typed.PartDeadline, typed.PartPrices}, "lift": nil,
	} {
		if k, _ := knowledge.KindOf(key); !slices.Equal(k.Form, form) {
			t.Errorf("%s has the form %v", key, k.Form)
		}
	}
	if len(seen) < 60 {
		t.Errorf("only %d kinds", len(seen))
	}
	if _, ok := knowledge.KindOf("unheard_of"); ok {
		t.Error("an unknown key was found")
	}
}

func TestBase_Fact(t *testing.T) {
	t.Parallel()
	b := knowledge.Base{Facts: []knowledge.Fact{{Key: "pool", State: knowledge.FactNo}}}
	if got := b.Fact("pool").State; got != knowledge.FactNo {
		t.Errorf("pool is %s", got)
	}
	if got := b.Fact("spa").State; got != knowledge.FactUnknown {
		t.Errorf("spa, never touched, is %s", got)
	}
	if b.Language() != "en" || (knowledge.Base{Languages: []string{"pt", "en"}}).Language() != "pt" {
		t.Error("the first language leads, English where none is named")
	}
	if knowledge.FactState("maybe").Valid() || !knowledge.FactUnknown.Valid() {
		t.Error("there are three states")
	}
}
