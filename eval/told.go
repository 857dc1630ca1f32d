package eval

import (
	"context"
	"fmt"
	"io/fs"
	"os"
	"path/filepath"
	"strings"
	"time"

	"detente/reader"
	"detente/record"
)

// Told is the kind of set that holds short texts with the events that a careful
// reader finds in them, *.events (see ToldItem).
func Told() Kind {
	return Kind{
		Name: "told events",
		Here: func(_ string, entries []fs.DirEntry) bool { return anyFile(entries, "*.events") },
		Run:  scoreTold,
		Bars: []Bar{
			{Measure: "events precision", Floor: 0.95},
			{Measure: "events recall", Floor: 0.90},
			{Measure: "event dates", Floor: 0.95},
		},
	}
}

// ToldItem is a text and its events:
//
//	Poland expelled the Belarusian ambassador on Friday.
//	POL -> BLR SANCTION 16 happened 2024-05-03
//
// An event is source, target (- for none), PLOVER type, CAMEO root, status and,
// where the text tells it, the date on which it began, which may be cut short to
// a month or year. With <-> both directions are meant. The text is read as of
// 2024-05-06, a Monday; one without a full stop is a headline.
type ToldItem struct {
	ID     string // file and line of the text
	Text   string
	Events []ToldEvent
}

// ToldEvent is an expected event.
type ToldEvent struct {
	Source, Target, Type, Root, Status, Date string
}

func (e ToldEvent) String() string {
	return strings.TrimSpace(fmt.Sprintf("%s -> %s %s %s %s %s", e.Source, e.Target, e.Type, e.Root, e.Status, e.Date))
}

// is reports whether the record's event is the expected one, its date aside.
func (e ToldEvent) is(o *record.Event) bool {
	actor := func(want, got string) bool {
		return want == "-" && got == "" || want != "-" && strings.HasPrefix(got, want)
	}
	return actor(e.Source, o.Source.Code) && actor(e.Target, o.Target.Code) && e.Type == o.Plover.Type && strings.HasPrefix(o.Cameo, e.Root) && e.Status == string(o.Status)
}

var toldOn = record.Day(2024, 5, 6)

// ReadTold reads one file of items.
func ReadTold(file string) ([]ToldItem, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var items []ToldItem
	line := 0
	for text := range strings.Lines(string(b)) {
		line++
		text = strings.TrimSpace(text)
		f := strings.Fields(text)
		switch {
		case text == "" || text[0] == '#':
		case len(f) > 1 && (f[1] == "->" || f[1] == "<->"):
			if len(f) < 6 || len(f) > 7 || len(items) == 0 {
				return nil, fmt.Errorf("%s:%d: an event is SOURCE -> TARGET TYPE ROOT STATUS and perhaps a date, below its text", file, line)
			}
			e := ToldEvent{Source: f[0], Target: f[2], Type: f[3], Root: f[4], Status: f[5]}
			if len(f) == 7 {
				e.Date = f[6]
			}
			it := &items[len(items)-1]
			it.Events = append(it.Events, e)
			if f[1] == "<->" {
				e.Source, e.Target = e.Target, e.Source
				it.Events = append(it.Events, e)
			}
		default:
			items = append(items, ToldItem{ID: fmt.Sprintf("%s:%d", filepath.Base(file), line), Text: text})
		}
	}
	return items, nil
}

// Document is the text as the reader takes it.
func (it ToldItem) Document() record.Document {
	role := record.Paragraph
	if !strings.ContainsAny(it.Text[len(it.Text)-1:], `."?!`) {
		role = record.Title
	}
	doc := record.Document{ID: it.ID, Text: it.Text, Blocks: []record.Block{{Role: role, Span: record.Span{End: len(it.Text)}}}}
	doc.Published = record.Published{Interval: toldOn, KnownBy: record.Given}
	return doc
}

// scoreTold scores the events of every *.events of dir. Recall is over all
// expected events with their status. Precision is over the events that the
// reader tells as facts, for the texts list of all others only some.
func scoreTold(ctx context.Context, dir string, r *reader.Reader) ([]Score, []Prediction, error) {
	files, err := filepath.Glob(filepath.Join(dir, "*.events"))
	if err != nil {
		return nil, nil, err
	}
	var predictions []Prediction
	set := filepath.Base(dir)
	want, found, told, right, dated, onDate := 0, 0, 0, 0, 0, 0
	for _, file := range files {
		items, err := ReadTold(file)
		if err != nil {
			return nil, nil, err
		}
		for _, it := range items {
			a, err := r.Read(ctx, it.Document())
			if err != nil {
				return nil, nil, err
			}
			answer := toldAnswer{Missed: []string{}, Added: []string{}, Dated: []string{}}
			taken := make([]bool, len(a.Events))
			for _, e := range it.Events {
				at := -1
				for i := range a.Events {
					if !taken[i] && e.is(&a.Events[i]) && (at < 0 || e.Date != "" && startsOn(&a.Events[i], e.Date) && !startsOn(&a.Events[at], e.Date)) {
						at = i
					}
				}
				want++
				if at < 0 {
					answer.Missed = append(answer.Missed, e.String())
					continue
				}
				taken[at] = true
				found++
				if e.Date != "" {
					dated++
					if startsOn(&a.Events[at], e.Date) {
						onDate++
					} else {
						answer.Dated = append(answer.Dated, e.String())
					}
				}
			}
			for i := range a.Events {
				e := &a.Events[i]
				if e.Status != record.Happened {
					continue
				}
				told++
				if taken[i] {
					right++
					continue
				}
				answer.Added = append(answer.Added, fmt.Sprintf("%s -> %s %s %s by %s", e.Source.Code, e.Target.Code, e.Plover.Type, e.Cameo, e.Rule))
			}
			predictions = append(predictions, Prediction{set, it.ID, answer})
		}
	}
	return []Score{
		{set, "events precision", ratio(right, told), told},
		{set, "events recall", ratio(found, want), want},
		{set, "event dates", ratio(onDate, dated), dated},
	}, predictions, nil
}

// toldAnswer is where the reader and the gold part for one text.
type toldAnswer struct {
	Missed []string `json:"missed"`
	Added  []string `json:"added"`
	Dated  []string `json:"wrong_date"`
}

// startsOn reports whether the event's interval starts on the date, which may be
// cut short to a month or year.
func startsOn(e *record.Event, date string) bool {
	return !e.Date.Start.IsZero() && strings.HasPrefix(e.Date.Start.Format(time.DateOnly), date)
}
