package actor_test

import (
	"strings"
	"testing"
	"testing/fstest"

	"detente/actor"
	"detente/record"
)

// files is the smallest dictionary, with invented states.
func files() fstest.MapFS {
	m := fstest.MapFS{}
	for name, text := range map[string]string{
		"states.tsv": "code\twikidata\tname\tnames\tadjective\tpeople\tcapital\tleads\n" +
			"ARN\t\tArnor\tKingdom of Arnor\tArnorian\t\tAnnuminas\tmonarch\n" +
			"GON\t\tGondor\t\tGondorian\t\tMinas Tirith\tpresident\n",
		"posts.tsv":  "post\trole\trank\tholders\tpositions\tnote\nmonarch\tGOV\t1\tone\t\t\npresident\tGOV\t1\tone\t\t\n",
		"titles.tsv": "title\tplural\tpost\tonly\twithout\nking\t\tmonarch\t\t\nleader\t\tleader-of\t\t\npresident\t\tpresident\t\t\n",
		"holders-1.tsv": "code\tpost\tperson\tgender\twikidata\tfrom\tuntil\tsource\n" +
			"GON\tpresident\tMardil Voronwe\tm\tQ1\t2001-02-03\t\tbook\n" +
			"GON\tpresident\tEradan Voronwe\tm\t\t2010\t\tbook\n",
	} {
		m["actors/"+name] = &fstest.MapFile{Data: []byte(text)}
	}
	return m
}

func TestSmallDictionary(t *testing.T) {
	d, err := actor.New(files())
	if err != nil {
		t.Fatal(err)
	}
	for _, c := range []struct{ phrase, on, want, code string }{
		{"the president of Gondor", "2005-01-01", "Mardil Voronwe", "GONGOV"},
		{"the Gondorian leader", "2011-01-01", "Eradan Voronwe", "GONGOV"}, // the first one's open end is the second one's start
		{"Mardil Voronwe", "2011-01-01", "Mardil Voronwe", "GONELI"},
		{"Mardil Voronwe", "1999-01-01", "Mardil Voronwe", "GON"},
		{"Arnor", "2011-01-01", "Arnor", "ARN"},
		{"Minas Tirith", "2011-01-01", "Gondor", "GONGOV"},
	} {
		on, _ := record.ParseMoment(c.on)
		got, ok := d.Who(c.phrase, on)
		if !ok || got.Actor.Name != c.want || got.Code != c.code {
			t.Errorf("%q on %s is %q (%s), want %q (%s)", c.phrase, c.on, got.Actor.Name, got.Code, c.want, c.code)
		}
	}
	if got, ok := d.Who("the Arnorian king", record.Date(2011, 1, 1)); ok {
		t.Errorf("nobody is known to be king of Arnor, not %q", got.Actor.Name)
	}
}

// TestFaultsAreNamed spoils one file at a time and wants the place and the cause.
func TestFaultsAreNamed(t *testing.T) {
	for _, c := range []struct{ file, line, want string }{
		{"holders-2.tsv", "GON\tking\tA B\t\t\t2001\t\tbook", `actors/holders-2.tsv:2: post "king" is not in posts.tsv`},
		{"holders-2.tsv", "gon\tpresident\tA B\t\t\t2001\t\tbook", `actors/holders-2.tsv:2: code "gon" is neither a state's nor a body's`},
		{"holders-2.tsv", "GON\tpresident\tA B\t\t\t1 May\t\tbook", `actors/holders-2.tsv:2: from "1 May": want YYYY, YYYY-MM or YYYY-MM-DD`},
		{"holders-2.tsv", "GON\tpresident\tA B\t\t\t2002\t2001\tbook", `actors/holders-2.tsv:2: A B ends before it starts`},
		{"holders-2.tsv", "GON\tpresident\tA B\t\t\t2002\t\t", `actors/holders-2.tsv:2: A B has no source`},
		{"holders-2.tsv", "GON\tpresident\tA B\tx\t\t2002\t\tbook", `actors/holders-2.tsv:2: gender "x": want f, m or nothing`},
		{"holders-2.tsv", "GON\tpresident\tA B", `actors/holders-2.tsv:2: want 8 columns`},
		{"bodies.tsv", "GO\torgan\t\tGuard\t", `actors/bodies.tsv:2: code "GO": want capitals, three to a part`},
		{"bodies.tsv", "GONMIL\tthing\t\tGuard\t", `actors/bodies.tsv:2: kind "thing"`},
		{"roles.tsv", "soldier\tsoldiers\tMIL\tbeing\t", `actors/roles.tsv:2: kind "being"`},
		{"roles.tsv", "soldier\tsoldiers\tMIL\tperson\tbrave", `actors/roles.tsv:2: mark "brave"`},
		{"aliases.tsv", "Nobody\t\tN\t", `actors/aliases.tsv:2: no row of the holders names "Nobody"`},
		{"cities.tsv", "XYZ\tOsgiliath", `actors/cities.tsv:2: no state has the code "XYZ"`},
		{"modifiers.tsv", "former\tgone", `actors/modifiers.tsv:2: effect "gone"`},
		{"grammar.tsv", "colour\tred", `actors/grammar.tsv:2: class "colour"`},
	} {
		m := files()
		head := map[string]string{
			"holders-2.tsv": "code\tpost\tperson\tgender\twikidata\tfrom\tuntil\tsource", "bodies.tsv": "code\tkind\twikidata\tname\tnames",
			"roles.tsv": "noun\tplural\tcode\tkind\tmarks", "aliases.tsv": "person\tgender\tnames\tsurnames", "cities.tsv": "state\tcities",
			"modifiers.tsv": "word\teffect", "grammar.tsv": "class\twords",
		}[c.file]
		m["actors/"+c.file] = &fstest.MapFile{Data: []byte(head + "\n" + c.line + "\n")}
		if _, err := actor.New(m); err == nil || !strings.HasPrefix(err.Error(), c.want) {
			t.Errorf("%s with %q: %v, want %s", c.file, c.line, err, c.want)
		}
	}
	m := files()
	m["actors/states.tsv"] = &fstest.MapFile{Data: []byte("code\tname\n")}
	if _, err := actor.New(m); err == nil || !strings.HasPrefix(err.Error(), "actors/states.tsv:1: the columns must be") {
		t.Errorf("wrong columns: %v", err)
	}
}

// TestOwnCheck holds the dictionary to what its check must not find.
func TestOwnCheck(t *testing.T) {
	for _, f := range load(t).Check() {
		if f.Kind == actor.Code {
			t.Error(f)
		}
	}
}

func TestCheckFinds(t *testing.T) {
	m := files()
	m["actors/holders-2.tsv"] = &fstest.MapFile{Data: []byte("code\tpost\tperson\tgender\twikidata\tfrom\tuntil\tsource\n" +
		"ARN\tmonarch\tElendil\t\t\t2001-01-01\t2009-01-01\teditor 2026-11-23\n" +
		"ARN\tmonarch\tIsildur\t\t\t2005-01-01\t2010-01-01\tbook\n" +
		"ARN\tmonarch\tValandil\t\tQ8\t2012-01-01\t\tbook\n" +
		"ARN\tpresident\tValandil\t\tQ9\t2012-01-01\t\tbook\n" +
		"ZZZZZZ\tpresident\tSauron\t\t\t2012-01-01\t\tbook\n")}
	d, err := actor.New(m)
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, f := range d.Check() {
		got = append(got, f.Kind+" "+f.Place)
	}
	const want = "code actors/holders-2.tsv:6, editor actors/holders-2.tsv:2, gap actors/holders-2.tsv:4, namesakes actors/holders-2.tsv:5, overlap actors/holders-2.tsv:3"
	if s := strings.Join(got, ", "); s != want {
		t.Errorf("found %s\nwant %s", s, want)
	}
}

// TestOverlayReplaces gives a later file the last word on the same tenure.
func TestOverlayReplaces(t *testing.T) {
	m := files()
	m["actors/holders-2.tsv"] = &fstest.MapFile{Data: []byte("code\tpost\tperson\tgender\twikidata\tfrom\tuntil\tsource\n" +
		"GON\tpresident\tMardil Voronwe\tm\tQ1\t2001-02-03\t2004-01-01\tnewer book\n")}
	d, err := actor.New(m)
	if err != nil {
		t.Fatal(err)
	}
	entries := d.Show("Mardil Voronwe", record.Date(2005, 1, 1))
	if len(entries) != 1 || len(entries[0].Tenures) != 1 || entries[0].Tenures[0].Source != "newer book" || entries[0].Code != "GONELI" {
		t.Errorf("shows %+v", entries)
	}
}
