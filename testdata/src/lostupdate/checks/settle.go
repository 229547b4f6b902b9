package checks

import (
	"context"
	"database/sql"
	"errors"

	"github.com/jmoiron/sqlx"
)

// settlement holds the rows that its methods work on.
type settlement struct {
	account *account
	price   int64
}

// purchase holds a row by value, and what it needs to write.
type purchase struct {
	store  *store
	buyer  account
	amount int64
}

func testedHereWrittenByAMethodOfWhatHoldsTheRow(ctx context.Context, s *store, id, price int64) error {
	a, err := s.account(ctx, id)
	if err != nil {
		return err
	}
	if a.Coins < price {
		return errTooLittle
	}
	p := &settlement{account: a, price: price}
	return inTransaction(ctx, s.db, p.run) // want "lost update: account.Coins is tested"
}

func (p *settlement) run(tx *sqlx.Tx) error {
	_, err := tx.Exec("UPDATE accounts SET coins = coins - $1 WHERE id = $2", p.price, p.account.ID)
	return err
}

func computedByAMethodOfWhatHoldsTheRow(ctx context.Context, s *store, id, price int64) error {
	a, err := s.account(ctx, id)
	if err != nil {
		return err
	}
	p := &settlement{account: a, price: price}
	return inTransaction(ctx, s.db, p.overwrite)
}

func (p *settlement) overwrite(tx *sqlx.Tx) error {
	p.account.Coins -= p.price
	_, err := tx.Exec("UPDATE accounts SET coins = $1 WHERE id = $2", p.account.Coins, p.account.ID) // want "lost update: account.Coins is read"
	return err
}

func (s *store) begin(ctx context.Context, id, amount int64) (*purchase, error) {
	a, err := s.account(ctx, id)
	if err != nil {
		return nil, err
	}
	return &purchase{store: s, buyer: *a, amount: amount}, nil
}

func loadedByAConstructor(ctx context.Context, s *store, id, amount int64) error {
	p, err := s.begin(ctx, id, amount)
	if err != nil {
		return err
	}
	if err := p.check(); err != nil {
		return err
	}
	return p.pay(ctx) // want "lost update: account.Coins is tested"
}

func (p *purchase) check() error {
	if p.buyer.Coins < p.amount {
		return errTooLittle
	}
	return nil
}

func (p *purchase) pay(ctx context.Context) error {
	return p.store.takeCoins(ctx, p.buyer.ID, p.amount)
}

// A struct that loads the row into itself, step by step.
type checkout struct {
	db    *sqlx.DB
	buyer account
}

func (c *checkout) load(ctx context.Context, id int64) error {
	return c.db.GetContext(ctx, &c.buyer, "SELECT id, owner, balance, coins, status FROM accounts WHERE id = $1", id)
}

func (c *checkout) take(n int64) { c.buyer.Coins -= n }

func (c *checkout) store(ctx context.Context) error {
	_, err := c.db.ExecContext(ctx, "UPDATE accounts SET coins = $1 WHERE id = $2", c.buyer.Coins, c.buyer.ID)
	return err
}

func stepByStep(ctx context.Context, db *sqlx.DB, id, price int64) error {
	c := &checkout{db: db}
	if err := c.load(ctx, id); err != nil {
		return err
	}
	c.take(price)
	return c.store(ctx) // want "lost update: account.Coins is read"
}

// Behind an interface that another embeds.
type accounts interface {
	account(ctx context.Context, id int64) (*account, error)
	setCoins(ctx context.Context, id, n int64) error
}

func (s *store) setCoins(ctx context.Context, id, n int64) error {
	_, err := s.db.ExecContext(ctx, "UPDATE accounts SET coins = $1 WHERE id = $2", n, id)
	return err
}

type bank interface {
	accounts
	close() error
}

type savings struct {
	accounts
}

func (savings) close() error { return nil }

func throughAnEmbeddedInterface(ctx context.Context, b bank, id, price int64) error {
	a, err := b.account(ctx, id)
	if err != nil {
		return err
	}
	return b.setCoins(ctx, id, a.Coins-price) // want "lost update: account.Coins is read"
}

func statusTestedForTwoOutcomes(ctx context.Context, s *store, id, price int64) error {
	a, err := s.account(ctx, id)
	if err != nil {
		return err
	}
	switch a.Status {
	case "closed", "frozen":
		return errors.New("no")
	}
	tx, err := s.db.BeginTx(ctx, &sql.TxOptions{})
	if err != nil {
		return err
	}
	defer tx.Rollback()
	if _, err := tx.ExecContext(ctx, "INSERT INTO payouts (account, amount) VALUES ($1, $2)", id, price); err != nil {
		return err
	}
	if _, err := tx.ExecContext(ctx, "UPDATE accounts SET status = 'frozen' WHERE id = $1", id); err != nil { // want "lost update: account.Status is tested"
		return err
	}
	return tx.Commit()
}
