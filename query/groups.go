package query

import (
	"fmt"
	"io/fs"
	"maps"
	"slices"
	"strings"

	"detente/record"
	"detente/store"
)

// Groups are the named groups of actors: alliances, unions, clubs of states,
// with the days on which their members belonged to them.
type Groups struct {
	byName map[string]*Group
	groups []Group
}

// Group is one of them.
type Group struct {
	Name    string // as it is written after @: NATO
	Full    string // North Atlantic Treaty Organization
	Members []Member
}

// Member is an actor of a group from one day until another, which is not in it;
// open where it is there from the start, or still was when the data was made. A
// state that left and came back is two members.
type Member struct {
	Code   string
	During record.Interval
	Source string
}

const groupsFile = "actors/groups.tsv"

// LoadGroups reads the groups in actors/groups.tsv. Errors name file and line.
func LoadGroups(fsys fs.FS) (*Groups, error) {
	b, err := fs.ReadFile(fsys, groupsFile)
	if err != nil {
		return nil, fmt.Errorf("reading the groups of actors: %w", err)
	}
	g := &Groups{byName: map[string]*Group{}}
	at := map[string]int{}
	n, headed := 0, false
	for line := range strings.Lines(string(b)) {
		n++
		line = strings.TrimRight(line, "\r\n")
		if line == "" || line[0] == '#' {
			continue
		}
		cells := strings.Split(line, "\t")
		if !headed {
			if line != "group\tname\tmember\tfrom\tuntil\tsource" {
				return nil, fmt.Errorf("%s:%d: the columns must be group, name, member, from, until, source, tab-separated", groupsFile, n)
			}
			headed = true
			continue
		}
		if err := g.row(cells, at); err != nil {
			return nil, fmt.Errorf("%s:%d: %w", groupsFile, n, err)
		}
	}
	for i := range g.groups {
		g.byName[g.groups[i].Name] = &g.groups[i]
	}
	return g, nil
}

func (g *Groups) row(cells []string, at map[string]int) error {
	if len(cells) != 6 {
		return fmt.Errorf("%d columns, want 6 (group, name, member, from, until, source)", len(cells))
	}
	name := strings.ToUpper(cells[0])
	m := Member{Code: cells[2], Source: cells[5]}
	if err := patterns(func(f *store.Filter) *[]store.Pattern { return &f.Actor })(&store.Filter{}, "@"+name); err != nil {
		return err
	}
	if err := (store.Filter{Actor: store.Codes(m.Code)}).Check(); err != nil {
		return err
	}
	for _, side := range []struct {
		cell string
		into *record.Moment
	}{{cells[3], &m.During.Start}, {cells[4], &m.During.End}} {
		if side.cell == "" {
			continue
		}
		day, err := parseDay(side.cell)
		if err != nil {
			return err
		}
		*side.into = day.Start
	}
	if m.During.Closed() && !m.During.Start.Before(m.During.End.Time) {
		return fmt.Errorf("%s was of %s from %s until %s: the end is before the start", m.Code, name, cells[3], cells[4])
	}
	if m.Source == "" {
		return fmt.Errorf("%s of %s has no source: name one", m.Code, name)
	}
	i, known := at[name]
	if !known {
		i = len(g.groups)
		at[name] = i
		g.groups = append(g.groups, Group{Name: name, Full: cells[1]})
	}
	group := &g.groups[i]
	if group.Full != cells[1] {
		return fmt.Errorf("group %s is called %q here and %q before", name, cells[1], group.Full)
	}
	for _, other := range group.Members {
		if other.Code == m.Code && other.During.Overlaps(m.During) {
			return fmt.Errorf("%s is of %s twice at the same time", m.Code, name)
		}
	}
	group.Members = append(group.Members, m)
	return nil
}

// All are the groups in the order of the file.
func (g *Groups) All() []Group { return slices.Clone(g.groups) }

// Group finds a group by its name, with or without the @, whatever its case.
func (g *Groups) Group(name string) (Group, bool) {
	found := g.byName[strings.ToUpper(strings.TrimPrefix(name, "@"))]
	if found == nil {
		return Group{}, false
	}
	return *found, true
}

func isGroup(p store.Pattern) bool { return strings.HasPrefix(p.Code, "@") }

func sides(f *store.Filter) []*[]store.Pattern {
	return []*[]store.Pattern{&f.Actor, &f.With, &f.Source, &f.Target}
}

// Expand puts the members of its groups into a filter, in place of @NAME. The
// answer is for the store; keep the filter itself to be written again.
func (g *Groups) Expand(f store.Filter) (store.Filter, error) {
	for _, side := range sides(&f) {
		if !slices.ContainsFunc(*side, isGroup) {
			continue
		}
		ps, err := g.Patterns(*side, f.Period)
		if err != nil {
			return f, err
		}
		*side = ps
	}
	return f, f.Check()
}

// Patterns are patterns with the members of their groups in place of @NAME;
// members whose time lies wholly outside the period are left out.
func (g *Groups) Patterns(ps []store.Pattern, period record.Interval) ([]store.Pattern, error) {
	var out []store.Pattern
	for _, p := range ps {
		if !isGroup(p) {
			out = append(out, p)
			continue
		}
		group, ok := g.Group(p.Code)
		if !ok {
			return nil, fmt.Errorf("there is no group %s: the groups are @%s", p.Code, strings.Join(slices.Sorted(maps.Keys(g.byName)), ", @"))
		}
		for _, m := range group.Members {
			if m.During.Overlaps(period) {
				out = append(out, store.Pattern{Code: m.Code, During: m.During})
			}
		}
	}
	if len(out) == 0 && len(ps) > 0 {
		return nil, fmt.Errorf("%s: had no member in %s", list(strs(ps, func(p store.Pattern) string { return p.Code })), period)
	}
	return out, nil
}
