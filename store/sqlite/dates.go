package sqlite

import (
	"crypto/sha256"
	"encoding/hex"

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

// contentHash names what a document says, beside its identifier.
func contentHash(d *record.Document) string {
	sum := sha256.Sum256([]byte(d.Text))
	return hex.EncodeToString(sum[:12])
}
