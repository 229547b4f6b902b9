package apply

import (
	"slices"

	"github.com/rmwlint/rmwlint/internal/report"
)

// Moved gives the function that tells where a place is after the given files of the plan were written.
//
//	before   40 p.InStock -= qty        after   40 res := db.Model(&p).Update(…)
//	         41 return db.Save(&p)              41 if res.RowsAffected == 0 {
//	         42                                 …
//	         43 // next                         44 // next                          43 → 44
func (p Plan) Moved(written []string) func(report.Position) report.Position {
	moved := map[string][]int{}
	for _, c := range p.Changes {
		if slices.Contains(written, c.File) {
			moved[c.File] = c.lines()
		}
	}
	return func(at report.Position) report.Position {
		if to := moved[at.File]; 1 <= at.Line && at.Line <= len(to) {
			at.Line = to[at.Line-1]
		}
		return at
	}
}

// lines are the numbers, from 1, that the lines before the change have after it. Of lines that were replaced, the first goes to the
// first new one, the second to the second, and those for which there is none to the last.
func (c Change) lines() []int {
	old, now := splitLines(c.Before), splitLines(c.After)
	to := make([]int, len(old))
	removed, start := 0, 0 // lines since the last one that was kept, and where that left the new text
	settle := func(a, b int) {
		for i := range removed {
			to[a-removed+i] = 1 + max(0, min(start+i, b-1, len(now)-1))
		}
		removed = 0
	}
	for _, o := range compare(old, now) {
		switch o.kind {
		case remove:
			removed++
		case equal:
			settle(o.a, max(o.b, start+1))
			to[o.a], start = o.b+1, o.b+1
		}
	}
	settle(len(old), max(len(now), start+1))
	return to
}
