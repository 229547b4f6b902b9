// Package transfers moves stock between two rows: a lock on one of them is none on the other.
package transfers

import (
	"context"
	"database/sql"
	"errors"

	"fixtures/lostupdate/transfers/stock"
)

func oneOfTwoRowsIsLocked(ctx context.Context, tx *sql.Tx, from, to string, n int) error {
	var a, b int
	if err := tx.QueryRowContext(ctx, "SELECT quantity FROM stock WHERE warehouse = $1 FOR UPDATE", from).Scan(&a); err != nil {
		return err
	}
	if err := tx.QueryRowContext(ctx, "SELECT quantity FROM stock WHERE warehouse = $1", to).Scan(&b); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE stock SET quantity = $1 WHERE warehouse = $2", a-n, from); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, "UPDATE stock SET quantity = $1 WHERE warehouse = $2", b+n, to) // want "lost update: stock.quantity is read"
	return err
}

func bothRowsAreLocked(ctx context.Context, tx *sql.Tx, from, to string, n int) error {
	var a, b int
	if err := tx.QueryRowContext(ctx, "SELECT quantity FROM stock WHERE warehouse = $1 FOR UPDATE", from).Scan(&a); err != nil {
		return err
	}
	if err := tx.QueryRowContext(ctx, "SELECT quantity FROM stock WHERE warehouse = $1 FOR UPDATE", to).Scan(&b); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE stock SET quantity = $1 WHERE warehouse = $2", a-n, from); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, "UPDATE stock SET quantity = $1 WHERE warehouse = $2", b+n, to)
	return err
}

func theRowIsLockedAndReadAgain(ctx context.Context, tx *sql.Tx, from string, n int) error {
	var a int
	if err := tx.QueryRowContext(ctx, "SELECT quantity FROM stock WHERE warehouse = $1 FOR UPDATE", from).Scan(&a); err != nil {
		return err
	}
	if err := tx.QueryRowContext(ctx, "SELECT quantity FROM stock WHERE warehouse = $1", from).Scan(&a); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, "UPDATE stock SET quantity = $1 WHERE warehouse = $2", a-n, from)
	return err
}

func theParentIsLocked(ctx context.Context, tx *sql.Tx, depot, warehouse string, n int) error {
	var name string
	if err := tx.QueryRowContext(ctx, "SELECT name FROM depots WHERE id = $1 FOR UPDATE", depot).Scan(&name); err != nil {
		return err
	}
	var a int
	if err := tx.QueryRowContext(ctx, "SELECT quantity FROM stock WHERE warehouse = $1", warehouse).Scan(&a); err != nil {
		return err
	}
	_, err := tx.ExecContext(ctx, "UPDATE stock SET quantity = $1 WHERE warehouse = $2", a-n, warehouse)
	return err
}

func oneOfTwoIsLockedByThePort(ctx context.Context, levels stock.Levels, product, from, to string, n int) error {
	a, err := levels.GetForUpdate(ctx, product, from)
	if err != nil {
		return err
	}
	b, err := levels.Get(ctx, product, to)
	if err != nil {
		return err
	}
	a.Quantity -= n
	b.Quantity += n
	if err := levels.Upsert(ctx, a); err != nil {
		return err
	}
	return levels.Upsert(ctx, b) // want "lost update: Level.Quantity is read .*assumed"
}

func upsertedByThePort(ctx context.Context, levels stock.Levels, product, from string, n int) error {
	a, err := levels.Get(ctx, product, from)
	if err != nil {
		return err
	}
	a.Quantity -= n
	return levels.Upsert(ctx, a) // want "lost update: Level.Quantity is read .*assumed"
}

func lockedByAFlagOfThePort(ctx context.Context, levels stock.Levels, product string, n int) error {
	a, err := levels.Find(ctx, product, true)
	if err != nil {
		return err
	}
	a.Quantity -= n
	return levels.Upsert(ctx, a)
}

func notLockedByAFlagOfThePort(ctx context.Context, levels stock.Levels, product string, n int) error {
	a, err := levels.Find(ctx, product, false)
	if err != nil {
		return err
	}
	a.Quantity -= n
	return levels.Upsert(ctx, a) // want "lost update: Level.Quantity is read .*assumed"
}

func settingsWithoutAKey(c stock.Configuration) error {
	s, err := c.Load()
	if err != nil {
		return err
	}
	s.Runs++
	return c.Save(s)
}

func costOfTwoRows(ctx context.Context, levels stock.Levels, goods stock.Goods, product, warehouse string, n, price int) error {
	g, err := goods.GetGood(ctx, product)
	if err != nil {
		return err
	}
	l, err := levels.GetForUpdate(ctx, product, warehouse)
	if err != nil {
		return err
	}
	return goods.UpdateCost(ctx, product, stock.Average(l.Quantity, g.Cost, n, price)) // want "lost update: Good.Cost is read .*assumed"
}

var errClosed = errors.New("closed")

func receive(ctx context.Context, deliveries stock.Deliveries, levels stock.Levels, id, warehouse string) error {
	d, err := deliveries.GetByID(ctx, id)
	if err != nil {
		return err
	}
	if d.Status == "closed" {
		return errClosed
	}
	l, err := levels.GetForUpdate(ctx, d.Product, warehouse)
	if err != nil {
		return err
	}
	l.Quantity += d.Pieces
	if err := levels.Upsert(ctx, l); err != nil {
		return err
	}
	return deliveries.UpdateStatus(ctx, d.ID, "closed") // want "lost update: Delivery.Status is tested .*assumed"
}

func receiveInARunner(ctx context.Context, deliveries stock.Deliveries, runner stock.Runner, id, warehouse string) error {
	d, err := deliveries.GetByID(ctx, id)
	if err != nil {
		return err
	}
	if d.Status == "closed" {
		return errClosed
	}
	err = runner.Run(ctx, func(levels stock.Levels) error {
		l, err := levels.GetForUpdate(ctx, d.Product, warehouse)
		if err != nil {
			return err
		}
		l.Quantity += d.Pieces
		return levels.Upsert(ctx, l)
	})
	if err != nil {
		return err
	}
	return deliveries.UpdateStatus(ctx, d.ID, "closed") // want "lost update: Delivery.Status is tested .*assumed"
}

func closeOnly(ctx context.Context, deliveries stock.Deliveries, id string) error {
	d, err := deliveries.GetByID(ctx, id)
	if err != nil {
		return err
	}
	if d.Status == "closed" {
		return errClosed
	}
	return deliveries.UpdateStatus(ctx, d.ID, "closed") // twice is the same as once
}
