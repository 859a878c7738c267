package source

import (
	"crypto/sha256"
	"encoding/hex"
	"strings"

	"deskbell/internal/knowledge/document"
	"deskbell/internal/store"
)

// withdrawn is a proposal whose page no longer says so: it waits for nobody, and opens again where the page does.
const withdrawn = "withdrawn"

// propose puts what a page surely says otherwise than a confirmed fact beside that as a proposal: who runs the house decides,
// and what they refused is not asked again. What the page no longer says waits no longer.
func (w *reading) propose(tx store.Tx, page string, pieces []document.Piece) error {
	facts, err := tx.Facts(w.row.PropertyID)
	if err != nil {
		return err
	}
	from := "page:" + page
	if w.row.Kind == KindDocument {
		from = "document:" + w.row.ID
	}
	says := map[string]bool{}
	for _, f := range facts {
		for _, piece := range pieces {
			said, ok := otherwise(f, piece.Title, piece.Text)
			if !ok {
				continue
			}
			sum := sha256.Sum256([]byte(strings.Join([]string{w.row.ID, page, said.Key, said.Details, said.Value}, "\x00")))
			id := hex.EncodeToString(sum[:16])
			says[id] = true
			switch was, err := tx.Proposal(w.row.PropertyID, id); {
			case err == nil && was.State != withdrawn:
				continue
			case err != nil && !notFound(err):
				return err
			}
			p := store.KnowledgeProposal{ID: id, PropertyID: w.row.PropertyID, Kind: "fact", Subject: said.Key, Source: from, Fact: &said, State: "open", At: tx.Now()}
			if err := tx.PutProposal(p); err != nil {
				return err
			}
		}
	}
	if w.row.Kind == KindDocument {
		return nil // a file says the same for ever
	}
	open, err := tx.Proposals(w.row.PropertyID)
	if err != nil {
		return err
	}
	for _, p := range open {
		if p.Source != from || says[p.ID] {
			continue
		}
		p.State, p.DecidedAt = withdrawn, tx.Now()
		if err := tx.PutProposal(p); err != nil {
			return err
		}
	}
	return nil
}
