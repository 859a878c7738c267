package builtin

// ModelScore is a piece's score as the ranking model was fitted: what rank works
// out faster.
func ModelScore(m Measures) float64 {
	v := m.Vector()
	return dot(rankWeights[:], v[:])
}

// Tells is what an answer tells of prices and times.
var Tells = tells
