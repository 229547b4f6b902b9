package bank

import (
	"context"
	"database/sql"
	"encoding/json"
	"errors"
	"fmt"
	"math/big"
	"time"
)

func withdraw(db *sql.DB, id, amount int64) error {
	var balance int64
	err := db.QueryRow("SELECT balance FROM accounts WHERE id = ?", id).Scan(&balance)
	if errors.Is(err, sql.ErrNoRows) {
		return fmt.Errorf("no account %d", id)
	} else if err != nil {
		return err
	}
	if balance < amount {
		return errNotEnough
	}
	_, err = db.Exec("UPDATE accounts SET balance = ? WHERE id = ?", balance-amount, id) // want "lost update: accounts.balance "
	return err
}

func withdrawInPlainTransaction(ctx context.Context, db *sql.DB, id, amount int64) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var balance int64
	if err := tx.QueryRowContext(ctx, `SELECT balance FROM accounts WHERE id = $1`, id).Scan(&balance); err != nil {
		return err
	}
	balance -= amount
	if _, err := tx.ExecContext(ctx, `UPDATE accounts SET balance = $1 WHERE id = $2`, balance, id); err != nil { // want "lost update: accounts.balance "
		return err
	}
	return tx.Commit()
}

func withdrawAtReadCommitted(ctx context.Context, db *sql.DB, id, amount int64) error {
	tx, err := db.BeginTx(ctx, &sql.TxOptions{Isolation: sql.LevelReadCommitted})
	if err != nil {
		return err
	}
	defer tx.Rollback()
	var a Account
	err = tx.QueryRowContext(ctx, "SELECT id, owner, balance FROM accounts WHERE id = ?", id).Scan(&a.ID, &a.Owner, &a.Balance)
	if err != nil {
		return err
	}
	if err := a.Withdraw(amount); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE accounts SET owner = ?, balance = ? WHERE id = ?", a.Owner, a.Balance, a.ID); err != nil { // want "lost update: (Account.Balance|accounts.balance) "
		return err
	}
	return tx.Commit()
}

func readOutsideWriteInTransaction(ctx context.Context, db *sql.DB, id, amount int64) error {
	var balance int64
	if err := db.QueryRowContext(ctx, "SELECT balance FROM accounts WHERE id = ?", id).Scan(&balance); err != nil {
		return err
	}
	tx, err := db.Begin()
	if err != nil {
		return err
	}
	defer func() { _ = tx.Rollback() }()
	_, err = tx.ExecContext(ctx, "UPDATE accounts SET balance = ?, updated_at = NOW() WHERE id = ?", balance+amount, id) // want "lost update: accounts.balance "
	if err != nil {
		return err
	}
	if _, err := tx.Exec("INSERT INTO ledger (account_id, delta) VALUES (?, ?)", id, amount); err != nil {
		return err
	}
	return tx.Commit()
}

func getAccount(ctx context.Context, db DBTX, id int64) (*Account, error) {
	row := db.QueryRowContext(ctx, "SELECT id, owner, balance, version FROM accounts WHERE id = $1", id)
	a := &Account{}
	if err := row.Scan(&a.ID, &a.Owner, &a.Balance, &a.Version); err != nil {
		return nil, err
	}
	return a, nil
}

func setBalance(ctx context.Context, db DBTX, id, balance int64) error {
	_, err := db.ExecContext(ctx, "UPDATE accounts SET balance = $2 WHERE id = $1", id, balance)
	return err
}

func depositThroughGetterAndSetter(ctx context.Context, db *sql.DB, id, amount int64) error {
	a, err := getAccount(ctx, db, id)
	if err != nil {
		return err
	}
	return setBalance(ctx, db, a.ID, a.Balance+amount) // want "lost update: (Account.Balance|accounts.balance) "
}

// Queries is what sqlc and hand-written stores look like: a handle in a struct, methods per statement.
type Queries struct{ db DBTX }

// WithTx is the same statements on a transaction.
func (q *Queries) WithTx(tx *sql.Tx) *Queries { return &Queries{db: tx} }

const accountByID = `SELECT id, balance FROM accounts WHERE id = $1 LIMIT 1`

func (q *Queries) AccountByID(ctx context.Context, id int64) (Account, error) {
	var a Account
	err := q.db.QueryRowContext(ctx, accountByID, id).Scan(&a.ID, &a.Balance)
	return a, err
}

const saveAccount = `
UPDATE accounts
SET balance = $2
WHERE id = $1
`

func (q *Queries) SaveAccount(ctx context.Context, a Account) error {
	_, err := q.db.ExecContext(ctx, saveAccount, a.ID, a.Balance)
	return err
}

func withTx(ctx context.Context, db *sql.DB, fn func(*Queries) error) error {
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	if err := fn((&Queries{db: db}).WithTx(tx)); err != nil {
		if rb := tx.Rollback(); rb != nil {
			return errors.Join(err, rb)
		}
		return err
	}
	return tx.Commit()
}

func transferInTransactionHelper(ctx context.Context, db *sql.DB, from, to, amount int64) error {
	return withTx(ctx, db, func(q *Queries) error {
		a, err := q.AccountByID(ctx, from)
		if err != nil {
			return err
		}
		b, err := q.AccountByID(ctx, to)
		if err != nil {
			return err
		}
		if a.Balance < amount {
			return errNotEnough
		}
		a.Balance -= amount
		b.Balance += amount
		if err := q.SaveAccount(ctx, a); err != nil { // want "lost update: (Account.Balance|accounts.balance) "
			return err
		}
		return q.SaveAccount(ctx, b) // want "lost update: (Account.Balance|accounts.balance) "
	})
}

func decrementEveryRow(ctx context.Context, db *sql.DB, fee int64) error {
	rows, err := db.QueryContext(ctx, "SELECT id, balance FROM accounts WHERE frozen = false")
	if err != nil {
		return err
	}
	defer rows.Close()
	type entry struct{ id, balance int64 }
	var all []entry
	for rows.Next() {
		var e entry
		if err := rows.Scan(&e.id, &e.balance); err != nil {
			return err
		}
		all = append(all, e)
	}
	if err := rows.Err(); err != nil {
		return err
	}
	for _, e := range all {
		if _, err := db.ExecContext(ctx, "UPDATE accounts SET balance = ? WHERE id = ?", e.balance-fee, e.id); err != nil { // want "lost update: (entry.balance|accounts.balance) "
			return err
		}
	}
	return nil
}

func preparedStatements(db *sql.DB, id, amount int64) error {
	get, err := db.Prepare("SELECT balance FROM accounts WHERE id = ?")
	if err != nil {
		return err
	}
	defer get.Close()
	set, err := db.Prepare("UPDATE accounts SET balance = ? WHERE id = ?")
	if err != nil {
		return err
	}
	defer set.Close()
	var balance int64
	if err := get.QueryRow(id).Scan(&balance); err != nil {
		return err
	}
	_, err = set.Exec(balance-amount, id) // want "lost update: accounts.balance "
	return err
}

func changeJSONColumn(ctx context.Context, db *sql.DB, id int64, key, value string) error {
	var raw []byte
	if err := db.QueryRowContext(ctx, "SELECT meta FROM accounts WHERE id = ?", id).Scan(&raw); err != nil {
		return err
	}
	meta := map[string]string{}
	if err := json.Unmarshal(raw, &meta); err != nil {
		return err
	}
	meta[key] = value
	out, err := json.Marshal(meta)
	if err != nil {
		return err
	}
	_, err = db.ExecContext(ctx, "UPDATE accounts SET meta = ? WHERE id = ?", out, id) // want "lost update: accounts.meta "
	return err
}

func changeNumberKeptAsText(ctx context.Context, db *sql.DB, id int64, amount *big.Int) error {
	var text string
	if err := db.QueryRowContext(ctx, "SELECT wei FROM accounts WHERE id = ?", id).Scan(&text); err != nil {
		return err
	}
	have, ok := new(big.Int).SetString(text, 10)
	if !ok {
		return fmt.Errorf("bad amount %q", text)
	}
	left := new(big.Int).Sub(have, amount)
	_, err := db.ExecContext(ctx, "UPDATE accounts SET wei = ? WHERE id = ?", left.String(), id) // want "lost update: accounts.wei "
	return err
}

func extendExpiry(db *sql.DB, id int64) error {
	var until time.Time
	if err := db.QueryRow("SELECT expires_at FROM accounts WHERE id = ?", id).Scan(&until); err != nil {
		return err
	}
	if _, err := db.Exec("UPDATE accounts SET expires_at = ? WHERE id = ?", until.Add(24*time.Hour), id); err != nil { // want "lost update: accounts.expires_at "
		return fmt.Errorf("extend: %w", err)
	}
	return nil
}

func nullableColumn(db *sql.DB, id int64) error {
	var limit sql.NullInt64
	if err := db.QueryRow("SELECT credit_limit FROM accounts WHERE id = ?", id).Scan(&limit); err != nil {
		return err
	}
	next := int64(100)
	if limit.Valid {
		next = limit.Int64 + 100
	}
	_, err := db.Exec("UPDATE accounts SET credit_limit = ? WHERE id = ?", next, id) // want "lost update: accounts.credit_limit "
	return err
}

func toggle(db *sql.DB, id int64) error {
	var frozen bool
	if err := db.QueryRow("SELECT frozen FROM accounts WHERE id = ?", id).Scan(&frozen); err != nil {
		return err
	}
	_, err := db.Exec("UPDATE accounts SET frozen = ? WHERE id = ?", !frozen, id) // want "lost update: accounts.frozen "
	return err
}

func guardWithInequalityButSetAbsolute(db *sql.DB, id, amount int64) error {
	var balance int64
	if err := db.QueryRow("SELECT balance FROM accounts WHERE id = ?", id).Scan(&balance); err != nil {
		return err
	}
	res, err := db.Exec("UPDATE accounts SET balance = ? WHERE id = ? AND balance >= ?", balance-amount, id, amount) // want "lost update: accounts.balance "
	if err != nil {
		return err
	}
	if n, _ := res.RowsAffected(); n == 0 {
		return errNotEnough
	}
	return nil
}

func tableNameByFormat(db *sql.DB, shard int, id, amount int64) error {
	table := fmt.Sprintf("accounts_%d", shard)
	var balance int64
	if err := db.QueryRow("SELECT balance FROM "+table+" WHERE id = ?", id).Scan(&balance); err != nil {
		return err
	}
	_, err := db.Exec(fmt.Sprintf("UPDATE %s SET balance = ? WHERE id = ?", table), balance-amount, id) // want "lost update: .*balance "
	return err
}

func valueFormattedIntoText(db *sql.DB, id, amount int64) error {
	var balance int64
	if err := db.QueryRow(fmt.Sprintf("SELECT balance FROM accounts WHERE id = %d", id)).Scan(&balance); err != nil {
		return err
	}
	_, err := db.Exec(fmt.Sprintf("UPDATE accounts SET balance = %d WHERE id = %d", balance-amount, id)) // want "lost update: accounts.balance "
	return err
}

// The handle may be a transaction's: whether a lock is taken outside of one is for another pass to say.
func lockOutsideOfTransaction(db *sql.DB, id, amount int64) error {
	var balance int64
	if err := db.QueryRow("SELECT balance FROM accounts WHERE id = ? FOR UPDATE", id).Scan(&balance); err != nil {
		return err
	}
	_, err := db.Exec("UPDATE accounts SET balance = ? WHERE id = ?", balance-amount, id)
	return err
}

func lockedTooLate(ctx context.Context, db *sql.DB, id, amount int64) error {
	a, err := getAccount(ctx, db, id)
	if err != nil {
		return err
	}
	tx, err := db.BeginTx(ctx, nil)
	if err != nil {
		return err
	}
	defer tx.Rollback()
	left := a.Balance - amount
	if err := setBalance(ctx, tx, id, left); err != nil { // want "lost update: (Account.Balance|accounts.balance) "
		return err
	}
	return tx.Commit()
}

func compensateAfterFailure(ctx context.Context, db *sql.DB, id, amount int64, ship func() error) error {
	a, err := getAccount(ctx, db, id)
	if err != nil {
		return err
	}
	if err := setBalance(ctx, db, id, a.Balance-amount); err != nil { // want "lost update: (Account.Balance|accounts.balance) "
		return err
	}
	if err := ship(); err != nil {
		a.Balance += amount
		return errors.Join(err, setBalance(ctx, db, id, a.Balance)) // want "lost update: (Account.Balance|accounts.balance) "
	}
	return nil
}

// update loads an account, lets the caller change it, and saves it.
func update(ctx context.Context, db DBTX, id int64, change func(a *Account) error) error {
	a, err := getAccount(ctx, db, id)
	if err != nil {
		return err
	}
	if err := change(a); err != nil {
		return err
	}
	return setBalance(ctx, db, a.ID, a.Balance)
}

func loadCallbackSave(ctx context.Context, db *sql.DB, id, amount int64) error {
	return update(ctx, db, id, func(a *Account) error { // want "lost update: (Account.Balance|accounts.balance) "
		return a.Withdraw(amount)
	})
}

func upsertOfComputedValue(ctx context.Context, db *sql.DB, day string) error {
	var hits int
	err := db.QueryRowContext(ctx, "SELECT hits FROM counters WHERE day = $1", day).Scan(&hits)
	if err != nil && !errors.Is(err, sql.ErrNoRows) {
		return err
	}
	const upsert = `
		INSERT INTO counters (day, hits) VALUES ($1, $2)
		ON CONFLICT (day) DO UPDATE SET hits = EXCLUDED.hits`
	_, err = db.ExecContext(ctx, upsert, day, hits+1) // want "lost update: counters.hits "
	return err
}
