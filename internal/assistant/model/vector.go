package model

import (
	"encoding/base64"
	"math"
)

// vector is a direction in bytes: a hundredth of a cosine is nothing here, and 5,000 of them take 8 MB.
type vector struct {
	of   []int8
	norm float64
}

func newVector(v []float64) vector {
	var most float64
	for _, x := range v {
		most = max(most, math.Abs(x))
	}
	out := vector{of: make([]int8, len(v))}
	for i, x := range v {
		out.of[i] = int8(math.Round(x / most * 127))
	}
	return out.measured()
}

func (v vector) measured() vector {
	var sum float64
	for _, x := range v.of {
		sum += float64(x) * float64(x)
	}
	v.norm = math.Sqrt(sum)
	return v
}

// cosine is how near two directions are, from -1 to 1; of those that cannot be compared -1.
func cosine(a, b vector) float64 {
	if len(a.of) != len(b.of) || a.norm == 0 || b.norm == 0 {
		return -1
	}
	var sum int64
	for i, x := range a.of {
		sum += int64(x) * int64(b.of[i])
	}
	return float64(sum) / a.norm / b.norm
}

// text is the vector as it is kept.
func (v vector) text() string {
	b := make([]byte, len(v.of))
	for i, x := range v.of {
		b[i] = byte(x)
	}
	return base64.RawStdEncoding.EncodeToString(b)
}

// readVector reads a kept one; ok is false for what is none.
func readVector(s string) (v vector, ok bool) {
	b, err := base64.RawStdEncoding.DecodeString(s)
	if err != nil || len(b) < leastNumbers || len(b) > mostNumbers {
		return vector{}, false
	}
	v.of = make([]int8, len(b))
	for i, x := range b {
		v.of[i] = int8(x)
	}
	v = v.measured()
	return v, v.norm > 0
}
