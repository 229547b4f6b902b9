// Package store is a store on go-pg: bug.go loses updates, clean.go does not.
package store

import "errors"

var errNotEnough = errors.New("not enough")

type Account struct {
	tableName struct{} `pg:"accounts,alias:a"` //nolint:unused // names the table

	ID      int64
	Balance int64 `pg:",use_zero"`
	Credit  int64 `pg:"credit_cents"`
	Version int
}
