//go:build !race

package days_test

const raced = false
