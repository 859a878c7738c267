package app

import (
	"path/filepath"
	"syscall"
)

// minFree is the room on the disk below which an installation is not ready: enough for backups' and WAL's growth while
// somebody makes room.
const minFree = 64 << 20

// filesDir is where uploaded files lie in a data folder.
func filesDir(dir string) string { return filepath.Join(dir, "files") }

// freeBytes is the room on the disk of a folder for this process.
func freeBytes(dir string) (int64, error) {
	var st syscall.Statfs_t
	if err := syscall.Statfs(dir, &st); err != nil {
		return 0, err
	}
	return int64(st.Bavail) * int64(st.Bsize), nil
}
