package main

import (
	"bytes"
	"flag"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"
)

var update = flag.Bool("update", false, "rewrite the output that the README shows")

// readmeReport is the report that the README shows the output for.
const readmeReport = "testdata/reports/hotline-restored.txt"

// TestReadme holds the README to its word: the output that it shows is what the
// command prints.
func TestReadme(t *testing.T) {
	t.Chdir("../..")
	t.Setenv("COLUMNS", "")
	readme, err := os.ReadFile("README.md")
	if err != nil {
		t.Fatal(err)
	}
	const open, end = "```text\n$ detente read " + readmeReport + "\n", "```\n"
	before, rest, ok := strings.Cut(string(readme), open)
	shown, after, ok2 := strings.Cut(rest, end)
	if !ok || !ok2 {
		t.Fatal("README.md does not show the output of detente read " + readmeReport)
	}
	var out, faults bytes.Buffer
	if status := execute(t.Context(), []string{"read", readmeReport}, strings.NewReader(""), &out, &faults); status != 0 {
		t.Fatal(faults.String())
	}
	if shown == out.String() {
		return
	}
	if !*update {
		t.Fatalf("README.md shows another output than the command prints; run make golden. It prints:\n%s", out.String())
	}
	if err := os.WriteFile("README.md", []byte(before+open+out.String()+end+after), 0o644); err != nil {
		t.Fatal(err)
	}
}

// TestLinks: every file that the README and the manuals point at is there.
func TestLinks(t *testing.T) {
	t.Chdir("../..")
	pages, err := filepath.Glob("docs/*.md")
	if err != nil {
		t.Fatal(err)
	}
	link := regexp.MustCompile(`\]\(([^):#]+)(#[^)]*)?\)`)
	for _, page := range append(pages, "README.md", "CONTRIBUTING.md") {
		text, err := os.ReadFile(page)
		if err != nil {
			t.Fatal(err)
		}
		for _, m := range link.FindAllStringSubmatch(string(text), -1) {
			if _, err := os.Stat(filepath.Join(filepath.Dir(page), m[1])); err != nil {
				t.Errorf("%s points at %s, which is not there", page, m[1])
			}
		}
	}
}
