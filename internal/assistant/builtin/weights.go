package builtin

const (
	rankMeasures  = 19
	trustMeasures = 35
)

// rankWeights order the pieces, over Measures.Vector.
var rankWeights = [rankMeasures]float64{3.595, 3.027, 1.161, 1.468, 4.596, 0.467, -0.128, -0.196, -0.316, 0.749, 0.748, 1.119, 1.144, -1.355, -0.448, 0.182, -0.489, 1.111, 3.108}

// trustWeights, over Evidence.Vector, and trustBias.
var trustWeights = [trustMeasures]float64{1.108, 1.218, -0.356, 1.243, 0.707, 0.971, 0.531, -0.633, -3.412, -0.586, -2.231, 0.037, 2.663, 1.158, -2.299, -0.627, 0.753, 0.680, 1.100, 1.453, 0.656, 2.275, -2.473, 0.910, 0.433, 0.271, -1.231, -1.146, -0.257, -1.366, 0.894, 1.410, -1.016, 0.887, 0.708}

const trustBias = -1.038

// The thresholds of the three decisions.
const (
	answerFrom  = 0.70
	suggestFrom = 0.45
)
