package storetest

import (
	"cmp"
	"fmt"
	"math/rand/v2"
	"slices"
	"strings"
	"testing"

	"detente/record"
	"detente/store"
)

// filtersAgree asks a store with many filters made at random, and compares the
// answers with those of a plain walk over all events; and has every answer again
// page by page.
func filtersAgree(t *testing.T, db store.Store) {
	random := rand.New(rand.NewPCG(7, 11))
	pick := func(vs ...string) string { return vs[random.IntN(len(vs))] }
	codes := []string{"ARN", "ARNGOV", "ARNMIL", "GON", "GONGOV", "GONMIL", "SHI", "IGOEUREEC", "ROH", "ROHMILSPE", ""}
	words := []string{"bridge", "horse", "river", "tower", "grain"}
	var rs []record.Record
	for i := range 120 {
		text := ""
		var es []record.Event
		for range random.IntN(4) {
			day := record.Date(2021, 1, 1+random.IntN(400))
			e := Event(pick("ACCUSE", "AID", "THREATEN"), pick(codes...), pick(codes...), record.Interval{Start: day, End: day.Add(0, 0, 1)})
			switch random.IntN(8) {
			case 0:
				e.Date.End = day.Add(0, 1, 0)
			case 1:
				e.Date.End = record.Moment{}
			case 2:
				e.Date.Start = record.Moment{}
			case 3:
				e.Date = record.Interval{Start: record.Moment{Time: day.Time.Add(15*3600e9 + 30*60e9)}, End: record.Moment{Time: day.Time.Add(18 * 3600e9)}}
			}
			e.Plover.Mode, e.Cameo, e.Quad = pick("", "visit", "strike"), pick("130", "1383", "042", "163"), 1+random.IntN(4)
			e.Status = record.Status(pick("happened", "claimed", "denied"))
			e.Background = random.IntN(3) == 0
			if random.IntN(2) == 0 {
				e.Plover.Contexts = []string{"military", pick("economic", "legal")}
				e.Place = &record.Place{Name: pick("Minas Tirith", "Bree", "Minas Ithil"), Country: pick("GON", "ARN")}
			}
			sentence := fmt.Sprintf("The %s and the %s of %d.", pick(words...), pick(words...), i)
			e.Spans.Sentence = record.Span{Start: len(text), End: len(text) + len(sentence)}
			text += sentence + " "
			es = append(es, e)
		}
		r := Report(fmt.Sprint("r", i), text+fmt.Sprintf("Nothing else was known of it on day %d.", i), 1+random.IntN(28), es...)
		r.Document.Source = pick("The Fornost Herald", "Bree Post", "Éowyn's Own")
		rs = append(rs, r)
	}
	put(t, db, rs...)
	everything := all(t, db.Events(t.Context(), store.Filter{}))
	text := map[string]string{}
	for _, r := range rs {
		text[r.Document.ID] = r.Document.Text
	}
	best := map[string]bool{} // whether an event tells its fact best is for the store to say
	for _, e := range all(t, db.Events(t.Context(), store.Filter{Once: true})) {
		best[e.Document+"#"+e.ID] = true
	}

	patterns := func() (ps []store.Pattern) {
		for range 1 + random.IntN(3) {
			p := store.Pattern{Code: pick("ARN", "GON", "GONGOV", "*GOV", "???MIL", "???MIL*", "SHI", "IGO", "R*", "ARN*", "ROHM")}
			if random.IntN(4) == 0 {
				p.During.Start = record.Date(2021, 3, 1)
			}
			if random.IntN(4) == 0 {
				p.During.End = record.Date(2021, 9, 1)
			}
			ps = append(ps, p)
		}
		return ps
	}
	sometimes := func(n int, set func()) {
		if random.IntN(n) == 0 {
			set()
		}
	}
	for range 400 {
		var f store.Filter
		sometimes(3, func() {
			f.Actor = patterns()
			sometimes(2, func() { f.With = patterns() })
		})
		sometimes(6, func() { f.Source = patterns() })
		sometimes(6, func() { f.Target = patterns() })
		sometimes(5, func() { f.Types = []string{pick("AID", "THREATEN"), "ACCUSE"} })
		sometimes(8, func() { f.Modes = []string{"visit"} })
		sometimes(8, func() { f.Contexts = []string{pick("economic", "military")} })
		sometimes(8, func() { f.Codes = []string{pick("13*", "0*", "163", "130")} })
		sometimes(6, func() { f.Quads = []int{1 + random.IntN(4), 2} })
		sometimes(6, func() { f.Statuses = []record.Status{record.Happened, record.ClaimedEvent} })
		sometimes(8, func() { f.Places = []string{pick("bree", "MINAS *", "Minas Ithil")} })
		sometimes(8, func() { f.Countries = []string{"GON"} })
		sometimes(8, func() { f.Outlets = []string{pick("bree post", "the*", "éOWYN'S OWN")} })
		sometimes(4, func() { f.Period.Start = record.Date(2021, 1, 1+random.IntN(300)) })
		sometimes(4, func() { f.Period.End = record.Date(2021, 11, 1+random.IntN(300)) })
		sometimes(6, func() { f.Text = pick("bridge", "horses OR tower", `"the river"`, "the -grain", "bri*", "horse river") })
		sometimes(8, func() { f.NewsOnly = true })
		sometimes(9, func() { f.BackgroundOnly = !f.NewsOnly })
		sometimes(8, func() { f.Once = true })
		sometimes(20, func() { f.Document = "r17" })
		sometimes(20, func() { f.Story = "r18" })
		sometimes(2, func() { f.Newest = true })

		var want []string
		for _, e := range everything {
			if holds(f, e, text[e.Document], best) {
				want = append(want, e.Document+"#"+e.ID)
			}
		}
		if f.Newest {
			slices.Reverse(want)
		}
		var got, paged []string
		for _, e := range all(t, db.Events(t.Context(), f)) {
			got = append(got, e.Document+"#"+e.ID)
		}
		if !slices.Equal(got, want) {
			t.Errorf("%+v:\n got %v\nwant %v", f, got, want)
			continue
		}
		f.Limit = 1 + random.IntN(5)
		for range len(want) + 1 {
			page := all(t, db.Events(t.Context(), f))
			for _, e := range page {
				paged, f.After = append(paged, e.Document+"#"+e.ID), e.Cursor
			}
			if len(page) < f.Limit {
				break
			}
		}
		if !slices.Equal(paged, want) {
			t.Errorf("%+v, by pages:\n got %v\nwant %v", f, paged, want)
		}
	}
}

// holds is what a filter means, plainly.
func holds(f store.Filter, e store.Event, text string, best map[string]bool) bool {
	among := func(v string, vs []string) bool {
		return len(vs) == 0 || slices.ContainsFunc(vs, func(w string) bool { return store.Wild(strings.ToLower(w), strings.ToLower(v)) })
	}
	place := cmp.Or(e.Place, &record.Place{})
	words := strings.ToLower(e.Spans.Sentence.In(text))
	has := func(w string) bool { return strings.Contains(words, w) }
	said := map[string]bool{"": true, "bridge": has("bridge"), "bri*": has("bridge"), "horses OR tower": has("horse") || has("tower"),
		`"the river"`: has("the river"), "the -grain": !has("grain"), "horse river": has("horse") && has("river")}[f.Text]
	return f.Sides(e.Source.Code, e.Target.Code, e.Date) && said &&
		among(e.Plover.Type, f.Types) && among(e.Plover.Mode, f.Modes) && among(e.Cameo, f.Codes) && among(e.Outlet, f.Outlets) &&
		among(place.Name, f.Places) && among(place.Country, f.Countries) &&
		(len(f.Contexts) == 0 || slices.Contains(e.Plover.Contexts, f.Contexts[0])) &&
		(len(f.Quads) == 0 || slices.Contains(f.Quads, e.Quad)) &&
		(len(f.Statuses) == 0 || slices.Contains(f.Statuses, e.Status)) &&
		f.Period.Overlaps(e.Date) && !(f.NewsOnly && e.Background) && !(f.BackgroundOnly && !e.Background) &&
		(!f.Once || best[e.Document+"#"+e.ID]) &&
		(f.Document == "" || f.Document == e.Document) && (f.Story == "" || f.Story == e.Story)
}
