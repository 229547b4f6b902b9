package shop

import (
	"context"
	"database/sql"

	"github.com/jinzhu/gorm"

	"race/op"
)

func run(f func(db *gorm.DB) error) func(context.Context, *sql.DB, string) error {
	return func(_ context.Context, db *sql.DB, dialect string) error {
		name := map[string]string{"sqlite": "sqlite3", "postgres": "postgres", "mysql": "mysql"}[dialect]
		g, err := gorm.Open(name, db)
		if err != nil {
			return err
		}
		g.LogMode(false)
		return f(g)
	}
}

// Ops are the fixtures on GORM v1.
func Ops() []op.Op {
	return []op.Op{
		{Name: "gormv1/subtractThenSave", Column: "products.stock_left", By: -6, Run: run(func(db *gorm.DB) error { return subtractThenSave(db, 1, 6) })},
		{Name: "gormv1/severalColumns", Column: "products.views", By: 1, Run: run(func(db *gorm.DB) error { return severalColumns(db, 1, 3) })},
		{Name: "gormv1/oneColumn", Column: "products.views", By: 1, Run: run(func(db *gorm.DB) error { return oneColumn(db, 1) })},
		{Name: "gormv1/structOfColumns", Column: "products.stock_left", By: -3, Run: run(func(db *gorm.DB) error { return structOfColumns(db, 1, 3) })},
		{Name: "gormv1/mapOfTable", Native: true, Column: "products.stock_left", By: -3, Run: run(func(db *gorm.DB) error { return mapOfTable(db, 1, 3) })},
	}
}
