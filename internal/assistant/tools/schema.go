package tools

import (
	"bytes"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"regexp"
	"slices"
	"strings"
	"unicode"
	"unicode/utf8"

	"github.com/google/jsonschema-go/jsonschema"

	"deskbell/internal/desk"
)

// The limits of a schema and of what is asked under it.
const (
	maxSchema    = 8 << 10
	maxArguments = 20
	maxDepth     = 16
	maxParts     = 2000
	maxAsked     = 2 << 10 // bytes of all arguments of one call
	maxValue     = 500     // characters of one
)

var argumentName = regexp.MustCompile(`^[A-Za-z_][A-Za-z0-9_-]{0,63}$`)

// schema is what a model may ask of one tool.
type schema struct {
	// shown is the schema without what the property sets.
	shown string
	rules *jsonschema.Resolved
	of    map[string]*jsonschema.Schema // every argument, the fixed ones too
	free  []string                      // those that a model may give
}

// compile reads a tool's schema. References into itself are written out, so that no argument can lead it round in circles;
// others are refused, because nothing is loaded.
func compile(t desk.Tool) (*schema, error) {
	text := t.Arguments
	if strings.TrimSpace(text) == "" {
		text = `{"type":"object"}`
	}
	if len(text) > maxSchema {
		return nil, fmt.Errorf("the schema has more than %d bytes", maxSchema)
	}
	var raw any
	if err := json.Unmarshal([]byte(text), &raw); err != nil {
		return nil, errors.New("the schema is no JSON")
	}
	root, ok := raw.(map[string]any)
	if !ok {
		return nil, errors.New("the schema must be an object")
	}
	plain, err := (&writer{root: root}).write(root, 0)
	if err != nil {
		return nil, err
	}
	doc := plain.(map[string]any)
	delete(doc, "$schema")
	if doc["type"] == nil {
		doc["type"] = "object"
	}
	if doc["type"] != "object" {
		return nil, errors.New("the arguments must be an object")
	}
	whole, err := parse(doc)
	if err != nil {
		return nil, err
	}
	s := &schema{of: whole.Properties}
	if len(s.of) > maxArguments {
		return nil, fmt.Errorf("a tool may have %d arguments", maxArguments)
	}
	properties, _ := doc["properties"].(map[string]any)
	for name := range s.of {
		if !argumentName.MatchString(name) {
			return nil, fmt.Errorf("%q cannot be the name of an argument", name)
		}
		if _, set := t.Fixed[name]; set {
			delete(properties, name)
			continue
		}
		s.free = append(s.free, name)
	}
	slices.Sort(s.free)
	if required, ok := doc["required"].([]any); ok {
		doc["required"] = slices.DeleteFunc(required, func(name any) bool {
			text, _ := name.(string)
			_, set := t.Fixed[text]
			return set
		})
	}
	rest, err := parse(doc)
	if err != nil {
		return nil, err
	}
	if s.rules, err = rest.Resolve(nil); err != nil {
		return nil, fmt.Errorf("the schema: %w", err)
	}
	shown, err := json.Marshal(doc)
	if err != nil || len(shown) > 2*maxSchema {
		return nil, errors.New("the schema is too large, written out")
	}
	s.shown = string(shown)
	return s, nil
}

func parse(doc map[string]any) (*jsonschema.Schema, error) {
	text, err := json.Marshal(doc)
	if err != nil {
		return nil, err
	}
	var s jsonschema.Schema
	if err := json.Unmarshal(text, &s); err != nil {
		return nil, fmt.Errorf("the schema: %w", err)
	}
	return &s, nil
}

// writer writes a schema out, its references too, as long as that does not become too much.
type writer struct {
	root  map[string]any
	parts int
}

var errSchema = errors.New("the schema leads into itself, is too deep or too large")

func (w *writer) write(part any, depth int) (any, error) {
	if w.parts++; depth > maxDepth || w.parts > maxParts {
		return nil, errSchema
	}
	switch part := part.(type) {
	case map[string]any:
		if ref, ok := part["$ref"]; ok {
			to, err := target(ref, w.root)
			if err != nil {
				return nil, err
			}
			return w.write(to, depth+1)
		}
		out := make(map[string]any, len(part))
		for k, v := range part {
			switch k {
			case "$dynamicRef", "$recursiveRef", "$id", "$anchor", "$dynamicAnchor":
				return nil, fmt.Errorf("%s is not read in schemas", k)
			case "$defs", "definitions":
				if depth == 0 {
					continue
				}
			}
			one, err := w.write(v, depth+1)
			if err != nil {
				return nil, err
			}
			out[k] = one
		}
		return out, nil
	case []any:
		out := make([]any, 0, len(part))
		for _, v := range part {
			one, err := w.write(v, depth+1)
			if err != nil {
				return nil, err
			}
			out = append(out, one)
		}
		return out, nil
	}
	return part, nil
}

// target is what a reference within the same schema means.
func target(ref any, root map[string]any) (any, error) {
	text, _ := ref.(string)
	for _, under := range []string{"$defs", "definitions"} {
		name, ok := strings.CutPrefix(text, "#/"+under+"/")
		if !ok {
			continue
		}
		defs, _ := root[under].(map[string]any)
		if to, ok := defs[name]; ok {
			return to, nil
		}
	}
	return nil, fmt.Errorf("the schema refers to %q, which is not in it", text)
}

// errArguments says that a model asked something that the tool's schema does not let it ask.
var errArguments = errors.New("the arguments are not as the tool has them")

// read takes in what a model wants to ask: an object of arguments that there are, each as its schema has it.
func (s *schema) read(raw []byte) (map[string]any, error) {
	if len(raw) > maxAsked || !utf8.Valid(raw) {
		return nil, errArguments
	}
	d := json.NewDecoder(bytes.NewReader(raw))
	var args map[string]any
	if err := d.Decode(&args); err != nil || args == nil {
		return nil, errArguments
	}
	if _, err := d.Token(); !errors.Is(err, io.EOF) {
		return nil, errArguments
	}
	for name, v := range args {
		if !slices.Contains(s.free, name) || !sound(v, 0) {
			return nil, errArguments
		}
	}
	if err := s.rules.Validate(args); err != nil {
		return nil, errArguments
	}
	return args, nil
}

// sound reports whether a value is of a usual size, and holds nothing that nobody sees.
func sound(v any, depth int) bool {
	if depth > maxDepth {
		return false
	}
	switch v := v.(type) {
	case string:
		return utf8.RuneCountInString(v) <= maxValue && !strings.ContainsFunc(v, func(r rune) bool {
			return unicode.IsControl(r) || unicode.Is(unicode.Cf, r) || r == utf8.RuneError
		})
	case []any:
		return !slices.ContainsFunc(v, func(e any) bool { return !sound(e, depth+1) })
	case map[string]any:
		for name, e := range v {
			if !sound(name, depth+1) || !sound(e, depth+1) {
				return false
			}
		}
	}
	return true
}

// fixed is a value that the property set, as the schema wants it.
func (s *schema) fixed(name, text string) (any, error) {
	of := s.of[name]
	if of == nil || of.Type == "string" || of.Type == "" && len(of.Types) == 0 || slices.Contains(of.Types, "string") {
		return text, nil
	}
	var v any
	if err := json.Unmarshal([]byte(text), &v); err != nil {
		return nil, fmt.Errorf("%s is no %s", name, of.Type)
	}
	rules, err := of.CloneSchemas().Resolve(nil)
	if err != nil {
		return nil, err
	}
	if err := rules.Validate(v); err != nil {
		return nil, fmt.Errorf("%s is not as the schema has it", name)
	}
	return v, nil
}
