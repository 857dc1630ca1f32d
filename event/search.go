package event

import (
	"strings"

	"detente/record"
	"detente/tree"
)

// search finds the acts of one sentence after another. Its buffers are used
// again, so that a sentence costs no memory once they have grown.
type search struct {
	view
	acts    []act // by token
	args    []arg
	used    []int
	scratch []party
	sources []party // of the pattern being tried
	targets []party
	heads   []int
	greedy  bool           // an answer is wanted in any case
	sport   bool           // the sentence is about a game
	games   state          // whether the report is, once that was asked
	emitted int            // events before the act at hand
	events  []record.Event // so far, for what refers back to them
	inner   bool           // the act stands in a DO: nobody need be named as its source
	misses  *[]miss        // for explain; nil otherwise
	after   func()         // called after each sentence; for explain
	eaten   []bool         // nouns that are words of a verb's pattern, no acts of their own
}

// run finds all acts of the sentence that the view is open on.
func (s *search) run() {
	n := len(s.s.Tokens)
	if cap(s.acts) < n {
		s.acts, s.eaten = make([]act, 2*n), make([]bool, 2*n)
	}
	s.acts, s.eaten = s.acts[:n], s.eaten[:n]
	clear(s.acts)
	clear(s.eaten)
	for t := range s.s.Tokens {
		s.actAt(t)
	}
	for t := range s.acts {
		if a := &s.acts[t]; a.state == found && a.pattern.kind != nominal && a.noun >= 0 && len(a.source) > 0 {
			s.eaten[a.noun] = true
		}
	}
}

// actAt is the act that token t is the trigger of, or nil.
func (s *search) actAt(t int) *act {
	if s.acts[t].state == busy || s.acts[t].state == none {
		return nil
	}
	if s.acts[t].state == found {
		return &s.acts[t]
	}
	list := s.c.index[s.ids[t]]
	if len(list) == 0 {
		s.acts[t].state = none
		return nil
	}
	s.acts[t].state = busy
	for _, inner := range [...]bool{false, true} {
		frames := [3]bool{}
		s.inner = inner
		at := -1
		base := len(s.args)
		var second act // a speech act whose content no rule codes gives way to patterns that say more
		for _, p := range list {
			if !s.stands(p.kind, t) {
				continue
			}
			if at != int(p.kind) || !frames[p.kind] {
				s.args = s.frame(s.args[:base], t, p.kind)
				frames = [3]bool{}
				frames[p.kind], at = true, int(p.kind)
			}
			args := s.args[base:len(s.args):len(s.args)]
			s.inner = inner
			a, ok := s.tryMatch(p, t, args)
			if !ok || !s.complete(&a) {
				continue
			}
			a.state = found
			if a.content >= 0 && a.inner == nil {
				if second.state == unseen {
					second = a
				}
				continue
			}
			s.acts[t] = a
			s.args = s.args[:base]
			return &s.acts[t]
		}
		s.args = s.args[:base]
		if second.state == found {
			s.acts[t] = second
			return &s.acts[t]
		}
		s.inner = false
	}
	s.acts[t].state = none
	return nil
}

// stands reports whether token t can be a trigger of the kind.
func (s *search) stands(k kind, t int) bool {
	tag := s.tok(t).Tag
	if t == s.mend.verb {
		return k == verbal
	}
	switch k {
	case nominal:
		return tag == tree.NOUN || tag == tree.PROPN || tag == tree.VERB && (s.s.Kid(t, tree.Det, tree.NmodPoss) >= 0 ||
			strings.HasSuffix(s.tok(t).Form, "ing") && s.s.Kid(t, tree.Aux, tree.Nsubj, tree.Obj) < 0)
	case copular:
		return s.s.Kid(t, tree.Cop, tree.AuxPass) >= 0
	}
	if t > 0 && s.title(t) {
		return false
	}
	if tag == tree.VERB && s.tok(t).Rel == tree.Amod && s.gardenPath(t) < 0 { // "supporting groups"
		return false
	}
	return tag == tree.VERB || tag == tree.AUX || tag == tree.ADJ && s.s.Kid(t, tree.AuxPass, tree.Aux) >= 0
}

// title reports whether the verb at t is capitalised inside a sentence that is
// no headline: a word of a title, as in "on Meet the Press".
func (s *search) title(t int) bool {
	upper := func(i int) bool { f := s.tok(i).Form; return f != "" && f[0] >= 'A' && f[0] <= 'Z' }
	if !upper(t) || s.tok(t-1).Tag == tree.PUNCT {
		return false
	}
	small := 0
	for i := range s.s.Tokens {
		if tag := s.tok(i).Tag; (tag == tree.NOUN || tag == tree.VERB || tag == tree.ADJ) && !upper(i) {
			small++
		}
	}
	return small > 2
}

// complete finds the act in DO and, for a shift, the code that it becomes.
func (s *search) complete(a *act) (ok bool) {
	if a.content < 0 {
		return true
	}
	a.inner = s.content(a.content, 0)
	shift := a.pattern.shift
	if shift == nil {
		return a.inner != nil
	}
	if shift.Status == string(record.ClaimedEvent) && a.inner != nil && !s.plain(a.inner) {
		return false // "said that it must not attack" accuses nobody
	}
	if shift.Asks && s.toldAsFact(a.content) {
		return false
	}
	code := ""
	if a.inner != nil {
		code = a.inner.code
	}
	if a.code = shift.code(code); a.code == "" {
		return false
	}
	if a.group { // "Arnor and Gondor agreed to": each with the other
		return a.inner == nil || len(a.inner.target) == 0
	}
	defer func() { ok = ok && s.concerns(a) }()
	if len(a.target) > 0 {
		return true
	}
	// Nobody is named beside the verb: the one whom the act is about, or the one
	// who is to do it.
	switch {
	case a.inner != nil && len(a.inner.source) > 0 && !s.sameParties(a.inner.source, a.source):
		a.target = append(a.target, a.inner.source...)
	case a.inner != nil:
		a.target = append(a.target, a.inner.target...)
	default:
		a.target = s.anyone(a.target, a.content, a.source)
	}
	return true
}

// plain reports whether no word of its own clause takes the act back.
func (s *search) plain(a *act) bool {
	st := standing{status: record.Happened, reason: -1}
	s.modifiers(&st, a.trigger)
	s.local(&st, a.trigger, -1)
	if a.light >= 0 {
		s.local(&st, a.light, a.trigger)
	}
	return st.status == record.Happened || st.status == record.ClaimedEvent
}

// concerns reports whether a speech act says enough to be told: of an act that no
// rule codes only where it goes from one country to another, of one that some
// rule codes where somebody is concerned or need not be.
func (s *search) concerns(a *act) bool {
	switch {
	case s.greedy:
		return true
	case a.inner != nil:
		free := !a.inner.pattern.wants(target) && !a.inner.pattern.wants(both)
		return len(a.target) > 0 || free && a.pattern.shift.Status != string(record.ClaimedEvent)
	case len(a.target) == 0 || len(a.source) == 0:
		return s.inner && len(a.target) > 0
	}
	c, d := s.country(a.source[0]), s.country(a.target[0])
	if d == "" && s.suits(a.target[0], []string{"IGO"}, nil) { // "asked the council to stop the war"
		d = "IGO"
	}
	return c != "" && d != "" && c != d
}

// content is the act that the clause or noun at t tells: its own, or that of
// the clause or noun that it only carries on ("begin to withdraw", "hold
// talks", "a series of strikes").
func (s *search) content(t, depth int) *act {
	if a := s.actAt(t); a != nil {
		return a
	}
	if depth > 4 {
		return nil
	}
	for k := range s.s.Kids(t) {
		switch s.tok(k).Rel {
		case tree.Xcomp:
			if s.is(t, s.c.known.transparent) || s.tok(t).Tag == tree.ADJ {
				return s.content(k, depth+1)
			}
		case tree.Obj, tree.Obl:
			if s.isLight(t) || s.is(t, s.c.known.transparent) {
				if a := s.content(k, depth+1); a != nil {
					return a
				}
			}
		case tree.Compound: // "accused of bombing villages", read as a noun
			if a := s.actAt(k); a != nil && k < t {
				return a
			}
		case tree.Nmod:
			if s.is(t, s.c.known.partOf) {
				return s.content(k, depth+1)
			}
		}
	}
	return nil
}

// anyone is the first actor that the clause or noun at t is about.
func (s *search) anyone(out []party, t int, not []party) []party {
	for k := range s.s.Kids(t) {
		switch s.tok(k).Rel {
		case tree.Compound, tree.Amod: // "a European plan" concerns Europe only where an answer is wanted
			if !s.greedy {
				continue
			}
			fallthrough
		case tree.Obj, tree.Iobj, tree.Obl, tree.Nmod, tree.NmodPoss, tree.Nsubj, tree.NsubjPass, tree.Xcomp:
			n := len(out)
			slot := target
			if !s.greedy {
				slot = spoken
			}
			out = s.parties(out, k, slot)
			if len(out) > n && !s.greedy && out[n].tok != k && out[n].tok >= 0 && modifier(s.tok(out[n].tok).Rel) && s.tok(out[n].tok).Rel != tree.NmodPoss && !s.is(k, s.c.known.agents) && !s.is(k, s.c.known.people) {
				out = out[:n] // "a European plan" is not put to Europe
			}
			if len(out) > n {
				if !s.sameParties(out[n:], not) {
					return out
				}
				out = out[:n]
			}
			if s.tok(k).Rel == tree.Xcomp {
				if out = s.anyone(out, k, not); len(out) > n {
					return out
				}
			}
		}
	}
	return out
}

// sameParties reports whether both lists start with the same actor: "Arnor lifted
// its blockade".
func (v *view) sameParties(a, b []party) bool {
	if len(a) == 0 || len(b) == 0 {
		return false
	}
	p, q := a[0], b[0]
	if p == q || p.tok == q.tok {
		return true
	}
	return p.mention >= 0 && q.mention >= 0 && v.in.Mentions[p.mention].Actor == v.in.Mentions[q.mention].Actor && v.in.Mentions[p.mention].Actor != ""
}

// toldAsFact reports whether the clause headed by t tells how things are and
// does not ask for anything: "that Iran has left", "that it does not want", but
// not "to leave", "that it leave", "that it should leave".
func (v *view) toldAsFact(t int) bool {
	fact := false
	for k := range v.s.Kids(t) {
		switch tok := v.tok(k); tok.Rel {
		case tree.Mark:
			if tok.Lemma == "to" {
				return false
			}
		case tree.Aux, tree.AuxPass, tree.Cop:
			if v.is(k, v.c.known.asking) {
				return false
			}
			fact = fact || tok.Morph.Has(tree.VerbFormFin) && tok.Form != "be"
		}
	}
	m := v.tok(t).Morph
	// "that it cut aid" asks or tells: the form says nothing.
	return fact || v.tok(t).Tag == tree.VERB && m.Has(tree.VerbFormFin) && (m.Has(tree.TensePast) && v.tok(t).Form != v.tok(t).Lemma || strings.HasSuffix(v.tok(t).Form, "s"))
}
