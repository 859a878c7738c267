package storetest

import (
	"errors"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

var tools = []testCase{
	{"AServiceIsKeptWithItsTools", func(h *house) {
		of := func(property string) (out []desk.ToolService) {
			h.read(func(tx store.Tx) (err error) {
				out, err = tx.ToolServices(property)
				return err
			})
			return out
		}
		tables := desk.ToolService{ID: id("tools"), PropertyID: harbour, Kind: desk.ToolHTTP, Name: "Tables", URL: "https://tables.example/api", Header: "Authorization",
			Sealed: []byte{0, 1, 255}, By: "ana", CreatedAt: h.start, UpdatedAt: h.start, Tools: []desk.Tool{{Name: "free_tables", Description: "Free tables", Arguments: `{"type":"object"}`,
				Method: "GET", Path: "/free", Fixed: map[string]string{"hotel": "7"}, On: true, OnlyReads: true, BookedOnly: true, Vouched: true, Seen: "x"}}}
		shuttle := desk.ToolService{ID: id("tools"), PropertyID: harbour, Kind: desk.ToolMCP, Name: "Shuttle", URL: "https://shuttle.example/mcp",
			CreatedAt: h.start.Add(time.Second), UpdatedAt: h.start.Add(time.Second)}
		other := desk.ToolService{ID: tables.ID, PropertyID: mill, Kind: desk.ToolMCP, Name: "Theirs", URL: "https://their.example", CreatedAt: h.start.Add(2 * time.Second), UpdatedAt: h.start}
		h.write(func(tx store.Tx) error {
			return errors.Join(tx.PutToolService(shuttle), tx.PutToolService(tables), tx.PutToolService(other))
		})
		h.equal(of(harbour), []desk.ToolService{tables, shuttle})
		h.equal(of(""), []desk.ToolService{tables, shuttle, other})

		tables.Name, tables.Sealed, tables.Tools, tables.By, tables.UpdatedAt = "Table plan", nil, nil, "ben", h.start.Add(time.Hour)
		h.write(func(tx store.Tx) error { return tx.PutToolService(tables) })
		h.equal(of(harbour), []desk.ToolService{tables, shuttle})
		h.equal(of(mill), []desk.ToolService{other})

		h.write(func(tx store.Tx) error { return tx.DeleteToolService(harbour, tables.ID) })
		h.equal(of(harbour), []desk.ToolService{shuttle})
		h.equal(of(mill), []desk.ToolService{other})
		err := h.Write(h.Context(), func(tx store.Tx) error { return tx.DeleteToolService(mill, shuttle.ID) })
		if !errors.Is(err, desk.ErrNotFound) {
			h.Errorf("another property's service: %v", err)
		}
	}},
	{"AServiceOfNoPropertyIsRefused", func(h *house) {
		if err := h.Write(h.Context(), func(tx store.Tx) error {
			return tx.PutToolService(desk.ToolService{ID: "a", PropertyID: "nothing", Kind: desk.ToolHTTP})
		}); err == nil {
			h.Error("kept")
		}
	}},
}
