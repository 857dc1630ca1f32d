package tables

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"strings"

	"detente/record"
	"detente/store"
)

const currentRun = "SELECT id FROM run WHERE state = 'current'"

// Put adds records in one transaction.
func (db *DB) Put(ctx context.Context, records ...record.Record) (store.Added, error) {
	var added store.Added
	err := db.inTx(ctx, func(tx *tx) error {
		var run int64
		if err := tx.scan(currentRun, nil, &run); err != nil {
			return err
		}
		if err := tx.foresee(run, records); err != nil {
			return err
		}
		for i := range records {
			if err := db.put(tx, run, &records[i], &added); err != nil {
				return fmt.Errorf("document %s: %w", records[i].Document.ID, err)
			}
		}
		if added.New+added.Replaced == 0 {
			return nil
		}
		// The run of a new database takes its version from its first record.
		err := tx.exec("UPDATE run SET version = ?, data_version = ? WHERE id = ? AND version = ''", records[0].Version, records[0].DataVersion, run)
		return err
	})
	if err != nil {
		return store.Added{}, err
	}
	return added, nil
}

// put adds one record to a run, and its document where it is new.
func (db *DB) put(tx *tx, run int64, r *record.Record, added *store.Added) error {
	if r.Document.ID == "" {
		return errors.New("has no identifier")
	}
	hash := contentHash(&r.Document)
	var (
		doc   int64
		story int64
		was   string
		read  bool
		fresh bool // nothing hangs on it yet
	)
	err := tx.scan("SELECT d.id, d.story, d.hash, EXISTS (SELECT 1 FROM reading WHERE run = ? AND doc = d.id) FROM document d WHERE d.key = ?",
		[]any{run, r.Document.ID}, &doc, &story, &was, &read)
	switch {
	case errors.Is(err, sql.ErrNoRows):
		if doc, story, err = db.addDocument(tx, &r.Document, hash, 0); err != nil {
			return err
		}
		added.New++
		fresh = true
	case err != nil:
		return err
	case was == hash && read:
		added.Same++
		return nil
	case was != hash:
		if err := db.removeDocument(tx, doc); err != nil {
			return err
		}
		if doc, story, err = db.addDocument(tx, &r.Document, hash, doc); err != nil {
			return err
		}
		added.Replaced++
	default:
		added.New++
	}
	return db.putReading(tx, run, doc, story, r, fresh)
}

// addDocument writes a document, finds its story, and indexes its words.
func (db *DB) addDocument(tx *tx, d *record.Document, hash string, id int64) (doc, story int64, err error) {
	meta := *d
	meta.Text = ""
	metaJSON, err := json.Marshal(meta)
	if err != nil {
		return 0, 0, err
	}
	if doc = id; doc == 0 {
		if err := tx.next("document", &tx.lastDoc); err != nil {
			return 0, 0, err
		}
		doc = tx.lastDoc
	}
	start, until := bounds(d.Published.Interval)
	err = tx.exec(`INSERT INTO document (id, key, url, title, source, outlet, language, start, until, story, hash, meta, text)
		VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, 0, ?, ?, ?)`,
		doc, d.ID, d.URL, d.Title, d.Source, fold(d.Source), d.Language, start, until, hash, string(metaJSON), db.zip([]byte(d.Text)))
	if err != nil {
		return 0, 0, err
	}
	tx.countReport(d.Source, start, 1)
	if story, err = tx.story(doc, d); err != nil {
		return 0, 0, err
	}
	return doc, story, db.words.Add(tx, doc, d.Title, readText(d))
}

// story finds the story of a document: that of the document most like it among
// those that appeared near it, or a new one, named by the document itself.
func (t *tx) story(doc int64, d *record.Document) (int64, error) {
	story := doc
	sig, ok := store.SignatureOf(*d)
	if ok {
		bands := sig.Bands()
		keys, pairs := make([]any, len(bands)), make([]any, 0, 2*len(bands))
		for i, band := range bands {
			keys[i], pairs = band, append(pairs, band, doc)
		}
		best := 0.0
		err := t.each(candidates(len(bands)), keys, func(scan func(...any) error) error {
			var id, its int64
			var blob []byte
			var start, until string
			if err := scan(&id, &its, &blob, &start, &until); err != nil {
				return err
			}
			other := store.SignatureFrom(blob)
			if alike, same := sig.Alike(&other); same && store.Near(d.Published.Interval, interval(start, until)) &&
				(alike > best || alike == best && its < story) {
				best, story = alike, its
			}
			return nil
		})
		if err != nil {
			return 0, err
		}
		if err := t.exec("INSERT INTO band VALUES (?, ?)"+strings.Repeat(", (?, ?)", len(bands)-1)+" ON CONFLICT DO NOTHING", pairs...); err != nil {
			return 0, err
		}
	}
	err := t.exec("UPDATE document SET story = ?, signature = ? WHERE id = ?", story, sig.Bytes(), doc)
	return story, err
}

// candidates asks for the newest documents that share one of n bands.
func candidates(n int) string {
	return "SELECT id, story, signature, start, until FROM document WHERE id IN (SELECT doc FROM band WHERE hash IN (?" +
		strings.Repeat(", ?", n-1) + ")) ORDER BY id DESC LIMIT 100"
}

// reading is what has no table of its own.
type reading struct {
	ID          string              `json:"id,omitempty"`
	Version     string              `json:"version"`
	DataVersion string              `json:"data_version"`
	Mentions    []record.Mention    `json:"mentions"`
	Actors      []record.Actor      `json:"actors"`
	Times       []record.Time       `json:"times"`
	Outcomes    []record.Outcome    `json:"outcomes"`
	Deeds       []record.Deed       `json:"deeds"`
	Assessments []record.Assessment `json:"assessments"`
	Published   record.Published    `json:"published"` // as this run dates the document
}

// putReading writes what a run read out of a document.
func (db *DB) putReading(tx *tx, run, doc, story int64, r *record.Record, fresh bool) error {
	body, err := json.Marshal(reading{r.ID, r.Version, r.DataVersion, r.Mentions, r.Actors, r.Times, r.Outcomes, r.Deeds, r.Assessments, r.Document.Published})
	if err != nil {
		return err
	}
	if err := tx.exec("INSERT INTO reading VALUES (?, ?, ?) ON CONFLICT (run, doc) DO UPDATE SET body = excluded.body", run, doc, db.zip(body)); err != nil {
		return err
	}
	tx.countReading(run, 1)
	said := map[string]record.Interval{}
	for n, s := range r.Statements {
		said[s.ID] = s.Said
		start, until := bounds(s.Said)
		addressee := ""
		if s.Addressee != nil {
			addressee = s.Addressee.Code
		}
		num, err := numOf(run, s.Said.Start, doc, n)
		if err != nil {
			return err
		}
		err = tx.row(`INSERT INTO statement (num, run, doc, n, src, tgt, source, target, kind, start, until, wide, background, outlet, json)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, s, num, run, doc, n, store.State(s.Speaker.Code), store.State(addressee), s.Speaker.Code, addressee,
			string(s.Kind), start, until, number(!store.Exact(s.Said)), number(s.Background), fold(r.Document.Source))
		if err != nil {
			return err
		}
		if err := db.words.AddSaid(tx, statements.words, num, strings.Join(wordsOf(r.Document.Text, s.Content), " ")); err != nil {
			return err
		}
	}
	counted := map[int64]bool{}
	for n, e := range r.Events {
		start, until := bounds(e.Date)
		fact, err := tx.fact(run, doc, story, r.Document.ID, e, counted)
		if err != nil {
			return err
		}
		place, country, contexts := "", "", ""
		if e.Place != nil {
			place, country = fold(e.Place.Name), e.Place.Country
		}
		if len(e.Plover.Contexts) > 0 {
			contexts = " " + strings.Join(e.Plover.Contexts, " ") + " "
		}
		num, err := numOf(run, e.Date.Start, doc, n)
		if err != nil {
			return err
		}
		err = tx.row(`INSERT INTO event (num, outlet, run, doc, n, id, fact, src, tgt, source, target, type, start, until, wide, status, background, rule, mode, contexts, cameo, quad, place, country, json)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, e, num, fold(r.Document.Source), run, doc, n, e.ID, fact,
			store.State(e.Source.Code), store.State(e.Target.Code), e.Source.Code, e.Target.Code, e.Plover.Type, start, until, number(!store.Exact(e.Date)), string(e.Status),
			number(e.Background), e.Rule, e.Plover.Mode, contexts, e.Cameo, e.Quad, place, country)
		if err != nil {
			return err
		}
		if err := db.words.AddSaid(tx, events.words, num, e.Spans.Sentence.In(r.Document.Text)); err != nil {
			return err
		}
		tx.tally(run, &e, r.Document.Source, 1)
	}
	for n, c := range r.Commitments {
		start, until := bounds(c.Made)
		var dueStart, dueUntil any
		if c.Due != nil && c.Due.Known() {
			dueStart, dueUntil = bounds(c.Due.Interval)
		}
		state := record.Open
		if steps, err := wholeLife(c.State, "[]", "[]"); err != nil {
			return err
		} else if len(steps) > 0 {
			state = steps[len(steps)-1].As
		}
		text, err := json.Marshal(c)
		if err != nil {
			return err
		}
		num, err := numOf(run, c.Made.Start, doc, n)
		if err != nil {
			return err
		}
		err = tx.exec(`INSERT INTO commitment (num, run, doc, n, id, kind, src, tgt, source, target, start, until, wide, due_start, due_until, state, at, upto, outlet, json)
			VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)`, num, run, doc, n, c.ID, string(c.Kind), store.State(c.By.Code), store.State(c.To.Code), c.By.Code, c.To.Code,
			start, until, number(!store.Exact(c.Made)), dueStart, dueUntil, string(state), c.Content.Span.Start, c.Content.Span.End, fold(r.Document.Source), string(text))
		if err != nil {
			return err
		}
		if err := db.words.AddSaid(tx, commitments.words, num, c.Content.Text); err != nil {
			return err
		}
		if !fresh { // people may have corrected it
			if err := db.settle(tx, run, doc, c.ID); err != nil {
				return err
			}
		}
	}
	for n, a := range r.Assessments {
		on, _ := bounds(r.Document.Published.Interval)
		if s, ok := said[a.Statement]; ok && s.Closed() {
			on, _ = bounds(s)
		}
		x, y := min(a.Dyad[0], a.Dyad[1]), max(a.Dyad[0], a.Dyad[1])
		if err := tx.exec("INSERT INTO assessment VALUES (?, ?, ?, ?, ?, ?, ?)", run, doc, n, x, y, on, string(a.Direction)); err != nil {
			return err
		}
		tx.countAssessment(run, x, y, on, a.Direction, 1)
	}
	return nil
}

// number is how a truth is stored, and truth reads it.
func number(b bool) int {
	if b {
		return 1
	}
	return 0
}

type truth bool

// Scan takes what a driver read.
func (t *truth) Scan(v any) error {
	n, ok := v.(int64)
	if !ok {
		return fmt.Errorf("%v is no number", v)
	}
	*t = n != 0
	return nil
}

// row inserts args and, as the last column, value as JSON.
func (t *tx) row(query string, value any, args ...any) error {
	text, err := json.Marshal(value)
	if err != nil {
		return err
	}
	return t.exec(query, append(args, string(text))...)
}

// removeDocument takes out a document and all that was read out of it.
func (db *DB) removeDocument(tx *tx, doc int64) error {
	var facts []int64
	err := tx.each("SELECT DISTINCT fact FROM event WHERE doc = ? AND run IN (SELECT id FROM run)", []any{doc}, func(scan func(...any) error) error {
		var f int64
		err := scan(&f)
		facts = append(facts, f)
		return err
	})
	if err != nil {
		return err
	}
	if err := db.forget(tx, "doc = ? AND run IN (SELECT id FROM run)", doc); err != nil {
		return err
	}
	for _, table := range []string{"event", "statement", "commitment", "assessment", "reading"} {
		if err := tx.exec("DELETE FROM "+table+" WHERE doc = ? AND run IN (SELECT id FROM run)", doc); err != nil {
			return err
		}
	}
	for _, f := range facts {
		if err := tx.retell(f); err != nil {
			return err
		}
	}
	sig := []byte{}
	if err := tx.scan("SELECT signature FROM document WHERE id = ?", []any{doc}, &sig); err != nil {
		return err
	}
	s := store.SignatureFrom(sig)
	for _, band := range s.Bands() {
		if err := tx.exec("DELETE FROM band WHERE hash = ? AND doc = ?", band, doc); err != nil {
			return err
		}
	}
	// A story whose first document goes is named after the next one.
	if err := tx.exec("UPDATE document SET story = (SELECT min(id) FROM document WHERE story = ? AND id <> ?) WHERE story = ? AND id <> ?", doc, doc, doc, doc); err != nil {
		return err
	}
	if err := db.words.Remove(tx, doc); err != nil {
		return err
	}
	var source, start string
	if err := tx.scan("SELECT source, start FROM document WHERE id = ?", []any{doc}, &source, &start); err != nil {
		return err
	}
	tx.countReport(source, start, -1)
	return tx.exec("DELETE FROM document WHERE id = ?", doc)
}

// readText is what is searched: the blocks that are read, not the furniture.
func readText(d *record.Document) string {
	var b strings.Builder
	for _, x := range d.Blocks {
		if x.Role.Reads() {
			b.WriteString(x.Span.In(d.Text))
			b.WriteByte('\n')
		}
	}
	return b.String()
}
