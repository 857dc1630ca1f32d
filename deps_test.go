package detente

import (
	"os/exec"
	"slices"
	"strings"
	"testing"
)

// floors is the table of allowed imports between our own packages: a package
// may import those named after it and nothing else of ours. A new edge is a
// decision: it is made here, with its reason in docs/dependencies.md.
var floors = map[string][]string{
	"record": {},
	"data":   {},
	"tree":   {"record"},

	// The stages know the record and the trees, never each other.
	"page":         {"record"},
	"lang":         {"record", "tree", "lang/net"},
	"lang/net":     {"record", "tree", "lang/net/mat"},
	"lang/net/mat": {},
	"lang/conllu":  {"record", "tree"},
	"when":         {"record", "tree"},
	"actor":        {"record", "tree"},
	"coref":        {"record", "tree"},
	"quote":        {"record", "tree"},
	"ontology":     {},
	"event":        {"record", "tree", "ontology"},
	"pledge":       {"record", "tree"},

	// One package composes them.
	"reader": {"record", "tree", "data", "page", "lang", "when", "actor", "coref", "quote", "ontology", "event", "pledge"},

	// What stands on records.
	"source":                      {"record", "page", "source/coding", "source/warc"},
	"source/coding":               {},
	"source/warc":                 {},
	"source/fetch":                {"source/coding"},
	"source/watch":                {"record", "page", "source", "source/fetch", "store"},
	"store":                       {"record"},
	"store/postgres":              {"store", "store/tables"},
	"store/sqlite":                {"store", "store/tables"},
	"query":                       {"record", "store"},
	"store/storetest":             {"record", "store"},
	"store/postgres/postgrestest": {},
	"store/tables":                {"record", "store"},
	"relation":                    {"record"},
	"relation/stored":             {"record", "relation", "store"},
	"export/rows":                 {"record"},
	"export":                      {"record", "store", "export/rows"},
	"eval":                        {"*"},
	"ledger":                      {"record"},
	"ledger/stored":               {"record", "ledger", "store"},

	"export/sheet": {"record", "store"},

	// What answers over HTTP.
	"server":         {"store", "server/access", "server/problem"},
	"server/access":  {},
	"server/problem": {"store"},
	"server/api":     {"record", "store", "query", "export", "export/rows", "export/sheet", "reader", "actor", "ledger", "relation", "relation/stored", "source", "subscription", "server/access", "server/problem"},
	"subscription":   {"store", "query", "source/fetch", "server/access", "server/problem"},

	// What shows records to people.
	"server/pages": {"record", "page", "reader", "ontology", "actor", "event", "query", "store", "relation", "relation/stored"},

	// What assistants ask.
	"mcp": {"record", "store", "query", "reader", "relation", "relation/stored", "source"},

	// Programs and tooling.
	"cmd/detente":            {"*"},
	"internal/corpus":        {},
	"internal/makereports":   {"internal/corpus"},
	"packaging":              {},
	"internal/build":         {},
	"internal/load":          {"*"},
	"internal/sample":        {"record"},
	"internal/train":         {"*"},
	"internal/train/network": {"*"},
	"internal/actorsimport":  {},
	"internal/speed":         {},
	"internal/worldmap":      {},
}

func TestFloors(t *testing.T) {
	out, err := exec.Command("go", "list", "-f", `{{.ImportPath}}: {{join .Imports " "}}`, "./...").Output()
	if err != nil {
		t.Fatalf("go list: %v", err)
	}
	const module = "detente/"
	for line := range strings.Lines(string(out)) {
		path, imports, _ := strings.Cut(strings.TrimSpace(line), ":")
		pkg, inModule := strings.CutPrefix(path, module)
		if !inModule {
			continue
		}
		allowed, listed := floors[pkg]
		if !listed {
			t.Errorf("package %s is not in the table of floors", pkg)
			continue
		}
		for imp := range strings.FieldsSeq(imports) {
			if own, ok := strings.CutPrefix(imp, module); ok && !slices.Contains(allowed, own) && !slices.Contains(allowed, "*") {
				t.Errorf("%s may not import %s", pkg, own)
			}
		}
	}
}
