package export

import (
	"fmt"
	"strconv"
	"strings"
	"unicode/utf8"

	"detente/record"
)

func gdeltEvents() Layout {
	columns := []Column{
		{"GlobalEventID", "number of the fact", func(r *eventRow) string { return strconv.FormatInt(r.Fact, 10) }},
		{"Day", "first day, YYYYMMDD", func(r *eventRow) string { return r.day("20060102") }},
		{"MonthYear", "YYYYMM", func(r *eventRow) string { return r.day("200601") }},
		{"Year", "YYYY", func(r *eventRow) string { return r.day("2006") }},
		{"FractionDate", "year and the part of it that has passed, by (month × 30 + day) / 365 as GDELT has it", func(r *eventRow) string {
			d := r.Date.Start
			if d.IsZero() {
				return ""
			}
			return fmt.Sprintf("%.4f", float64(d.Year())+float64(int(d.Month())*30+d.Day())/365)
		}},
	}
	columns = append(columns, gdeltActor(1, func(r *eventRow) record.ActorRef { return r.Source })...)
	columns = append(columns, gdeltActor(2, func(r *eventRow) record.ActorRef { return r.Target })...)
	columns = append(columns,
		Column{"IsRootEvent", "1 where the sentence stands in the title or the first paragraph", func(r *eventRow) string { return r.root() }},
		Column{"EventCode", "CAMEO code", func(r *eventRow) string { return r.Cameo }},
		Column{"EventBaseCode", "its first three digits", func(r *eventRow) string { return r.Cameo[:min(3, len(r.Cameo))] }},
		Column{"EventRootCode", "its first two digits", func(r *eventRow) string { return r.Cameo[:min(2, len(r.Cameo))] }},
		Column{"QuadClass", "1 verbal and 2 material cooperation, 3 verbal and 4 material conflict", func(r *eventRow) string { return strconv.Itoa(r.Quad) }},
		Column{"GoldsteinScale", "-10 to 10", func(r *eventRow) string { return score(r.Goldstein) }},
		Column{"NumMentions", "reports that tell the fact", func(r *eventRow) string { return strconv.Itoa(r.Reports) }},
		Column{"NumSources", "the same: a report is counted as a source", func(r *eventRow) string { return strconv.Itoa(r.Reports) }},
		Column{"NumArticles", "the same", func(r *eventRow) string { return strconv.Itoa(r.Reports) }},
		Column{"AvgTone", "", nil})
	for _, geo := range []string{"Actor1Geo", "Actor2Geo"} {
		for _, c := range gdeltGeo {
			columns = append(columns, Column{geo + "_" + c, "", nil})
		}
	}
	for _, c := range gdeltGeo {
		column := Column{"ActionGeo_" + c, "", nil}
		switch c {
		case "Type":
			column.Doc, column.value = "4 (a city of the world) where a place is named, else 0", func(r *eventRow) string {
				if r.Place == nil {
					return "0"
				}
				return "4"
			}
		case "Fullname":
			column.Doc, column.value = "place and, where it is known, its country by name: Hanoi, Vietnam", func(r *eventRow) string {
				p := r.place()
				if country := r.names.state(p.Country); country != "" && country != p.Name {
					return p.Name + ", " + country
				}
				return p.Name
			}
		}
		columns = append(columns, column)
	}
	columns = append(columns,
		Column{"DATEADDED", "day of the report that tells the fact best, YYYYMMDDhhmmss", func(r *eventRow) string { return r.published("20060102150405") }},
		Column{"SOURCEURL", "its address, or else its identifier", func(r *eventRow) string { return r.address() }})
	return Layout{Name: "gdelt-events", Doc: "tab-separated, in the 61 columns of GDELT 2.0 events, without a header; a row is a fact", Once: true, Told: true, Columns: columns}
}

var gdeltGeo = []string{"Type", "Fullname", "CountryCode", "ADM1Code", "ADM2Code", "Lat", "Long", "FeatureID"}

// gdeltActor are the ten columns of an actor. The code is ours, which is CAMEO's
// but for the newer states.
func gdeltActor(n int, of func(*eventRow) record.ActorRef) []Column {
	role := func(i int) func(*eventRow) string {
		return func(r *eventRow) string {
			if s := sectors(of(r).Code); i < len(s) {
				return s[i]
			}
			return ""
		}
	}
	head := fmt.Sprintf("Actor%d", n)
	return []Column{
		{head + "Code", "actor code", func(r *eventRow) string { return of(r).Code }},
		{head + "Name", "name, in capitals", func(r *eventRow) string { return strings.ToUpper(of(r).Name) }},
		{head + "CountryCode", "country in the code, three letters", func(r *eventRow) string { return of(r).Country() }},
		{head + "KnownGroupCode", "", nil}, {head + "EthnicCode", "", nil}, {head + "Religion1Code", "", nil}, {head + "Religion2Code", "", nil},
		{head + "Type1Code", "first role in the code: GOV, MIL, IGO, ...", role(0)},
		{head + "Type2Code", "second role", role(1)},
		{head + "Type3Code", "third role", role(2)},
	}
}

func gdeltMentions() Layout {
	return Layout{
		Name: "gdelt-mentions", Doc: "tab-separated, in the 16 columns of GDELT 2.0 mentions, without a header; a row is a report's event", Told: true,
		Columns: []Column{
			{"GlobalEventID", "number of the fact, as in gdelt-events", func(r *eventRow) string { return strconv.FormatInt(r.Fact, 10) }},
			{"EventTimeDate", "first day, YYYYMMDDhhmmss", func(r *eventRow) string { return r.day("20060102150405") }},
			{"MentionTimeDate", "day of the report, YYYYMMDDhhmmss", func(r *eventRow) string { return r.published("20060102150405") }},
			{"MentionType", "1 (a web page) where the report has an address, else 2 (a text known by its citation)", func(r *eventRow) string {
				if r.URL != "" {
					return "1"
				}
				return "2"
			}},
			{"MentionSourceName", "outlet", func(r *eventRow) string { return r.Outlet }},
			{"MentionIdentifier", "address of the report, or else its identifier", func(r *eventRow) string { return r.address() }},
			{"SentenceID", "", nil},
			{"Actor1CharOffset", "characters of the text before the first actor's words; -1 where it is only understood", func(r *eventRow) string { return r.offset(r.Spans.Source) }},
			{"Actor2CharOffset", "before the second actor's", func(r *eventRow) string { return r.offset(r.Spans.Target) }},
			{"ActionCharOffset", "before the words of the event", func(r *eventRow) string { return r.offset(&r.Spans.Trigger) }},
			{"InRawText", "1: events are read in the text as it is", func(*eventRow) string { return "1" }},
			{"Confidence", "", nil},
			{"MentionDocLen", "characters of the text", func(r *eventRow) string { return strconv.Itoa(utf8.RuneCountInString(r.rec.Document.Text)) }},
			{"MentionDocTone", "", nil}, {"MentionDocTranslationInfo", "", nil}, {"Extras", "", nil},
		},
	}
}

func (r *eventRow) address() string {
	if r.URL != "" {
		return r.URL
	}
	return r.Document
}

func (r *eventRow) offset(s *record.Span) string {
	if s == nil || s.Empty() || s.End > len(r.rec.Document.Text) {
		return "-1"
	}
	return strconv.Itoa(utf8.RuneCountInString(r.rec.Document.Text[:s.Start]))
}

// root reports whether the event stands in the title or the first paragraph.
func (r *eventRow) root() string {
	for _, b := range r.rec.Document.Blocks {
		if b.Role != record.Title && b.Role != record.Paragraph {
			continue
		}
		if b.Span.Overlaps(r.Spans.Sentence) {
			return "1"
		}
		if b.Role == record.Paragraph {
			break
		}
	}
	return "0"
}
