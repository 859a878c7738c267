package httpapi_test

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"deskbell/internal/conversation"
	"deskbell/internal/desk"
	"deskbell/internal/httpapi/apitest"
)

// asked is what a staff route needs, written down here a second time on purpose: the test fails where route and table
// differ, and where a route is missing.
type asked struct {
	act desk.Action // "" for what everybody may who is signed in
	// id is what the path's first parameter names: "conversation", "contact", "property", "person", "invitation",
	// "shortcut", "session", "device", "test", "ticket", "mail", "account", "app", or "".
	id   string
	body any
	// first says that the role is looked at before the id: what is asked for belongs to no property, or is a filter.
	first bool
	// query is added to the path; FOREIGN in it is replaced as in the path.
	query string
}

var policy = map[string]asked{
	"logout":   {}, // open: works without a session too
	"getMe":    {},
	"changeMe": {body: m{}}, "setDuty": {body: m{"duty": "online"}},
	"changePassword": {body: m{"current": "x", "new": "y"}},
	"listMySessions": {}, "endMySession": {id: "session"},
	"heartbeat": {id: "device", body: m{"viewing": "FOREIGN"}}, "dropDevice": {id: "device"}, "deviceGone": {id: "device"},

	"listConversations": {act: desk.ActConverse, first: true, query: "?property=FOREIGN", id: "property"},
	"search":            {act: desk.ActConverse, first: true, query: "?q=x&property=FOREIGN", id: "property"},
	"getConversation":   {act: desk.ActConverse, id: "conversation"},
	"listEntries":       {act: desk.ActConverse, id: "conversation"},
	"getWhy":            {act: desk.ActConverse, id: "conversation"},
	"getHints":          {act: desk.ActConverse, id: "conversation"},
	"translate":         {act: desk.ActConverse, id: "conversation", body: m{"text": "x", "to": "de"}},
	"summarize":         {act: desk.ActConverse, id: "conversation", body: m{"language": "de"}},
	"takeControl":       {act: desk.ActConverse, id: "conversation"},
	"accept":            {act: desk.ActConverse, id: "conversation"},
	"handBack":          {act: desk.ActConverse, id: "conversation"},
	"reopen":            {act: desk.ActConverse, id: "conversation"},
	"resolve":           {act: desk.ActConverse, id: "conversation", body: m{"confirm": true}},
	"takeOver":          {act: desk.ActConverse, id: "conversation", body: m{"confirm": true}},

	"writeMessages":          {act: desk.ActConverse, id: "conversation", body: m{"client_id": "CLIENT", "text": "x"}},
	"writeAnswerAndHandBack": {act: desk.ActConverse, id: "conversation", body: m{"client_id": "CLIENT", "text": "x"}},
	"writeNotes":             {act: desk.ActConverse, id: "conversation", body: m{"client_id": "CLIENT", "text": "x"}},
	"typing":                 {act: desk.ActConverse, id: "conversation", body: m{"on": true}},
	"view":                   {act: desk.ActConverse, id: "conversation", body: m{"on": true}},
	"markRead":               {act: desk.ActConverse, id: "conversation", body: m{"seq": 1}},
	"getDraft":               {act: desk.ActConverse, id: "conversation"},
	"putDraft":               {act: desk.ActConverse, id: "conversation", body: m{"reply": "x", "note": ""}},
	"dropDraft":              {act: desk.ActConverse, id: "conversation"},
	"uploadFile":             {act: desk.ActConverse, id: "conversation", query: "?conversation=FOREIGN"},
	"changeContact":          {act: desk.ActConverse, id: "contact", body: m{"name": "x"}},

	"retryEntry":    {act: desk.ActConverse, id: "conversation"},
	"takeThread":    {act: desk.ActConverse, id: "conversation"},
	"writeTemplate": {act: desk.ActConverse, id: "conversation", body: m{"client_id": "CLIENT", "template": m{"name": "x", "language": "en"}}},

	"listChannels":      {act: desk.ActEditSettings, first: true},
	"createChannelApp":  {act: desk.ActEditSettings, first: true, body: m{"channel": "api", "name": "x"}},
	"changeChannelApp":  {act: desk.ActEditSettings, first: true, id: "app", body: m{"name": "x"}},
	"deleteChannelApp":  {act: desk.ActEditSettings, first: true, id: "app"},
	"connectAccount":    {act: desk.ActEditSettings, id: "property", body: m{"property_id": "FOREIGN", "app_id": "x", "name": "x"}},
	"getAccount":        {act: desk.ActEditSettings, id: "account"},
	"changeAccount":     {act: desk.ActEditSettings, id: "account", body: m{"name": "x"}},
	"disconnectAccount": {act: desk.ActEditSettings, id: "account"},
	"testAccount":       {act: desk.ActEditSettings, id: "account"},
	"subscribeAccount":  {act: desk.ActEditSettings, id: "account"},
	"listTemplates":     {act: desk.ActConverse, id: "account"},
	"getAccountTakes":   {act: desk.ActConverse, id: "account"},

	"listFailedArrivals": {act: desk.ActOperate, first: true}, "replayFailedArrivals": {act: desk.ActOperate, first: true}, "replayArrival": {act: desk.ActOperate, first: true, id: "arrival"},

	"promise":          {act: desk.ActConverse, id: "conversation", body: m{"request_id": "x"}},
	"cannotNow":        {act: desk.ActConverse, id: "conversation", body: m{"request_id": "x"}},
	"transfer":         {act: desk.ActConverse, id: "conversation", body: m{"note": "x"}},
	"takeTransferBack": {act: desk.ActConverse, id: "conversation"},
	"listColleagues":   {act: desk.ActConverse, id: "conversation"},
	"listRings":        {act: desk.ActConverse, first: true},
	"confirmRing":      {id: "test", body: m{"device": "x", "ring": "FOREIGN", "kind": "shown"}},
	"startBellTest":    {id: "device", body: m{"device": "FOREIGN"}},
	"answerBellTest":   {id: "test", body: m{"heard": true}},
	"checkBell":        {},
	"whoHears":         {act: desk.ActConverse, first: true, query: "?property=FOREIGN", id: "property"},
	"startDrill":       {act: desk.ActConverse, id: "property", body: m{"property": "FOREIGN"}},
	"getShift":         {act: desk.ActConverse, first: true},
	"endShift":         {act: desk.ActConverse, first: true, body: m{"note": "x"}},

	"listTickets":         {act: desk.ActConverse, first: true, query: "?property=FOREIGN", id: "property"},
	"getTicket":           {act: desk.ActConverse, id: "ticket"},
	"changeTicket":        {act: desk.ActConverse, id: "ticket", body: m{"priority": "high"}},
	"replyToTicket":       {act: desk.ActConverse, id: "ticket", body: m{"client_id": "CLIENT", "text": "x"}},
	"noteOnTicket":        {act: desk.ActConverse, id: "ticket", body: m{"client_id": "CLIENT", "text": "x"}},
	"sendTicketMailAgain": {act: desk.ActConverse, id: "ticket"},

	"getMail":       {act: desk.ActOperate, first: true},
	"putMail":       {act: desk.ActOperate, first: true, body: m{"host": ""}},
	"testMail":      {act: desk.ActOperate, first: true, body: m{}},
	"openMailHook":  {act: desk.ActOperate, first: true},
	"closeMailHook": {act: desk.ActOperate, first: true},
	"sendMailAgain": {act: desk.ActOperate, first: true, id: "mail"},

	"listShortcuts":  {id: "property", query: "?property=FOREIGN"},
	"createShortcut": {id: "property", body: m{"scope": "personal", "property_id": "FOREIGN", "name": "x", "text": "x"}},
	"changeShortcut": {id: "shortcut", body: m{"scope": "personal", "name": "x", "text": "x"}},
	"deleteShortcut": {id: "shortcut"},

	"listSources":    {act: desk.ActViewKnowledge, id: "property"},
	"uploadDocument": {act: desk.ActEditKnowledge, id: "property"},
	"addWebsite":     {act: desk.ActEditKnowledge, id: "property", body: m{"address": "https://hotel.example/"}},
	"changeWebsite":  {act: desk.ActEditKnowledge, id: "property", body: m{"address": "https://hotel.example/"}},
	"deleteSource":   {act: desk.ActEditKnowledge, id: "property"},
	"stopSource":     {act: desk.ActEditKnowledge, id: "property"},
	"repeatSource":   {act: desk.ActEditKnowledge, id: "property"},
	"decideSource":   {act: desk.ActEditKnowledge, id: "property", body: m{"approve": true}},
	"listPassages":   {act: desk.ActViewKnowledge, id: "property"},
	"decidePassages": {act: desk.ActEditKnowledge, id: "property", body: m{"ids": []string{"x"}, "approve": true}},
	"getPassage":     {act: desk.ActViewKnowledge, id: "property"},
	"correctPassage": {act: desk.ActEditKnowledge, id: "property", body: m{"title": "x", "text": "x"}},

	"getKnowledge": {act: desk.ActViewKnowledge, id: "property"},
	"tryQuestion":  {act: desk.ActViewKnowledge, id: "property", body: m{"question": "x"}},
	"putFact":      {act: desk.ActEditKnowledge, id: "property", body: m{"state": "no", "details": ""}},
	"createEntry":  {act: desk.ActEditKnowledge, id: "property", body: m{"questions": []string{"x"}, "answer": ""}},
	"changeEntry":  {act: desk.ActEditKnowledge, id: "property", body: m{"questions": []string{"x"}, "answer": ""}},
	"deleteEntry":  {act: desk.ActEditKnowledge, id: "property"},

	"listKnowledgeEntries": {act: desk.ActViewKnowledge, id: "property"},
	"publishEntry":         {act: desk.ActEditKnowledge, id: "property", body: m{}},
	"withdrawEntry":        {act: desk.ActEditKnowledge, id: "property", body: m{}},
	"discardEntry":         {act: desk.ActEditKnowledge, id: "property", body: m{}},
	"listNotices":          {act: desk.ActViewKnowledge, id: "property"},
	"createNotice":         {act: desk.ActPostNotice, id: "property", body: m{"text": "x", "topic": "pool", "until": "2020-01-01T00:00:00Z"}},
	"changeNotice":         {act: desk.ActPostNotice, id: "property", body: m{"text": "x", "topic": "pool", "until": "2020-01-01T00:00:00Z"}},
	"endNotice":            {act: desk.ActPostNotice, id: "property"},
	"listKnowledgeHistory": {act: desk.ActViewKnowledge, id: "property"},
	"undoKnowledgeChange":  {act: desk.ActEditKnowledge, id: "property"},
	"listProposals":        {act: desk.ActViewKnowledge, id: "property"},
	"takeProposal":         {act: desk.ActEditKnowledge, id: "property"},
	"decideProposals":      {act: desk.ActEditKnowledge, id: "property", body: m{"proposals": []string{"x"}, "take": true}},
	"getKnowledgeEntry":    {act: desk.ActViewKnowledge, id: "property"},
	"refuseProposal":       {act: desk.ActEditKnowledge, id: "property"},
	"copyFacts":            {act: desk.ActEditKnowledge, id: "property", body: m{"from": "FOREIGN"}},
	"putKnowledgeSettings": {act: desk.ActEditKnowledge, id: "property", body: m{"parent_id": "FOREIGN"}},
	"listGaps":             {act: desk.ActViewKnowledge, id: "property"},
	"fillGap":              {act: desk.ActEditKnowledge, id: "property", body: m{"asks": []string{"x"}}},
	"dismissGap":           {act: desk.ActEditKnowledge, id: "property", body: m{"asks": []string{"x"}}},
	"listKnowledgeTests":   {act: desk.ActViewKnowledge, id: "property"},
	"createKnowledgeTest":  {act: desk.ActEditKnowledge, id: "property", body: m{"question": "x", "expect": "pool"}},
	"changeKnowledgeTest":  {act: desk.ActEditKnowledge, id: "property", body: m{"question": "x", "expect": "pool"}},
	"deleteKnowledgeTest":  {act: desk.ActEditKnowledge, id: "property"},
	"runKnowledgeTests":    {act: desk.ActEditKnowledge, id: "property"},
	"listImports":          {act: desk.ActEditKnowledge, id: "property"},
	"uploadImport":         {act: desk.ActEditKnowledge, id: "property"},
	"startImport":          {act: desk.ActEditKnowledge, id: "property", body: m{}},
	"stopImport":           {act: desk.ActEditKnowledge, id: "property"},
	"undoImport":           {act: desk.ActEditKnowledge, id: "property"},
	"exportKnowledge":      {act: desk.ActViewKnowledge, id: "property"},

	"listBookings":       {act: desk.ActViewBookings, id: "property"},
	"importBookings":     {act: desk.ActEditBookings, id: "property"},
	"putBooking":         {act: desk.ActEditBookings, id: "property", body: m{"surname": "x", "arrival": "2026-12-01", "departure": "2026-12-02"}},
	"cancelBooking":      {act: desk.ActEditBookings, id: "property"},
	"makeBookingLink":    {act: desk.ActViewBookings, id: "property"},
	"getBookingSettings": {act: desk.ActViewBookings, id: "property"},
	"putBookingSettings": {act: desk.ActEditSettings, id: "property", body: m{"keep_days": 20}},
	"makeBookingSecret":  {act: desk.ActEditSettings, id: "property"},

	"makeBookingPushSecret": {act: desk.ActEditSettings, id: "property"},

	"getAnswering":      {act: desk.ActEditSettings, id: "property"},
	"checkAnswering":    {act: desk.ActEditSettings, id: "property", body: m{"by": "model"}},
	"listTools":         {act: desk.ActEditSettings, id: "property"},
	"createToolService": {act: desk.ActEditSettings, id: "property", body: m{"kind": "http", "name": "x", "url": "https://x.example"}},
	"putToolService":    {act: desk.ActEditSettings, id: "property", body: m{"kind": "http", "name": "x", "url": "https://x.example"}},
	"deleteToolService": {act: desk.ActEditSettings, id: "property"},
	"lookAtTools":       {act: desk.ActEditSettings, id: "property"},
	"tryTool":           {act: desk.ActEditSettings, id: "property", body: m{"tool": "x"}},
	"putAnswering":      {act: desk.ActEditSettings, id: "property", body: m{"guest_calls": 10}},
	"getOpportunities":  {act: desk.ActEditSettings, id: "property"},
	"putOpportunities":  {act: desk.ActEditSettings, id: "property", body: m{"room_night": 10}},
	"makeBotSecret":     {act: desk.ActEditSettings, id: "property"},

	"listProperties": {},
	"createProperty": {act: desk.ActCreateProperties, first: true, body: m{"name": "x", "timezone": "Europe/Paris", "languages": []string{"en"}}},
	"getSettings":    {act: desk.ActEditLiveChat, id: "property"},
	"changeSettings": {act: desk.ActEditSettings, id: "property", body: m{"name": "x"}},
	"getLiveChat":    {act: desk.ActEditLiveChat, id: "property"},
	"putLiveChat":    {act: desk.ActEditLiveChat, id: "property", body: m{"reply_within_minutes": 60}},
	"putLogo":        {act: desk.ActEditSettings, id: "property"},
	"dropLogo":       {act: desk.ActEditSettings, id: "property"},

	"getTopicReport":   {act: desk.ActViewReports, first: true, query: "?property=FOREIGN", id: "property"},
	"getRequestReport": {act: desk.ActViewReports, first: true, query: "?property=FOREIGN", id: "property"},
	"exportRequests":   {act: desk.ActViewReports, first: true, query: "?property=FOREIGN", id: "property"},

	"getPushKey": {}, "unsubscribe": {id: "subscription"},
	"subscribe": {body: m{"device": "CLIENT", "endpoint": "https://push.example/CLIENT", "keys": m{"p256dh": pushKey, "auth": "AAAAAAAAAAAAAAAAAAAAAA"}}},
	"testChain": {act: desk.ActEditLiveChat, id: "property", body: m{"step": 0}},

	"getTeam":            {act: desk.ActManageTeam, first: true},
	"invite":             {act: desk.ActManageTeam, first: true, id: "property", body: m{"email": "CLIENT@x.example", "role": "agent", "properties": []string{"FOREIGN"}}},
	"withdrawInvitation": {act: desk.ActManageTeam, first: true, id: "invitation"},
	"changePerson":       {act: desk.ActManageTeam, first: true, id: "person", body: m{"name": "x"}},
	"startReset":         {act: desk.ActManageTeam, first: true, id: "person", body: m{}},
}

// open are the routes that a stranger uses.
var open = []string{"login", "logout", "getInvitation", "acceptInvitation", "getReset", "finishReset", "getSetup", "setup", "confirmPush"}

// Every route, for every role, with an id of a property that the person does not see, and with one that nobody has: both
// get the same answer, and that answer follows from the policy alone.
func TestPolicy_EveryRouteEveryRole(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	operator, night := h.SignIn("operator"), h.SignIn("night")
	mill := h.Property("demo-mill")
	conversationID, contactID := h.Chat("demo-mill", "When is breakfast?")
	inv := operator.Must(201, "POST", "/api/v1/team/invitations", m{"email": "mill@hotel.example", "role": "agent", "properties": []string{mill}})
	nightID := night.Must(200, "GET", "/api/v1/me", nil).Text("id")
	miller := operator.Must(201, "POST", "/api/v1/team/invitations", m{"email": "miller@hotel.example", "role": "agent", "properties": []string{mill}})
	joined := h.Client().Must(200, "POST", "/api/v1"+strings.TrimPrefix(miller.Text("url"), h.URL), m{"name": "Miller", "password": "the mill wheel turns"})
	shortcut := night.Must(201, "POST", "/api/v1/shortcuts", m{"scope": "personal", "name": "x", "text": "x"})
	sessions := night.Must(200, "GET", "/api/v1/me/sessions", nil).List("sessions")
	foreign := map[string]string{"conversation": conversationID, "contact": contactID, "property": mill, "person": joined.Text("id"),
		"invitation": inv.Text("id"), "shortcut": shortcut.Text("id"), "session": fmt.Sprint(sessions[0]["id"]), "device": "tab-of-night",
		"subscription": night.Must(201, "POST", "/api/v1/push/subscriptions", m{"device": "phone", "endpoint": "https://push.example/night", "keys": m{"p256dh": pushKey, "auth": "AAAAAAAAAAAAAAAAAAAAAA"}}).Text("id")}
	night.Beats("tab-of-night", m{"kind": "screen"})
	foreign["test"] = night.Must(201, "POST", "/api/v1/bell/tests", m{"device": "tab-of-night"}).Text("id")
	foreign["ticket"], foreign["mail"] = leaveTicket(t, h, contactID), conversation.NewID()
	ownChat, ownContact := h.Chat("demo", "When is breakfast?")
	own := map[string]string{"conversation": ownChat, "contact": ownContact, "property": h.Property("demo"), "person": nightID,
		"invitation": operator.Must(201, "POST", "/api/v1/team/invitations", m{"email": "hv@hotel.example", "role": "agent", "properties": []string{h.Property("demo")}}).Text("id")}

	own["ticket"], own["mail"] = leaveTicket(t, h, ownContact), conversation.NewID()

	foreign["app"], own["app"] = conversation.NewID(), conversation.NewID()
	foreign["arrival"], own["arrival"] = conversation.NewID(), conversation.NewID()
	source := operator.Must(201, "POST", "/api/v1/channels/apps", m{"channel": "api", "name": "x"}).Text("id")
	for _, of := range []map[string]string{foreign, own} {
		of["account"] = operator.Must(201, "POST", "/api/v1/channels/accounts", m{"property_id": of["property"], "app_id": source, "key": of["property"], "name": "x"}).Text("id")
	}

	roles := map[string]desk.Role{"agent1": desk.RoleAgent, "knowledge": desk.RoleKnowledgeManager, "admin": desk.RoleAdmin,
		"operator": desk.RoleOperator, "night": desk.RoleAgent}
	clients := map[string]*apitest.Client{}
	for name := range roles {
		clients[name] = h.SignIn(name)
	}
	nth := 0
	for _, op := range h.Document().Operations() {
		if !strings.HasPrefix(op.Path, "/api/v1/") {
			continue
		}
		if slices.Contains(open, op.ID) {
			if !op.Open {
				t.Errorf("%s needs a session by the document", op.ID)
			}
			continue
		}
		need, ok := policy[op.ID]
		if !ok {
			t.Errorf("%s %s (%s) is not in the table of this test", op.Method, op.Path, op.ID)
			continue
		}
		send := func(c *apitest.Client, id string) apitest.Answer {
			nth++
			if op.ID == "uploadFile" || op.ID == "putLogo" || op.ID == "uploadImport" || op.ID == "uploadDocument" || op.ID == "importBookings" {
				return c.Upload(fill(op.Path, need.id, id)+strings.ReplaceAll(need.query, "FOREIGN", id), "x.png", apitest.PNG)
			}
			return c.Do(op.Method, fill(op.Path, need.id, id)+strings.ReplaceAll(need.query, "FOREIGN", id), replace(need.body, id, fmt.Sprint("c", nth)))
		}
		if a := send(h.Client(), foreign[need.id]); a.Status != 401 {
			t.Errorf("%s by nobody: got %d %s, want 401", op.ID, a.Status, a.Raw)
		}
		for name, role := range roles {
			may := need.act == "" || desk.Allow(desk.Person{Role: role, Active: true}, need.act, "") == nil
			nobodys := send(clients[name], conversation.NewID())
			switch {
			case !may:
				want := 404
				if need.first {
					want = 403
				}
				if nobodys.Status != want {
					t.Errorf("%s by %s with an unknown id: got %d %s, want %d", op.ID, name, nobodys.Status, nobodys.Raw, want)
				}
				if a := send(clients[name], own[need.id]); a.Status != 403 {
					t.Errorf("%s by %s at the own property: got %d %s, want 403", op.ID, name, a.Status, a.Raw)
				}
			case need.id != "" && !missing(op.ID):
				if nobodys.Status != 404 {
					t.Errorf("%s by %s with an unknown id: got %d %s, want 404", op.ID, name, nobodys.Status, nobodys.Raw)
				}
			case nobodys.Status == 401 || nobodys.Status == 403 || nobodys.Status == 404 || nobodys.Status >= 500:
				t.Errorf("%s by %s: got %d %s", op.ID, name, nobodys.Status, nobodys.Raw)
			}
			if need.id == "" || name == "operator" || name == "night" { // to these the mill is not foreign
				continue
			}
			theirs := send(clients[name], foreign[need.id])
			if theirs.Status != nobodys.Status || theirs.Code() != nobodys.Code() || theirs.Text("detail") != nobodys.Text("detail") {
				t.Errorf("%s by %s tells a foreign id from an unknown one: %d %s, %d %s", op.ID, name, theirs.Status, theirs.Raw, nobodys.Status, nobodys.Raw)
			}
		}
	}
	// Nothing of all that has touched the mill.
	if a := night.Must(200, "GET", "/api/v1/conversations/"+conversationID, nil); a.Text("controller.kind") != "assistant" {
		t.Errorf("somebody got through: %s", a.Raw)
	}
	night.Must(200, "GET", "/api/v1/me", nil)
}

// missing are routes with an id that need not exist: a device is what its browser says.
func missing(id string) bool { return id == "dropDevice" || id == "deviceGone" }

func fill(path, kind, id string) string {
	first := true
	var out []string
	for part := range strings.SplitSeq(path, "/") {
		if strings.HasPrefix(part, "{") {
			switch {
			case first:
				part = id
			case part == "{key}":
				part = "pool"
			default:
				part = conversation.NewID()
			}
			first = false
		}
		out = append(out, part)
	}
	return strings.Join(out, "/")
}

func replace(body any, id, client string) any {
	switch b := body.(type) {
	case m:
		out := m{}
		for k, v := range b {
			out[k] = replace(v, id, client)
		}
		return out
	case []string:
		var out []string
		for _, s := range b {
			out = append(out, replace(s, id, client).(string))
		}
		return out
	case string:
		return strings.ReplaceAll(strings.ReplaceAll(b, "FOREIGN", id), "CLIENT", client)
	}
	return body
}

// Every route documents how it refuses, and names itself.
func TestDocument_IsComplete(t *testing.T) {
	t.Parallel()
	h := apitest.Start(t)
	names := map[string]bool{}
	for _, op := range h.Document().Operations() {
		if op.ID == "" || names[op.ID] || op.Tag == "" {
			t.Errorf("%s %s: operation id %q, tag %q", op.Method, op.Path, op.ID, op.Tag)
		}
		names[op.ID] = true
		refusals := 0
		for _, s := range op.Statuses() {
			if s >= 400 {
				refusals++
			}
		}
		if refusals == 0 {
			t.Errorf("%s documents no refusal", op.ID)
		}
		if !op.Open && !slices.Contains(op.Statuses(), 401) {
			t.Errorf("%s needs credentials and documents no 401", op.ID)
		}
		if strings.Contains(op.Path, "{") && !slices.Contains(op.Statuses(), 404) {
			t.Errorf("%s has an id and documents no 404", op.ID)
		}
	}
}
