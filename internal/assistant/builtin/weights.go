package builtin

const (
	rankMeasures  = 10
	trustMeasures = 22
)

// rankWeights order the pieces: BM25, words, characters, covered, topic, words×topic.
var rankWeights = [rankMeasures]float64{5.258, 2.604, 1.302, 2.270, 4.953, -0.642, 3.157, 1.753, 1.052, 1.476}

// trustWeights, over Evidence.vector, and trustBias.
var trustWeights = [trustMeasures]float64{1.581, 1.221, -0.387, 1.230, 0.887, 0.874, 0.909, -0.517, -2.688, 0.034, -1.767, 0.544, 2.968, 1.556, -1.187, -0.096, 0.571, 0.446, 1.224, 0.214, 0.760, 2.471}

const trustBias = -3.260

// The thresholds of the three decisions.
const (
	answerFrom  = 0.55
	suggestFrom = 0.30
)
