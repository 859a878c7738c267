package storetest

import (
	"errors"
	"fmt"
	"sync/atomic"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

var races = []testCase{
	{"AHundredTakersLeaveOneWinner", func(h *house) {
		for range 5 {
			s := h.talk(harbour)
			var won atomic.Int64
			each(h.T, 100, func(i int) error {
				taker := fmt.Sprint("taker-", i)
				for {
					err := h.Write(background(), func(tx store.Tx) error {
						now, err := tx.State(s.ID)
						if err != nil {
							return err
						}
						if now.Controller.Kind == desk.ControllerAgent {
							return desk.Refuse(desk.CodeTaken, "A colleague took it.")
						}
						out, entries := line(now, tx.Now(), func(o *desk.Outcome) {
							o.State.Controller = desk.Controller{Kind: desk.ControllerAgent, AgentID: taker}
							o.State.Epoch++
						})
						return tx.Save(now, out, entries)
					})
					switch {
					case err == nil:
						won.Add(1)
						return nil
					case errors.Is(err, desk.ErrChanged):
					case desk.CodeOf(err) == desk.CodeTaken:
						return nil
					default:
						return err
					}
				}
			})
			got := h.state(s.ID)
			if won.Load() != 1 || got.Epoch != s.Epoch+1 || got.LastSeq != 1 {
				h.Fatalf("%d takers won; epoch %d, %d entries", won.Load(), got.Epoch, got.LastSeq)
			}
		}
	}},
	{"AStaleLoadNeverWins", func(h *house) {
		// All load before anybody saves: only one version follows the loaded one.
		s := h.talk(harbour)
		var won atomic.Int64
		each(h.T, 50, func(int) error {
			err := h.Write(background(), func(tx store.Tx) error { return save(tx, s) })
			if err == nil {
				won.Add(1)
			} else if !errors.Is(err, desk.ErrChanged) {
				return err
			}
			return nil
		})
		h.equal(won.Load(), int64(1))
		h.equal(h.state(s.ID).LastSeq, int64(1))
	}},
	{"ARepeatedSendInTheSameMomentIsStoredOnce", func(h *house) {
		s := h.talk(harbour)
		var stored, repeated atomic.Int64
		each(h.T, 60, func(i int) error {
			clientID := fmt.Sprint("client-", i%10)
			for {
				err := h.Write(background(), func(tx store.Tx) error {
					now, err := tx.State(s.ID)
					if err != nil {
						return err
					}
					out, entries := says(now, "hello", clientID, tx.Now())
					return tx.Save(now, out, entries)
				})
				switch {
				case err == nil:
					stored.Add(1)
				case errors.Is(err, desk.ErrChanged):
					continue
				case desk.CodeOf(err) == desk.CodeExists:
					repeated.Add(1)
				default:
					return err
				}
				return nil
			}
		})
		h.equal([]int64{stored.Load(), repeated.Load()}, []int64{10, 50})
		for i, e := range h.entries(s.ID, store.EntryFilter{}) {
			h.equal(e.Seq, int64(i+1))
		}
	}},
	{"OneOfManyOpensTheConversation", func(h *house) {
		c := h.guest(harbour)
		var made atomic.Int64
		each(h.T, 20, func(int) error {
			conv := h.fresh(c)
			err := h.Write(background(), func(tx store.Tx) error { return tx.CreateConversation(conv) })
			switch desk.CodeOf(err) {
			case "":
				made.Add(1)
				return nil
			case desk.CodeConflict:
				return nil
			}
			return err
		})
		h.equal(made.Load(), int64(1))
	}},
	{"TheLimitOfHeldChatsHolds", func(h *house) {
		var took atomic.Int64
		talks := make([]desk.State, 30)
		for i := range talks {
			talks[i] = h.talk(harbour)
		}
		each(h.T, len(talks), func(i int) error {
			err := h.Write(background(), func(tx store.Tx) error {
				out, entries := line(talks[i], tx.Now(), func(o *desk.Outcome) {
					o.Held = []desk.HeldChange{{AgentID: ana, By: 1, Limited: true, Limit: 8}}
				})
				return tx.Save(talks[i], out, entries)
			})
			switch desk.CodeOf(err) {
			case "":
				took.Add(1)
				return nil
			case desk.CodeLimitReached:
				return nil
			}
			return err
		})
		h.equal(took.Load(), int64(8))
		h.equal(h.person(ana).Held, 8)
	}},
	{"ATurnIsClaimedByOne", func(h *house) {
		turns := map[string]bool{}
		for range 20 {
			s := h.talk(harbour)
			u := desk.Turn{ID: id("turn"), OwedAt: h.start}
			turns[u.ID] = true
			h.save(s.ID, func(o *desk.Outcome) { o.State.Turn = &u })
		}
		var claimed atomic.Int64
		each(h.T, 8, func(i int) error {
			owner := fmt.Sprint("node-", i)
			var mine []store.Owed
			err := h.Write(background(), func(tx store.Tx) (err error) {
				mine, err = tx.ClaimTurns(owner, h.start, h.start.Add(time.Minute), 5)
				return err
			})
			claimed.Add(int64(len(mine)))
			return err
		})
		h.equal(claimed.Load(), int64(20))
		h.write(func(tx store.Tx) error {
			more, err := tx.ClaimTurns("late", h.start, h.start.Add(time.Minute), 50)
			h.equal(len(more), 0)
			return err
		})
	}},
}
