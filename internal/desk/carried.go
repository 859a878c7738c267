package desk

import (
	"slices"
	"time"
)

// Carried is what a message has beside its text and files, where it came through, or goes out by, an outside channel.
type Carried struct {
	Media  []Media  `json:"media,omitempty"`
	Place  *Place   `json:"place,omitempty"`
	Cards  []Card   `json:"cards,omitempty"`
	Shared []Shared `json:"shared,omitempty"`
	// Quote is the message that this one answers.
	Quote *Quote `json:"quote,omitempty"`
	// Choice is the payload of the button that was pressed; the text is its title.
	Choice   string    `json:"choice,omitempty"`
	Referral *Referral `json:"referral,omitempty"`
	// Unsupported says that the guest sent what the channel does not hand over.
	Unsupported bool `json:"unsupported,omitempty"`
	// SaidAt is when it was written by the channel's clock, where that is known.
	SaidAt time.Time `json:"said_at,omitzero"`
	// Outside says that a person of the property wrote it in the channel's own app.
	Outside bool `json:"outside,omitempty"`
	// Old says that it is from a history that was handed over: nothing followed from it.
	Old bool `json:"old,omitempty"`
	// Template is the prepared message that was sent.
	Template *Template `json:"template,omitempty"`
	// Late says that a person wrote it after the window for free messages had closed.
	Late bool `json:"late,omitempty"`
}

// Empty reports whether nothing of it would be shown: a message must have text, files, or something of this.
func (c *Carried) Empty() bool {
	return c == nil || len(c.Media) == 0 && c.Place == nil && len(c.Cards) == 0 && len(c.Shared) == 0 &&
		c.Referral == nil && !c.Unsupported && c.Template == nil
}

// MediaState is how far something attached has come.
type MediaState string

// The states of media.
const (
	MediaPending MediaState = "pending" // being fetched
	MediaReady   MediaState = "ready"   // File holds it
	MediaFailed  MediaState = "failed"  // it could not be had: Reason says why
	MediaLink    MediaState = "link"    // the channel's rules forbid a copy: URL is all there is, and it ends
)

// Media is a picture, voice message, video, document or sticker in a message. Kind is one of image, audio, video, file,
// sticker.
type Media struct {
	Kind  string     `json:"kind"`
	State MediaState `json:"state"`
	Voice bool       `json:"voice,omitempty"`
	// File is set once it was fetched.
	File *File `json:"file,omitempty"`
	// Name and Type are what the channel says of it; they are shown until File tells better.
	Name string `json:"name,omitempty"`
	Type string `json:"type,omitempty"`
	URL  string `json:"url,omitempty"`
	// Reason is a stable name: too_large, timeout, gone, type, refused, unreachable.
	Reason string `json:"reason,omitempty"`
}

// Place is a location in degrees.
type Place struct {
	Latitude  float64 `json:"latitude"`
	Longitude float64 `json:"longitude"`
	Name      string  `json:"name,omitempty"`
	Address   string  `json:"address,omitempty"`
	URL       string  `json:"url,omitempty"`
}

// Card is a person's particulars that a guest handed over.
type Card struct {
	Name   string   `json:"name"`
	Phones []string `json:"phones,omitempty"`
	Mails  []string `json:"mails,omitempty"`
}

// Shared is something of the channel's own that travels as a link: a story, a post, a product. Kind is one of
// story, story_mention, story_reply, post, reel, link, product, order, booking, form.
type Shared struct {
	Kind  string `json:"kind"`
	Title string `json:"title,omitempty"`
	URL   string `json:"url,omitempty"`
	ID    string `json:"id,omitempty"`
}

// Quote is an earlier message that another answers. Where it is not stored here only ProviderID is known.
type Quote struct {
	ProviderID string     `json:"provider_id,omitempty"`
	EntryID    string     `json:"entry_id,omitempty"`
	Author     AuthorKind `json:"author,omitempty"`
	Text       string     `json:"text,omitempty"` // its beginning
}

// Referral is how a guest came: by an advertisement, a link, a page.
type Referral struct {
	Source string `json:"source,omitempty"`
	Ref    string `json:"ref,omitempty"`
	AdID   string `json:"ad_id,omitempty"`
	Title  string `json:"title,omitempty"`
	URL    string `json:"url,omitempty"`
}

// Template is a prepared message that the channel approved.
type Template struct {
	Name     string `json:"name"`
	Language string `json:"language"`
	// Filled is the template with its variables, as the channel's adapter takes it (JSON of channel.Filled).
	Filled string `json:"filled,omitempty"`
}

// Reaction is what one side thinks of a message, as an emoji. Each side has one at most.
type Reaction struct {
	By    AuthorKind `json:"by"`
	Emoji string     `json:"emoji"`
	// At is when, by the channel's clock: a later one replaces it. One without an emoji was taken back.
	At time.Time `json:"at,omitzero"`
}

// Correction is what an earlier message is now: the whole of it that can change, not the difference. It rides on an
// EntryEdit, and the newest one of a message counts. A message that was never corrected is as it was written.
type Correction struct {
	// Of is the id of the message, which stays where seqs change (a merge); Cause what this one changed: edit, unsend,
	// reaction, media.
	Of    string  `json:"of"`
	Cause string  `json:"cause"`
	Text  string  `json:"text,omitempty"`
	Media []Media `json:"media,omitempty"`
	// Edited says that the text was changed, Revision how often; Unsent that the message was taken back, and then neither
	// text nor media of it is left here.
	Edited    bool       `json:"edited,omitempty"`
	Revision  int        `json:"revision,omitempty"`
	EditedAt  time.Time  `json:"edited_at,omitzero"` // by the channel's clock
	Unsent    bool       `json:"unsent,omitempty"`
	Reactions []Reaction `json:"reactions,omitempty"`
}

// The causes of a correction.
const (
	CorrectionEdit     = "edit"
	CorrectionUnsend   = "unsend"
	CorrectionReaction = "reaction"
	CorrectionMedia    = "media"
)

// Uncorrected is the correction that changes nothing of a message: what the first real one is made from.
func Uncorrected(e Entry) Correction {
	c := Correction{Of: e.ID, Text: e.Text}
	if e.Carried != nil {
		c.Media = slices.Clone(e.Carried.Media)
	}
	return c
}

// Given are the reactions that stand.
func (c Correction) Given() []Reaction {
	return slices.DeleteFunc(slices.Clone(c.Reactions), func(r Reaction) bool { return r.Emoji == "" })
}

// Corrected is a message as it stands now. The entry as stored is not changed. Of a message that was taken back neither
// words nor files are left.
func Corrected(e Entry, c Correction) Entry {
	e.Text, e.Reactions, e.Edited, e.Unsent = c.Text, c.Given(), c.Edited, c.Unsent
	if e.Carried != nil || len(c.Media) > 0 {
		var carried Carried
		if e.Carried != nil {
			carried = *e.Carried
		}
		carried.Media = c.Media
		e.Carried = &carried
	}
	if c.Unsent {
		e.Text, e.Files, e.Carried = "", nil, nil
	}
	return e
}

// Standing are messages as they stand now: each with the newest correction of it that is among the entries or in more.
// Corrections themselves stay in the list; those of a message that was taken back say nothing of it any more.
func Standing(entries []Entry, more ...Entry) []Entry {
	newest := map[string]Entry{}
	for _, list := range [][]Entry{entries, more} {
		for _, e := range list {
			if e.Correction != nil && e.Seq > newest[e.Correction.Of].Seq {
				newest[e.Correction.Of] = e
			}
		}
	}
	if len(newest) == 0 {
		return entries
	}
	out := slices.Clone(entries)
	for i, e := range out {
		if c, ok := newest[e.ID]; ok {
			out[i] = Corrected(e, *c.Correction)
		}
		if c := e.Correction; c != nil && newest[c.Of].Correction.Unsent && !c.Unsent {
			out[i].Correction = &Correction{Of: c.Of, Cause: c.Cause, Unsent: true} // what it said before is gone, too
		}
	}
	return out
}
