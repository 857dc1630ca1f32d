package storetest

import (
	"errors"
	"reflect"
	"strings"
	"testing"

	"detente/record"
	"detente/store"
)

func putIsIdempotentAndReplaces(t *testing.T, db store.Store) {
	r := Report("a", "Arnor and Gondor met on Thursday.", 4, Event("CONSULT", "ARNGOV", "GONGOV", record.Day(2021, 3, 4)))
	if got := put(t, db, r, r); got != (store.Added{New: 1, Same: 1}) {
		t.Errorf("added %+v", got)
	}
	back, err := db.Get(t.Context(), "a")
	if err != nil || !reflect.DeepEqual(back, r) {
		t.Errorf("came back as\n%+v, %v, want\n%+v", back, err, r)
	}
	if texts, err := db.Texts(t.Context(), "nowhere", "a", "a"); err != nil || len(texts) != 1 || texts["a"] != r.Document.Text {
		t.Errorf("the texts are %q, %v", texts, err)
	}
	if same, err := db.Same(t.Context(), r.Document); !same || err != nil {
		t.Errorf("a document that is there is not the same: %v", err)
	}
	dated := r.Document
	dated.Published.Interval = record.Day(2021, 3, 5)
	if same, err := db.Same(t.Context(), dated); same || err != nil {
		t.Errorf("a document with another given date is the same: %v", err)
	}
	changed := Report("a", "Arnor and Gondor did not meet on Thursday after all.", 4)
	if got := put(t, db, changed); got != (store.Added{Replaced: 1}) {
		t.Errorf("added %+v", got)
	}
	if es := all(t, db.Events(t.Context(), store.Filter{})); len(es) != 0 {
		t.Errorf("events of the old text are left: %v", es)
	}
	if marks, err := db.Marks(t.Context(), store.Between("ARN", "GON"), record.Interval{}); len(marks) != 0 || err != nil {
		t.Errorf("facts of the old text are left: %v, %v", marks, err)
	}
	if _, err := db.Get(t.Context(), "b"); !errors.Is(err, store.ErrNotFound) {
		t.Errorf("an unknown document gives %v", err)
	}
	if has, err := db.Has(t.Context(), "a", "b"); err != nil || !has[0] || has[1] {
		t.Errorf("has %v, %v", has, err)
	}
}

const wire = "The foreign ministers of Arnor and Gondor met in the border town of Bree on Thursday for the first time in ten years and agreed to open the old road between their countries before the end of the summer. " +
	"Both sides spoke of a good beginning, and a second meeting was planned for May, this time in the capital of Gondor. Traders on both sides of the river have waited for the road for a long time, since the bridge at Tharbad fell."

func stories(t *testing.T, db store.Store) {
	other := "The harvest in the Shire was the best in living memory, farmers said, with barley and pipe-weed in such plenty that barns were full by September and prices fell in every market from Michel Delving to Bree."
	put(t, db,
		Report("wire", wire, 4),
		Report("copy", strings.Replace(wire, "Bree on Thursday", "Bree", 1), 4),
		Report("update", wire+" On Friday the king of Arnor welcomed the accord, and his chancellor said that masons would be sent to the bridge within the month, together with guards for the first caravans.", 5),
		Report("other", other, 4),
		Report("next year", wire, 31))
	var stories []string
	for _, d := range all(t, db.Documents(t.Context(), store.Filter{})) {
		stories = append(stories, d.ID+"="+d.Story)
	}
	if got, want := strings.Join(stories, " "), "wire=wire copy=wire other=other update=wire next year=next year"; got != want {
		t.Errorf("stories are %s, want %s", got, want)
	}
	if got := all(t, db.Documents(t.Context(), store.Filter{Story: "copy"})); len(got) != 3 {
		t.Errorf("the story of a copy has %d documents", len(got))
	}
}
