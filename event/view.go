package event

import (
	"strings"

	"detente/record"
	"detente/tree"
)

// view is one sentence as the rules see it: its tree with the numbers of its
// words and the mentions at its tokens.
type view struct {
	c      *Coder
	in     *Input
	ground *ground
	text   string // of the document
	s      *tree.Sentence
	sent   int // index of the sentence
	ids    []wordID
	at     []int32          // mention at the token, as index+1; 0 for none
	all    []record.Mention // the mentions and places of the document
	known  []record.Actor
	named  int     // mentions from here on are names of places
	places []int32 // place at the token, as index+1 into the mentions; 0 for none
	more   []extra // mentions beside that of at: "the two leaders" are both
	mend   mended
}

// extra is a further mention, by the same words, of another actor.
type extra struct {
	tok     int
	mention int32 // as in view.at
}

// enter sets the view on a document.
func (v *view) enter(c *Coder, in *Input) {
	v.named = len(in.Mentions)
	if len(in.Places) > 0 {
		v.all = append(append(v.all[:0], in.Mentions...), in.Places...)
		v.known = append(append(v.known[:0], in.Actors...), in.Lands...)
		both := *in
		both.Mentions, both.Actors = v.all, v.known
		in = &both
	}
	v.c, v.in, v.text, v.ground = c, in, in.Doc.Text, newGround(in, v.named)
}

// open sets the view on a sentence of the document.
func (v *view) open(sent int) {
	v.sent = sent
	s := &v.in.Text.Sentences[sent]
	v.s = s
	v.ids = v.c.lex.number(s, v.ids)
	if cap(v.at) < len(s.Tokens) {
		v.at, v.places = make([]int32, 2*len(s.Tokens)), make([]int32, 2*len(s.Tokens))
	}
	v.at, v.places = v.at[:len(s.Tokens)], v.places[:len(s.Tokens)]
	clear(v.at)
	clear(v.places)
	v.more = v.more[:0]
	// Short mentions are laid over long ones, names over pronouns never: each
	// token shows the smallest mention whose head it is.
	for _, m := range v.ground.mentions[sent] {
		men := &v.in.Mentions[m]
		if men.Head < 0 || men.Head >= len(v.at) || v.dated(men.Head) {
			continue
		}
		if m >= v.named {
			v.places[men.Head] = int32(m) + 1
			continue
		}
		old := v.at[men.Head]
		if old == 0 || men.Span.Len() > v.in.Mentions[old-1].Span.Len() {
			v.at[men.Head] = int32(m) + 1
		} else if o := &v.in.Mentions[old-1]; o.Span == men.Span && o.Actor != men.Actor {
			v.more = append(v.more, extra{men.Head, int32(m) + 1})
		}
	}
	v.mend = v.findMended()
}

// mended is a clause that the parser read as one long noun, "Arnor strikes
// Gondor": a verb form right after an actor, in a sentence without any verb on
// top. It is read as subject, verb, object.
type mended struct{ verb, subject, object int }

// findMended looks for such a clause.
func (v *view) findMended() mended {
	m := mended{-1, -1, -1}
	if v.s.Root < 0 || v.tok(v.s.Root).Tag == tree.VERB || v.s.Kid(v.s.Root, tree.Cop, tree.Nsubj, tree.NsubjPass) >= 0 {
		return m
	}
	for t := 1; t < len(v.s.Tokens)-1; t++ {
		tok := v.tok(t)
		if tok.Tag != tree.NOUN && tok.Tag != tree.ADJ && tok.Tag != tree.PROPN && tok.Tag != tree.VERB {
			continue
		}
		form := strings.ToLower(tok.Form)
		lemma := v.c.lex.forms[form]
		id := v.c.lex.ids[lemma]
		if id == 0 && (strings.HasSuffix(form, "ed") || strings.HasSuffix(form, "s") && len(form) > 4) {
			id = v.c.lex.verbForm(form)
		}
		if id == 0 || !v.c.verbTrigger(id) {
			continue
		}
		subject := v.mentionEndingBefore(t)
		object := v.nounAfter(t)
		if subject < 0 || object < 0 {
			continue
		}
		v.ids[t] = id
		return mended{t, subject, object}
	}
	return m
}

// mentionEndingBefore is the head of the mention that ends right before token t,
// adverbs and days between them aside; -1 for none.
func (v *view) mentionEndingBefore(t int) int {
	before := t - 1
	for before > 0 && (v.tok(before).Tag == tree.ADV || v.dated(before) || v.tok(before).Tag == tree.ADP && v.dated(before+1)) {
		before--
	}
	for i, n := range v.at {
		if n != 0 && v.in.Mentions[n-1].Last == before {
			return i
		}
	}
	return -1
}

// nounAfter is the head of the noun phrase that starts right after token t.
func (v *view) nounAfter(t int) int {
	for i := t + 1; i < len(v.s.Tokens) && i < t+8; i++ {
		tok := v.tok(i)
		switch tok.Tag {
		case tree.NOUN, tree.PROPN:
			if i+1 < len(v.s.Tokens) {
				if next := v.tok(i + 1).Tag; next == tree.NOUN || next == tree.PROPN || v.tok(i+1).Form == "'s" || v.tok(i+1).Form == "’s" || v.tok(i+1).Form == "-" {
					continue
				}
			}
			return i
		case tree.DET, tree.ADJ, tree.NUM, tree.PUNCT, tree.PART, tree.VERB:
			if tok.Tag == tree.PUNCT && tok.Form != "-" || tok.Form == "to" {
				return -1
			}
		default:
			return -1
		}
	}
	return -1
}

func (v *view) tok(i int) *tree.Token { return &v.s.Tokens[i] }

// is reports whether token i is a word of the set.
func (v *view) is(i int, set *wordSet) bool { return set.match(v, i) }

// mention is the mention whose head is token i, or nil.
func (v *view) mention(i int) *record.Mention {
	if n := v.at[i]; n != 0 {
		return &v.in.Mentions[n-1]
	}
	return nil
}

// preposition is the word that joins token i to what it hangs on: "on" in "on
// Gondor", "in_response_to" joined by _; 0 where there is none that a rule
// knows, and none is false.
func (v *view) preposition(i int) (id wordID, some bool) {
	for k := range v.s.Kids(i) {
		if v.s.Tokens[k].Rel != tree.Case || k > i {
			continue
		}
		if v.s.Tokens[k].Form == "'s" || v.s.Tokens[k].Form == "’s" {
			continue
		}
		some = true
		fixed := -1
		for kk := range v.s.Kids(k) {
			if v.s.Tokens[kk].Rel == tree.Fixed {
				fixed = kk
			}
		}
		if fixed >= 0 {
			// "because of", "in response to": by the whole, else by the last word
			if joined := v.c.lex.ids[v.joined(k, fixed)]; joined != 0 {
				return joined, true
			}
			return v.ids[fixed], true
		}
		id = v.ids[k] // the last one wins: "out of", "up to"
	}
	return id, some
}

func (v *view) joined(first, last int) string {
	b := make([]byte, 0, 24)
	for i := first; i <= last; i++ {
		if i > first {
			b = append(b, '_')
		}
		for _, ch := range []byte(v.s.Tokens[i].Form) {
			if 'A' <= ch && ch <= 'Z' {
				ch += 'a' - 'A'
			}
			b = append(b, ch)
		}
	}
	return string(b)
}

// modifier reports whether the relation is that of a noun's modifier before it.
func modifier(r tree.Rel) bool {
	return r == tree.Compound || r == tree.Amod || r == tree.NmodPoss || r == tree.NmodDesc || r == tree.Det
}

// has reports whether a word of the set stands in the sentence.
func (v *view) has(set *wordSet) bool {
	for i := range v.ids {
		if v.ids[i] != 0 && v.is(i, set) {
			return true
		}
	}
	return false
}
