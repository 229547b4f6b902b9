package main

import (
	"bytes"
	"context"
	"database/sql"
	"net/http"
	"net/http/httptest"
	"strings"
	"testing"

	"github.com/stretchr/testify/require"

	"github.com/rmwlint/rmwlint/examples/shop/buggy"
	"github.com/rmwlint/rmwlint/examples/shop/fixed"
	"github.com/rmwlint/rmwlint/examples/shop/web"
	"github.com/rmwlint/rmwlint/orm/racetest"
)

func openBuggy(db *sql.DB) (web.Shop, error) { return buggy.New(db) }
func openFixed(db *sql.DB) (web.Shop, error) { return fixed.New(db) }

// As the program does it: all purchases at once, as the scheduler will have them.
func TestBuggyShopLosesUpdates(t *testing.T) {
	lost, err := race(t.Context(), openBuggy)
	require.NoError(t, err)
	sum := 0
	for _, n := range lost {
		require.GreaterOrEqual(t, n, 0)
		sum += n
	}
	require.Positive(t, sum)
	t.Logf("lost %v of %d", lost, purchases)
}

func TestFixedShopLosesNothing(t *testing.T) {
	lost, err := race(t.Context(), openFixed)
	require.NoError(t, err)
	require.Equal(t, []int{0, 0, 0, 0}, lost)
}

func TestOutput(t *testing.T) {
	var out bytes.Buffer
	require.NoError(t, run(t.Context(), &out))
	for _, c := range counters {
		require.Regexp(t, `(?m)^`+c.name+` +`+c.how+` +\d+ +0$`, out.String())
	}
}

// Two purchases, both of which read before either writes: the buggy shop loses one of two in each column, always.
func TestTwoPurchases(t *testing.T) {
	for _, test := range []struct {
		name string
		open func(*sql.DB) (web.Shop, error)
		lost int
	}{
		{name: "buggy", open: openBuggy, lost: 1},
		{name: "fixed", open: openFixed, lost: 0},
	} {
		t.Run(test.name, func(t *testing.T) {
			for range 10 {
				db, url := serve(t, test.open)
				purchase := func(ctx context.Context) error {
					return buy(ctx, url, web.Purchase{User: 1, Product: 1, Quantity: 1})
				}
				result := db.Race(t, purchase, purchase)
				require.NoError(t, result.Err(), result)
				require.True(t, result.Interleaved(), result)
				for _, c := range counters {
					lost, err := c.lost(t.Context(), db.DB, 2)
					require.NoError(t, err)
					require.Equal(t, test.lost, lost, "%s:\n%v", c.name, result)
				}
			}
		})
	}
}

// Alone, both shops do the same.
func TestTwinsAgree(t *testing.T) {
	for _, open := range []func(*sql.DB) (web.Shop, error){openBuggy, openFixed} {
		db, url := serve(t, open)
		ctx := t.Context()
		require.NoError(t, buy(ctx, url, web.Purchase{User: 1, Product: 1, Quantity: 3}))
		require.Equal(t, []int64{197, 3, 50_000 - 750, 750}, values(t, db))

		require.ErrorContains(t, buy(ctx, url, web.Purchase{User: 1, Product: 1, Quantity: 198}), "409 Conflict: refused: sold out")
		require.ErrorContains(t, buy(ctx, url, web.Purchase{User: 1, Product: 2, Quantity: 1}), "500 Internal Server Error: record not found")
		require.ErrorContains(t, buy(ctx, url, web.Purchase{User: 1, Product: 1}), "400 Bad Request")
		_, err := db.Exec("UPDATE wallets SET balance = 500")
		require.NoError(t, err)
		require.ErrorContains(t, buy(ctx, url, web.Purchase{User: 1, Product: 1, Quantity: 3}), "409 Conflict: refused: not enough money")
		require.Equal(t, []int64{197, 3, 500, 750}, values(t, db), "the stock is put back")
	}
}

func TestNotAPurchase(t *testing.T) {
	_, url := serve(t, openFixed)
	resp, err := http.Post(url+"/buy", "application/json", strings.NewReader("album"))
	require.NoError(t, err)
	defer resp.Body.Close()
	require.Equal(t, http.StatusBadRequest, resp.StatusCode)
}

// serve opens a shop on a database of its own.
func serve(t *testing.T, open func(*sql.DB) (web.Shop, error)) (*racetest.DB, string) {
	db, err := racetest.Open("sqlite", dsn(t.TempDir()))
	require.NoError(t, err)
	t.Cleanup(func() { require.NoError(t, db.Close()) })
	require.NoError(t, fill(t.Context(), db.DB))
	shop, err := open(db.DB)
	require.NoError(t, err)
	server := httptest.NewServer(web.Handler(shop))
	t.Cleanup(server.Close)
	return db, server.URL
}

func values(t *testing.T, db *racetest.DB) (out []int64) {
	for _, c := range counters {
		var v int64
		require.NoError(t, db.QueryRow(c.query).Scan(&v))
		out = append(out, v)
	}
	return out
}
