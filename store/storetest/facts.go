package storetest

import (
	"fmt"
	"reflect"
	"strings"
	"testing"

	"detente/record"
	"detente/store"
)

// One meeting in three reports is one fact; the next meeting is another.
func facts(t *testing.T, db store.Store) {
	told := Event("CONSULT", "ARN", "GON", record.Interval{Start: record.Date(2021, 3, 3), End: record.Date(2021, 3, 5)})
	told.Background = true
	exact := Event("CONSULT", "ARNGOV", "GONGOV", record.Day(2021, 3, 4))
	claimed := exact
	claimed.Status = record.ClaimedEvent
	threat := Event("CONSULT", "ARNGOV", "GONGOV", record.Day(2021, 3, 4))
	threat.Status = record.Promised
	later := Event("CONSULT", "ARNGOV", "GONGOV", record.Day(2021, 3, 9))
	since := Event("CONSULT", "ARNGOV", "GONGOV", record.Interval{End: record.Date(2021, 3, 9)})
	put(t, db, Report("a", "First the ministers met by the river.", 4, told), Report("b", "A second paper tells of it in other words.", 4, exact, exact))
	put(t, db, Report("c", "What a third one claims is not much.", 5, claimed, threat), Report("d", "Then there was another meeting of theirs.", 9, later, since))
	marks, err := db.Marks(t.Context(), store.Between("ARN", "GON"), record.Interval{})
	if err != nil {
		t.Fatal(err)
	}
	var got []string
	for _, m := range marks {
		got = append(got, fmt.Sprintf("%s %s>%s %s %v %d %s", m.Date, m.Source, m.Target, m.Status, m.Background, m.Reports, m.Event))
	}
	want := []string{
		"before 2021-03-09 ARNGOV>GONGOV happened false 1 d#e2",
		"2021-03-04 ARNGOV>GONGOV happened false 3 b#e1",
		"2021-03-04 ARNGOV>GONGOV promised false 1 c#e2",
		"2021-03-09 ARNGOV>GONGOV happened false 1 d#e1",
	}
	if !reflect.DeepEqual(got, want) {
		t.Errorf("facts are\n%s\nwant\n%s", strings.Join(got, "\n"), strings.Join(want, "\n"))
	}
	if once := all(t, db.Events(t.Context(), store.Filter{Once: true})); len(once) != len(want) {
		t.Errorf("%d events told once, want %d", len(once), len(want))
	}
	// When the report that tells a fact best goes, the others tell it.
	put(t, db, Report("b", "The second paper withdrew its report and is sorry.", 4))
	marks, _ = db.Marks(t.Context(), store.Between("GON", "ARN"), record.Interval{})
	if len(marks) != 4 || marks[1].Event == "b#e1" || marks[1].Reports != 2 {
		t.Errorf("after a withdrawal: %+v", marks)
	}
}
