package tree

import (
	"slices"
	"testing"
)

func TestKidsInOrder(t *testing.T) {
	// "North Korea tested two missiles"
	s := Sentence{Tokens: []Token{
		{Form: "North", Head: 1, Rel: Compound}, {Form: "Korea", Head: 2, Rel: Nsubj},
		{Form: "tested", Head: -1, Rel: Root}, {Form: "two", Head: 4, Rel: Nummod}, {Form: "missiles", Head: 2, Rel: Obj},
	}}
	s.Index()
	if got := slices.Collect(s.Kids(2)); !slices.Equal(got, []int{1, 4}) || s.Root != 2 {
		t.Errorf("kids of the root are %v, root %d", got, s.Root)
	}
	if f, l := s.Reach(2); f != 0 || l != 4 {
		t.Errorf("the root reaches %d..%d", f, l)
	}
	if s.Kid(2, Obj) != 4 || s.Kid(2, Iobj) != -1 || !s.Above(2, 0) || s.Above(4, 0) {
		t.Error("walks up and down the tree disagree with it")
	}
}

func TestNamesRoundTrip(t *testing.T) {
	for i := 1; i < UPOSCount; i++ {
		if u, ok := ParseUPOS(UPOS(i).String()); !ok || u != UPOS(i) {
			t.Errorf("tag %d does not come back", i)
		}
	}
	for i := 1; i < RelCount; i++ {
		if r, ok := ParseRel(Rel(i).String()); !ok || r != Rel(i) {
			t.Errorf("relation %d does not come back", i)
		}
	}
	if NsubjPass.Base() != Nsubj || Obj.Base() != Obj {
		t.Error("base relation")
	}
	const feats = "Mood=Ind|Number=Sing|Person=3|Tense=Past|VerbForm=Fin"
	if got := ParseMorph(feats).String(); got != feats {
		t.Errorf("%s came back as %s", feats, got)
	}
}
