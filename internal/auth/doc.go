// Package auth knows who is at the door: passwords, sessions, invitations, resets, the first set-up, and who may
// change whom in the team.
//
// It is the same whatever route asks, and it keeps nothing secret in the database: tokens of sessions, invitations,
// resets and the set-up are random 256 bit, shown once, and stored as a hash; passwords are argon2id. What a signed-in
// person may do elsewhere is not decided here but by desk.Allow.
package auth
