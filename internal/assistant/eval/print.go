package eval

import (
	"fmt"
	"io"
	"math"
)

// WishMetrics are the figures of the wish for a person.
type WishMetrics struct {
	Wishes, Others int
	// Recall is the share of wishes found, FalseAlarms the share of other
	// messages taken for one.
	Recall, FalseAlarms float64
	// RecallAt is the recall where a hundredth of the other messages is taken for
	// a wish.
	RecallAt float64
	// AUROC says how well the probability separates the two.
	AUROC float64
}

// MeasureWishes computes the figures of [AskWishes].
func MeasureWishes(outcomes []Outcome) WishMetrics {
	m := WishMetrics{AUROC: auroc(outcomes)}
	threshold := Threshold(outcomes, 0.01)
	var found, alarms, above float64
	for _, o := range outcomes {
		if !o.answerable() {
			m.Others++
			if o.Decision == Answered {
				alarms++
			}
			continue
		}
		m.Wishes++
		if o.Decision == Answered {
			found++
		}
		if !(o.Confidence <= threshold) {
			above++
		}
	}
	m.Recall, m.RecallAt = found/float64(m.Wishes), above/float64(m.Wishes)
	m.FalseAlarms = alarms / float64(m.Others)
	return m
}

// Print writes the figures, one a line.
func (m WishMetrics) Print(w io.Writer) error {
	return lines(w, []line{
		{"wishes for a person", float64(m.Wishes)}, {"other messages", float64(m.Others)},
		{"recall", m.Recall}, {"false alarms", m.FalseAlarms}, {"recall at 1 % false alarms", m.RecallAt}, {"AUROC", m.AUROC},
	})
}

// Print writes the figures, one a line.
func (m Metrics) Print(w io.Writer) error {
	return lines(w, []line{
		{"questions", float64(m.Queries)}, {"answerable", float64(m.Answerable)}, {"unanswerable", float64(m.Unanswerable)},
		{"acc@1", m.Accuracy}, {"MRR@10", m.MRR}, {"AUROC", m.AUROC}, {"CAR@FAR10", m.CAR},
		{"answered rightly", m.Correct}, {"answered wrongly", m.Wrong}, {"suggested, answerable", m.Offered},
		{"FAR", m.FalseAnswers}, {"suggested, unanswerable", m.Suggested}, {"ECE", m.ECE},
	})
}

type line struct {
	name  string
	value float64
}

func lines(w io.Writer, all []line) error {
	for _, l := range all {
		value := fmt.Sprintf("%.3f", l.value)
		switch {
		case math.IsNaN(l.value):
			value = "–"
		case l.value == math.Trunc(l.value) && l.value > 1:
			value = fmt.Sprintf("%.0f", l.value)
		}
		if _, err := fmt.Fprintf(w, "%-28s %8s\n", l.name, value); err != nil {
			return err
		}
	}
	return nil
}
