package postgres

import (
	"context"
	"strconv"
)

// Version counts the transactions that wrote.
func (db *DB) Version(ctx context.Context) (string, error) {
	var n int64
	if err := db.pool.QueryRow(ctx, "SELECT n FROM change").Scan(&n); err != nil {
		return "", explain(err)
	}
	return strconv.FormatInt(n, 36), nil
}
