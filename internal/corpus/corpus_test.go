package corpus

import (
	"bytes"
	"crypto/sha256"
	"encoding/hex"
	"strings"
	"testing"
)

// TestReport: every slot is filled, the length is kept, and a number gives one
// report for ever.
func TestReport(t *testing.T) {
	m := New()
	all := sha256.New()
	seen := map[string]bool{}
	for i := range uint64(500) {
		r := m.Report(i, 400)
		if strings.ContainsAny(r.Text+r.Title, "{}") || strings.Contains(r.Text, "  ") {
			t.Fatalf("report %d has a slot that was not filled: %s", i, r.Text)
		}
		if r.Words < 400 || r.Words > 440 {
			t.Errorf("report %d has %d words, want 400 and a sentence at most", i, r.Words)
		}
		if seen[r.Text] {
			t.Errorf("report %d was there before", i)
		}
		seen[r.Text] = true
		all.Write(r.HTML())
	}
	var a, b bytes.Buffer
	if err := m.WARC(&a, 0, 100, 50); err != nil {
		t.Fatal(err)
	}
	New().WARC(&b, 0, 100, 50)
	if !bytes.Equal(a.Bytes(), b.Bytes()) {
		t.Error("two runs make two archives")
	}
	t.Log("500 pages:", hex.EncodeToString(all.Sum(nil)[:6]))
}
