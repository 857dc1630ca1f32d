package tree

import (
	"slices"
	"strconv"
	"strings"
	"testing"
)

// parse makes a sentence from words written form/TAG/head/rel/features, heads
// counted from 1. The lemma is the form in lower case unless features hold
// lemma=x.
func parse(t *testing.T, in string) *Sentence {
	t.Helper()
	s := &Sentence{}
	for _, word := range strings.Fields(in) {
		f := strings.Split(word, "/")
		if len(f) < 4 {
			t.Fatalf("word %q", word)
		}
		tag, ok1 := ParseUPOS(f[1])
		rel, ok2 := ParseRel(f[3])
		head, err := strconv.Atoi(f[2])
		if !ok1 || !ok2 || err != nil {
			t.Fatalf("word %q", word)
		}
		tok := Token{Form: f[0], Lemma: strings.ToLower(f[0]), Tag: tag, Rel: rel, Head: head - 1}
		if len(f) > 4 {
			tok.Morph = ParseMorph(f[4])
			if _, l, ok := strings.Cut(f[4], "lemma="); ok {
				tok.Lemma = l
			}
		}
		s.Tokens = append(s.Tokens, tok)
	}
	s.Index()
	return s
}

func (s *Sentence) word(i int) string {
	if i < 0 {
		return "-"
	}
	return s.Tokens[i].Form
}

func (s *Sentence) find(form string) int {
	return slices.IndexFunc(s.Tokens, func(t Token) bool { return t.Form == form })
}

func (s *Sentence) words(first, last int) string {
	var w []string
	for i := first; i <= last; i++ {
		w = append(w, s.Tokens[i].Form)
	}
	return strings.Join(w, " ")
}

const (
	past    = "Mood=Ind|Tense=Past|VerbForm=Fin"
	passive = "Tense=Past|VerbForm=Part|Voice=Pass"
	inf     = "VerbForm=Inf"
	modal   = "VerbForm=Fin"
	rel     = "PronType=Rel"
)

var sentences = map[string]string{
	"passive":  "Rebels/NOUN/3/nsubj:pass were/AUX/3/aux:pass/" + past + " struck/VERB/0/root/" + passive + " by/ADP/5/case jets/NOUN/3/obl:agent",
	"two":      "Aides/NOUN/3/nsubj:pass were/AUX/3/aux:pass/" + past + " arrested/VERB/0/root/" + passive + " and/CCONJ/5/cc beaten/VERB/3/conj/Tense=Past|VerbForm=Part by/ADP/7/case police/NOUN/5/obl",
	"shared":   "Arnor/PROPN/2/nsubj rejected/VERB/0/root/" + past + " talks/NOUN/2/obj and/CCONJ/5/cc vowed/VERB/2/conj/" + past + " to/PART/7/mark fight/VERB/5/xcomp/" + inf,
	"object":   "Gondor/PROPN/2/nsubj urged/VERB/0/root/" + past + " Arnor/PROPN/2/obj to/PART/5/mark stop/VERB/2/xcomp/" + inf,
	"promise":  "Gondor/PROPN/2/nsubj promised/VERB/0/root/lemma=promise Arnor/PROPN/2/obj to/PART/5/mark stop/VERB/2/xcomp/" + inf,
	"relative": "Troops/NOUN/6/nsubj who/PRON/4/nsubj/" + rel + " had/AUX/4/aux/" + past + " crossed/VERB/1/acl:relcl/VerbForm=Part|Tense=Past later/ADV/6/advmod withdrew/VERB/0/root/" + past,
	"reduced":  "the/DET/2/det deal/NOUN/5/nsubj Arnor/PROPN/4/nsubj signed/VERB/2/acl:relcl/" + past + " collapsed/VERB/0/root/" + past,
	"whom":     "the/DET/2/det pact/NOUN/0/root which/PRON/7/obj/" + rel + " Arnor/PROPN/5/nsubj agreed/VERB/2/acl:relcl/" + past + " to/PART/7/mark sign/VERB/5/xcomp/" + inf,
	"backed":   "fighters/NOUN/0/root backed/VERB/1/acl/" + passive + " by/ADP/4/case Mordor/PROPN/2/obl",
	"plan":     "Arnor/PROPN/2/nsubj announced/VERB/0/root/" + past + " plans/NOUN/2/obj to/PART/5/mark withdraw/VERB/3/acl/" + inf,
	"owner":    "Arnor/PROPN/3/nmod:poss 's/PART/1/case decision/NOUN/0/root to/PART/5/mark withdraw/VERB/3/acl/" + inf,
	"ranked":   "the/DET/3/det first/ADJ/3/amod/NumType=Ord leader/NOUN/0/root to/PART/5/mark visit/VERB/3/acl/" + inf,
	"neither":  "Arnor/PROPN/4/nsubj did/AUX/4/aux/" + past + " not/PART/4/advmod/Polarity=Neg attack/VERB/0/root/" + inf + " or/CCONJ/6/cc threaten/VERB/4/conj/" + inf + " anyone/PRON/6/obj",
	"later":    "Arnor/PROPN/4/nsubj did/AUX/4/aux/" + past + " not/PART/4/advmod/Polarity=Neg attack/VERB/0/root/" + inf + " but/CCONJ/6/cc threatened/VERB/4/conj/" + past + " Gondor/PROPN/6/obj",
	"nobody":   "No/DET/2/det/PronType=Neg country/NOUN/3/nsubj signed/VERB/0/root/" + past,
	"longer":   "It/PRON/4/nsubj no/ADV/3/advmod longer/ADV/4/advmod seeks/VERB/0/root/Mood=Ind|Tense=Pres peace/NOUN/4/obj",
	"without":  "left/VERB/0/root/" + past + " without/SCONJ/3/mark signing/VERB/1/advcl/VerbForm=Ger",
	"will":     "They/PRON/3/nsubj will/AUX/3/aux/" + modal + " meet/VERB/0/root/" + inf + " and/CCONJ/5/cc sign/VERB/3/conj/" + inf + " a/DET/7/det pact/NOUN/5/obj",
	"phrase":   "the/DET/3/det new/ADJ/3/amod president/NOUN/12/nsubj of/ADP/5/case Arnor/PROPN/3/nmod ,/PUNCT/8/punct King/PROPN/8/nmod:desc Eldacar/PROPN/3/appos ,/PUNCT/8/punct who/PRON/11/nsubj/" + rel + " fled/VERB/3/acl:relcl/" + past + " spoke/VERB/0/root/" + past,
	"list":     "Arnor/PROPN/6/nsubj ,/PUNCT/3/punct Gondor/PROPN/1/conj and/CCONJ/5/cc Rohan/PROPN/1/conj met/VERB/0/root/" + past,
}

func TestRoles(t *testing.T) {
	for _, c := range []struct{ name, verb, subject, agent, patient string }{
		{"passive", "struck", "Rebels", "jets", "Rebels"},
		{"two", "arrested", "Aides", "police", "Aides"},
		{"two", "beaten", "Aides", "police", "Aides"},
		{"shared", "vowed", "Arnor", "Arnor", "-"},
		{"shared", "fight", "Arnor", "Arnor", "-"},
		{"shared", "rejected", "Arnor", "Arnor", "talks"},
		{"object", "stop", "Arnor", "Arnor", "-"},
		{"promise", "stop", "Gondor", "Gondor", "-"},
		{"relative", "crossed", "Troops", "Troops", "-"},
		{"reduced", "signed", "Arnor", "Arnor", "deal"},
		{"reduced", "collapsed", "deal", "deal", "-"},
		{"whom", "sign", "Arnor", "Arnor", "pact"},
		{"backed", "backed", "fighters", "Mordor", "fighters"},
		{"plan", "withdraw", "Arnor", "Arnor", "-"},
		{"owner", "withdraw", "Arnor", "Arnor", "-"},
		{"ranked", "visit", "leader", "leader", "-"},
		{"will", "sign", "They", "They", "pact"},
	} {
		s := parse(t, sentences[c.name])
		v := s.find(c.verb)
		if got := [3]string{s.word(s.Subject(v)), s.word(s.Agent(v)), s.word(s.Patient(v))}; got != [3]string{c.subject, c.agent, c.patient} {
			t.Errorf("%s, %s: subject, agent, patient are %v", c.name, c.verb, got)
		}
	}
}

func TestNegationAndModals(t *testing.T) {
	for _, c := range []struct {
		name, verb string
		negated    bool
		modal      string
	}{
		{"neither", "attack", true, "-"}, {"neither", "threaten", true, "-"},
		{"later", "attack", true, "-"}, {"later", "threatened", false, "-"},
		{"nobody", "signed", true, "-"}, {"longer", "seeks", true, "-"}, {"without", "signing", true, "-"},
		{"will", "meet", false, "will"}, {"will", "sign", false, "will"}, {"passive", "struck", false, "-"},
	} {
		s := parse(t, sentences[c.name])
		v := s.find(c.verb)
		if s.Negated(v) != c.negated || s.word(s.Modal(v)) != c.modal {
			t.Errorf("%s, %s: negated %t, modal %s", c.name, c.verb, s.Negated(v), s.word(s.Modal(v)))
		}
	}
}

func TestPhrases(t *testing.T) {
	s := parse(t, sentences["phrase"])
	i := s.find("president")
	if got := s.words(s.NounPhrase(i)); got != "the new president of Arnor" {
		t.Errorf("noun phrase %q", got)
	}
	if got := s.words(s.Core(i)); got != "the new president" {
		t.Errorf("core %q", got)
	}
	name := s.find("Eldacar")
	if got := s.Appositions(name, nil); !slices.Equal(got, []int{i}) {
		t.Errorf("appositions of the name: %v", got)
	}
	if got := s.Titles(name, nil); len(got) != 1 || s.word(got[0]) != "King" {
		t.Errorf("titles %v", got)
	}
	if s.Antecedent(s.find("fled")) != i || s.Predicate(name) != s.find("spoke") {
		t.Error("antecedent or predicate")
	}
	if got := s.HeadOf(0, 4); got != i {
		t.Errorf("head of the run is %s", s.word(got))
	}
	l := parse(t, sentences["list"])
	if got := l.Conjuncts(0, nil); !slices.Equal(got, []int{0, 2, 4}) || l.FirstConjunct(4) != 0 {
		t.Errorf("list %v", got)
	}
	sh := parse(t, sentences["shared"])
	if got := sh.words(sh.Clause(1)); got != "Arnor rejected talks" {
		t.Errorf("clause %q", got)
	}
}

func TestWalksDoNotAllocate(t *testing.T) {
	s := parse(t, sentences["phrase"])
	n := testing.AllocsPerRun(100, func() {
		for i := range s.Tokens {
			s.Agent(i)
			s.Patient(i)
			s.NounPhrase(i)
			s.Negated(i)
			s.Modal(i)
			s.Clause(i)
		}
	})
	if n > 0 {
		t.Errorf("%v allocations", n)
	}
}
