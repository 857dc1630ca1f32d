package tables

import (
	"crypto/sha256"
	"encoding/hex"
	"io"

	"detente/record"
)

// openEnd sorts after every date.
const openEnd = "~"

// bounds are the two sides of an interval as they are stored.
func bounds(i record.Interval) (start, until string) {
	start, until = i.Start.String(), i.End.String()
	if until == "" {
		until = openEnd
	}
	return start, until
}

// interval reads what bounds wrote.
func interval(start, until string) (i record.Interval) {
	if start != "" {
		i.Start, _ = record.ParseMoment(start)
	}
	if until != openEnd && until != "" {
		i.End, _ = record.ParseMoment(until)
	}
	return i
}

// contentHash names what a document says beside its identifier: its text, and
// the day that somebody gave it. A day that was found is not part of it, since a
// document has none before it is read.
func contentHash(d *record.Document) string {
	h := sha256.New()
	io.WriteString(h, d.Text)
	if d.Published.KnownBy == record.Given {
		io.WriteString(h, "\x00"+d.Published.Interval.String())
	}
	return hex.EncodeToString(h.Sum(nil)[:12])
}
