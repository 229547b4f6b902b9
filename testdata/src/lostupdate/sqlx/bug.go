package bank

import (
	"context"
	"encoding/json"
	"time"

	"github.com/jmoiron/sqlx"
	"github.com/shopspring/decimal"
)

func getThenExec(db *sqlx.DB, id int64, n int) error {
	var a Account
	if err := db.Get(&a, "SELECT * FROM accounts WHERE id = ?", id); err != nil {
		return err
	}
	_, err := db.Exec("UPDATE accounts SET points = ? WHERE id = ?", a.Points-n, id) // want "lost update: Account.Points "
	return err
}

func getThenNamedExec(ctx context.Context, db *sqlx.DB, id int64, amount decimal.Decimal) error {
	a := Account{}
	if err := db.GetContext(ctx, &a, `SELECT id, balance FROM accounts WHERE id = $1`, id); err != nil {
		return err
	}
	a.Balance = a.Balance.Sub(amount)
	if a.Balance.IsNegative() {
		return errNotEnough
	}
	_, err := db.NamedExecContext(ctx, `UPDATE accounts SET balance = :balance WHERE id = :id`, a) // want "lost update: Account.Balance "
	return err
}

func getScalarThenExec(db *sqlx.DB, id int64, n int) error {
	var points int
	if err := db.Get(&points, "SELECT points FROM accounts WHERE id = ?", id); err != nil {
		return err
	}
	db.MustExec("UPDATE accounts SET points = ? WHERE id = ?", points+n, id) // want "lost update: accounts.points "
	return nil
}

func namedMap(db *sqlx.DB, id int64, n int) error {
	var a Account
	if err := db.Get(&a, db.Rebind("SELECT id, points FROM accounts WHERE id = ?"), id); err != nil {
		return err
	}
	arg := map[string]interface{}{"id": id, "points": a.Points + n}
	_, err := db.NamedExec("UPDATE accounts SET points = :points WHERE id = :id", arg) // want "lost update: Account.Points "
	return err
}

func selectThenUpdateEach(tx *sqlx.Tx, owner int64) error {
	var list []Account
	if err := tx.Select(&list, "SELECT * FROM accounts WHERE owner_id = ?", owner); err != nil {
		return err
	}
	for i := range list {
		list[i].Credit(10)
		if _, err := tx.NamedExec("UPDATE accounts SET points = :points WHERE id = :id", &list[i]); err != nil { // want "lost update: Account.Points "
			return err
		}
	}
	return nil
}

func queryRowxStructScan(ctx context.Context, db *sqlx.DB, id int64) (err error) {
	tx, err := db.BeginTxx(ctx, nil)
	if err != nil {
		return err
	}
	defer func() {
		if err != nil {
			_ = tx.Rollback()
		}
	}()
	a := new(Account)
	if err = tx.QueryRowxContext(ctx, "SELECT * FROM accounts WHERE id = ?", id).StructScan(a); err != nil {
		return err
	}
	a.ExpiresAt = a.ExpiresAt.Add(time.Hour)
	if _, err = tx.ExecContext(ctx, "UPDATE accounts SET expires_at = ? WHERE id = ?", a.ExpiresAt, a.ID); err != nil { // want "lost update: Account.ExpiresAt "
		return err
	}
	return tx.Commit()
}

func packageFunctions(q sqlx.Ext, id int64, n int) error {
	var a Account
	if err := sqlx.Get(q, &a, "SELECT * FROM accounts WHERE id = ?", id); err != nil {
		return err
	}
	a.Points -= n
	_, err := sqlx.NamedExec(q, "UPDATE accounts SET points = :points WHERE id = :id", a) // want "lost update: Account.Points "
	return err
}

func preparedNamedStatement(db *sqlx.DB, id int64, n int) error {
	get, err := db.Preparex("SELECT points FROM accounts WHERE id = ?")
	if err != nil {
		return err
	}
	set, err := db.PrepareNamed("UPDATE accounts SET points = :points WHERE id = :id")
	if err != nil {
		return err
	}
	var points int
	if err := get.Get(&points, id); err != nil {
		return err
	}
	_, err = set.Exec(map[string]any{"id": id, "points": points - n}) // want "lost update: accounts.points "
	return err
}

func changeJSONColumn(db *sqlx.DB, id int64, tag string) error {
	var a Account
	if err := db.Get(&a, "SELECT id, meta FROM accounts WHERE id = ?", id); err != nil {
		return err
	}
	var tags []string
	if err := json.Unmarshal(a.Meta, &tags); err != nil {
		return err
	}
	tags = append(tags, tag)
	a.Meta, _ = json.Marshal(tags)
	_, err := db.NamedExec("UPDATE accounts SET meta = :meta WHERE id = :id", a) // want "lost update: Account.Meta "
	return err
}

func buildUpdateWithIn(db *sqlx.DB, ids []int64, n int) error {
	var points int
	if err := db.Get(&points, "SELECT points FROM accounts WHERE id = ?", ids[0]); err != nil {
		return err
	}
	query, args, err := sqlx.In("UPDATE accounts SET points = ? WHERE id IN (?)", points+n, ids)
	if err != nil {
		return err
	}
	_, err = db.Exec(db.Rebind(query), args...) // want "lost update: accounts.points "
	return err
}

// store is the usual repository.
type store struct{ db *sqlx.DB }

func (s *store) account(ctx context.Context, id int64) (*Account, error) {
	var a Account
	if err := s.db.GetContext(ctx, &a, "SELECT * FROM accounts WHERE id = $1", id); err != nil {
		return nil, err
	}
	return &a, nil
}

func (s *store) updatePoints(ctx context.Context, id int64, points int) error {
	_, err := s.db.ExecContext(ctx, "UPDATE accounts SET points = $1 WHERE id = $2", points, id)
	return err
}

func spendThroughStore(ctx context.Context, s *store, id int64, n int) error {
	a, err := s.account(ctx, id)
	if err != nil {
		return err
	}
	if a.Points < n {
		return errNotEnough
	}
	return s.updatePoints(ctx, a.ID, a.Points-n) // want "lost update: Account.Points "
}
