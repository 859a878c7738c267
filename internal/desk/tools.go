package desk

import "time"

// ToolKind is how a service with tools is spoken to.
type ToolKind string

// The kinds of services.
const (
	ToolHTTP ToolKind = "http" // plain requests, as an administrator wrote them down
	ToolMCP  ToolKind = "mcp"  // the Model Context Protocol, over streamable HTTP
)

// ToolService is a program that a property lets its assistant ask while it makes an answer: a booking system, a table plan,
// a shuttle's timetable. It is asked for a guest only by the tools of it that somebody switched on.
type ToolService struct {
	ID, PropertyID string
	Kind           ToolKind
	// Name is what the property's people call it.
	Name string
	// URL is the origin (and the path that all addresses begin with), or an MCP server's endpoint.
	URL string
	// Header holds the secret; Sealed is the secret, encrypted, empty where the service needs none.
	Header string
	Sealed []byte
	Tools  []Tool
	// By is who saved it last.
	By                   string
	CreatedAt, UpdatedAt time.Time
}

// Tool is one thing that a service can be asked. Name, Description and Arguments are what a language model is shown: as
// somebody at the property read and kept them, never as the service tells them at the moment.
type Tool struct {
	Name        string `json:"name"`
	Description string `json:"description"`
	// Arguments is the JSON schema of what may be asked.
	Arguments string `json:"arguments"`
	// Method and Path are of a plain request: GET or POST, and a template such as /rooms/{room}/free.
	Method string `json:"method,omitempty"`
	Path   string `json:"path,omitempty"`
	// Fixed are arguments that the property sets. No model sees or changes them. {guest}, {conversation}, {property} and
	// {language} stand for what is known of the session.
	Fixed map[string]string `json:"fixed,omitempty"`
	// On says that it may be asked; it is off until somebody says so.
	On bool `json:"on,omitempty"`
	// OnlyReads is the property's word that asking changes nothing. What may change something is not asked.
	OnlyReads bool `json:"only_reads,omitempty"`
	// BookedOnly keeps it to guests whose booking is proven.
	BookedOnly bool `json:"booked_only,omitempty"`
	// Vouched says that its answers are the property's own words: they may promise what the property may.
	Vouched bool `json:"vouched,omitempty"`
	// Seen is an MCP tool as it was when it was kept; a tool that has changed since is not asked.
	Seen string `json:"seen,omitempty"`
}

// The limits of tools.
const (
	MaxToolServices = 10
	MaxTools        = 20 // of one service
)
