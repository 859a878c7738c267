package builtin

import (
	"slices"
	"strings"
	"sync"

	"deskbell/internal/assistant"
	"deskbell/internal/assistant/builtin/topic"
	"deskbell/internal/knowledge"
	"deskbell/internal/knowledge/index"
	"deskbell/internal/knowledge/text"
)

// Knowledge is one property's knowledge, ready to be asked. It is never changed,
// so any number of goroutines may ask it at once.
type Knowledge struct {
	base   knowledge.Base
	models Models
	pieces []piece
	index  *index.Index
	// exact finds the piece that a question names word for word.
	exact map[string]int
	// held says for every topic how surely the property has a piece about it.
	held []float32
	// classes tells entries with many variants apart; nil where there are none.
	classes *classifier
	// talks is true where some piece is the property's own small talk.
	talks bool
	// forHotel is true where this is the knowledge of somewhere to stay, or could become it.
	forHotel bool
	// foreign is true where the knowledge is not a hotel's at all.
	foreign bool
	// likeness describes the property's own questions; see calibrate.go.
	likeness likeness
	// apart is how much, on average, a wrong piece is trusted with a question of the property's own: on the scale of the trust
	// model.
	apart float64
}

// piece is a fact that the property has stated, an entry, an approved passage, or a notice.
type piece struct {
	source     assistant.Source
	suggestion string // the question that it answers, as a guest would ask it
	questions  []string
	language   string
	answer     string // empty: a question without an answer yet
	fact       *knowledge.Fact
	bookedOnly bool
	talk       bool // one of its questions is small talk
	topics     []float32
	roots      []float32   // of topics, see likeTopics
	hotel      float64     // see Measures
	many       float64     // see Measures
	class      int         // of the classifier, or -1
	facets     facetShares // what of a thing its questions ask for
	reach      float64     // how alike it can be to any question by topics
	read       bool        // what its own words tell was read by an earlier preparation
}

// Models are the trained parts. Tests that must not ask a model what it was
// trained on bring their own.
type Models struct {
	Topics, Transactions *topic.Model
}

// Shipped returns the models that are compiled in.
func Shipped() Models { return Models{topic.Topics(), topic.Transactions()} }

// Prepare makes a property's knowledge ready: well under a second for 5,000
// entries, some 30 milliseconds for a usual property.
func Prepare(base knowledge.Base) *Knowledge { return PrepareWith(base, Shipped()) }

// PrepareWith is Prepare with other models.
func PrepareWith(base knowledge.Base, models Models) *Knowledge {
	return prepare(base, models, nil)
}

// prepareAfter is Prepare for knowledge that was prepared before an edit: what
// stands as it stood is not read again.
func prepareAfter(before *Knowledge, base knowledge.Base) *Knowledge {
	models := Shipped()
	if before == nil || before.models != models {
		return PrepareWith(base, models)
	}
	known := make(map[string]*piece, len(before.pieces))
	for i := range before.pieces {
		if p := &before.pieces[i]; p.fact == nil && p.source.Kind == assistant.SourceEntry {
			known[p.source.ID] = p
		}
	}
	return prepare(base, models, known)
}

func prepare(base knowledge.Base, models Models, known map[string]*piece) *Knowledge {
	k := &Knowledge{base: base, models: models, exact: map[string]int{}}
	var docs []index.Doc
	for _, f := range base.Facts {
		kind, ok := knowledge.KindOf(f.Key)
		if !ok || f.State == knowledge.FactUnknown || f.State == "" {
			continue // not said yet: the same as not there
		}
		docs = append(docs, index.Doc{Language: base.Language(), Questions: factQuestions(kind), Answer: kind.Label + ". " + said(f, kind, base.Language())})
		k.pieces = append(k.pieces, k.factPiece(f, kind))
	}
	for _, e := range base.Entries {
		if len(e.Questions) == 0 {
			continue
		}
		language := e.Language
		if language == "" {
			language = base.Language()
		}
		docs = append(docs, index.Doc{Language: language, Questions: e.Questions, Answer: e.Answer})
		k.pieces = append(k.pieces, k.entryPiece(e, language, known[e.ID]))
	}
	for _, p := range base.Passages {
		e, language := passageEntry(p), p.Language
		if language == "" {
			language = base.Language()
		}
		docs = append(docs, index.Doc{Language: language, Questions: e.Questions, Answer: e.Answer})
		piece := k.entryPiece(e, language, nil)
		piece.source.Kind = assistant.SourcePassage
		k.pieces = append(k.pieces, piece)
	}
	docs = k.putUp(docs)
	k.index = index.Build(docs, commonWords())
	// A single entry may sound like a hotel's by chance, and every shop has
	// cancellation and payment: a knowledge base that is by half about something
	// else is not a hotel's.
	hotel := 0.0
	k.held = make([]float32, len(models.Topics.Labels))
	for i, p := range k.pieces {
		k.pieces[i].questions = docs[i].Questions
		if !p.read {
			k.pieces[i].roots = allRoots(p.topics)
			k.pieces[i].facets = facetsOfPiece(docs[i].Questions, docs[i].Answer)
			k.pieces[i].talk = p.fact == nil && slices.ContainsFunc(docs[i].Questions, isTalk)
		}
		k.pieces[i].reach = topicReach(p.topics)
		if p.fact == nil { // a fact's variants are the catalogue's, in every language
			k.pieces[i].many = clamp(float64(len(docs[i].Questions)-1) / 8)
		}
		hotel += float64(1-p.topics[len(p.topics)-1]) / float64(len(k.pieces))
		for t, v := range p.topics {
			k.held[t] = max(k.held[t], v)
		}
		k.talks = k.talks || k.pieces[i].talk
		for _, q := range docs[i].Questions {
			key := exactKey(q)
			if _, taken := k.exact[key]; !taken || p.fact == nil {
				k.exact[key] = i // an entry is the property's own question: it goes before a fact
			}
		}
	}
	hotel = clamp((hotel - 0.5) / 0.35)
	k.foreign = hotel == 0
	for i, p := range k.pieces {
		k.pieces[i].hotel = hotel * float64(1-p.topics[len(p.topics)-1])
	}
	k.forHotel = forHotel(k.pieces)
	k.classes = learn(k.lessons())
	k.calibrate()
	k.outrank(docs)
	return k
}

// factQuestions are all the ways to ask for a fact that the catalogue knows.
func factQuestions(kind knowledge.FactKind) []string {
	out := append([]string{kind.Question}, kind.Paraphrases...)
	for _, qs := range kind.Translations {
		out = append(out, qs...)
	}
	for _, names := range kind.Names {
		out = append(out, names...)
	}
	return out
}

// said is what a fact says: its words, and without any its figures.
func said(f knowledge.Fact, kind knowledge.FactKind, language string) string {
	if strings.TrimSpace(f.Details) != "" || f.State != knowledge.FactYes {
		return f.Details
	}
	return f.Value.Sentence(language, "", kind.Form.Style())
}

func (k *Knowledge) factPiece(f knowledge.Fact, kind knowledge.FactKind) piece {
	p := piece{
		source:     assistant.Source{ID: f.Key, Title: kind.Label, Kind: assistant.SourceFact},
		suggestion: kind.Question,
		language:   k.base.Language(),
		fact:       &f,
		answer:     strings.TrimSpace(f.Details),
		topics:     make([]float32, len(k.models.Topics.Labels)),
	}
	if i := k.models.Topics.Label(f.Key); i >= 0 {
		p.topics[i] = 1
	}
	return p
}

// entryPiece makes the piece of an entry; before is what it was, if it was there.
func (k *Knowledge) entryPiece(e knowledge.Entry, language string, before *piece) piece {
	p := piece{
		source:     assistant.Source{ID: e.ID, Title: e.Questions[0], Kind: assistant.SourceEntry},
		suggestion: e.Questions[0],
		language:   language,
		answer:     strings.TrimSpace(e.Answer),
		bookedOnly: e.BookedOnly,
	}
	if before != nil && before.language == language && before.answer == p.answer && slices.Equal(before.questions, e.Questions) {
		p.topics, p.roots, p.facets, p.talk, p.read = before.topics, before.roots, before.facets, before.talk, true
		return p
	}
	p.topics = make([]float32, len(k.models.Topics.Labels))
	// An entry is about what its questions are about, on average; a few of many
	// variants tell as much as all of them.
	questions := e.Questions[:min(len(e.Questions), 8)]
	for _, q := range questions {
		for t, v := range k.models.Topics.Probabilities(text.Tokens(q)) {
			p.topics[t] += v / float32(len(questions))
		}
	}
	return p
}

// passageEntry is a passage as the entry that it answers like: its title is what it is asked by, and where it has none, how
// it begins.
func passageEntry(p knowledge.Passage) knowledge.Entry {
	title := p.Title
	if title == "" {
		words := strings.Fields(p.Text)
		title = strings.Join(words[:min(len(words), 8)], " ")
	}
	return knowledge.Entry{ID: p.ID, Questions: []string{title}, Answer: p.Text, Language: p.Language}
}

// exactKey is a question without its spelling: two with one key are the same.
func exactKey(s string) string { return strings.Join(text.Tokens(s), " ") }

// commonWords are the words that the catalogue writes, and function words: they
// are spelled right, whether or not the property uses them.
var commonWords = sync.OnceValue(func() map[string]struct{} {
	words := map[string]struct{}{}
	add := func(s string) {
		for _, t := range text.Tokens(s) {
			words[t] = struct{}{}
		}
	}
	for _, k := range knowledge.Catalogue() {
		add(k.Question)
		for _, list := range [][]string{k.Paraphrases, factQuestions(k)} {
			for _, s := range list {
				add(s)
			}
		}
	}
	for _, w := range strings.Fields(everydayWords) { // more than a message may have
		words[w] = struct{}{}
	}
	return words
})

// everydayWords are common in chats and near in spelling to hotel words; without
// them "boat" might be read as "boot".
const everydayWords = `about above after again against almost along already although always among another around asked away back because become before
behind being below between board boats bored bought bring broken brought build called came card care carry cause chance change cheap choose clear close
clothes coast cold come computer cook cooking cost could country course cover daily dance daughter dear decide doing dollar door double down dress drink
drive during each earlier early either enough enter evening event every everything except expect father feel fewer find fine first follow food foot forget
found free fresh friend friends front full funny further game games garden girl give glass going good great green group guess guest hand happen happy hard
head hear heart heavy hello here high hold home hope horse hotel house however husband idea include inside instead island just keep kind knew knowing
large last late later learn least leave left less letter life light list little live local long look lose loud love made main make many market married
matter maybe mean meat meet mind minute money month more morning most mother mountain mouth move much music must name near nearly never next nice nobody
noise none normal north note nothing number often older only open order other ours outside over owner page paid paint paper parents part pass past people
perhaps phone photo piece place plain plan plane play players please plus point police poor possible post pretty price print private probably problem
prices quick quiet quite rain reach read ready real really reason receive rest return rich ride right ring river road rock roof room round rule safe said
sale same sandy save school season seat second seem seen self sell send sent serve seven several shall share ship shoes shop short should show sick side
sign simple since sing sister size sleep slow small snow some song soon sorry sound south space speak special spend sport spring stairs stand start state
station stay still stone stood stop store story street strong such summer sunday sure table take talk tall taste team tell test than thank their them then
there these they thing things think third this those though thought three through ticket time times tired today together told tomorrow tonight took town
train tree trip true turn twenty under until upon used usually very view visit voice wait walk wall want warm wash watch water wear weather week weekend
well went were west what wheel when where whether which while white whole wife wind window wine winter wish with without woman word words work world worry
worse would write wrong year yellow yesterday young monday tuesday wednesday thursday friday saturday january february march april june july august
september october november december boat boats goat coat moat booking booked bookings reservation cinema parents parent partner hiking skiing sailing
surfing fishing climbing racing dancing singing painting shooting baking making taking walking talking working looking cooking joking poker pasta pizza
pants tools tool poor spy spas grim gem bear beer beard bars car care scar carpet pat pest pots post pit pen pens patio packing picking park parks party
parties patient diving dive scuba snorkelling hike hikes like likes lake lakes bite kite shuttle shutter scuttle`
