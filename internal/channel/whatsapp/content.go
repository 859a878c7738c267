package whatsapp

import (
	"bytes"
	"encoding/json"
	"fmt"
	"strconv"
	"strings"

	"deskbell/internal/channel"
)

// content is what a message says. It stands in messages and, as the new content, in edits.
type content struct {
	Type text `json:"type"`
	Text struct {
		Body text `json:"body"`
	} `json:"text"`
	Image    *media `json:"image"`
	Video    *media `json:"video"`
	Audio    *media `json:"audio"`
	Document *media `json:"document"`
	Sticker  *media `json:"sticker"`
	Location *struct {
		Latitude  *number `json:"latitude"`
		Longitude *number `json:"longitude"`
		Name      text    `json:"name"`
		Address   text    `json:"address"`
		URL       text    `json:"url"`
	} `json:"location"`
	Contacts list `json:"contacts"`
	Reaction *struct {
		MessageID text `json:"message_id"`
		Emoji     text `json:"emoji"`
	} `json:"reaction"`
	Button *struct {
		Payload text `json:"payload"`
		Text    text `json:"text"`
	} `json:"button"`
	Interactive *interactive `json:"interactive"`
	Order       *order       `json:"order"`
	System      *struct {
		Type   text `json:"type"`
		WaID   text `json:"wa_id"`
		UserID text `json:"user_id"`
		Parent text `json:"parent_user_id"`
	} `json:"system"`
	Unsupported *struct {
		Type text `json:"type"`
	} `json:"unsupported"`
	Revoke *struct {
		Original text `json:"original_message_id"`
	} `json:"revoke"`
	Edit *struct {
		Original text    `json:"original_message_id"`
		Message  content `json:"message"`
	} `json:"edit"`
	Template *struct {
		Name text `json:"name"`
	} `json:"template"`
}

type media struct {
	ID       text `json:"id"`
	URL      text `json:"url"`
	Link     text `json:"link"` // in what another app sent
	Type     text `json:"mime_type"`
	Hash     text `json:"sha256"`
	Caption  text `json:"caption"`
	Filename text `json:"filename"`
	Voice    flag `json:"voice"`
}

func (m *media) of(kind channel.MediaKind) channel.Media {
	out := channel.Media{ID: m.ID.id(), URL: string(m.URL), Kind: kind, Type: m.Type.short(), Name: m.Filename.short(),
		Hash: digest(string(m.Hash)), Voice: bool(m.Voice)}
	if out.URL == "" {
		out.URL = string(m.Link)
	}
	return out
}

type interactive struct {
	Type   text    `json:"type"`
	Button *choice `json:"button_reply"`
	List   *choice `json:"list_reply"`
	Form   *struct {
		Name text `json:"name"`
		Body text `json:"body"`
		JSON text `json:"response_json"`
	} `json:"nfm_reply"`
	// Body is what another app wrote above the choices that it sent.
	Body struct {
		Text text `json:"text"`
	} `json:"body"`
}

type choice struct {
	ID    text `json:"id"`
	Title text `json:"title"`
}

type order struct {
	Catalog text `json:"catalog_id"`
	Text    text `json:"text"`
	Items   []struct {
		ID       text `json:"product_retailer_id"`
		Quantity text `json:"quantity"`
		Price    text `json:"item_price"`
		Currency text `json:"currency"`
	} `json:"product_items"`
}

// fill sets what a content says, and reports whether it is of a type that this can be said of.
func (c *content) fill(e *channel.Event) bool {
	f, ok := fillers[string(c.Type)]
	return ok && f(c, e)
}

// fillers are the types of content, by name. Each reports whether the content is there. Edits hold contents, hence init.
var fillers map[string]func(*content, *channel.Event) bool

func init() {
	fillers = map[string]func(*content, *channel.Event) bool{
		"text":        func(c *content, e *channel.Event) bool { e.Text = string(c.Text.Body); return e.Text != "" },
		"image":       func(c *content, e *channel.Event) bool { return attach(e, c.Image, channel.MediaImage) },
		"video":       func(c *content, e *channel.Event) bool { return attach(e, c.Video, channel.MediaVideo) },
		"audio":       func(c *content, e *channel.Event) bool { return attach(e, c.Audio, channel.MediaAudio) },
		"document":    func(c *content, e *channel.Event) bool { return attach(e, c.Document, channel.MediaFile) },
		"sticker":     func(c *content, e *channel.Event) bool { return attach(e, c.Sticker, channel.MediaSticker) },
		"location":    (*content).place,
		"contacts":    (*content).cards,
		"button":      (*content).button,
		"interactive": (*content).chosen,
		"order":       (*content).ordered,
		"reaction":    (*content).reacted,
		"revoke":      (*content).revoked,
		"edit":        (*content).edited,
		"template":    func(c *content, e *channel.Event) bool { e.Text = templateLine(c); return e.Text != "" },
	}
}

func attach(e *channel.Event, m *media, kind channel.MediaKind) bool {
	if m == nil {
		return false
	}
	e.Text = string(m.Caption)
	if one := m.of(kind); one.ID != "" || one.URL != "" {
		e.Media = []channel.Media{one}
	}
	return len(e.Media) > 0
}

func (c *content) place(e *channel.Event) bool {
	l := c.Location
	if l == nil || l.Latitude == nil || l.Longitude == nil {
		return false
	}
	e.Place = &channel.Place{Latitude: float64(*l.Latitude), Longitude: float64(*l.Longitude),
		Name: l.Name.short(), Address: l.Address.short(), URL: string(l.URL)}
	return true
}

func (c *content) cards(e *channel.Event) bool {
	for _, raw := range c.Contacts {
		p := read[struct {
			Name struct {
				Formatted text `json:"formatted_name"`
				First     text `json:"first_name"`
				Last      text `json:"last_name"`
			} `json:"name"`
			Org struct {
				Company text `json:"company"`
			} `json:"org"`
			Phones []struct {
				Phone text `json:"phone"`
				WaID  text `json:"wa_id"`
			} `json:"phones"`
			Mails []struct {
				Mail text `json:"email"`
			} `json:"emails"`
		}](raw)
		card := channel.Card{Name: p.Name.Formatted.short()}
		if card.Name == "" {
			card.Name = strings.TrimSpace(p.Name.First.short() + " " + p.Name.Last.short())
		}
		if card.Name == "" {
			card.Name = p.Org.Company.short()
		}
		for _, n := range p.Phones {
			if n.Phone == "" && n.WaID != "" {
				n.Phone = "+" + n.WaID
			}
			if n.Phone != "" {
				card.Phones = append(card.Phones, n.Phone.short())
			}
		}
		for _, m := range p.Mails {
			if m.Mail != "" {
				card.Mails = append(card.Mails, m.Mail.short())
			}
		}
		e.Cards = append(e.Cards, card)
	}
	return len(e.Cards) > 0
}

func (c *content) button(e *channel.Event) bool {
	if c.Button == nil {
		return false
	}
	e.Choice, e.Text = string(c.Button.Payload), string(c.Button.Text)
	return e.Choice != "" || e.Text != ""
}

func (c *content) chosen(e *channel.Event) bool {
	i := c.Interactive
	switch {
	case i == nil:
		return false
	case i.Button != nil:
		e.Choice, e.Text = string(i.Button.ID), string(i.Button.Title)
	case i.List != nil:
		e.Choice, e.Text = string(i.List.ID), string(i.List.Title)
	case i.Form != nil:
		e.Text = answers(string(i.Form.JSON))
		if e.Text == "" {
			e.Text = string(i.Form.Body)
		}
		e.Shared = []channel.Shared{{Kind: "form", Title: i.Form.Name.short()}}
	default:
		e.Text = string(i.Body.Text)
	}
	return e.Text != "" || e.Choice != ""
}

// answers are the fields of a filled form, one a line, in the order they were sent. The token is the sender's own.
func answers(raw string) string {
	var lines []string
	dec := json.NewDecoder(strings.NewReader(raw))
	if t, err := dec.Token(); err != nil || t != json.Delim('{') {
		return ""
	}
	for dec.More() && len(lines) < 100 {
		key, err := dec.Token()
		if err != nil {
			return ""
		}
		var v json.RawMessage
		if dec.Decode(&v) != nil {
			return ""
		}
		name, said := fmt.Sprint(key), string(read[text](v))
		if said == "" && !bytes.Equal(v, []byte(`""`)) && !bytes.Equal(v, []byte("null")) {
			said = string(v)
		}
		if name != "flow_token" && said != "" {
			lines = append(lines, cut(name, 100)+": "+cut(said, 1000))
		}
	}
	return strings.ReplaceAll(strings.Join(lines, "\n"), "\x00", "")
}

func (c *content) ordered(e *channel.Event) bool {
	if c.Order == nil {
		return false
	}
	e.Text = string(c.Order.Text)
	for _, i := range c.Order.Items {
		title := i.ID.short()
		if i.Quantity != "" {
			title = i.Quantity.short() + " × " + title
		}
		if i.Price != "" {
			title += ", " + price(i.Price) + " " + i.Currency.short()
		}
		e.Shared = append(e.Shared, channel.Shared{Kind: "order", Title: strings.TrimSpace(title), ID: i.ID.id()})
	}
	return e.Text != "" || len(e.Shared) > 0
}

func price(p text) string {
	f, err := strconv.ParseFloat(string(p), 64)
	if err != nil {
		return p.short()
	}
	return strconv.FormatFloat(f, 'f', 2, 64)
}

func (c *content) reacted(e *channel.Event) bool {
	if c.Reaction == nil || c.Reaction.MessageID.id() == "" {
		return false
	}
	e.Kind, e.ID, e.Emoji = channel.EventReaction, c.Reaction.MessageID.id(), cut(string(c.Reaction.Emoji), 20)
	return true
}

func (c *content) revoked(e *channel.Event) bool {
	if c.Revoke == nil || c.Revoke.Original.id() == "" {
		return false
	}
	e.Kind, e.ID = channel.EventUnsend, c.Revoke.Original.id()
	return true
}

func (c *content) edited(e *channel.Event) bool {
	if c.Edit == nil || c.Edit.Original.id() == "" || c.Edit.Message.Type == "edit" {
		return false
	}
	if !c.Edit.Message.fill(e) {
		return false
	}
	e.Kind, e.ID = channel.EventEdit, c.Edit.Original.id()
	return true
}

func templateLine(c *content) string {
	if c.Template == nil || c.Template.Name == "" {
		return ""
	}
	return c.Template.Name.short()
}
