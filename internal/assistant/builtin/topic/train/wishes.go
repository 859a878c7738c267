package train

import (
	_ "embed"
	"math/rand/v2"
	"strings"

	"deskbell/internal/assistant/builtin/topic"
	"deskbell/internal/knowledge"
)

//go:embed wishes.txt
var wishText string

// WishOptions are how the shipped wish model is trained.
var WishOptions = Options{Epochs: 10, Rate: 0.2, Decay: 1e-4, MinCount: 2, Seed: 7}

// WishSamples are messages that ask for a person and messages that do not; the
// format stands in the first lines of wishes.txt.
func WishSamples() []Sample {
	random := rand.New(rand.NewPCG(11, 1))
	who := map[string][]string{}
	var out []Sample
	add := func(label, list string, weight float32) {
		for _, m := range strings.Split(list, ";") {
			if m = strings.TrimSpace(m); m != "" {
				out = append(out, Sample{m, label, weight})
			}
		}
	}
	for line := range strings.Lines(wishText) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || line[0] == '#':
		case line[0] == '+':
			add(topic.Wishes, line[1:], 1)
		case line[0] == '-':
			add(topic.NoWish, line[1:], 2)
		case line[0] == '=':
			lang, list, _ := strings.Cut(line[2:], " who: ")
			for _, w := range strings.Split(list, ";") {
				who[lang] = append(who[lang], strings.TrimSpace(w))
			}
		case line[0] == '~':
			lang, list, _ := strings.Cut(line[2:], " ")
			for _, m := range strings.Split(list, ";") {
				for range 6 { // of the many combinations: the words matter, not their number
					name := who[lang][random.IntN(len(who[lang]))]
					add(topic.Wishes, strings.ReplaceAll(m, "{who}", name), 0.4)
				}
			}
		}
	}
	for _, k := range knowledge.Catalogue() {
		for _, q := range append([]string{k.Question}, k.Paraphrases...) {
			add(topic.NoWish, q, 0.5)
		}
		for _, lang := range taught(k.Translations) {
			for _, q := range k.Translations[lang] {
				add(topic.NoWish, q, 0.5)
			}
		}
	}
	for _, s := range otherSamples() {
		add(topic.NoWish, s.Text, 0.4)
	}
	return out
}

// Wishes trains the wish model.
func Wishes() *topic.Model {
	return Train(WishSamples(), []string{topic.NoWish, topic.Wishes}, WishOptions)
}
