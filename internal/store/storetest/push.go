package storetest

import (
	"fmt"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

func (h *house) subscription(person, device, endpoint string, age time.Duration) store.PushSubscription {
	return store.PushSubscription{ID: id("push"), PersonID: person, DeviceID: device, Name: "Phone", Language: "pt", Endpoint: "https://push.example/" + endpoint,
		P256dh: "key-" + endpoint, Auth: "auth-" + endpoint, At: h.start.Add(-age)}
}

func (h *house) subscribe(s store.PushSubscription) (kept store.PushSubscription) {
	h.Helper()
	h.write(func(tx store.Tx) (err error) {
		kept, err = tx.PutPushSubscription(s)
		return err
	})
	return kept
}

func (h *house) subscriptions(people ...string) (list []store.PushSubscription) {
	h.Helper()
	h.read(func(tx store.Tx) (err error) {
		list, err = tx.PushSubscriptions(people...)
		return err
	})
	return list
}

var push = []testCase{
	{"SubscribeFindForget", func(h *house) {
		a, b, c := h.subscription(ana, "phone", "a", 0), h.subscription(ana, "laptop", "b", 0), h.subscription(ben, "phone", "c", 0)
		for _, s := range []store.PushSubscription{a, b, c} {
			h.equal(h.subscribe(s), s)
		}
		h.equal(h.subscriptions(), []store.PushSubscription{b, a, c})
		h.equal(h.subscriptions(ana), []store.PushSubscription{b, a})
		h.equal(h.subscriptions(ben, "nobody"), []store.PushSubscription{c})
		h.equal(len(h.subscriptions("nobody")), 0)
		h.read(func(tx store.Tx) error {
			got, err := tx.PushSubscription(a.ID)
			h.equal(got, a)
			_, none := tx.PushSubscription("nothing")
			h.isNotFound(none)
			return err
		})
		for range 2 {
			h.write(func(tx store.Tx) error { return tx.DeletePushSubscription(a.ID) })
		}
		h.equal(h.subscriptions(ana), []store.PushSubscription{b})
		h.write(func(tx store.Tx) error { return tx.DropPushSubscriptions(ana) })
		h.equal(h.subscriptions(), []store.PushSubscription{c})
		h.refused(desk.CodeNotFound, h.Write(h.Context(), func(tx store.Tx) error {
			_, err := tx.PutPushSubscription(h.subscription("nobody", "phone", "d", 0))
			return err
		}))
	}},
	{"ADeviceSubscribesAnew", func(h *house) {
		first := h.subscribe(h.subscription(ana, "phone", "old", time.Hour))
		again := h.subscription(ana, "phone", "new", 0)
		again.Name, again.Language = "My phone", "de"
		want := again
		want.ID = first.ID
		h.equal(h.subscribe(again), want)
		h.equal(h.subscriptions(), []store.PushSubscription{want})
	}},
	{"AnEndpointBelongsToWhoRegisteredItLast", func(h *house) {
		h.subscribe(h.subscription(ana, "phone", "shared", 0))
		bens := h.subscribe(h.subscription(ben, "phone", "shared", 0))
		h.equal(h.subscriptions(), []store.PushSubscription{bens})
		// Also where the new owner had another endpoint on that device.
		h.subscribe(h.subscription(ana, "phone", "own", 0))
		anas := h.subscribe(h.subscription(ana, "phone", "shared", 0))
		h.equal(h.subscriptions(), []store.PushSubscription{anas})
	}},
	{"ThereAreNotTooMany", func(h *house) {
		h.subscribe(h.subscription(ben, "phone", "bens", 0))
		for i := range store.MaxPushSubscriptions {
			h.subscribe(h.subscription(ana, fmt.Sprintf("device-%02d", i), fmt.Sprint(i), time.Hour-time.Duration(i)*time.Second))
		}
		h.subscribe(h.subscription(ana, "device-00", "0", 0))
		h.subscribe(h.subscription(ana, "device-new", "new", 2*time.Hour))
		devices := map[string]bool{}
		for _, s := range h.subscriptions(ana) {
			devices[s.DeviceID] = true
		}
		if len(devices) != store.MaxPushSubscriptions || !devices["device-00"] || !devices["device-new"] || devices["device-01"] {
			h.Errorf("kept %v", devices)
		}
		h.equal(len(h.subscriptions(ben)), 1)
	}},
}
