package main

import (
	"runtime/debug"
	"time"
)

// settles is how long after its start a server lets go of what only that needed.
const settles = time.Second

// settle gives the system back what the start took and nothing uses any more: its garbage, which the runtime keeps until as
// much again has come together, and pages of the program itself.
func settle() {
	debug.FreeOSMemory()
	unmapStart()
}
