package stored

import (
	"bytes"
	"context"
	"encoding/json"
	"errors"
	"time"

	"detente/ledger"
	"detente/record"
	"detente/store"
)

// Settle writes the steps that other reports gave to each commitment of the
// database, where they are not there already, and tells how many commitments it
// wrote. What the commitment's own report says of it, and what people corrected,
// stays as it is.
func Settle(ctx context.Context, d store.Store) (written int, err error) {
	book, err := Book(ctx, d, record.Moment{})
	if err != nil {
		return 0, err
	}
	entries := map[telling]*ledger.Entry{}
	for _, e := range book.Entries() {
		for _, t := range e.ToldBy {
			entries[telling{t.Document, t.Commitment}] = e
		}
	}
	type life struct {
		telling
		steps []record.Step
	}
	var changed []life // written when the reading is over
	for c, err := range d.Commitments(ctx, store.Filter{}) {
		if err != nil {
			return 0, err
		}
		t := telling{c.Document, c.ID}
		e := entries[t]
		if e == nil { // a person has rejected it
			continue
		}
		own, others := parted(c.State)
		now := fromOthers(e, t, own)
		if !alike(now, others) {
			changed = append(changed, life{t, now})
		}
	}
	for _, l := range changed {
		err := d.SetLife(ctx, l.document, l.commitment, l.steps)
		if errors.Is(err, store.ErrNotFound) { // replaced meanwhile: the next round sees it
			continue
		}
		if err != nil {
			return written, err
		}
		written++
	}
	return written, nil
}

// telling is a commitment as one report has it.
type telling struct{ document, commitment string }

// parted tells the steps of a commitment's own report from those of others. Only
// the latter name a document.
func parted(steps []record.Step) (own, others []record.Step) {
	for _, s := range steps {
		switch {
		case s.Author != "":
		case s.Document == "":
			own = append(own, s)
		default:
			others = append(others, s)
		}
	}
	return own, others
}

// fromOthers are the steps of an entry that a telling does not itself report, by
// date. That another report tells the same commitment as open is no step; nor is
// what was taken for granted until a later report told of an earlier day: the
// deadline passed without a word, and then the promise turns out to have been kept
// before it.
func fromOthers(e *ledger.Entry, t telling, own []record.Step) []record.Step {
	var steps []record.Step
	for _, s := range e.State {
		if s.Author != "" || s.As == record.Open || s.Document == t.document && has(own, s) {
			continue
		}
		for n := len(steps); n > 0 && steps[n-1].On.Start.After(s.On.Start.Time); n-- {
			steps = steps[:n-1]
		}
		steps = append(steps, s)
	}
	return steps
}

func has(steps []record.Step, s record.Step) bool {
	for _, o := range steps {
		if o.As == s.As && o.On == s.On {
			return true
		}
	}
	return false
}

// alike compares steps as they are stored.
func alike(a, b []record.Step) bool {
	x, fault := json.Marshal(a)
	y, other := json.Marshal(b)
	return fault == nil && other == nil && bytes.Equal(x, y)
}

// Follow settles the commitments of the database, and again whenever it has
// changed, until ctx is done. It rests twenty times as long as it worked, so that
// a large database is not read without end. Faults are handed on; it goes on.
func Follow(ctx context.Context, d store.Store, fault func(error)) {
	const least = 2 * time.Second
	for ctx.Err() == nil {
		begun := time.Now()
		version, err := d.Version(ctx)
		if err == nil {
			_, err = Settle(ctx, d)
		}
		if err != nil && ctx.Err() == nil {
			fault(err)
		}
		select {
		case <-ctx.Done():
			return
		case <-time.After(max(least, 20*time.Since(begun))):
		}
		if err != nil {
			continue
		}
		if _, err := d.Await(ctx, version); err != nil && ctx.Err() == nil {
			fault(err)
		}
	}
}
