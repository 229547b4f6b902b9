package racetest_test

import (
	"context"
	"fmt"
	"log"
	"os"
	"path/filepath"

	_ "modernc.org/sqlite"

	"github.com/rmwlint/rmwlint/orm/racetest"
)

// Two purchases of one product each, first as it is often written, then repaired.
func ExampleDB_Run() {
	dir, err := os.MkdirTemp("", "racetest")
	if err != nil {
		log.Fatal(err)
	}
	defer os.RemoveAll(dir)
	db, err := racetest.Open("sqlite", "file:"+filepath.Join(dir, "shop.db")+"?_pragma=busy_timeout(5000)")
	if err != nil {
		log.Fatal(err)
	}
	defer db.Close()
	if _, err := db.Exec("CREATE TABLE product (stock INTEGER); INSERT INTO product VALUES (5)"); err != nil {
		log.Fatal(err)
	}

	bug := func(ctx context.Context) error {
		var stock int
		if err := db.QueryRowContext(ctx, "SELECT stock FROM product").Scan(&stock); err != nil {
			return err
		}
		_, err := db.ExecContext(ctx, "UPDATE product SET stock = ?", stock-1)
		return err
	}
	repaired := func(ctx context.Context) error {
		_, err := db.ExecContext(ctx, "UPDATE product SET stock = stock - 1")
		return err
	}

	var stock int
	for _, buy := range []func(context.Context) error{bug, repaired} {
		if _, err := db.Exec("UPDATE product SET stock = 5"); err != nil {
			log.Fatal(err)
		}
		result := db.Run(buy, buy)
		if err := db.QueryRow("SELECT stock FROM product").Scan(&stock); err != nil {
			log.Fatal(err)
		}
		fmt.Printf("%vleft: %d\n\n", result, stock)
	}
	// Output:
	// 0 read      SELECT stock FROM product
	// 1 read      SELECT stock FROM product
	// 0 write     UPDATE product SET stock = ?
	// 1 write     UPDATE product SET stock = ?
	// left: 4
	//
	// 0 write     UPDATE product SET stock = stock - 1
	// 1 write     UPDATE product SET stock = stock - 1
	// left: 3
}
