package bank

import (
	"context"
	"database/sql"

	"github.com/jmoiron/sqlx"
	"github.com/shopspring/decimal"
)

func addInSQL(db *sqlx.DB, id int64, n int) error {
	_, err := db.NamedExec("UPDATE accounts SET points = points + :n WHERE id = :id", map[string]any{"id": id, "n": n})
	return err
}

func loadThenAddInSQL(ctx context.Context, db *sqlx.DB, id int64, amount decimal.Decimal) error {
	var a Account
	if err := db.GetContext(ctx, &a, "SELECT * FROM accounts WHERE id = $1", id); err != nil {
		return err
	}
	_, err := db.ExecContext(ctx, "UPDATE accounts SET balance = balance - $1 WHERE id = $2", amount, a.ID)
	return err
}

func getForUpdate(ctx context.Context, db *sqlx.DB, id int64, n int) error {
	tx, err := db.BeginTxx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var a Account
	if err := tx.GetContext(ctx, &a, "SELECT * FROM accounts WHERE id = $1 FOR UPDATE", id); err != nil {
		return err
	}
	a.Points -= n
	if _, err := tx.NamedExecContext(ctx, "UPDATE accounts SET points = :points WHERE id = :id", &a); err != nil {
		return err
	}
	return tx.Commit()
}

func selectForUpdateSkipLocked(tx *sqlx.Tx, owner int64) error {
	var list []Account
	if err := tx.Select(&list, "SELECT * FROM accounts WHERE owner_id = ? LIMIT 10 FOR UPDATE SKIP LOCKED", owner); err != nil {
		return err
	}
	for _, a := range list {
		a.Credit(1)
		if _, err := tx.NamedExec("UPDATE accounts SET points = :points WHERE id = :id", a); err != nil {
			return err
		}
	}
	return nil
}

func compareVersion(ctx context.Context, db *sqlx.DB, id int64, n int) error {
	var a Account
	if err := db.GetContext(ctx, &a, "SELECT * FROM accounts WHERE id = ?", id); err != nil {
		return err
	}
	a.Points += n
	res, err := db.NamedExecContext(ctx, "UPDATE accounts SET points = :points, version = version + 1 WHERE id = :id AND version = :version", a)
	if err != nil {
		return err
	}
	if k, _ := res.RowsAffected(); k == 0 {
		return errNotEnough
	}
	return nil
}

func serializable(ctx context.Context, db *sqlx.DB, id int64, n int) error {
	tx := db.MustBeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable})
	defer tx.Rollback()
	var points int
	if err := tx.Get(&points, "SELECT points FROM accounts WHERE id = ?", id); err != nil {
		return err
	}
	tx.MustExec("UPDATE accounts SET points = ? WHERE id = ?", points-n, id)
	return tx.Commit()
}

func namedUpsert(db *sqlx.DB, a Account) error {
	_, err := db.NamedExec(`INSERT INTO accounts (id, points) VALUES (:id, :points)
		ON CONFLICT (id) DO UPDATE SET points = accounts.points + EXCLUDED.points`, a)
	return err
}

func absoluteFromRequest(ctx context.Context, s *store, id int64, points int) error {
	a, err := s.account(ctx, id)
	if err != nil {
		return err
	}
	a.Points = points
	return s.updatePoints(ctx, a.ID, a.Points)
}

func insertDerived(db *sqlx.DB, id int64) error {
	var a Account
	if err := db.Get(&a, "SELECT * FROM accounts WHERE id = ?", id); err != nil {
		return err
	}
	a.ID, a.Points = 0, a.Points+1
	_, err := db.NamedExec("INSERT INTO accounts (owner_id, points) VALUES (:owner_id, :points)", a)
	return err
}

func sumOfOtherRows(db *sqlx.DB, owner int64) error {
	var sum int
	if err := db.Get(&sum, "SELECT COALESCE(SUM(points), 0) FROM accounts WHERE owner_id = ?", owner); err != nil {
		return err
	}
	_, err := db.Exec("UPDATE owners SET total = ? WHERE id = ?", sum, owner)
	return err
}
