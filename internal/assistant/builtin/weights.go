package builtin

const (
	rankMeasures  = 10
	trustMeasures = 22
)

// rankWeights order the pieces: BM25, words, characters, covered, topic, words×topic.
var rankWeights = [rankMeasures]float64{4.657, 2.539, 1.086, 2.205, 4.712, -0.413, 3.327, 1.436, 1.117, 2.620}

// trustWeights, over Evidence.vector, and trustBias.
var trustWeights = [trustMeasures]float64{1.500, 1.311, -0.252, 0.807, 0.896, 1.271, 0.795, -0.426, -2.788, -0.294, -2.325, 0.770, 2.544, 1.027, -0.688, 0.322, 0.001, 0.447, 0.501, 0.265, 0.431, 2.171}

const trustBias = -3.617

// The thresholds of the three decisions.
const (
	answerFrom  = 0.50
	suggestFrom = 0.30
)
