package bank

import (
	"context"
	"database/sql"
	"strings"
	"sync"
	"time"

	"github.com/jackc/pgx/v5"
	"github.com/jackc/pgx/v5/pgxpool"

	"race/op"
)

// A meeting lets two operations read before either writes, as racetest does for database/sql: pgx speaks to the server itself. An
// operation whose partner waits for a lock goes on after a while.
type meeting struct {
	mu   sync.Mutex
	read int
	both chan struct{}
}

type selecting struct{}

func (m *meeting) TraceQueryStart(ctx context.Context, _ *pgx.Conn, data pgx.TraceQueryStartData) context.Context {
	if strings.HasPrefix(data.SQL, "UPDATE") {
		select {
		case <-m.both:
		case <-time.After(1500 * time.Millisecond):
		}
	}
	return context.WithValue(ctx, selecting{}, strings.HasPrefix(data.SQL, "SELECT"))
}

func (m *meeting) TraceQueryEnd(ctx context.Context, _ *pgx.Conn, _ pgx.TraceQueryEndData) {
	if is, _ := ctx.Value(selecting{}).(bool); !is {
		return
	}
	m.mu.Lock()
	defer m.mu.Unlock()
	if m.read++; m.read == 2 {
		close(m.both)
	}
}

func on(f func(ctx context.Context, pool *pgxpool.Pool) error) func(context.Context, *sql.DB, string) error {
	m := &meeting{both: make(chan struct{})}
	return func(ctx context.Context, _ *sql.DB, _ string) error {
		config, err := pgxpool.ParseConfig(op.DSN)
		if err != nil {
			return err
		}
		config.ConnConfig.Tracer = m
		pool, err := pgxpool.NewWithConfig(ctx, config)
		if err != nil {
			return err
		}
		defer pool.Close()
		return f(ctx, pool)
	}
}

// Ops are the fixtures on pgx.
func Ops() []op.Op {
	return []op.Op{
		{Name: "pgx/withdraw", Native: true, Column: "accounts.balance", By: -6, On: []string{"postgres"}, Run: on(func(ctx context.Context, pool *pgxpool.Pool) error {
			return withdraw(ctx, pool, 1, 6)
		})},
		{Name: "pgx/withdrawInTransaction", Native: true, InTx: true, Column: "accounts.balance", By: -3, On: []string{"postgres"}, Run: on(func(ctx context.Context, pool *pgxpool.Pool) error {
			return withdrawInTransaction(ctx, pool, 1, 2)
		})},
		{Name: "pgx/withdrawBeside", Native: true, InTx: true, Column: "accounts.balance", By: -3, On: []string{"postgres"}, Run: on(func(ctx context.Context, pool *pgxpool.Pool) error {
			return withdrawBeside(ctx, pool, 1, 2)
		})},
	}
}
