// Package lockflag has reads that lock where a flag says so: the caller's flag decides.
package lockflag

import (
	"context"

	"github.com/jmoiron/sqlx"
	"gorm.io/gorm"
	"gorm.io/gorm/clause"
	"xorm.io/xorm"
)

type Account struct {
	ID    int64 `db:"id"`
	Coins int64 `db:"coins"`
}

type options struct {
	ForUpdate bool
}

func find(tx *gorm.DB, id int64, lock bool) (*Account, error) {
	if lock {
		tx = tx.Clauses(clause.Locking{Strength: "UPDATE"})
	}
	var a Account
	err := tx.First(&a, id).Error
	return &a, err
}

func findUnless(tx *gorm.DB, id int64, readOnly bool) (*Account, error) {
	q := tx.Where("id = ?", id)
	if !readOnly {
		q = q.Clauses(clause.Locking{Strength: "UPDATE"})
	}
	var a Account
	err := q.First(&a).Error
	return &a, err
}

func findWith(tx *gorm.DB, id int64, o options) (*Account, error) {
	if o.ForUpdate {
		tx = tx.Clauses(clause.Locking{Strength: "UPDATE"})
	}
	var a Account
	err := tx.First(&a, id).Error
	return &a, err
}

// handsOn gives the flag on.
func handsOn(tx *gorm.DB, id int64, lock bool) (*Account, error) { return find(tx, id, lock) }

func inBean(s *xorm.Session, id int64, lock bool) (*Account, error) {
	if lock {
		s = s.ForUpdate()
	}
	var a Account
	_, err := s.ID(id).Get(&a)
	return &a, err
}

func inText(ctx context.Context, tx *sqlx.Tx, id int64, lock bool) (*Account, error) {
	query := "SELECT id, coins FROM accounts WHERE id = ?"
	if lock {
		query += " FOR UPDATE"
	}
	var a Account
	err := tx.GetContext(ctx, &a, query, id)
	return &a, err
}

func inSuffix(ctx context.Context, tx *sqlx.Tx, id int64, lock bool) (*Account, error) {
	suffix := ""
	if lock {
		suffix = " FOR UPDATE"
	}
	var a Account
	err := tx.GetContext(ctx, &a, "SELECT id, coins FROM accounts WHERE id = ?"+suffix, id)
	return &a, err
}

func locked(db *gorm.DB, id, n int64) error {
	return db.Transaction(func(tx *gorm.DB) error {
		a, err := find(tx, id, true)
		if err != nil {
			return err
		}
		a.Coins -= n
		return tx.Save(a).Error
	})
}

func notLocked(db *gorm.DB, id, n int64) error {
	return db.Transaction(func(tx *gorm.DB) error {
		a, err := find(tx, id, false)
		if err != nil {
			return err
		}
		a.Coins -= n
		return tx.Save(a).Error // want "lost update: Account.Coins"
	})
}

func lockedUnless(db *gorm.DB, id, n int64) error {
	return db.Transaction(func(tx *gorm.DB) error {
		a, err := findUnless(tx, id, false)
		if err != nil {
			return err
		}
		a.Coins -= n
		return tx.Save(a).Error
	})
}

func readOnlyThenSaved(db *gorm.DB, id, n int64) error {
	return db.Transaction(func(tx *gorm.DB) error {
		a, err := findUnless(tx, id, true)
		if err != nil {
			return err
		}
		a.Coins -= n
		return tx.Save(a).Error // want "lost update: Account.Coins"
	})
}

func lockedByField(db *gorm.DB, id, n int64) error {
	return db.Transaction(func(tx *gorm.DB) error {
		a, err := findWith(tx, id, options{ForUpdate: true})
		if err != nil {
			return err
		}
		a.Coins -= n
		return tx.Save(a).Error
	})
}

func notLockedByField(db *gorm.DB, id, n int64) error {
	return db.Transaction(func(tx *gorm.DB) error {
		a, err := findWith(tx, id, options{ForUpdate: false})
		if err != nil {
			return err
		}
		a.Coins -= n
		return tx.Save(a).Error // want "lost update: Account.Coins"
	})
}

func lockedTwoDown(db *gorm.DB, id, n int64) error {
	return db.Transaction(func(tx *gorm.DB) error {
		a, err := handsOn(tx, id, true)
		if err != nil {
			return err
		}
		a.Coins -= n
		return tx.Save(a).Error
	})
}

func notLockedTwoDown(db *gorm.DB, id, n int64) error {
	return db.Transaction(func(tx *gorm.DB) error {
		a, err := handsOn(tx, id, false)
		if err != nil {
			return err
		}
		a.Coins -= n
		return tx.Save(a).Error // want "lost update: Account.Coins"
	})
}

func lockedBean(s *xorm.Session, id, n int64) error {
	a, err := inBean(s, id, true)
	if err != nil {
		return err
	}
	a.Coins -= n
	_, err = s.ID(id).Cols("coins").Update(a)
	return err
}

func lockedText(ctx context.Context, tx *sqlx.Tx, id, n int64) error {
	a, err := inText(ctx, tx, id, true)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "UPDATE accounts SET coins = ? WHERE id = ?", a.Coins-n, id)
	return err
}

func notLockedText(ctx context.Context, tx *sqlx.Tx, id, n int64) error {
	a, err := inText(ctx, tx, id, false)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "UPDATE accounts SET coins = ? WHERE id = ?", a.Coins-n, id) // want "lost update: Account.Coins"
	return err
}

func lockedSuffix(ctx context.Context, tx *sqlx.Tx, id, n int64) error {
	a, err := inSuffix(ctx, tx, id, true)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "UPDATE accounts SET coins = ? WHERE id = ?", a.Coins-n, id)
	return err
}

func notLockedSuffix(ctx context.Context, tx *sqlx.Tx, id, n int64) error {
	a, err := inSuffix(ctx, tx, id, false)
	if err != nil {
		return err
	}
	_, err = tx.ExecContext(ctx, "UPDATE accounts SET coins = ? WHERE id = ?", a.Coins-n, id) // want "lost update: Account.Coins"
	return err
}

// decidedAtRunTime may lock: nothing is said.
func decidedAtRunTime(db *gorm.DB, id, n int64, lock func() bool) error {
	return db.Transaction(func(tx *gorm.DB) error {
		a, err := find(tx, id, lock())
		if err != nil {
			return err
		}
		a.Coins -= n
		return tx.Save(a).Error
	})
}

// A query asks for a lock by a method, and tells by another.
type query struct {
	id   int64
	lock bool
}

func byID(id int64) *query { return &query{id: id} }

func (q *query) forUpdate() *query { q.lock = true; return q }
func (q *query) locks() bool       { return q.lock }

// findBy adds the lock to the chain in its place: nobody keeps the result.
func findBy(tx *gorm.DB, q *query) (*Account, error) {
	chain := tx.Model(&Account{})
	if q.locks() {
		chain.Clauses(clause.Locking{Strength: "UPDATE"})
	}
	var a Account
	err := chain.Where("id = ?", q.id).First(&a).Error
	return &a, err
}

func aQueryThatAsks(tx *gorm.DB, id, n int64) error {
	a, err := findBy(tx, byID(id).forUpdate())
	if err != nil {
		return err
	}
	a.Coins -= n
	return tx.Save(a).Error
}

func aQueryThatDoesNotAsk(tx *gorm.DB, id, n int64) error {
	a, err := findBy(tx, byID(id))
	if err != nil {
		return err
	}
	a.Coins -= n
	return tx.Save(a).Error // want "lost update: Account.Coins"
}

func findByOptions(tx *gorm.DB, id int64, o options) (*Account, error) {
	chain := tx.Where("id = ?", id)
	if o.ForUpdate {
		chain = chain.Clauses(clause.Locking{Strength: "UPDATE"})
	}
	var a Account
	err := chain.First(&a).Error
	return &a, err
}

func optionsThatAreLeftOut(tx *gorm.DB, id, n int64) error {
	a, err := findByOptions(tx, id, options{})
	if err != nil {
		return err
	}
	a.Coins -= n
	return tx.Save(a).Error // want "lost update: Account.Coins"
}

func lockedInPlace(tx *gorm.DB, id, n int64) error {
	chain := tx.Model(&Account{})
	chain.Clauses(clause.Locking{Strength: "UPDATE"})
	var a Account
	if err := chain.Where("id = ?", id).First(&a).Error; err != nil {
		return err
	}
	a.Coins -= n
	return tx.Save(&a).Error
}

// lockedNowhere asks on the handle that statements begin from: what it returns is thrown away.
func lockedNowhere(tx *gorm.DB, id, n int64) error {
	tx.Clauses(clause.Locking{Strength: "UPDATE"})
	var a Account
	if err := tx.First(&a, id).Error; err != nil {
		return err
	}
	a.Coins -= n
	return tx.Save(&a).Error // want "lost update: Account.Coins"
}
