package builtin_test

import (
	"fmt"
	"math"
	"slices"
	"testing"

	"deskbell/internal/assistant"
	"deskbell/internal/assistant/builtin"
	"deskbell/internal/knowledge"
	"deskbell/internal/sample"
)

// shop is no hotel, and its entries say nothing of what went wrong.
func shop() knowledge.Base {
	entry := func(id, answer string, questions ...string) knowledge.Entry {
		return knowledge.Entry{ID: id, Language: "en", Questions: questions, Answer: answer}
	}
	return knowledge.Base{PropertyID: "p", Languages: []string{"en"}, Entries: []knowledge.Entry{
		entry("lamps", "We have three reading lamps.", "which reading lamps do you sell", "tell me about your lamps", "I am interested in a lamp", "show me reading lamps", "lamps"),
		entry("shipping", "Within four days.", "how long does shipping take", "when will it be delivered", "delivery time", "how many days until it arrives", "shipping duration"),
		entry("installments", "In up to six rates.", "can I pay in installments", "is there a payment plan", "monthly installments", "pay later", "split the payment"),
		entry("warranty", "Two years.", "do you give a warranty", "how long is the guarantee", "what does the warranty cover", "guarantee period", "warranty"),
	}}
}

// That something is wrong with a thing is another question than what it is.
func TestRank_TroubleIsAnotherQuestion(t *testing.T) {
	t.Parallel()
	base := shop()
	base.Entries = append(base.Entries,
		knowledge.Entry{ID: "ways", Language: "en", Answer: "With a voucher.", Questions: []string{"how do I open the locker", "opening a locker", "the locker opens with what"}},
		knowledge.Entry{ID: "failed", Language: "en", Answer: "Ring the bell.", Questions: []string{"my locker fails to open", "the locker stays shut, an error", "something wrong with opening a locker"}})
	k := builtin.Prepare(base)
	ahead := func(question string) (by float64) {
		ranked, _ := k.Explain(question)
		for _, s := range ranked {
			switch s.ID {
			case "ways":
				by += s.Score
			case "failed":
				by -= s.Score
			}
		}
		return by
	}
	if plain, trouble := ahead("opening the locker"), ahead("not opening the locker"); trouble >= plain-0.5 {
		t.Errorf("how it opens is ahead of why it does not by %.2f, and by %.2f where it does not", plain, trouble)
	}
	asked, broken := k.Rank("the reading lamp", 1)[0], k.Rank("the reading lamp, not", 1)[0]
	if broken.Confidence >= asked.Confidence {
		t.Errorf("a lamp %.3f, a lamp that is not %.3f", asked.Confidence, broken.Confidence)
	}
}

// Words that no entry of a kind shares with the question, but that ask for the same.
func TestRank_OtherWordsForTheSame(t *testing.T) {
	t.Parallel()
	k := builtin.Prepare(shop())
	for question, want := range map[string]string{
		"how quickly do you dispatch": "shipping", "paying bit by bit": "installments", "is it guaranteed": "warranty",
	} {
		if got := k.Rank(question, 1)[0]; got.ID != want {
			t.Errorf("%q is taken for %s (%.2f), want %s", question, got.ID, got.Confidence, want)
		}
	}
}

// The ranking works its score out piece by piece without the vector that the
// weights were fitted to; both are the same.
func TestRank_ScoreIsTheModels(t *testing.T) {
	t.Parallel()
	for name, base := range map[string]knowledge.Base{"shop": shop(), "many": many(300)} {
		k := builtin.Prepare(base)
		for _, question := range []string{"how much is shipping", "where is the broken kayak of the roof", "my lamp did not arrive, what now", "warranty"} {
			ranked, _ := k.Explain(question)
			for i, s := range ranked {
				if want := builtin.ModelScore(s.Measures); math.Abs(want-s.Score) > 1e-6 {
					t.Fatalf("%s, %q: piece %s scores %.9f, by the model %.9f", name, question, s.ID, s.Score, want)
				}
				if i > 0 && s.Score > ranked[i-1].Score {
					t.Fatalf("%s, %q: the order is wrong at %d", name, question, i)
				}
			}
		}
	}
}

func TestTells(t *testing.T) {
	t.Parallel()
	for answer, want := range map[string][2]bool{
		"Parking costs 18 EUR a night.": {true, false}, "€25 a stay": {true, false}, "Eur 30, please": {true, false}, "It is free for our guests.": {true, false},
		"From 6:30 to 10.30": {false, true}, "until 7pm": {false, true}, "Das Frühstück beginnt um 7 Uhr.": {false, true}, "at midnight": {false, true},
		"20 rooms with a view": {false, false}, "Built in 1904.": {false, false}, "Room 3.5": {false, false}, "": {false, false}, "8": {false, false}, "version 10.250": {false, false},
		"18 EUR from 15:00": {true, true},
	} {
		if price, time := builtin.Tells(answer); price != want[0] || time != want[1] {
			t.Errorf("%q tells a price: %v, a time: %v", answer, price, time)
		}
	}
}

// An edit answers as if all had been prepared anew, though what was not edited is
// not read again: questions, answers, languages, and what a notice had stood before.
func TestAnswerer_EditIsWholePreparation(t *testing.T) {
	t.Parallel()
	base, version := shop(), 0
	base.Notices = []knowledge.Notice{{ID: "n", Topic: "warranty", Text: "Today nobody is here for repairs."}}
	a := builtin.New(builtin.SourceFunc(func(string) (knowledge.Base, string, error) { return base, fmt.Sprint(version), nil }))
	for step, edit := range []func(){
		func() {},
		func() { base.Entries[0].Answer = "We have four reading lamps, from 20 EUR." },
		func() { base.Entries[1].Questions = []string{"how do parcels travel", "hello"} },
		func() { base.Notices = nil },
		func() { base.Entries[2].Language = "de" },
		func() { base.Entries = base.Entries[1:] },
	} {
		base.Entries = slices.Clone(base.Entries)
		edit()
		version++
		edited, err := a.Knowledge("p")
		if err != nil {
			t.Fatal(err)
		}
		whole := builtin.Prepare(base)
		for _, q := range []string{"what does a lamp cost", "how do parcels travel", "hello", "warranty", "payment plan", "lamps not working"} {
			one, two := edited.Rank(q, 3), whole.Rank(q, 3)
			for i := range one {
				if one[i].ID != two[i].ID || one[i].Kind != two[i].Kind || math.Abs(one[i].Score-two[i].Score) > 1e-6 {
					t.Errorf("step %d, %q: %s %.4f after the edit, %s %.4f anew", step, q, one[i].ID, one[i].Score, two[i].ID, two[i].Score)
				}
			}
			if x, y := edited.Answer(assistant.Question{Text: q}), whole.Answer(assistant.Question{Text: q}); x.Text != y.Text || x.Decision != y.Decision {
				t.Errorf("step %d, %q: %s %q after the edit, %s %q anew", step, q, x.Decision, x.Text, y.Decision, y.Text)
			}
		}
	}
}

// Words that nobody ever met are about nothing, whatever their letters sound like.
func TestRank_Gibberish(t *testing.T) {
	t.Parallel()
	k := builtin.Prepare(sample.HarbourView().Base("p"))
	for _, question := range []string{"Zorblax quuxification?", "blorf", "xqzt wvub", "is there a flarmish kobbert", "asdfg hjkl"} {
		if got := k.Rank(question, 1)[0]; got.Confidence > 0.2 {
			t.Errorf("%q is about %s (%.2f)", question, got.ID, got.Confidence)
		}
	}
	for _, question := range []string{"swimming?", "Frühstückszeiten"} {
		if got := k.Rank(question, 1)[0]; got.Confidence < 0.45 {
			t.Errorf("%q: only %.2f for %s", question, got.Confidence, got.ID)
		}
	}
}
