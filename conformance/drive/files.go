package drive

import (
	"context"
	"encoding/json"
	"fmt"
	"io"
	"net/http"
)

// Upload brings one file, as a form's body, and returns its id.
func (g *Guest) Upload(ctx context.Context, contentType string, form io.Reader) (id string, err error) {
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, g.Base+"/api/guest/v1/files", form)
	if err != nil {
		return "", err
	}
	req.Header.Set("Content-Type", contentType)
	req.Header.Set("Authorization", "Bearer "+g.Token)
	res, err := g.Client.Do(req)
	if err != nil {
		return "", err
	}
	defer res.Body.Close()
	b, err := io.ReadAll(res.Body)
	if err != nil {
		return "", err
	}
	if res.StatusCode != http.StatusCreated {
		return "", problemOf(res, b)
	}
	var file struct{ ID string }
	if err := json.Unmarshal(b, &file); err != nil {
		return "", fmt.Errorf("POST /files: %w", err)
	}
	return file.ID, nil
}

// SendFiles sends a message with files that were uploaded before.
func (g *Guest) SendFiles(ctx context.Context, clientID, text string, files ...string) error {
	_, err := call(ctx, g.Client, http.MethodPost, g.Base+"/api/guest/v1/messages", g.Token, map[string]any{"client_id": clientID, "text": text, "files": files}, nil)
	return err
}
