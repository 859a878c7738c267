// Package eval measures an answerer on question sets: does it find the right
// piece of knowledge, and does it know when it has not. The formats and figures
// are those of "deskbell eval".
package eval

import (
	"cmp"
	"math"
	"slices"
)

// Outcome is what an answerer made of one query.
type Outcome struct {
	Gold       []string // ids of the right entries; none: the query is unanswerable
	Ranked     []string // best first, never abstaining
	Confidence float64  // that Ranked[0] is right
	Decision   Decision
}

// Decision is what was done with a query.
type Decision string

// The three decisions of the evaluation format.
const (
	Answered  Decision = "answer"
	Suggested Decision = "suggest"
	Abstained Decision = "abstain"
)

func (o Outcome) right() bool {
	return len(o.Ranked) > 0 && slices.Contains(o.Gold, o.Ranked[0])
}

func (o Outcome) answerable() bool { return len(o.Gold) > 0 }

// Metrics are the figures of one set. A figure that needs answerable (or
// unanswerable) queries is NaN where there are none.
type Metrics struct {
	Queries, Answerable, Unanswerable int
	// Accuracy and MRR, over answerable queries, never abstaining.
	Accuracy, MRR float64
	// AUROC says how well confidence separates answerable from unanswerable.
	AUROC float64
	// CAR is the share of answerable queries that are answered rightly at the
	// threshold where a tenth of the unanswerable ones get an answer.
	CAR float64
	// At the shipped thresholds: Correct and Wrong are shares of the answerable,
	// FalseAnswers and Suggested shares of the unanswerable queries, and
	// Offered the share of answerable ones that got suggestions.
	Correct, Wrong, FalseAnswers, Suggested, Offered float64
	// ECE is the expected calibration error over ten bins.
	ECE float64
}

// Measure computes the metrics of a set.
func Measure(outcomes []Outcome) Metrics {
	m := Metrics{Queries: len(outcomes)}
	var accurate, reciprocal, correct, wrong, false_, suggested, offered float64
	for _, o := range outcomes {
		if !o.answerable() {
			m.Unanswerable++
			switch o.Decision {
			case Answered:
				false_++
			case Suggested:
				suggested++
			}
			continue
		}
		m.Answerable++
		if o.right() {
			accurate++
		}
		for i, id := range o.Ranked[:min(len(o.Ranked), 10)] {
			if slices.Contains(o.Gold, id) {
				reciprocal += 1 / float64(i+1)
				break
			}
		}
		switch {
		case o.Decision == Answered && o.right():
			correct++
		case o.Decision == Answered:
			wrong++
		case o.Decision == Suggested:
			offered++
		}
	}
	yes, no := float64(m.Answerable), float64(m.Unanswerable)
	m.Accuracy, m.MRR = accurate/yes, reciprocal/yes
	m.Correct, m.Wrong, m.Offered = correct/yes, wrong/yes, offered/yes
	m.FalseAnswers, m.Suggested = false_/no, suggested/no
	m.AUROC = auroc(outcomes)
	m.CAR = CorrectAt(outcomes, 0.10)
	m.ECE = calibrationError(outcomes)
	return m
}

// auroc is the probability that an answerable query has a higher confidence than
// an unanswerable one; ties count half.
func auroc(outcomes []Outcome) float64 {
	sorted := slices.Clone(outcomes)
	slices.SortFunc(sorted, func(a, b Outcome) int { return cmp.Compare(a.Confidence, b.Confidence) })
	var below, ties, wins, yes float64
	for i := 0; i < len(sorted); {
		j := i
		ties = 0
		var here float64
		for ; j < len(sorted) && sorted[j].Confidence == sorted[i].Confidence; j++ {
			if sorted[j].answerable() {
				here++
			} else {
				ties++
			}
		}
		wins += here * (below + ties/2)
		yes += here
		below += ties
		i = j
	}
	return wins / (yes * below)
}

// CorrectAt returns the share of answerable queries answered rightly at the
// lowest threshold where at most far of the unanswerable ones get an answer.
func CorrectAt(outcomes []Outcome, far float64) float64 {
	threshold := Threshold(outcomes, far)
	var yes, correct float64
	for _, o := range outcomes {
		if !o.answerable() {
			continue
		}
		yes++
		if o.right() && o.Confidence > threshold {
			correct++
		}
	}
	return correct / yes
}

// Threshold returns the confidence above which at most far of the unanswerable
// queries lie.
func Threshold(outcomes []Outcome, far float64) float64 {
	var wrong []float64
	for _, o := range outcomes {
		if !o.answerable() {
			wrong = append(wrong, o.Confidence)
		}
	}
	if len(wrong) == 0 {
		return math.NaN()
	}
	slices.SortFunc(wrong, func(a, b float64) int { return cmp.Compare(b, a) })
	return wrong[min(int(far*float64(len(wrong))), len(wrong)-1)]
}

// calibrationError compares confidence with "the named entry is right".
func calibrationError(outcomes []Outcome) float64 {
	var n, sum, right [10]float64
	for _, o := range outcomes {
		bin := min(int(o.Confidence*10), 9)
		n[bin]++
		sum[bin] += o.Confidence
		if o.right() {
			right[bin]++
		}
	}
	var e float64
	for i := range n {
		e += math.Abs(sum[i] - right[i])
	}
	return e / float64(len(outcomes))
}
