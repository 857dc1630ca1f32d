package main

import (
	"bytes"
	"cmp"
	"encoding/csv"
	"encoding/json"
	"fmt"
	"iter"
	"os"
	"os/exec"
	"path/filepath"
	"reflect"
	"regexp"
	"strings"
	"testing"
	"time"

	"detente/export"
	"detente/export/sheet"
	"detente/ledger"
	"detente/ledger/stored"
	"detente/record"
	"detente/store"
	"detente/store/sqlite"
)

// TestExports writes files with the commands of docs/exports.md, out of reports
// that have tabs, quotes, line ends and formulas where they hurt, runs the examples
// of other programs on them, and lets DuckDB read every file back.
func TestExports(t *testing.T) {
	doc, err := os.ReadFile("../../docs/exports.md")
	if err != nil {
		t.Fatal(err)
	}
	root, err := filepath.Abs("../..")
	if err != nil {
		t.Fatal(err)
	}
	t.Chdir(t.TempDir())
	db := awkward(t)
	tools := findTools(t, root)
	blocks := regexp.MustCompile("(?s)```(sh|python|r|sql)\n(.*?)```").FindAllStringSubmatch(string(doc), -1)
	seen := map[string]int{}
	for _, b := range blocks {
		seen[b[1]]++
		if b[1] == "sh" {
			writeFiles(t, b[2])
		}
	}
	if seen["sh"] != 1 || seen["python"] < 4 || seen["sql"] < 2 || seen["r"] < 1 {
		t.Fatalf("docs/exports.md has these examples: %v", seen)
	}
	for _, b := range blocks {
		if b[1] == "sh" {
			continue
		}
		c := tools.command(b[1], b[2])
		if c == nil {
			t.Logf("not run, a program or a part of it is missing:\n%s", b[2])
			continue
		}
		if out, err := c.CombinedOutput(); err != nil {
			t.Errorf("%s\n%s\n%v", b[2], out, err)
		}
	}
	if tools.duckdb == "" {
		return
	}
	tabs(t, tools, "events.tsv", 40, true)
	tabs(t, tools, "icews.tsv", 20, true)
	tabs(t, tools, "gdelt.tsv", 61, false)
	tabs(t, tools, "mentions.tsv", 16, false)
	book, err := stored.Book(t.Context(), db, record.Moment{})
	if err != nil {
		t.Fatal(err)
	}
	entries := func(yield func(*ledger.Entry, error) bool) {
		for _, e := range book.Entries() {
			if !yield(e, nil) {
				return
			}
		}
	}
	inCSV(t, tools, "events.csv", sheet.Events(), db.Events(t.Context(), store.Filter{}))
	inCSV(t, tools, "statements.csv", sheet.Statements(), db.Statements(t.Context(), store.Filter{}))
	inCSV(t, tools, "commitments.csv", pledgeColumns(), entries)
	x := &export.Exporter{Store: db}
	typed(t, tools, "events.parquet", find(t, "parquet"), x.Events(t.Context(), db.Events(t.Context(), store.Filter{})))
	typed(t, tools, "statements.parquet", export.Lists()[0], x.Statements(t.Context(), db.Statements(t.Context(), store.Filter{})))
	typed(t, tools, "commitments.parquet", export.Lists()[1], func(yield func(export.Commitment, error) bool) {
		for _, e := range book.Entries() {
			if !yield(export.CommitmentRow(e.Key, e.Commitment, e.Document, tellers(e)...), nil) {
				return
			}
		}
	})
}

// TestExportColumns: every column of the lists is in the manual.
func TestExportColumns(t *testing.T) {
	doc, err := os.ReadFile("../../docs/exports.md")
	if err != nil {
		t.Fatal(err)
	}
	key := func(store.Commitment) string { return "" }
	for name, table := range map[string]string{
		"events": sheet.Events().Table(), "quotes": sheet.Statements().Table(), "pledges": pledgeColumns().Table(), "search": sheet.Hits().Table(), "relation": pointColumns().Table(),
		"/documents": sheet.Documents().Table(), "/dyads": sheet.Dyads().Table(), "/counts": sheet.Counts().Table(), "/outlets": sheet.Outlets().Table(), "/places": sheet.Places().Table(),
	} {
		if !strings.Contains(string(doc), "`"+name+"`:\n\n"+table) {
			t.Errorf("docs/exports.md does not hold the columns of %s as they are:\n\n`%s`:\n\n%s", name, name, table)
		}
	}
	for _, l := range export.Lists() {
		if !strings.Contains(string(doc), l.Table()) {
			t.Errorf("docs/exports.md does not hold the columns of %s as they are:\n%s", l.Doc, l.Table())
		}
	}
	for _, c := range sheet.Commitments(key) {
		if !strings.Contains(string(doc), "| "+c.Name+" |") {
			t.Errorf("docs/exports.md does not tell of %s of /commitments", c.Name)
		}
	}
}

func find(t *testing.T, layout string) export.Layout {
	t.Helper()
	l, err := export.Find(layout)
	if err != nil {
		t.Fatal(err)
	}
	return l
}

// writeFiles runs the commands of a block, whose output may go to a file.
func writeFiles(t *testing.T, block string) {
	t.Helper()
	for line := range strings.Lines(block) {
		command, file, _ := strings.Cut(strings.TrimSpace(line), " > ")
		args, ok := strings.CutPrefix(command, "detente ")
		if !ok {
			t.Fatalf("docs/exports.md runs another program: %s", line)
		}
		var out, faults bytes.Buffer
		if status := execute(t.Context(), strings.Fields(args), strings.NewReader(""), &out, &faults); status != exitOK {
			t.Fatalf("%s: %s", line, &faults)
		}
		if file == "" {
			continue
		}
		if err := os.WriteFile(file, out.Bytes(), 0o600); err != nil {
			t.Fatal(err)
		}
	}
}

// tools are the programs that read our files, each empty where it is missing.
type tools struct {
	pythons    []string
	r          string
	duckdb     string   // a program that answers statements with rows as JSON
	duckdbArgs []string // before the statements
}

// duckRunner runs statements of DuckDB's package for Node.js; it prints the rows of
// the last one as JSON, a line each.
const duckRunner = `const {DuckDBConnection} = require(process.argv[1] + "/node_modules/@duckdb/node-api");
(async () => {
	const c = await DuckDBConnection.create();
	let rows = [];
	for (const s of process.argv[2].split(/;\s*(?:\n|$)/)) if (s.trim()) rows = (await c.runAndReadAll(s)).getRowObjectsJson();
	for (const row of rows) console.log(JSON.stringify(row));
})().catch(e => { console.error(String(e)); process.exit(1); });`

func findTools(t *testing.T, root string) tools {
	t.Helper()
	var found tools
	for _, python := range []string{"python3", "/usr/bin/python3"} { // Debian's pandas belongs to the latter
		if exec.Command(python, "-c", "").Run() == nil {
			found.pythons = append(found.pythons, python)
		}
	}
	if exec.Command("Rscript", "-e", "1").Run() == nil {
		found.r = "Rscript"
	}
	if exec.Command("node", "-e", `require(process.argv[1] + "/node_modules/@duckdb/node-api")`, root).Run() == nil {
		found.duckdb, found.duckdbArgs = "node", []string{"-e", duckRunner, root}
	} else if exec.Command("duckdb", "-c", "SELECT 1").Run() == nil {
		found.duckdb, found.duckdbArgs = "duckdb", []string{"-jsonlines", "-c"}
	}
	if os.Getenv("DETENTE_TOOLS") == "required" && (found.command("python", "import pandas") == nil || found.r == "" || found.duckdb == "") {
		t.Fatalf("DETENTE_TOOLS=required, and of pandas, R and DuckDB there are only these: %+v", found)
	}
	return found
}

// command runs a program in a language; nil: what it needs is missing.
func (x tools) command(language, code string) *exec.Cmd {
	switch {
	case language == "python":
		var needs []string
		for _, m := range regexp.MustCompile(`(?m)^import (\w+)`).FindAllStringSubmatch(code, -1) {
			needs = append(needs, m[1])
		}
		for _, python := range x.pythons {
			if exec.Command(python, "-c", "import "+strings.Join(needs, ", ")).Run() == nil {
				return exec.Command(python, "-W", "error", "-c", code)
			}
		}
	case language == "r" && x.r != "":
		return exec.Command(x.r, "-e", "options(warn = 2)", "-e", code)
	case language == "sql" && x.duckdb != "":
		return exec.Command(x.duckdb, append(x.duckdbArgs[:len(x.duckdbArgs):len(x.duckdbArgs)], code)...)
	}
	return nil
}

// rows are those that DuckDB gives for a query, as JSON.
func (x tools) rows(t *testing.T, query string) []map[string]any {
	t.Helper()
	c := x.command("sql", "SELECT to_json(t) AS row FROM ("+query+") t")
	var faults bytes.Buffer
	c.Stderr = &faults
	out, err := c.Output()
	if err != nil {
		t.Fatalf("%s: %v\n%s", query, err, &faults)
	}
	var rows []map[string]any
	for line := range strings.Lines(string(out)) {
		var holder struct{ Row json.RawMessage }
		if err := json.Unmarshal([]byte(line), &holder); err != nil {
			t.Fatal(err)
		}
		text := []byte(holder.Row)
		var inner string
		if json.Unmarshal(holder.Row, &inner) == nil { // JSON within JSON
			text = []byte(inner)
		}
		row := map[string]any{}
		d := json.NewDecoder(bytes.NewReader(text))
		d.UseNumber()
		if err := d.Decode(&row); err != nil {
			t.Fatal(err)
		}
		rows = append(rows, row)
	}
	return rows
}

// tabs holds what DuckDB reads in a tab file against its bytes.
func tabs(t *testing.T, x tools, file string, columns int, header bool) {
	t.Helper()
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	lines := strings.Split(strings.TrimSuffix(string(text), "\n"), "\n")
	names := make([]string, columns)
	for i := range names {
		names[i] = fmt.Sprintf("column%02d", i)
	}
	if header {
		names, lines = strings.Split(lines[0], "\t"), lines[1:]
	}
	var want [][]string
	for _, line := range lines {
		want = append(want, strings.Split(line, "\t"))
	}
	alike(t, file, names, want, x.rows(t, fmt.Sprintf(`SELECT * FROM read_csv('%s', delim = '\t', quote = '', escape = '', header = %t, all_varchar = true)`, file, header)))
}

// inCSV holds what DuckDB reads in a CSV file against the rows that were written.
func inCSV[T any](t *testing.T, x tools, file string, columns sheet.Columns[T], rows iter.Seq2[T, error]) {
	t.Helper()
	var want [][]string
	for row, err := range rows {
		if err != nil {
			t.Fatal(err)
		}
		var cells []string
		for _, c := range columns {
			cells = append(cells, c.Cell(row))
		}
		want = append(want, cells)
	}
	alike(t, file, columns.Names(), want, x.rows(t, fmt.Sprintf(`SELECT * FROM read_csv('%s', delim = ',', quote = '"', escape = '"', header = true, all_varchar = true)`, file)))
	text, err := os.ReadFile(file)
	if err != nil {
		t.Fatal(err)
	}
	if again, err := csv.NewReader(bytes.NewReader(text)).ReadAll(); err != nil || len(again) != len(want)+1 {
		t.Errorf("%s: %d lines for Go, %v", file, len(again), err)
	}
}

func alike(t *testing.T, file string, names []string, want [][]string, got []map[string]any) {
	t.Helper()
	if len(want) == 0 || len(got) != len(want) {
		t.Errorf("%s: DuckDB reads %d rows of %d", file, len(got), len(want))
		return
	}
	for i, cells := range want {
		if len(got[i]) != len(cells) {
			t.Errorf("%s: DuckDB reads %d columns of %d", file, len(got[i]), len(cells))
			return
		}
		for j, cell := range cells {
			if read, _ := got[i][names[j]].(string); read != cell {
				t.Errorf("%s: row %d, %s is %q for DuckDB, and was written as %q", file, i+1, names[j], read, cell)
			}
		}
	}
}

// typed holds what DuckDB reads in a Parquet file against the rows that were
// written, and its types against those of the manual.
func typed[T any](t *testing.T, x tools, file string, l export.Layout, rows iter.Seq2[T, error]) {
	t.Helper()
	types := map[string]string{"VARCHAR": "text", "VARCHAR[]": "list of text", "DATE": "date", "BOOLEAN": "true, false", "INTEGER": "whole number", "BIGINT": "whole number", "DOUBLE": "number"}
	described := x.rows(t, "SELECT column_name, column_type FROM (DESCRIBE SELECT * FROM '"+file+"')")
	if len(described) != len(l.Columns) {
		t.Errorf("%s has %d columns for DuckDB, %d in the manual", file, len(described), len(l.Columns))
		return
	}
	for i, c := range l.Columns {
		if name, kind := described[i]["column_name"], fmt.Sprint(described[i]["column_type"]); name != c.Name || types[kind] != l.Types[i] {
			t.Errorf("%s: column %d is %v %s for DuckDB, %s %s in the manual", file, i+1, name, kind, c.Name, l.Types[i])
		}
	}
	var want []map[string]any
	for row, err := range rows {
		if err != nil {
			t.Fatal(err)
		}
		flat := map[string]any{}
		flatten(reflect.ValueOf(row), flat)
		want = append(want, flat)
	}
	got := x.rows(t, "SELECT * FROM '"+file+"'")
	if len(want) == 0 || len(got) != len(want) {
		t.Errorf("%s: DuckDB reads %d rows of %d", file, len(got), len(want))
		return
	}
	for i := range want {
		for name, v := range want[i] {
			if read, written := fmt.Sprint(got[i][name]), fmt.Sprint(v); read != written {
				t.Errorf("%s: row %d, %s is %s for DuckDB, and was written as %s", file, i+1, name, read, written)
			}
		}
	}
}

// flatten gives the columns of a row of Parquet as JSON would have them.
func flatten(row reflect.Value, into map[string]any) {
	for i := range row.NumField() {
		f, v := row.Type().Field(i), row.Field(i)
		tag := strings.Split(f.Tag.Get("parquet"), ",")
		switch v := v.Interface().(type) {
		case *int32:
			into[tag[0]] = nil
			if v != nil {
				into[tag[0]] = time.Unix(int64(*v)*24*60*60, 0).UTC().Format(time.DateOnly)
			}
		case []string:
			into[tag[0]] = append([]string{}, v...)
		case float64:
			text, _ := json.Marshal(v)
			into[tag[0]] = cmp.Or(map[string]string{"0": "0.0"}[string(text)], withPoint(string(text)))
		default:
			if f.Anonymous {
				flatten(row.Field(i), into)
				continue
			}
			into[tag[0]] = v
		}
	}
}

// withPoint is a number as DuckDB writes one that may have a fraction.
func withPoint(n string) string {
	if strings.ContainsAny(n, ".e") {
		return n
	}
	return n + ".0"
}

// awkward is a database of reports that have what hurts in files.
func awkward(t *testing.T) store.Store {
	t.Helper()
	db, err := sqlite.Open(t.Context(), "detente.db", sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	text := "=Arnor’s \"iron\" army,\traided the camp of Gondor\nin Bree on Thursday. The king said\tGondor would “answer; soon” unless\r\nthe army left. NA, None, NULL, 007, é, 漢字, 😀."
	at := func(words string) record.Span {
		i := strings.Index(text, words)
		if i < 0 {
			t.Fatalf("%q is not in the text", words)
		}
		return record.Span{Start: i, End: i + len(words)}
	}
	said := "s1"
	army, gondor, bree := at("Arnor’s \"iron\" army"), at("the camp of Gondor"), at("Bree")
	sentence := at(text[:strings.Index(text, " The king")])
	raid := record.Event{ID: "e1", Date: record.Day(2021, 3, 4), Place: &record.Place{Name: "Bree, \"Old\"", Country: "GBR", Span: bree}, Rule: "190/raid",
		Source: record.ActorRef{Code: "FRAMIL", Name: "=Army\tof Arnor"}, Target: record.ActorRef{Code: "DEU", Name: "NA"},
		Plover: record.Plover{Type: "ASSAULT", Mode: "raid", Contexts: []string{"military", "territory"}}, Cameo: "054", Goldstein: -10, Quad: 4, Status: record.Happened,
		Count: []record.Count{}, Spans: record.EventSpans{Trigger: at("raided"), Source: &army, Target: &gondor, Place: &bree, Clause: sentence, Sentence: sentence}}
	answer := record.Event{ID: "e2", Source: record.ActorRef{Code: "DEUGOV", Name: "King of \"Gondor\""}, Target: record.ActorRef{Code: "FRA"},
		Plover: record.Plover{Type: "THREATEN", Contexts: []string{}}, Cameo: "130", Goldstein: 0, Quad: 3, Status: record.Happened, Background: true, SaidBy: &said, Count: []record.Count{},
		Spans: record.EventSpans{Trigger: at("answer"), Clause: at("Gondor would “answer; soon”"), Sentence: at(text[strings.Index(text, "The king"):strings.Index(text, " NA")])}}
	one := record.Record{Schema: record.Schema, Version: "1", DataVersion: "d", Document: record.Document{ID: "herald/1", Title: "=HYPERLINK(\"http://x\")", Source: "The \"Herald\", weekly", Language: "en",
		URL: "https://herald.example/1?a=b,c", Text: text, Published: record.Published{Interval: record.Day(2021, 3, 5), KnownBy: record.Given},
		Blocks: []record.Block{{Role: record.Paragraph, Span: record.Span{Start: 0, End: len(text)}}}},
		Actors: []record.Actor{{ID: "a1", Name: "King of Gondor", Kind: record.IsPerson}},
		Statements: []record.Statement{{ID: "s1", Said: record.Day(2021, 3, 4), Speaker: record.ActorRef{Code: "DEUGOV", Name: "King of Gondor"}, Kind: record.Indirect, Cue: "say", Certainty: 0.5,
			Content: []record.Span{at("Gondor would “answer; soon”"), at("unless\r\nthe army left")}, Chain: []record.Link{{Name: "a \"clerk\""}, {Name: "Bree, Post"}}}},
		Events: []record.Event{raid, answer},
		Commitments: []record.Commitment{
			{ID: "c1", Kind: record.Threat, By: record.ActorRef{Code: "DEUGOV", Name: "King of Gondor"}, To: record.ActorRef{Code: "FRA"}, Made: record.Day(2021, 3, 4), Statement: "s1", Event: "e2",
				Content: record.Clause{Text: "would “answer; soon”", Span: at("would “answer; soon”")}, Condition: &record.Condition{Kind: "unless", Clause: record.Clause{Text: "the army left", Span: at("the army left")}},
				Due:   &record.Due{Interval: record.Day(2021, 12, 31), Text: "soon,\n\"soon\""},
				State: []record.Step{{As: record.Open, On: record.Day(2021, 3, 4), Evidence: []record.Span{}}}},
			{ID: "c2", Kind: record.Promise, By: record.ActorRef{Code: "FRA", Name: "Arnor"}, Content: record.Clause{Text: "007", Span: at("007")},
				State: []record.Step{{As: record.Open, Evidence: []record.Span{}}}}}}
	two := one
	two.Document.ID, two.Document.URL, two.Document.Source, two.Events = "post-7", "", "", []record.Event{raid}
	two.Document.Text += " It was the first in years."
	two.Document.Published = record.Published{}
	two.Commitments = nil
	if _, err := db.Put(t.Context(), one, two); err != nil {
		t.Fatal(err)
	}
	return db
}
