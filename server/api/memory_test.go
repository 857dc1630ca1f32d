package api

import (
	"context"
	"fmt"
	"io"
	"iter"
	"net/http"
	"net/http/httptest"
	"runtime"
	"testing"

	"detente/record"
	"detente/server/access"
	"detente/store"
)

// endless is a store with so many events, which it makes as they are asked for,
// and notes the most memory that is held while they are written.
type endless struct {
	store.Store
	rows int
	most uint64
	read int
}

func held() uint64 {
	runtime.GC()
	var m runtime.MemStats
	runtime.ReadMemStats(&m)
	return m.HeapAlloc
}

func (s *endless) Events(_ context.Context, f store.Filter) iter.Seq2[store.Event, error] {
	return func(yield func(store.Event, error) bool) {
		for i := range s.rows {
			if f.Limit > 0 && i == f.Limit {
				return
			}
			if i%(s.rows/8) == s.rows/8-1 {
				s.most = max(s.most, held())
			}
			s.read++
			on := record.Day(2020, 1, 1+i)
			e := store.Event{Event: record.Event{ID: fmt.Sprint("e", i), Date: on, Source: record.ActorRef{Code: "ARN"}, Rule: "made.up"}, Document: fmt.Sprint("d", i), Cursor: fmt.Sprint(i)}
			if !yield(e, nil) {
				return
			}
		}
	}
}

// TestRequestsHoldLittleMemory holds that an answer of any length takes no more
// memory than a short one, and that a page is never longer than it may be.
func TestRequestsHoldLittleMemory(t *testing.T) {
	r, err := loaded()
	if err != nil {
		t.Fatal(err)
	}
	db := &endless{rows: 200_000}
	h := New(Options{Store: db, Reader: r})
	before := held()
	for _, format := range []string{"jsonl", "csv"} {
		db.most, db.read = 0, 0
		w := &counting{header: http.Header{}}
		req := httptest.NewRequest("GET", Prefix+"/events?format="+format, nil)
		h.ServeHTTP(w, req.WithContext(access.With(req.Context(), access.Visitor{Role: access.Reader})))
		if db.read != db.rows || w.bytes < 5*int64(db.rows) {
			t.Errorf("%s: %d rows, %d bytes", format, db.read, w.bytes)
		}
		if more := int64(db.most) - int64(before); more > 4<<20 {
			t.Errorf("%s: %d MB were held for an answer of %d MB", format, more>>20, w.bytes>>20)
		}
	}
	db.read = 0
	if status, _, _ := ask(t, h, access.Reader, "GET", Prefix+"/events?limit=1000", ""); status != 200 || db.read != 1001 {
		t.Errorf("a page read %d rows", db.read)
	}
	runtime.KeepAlive(r)
}

// counting counts what is written and keeps none of it.
type counting struct {
	header http.Header
	bytes  int64
}

func (c *counting) Header() http.Header { return c.header }
func (c *counting) WriteHeader(int)     {}
func (c *counting) Write(b []byte) (int, error) {
	n, err := io.Discard.Write(b)
	c.bytes += int64(n)
	return n, err
}
