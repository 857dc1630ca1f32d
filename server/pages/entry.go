package pages

import (
	"fmt"
	"io/fs"
	"strings"

	"detente/event"
)

// entryOf is the text of a rule in its file: from its [[rule]] to the next table.
func entryOf(fsys fs.FS, rule *event.Rule) (string, error) {
	text, err := fs.ReadFile(fsys, rule.File)
	if err != nil {
		return "", fmt.Errorf("rule %s: %w", rule.ID, err)
	}
	lines := strings.Split(string(text), "\n")
	from := min(max(rule.Line-1, 0), len(lines)-1)
	for from > 0 && !strings.HasPrefix(lines[from], "[[") {
		from--
	}
	to := from + 1
	for to < len(lines) && !strings.HasPrefix(lines[to], "[") {
		to++
	}
	return strings.TrimSpace(strings.Join(lines[from:to], "\n")), nil
}
