package reader_test

import (
	"bytes"
	"encoding/json"
	"flag"
	"fmt"
	"os"
	"path/filepath"
	"regexp"
	"strings"
	"testing"

	"golang.org/x/tools/txtar"

	"detente/page"
	"detente/reader"
	"detente/record"
)

var update = flag.Bool("update", false, "rewrite the expected records")

// expected is the record of an analysis as the cases hold it: the version of the
// data stays out, since it changes with every edit of a dictionary.
func expected(a *reader.Analysis) record.Record {
	rec := a.Record()
	rec.DataVersion = "test"
	return rec
}

// TestReports compares the record of every report with testdata/NAME.txtar. A
// case says in its comment what the report is there for, and holds
//
//	given.json   what is known beside the text, where anything is: {"date": "2023-05-21"}
//	read.txt     the record in short, for people who review a change
//	record.json  the complete record
//
// "go test ./reader -update" rewrites the last two; read the diff.
func TestReports(t *testing.T) {
	r := newReader(t)
	files, err := filepath.Glob(filepath.Join(reports, "*.txt"))
	if err != nil || len(files) < 8 {
		t.Fatalf("%d reports, %v", len(files), err)
	}
	for _, file := range files {
		name := strings.TrimSuffix(filepath.Base(file), ".txt")
		t.Run(name, func(t *testing.T) {
			path := filepath.Join("testdata", name+".txtar")
			c, err := txtar.ParseFile(path)
			if err != nil {
				t.Fatalf("a report needs its case: %v", err)
			}
			var given struct{ Date, URL, Source, Title string }
			if b := section(c, "given.json"); b != nil {
				if err := json.Unmarshal(b, &given); err != nil {
					t.Fatalf("given.json: %v", err)
				}
			}
			meta := page.Meta{URL: given.URL, Source: given.Source, Title: given.Title}
			if given.Date != "" {
				on, err := record.ParseMoment(given.Date)
				if err != nil {
					t.Fatal(err)
				}
				meta.Date = record.Interval{Start: on, End: on.Add(0, 0, 1)}
			}
			rec := expected(readReport(t, r, name, meta))
			whole, err := json.MarshalIndent(rec, "", " ")
			if err != nil {
				t.Fatal(err)
			}
			whole = append(pairs.ReplaceAll(whole, []byte("[$1, $2]")), '\n')
			short := []byte(inShort(rec))
			if *update {
				put(c, "read.txt", short)
				put(c, "record.json", whole)
				if err := os.WriteFile(path, txtar.Format(c), 0o644); err != nil {
					t.Fatal(err)
				}
				return
			}
			if want := section(c, "read.txt"); !bytes.Equal(want, short) {
				t.Errorf("in short, - wanted + got:\n%s", diff(string(want), string(short)))
			}
			if want := section(c, "record.json"); !bytes.Equal(want, whole) {
				t.Errorf("record, - wanted + got:\n%s", diff(string(want), string(whole)))
			}
		})
	}
}

// pairs are spans as json.MarshalIndent writes them, over four lines.
var pairs = regexp.MustCompile(`\[\n\s+(\d+),\n\s+(\d+)\n\s+\]`)

func section(c *txtar.Archive, name string) []byte {
	for _, f := range c.Files {
		if f.Name == name {
			return f.Data
		}
	}
	return nil
}

func put(c *txtar.Archive, name string, data []byte) {
	for i, f := range c.Files {
		if f.Name == name {
			c.Files[i].Data = data
			return
		}
	}
	c.Files = append(c.Files, txtar.File{Name: name, Data: data})
}

// inShort tells a record in lines that a person can check against the report.
func inShort(r record.Record) string {
	var b strings.Builder
	words := func(s record.Span) string {
		return strings.Join(strings.Fields(s.In(r.Document.Text)), " ")
	}
	who := func(a record.ActorRef) string {
		if a.None() {
			return "-"
		}
		return strings.TrimSpace(a.Code + " " + a.Name)
	}
	fmt.Fprintf(&b, "published %s %s %s\n", r.Document.Published.Interval, r.Document.Published.KnownBy, r.Document.Published.Zone)
	b.WriteString("\nactors\n")
	names := map[string]string{}
	for _, a := range r.Actors {
		names[a.ID] = a.Name
	}
	for _, m := range r.Mentions {
		fmt.Fprintf(&b, "%s %s | %s %s, %s\n", m.ID, words(m.Span), m.Code, names[m.Actor], m.Kind)
	}
	b.WriteString("\ntimes\n")
	for _, t := range r.Times {
		fmt.Fprintf(&b, "%s | %s %s | %s\n", words(t.Span), t.Timex.Type, t.Timex.Value, t.Interval)
	}
	b.WriteString("\nstatements\n")
	for _, s := range r.Statements {
		fmt.Fprintf(&b, "%s %s, %s, %s %s on %s", s.ID, who(s.Speaker), s.Kind, s.Cue, s.Factuality, s.Said)
		for _, l := range s.Chain {
			fmt.Fprintf(&b, " < %s", l.Name)
		}
		for _, c := range s.Content {
			fmt.Fprintf(&b, " | %s", words(c))
		}
		b.WriteByte('\n')
	}
	b.WriteString("\nevents\n")
	for _, e := range r.Events {
		fmt.Fprintf(&b, "%s %s | %s -> %s | %s %s %s | %s", e.ID, e.Date, who(e.Source), who(e.Target), e.Plover.Type, e.Plover.Mode, e.Cameo, e.Status)
		if e.SaidBy != nil {
			fmt.Fprintf(&b, " by %s", *e.SaidBy)
		}
		if e.Background {
			b.WriteString(" background")
		}
		if e.Place != nil {
			fmt.Fprintf(&b, " in %s", e.Place.Name)
		}
		for _, c := range e.Count {
			fmt.Fprintf(&b, " (%s %s)", c.Text, c.Of)
		}
		fmt.Fprintf(&b, " | %s [%s]\n", words(e.Spans.Clause), words(e.Spans.Trigger))
	}
	b.WriteString("\ncommitments\n")
	for _, c := range r.Commitments {
		fmt.Fprintf(&b, "%s %s | %s -> %s | %s", c.ID, c.Kind, who(c.By), who(c.To), c.Content.Text)
		if c.Condition != nil {
			fmt.Fprintf(&b, " | %s: %s", c.Condition.Kind, c.Condition.Text)
		}
		fmt.Fprintf(&b, " | made %s", c.Made)
		if c.Due != nil {
			fmt.Fprintf(&b, " | due %s %s", c.Due.Interval, c.Due.Text)
		}
		for _, s := range c.State {
			fmt.Fprintf(&b, " | %s", s.As)
		}
		b.WriteByte('\n')
	}
	b.WriteString("\nassessments\n")
	for _, a := range r.Assessments {
		fmt.Fprintf(&b, "%s %s-%s by %s | %s\n", a.Direction, a.Dyad[0], a.Dyad[1], who(a.By), words(a.Span))
	}
	return b.String()
}

// diff shows the lines that differ, without context, by a longest common
// subsequence; of very long texts only the first difference.
func diff(want, got string) string {
	a, b := strings.Split(want, "\n"), strings.Split(got, "\n")
	for len(a) > 0 && len(b) > 0 && a[0] == b[0] {
		a, b = a[1:], b[1:]
	}
	for len(a) > 0 && len(b) > 0 && a[len(a)-1] == b[len(b)-1] {
		a, b = a[:len(a)-1], b[:len(b)-1]
	}
	if len(a)*len(b) > 1<<22 {
		return fmt.Sprintf("-%s\n+%s\n(and more)", a[0], b[0])
	}
	common := make([][]int32, len(a)+1)
	for i := range common {
		common[i] = make([]int32, len(b)+1)
	}
	for i := len(a) - 1; i >= 0; i-- {
		for j := len(b) - 1; j >= 0; j-- {
			if a[i] == b[j] {
				common[i][j] = common[i+1][j+1] + 1
			} else {
				common[i][j] = max(common[i+1][j], common[i][j+1])
			}
		}
	}
	var out strings.Builder
	for i, j := 0, 0; i < len(a) || j < len(b); {
		switch {
		case i < len(a) && j < len(b) && a[i] == b[j]:
			i, j = i+1, j+1
		case j == len(b) || i < len(a) && common[i+1][j] >= common[i][j+1]:
			fmt.Fprintf(&out, "-%s\n", a[i])
			i++
		default:
			fmt.Fprintf(&out, "+%s\n", b[j])
			j++
		}
	}
	return out.String()
}
