//go:build !linux

package clock

import "time"

var processBegan = time.Now()

func sinceBoot() time.Duration { return time.Since(processBegan) }
