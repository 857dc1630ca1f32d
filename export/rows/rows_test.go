package rows

import (
	"testing"
	"time"

	"detente/record"
)

// TestDays: a bound within a day widens to the whole of it, an open one stays open.
func TestDays(t *testing.T) {
	at := record.Moment{Time: time.Date(2020, 6, 16, 14, 50, 0, 0, time.UTC)}
	for _, c := range []struct {
		in          record.Interval
		from, until string
	}{
		{record.Day(2020, 6, 16), "2020-06-16", "2020-06-17"},
		{record.Interval{Start: at, End: record.Moment{Time: at.Time.Add(time.Minute)}}, "2020-06-16", "2020-06-17"},
		{record.Interval{Start: record.Date(2020, 6, 1)}, "2020-06-01", ""},
		{record.Interval{}, "", ""},
	} {
		from, until := Days(c.in)
		if show(from) != c.from || show(until) != c.until {
			t.Errorf("Days(%v) = %q, %q, want %q, %q", c.in, show(from), show(until), c.from, c.until)
		}
	}
}

func show(day *int32) string {
	if day == nil {
		return ""
	}
	return time.Unix(int64(*day)*24*60*60, 0).UTC().Format("2006-01-02")
}

// TestRows: each part of a record has its row, with the words of its spans.
func TestRows(t *testing.T) {
	said := "s1"
	r := &record.Record{
		Document: record.Document{ID: "d", Text: "Arnor promised Gondor grain unless it marched.", Published: record.Published{Interval: record.Day(2020, 6, 16)}},
		Events: []record.Event{{ID: "e1", Source: record.ActorRef{Code: "ARN"}, SaidBy: &said, Place: &record.Place{Name: "Bree"},
			Spans: record.EventSpans{Trigger: record.Span{Start: 6, End: 14}}}},
		Statements: []record.Statement{{ID: "s1", Content: []record.Span{{Start: 15, End: 21}, {Start: 22, End: 27}}, Chain: []record.Link{{Name: "Bree Post"}}}},
		Commitments: []record.Commitment{{ID: "c1", Content: record.Clause{Text: "Gondor grain"}, Condition: &record.Condition{Kind: "unless", Clause: record.Clause{Text: "it marched"}},
			State: []record.Step{{As: record.Open}, {As: record.Kept}}}},
	}
	if d := OfDocument(r); d.Document != "d" || d.Events != 1 || show(d.PublishedUntil) != "2020-06-17" || d.Bytes != 46 {
		t.Errorf("document %+v", d)
	}
	if e := OfEvents(r)[0]; e.Trigger != "promised" || e.SaidBy != "s1" || e.Place != "Bree" || e.Source != "ARN" {
		t.Errorf("event %+v", e)
	}
	if s := OfStatements(r)[0]; s.Content[1] != "grain" || s.ContentStart != 15 || s.ContentEnd != 27 || s.Through[0] != "Bree Post" {
		t.Errorf("statement %+v", s)
	}
	if c := OfCommitments(r)[0]; c.Condition != "unless it marched" || c.State != "kept" {
		t.Errorf("commitment %+v", c)
	}
}
