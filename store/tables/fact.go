package tables

import (
	"encoding/json"

	"detente/record"
	"detente/store"
)

// factRow is a fact as it is matched with events.
type factRow struct {
	id       int64
	start    string
	event    record.Event // the parts that SameFact and Better look at
	story    int64
	reports  int
	firstDoc int64
	best     string
}

const factColumns = "id, start, until, source, target, mode, place, status, background, quad, goldstein, story, reports"

// scanAfter reads factColumns, which stand behind other columns.
func (f *factRow) scanAfter(scan func(...any) error, before ...any) error {
	var until, place string
	if err := scan(append(before, &f.id, &f.start, &until, &f.event.Source.Code, &f.event.Target.Code, &f.event.Plover.Mode, &place,
		&f.event.Status, (*truth)(&f.event.Background), &f.event.Quad, &f.event.Goldstein, &f.story, &f.reports)...); err != nil {
		return err
	}
	f.event.Date = interval(f.start, until)
	if place != "" {
		f.event.Place = &record.Place{Name: place}
	}
	return nil
}

// fact finds the fact that an event tells, or makes it, and counts the report;
// counted holds the facts that this report was counted for already.
func (t *tx) fact(run, doc, story int64, key string, e record.Event, counted map[int64]bool) (int64, error) {
	start, until := bounds(e.Date)
	found, err := t.toldBy(e, run, doc, story, len(counted) > 0)
	if err != nil {
		return 0, err
	}
	if found == nil {
		if err := t.next("fact", &t.lastFact); err != nil {
			return 0, err
		}
		id := t.lastFact
		counted[id] = true
		f := &factRow{id: id, event: e, story: story, reports: 1, firstDoc: doc, best: key + "#" + e.ID}
		if err := t.insertFact(run, f); err != nil {
			return 0, err
		}
		f.tell(e)
		if t.near != nil {
			t.near.add(f, e)
		}
		return id, nil
	}
	if !counted[found.id] {
		counted[found.id] = true
		found.reports++
	}
	if store.Better(e, found.event) {
		place, mode := placeOf(e), e.Plover.Mode
		t.countFact(run, found, -1)
		err = t.exec(`UPDATE fact SET reports = ?, start = ?, until = ?, source = ?, target = ?, mode = ?, place = ?, status = ?, background = ?, quad = ?, goldstein = ?, best = ? WHERE id = ?`,
			found.reports, start, until, e.Source.Code, e.Target.Code, mode, place, string(e.Status), number(e.Background), e.Quad, e.Goldstein, key+"#"+e.ID, found.id)
		found.tell(e)
		t.countFact(run, found, 1)
	} else {
		err = t.exec("UPDATE fact SET reports = ? WHERE id = ?", found.reports, found.id)
	}
	return found.id, err
}

// toldBy is the fact that an event tells, or nil. more says whether its report has
// told facts already: else a new story has none.
func (t *tx) toldBy(e record.Event, run, doc, story int64, more bool) (*factRow, error) {
	if store.Exact(e.Date) && t.near != nil {
		return t.near.find(e, story), nil
	}
	var found *factRow
	match := func(scan func(...any) error) error {
		var f factRow
		if err := f.scanAfter(scan); err != nil {
			return err
		}
		if found == nil && store.SameFact(f.event, e, f.story == story) {
			found = &f
		}
		return nil
	}
	const query = "SELECT " + factColumns + " FROM fact WHERE run = ? AND src = ? AND tgt = ? AND type = ? AND class = ?"
	k := dyadClassOf(e)
	args := []any{run, k.src, k.tgt, k.kind, k.class}
	switch {
	case store.Exact(e.Date):
		from, until := window(e)
		err := t.each(query+" AND start >= ? AND start < ? ORDER BY start, id", append(args, from, until), match)
		return found, err
	case story != doc || more:
		start, until := bounds(e.Date)
		err := t.each(query+" AND start = ? AND until = ? AND story = ? ORDER BY id", append(args, start, until, story), match)
		return found, err
	}
	return nil, nil
}

func (t *tx) insertFact(run int64, f *factRow) error {
	e := f.event
	start, until := bounds(e.Date)
	err := t.exec(`INSERT INTO fact (id, run, src, tgt, start, until, type, class, mode, place, source, target, status, background, quad, goldstein, reports, story, first_doc, best)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		f.id, run, store.State(e.Source.Code), store.State(e.Target.Code), start, until, e.Plover.Type, store.Class(e.Status), e.Plover.Mode, placeOf(e),
		e.Source.Code, e.Target.Code, string(e.Status), number(e.Background), e.Quad, e.Goldstein, f.reports, f.story, f.firstDoc, f.best)
	if err == nil {
		t.countFact(run, f, 1)
	}
	return err
}

// retell makes a fact anew from the events that still tell it, after a report
// was taken out.
func (t *tx) retell(id int64) error {
	var old factRow
	var run int64
	err := t.each("SELECT run, "+factColumns+" FROM fact WHERE id = ?", []any{id}, func(scan func(...any) error) error { return old.scanAfter(scan, &run) })
	if err != nil {
		return err
	}
	t.near = nil // what was read beforehand does not hold any more
	t.countFact(run, &old, -1)
	if err := t.exec("DELETE FROM fact WHERE id = ?", id); err != nil {
		return err
	}
	var told *factRow
	last := int64(0)
	err = t.each("SELECT e.doc, d.key, d.story, e.json FROM event e JOIN document d ON d.id = e.doc WHERE e.fact = ? ORDER BY e.doc, e.n", []any{id}, func(scan func(...any) error) error {
		var (
			doc, story int64
			key, text  string
			e          record.Event
		)
		if err := scan(&doc, &key, &story, &text); err != nil {
			return err
		}
		if err := json.Unmarshal([]byte(text), &e); err != nil {
			return err
		}
		if told == nil {
			told = &factRow{id: id, event: e, story: story, firstDoc: doc, best: key + "#" + e.ID}
		}
		if doc != last {
			told.reports++
			last = doc
		}
		if store.Better(e, told.event) {
			told.event, told.best = e, key+"#"+e.ID
		}
		return nil
	})
	if err != nil || told == nil {
		return err
	}
	return t.insertFact(run, told)
}

func placeOf(e record.Event) string {
	if e.Place == nil {
		return ""
	}
	return e.Place.Name
}
