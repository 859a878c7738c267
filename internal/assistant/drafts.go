package assistant

import (
	"context"
	"sync"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
)

// Drafts shows the guest, and who watches, an answer while it is made. It is no message: it vanishes when the answer is
// there, or when nobody waits for it any more. Neither method may block.
type Drafts interface {
	AssistantDraft(c desk.Conversation, turnID, text string)
	AssistantDraftEnd(c desk.Conversation, turnID string)
}

// draft is the answer of one turn while it is made.
type draft struct {
	to     Drafts
	c      desk.Conversation
	turnID string
	wanted context.Context

	mu    sync.Mutex
	shown bool
	ended bool
}

// draftOf makes ready to show a turn's answer while it is made; nil where that is not done: outside channels get whole
// messages only, and a property whose assistant pauses before it answers wants the answer after the pause.
func (t *Taker) draftOf(j *job, q conversation.Question) *draft {
	if t.drafts == nil || q.Conversation.Channel != desk.ChannelWeb || q.Property.Settings.AssistantPause > 0 {
		return nil
	}
	return &draft{to: t.drafts, c: q.Conversation, turnID: j.owed.Turn.ID, wanted: j.wanted}
}

// show is what an Answerer calls with all of the answer that there is. After control has changed nothing is shown: the turn
// was dropped with the commit that changed it.
func (d *draft) show(text string) {
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.ended || d.wanted.Err() != nil || text == "" {
		return
	}
	d.shown = true
	d.to.AssistantDraft(d.c, d.turnID, text)
}

// end takes away what was shown, whatever became of it. It says nothing where nothing was.
func (d *draft) end() {
	if d == nil {
		return
	}
	d.mu.Lock()
	defer d.mu.Unlock()
	if d.shown && !d.ended {
		d.to.AssistantDraftEnd(d.c, d.turnID)
	}
	d.ended = true
}
