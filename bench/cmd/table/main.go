// Table measures all contenders on all workloads and prints Markdown tables.
//
//	go run ./cmd/table -rounds 3
//
// The order of the contenders rotates from round to round, so that none always runs after the same other. Each pair is
// verified before it is timed.
package main

import (
	"context"
	"errors"
	"flag"
	"fmt"
	"io"
	"os"
	"os/signal"
	"slices"
	"strings"
	"testing"
	"time"

	"github.com/rmwlint/rmwlint/bench"
)

// asked is what the flags say.
type asked struct {
	rounds               int
	benchtime            time.Duration
	workloads, only, dbs string
	disk                 string
	cancellable          bool
}

func main() {
	testing.Init()
	var a asked
	flag.IntVar(&a.rounds, "rounds", 3, "how often everything is measured")
	flag.DurationVar(&a.benchtime, "benchtime", 200*time.Millisecond, "how long one measurement takes, at least")
	flag.StringVar(&a.workloads, "workloads", "", "names of workloads, comma-separated (default all)")
	flag.StringVar(&a.only, "contenders", "", "names of contenders besides raw, comma-separated (default all)")
	flag.StringVar(&a.dbs, "databases", "sqlite,postgres", "postgres needs RMWLINT_POSTGRES_DSN")
	flag.StringVar(&a.disk, "disk", os.TempDir(), "a directory on a disk, for the comparison of a loop with BulkCreate; empty leaves it out")
	flag.BoolVar(&a.cancellable, "cancellable", false, "give statements a context that can be cancelled, as a server's handlers have")
	flag.Parse()
	ctx, stop := signal.NotifyContext(context.Background(), os.Interrupt)
	defer stop()
	if err := run(ctx, os.Stdout, a); err != nil {
		fmt.Fprintln(os.Stderr, err)
		os.Exit(1)
	}
}

func run(ctx context.Context, out io.Writer, a asked) error {
	if err := flag.Set("test.benchtime", a.benchtime.String()); err != nil {
		return err
	}
	if named(a.dbs, "sqlite") {
		s, err := bench.SQLite(ctx, bench.FastDir(), "WAL", "NORMAL")
		if err != nil {
			return err
		}
		if err := measureAll(ctx, out, s, a); err != nil {
			return err
		}
	}
	if dsn := os.Getenv("RMWLINT_POSTGRES_DSN"); dsn == "" {
		fmt.Fprintln(os.Stderr, "PostgreSQL left out: RMWLINT_POSTGRES_DSN is not set")
	} else if named(a.dbs, "postgres") {
		s, err := bench.Postgres(ctx, dsn)
		if err != nil {
			return err
		}
		if err := measureAll(ctx, out, s, a); err != nil {
			return err
		}
	}
	if a.disk == "" {
		return nil
	}
	return compare(ctx, out, a.disk)
}

// named tells whether a list has the name; an empty list has all.
func named(list, name string) bool {
	return list == "" || slices.Contains(strings.Split(list, ","), name)
}

// measureAll prints the tables of one database, and drops it.
func measureAll(ctx context.Context, out io.Writer, s *bench.Store, a asked) (err error) {
	defer func() { err = errors.Join(err, s.Close()) }()
	version, err := s.Version(ctx)
	if err != nil {
		return err
	}
	var entries []bench.Entry
	for i, e := range bench.Entries() {
		if i == 0 || named(a.only, e.Name) {
			entries = append(entries, e)
		}
	}
	t := table{dialect: s.Dialect, title: version, entries: entries}
	for _, w := range bench.Workloads() {
		if !named(a.workloads, w.Name) {
			continue
		}
		fmt.Fprintln(os.Stderr, time.Now().Format(time.TimeOnly), s.Dialect, w.Name)
		r, err := measure(ctx, s, w, entries, a)
		if err != nil {
			return err
		}
		t.rows = append(t.rows, r)
	}
	t.print(out)
	return nil
}

// measure runs the rounds of one workload.
func measure(ctx context.Context, s *bench.Store, w bench.Workload, entries []bench.Entry, a asked) (row, error) {
	r := row{workload: w.Name, results: make([]results, len(entries))}
	statements := ctx
	if !a.cancellable {
		statements = context.WithoutCancel(ctx)
	}
	for _, e := range entries {
		if err := bench.Verify(ctx, s, e, w); err != nil {
			return r, err
		}
	}
	for round := range a.rounds {
		for k := range entries {
			if err := ctx.Err(); err != nil {
				return r, err
			}
			i := (k + round*len(entries)/a.rounds) % len(entries)
			got := testing.Benchmark(func(b *testing.B) { bench.Run(statements, b, s, entries[i], w) })
			if got.N == 0 {
				return r, fmt.Errorf("%s by %s failed", w.Name, entries[i].Name)
			}
			r.results[i].add(got)
		}
	}
	return r, nil
}

func compare(ctx context.Context, out io.Writer, dir string) error {
	fmt.Fprintf(out, "### A loop of Save against BulkCreate, SQLite on a disk, synchronous=FULL\n\n")
	fmt.Fprintf(out, "| journal | rows | loop | BulkCreate | times |\n| --- | ---: | ---: | ---: | ---: |\n")
	for _, journal := range []string{"DELETE", "WAL"} {
		c, err := bench.Compare(ctx, dir, journal, 1000)
		if err != nil {
			return err
		}
		fmt.Fprintf(out, "| %s | %d | %v | %v | %.0f |\n", c.Journal, c.Rows, c.Loop.Round(time.Millisecond),
			c.Bulk.Round(100*time.Microsecond), float64(c.Loop)/float64(c.Bulk))
	}
	return nil
}
