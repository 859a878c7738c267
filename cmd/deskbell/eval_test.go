package main

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"strings"
	"testing"
)

// What the contract says of the command: one line per question, in their order, and the metrics on the screen.
func TestRun_Eval(t *testing.T) {
	dir := t.TempDir()
	write := func(name, lines string) string {
		path := filepath.Join(dir, name)
		if err := os.WriteFile(path, []byte(lines), 0o600); err != nil {
			t.Fatal(err)
		}
		return path
	}
	kb := write("kb.jsonl", `{"kb":"1","id":"dog","q":["Are pets allowed?"],"a":"Dogs are welcome."}
{"kb":"1","id":"eat","q":["When is breakfast?"],"a":"From 7 to 10."}
`)
	asked := write("queries.jsonl", `{"kb":"1","q":"can I bring my dog","gold":["dog"]}
{"kb":"1","q":"who won the match","gold":[]}
{"kb":"1","q":"what time is breakfast served","gold":["eat"]}
`)
	wishes := write("wishes.jsonl", `{"kb":"","q":"a human please","gold":["human"]}
{"kb":"","q":"when is breakfast","gold":[]}
`)
	out := filepath.Join(dir, "results.jsonl")
	type result struct {
		KB, Q      string
		Entry      *string
		Confidence *float64
		Decision   string
	}
	results := func(args ...string) (lines []result, printed string) {
		t.Helper()
		var stdout, stderr bytes.Buffer
		if code := run(t.Context(), append([]string{"eval", "--out", out}, args...), &stdout, &stderr); code != 0 {
			t.Fatalf("status %d: %s", code, &stderr)
		}
		data, err := os.ReadFile(out)
		if err != nil {
			t.Fatal(err)
		}
		for text := range strings.Lines(string(data)) {
			var r result
			if err := json.Unmarshal([]byte(text), &r); err != nil || r.Confidence == nil || *r.Confidence < 0 || *r.Confidence > 1 {
				t.Fatalf("%v: %s", err, text)
			}
			lines = append(lines, r)
		}
		return lines, stdout.String()
	}
	got, printed := results("--knowledge", kb, "--queries", asked)
	if len(got) != 3 || *got[0].Entry != "dog" || got[0].Decision != "answer" || got[1].Decision != "abstain" || *got[2].Entry != "eat" || got[2].Q != "what time is breakfast served" {
		t.Errorf("%+v", got)
	}
	if !strings.Contains(printed, "CAR@FAR10") || !strings.Contains(printed, "ECE") {
		t.Errorf("printed %q", printed)
	}
	got, printed = results("--task", "wish", "--queries", wishes)
	if len(got) != 2 || *got[0].Entry != "human" || got[0].Decision != "answer" || got[1].Entry != nil || got[1].Decision != "abstain" {
		t.Errorf("%+v", got)
	}
	if !strings.Contains(printed, "recall") {
		t.Errorf("printed %q", printed)
	}

	if err := os.WriteFile(out, []byte("earlier"), 0o600); err != nil {
		t.Fatal(err)
	}
	broken := write("broken.jsonl", `{"kb":"1","q":"x"}`+"\nnot json\n")
	for _, c := range []struct {
		args string
		code int
		says string
	}{
		{"--queries " + asked, 2, "--knowledge"},
		{"--queries " + filepath.Join(dir, "none") + " --knowledge " + kb, 1, "no file"},
		{"--queries " + broken + " --knowledge " + kb, 1, "line 2"},
		{"--queries " + write("empty.jsonl", "") + " --knowledge " + kb, 2, "no question"},
		{"--queries " + asked + " --task guess", 2, "--task"},
	} {
		var stdout, stderr bytes.Buffer
		code := run(t.Context(), append([]string{"eval", "--out", out}, strings.Fields(c.args)...), &stdout, &stderr)
		if code != c.code || !strings.Contains(stderr.String(), c.says) || strings.Count(stderr.String(), "\n") != 1 {
			t.Errorf("%s: status %d, %q", c.args, code, &stderr)
		}
	}
	if kept, err := os.ReadFile(out); err != nil || string(kept) != "earlier" {
		t.Errorf("a run that failed left %q, %v", kept, err)
	}
	if left, _ := filepath.Glob(filepath.Join(dir, ".results-*")); left != nil {
		t.Error("left behind:", left)
	}
}
