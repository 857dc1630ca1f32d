package query

import (
	"fmt"
	"strings"
)

// Table is the table of keys for docs/query.md.
func Table() string {
	var b strings.Builder
	b.WriteString("| key | values | chooses | of | example |\n|---|---|---|---|---|\n")
	for _, k := range keys {
		name := "`" + k.Name + "`"
		if k.Also != "" {
			name += ", `" + k.Also + "`"
		}
		values := "a flag"
		if !k.Flag() {
			values = k.Values
		}
		of := k.For.String()
		if k.For == all {
			of = "all"
		}
		fmt.Fprintf(&b, "| %s | %s | %s | %s | `%s` |\n", name, values, strings.ReplaceAll(k.Doc, "|", `\|`), of, k.Example)
	}
	return b.String()
}

// Table is the table of groups for docs/query.md.
func (g *Groups) Table() string {
	var b strings.Builder
	b.WriteString("| group | name | members | of them still |\n|---|---|---|---|\n")
	for _, group := range g.groups {
		still := 0
		for _, m := range group.Members {
			if m.During.End.IsZero() {
				still++
			}
		}
		fmt.Fprintf(&b, "| `@%s` | %s | %d | %d |\n", group.Name, group.Full, len(group.Members), still)
	}
	return b.String()
}
