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
var trustWeights = [trustMeasures]float64{1.071, 0.914, -0.418, 1.309, 0.839, 0.874, 0.366, -0.910, -3.244, -0.477, -2.155, 0.088, 2.744, 0.795, -2.018, -0.791, 0.589, 0.775, 1.044, 0.593, 0.644, 2.161, -2.245, 1.145, 0.928, 0.607, -1.283, -1.525, -0.173, -0.848, 0.945, 0.374, 0.821, 0.272, 0.748, -1.779, 1.542, 0.042, 1.333, -1.286, -0.270, -0.633, -1.111, -0.462, 0.000, 0.000, -0.150, 0.000, 0.000, 0.000, 0.000, -1.532, -0.452, -0.150, -0.098, -1.184, -0.168, -1.675, -0.364, 0.000, -0.986, -0.939}

const trustBias = -1.059

// The thresholds of the three decisions.
const (
	answerFrom  = 0.70
	suggestFrom = 0.45
)
