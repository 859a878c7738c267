package simulator

import (
	"bytes"
	"encoding/json"
	"io"
	"net/http"
	"slices"
	"strconv"
	"time"
)

// Fault is what Meta's side does to what is sent there.
type Fault struct {
	// Name is the id in the page; Words what it is.
	Name  string `json:"name"`
	Words string `json:"words"`
	// On are the channels that have it; none are all.
	On []Channel `json:"on,omitempty"`

	answer   *graphError
	behave   string // hang, swallow, cut, garbage, html, fake: see misbehave
	sentToo  bool   // the message goes out all the same
	lateFail bool   // WhatsApp: accepted, then failed by a status
}

// faults are those that are on.
type faults struct {
	Next map[Channel]*Pending
	// Out is until when the Graph API does not answer anybody.
	Out time.Time
	// EchoFirst lets echoes and statuses arrive before the answer to the send.
	EchoFirst bool
	// Said answers the next request, whatever it is.
	Said *Said
}

// Said is an answer word for word.
type Said struct {
	Status int
	Body   json.RawMessage
}

// Say answers the next request to the Graph API with a body as it stands: for tests of samples.
func (s *Simulator) Say(said Said) { s.change(func() { s.faults.Said = &said }) }

// Pending is a fault that waits for the next sends of a channel. Left is how many; below 0 is until it is taken away.
type Pending struct {
	Fault Fault
	Left  int
}

func both(f Fault) Fault { f.On = []Channel{Messenger, Instagram}; return f }
func only(c Channel, f Fault) Fault {
	f.On = []Channel{c}
	return f
}

func code(c, sub int, message string) *graphError {
	return &graphError{Code: c, Sub: sub, Message: message, Type: "OAuthException"}
}

func wa(c int, title, details string) *graphError {
	return &graphError{Code: c, Message: "(#" + strconv.Itoa(c) + ") " + title, Type: "OAuthException", Details: details, Title: title}
}

// Faults is the table that the page shows: Meta's errors, and what goes wrong without one.
var Faults = slices.Concat([]Fault{
	{Name: "hang", Words: "Never answers; nothing was sent", behave: "hang"},
	{Name: "swallow", Words: "Never answers; it was sent", behave: "hang", sentToo: true},
	{Name: "cut", Words: "Cuts the line; it was sent", behave: "cut", sentToo: true},
	{Name: "garbage", Words: "Answers with something that is no JSON", behave: "garbage"},
	{Name: "fake", Words: "Says 200 with an error inside", behave: "fake", answer: code(2, 0, "Service temporarily unavailable")},
	{Name: "500", Words: "500 with a page", behave: "html"},
	{Name: "429", Words: "429, too many", answer: &graphError{Code: 4, Message: "(#4) Application request limit reached", Type: "OAuthException", status: http.StatusTooManyRequests}},
	{Name: "2", Words: "2 · temporarily unavailable", answer: &graphError{Code: 2, Message: "Service temporarily unavailable", Type: "OAuthException", Transient: true}},
	{Name: "190", Words: "190 · token expired", answer: code(190, 463, "Error validating access token: Session has expired.")},
	{Name: "200", Words: "200 · permission missing", answer: code(200, 0, "(#200) Requires the permission to manage the object")},
	{Name: "368", Words: "368 · blocked for policy", answer: code(368, 0, "(#368) The action attempted has been deemed abusive or is otherwise disallowed")},
}, []Fault{
	both(Fault{Name: "1", Words: "1 · unknown error", answer: code(1, 99, "An unknown error has occurred.")}),
	only(Messenger, Fault{Name: "1/1357046", Words: "1/1357046 · was sent, error came late", answer: code(1, 1357046, "Received invalid JSON reply."), sentToo: true}),
	only(Messenger, Fault{Name: "10/2018278", Words: "10/2018278 · window closed", answer: code(10, 2018278, "(#10) This message is sent outside of allowed window.")}),
	only(Instagram, Fault{Name: "10/2534022", Words: "10/2534022 · window closed", answer: code(10, 2534022, "(#10) This message is sent outside of allowed window.")}),
	only(Messenger, Fault{Name: "10/2018300", Words: "10/2018300 · another app has the thread", answer: code(10, 2018300, "(#10) Message failed to send because another app is controlling this thread now.")}),
	only(Instagram, Fault{Name: "100/2534037", Words: "100/2534037 · not the thread's owner", answer: code(100, 2534037, "(#100) The app is not the thread owner.")}),
	only(Messenger, Fault{Name: "551", Words: "551 · person not available", answer: code(551, 1545041, "(#551) This person isn't available right now.")}),
	only(Messenger, Fault{Name: "100/2018001", Words: "100/2018001 · no such person", answer: code(100, 2018001, "(#100) No matching user found")}),
	only(Instagram, Fault{Name: "100/2534014", Words: "100/2534014 · no such person", answer: code(100, 2534014, "(#100) No matching user found")}),
	only(Messenger, Fault{Name: "100/1893061", Words: "100/1893061 · tag retired", answer: code(100, 1893061, "(#100) Invalid parameter")}),
	only(Messenger, Fault{Name: "100/2018109", Words: "100/2018109 · attachment too big", answer: code(100, 2018109, "(#100) Attachment size exceeds allowable limit")}),
	only(Messenger, Fault{Name: "10/1893063", Words: "10/1893063 · Page restricted", answer: code(10, 1893063, "(#10) This Page is temporarily restricted")}),
	only(Messenger, Fault{Name: "613/2018338", Words: "613/2018338 · bothers this person", answer: code(613, 2018338, "(#613) Warning! You are engaging in behavior that may be considered bothersome or abusive by users.")}),
	only(Instagram, Fault{Name: "613/2534040", Words: "613/2534040 · rate limit", answer: code(613, 2534040, "(#613) Calls to this api have exceeded the rate limit.")}),
	only(Instagram, Fault{Name: "100/2534029", Words: "100/2534029 · business barred", answer: code(100, 2534029, "(#100) The business has been blocked from sending messages via the IG Messaging API")}),
	only(Instagram, Fault{Name: "200/2534041", Words: "200/2534041 · access to messages is off", answer: code(200, 2534041, "(#200) The owner turned off access to messages")}),
}, whatsAppFaults())

// whatsAppFaults are WhatsApp's codes; those that Meta finds out later come once more as a failed status.
func whatsAppFaults() []Fault {
	var list []Fault
	for _, f := range []struct {
		n              int
		title, details string
		late           bool
	}{
		{130429, "Rate limit hit", "Cloud API message throughput has been reached.", false},
		{131056, "(Business Account, Consumer Account) pair rate limit hit", "Too many messages sent from the sender phone number to the same recipient phone number in a short period of time.", false},
		{131047, "Re-engagement message", "Message failed to send because more than 24 hours have passed since the customer last replied to this number.", true},
		{131026, "Message undeliverable", "The recipient is not on WhatsApp, has not accepted the terms, or uses an old version.", true},
		{131049, "Not delivered to maintain healthy ecosystem engagement", "Meta chose not to deliver this message.", true},
		{131053, "Media upload error", "The file could not be used.", true},
		{131000, "Something went wrong", "An unknown error.", false},
		{131016, "Service unavailable", "A service is temporarily unavailable.", false},
		{131057, "Account in maintenance mode", "The number is under maintenance.", false},
		{131021, "Recipient cannot be sender", "", false},
		{131050, "User opted out", "The person stopped marketing messages.", false},
		{130403, "Blocked", "Your number blocked this person.", false},
		{131008, "Required parameter is missing", "", false},
		{131009, "Parameter value is not valid", "", false},
		{131051, "Unsupported message type", "", false},
		{132000, "Number of parameters does not match", "", false},
		{132001, "Template does not exist", "", false},
		{132015, "Template is paused", "", false},
		{131042, "Business eligibility payment issue", "There is no way to pay for this message.", false},
		{131031, "Account has been locked", "", false},
		{131048, "Spam rate limit hit", "Too many people flagged messages of this number.", false},
		{131045, "Incorrect certificate", "The number is not registered.", false},
		{133010, "Phone number not registered", "", false},
		{130497, "Business account is restricted from messaging users in this country", "", false},
	} {
		n := strconv.Itoa(f.n)
		list = append(list, only(WhatsApp, Fault{Name: n, Words: n + " · " + f.title, answer: wa(f.n, f.title, f.details)}))
		if f.late {
			list = append(list, only(WhatsApp, Fault{Name: n + " late", Words: n + " · " + f.title + " (by status)", answer: wa(f.n, f.title, f.details), lateFail: true}))
		}
	}
	return list
}

// fault finds one of the table.
func fault(name string, c Channel) (Fault, bool) {
	for _, f := range Faults {
		if f.Name == name && (len(f.On) == 0 || slices.Contains(f.On, c)) {
			return f, true
		}
	}
	return Fault{}, false
}

// struck is the fault that meets the next send of a channel, if any; the caller holds the lock.
func (s *Simulator) struck(c Channel) *Fault {
	p := s.faults.Next[c]
	if p == nil || p.Left == 0 {
		return nil
	}
	f := p.Fault
	if p.Left > 0 {
		if p.Left--; p.Left == 0 {
			delete(s.faults.Next, c)
		}
	}
	return &f
}

// hangMost is how long an answer that never comes is waited for by who does not know.
const hangMost = 2 * time.Minute

// misbehave answers a send as the fault says. It is called without the lock.
func (s *Simulator) misbehave(w http.ResponseWriter, r *http.Request, f *Fault) {
	switch f.behave {
	case "hang":
		timer := time.NewTimer(hangMost)
		defer timer.Stop()
		select {
		case <-r.Context().Done():
		case <-timer.C:
		}
		panic(http.ErrAbortHandler)
	case "cut":
		panic(http.ErrAbortHandler)
	case "garbage":
		w.Header().Set("Content-Type", "text/html")
		_, _ = w.Write([]byte("<html><body>Sorry, something went"))
	case "html":
		w.WriteHeader(http.StatusInternalServerError)
		_, _ = w.Write([]byte("<html><body>Sorry, something went wrong.</body></html>"))
	case "fake":
		answer(w, http.StatusOK, f.answer.body())
	default:
		f.answer.write(w)
	}
}

// graphError is an error as the Graph API says it.
type graphError struct {
	Code, Sub                     int
	Message, Type, Title, Details string
	Transient                     bool
	status                        int
}

func (e *graphError) body() obj {
	said := obj{"message": e.Message, "type": e.Type, "code": e.Code, "fbtrace_id": "A" + random(22, letters)}
	if e.Sub != 0 {
		said["error_subcode"] = e.Sub
	}
	if e.Transient {
		said["is_transient"] = true
	}
	if e.Details != "" || e.Title != "" {
		said["error_data"] = obj{"messaging_product": "whatsapp", "details": e.Details}
	}
	return obj{"error": said}
}

// inStatus is the error in a failed status.
func (e *graphError) inStatus() obj {
	return obj{"code": e.Code, "title": e.Title, "message": e.Title, "error_data": obj{"details": e.Details},
		"href": "https://developers.facebook.com/docs/whatsapp/cloud-api/support/error-codes/"}
}

func (e *graphError) write(w http.ResponseWriter) {
	status := e.status
	switch {
	case status != 0:
	case e.Code == 190 || e.Code == 0:
		status = http.StatusUnauthorized
	case e.Code == 10 || e.Code >= 200 && e.Code < 300:
		status = http.StatusForbidden
	case e.Code == 1 || e.Code == 2 || e.Code == 131000 || e.Code == 131016:
		status = http.StatusInternalServerError
	case e.Code == 130429 || e.Code == 131056:
		status = http.StatusTooManyRequests
	default:
		status = http.StatusBadRequest
	}
	answer(w, status, e.body())
}

func answer(w http.ResponseWriter, status int, v any) {
	b, err := json.Marshal(v)
	if err != nil {
		http.Error(w, err.Error(), http.StatusInternalServerError)
		return
	}
	w.Header().Set("Content-Type", "application/json; charset=UTF-8")
	w.Header().Set("Cache-Control", "no-store")
	w.WriteHeader(status)
	_, _ = io.Copy(w, bytes.NewReader(b)) // who asked has gone: they ask again
}
