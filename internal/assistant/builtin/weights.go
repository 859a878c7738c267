package builtin

const (
	rankMeasures  = 10
	trustMeasures = 22
)

// rankWeights order the pieces: BM25, words, characters, covered, topic, words×topic.
var rankWeights = [rankMeasures]float64{4.518, 2.501, 1.157, 2.188, 4.837, -0.381, 3.419, 1.629, 1.081, 2.785}

// trustWeights, over Evidence.vector, and trustBias.
var trustWeights = [trustMeasures]float64{1.263, 1.442, -0.195, 0.852, 0.810, 0.996, 1.121, -0.497, -2.875, -0.180, -2.068, 0.634, 2.872, 1.334, -0.864, 0.026, 0.048, 0.345, 0.890, 0.205, 0.519, 2.243}

const trustBias = -3.510

// The thresholds of the three decisions.
const (
	answerFrom  = 0.55
	suggestFrom = 0.30
)
