package event

import (
	"strconv"
	"strings"

	"detente/ontology"
	"detente/tree"
)

// In games nations beat, crush and attack one another too. A sentence is of a
// game by the words that only sport uses or by a score; a report is where several
// of its sentences are, and there a bare state is a team.

// game reports whether the act is one of force that is only played.
func (s *search) game(a *act) bool {
	if c, _ := s.c.ont.Cameo(a.code); c.Quad != ontology.MaterialConflict {
		return false
	}
	return s.sport || s.teams(a.source) && s.teams(a.target) && s.ofGames()
}

// teams reports whether all parties are states as wholes, or names without a code.
func (s *search) teams(ps []party) bool {
	for _, p := range ps {
		if p.mention >= 0 && len(s.in.Mentions[p.mention].Code) > 3 {
			return false
		}
	}
	return true
}

// ofGames reports whether the report is about games: two scores or words of sport,
// and one in six sentences.
func (s *search) ofGames() bool {
	if s.games == unseen {
		n := 0
		for i := range s.in.Text.Sentences {
			n += s.c.played(&s.in.Text.Sentences[i])
		}
		if s.games = none; n >= 2 && 6*n >= len(s.in.Text.Sentences) {
			s.games = found
		}
	}
	return s.games == found
}

// played counts the words of a sentence that only sport uses, and its scores.
func (c *Coder) played(s *tree.Sentence) int {
	n := scores(s)
	for i := range s.Tokens {
		if c.known.sport.has(c.lex.ids[s.Tokens[i].Lemma]) {
			n++
		}
	}
	return n
}

// scores counts the scores that a sentence tells: 2-0, 21–17. A range goes
// upwards, "2-3 people", and is none.
func scores(s *tree.Sentence) (n int) {
	for i := range s.Tokens {
		form := s.Tokens[i].Form
		if form == "-" || form == "–" {
			if i > 0 && i+1 < len(s.Tokens) && score(s.Tokens[i-1].Form, s.Tokens[i+1].Form) {
				n++
			}
			continue
		}
		a, b, ok := strings.Cut(form, "-")
		if !ok {
			a, b, ok = strings.Cut(form, "–")
		}
		if ok && score(a, b) {
			n++
		}
	}
	return n
}

func score(a, b string) bool {
	m, err := strconv.ParseUint(a, 10, 8)
	if err != nil {
		return false
	}
	n, err := strconv.ParseUint(b, 10, 8)
	return err == nil && m >= n && len(a) < 3 && len(b) < 3
}
