package source

import (
	"bytes"
	"errors"
	"fmt"
	"sort"
	"strings"
	"time"

	"github.com/ledongthuc/pdf"
)

const (
	maxPages = 2000
	pdfTime  = 20 * time.Second
)

// pdf reads the text of a PDF as one report, a line of it as a line.
func (w *walk) pdf(name string, data []byte) bool {
	text, err := pdfText(data)
	if err != nil {
		return w.fail(name, err)
	}
	if strings.TrimSpace(text) == "" {
		return w.fail(name, errors.New("the PDF holds no text: it may be a scan, which has to be read by a program for scans first"))
	}
	return w.give(Input{Name: name, Kind: Text, Data: []byte(text)})
}

// pdfText gives up on a file that leads the library in circles; the library has
// no way to be stopped.
func pdfText(data []byte) (string, error) {
	type result struct {
		text string
		err  error
	}
	done := make(chan result, 1)
	stop := make(chan struct{})
	go func() {
		var r result
		defer func() {
			if p := recover(); p != nil {
				r.err = fmt.Errorf("the PDF cannot be read: %v", p)
			}
			done <- r
		}()
		r.text, r.err = pdfPages(data, stop)
	}()
	timer := time.NewTimer(pdfTime)
	defer timer.Stop()
	select {
	case r := <-done:
		return r.text, r.err
	case <-timer.C:
		close(stop)
		return "", fmt.Errorf("the PDF could not be read in %s", pdfTime)
	}
}

func pdfPages(data []byte, stop <-chan struct{}) (string, error) {
	r, err := pdf.NewReader(bytes.NewReader(data), int64(len(data)))
	if err != nil {
		return "", fmt.Errorf("the PDF cannot be read: %w", err)
	}
	var b strings.Builder
	for n := 1; n <= min(r.NumPage(), maxPages); n++ {
		select {
		case <-stop:
			return "", errors.New("stopped")
		default:
		}
		if p := r.Page(n); !p.V.IsNull() {
			writeLines(&b, p.Content().Text)
			b.WriteByte('\n')
		}
	}
	return b.String(), nil
}

// writeLines puts the glyphs of a page into lines: those of about one height
// stand in one, a gap between two is a space, and a larger step down than the
// usual one is an empty line.
func writeLines(b *strings.Builder, glyphs []pdf.Text) {
	glyphs = glyphs[:min(len(glyphs), 200_000)]
	var lines [][]pdf.Text
	for _, g := range glyphs {
		if n := len(lines); n > 0 {
			last := lines[n-1]
			if prev := last[len(last)-1]; abs(prev.Y-g.Y) < max(1, g.FontSize/3) && g.X > prev.X-g.FontSize {
				lines[n-1] = append(last, g)
				continue
			}
		}
		lines = append(lines, []pdf.Text{g})
	}
	var steps []float64
	for i := 1; i < len(lines); i++ {
		if step := lines[i-1][0].Y - lines[i][0].Y; step > 0 {
			steps = append(steps, step)
		}
	}
	usual := 0.0
	if len(steps) > 0 {
		sort.Float64s(steps)
		usual = steps[len(steps)/2]
	}
	for i, line := range lines {
		if i > 0 && lines[i-1][0].Y-line[0].Y > usual*1.4 {
			b.WriteByte('\n')
		}
		for j, g := range line {
			if j > 0 {
				prev := line[j-1]
				if gap := g.X - (prev.X + prev.W); gap > g.FontSize*0.2 && prev.S != " " && g.S != " " {
					b.WriteByte(' ')
				}
			}
			b.WriteString(g.S)
		}
		b.WriteByte('\n')
	}
}

func abs(x float64) float64 { return max(x, -x) }
