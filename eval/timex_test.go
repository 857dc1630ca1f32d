package eval

import (
	"cmp"
	"fmt"
	"os"
	"path/filepath"
	"strings"
	"testing"

	"detente/data"
	"detente/lang"
	"detente/record"
	"detente/when"
)

func TestReadTimeML(t *testing.T) {
	const file = `<?xml version="1.0" ?><TimeML><DOCID>a1</DOCID>
<DCT><TIMEX3 tid="t0" type="DATE" value="2020-06-12">06/12/2020</TIMEX3></DCT>
<TEXT>Gondor &amp; Arnor <EVENT eid="e1">met</EVENT> on <TIMEX3 tid="t1" type="DATE" value="2020-06-10">Wednesday</TIMEX3>.</TEXT></TimeML>`
	doc, err := ReadTimeML(strings.NewReader(file))
	if err != nil {
		t.Fatal(err)
	}
	if doc.ID != "a1" || doc.Created != "2020-06-12" || doc.Text != "Gondor & Arnor met on Wednesday." || len(doc.Times) != 1 {
		t.Fatalf("read %+v", doc)
	}
	if x := doc.Times[0]; x.Span.In(doc.Text) != "Wednesday" || x.Type != "DATE" || x.Value != "2020-06-10" {
		t.Errorf("time %+v", x)
	}
}

func TestTempEvalMeasures(t *testing.T) {
	at := func(start, end int, value string) Timex {
		return Timex{Span: record.Span{Start: start, End: end}, Type: "DATE", Value: value}
	}
	var c tally
	c.add([]Timex{at(0, 4, "a"), at(10, 14, "b"), at(20, 24, "c")}, []Timex{at(0, 4, "a"), at(8, 14, "b"), at(12, 14, "x"), at(30, 34, "c")})
	if c != (tally{gold: 3, given: 4, strict: 1, relaxed: 2, typed: 2, valued: 2}) {
		t.Errorf("counted %+v", c)
	}
}

// TestTimes holds the floors on the gold sets, where they are present. With
// DETENTE_ERRORS set it prints every difference for error analysis.
func TestTimes(t *testing.T) {
	dir := filepath.Join(cmp.Or(os.Getenv("DETENTE_SHARED"), "../../shared"), "eval", "time")
	if !fileExists(dir) {
		t.Skip("no gold set at ", dir)
	}
	model, err := lang.Load(data.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	r, err := when.New(data.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	floor := map[string]float64{}
	for _, b := range Times().Bars {
		floor[b.Measure] = b.Floor
	}
	for _, set := range []string{"aquaint", "timebank-a"} {
		scores, _, err := ScoreTimes(filepath.Join(dir, set), func(doc *record.Document) ([]record.Time, error) {
			text := model.Analyze(doc)
			times := r.Read(doc, text).Times
			if os.Getenv("DETENTE_ERRORS") != "" {
				differences(t, filepath.Join(dir, set), doc, times)
			}
			return times, nil
		})
		if err != nil {
			t.Fatal(err)
		}
		for _, s := range scores {
			t.Logf("%-10s %-10s %.4f (%d)", s.Set, s.Measure, s.Value, s.N)
			if s.Value < floor[s.Measure] {
				t.Errorf("%s: %s is %.4f, below the floor of %.2f", s.Set, s.Measure, s.Value, floor[s.Measure])
			}
		}
	}
}

func differences(t *testing.T, dir string, doc *record.Document, times []record.Time) {
	f, err := os.Open(cmp.Or(pathOf(dir, doc.ID), filepath.Join(dir, doc.ID+".tml")))
	if err != nil {
		t.Log(err)
		return
	}
	defer f.Close()
	gold, _ := ReadTimeML(f)
	show := func(kind string, s record.Span, extra string) {
		from, to := max(0, s.Start-50), min(len(doc.Text), s.End+30)
		ctx := strings.Join(strings.Fields(doc.Text[from:s.Start]+"["+s.In(doc.Text)+"]"+doc.Text[s.End:to]), " ")
		fmt.Printf("%s\t%s\t%s\t%s\t%s\t%s\n", kind, s.In(doc.Text), extra, doc.Published.Start.Format("2006-01-02 Mon"), doc.ID, ctx)
	}
	used := map[int]bool{}
	for _, g := range gold.Times {
		hit := -1
		for i, s := range times {
			if s.Event == "" && !used[i] && s.Span.Overlaps(g.Span) && (hit < 0 || s.Span == g.Span) {
				hit = i
			}
		}
		if hit < 0 {
			show("MISS", g.Span, g.Type+" "+g.Value)
			continue
		}
		used[hit] = true
		s := times[hit]
		if s.Span != g.Span {
			show("SPAN", s.Span, "gold: "+g.Span.In(doc.Text))
		}
		if s.Timex.Type != g.Type {
			show("TYPE", s.Span, s.Timex.Type+" gold: "+g.Type)
		}
		if s.Timex.Value != g.Value {
			show("VALUE", s.Span, s.Timex.Value+" gold: "+g.Value)
		}
	}
	for i, s := range times {
		if s.Event == "" && !used[i] {
			show("EXTRA", s.Span, s.Timex.Type+" "+s.Timex.Value)
		}
	}
}

func pathOf(dir, id string) string {
	if name := filepath.Join(dir, id+".tml"); fileExists(name) {
		return name
	}
	files, _ := filepath.Glob(filepath.Join(dir, "*.tml"))
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			continue
		}
		doc, _ := ReadTimeML(f)
		f.Close()
		if doc.ID == id {
			return name
		}
	}
	return ""
}

func fileExists(name string) bool { _, err := os.Stat(name); return err == nil }
