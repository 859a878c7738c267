// Package house holds no code: its tests keep the layout of the project as docs/architecture.md describes it.
package house

import (
	"encoding/json"
	"errors"
	"io"
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// rooms says what each package may import of ours, and why not more. The first matching prefix counts.
var rooms = []struct {
	prefix string
	may    []string
	why    string
}{
	{"internal/desk", nil, "the domain imports the standard library only, so that its rules can be read and tested alone"},
	{"internal/knowledge/hub", []string{"internal/knowledge", "internal/conversation", "internal/desk", "internal/store"}, "what people do with the knowledge ends in rows; who answers from it is handed in"},
	{"internal/knowledge/document", []string{"internal/knowledge"}, "a file is read without knowing whose it is or where its passages go"},
	{"internal/knowledge/crawl", []string{"internal/knowledge", "internal/outward"}, "a website is read from outside; what is kept of it is decided elsewhere"},
	{"internal/knowledge/source", []string{"internal/knowledge", "internal/desk", "internal/store"}, "documents and websites are read into drafts; they reach no guest and no conversation"},
	{"internal/knowledge/typed", nil, "figures are reckoned and said from themselves alone"},
	{"internal/knowledge", []string{"internal/desk"}, "what a property knows does not depend on who asks or where it is kept"},
	{"internal/store/storetest", []string{"internal/desk", "internal/store"}, "the contract's suite must not know which store it tests"},
	{"internal/store/pgtest", nil, "a server for tests knows nothing of what is tested"},
	{"internal/store/sqlstore", []string{"internal/desk", "internal/store", "internal/recent"}, "a database keeps what it is given and knows no use case; no store imports another"},
	{"internal/store/memstore", []string{"internal/desk", "internal/store"}, "no store imports another"},
	{"internal/store", []string{"internal/desk"}, "the contract belongs to the use cases, not to a database"},
	{"internal/conversation", []string{"internal/desk", "internal/store", "internal/channel"}, "the one door knows no transport, no assistant and no database; of the channels it knows the contract"},
	{"internal/assistant/builtin", []string{"internal/assistant", "internal/knowledge", "internal/desk"}, "an Answerer proposes; it cannot reach conversations or the store"},
	{"internal/assistant/fence", nil, "what may be said to a guest is decided from the words alone"},
	{"internal/assistant/circuit", nil, "a circuit knows nothing of what it protects"},
	{"internal/assistant/model", []string{"internal/assistant", "internal/knowledge", "internal/desk", "internal/outward", "internal/recent"}, "a language model words what was found; it cannot reach conversations or the store"},
	{"internal/assistant/outside", []string{"internal/assistant", "internal/desk", "internal/outward", "internal/recent"}, "a company's own bot proposes; it cannot reach conversations or the store"},
	{"internal/assistant/tools", []string{"internal/assistant", "internal/desk", "internal/outward", "internal/recent"}, "a service is asked within what the session allows; it cannot reach conversations or the store"},
	{"internal/assistant/danger", []string{"internal/knowledge"}, "an emergency is found in words alone"},
	{"internal/assistant/mood", []string{"internal/knowledge"}, "how a guest sounds is heard in words alone"},
	{"internal/assistant/when", []string{"internal/knowledge"}, "days and numbers are read from words alone"},
	{"internal/assistant/stay", []string{"internal/assistant/when"}, "when a guest wants to come is read from words alone"},
	{"internal/assistant/opportunity", []string{"internal/assistant", "internal/desk", "internal/knowledge"}, "what a guest has in mind is read in words, and answered like everything else; it cannot reach conversations or the store"},
	{"internal/assistant/eval", []string{"internal/assistant", "internal/knowledge", "internal/desk", "internal/sample"}, "measuring needs the Answerer only"},
	{"internal/assistant", []string{"internal/conversation", "internal/desk", "internal/store", "internal/knowledge"}, "the assistant is a caller of the conversation like any agent"},
	{"internal/schedule", []string{"internal/conversation", "internal/desk", "internal/store"}, "the schedule brings due rows to the one door"},
	{"internal/reports", []string{"internal/conversation", "internal/desk", "internal/store"}, "figures are read from what is stored; nothing follows from them"},
	{"internal/bell", []string{"internal/conversation", "internal/desk", "internal/store"}, "who must hear what is decided without knowing how they are reached"},
	{"internal/channel", []string{"internal/desk", "internal/outward"}, "an adapter knows one channel's wire; it keeps nothing and knows no conversation"},
	{"internal/arrival", []string{"internal/channel", "internal/conversation", "internal/delivery", "internal/desk", "internal/store", "internal/files", "internal/recent"}, "what arrived is kept, then brought to the one door"},
	{"internal/delivery", []string{"internal/channel", "internal/desk", "internal/store", "internal/files", "internal/recent"}, "the outbox at work: it sends what the conversation wrote, and decides nothing"},
	{"internal/secret", nil, "secrets are sealed without knowing what they open"},
	{"internal/connect", []string{"internal/channel", "internal/secret", "internal/desk", "internal/store"}, "connecting accounts and watching their health does not touch conversations"},
	{"internal/simulator", []string{"internal/channel"}, "the simulator speaks the channels' wire from the other side; it may not reach behind the webhook"},
	{"internal/outward", nil, "asking the outside safely does not depend on what is asked"},
	{"internal/push", []string{"internal/bell", "internal/desk", "internal/store", "internal/outward"}, "a push is sent to whom the bell names; it decides nothing"},
	{"internal/webhook", nil, "who signed something is found without knowing what it is"},
	{"internal/mail", []string{"internal/desk", "internal/store", "internal/webhook"}, "letters are sent and taken in without knowing what they are about"},
	{"internal/tickets", []string{"internal/conversation", "internal/desk", "internal/store", "internal/mail"}, "tickets reply through the one door and are answered by mail; no transport"},
	{"internal/chain", []string{"internal/bell", "internal/desk", "internal/store", "internal/outward"}, "a step of the chain is called as the bell says; it decides nothing"},
	{"internal/booking", []string{"internal/desk", "internal/store", "internal/knowledge", "internal/secret", "internal/webhook"}, "that a guest has a booking is proven from what is stored; what they are told then is decided elsewhere"},
	{"internal/days", nil, "days are tests: nothing stands on them"},
	{"internal/clock", []string{"internal/store"}, "what time it is does not depend on who asks"},
	{"internal/certificate", nil, "how an address becomes secure does not depend on what is served there"},
	{"internal/limit", nil, "limits count, and know nothing of what they count"},
	{"internal/files", []string{"internal/desk"}, "files are checked and kept without knowing who sent them"},
	{"internal/wire", []string{"internal/desk", "internal/store", "internal/conversation"}, "shapes on the wire are made from values"},
	{"internal/realtime", []string{"internal/wire", "internal/desk", "internal/store", "internal/conversation", "internal/recent"}, "connections are fed; they know no rules"},
	{"internal/auth", []string{"internal/desk", "internal/store", "internal/limit"}, "signing in is the same whatever route asks"},
	{"internal/backup", []string{"internal/desk", "internal/store", "internal/secret"}, "backups read what is stored, and the key without which some of it is lost"},
	{"internal/sample", []string{"internal/desk", "internal/knowledge", "internal/store"}, "the sample property is data"},
	{"internal/metrics", []string{"internal/desk", "internal/store", "internal/conversation"}, "counting watches from outside"},
	{"internal/relay", nil, "what nodes tell each other is carried without knowing what it says"},
	{"internal/recent", nil, "a bounded map knows nothing of what it remembers"},
	{"internal/app", []string{"internal/", "web"}, "the assembled house; only the command and tests stand above it"},
	{"internal/httpapi/problem", []string{"internal/desk"}, "errors become statuses in one place"},
	{"internal/httpapi", []string{"internal/", "web"}, "the edge may know every room but the command"},
	{"internal/metrics", []string{"internal/conversation", "internal/desk"}, "rooms do not know that they are counted; whoever wires them hands their numbers over"},
	{"internal/app", []string{"internal/", "web"}, "the wiring knows every room; the command and tests of the whole start from it"},
	{"cmd/deskbell", []string{"internal/", "web"}, "the command wires"},
	{"web", nil, "the front ends are files"},
	{"conformance/check", []string{"conformance/history", "conformance/drive"}, "a history is checked away from what made it"},
	{"conformance/history", []string{"conformance/drive"}, "a recording starts and asks nothing"},
	{"conformance", []string{"conformance/drive"}, "the black box drives the built binary only"},
	{"bench", []string{"conformance/drive", "internal/store", "internal/desk", "internal/assistant", "internal/knowledge"}, "the load generator drives the built binary; only a large store is filled directly, and only the assistant is asked alone"},
}

type pkg struct {
	ImportPath string
	Doc        string
	GoFiles    []string
	Imports    []string
	Standard   bool
}

const module = "deskbell/"

func TestImportsPointInward(t *testing.T) {
	t.Parallel()
	for _, p := range list(t) {
		name := strings.TrimPrefix(p.ImportPath, module)
		at := slices.IndexFunc(rooms, func(r struct {
			prefix string
			may    []string
			why    string
		}) bool {
			return name == r.prefix || strings.HasPrefix(name, r.prefix+"/")
		})
		if at < 0 {
			if len(p.GoFiles) > 0 {
				t.Errorf("%s has no place in the house: give it a line in this table and in docs/architecture.md", name)
			}
			continue
		}
		room := rooms[at]
		for _, imp := range p.Imports {
			own, ok := strings.CutPrefix(imp, module)
			if !ok {
				if room.prefix == "internal/desk" && strings.Contains(imp, ".") {
					t.Errorf("%s imports %s: %s", name, imp, room.why)
				}
				continue
			}
			if own == room.prefix || strings.HasPrefix(own, room.prefix+"/") {
				continue
			}
			if !slices.ContainsFunc(room.may, func(m string) bool { return own == m || strings.HasPrefix(own, strings.TrimSuffix(m, "/")+"/") }) {
				t.Errorf("%s imports %s: %s", name, own, room.why)
			}
		}
	}
}

func TestEveryPackageSaysWhatItIs(t *testing.T) {
	t.Parallel()
	for _, p := range list(t) {
		if p.Doc == "" && len(p.GoFiles) > 0 {
			t.Errorf("%s has no package comment", p.ImportPath)
		}
	}
}

func list(t *testing.T) []pkg {
	t.Helper()
	cmd := exec.Command("go", "list", "-json=ImportPath,Doc,GoFiles,Imports,Standard", "./...")
	cmd.Dir = "../.."
	out, err := cmd.Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	var pkgs []pkg
	for dec := json.NewDecoder(strings.NewReader(string(out))); ; {
		var p pkg
		if err := dec.Decode(&p); errors.Is(err, io.EOF) {
			return pkgs
		} else if err != nil {
			t.Fatal(err)
		}
		pkgs = append(pkgs, p)
	}
}
