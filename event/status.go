package event

import (
	"fmt"
	"io/fs"
	"strings"

	"detente/record"
	"detente/tree"
)

// statusData is data/rules/status.toml: which words change how an act stands to
// the world.
type statusData struct {
	clause   map[wordID]record.Status // words that govern a clause or noun: plan (to attack), threat (of attack)
	modal    map[wordID]record.Status // will, may
	mark     map[wordID]record.Status // if, unless, without
	modifier map[wordID]record.Status // alleged, possible, never, no
	past     *wordSet                 // anniversary, former, earlier: the act belongs to the past
	sinceSet *wordSet                 // since, after: the clause tells what went before
}

func isStatus(s string) bool {
	switch record.Status(s) {
	case record.Happened, record.ClaimedEvent, record.Announced, record.Promised, record.Threatened, record.DemandedDo,
		record.Conditional, record.Hypothetical, record.DeniedEvent, record.DidNotHappen:
		return true
	}
	return false
}

func readStatus(fsys fs.FS, r *patternReader) (*statusData, error) {
	var raw struct {
		Clause, Modal, Mark, Modifier map[string][]string
		Background                    struct{ Words, Clauses []string }
	}
	if _, err := readTOML(fsys, statusFile, &raw); err != nil {
		return nil, err
	}
	d := &statusData{}
	for _, part := range []struct {
		name string
		from map[string][]string
		to   *map[wordID]record.Status
	}{{"clause", raw.Clause, &d.clause}, {"modal", raw.Modal, &d.modal}, {"mark", raw.Mark, &d.mark}, {"modifier", raw.Modifier, &d.modifier}} {
		*part.to = map[wordID]record.Status{}
		for _, status := range sortedKeys(part.from) {
			if !isStatus(status) {
				return nil, fmt.Errorf("%s: %s: %q is no status", statusFile, part.name, status)
			}
			for _, w := range part.from[status] {
				id := r.lex.id(w)
				if other, twice := (*part.to)[id]; twice {
					return nil, fmt.Errorf("%s: %s: %q gives both %s and %s", statusFile, part.name, w, other, status)
				}
				(*part.to)[id] = record.Status(status)
			}
		}
	}
	d.past, d.sinceSet = &wordSet{}, &wordSet{}
	for _, w := range raw.Background.Words {
		d.past.addWord(r.lex, w)
	}
	for _, w := range raw.Background.Clauses {
		d.sinceSet.addWord(r.lex, w)
	}
	return d, nil
}

// Auxiliary is the auxiliary mode of PLOVER that a status stands for:
// historical, future, hypothetical or negation, or none ("").
func Auxiliary(status record.Status, background bool) string {
	switch status {
	case record.Announced, record.Promised, record.Threatened, record.DemandedDo:
		return "future"
	case record.Conditional, record.Hypothetical:
		return "hypothetical"
	case record.DeniedEvent, record.DidNotHappen:
		return "negation"
	}
	if background {
		return "historical"
	}
	return ""
}

// standing is how an act stands to the world.
type standing struct {
	status     record.Status
	background bool
	negated    bool // by a word of its own clause
	future     bool // by a modal of its own clause
	fiction    bool // told by a film, a novel, a game
	reason     int  // the token that decided, -1 for none
}

// and lays what stands higher in the sentence over what stands lower: a promise
// within a condition is a condition.
func (st *standing) and(outer record.Status, at int) {
	switch {
	case outer == "" || outer == record.Happened:
	case st.status == record.Happened:
		st.status, st.reason = outer, at
	case outer == record.DidNotHappen && st.status == record.DidNotHappen: // "did not fail to attack"
		st.status = record.Happened
	case outer == record.Conditional, outer == record.Hypothetical, outer == record.DidNotHappen, outer == record.DeniedEvent:
		if st.status != record.DidNotHappen || outer == record.Conditional {
			st.status, st.reason = record.Hypothetical, at
			if outer == record.Conditional {
				st.status = outer
			}
		}
	case st.status == record.ClaimedEvent:
		st.status, st.reason = outer, at
	}
}

// standingOf walks from the act's trigger to the top of the sentence.
func (s *search) standingOf(a *act) standing {
	st := standing{status: record.Happened, reason: -1}
	cur, from := a.trigger, -1
	if a.pattern.kind == nominal {
		from = cur
		s.modifiers(&st, cur)
		cur = s.climbNoun(&st, a, cur)
		if cur < 0 {
			s.question(&st, a)
			return st
		}
	}
	own := true
	for steps := 0; cur >= 0 && steps < 20; steps++ {
		if own {
			s.local(&st, cur, from)
		}
		st.fiction = st.fiction || s.fiction(cur, a.noun)
		h := s.tok(cur).Head
		if h < 0 {
			break
		}
		own = true
		switch s.tok(cur).Rel {
		case tree.Conj:
			if k := s.fronted(cur); k >= 0 {
				if s.c.status.sinceSet.has(s.caseOf(k)) {
					st.background = true
				}
				s.question(&st, a)
				return st
			}
			h = s.joinedTo(cur, h)
			own = !s.finite(cur) && s.s.Kid(cur, tree.Aux, tree.Nsubj) < 0
		case tree.Xcomp:
			s.governed(&st, h, cur, record.Hypothetical)
		case tree.Ccomp, tree.Csubj, tree.CsubjPass:
			s.introduced(&st, cur)
			s.governed(&st, h, cur, "")
			if h < cur && s.supposes(h) {
				st.and(record.Hypothetical, h)
			}
			if s.tok(h).Tag == tree.NOUN { // "no evidence that"
				s.modifiers(&st, h)
			}
			own = s.tok(cur).Rel != tree.Ccomp
			if own && s.marked(cur, "to") { // "it is his job to attack"
				st.and(record.Hypothetical, h)
			}
		case tree.Advcl, tree.AdvclRelcl:
			if _, cue := s.c.status.clause[s.ids[h]]; cue && s.marked(cur, "to") { // "appears to have attacked"
				s.governed(&st, h, cur, "")
				break
			}
			if _, cue := s.c.status.clause[s.ids[h]]; cue && (s.marked(cur, "of") || s.marked(cur, "from") || s.marked(cur, "toward") || s.marked(cur, "towards") || s.marked(cur, "about")) { // "stopped short of attacking"
				s.governed(&st, h, cur, "")
			}
			own = s.introduced(&st, cur)
		case tree.Amod: // a clause read as a noun: see gardenPath
			own = false
		case tree.Acl:
			if s.headlined(cur) {
				st.and(record.Announced, cur)
				s.question(&st, a)
				return st
			}
			if s.s.Kid(cur, tree.Mark) >= 0 || s.tok(cur).Morph.Has(tree.VerbFormInf) {
				s.governed(&st, h, cur, record.Hypothetical)
			} else if x := s.s.Kid(cur, tree.AuxPass, tree.Aux); x >= 0 && s.tok(x).Form == "being" { // "a chance of officials being charged"
				s.governed(&st, h, cur, "")
			}
			own = false
			if s.tok(h).Tag != tree.VERB {
				s.modifiers(&st, h)
			}
		case tree.AclRelcl, tree.Parataxis, tree.Appos:
			st.fiction = st.fiction || s.fiction(h, a.noun)
			if s.tok(cur).Rel == tree.AclRelcl { // "no country that attacked", "no evidence that it attacked"
				s.modifiers(&st, h)
				if m := s.c.status.clause[s.ids[h]]; m == record.ClaimedEvent || m == record.DeniedEvent { // "allegations that", misread
					st.and(m, h)
				}
			}
			s.question(&st, a)
			return st
		default:
			own = false
		}
		from, cur = cur, h
	}
	s.question(&st, a)
	return st
}

// supposes reports whether the verb at t asks the reader to suppose something:
// "Say Arnor demanded that", at the head of a sentence and without a subject.
func (s *search) supposes(t int) bool {
	return s.tok(t).Lemma == "say" && s.tok(t).Form == "Say" && s.s.Kid(t, tree.Nsubj, tree.Aux) < 0
}

// joinedTo mends what a verb is joined to: in "seeking to isolate Arnor, and
// threatening it" the participle goes with the other participle.
func (s *search) joinedTo(t, h int) int {
	ing := func(i int) bool { return strings.HasSuffix(s.tok(i).Form, "ing") }
	if !ing(t) || ing(h) {
		return h
	}
	for up, steps := h, 0; up >= 0 && steps < 4; up, steps = s.tok(up).Head, steps+1 {
		if ing(up) {
			return up
		}
		if r := s.tok(up).Rel; r != tree.Conj && r != tree.Xcomp {
			break
		}
	}
	return h
}

// question makes an act in a question hypothetical.
func (s *search) question(st *standing, a *act) {
	last := len(s.s.Tokens) - 1
	for last > 0 && s.tok(last).Tag == tree.PUNCT && s.tok(last).Form != "?" {
		last--
	}
	if last >= 0 && s.tok(last).Form == "?" {
		st.and(record.Hypothetical, last)
	}
}

func (s *search) finite(t int) bool { return s.tok(t).Morph.Has(tree.VerbFormFin) }

// fiction reports whether a film, novel or game tells the clause whose head is
// t: as its subject, in a phrase with it, or as the noun that it hangs on. The
// act's own noun is no fiction: "took part in exercises".
func (s *search) fiction(t, own int) bool {
	if s.tok(t).Tag == tree.NOUN && s.is(t, s.c.known.fiction) {
		return true
	}
	for k := range s.s.Kids(t) {
		switch s.tok(k).Rel {
		case tree.Nsubj, tree.Obl, tree.Nmod, tree.NmodPoss:
			if k != own && s.is(k, s.c.known.fiction) {
				return true
			}
			if p := s.s.Kid(k, tree.NmodPoss); p >= 0 && s.is(p, s.c.known.fiction) { // "in the movie's last scene"
				return true
			}
		case tree.Aux: // "the book has Arnor attack Gondor", where "has" is read as an auxiliary
			if x := s.s.Kid(k, tree.Nsubj); x >= 0 && s.is(x, s.c.known.fiction) {
				return true
			}
		}
	}
	return false
}

// local reads negation, modals and adverbs of the clause whose head is t; from
// is the part of it that is already read.
func (s *search) local(st *standing, t, from int) {
	var modal record.Status
	negated, at := false, -1
	perfect, past, since := false, false, false
	for k := range s.s.Kids(t) {
		tok := s.tok(k)
		if k == from {
			continue
		}
		switch tok.Rel {
		case tree.Aux, tree.Cop, tree.AuxPass:
			if m, ok := s.c.status.modal[s.ids[k]]; ok && (modal == "" || m != record.Announced) {
				if m == record.Hypothetical && tok.Lemma == "would" && s.reported(t) { // "said it would": the future of then
					m = record.Announced
				}
				modal, at = m, k
			}
			if tok.Lemma == "have" {
				perfect, past = true, tok.Form == "had" || tok.Form == "Had" || tok.Form == "'d"
			}
		case tree.Advmod, tree.Det, tree.Obl, tree.OblUnmarked, tree.Cc, tree.CcPreconj:
			if m, ok := s.c.status.modifier[s.ids[k]]; ok {
				if m == record.DidNotHappen {
					negated, at = true, k
				} else {
					st.and(m, k)
				}
			}
			for kk := range s.s.Kids(k) { // "never again"
				if tok.Rel == tree.Advmod && s.tok(kk).Rel == tree.Advmod && s.c.status.modifier[s.ids[kk]] == record.DidNotHappen {
					negated, at = true, kk
				}
			}
			if s.is(k, s.c.status.past) {
				st.background = true
			}
			since = since || tok.Rel == tree.Obl && s.marked(k, "since") && !s.dated(k) && tok.Tag == tree.NOUN
		case tree.Nsubj, tree.NsubjPass, tree.Obj: // "no country attacked", "neither France nor Italy did", "nobody"
			for kk := range s.s.Kids(k) {
				if r := s.tok(kk).Rel; (r == tree.Det || r == tree.CcPreconj) && s.c.status.modifier[s.ids[kk]] == record.DidNotHappen {
					negated, at = true, kk
				}
			}
			if tok.Tag == tree.PRON && s.c.status.modifier[s.ids[k]] == record.DidNotHappen {
				negated, at = true, k
			}
		}
	}
	if perfect && (past || since) { // "has imposed five rounds since the invasion"
		st.background = true
	}
	if modal != "" {
		st.future = st.future || modal == record.Announced
		st.and(modal, at)
	}
	if negated {
		st.negated = true
		if modal != "" || st.status == record.Happened {
			st.status, st.reason = record.DidNotHappen, at
		} else {
			st.and(record.DidNotHappen, at)
		}
	}
}

// governed applies the word h that governs a clause or noun: "plan to attack".
func (s *search) governed(st *standing, h, from int, otherwise record.Status) {
	if a := &s.acts[h]; a.state == found && a.content >= 0 && a.pattern.shift != nil && s.s.Above(a.content, from) {
		if a.pattern.shift.Status != "" {
			st.and(record.Status(a.pattern.shift.Status), h)
		} else {
			st.and(record.Hypothetical, h)
		}
		return
	}
	if s.tok(h).Form == "going" && s.marked(from, "to") { // "is going to attack"
		st.and(record.Announced, h)
		return
	}
	if m, ok := s.c.status.clause[s.ids[h]]; ok {
		st.and(m, h)
		return
	}
	if s.tok(h).Tag == tree.AUX { // "is to attack"
		otherwise = record.Announced
	}
	st.and(otherwise, h)
}

// introduced applies the word that introduces the clause at t; it reports whether
// what is said of the main clause holds for this one too.
func (s *search) introduced(st *standing, t int) (shares bool) {
	mark := -1
	for k := range s.s.Kids(t) {
		if r := s.tok(k).Rel; (r == tree.Mark || r == tree.Case || r == tree.Advmod || r == tree.Cc && s.s.Kid(k, tree.Fixed) >= 0) && k < t {
			m, ok := s.c.status.mark[s.ids[k]]
			if f := s.s.Kid(k, tree.Fixed); f > k { // "rather than"
				if whole, found := s.c.status.mark[s.c.lex.ids[s.joined(k, f)]]; found {
					m, ok = whole, true
				}
			}
			if ok {
				if m == record.Hypothetical && s.tok(t).Rel == tree.Advcl && s.tok(k).Form == "to" || s.tok(k).Form != "to" {
					st.and(m, k)
				}
				return false
			}
			if r == tree.Mark || r == tree.Case {
				mark = k
			}
			if s.tok(k).Form == "before" && s.finite(t) && !s.tok(t).Morph.Has(tree.TensePast) && s.s.Kid(t, tree.Aux, tree.AuxPass) < 0 { // "before he withdraws"
				st.and(record.Hypothetical, k)
			}
			if s.c.status.sinceSet.has(s.ids[k]) && r != tree.Advmod {
				st.background = true
			}
		}
	}
	return mark < 0 || !s.finite(t) && s.s.Kid(t, tree.Nsubj) < 0 // "by attacking", "attacking"
}

// reported reports whether the clause at t is what somebody says: "said that it
// would attack".
func (s *search) reported(t int) bool {
	tok := s.tok(t)
	for steps := 0; tok.Rel == tree.Conj && tok.Head >= 0 && steps < 4; steps++ {
		tok = s.tok(tok.Head)
	}
	for k := range s.s.Kids(t) {
		if s.tok(k).Rel == tree.Advcl && (s.marked(k, "if") || s.marked(k, "unless")) {
			return false
		}
	}
	return tok.Rel == tree.Ccomp && tok.Head >= 0 && s.is(tok.Head, s.c.known.say)
}
