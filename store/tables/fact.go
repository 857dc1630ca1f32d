package tables

import (
	"encoding/json"
	"time"

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

const factColumns = "id, start, until, source, target, mode, place, status, background, story, reports"

func (f *factRow) scan(scan func(...any) error) error {
	var until, place string
	if err := scan(&f.id, &f.start, &until, &f.event.Source.Code, &f.event.Target.Code, &f.event.Plover.Mode, &place,
		&f.event.Status, (*truth)(&f.event.Background), &f.story, &f.reports); err != nil {
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
	src, tgt, class := store.State(e.Source.Code), store.State(e.Target.Code), store.Class(e.Status)
	start, until := bounds(e.Date)
	var found *factRow
	match := func(scan func(...any) error) error {
		var f factRow
		if err := f.scan(scan); err != nil {
			return err
		}
		if found == nil && store.SameFact(f.event, e, f.story == story) {
			found = &f
		}
		return nil
	}
	const query = "SELECT " + factColumns + " FROM fact WHERE run = ? AND src = ? AND tgt = ? AND start >= ? AND start < ? AND type = ? AND class = ? ORDER BY start, id"
	var err error
	if store.Exact(e.Date) {
		// A fact that overlaps starts at most as long before as an exact one lasts.
		from := record.Moment{Time: e.Date.Start.Add(0, 0, -5).Truncate(24 * time.Hour)}.String()
		err = t.each(query, []any{run, src, tgt, from, until, e.Plover.Type, class}, match)
	} else if story != doc || len(counted) > 0 {
		err = t.each("SELECT "+factColumns+" FROM fact WHERE run = ? AND src = ? AND tgt = ? AND start = ? AND until = ? AND type = ? AND class = ? AND story = ? ORDER BY id",
			[]any{run, src, tgt, start, until, e.Plover.Type, class, story}, match)
	}
	if err != nil {
		return 0, err
	}
	if found == nil {
		if err := t.next("fact", &t.lastFact); err != nil {
			return 0, err
		}
		id := t.lastFact
		counted[id] = true
		return id, t.insertFact(run, &factRow{id: id, event: e, story: story, reports: 1, firstDoc: doc, best: key + "#" + e.ID})
	}
	if !counted[found.id] {
		counted[found.id] = true
		found.reports++
	}
	if store.Better(e, found.event) {
		place, mode := placeOf(e), e.Plover.Mode
		if err := t.count(found.id, -1); err != nil {
			return 0, err
		}
		err = t.exec(`UPDATE fact SET reports = ?, start = ?, until = ?, source = ?, target = ?, mode = ?, place = ?, status = ?, background = ?, quad = ?, goldstein = ?, best = ? WHERE id = ?`,
			found.reports, start, until, e.Source.Code, e.Target.Code, mode, place, string(e.Status), number(e.Background), e.Quad, e.Goldstein, key+"#"+e.ID, found.id)
		if err == nil {
			err = t.count(found.id, 1)
		}
	} else {
		err = t.exec("UPDATE fact SET reports = ? WHERE id = ?", found.reports, found.id)
	}
	return found.id, err
}

func (t *tx) insertFact(run int64, f *factRow) error {
	e := f.event
	start, until := bounds(e.Date)
	err := t.exec(`INSERT INTO fact (id, run, src, tgt, start, until, type, class, mode, place, source, target, status, background, quad, goldstein, reports, story, first_doc, best)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`,
		f.id, run, store.State(e.Source.Code), store.State(e.Target.Code), start, until, e.Plover.Type, store.Class(e.Status), e.Plover.Mode, placeOf(e),
		e.Source.Code, e.Target.Code, string(e.Status), number(e.Background), e.Quad, e.Goldstein, f.reports, f.story, f.firstDoc, f.best)
	if err != nil {
		return err
	}
	return t.count(f.id, 1)
}

// retell makes a fact anew from the events that still tell it, after a report
// was taken out.
func (t *tx) retell(id int64) error {
	var old factRow
	var run int64
	err := t.scan("SELECT run, story FROM fact WHERE id = ?", []any{id}, &run, &old.story)
	if err != nil {
		return err
	}
	if err := t.count(id, -1); err != nil {
		return err
	}
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
