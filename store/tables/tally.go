package tables

import (
	"cmp"
	"slices"
	"strings"

	"detente/record"
	"detente/store"
)

// What events are counted by, besides what store.By names. Counts are kept by
// year and in all.
const (
	bySrc = "src" // country of the source
	byTgt = "tgt" // country of the target
	byAll = "all" // nothing: all events

	// byPlaceName counts how the names of places are spelt, byReading the documents
	// that a run has read. Both are kept in all only.
	byPlaceName = "placename"
	byReading   = "reading"

	allYears = "*"
)

// columnOf is where an event is counted: by its quad class where it is told as
// something that happened, else aside.
func columnOf(s record.Status, quad int) int {
	if (s == record.Happened || s == record.ClaimedEvent) && quad >= 1 && quad <= 4 {
		return quad - 1
	}
	return 4
}

type tallyKey struct {
	run                    int64
	what, year, one, other string
}

// tally counts an event that comes (by 1) or goes (by -1).
func (t *tx) tally(run int64, e *record.Event, outlet string, by int) {
	column := columnOf(e.Status, e.Quad)
	year, month := "", ""
	if s := e.Date.Start.String(); len(s) >= 7 {
		year, month = s[:4], s[:7]
	}
	add := func(what, one, other string) { t.countOne(tallyKey{run, what, allYears, one, other}, year, column, by) }
	src, tgt := store.State(e.Source.Code), store.State(e.Target.Code)
	add(byAll, "", "")
	add(bySrc, src, "")
	add(byTgt, tgt, "")
	add(string(store.ByDyad), src, tgt)
	add(string(store.ByType), e.Plover.Type, "")
	add(string(store.ByCameo), e.Cameo, "")
	add(string(store.ByStatus), string(e.Status), "")
	add(string(store.ByOutlet), fold(outlet), outlet)
	if e.Source.Code != "" {
		add(string(store.ByActor), e.Source.Code, "")
	}
	if e.Target.Code != "" && e.Target.Code != e.Source.Code {
		add(string(store.ByActor), e.Target.Code, "")
	}
	if e.Plover.Mode != "" {
		add(string(store.ByMode), e.Plover.Mode, "")
	}
	if month != "" {
		add(string(store.ByMonth), month, "")
	}
	if e.Place != nil {
		add(string(store.ByPlace), fold(e.Place.Name), e.Place.Country)
		t.countOne(tallyKey{run, byPlaceName, allYears, fold(e.Place.Name), e.Place.Name}, "", column, by)
		add(string(store.ByCountry), e.Place.Country, "")
	}
}

// countReport counts a document that comes or goes. Documents are of no run.
func (t *tx) countReport(source, start string, by int) {
	year := ""
	if len(start) >= 4 {
		year = start[:4]
	}
	t.countOne(tallyKey{0, string(store.ByReports), allYears, fold(source), source}, year, 4, by)
}

// countReading counts a document that a run reads, or forgets.
func (t *tx) countReading(run int64, by int) {
	t.countOne(tallyKey{run: run, what: byReading}, "", 4, by)
}

// countOne changes a count in all and in its year.
func (t *tx) countOne(key tallyKey, year string, column, by int) {
	if t.tallies == nil {
		t.tallies = map[tallyKey]*[5]int{}
	}
	for _, y := range []string{allYears, year} {
		if y == "" {
			continue
		}
		key.year = y
		counts := t.tallies[key]
		if counts == nil {
			counts = new([5]int)
			t.tallies[key] = counts
		}
		counts[column] += by
	}
}

// writeTallies writes what countOne gathered.
func (t *tx) writeTallies() error {
	keys := make([]tallyKey, 0, len(t.tallies))
	for key, counts := range t.tallies {
		if *counts != [5]int{} {
			keys = append(keys, key)
		}
	}
	slices.SortFunc(keys, func(a, b tallyKey) int {
		return cmp.Or(cmp.Compare(a.run, b.run), strings.Compare(a.what, b.what), strings.Compare(a.year, b.year), strings.Compare(a.one, b.one), strings.Compare(a.other, b.other))
	})
	for _, k := range keys {
		c := t.tallies[k]
		err := t.exec(`INSERT INTO tally (run, what, year, one, other, q1, q2, q3, q4, aside) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
			ON CONFLICT (run, what, year, one, other) DO UPDATE SET q1 = tally.q1 + excluded.q1, q2 = tally.q2 + excluded.q2, q3 = tally.q3 + excluded.q3,
			q4 = tally.q4 + excluded.q4, aside = tally.aside + excluded.aside`, k.run, k.what, k.year, k.one, k.other, c[0], c[1], c[2], c[3], c[4])
		if err != nil {
			return err
		}
	}
	t.tallies = nil
	return nil
}
