package bank

import (
	"context"
	"database/sql"
	"errors"
	"fmt"
	"sync"
	"time"
)

func withdrawInOneStatement(db *sql.DB, id, amount int64) error {
	res, err := db.Exec("UPDATE accounts SET balance = balance - ? WHERE id = ? AND balance >= ?", amount, id, amount)
	if err != nil {
		return err
	}
	if n, err := res.RowsAffected(); err != nil || n == 0 {
		return errors.Join(err, errNotEnough)
	}
	return nil
}

func setBalanceByDelta(ctx context.Context, db DBTX, id, delta int64) error {
	_, err := db.ExecContext(ctx, "UPDATE accounts SET balance = balance + $2 WHERE id = $1", id, delta)
	return err
}

func checkThenCallAtomicSetter(ctx context.Context, db *sql.DB, id, amount int64) error {
	a, err := getAccount(ctx, db, id)
	if err != nil {
		return err
	}
	return setBalanceByDelta(ctx, db, a.ID, -amount)
}

func selfReferenceWithFunction(db *sql.DB, id, n int64) error {
	_, err := db.Exec("UPDATE accounts SET balance = GREATEST(balance - ?, 0) WHERE id = ?", n, id)
	return err
}

func selfReferenceInCase(db *sql.DB, id, n int64) error {
	_, err := db.Exec(`
		UPDATE accounts
		SET balance = CASE WHEN balance > ? THEN balance - ? ELSE 0 END, updated_at = ?
		WHERE id = ?`, n, n, time.Now(), id)
	return err
}

func lockThenWrite(ctx context.Context, db *sql.DB, id, amount int64) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var balance int64
	if err := tx.QueryRowContext(ctx, "SELECT balance FROM accounts WHERE id = $1 FOR UPDATE", id).Scan(&balance); err != nil {
		return err
	}
	if balance < amount {
		return errNotEnough
	}
	if _, err := tx.ExecContext(ctx, "UPDATE accounts SET balance = $1 WHERE id = $2", balance-amount, id); err != nil {
		return err
	}
	return tx.Commit()
}

func getAccountForUpdate(ctx context.Context, tx DBTX, id int64) (*Account, error) {
	a := &Account{}
	err := tx.QueryRowContext(ctx, "SELECT id, balance FROM accounts WHERE id = $1 FOR NO KEY UPDATE", id).Scan(&a.ID, &a.Balance)
	return a, err
}

func lockInHelper(ctx context.Context, db *sql.DB, id, amount int64) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	a, err := getAccountForUpdate(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := setBalance(ctx, tx, id, a.Balance-amount); err != nil {
		return err
	}
	return tx.Commit()
}

const accountByIDForUpdate = `SELECT id, balance FROM accounts WHERE id = $1 FOR UPDATE`

// AccountByIDForUpdate is the query with a lock.
func (q *Queries) AccountByIDForUpdate(ctx context.Context, id int64) (Account, error) {
	var a Account
	err := q.db.QueryRowContext(ctx, accountByIDForUpdate, id).Scan(&a.ID, &a.Balance)
	return a, err
}

func lockInTransactionHelper(ctx context.Context, db *sql.DB, id, amount int64) error {
	return withTx(ctx, db, func(q *Queries) error {
		a, err := q.AccountByIDForUpdate(ctx, id)
		if err != nil {
			return err
		}
		a.Balance -= amount
		return q.SaveAccount(ctx, a)
	})
}

func readAgainUnderLock(ctx context.Context, db *sql.DB, id, amount int64) error {
	a, err := getAccount(ctx, db, id)
	if err != nil {
		return err
	}
	if a.Balance < amount {
		return errNotEnough
	}
	return withTx(ctx, db, func(q *Queries) error {
		b, err := q.AccountByIDForUpdate(ctx, id)
		if err != nil {
			return err
		}
		b.Balance -= amount
		return q.SaveAccount(ctx, b)
	})
}

func lockByFormattedText(ctx context.Context, db *sql.DB, id, amount int64) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	query := "SELECT balance FROM accounts WHERE id = ?"
	query += " FOR UPDATE"
	var balance int64
	if err := tx.QueryRowContext(ctx, query, id).Scan(&balance); err != nil {
		return err
	}
	if err := setBalance(ctx, tx, id, balance-amount); err != nil {
		return err
	}
	return tx.Commit()
}

func compareVersionAndSet(ctx context.Context, db *sql.DB, id, amount int64) error {
	for range 5 {
		a, err := getAccount(ctx, db, id)
		if err != nil {
			return err
		}
		res, err := db.ExecContext(ctx, "UPDATE accounts SET balance = $1, version = version + 1 WHERE id = $2 AND version = $3",
			a.Balance-amount, id, a.Version)
		if err != nil {
			return err
		}
		if n, _ := res.RowsAffected(); n == 1 {
			return nil
		}
	}
	return errors.New("too many conflicts")
}

func compareOldValueAndSet(db *sql.DB, id, amount int64) error {
	var balance int64
	if err := db.QueryRow("SELECT balance FROM accounts WHERE id = ?", id).Scan(&balance); err != nil {
		return err
	}
	res, err := db.Exec("UPDATE accounts SET balance = ? WHERE id = ? AND balance = ?", balance-amount, id, balance)
	if err != nil {
		return err
	}
	if n, _ := res.RowsAffected(); n == 0 {
		return errNotEnough
	}
	return nil
}

func serializable(ctx context.Context, db *sql.DB, id, amount int64) error {
	tx, err := db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelSerializable})
	if err != nil {
		return err
	}
	defer tx.Rollback()
	a, err := getAccount(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := setBalance(ctx, tx, id, a.Balance-amount); err != nil {
		return err
	}
	return tx.Commit()
}

// serialDB begins every transaction at the strictest level.
type serialDB struct{ *sql.DB }

func (db serialDB) begin(ctx context.Context) (*sql.Tx, error) {
	opts := sql.TxOptions{Isolation: sql.LevelSerializable}
	return db.BeginTx(ctx, &opts)
}

func serializableSetInHelper(ctx context.Context, db serialDB, id, amount int64) error {
	tx, err := db.begin(ctx)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	a, err := getAccount(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := setBalance(ctx, tx, id, a.Balance-amount); err != nil {
		return err
	}
	return tx.Commit()
}

func upsertThatCounts(db *sql.DB, day string) error {
	_, err := db.Exec("INSERT INTO counters (day, hits) VALUES (?, 1) ON DUPLICATE KEY UPDATE hits = hits + 1", day)
	return err
}

func insertRowDerivedFromAnother(ctx context.Context, db *sql.DB, id int64) error {
	a, err := getAccount(ctx, db, id)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "INSERT INTO accounts (owner, balance) VALUES ($1, $2)", a.Owner, a.Balance+1)
	return err
}

func recomputeFromOtherRows(db *sql.DB, id int64) error {
	var sum int64
	if err := db.QueryRow("SELECT SUM(delta) FROM ledger WHERE account_id = ?", id).Scan(&sum); err != nil {
		return err
	}
	_, err := db.Exec("UPDATE accounts SET balance = ? WHERE id = ?", sum, id)
	return err
}

func recomputeFromCount(db *sql.DB, id int64) error {
	var n int64
	if err := db.QueryRow("SELECT COUNT(*) FROM accounts WHERE owner = ?", id).Scan(&n); err != nil {
		return err
	}
	_, err := db.Exec("UPDATE accounts SET balance = ? WHERE id = ?", n+1, id)
	return err
}

func setAbsoluteValue(ctx context.Context, db *sql.DB, id, balance int64) error {
	a, err := getAccount(ctx, db, id)
	if err != nil {
		return err
	}
	if a.Balance == balance {
		return nil
	}
	return setBalance(ctx, db, id, balance)
}

func copyToAnotherTable(db *sql.DB, id int64) error {
	var balance int64
	if err := db.QueryRow("SELECT balance FROM accounts WHERE id = ?", id).Scan(&balance); err != nil {
		return err
	}
	_, err := db.Exec("UPDATE statements SET opening = ? WHERE account_id = ?", balance*100, id)
	return err
}

func logDeltaOnly(ctx context.Context, db *sql.DB, id, balance int64) error {
	a, err := getAccount(ctx, db, id)
	if err != nil {
		return err
	}
	if err := setBalance(ctx, db, id, balance); err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "INSERT INTO ledger (account_id, delta) VALUES ($1, $2)", id, balance-a.Balance)
	return err
}

// vault guards its accounts in one process.
type vault struct {
	mu sync.Mutex
	db *sql.DB
}

func (v *vault) withdrawUnderMutex(ctx context.Context, id, amount int64) error {
	v.mu.Lock()
	defer v.mu.Unlock()
	a, err := getAccount(ctx, v.db, id)
	if err != nil {
		return err
	}
	return setBalance(ctx, v.db, id, a.Balance-amount)
}

func advisoryLock(ctx context.Context, db *sql.DB, id, amount int64) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, "SELECT pg_advisory_xact_lock($1)", id); err != nil {
		return err
	}
	a, err := getAccount(ctx, tx, id)
	if err != nil {
		return err
	}
	if err := setBalance(ctx, tx, id, a.Balance-amount); err != nil {
		return err
	}
	return tx.Commit()
}

func formatForDisplay(ctx context.Context, db *sql.DB, id int64) (string, error) {
	a, err := getAccount(ctx, db, id)
	if err != nil {
		return "", err
	}
	return fmt.Sprintf("%d.%02d", a.Balance/100, a.Balance%100), nil
}

func renameOnly(ctx context.Context, db *sql.DB, id int64, suffix string) error {
	a, err := getAccount(ctx, db, id)
	if err != nil {
		return err
	}
	a.Balance++ // shown to the caller, never written
	_, err = db.ExecContext(ctx, "UPDATE accounts SET owner = $1 WHERE id = $2", suffix, a.ID)
	return err
}

func subtractInFormattedText(db *sql.DB, shard int, id, amount int64) error {
	_, err := db.Exec(fmt.Sprintf("UPDATE accounts_%d SET balance = balance - %d WHERE id = %d", shard, amount, id))
	return err
}

func formattedForAnother(db *sql.DB, from, to int64) error {
	var balance int64
	if err := db.QueryRow(fmt.Sprintf("SELECT balance FROM accounts WHERE id = %d", from)).Scan(&balance); err != nil {
		return err
	}
	_, err := db.Exec(fmt.Sprintf("UPDATE accounts SET balance = %d WHERE id = %d", balance/2, to))
	return err
}

func oldValueFormattedIntoCondition(db *sql.DB, id, amount int64) error {
	var balance int64
	if err := db.QueryRow("SELECT balance FROM accounts WHERE id = ?", id).Scan(&balance); err != nil {
		return err
	}
	_, err := db.Exec(fmt.Sprintf("UPDATE accounts SET balance = %d WHERE id = %d AND balance = %d", balance-amount, id, balance))
	return err
}

func nextAfterTheNewest(db *sql.DB, id, shop int64) error {
	var newest int
	if err := db.QueryRow("SELECT position FROM products WHERE shop_id = ? ORDER BY position DESC LIMIT 1", shop).Scan(&newest); err != nil {
		return err
	}
	_, err := db.Exec("UPDATE products SET position = ? WHERE id = ? AND shop_id = ?", newest+1, id, shop)
	return err
}
