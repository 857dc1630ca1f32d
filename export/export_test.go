package export_test

import (
	"bytes"
	"encoding/json"
	"os"
	"path/filepath"
	"slices"
	"strings"
	"testing"

	"github.com/parquet-go/parquet-go"

	"detente/data"
	"detente/export"
	"detente/export/rows"
	"detente/record"
	"detente/store"
	"detente/store/sqlite"
)

// written opens a database of two reports of a raid, one with tabs and line ends
// where they hurt, and gives the file of a layout.
func written(t *testing.T, name string, f store.Filter) string {
	t.Helper()
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "e.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	t.Cleanup(func() { db.Close() })
	text := "Arnor’s army raided the camp of Gondor in Bree on Thursday.\nThe king said\tGondor would answer."
	at := func(words string) record.Span {
		i := strings.Index(text, words)
		return record.Span{Start: i, End: i + len(words)}
	}
	army, gondor, bree := at("Arnor’s army"), at("the camp of Gondor"), at("Bree")
	said := "s1"
	sentence := at("Arnor’s army raided the camp of Gondor in Bree on Thursday.")
	raid := record.Event{ID: "e1", Date: record.Day(2021, 3, 4), Place: &record.Place{Name: "Bree", Country: "GBR", Span: bree},
		Source: record.ActorRef{Code: "FRAMIL", Name: "Army\tof Arnor"}, Target: record.ActorRef{Code: "DEU", Name: "Gondor"},
		Plover: record.Plover{Type: "ASSAULT", Mode: "raid", Contexts: []string{"military", "territory"}}, Cameo: "190", Goldstein: -10, Quad: 4, Status: record.Happened,
		Count: []record.Count{}, Spans: record.EventSpans{Trigger: at("raided"), Source: &army, Target: &gondor, Place: &bree, Clause: sentence, Sentence: sentence}}
	threat := record.Event{ID: "e2", Source: record.ActorRef{Code: "DEUGOV", Name: "King of Gondor"}, Target: record.ActorRef{Code: "FRA"},
		Plover: record.Plover{Type: "ASSAULT", Contexts: []string{}}, Cameo: "190", Goldstein: -9, Quad: 4, Status: record.Threatened, SaidBy: &said, Count: []record.Count{},
		Spans: record.EventSpans{Trigger: at("answer"), Clause: at("Gondor would answer"), Sentence: at("The king said\tGondor would answer.")}}
	one := record.Record{Schema: record.Schema, Version: "1", DataVersion: "d", Document: record.Document{ID: "herald-1", Title: "A raid", Source: "The Herald", Language: "en",
		URL: "https://herald.example/1", Text: text, Published: record.Published{Interval: record.Day(2021, 3, 5), KnownBy: record.Given},
		Blocks: []record.Block{{Role: record.Paragraph, Span: record.Span{Start: 0, End: len(text)}}}},
		Actors:     []record.Actor{{ID: "a1", Name: "King of Gondor", Kind: record.IsPerson}},
		Statements: []record.Statement{{ID: "s1", Speaker: record.ActorRef{Name: "King of Gondor"}, Kind: record.Indirect, Content: []record.Span{at("Gondor would answer")}}},
		Events:     []record.Event{raid, threat}}
	two := one
	two.Document.ID, two.Document.URL, two.Document.Source, two.Events = "post-7", "", "Bree Post", []record.Event{raid}
	two.Document.Text += " It was the first in years."
	if _, err := db.Put(t.Context(), one, two); err != nil {
		t.Fatal(err)
	}
	names, err := export.LoadNames(data.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	l, err := export.Find(name)
	if err != nil {
		t.Fatal(err)
	}
	var b bytes.Buffer
	if _, err := (&export.Exporter{Store: db, Names: names}).Write(t.Context(), l, &b, f); err != nil {
		t.Fatal(err)
	}
	return b.String()
}

// Every line of a tab file has the layout's columns, and what stands in them.
func TestTabFiles(t *testing.T) {
	for name, c := range map[string]struct {
		columns, lines int
		header         bool
		want           map[string]string
	}{
		"polecat": {40, 3, true, map[string]string{"Event Date": "2021-03-04", "Event Type": "ASSAULT", "Contexts": "military;territory", "Actor Name": "Army of Arnor",
			"Actor Country": "France", "Actor COW": "None", "Primary Actor Sector": "MIL", "Actor Name Raw": "Arnor’s army", "Raw Placename": "Bree", "Story People": "King of Gondor", "Version": "detente 1"}},
		"icews": {20, 3, true, map[string]string{"Event ID": "herald-1#e1", "Source Country": "France", "CAMEO Code": "190", "Event Text": "Use conventional military force, not specified below", "Intensity": "-10", "City": "Bree"}},
		"gdelt-events": {61, 1, false, map[string]string{"Day": "20210304", "Actor1Code": "FRAMIL", "Actor1Name": "ARMY OF ARNOR", "Actor1Type1Code": "MIL", "EventCode": "190", "EventRootCode": "19",
			"QuadClass": "4", "NumMentions": "2", "ActionGeo_Fullname": "Bree, United Kingdom", "IsRootEvent": "1", "DATEADDED": "20210305000000", "SOURCEURL": "https://herald.example/1"}},
		"gdelt-mentions": {16, 2, false, map[string]string{"EventTimeDate": "20210304000000", "MentionSourceName": "The Herald", "Actor1CharOffset": "0", "Actor2CharOffset": "20", "ActionCharOffset": "13"}},
	} {
		l, _ := export.Find(name)
		if len(l.Columns) != c.columns {
			t.Errorf("%s has %d columns, want %d", name, len(l.Columns), c.columns)
		}
		lines := strings.Split(strings.TrimSuffix(written(t, name, store.Filter{}), "\n"), "\n")
		if len(lines) != c.lines {
			t.Fatalf("%s has %d lines, want %d:\n%s", name, len(lines), c.lines, strings.Join(lines, "\n"))
		}
		for _, line := range lines {
			if n := len(strings.Split(line, "\t")); n != c.columns {
				t.Errorf("%s: a line has %d columns: %q", name, n, line)
			}
		}
		if c.header {
			lines = lines[1:]
		}
		cells := strings.Split(lines[0], "\t")
		for column, want := range c.want {
			i := slices.IndexFunc(l.Columns, func(x export.Column) bool { return x.Name == column })
			if i < 0 || cells[i] != want {
				t.Errorf("%s: %s is %q, want %q", name, column, cells[max(i, 0)], want)
			}
		}
	}
}

// A threat goes to PLOVER with its auxiliary mode, and to the others where it is
// asked for.
func TestStatusIsAuxiliaryMode(t *testing.T) {
	var got []string
	for line := range strings.Lines(written(t, "plover-json", store.Filter{})) {
		var e struct {
			ID      string
			AuxMode []string
			SaidBy  string `json:"said_by"`
			Text    string
		}
		if err := json.Unmarshal([]byte(line), &e); err != nil {
			t.Fatal(err)
		}
		got = append(got, e.ID+" "+strings.Join(e.AuxMode, ",")+" "+e.SaidBy)
	}
	want := []string{"herald-1#e2 future King of Gondor", "herald-1#e1  ", "post-7#e1  "}
	if !slices.Equal(got, want) {
		t.Errorf("got %q, want %q", got, want)
	}
	if lines := strings.Count(written(t, "icews", store.Filter{Statuses: []record.Status{record.Threatened}}), "\n"); lines != 2 {
		t.Errorf("asked for threats, ICEWS has %d lines", lines)
	}
}

func TestParquet(t *testing.T) {
	file := written(t, "parquet", store.Filter{})
	events, err := parquet.Read[export.Event](strings.NewReader(file), int64(len(file)))
	if err != nil || len(events) != 3 {
		t.Fatalf("%d rows, %v", len(events), err)
	}
	if r := events[1]; r.Source != "FRAMIL" || r.From == nil || *r.From != 18690 || r.Quad != 4 || r.Reports != 2 || r.Outlet != "The Herald" || !r.First ||
		!strings.HasPrefix(r.Sentence, "Arnor’s army raided") || len(r.Contexts) != 2 {
		t.Errorf("read back %+v", r)
	}
	// parquet-go reads a null of an embedded struct as 0: the columns by themselves.
	flat, err := parquet.Read[rows.Event](strings.NewReader(file), int64(len(file)))
	if err != nil || flat[0].From != nil || flat[1].From == nil {
		t.Errorf("days came back as %v and %v, %v", flat[0].From, flat[1].From, err)
	}
}

// The documentation has every column.
func TestDocs(t *testing.T) {
	doc, err := os.ReadFile("../docs/exports.md")
	if err != nil {
		t.Fatal(err)
	}
	for _, l := range export.Layouts() {
		if !strings.Contains(string(doc), "`"+l.Name+"`") || !strings.Contains(string(doc), l.Table()) {
			t.Errorf("docs/exports.md does not hold the columns of %s as they are:\n%s", l.Name, l.Table())
		}
	}
}
