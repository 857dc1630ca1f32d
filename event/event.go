// Package event codes who did what to whom: rules over dependency trees turn
// sentences into events of PLOVER and CAMEO, and grammar tells how each stands
// to the world: happened, claimed, promised, denied.
//
// The rules are data (the rules folder) and described in docs/rules.md. A
// sentence is searched for the rules' triggers by one look-up a word, so that
// its cost does not grow with rules that cannot match.
package event

import (
	"slices"
	"strconv"
	"strings"
	"sync"

	"detente/ontology"
	"detente/record"
	"detente/tree"
)

// Input is what the earlier stages found in one document.
type Input struct {
	Doc        record.Document
	Text       *tree.Text
	Mentions   []record.Mention // all, pronouns and nominals included
	Actors     []record.Actor
	Places     []record.Mention // names that are only places, of the states in Lands
	Lands      []record.Actor
	Times      []record.Time
	Statements []record.Statement
	Published  record.Published
}

// Result is the events of one document, in text order of their triggers.
type Result struct {
	Events []record.Event
	Trace  []Fired        // for each event, in the same order
	Lands  []record.Actor // of Input.Lands, those that an event names
}

// Fired says which rule made an event out of which words.
type Fired struct {
	Event   string // Event.ID
	Rule    *Rule
	Pattern string
	Trigger record.Span
	Reason  record.Span // the word that decided the status; empty for happened
}

// pool keeps the buffers of finished searches.
var pool = sync.Pool{New: func() any { return &search{} }}

// Code finds the events of a document. It reads only blocks with content.
func (c *Coder) Code(in Input) Result {
	s := pool.Get().(*search)
	defer pool.Put(s)
	s.misses, s.after = nil, nil
	var r Result
	s.document(c, &in, func(a *act) { s.emit(&r, a) })
	s.events = nil
	s.view = view{ids: s.ids, at: s.at, places: s.places, all: s.all, known: s.known}
	return r
}

// document searches every sentence that can hold an event, and hands each act
// with a source to do.
func (s *search) document(c *Coder, in *Input, do func(*act)) {
	s.enter(c, in)
	s.games = unseen
	for i := range in.Text.Sentences {
		sent := &in.Text.Sentences[i]
		if len(s.ground.mentions[i]) == 0 && len(in.Statements) == 0 || len(sent.Tokens) > maxTokens || !readable(in, sent) {
			continue
		}
		s.open(i)
		s.run()
		s.sport = s.has(s.c.known.sport) || scores(sent) > 0
		for t := range s.acts {
			if a := &s.acts[t]; a.state == found && s.tells(a) {
				do(a)
			}
		}
		if s.after != nil {
			s.after()
		}
	}
}

// maxTokens bounds a sentence: longer ones are tables and lists.
const maxTokens = 400

func readable(in *Input, s *tree.Sentence) bool {
	return len(in.Doc.Blocks) == 0 || s.Block < 0 || s.Block >= len(in.Doc.Blocks) || in.Doc.Blocks[s.Block].Role.Reads()
}

// tells reports whether the act is an event of its own.
func (s *search) tells(a *act) bool {
	if len(a.source) == 0 || s.eaten[a.trigger] || a.partial && len(a.target) == 0 || s.game(a) {
		return false
	}
	for _, other := range a.pattern.rule.unless {
		for t := range s.acts {
			if b := &s.acts[t]; b.state == found && b != a && b.pattern.rule == other {
				return false
			}
		}
	}
	for t := range s.acts { // an act that a speech act swallows: "refused talks" is no talks
		b := &s.acts[t]
		if b.state == found && b.inner == a && b.pattern.shift != nil && b.pattern.shift.Status == "" && len(b.source) > 0 {
			return false
		}
	}
	return true
}

// emit writes the events of an act: one for each pair of actors, in both
// directions for a reciprocal rule.
func (s *search) emit(r *Result, a *act) {
	rule := a.pattern.rule
	sources, targets := a.source, a.target
	if a.group {
		targets = a.source
	}
	if v, known := s.victims(a); !known {
		return
	} else if v != nil {
		targets = v
	}
	s.events, s.emitted = r.Events, len(r.Events)
	e, reason := s.event(a)
	add := func(from, to party, toSome bool) {
		if !s.political(from) {
			return
		}
		src := s.ref(from)
		var dst record.ActorRef
		if toSome {
			dst = s.ref(to)
			if s.isPlace(to) {
				if s.country(from) == dst.Code {
					return
				}
				r.name(s.actor(dst.Actor))
			}
			if to.mention >= 0 && (dst.Actor == src.Actor && dst.Actor != "" && !s.peopleOf(from, dst) || to.tok == from.tok && src == dst) {
				return // nobody acts on himself
			}
		}
		ev := e
		if t := s.dayOf(a, from, to); t != nil {
			ev.Date, ev.Spans.Date = t.Interval, spanPtr(t.Span)
		}
		ev.Source, ev.Target = src, dst
		ev.Spans.Source = spanPtr(s.spanOf(from))
		ev.Spans.Target = nil
		if toSome {
			ev.Spans.Target = spanPtr(s.spanOf(to))
		}
		first := len(r.Events) // of this sentence
		for first > 0 && r.Events[first-1].Spans.Sentence == ev.Spans.Sentence {
			first--
		}
		if slices.ContainsFunc(r.Events[first:], func(o record.Event) bool {
			return o.Source == ev.Source && o.Target == ev.Target && o.Cameo == ev.Cameo && o.Status == ev.Status
		}) {
			return
		}
		r.tell(a, ev, reason)
	}
	if len(targets) == 0 && rule.Answers {
		if asked := s.asked(a); asked >= 0 {
			ask := r.Events[asked]
			ev, from := e, sources[0]
			ev.Source, ev.Target = s.ref(from), ask.Source
			ev.Spans.Source, ev.Spans.Target = spanPtr(s.spanOf(from)), ask.Spans.Source
			r.tell(a, ev, reason)
		}
		return
	}
	s.pairs(a, sources, targets, add)
	if k := s.gapped(a); k >= 0 {
		if t := s.timeAfter(k); t != nil {
			e.Date, e.Spans.Date = t.Interval, spanPtr(t.Span)
		}
		s.pairs(a, sources, s.parties(nil, k, both), add)
	}
	if other, ok := s.another(a, e); ok {
		n := len(r.Events)
		for _, first := range r.Events[s.emitted:n] {
			copied := first
			copied.Date, copied.Place, copied.Background = other.Date, other.Place, other.Background
			copied.Spans.Date, copied.Spans.Place = other.Spans.Date, other.Spans.Place
			copied.Spans.Trigger = other.Spans.Trigger
			r.tell(a, copied, reason)
		}
	}
}

// tell adds an event of the act, with its number and the rule that made it.
func (r *Result) tell(a *act, ev record.Event, reason record.Span) {
	ev.ID = "e" + strconv.Itoa(len(r.Events)+1)
	r.Events = append(r.Events, ev)
	r.Trace = append(r.Trace, Fired{Event: ev.ID, Rule: a.pattern.rule, Pattern: a.pattern.text, Trigger: ev.Spans.Trigger, Reason: reason})
}

// pairs hands every pair of a source and a target of the act to add.
func (s *search) pairs(a *act, sources, targets []party, add func(from, to party, toSome bool)) {
	rule := a.pattern.rule
	for i, from := range sources {
		if len(targets) == 0 && (a.noTarget || !a.pattern.wants(target) || rule.Alone) {
			add(from, party{}, false)
		}
		for j, to := range targets {
			if a.group && i == j || !a.group && len(sources) > 1 && s.ownGovernment(sources, to) {
				continue
			}
			add(from, to, true)
			if rule.Both && !a.group {
				add(to, from, true)
			}
		}
	}
}

// ownGovernment reports whether the target is a mere "the government" that was
// taken for that of one of several sources: "Arnor and Gondor support the government".
func (s *search) ownGovernment(sources []party, to party) bool {
	if to.mention < 0 || s.in.Mentions[to.mention].Kind != record.ByNominal {
		return false
	}
	c := s.country(to)
	return c != "" && slices.ContainsFunc(sources, func(p party) bool { return p.tok != to.tok && s.country(p) == c })
}

// peopleOf reports whether the source is the people of a state and the target its
// government: "thousands of Georgians protested against the government".
func (s *search) peopleOf(from party, dst record.ActorRef) bool {
	if from.mention < 0 {
		return false
	}
	m := &s.in.Mentions[from.mention]
	return m.Kind == record.ByDemonym && len(m.Code) == 3 && len(dst.Code) > 3
}

// asked is the event told before that the act answers, where its noun is known
// to the reader, "rejected the demand": the last request, offer, charge or threat
// to the act's source; or -1.
func (s *search) asked(a *act) int {
	if a.noun < 0 || !s.definite(a, a.noun) || len(a.source) == 0 {
		return -1
	}
	own := s.country(a.source[0])
	for i := len(s.events) - 1; i >= 0 && own != ""; i-- {
		e := &s.events[i]
		switch e.Plover.Type {
		case "REQUEST", "AGREE", "THREATEN", "ACCUSE":
			if strings.HasPrefix(e.Target.Code, own) && !strings.HasPrefix(e.Source.Code, own) && e.Source.Code != "" {
				return i
			}
		}
	}
	return -1
}

// another is the act told once more with a place or time of its own by a word
// that repeats its noun: "several meetings, the latest one in Hanoi last year".
func (s *search) another(a *act, e record.Event) (record.Event, bool) {
	if a.pattern.kind != nominal {
		return e, false
	}
	for i := a.trigger + 1; i < len(s.s.Tokens); i++ {
		tok := s.tok(i)
		if !s.is(i, s.c.known.standsFor) || tok.Rel != tree.Conj && tok.Rel != tree.Appos && tok.Rel != tree.Parataxis {
			continue
		}
		heads := []int{i}
		for k := range s.s.Kids(i) {
			if r := s.tok(k).Rel; r == tree.Acl || r == tree.AclRelcl {
				heads = append(heads, k)
				if o := s.s.Kid(k, tree.Obj); o >= 0 { // "taking place"
					heads = append(heads, o)
				}
			}
		}
		t, pl := s.timeOf(heads), s.placeOn(heads)
		if t == nil && pl == nil {
			continue
		}
		e.Spans.Trigger = tok.Span
		if e.Place, e.Spans.Place = pl, nil; pl != nil {
			e.Spans.Place = spanPtr(pl.Span)
		}
		if t != nil {
			e.Date, e.Spans.Date = t.Interval, spanPtr(t.Span)
			e.Background = e.Background || old(t.Interval, s.in.Published.Interval)
		}
		return e, true
	}
	return e, false
}

// name notes a state that an event names by a place in it.
func (r *Result) name(state *record.Actor) {
	if !slices.ContainsFunc(r.Lands, func(a record.Actor) bool { return a.ID == state.ID }) {
		r.Lands = append(r.Lands, *state)
	}
}

func (p *pattern) wants(w what) bool {
	return slices.ContainsFunc(p.elems, func(e element) bool { return e.what == w })
}

func spanPtr(s record.Span) *record.Span { return &s }

// event is the act as an event, without its actors; reason is the word that
// decided its status.
func (s *search) event(a *act) (e record.Event, reason record.Span) {
	rule := a.pattern.rule
	e = record.Event{Cameo: a.code, Rule: rule.ID, Count: s.counts(a)}
	if e.Count == nil {
		e.Count = []record.Count{}
	}
	cameo, _ := s.c.ont.Cameo(a.code)
	e.Goldstein = cameo.Goldstein
	m, _ := s.c.ont.ToPlover(a.code)
	if rule.plover != nil && a.pattern.shift == nil {
		m.Type, m.Mode = rule.plover.Type, rule.plover.Mode
	}
	e.Plover = record.Plover{Type: m.Type, Mode: m.Mode, Contexts: []string{}}
	for _, x := range slices.Concat(m.Contexts, rule.Contexts) {
		if !slices.Contains(e.Plover.Contexts, x) {
			e.Plover.Contexts = append(e.Plover.Contexts, x)
		}
	}
	e.Quad = int(cameo.Quad)
	if p, ok := s.c.ont.Plover(m.Type, ""); ok {
		e.Quad = int(p.Quad)
	}
	st := s.standingOf(a)
	e.Status, e.Background = st.status, st.background || s.presupposed(a)
	if st.fiction && e.Status == record.Happened && ontology.Quad(e.Quad).Material() {
		e.Status = record.Hypothetical
	}
	e.Spans = record.EventSpans{Trigger: s.tok(a.trigger).Span, Clause: s.clauseSpan(a.trigger), Sentence: s.s.Span}
	if st.reason >= 0 {
		reason = s.tok(st.reason).Span
	}
	said := s.statementAt(e.Spans.Trigger)
	if said != nil && s.beside(a.trigger, said) {
		said = nil
	}
	if said != nil {
		s.attribute(&e, a, said, st)
	}
	e.Date, e.Spans.Date = s.date(a, &e, said)
	if e.Place = s.placeOf(a); e.Place != nil {
		e.Spans.Place = spanPtr(e.Place.Span)
	}
	return e, reason
}

// presupposed reports whether a nominal act is only referred to, as something
// that the reader knows of: "his ultimatum expired". An act that a verb carries
// or that begins, goes on or ends is told.
func (s *search) presupposed(a *act) bool {
	if a.pattern.kind != nominal || a.light >= 0 {
		return false
	}
	c := s.carrier(a)
	if c != a.trigger && (s.isLight(c) || s.is(c, s.c.known.transparent) || s.is(c, s.c.known.occur)) {
		return false
	}
	return s.anchor(a) == nil && s.timeOf(s.told(a)) == nil
}

// beside reports whether the clause of token t only goes with the verb of saying
// and is not what is said: "after Arnor held drills, Gondor protested", "Arnor
// fired, and Gondor answered".
func (s *search) beside(t int, said *record.Statement) bool {
	if said.Kind == record.Direct {
		return false
	}
	for i := range s.s.Tokens {
		if tok := s.tok(i); tok.Rel == tree.Conj && said.Spans.Cue.Contains(tok.Span) && tok.Head < i && s.s.Kid(i, tree.Cc) >= 0 && s.s.Above(tok.Head, t) && !s.s.Above(i, t) {
			return true
		}
	}
	for cur, steps := t, 0; cur >= 0 && steps < 12; cur, steps = s.tok(cur).Head, steps+1 {
		if h := s.tok(cur).Head; h >= 0 && s.tok(cur).Rel == tree.Advcl && said.Spans.Cue.Contains(s.tok(h).Span) {
			for k := range s.s.Kids(cur) {
				if s.tok(k).Rel == tree.Mark && s.c.known.clausal.has(s.ids[k]) {
					return true
				}
			}
		}
	}
	return false
}

// attribute lays the statement over an act told in it. An act of speech that
// the speaker himself does by these words ("we condemn") has happened; all else
// is his claim, promise or denial.
func (s *search) attribute(e *record.Event, a *act, said *record.Statement, st standing) {
	verbal := e.Quad == 1 || e.Quad == 3
	if a.pattern.speaker && !st.negated || verbal && e.Status == record.Happened && s.speaks(a, said) {
		e.Status = record.Happened
		return
	}
	if st.negated && st.future && e.Quad < 3 && s.speaks(a, said) { // "never will we help them": a refusal
		s.recode(e, s.c.shifted("refuse", e.Cameo))
		e.Status = record.Happened
		return
	}
	id := said.ID
	e.SaidBy = &id
	e.Background = e.Background || said.Background
	switch {
	case said.Factuality == record.Denied && e.Status == record.Happened:
		e.Status = record.DeniedEvent
	case (said.Factuality == record.Asked || said.Factuality == record.Believed) && e.Status == record.Happened:
		e.Status = record.Hypothetical
	case said.Factuality == record.Demanded && e.Status != record.DidNotHappen:
		e.Status = record.DemandedDo
	case e.Status == record.Happened:
		e.Status = record.ClaimedEvent
	case e.Status == record.Announced && (said.Factuality == record.Vowed || said.Factuality == record.Offered) && e.Quad < 3:
		e.Status = record.Promised
	case e.Status == record.Announced && (said.Factuality == record.Vowed || said.Factuality == record.Warned) && e.Quad >= 3:
		e.Status = record.Threatened
	}
}

// recode gives the event another code.
func (s *search) recode(e *record.Event, code string) {
	cameo, _ := s.c.ont.Cameo(code)
	m, _ := s.c.ont.ToPlover(code)
	p, _ := s.c.ont.Plover(m.Type, "")
	e.Cameo, e.Goldstein, e.Quad = code, cameo.Goldstein, int(p.Quad)
	e.Plover = record.Plover{Type: m.Type, Mode: m.Mode, Contexts: slices.Clone(m.Contexts)}
	if e.Plover.Contexts == nil {
		e.Plover.Contexts = []string{}
	}
}

// speaks reports whether the act's source is the speaker or his side.
func (s *search) speaks(a *act, said *record.Statement) bool {
	for _, p := range a.source {
		if p.mention < 0 {
			continue
		}
		m := &s.in.Mentions[p.mention]
		if m.Actor == said.Speaker.Actor && m.Actor != "" || sameSide(m.Code, said.Speaker.Code) {
			return true
		}
	}
	return false
}

// sameSide reports whether two codes are of one country, and one of them the
// country itself or its government.
func sameSide(a, b string) bool {
	if len(a) < 3 || len(b) < 3 || a[:3] != b[:3] {
		return false
	}
	whole := func(c string) bool { return len(c) == 3 || c[3:] == "GOV" }
	return whole(a) && whole(b)
}

// clauseSpan is the trigger's clause, without the clauses that hang on it.
func (s *search) clauseSpan(t int) record.Span {
	for steps := 0; steps < 8; steps++ {
		tok := s.tok(t)
		if tok.Tag == tree.VERB || tok.Head < 0 {
			break
		}
		t = tok.Head
	}
	first, last := s.s.Reach(t)
	return s.s.Cover(first, last)
}
