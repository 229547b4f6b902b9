package orm

import (
	"context"
	"time"
)

// Hook sees each statement of a handle and of its transactions: for logs, metrics and tracing. To see the values as well,
// wrap the driver.
type Hook interface {
	// Before runs before the statement; the statement runs with the context that it returns.
	Before(ctx context.Context, s *Statement) context.Context
	// After runs when the statement has answered, before the rows of a query are read.
	After(ctx context.Context, s *Statement)
}

// Statement is what a [Hook] is told.
type Statement struct {
	SQL      string        // with placeholders
	Args     int           // how many values are bound
	Rows     int64         // rows written, as the driver counts them; -1 for a query and before the end
	Err      error         // the driver's error
	Duration time.Duration // until the database answered
}

// WithHook adds a hook; several are called in the order in which they were given, and backwards after the statement.
func WithHook(h Hook) Option { return optionFunc(func(db *DB) { db.hooks = append(db.hooks, h) }) }

// observed runs one statement between the hooks.
func (db *DB) observed(ctx context.Context, text string, args int, run func(context.Context) (int64, error)) error {
	s := &Statement{SQL: text, Args: args, Rows: -1}
	hooks := db.root.hooks
	for _, h := range hooks {
		ctx = h.Before(ctx, s)
	}
	start := time.Now()
	s.Rows, s.Err = run(ctx)
	s.Duration = time.Since(start)
	for i := len(hooks) - 1; i >= 0; i-- {
		hooks[i].After(ctx, s)
	}
	return s.Err
}
