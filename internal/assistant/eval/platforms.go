package eval

import (
	"encoding/csv"
	"fmt"
	"io"
	"strconv"
)

// noNode is how the stored predictions of other platforms say "none of them".
const noNode = "NO_NODES_DETECTED"

// ReadPredictions reads what a platform predicted for the queries of a set, as
// its authors stored it: sentence, label, predicted node, and its score. A
// platform that named no node is as sure of nothing.
func ReadPredictions(r io.Reader) ([]Outcome, error) {
	rows, err := csv.NewReader(r).ReadAll()
	if err != nil {
		return nil, err
	}
	if len(rows) == 0 || len(rows[0]) != 4 || rows[0][1] != "label" {
		return nil, fmt.Errorf("not a file of predictions: its columns are not sentence, label, predicted_node, predicted_node_score")
	}
	var out []Outcome
	for i, row := range rows[1:] {
		o := Outcome{Decision: Abstained}
		if row[1] != noNode {
			o.Gold = []string{row[1]}
		}
		if row[2] != noNode {
			score, err := strconv.ParseFloat(row[3], 64)
			if err != nil {
				return nil, fmt.Errorf("line %d: score %q", i+2, row[3])
			}
			o.Ranked, o.Confidence = []string{row[2]}, score
		}
		out = append(out, o)
	}
	return out, nil
}
