package when

import (
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"detente/record"
)

var update = flag.Bool("update", false, "rewrite the expected parts of testdata/*.txtar")

// TestCases reads the cases of testdata. Each holds reports of our own, one or
// more, as files NAME.txt; the first line of a report may be "date: 2020-06-12"
// or "metadata: 2020-06-12". Beside each, NAME.want holds what must come out:
// the date of the report with its reasons and notes, then a line a time.
func TestCases(t *testing.T) {
	files, err := filepath.Glob("testdata/*.txtar")
	if err != nil || len(files) == 0 {
		t.Fatal("no cases", err)
	}
	r := load(t)
	for _, name := range files {
		ar, err := txtar.ParseFile(name)
		if err != nil {
			t.Fatal(err)
		}
		wants := map[string]string{}
		out := &txtar.Archive{Comment: ar.Comment}
		for _, f := range ar.Files {
			if base, ok := strings.CutSuffix(f.Name, ".want"); ok {
				wants[base] = string(f.Data)
			}
		}
		for _, f := range ar.Files {
			base, ok := strings.CutSuffix(f.Name, ".txt")
			if !ok {
				continue
			}
			got := report(r, string(f.Data))
			out.Files = append(out.Files, f, txtar.File{Name: base + ".want", Data: []byte(got)})
			if !*update && got != wants[base] {
				t.Errorf("%s: %s:\n%s\nwant\n%s", name, base, got, wants[base])
			}
		}
		if *update {
			if err := os.WriteFile(name, txtar.Format(out), 0o644); err != nil {
				t.Fatal(err)
			}
		}
	}
}

// report reads one report and prints what came out.
func report(r *Reader, text string) string {
	var known record.KnownBy
	var day record.Moment
	if line, rest, ok := strings.Cut(text, "\n"); ok {
		key, value, _ := strings.Cut(line, ": ")
		if m, err := record.ParseMoment(value); err == nil && (key == "date" || key == "metadata" || key == "url") {
			day, known, text = m, record.KnownBy(strings.Replace(key, "date", "given", 1)), rest
			if key == "metadata" {
				known = record.Metadata
			}
		}
	}
	doc, trees := plain(text)
	if !day.IsZero() {
		doc.Published = record.Published{Interval: record.Interval{Start: day, End: day.Add(0, 0, 1)}, KnownBy: known}
	}
	res := r.Read(doc, trees)
	var b strings.Builder
	fmt.Fprintf(&b, "published %s", res.Published.Interval)
	if res.Published.KnownBy != "" {
		fmt.Fprintf(&b, ", by %s", res.Published.KnownBy)
	}
	if res.Published.Zone != "" {
		fmt.Fprintf(&b, ", %s", res.Published.Zone)
	}
	b.WriteByte('\n')
	for _, c := range res.Published.Reasons {
		fmt.Fprintf(&b, "because %s\n", c.Says)
	}
	for _, n := range res.Notes {
		fmt.Fprintf(&b, "note %s\n", n)
	}
	for _, x := range res.Times {
		fmt.Fprintf(&b, "[%s] %s %s", strings.Join(strings.Fields(x.Span.In(text)), " "), x.Timex.Type, x.Timex.Value)
		if x.Timex.Mod != "" {
			fmt.Fprintf(&b, " %s", x.Timex.Mod)
		}
		if x.Known() {
			fmt.Fprintf(&b, ", %s", x.Interval)
		}
		if x.Event != "" {
			fmt.Fprintf(&b, ", %s", x.Event)
		}
		b.WriteByte('\n')
	}
	return b.String()
}
