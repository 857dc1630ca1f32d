package relation

import (
	"testing"
	"time"

	"detente/record"
)

func marksOf(from record.Moment, scores ...float64) []Mark {
	var marks []Mark
	for i, g := range scores {
		quad := 1
		if g < 0 {
			quad = 4
		}
		day := from.Add(0, i, 0)
		marks = append(marks, Mark{
			Event: day.String(), Source: "GDRGOV", Target: "RHN", Quad: quad, Goldstein: g, Status: record.Happened,
			Date: record.Interval{Start: day, End: day.Add(0, 0, 1)},
		})
	}
	return marks
}

// daysOf counts each mark on its day.
func daysOf(marks []Mark) []Daily {
	days := make([]Daily, len(marks))
	for i, m := range marks {
		d := &days[i]
		d.On = m.Day()
		switch score := int64(m.Goldstein * 1000); {
		case m.Status != record.Happened:
			d.Aside = 1
		case m.Background:
			d.Background = 1
		default:
			d.Quads[m.Quad], d.Score, d.Squares = 1, score, score*score
		}
	}
	return days
}

func TestTurningPointIsFound(t *testing.T) {
	marks := marksOf(record.Date(2030, 1, 10), 4, 5, 4, 3, 5, 4, -6, -7, -6, -5, -7, -6)
	points, err := Series(daysOf(marks), Month)
	if err != nil || len(points) != 12 {
		t.Fatalf("%d points, %v", len(points), err)
	}
	turns := TurningPoints(points)
	if len(turns) != 1 || turns[0].At != record.Date(2030, 7, 1) || turns[0].Direction != record.Worse {
		t.Errorf("turns %+v, want one for the worse on 2030-07-01", turns)
	}
	if trend := TrendOf(points); trend.Direction != record.Worse || trend.P > 0.05 {
		t.Errorf("trend %+v, want worse", trend)
	}
}

func TestSteadyRelationHasNoTurn(t *testing.T) {
	points, err := Series(daysOf(marksOf(record.Date(2030, 1, 10), 2, 3, 2, 4, 3, 2, 3, 4, 2, 3, 3, 2)), Month)
	if err != nil {
		t.Fatal(err)
	}
	if turns := TurningPoints(points); len(turns) != 0 {
		t.Errorf("turns %+v in a steady series", turns)
	}
	if trend := TrendOf(points); trend.Direction != record.Unchanging {
		t.Errorf("trend %+v in a steady series", trend)
	}
}

func TestOnlyNewsCounts(t *testing.T) {
	day := record.Day(2030, time.May, 2)
	marks := []Mark{
		{Event: "a", Date: day, Source: "GDR", Target: "RHN", Quad: 3, Goldstein: -4, Status: record.Happened},
		{Event: "b", Date: day, Source: "GDR", Target: "RHN", Quad: 4, Goldstein: -9, Status: record.ClaimedEvent},
		{Event: "c", Date: day, Source: "GDR", Target: "RHN", Quad: 1, Goldstein: 5, Status: record.Happened, Background: true},
		{Event: "d", Date: record.Interval{}, Source: "GDR", Target: "RHN", Quad: 1, Goldstein: 5, Status: record.Happened},
	}
	days := daysOf(marks)
	days[0].Worse = 1
	points, err := Series(days, Day)
	Trace(points, Day, marks)
	if err != nil || len(points) != 1 {
		t.Fatalf("%d points, %v", len(points), err)
	}
	p := points[0]
	if p.Events != 1 || p.Aside != 1 || p.Background != 1 || p.Worse != 1 || *p.Mean != -4 || len(p.From) != 1 || p.From[0] != "a" {
		t.Errorf("point %+v", p)
	}
	if p.Low >= p.Index || p.High <= p.Index {
		t.Errorf("band [%g, %g] around %g", p.Low, p.High, p.Index)
	}
	if trend := TrendOf(points); trend.Direction != record.Worse {
		t.Errorf("trend %+v", trend)
	}
}

// A long series that never turns costs the most: nothing can be pruned.
func TestTurningPointsAreBounded(t *testing.T) {
	var points []Point
	for i := range 40_000 {
		mean := float64(i*7919%13) / 4
		if i >= 30_000 {
			mean -= 6
		}
		day := record.Date(1900, 1, 1+i)
		points = append(points, Point{Interval: record.Interval{Start: day, End: day.Add(0, 0, 1)}, Events: 1, Mean: &mean})
	}
	begun := time.Now()
	turns := TurningPoints(points)
	if took := time.Since(begun); took > 5*time.Second {
		t.Errorf("40,000 buckets took %s", took)
	}
	if len(turns) != 1 || turns[0].Direction != record.Worse || turns[0].At.Sub(points[30_000].Start.Time).Abs() > 20*24*time.Hour {
		t.Errorf("turns %+v, want one for the worse about %s", turns, points[30_000].Start)
	}
}

func TestTooLongASeriesIsRefused(t *testing.T) {
	marks := []Mark{{Date: record.Day(1800, 1, 1)}, {Date: record.Day(2030, 1, 1)}}
	if _, err := Series(daysOf(marks), Day); err == nil {
		t.Error("a series of 84,000 days was given")
	}
}

func BenchmarkSeries(b *testing.B) {
	var scores []float64
	for i := range 400 {
		scores = append(scores, float64(i%13-6))
	}
	marks := marksOf(record.Date(1990, 1, 1), scores...)
	for b.Loop() {
		points, err := Series(daysOf(marks), Month)
		if err != nil {
			b.Fatal(err)
		}
		TurningPoints(points)
		TrendOf(points)
	}
}
