package document

import (
	"archive/zip"
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strconv"
	"strings"
)

// maxUnpacked is how much of one part of a Word file is unpacked. The text of 500 pages with all its marks is a tenth.
const maxUnpacked = 64 << 20

// readDOCX reads the paragraphs and tables of a Word document.
func readDOCX(body []byte) ([]Block, error) {
	z, err := zip.NewReader(bytes.NewReader(body), int64(len(body)))
	if err != nil {
		return nil, ErrBroken
	}
	styles, err := part(z, "word/styles.xml")
	if err != nil && !errors.Is(err, errNoPart) {
		return nil, err
	}
	text, err := part(z, "word/document.xml")
	if errors.Is(err, errNoPart) {
		return nil, ErrBroken
	}
	if err != nil {
		return nil, err
	}
	return wordText(text, headingStyles(styles))
}

var errNoPart = errors.New("the file has no such part")

// part unpacks one file of the archive. What it says about its size is not believed.
func part(z *zip.Reader, name string) ([]byte, error) {
	for _, f := range z.File {
		if f.Name != name {
			continue
		}
		r, err := f.Open()
		if err != nil {
			return nil, ErrBroken
		}
		defer r.Close()
		b, err := io.ReadAll(io.LimitReader(r, maxUnpacked+1))
		switch {
		case len(b) > maxUnpacked:
			return nil, ErrBomb
		case err != nil:
			return nil, ErrBroken
		}
		return b, nil
	}
	return nil, errNoPart
}

// headingStyles are the levels of the styles that are headings. Their ids are in the language of whoever's Word wrote the
// file ("berschrift1"); their names are not.
func headingStyles(styles []byte) map[string]int {
	var doc struct {
		Styles []struct {
			ID   string `xml:"styleId,attr"`
			Name struct {
				Val string `xml:"val,attr"`
			} `xml:"name"`
			Outline *struct {
				Val string `xml:"val,attr"`
			} `xml:"pPr>outlineLvl"`
		} `xml:"style"`
	}
	out := map[string]int{}
	if len(styles) > 4<<20 || xml.Unmarshal(styles, &doc) != nil {
		return out
	}
	for _, s := range doc.Styles {
		name := strings.ToLower(s.Name.Val)
		switch n, isHeading := strings.CutPrefix(name, "heading "); {
		case isHeading:
			if level, err := strconv.Atoi(n); err == nil && level > 0 {
				out[s.ID] = level
			}
		case name == "title":
			out[s.ID] = 1
		case s.Outline != nil:
			if level, err := strconv.Atoi(s.Outline.Val); err == nil && level >= 0 && level < 9 {
				out[s.ID] = level + 1
			}
		}
	}
	return out
}

// maxDepth is how deep elements may lie in each other: a table in a table in a text box has some 40.
const maxDepth = 500

// wordText walks through the document's XML. Deleted text (w:del) and field codes (w:instrText) are not read.
func wordText(doc []byte, headings map[string]int) ([]Block, error) {
	d := xml.NewDecoder(bytes.NewReader(doc))
	d.Strict = false
	var (
		blocks         []Block
		para           strings.Builder
		cells          []string // of the row
		level          int
		tables, hidden int
		inText         bool
		total, depth   int
	)
	end := func() {
		text := plain(para.String())
		para.Reset()
		switch {
		case tables > 0 && text != "" && len(cells) > 0:
			last := &cells[len(cells)-1]
			*last = strings.TrimSpace(*last + " " + text)
		case text != "":
			blocks = append(blocks, Block{Level: level, Text: text})
		}
		level = 0
	}
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			end()
			return blocks, nil
		}
		if err != nil {
			return nil, ErrBroken
		}
		switch t := t.(type) {
		case xml.StartElement:
			if depth++; depth > maxDepth {
				return nil, ErrBroken
			}
			switch t.Name.Local {
			case "p":
				end()
			case "pStyle":
				level = headings[attr(t, "val")]
			case "t":
				inText = hidden == 0
			case "tab":
				para.WriteByte(' ')
			case "br", "cr":
				para.WriteByte('\n')
			case "del", "instrText", "Fallback":
				hidden++
			case "tbl":
				end()
				tables++
			case "tc":
				end()
				cells = append(cells, "")
			}
		case xml.EndElement:
			depth--
			switch t.Name.Local {
			case "p", "tc":
				end()
			case "t":
				inText = false
			case "del", "instrText", "Fallback":
				hidden--
			case "tr":
				if tables == 1 { // a table in a cell is told with its row
					blocks = append(blocks, Block{Text: row(cells)})
					cells = nil
				}
			case "tbl":
				tables--
			}
		case xml.CharData:
			if inText {
				if total += len(t); total > maxText {
					return nil, ErrBomb
				}
				para.Write(t)
			}
		}
	}
}

// row tells a table's row in one line.
func row(cells []string) string {
	var said []string
	for _, c := range cells {
		if c != "" {
			said = append(said, c)
		}
	}
	return strings.Join(said, " | ")
}

func attr(t xml.StartElement, name string) string {
	for _, a := range t.Attr {
		if a.Name.Local == name {
			return a.Value
		}
	}
	return ""
}
