package storetest

import (
	"fmt"
	"time"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

var bookings = []testCase{
	{"ABookingIsKeptByItsNumber", func(h *house) {
		b := booked(harbour, "HV-1042", "Müller", "2026-12-01", "2026-12-05", h.start)
		b.Email, b.Phone, b.Room, b.Persons = "m@example.org", "+49 1", "12", 2
		other := booked(mill, "hv 1042", "Silva", "2026-12-02", "2026-12-03", h.start)
		h.write(func(tx store.Tx) error { return tx.PutBooking(b) })
		h.write(func(tx store.Tx) error { return tx.PutBooking(other) })
		b.Number, b.Surname, b.Persons, b.Cancelled, b.UpdatedAt = "hv1042", "Muller", 3, true, h.start.Add(time.Minute)
		h.write(func(tx store.Tx) error { return tx.PutBooking(b) })
		h.read(func(tx store.Tx) error {
			got, err := tx.Booking(harbour, desk.BookingKey("Hv 10-42"))
			h.equal(got, b)
			if err != nil {
				return err
			}
			got, err = tx.Booking(mill, b.Key())
			h.equal(got, other)
			_, none := tx.Booking(mill, "other")
			h.isNotFound(none)
			return err
		})
		for property, want := range map[string]bool{harbour: true, mill: true, "nowhere": false} {
			h.read(func(tx store.Tx) error {
				has, err := tx.HasBookings(property)
				h.equal(has, want)
				return err
			})
		}
		if err := h.Write(h.Context(), func(tx store.Tx) error {
			return tx.PutBooking(booked("nowhere", "1", "A", "2026-12-01", "2026-12-02", h.start))
		}); err == nil {
			h.Error("a booking of no property is kept")
		}
	}},
	{"BookingsAreListedByArrival", func(h *house) {
		h.write(func(tx store.Tx) error {
			for i := range 7 {
				b := booked(harbour, fmt.Sprintf("R%d", i), []string{"da Silva", "Müller"}[i%2], fmt.Sprintf("2026-12-%02d", 20-i), "2026-12-24", h.start)
				if i == 6 {
					b.Arrival, b.Departure = "2026-11-01", "2026-11-03"
				}
				if err := tx.PutBooking(b); err != nil {
					return err
				}
			}
			return tx.PutBooking(booked(mill, "R0", "Silva", "2026-12-01", "2026-12-02", h.start))
		})
		list := func(f store.BookingFilter) (numbers []string) {
			for {
				var page []desk.Booking
				var next string
				h.read(func(tx store.Tx) (err error) {
					page, next, err = tx.ListBookings(harbour, f)
					return err
				})
				for _, b := range page {
					numbers = append(numbers, b.Number)
				}
				if f.Cursor = next; next == "" {
					return numbers
				}
			}
		}
		h.equal(list(store.BookingFilter{Limit: 2}), []string{"R6", "R5", "R4", "R3", "R2", "R1", "R0"})
		h.equal(list(store.BookingFilter{From: "2026-11-04", Limit: 3}), []string{"R5", "R4", "R3", "R2", "R1", "R0"})
		h.equal(list(store.BookingFilter{Query: "MUL"}), []string{"R5", "R3", "R1"})
		h.equal(list(store.BookingFilter{Query: "silv"}), []string{"R6", "R4", "R2", "R0"})
		for _, number := range []string{"r3", "R 3", "r-3"} {
			h.equal(list(store.BookingFilter{Query: number}), []string{"R3"})
		}
		h.equal(list(store.BookingFilter{Query: "sil da"}), list(store.BookingFilter{Query: "silva"}))
		h.equal(list(store.BookingFilter{Query: "% _"}), list(store.BookingFilter{}))
		for _, cursor := range []string{"x", "2026-12-01 ", "R1 2026-12-01"} {
			h.read(func(tx store.Tx) error {
				_, _, err := tx.ListBookings(harbour, store.BookingFilter{Cursor: cursor})
				h.refused(desk.CodeInvalid, err)
				return nil
			})
		}
	}},
	{"AForgottenBookingProvesNothing", func(h *house) {
		h.write(func(tx store.Tx) error {
			for i, day := range []string{"2026-10-01", "2026-10-02", "2026-12-01"} {
				if err := tx.PutBooking(booked(harbour, fmt.Sprintf("R%d", i), "Silva", "2026-09-01", day, h.start)); err != nil {
					return err
				}
			}
			return tx.PutBooking(booked(mill, "R0", "Silva", "2026-09-01", "2026-10-01", h.start))
		})
		guest := func(property, number string) desk.Contact {
			c := desk.Contact{ID: id("contact"), PropertyID: property, AccountID: property, Channel: desk.ChannelWeb, CreatedAt: h.start,
				Proof: desk.Proof{By: desk.ProofByForm, Booking: number, Until: h.start.Add(time.Hour)}}
			h.write(func(tx store.Tx) error { return tx.CreateContact(c) })
			return c
		}
		gone, stays, seen, elsewhere := guest(harbour, "R0"), guest(harbour, "R2"), guest(harbour, ""), guest(mill, "R0")
		proven := func(number string) (ids []string) {
			h.read(func(tx store.Tx) error {
				list, err := tx.ProvenBy(harbour, number)
				for _, c := range list {
					ids = append(ids, c.ID)
				}
				return err
			})
			return ids
		}
		h.equal(proven("R0"), []string{gone.ID})
		h.equal(proven(""), []string(nil))
		for _, want := range []int{1, 1, 0} {
			h.write(func(tx store.Tx) error {
				n, err := tx.ForgetBookings(harbour, "2026-11-01", 1)
				h.equal(n, want)
				return err
			})
		}
		h.equal(h.contact(gone.ID).Proof, desk.Proof{})
		for _, c := range []desk.Contact{stays, seen, elsewhere} {
			h.equal(h.contact(c.ID).Proof, c.Proof)
		}
		h.read(func(tx store.Tx) error {
			_, err := tx.Booking(harbour, "r0")
			h.isNotFound(err)
			if _, err = tx.Booking(harbour, "r2"); err != nil {
				return err
			}
			_, err = tx.Booking(mill, "r0")
			return err
		})
	}},
}

func booked(property, number, surname, arrival, departure string, at time.Time) desk.Booking {
	return desk.Booking{PropertyID: property, Number: number, Surname: surname, Arrival: arrival, Departure: departure, UpdatedAt: at}
}
