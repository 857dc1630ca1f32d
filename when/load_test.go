package when

import (
	"os"
	"path/filepath"
	"strings"
	"testing"

	"detente/data"
)

// TestFaultsNameTheirPlace: whoever edits the data must be told where it is wrong.
func TestFaultsNameTheirPlace(t *testing.T) {
	for want, c := range map[string][2]string{
		"when/words.tsv:2: no slot":                 {"words.tsv", "words\tclass\tslot\tvalue\twhen\nsoonish\tREFPAST\trefer\tPAST_REF\t\n"},
		"when/words.tsv:1: the columns are":         {"words.tsv", "words\tclass\n"},
		"when/numbers.tsv:3: want cardinal":         {"numbers.tsv", "word\tkind\tvalue\none\tcardinal\t1\ntwo\tcardnial\t2\n"},
		"when/holidays.tsv:2: no rule":              {"holidays.tsv", "names\tday\tsource\nUnday\tsometime\tme\n"},
		"when/events.tsv:2: date \"2020-13-01\"":    {"events.tsv", "names\tkind\tfirst\tlast\tplace\tcountry\tpeople\tparties\tsource\nRout\twar\t2020-13-01\t\t\t\t\t\tme\n"},
		"when/events.tsv:2: no source":              {"events.tsv", "names\tkind\tfirst\tlast\tplace\tcountry\tpeople\tparties\tsource\nRout\twar\t2020-12-01\t\t\t\t\t\t\n"},
		"when/zones.tsv:2: the kind is":             {"zones.tsv", "name\tkind\tzone\tsource\nEDORAS\ttown\tUTC\tme\n"},
		"rule \"x\": pattern \"NOSUCH\": nothing":   {"grammar.toml", "[[stratum]]\nname = \"a\"\n[[stratum.rule]]\nid = \"x\"\nmakes = \"X\"\npatterns = [\"NOSUCH\"]\n"},
		"rule \"x\": a rule that finds times wants": {"grammar.toml", "[[stratum]]\nname = \"a\"\n[[stratum.rule]]\nid = \"x\"\nmakes = \"X\"\nas = \"time\"\npatterns = [\"YEAR\"]\n"},
		"paterns":        {"grammar.toml", "[[stratum]]\nname = \"a\"\n[[stratum.rule]]\nid = \"x\"\nmakes = \"X\"\npaterns = [\"YEAR\"]\n"},
		"when/cues.toml": {"cues.toml", "futur = []\n"},
	} {
		dir := t.TempDir()
		if err := os.Mkdir(filepath.Join(dir, "when"), 0o755); err != nil {
			t.Fatal(err)
		}
		if err := os.WriteFile(filepath.Join(dir, "when", c[0]), []byte(c[1]), 0o644); err != nil {
			t.Fatal(err)
		}
		over, err := data.Overlay(dir)
		if err != nil {
			t.Fatal(err)
		}
		if _, err = New(over); err == nil || !strings.Contains(err.Error(), want) {
			t.Errorf("%s: %v, want %s", c[0], err, want)
		}
	}
}
