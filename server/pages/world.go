package pages

import (
	"bytes"
	"cmp"
	"context"
	"encoding/csv"
	"fmt"
	"html/template"
	"io/fs"
	"maps"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"

	"detente/query"
	"detente/record"
	"detente/store"
)

// atlas is the outlines of the countries, as internal/worldmap made them.
type atlas struct{ countries []land }

type land struct {
	code, name string
	x, y       float64
	path       string
}

func readAtlas(fsys fs.FS) (*atlas, error) {
	const file = "static/world.tsv"
	text, err := fs.ReadFile(fsys, file)
	if err != nil {
		return nil, err
	}
	r := csv.NewReader(bytes.NewReader(text))
	r.Comma, r.Comment, r.FieldsPerRecord, r.LazyQuotes = '\t', '#', 5, true
	rows, err := r.ReadAll()
	if err != nil {
		return nil, fmt.Errorf("%s: %w", file, err)
	}
	a := &atlas{}
	for _, row := range rows[1:] {
		x, err1 := strconv.ParseFloat(row[2], 64)
		y, err2 := strconv.ParseFloat(row[3], 64)
		if err1 != nil || err2 != nil {
			return nil, fmt.Errorf("%s: the place of %s is no number", file, row[1])
		}
		a.countries = append(a.countries, land{row[0], row[1], x, y, row[4]})
	}
	return a, nil
}

type mapView struct {
	Map       template.HTML
	Countries []placeRow
	Places    []placeRow
	Steps     []step
	Events    int
	Asked     asked
}

type placeRow struct {
	Name   string
	In     string
	Events int
	Href   string
}

// step is one colour of the map's key.
type step struct {
	Level int
	Label string
}

const (
	placesAsked    = 3000
	countriesShown = 30
	placesShown    = 30
	levels         = 5
)

// worldMap shows where events took place.
func (p *pages) worldMap(r *http.Request) (*frame, error) {
	q := asked{r.URL.Query()}
	period := url.Values{}
	for _, k := range []string{"since", "until"} {
		if s := q.get(k); s != "" {
			period.Set(k, s)
		}
	}
	f, err := p.filter(asked{period}, query.Events)
	if err != nil {
		return nil, err
	}
	v, stale, err := remember(r.Context(), p.counts, "map "+period.Encode(), func(ctx context.Context) (mapView, error) { return p.drawMap(ctx, f.Period, period) })
	if err != nil {
		return nil, err
	}
	v.Asked = q
	downloads := p.downloads("places", nil)
	if f.Period.Known() {
		per := maps.Clone(period)
		per.Set("per", "place")
		downloads = p.downloads("counts", per)
	}
	return &frame{View: "map", Title: "Map", Section: "map", Body: v, Stale: stale, Downloads: downloads}, nil
}

// places are those of the events of a period; of all events, from what is kept.
func (p *pages) places(ctx context.Context, period record.Interval) ([]store.Place, error) {
	if !period.Known() {
		return collect(p.Store.Places(ctx, placesAsked), same[store.Place])
	}
	counts, err := p.Store.Count(ctx, store.ByPlace, store.Filter{Period: period, Limit: placesAsked})
	if err != nil {
		return nil, err
	}
	var places []store.Place
	for _, c := range counts {
		places = append(places, store.Place{Name: c.Key, Country: c.With, Events: c.N()})
	}
	return places, nil
}

func (p *pages) drawMap(ctx context.Context, days record.Interval, period url.Values) (v mapView, err error) {
	places, err := p.places(ctx, days)
	if err != nil {
		return v, err
	}
	href := func(key, value string) string {
		q := url.Values{key: {value}}
		maps.Copy(q, period)
		return "/events?" + q.Encode()
	}
	count := map[string]int{}
	for _, place := range places {
		v.Events += place.Events
		if place.Country != "" {
			count[place.Country] += place.Events
		}
		if len(v.Places) < placesShown {
			row := placeRow{Name: oneLine(place.Name), Events: place.Events, Href: href("place", strconv.Quote(place.Name))}
			if place.Country != "" {
				row.In = p.names.of(place.Country)
			}
			v.Places = append(v.Places, row)
		}
	}
	most := 0
	for code, n := range count {
		most = max(most, n)
		v.Countries = append(v.Countries, placeRow{Name: p.names.of(code), Events: n, Href: href("country", code)})
	}
	slices.SortFunc(v.Countries, func(a, b placeRow) int { return cmp.Or(b.Events-a.Events, cmp.Compare(a.Name, b.Name)) })
	v.Countries = v.Countries[:min(len(v.Countries), countriesShown)]
	v.Steps = steps(most)
	v.Map = p.svg(count, most, func(code string) string { return href("country", code) })
	return v, nil
}

// level is the step of a count on a scale of logarithms up to the greatest.
func level(n, most int) int {
	if n == 0 {
		return 0
	}
	if most <= 1 {
		return levels
	}
	return 1 + min(levels-1, int(float64(levels)*math.Log(float64(n))/math.Log(float64(most))))
}

// steps are the counts that each colour stands for.
func steps(most int) []step {
	var out []step
	for l := 1; l <= levels; l++ {
		from, to := 0, 0
		// The bounds are where the level changes; a search by halves finds them.
		from = firstOf(l, most)
		to = firstOf(l+1, most) - 1
		if l == levels {
			to = most
		}
		switch {
		case from > most || to < from:
		case from == to:
			out = append(out, step{l, grouped(from)})
		default:
			out = append(out, step{l, grouped(from) + "–" + grouped(to)})
		}
	}
	return out
}

// firstOf is the least count of a level.
func firstOf(l, most int) int {
	low, high := 1, most+1
	for low < high {
		mid := (low + high) / 2
		if level(mid, most) >= l {
			high = mid
		} else {
			low = mid + 1
		}
	}
	return low
}

// svg draws the map: land with events leads to them, small countries are dots.
func (p *pages) svg(count map[string]int, most int, href func(code string) string) template.HTML {
	var b bytes.Buffer
	b.WriteString(`<svg class="map" viewBox="0 0 1000 430" role="group" aria-label="Events by country">` + "\n")
	esc := template.HTMLEscapeString
	var linked []land
	for _, c := range p.world.countries {
		switch {
		case c.code == "ATA":
		case count[c.code] > 0 && c.code != "":
			linked = append(linked, c)
		case c.path != "":
			fmt.Fprintf(&b, `<path class="land" d="%s"/>`+"\n", esc(c.path))
		}
	}
	for _, c := range linked {
		name := p.names.of(c.code)
		if name == c.code {
			name = c.name
		}
		label := esc(name + ": " + plural(count[c.code], "event"))
		shape := fmt.Sprintf(`<path class="land l%d" d="%s">`, level(count[c.code], most), esc(c.path))
		end := "</path>"
		if c.path == "" {
			shape, end = fmt.Sprintf(`<circle class="land l%d" cx="%.1f" cy="%.1f" r="4">`, level(count[c.code], most), c.x, c.y), "</circle>"
		}
		fmt.Fprintf(&b, `<a href="%s" aria-label="%s">%s<title>%s</title>%s</a>`+"\n", esc(href(c.code)), label, shape, label, end)
	}
	b.WriteString("</svg>")
	return template.HTML(b.String())
}
