package pages

import (
	"cmp"
	"context"
	"fmt"
	"math"
	"net/http"
	"net/url"
	"slices"
	"strconv"
	"strings"

	"detente/ontology"
	"detente/store"
)

// pair is two states with the facts between them in both directions.
type pair struct {
	A, B  party
	Facts int
	Coop  int // that happened, as news, and are cooperation
	Conf  int
	Href  string
	First string
	Last  string
	Class string // of the balance: coop, conf or mixed
	a, b  string
	Share int // of cooperation, in percent
}

// pairs joins directed dyads, those with the most facts first.
func (p *pages) pairs(dyads []store.Dyad) []pair {
	at := map[[2]string]int{}
	var out []pair
	for _, d := range dyads {
		if d.Source == d.Target {
			continue
		}
		a, b := d.Source, d.Target
		if b < a {
			a, b = b, a
		}
		i, ok := at[[2]string{a, b}]
		if !ok {
			i = len(out)
			at[[2]string{a, b}] = i
			out = append(out, pair{A: p.names.side(a), B: p.names.side(b), a: a, b: b, Href: "/relation/" + url.PathEscape(a) + "/" + url.PathEscape(b), First: d.First, Last: d.Last})
		}
		x := &out[i]
		x.Facts += d.Facts
		for q, n := range d.Quads {
			if ontology.Quad(q + 1).Conflict() {
				x.Conf += n
			} else {
				x.Coop += n
			}
		}
		if d.First != "" && (x.First == "" || d.First < x.First) {
			x.First = d.First
		}
		x.Last = max(x.Last, d.Last)
	}
	for i := range out {
		x := &out[i]
		x.Class = "mixed"
		if sum := x.Coop + x.Conf; sum > 0 {
			x.Share = (100*x.Coop + sum/2) / sum
			switch {
			case 5*x.Coop > 3*sum:
				x.Class = "coop"
			case 5*x.Conf > 3*sum:
				x.Class = "conf"
			}
		}
	}
	slices.SortStableFunc(out, func(x, y pair) int { return cmp.Or(y.Facts-x.Facts, cmp.Compare(x.a, y.a), cmp.Compare(x.b, y.b)) })
	return out
}

// dyads counts who deals with whom.
func (p *pages) dyads(ctx context.Context, f store.DyadFilter) ([]pair, bool, error) {
	key := fmt.Sprintf("dyads %+v", f)
	return remember(ctx, p.counts, key, func(ctx context.Context) ([]pair, error) {
		dyads, err := collect(p.Store.Dyads(ctx, f), same[store.Dyad])
		return p.pairs(dyads), err
	})
}

type networkView struct {
	Asked        asked
	Width        int
	Height       int
	Nodes        []node
	Edges        []edge
	Pairs        []pair
	Since, Until string
	State        string
	States       []choice
}

type node struct {
	party
	X, Y, R float64
	Label   float64 // where the name stands
	Href    string
}

type edge struct {
	pair
	X1, Y1, X2, Y2 float64
	Width          float64
	Label          string
}

const (
	dyadsAsked   = 160 // directed
	networkEdges = 70
	networkWidth = 940
	networkTall  = 640
	tableOfPairs = 30
)

// network draws who deals with whom.
func (p *pages) network(r *http.Request) (*frame, error) {
	q := asked{r.URL.Query()}
	v := networkView{Asked: q, Width: networkWidth, Height: networkTall}
	f := store.DyadFilter{State: strings.ToUpper(q.get("state")), Limit: dyadsAsked}
	var err error
	if f.Since, err = yearOf(q.get("since")); err != nil {
		return nil, err
	}
	if f.Until, err = yearOf(q.get("until")); err != nil {
		return nil, err
	}
	if err := f.Check(); err != nil {
		return nil, &wrongRequest{err.Error()}
	}
	pairs, stale, err := p.dyads(r.Context(), f)
	if err != nil {
		return nil, err
	}
	v.Nodes, v.Edges = p.layOut(pairs[:min(len(pairs), networkEdges)])
	v.Pairs = pairs[:min(len(pairs), tableOfPairs)]
	for _, s := range p.Reader.Actors().States() {
		v.States = append(v.States, choice{s.Code, s.Name})
	}
	return &frame{View: "network", Title: "Network", Section: "network", Body: v, Stale: stale, Downloads: p.downloads("dyads", r.URL.Query())}, nil
}

func yearOf(s string) (int, error) {
	if s == "" {
		return 0, nil
	}
	n, err := strconv.Atoi(s)
	if err != nil || n < 1 || n > 9999 {
		return 0, &wrongRequest{"a year is written 2020, not " + clean(s)}
	}
	return n, nil
}

// layOut places states so that those who deal with each other are near, by the
// forces of Fruchterman and Reingold (Graph Drawing by Force-directed Placement,
// Software: Practice and Experience 21, 1991). It begins with a ring in the order
// of weight and has no chance in it: the same facts give the same picture.
func (p *pages) layOut(pairs []pair) ([]node, []edge) {
	weight, index := map[string]int{}, map[string]int{}
	for _, x := range pairs {
		weight[x.a] += x.Facts
		weight[x.b] += x.Facts
	}
	var codes []string
	for code := range weight {
		codes = append(codes, code)
	}
	slices.SortFunc(codes, func(a, b string) int { return cmp.Or(weight[b]-weight[a], cmp.Compare(a, b)) })
	n := len(codes)
	if n == 0 {
		return nil, nil
	}
	x, y := make([]float64, n), make([]float64, n)
	for i, code := range codes {
		index[code] = i
		// The golden angle spreads the heavy ones; they begin near the middle.
		turn, far := float64(i)*math.Pi*(3-math.Sqrt(5)), math.Sqrt((float64(i)+0.5)/float64(n))/2
		x[i], y[i] = far*math.Cos(turn), far*math.Sin(turn)
	}
	force(x, y, pairs, index)
	return p.drawing(codes, weight, x, y, pairs, index)
}

func force(x, y []float64, pairs []pair, index map[string]int) {
	n := len(x)
	k := 0.9 / math.Sqrt(float64(n))
	dx, dy := make([]float64, n), make([]float64, n)
	const rounds = 300
	for round := range rounds {
		clear(dx)
		clear(dy)
		for i := range n {
			for j := range i {
				ex, ey := x[i]-x[j], y[i]-y[j]
				d2 := max(1e-6, ex*ex+ey*ey)
				f := k * k / d2
				dx[i], dy[i], dx[j], dy[j] = dx[i]+ex*f, dy[i]+ey*f, dx[j]-ex*f, dy[j]-ey*f
			}
			// A pull to the middle keeps those near who deal only with each other.
			dx[i], dy[i] = dx[i]-1.8*x[i], dy[i]-1.8*y[i]
		}
		for _, p := range pairs {
			i, j := index[p.a], index[p.b]
			ex, ey := x[i]-x[j], y[i]-y[j]
			f := math.Sqrt(ex*ex+ey*ey) / k * min(1.5, 0.4+0.2*math.Log10(float64(1+p.Facts)))
			dx[i], dy[i], dx[j], dy[j] = dx[i]-ex*f, dy[i]-ey*f, dx[j]+ex*f, dy[j]+ey*f
		}
		heat := 0.08 * (1 - float64(round)/rounds)
		for i := range n {
			d := max(1e-9, math.Hypot(dx[i], dy[i]))
			x[i] += dx[i] / d * min(d, heat)
			y[i] += dy[i] / d * min(d, heat)
		}
	}
}

// drawing scales the places to the picture.
func (p *pages) drawing(codes []string, weight map[string]int, x, y []float64, pairs []pair, index map[string]int) ([]node, []edge) {
	const sideMargin, topMargin = 70.0, 40.0
	place := func(v []float64, size, margin float64) []float64 {
		low, high := slices.Min(v), slices.Max(v)
		out := make([]float64, len(v))
		for i := range v {
			out[i] = size / 2
			if high-low > 1e-9 {
				out[i] = margin + (v[i]-low)/(high-low)*(size-2*margin)
			}
		}
		return out
	}
	px, py := place(x, networkWidth, sideMargin), place(y, networkTall, topMargin)
	most := float64(weight[codes[0]])
	var nodes []node
	for i, code := range codes {
		r := 4 + 12*math.Sqrt(float64(weight[code])/most)
		nodes = append(nodes, node{party: p.names.side(code), X: round1(px[i]), Y: round1(py[i]), R: round1(r), Label: round1(py[i] - r - 5), Href: at(nil, "actor", code)})
	}
	heaviest := 1.0
	for _, e := range pairs {
		heaviest = max(heaviest, float64(e.Facts))
	}
	var edges []edge
	for _, e := range slices.Backward(pairs) { // the heavy ones lie on top
		i, j := index[e.a], index[e.b]
		edges = append(edges, edge{e, nodes[i].X, nodes[i].Y, nodes[j].X, nodes[j].Y, round1(1 + 6*math.Sqrt(float64(e.Facts)/heaviest)),
			fmt.Sprintf("%s and %s: %s, %s of cooperation, %s of conflict", e.A.Name, e.B.Name, plural(e.Facts, "fact"), grouped(e.Coop), grouped(e.Conf))})
	}
	return nodes, edges
}

func round1(v float64) float64 { return math.Round(v*10) / 10 }

type sourcesView struct {
	Rows []outletRow
	More bool
}

type outletRow struct {
	store.Outlet
	Name   string
	Href   string
	Events string
	Share  int // of the busiest, in percent
}

const outletsShown = 200

// sources lists the outlets.
func (p *pages) sources(r *http.Request) (*frame, error) {
	rows, stale, err := remember(r.Context(), p.counts, "outlets", func(ctx context.Context) ([]store.Outlet, error) {
		return collect(p.Store.Outlets(ctx, outletsShown+1), same[store.Outlet])
	})
	if err != nil {
		return nil, err
	}
	v := sourcesView{More: len(rows) > outletsShown}
	most := 1
	for _, o := range rows[:min(len(rows), outletsShown)] {
		most = max(most, o.Documents)
		row := outletRow{Outlet: o, Name: cmp.Or(oneLine(o.Name), "no outlet named"), Share: 100 * o.Documents / most}
		if o.Name != "" {
			choice := url.Values{"outlet": {strconv.Quote(o.Name)}}.Encode()
			row.Href, row.Events = "/reports?"+choice, "/events?"+choice
		}
		v.Rows = append(v.Rows, row)
	}
	return &frame{View: "sources", Title: "Sources", Section: "sources", Body: v, Stale: stale, Downloads: p.downloads("outlets", nil)}, nil
}
