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
var trustWeights = [trustMeasures]float64{0.341, 1.185, -0.361, 1.056, 1.276, 1.076, 0.044, -1.057, -2.811, -0.303, -1.761, 0.324, 2.558, 0.748, -1.764, -0.838, 0.953, 0.777, 0.552, -0.004, 0.915, 1.789, -1.715, 1.460, 1.669, 0.212, -1.163, -1.603, 0.258, -0.207, 0.911, 0.656, 1.113, -0.203, 0.625, -1.657, 1.088, -0.440, 1.173, -1.556, -0.164, -0.858, -1.085, -0.210, -0.029, 0.000, -0.175, 0.000, 0.000, 0.000, 0.000, -1.148, -0.751, -0.235, -0.252, -1.208, -0.207, -1.468, -0.568, -0.367, -1.427, -0.716}

const trustBias = -0.924

// usualApart is the mean of Knowledge.apart over the open sets that are not of hotels.
const usualApart = -1.248

// The thresholds of the three decisions.
const (
	answerFrom  = 0.70
	suggestFrom = 0.45
)
