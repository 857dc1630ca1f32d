package eval

import (
	"cmp"
	"context"
	"encoding/xml"
	"errors"
	"fmt"
	"io"
	"io/fs"
	"os"
	"path/filepath"
	"slices"
	"strings"

	"detente/reader"
	"detente/record"
)

// Times is the kind of gold set with TimeML documents (.tml): text with TIMEX3
// elements in it and the document's creation time beside it.
func Times() Kind {
	return Kind{
		Name: "times",
		Here: func(_ string, entries []fs.DirEntry) bool { return anyFile(entries, "*.tml") },
		Run: func(ctx context.Context, dir string, r *reader.Reader) ([]Score, []Prediction, error) {
			return ScoreTimes(dir, func(doc *record.Document) ([]record.Time, error) {
				a, err := r.Read(ctx, *doc)
				if err != nil {
					return nil, err
				}
				return a.Times, nil
			})
		},
		Bars: []Bar{
			{Measure: "strict F1", Floor: 0.75, Aim: 0.84},
			{Measure: "relaxed F1", Floor: 0.86, Aim: 0.92},
			{Measure: "value F1", Floor: 0.70, Aim: 0.82},
		},
	}
}

// Timex is a TIMEX3 expression: its extent in bytes of the text, type and value.
type Timex struct {
	Span  record.Span `json:"span"`
	Type  string      `json:"type"`
	Value string      `json:"value"`
}

// TimeML is a document in the form of TempEval-3: its text without the tags,
// the expressions marked in it, and when it was written.
type TimeML struct {
	ID      string
	Text    string
	Created string // the value of the creation time: 1998-08-07, 1999-03-12T18:41
	Times   []Timex
}

// ReadTimeML reads a .tml file. Only what stands in TEXT belongs to the text;
// of its tags TIMEX3 alone is kept.
func ReadTimeML(r io.Reader) (TimeML, error) {
	var (
		doc    TimeML
		text   strings.Builder
		open   []Timex
		inText bool
		inDCT  bool
		inID   bool
	)
	d := xml.NewDecoder(r)
	d.Strict = false
	for {
		t, err := d.Token()
		if errors.Is(err, io.EOF) {
			break
		}
		if err != nil {
			return doc, err
		}
		switch t := t.(type) {
		case xml.StartElement:
			switch t.Name.Local {
			case "TEXT":
				inText = true
			case "DCT":
				inDCT = true
			case "DOCID":
				inID = true
			case "TIMEX3":
				x := Timex{Span: record.Span{Start: text.Len()}}
				for _, a := range t.Attr {
					switch a.Name.Local {
					case "type":
						x.Type = a.Value
					case "value":
						x.Value = a.Value
					}
				}
				if inDCT {
					doc.Created = x.Value
				} else if inText {
					open = append(open, x)
				}
			}
		case xml.EndElement:
			switch t.Name.Local {
			case "TEXT":
				inText = false
			case "DCT":
				inDCT = false
			case "DOCID":
				inID = false
			case "TIMEX3":
				if n := len(open); inText && n > 0 {
					open[n-1].Span.End = text.Len()
					doc.Times = append(doc.Times, open[n-1])
					open = open[:n-1]
				}
			}
		case xml.CharData:
			if inText {
				text.Write(t)
			}
			if inID {
				doc.ID += strings.TrimSpace(string(t))
			}
		}
	}
	doc.Text = text.String()
	slices.SortStableFunc(doc.Times, func(a, b Timex) int { return cmp.Compare(a.Span.Start, b.Span.Start) })
	return doc, nil
}

// Document is the text as a report that was written when the file says.
func (t TimeML) Document() (*record.Document, error) {
	doc := &record.Document{ID: t.ID, Text: t.Text,
		Blocks: []record.Block{{Role: record.Paragraph, Span: record.Span{End: len(t.Text)}}}}
	if t.Created != "" {
		m, err := record.ParseMoment(t.Created[:min(len(t.Created), len("2006-01-02"))])
		if err != nil {
			return nil, fmt.Errorf("document %s: %w", t.ID, err)
		}
		doc.Published.Interval = record.Interval{Start: m, End: m.Add(0, 0, 1)}
		doc.Published.KnownBy = record.Given
	}
	return doc, nil
}

// A tally counts expressions the way TempEval-3 does (UzZaman et al., SemEval
// 2013, section 4): strict where extents are the same, relaxed where they
// overlap; type and value are judged on those that overlap.
type tally struct{ gold, given, strict, relaxed, typed, valued int }

func (t *tally) add(gold, given []Timex) {
	t.gold += len(gold)
	t.given += len(given)
	taken := make([]bool, len(given))
	for _, g := range gold {
		best := -1
		for i, s := range given {
			if taken[i] || !s.Span.Overlaps(g.Span) {
				continue
			}
			if best < 0 || s.Span == g.Span {
				best = i
			}
		}
		if best < 0 {
			continue
		}
		taken[best] = true
		t.relaxed++
		if given[best].Span == g.Span {
			t.strict++
		}
		if given[best].Type == g.Type {
			t.typed++
		}
		if given[best].Value == g.Value {
			t.valued++
		}
	}
}

// scores are the measures of the task. F1 of type and value is relaxed F1 times
// the share of right ones among the expressions that overlap.
func (t tally) scores(set string) []Score {
	one := func(measure string, right int) Score {
		return Score{Set: set, Measure: measure, Value: F1(right, t.given, t.gold), N: t.gold}
	}
	return []Score{one("strict F1", t.strict), one("relaxed F1", t.relaxed), one("type F1", t.typed), one("value F1", t.valued)}
}

// ScoreTimes reads every .tml file of dir with read and scores the times found.
// Times that only name a known event are no TIMEX3 and are left out.
func ScoreTimes(dir string, read func(*record.Document) ([]record.Time, error)) ([]Score, []Prediction, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.tml"))
	if err != nil {
		return nil, nil, err
	}
	set := filepath.Base(dir)
	var all tally
	var predictions []Prediction
	for _, name := range files {
		f, err := os.Open(name)
		if err != nil {
			return nil, nil, err
		}
		gold, err := ReadTimeML(f)
		f.Close()
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", name, err)
		}
		doc, err := gold.Document()
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", name, err)
		}
		times, err := read(doc)
		if err != nil {
			return nil, nil, fmt.Errorf("%s: %w", name, err)
		}
		given := []Timex{}
		for _, t := range times {
			if t.Event == "" {
				given = append(given, Timex{t.Span, t.Timex.Type, t.Timex.Value})
			}
		}
		all.add(gold.Times, given)
		predictions = append(predictions, Prediction{Set: set, ID: gold.ID, Answer: given})
	}
	return all.scores(set), predictions, nil
}
