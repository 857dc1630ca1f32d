package network

import (
	"fmt"
	"math/rand/v2"
	"strings"
	"testing"

	"detente/lang/conllu"
	"detente/lang/net"
)

// An invented sentence in the manner of GUM.
const gumSample = `1	President	President	PROPN	NNP	Number=Sing	2	nmod:desc	_	Entity=(1-person-new-cf1-1,2-sgl-Tar_Elda
2	Elda	Elda	PROPN	NNP	Number=Sing	6	nsubj	_	Entity=1)
3	of	of	ADP	IN	_	5	case	_	_
4	South	South	PROPN	NNP	Number=Sing	5	compound	_	Entity=(2-place-new-cf2-1-sgl
5	Ithilien	Ithilien	PROPN	NNP	Number=Sing	2	nmod	_	Entity=2)
6	met	meet	VERB	VBD	_	0	root	_	_
7	the	the	DET	DT	_	8	det	_	Entity=(3-person-new-cf3-1-sgl
8	Elves	Elf	PROPN	NNPS	Number=Plur	6	obj	_	Entity=3)
9	in	in	ADP	IN	_	10	case	_	_
10	May	May	PROPN	NNP	Number=Sing	6	obl	_	Entity=(4-time-new-cf4-1-sgl)

`

func TestNamesOutOfPhrases(t *testing.T) {
	all, err := conllu.Read(strings.NewReader(gumSample))
	if err != nil {
		t.Fatal(err)
	}
	s := all[0].Tree()
	got := fmt.Sprint(gumNames(&all[0], &s, map[string]bool{"President": true}))
	// President is a title, South Ithilien a place, Elves undecided, May a time.
	if want := "[0 1 0 5 6 0 0 -1 0 0]"; got != want {
		t.Errorf("got %s, want %s", got, want)
	}
}

func TestSwapKeepsBuildAndTree(t *testing.T) {
	s := sample{
		forms: []string{"Elda", "left", "the", "House", "of", "Oaths", "."},
		names: []int8{1, 0, 0, 3, 4, 4, 0},
	}
	pool, err := newNamePool([]sample{s, {forms: []string{"Bank", "of", "Arnor"}, names: []int8{3, 4, 4}}}, "../names.tsv")
	if err != nil {
		t.Fatal(err)
	}
	r := rand.New(rand.NewPCG(1, 1))
	changed := 0
	for range 200 {
		c := pool.swap(r, &s)
		if len(c.forms) != len(s.forms) || c.forms[1] != "left" || c.forms[6] != "." || build(3, c.forms[3:6]) != "3XxX" {
			t.Fatalf("%q", c.forms)
		}
		if c.forms[0] != "Elda" {
			changed++
		}
	}
	if changed == 0 || s.forms[0] != "Elda" {
		t.Errorf("changed %d times; the sample itself is %q", changed, s.forms)
	}
	if l := pool.lists()["Hamas"]; l&net.OrgWhole == 0 {
		t.Errorf("the lists say %b of Hamas", l)
	}
}
