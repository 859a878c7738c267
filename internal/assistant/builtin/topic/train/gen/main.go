// Command gen trains the topic models and writes them beside package topic.
//
//	go generate ./internal/assistant/builtin/topic
//
// DESKBELL_EVAL_DIR names the folder with topic_train.jsonl and info_train.jsonl,
// which are not part of this repository; NOTICE tells where they come from.
package main

import (
	"fmt"
	"os"
	"path/filepath"

	"deskbell/internal/assistant/builtin/topic"
	"deskbell/internal/assistant/builtin/topic/train"
)

func main() {
	if err := run(os.Getenv("DESKBELL_EVAL_DIR")); err != nil {
		fmt.Fprintln(os.Stderr, "train topics:", err)
		os.Exit(1)
	}
}

func run(dir string) error {
	if dir == "" {
		return fmt.Errorf("DESKBELL_EVAL_DIR is not set")
	}
	open, err := train.OpenTopics(filepath.Join(dir, "topic_train.jsonl"), nil)
	if err != nil {
		return err
	}
	turns, err := train.OpenTurns(filepath.Join(dir, "info_train.jsonl"))
	if err != nil {
		return err
	}
	if err := write("topics.bin", train.Topics(open, turns)); err != nil {
		return err
	}
	if err := write("acts.bin", train.Turns(turns)); err != nil {
		return err
	}
	return write("wishes.bin", train.Wishes())
}

func write(name string, m *topic.Model) error {
	file, err := os.Create(name)
	if err != nil {
		return err
	}
	if err := m.Encode(file); err != nil {
		return fmt.Errorf("%s: %w", name, err)
	}
	return file.Close()
}
