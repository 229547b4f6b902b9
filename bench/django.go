package bench

import (
	"context"
	"fmt"
	"time"
)

// Comparison is Django's own: the same rows saved one by one, each in a transaction of its own, and in one BulkCreate.
type Comparison struct {
	Journal    string
	Rows       int
	Loop, Bulk time.Duration
}

// Compare runs it by orm on a SQLite database in dir, where each commit waits for the disk (synchronous=FULL).
func Compare(ctx context.Context, dir, journal string, n int) (Comparison, error) {
	out := Comparison{Journal: journal, Rows: n}
	s, err := SQLite(ctx, dir, journal, "FULL")
	if err != nil {
		return out, err
	}
	defer s.Close()
	for _, e := range Entries() {
		if e.Name != "orm" {
			continue
		}
		c, err := open(ctx, s, e)
		if err != nil {
			return out, err
		}
		defer c.Close()
		if out.Loop, err = timed(ctx, s, n, func(rows []*Record) error {
			for _, r := range rows {
				if err := c.Insert(ctx, r); err != nil {
					return err
				}
			}
			return nil
		}); err != nil {
			return out, err
		}
		out.Bulk, err = timed(ctx, s, n, func(rows []*Record) error { return c.Bulk(ctx, rows) })
		return out, err
	}
	return out, fmt.Errorf("bench: orm is no contender")
}

// timed inserts n rows into the empty table and checks them.
func timed(ctx context.Context, s *Store, n int, insert func(rows []*Record) error) (time.Duration, error) {
	if err := s.Fill(ctx, 0); err != nil {
		return 0, err
	}
	rows := MakeMany(n)
	start := time.Now()
	if err := insert(rows); err != nil {
		return 0, fmt.Errorf("bench: %w", err)
	}
	took := time.Since(start)
	got, err := s.Dump(ctx)
	if err != nil {
		return 0, err
	}
	if err := sameTable(wantRows(n)(nil, 0), got); err != nil {
		return 0, err
	}
	return took, inTable(Records{Pointers: rows}, got)
}
