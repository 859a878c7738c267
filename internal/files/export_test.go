package files

// Most bounds the cache of a room for a test.
func (r *Room) Most(bytes int64) { r.most = bytes }
