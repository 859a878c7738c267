package simulator

import (
	"encoding/json"
	"fmt"
	"slices"
	"strconv"
	"strings"
)

// whatsAppIn is what WhatsApp is sent.
type whatsAppIn struct {
	Product   string    `json:"messaging_product"`
	To        string    `json:"to"`
	Recipient string    `json:"recipient"`
	Type      string    `json:"type"`
	Ours      string    `json:"biz_opaque_callback_data"`
	Status    string    `json:"status"`
	MessageID string    `json:"message_id"`
	Typing    *struct{} `json:"typing_indicator"`
	Context   struct {
		MessageID string `json:"message_id"`
	} `json:"context"`
	Text struct {
		Body string `json:"body"`
	} `json:"text"`
	Image    *whatsAppFile `json:"image"`
	Audio    *whatsAppFile `json:"audio"`
	Video    *whatsAppFile `json:"video"`
	Document *whatsAppFile `json:"document"`
	Sticker  *whatsAppFile `json:"sticker"`
	Location *struct {
		Latitude  float64 `json:"latitude"`
		Longitude float64 `json:"longitude"`
		Name      string  `json:"name"`
	} `json:"location"`
	Reaction struct {
		MessageID string `json:"message_id"`
		Emoji     string `json:"emoji"`
	} `json:"reaction"`
	Interactive struct {
		Type string `json:"type"`
		Body struct {
			Text string `json:"text"`
		} `json:"body"`
		Action struct {
			Button  string `json:"button"`
			Buttons []struct {
				Reply struct{ ID, Title string } `json:"reply"`
			} `json:"buttons"`
			Sections []struct {
				Rows []struct{ ID, Title, Description string } `json:"rows"`
			} `json:"sections"`
		} `json:"action"`
	} `json:"interactive"`
	Template struct {
		Name     string `json:"name"`
		Language struct {
			Code string `json:"code"`
		} `json:"language"`
		Components []struct {
			Type       string            `json:"type"`
			Index      json.RawMessage   `json:"index"`
			Parameters []whatsAppBlanked `json:"parameters"`
		} `json:"components"`
	} `json:"template"`
}

type whatsAppFile struct {
	ID       string `json:"id"`
	Link     string `json:"link"`
	Caption  string `json:"caption"`
	Filename string `json:"filename"`
	Voice    bool   `json:"voice"`
}

type whatsAppBlanked struct {
	Type string `json:"type"`
	Text string `json:"text"`
	Name string `json:"parameter_name"`
}

func itoa(n int) string { return strconv.Itoa(n) }

func tooLong(what string, most int) *graphError {
	return wa(100, "Invalid parameter", fmt.Sprintf("Param %s must be at most %d characters long.", what, most))
}

// whatsAppContent reads what a message says, and refuses what WhatsApp refuses.
func (s *Simulator) whatsAppContent(in whatsAppIn) (*message, *graphError) {
	m := &message{}
	switch in.Type {
	case "text", "":
		m.Text = in.Text.Body
		if m.Text == "" {
			return nil, wa(131008, "Required parameter is missing", "The parameter text.body is required.")
		}
		if len([]rune(m.Text)) > 4096 {
			return nil, tooLong("text['body']", 4096)
		}
	case "image", "audio", "video", "document", "sticker":
		return s.whatsAppMedia(in)
	case "location":
		if in.Location == nil {
			return nil, wa(131008, "Required parameter is missing", "The parameter location is required.")
		}
		m.Place = &place{Latitude: in.Location.Latitude, Longitude: in.Location.Longitude, Name: in.Location.Name}
	case "interactive":
		return whatsAppChoices(in)
	case "template":
		return whatsAppTemplate(in)
	case "contacts":
		m.Note = "Contact"
	case "reaction":
	default:
		return nil, wa(131009, "Parameter value is not valid", "There is no type "+in.Type+".")
	}
	return m, nil
}

func (s *Simulator) whatsAppMedia(in whatsAppIn) (*message, *graphError) {
	about := map[string]*whatsAppFile{"image": in.Image, "audio": in.Audio, "video": in.Video, "document": in.Document, "sticker": in.Sticker}[in.Type]
	switch {
	case about == nil:
		return nil, wa(131008, "Required parameter is missing", "The parameter "+in.Type+" is required.")
	case len([]rune(about.Caption)) > 1024:
		return nil, tooLong("caption", 1024)
	case about.Caption != "" && (in.Type == "audio" || in.Type == "sticker"):
		return nil, wa(100, "Invalid parameter", "A caption is not allowed here.")
	}
	var f *file
	if about.Link != "" {
		var refused *graphError
		if f, refused = s.fetch(in.Type, about.Link); refused != nil {
			return nil, wa(131053, "Media upload error", refused.Message)
		}
	} else if f = s.files.take(about.ID); f == nil {
		return nil, wa(131009, "Parameter value is not valid", "The media id is not valid.")
	}
	kept := f.media
	kept.Kind = in.Type
	if about.Filename != "" {
		kept.Name = about.Filename
	}
	kept.Voice = in.Type == "audio" && (about.Voice || strings.HasPrefix(f.Type, "audio/ogg"))
	return &message{Text: about.Caption, Media: []media{kept}}, nil
}

func whatsAppChoices(in whatsAppIn) (*message, *graphError) {
	i := in.Interactive
	m := &message{Text: i.Body.Text}
	if len([]rune(m.Text)) > 1024 || m.Text == "" {
		return nil, tooLong("interactive['body']", 1024)
	}
	switch i.Type {
	case "button":
		for _, b := range i.Action.Buttons {
			if len([]rune(b.Reply.Title)) > 20 || b.Reply.Title == "" {
				return nil, tooLong("button title", 20)
			}
			m.Choices = append(m.Choices, choice{Title: b.Reply.Title, Payload: b.Reply.ID})
		}
		if n := len(m.Choices); n < 1 || n > 3 {
			return nil, wa(131009, "Parameter value is not valid", "Invalid buttons count. Min allowed buttons: 1, Max allowed buttons: 3.")
		}
	case "list":
		m.List = i.Action.Button
		for _, sec := range i.Action.Sections {
			for _, r := range sec.Rows {
				if len([]rune(r.Title)) > 24 || r.Title == "" || len([]rune(r.Description)) > 72 {
					return nil, tooLong("row title", 24)
				}
				m.Choices = append(m.Choices, choice{Title: r.Title, Payload: r.ID, Description: r.Description})
			}
		}
		if n := len(m.Choices); n < 1 || n > 10 || m.List == "" || len([]rune(m.List)) > 20 {
			return nil, wa(131009, "Parameter value is not valid", "Total row count exceeds the maximum allowed count: 10.")
		}
	default:
		m.Note = "Interactive: " + i.Type
	}
	seen := map[string]bool{}
	for _, c := range m.Choices {
		if seen[c.Payload] || len(c.Payload) > 256 || c.Payload == "" {
			return nil, wa(131009, "Parameter value is not valid", "The ids of choices must be unique and at most 256 characters long.")
		}
		seen[c.Payload] = true
	}
	return m, nil
}

// whatsAppTemplate fills a template as the guest sees it.
func whatsAppTemplate(in whatsAppIn) (*message, *graphError) {
	t := in.Template
	at := slices.IndexFunc(templates, func(o obj) bool { return o["name"] == t.Name && o["language"] == t.Language.Code })
	if at < 0 {
		return nil, wa(132001, "Template does not exist", "template name ("+t.Name+") does not exist in "+t.Language.Code)
	}
	if templates[at]["status"] == "PAUSED" {
		return nil, wa(132015, "Template is paused", "")
	}
	values := map[string][]whatsAppBlanked{}
	for _, c := range t.Components {
		values[strings.ToLower(c.Type)] = append(values[strings.ToLower(c.Type)], c.Parameters...)
	}
	var lines []string
	m := &message{Note: "Template: " + t.Name}
	for _, part := range templates[at]["components"].([]obj) {
		kind := strings.ToLower(part["type"].(string))
		if kind == "buttons" {
			for _, b := range part["buttons"].([]obj) {
				m.Choices = append(m.Choices, choice{Title: b["text"].(string), Payload: b["text"].(string)})
			}
			continue
		}
		text := part["text"].(string)
		want := strings.Count(text, "{{")
		if got := len(values[kind]); got != want {
			return nil, wa(132000, "Number of parameters does not match the expected number of params",
				fmt.Sprintf("%s: number of localizable_params (%d) does not match the expected number of params (%d)", kind, got, want))
		}
		for i, v := range values[kind] {
			name := v.Name
			if name == "" {
				name = itoa(i + 1)
			}
			if !strings.Contains(text, "{{"+name+"}}") {
				return nil, wa(132012, "Parameter format does not match", "There is no parameter "+name+".")
			}
			text = strings.ReplaceAll(text, "{{"+name+"}}", v.Text)
		}
		lines = append(lines, text)
	}
	m.Text = strings.Join(lines, "\n")
	return m, nil
}
