package when

import (
	"strings"

	"detente/record"
)

// A clock is a name that tells whose time "local time" is.
type clock struct{ name, zone string }

func (d *loader) loadZones() error {
	t, err := readTable(d.fsys, zonesFile, "name", "kind", "zone", "source")
	if err != nil {
		return err
	}
	for _, r := range t.rows {
		c := clock{r.cells[0], r.cells[2]}
		switch r.cells[1] {
		case "agency":
			d.agencies = append(d.agencies, c)
		case "city":
			d.cities = append(d.cities, c)
		default:
			return t.errorf(r, "the kind is agency or city, not %q", r.cells[1])
		}
	}
	return nil
}

// zone is whose clock a report goes by: the city of its dateline or, where it
// speaks of "local time", the agency that it draws on. Empty where neither is told.
func (r *Reader) zone(doc *record.Document) string {
	const heads = 6 // blocks before which a dateline stands
	for _, b := range doc.Blocks[:min(heads, len(doc.Blocks))] {
		head := b.Span.In(doc.Text)
		for _, c := range r.cities {
			if rest, ok := strings.CutPrefix(head, c.name); ok && rest != "" && !letter(rest[0]) {
				return c.zone
			}
		}
	}
	if !strings.Contains(doc.Text, "local time") {
		return ""
	}
	in := surnameIn(doc.Text)
	for _, c := range r.agencies {
		if c.name == doc.Source || in(c.name) {
			return c.zone
		}
	}
	return ""
}
