package builtin_test

import (
	"math"
	"testing"

	"deskbell/internal/assistant/builtin"
	"deskbell/internal/knowledge"
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
