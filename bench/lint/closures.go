package main

import (
	"bytes"
	"cmp"
	"context"
	"fmt"
	"io"
	"path/filepath"
	"slices"
	"strings"
	"time"
)

// Packages beyond these are named.
const (
	muchCPU   = time.Second
	muchFacts = 64 << 10
)

// closures analyses modules with everything that they are made from, and prints what went wrong or took much.
func (b *bench) closures(ctx context.Context, dirs []string, w io.Writer) error {
	bad := 0
	for _, dir := range dirs {
		at, pattern := place(dir)
		units, out, err := b.watched(ctx, filepath.Join(b.bin, "rmwlint"), at, pattern, "-json", "-rmwlint.deps", "-rmwlint.debug")
		if err != nil {
			return err
		}
		var cpu time.Duration
		var most int64
		for _, u := range units {
			cpu += u.CPU
			most = max(most, u.Peak)
		}
		fmt.Fprintf(w, "%s: %d packages, %.1f s of CPU time, at most %d MB in one process\n", name(dir), len(units), cpu.Seconds(), most/1024)
		slices.SortStableFunc(units, func(a, b unit) int { return cmp.Compare(b.CPU, a.CPU) })
		for _, u := range units {
			if u.CPU > muchCPU || u.Facts > muchFacts {
				fmt.Fprintf(w, "  %s: %.2f s, %d MB, facts of %d bytes\n", u.Package, u.CPU.Seconds(), u.Peak/1024, u.Facts)
			}
			if u.Status != 0 {
				bad++
				fmt.Fprintf(w, "  %s: exit status %d\n%s\n", u.Package, u.Status, u.Stderr)
			}
		}
		bad += leftOut(w, out)
	}
	if bad > 0 {
		return fmt.Errorf("%d failures", bad)
	}
	return nil
}

// leftOut prints the functions that were left out, each once, and counts those in which the engine failed.
func leftOut(w io.Writer, out []byte) (failures int) {
	seen := map[string]bool{}
	for line := range bytes.Lines(out) {
		text := strings.TrimSpace(string(line))
		if beyond := strings.Contains(text, ": beyond the budget: "); !seen[text] && (beyond || strings.Contains(text, ": internal error: ")) {
			seen[text] = true
			fmt.Fprintln(w, "  "+text)
			if !beyond {
				failures++
			}
		}
	}
	return failures
}
