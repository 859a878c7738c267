// Package days holds no code: its tests let random days pass at a simulated hotel desk, in virtual time.
//
// Guests write, ask for a person, wait, cancel, leave messages and go; agents accept, promise, transfer, hand back,
// close their laptops and end their shifts; the server is restarted and killed; the clock passes closing time. All of
// it goes through the real conversations, bell, schedule, turn-taker and tickets, on the store in memory, and some days
// on SQLite. Whatever happens, no guest may be left longer than the law allows without an answer, an offer or a ticket.
package days
