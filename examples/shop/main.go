// Shop takes 200 purchases at the same time, over HTTP, and counts the updates that get lost: in package buggy, and in
// package fixed, its repaired twin.
//
//	go run ./examples/shop
package main

import (
	"bytes"
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"io"
	"log"
	"net/http"
	"net/http/httptest"
	"os"
	"runtime"
	"sync"

	"github.com/rmwlint/rmwlint/examples/shop/buggy"
	"github.com/rmwlint/rmwlint/examples/shop/fixed"
	"github.com/rmwlint/rmwlint/examples/shop/web"
)

// connections to the database. More than one, so that purchases run at the same time.
const connections = 8

func main() {
	log.SetFlags(0)
	if err := run(context.Background(), os.Stdout); err != nil {
		log.Fatal("shop: ", err)
	}
}

// run races both shops and prints what was lost in each.
func run(ctx context.Context, out io.Writer) error {
	before, err := race(ctx, func(db *sql.DB) (web.Shop, error) { return buggy.New(db) })
	if err != nil {
		return fmt.Errorf("buggy shop: %w", err)
	}
	after, err := race(ctx, func(db *sql.DB) (web.Shop, error) { return fixed.New(db) })
	if err != nil {
		return fmt.Errorf("fixed shop: %w", err)
	}
	fmt.Fprintf(out, "%d purchases at the same time, %d connections, SQLite: updates lost\n\n", purchases, connections)
	fmt.Fprintf(out, "%-18s  %-12s  %5s  %5s\n", "column", "written with", "buggy", "fixed")
	for i, c := range counters {
		fmt.Fprintf(out, "%-18s  %-12s  %5d  %5d\n", c.name, c.how, before[i], after[i])
	}
	return nil
}

// race opens a shop on a database of its own, sends all purchases at the same time, and returns what each counter lost.
func race(ctx context.Context, open func(*sql.DB) (web.Shop, error)) (lost []int, err error) {
	// As many requests at a time as a server of several processes would run. With one CPU, Go runs one after the other.
	defer runtime.GOMAXPROCS(runtime.GOMAXPROCS(max(connections, runtime.GOMAXPROCS(0))))

	dir, err := os.MkdirTemp("", "shop")
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, os.RemoveAll(dir)) }()
	db, err := sql.Open("sqlite", dsn(dir))
	if err != nil {
		return nil, err
	}
	defer func() { err = errors.Join(err, db.Close()) }()
	db.SetMaxOpenConns(connections)
	if err := fill(ctx, db); err != nil {
		return nil, err
	}
	shop, err := open(db)
	if err != nil {
		return nil, err
	}
	server := httptest.NewServer(web.Handler(shop))
	defer server.Close()

	if err := buyAll(ctx, server.URL); err != nil {
		return nil, err
	}
	for _, c := range counters {
		n, err := c.lost(ctx, db, purchases)
		if err != nil {
			return nil, err
		}
		lost = append(lost, n)
	}
	return lost, nil
}

// buyAll sends all purchases at once. Each must succeed: the stock and the wallet are just large enough.
func buyAll(ctx context.Context, url string) error {
	errs := make([]error, purchases)
	var clients sync.WaitGroup
	for i := range purchases {
		clients.Go(func() { errs[i] = buy(ctx, url, web.Purchase{User: 1, Product: 1, Quantity: 1}) })
	}
	clients.Wait()
	return errors.Join(errs...)
}

// buy sends one purchase.
func buy(ctx context.Context, url string, p web.Purchase) error {
	body, err := json.Marshal(p)
	if err != nil {
		return err
	}
	req, err := http.NewRequestWithContext(ctx, http.MethodPost, url+"/buy", bytes.NewReader(body))
	if err != nil {
		return err
	}
	resp, err := http.DefaultClient.Do(req)
	if err != nil {
		return err
	}
	defer resp.Body.Close()
	if resp.StatusCode != http.StatusOK {
		message, err := io.ReadAll(resp.Body)
		return errors.Join(fmt.Errorf("%s: %s", resp.Status, bytes.TrimSpace(message)), err)
	}
	return nil
}
