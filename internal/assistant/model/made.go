package model

import (
	"context"
	"errors"

	"deskbell/internal/assistant"
	"deskbell/internal/assistant/fence"
	"deskbell/internal/desk"
)

// made is what the model had to do with one answer, for the people at the desk.
type made struct {
	calls   int
	in, out int64
	// because is why its words were not said, as a stable word; "" where they were, or where it was not asked.
	because string
	// instructions are those under which it worded the answer; rewrote says that it made the question stand alone.
	instructions string
	rewrote      bool
	// topic and feeling are what it heard in the guest's message.
	topic   desk.Topic
	feeling desk.Feeling
	// used are the calls of tools.
	used []assistant.ToolUse
}

// note adds it to an answer's trace. worded says that the text is the model's.
func (m made) note(a *assistant.Answer, name string, worded bool) {
	a.Topic, a.Feeling = m.topic, m.feeling
	a.Trace.Tools = m.used
	a.Trace.Calls, a.Trace.TokensIn, a.Trace.TokensOut = m.calls, m.in, m.out
	if m.calls > 0 || m.because != "" {
		a.Trace.Model = name
	}
	if m.rewrote {
		a.Trace.Rules = append(a.Trace.Rules, "rewritten")
	}
	switch {
	case worded:
		a.Trace.By, a.Trace.Instructions = assistant.ByModel, m.instructions
	case m.because != "":
		a.Trace.Instead, a.Trace.Because = assistant.ByModel, m.because
	}
}

// because is an error as a stable word. None holds anything that was written by the service.
func because(err error) string {
	for _, known := range []struct {
		err  error
		word string
	}{
		{assistant.ErrBudget, "budget"}, {errSpent, "not_asked"}, {ErrTimeout, "timeout"}, {context.DeadlineExceeded, "timeout"}, {ErrBusy, "busy"},
		{ErrRefused, "refused"}, {ErrHalf, "half"}, {fence.ErrNumber, "fence_number"}, {fence.ErrLink, "fence_link"}, {fence.ErrPromise, "fence_promise"},
		{fence.ErrUnlike, "fence_unlike"}, {fence.ErrSecret, "fence_secret"}, {fence.ErrImage, "fence_markup"}, {fence.ErrMarkup, "fence_markup"},
	} {
		if errors.Is(err, known.err) {
			return known.word
		}
	}
	return "error"
}
