package eval

import (
	"context"
	"io"

	"deskbell/internal/assistant/opportunity"
)

// Opportunity is the entry that a group, an event, a wedding or a long stay asks
// for.
const Opportunity = "opportunity"

// AskOpportunities asks of every query only whether the guest has something
// larger in mind than a holiday, which goes by the name of [Opportunity].
func AskOpportunities(ctx context.Context, queries []Query, asked func(done int)) ([]Outcome, error) {
	out := make([]Outcome, 0, len(queries))
	for i, q := range queries {
		if err := ctx.Err(); err != nil {
			return nil, err
		}
		_, p := opportunity.Recognise(q.Text)
		o := Outcome{Gold: q.Gold, Confidence: p, Decision: Abstained}
		if p >= opportunity.From {
			o.Ranked, o.Decision = []string{Opportunity}, Answered
		}
		out = append(out, o)
		if asked != nil {
			asked(i + 1)
		}
	}
	return out, nil
}

// PrintOpportunities writes the figures of [AskOpportunities], one a line.
func PrintOpportunities(w io.Writer, outcomes []Outcome) error {
	m := MeasureWishes(outcomes)
	return lines(w, []line{
		{"opportunities", float64(m.Wishes)}, {"other messages", float64(m.Others)},
		{"recall", m.Recall}, {"false alarms", m.FalseAlarms}, {"recall at 1 % false alarms", m.RecallAt}, {"AUROC", m.AUROC},
	})
}
