// Command tables prints how good the built-in assistant is on the open question
// sets, beside what is asked of it, plain BM25, and the stored predictions of
// other platforms.
//
//	go run ./internal/assistant/eval/tables FOLDER
//
// The sets are not part of this repository; docs/assistant.md tells where they
// come from. The open hotel questions also train the shipped topic model, so
// they are asked of models that were trained on the questions of the other half
// of the hotels only.
package main

import (
	"context"
	"fmt"
	"math"
	"os"
	"os/signal"
	"path/filepath"
	"slices"
	"strings"
	"sync"

	"deskbell/internal/assistant/builtin"
	"deskbell/internal/assistant/builtin/topic/train"
	"deskbell/internal/assistant/eval"
	"deskbell/internal/knowledge"
	"deskbell/internal/knowledge/text"
)

// asked is what is asked of one set: floors for what should be high, and on
// every set the same ceilings for what should be low.
type asked struct {
	set          string
	car, correct float64
}

var sets = []asked{
	{"hotels-cam", .93, .80},
	{"turns-open", 0, 0},
	{"hint3-sofmattress", .62, .50},
	{"clinc150-10shot", .70, .55},
	{"banking77-10shot-oos", .50, 0},
}

const (
	mostFalse     = .10
	mostSuggested = .30
	mostWrong     = .08
	mostECE       = .08
)

func main() {
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: tables FOLDER")
		os.Exit(2)
	}
	if err := run(ctx, os.Args[1]); err != nil {
		fmt.Fprintln(os.Stderr, "tables:", err)
		os.Exit(1)
	}
}

func run(ctx context.Context, dir string) error {
	fmt.Println("The assistant, one shipped setting for every set. A figure that misses what is asked of it is marked with !.")
	fmt.Println()
	fmt.Println("| set | acc@1 | MRR@10 | AUROC | CAR@FAR10 | right | wrong | FAR | suggested, unanswerable | suggested, answerable | ECE |")
	fmt.Println("|---|---|---|---|---|---|---|---|---|---|---|")
	var plainRows []string
	for _, s := range sets {
		set, err := eval.ReadSet(filepath.Join(dir, s.set))
		if err != nil {
			return err
		}
		outcomes, err := ask(ctx, dir, set)
		if err != nil {
			return err
		}
		m := eval.Measure(outcomes)
		fmt.Printf("| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |\n", s.set, figure(m.Accuracy), figure(m.MRR), figure(m.AUROC),
			atLeast(m.CAR, s.car), atLeast(m.Correct, s.correct), atMost(m.Wrong, mostWrong), atMost(m.FalseAnswers, mostFalse),
			atMost(m.Suggested, mostSuggested), figure(m.Offered), atMost(m.ECE, mostECE))
		p := eval.Measure(eval.AskBaseline(set))
		plainRows = append(plainRows, fmt.Sprintf("| %s | %s | %s | %s | %s |", s.set, figure(p.Accuracy), figure(p.MRR), figure(p.AUROC), figure(p.CAR)))
	}
	fmt.Print("\nPlain BM25 over question and answer, its score as the confidence.\n\n| set | acc@1 | MRR@10 | AUROC | CAR@FAR10 |\n|---|---|---|---|---|\n")
	fmt.Println(strings.Join(plainRows, "\n"))
	return platforms(ctx, dir)
}

func figure(v float64) string {
	if math.IsNaN(v) {
		return "–"
	}
	return fmt.Sprintf("%.3f", v)
}

func atLeast(v, floor float64) string  { return marked(v, v < floor) }
func atMost(v, ceiling float64) string { return marked(v, v > ceiling) }

func marked(v float64, misses bool) string {
	if misses {
		return figure(v) + " !"
	}
	return figure(v)
}

// ask asks a set of the shipped models, or, where those have seen it, of models
// that have not.
func ask(ctx context.Context, dir string, set eval.Set) ([]eval.Outcome, error) {
	if set.Name != "hotels-cam" {
		return eval.Ask(ctx, set, builtin.Shipped(), nil, nil)
	}
	turns, err := train.OpenTurns(filepath.Join(dir, "info_train.jsonl"))
	if err != nil {
		return nil, err
	}
	var sources []string
	for _, q := range set.Queries {
		if !slices.Contains(sources, q.Source) {
			sources = append(sources, q.Source)
		}
	}
	slices.Sort(sources)
	var outcomes []eval.Outcome
	for fold := range 2 {
		mine := func(source string) bool { return slices.Index(sources, source)%2 == fold }
		topics, err := train.OpenTopics(filepath.Join(dir, "topic_train.jsonl"), func(s string) bool { return !mine(s) })
		if err != nil {
			return nil, err
		}
		models := builtin.Models{Topics: train.Topics(topics, turns), Transactions: builtin.Shipped().Transactions}
		part, err := eval.Ask(ctx, set, models, func(q eval.Query) bool { return mine(q.Source) && !catalogued(q.Text) }, nil)
		if err != nil {
			return nil, err
		}
		outcomes = append(outcomes, part...)
	}
	return outcomes, nil
}

// catalogued reports whether the catalogue asks the same question: then it would
// have been seen in training too.
func catalogued(question string) bool {
	return catalogueQuestions()[strings.Join(text.Tokens(question), " ")]
}

var catalogueQuestions = sync.OnceValue(func() map[string]bool {
	questions := map[string]bool{}
	for _, k := range knowledge.Catalogue() {
		for _, q := range append([]string{k.Question}, k.Paraphrases...) {
			questions[strings.Join(text.Tokens(q), " ")] = true
		}
	}
	return questions
})

// platforms compares on the one set for which others' predictions are stored.
func platforms(ctx context.Context, dir string) error {
	set, err := eval.ReadSet(filepath.Join(dir, "hint3v1-sofmattress"))
	if err != nil {
		return err
	}
	fmt.Print("\nThe stored predictions of other platforms (HINT3 v1, sofmattress), and ours on the same queries.\n\n| platform | acc@1 | AUROC | CAR@FAR10 |\n|---|---|---|---|\n")
	row := func(name string, outcomes []eval.Outcome) {
		m := eval.Measure(outcomes)
		fmt.Printf("| %s | %s | %s | %s |\n", name, figure(m.Accuracy), figure(m.AUROC), figure(m.CAR))
	}
	ours, err := eval.Ask(ctx, set, builtin.Shipped(), nil, nil)
	if err != nil {
		return err
	}
	row("Deskbell", ours)
	row("plain BM25", eval.AskBaseline(set))
	for _, p := range []struct{ name, file string }{{"Dialogflow", "dialogflow"}, {"LUIS", "luis"}, {"Rasa", "rasa"}, {"BERT, fine-tuned", "bert"}, {"Haptik", "haptik"}} {
		file, err := os.Open(filepath.Join(dir, "hint3-platform-preds-v1", "h3p_"+p.file+"_sofmattress.csv"))
		if err != nil {
			return err
		}
		outcomes, err := eval.ReadPredictions(file)
		file.Close()
		if err != nil {
			return fmt.Errorf("%s: %w", file.Name(), err)
		}
		row(p.name, outcomes)
	}
	return nil
}
