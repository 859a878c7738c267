// Package web carries the built front ends inside the binary.
//
// The files are made by `make build`; a checkout that was never built holds only a marker, so every
// reader must expect a missing file and say that the front ends are not built.
package web

import (
	"embed"
	"io/fs"
)

//go:embed all:dist
var dist embed.FS

// Dist is the tree of built front ends: dashboard/, widget/ and site/, each with an index.html and
// hashed assets. Paths use forward slashes and have no leading "dist".
func Dist() fs.FS {
	sub, err := fs.Sub(dist, "dist")
	if err != nil {
		panic(err) // the directory is part of the source tree; only a broken build lacks it
	}
	return sub
}
