package storetest

import (
	"fmt"
	"math/rand/v2"
	"testing"

	"detente/record"
	"detente/store"
)

// countsAgree compares counts with those of the events that a filter gives.
func countsAgree(t *testing.T, db store.Store) {
	random := rand.New(rand.NewPCG(3, 5))
	pick := func(vs ...string) string { return vs[random.IntN(len(vs))] }
	make := func(id string) record.Record {
		var es []record.Event
		for range 1 + random.IntN(4) {
			day := record.Date(2019+random.IntN(3), 1, 1+random.IntN(365))
			e := Event(pick("ACCUSE", "AID"), pick("ARN", "ARNGOV", "GON"), pick("GONMIL", "SHI", ""), record.Interval{Start: day, End: day.Add(0, 0, 1)})
			e.Quad, e.Status, e.Plover.Mode = 1+random.IntN(4), record.Status(pick("happened", "claimed", "denied")), pick("", "visit")
			if random.IntN(2) == 0 {
				e.Place = &record.Place{Name: pick("Bree", "Fornost"), Country: "ARN"}
			}
			es = append(es, e)
		}
		r := Report(id, "Report "+id+" tells of "+pick("one", "two", "three")+" things.", 1+random.IntN(28), es...)
		r.Document.Source = pick("Bree Post", "The Herald")
		return r
	}
	for i := range 60 {
		put(t, db, make(fmt.Sprint("r", i)))
	}
	for i := range 15 { // again, with another text
		r := make(fmt.Sprint("r", i*3))
		r.Document.Text += " It is told anew."
		put(t, db, r)
	}
	run, err := db.BeginRun(t.Context(), "2", "d2")
	if err != nil {
		t.Fatal(err)
	}
	for i := range 20 {
		if err := db.PutIn(t.Context(), run, make(fmt.Sprint("new", i))); err != nil {
			t.Fatal(err)
		}
	}
	check := func() {
		t.Helper()
		for name, f := range map[string]store.Filter{
			"all":     {},
			"a year":  {Period: record.Interval{Start: record.Date(2020, 1, 1), End: record.Date(2021, 1, 1)}},
			"months":  {Period: record.Interval{Start: record.Date(2020, 2, 1), End: record.Date(2021, 3, 1)}},
			"type":    {Types: []string{"AID"}},
			"country": {Source: store.Codes("ARN")},
			"actor":   {Actor: store.Codes("ARNGOV")},
			"text":    {Text: "report"},
		} {
			for _, by := range []store.By{store.ByActor, store.ByDyad, store.ByType, store.ByMode, store.ByStatus, store.ByPlace, store.ByCountry, store.ByOutlet, store.ByMonth} {
				want := map[[2]string]store.Count{}
				events := f
				if by == store.ByActor {
					events.Actor = nil
				}
				for _, e := range all(t, db.Events(t.Context(), events)) {
					add := func(key, with string) {
						c := want[[2]string{key, with}]
						c.Key, c.With = key, with
						if e.Status == "denied" {
							c.Aside++
						} else {
							c.Quads[e.Quad-1]++
						}
						want[[2]string{key, with}] = c
					}
					switch by {
					case store.ByActor:
						for _, code := range []string{e.Source.Code, e.Target.Code} {
							if code != "" && store.Any(f.Actor, code, e.Date) {
								add(code, "")
							}
						}
					case store.ByDyad:
						add(store.State(e.Source.Code), store.State(e.Target.Code))
					case store.ByType:
						add(e.Plover.Type, "")
					case store.ByMode:
						if e.Plover.Mode != "" {
							add(e.Plover.Mode, "")
						}
					case store.ByStatus:
						add(string(e.Status), "")
					case store.ByPlace:
						if e.Place != nil {
							add(e.Place.Name, e.Place.Country)
						}
					case store.ByCountry:
						if e.Place != nil {
							add(e.Place.Country, "")
						}
					case store.ByOutlet:
						add(e.Outlet, "")
					case store.ByMonth:
						add(e.Date.Start.String()[:7], "")
					}
				}
				got, err := db.Count(t.Context(), by, f)
				if err != nil {
					t.Fatalf("%s by %s: %v", name, by, err)
				}
				if len(got) != len(want) {
					t.Errorf("%s by %s: %v, want %v", name, by, got, want)
				}
				for i, c := range got {
					if want[[2]string{c.Key, c.With}] != c {
						t.Errorf("%s by %s: %+v, want %+v", name, by, c, want[[2]string{c.Key, c.With}])
					}
					if i > 0 && by != store.ByMonth && c.N() > got[i-1].N() {
						t.Errorf("%s by %s: %+v after %+v", name, by, c, got[i-1])
					}
				}
			}
		}
	}
	check()
	if err := db.AcceptRun(t.Context(), run); err != nil {
		t.Fatal(err)
	}
	check()
	reports, err := db.Count(t.Context(), store.ByReports, store.Filter{})
	if err != nil || len(reports) != 2 || reports[0].N()+reports[1].N() != 80 {
		t.Errorf("reports by outlet: %v, %v", reports, err)
	}
	if _, err := db.Count(t.Context(), "colour", store.Filter{}); err == nil {
		t.Error("events were counted by their colour")
	}
}
