package httpapi

import (
	"embed"
	"encoding/json"
	"net/http"
	"reflect"
	"strings"
	"sync"

	"github.com/danielgtaylor/huma/v2"

	"deskbell/internal/httpapi/asset"
	"deskbell/internal/httpapi/problem"
)

// document is the OpenAPI document of both APIs. It is made when somebody first asks for it: servers seldom are.
type document struct{ made func() *asset.File }

func newDocument(version string, docs ...*huma.OpenAPI) *document {
	return &document{made: sync.OnceValue(func() *asset.File {
		doc, err := Document(version, docs...)
		if err != nil {
			return nil
		}
		return asset.New("openapi.json", doc)
	})}
}

func (d *document) serve(w http.ResponseWriter, r *http.Request) {
	a := d.made()
	if a == nil {
		problem.Write(w, r, problem.New("internal", "The document of the API could not be made."))
		return
	}
	w.Header().Set("Access-Control-Allow-Origin", "*") // it is public, and tools of any origin read it
	a.Send(w, r, asset.Asked)
}

// Document merges the documents of several APIs into one OpenAPI 3.1 document. Schemas of one name that say different
// things are told apart by a prefix.
func Document(version string, docs ...*huma.OpenAPI) ([]byte, error) {
	out := map[string]any{
		"openapi": "3.1.0",
		"info": map[string]any{"title": "Deskbell", "version": version,
			"description": "Guests (bearer token, called from hotels' websites) and the people at the desk (session cookie). " +
				"Errors are RFC 9457 problem documents with a stable code."},
		"paths": map[string]any{},
		"components": map[string]any{
			"schemas": map[string]any{}, "securitySchemes": map[string]any{},
		},
	}
	paths := out["paths"].(map[string]any)
	components := out["components"].(map[string]any)
	var tags []any
	for i, d := range docs {
		if d == nil {
			continue
		}
		part, err := plainJSON(d)
		if err != nil {
			return nil, err
		}
		if i > 0 {
			rename(part, clashes(components["schemas"].(map[string]any), schemasOf(part)))
		}
		for path, ops := range part["paths"].(map[string]any) {
			paths[path] = ops
		}
		if c, ok := part["components"].(map[string]any); ok {
			for _, kind := range []string{"schemas", "securitySchemes"} {
				if m, ok := c[kind].(map[string]any); ok {
					for name, v := range m {
						components[kind].(map[string]any)[name] = v
					}
				}
			}
		}
		if t, ok := part["tags"].([]any); ok {
			tags = append(tags, t...)
		}
	}
	if tags != nil {
		out["tags"] = tags
	}
	return json.Marshal(out)
}

func plainJSON(d *huma.OpenAPI) (map[string]any, error) {
	b, err := json.Marshal(d)
	if err != nil {
		return nil, err
	}
	var m map[string]any
	return m, json.Unmarshal(b, &m)
}

func schemasOf(part map[string]any) map[string]any {
	c, _ := part["components"].(map[string]any)
	s, _ := c["schemas"].(map[string]any)
	return s
}

// clashes are the names that both have with different meanings.
func clashes(have, more map[string]any) map[string]string {
	renamed := map[string]string{}
	for name, schema := range more {
		if old, ok := have[name]; ok && !reflect.DeepEqual(old, schema) {
			renamed[name] = "Guest" + name
		}
	}
	return renamed
}

const schemaRef = "#/components/schemas/"

// rename gives schemas other names, everywhere they are referred to.
func rename(part map[string]any, names map[string]string) {
	if len(names) == 0 {
		return
	}
	schemas := schemasOf(part)
	for from, to := range names {
		schemas[to] = schemas[from]
		delete(schemas, from)
	}
	var walk func(v any)
	walk = func(v any) {
		switch v := v.(type) {
		case map[string]any:
			if ref, ok := v["$ref"].(string); ok {
				if to, ok := names[strings.TrimPrefix(ref, schemaRef)]; ok {
					v["$ref"] = schemaRef + to
				}
			}
			for _, x := range v {
				walk(x)
			}
		case []any:
			for _, x := range v {
				walk(x)
			}
		}
	}
	walk(part)
}

//go:embed docs
var docsFiles embed.FS

// docsPage serves the page that shows the document. It loads nothing from elsewhere.
func docsPage() http.Handler {
	files := asset.In(docsFiles, "docs")
	return http.HandlerFunc(func(w http.ResponseWriter, r *http.Request) {
		name := strings.TrimPrefix(strings.TrimPrefix(r.URL.Path, "/api/docs"), "/")
		if name == "" {
			name = "index.html"
		}
		a := files.Find(name)
		if a == nil {
			problem.NotFound(w, r)
			return
		}
		w.Header().Set("Content-Security-Policy", docsPolicy)
		w.Header().Set("Cross-Origin-Resource-Policy", "same-origin")
		a.Send(w, r, asset.Asked)
	})
}
