package tables

import (
	"context"
	"encoding/json"
	"fmt"
	"iter"

	"detente/store"
)

// Subscribe keeps a subscription.
func (db *DB) Subscribe(ctx context.Context, s store.Subscription) error {
	return db.inTx(ctx, func(tx *tx) error {
		is, err := tx.changes("INSERT INTO subscription VALUES (?, ?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING", s.ID, s.Name, s.Query, s.URL, s.Secret, s.Created, s.Seen)
		if err != nil || is {
			return err
		}
		return fmt.Errorf("subscription %s: %w", s.ID, store.ErrExists)
	})
}

// Unsubscribe drops a subscription and its notices.
func (db *DB) Unsubscribe(ctx context.Context, id string) error {
	return db.inTx(ctx, func(tx *tx) error {
		was, err := tx.changes("DELETE FROM subscription WHERE id = ?", id)
		if err != nil {
			return err
		}
		if !was {
			return fmt.Errorf("subscription %s: %w", id, store.ErrNotFound)
		}
		return tx.exec("DELETE FROM notice WHERE subscription = ?", id)
	})
}

// Subscriptions are all of them.
func (db *DB) Subscriptions(ctx context.Context) ([]store.Subscription, error) {
	return collect(stream(ctx, db.read, "SELECT id, name, query, url, secret, created, seen FROM subscription ORDER BY id", nil,
		func(scan func(...any) error) (s store.Subscription, err error) {
			err = scan(&s.ID, &s.Name, &s.Query, &s.URL, &s.Secret, &s.Created, &s.Seen)
			return s, err
		}))
}

// Arrived are the documents that were added after another one. One writer works
// at a time, so that numbers appear in their order.
func (db *DB) Arrived(ctx context.Context, after int64, limit int) ([]store.Arrival, error) {
	return collect(stream(ctx, db.read, `SELECT d.id, d.key FROM document d
		WHERE d.id > ? AND EXISTS (SELECT 1 FROM reading WHERE run = (`+currentRun+`) AND doc = d.id) ORDER BY d.id LIMIT ?`, []any{after, limit},
		func(scan func(...any) error) (a store.Arrival, err error) {
			err = scan(&a.Number, &a.Document)
			return a, err
		}))
}

func collect[T any](rows iter.Seq2[T, error]) ([]T, error) {
	var all []T
	for row, err := range rows {
		if err != nil {
			return nil, err
		}
		all = append(all, row)
	}
	return all, nil
}

// LastArrival is the number of the newest document.
func (db *DB) LastArrival(ctx context.Context) (n int64, err error) {
	err = db.one(ctx, "SELECT coalesce(max(id), 0) FROM document", nil, &n)
	return n, err
}

// Notify keeps notices and moves a subscription on.
func (db *DB) Notify(ctx context.Context, subscription string, from, to int64, notices []store.Notice) (moved bool, err error) {
	err = db.inTx(ctx, func(tx *tx) error {
		if moved, err = tx.changes("UPDATE subscription SET seen = ? WHERE id = ? AND seen = ?", to, subscription, from); err != nil || !moved {
			return err
		}
		for _, n := range notices {
			told, err := json.Marshal(n.Told)
			if err != nil {
				return err
			}
			if err := tx.exec("INSERT INTO notice (subscription, told, made, state, attempts, next, fault) VALUES (?, ?, ?, ?, ?, ?, ?)",
				subscription, string(told), n.At, string(n.State), n.Attempts, n.Next, n.Fault); err != nil {
				return err
			}
		}
		if len(notices) == 0 {
			return nil
		}
		return tx.exec(`DELETE FROM notice WHERE subscription = ? AND state <> 'waiting' AND id <=
			(SELECT id FROM notice WHERE subscription = ? AND state <> 'waiting' ORDER BY id DESC LIMIT 1 OFFSET ?)`,
			subscription, subscription, store.KeepNotices)
	})
	return moved && err == nil, err
}

const noticeColumns = "id, subscription, told, made, state, attempts, next, fault"

func scanNotice(scan func(...any) error) (n store.Notice, err error) {
	var told string
	if err := scan(&n.Number, &n.Subscription, &told, &n.At, &n.State, &n.Attempts, &n.Next, &n.Fault); err != nil {
		return n, err
	}
	return n, json.Unmarshal([]byte(told), &n.Told)
}

// Notices are those of a subscription, the newest first.
func (db *DB) Notices(ctx context.Context, subscription string, limit int) ([]store.Notice, error) {
	return collect(stream(ctx, db.read, "SELECT "+noticeColumns+" FROM notice WHERE subscription = ? ORDER BY id DESC LIMIT ?", []any{subscription, limit}, scanNotice))
}

// Claim takes notices that wait. It looks first whether there are any, so that
// asking often does not change the database.
func (db *DB) Claim(ctx context.Context, now, until string, limit int) ([]store.Notice, error) {
	const which = "state = 'waiting' AND next <= ?"
	var some bool
	if err := db.one(ctx, "SELECT EXISTS (SELECT 1 FROM notice WHERE "+which+")", []any{now}, &some); err != nil || !some {
		return nil, err
	}
	var claimed []store.Notice
	err := db.inTx(ctx, func(tx *tx) error {
		err := tx.each("SELECT "+noticeColumns+" FROM notice WHERE "+which+" ORDER BY id LIMIT ?", []any{now, limit}, func(scan func(...any) error) error {
			n, err := scanNotice(scan)
			claimed = append(claimed, n)
			return err
		})
		if err != nil {
			return err
		}
		for i := range claimed {
			claimed[i].Next = until
			if err := tx.exec("UPDATE notice SET next = ? WHERE id = ?", until, claimed[i].Number); err != nil {
				return err
			}
		}
		return nil
	})
	if err != nil {
		return nil, err
	}
	return claimed, nil
}

// Settle writes what became of a notice.
func (db *DB) Settle(ctx context.Context, n store.Notice) error {
	return db.inTx(ctx, func(tx *tx) error {
		return tx.exec("UPDATE notice SET state = ?, attempts = ?, next = ?, fault = ? WHERE id = ?", string(n.State), n.Attempts, n.Next, n.Fault, n.Number)
	})
}
