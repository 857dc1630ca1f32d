// Command actorsimport carries dated office-holdings of Wikidata (CC0) over
// into the layout of the actor dictionary:
//
//	go run ./internal/actorsimport -facts ../shared/facts -data data/actors
//
// It reads officeholders.csv, world-leaders-2021.csv and leaders-2026-08.csv,
// keeps the posts that posts.tsv names in its column "positions", joins rows
// that continue each other, and writes holders-1-leaders.tsv and
// holders-2-wikidata.tsv. Every row names its source. The same input gives the
// same files.
package main

import (
	"cmp"
	_ "embed"
	"encoding/csv"
	"flag"
	"fmt"
	"io"
	"log"
	"os"
	"path/filepath"
	"slices"
	"strings"
)

func main() {
	log.SetFlags(0)
	facts := flag.String("facts", "../shared/facts", "folder with the CSV files of facts")
	data := flag.String("data", "data/actors", "folder of the actor dictionary")
	flag.Parse()
	if err := run(*facts, *data); err != nil {
		log.Fatal("actorsimport: ", err)
	}
}

// wrong lists rows that the sources have wrong, with the reason.
//
//go:embed wrong.tsv
var wrong string

// holding is one row of a holders file.
type holding struct{ code, post, person, gender, wikidata, from, until, source string }

func run(facts, data string) error {
	posts, err := readPositions(filepath.Join(data, "posts.tsv"))
	if err != nil {
		return err
	}
	byID, byISO2, err := readStates(filepath.Join(data, "states.tsv"))
	if err != nil {
		return err
	}

	var held []holding
	covered := map[string]bool{}
	err = eachRow(filepath.Join(facts, "officeholders.csv"), func(r map[string]string) {
		if p, ok := posts.of(r["country"], r["position"]); ok {
			held = append(held, holding{r["country"], p, r["person"], "", r["wikidata"], r["start"], r["end"], "wikidata 2023-03"})
			covered[r["country"]+p] = true
		}
	})
	if err != nil {
		return err
	}
	err = eachRow(filepath.Join(facts, "leaders-2026-08.csv"), func(r map[string]string) {
		code, ok := byISO2[r["country"]]
		p, known := posts.of(code, r["position"])
		if ok && known && r["since"] != "" {
			held = append(held, holding{code, p, r["person"], "", r["wikidata"], r["since"], "", "wikidata 2026-08"})
		}
	})
	if err != nil {
		return err
	}
	told, err := readTold(filepath.Join(data, "holders-3-editor.tsv"), posts.single)
	if err != nil {
		return err
	}
	if err := write(filepath.Join(data, "holders-2-wikidata.tsv"), told.without(join(held))); err != nil {
		return err
	}

	var leaders []holding
	err = eachRow(filepath.Join(facts, "world-leaders-2021.csv"), func(r map[string]string) {
		code, ok := byID[r["countryid"]]
		position, _, _ := strings.Cut(r["positionLabel"], " of ")
		p, known := posts.of(code, position)
		if ok && known && !covered[code+p] && r["start_year"] != "" {
			leaders = append(leaders, holding{code, p, r["officeholderLabel"], "", r["officeholder"], r["start_year"], r["end_year"], "wikidata 2022-10"})
		}
	})
	if err != nil {
		return err
	}
	return write(filepath.Join(data, "holders-1-leaders.tsv"), told.without(join(leaders)))
}

// positions is which post a position of Wikidata means, in all states or in one,
// and which posts are for one person at a time.
type positions struct {
	post   map[string]string
	single map[string]bool
}

func (p *positions) of(state, position string) (post string, ok bool) {
	if post, ok = p.post[position+"@"+state]; !ok {
		post, ok = p.post[position]
	}
	return post, ok
}

func readPositions(file string) (*positions, error) {
	p := &positions{map[string]string{}, map[string]bool{}}
	err := eachTSV(file, func(r map[string]string) {
		p.single[r["post"]] = r["holders"] == "one"
		for one := range strings.SplitSeq(r["positions"], "|") {
			if _, taken := p.post[one]; one != "" && !taken {
				p.post[one] = r["post"]
			}
		}
	})
	return p, err
}

// told is what the editors' file tells of posts for one person, by state and
// post: where it speaks, the rows of Wikidata about others are left out.
type told map[string][]holding

func readTold(file string, single map[string]bool) (told, error) {
	t := told{}
	err := eachTSV(file, func(r map[string]string) {
		if single[r["post"]] {
			key := r["code"] + " " + r["post"]
			t[key] = append(t[key], holding{person: r["person"], from: r["from"], until: r["until"]})
		}
	})
	return t, err
}

func (t told) without(rows []holding) []holding {
	return slices.DeleteFunc(rows, func(h holding) bool {
		for _, o := range t[h.code+" "+h.post] {
			if (h.until == "" || o.from < h.until) && (o.until == "" || h.from < o.until) {
				return true
			}
		}
		return false
	})
}

// readStates gives the codes of states by Wikidata identifier and by the two
// letters of ISO 3166.
func readStates(file string) (byID, byISO2 map[string]string, err error) {
	byID = map[string]string{}
	byISO2 = map[string]string{
		"AR": "ARG", "AU": "AUS", "BR": "BRA", "BN": "BRN", "KH": "KHM", "CA": "CAN", "CN": "CHN", "FR": "FRA", "DE": "DEU",
		"IN": "IND", "ID": "IDN", "IT": "ITA", "JP": "JPN", "LA": "LAO", "MY": "MYS", "MX": "MEX", "MM": "MMR", "PH": "PHL",
		"RU": "RUS", "SA": "SAU", "SG": "SGP", "ZA": "ZAF", "KR": "KOR", "TH": "THA", "TR": "TUR", "GB": "GBR", "US": "USA", "VN": "VNM",
	}
	err = eachTSV(file, func(r map[string]string) { byID[r["wikidata"]] = r["code"] })
	return byID, byISO2, err
}

// join sorts the rows and makes one of those that continue each other: the same
// person in the same post, with no day between.
func join(rows []holding) []holding {
	slices.SortFunc(rows, func(a, b holding) int {
		return cmp.Or(cmp.Compare(a.code, b.code), cmp.Compare(a.post, b.post), cmp.Compare(a.wikidata, b.wikidata),
			cmp.Compare(a.from, b.from), cmp.Compare(a.until, b.until), cmp.Compare(a.source, b.source))
	})
	var out []holding
	for _, r := range rows {
		if n := len(out); n > 0 {
			last := &out[n-1]
			if last.code == r.code && last.post == r.post && last.wikidata == r.wikidata && (last.until == "" || last.until >= r.from) {
				if last.until != "" && (r.until == "" || r.until > last.until) {
					last.until = r.until
				}
				last.source = r.source
				continue
			}
		}
		out = append(out, r)
	}
	slices.SortStableFunc(out, func(a, b holding) int {
		return cmp.Or(cmp.Compare(a.code, b.code), cmp.Compare(a.post, b.post), cmp.Compare(a.from, b.from))
	})
	return out
}

func write(file string, rows []holding) error {
	var b strings.Builder
	b.WriteString("# Office-holdings out of Wikidata (CC0), made by internal/actorsimport: do not edit; correct in holders-3-editor.tsv.\n")
	b.WriteString("code\tpost\tperson\tgender\twikidata\tfrom\tuntil\tsource\n")
	for _, r := range rows {
		if strings.Contains(wrong, "\n"+r.code+"\t"+r.post+"\t"+r.person+"\t") {
			continue
		}
		if r.until != "" && r.until < r.from || r.person == "" || r.person == r.wikidata {
			continue
		}
		fmt.Fprintf(&b, "%s\t%s\t%s\t%s\t%s\t%s\t%s\t%s\n", r.code, r.post, r.person, r.gender, r.wikidata, r.from, r.until, r.source)
	}
	return os.WriteFile(file, []byte(b.String()), 0o644)
}

// eachRow calls do with every row of a CSV file, by column name.
func eachRow(file string, do func(map[string]string)) error { return read(file, ',', do) }

// eachTSV does the same for a TSV file with comment lines.
func eachTSV(file string, do func(map[string]string)) error { return read(file, '\t', do) }

func read(file string, comma rune, do func(map[string]string)) error {
	f, err := os.Open(file)
	if err != nil {
		return err
	}
	defer f.Close()
	r := csv.NewReader(f)
	r.Comma = comma
	if comma == '\t' {
		r.Comment, r.LazyQuotes = '#', true
	}
	cols, err := r.Read()
	if err != nil {
		return fmt.Errorf("%s: %w", file, err)
	}
	for {
		cells, err := r.Read()
		if err == io.EOF {
			return nil
		}
		if err != nil {
			return fmt.Errorf("%s: %w", file, err)
		}
		row := make(map[string]string, len(cols))
		for i, c := range cols {
			row[c] = strings.ReplaceAll(cells[i], "\t", " ")
		}
		do(row)
	}
}
