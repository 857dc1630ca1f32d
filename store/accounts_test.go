package store_test

import (
	"cmp"
	"errors"
	"fmt"
	"path/filepath"
	"strings"
	"testing"

	"detente/record"
	"detente/store"
	"detente/store/sqlite"
)

// told is a report of one raid, of an invented Arnor on an invented Gondor.
func told(id, text string, day int, e record.Event) record.Record {
	e.ID, e.Plover.Type, e.Status, e.Source, e.Target = "e1", "ASSAULT", cmp.Or(e.Status, record.Happened), record.ActorRef{Code: "ARNMIL"}, record.ActorRef{Code: "GON"}
	return record.Record{
		Document: record.Document{
			ID: id, Text: text, Source: "Herald of " + id, Published: record.Published{Interval: record.Day(2021, 3, day), KnownBy: record.Given},
			Blocks: []record.Block{{Role: record.Paragraph, Span: record.Span{End: len(text)}}},
		},
		Events: []record.Event{e},
	}
}

func killed(n int, mod string) []record.Count {
	return []record.Count{{Of: "killed", Value: &n, Mod: mod}}
}

func TestAccounts(t *testing.T) {
	db, err := sqlite.Open(t.Context(), filepath.Join(t.TempDir(), "test.db"), sqlite.Options{})
	if err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	const wire = "Riders of Arnor burnt a granary of Gondor by the ford on Thursday, and the captain of the watch told merchants at the inn that they had come down from the hills before the sun was up, taken the mules and gone the way they came without a fight."
	at := func(place string) *record.Place { return &record.Place{Name: place} }
	day := record.Day(2021, 3, 4)
	_, err = db.Put(t.Context(),
		// The second to report comes in first.
		told("b", "Another paper has its own words for what was done at the ford.", 5, record.Event{Date: day, Place: at("Tharbad"), Count: killed(3, "")}),
		told("a", wire, 4, record.Event{Date: day, Place: at("Tharbad"), Count: killed(4, "at-least")}),
		told("update", strings.Replace(wire, "Thursday", "Wednesday", 1), 6, record.Event{Date: record.Day(2021, 3, 3), Count: killed(5, "")}),
		told("elsewhere", "The raid was at the bridge and by no means at the ford, says a third one.", 5, record.Event{Date: day, Place: at("Bree")}),
		told("denial", "Nothing of the kind was done, said somebody in Fornost who ought to know.", 6, record.Event{Date: day, Status: record.DeniedEvent}),
		told("next", "Two days after that there were riders again, as the fourth paper has it.", 7, record.Event{Date: record.Day(2021, 3, 6)}),
		told("plan", "They will do it on that Thursday, somebody promised beforehand in a letter.", 3, record.Event{Date: day, Status: record.Promised}),
	)
	if err != nil {
		t.Fatal(err)
	}
	var fact int64
	for e, err := range db.Events(t.Context(), store.Filter{Document: "b"}) {
		if err != nil {
			t.Fatal(err)
		}
		fact = e.Fact
	}
	a, err := store.AccountsOf(t.Context(), db, fact)
	if err != nil {
		t.Fatal(err)
	}
	ids := func(events []store.Event) (out []string) {
		for _, e := range events {
			out = append(out, e.Document)
		}
		return out
	}
	var differ []string
	for _, d := range a.Differ {
		for _, r := range d.Readings {
			differ = append(differ, fmt.Sprint(d.In, " ", r.Value, " ", r.Documents))
		}
	}
	for what, c := range map[string]struct{ got, want any }{
		"told":   {ids(a.Told), "[a b]"},
		"first":  {ids(a.First()), "[a]"},
		"others": {ids(a.Others), "[elsewhere denial update]"},
		"differ": {strings.Join(differ, "\n"), `date 2021-03-04 [a b elsewhere denial]
date 2021-03-03 [update]
place Tharbad [a b]
place Bree [elsewhere]
status happened [a b elsewhere update]
status denied [denial]
killed at least 4 [a]
killed 3 [b]
killed 5 [update]`},
	} {
		if fmt.Sprint(c.got) != c.want {
			t.Errorf("%s:\n%v\nwant\n%v", what, c.got, c.want)
		}
	}

	// A report that tells both keeps the two apart.
	both := told("both", "It was at the ford and at the bridge, on the one day, in two bands.", 8, record.Event{Date: day, Place: at("Tharbad")})
	second := told("", "", 8, record.Event{Date: day, Place: at("Bree")}).Events[0]
	second.ID = "e2"
	both.Events = append(both.Events, second)
	if _, err := db.Put(t.Context(), both); err != nil {
		t.Fatal(err)
	}
	if a, err = store.AccountsOf(t.Context(), db, fact); err != nil || strings.Contains(fmt.Sprint(ids(a.Others)), "elsewhere") {
		t.Errorf("two raids of one report are accounts of one: %v, %v", ids(a.Others), err)
	}
	if _, err := store.AccountsOf(t.Context(), db, 999); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("an unknown fact gives %v", err)
	}
}
