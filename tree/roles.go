package tree

// The helpers in this file say who does what in a clause, across passives,
// shared subjects, control and relative clauses: what enhanced dependencies
// write as extra arcs (Schuster and Manning, LREC 2016) is found here by
// walking the basic tree. All take and give token indexes; -1 is none.

// Passive reports whether v is a passive predicate or participle: "was fired",
// "troops backed by".
func (s *Sentence) Passive(v int) bool {
	t := &s.Tokens[v]
	if t.Morph.Has(VoicePass) {
		return true
	}
	for k := range s.Kids(v) {
		switch s.Tokens[k].Rel {
		case AuxPass, NsubjPass, CsubjPass, OblAgent:
			return true
		case Nsubj:
			return false
		}
	}
	// "were arrested and beaten": the second participle has no auxiliary.
	return t.Rel == Conj && t.Head >= 0 && t.Morph.Has(VerbFormPart) && t.Morph.Any(TensePast|VoicePass) &&
		s.Kid(v, Aux) < 0 && s.Passive(t.Head)
}

// OwnSubject is the subject that hangs on v itself, active or passive, noun or
// clause; or -1.
func (s *Sentence) OwnSubject(v int) int {
	for k := range s.Kids(v) {
		switch s.Tokens[k].Rel {
		case Nsubj, NsubjPass, Csubj, CsubjPass:
			return k
		}
	}
	return s.Kid(v, NsubjOuter, CsubjOuter)
}

// Subject is the grammatical subject of predicate v, written or understood:
// shared by joined verbs ("Iran rejected the offer and *vowed* ..."), of an
// infinitive ("urged Seoul to *stop*": Seoul), of a participle ("troops
// *backed* by Iran": troops). A relative pronoun is given as the noun that it
// stands for. The subject of a passive is the one acted upon: see Agent and
// Patient.
func (s *Sentence) Subject(v int) int {
	for steps := 0; v >= 0 && steps < len(s.Tokens); steps++ {
		if k := s.OwnSubject(v); k >= 0 {
			return s.Referent(k)
		}
		t := &s.Tokens[v]
		switch t.Rel {
		case Conj, Parataxis:
			if t.Rel == Parataxis && !t.Morph.Any(VerbFormGer|VerbFormPart|VerbFormInf) {
				return -1
			}
			if !s.predicates(t.Head) {
				return -1
			}
			v = t.Head
		case Xcomp:
			// The object of the verb above controls, where there is one:
			// "urged Iran to stop"; the exception is "promised".
			if o := s.Kid(t.Head, Obj, Iobj); o >= 0 && o < v && !s.subjectControls(t.Head) {
				return s.Referent(o)
			}
			v = t.Head
		case Ccomp, Advcl, AdvclRelcl, Csubj:
			if t.Morph.Has(MoodInd) && !t.Morph.Any(VerbFormInf|VerbFormGer) && t.Rel == Ccomp {
				return -1
			}
			if t.Head < 0 || !s.predicates(t.Head) {
				return -1
			}
			v = t.Head
		case Acl:
			return s.aclSubject(v)
		case AclRelcl:
			// No subject of its own: the pronoun was left out or tagged otherwise.
			if s.relativeIn(v) < 0 {
				return t.Head
			}
			return -1
		default:
			return -1
		}
	}
	return -1
}

// subjectControls reports whether the subject, not the object, of v does what
// its infinitive says: "promised Seoul to stop".
func (s *Sentence) subjectControls(v int) bool { return s.Tokens[v].Lemma == "promise" }

// predicates reports whether token i heads a clause rather than a noun phrase.
func (s *Sentence) predicates(i int) bool {
	if i < 0 {
		return false
	}
	switch s.Tokens[i].Tag {
	case VERB, AUX:
		return true
	}
	return s.Kid(i, Cop, Nsubj, NsubjPass) >= 0
}

// aclSubject is the one who does what a participle or infinitive on a noun says.
func (s *Sentence) aclSubject(v int) int {
	t := &s.Tokens[v]
	noun := t.Head
	if noun < 0 {
		return -1
	}
	if !t.Morph.Has(VerbFormInf) && s.Kid(v, Mark) < 0 || s.Tokens[noun].Tag == PROPN {
		return s.Referent(noun) // "troops fighting in Yemen"
	}
	if s.ranked(noun) {
		return noun // "the first leader to visit"
	}
	if k := s.Kid(noun, NmodPoss); k >= 0 {
		return s.Referent(k) // "Iran's decision to withdraw"
	}
	for k := range s.Kids(noun) { // "a decision by Iran to withdraw", "pressure on Iran to stop"
		if s.Tokens[k].Rel == Nmod && k < v && (s.Tokens[k].Tag == PROPN || s.Tokens[k].Tag == PRON) {
			return s.Referent(k)
		}
	}
	// "Iran announced plans to withdraw", "put pressure on Iran to stop"
	if up := s.Predicate(s.Tokens[noun].Head); up >= 0 {
		for k := range s.Kids(up) {
			if r := s.Tokens[k].Rel; (r == Obl || r == Iobj) && k > noun && k < v && s.Tokens[k].Tag == PROPN {
				return k
			}
		}
		if a := s.Agent(up); a >= 0 && a != noun {
			return a
		}
	}
	return -1
}

// ranked reports whether an ordinal or superlative stands on a noun.
func (s *Sentence) ranked(noun int) bool {
	for k := range s.Kids(noun) {
		if s.Tokens[k].Rel == Amod && s.Tokens[k].Morph.Any(NumTypeOrd|DegreeSup) {
			return true
		}
	}
	return false
}

// Agent is the logical subject of predicate v: who does it. For a passive that
// is the noun after "by", or -1 where none is told.
func (s *Sentence) Agent(v int) int {
	if v < 0 {
		return -1
	}
	if !s.Passive(v) {
		return s.Subject(v)
	}
	if k := s.byPhrase(v); k >= 0 {
		return s.Referent(k)
	}
	// "were arrested and beaten by police": the agent hangs on one of the two.
	if t := &s.Tokens[v]; t.Rel == Conj && t.Head >= 0 && s.Passive(t.Head) {
		return s.byPhrase(t.Head)
	}
	for k := range s.Kids(v) {
		if s.Tokens[k].Rel == Conj && s.Passive(k) && s.OwnSubject(k) < 0 {
			if a := s.byPhrase(k); a >= 0 {
				return a
			}
		}
	}
	return -1
}

func (s *Sentence) byPhrase(v int) int {
	if k := s.Kid(v, OblAgent); k >= 0 {
		return k
	}
	for k := range s.Kids(v) {
		if t := &s.Tokens[k]; t.Rel == Obl && (t.Tag == PROPN || t.Tag == PRON || t.Tag == NOUN) {
			if c := s.Kid(k, Case); c >= 0 && s.Tokens[c].Lemma == "by" {
				return k
			}
		}
	}
	return -1
}

// Patient is the logical object of predicate v: the object of an active verb
// (its own, shared with a joined verb, or the noun that the relative clause is
// on), the subject of a passive.
func (s *Sentence) Patient(v int) int {
	if v < 0 {
		return -1
	}
	if s.Passive(v) {
		return s.Subject(v)
	}
	if k := s.Kid(v, Obj); k >= 0 {
		return s.Referent(k)
	}
	t := &s.Tokens[v]
	if t.Rel == AclRelcl && t.Head >= 0 && s.relativeIn(v) < 0 && s.OwnSubject(v) >= 0 && s.Kid(v, Ccomp, Xcomp, Cop) < 0 {
		return t.Head // "the deal Iran signed"
	}
	if t.Rel == Conj && s.predicates(t.Head) && s.OwnSubject(v) < 0 {
		if k := s.Kid(t.Head, Obj); k > v { // "signed and ratified the treaty", object on the first
			return k
		}
	}
	for k := range s.Kids(v) { // the same, object on the last
		if s.Tokens[k].Rel == Conj && s.OwnSubject(k) < 0 && s.predicates(k) && !s.Passive(k) && s.Kid(v, Obl, Xcomp, Ccomp) < 0 {
			return s.Kid(k, Obj)
		}
	}
	return -1
}

// Referent is the noun that a relative pronoun stands for; any other token is
// its own referent.
func (s *Sentence) Referent(i int) int {
	if i < 0 || !s.Tokens[i].Morph.Has(PronTypeRel) {
		return i
	}
	for v, steps := s.Tokens[i].Head, 0; v >= 0 && steps < len(s.Tokens); v, steps = s.Tokens[v].Head, steps+1 {
		if s.Tokens[v].Rel == AclRelcl && s.Tokens[v].Head >= 0 {
			return s.Tokens[v].Head
		}
	}
	return i
}

// relativeIn is the relative pronoun within the clause of v, or -1.
func (s *Sentence) relativeIn(v int) int {
	for k := range s.Kids(v) {
		if s.Tokens[k].Morph.Has(PronTypeRel) {
			return k
		}
		switch s.Tokens[k].Rel {
		case Obl, Nsubj, Obj, Nmod, NmodPoss, NsubjPass, Xcomp, Ccomp:
			if r := s.relativeIn(k); r >= 0 {
				return r
			}
		}
	}
	return -1
}

// Antecedent is the noun that the relative clause of v is on, or -1 where v
// stands in none. Verbs joined with the clause's verb are in it too.
func (s *Sentence) Antecedent(v int) int {
	for steps := 0; v >= 0 && steps < len(s.Tokens); steps++ {
		switch s.Tokens[v].Rel {
		case AclRelcl:
			return s.Tokens[v].Head
		case Conj, Xcomp:
			v = s.Tokens[v].Head
		default:
			return -1
		}
	}
	return -1
}
