package query

import (
	"net/url"
	"os"
	"reflect"
	"strings"
	"testing"

	"detente/data"
	"detente/record"
	"detente/store"
)

func TestParse(t *testing.T) {
	for expr, want := range map[string]store.Filter{
		"":                               {},
		"actor:PRK with:usa,@Nato":       {Actor: store.Codes("PRK"), With: store.Codes("@NATO", "USA")},
		"by:*GOV to:???MIL":              {Source: store.Codes("*GOV"), Target: store.Codes("???MIL")},
		"type:THREATEN,demand type:AID":  {Types: []string{"AID", "DEMAND", "THREATEN"}},
		"status:happened kind:threat":    {Statuses: []record.Status{record.Happened}, Kinds: []string{"threat"}},
		"date:2019..2020-06":             {Period: record.Interval{Start: record.Date(2019, 1, 1), End: record.Date(2020, 7, 1)}},
		"since:2019-03-05":               {Period: record.Interval{Start: record.Date(2019, 3, 5)}},
		"until:2019 since:2018":          {Period: record.Interval{Start: record.Date(2018, 1, 1), End: record.Date(2020, 1, 1)}},
		"deadline:..2019":                {Deadline: record.Interval{End: record.Date(2020, 1, 1)}},
		"due:..2019":                     {Due: record.Interval{End: record.Date(2020, 1, 1)}},
		`outlet:"Northern Wire",Reuters`: {Outlets: []string{"Northern Wire", "Reuters"}},
		`place:"Hanoi, old quarter"`:     {Places: []string{"Hanoi, old quarter"}},
		"cameo:13 cameo:0* quad:4":       {Codes: []string{"0*", "13*"}, Quads: []int{4}},
		`text:"end of the year"`:         {Text: `"end of the year"`},
		`text:hanoi text:(a OR "b c")`:   {Text: `hanoi (a OR "b c")`},
		"text:(summit -hanoi missile*)":  {Text: "summit missile* -hanoi"},
		"news once newest limit:5":       {NewsOnly: true, Once: true, Newest: true, Limit: 5},
		"  fact:7 \n document:a,b ":      {},
		`fact:7 document:"a,b"`:          {Fact: 7, Document: "a,b"},
	} {
		got, err := Parse(expr)
		if strings.Contains(expr, "a,b ") {
			if err == nil {
				t.Errorf("%q was taken", expr)
			}
			continue
		}
		if err != nil || !reflect.DeepEqual(got, want) {
			t.Errorf("%q: %+v, %v, want %+v", expr, got, err, want)
		}
		if back, err := Parse(Format(got)); err != nil || !reflect.DeepEqual(back, got) {
			t.Errorf("%q is written %q, which is %+v, %v", expr, Format(got), back, err)
		}
	}
}

// Errors name the key, the place and the mend.
func TestParseErrors(t *testing.T) {
	for expr, want := range map[string]string{
		"actor:PRK statsu:happened": "at character 11: there is no key",
		"news status:happend":       "at character 6: status: \"happend\" is no status: give happened",
		"actor:PRK summit":          "at character 11: summit is no term: write KEY:VALUE, and text:summit to look for words",
		"type:":                     "at character 1: type: has no value",
		"type":                      "at character 1: type: has no value: write type:THREATEN,COERCE",
		"actor:PK":                  "at least three letters",
		"with:PRK":                  "not only the second one",
		"date:2020..2019":           "the last day is before the first",
		"date:20-13":                "give YYYY",
		"since:2019..2020":          "date:2019..2020",
		"since:2019 since:2020":     "at character 12: since: is given twice",
		`outlet:"Northern`:          "a quote is not closed",
		`text:(a OR`:                "a ( is not closed",
		`é place:"x" quad:5`:        "at character 1: é is no term",
		"quad:5":                    "1, 2, 3 or 4",
		"type:A,,B":                 "a value is missing",
		"cameo:x":                   "two to four digits",
		"limit:-1":                  "from 1 on",
		"news background":           "nothing is both",
	} {
		if _, err := Parse(expr); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%q: %v, want %q", expr, err, want)
		}
	}
}

func TestFromValues(t *testing.T) {
	v, _ := url.ParseQuery("actor=PRK&with=USA&since=2019&q=summit+OR+talks&type=THREATEN&type=AID,COERCE&news=yes&place=&where=quad:4&format=csv")
	got, err := FromValues(v, "format")
	want := store.Filter{Actor: store.Codes("PRK"), With: store.Codes("USA"), Period: record.Interval{Start: record.Date(2019, 1, 1)},
		Text: "summit OR talks", Types: []string{"AID", "COERCE", "THREATEN"}, NewsOnly: true, Quads: []int{4}}
	if err != nil || !reflect.DeepEqual(got, want) {
		t.Errorf("got %+v, %v", got, err)
	}
	if back, err := FromValues(Values(got)); err != nil || !reflect.DeepEqual(back, got) {
		t.Errorf("written %v, read %+v, %v", Values(got), back, err)
	}
	for query, want := range map[string]string{"actr=PRK": `no parameter "actr"`, "status=x": "status: ", "where=x:y": "where: at character 1"} {
		v, _ := url.ParseQuery(query)
		if _, err := FromValues(v); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %q", query, err, want)
		}
	}
}

func FuzzParse(f *testing.F) {
	for _, k := range Keys() {
		f.Add(k.Example)
	}
	f.Add(`actor:PRK with:@NATO date:2019-01..2020-06-30T12:30 text:(a OR "b c" -d*) outlet:"a \"b\", c" news`)
	f.Fuzz(func(t *testing.T, expr string) {
		got, err := Parse(expr)
		if err != nil {
			return
		}
		written := Format(got)
		back, err := Parse(written)
		if err != nil || !reflect.DeepEqual(back, got) {
			t.Fatalf("%q is %+v, written %q, which is %+v, %v", expr, got, written, back, err)
		}
		if again := Format(back); again != written {
			t.Fatalf("%q is written %q and then %q", expr, written, again)
		}
		if back, err := FromValues(Values(got)); err != nil || !reflect.DeepEqual(back, got) {
			t.Fatalf("%q is %+v, as parameters %v, which is %+v, %v", expr, got, Values(got), back, err)
		}
	})
}

// Every key of the table is described where people look.
func TestKeysAreDocumented(t *testing.T) {
	doc, err := os.ReadFile("../docs/query.md")
	if err != nil {
		t.Fatal(err)
	}
	if want := Table(); !strings.Contains(string(doc), want) {
		t.Errorf("docs/query.md does not hold the table of keys as it is:\n%s", want)
	}
	for _, k := range Keys() {
		if _, err := Parse(k.Example); err != nil && k.Name != "with" {
			t.Errorf("the example of %s: %v", k.Name, err)
		}
	}
	groups, err := LoadGroups(data.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	if want := groups.Table(); !strings.Contains(string(doc), want) {
		t.Errorf("docs/query.md does not hold the table of groups as it is:\n%s", want)
	}
	for line := range strings.Lines(string(doc)) {
		if expr, ok := strings.CutPrefix(line, "    "); ok {
			f, err := Parse(strings.TrimSpace(expr))
			if err == nil {
				_, err = groups.Expand(f)
			}
			if err != nil {
				t.Errorf("docs/query.md: %s: %v", strings.TrimSpace(expr), err)
			}
		}
	}
}

func TestGroups(t *testing.T) {
	groups, err := LoadGroups(data.Embedded())
	if err != nil {
		t.Fatal(err)
	}
	f, err := Parse("actor:@nato,UKR with:RUS date:2010")
	if err != nil {
		t.Fatal(err)
	}
	if f.Check() == nil {
		t.Error("a filter with a group in it was taken as it is")
	}
	e, err := groups.Expand(f)
	if err != nil {
		t.Fatal(err)
	}
	year := record.Interval{Start: record.Date(2010, 1, 1), End: record.Date(2010, 1, 2)}
	for code, want := range map[string]bool{"FRAGOV": true, "UKRMIL": true, "FIN": false, "SWEGOV": false, "ALB": true, "IGOWSTNAT": true, "CHE": false} {
		if got := e.Sides("RUSGOV", code, year); got != want {
			t.Errorf("%s in 2010: %v", code, got)
		}
	}
	if len(f.Actor) != 2 {
		t.Errorf("expanding changed the filter itself: %v", f.Actor)
	}
	f.Actor = store.Codes("@NOSUCH")
	if _, err := groups.Expand(f); err == nil || !strings.Contains(err.Error(), "@NATO") {
		t.Errorf("an unknown group: %v", err)
	}
}

func TestCheck(t *testing.T) {
	f, _ := Parse("type:AID state:open")
	if err := Check(f, Statements); err == nil || !strings.Contains(err.Error(), "type: chooses events, not statements") {
		t.Errorf("got %v", err)
	}
	if err := Check(store.Filter{Text: "a", Newest: true}, Statements); err != nil {
		t.Error(err)
	}
}
