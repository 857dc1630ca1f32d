package storetest

import (
	"fmt"
	"math/rand/v2"
	"reflect"
	"testing"

	"detente/record"
	"detente/store"
)

// coursesAgree holds the days of relations and the counts of dyads, which are kept
// as records come and go, against a count of all facts and assessments, after
// reports are added, replaced, read anew and taken out at random.
func coursesAgree(t *testing.T, db store.Store) {
	random := rand.New(rand.NewPCG(8, 13))
	pick := func(vs ...string) string { return vs[random.IntN(len(vs))] }
	codes := []string{"ARN", "ARNGOV", "ARNMIL", "GON", "GONGOV", "SHI", ""}
	texts := []string{"The envoys met by the river and spoke until the evening of bridges and of grain.", "Nothing was heard from the tower, and the horses were led away at night."}
	make := func(id string) record.Record {
		var es []record.Event
		for range random.IntN(5) {
			day := record.Date(2019+random.IntN(2), 12, 25+random.IntN(14))
			e := Event(pick("ACCUSE", "AID"), pick(codes...), pick(codes...), record.Interval{Start: day, End: day.Add(0, 0, 1+random.IntN(3))})
			switch random.IntN(8) {
			case 0:
				e.Date.End = record.Moment{}
			case 1:
				e.Date.Start = record.Moment{}
			case 2:
				e.Date = record.Interval{}
			case 3:
				e.Date = record.Interval{Start: record.Moment{Time: day.Time.Add(15*3600e9 + 30*60e9)}, End: record.Moment{Time: day.Time.Add(18 * 3600e9)}}
			}
			e.Quad, e.Goldstein = random.IntN(5), float64(random.IntN(200)-100)/10
			e.Status, e.Background = record.Status(pick("happened", "happened", "claimed", "denied")), random.IntN(4) == 0
			es = append(es, e)
		}
		r := Report(id, fmt.Sprint(pick(texts...), " ", random.IntN(3)), 1+random.IntN(20), es...)
		for range random.IntN(3) {
			a := record.Assessment{Dyad: [2]string{pick(codes[:6]...), pick(codes[:6]...)}, Direction: record.Direction(pick("better", "worse", "none"))}
			if random.IntN(2) == 0 {
				r.Statements = append(r.Statements, record.Statement{ID: fmt.Sprint("s", len(r.Statements)+1), Said: record.Day(2020, 1, 1+random.IntN(20)), Content: []record.Span{}, Chain: []record.Link{}})
				a.Statement = r.Statements[len(r.Statements)-1].ID
			}
			r.Assessments = append(r.Assessments, a)
		}
		return r
	}
	club := []store.Pattern{{Code: "ARN", During: record.Interval{Start: record.Date(2020, 1, 1)}}, {Code: "SHI"}, {Code: "GONGOV", During: record.Interval{End: record.Date(2020, 12, 28)}}}
	sides := []store.Sides{
		store.Between("ARN", "GON"), store.Between("ARNGOV", "GON"), store.Between("ARN", "ARN"), store.Between("*GOV", "SHI"), store.Between("*GOV", "*MIL"),
		{A: club, B: store.Codes("GON")}, {A: club, B: club}, {A: store.Codes("SHI", "ARN"), B: club},
	}
	check := func(step int) {
		t.Helper()
		for _, s := range sides {
			if want, got := recount(t, db, s), days(t, db, s); !reflect.DeepEqual(got, want) {
				t.Fatalf("step %d: %v:\n got %+v\nwant %+v", step, s, got, want)
			}
		}
		dyadsAgree(t, db, step)
	}
	var run int64
	for step := range 60 {
		var rs []record.Record
		for range 1 + random.IntN(6) {
			rs = append(rs, make(fmt.Sprint("r", random.IntN(25))))
		}
		if run == 0 {
			put(t, db, rs...)
		} else if err := db.PutIn(t.Context(), run, rs...); err != nil {
			t.Fatal(err)
		}
		var err error
		switch {
		case step%15 == 9:
			run, err = db.BeginRun(t.Context(), fmt.Sprint(step), "d")
		case step%30 == 14:
			err, run = db.AcceptRun(t.Context(), run), 0
		case step%30 == 29:
			err, run = db.DropRun(t.Context(), run), 0
		}
		if err != nil {
			t.Fatal(err)
		}
		if step%4 == 0 || step > 55 {
			check(step)
		}
	}
}

// days are the days of a relation by their date.
func days(t *testing.T, db store.Store, s store.Sides) map[string]store.Daily {
	t.Helper()
	list, err := db.Days(t.Context(), s)
	if err != nil {
		t.Fatal(err)
	}
	out := map[string]store.Daily{}
	for i, d := range list {
		if i > 0 && !list[i-1].On.Before(d.On.Time) {
			t.Errorf("%v: %s comes after %s", s, d.On, list[i-1].On)
		}
		out[d.On.String()] = d.Daily
	}
	return out
}

// recount counts the facts one by one, and the assessments of all records.
func recount(t *testing.T, db store.Store, s store.Sides) map[string]store.Daily {
	t.Helper()
	out := map[string]store.Daily{}
	marks, err := db.Marks(t.Context(), s, record.Interval{})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range marks {
		on := store.DayOf(m.Date).String()
		d := out[on]
		d.Fact(m.Status, m.Background, m.Quad, m.Goldstein, 1)
		out[on] = d
	}
	for _, doc := range all(t, db.Documents(t.Context(), store.Filter{})) {
		r, err := db.Get(t.Context(), doc.ID)
		if err == store.ErrNotFound { // of another run
			continue
		}
		if err != nil {
			t.Fatal(err)
		}
		for _, a := range r.Assessments {
			day := r.Document.Published.Start
			for _, said := range r.Statements {
				if said.ID == a.Statement {
					day = said.Said.Start
				}
			}
			if s.Counts(a.Dyad[0], a.Dyad[1])(day) {
				d := out[day.String()]
				d.Judgement(a.Direction, 1)
				out[day.String()] = d
			}
		}
	}
	return out
}

// dyadsAgree compares the counts of dyads with those of their facts.
func dyadsAgree(t *testing.T, db store.Store, step int) {
	t.Helper()
	for _, d := range all(t, db.Dyads(t.Context(), store.DyadFilter{Limit: 100})) {
		marks, err := db.Marks(t.Context(), store.Between(d.Source, d.Target), record.Interval{})
		if err != nil {
			t.Fatal(err)
		}
		want := store.Dyad{Source: d.Source, Target: d.Target, First: d.First, Last: d.Last}
		for _, m := range marks {
			if store.State(m.Source) != d.Source || store.State(m.Target) != d.Target {
				continue
			}
			want.Facts++
			if m.Status == record.Happened && !m.Background && m.Quad > 0 {
				want.Quads[m.Quad-1]++
			}
		}
		if d != want {
			t.Fatalf("step %d: dyad %+v, want %+v", step, d, want)
		}
	}
}
