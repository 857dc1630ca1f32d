package sheet_test

import (
	"iter"
	"strings"
	"testing"

	"detente/export/sheet"
	"detente/record"
	"detente/store"
)

// Nothing that a report can write becomes a formula, and numbers stay numbers.
func TestGuard(t *testing.T) {
	for in, want := range map[string]string{
		"": "", "PRK": "PRK", "a=b": "a=b", "-10": "-10", "+2.5": "+2.5", "-1e-05": "-1e-05", "2021-03-04": "2021-03-04",
		`=HYPERLINK("http://x")`: `'=HYPERLINK("http://x")`, "+1+cmd|' /C calc'!A0": "'+1+cmd|' /C calc'!A0", "-2+3": "'-2+3", "@SUM(A1)": "'@SUM(A1)",
		"\t=1": "'\t=1", "\r=1": "'\r=1", "\n=1": "'\n=1", "＝1": "'＝1", "-": "'-", "- a dash": "'- a dash", "'=1": "'=1",
	} {
		if got := sheet.Guard(in); got != want {
			t.Errorf("Guard(%q) = %q, want %q", in, got, want)
		}
	}
}

// A list as CSV is guarded, and as it is where that is asked for.
func TestWrite(t *testing.T) {
	rows := func(yield func(store.Event, error) bool) {
		yield(store.Event{Event: record.Event{ID: "e1", Source: record.ActorRef{Code: "RUS", Name: "=1+1"}, Goldstein: -4.5}, Outlet: "@Herald"}, nil)
	}
	for _, c := range []struct {
		write func(*strings.Builder, iter.Seq2[store.Event, error]) error
		want  string
	}{
		{func(b *strings.Builder, rows iter.Seq2[store.Event, error]) error {
			return sheet.Events().WriteCSV(b, rows)
		}, ",RUS,'=1+1,,,,,,,-4.5,0,,false,,,,,0,0,'@Herald,\n"},
		{func(b *strings.Builder, rows iter.Seq2[store.Event, error]) error {
			return sheet.Events().WriteRaw(b, rows)
		}, ",RUS,=1+1,,,,,,,-4.5,0,,false,,,,,0,0,@Herald,\n"},
	} {
		var b strings.Builder
		if err := c.write(&b, rows); err != nil {
			t.Fatal(err)
		}
		if !strings.HasPrefix(b.String(), "document,event,start") || !strings.HasSuffix(b.String(), c.want) {
			t.Errorf("got %q, want the end %q", b.String(), c.want)
		}
	}
}
