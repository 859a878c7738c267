package train

import (
	"bufio"
	_ "embed"
	"encoding/json"
	"fmt"
	"maps"
	"os"
	"slices"
	"strings"

	"deskbell/internal/assistant/builtin/topic"
	"deskbell/internal/knowledge"
	"deskbell/internal/knowledge/text"
)

//go:embed other.txt
var otherText string

// templates ask for an amenity by its name.
var templates = map[string][]string{
	"en": {
		"%s", "%s?", "do you have %s", "is there a %s", "is there %s at the hotel", "do u have %s", "any %s", "how much is the %s",
		"where is the %s", "what time does the %s open", "can I use the %s", "I need a %s", "does the hotel have a %s", "is the %s free",
		"%s available?", "do you offer %s", "tell me about the %s", "%s price", "until when is the %s open", "are there any %s on site", "info about %s please",
		"looking for a %s", "we need a %s",
	},
	"de": {"%s", "Gibt es %s?", "Haben Sie %s?", "Was kostet %s?", "Wo ist %s?"},
	"fr": {"%s", "Y a-t-il %s ?", "Avez-vous %s ?", "Combien coûte %s ?", "Où est %s ?"},
	"es": {"%s", "¿Hay %s?", "¿Tienen %s?", "¿Cuánto cuesta %s?", "¿Dónde está %s?"},
	"pt": {"%s", "Há %s?", "Têm %s?", "Quanto custa %s?", "Onde fica %s?"},
	"it": {"%s", "C'è %s?", "Avete %s?", "Quanto costa %s?", "Dov'è %s?"},
}

// nameTemplates ask for what is no amenity (check-in, city tax) by its name.
var nameTemplates = []string{"%s", "%s?", "what about %s", "question about %s", "tell me about %s", "what is your %s", "info on %s please"}

// TopicLabels are the catalogue's keys and [topic.Other].
func TopicLabels() []string {
	var labels []string
	for _, k := range knowledge.Catalogue() {
		labels = append(labels, k.Key)
	}
	return append(labels, topic.Other)
}

// CatalogueSamples are the catalogue's own words, and its names in common
// sentences, plus what is in no catalogue.
func CatalogueSamples() []Sample {
	var out []Sample
	for _, k := range knowledge.Catalogue() {
		add := func(text string, weight float32) { out = append(out, Sample{text, k.Key, weight}) }
		add(k.Question, 1)
		for _, q := range k.Paraphrases {
			add(q, 1)
		}
		for _, lang := range taught(k.Translations) {
			for _, q := range k.Translations[lang] {
				add(q, 1)
			}
		}
		for _, lang := range taught(k.Names) {
			names := k.Names[lang]
			list := templates[lang]
			if lang == "en" && !k.Amenity {
				list = nameTemplates
			}
			if list == nil {
				list = []string{"%s"}
			}
			for _, name := range names {
				for _, t := range list {
					add(fmt.Sprintf(t, name), 0.4)
				}
			}
		}
	}
	return append(out, otherSamples()...)
}

// taught are the languages that the models are taught, always in the same order. Hebrew is not among them: a question in it
// is put into English before they are asked.
func taught(by map[string][]string) []string {
	return slices.DeleteFunc(slices.Sorted(maps.Keys(by)), func(language string) bool { return language == "he" })
}

// otherSamples reads other.txt: lines with "* " are names of things that no
// catalogue has, the rest are whole messages.
func otherSamples() []Sample {
	var out []Sample
	for line := range strings.Lines(otherText) {
		line = strings.TrimSpace(line)
		switch {
		case line == "" || strings.HasPrefix(line, "#"):
		case strings.HasPrefix(line, "* "):
			for i, name := range strings.Split(line[2:], ";") {
				for j, t := range templates["en"] {
					if (i+j)%3 == 0 { // a third of the sentences each: the names are what varies
						out = append(out, Sample{fmt.Sprintf(t, strings.TrimSpace(name)), topic.Other, 0.5})
					}
				}
			}
		default:
			for _, m := range strings.Split(line, ";") {
				out = append(out, Sample{strings.TrimSpace(m), topic.Other, 1})
			}
		}
	}
	return out
}

// topicKeys maps the topics of the open question set to the catalogue's keys.
var topicKeys = map[string]string{
	"checkin": "check_in", "checkout": "check_out", "fitness": "gym", "front_desk_24h": "reception_hours", "meeting": "meeting_rooms",
	"restaurant_bar": "restaurant", "shuttle": "airport_shuttle",
}

type openLine struct {
	Q     string `json:"q"`
	Topic string `json:"topic"`
	Src   string `json:"src"`
}

func readOpen(path string) ([]openLine, error) {
	file, err := os.Open(path)
	if err != nil {
		return nil, err
	}
	defer file.Close()
	var out []openLine
	in := bufio.NewScanner(file)
	in.Buffer(nil, 1<<20)
	for in.Scan() {
		var line openLine
		if err := json.Unmarshal(in.Bytes(), &line); err != nil {
			return nil, fmt.Errorf("%s: %w", path, err)
		}
		out = append(out, line)
	}
	return out, in.Err()
}

// OpenTopics reads topic_train.jsonl; keep says which source hotels to use
// (nil: all of them).
func OpenTopics(path string, keep func(src string) bool) ([]Sample, error) {
	lines, err := readOpen(path)
	if err != nil {
		return nil, err
	}
	var out []Sample
	for _, l := range lines {
		if keep != nil && !keep(l.Src) {
			continue
		}
		key := l.Topic
		if k, ok := topicKeys[key]; ok {
			key = k
		}
		out = append(out, Sample{l.Q, key, 1})
	}
	return out, nil
}

// OpenTurns reads info_train.jsonl: questions and booking turns.
func OpenTurns(path string) ([]Sample, error) {
	lines, err := readOpen(path)
	if err != nil {
		return nil, err
	}
	var out []Sample
	for _, l := range lines {
		out = append(out, Sample{l.Q, l.Topic, 1})
	}
	return out, nil
}

// TopicOptions and TurnOptions are how the shipped weights are trained.
var (
	TopicOptions = Options{Epochs: 14, Rate: 0.25, Decay: 1e-5, MinCount: 3, Seed: 7}
	TurnOptions  = Options{Epochs: 10, Rate: 0.2, Decay: 1e-4, MinCount: 2, Seed: 7}
)

// Topics trains the topic model on the catalogue, on open questions, and, as
// [topic.Other], on open booking turns.
func Topics(open, turns []Sample) *topic.Model {
	samples := append(CatalogueSamples(), open...)
	for _, t := range turns {
		if t.Label == topic.Acts && !asksToo(t.Text) {
			samples = append(samples, Sample{t.Text, topic.Other, 0.2})
		}
	}
	return Train(samples, TopicLabels(), TopicOptions)
}

// asksToo reports whether an open booking turn asks for what a hotel's guests ask
// for as well. The open dialogues are with a travel agent, who is asked for the
// address of a hotel; asked of the hotel itself that is a plain question.
func asksToo(turn string) bool {
	for _, w := range text.Tokens(turn) {
		switch w {
		case "address", "phone", "postcode", "telephone", "wifi", "internet", "parking", "breakfast", "pool", "gym":
			return true
		}
	}
	return false
}

// Turns trains the transaction model. The catalogue's questions are questions,
// what other.txt holds as whole messages are transactions and chatter.
func Turns(turns []Sample) *topic.Model {
	var samples []Sample
	for _, t := range turns {
		if t.Label != topic.Acts || !asksToo(t.Text) {
			samples = append(samples, t)
		}
	}
	for _, k := range knowledge.Catalogue() {
		for _, q := range append([]string{k.Question}, k.Paraphrases...) {
			samples = append(samples, Sample{q, topic.Asks, 1})
		}
		for _, lang := range taught(k.Translations) {
			for _, q := range k.Translations[lang] {
				samples = append(samples, Sample{q, topic.Asks, 1})
			}
		}
		if k.Amenity {
			for _, name := range k.Names["en"] {
				for _, t := range []string{"%s?", "looking for a %s", "any %s", "we need a %s"} {
					samples = append(samples, Sample{fmt.Sprintf(t, name), topic.Asks, 0.5})
				}
			}
		}
	}
	for line := range strings.Lines(otherText) {
		line = strings.TrimSpace(line)
		if line == "" || strings.HasPrefix(line, "#") || strings.HasPrefix(line, "* ") || strings.HasPrefix(line, "~ ") {
			continue
		}
		for _, m := range strings.Split(line, ";") {
			samples = append(samples, Sample{strings.TrimSpace(m), topic.Acts, 1})
		}
	}
	return Train(samples, []string{topic.Asks, topic.Acts}, TurnOptions)
}
