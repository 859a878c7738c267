package realtime

import (
	"context"

	"deskbell/internal/store"
	"deskbell/internal/wire"
)

// deliveriesWaiting is how many messages may wait to be told of. What is more is not told: whoever reads the conversation
// again sees how its messages stand.
const deliveriesWaiting = 1024

// sentEntry is an entry that went out by an outside channel.
type sentEntry struct{ property, conversation, entry string }

// Delivered tells the desk how messages to outside channels stand. It does not block: an entry may have gone in parts, and
// those are read first.
func (s *Staff) Delivered(list []store.Delivery) {
	s.telling.Do(func() {
		s.sent = make(chan sentEntry, deliveriesWaiting)
		s.work.Go(s.tellDelivered)
	})
	var last sentEntry
	for _, d := range list {
		e := sentEntry{d.PropertyID, d.ConversationID, d.EntryID}
		if e == last {
			continue
		}
		last = e
		select {
		case s.sent <- e:
		default:
		}
	}
}

func (s *Staff) tellDelivered() {
	for {
		select {
		case <-s.stop:
			return
		case e := <-s.sent:
			if s.cfg.Others == nil && !s.listening(e.property) {
				continue
			}
			var parts []store.Delivery
			ctx, cancel := context.WithTimeout(context.Background(), lookup)
			err := s.cfg.Directory.store.Read(ctx, func(tx store.Tx) (err error) {
				parts, err = tx.DeliveriesOf(e.conversation, []string{e.entry})
				return err
			})
			cancel()
			if err == nil && len(parts) > 0 {
				s.publishAll(propertyChannel(e.property), wire.DeliveryFrame(parts))
			}
		}
	}
}
