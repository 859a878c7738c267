package sqlstore

import (
	"errors"
	"fmt"
	"io"
	"os"
	"path/filepath"
	"strconv"
	"strings"
	"syscall"

	"deskbell/internal/desk"
)

// folderLock keeps a second process out of a data folder. The lock is the kernel's, so a killed process leaves none
// behind; the file only tells who holds it.
type folderLock struct{ f *os.File }

func lockFolder(dir string) (*folderLock, error) {
	f, err := os.OpenFile(filepath.Join(dir, LockFile), os.O_RDWR|os.O_CREATE, 0o600)
	if err != nil {
		return nil, fmt.Errorf("open the lock of the data folder: %w", err)
	}
	err = syscall.Flock(int(f.Fd()), syscall.LOCK_EX|syscall.LOCK_NB)
	if errors.Is(err, syscall.EWOULDBLOCK) {
		pid, _ := io.ReadAll(io.LimitReader(f, 32))
		f.Close()
		who := "another Deskbell process"
		if n, err := strconv.Atoi(strings.TrimSpace(string(pid))); err == nil {
			who = fmt.Sprintf("another Deskbell (process %d)", n)
		}
		return nil, desk.Refuse(desk.CodeUnavailable, "The data folder %s is in use by %s. Stop that one first, or choose another folder.", dir, who)
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("lock the data folder: %w", err)
	}
	if err = f.Truncate(0); err == nil {
		_, err = f.WriteAt([]byte(strconv.Itoa(os.Getpid())+"\n"), 0)
	}
	if err != nil {
		f.Close()
		return nil, fmt.Errorf("write the lock of the data folder: %w", err)
	}
	return &folderLock{f}, nil
}

func (l *folderLock) release() { l.f.Close() }
