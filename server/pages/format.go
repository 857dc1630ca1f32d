package pages

import (
	"fmt"
	"html/template"
	"io/fs"
	"path"
	"strconv"
	"strings"
)

// parse makes a template of every page within the layout.
func (p *pages) parse(fsys fs.FS) (map[string]*template.Template, error) {
	common, err := template.New("").Funcs(p.functions()).ParseFS(fsys, "templates/layout.html", "templates/parts.html")
	if err != nil {
		return nil, err
	}
	files, err := fs.Glob(fsys, "templates/*.html")
	if err != nil {
		return nil, err
	}
	views := map[string]*template.Template{}
	for _, file := range files {
		name := strings.TrimSuffix(path.Base(file), ".html")
		if name == "layout" || name == "parts" {
			continue
		}
		t, err := common.Clone()
		if err != nil {
			return nil, err
		}
		if views[name], err = t.ParseFS(fsys, file); err != nil {
			return nil, err
		}
	}
	return views, nil
}

// signed is a number with its sign: +2.5.
func signed(x float64) string {
	if x > -0.05 && x < 0.05 {
		return "0.0"
	}
	return strings.Replace(fmt.Sprintf("%+.1f", x), "-", "−", 1)
}

// grouped is a count with its thousands apart: 12,034.
func grouped(n int) string {
	s := strconv.Itoa(n)
	for i := len(s) - 3; i > 0 && s[i-1] != '-'; i -= 3 {
		s = s[:i] + "," + s[i:]
	}
	return s
}

// plural is a count with its noun: 1 report, 2 reports.
func plural(n int, noun string) string {
	if n == 1 {
		return "1 " + noun
	}
	return grouped(n) + " " + noun + "s"
}

// dict hands several values to a template: "name" value "name" value.
func dict(pairs ...any) (map[string]any, error) {
	if len(pairs)%2 != 0 {
		return nil, fmt.Errorf("dict takes pairs, not %d values", len(pairs))
	}
	m := map[string]any{}
	for i := 0; i < len(pairs); i += 2 {
		name, ok := pairs[i].(string)
		if !ok {
			return nil, fmt.Errorf("dict: %v is no name", pairs[i])
		}
		m[name] = pairs[i+1]
	}
	return m, nil
}
