package bank

import (
	"context"
	"database/sql"

	"github.com/jmoiron/sqlx"
)

// module runs texts that its callers give it.
type module struct{ conn *sqlx.DB }

func (m module) get(dest any, query string, args ...any) error {
	return m.conn.Get(dest, query, args...)
}

func (m module) exec(query string, args ...any) error {
	_, err := m.conn.Exec(query, args...)
	return err
}

func (m module) execTwice(query string, args ...any) error { return m.exec(query, args...) }

func (m module) namedExec(ctx context.Context, query string, arg any) (sql.Result, error) {
	return m.conn.NamedExecContext(ctx, query, arg)
}

func setThroughTheModule(m module, id int64, n int) error {
	var a Account
	if err := m.get(&a, "SELECT * FROM accounts WHERE id = ?", id); err != nil {
		return err
	}
	return m.exec("UPDATE accounts SET points = ? WHERE id = ?", a.Points-n, id) // want "lost update: Account.Points "
}

func setThroughTwo(m module, id int64, n int) error {
	var a Account
	if err := m.get(&a, "SELECT * FROM accounts WHERE id = ?", id); err != nil {
		return err
	}
	return m.execTwice("UPDATE accounts SET points = ? WHERE id = ?", a.Points-n, id) // want "lost update: Account.Points "
}

func takeThroughTheModule(ctx context.Context, m module, id int64, n int) error {
	var a Account
	if err := m.get(&a, "SELECT * FROM accounts WHERE id = ?", id); err != nil {
		return err
	}
	if a.Points < n {
		return errNotEnough
	}
	_, err := m.namedExec(ctx, "UPDATE accounts SET points = points - :n WHERE id = :id", map[string]any{"n": n, "id": id}) // want "lost update: Account.Points is tested"
	return err
}

func takeGuarded(ctx context.Context, m module, id int64, n int) error {
	res, err := m.namedExec(ctx, "UPDATE accounts SET points = points - :n WHERE id = :id AND points >= :n", map[string]any{"n": n, "id": id})
	if err != nil {
		return err
	}
	if rows, _ := res.RowsAffected(); rows == 0 {
		return errNotEnough
	}
	return nil
}

func addThroughTheModule(m module, id int64, n int) error {
	return m.exec("UPDATE accounts SET points = points + ? WHERE id = ?", n, id)
}
