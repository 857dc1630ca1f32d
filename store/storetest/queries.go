package storetest

import (
	"fmt"
	"slices"
	"strings"
	"testing"

	"detente/record"
	"detente/store"
)

func filtersAndPages(t *testing.T, db store.Store) {
	for i := range 30 {
		e := Event("ACCUSE", "ARNGOV", "GON", record.Day(2021, 3, 1+i))
		if i%3 == 0 {
			e = Event("AID", "GONMIL", "ARN", record.Day(2021, 3, 1+i))
			e.Background = true
		}
		put(t, db, Report(fmt.Sprint("doc", i), fmt.Sprintf("Report number %d tells of day %d.", i, i), 1+i, e))
	}
	for name, c := range map[string]struct {
		f    store.Filter
		want int
	}{
		"all":       {store.Filter{}, 30},
		"source":    {store.Filter{Source: store.Codes("GON")}, 10},
		"organ":     {store.Filter{Source: store.Codes("GONGOV")}, 0},
		"target":    {store.Filter{Target: store.Codes("GON")}, 20},
		"actor":     {store.Filter{Actor: store.Codes("GONMIL")}, 10},
		"two":       {store.Filter{Actor: store.Codes("GON"), With: store.Codes("ARNGOV")}, 20},
		"type":      {store.Filter{Types: []string{"aid", "YIELD"}}, 10},
		"status":    {store.Filter{Statuses: []record.Status{record.Promised}}, 0},
		"period":    {store.Filter{Period: record.Interval{Start: record.Date(2021, 3, 10), End: record.Date(2021, 3, 12)}}, 2},
		"news":      {store.Filter{NewsOnly: true}, 20},
		"document":  {store.Filter{Document: "doc3"}, 1},
		"limit":     {store.Filter{Limit: 7}, 7},
		"everybody": {store.Filter{Actor: store.Codes("XYZ")}, 0},
	} {
		if got := len(all(t, db.Events(t.Context(), c.f))); got != c.want {
			t.Errorf("%s: %d events, want %d", name, got, c.want)
		}
	}
	var paged []string
	f := store.Filter{Limit: 7}
	for {
		page := all(t, db.Events(t.Context(), f))
		for _, e := range page {
			paged = append(paged, e.Document)
			f.After = e.Cursor
		}
		if len(page) < f.Limit {
			break
		}
	}
	if len(paged) != 30 || paged[29] != "doc29" {
		t.Errorf("pages give %v", paged)
	}
	for _, bad := range []store.Filter{{Source: store.Codes("P")}, {With: store.Codes("PRK")}, {After: "x"}, {Limit: -1}} {
		failed := false
		for _, err := range db.Events(t.Context(), bad) {
			failed = err != nil
		}
		if !failed {
			t.Errorf("the filter %+v was taken", bad)
		}
	}
}

func search(t *testing.T, db store.Store) {
	put(t, db, Report("a", "Envoys of Gondor spoke of missiles and bridges in the long hall.", 4), Report("b", "The Shire is quiet, and nobody launched anything.", 5))
	hits := all(t, db.Search(t.Context(), "missile AND bridge", store.Filter{}))
	if len(hits) != 1 || hits[0].ID != "a" || !strings.Contains(hits[0].Snippet, "[missiles]") || hits[0].Score <= 0 {
		t.Errorf("hits %+v", hits)
	}
	for _, bad := range []string{"", `"open`, "a OR"} {
		failed := false
		for _, err := range db.Search(t.Context(), bad, store.Filter{}) {
			failed = err != nil
		}
		if !failed {
			t.Errorf("the search %q was taken", bad)
		}
	}
}

// A search for a word that very many reports have compares the newest of them.
func searchOfMany(t *testing.T, db store.Store) {
	const reports = 2400
	var rs []record.Record
	for i := range reports {
		text := fmt.Sprint("The river of day ", i, " was calm.")
		switch {
		case i == 100 || i == 2000:
			text += " Frost came, and frost again, and frost."
		case i%11 < 5: // less than half
			text += " There was frost too, of which little is told by those who came."
		}
		if i%100 == 7 {
			text += " A heron was seen."
		}
		rs = append(rs, Report(fmt.Sprint("r", i), text, 1+i%28))
	}
	put(t, db, rs...)
	ids := func(query string, f store.Filter) (ids []string) {
		t.Helper()
		for _, h := range all(t, db.Search(t.Context(), query, f)) {
			ids = append(ids, h.ID)
		}
		return ids
	}
	if got := ids("river", store.Filter{Limit: 2}); !slices.Equal(got, []string{"r2399", "r2398"}) {
		t.Errorf("reports with a word that all have: %v, want the newest", got)
	}
	frosts := ids("frost", store.Filter{})
	if len(frosts) != store.Ranked || frosts[0] != "r2000" || slices.Contains(frosts, "r100") || slices.Contains(frosts, "r1") || !slices.Contains(frosts, "r2391") {
		t.Errorf("%d reports with a common word, %v first, want the best of the newest %d", len(frosts), frosts[:min(3, len(frosts))], store.Ranked)
	}
	if got := ids("heron", store.Filter{}); len(got) != 24 {
		t.Errorf("%d reports with a rare word, want 24", len(got))
	}
	if got := ids("frost heron", store.Filter{}); len(got) == 0 || len(got) == 24 {
		t.Errorf("%d reports with a common and a rare word", len(got))
	}
}

func statementsAndJudgements(t *testing.T, db store.Store) {
	r := Report("a", "“We want peace,” the minister said.", 4)
	r.Statements = []record.Statement{{ID: "s1", Speaker: record.ActorRef{Code: "ARNGOV"}, Kind: record.Direct, Content: []record.Span{{Start: 3, End: 16}}, Said: record.Day(2021, 3, 3), Chain: []record.Link{}}}
	r.Assessments = []record.Assessment{{Dyad: [2]string{"GON", "ARN"}, Direction: record.Better, Statement: "s1"}, {Dyad: [2]string{"GON", "SHI"}, Direction: record.Worse}}
	put(t, db, r)
	ss := all(t, db.Statements(t.Context(), store.Filter{Source: store.Codes("ARN")}))
	if len(ss) != 1 || ss[0].Text[0] != "We want peace" || ss[0].Outlet != "The Fornost Herald" {
		t.Errorf("statements %+v", ss)
	}
	days, err := db.Days(t.Context(), store.Between("ARN", "GON"))
	if err != nil || len(days) != 1 || days[0].On.String() != "2021-03-03" || days[0].Better != 1 {
		t.Errorf("days %+v, %v", days, err)
	}
}
