// Package desk is Deskbell's domain: the values of a conversation and the rules that change them.
//
// It imports the standard library only, reads no clock, does no I/O and starts no goroutine. Decide is
// the one rule function: it takes a State, an Event and what the surroundings know (Env), and says what
// follows. Everything else in Deskbell either brings events here or carries outcomes away.
package desk
