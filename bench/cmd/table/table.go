package main

import (
	"fmt"
	"io"
	"slices"
	"strings"
	"testing"

	"github.com/rmwlint/rmwlint/bench"
)

// table is one database's results.
type table struct {
	dialect, title string
	entries        []bench.Entry
	rows           []row
}

// row is one workload's results, one for each contender.
type row struct {
	workload string
	results  []results
}

// results are the rounds of one pair: nanoseconds for one operation, sorted; allocations of the last round.
type results struct {
	cpu, wall     []float64
	allocs, bytes int64
}

func (r *results) add(b testing.BenchmarkResult) {
	r.cpu = append(r.cpu, b.Extra[bench.CPUMetric])
	r.wall = append(r.wall, float64(b.T.Nanoseconds())/float64(b.N))
	slices.Sort(r.cpu)
	slices.Sort(r.wall)
	r.allocs, r.bytes = b.AllocsPerOp(), b.AllocedBytesPerOp()
}

func best(list []float64) float64   { return list[0] }
func median(list []float64) float64 { return list[len(list)/2] }

func (t *table) print(out io.Writer) {
	cpu := func(r *results) []float64 { return r.cpu }
	wall := func(r *results) []float64 { return r.wall }
	t.judge(out)
	t.times(out, "CPU, best round: time (ratio to raw)", cpu, best)
	t.times(out, "CPU, median of the rounds", cpu, median)
	t.times(out, "Wall, best round", wall, best)
	t.times(out, "Wall, median of the rounds", wall, median)
	fmt.Fprintf(out, "### %s: allocations (bytes)\n\n", t.title)
	t.head(out)
	for _, r := range t.rows {
		fmt.Fprintf(out, "| %s |", r.workload)
		for _, res := range r.results {
			fmt.Fprintf(out, " %d (%d) |", res.allocs, res.bytes)
		}
		fmt.Fprintln(out)
	}
	fmt.Fprintln(out)
}

func (t *table) head(out io.Writer) {
	fmt.Fprint(out, "| workload |")
	for _, e := range t.entries {
		fmt.Fprintf(out, " %s |", e.Name)
	}
	fmt.Fprintf(out, "\n| --- |%s\n", strings.Repeat(" ---: |", len(t.entries)))
}

func (t *table) times(out io.Writer, title string, of func(*results) []float64, pick func([]float64) float64) {
	fmt.Fprintf(out, "### %s: %s\n\n", t.title, title)
	t.head(out)
	for _, r := range t.rows {
		fmt.Fprintf(out, "| %s |", r.workload)
		base := pick(of(&r.results[0]))
		for i := range r.results {
			ns := pick(of(&r.results[i]))
			fmt.Fprintf(out, " %s (%.2f) |", duration(ns), ns/base)
		}
		fmt.Fprintln(out)
	}
	fmt.Fprintln(out)
}

// duration has three figures.
func duration(ns float64) string {
	switch {
	case ns >= 9.995e6:
		return fmt.Sprintf("%.1f ms", ns/1e6)
	case ns >= 999.5e3:
		return fmt.Sprintf("%.2f ms", ns/1e6)
	case ns >= 99.95e3:
		return fmt.Sprintf("%.0f µs", ns/1e3)
	}
	return fmt.Sprintf("%.1f µs", ns/1e3)
}

// judge holds orm against its targets and against the other ORMs.
func (t *table) judge(out io.Writer) {
	ours := slices.IndexFunc(t.entries, func(e bench.Entry) bool { return e.Name == "orm" })
	if ours < 0 {
		return
	}
	fmt.Fprintf(out, "### %s: orm and its targets (CPU, best round, ratio to raw)\n\n", t.title)
	fmt.Fprint(out, "| workload | orm | target | met | best other ORM | ahead | allocations | target | met |\n")
	fmt.Fprint(out, "| --- | ---: | ---: | --- | ---: | --- | ---: | ---: | --- |\n")
	for _, r := range t.rows {
		i := slices.IndexFunc(targets, func(t target) bool { return t.workload == r.workload })
		if i < 0 {
			continue
		}
		limit, wall, allocs := targets[i].of(t.dialect)
		ratio := func(i int) float64 {
			if wall {
				return best(r.results[i].wall) / best(r.results[0].wall)
			}
			return best(r.results[i].cpu) / best(r.results[0].cpu)
		}
		other, name := t.rival(ours, ratio)
		note, bound, kept := "", "-", "-"
		if wall {
			note = " (wall)"
		}
		held := ratio(ours)
		if own := targets[i].own; own != "" {
			k := slices.IndexFunc(t.rows, func(r row) bool { return r.workload == own })
			if k < 0 {
				continue
			}
			held = best(r.results[ours].cpu) / best(t.rows[k].results[ours].cpu)
			note = fmt.Sprintf(" (%.2f of its own %s)", held, own)
		}
		if allocs > 0 {
			bound, kept = fmt.Sprintf("%.0f", allocs), yes(float64(r.results[ours].allocs) <= allocs)
		}
		fmt.Fprintf(out, "| %s | %.2f%s | %.2f | %s | %.2f %s | %s | %d | %s | %s |\n", r.workload, ratio(ours), note, limit,
			yes(held <= limit), other, name, yes(ratio(ours) <= other), r.results[ours].allocs, bound, kept)
	}
	fmt.Fprintln(out)
}

// rival is the ORM with the lowest ratio, but ours.
func (t *table) rival(ours int, ratio func(int) float64) (least float64, name string) {
	for i, e := range t.entries {
		if i != ours && e.ORM && (name == "" || ratio(i) < least) {
			least, name = ratio(i), e.Name
		}
	}
	return least, name
}

func yes(ok bool) string {
	if ok {
		return "yes"
	}
	return "**no**"
}
