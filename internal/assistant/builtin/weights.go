package builtin

// How many measures the two models look at; those of the facets come last.
const (
	RankFacets    = 2 * int(facets)
	TrustFacets   = 4 * int(facets)
	rankMeasures  = 19 + RankFacets
	trustMeasures = 42 + TrustFacets
)

// rankWeights order the pieces, over Measures.Vector.
var rankWeights = [rankMeasures]float64{3.701, 3.134, 1.087, 1.062, 4.540, -0.054, -0.416, -0.069, -0.289, 0.753, 1.264, 1.396, 0.975, -1.395, -0.303, -0.021, -0.613, 1.105, 3.048, -0.327, -0.461, -0.477, -1.252, 0.000, -0.465, 0.000, 0.000, -0.502, 0.000}

// trustWeights, over Evidence.Vector, and trustBias.
var trustWeights = [trustMeasures]float64{0.957, 0.848, -0.422, 1.387, 0.893, 0.806, 0.600, -0.984, -3.297, -0.371, -2.102, 0.010, 2.819, 0.816, -2.035, -0.736, 0.571, 0.782, 0.949, 0.491, 0.614, 2.114, -2.245, 1.175, 0.913, 0.627, -1.154, -1.576, -0.082, -0.918, 1.011, 0.359, 0.809, 0.265, 0.779, -1.759, 1.425, -0.011, 1.255, -1.271, -0.195, -0.625, -1.184, -0.347, 0.000, 0.000, -0.173, 0.000, 0.000, 0.000, 0.000, -1.549, -0.443, -0.143, -0.086, -1.179, -0.174, -1.675, -0.353, 0.000, -0.986, -0.940}

const trustBias = -1.078

// The thresholds of the three decisions.
const (
	answerFrom  = 0.70
	suggestFrom = 0.45
)
