package relation

import (
	"bytes"
	"encoding/xml"
	"errors"
	"io"
	"strings"
	"testing"

	"detente/record"
)

func TestPlotIsWellFormed(t *testing.T) {
	points, err := Series(daysOf(marksOf(record.Date(2030, 1, 10), 4, 5, 4, 3, 5, 4, -6, -7, -6, -5, -7, -6)), Month)
	if err != nil {
		t.Fatal(err)
	}
	for _, plot := range []Plot{
		{Title: `A <b> & "c"`, Unit: Month, Points: points, Turns: TurningPoints(points)},
		{Title: "nothing", Unit: Day},
	} {
		var b bytes.Buffer
		if err := plot.WriteSVG(&b); err != nil {
			t.Fatal(err)
		}
		d := xml.NewDecoder(bytes.NewReader(b.Bytes()))
		for {
			if _, err := d.Token(); errors.Is(err, io.EOF) {
				break
			} else if err != nil {
				t.Fatalf("%s: %v", plot.Title, err)
			}
		}
		if got, want := strings.Count(b.String(), `class="turn"`), len(plot.Turns); got != want {
			t.Errorf("%s: %d turning points drawn, want %d", plot.Title, got, want)
		}
	}
}
