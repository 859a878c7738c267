package staff

import (
	"crypto/sha256"
	"encoding/base64"
	"encoding/json"
	"slices"
	"strings"

	"deskbell/internal/desk"
	"deskbell/internal/store"
)

// What changes settings is called so in the audit, by the page on which it is done.
var (
	liveChatActions = []string{"live_chat_changed", "live_chat_available", "live_chat_withheld"}
	settingsActions = []string{"settings_changed", "sites_changed"}
)

// changedLiveChat and changedSettings report whether a line of the audit is of a change of what a page shows. The
// switches of live chat can be set with the property's other settings, too.
func changedLiveChat(l store.AuditLine) bool {
	return slices.Contains(liveChatActions, l.Action) ||
		slices.Contains(settingsActions, l.Action) && (strings.Contains(l.Detail, `"live_chat"`) || strings.Contains(l.Detail, `"human"`))
}

func changedSettings(l store.AuditLine) bool { return slices.Contains(settingsActions, l.Action) }

// versionOf names what a page of settings shows. Two pages of one property do not disturb each other by that, and to
// save what is there already is no change.
func versionOf(shown any) string {
	doc, _ := json.Marshal(shown) // settings are stored as JSON: they always encode
	sum := sha256.Sum256(doc)
	return base64.RawURLEncoding.EncodeToString(sum[:12])
}

// liveChatVersion leaves out what cannot be set.
func liveChatVersion(s LiveChatSettings) string {
	s.Version, s.DefaultWords, s.WordNames, s.Now, s.People, s.Limits = "", nil, nil, nil, nil, nil
	return versionOf(s)
}

// settingsVersion leaves out what cannot be set, and what is set elsewhere: the logo and live chat.
func settingsVersion(s Settings) string {
	s.Version, s.Key, s.Snippet, s.HostedURL, s.Seen = "", "", "", "", nil
	s.Look.LogoFile, s.Look.LogoURL, s.Human, s.LiveChat = "", "", HumanChat{}, LiveChat{}
	return versionOf(s)
}

// unchanged refuses a change that was made from other settings than there are now, with who changed them last. Without a
// version nobody asks.
func unchanged(tx store.Tx, propertyID, from, now string, by func(store.AuditLine) bool) error {
	if from == "" || from == now {
		return nil
	}
	e := &desk.Error{Code: desk.CodeConflict, Reason: "settings_changed",
		Message: "Somebody has changed these settings since you opened them. Look at what they are now, then save again."}
	lines, err := tx.ListAudit([]string{propertyID}, 1000)
	if err != nil {
		return err
	}
	i := slices.IndexFunc(lines, by)
	if i < 0 {
		return e
	}
	p, err := tx.Person(lines[i].PersonID)
	if err != nil {
		return err
	}
	e.By, e.Since = &desk.Who{ID: p.ID, Name: p.Name}, max(0, tx.Now().Sub(lines[i].At))
	e.Message = p.Name + " has changed these settings since you opened them. Look at what they are now, then save again."
	return e
}
