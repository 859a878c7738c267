package conversation

import (
	"strings"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// HintNotice is what other nodes read of a desk.Notice that nobody told them: no row keeps one.
const HintNotice store.HintKind = "notice"

// tellNotices hints at an outcome's notices. Most changes have none.
func tellNotices(tx store.Tx, c Change) {
	for _, n := range c.Notices {
		quiet := "sound"
		if n.Quiet {
			quiet = "quiet"
		}
		id := n.ConversationID
		if id == "" {
			id = c.After.ID
		}
		tx.Tell(store.Hint{Kind: HintNotice, Seq: c.After.LastSeq,
			ID: strings.Join([]string{string(n.Kind), id, n.AgentID, quiet, n.ByAgentID}, " ")})
	}
}

// NoticeOf is the notice that a hint of HintNotice is about.
func NoticeOf(h store.Hint) (desk.Notice, bool) {
	words := strings.Split(h.ID, " ")
	if h.Kind != HintNotice || len(words) != 5 {
		return desk.Notice{}, false
	}
	return desk.Notice{Kind: desk.NoticeKind(words[0]), ConversationID: words[1], AgentID: words[2], Quiet: words[3] == "quiet",
		ByAgentID: words[4]}, true
}
