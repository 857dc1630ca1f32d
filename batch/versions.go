package batch

import (
	"cmp"
	"crypto/sha256"
	"encoding/hex"
	"fmt"
	"hash/fnv"
	"slices"

	"detente/record"
)

// standing is the index of the version that stands in the end, when they are put
// into a database one after the other in the order of their places: one with
// another text replaces what was there, one with the same changes nothing.
func standing(all []version) int {
	order := make([]int, len(all))
	for i := range order {
		order[i] = i
	}
	slices.SortFunc(order, func(a, b int) int {
		return all[a].Place.compare(all[b].Place)
	})
	keep := order[0]
	for _, i := range order[1:] {
		if all[i].Hash != all[keep].Hash {
			keep = i
		}
	}
	return keep
}

// said names what a report says: its text, and the day that somebody gave it.
func said(d *record.Document) string {
	h := sha256.New()
	h.Write([]byte(d.Text))
	if d.Published.KnownBy == record.Given {
		h.Write([]byte("\x00" + d.Published.Interval.String()))
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}

// compare orders places as the reports were given.
func (p place) compare(q place) int {
	return cmp.Or(cmp.Compare(p.File, q.File), cmp.Compare(p.Segment, q.Segment), cmp.Compare(p.Line, q.Line))
}

// partitions are the layouts of the dates that partition the tables.
var partitions = map[string]string{"day": "2006-01-02", "month": "2006-01", "year": "2006"}

// noDate is the partition of reports whose date nobody knows, as Hive and the
// programs that read its layout write a partition without a value.
const noDate = "__HIVE_DEFAULT_PARTITION__"

// part is the part of the tables that a document belongs to, below each of their
// folders: published=2020-06-16/part-00000.
func part(d *record.Document, partition string, shards int) string {
	date := noDate
	if start := d.Published.Start; !start.IsZero() {
		date = start.Format(partitions[partition])
	}
	h := fnv.New32a()
	h.Write([]byte(d.ID))
	return fmt.Sprintf("published=%s/part-%05d", date, h.Sum32()%uint32(shards))
}
