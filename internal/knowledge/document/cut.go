package document

import (
	"strings"
	"unicode"
	"unicode/utf8"

	"deskbell/internal/knowledge"
)

// Block is a paragraph or a heading of a document.
type Block struct {
	Level int // of a heading, from 1; 0 is a paragraph
	Text  string
	Place string // where it stands: "page 3"
	// Apart begins a passage of its own, as each row of a table does.
	Apart bool
}

// Piece is a passage as it was found: a title and what stands below it.
type Piece struct {
	Title, Text, Place string
}

// enough is from how many characters on a passage does not take another paragraph beside.
const enough = knowledge.MaxPassage / 2

// Cut makes passages of blocks: each stays below one heading and within what a guest reads in a chat. The same passage is
// not made twice. It reports whether there were more than most.
func Cut(blocks []Block, most int) (pieces []Piece, more bool) {
	var headings [7]string
	seen := map[Piece]bool{}
	var open Piece
	flush := func() {
		p := open
		open = Piece{}
		same := Piece{Title: p.Title, Text: p.Text}
		if len([]rune(p.Text)) < 3 || !strings.ContainsFunc(p.Text, unicode.IsLetter) || seen[same] {
			return
		}
		if len(pieces) >= most {
			more = true
			return
		}
		seen[same] = true
		pieces = append(pieces, p)
	}
	for _, b := range blocks {
		text := plain(b.Text)
		if text == "" {
			continue
		}
		if b.Level > 0 {
			flush()
			level := min(b.Level, len(headings)-1)
			headings[level] = clip(strings.TrimRight(text, " :"), knowledge.MaxPassageTitle)
			clear(headings[level+1:])
			continue
		}
		for _, part := range split(text) {
			if n := utf8.RuneCountInString(open.Text); n > 0 && (b.Apart || n >= enough || n+1+utf8.RuneCountInString(part) > knowledge.MaxPassage) {
				flush()
			}
			if open.Text == "" {
				open = Piece{Title: title(headings[1:]), Text: part, Place: b.Place}
			} else {
				open.Text += "\n" + part
			}
		}
	}
	flush()
	return pieces, more
}

// title joins the two innermost headings: "Pool" alone may be whose? "Spa · Opening hours" says it.
func title(headings []string) string {
	var said []string
	for _, h := range headings {
		if h != "" {
			said = append(said, h)
		}
	}
	said = said[max(0, len(said)-2):]
	return clip(strings.Join(said, " · "), knowledge.MaxPassageTitle)
}

// split cuts a paragraph that is too long: at the end of a sentence, else between words, else anywhere.
func split(text string) []string {
	var out []string
	for {
		runes := []rune(text)
		if len(runes) <= knowledge.MaxPassage {
			return append(out, text)
		}
		at, word := 0, 0
		for i := knowledge.MaxPassage / 3; i < knowledge.MaxPassage; i++ {
			if runes[i] != ' ' {
				continue
			}
			word = i
			if strings.ContainsRune(".!?…。؟", runes[i-1]) {
				at = i
			}
		}
		if at == 0 {
			at = word
		}
		if at == 0 {
			at = knowledge.MaxPassage
		}
		out = append(out, strings.TrimSpace(string(runes[:at])))
		text = strings.TrimSpace(string(runes[at:]))
	}
}

func clip(s string, most int) string {
	if r := []rune(s); len(r) > most {
		return strings.TrimSpace(string(r[:most-1])) + "…"
	}
	return s
}
