// Package txn runs functions in transactions.
package txn

import (
	"context"
	"database/sql"

	"gorm.io/gorm"
)

type key struct{}

// Run runs fn in a transaction that travels in the context.
func Run(ctx context.Context, db *gorm.DB, fn func(ctx context.Context) error) error {
	return db.WithContext(ctx).Transaction(func(tx *gorm.DB) error {
		return fn(context.WithValue(ctx, key{}, tx))
	})
}

// DB is the transaction of the context, or the database.
func DB(ctx context.Context, db *gorm.DB) *gorm.DB {
	if tx, ok := ctx.Value(key{}).(*gorm.DB); ok {
		return tx
	}
	return db.WithContext(ctx)
}

// Serializable runs fn in a transaction at the strictest level, again and again while it conflicts.
func Serializable(db *gorm.DB, fn func(tx *gorm.DB) error) (err error) {
	for range 3 {
		err = db.Transaction(fn, &sql.TxOptions{Isolation: sql.LevelSerializable})
		if err == nil {
			return nil
		}
	}
	return err
}
