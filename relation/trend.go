package relation

import (
	"math"
	"sort"

	"detente/record"
)

// Trend is the direction of a series.
type Trend struct {
	Direction record.Direction `json:"direction"` // better, worse or none
	Slope     float64          `json:"slope"`     // index points per bucket, Theil-Sen
	Low       float64          `json:"low"`       // 95% interval of the slope
	High      float64          `json:"high"`
	P         float64          `json:"p"`   // two-sided Mann-Kendall p-value
	Why       string           `json:"why"` // what decided, for people
}

// maxPairs bounds the pairs of points that the slope is the median of.
const maxPairs = 400 * 399 / 2

// TrendOf tells the trend of a series. With eight buckets of news or more the
// Mann-Kendall test decides (Kendall, Rank Correlation Methods, 1975; slope by
// Sen, JASA 63, 1968); with fewer, the last bucket with news does: its events and
// the assessments made in it.
func TrendOf(points []Point) Trend {
	var news []int
	for i := range points {
		if points[i].Events > 0 {
			news = append(news, i)
		}
	}
	if len(news) >= 8 {
		return mannKendall(points, news)
	}
	t := Trend{Direction: record.Unchanging, P: 1, Why: "no news"}
	for i := len(points) - 1; i >= 0; i-- {
		p := &points[i]
		if p.Events == 0 && p.Better+p.Worse+p.Unchanged == 0 {
			continue
		}
		sign := sgn(float64(p.Better - p.Worse))
		if p.Mean != nil {
			sign += sgn(*p.Mean)
		}
		t.Why = "too few buckets for a test: the sign of the last bucket's events and assessments"
		switch {
		case sign > 0:
			t.Direction = record.Better
		case sign < 0:
			t.Direction = record.Worse
		}
		break
	}
	return t
}

func mannKendall(points []Point, news []int) Trend {
	if len(news) > 400 {
		news = news[len(news)-400:] // the recent past, so that cost stays bounded
	}
	slopes := make([]float64, 0, min(maxPairs, len(news)*(len(news)-1)/2))
	s := 0.0
	for a := range news {
		for b := a + 1; b < len(news); b++ {
			d := *points[news[b]].Mean - *points[news[a]].Mean
			s += sgn(d)
			slopes = append(slopes, d/float64(news[b]-news[a]))
		}
	}
	sort.Float64s(slopes)
	n := float64(len(news))
	variance := n * (n - 1) * (2*n + 5) / 18
	ties := map[float64]float64{}
	for _, i := range news {
		ties[*points[i].Mean]++
	}
	correction := 0.0
	for _, i := range news { // each group of ties is met once per member
		t := ties[*points[i].Mean]
		correction += (t - 1) * (2*t + 5) / 18
	}
	variance -= correction
	t := Trend{Direction: record.Unchanging, P: 1, Slope: slopes[len(slopes)/2], Why: "Mann-Kendall test over the buckets with news"}
	if variance > 0 {
		z := (s - sgn(s)) / math.Sqrt(variance)
		t.P = math.Erfc(math.Abs(z) / math.Sqrt2)
	}
	c := 1.96 * math.Sqrt(math.Max(0, variance))
	m := float64(len(slopes))
	t.Low = slopes[clamp(int((m-c)/2), len(slopes))]
	t.High = slopes[clamp(int((m+c)/2), len(slopes))]
	if t.P < 0.05 {
		t.Direction = record.Better
		if s < 0 {
			t.Direction = record.Worse
		}
	}
	return t
}

func clamp(i, n int) int { return max(0, min(n-1, i)) }

func sgn(x float64) float64 {
	switch {
	case x > 0:
		return 1
	case x < 0:
		return -1
	}
	return 0
}
