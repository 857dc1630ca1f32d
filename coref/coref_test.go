package coref

import (
	"fmt"
	"os"
	"strings"
	"testing"

	"detente/record"
	"detente/tree"
)

// story makes an input of sentences written word/TAG/head/rel/features (see the
// tests of package tree), with mentions by name for the forms in actors.
func story(t *testing.T, actors []record.Actor, sentences ...string) Input {
	t.Helper()
	var text strings.Builder
	in := Input{Doc: &record.Document{}, Text: &tree.Text{}, Actors: actors}
	for si, line := range sentences {
		s := tree.Sentence{Span: record.Span{Start: text.Len()}}
		for i, word := range strings.Fields(line) {
			f := append(strings.Split(word, "/"), "")
			tag, _ := tree.ParseUPOS(f[1])
			rel, ok := tree.ParseRel(f[3])
			if !ok {
				t.Fatalf("word %q", word)
			}
			tok := tree.Token{Form: f[0], Lemma: strings.ToLower(f[0]), Tag: tag, Rel: rel, Morph: tree.ParseMorph(f[4])}
			if tok.Morph.Has(tree.NumberPlur) {
				tok.Lemma = map[bool]string{true: strings.TrimSuffix(tok.Lemma, "ies") + "y", false: strings.TrimSuffix(tok.Lemma, "s")}[strings.HasSuffix(tok.Lemma, "ies")]
			}
			fmt.Sscan(f[2], &tok.Head)
			tok.Head--
			tok.Span = record.Span{Start: text.Len(), End: text.Len() + len(f[0])}
			text.WriteString(f[0] + " ")
			for _, a := range actors {
				if a.Name == f[0] {
					in.Mentions = append(in.Mentions, record.Mention{Span: tok.Span, Actor: a.ID, Code: a.Code, Kind: record.ByName, Sent: si, First: i, Last: i, Head: i})
				}
			}
			s.Tokens = append(s.Tokens, tok)
		}
		s.Span.End = text.Len()
		s.Index()
		in.Text.Sentences = append(in.Text.Sentences, s)
	}
	in.Doc.Text = text.String()
	return in
}

func resolver(t *testing.T) *Resolver {
	t.Helper()
	r, err := New(os.DirFS("../data"))
	if err != nil {
		t.Fatal(err)
	}
	return r
}

func refers(in Input, mentions []record.Mention) string {
	var out []string
	for _, m := range mentions {
		if m.Kind == record.ByPronoun || m.Kind == record.ByNominal {
			out = append(out, m.Span.In(in.Doc.Text)+"="+m.Actor)
		}
	}
	return strings.Join(out, " ")
}

var (
	eldacar = record.Actor{ID: "eldacar", Name: "Eldacar", Code: "GONGOV", Kind: record.IsPerson, Gender: "m", Offices: []record.Office{{Title: "king"}}}
	firiel  = record.Actor{ID: "firiel", Name: "Firiel", Code: "ARN", Kind: record.IsPerson, Gender: "f"}
	arnor   = record.Actor{ID: "arnor", Name: "Arnor", Code: "ARN", Kind: record.IsState}
	gondor  = record.Actor{ID: "gondor", Name: "Gondor", Code: "GON", Kind: record.IsState}
)

const past = "Mood=Ind|Tense=Past|VerbForm=Fin"

func TestResolve(t *testing.T) {
	for _, c := range []struct {
		name, want string
		text       []string
	}{
		{"gender tells two people apart", "She=firiel his=eldacar", []string{
			"Eldacar/PROPN/2/nsubj met/VERB/0/root/" + past + " Firiel/PROPN/2/obj ./PUNCT/2/punct",
			"She/PRON/2/nsubj rejected/VERB/0/root/" + past + " his/PRON/4/nmod:poss/Poss=Yes offer/NOUN/2/obj/Number=Sing ./PUNCT/2/punct",
		}},
		{"a state is it, and a man is not", "its=arnor", []string{
			"Eldacar/PROPN/2/nsubj warned/VERB/0/root/" + past + " Arnor/PROPN/2/obj ./PUNCT/2/punct",
			"Arnor/PROPN/2/nsubj recalled/VERB/0/root/" + past + " its/PRON/4/nmod:poss/Poss=Yes envoy/NOUN/2/obj/Number=Sing ./PUNCT/2/punct",
		}},
		{"both parties of a meeting", "both countries=arnor both countries=gondor", []string{
			"Arnor/PROPN/2/nsubj attacked/VERB/0/root/" + past + " Gondor/PROPN/2/obj ./PUNCT/2/punct",
			"War/NOUN/2/nsubj hurt/VERB/0/root/" + past + " both/DET/4/det/PronType=Tot countries/NOUN/2/obj/Number=Plur ./PUNCT/2/punct",
		}},
		{"an object is not its own verb's subject", "", []string{
			"Eldacar/PROPN/2/nsubj saw/VERB/0/root/" + past + " him/PRON/2/obj ./PUNCT/2/punct",
		}},
	} {
		in := story(t, []record.Actor{eldacar, firiel, arnor, gondor}, c.text...)
		if got := refers(in, resolver(t).Resolve(in)); got != c.want {
			t.Errorf("%s: %q, want %q", c.name, got, c.want)
		}
	}
}

func TestSpeakers(t *testing.T) {
	in := story(t, []record.Actor{eldacar, gondor},
		"“/PUNCT/3/punct I/PRON/3/nsubj know/VERB/0/root/"+past+" our/PRON/5/nmod:poss/Poss=Yes enemies/NOUN/3/obj/Number=Plur ”/PUNCT/3/punct Eldacar/PROPN/8/nsubj said/VERB/3/parataxis/"+past,
		"I/PRON/2/nsubj left/VERB/0/root/"+past,
		"Gondor/PROPN/2/nsubj won/VERB/0/root/"+past)
	end := strings.Index(in.Doc.Text, "”")
	st := []record.Statement{{Kind: record.Direct, Speaker: record.ActorRef{Actor: "eldacar", Code: "GONGOV"}, Content: []record.Span{{Start: 0, End: end}}}}
	got := refers(in, resolver(t).Speakers(in, st))
	if want := "I=eldacar our=gondor"; got != want {
		t.Errorf("%q, want %q", got, want)
	}
}

func TestReadInventsActors(t *testing.T) {
	in := story(t, nil,
		"Firiel/PROPN/2/nsubj resigned/VERB/0/root/"+past+" ./PUNCT/2/punct",
		"She/PRON/2/nsubj left/VERB/0/root/"+past)
	in.Text.Names = []tree.Name{{Kind: tree.PersonName, First: 0, Last: 0, Span: record.Span{Start: 0, End: 6}}}
	out := resolver(t).Read(in)
	if len(out.Actors) != 1 || out.Actors[0].Name != "Firiel" || len(out.Mentions) != 2 || out.Mentions[1].Actor != out.Actors[0].ID {
		t.Errorf("%+v", out)
	}
	if got := resolver(t).Resolve(in); len(got) != 0 {
		t.Errorf("without invention: %+v", got)
	}
}
