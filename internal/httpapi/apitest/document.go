package apitest

import (
	"encoding/json"
	"fmt"
	"mime"
	"slices"
	"strconv"
	"strings"
	"time"
	"unicode/utf8"
)

// Document is an OpenAPI 3.1 document that answers can be held against. It knows the part of JSON Schema that the
// document uses and fails on every keyword that it does not know, so that nothing passes unlooked at.
type Document struct {
	root map[string]any
	ops  []Operation
}

// Operation is one route of the document.
type Operation struct {
	ID, Method, Path, Tag string
	// Open says that it needs no credentials.
	Open     bool
	segments []string
	def      map[string]any
}

// Statuses are the documented ones.
func (o Operation) Statuses() []int {
	responses, _ := o.def["responses"].(map[string]any)
	var list []int
	for s := range responses {
		if n, err := strconv.Atoi(s); err == nil {
			list = append(list, n)
		}
	}
	slices.Sort(list)
	return list
}

// ParseDocument reads a document.
func ParseDocument(raw []byte) (*Document, error) {
	d := &Document{}
	if err := json.Unmarshal(raw, &d.root); err != nil {
		return nil, err
	}
	if v, _ := d.root["openapi"].(string); !strings.HasPrefix(v, "3.1") {
		return nil, fmt.Errorf("not OpenAPI 3.1 but %q", v)
	}
	paths, _ := d.root["paths"].(map[string]any)
	for path, item := range paths {
		for method, def := range item.(map[string]any) {
			def, ok := def.(map[string]any)
			if !ok || def["responses"] == nil {
				continue
			}
			op := Operation{Method: strings.ToUpper(method), Path: path, segments: strings.Split(path, "/"), def: def}
			op.ID, _ = def["operationId"].(string)
			if tags, _ := def["tags"].([]any); len(tags) > 0 {
				op.Tag, _ = tags[0].(string)
			}
			security, _ := def["security"].([]any)
			op.Open = len(security) == 0
			d.ops = append(d.ops, op)
		}
	}
	slices.SortFunc(d.ops, func(a, b Operation) int { return strings.Compare(a.Path+" "+a.Method, b.Path+" "+b.Method) })
	return d, nil
}

// Operations are all routes, by path.
func (d *Document) Operations() []Operation { return d.ops }

// Find is the operation that a request belongs to: the one with the fewest parameters that fits.
func (d *Document) Find(method, path string) (Operation, bool) {
	parts := strings.Split(path, "/")
	best, found := Operation{}, false
	for _, op := range d.ops {
		if op.Method == method && fits(op.segments, parts) && (!found || strings.Count(op.Path, "{") < strings.Count(best.Path, "{")) {
			best, found = op, true
		}
	}
	return best, found
}

func fits(template, parts []string) bool {
	if len(template) != len(parts) {
		return false
	}
	for i, t := range template {
		if t != parts[i] && !strings.HasPrefix(t, "{") {
			return false
		}
	}
	return true
}

// Check holds an answer against the document and tells what does not agree.
func (d *Document) Check(method, path string, status int, contentType string, body []byte) []string {
	op, ok := d.Find(method, path)
	if !ok {
		if status == 404 || status == 405 {
			return d.checkRefusal(contentType, body)
		}
		return []string{"the route is not documented"}
	}
	responses := op.def["responses"].(map[string]any)
	response, ok := responses[strconv.Itoa(status)].(map[string]any)
	if !ok {
		return []string{fmt.Sprintf("status %d is not documented for %s", status, op.ID)}
	}
	content, _ := response["content"].(map[string]any)
	if len(content) == 0 {
		if len(body) > 0 {
			return []string{"a body where none is documented"}
		}
		return nil
	}
	kind, _, err := mime.ParseMediaType(contentType)
	if err != nil {
		return []string{"no content type"}
	}
	media, ok := content[kind].(map[string]any)
	if !ok {
		return []string{fmt.Sprintf("content type %s is not documented", kind)}
	}
	if status >= 400 {
		return d.checkRefusal(contentType, body)
	}
	if !strings.Contains(kind, "json") {
		return nil
	}
	return d.checkJSON(media["schema"], body)
}

// checkRefusal holds every refusal to RFC 9457 and a code, whatever the route.
func (d *Document) checkRefusal(contentType string, body []byte) []string {
	if kind, _, _ := mime.ParseMediaType(contentType); kind != "application/problem+json" {
		return []string{"a refusal of content type " + contentType}
	}
	return d.checkJSON(map[string]any{"$ref": "#/components/schemas/Problem"}, body)
}

func (d *Document) checkJSON(schema any, body []byte) []string {
	var v any
	if err := json.Unmarshal(body, &v); err != nil {
		return []string{"not JSON: " + err.Error()}
	}
	c := &checker{doc: d}
	c.check("", schema, v)
	return c.faults
}

type checker struct {
	doc    *Document
	faults []string
}

func (c *checker) fault(at, format string, args ...any) {
	if at == "" {
		at = "the body"
	}
	c.faults = append(c.faults, at+": "+fmt.Sprintf(format, args...))
}

// known are the keywords that check looks at, or that say nothing about a value.
var known = map[string]bool{"$ref": true, "type": true, "properties": true, "required": true, "additionalProperties": true, "items": true,
	"enum": true, "minLength": true, "maxLength": true, "minimum": true, "maximum": true, "minItems": true, "maxItems": true, "format": true,
	"description": true, "title": true, "examples": true, "default": true, "contentEncoding": true, "readOnly": true, "pattern": true}

func (c *checker) check(at string, schema any, v any) {
	s, ok := schema.(map[string]any)
	if !ok {
		c.fault(at, "the document has no schema here")
		return
	}
	if ref, ok := s["$ref"].(string); ok {
		target, ok := c.doc.resolve(ref)
		if !ok {
			c.fault(at, "the document refers to %s, which is not in it", ref)
			return
		}
		s = target
	}
	for word := range s {
		if !known[word] {
			c.fault(at, "the document uses %q, which this check does not know", word)
		}
	}
	if enum, ok := s["enum"].([]any); ok && !slices.Contains(enum, v) {
		c.fault(at, "%v is not one of %v", v, enum)
	}
	if s["type"] == nil {
		return // anything
	}
	types := typesOf(s["type"])
	if !slices.ContainsFunc(types, func(t string) bool { return isType(t, v) }) {
		c.fault(at, "%T is not %v", v, types)
		return
	}
	switch v := v.(type) {
	case string:
		c.text(at, s, v)
	case float64:
		if min, ok := s["minimum"].(float64); ok && v < min {
			c.fault(at, "%v is less than %v", v, min)
		}
		if max, ok := s["maximum"].(float64); ok && v > max {
			c.fault(at, "%v is more than %v", v, max)
		}
	case []any:
		if s["items"] != nil {
			for i, item := range v {
				c.check(fmt.Sprintf("%s[%d]", at, i), s["items"], item)
			}
		}
	case map[string]any:
		c.object(at, s, v)
	}
}

func (c *checker) text(at string, s map[string]any, v string) {
	n := float64(utf8.RuneCountInString(v))
	if min, ok := s["minLength"].(float64); ok && n < min {
		c.fault(at, "shorter than %v", min)
	}
	if max, ok := s["maxLength"].(float64); ok && n > max {
		c.fault(at, "longer than %v", max)
	}
	if s["format"] == "date-time" {
		if _, err := time.Parse("2006-01-02T15:04:05.000Z", v); err != nil {
			c.fault(at, "%q is no instant in UTC with milliseconds", v)
		}
	}
}

func (c *checker) object(at string, s, v map[string]any) {
	properties, _ := s["properties"].(map[string]any)
	required, _ := s["required"].([]any)
	for _, name := range required {
		if _, ok := v[name.(string)]; !ok {
			c.fault(at, "%v is missing", name)
		}
	}
	for name, value := range v {
		if p, ok := properties[name]; ok {
			c.check(at+"."+name, p, value)
			continue
		}
		switch more := s["additionalProperties"].(type) {
		case map[string]any:
			c.check(at+"."+name, more, value)
		case bool:
			if !more {
				c.fault(at, "%s is not documented", name)
			}
		default:
			c.fault(at, "%s is not documented", name)
		}
	}
}

func (d *Document) resolve(ref string) (map[string]any, bool) {
	var v any = d.root
	for part := range strings.SplitSeq(strings.TrimPrefix(ref, "#/"), "/") {
		m, ok := v.(map[string]any)
		if !ok {
			return nil, false
		}
		v = m[part]
	}
	m, ok := v.(map[string]any)
	return m, ok
}

func typesOf(v any) []string {
	switch v := v.(type) {
	case string:
		return []string{v}
	case []any:
		var list []string
		for _, t := range v {
			list = append(list, fmt.Sprint(t))
		}
		return list
	}
	return nil
}

func isType(t string, v any) bool {
	switch v := v.(type) {
	case nil:
		return t == "null"
	case bool:
		return t == "boolean"
	case string:
		return t == "string"
	case float64:
		return t == "number" || t == "integer" && v == float64(int64(v))
	case []any:
		return t == "array"
	case map[string]any:
		return t == "object"
	}
	return false
}
