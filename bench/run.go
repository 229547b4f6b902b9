package bench

import (
	"context"
	"fmt"
	"testing"
)

// verified is how many operations Verify looks at, at most.
const verified = 3

// Verify does some operations of the workload and compares the table, and what the contender has read, with what they
// should be, by plain SQL.
func Verify(ctx context.Context, s *Store, e Entry, w Workload) error {
	if err := verify(ctx, s, e, w); err != nil {
		return fmt.Errorf("bench: %s on %s by %s: %w", w.Name, s.Dialect, e.Name, err)
	}
	return nil
}

func verify(ctx context.Context, s *Store, e Entry, w Workload) error {
	c, err := open(ctx, s, e)
	if err != nil {
		return err
	}
	defer c.Close()
	in, err := ready(ctx, s, w)
	if err != nil {
		return err
	}
	want, err := s.Dump(ctx)
	if err != nil {
		return err
	}
	operations := verified
	if w.Fresh { // the next one starts anew: it would show nothing else
		operations = 1
	}
	for i := range operations {
		if w.Fresh {
			if in, err = ready(ctx, s, w); err != nil {
				return err
			}
		}
		if err := w.Do(ctx, c, in, i); err != nil {
			return err
		}
		want = w.Want(want, i)
		got, err := s.Dump(ctx)
		if err != nil {
			return err
		}
		if err := sameTable(want, got); err != nil {
			return fmt.Errorf("operation %d: %w", i, err)
		}
		if w.Keyless && e.NoKeys {
			continue
		}
		if err := inTable(in.Got, got); err != nil {
			return fmt.Errorf("operation %d: %w", i, err)
		}
	}
	return nil
}

func open(ctx context.Context, s *Store, e Entry) (Contender, error) {
	pool, err := s.Pool()
	if err != nil {
		return nil, err
	}
	return e.Open(ctx, s, pool)
}

// ready brings table and input into the state in which the workload begins.
func ready(ctx context.Context, s *Store, w Workload) (*Input, error) {
	if w.Fresh {
		return &Input{Rows: MakeMany(w.Rows)}, s.Fill(ctx, 0)
	}
	in := &Input{}
	if w.Rows > 0 {
		in.Rows = MakeMany(w.Rows)
	}
	for i, r := range in.Rows {
		r.ID = int64(i + 1)
	}
	return in, s.Fill(ctx, w.Rows)
}

func sameTable(want, got []Record) error {
	if len(want) != len(got) {
		return fmt.Errorf("the table has %d rows, not %d", len(got), len(want))
	}
	for i := range want {
		if !same(&want[i], &got[i]) {
			return fmt.Errorf("the table has %s, not %s", show(&got[i]), show(&want[i]))
		}
	}
	return nil
}

// inTable looks up each row by its key: a contender may read them in any order.
func inTable(rows Records, table []Record) error {
	seen := make(map[int64]bool, rows.Len())
	for i := range rows.Len() {
		r := rows.At(i)
		if r.ID < 1 || r.ID > int64(len(table)) || seen[r.ID] || !same(r, &table[r.ID-1]) {
			return fmt.Errorf("the row in memory is not as in the table: %s", show(r))
		}
		seen[r.ID] = true
	}
	return nil
}

func same(a, b *Record) bool {
	notes := a.Note == nil && b.Note == nil || a.Note != nil && b.Note != nil && *a.Note == *b.Note
	return notes && a.ID == b.ID && a.Name == b.Name && a.Email == b.Email && a.Age == b.Age && a.Score == b.Score &&
		a.Active == b.Active && a.Born.Equal(b.Born)
}

func show(r *Record) string {
	note := "NULL"
	if r.Note != nil {
		note = *r.Note
	}
	return fmt.Sprintf("{%d %q %q %d %v %v %q %v}", r.ID, r.Name, r.Email, r.Age, r.Score, r.Active, note, r.Born)
}

// CPUMetric is the processor time of this process for one operation, in nanoseconds, among a benchmark's results. For a
// server, it is the client's share.
const CPUMetric = "cpu-ns/op"

// warm operations run before the clock starts, so that no contender is charged for preparing its statements.
const warm = 2

// Run is the workload as a benchmark.
func Run(ctx context.Context, b *testing.B, s *Store, e Entry, w Workload) {
	b.Helper()
	c, err := open(ctx, s, e)
	if err != nil {
		b.Fatal(err)
	}
	defer c.Close()
	in, err := ready(ctx, s, w)
	if err != nil {
		b.Fatal(err)
	}
	b.ReportAllocs()
	clock := clock{b: b}
	for i := range warm + b.N {
		if i == warm {
			b.ResetTimer()
			clock = startClock(b)
		}
		if w.Fresh {
			clock.pause()
			if in, err = ready(ctx, s, w); err != nil {
				b.Fatal(err)
			}
			clock.resume()
		}
		if err := w.Do(ctx, c, in, i); err != nil {
			b.Fatal(err)
		}
	}
	clock.pause()
	b.ReportMetric(float64(clock.used.Nanoseconds())/float64(b.N), CPUMetric)
}
