package desk

import (
	"errors"
	"fmt"
	"time"
)

// Code is the stable name of an error: the same text in Go, in problem documents and in the front ends.
type Code string

// The codes. Transport alone maps them to statuses; front ends alone translate them.
const (
	CodeInvalid         Code = "invalid"            // the input itself is wrong
	CodeNotFound        Code = "not_found"          // absent, or not the caller's to see
	CodeConflict        Code = "conflict"           // true once, not any more
	CodeTaken           Code = "taken"              // another agent has the conversation; By says who
	CodeStale           Code = "stale"              // the writer's epoch is older than the conversation's
	CodeClosed          Code = "closed"             // the request has ended (cancelled, missed, closed) or the conversation is resolved
	CodeNotOffered      Code = "not_offered"        // the choice is not on offer
	CodeNotYours        Code = "not_yours"          // only the agent in control, or an Admin, may do this
	CodeLimitReached    Code = "limit_reached"      // the agent holds as many chats as the property allows
	CodeConfirmNeeded   Code = "confirm_needed"     // allowed, but only confirmed
	CodeUnauthorized    Code = "unauthorized"       // nobody is signed in
	CodeForbidden       Code = "forbidden"          // signed in, but the role does not allow it
	CodeRateLimited     Code = "rate_limited"       // too often; RetryAfter says when again
	CodeTooLarge        Code = "too_large"          // over a stated size
	CodeUnsupportedType Code = "unsupported_type"   // a file type that is not accepted
	CodeExists          Code = "exists"             // the name or address is in use
	CodeUnavailable     Code = "unavailable"        // cannot be done now (disk, database, shutting down)
	CodeOriginRefused   Code = "origin_not_allowed" // the website is not on the property's site list
	CodeWatchOnly       Code = "watch_only"         // the account is only watched: nothing can be answered there
	CodeThread          Code = "thread_elsewhere"   // another app holds the guest's thread
	CodeWindow          Code = "window_closed"      // too late for a free message on this channel
	CodeInternal        Code = "internal"           // a fault of ours; details are logged, never shown
)

// Error is a refusal that the caller can act on. Message is a whole English sentence for people and never
// holds message texts, tokens or internals.
type Error struct {
	Code    Code
	Message string
	// By names who holds the conversation, or who changed what the input was made from, where that is the reason.
	By *Who
	// Since is how long ago By did that.
	Since time.Duration
	// RetryAfter is set with CodeRateLimited and CodeUnavailable, where it is known.
	RetryAfter time.Duration
	// Reason refines CodeClosed and CodeConflict: the way the request ended, or the state that forbids it.
	Reason string
	// Fields are the wrong parts of the input, with CodeInvalid.
	Fields []FieldError
}

// FieldError is what is wrong with one part of an input. Location names it as the input does: all.hours.week[2].to.
type FieldError struct {
	Location string
	Message  string
	// Code is the stable name of the fault, for whoever words it in another language; "" where it has none. Params are what
	// Message names, in its order: a limit, a name.
	Code   string
	Params []string
}

// Fault is a FieldError of a message with its parameters filled in.
func Fault(at, code, message string, args ...any) FieldError {
	f := FieldError{Location: at, Code: code, Message: fmt.Sprintf(message, args...)}
	for _, arg := range args {
		f.Params = append(f.Params, fmt.Sprint(arg))
	}
	return f
}

// Wrong refuses an input by its wrong parts; nil where there are none.
func Wrong(fields []FieldError) error {
	if len(fields) == 0 {
		return nil
	}
	return &Error{Code: CodeInvalid, Message: fields[0].Message, Fields: fields}
}

// Who is a person as others on the desk see them.
type Who struct {
	ID   string
	Name string
}

// Error implements error with the code in front, for logs.
func (e *Error) Error() string { return string(e.Code) + ": " + e.Message }

// Refuse makes an Error of the given code.
func Refuse(code Code, format string, args ...any) *Error {
	return &Error{Code: code, Message: fmt.Sprintf(format, args...)}
}

// CodeOf is the code of the first Error in err's chain; CodeInternal for any other error, "" for nil.
func CodeOf(err error) Code {
	if err == nil {
		return ""
	}
	var e *Error
	if errors.As(err, &e) {
		return e.Code
	}
	return CodeInternal
}

// ErrNotFound answers for what does not exist and for what the caller may not see, alike.
var ErrNotFound = Refuse(CodeNotFound, "There is nothing here, or it is not yours to see.")

// ErrChanged says that a conversation moved on between load and save (its last_seq is no longer the one
// that was loaded): load again and decide again. It never leaves the conversation package.
var ErrChanged = Refuse(CodeConflict, "The conversation changed meanwhile. Please try again.")
