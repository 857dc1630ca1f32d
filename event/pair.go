package event

import (
	"detente/record"
)

// Pair is what one actor does to another in a text, summed up in one root: the
// question that gold sets of relations between marked actors put.
type Pair struct {
	Root string // PLOVER type, or YIELD for CONCEDE and RETREAT; empty where nothing is found
	Quad int
	Rule string
	By   string // "rule" or "learnt": the second reader
}

// Pair answers which root holds from the source to the target, by their actor
// IDs. Where no act joins both, it takes the act that is nearest to doing so, for
// the question takes for granted that there is one.
func (c *Coder) Pair(in Input, from, to string) Pair {
	s := &search{greedy: true}
	best, score := Pair{}, 0
	s.pair(c, &in, from, to, func(p Pair, n int) {
		if n > score {
			best, score = p, n
		}
	})
	return best
}

// pair hands over every act with how well it answers.
func (s *search) pair(c *Coder, in *Input, from, to string, answer func(Pair, int)) {
	s.enter(c, in)
	for i := range in.Text.Sentences {
		s.open(i)
		s.run()
		for t := range s.acts {
			a := &s.acts[t]
			if a.state != found || s.swallowed(a) {
				continue
			}
			n := 100 - 3*s.depth(t)
			src, dst := s.names(a.source, from), s.names(a.target, to)
			reverse := !src && s.names(a.source, to) || !dst && s.names(a.target, from)
			if reverse && (a.pattern.rule.Both || a.group) {
				src, dst, reverse = true, true, false
			}
			if a.group {
				dst = s.names(a.source, to)
			}
			if src {
				n += 60
			}
			if dst {
				n += 60
			}
			if reverse {
				n -= 80
			}
			if a.partial {
				n -= 30
			}
			if a.pattern.kind == nominal {
				n -= 10
			}
			if src && dst {
				n += 40
			}
			st := s.standingOf(a)
			root, quad := c.root(a, st)
			answer(Pair{root, quad, a.pattern.rule.ID, "rule"}, max(n, 1))
		}
	}
}

func (s *search) names(ps []party, actor string) bool {
	for _, p := range ps {
		if p.mention >= 0 && s.in.Mentions[p.mention].Actor == actor {
			return true
		}
	}
	return false
}

// swallowed reports whether the act is only spoken of in a speech act or is a
// word of another pattern.
func (s *search) swallowed(a *act) bool {
	if s.eaten[a.trigger] {
		return true
	}
	for t := range s.acts {
		if b := &s.acts[t]; b.state == found && b.inner == a && b.pattern.shift != nil {
			return true
		}
	}
	return false
}

// depth is how many clauses stand above the token.
func (s *search) depth(t int) int {
	n := 0
	for h := s.tok(t).Head; h >= 0 && n < 20; h = s.tok(h).Head {
		n++
	}
	return n
}

// root is the act's root as relation sets count it: what is only announced,
// promised or refused counts as the speech act that it amounts to.
func (c *Coder) root(a *act, st standing) (string, int) {
	code := a.code
	if a.pattern.shift == nil || a.pattern.shift.Status == "" {
		cameo, _ := c.ont.Cameo(code)
		switch {
		case st.status == record.DidNotHappen && (st.negated || !cameo.Quad.Conflict()):
			code = c.shifted("refuse", code)
		case st.status == record.Announced || st.status == record.Promised:
			code = c.shifted("promise", code)
		case st.status == record.Threatened:
			code = c.shifted("threaten", code)
		case st.status == record.DemandedDo:
			code = c.shifted("appeal", code)
		}
	}
	m, ok := c.ont.ToPlover(code)
	if !ok {
		return "", 0
	}
	if code == a.code && a.pattern.rule.plover != nil && a.pattern.shift == nil {
		m.Type = a.pattern.rule.plover.Type
	}
	if m.Type == "CONCEDE" || m.Type == "RETREAT" {
		m.Type = "YIELD"
	}
	return m.Type, c.RootQuad(m.Type)
}

func (c *Coder) shifted(name, code string) string {
	if s := c.shifts[name]; s != nil {
		if to := s.code(code); to != "" {
			return to
		}
	}
	return code
}

// Roots are the answers that Pair can give.
var Roots = []string{"AGREE", "SUPPORT", "CONSULT", "COOPERATE", "AID", "YIELD", "REQUEST", "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"}
