package app

import (
	"context"
	"os"
	"time"

	"deskbell/internal/store"
	"deskbell/internal/store/memstore"
)

func openStore(_ context.Context, cfg Config) (store.Store, error) {
	if err := os.MkdirAll(cfg.Dir, 0o750); err != nil {
		return nil, err
	}
	return memstore.New(time.Now), nil
}
