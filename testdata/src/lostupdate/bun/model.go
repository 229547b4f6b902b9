// Package store is a store on bun: bug.go loses updates, clean.go does not.
package store

import (
	"errors"
	"time"

	"github.com/uptrace/bun"
)

var errNotEnough = errors.New("not enough")

type Product struct {
	bun.BaseModel `bun:"table:products,alias:p"`

	ID        int64    `bun:"id,pk,autoincrement"`
	Name      string   `bun:"name,notnull"`
	InStock   int      `bun:"in_stock"`
	Views     int64    `bun:",nullzero"`
	Tags      []string `bun:"tags,array"`
	Version   int64
	UpdatedAt time.Time
}
