package tables

import (
	"context"

	"detente/store"
)

// Feed is what the database knows of a feed; an unknown one is zero but for its
// address.
func (db *DB) Feed(ctx context.Context, url string) (store.Feed, error) {
	f := store.Feed{URL: url}
	rows := stream(ctx, db.read, "SELECT etag, modified, next, failures FROM feed WHERE url = ?", []any{url}, func(scan func(...any) error) (struct{}, error) {
		return struct{}{}, scan(&f.ETag, &f.Modified, &f.Next, &f.Failures)
	})
	for _, err := range rows {
		if err != nil {
			return f, err
		}
	}
	return f, nil
}

// SetFeed remembers a feed.
func (db *DB) SetFeed(ctx context.Context, f store.Feed) error {
	return db.inTx(ctx, func(tx *tx) error {
		err := tx.exec("INSERT INTO feed VALUES (?, ?, ?, ?, ?) ON CONFLICT (url) DO UPDATE SET etag = excluded.etag, modified = excluded.modified, next = excluded.next, failures = excluded.failures", f.URL, f.ETag, f.Modified, f.Next, f.Failures)
		return err
	})
}

// Seen reports whether an address was fetched.
func (db *DB) Seen(ctx context.Context, url string) (seen bool, err error) {
	err = db.one(ctx, "SELECT EXISTS (SELECT 1 FROM seen WHERE url = ?)", []any{url}, &seen)
	return seen, err
}

// SetSeen remembers an address and the document that came from it.
func (db *DB) SetSeen(ctx context.Context, url, document string) error {
	return db.inTx(ctx, func(tx *tx) error {
		err := tx.exec("INSERT INTO seen VALUES (?, ?) ON CONFLICT (url) DO UPDATE SET doc = excluded.doc", url, document)
		return err
	})
}
