package crawl

import (
	"errors"
	"fmt"
	"net/http"

	"deskbell/internal/outward"
)

// Reason is why a website or a page of it is not read: a code, for whoever tells it in another language, and a sentence for
// the person who entered the address.
type Reason struct {
	// Code is one of Codes.
	Code string
	// Status is what the site answered, where that is the reason.
	Status int
	text   string
}

// Error implements error.
func (r Reason) Error() string { return r.text }

// The reasons why a website is not read, to be compared with errors.Is.
var (
	ErrAddress   = Reason{Code: "no_address", text: "This is no address of a website. Enter one that begins with https://"}
	ErrInside    = Reason{Code: "inside", text: "This address points inside a network, where Deskbell does not connect."}
	ErrRobots    = Reason{Code: "robots", text: "The website's robots.txt asks not to be read by programs. Allow " + Agent + " there, or send documents."}
	ErrNoRobots  = Reason{Code: "no_robots", text: "The website's robots.txt could not be asked for, so the site was left alone. Try again later."}
	ErrElsewhere = Reason{Code: "elsewhere", text: "The address leads to another website. Enter that one if it is yours."}
	ErrTired     = Reason{Code: "tired", text: "The website stopped answering, so it was left alone. Try again later."}
)

// The reasons why a page is not read. Those of the network and of a site's status have words of their own each time.
var (
	pageCircle    = Reason{Code: "circle", text: "It redirects in a circle."}
	pageInsecure  = Reason{Code: "insecure", text: "It leads to an address that is not secure (http://)."}
	pageElsewhere = Reason{Code: ErrElsewhere.Code, text: "It leads to another website."}
	pageRobots    = Reason{Code: ErrRobots.Code, text: "robots.txt asks not to read it."}
	pageAddress   = Reason{Code: ErrAddress.Code, text: "It has no valid address."}
	pageCutOff    = Reason{Code: "cut_off", text: "It was not sent whole."}
	pageGone      = Reason{Code: "gone", text: "The site has it no longer."}
	pageBusy      = Reason{Code: "busy", text: "The site is busy."}
	pageNoText    = Reason{Code: "no_page", text: "It is no page of text."}
	pageTooLarge  = Reason{Code: "page_too_large", text: fmt.Sprintf("It is larger than %d MB.", maxPage>>20)}
)

const (
	codeStatus      = "status"
	codeUnreachable = "unreachable"
)

// Codes are the codes that a Reason may have.
func Codes() []string {
	out := []string{codeStatus, codeUnreachable}
	for _, r := range []Reason{ErrAddress, ErrInside, ErrRobots, ErrNoRobots, ErrElsewhere, ErrTired,
		pageCircle, pageInsecure, pageCutOff, pageGone, pageBusy, pageNoText, pageTooLarge} {
		out = append(out, r.Code)
	}
	return out
}

func pageStatus(status int) Reason {
	return Reason{Code: codeStatus, Status: status, text: fmt.Sprintf("The site answered %d %s.", status, http.StatusText(status))}
}

// skip says why a page was not read, and what follows from it.
type skip struct {
	Reason
	gone   bool
	failed bool // it may be different another time
	cause  error
}

// first is what it means for the first page: the site cannot be read.
func (s skip) first() error {
	if s.cause != nil {
		return s.cause
	}
	return Reason{Code: s.Code, Status: s.Status, text: "The first page could not be read: " + s.text}
}

// outwardReason is an error of the network in words that tell nothing of what lies inside.
func outwardReason(err error) skip {
	if errors.Is(err, outward.ErrInside) {
		return skip{Reason: ErrInside, cause: ErrInside}
	}
	return skip{Reason: Reason{Code: codeUnreachable, text: err.Error() + "."}, failed: true}
}
