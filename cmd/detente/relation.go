package main

import (
	"fmt"
	"os"
	"strconv"
	"strings"

	"github.com/spf13/cobra"

	"detente/export/sheet"
	"detente/record"
	"detente/relation"
	"detente/relation/stored"
	"detente/store"
)

func (p *program) relationCommand() *cobra.Command {
	var (
		db        database
		s         shape
		unitName  string
		svg       string
		withTrace bool
	)
	c := &cobra.Command{
		Use:     "relation A B",
		GroupID: "ask",
		Short:   "Tell whether the relation of two sides gets better or worse",
		Long: `Counts the facts between two sides by week (or --by another unit), and prints their
series, the index of the relation with its band, its direction and its turning
points. A side is an actor code, which stands for all codes that begin with it, several
of them (PRK,CHN) or a group (@NATO: docs/query.md), whose members count while they are
members; what passes between two actors of one side is left out. A fact told by many
reports counts once; what is only claimed, promised, threatened or denied is counted
aside. --trace names the events behind every row.`,
		Example: `  detente relation PRK USA
  detente relation RUS UKR --by month --plot relation.svg
  detente relation @NATO RUS,BLR --by quarter
  detente relation IRN ISR --format csv`,
		Args: cobra.ExactArgs(2),
		RunE: func(c *cobra.Command, args []string) error {
			if err := s.check(p); err != nil {
				return err
			}
			a, b := strings.ToUpper(args[0]), strings.ToUpper(args[1])
			groups, err := p.groups()
			if err != nil {
				return err
			}
			one, err := groups.Side(a)
			if err != nil {
				return &usageError{"A: " + err.Error()}
			}
			other, err := groups.Side(b)
			if err != nil {
				return &usageError{"B: " + err.Error()}
			}
			unit, err := relation.ParseUnit(unitName)
			if err != nil {
				return &usageError{"--by: " + err.Error()}
			}
			d, err := db.open(c.Context())
			if err != nil {
				return err
			}
			defer d.Close()
			sides := store.Sides{A: one.Members, B: other.Members}
			days, err := stored.Days(c.Context(), d, sides)
			if err != nil {
				return err
			}
			points, err := relation.Series(days, unit)
			if err != nil {
				return err
			}
			if withTrace || s.format == "json" || s.format == "jsonl" {
				marks, err := stored.Marks(c.Context(), d, sides, record.Interval{}, nil)
				if err != nil {
					return err
				}
				relation.Trace(points, unit, marks)
			}
			turns, trend := relation.TurningPoints(points), relation.TrendOf(points)
			if svg != "" {
				plot := relation.Plot{Title: a + " and " + b, Unit: unit, Points: points, Turns: turns}
				if err := writeSVG(svg, plot); err != nil {
					return err
				}
			}
			return p.showRelation(s, a, b, points, turns, trend, withTrace)
		},
	}
	db.flags(c)
	s.flags(c)
	c.Flags().StringVar(&unitName, "by", "week", "day, week, month, quarter or year")
	c.Flags().StringVar(&svg, "plot", "", "file to draw the index into")
	c.Flags().BoolVar(&withTrace, "trace", false, "name the events behind every row")
	return c
}

func writeSVG(path string, plot relation.Plot) error {
	f, err := os.Create(path)
	if err != nil {
		return err
	}
	if err := plot.WriteSVG(f); err != nil {
		f.Close()
		return err
	}
	return f.Close()
}

func (p *program) showRelation(s shape, a, b string, points []relation.Point, turns []relation.Turn, trend relation.Trend, trace bool) error {
	if s.format == "jsonl" || s.format == "json" {
		out, err := encode(struct {
			Dyad   [2]string        `json:"dyad"`
			Trend  relation.Trend   `json:"trend"`
			Turns  []relation.Turn  `json:"turns"`
			Points []relation.Point `json:"points"`
		}{[2]string{a, b}, trend, turns, points}, "")
		if err != nil {
			return err
		}
		_, err = p.stdout.Write(out)
		return err
	}
	rows := func(yield func(relation.Point, error) bool) {
		for _, point := range points {
			if s.format == "table" && point.Events+point.Aside+point.Better+point.Worse+point.Unchanged+point.Background == 0 {
				continue // a quiet week
			}
			if !trace {
				point.From = nil
			}
			if !yield(point, nil) {
				return
			}
		}
	}
	if err := pointList.write(p, s, rows); err != nil || s.format != "table" || len(points) == 0 {
		return err
	}
	direction, st := "no clear direction", plain
	switch trend.Direction {
	case record.Better:
		direction, st = "getting better", friendly
	case record.Worse:
		direction, st = "getting worse", hostile
	}
	fmt.Fprintf(p.stdout, "\n%s: %s (%s)\n", p.screen.paint(a+" and "+b, strong), p.screen.paint(direction, st), trend.Why)
	for _, turn := range turns {
		fmt.Fprintf(p.stdout, "turning point %s: from %+.1f to %+.1f\n", turn.At, turn.Before, turn.After)
	}
	return nil
}

var pointList = list[relation.Point]{
	heads: []string{"FROM", "INDEX", "BAND", "VERBAL +", "MATERIAL +", "VERBAL -", "MATERIAL -", "ASIDE", "JUDGED", "EVENTS"},
	cells: func(x relation.Point) []cell {
		st := plain
		switch {
		case x.Index >= 1:
			st = friendly
		case x.Index <= -1:
			st = hostile
		}
		judged := ""
		if x.Better+x.Worse+x.Unchanged > 0 {
			judged = fmt.Sprintf("%d better, %d worse", x.Better, x.Worse)
		}
		return []cell{{x.Start.String(), timely}, {fmt.Sprintf("%+.2f", x.Index), st}, {fmt.Sprintf("%+.1f to %+.1f", x.Low, x.High), faint},
			count(x.VerbalCooperation), count(x.MaterialCooperation), count(x.VerbalConflict), count(x.MaterialConflict), count(x.Aside),
			{judged, plain}, {strings.Join(x.From, " "), faint}}
	},
	csv:   pointColumns(),
	empty: "no event and no judgement between the two",
	parquet: flat(func(x relation.Point) pointRow {
		return pointRow{day(x.Start), day(x.End), x.Index, x.Low, x.High, x.Mean, int32(x.Events), int32(x.VerbalCooperation), int32(x.MaterialCooperation),
			int32(x.VerbalConflict), int32(x.MaterialConflict), int32(x.Aside), int32(x.Background), int32(x.Better), int32(x.Worse), int32(x.Unchanged), x.From}
	}),
}

func count(n int) cell {
	if n == 0 {
		return cell{"", plain}
	}
	return cell{strconv.Itoa(n), plain}
}

// pointColumns are the columns of a series as CSV.
func pointColumns() sheet.Columns[relation.Point] {
	type x = relation.Point
	columns := sheet.Columns[x]{
		{Name: "start", Doc: "first day of the week, month, quarter or year", Cell: func(x x) string { return x.Start.String() }},
		{Name: "end", Doc: "the day after the last one", Cell: func(x x) string { return x.End.String() }},
	}
	for _, c := range []struct {
		name, doc string
		of        func(x) float64
	}{{"index", "index of the relation, -10 to 10", func(x x) float64 { return x.Index }},
		{"low", "lower end of its 95% band", func(x x) float64 { return x.Low }},
		{"high", "upper end", func(x x) float64 { return x.High }}} {
		columns = append(columns, sheet.Column[x]{Name: c.name, Doc: c.doc, Cell: func(x x) string { return fmt.Sprintf("%.4f", c.of(x)) }})
	}
	columns = append(columns, sheet.Column[x]{Name: "mean", Doc: "mean Goldstein score; empty where nothing happened", Cell: func(x x) string {
		if x.Mean == nil {
			return ""
		}
		return fmt.Sprintf("%.4f", *x.Mean)
	}})
	for _, c := range []struct {
		name, doc string
		of        func(x) int
	}{{"events", "facts that count", func(x x) int { return x.Events }},
		{"verbal_cooperation", "of quad class 1", func(x x) int { return x.VerbalCooperation }},
		{"material_cooperation", "of quad class 2", func(x x) int { return x.MaterialCooperation }},
		{"verbal_conflict", "of quad class 3", func(x x) int { return x.VerbalConflict }},
		{"material_conflict", "of quad class 4", func(x x) int { return x.MaterialConflict }},
		{"aside", "announced, threatened, denied, ...: not counted", func(x x) int { return x.Aside }},
		{"background", "told as background: not counted", func(x x) int { return x.Background }},
		{"better", "judgements that the relation got better", func(x x) int { return x.Better }},
		{"worse", "that it got worse", func(x x) int { return x.Worse }},
		{"unchanged", "that it did not change", func(x x) int { return x.Unchanged }}} {
		columns = append(columns, sheet.Column[x]{Name: c.name, Doc: c.doc, Cell: func(x x) string { return strconv.Itoa(c.of(x)) }})
	}
	return append(columns, sheet.Column[x]{Name: "from", Doc: "with `--trace`: the events that it was counted from, with `;` between them", Cell: func(x x) string { return strings.Join(x.From, ";") }})
}
