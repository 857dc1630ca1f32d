package query

import (
	"fmt"
	"slices"
	"strconv"
	"strings"

	"detente/record"
	"detente/store"
)

// List is what a filter chooses from.
type List uint

// The lists of a record database.
const (
	Events List = 1 << iota
	Statements
	Commitments
	Documents

	all = Events | Statements | Commitments | Documents
)

// Key is one thing to choose by: a word before the colon in an expression, a
// parameter of a URL.
type Key struct {
	Name    string
	Also    string // another name for it, or empty
	Values  string // what stands after the colon, empty for a flag
	Doc     string // what it chooses, in one sentence without its stop
	Example string
	For     List // the lists that it means something for
	Many    bool // takes several values between commas, any of which fits

	set   func(f *store.Filter, value string) error
	get   func(f *store.Filter) []string
	whole bool // the value is taken as it is written: no commas, quotes kept
}

// Flag reports whether the key is a word by itself.
func (k *Key) Flag() bool { return k.Values == "" }

// Keys are all keys, in the order in which Format writes them.
func Keys() []Key { return slices.Clone(keys) }

// keyOf finds a key by either name.
func keyOf(name string) *Key {
	for i := range keys {
		if keys[i].Name == name || name != "" && keys[i].Also == name {
			return &keys[i]
		}
	}
	return nil
}

var keys = []Key{
	{
		Name: "actor", Values: "CODE,...", Many: true, For: Events | Statements | Commitments, Example: "actor:PRK",
		Doc: "an actor on either side; of a statement, who speaks. `PRK` stands for all codes that begin so, `*` for any letters and `?` for one (`*GOV`, `???MIL`), `@NATO` for the members of a group on the day",
		set: patterns(func(f *store.Filter) *[]store.Pattern { return &f.Actor }), get: codes(func(f *store.Filter) []store.Pattern { return f.Actor }),
	},
	{
		Name: "with", Values: "CODE,...", Many: true, For: Events | Statements | Commitments, Example: "actor:PRK with:USA,@NATO",
		Doc: "the actor on the other side, beside `actor`",
		set: patterns(func(f *store.Filter) *[]store.Pattern { return &f.With }), get: codes(func(f *store.Filter) []store.Pattern { return f.With }),
	},
	{
		Name: "source", Also: "by", Values: "CODE,...", Many: true, For: Events | Statements | Commitments, Example: "source:RUS",
		Doc: "who did it; who spoke; who is bound by a commitment, or demands",
		set: patterns(func(f *store.Filter) *[]store.Pattern { return &f.Source }), get: codes(func(f *store.Filter) []store.Pattern { return f.Source }),
	},
	{
		Name: "target", Also: "to", Values: "CODE,...", Many: true, For: Events | Statements | Commitments, Example: "target:UKR",
		Doc: "to whom it was done; to whom something was said, promised or put",
		set: patterns(func(f *store.Filter) *[]store.Pattern { return &f.Target }), get: codes(func(f *store.Filter) []store.Pattern { return f.Target }),
	},
	{
		Name: "type", Values: "TYPE,...", Many: true, For: Events, Example: "type:THREATEN,COERCE",
		Doc: "PLOVER types of events",
		set: words(strings.ToUpper, func(f *store.Filter) *[]string { return &f.Types }), get: func(f *store.Filter) []string { return f.Types },
	},
	{
		Name: "mode", Values: "MODE,...", Many: true, For: Events, Example: "mode:ceasefire",
		Doc: "PLOVER modes of events",
		set: words(strings.ToLower, func(f *store.Filter) *[]string { return &f.Modes }), get: func(f *store.Filter) []string { return f.Modes },
	},
	{
		Name: "context", Values: "CONTEXT,...", Many: true, For: Events, Example: "context:military",
		Doc: "PLOVER contexts of events",
		set: words(strings.ToLower, func(f *store.Filter) *[]string { return &f.Contexts }), get: func(f *store.Filter) []string { return f.Contexts },
	},
	{
		Name: "cameo", Values: "CODE,...", Many: true, For: Events, Example: "cameo:13*",
		Doc: "CAMEO codes of events, with `*` for any rest",
		set: cameo, get: func(f *store.Filter) []string { return f.Codes },
	},
	{
		Name: "quad", Values: "1-4,...", Many: true, For: Events, Example: "quad:4",
		Doc: "quad classes of events: 1 verbal and 2 material cooperation, 3 verbal and 4 material conflict",
		set: quad, get: func(f *store.Filter) []string { return strs(f.Quads, strconv.Itoa) },
	},
	{
		Name: "status", Values: "STATUS,...", Many: true, For: Events, Example: "status:happened,claimed",
		Doc: "how events stand to the world: " + list(statuses),
		set: oneOf("status", statuses, func(f *store.Filter) *[]record.Status { return &f.Statuses }),
		get: func(f *store.Filter) []string { return strs(f.Statuses, str) },
	},
	{
		Name: "kind", Values: "KIND,...", Many: true, For: Statements | Commitments, Example: "kind:threat,ultimatum",
		Doc: "of statements " + list(statementKinds) + "; of commitments " + list(commitmentKinds),
		set: oneOf("kind", slices.Concat(statementKinds, commitmentKinds), func(f *store.Filter) *[]string { return &f.Kinds }),
		get: func(f *store.Filter) []string { return f.Kinds },
	},
	{
		Name: "state", Values: "STATE,...", Many: true, For: Commitments, Example: "state:open,due",
		Doc: "where commitments stand: " + list(states),
		set: oneOf("state", states, func(f *store.Filter) *[]record.State { return &f.States }),
		get: func(f *store.Filter) []string { return strs(f.States, str) },
	},
	{
		Name: "date", Values: "DAYS", For: all, Example: "date:2019..2020-06",
		Doc: "the day of the event, of the saying or promising, of the report: a year, month or day, or two with `..` between them, either of which may be missing; both ends are in it",
		set: days("date", bothSides, func(f *store.Filter) *record.Interval { return &f.Period }), get: func(f *store.Filter) []string { return formatDays(f.Period) },
	},
	{
		Name: "since", Values: "DAY", For: all, Example: "since:2019",
		Doc: "this day or later",
		set: days("since", startSide, func(f *store.Filter) *record.Interval { return &f.Period }),
	},
	{
		Name: "until", Values: "DAY", For: all, Example: "until:2020-06",
		Doc: "this day or earlier",
		set: days("until", endSide, func(f *store.Filter) *record.Interval { return &f.Period }),
	},
	{
		Name: "due", Values: "DAYS", For: Commitments, Example: "due:2019-12..",
		Doc: "when commitments fall due, as `date`",
		set: days("due", bothSides, func(f *store.Filter) *record.Interval { return &f.Due }), get: func(f *store.Filter) []string { return formatDays(f.Due) },
	},
	{
		Name: "deadline", Values: "DAYS", For: Commitments, Example: "deadline:..2019",
		Doc: "the last day on which commitments may be kept, as `date`; what has no last day (never again) is not chosen",
		set: days("deadline", bothSides, func(f *store.Filter) *record.Interval { return &f.Deadline }), get: func(f *store.Filter) []string { return formatDays(f.Deadline) },
	},
	{
		Name: "place", Values: "NAME,...", Many: true, For: Events, Example: "place:Hanoi",
		Doc: "names of places of events, whatever their case, with `*` for any rest",
		set: names(func(f *store.Filter) *[]string { return &f.Places }), get: func(f *store.Filter) []string { return f.Places },
	},
	{
		Name: "country", Values: "CODE,...", Many: true, For: Events, Example: "country:VNM",
		Doc: "countries that events took place in, ISO 3166 alpha-3",
		set: words(strings.ToUpper, func(f *store.Filter) *[]string { return &f.Countries }), get: func(f *store.Filter) []string { return f.Countries },
	},
	{
		Name: "outlet", Values: "NAME,...", Many: true, For: all, Example: `outlet:"Northern Wire"`,
		Doc: "names of the outlets of reports, whatever their case, with `*` for any rest",
		set: names(func(f *store.Filter) *[]string { return &f.Outlets }), get: func(f *store.Filter) []string { return f.Outlets },
	},
	{
		Name: "document", Values: "ID", For: all, Example: "document:hotline-restored.txt",
		Doc: "one report, by its identifier",
		set: one("document", func(f *store.Filter) *string { return &f.Document }), get: func(f *store.Filter) []string { return some(f.Document) },
	},
	{
		Name: "story", Values: "ID", For: all, Example: "story:hotline-restored.txt",
		Doc: "the reports of one story, by the identifier of its first",
		set: one("story", func(f *store.Filter) *string { return &f.Story }), get: func(f *store.Filter) []string { return some(f.Story) },
	},
	{
		Name: "fact", Values: "NUMBER", For: Events, Example: "fact:17",
		Doc: "the events of all reports that tell one fact, by its number",
		set: fact, get: func(f *store.Filter) []string {
			if f.Fact == 0 {
				return nil
			}
			return []string{strconv.FormatInt(f.Fact, 10)}
		},
	},
	{
		Name: "text", Also: "q", Values: "WORDS", For: all, Example: `text:"end of the year"`, whole: true,
		Doc: "words in the sentence of the event, in what was said or promised, in the report: a word, a `\"phrase in quotes\"`, a `start*`, or in parentheses several of them with `OR` and `-without`",
		set: text, get: func(f *store.Filter) []string { return some(f.Text) },
	},
	{
		Name: "news", For: Events | Statements, Example: "news",
		Doc: "leaves out what is told as background",
		set: flag(func(f *store.Filter) *bool { return &f.NewsOnly }), get: isSet(func(f *store.Filter) bool { return f.NewsOnly }),
	},
	{
		Name: "background", For: Events | Statements, Example: "background",
		Doc: "gives only what is told as background",
		set: flag(func(f *store.Filter) *bool { return &f.BackgroundOnly }), get: isSet(func(f *store.Filter) bool { return f.BackgroundOnly }),
	},
	{
		Name: "once", For: Events, Example: "once",
		Doc: "gives each fact once, as the report that tells it best has it: as something that happened rather than a claim, as news rather than background, with the shorter date; the first of equals",
		set: flag(func(f *store.Filter) *bool { return &f.Once }), get: isSet(func(f *store.Filter) bool { return f.Once }),
	},
	{
		Name: "newest", For: all, Example: "newest",
		Doc: "puts the latest first, instead of the earliest",
		set: flag(func(f *store.Filter) *bool { return &f.Newest }), get: isSet(func(f *store.Filter) bool { return f.Newest }),
	},
	{
		Name: "limit", Values: "NUMBER", For: all, Example: "limit:50",
		Doc: "so many rows at most",
		set: limit, get: func(f *store.Filter) []string {
			if f.Limit == 0 {
				return nil
			}
			return []string{strconv.Itoa(f.Limit)}
		},
	},
	{
		Name: "after", Values: "CURSOR", For: all, Example: "limit:50 after:6f1c...",
		Doc: "the rows that follow the row with this cursor; the other keys must be those that gave it",
		set: one("after", func(f *store.Filter) *string { return &f.After }), get: func(f *store.Filter) []string { return some(f.After) },
	},
}

var (
	statuses = []record.Status{record.Happened, record.ClaimedEvent, record.Announced, record.Promised, record.Threatened, record.DemandedDo,
		record.Conditional, record.Hypothetical, record.DeniedEvent, record.DidNotHappen}
	states = []record.State{record.Open, record.FallenDue, record.Kept, record.Broken, record.Lapsed, record.Met, record.Withdrawn,
		record.Superseded, record.Renewed, record.Rejected}
	statementKinds  = []string{string(record.Direct), string(record.Indirect), string(record.Mixed)}
	commitmentKinds = []string{string(record.Promise), string(record.Threat), string(record.Demand), string(record.Ultimatum),
		string(record.Offer), string(record.Refusal), string(record.Agreement)}
)

func str[T ~string](v T) string { return string(v) }

func strs[T any](vs []T, s func(T) string) []string {
	out := make([]string, len(vs))
	for i, v := range vs {
		out[i] = s(v)
	}
	return out
}

func list[T ~string](vs []T) string { return strings.Join(strs(vs, str), ", ") }

func some(s string) []string {
	if s == "" {
		return nil
	}
	return []string{s}
}

// Check says which part of a filter means nothing for a list: a filter of events
// by their type cannot choose statements.
func Check(f store.Filter, of List) error {
	for i := range keys {
		if k := &keys[i]; k.For&of == 0 && k.get != nil && len(k.get(&f)) > 0 {
			return fmt.Errorf("%s: chooses %s, not %s: leave it out", k.Name, k.For, of)
		}
	}
	return check(f)
}

// String names the lists.
func (l List) String() string {
	var names []string
	for i, name := range []string{"events", "statements", "commitments", "documents"} {
		if l&(1<<i) != 0 {
			names = append(names, name)
		}
	}
	return strings.Join(names, ", ")
}
