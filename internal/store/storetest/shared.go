package storetest

import (
	"bytes"
	"slices"
	"sync"
	"time"

	"deskbell/internal/store"
)

var shared = []testCase{
	{"PiecesOfFiles", func(h *house) {
		first, last := bytes.Repeat([]byte{0, 255, '\'', 7}, store.PieceSize/4), []byte("end")
		h.write(func(tx store.Tx) error {
			if err := tx.PutPiece("a.pdf", 0, first); err != nil {
				return err
			}
			return tx.PutPiece("a.pdf", 1, last)
		})
		h.write(func(tx store.Tx) error { return tx.PutPiece("a.pdf", 1, []byte("another")) }) // told twice: the first stays
		h.read(func(tx store.Tx) error {
			got, err := tx.Piece("a.pdf", 0)
			if err != nil || !bytes.Equal(got, first) {
				h.Errorf("the first piece came back as %d bytes (%v)", len(got), err)
			}
			got, err = tx.Piece("a.pdf", 1)
			h.equal(got, last)
			if err != nil {
				return err
			}
			size, err := tx.FileSize("a.pdf")
			h.equal(size, int64(len(first)+len(last)))
			return err
		})
		h.read(func(tx store.Tx) error {
			_, err := tx.Piece("a.pdf", 2)
			h.isNotFound(err)
			_, err = tx.FileSize("b.pdf")
			h.isNotFound(err)
			return nil
		})
		h.write(func(tx store.Tx) error { return tx.DropPieces("a.pdf") })
		h.read(func(tx store.Tx) error {
			_, err := tx.Piece("a.pdf", 0)
			h.isNotFound(err)
			return nil
		})
	}},
	{"MarksUntilTheyHavePassed", func(h *house) {
		is := func(name string, want time.Time) {
			h.Helper()
			h.read(func(tx store.Tx) error {
				got, err := tx.Mark(name)
				h.equal(got, want)
				return err
			})
		}
		later, gone := h.start.Add(time.Hour), h.start.Add(-time.Second)
		is("one", time.Time{})
		h.write(func(tx store.Tx) error {
			if err := tx.SetMark("one", later); err != nil {
				return err
			}
			return tx.SetMark("two", gone)
		})
		is("one", later)
		is("two", time.Time{})
		h.write(func(tx store.Tx) error { return tx.DropMarks(tx.Now()) })
		is("one", later)
		h.write(func(tx store.Tx) error { return tx.SetMark("one", gone) })
		is("one", time.Time{})
	}},
	{"OfManyThatMarkAtOnceOneIsFirst", func(h *house) {
		const many = 8
		var mu sync.Mutex
		won := 0
		var all sync.WaitGroup
		for range many {
			all.Go(func() {
				mine := false
				err := h.Write(background(), func(tx store.Tx) error {
					until, err := tx.Mark("salt")
					if mine = until.IsZero(); err != nil || !mine {
						return err
					}
					return tx.SetMark("salt", tx.Now().Add(time.Minute))
				})
				mu.Lock()
				defer mu.Unlock()
				if err != nil {
					h.Error(err)
				} else if mine {
					won++
				}
			})
		}
		all.Wait()
		h.equal(won, 1)
	}},
	{"Listeners", func(h *house) {
		a, b := h.guest(harbour).ID, h.guest(mill).ID
		told := func(since time.Time) (list []store.Listener) {
			h.Helper()
			h.read(func(tx store.Tx) (err error) {
				list, err = tx.Listeners(since)
				return err
			})
			for i := range list {
				if list[i].At.Before(h.start) {
					h.Errorf("%+v is from before the test", list[i])
				}
				list[i].At = time.Time{}
			}
			slices.SortFunc(list, func(x, y store.Listener) int {
				return bytes.Compare([]byte(x.Node+x.ContactID), []byte(y.Node+y.ContactID))
			})
			return list
		}
		listen := func(node string, want bool, came, left []string) {
			h.Helper()
			h.write(func(tx store.Tx) error {
				known, err := tx.Listen(node, came, left)
				h.equal(known, want)
				return err
			})
		}
		sweep := func(before time.Duration) {
			h.Helper()
			h.write(func(tx store.Tx) error { return tx.DropListeners(h.start.Add(before)) })
		}
		listen("n1", false, []string{a, b, "nobody"}, nil)
		listen("n2", false, []string{a}, []string{b})
		listen("n1", true, nil, []string{a})
		h.equal(told(h.start), []store.Listener{
			{Node: "n1", Here: true}, {Node: "n1", ContactID: a}, {Node: "n1", ContactID: b, Here: true},
			{Node: "n2", Here: true}, {Node: "n2", ContactID: a, Here: true}, {Node: "n2", ContactID: b},
		})
		h.equal(len(told(h.start.Add(time.Hour))), 0)
		sweep(-time.Second)
		h.equal(len(told(h.start)), 6)
		sweep(time.Hour) // both nodes have been silent by then
		h.equal(len(told(h.start)), 0)
		listen("n1", false, nil, []string{a})
		var lived time.Time
		for left := (time.Time{}); !lived.After(left); { // until the node has lived since the guest left
			listen("n1", true, []string{b}, nil)
			h.read(func(tx store.Tx) error {
				list, err := tx.Listeners(h.start)
				for _, l := range list {
					switch l.ContactID {
					case a:
						left = l.At
					case "":
						lived = l.At
					}
				}
				return err
			})
		}
		h.write(func(tx store.Tx) error { return tx.DropListeners(lived) })
		h.equal(told(h.start), []store.Listener{{Node: "n1", Here: true}, {Node: "n1", ContactID: b, Here: true}})
	}},
}
