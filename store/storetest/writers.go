package storetest

import (
	"context"
	"fmt"
	"os"
	"slices"
	"strconv"
	"strings"
	"testing"

	"detente/record"
	"detente/store"
)

// told is a corpus whose reports come in threes: a wire text, a copy, an update.
// Their events are on the days of one month, so that reports of different stories
// tell the same facts.
const told = 90

func telling(i int) record.Record {
	story := i / 3
	var words strings.Builder
	for w := range 60 {
		fmt.Fprintf(&words, "word%d ", story*1000+w*w)
	}
	text := words.String()
	if i%3 == 2 {
		text += "and the update adds this to it."
	}
	day := 1 + story%28
	return Report(fmt.Sprintf("doc%03d", i), text, day,
		Event("CONSULT", "ARNGOV", "GONGOV", record.Day(2021, 3, day)), Event("AID", "GON", "ARN", record.Day(2021, 3, day)))
}

// Writers has several processes add the same reports at once, each from another
// place of the corpus on. In the end each report is there once, and the facts and
// stories are those that one process makes.
func Writers(t *testing.T, p Place) {
	const writers, at = 4, "DETENTE_TEST_WRITER"
	add := func(ctx context.Context, db store.Store, from int) error {
		for i := 0; i < told; i += 3 {
			var rs []record.Record
			for j := range 3 {
				rs = append(rs, telling((from+i+j)%told))
			}
			if _, err := db.Put(ctx, rs...); err != nil {
				return err
			}
		}
		return nil
	}
	if address := os.Getenv(childOf); address != "" {
		n, _ := strconv.Atoi(os.Getenv(at))
		db, err := p.Open(context.Background(), address)
		if err == nil {
			// Two writers go the same way, and begin within a story.
			err = add(context.Background(), db, n/2*31)
		}
		if err != nil {
			fmt.Fprintln(os.Stderr, "writer", n, err)
			os.Exit(1)
		}
		os.Exit(0)
	}
	alone, together := p.Fresh(t), p.Fresh(t)
	db, err := p.Open(t.Context(), alone)
	if err != nil {
		t.Fatal(err)
	}
	if err := add(t.Context(), db, 0); err != nil {
		t.Fatal(err)
	}
	want := sums(t, db)
	db.Close()

	var children []child
	for n := range writers {
		children = append(children, start(t, together, at+"="+strconv.Itoa(n)))
	}
	for n, c := range children {
		for c.lines.Scan() {
		}
		if err := c.Wait(); err != nil {
			t.Errorf("writer %d: %v", n, err)
		}
	}
	if db, err = p.Open(t.Context(), together); err != nil {
		t.Fatal(err)
	}
	defer db.Close()
	if got := sums(t, db); got != want {
		t.Errorf("%d writers together made\n%s\none made\n%s", writers, got, want)
	}
	if !strings.HasPrefix(want, "90 documents, 180 events, 30 stories\n") {
		t.Errorf("one writer made %s", want)
	}
}

// sums tells what is in a database whatever the order in which it came.
func sums(t *testing.T, db store.Store) string {
	t.Helper()
	docs := all(t, db.Documents(t.Context(), store.Filter{}))
	events := all(t, db.Events(t.Context(), store.Filter{}))
	stories := map[string][]string{}
	for _, d := range docs {
		stories[d.Story] = append(stories[d.Story], d.ID)
	}
	var lines []string
	for _, ids := range stories {
		slices.Sort(ids)
		lines = append(lines, "story "+strings.Join(ids, " "))
	}
	marks, err := db.Marks(t.Context(), store.Between("ARN", "GON"), record.Interval{})
	if err != nil {
		t.Fatal(err)
	}
	for _, m := range marks {
		lines = append(lines, fmt.Sprintf("%s>%s %s %d reports", m.Source, m.Target, m.Date, m.Reports))
	}
	slices.Sort(lines)
	return fmt.Sprintf("%d documents, %d events, %d stories\n%s", len(docs), len(events), len(stories), strings.Join(lines, "\n"))
}
