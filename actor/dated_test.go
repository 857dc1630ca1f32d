package actor

import (
	"strings"
	"testing"

	"detente/data"
	"detente/lang"
	"detente/record"
)

func TestTitleOnTheDayOfAKnownEvent(t *testing.T) {
	d, err := New(data.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	model, err := lang.Load(data.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct {
		text, event string
		day         record.Interval
		title, want string
	}{
		{"At the Helsinki summit an American president praised Russia.", "Helsinki summit", record.Day(2018, 7, 16), "American president", "Donald Trump"},
		{"At the Malta summit an American president praised Russia.", "Malta summit", record.Day(1989, 12, 2), "American president", "George H. W. Bush"},
		{"At the Helsinki summit Russia was praised. An American president left early.", "Helsinki summit", record.Day(2018, 7, 16), "American president", "United States"},
	} {
		doc := &record.Document{Text: c.text, Blocks: []record.Block{{Role: record.Paragraph, Span: record.Span{End: len(c.text)}}}}
		text := model.Analyze(doc)
		at := strings.Index(c.text, c.event)
		when := record.Time{Event: c.event, Interval: c.day, First: -1}
		for i, tok := range text.Sentences[0].Tokens {
			if tok.Span.Start >= at && tok.Span.End <= at+len(c.event) {
				if when.First < 0 {
					when.First = i
				}
				when.Last = i
			}
		}
		found := d.Find(doc, text, record.Day(2024, 5, 1))
		d.Dated(text, &found, []record.Time{when})
		got := ""
		for _, m := range found.Mentions {
			if strings.Contains(m.Span.In(c.text), c.title) {
				for _, a := range found.Actors {
					if a.ID == m.Actor {
						got = a.Name
					}
				}
			}
		}
		if got != c.want {
			t.Errorf("%q: the title is %q, want %q", c.text, got, c.want)
		}
	}
}
