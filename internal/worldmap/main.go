// Command worldmap makes server/pages/static/world.tsv, the map of the world
// that pages show, from the country outlines of Natural Earth (public domain)
// as the npm package world-atlas carries them:
//
//	npm install world-atlas
//	go run ./internal/worldmap node_modules/world-atlas > server/pages/static/world.tsv
//
// A country is drawn from the outlines at 1:110 million; where these leave a
// small one out, its place is taken from those at 1:50 million.
package main

import (
	"encoding/json"
	"fmt"
	"io"
	"math"
	"os"
	"path/filepath"
	"slices"
	"strconv"
	"strings"

	"golang.org/x/text/language"
)

func main() {
	if len(os.Args) != 2 {
		fmt.Fprintln(os.Stderr, "usage: worldmap FOLDER-OF-WORLD-ATLAS > world.tsv")
		os.Exit(2)
	}
	if err := run(os.Args[1], os.Stdout); err != nil {
		fmt.Fprintln(os.Stderr, "worldmap:", err)
		os.Exit(1)
	}
}

func run(folder string, w io.Writer) error {
	coarse, err := read(filepath.Join(folder, "countries-110m.json"))
	if err != nil {
		return err
	}
	fine, err := read(filepath.Join(folder, "countries-50m.json"))
	if err != nil {
		return err
	}
	rows := map[string]string{}
	for _, c := range coarse {
		x, y := c.middle()
		rows[c.key()] = fmt.Sprintf("%s\t%s\t%.1f\t%.1f\t%s", c.code, c.name, x, y, c.path())
	}
	for _, c := range fine {
		if _, known := rows[c.key()]; !known && c.code != "" {
			x, y := c.middle()
			rows[c.key()] = fmt.Sprintf("%s\t%s\t%.1f\t%.1f\t", c.code, c.name, x, y)
		}
	}
	var lines []string
	for _, row := range rows {
		lines = append(lines, row)
	}
	slices.Sort(lines)
	fmt.Fprintf(w, "# The countries of the world on a map of %g by %g. Out of Natural Earth (public domain), made by internal/worldmap: do not edit.\n", width, height)
	fmt.Fprintln(w, "code\tname\tx\ty\tpath")
	for _, line := range lines {
		fmt.Fprintln(w, line)
	}
	return nil
}

// topology is TopoJSON (github.com/topojson/topojson-specification, 2.2): arcs
// of whole numbers, each the difference from the one before, shared by outlines.
type topology struct {
	Transform struct{ Scale, Translate [2]float64 }
	Arcs      [][][2]float64
	Objects   struct {
		Countries struct {
			Geometries []struct {
				Type       string
				ID         string
				Properties struct{ Name string }
				Arcs       json.RawMessage
			}
		}
	}
}

type point struct{ lon, lat float64 }

type country struct {
	code, name string
	rings      [][]point // the outer ring of each polygon
}

func (c country) key() string {
	if c.code != "" {
		return c.code
	}
	return c.name
}

func read(file string) ([]country, error) {
	b, err := os.ReadFile(file)
	if err != nil {
		return nil, err
	}
	var t topology
	if err := json.Unmarshal(b, &t); err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	arcs := make([][]point, len(t.Arcs))
	for i, arc := range t.Arcs {
		x, y := 0.0, 0.0
		for _, d := range arc {
			x, y = x+d[0], y+d[1]
			arcs[i] = append(arcs[i], point{x*t.Transform.Scale[0] + t.Transform.Translate[0], y*t.Transform.Scale[1] + t.Transform.Translate[1]})
		}
	}
	var out []country
	for _, g := range t.Objects.Countries.Geometries {
		c := country{name: g.Properties.Name, code: codeOf(g.ID, g.Properties.Name)}
		var polygons [][][]int
		switch g.Type {
		case "Polygon":
			polygons = make([][][]int, 1)
			err = json.Unmarshal(g.Arcs, &polygons[0])
		case "MultiPolygon":
			err = json.Unmarshal(g.Arcs, &polygons)
		default:
			continue
		}
		if err != nil {
			return nil, fmt.Errorf("%s: %s: %w", file, c.name, err)
		}
		for _, p := range polygons {
			var ring []point
			for _, i := range p[0] {
				part := slices.Clone(arcs[max(i, ^i)])
				if i < 0 {
					slices.Reverse(part)
				}
				if len(ring) > 0 {
					part = part[1:] // the first point is the last of the arc before
				}
				ring = append(ring, part...)
			}
			c.rings = append(c.rings, unbroken(ring))
		}
		out = append(out, c)
	}
	return out, nil
}

// unbroken lets a ring that crosses the date line go on beyond it instead of
// jumping across the map.
func unbroken(ring []point) []point {
	for i := 1; i < len(ring); i++ {
		for ring[i].lon-ring[i-1].lon > 180 {
			ring[i].lon -= 360
		}
		for ring[i-1].lon-ring[i].lon > 180 {
			ring[i].lon += 360
		}
	}
	return ring
}

// unnumbered are those that ISO 3166 gives no number.
var unnumbered = map[string]string{"Kosovo": "XKX"}

// codeOf is the alpha-3 code of an ISO 3166 number.
func codeOf(id, name string) string {
	n, err := strconv.Atoi(id)
	if err != nil {
		return unnumbered[name]
	}
	r, err := language.EncodeM49(n)
	if err != nil || !r.IsCountry() {
		return ""
	}
	return r.ISO3()
}

const width, height = 1000.0, 500.0

// project is the equal-earth projection (Šavrič, Patterson and Jenny, "The Equal
// Earth map projection", IJGIS 33, 2019), onto the map's width and height.
func project(p point) (x, y float64) {
	const a1, a2, a3, a4 = 1.340264, -0.081106, 0.000893, 0.003796
	th := math.Asin(math.Sqrt(3) / 2 * math.Sin(p.lat*math.Pi/180))
	t2 := th * th
	t6 := t2 * t2 * t2
	px := 2 * math.Sqrt(3) * p.lon * math.Pi / 180 * math.Cos(th) / (3 * (9*a4*t6*t2 + 7*a3*t6 + 3*a2*t2 + a1))
	py := a4*t6*t2*th + a3*t6*th + a2*t2*th + a1*th
	const half = 2.7066299836960748 // px at the date line on the equator
	return width/2 + px/half*width/2, height*0.487 - py/half*width/2
}

// path is the outlines as an SVG path, rounded to a tenth of a unit.
func (c country) path() string {
	var b strings.Builder
	for _, ring := range c.rings {
		last, n := [2]float64{math.NaN(), 0}, 0
		var part strings.Builder
		for _, p := range ring {
			x, y := project(p)
			at := [2]float64{math.Round(x*10) / 10, math.Round(y*10) / 10}
			if at == last {
				continue
			}
			if n == 0 {
				fmt.Fprintf(&part, "M%s %s", short(at[0]), short(at[1]))
			} else {
				fmt.Fprintf(&part, "l%s %s", short(at[0]-last[0]), short(at[1]-last[1]))
			}
			last, n = at, n+1
		}
		if n > 3 {
			b.WriteString(part.String() + "z")
		}
	}
	return b.String()
}

// short is a number without a needless zero: 0 stays, 0.5 is .5.
func short(x float64) string {
	s := strconv.FormatFloat(math.Round(x*10)/10, 'f', -1, 64)
	if strings.HasPrefix(s, "0.") {
		return s[1:]
	}
	return strings.Replace(s, "-0.", "-.", 1)
}

// middle is the centroid of the largest ring.
func (c country) middle() (x, y float64) {
	best := 0.0
	for _, ring := range c.rings {
		area, cx, cy := 0.0, 0.0, 0.0
		for i := range ring {
			x0, y0 := project(ring[i])
			x1, y1 := project(ring[(i+1)%len(ring)])
			cross := x0*y1 - x1*y0
			area, cx, cy = area+cross, cx+(x0+x1)*cross, cy+(y0+y1)*cross
		}
		if math.Abs(area) > best && area != 0 {
			best, x, y = math.Abs(area), cx/(3*area), cy/(3*area)
		}
	}
	return x, y
}
