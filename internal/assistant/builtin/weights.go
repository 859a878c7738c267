package builtin

const (
	rankMeasures  = 6
	trustMeasures = 13
)

// rankWeights order the pieces: BM25, words, characters, covered, topic, words×topic.
var rankWeights = [rankMeasures]float64{3, 2, 3, 1, 5, 0}

// trustWeights, over Evidence.vector, and trustBias.
var trustWeights = [trustMeasures]float64{1, 1, 1.5, 0.5, 5, 1.5, 1.5, -2, -4, -2.5, -1.5, 0, 0}

const trustBias = -2.5

// The thresholds of the three decisions.
const (
	answerFrom  = 0.55
	suggestFrom = 0.30
)
