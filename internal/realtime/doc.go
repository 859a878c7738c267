// Package realtime feeds connected browsers: who is there, and what they are sent. It knows no rules, and nothing that
// must happen depends on it: a browser that misses every frame still finds everything by asking.
//
// Guests (Guests) read a one-way event stream each; agents (Staff) hold a two-way connection of the centrifuge
// protocol. Fanout stands between the use cases and both: it hears of every change after its commit and turns it, on one
// goroutine and so in order, into frames for each audience. Directory keeps at hand what frames name beside the change
// itself (properties, people, guests), so that a change is told without asking the database again.
//
// Every queue is bounded. A reader that is too slow is dropped and resumes by the last seq it knows; if Fanout itself
// falls behind, guests are told to read again (reset) and agents' connections are closed for a reconnect.
//
// Lock order: stream.mu, then Guests.mu. Staff.mu and the locks of centrifuge are never held together.
package realtime
