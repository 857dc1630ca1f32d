package reader_test

import (
	"os"
	"slices"
	"strings"
	"testing"

	"detente/page"
	"detente/reader"
	"detente/record"
)

// TestSeed compares the record of the report that the project was created from
// with the rows of EXPECTED.md beside it, read without a date and with it.
func TestSeed(t *testing.T) {
	b, err := os.ReadFile(shared(t, "seed", "report.txt"))
	if err != nil {
		t.Fatal(err)
	}
	r := newReader(t)
	for name, given := range map[string]record.Interval{"no date": {}, "date given": record.Day(2020, 6, 12)} {
		t.Run(name, func(t *testing.T) {
			doc, err := r.Page().FromText(b, page.Meta{Date: given})
			if err != nil {
				t.Fatal(err)
			}
			a, err := r.Read(t.Context(), doc)
			if err != nil {
				t.Fatal(err)
			}
			s := seed{a}
			knownBy := record.Text
			if given.Known() {
				knownBy = record.Given
			}
			t.Run("document", func(t *testing.T) { s.document(t, knownBy) })
			t.Run("actors", s.actors)
			t.Run("statements", s.statements)
			t.Run("events", s.events)
			t.Run("not events", s.notEvents)
			t.Run("commitments", s.commitments)
			t.Run("assessments", s.assessments)
		})
	}
}

type seed struct{ *reader.Analysis }

// theDay is the day that the report appeared.
var theDay = record.Day(2020, 6, 12)

func (s seed) document(t *testing.T, knownBy record.KnownBy) {
	p := s.Doc.Published
	if p.Interval != theDay || p.KnownBy != knownBy || p.Zone != "Asia/Pyongyang" {
		t.Errorf("published %v, known by %s, in zone %q", p.Interval, p.KnownBy, p.Zone)
	}
	if knownBy == record.Text && len(p.Reasons) < 3 {
		t.Errorf("the clues that date the report are %v", p.Reasons)
	}
	text := func(b record.Block) string { return b.Span.In(s.Doc.Text) }
	first, last := s.Doc.Blocks[0], s.Doc.Blocks[len(s.Doc.Blocks)-1]
	if first.Role != record.Title {
		t.Errorf("the first line is a %s", first.Role)
	}
	if last.Role != record.Promotion {
		t.Errorf("the last line is a %s", last.Role)
	}
	for role, words := range map[record.Role]string{record.Caption: "Kim Jong Un and Donald Trump", record.Credit: "Reuters"} {
		if !slices.ContainsFunc(s.Doc.Blocks, func(b record.Block) bool { return b.Role == role && text(b) == words }) {
			t.Errorf("no %s %q", role, words)
		}
	}
}

// reads tells the blocks that are read from page furniture.
func (s seed) reads(at int) bool {
	for _, b := range s.Doc.Blocks {
		if b.Span.Start <= at && at < b.Span.End {
			return b.Role == record.Paragraph
		}
	}
	return false
}

func (s seed) actors(t *testing.T) {
	north, us := []string{"PRK", "PRKGOV", "PRKMIL"}, []string{"USA", "USAGOV"}
	for _, want := range []struct {
		words string // every occurrence in the body; the context stands around [ ]
		name  string // of the actor; empty: any
		codes []string
	}{
		{"[North Korea] ", "North Korea", north},
		{"[North Korean state]", "North Korea", north},
		{"[Pyongyang]", "North Korea", north},
		{"[DPRK]", "North Korea", north},
		{"will [we]", "North Korea", north},
		{"[its] people", "North Korea", north},
		{"[its] military", "North Korea", north},
		{"threatening [it]", "North Korea", north},
		{"but in fact, [it]", "United States", us},
		{"[its] hostile", "United States", us},
		{"[his] country", "Kim Jong Un", []string{"PRKGOV"}},
		{"[his] ultimatum", "Kim Jong Un", []string{"PRKGOV"}},
		{"In [his] New", "Kim Jong Un", []string{"PRKGOV"}},
		{"[Kim Jong Un]", "Kim Jong Un", []string{"PRKGOV"}},
		{"the [North Korean leader]", "Kim Jong Un", []string{"PRKGOV"}},
		{"between [Kim] and", "Kim Jong Un", []string{"PRKGOV"}},
		{"[Ri Son Gwon]", "Ri Son Gwon", []string{"PRKGOV"}},
		{"[Ri] said", "Ri Son Gwon", []string{"PRKGOV"}},
		{"[Ri] claimed", "Ri Son Gwon", []string{"PRKGOV"}},
		{"[he] said", "Ri Son Gwon", []string{"PRKGOV"}},
		{"[he] stressed", "Ri Son Gwon", []string{"PRKGOV"}},
		{"[KCNA]", "Korean Central News Agency", []string{"PRKMED"}},
		{"[state media]", "Korean Central News Agency", []string{"PRKMED"}},
		{"[US] policies", "United States", us},
		{"[Washington]", "United States", us},
		{"to the [US] expired", "United States", us},
		{"unless the [US]", "United States", us},
		{"The [US] professes", "United States", us},
		{"the [United States]", "United States", us},
		{"[Donald Trump]", "Donald Trump", []string{"USAGOV"}},
		{"and [Trump]", "Donald Trump", []string{"USAGOV"}},
		{"[US chief executive]", "Donald Trump", []string{"USAGOV"}},
		{"[sitting American president]", "Donald Trump", []string{"USAGOV"}},
		{"[Trump administration]", "", []string{"USAGOV"}},
	} {
		before, rest, _ := strings.Cut(want.words, "[")
		words, after, _ := strings.Cut(rest, "]")
		seen := false
		for from := 0; ; {
			i := strings.Index(s.Doc.Text[from:], before+words+after)
			if i < 0 {
				break
			}
			at := record.Span{Start: from + i + len(before), End: from + i + len(before) + len(words)}
			from = at.End
			if !s.reads(at.Start) {
				continue
			}
			seen = true
			m, ok := s.mention(at)
			if !ok {
				t.Errorf("%s at %d: no mention", want.words, at.Start)
				continue
			}
			if name := s.name(m.Actor); want.name != "" && name != want.name || !slices.Contains(want.codes, m.Code) {
				t.Errorf("%s at %d: %s %s (%q)", want.words, at.Start, name, m.Code, m.Span.In(s.Doc.Text))
			}
		}
		if !seen {
			t.Errorf("%s is not in the text", want.words)
		}
	}
}

// mention is the smallest mention that ends with the words at a span.
func (s seed) mention(at record.Span) (record.Mention, bool) {
	best, ok := record.Mention{}, false
	for _, m := range s.Mentions {
		if m.Span.Overlaps(at) && m.Span.End >= at.End && (!ok || m.Span.Len() < best.Span.Len()) {
			best, ok = m, true
		}
	}
	return best, ok
}

// name is the name of an actor, in one way of writing it: Kim Jong-un is Kim
// Jong Un.
func (s seed) name(actor string) string {
	for _, a := range s.Actors {
		if a.ID == actor {
			return strings.NewReplacer("-un", " Un", "-gwon", " Gwon").Replace(a.Name)
		}
	}
	return ""
}

// at finds words in the text.
func (s seed) at(t *testing.T, words string) record.Span {
	t.Helper()
	i := strings.Index(s.Doc.Text, words)
	if i < 0 {
		t.Fatalf("%q is not in the text", words)
	}
	return record.Span{Start: i, End: i + len(words)}
}

func (s seed) statements(t *testing.T) {
	newYear := record.Day(2020, 1, 1)
	for _, want := range []struct {
		n        int // row of EXPECTED.md
		content  string
		speakers []string
		kind     record.StatementKind
		carried  bool // by KCNA
		said     record.Interval
	}{
		{1, "no improvement", []string{"North Korea", "Korean Central News Agency"}, record.Indirect, false, theDay},
		{2, "policies prove", []string{"Ri Son Gwon"}, record.Indirect, true, theDay},
		{3, "preemptive nuclear strikes", []string{"Ri Son Gwon"}, record.Indirect, false, theDay},
		{4, "Never again", []string{"Ri Son Gwon"}, record.Direct, false, theDay},
		{5, "more hypocritical", []string{"Ri Son Gwon"}, record.Direct, false, theDay},
		{6, "continue developing", []string{"Kim Jong Un"}, record.Indirect, false, newYear},
		{7, "runs deep", []string{"Ri Son Gwon"}, record.Indirect, false, theDay},
		{8, "professes to be", []string{"Ri Son Gwon"}, record.Direct, false, theDay},
		{9, "build up its military", []string{"Ri Son Gwon"}, record.Indirect, false, theDay},
	} {
		at := s.at(t, want.content)
		i := slices.IndexFunc(s.Statements, func(x record.Statement) bool {
			return slices.ContainsFunc(x.Content, func(c record.Span) bool { return c.Contains(at) })
		})
		if i < 0 {
			t.Errorf("statement %d: not found", want.n)
			continue
		}
		got := s.Statements[i]
		name := s.name(got.Speaker.Actor)
		if !slices.Contains(want.speakers, name) {
			t.Errorf("statement %d: the speaker is %q", want.n, name)
		}
		if got.Kind != want.kind {
			t.Errorf("statement %d: it is %s", want.n, got.Kind)
		}
		if !want.said.Overlaps(got.Said) || !got.Said.Known() {
			t.Errorf("statement %d: said %v", want.n, got.Said)
		}
		if carried := slices.ContainsFunc(got.Chain, func(l record.Link) bool { return s.name(l.Actor) == "Korean Central News Agency" }); want.carried && !carried {
			t.Errorf("statement %d: its chain is %v", want.n, got.Chain)
		}
	}
}

// wanted is a row of the table of events.
type wanted struct {
	n          int
	sources    []string
	targets    []string // nil: nobody
	either     bool     // the direction does not matter
	types      []string
	cameo      []string // one of these starts of a code
	status     []record.Status
	background bool
	date       record.Interval // must contain the event's date
	saidBy     string
	words      string // the clause must overlap them
}

func (s seed) events(t *testing.T) {
	north, us := []string{"PRK", "PRKGOV", "PRKMIL"}, []string{"USA", "USAGOV"}
	done := []record.Status{record.Happened}
	for _, want := range []wanted{
		{n: 1, sources: north, targets: us, types: []string{"ACCUSE"}, cameo: []string{"111", "112"}, status: done, date: theDay},
		{n: 2, sources: north, targets: us, types: []string{"REJECT"}, cameo: []string{"12"}, status: done, date: theDay, words: "Never again will we provide"},
		{n: 3, sources: us, targets: north, types: []string{"THREATEN"}, cameo: []string{"138", "13"}, status: []record.Status{record.ClaimedEvent}, date: record.Interval{End: theDay.End}, saidBy: "Ri Son Gwon"},
		{n: 4, sources: us, targets: north, either: true, types: []string{"CONSULT"}, cameo: []string{"04"}, status: done, background: true, date: record.Day(2018, 6, 12)},
		{n: 5, sources: us, targets: north, either: true, types: []string{"CONSULT"}, cameo: []string{"04"}, status: done, background: true, date: record.Interval{Start: record.Date(2019, 2, 27), End: record.Date(2019, 3, 1)}},
		{n: 6, sources: north, targets: nil, types: []string{"MOBILIZE"}, cameo: []string{"15"}, status: done, background: true, date: record.Interval{Start: record.Date(2019, 2, 27), End: theDay.End}},
		{n: 7, sources: north, targets: us, types: []string{"THREATEN", "DEMAND", "REQUEST"}, cameo: []string{"139"}, status: done, background: true, date: record.Interval{Start: record.Date(2019, 1, 1), End: record.Date(2020, 1, 1)}},
		{n: 8, sources: north, targets: us, types: []string{"MOBILIZE"}, cameo: []string{"15"}, status: []record.Status{record.Announced}, saidBy: "Ri Son Gwon", words: "build up its military"},
	} {
		if near, ok := s.event(want); !ok {
			t.Errorf("event %d is not read; nearest: %s", want.n, near)
		}
	}
	i := slices.IndexFunc(s.Events, func(e record.Event) bool {
		return e.Plover.Type == "MOBILIZE" && slices.ContainsFunc(e.Count, func(c record.Count) bool { return c.Text == "several" && c.Value == nil })
	})
	if i < 0 {
		t.Error("event 6 does not carry the magnitude \"several\"")
	}
}

// event finds an event that a row describes, else tells the one of the same
// type that comes nearest.
func (s seed) event(want wanted) (near string, ok bool) {
	near = "none of the type"
	best := 0
	for _, e := range s.Events {
		if !slices.Contains(want.types, e.Plover.Type) {
			continue
		}
		pair := func(source, target record.ActorRef) bool {
			if want.targets == nil {
				return slices.Contains(want.sources, source.Code) && target.Code == ""
			}
			return slices.Contains(want.sources, source.Code) && slices.Contains(want.targets, target.Code)
		}
		by := ""
		if e.SaidBy != nil {
			for _, st := range s.Statements {
				if st.ID == *e.SaidBy {
					by = s.name(st.Speaker.Actor)
				}
			}
		}
		checks := []bool{
			pair(e.Source, e.Target) || want.either && pair(e.Target, e.Source),
			slices.ContainsFunc(want.cameo, func(c string) bool { return strings.HasPrefix(e.Cameo, c) }),
			slices.Contains(want.status, e.Status),
			e.Background == want.background,
			by == want.saidBy,
			!want.date.Known() || within(e.Date, want.date),
			want.words == "" || e.Spans.Clause.Overlaps(s.words(want.words)),
		}
		fits := 0
		for _, c := range checks {
			if c {
				fits++
			}
		}
		if fits == len(checks) {
			return "", true
		}
		if fits > best {
			best = fits
			near = strings.Join([]string{e.ID, e.Date.String(), e.Source.Code, "->", e.Target.Code, e.Plover.Type, e.Cameo, string(e.Status), "by", by, "in", e.Spans.Clause.In(s.Doc.Text)}, " ")
			if e.Background {
				near = "background " + near
			}
		}
	}
	return near, false
}

func (s seed) words(words string) record.Span {
	i := strings.Index(s.Doc.Text, words)
	return record.Span{Start: max(i, 0), End: max(i, 0) + len(words)}
}

// within reports whether the inner interval lies in the outer one, of which a
// side may be open.
func within(inner, outer record.Interval) bool {
	return (outer.Start.IsZero() || !inner.Start.IsZero() && !inner.Start.Before(outer.Start.Time)) &&
		(outer.End.IsZero() || !inner.End.IsZero() && !inner.End.After(outer.End.Time))
}

// notEvents: what a condition, a demand or a refusal speaks of has not happened,
// and a judgement is no event.
func (s seed) notEvents(t *testing.T) {
	for _, words := range []string{"gave up its hostile approach", "offer fresh concessions", "will we provide"} {
		at := s.at(t, words)
		for _, e := range s.Events {
			if e.Spans.Trigger.Overlaps(at) && e.Status == record.Happened && e.Quad <= 2 {
				t.Errorf("%q is read as %s %s -> %s %s that happened", words, e.ID, e.Source.Code, e.Target.Code, e.Plover.Type)
			}
		}
	}
	for _, words := range []string{"no improvement", "little progress", "turn for the worse"} {
		at := s.at(t, words)
		for _, e := range s.Events {
			if e.Spans.Trigger.Overlaps(at) {
				t.Errorf("the judgement %q is read as the event %s %s", words, e.ID, e.Plover.Type)
			}
		}
	}
	for _, e := range s.Events {
		if e.Status == record.ClaimedEvent && e.SaidBy == nil {
			t.Errorf("event %s is claimed by nobody", e.ID)
		}
		if !s.reads(e.Spans.Trigger.Start) {
			t.Errorf("event %s is read in page furniture: %q", e.ID, e.Spans.Clause.In(s.Doc.Text))
		}
	}
}

func (s seed) commitments(t *testing.T) {
	north, us := []string{"PRK", "PRKGOV"}, []string{"USA", "USAGOV"}
	for _, want := range []struct {
		n         int
		kinds     []record.CommitmentKind
		by, to    []string
		content   string
		condition []string // kinds; nil: none is asked for
		made      record.Interval
		due       record.Moment // the last day
		state     record.State
	}{
		{1, []record.CommitmentKind{record.Ultimatum, record.Demand}, north, us, "concessions", nil,
			record.Interval{Start: record.Date(2019, 1, 1), End: record.Date(2020, 1, 1)}, record.Date(2019, 12, 31), record.Lapsed},
		{2, []record.CommitmentKind{record.Threat}, north, us, "developing nuclear", []string{"unless", "if"}, record.Day(2020, 1, 1), record.Moment{}, record.Open},
		{3, []record.CommitmentKind{record.Refusal}, north, us, "provide", []string{"without", "in-return"}, theDay, record.Moment{}, record.Open},
		{4, []record.CommitmentKind{record.Promise, record.Threat}, north, nil, "build up its military", nil, theDay, record.Moment{}, record.Open},
	} {
		at := s.at(t, want.content)
		i := slices.IndexFunc(s.Commitments, func(c record.Commitment) bool {
			return c.Content.Span.Overlaps(at) && slices.Contains(want.kinds, c.Kind)
		})
		if i < 0 {
			t.Errorf("commitment %d is not read", want.n)
			continue
		}
		c := s.Commitments[i]
		if !slices.Contains(want.by, c.By.Code) || want.to != nil && !slices.Contains(want.to, c.To.Code) {
			t.Errorf("commitment %d: by %s to %s", want.n, c.By.Code, c.To.Code)
		}
		if want.condition != nil && (c.Condition == nil || !slices.Contains(want.condition, c.Condition.Kind)) {
			t.Errorf("commitment %d: condition %+v", want.n, c.Condition)
		}
		if !within(c.Made, want.made) {
			t.Errorf("commitment %d: made %v", want.n, c.Made)
		}
		if !want.due.IsZero() && (c.Due == nil || !c.Due.End.Equal(want.due.Add(0, 0, 1).Time)) {
			t.Errorf("commitment %d: due %+v", want.n, c.Due)
		}
		if n := len(c.State); n == 0 || c.State[n-1].As != want.state {
			t.Errorf("commitment %d: its states are %+v", want.n, c.State)
		}
	}
}

func (s seed) assessments(t *testing.T) {
	for _, want := range []struct {
		words     string
		direction record.Direction
		by        []string // codes; "" is the report itself
	}{
		{"no improvement", record.Unchanging, []string{"PRK", "PRKGOV", "PRKMED"}},
		{"little progress", record.Unchanging, []string{""}},
		{"turn for the worse", record.Worse, []string{"PRKGOV"}},
	} {
		at := s.at(t, want.words)
		i := slices.IndexFunc(s.Assessments, func(a record.Assessment) bool { return a.Span.Overlaps(at) })
		if i < 0 {
			t.Errorf("%q is not read as a judgement", want.words)
			continue
		}
		a := s.Assessments[i]
		dyad := []string{a.Dyad[0][:min(3, len(a.Dyad[0]))], a.Dyad[1][:min(3, len(a.Dyad[1]))]}
		slices.Sort(dyad)
		if a.Direction != want.direction || !slices.Contains(want.by, a.By.Code) || !slices.Equal(dyad, []string{"PRK", "USA"}) {
			t.Errorf("%q: %s by %q on %v", want.words, a.Direction, a.By.Code, a.Dyad)
		}
	}
}
