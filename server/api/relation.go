package api

import (
	"context"
	"errors"
	"strings"

	"github.com/danielgtaylor/huma/v2"

	"detente/record"
	"detente/relation"
	"detente/relation/stored"
	"detente/store"
)

// Relation is how two sides deal with each other over time.
type Relation struct {
	A      string           `json:"a"`
	B      string           `json:"b"`
	By     relation.Unit    `json:"by"`
	Trend  relation.Trend   `json:"trend"`
	Turns  []relation.Turn  `json:"turns"`
	Points []relation.Point `json:"points"`
}

type relationInput struct {
	A     string `path:"a" doc:"one side: an actor code, which stands for all codes that begin with it, several of them (PRK,CHN) or a group (@NATO), whose members count while they are members" example:"PRK"`
	B     string `path:"b" doc:"the other side, likewise" example:"USA"`
	By    string `query:"by" enum:"day,week,month,quarter,year" default:"month" doc:"how long a point is"`
	Trace string `query:"trace" enum:"yes,no" default:"no" doc:"name the events behind every point"`
}

// relations adds the relation of two sides.
func (a *api) relations() {
	get(a, "/relation/{a}/{b}", "get-relation", "Whether a relation gets better or worse",
		"The series of the facts between two sides, the index with its band, the direction and the turning points. A fact told by many reports counts once; what is only claimed, promised, threatened or denied is counted aside; what passes between two actors of one side is left out.",
		a.relation)
}

func (a *api) relation(ctx context.Context, in *relationInput) (Relation, error) {
	out := Relation{A: strings.ToUpper(in.A), B: strings.ToUpper(in.B), Turns: []relation.Turn{}, Points: []relation.Point{}}
	one, err := a.Groups.Side(out.A)
	if err != nil {
		return out, wrong("path.a", in.A, "%v", err)
	}
	other, err := a.Groups.Side(out.B)
	if err != nil {
		return out, wrong("path.b", in.B, "%v", err)
	}
	if out.By, err = relation.ParseUnit(in.By); err != nil {
		return out, wrong("query.by", in.By, "%v", err)
	}
	sides := store.Sides{A: one.Members, B: other.Members}
	days, err := stored.Days(ctx, a.Store, sides)
	if err != nil {
		return out, err
	}
	points, err := relation.Series(days, out.By)
	if err != nil {
		return out, huma.Error400BadRequest(err.Error())
	}
	if in.Trace == "yes" {
		marks, err := stored.Marks(ctx, a.Store, sides, record.Interval{}, days)
		if errors.Is(err, stored.ErrTooMany) {
			return out, wrong("query.trace", in.Trace, "%v", err)
		}
		if err != nil {
			return out, err
		}
		relation.Trace(points, out.By, marks)
	}
	out.Points = append(out.Points, points...)
	out.Turns = append(out.Turns, relation.TurningPoints(points)...)
	out.Trend = relation.TrendOf(points)
	return out, nil
}
