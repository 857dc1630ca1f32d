package relation

import (
	"bytes"
	"fmt"
	"html"
	"io"
	"math"
)

// Plot is what a chart of a relation shows.
type Plot struct {
	Title  string
	Unit   Unit
	Points []Point
	Turns  []Turn

	// Marks are drawn between the two panels, each at its day, and lead to Href
	// of their event where it is given. Too many to be told apart are left out.
	Marks []Mark
	Href  func(event string) string
}

// The chart's measures, in SVG user units: a panel for the index above one for
// the counts of events.
const (
	width, height      = 920.0, 470.0
	left, right        = 52.0, 16.0
	indexTop, indexLow = 56.0, 280.0
	countTop, countLow = 316.0, 430.0
	countMid           = (countTop + countLow) / 2
	indexRange         = 10.0
	minBar, maxBar     = 1.0, 26.0
	labelsWanted       = 9
	approxGlyph        = 6.4
	gridStep           = 5
	markRadius         = 2.6
	titleY, subtitleY  = 24.0, 42.0
	axisLabelGap       = 18.0
	marksY, markStep   = 290.0, 9.0
	marksShown         = 300
	inlineTop          = 44.0 // an inline drawing has no heading
)

// style draws on light and dark pages alike and prints in black on white.
const style = `text{font:12px system-ui,sans-serif;fill:#333}.t{font-size:16px;font-weight:600}.m{fill:#666}
.grid{stroke:#ccc;stroke-width:1}.zero{stroke:#888;stroke-width:1}.band{fill:#3b6ea5;opacity:.18}.line{fill:none;stroke:#3b6ea5;stroke-width:2}
.dot{fill:#3b6ea5}.turn{stroke:#b3261e;stroke-width:1.5;stroke-dasharray:5 4}.turnlabel{fill:#b3261e}.coop{fill:#2e7d5b}.conf{fill:#c0503c}.paper{fill:#fff}
@media (prefers-color-scheme:dark){text{fill:#ddd}.m{fill:#aaa}.grid{stroke:#444}.zero{stroke:#888}.paper{fill:#16181c}.band,.dot{fill:#7fb0e6}.line{stroke:#7fb0e6}.turn{stroke:#ff8a80}.turnlabel{fill:#ff8a80}.coop{fill:#6cc39a}.conf{fill:#e58a77}}`

// WriteSVG draws the plot. It needs no fonts or scripts; the only error is the
// writer's.
func (p Plot) WriteSVG(w io.Writer) error {
	var b bytes.Buffer
	p.Marks = nil
	fmt.Fprintf(&b, `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 %g %g" role="img" aria-labelledby="t d">`+"\n", width, height)
	fmt.Fprintf(&b, "<title id=\"t\">%s</title>\n<desc id=\"d\">%s</desc>\n<style>%s</style>\n", html.EscapeString(p.Title), html.EscapeString(p.describe()), style)
	fmt.Fprintf(&b, `<rect class="paper" width="%g" height="%g"/><text class="t" x="%g" y="%g">%s</text><text class="m" x="%g" y="%g">%s</text>`+"\n",
		width, height, left, titleY, html.EscapeString(p.Title), left, subtitleY, html.EscapeString("index of relations by "+string(p.Unit)+", with its 95% band; below, events a "+string(p.Unit)))
	p.body(&b)
	_, err := w.Write(b.Bytes())
	return err
}

// WriteInline writes the drawing to stand in a page: without a heading, and
// without its styles, which the page has to bring (classes grid, zero, band, line,
// dot, turn, turnlabel, coop, conf, mark). The attributes data-left, data-right,
// data-start and data-end tell a script which days its left and right edges are.
func (p Plot) WriteInline(w io.Writer) error {
	var b bytes.Buffer
	fmt.Fprintf(&b, `<svg class="chart" viewBox="0 %g %g %g" role="group" aria-labelledby="chart-title chart-text"`, inlineTop, width, height-inlineTop)
	if n := len(p.Points); n > 0 {
		fmt.Fprintf(&b, ` data-left="%g" data-right="%g" data-start="%s" data-end="%s"`, left, width-right, p.Points[0].Start, p.Points[n-1].End)
	}
	fmt.Fprintf(&b, ">\n<title id=\"chart-title\">%s</title>\n<desc id=\"chart-text\">%s</desc>\n", html.EscapeString(p.Title), html.EscapeString(p.describe()))
	p.body(&b)
	_, err := w.Write(b.Bytes())
	return err
}

func (p Plot) body(b *bytes.Buffer) {
	p.axes(b)
	if len(p.Points) > 0 {
		p.index(b)
		p.bars(b)
		p.turns(b)
		p.marks(b)
	}
	b.WriteString("</svg>\n")
}

// Drawn reports whether the events of some days are few enough to be drawn one by
// one.
func Drawn(days []Daily) bool {
	n := 0
	for i := range days {
		n += days[i].Facts()
	}
	return n <= marksShown
}

// marks draws every event at its day, conflict pointing down; those of one day
// stand side by side.
func (p Plot) marks(b *bytes.Buffer) {
	if len(p.Marks) > marksShown {
		return
	}
	first, last := p.Points[0].Start, p.Points[len(p.Points)-1].End
	days := last.Sub(first.Time).Hours()
	used := map[int]int{}
	for _, m := range p.Marks {
		on := m.Day()
		if on.IsZero() {
			continue
		}
		x := left + on.Sub(first.Time).Hours()/days*(width-left-right)
		slot := int(x / markStep)
		y := marksY + 7*float64(used[slot]%3)
		used[slot]++
		class, shape := "coop", "M%.1f %.1fl3.5 6h-7z"
		if m.Quad >= 3 {
			class, shape = "conf", "M%.1f %.1fm0 6l3.5-6h-7z"
		}
		if m.Status != "happened" || m.Background {
			class += " aside"
		}
		title := fmt.Sprintf("%s: %s to %s, %s, %+.1f", on, m.Source, m.Target, m.Status, m.Goldstein)
		path := fmt.Sprintf(`<path class="mark %s" d="`+shape+`"><title>%s</title></path>`, class, x, y, html.EscapeString(title))
		if p.Href != nil {
			path = fmt.Sprintf(`<a href="%s" aria-label="%s">%s</a>`, html.EscapeString(p.Href(m.Event)), html.EscapeString(title), path)
		}
		b.WriteString(path + "\n")
	}
}

func (p Plot) describe() string {
	if len(p.Points) == 0 {
		return "No dated events."
	}
	last := p.Points[len(p.Points)-1]
	return fmt.Sprintf("%d points from %s to %s; last index %.1f; %d turning points.",
		len(p.Points), p.Points[0].Start, last.Start, last.Index, len(p.Turns))
}

// step is the width of one bucket, x the middle of bucket i.
func (p Plot) step() float64   { return (width - left - right) / float64(max(1, len(p.Points))) }
func (p Plot) x(i int) float64 { return left + (float64(i)+0.5)*p.step() }
func indexY(v float64) float64 { return indexTop + (indexRange-v)/(2*indexRange)*(indexLow-indexTop) }

func (p Plot) axes(b *bytes.Buffer) {
	for v := -int(indexRange); v <= int(indexRange); v += gridStep {
		class := "grid"
		if v == 0 {
			class = "zero"
		}
		y := indexY(float64(v))
		fmt.Fprintf(b, `<line class="%s" x1="%g" y1="%.1f" x2="%g" y2="%.1f"/><text class="m" x="%g" y="%.1f" text-anchor="end">%+d</text>`+"\n",
			class, left, y, width-right, y, left-8, y+4, v)
	}
	fmt.Fprintf(b, `<line class="zero" x1="%g" y1="%g" x2="%g" y2="%g"/>`+"\n", left, countMid, width-right, countMid)
	format := map[Unit]string{Day: "2006-01-02", Week: "2006-01-02", Month: "2006-01", Quarter: "2006-01", Year: "2006"}[p.Unit]
	if format == "" {
		format = "2006-01-02"
	}
	every := max(1, int(math.Ceil(float64(len(p.Points))/labelsWanted)))
	for i := 0; i < len(p.Points); i += every {
		fmt.Fprintf(b, `<text class="m" x="%.1f" y="%g" text-anchor="middle">%s</text>`+"\n", p.x(i), countLow+axisLabelGap, p.Points[i].Start.Format(format))
	}
}

func (p Plot) index(b *bytes.Buffer) {
	b.WriteString(`<polygon class="band" points="`)
	for i := range p.Points {
		fmt.Fprintf(b, "%.1f,%.1f ", p.x(i), indexY(p.Points[i].High))
	}
	for i := len(p.Points) - 1; i >= 0; i-- {
		fmt.Fprintf(b, "%.1f,%.1f ", p.x(i), indexY(p.Points[i].Low))
	}
	b.WriteString("\"/>\n<polyline class=\"line\" points=\"")
	for i := range p.Points {
		fmt.Fprintf(b, "%.1f,%.1f ", p.x(i), indexY(p.Points[i].Index))
	}
	b.WriteString("\"/>\n")
	for i := range p.Points {
		if pt := &p.Points[i]; pt.Events > 0 {
			fmt.Fprintf(b, `<circle class="dot" cx="%.1f" cy="%.1f" r="%g"><title>%s: index %.1f, %d events</title></circle>`+"\n",
				p.x(i), indexY(pt.Index), markRadius, pt.Start, pt.Index, pt.Events)
		}
	}
}

func (p Plot) bars(b *bytes.Buffer) {
	most := 1
	for i := range p.Points {
		pt := &p.Points[i]
		most = max(most, pt.VerbalCooperation+pt.MaterialCooperation, pt.VerbalConflict+pt.MaterialConflict)
	}
	bar := math.Min(maxBar, math.Max(minBar, p.step()*0.7))
	unit := (countMid - countTop) / float64(most)
	for i := range p.Points {
		pt := &p.Points[i]
		if n := pt.VerbalCooperation + pt.MaterialCooperation; n > 0 {
			h := float64(n) * unit
			fmt.Fprintf(b, `<rect class="coop" x="%.1f" y="%.1f" width="%.1f" height="%.1f"><title>%s: %d cooperative</title></rect>`+"\n", p.x(i)-bar/2, countMid-h, bar, h, pt.Start, n)
		}
		if n := pt.VerbalConflict + pt.MaterialConflict; n > 0 {
			fmt.Fprintf(b, `<rect class="conf" x="%.1f" y="%.1f" width="%.1f" height="%.1f"><title>%s: %d conflictual</title></rect>`+"\n", p.x(i)-bar/2, countMid, bar, float64(n)*unit, pt.Start, n)
		}
	}
	fmt.Fprintf(b, `<text class="m" x="%g" y="%g" text-anchor="end">%d</text><text class="m" x="%g" y="%g" text-anchor="end">%d</text>`+"\n",
		left-8, countTop+8, most, left-8, countLow, most)
}

func (p Plot) turns(b *bytes.Buffer) {
	for _, t := range p.Turns {
		for i := range p.Points {
			if p.Points[i].Start != t.At {
				continue
			}
			x := p.x(i) - p.step()/2
			label := t.At.String() + " " + string(t.Direction)
			anchor, dx := "start", 4.0
			if x+approxGlyph*float64(len(label)) > width-right {
				anchor, dx = "end", -4.0
			}
			fmt.Fprintf(b, `<line class="turn" x1="%.1f" y1="%g" x2="%.1f" y2="%g"/><text class="turnlabel" x="%.1f" y="%g" text-anchor="%s">%s</text>`+"\n",
				x, indexTop, x, countLow, x+dx, indexTop+10, anchor, label)
		}
	}
}
