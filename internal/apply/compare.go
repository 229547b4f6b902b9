package apply

import (
	"slices"
	"strings"
)

// splitLines cuts text into lines with their ends.
func splitLines(text []byte) []string {
	lines := strings.SplitAfter(string(text), "\n")
	if last := len(lines) - 1; lines[last] == "" {
		lines = lines[:last]
	}
	return lines
}

// An op is one line of a comparison of two texts: kept, removed from the first, or inserted from the second. A and b are
// the line's index in either text; where it is not in a text, that of the next line there.
type op struct {
	kind opKind
	a, b int
}

// An opKind is the character with which a unified diff marks a line.
type opKind byte

const (
	equal  opKind = ' '
	remove opKind = '-'
	insert opKind = '+'
)

// compare is the way from a to b in few edits.
func compare(a, b []string) []op {
	head := 0
	for head < len(a) && head < len(b) && a[head] == b[head] {
		head++
	}
	tail := 0
	for tail < len(a)-head && tail < len(b)-head && a[len(a)-1-tail] == b[len(b)-1-tail] {
		tail++
	}
	ops := make([]op, 0, len(a)+len(b))
	for i := range head {
		ops = append(ops, op{equal, i, i})
	}
	for _, o := range shortest(a[head:len(a)-tail], b[head:len(b)-tail]) {
		ops = append(ops, op{o.kind, o.a + head, o.b + head})
	}
	for i := range tail {
		ops = append(ops, op{equal, len(a) - tail + i, len(b) - tail + i})
	}
	return ops
}

// maxEdits bounds the work of shortest, which grows with the square of the edits. Texts further apart than that are taken
// to share nothing: a right answer, if a long one.
const maxEdits = 1000

// shortest is Myers' greedy algorithm ("An O(ND) Difference Algorithm and Its Variations", 1986). In its graph a runs to
// the right and b downwards; far[k] is the furthest x that d edits reach on diagonal k = x-y.
func shortest(a, b []string) []op {
	limit := min(len(a)+len(b), maxEdits)
	far := make([]int, 2*limit+3)
	at := func(k int) int { return k + limit + 1 }
	var trace [][]int // far before round d
	for d := 0; d <= limit; d++ {
		trace = append(trace, slices.Clone(far))
		for k := -d; k <= d; k += 2 {
			x := far[at(k-1)] + 1
			if k == -d || k != d && far[at(k-1)] < far[at(k+1)] {
				x = far[at(k+1)]
			}
			for x < len(a) && x-k < len(b) && a[x] == b[x-k] {
				x++
			}
			far[at(k)] = x
			if x == len(a) && x-k == len(b) {
				return backtrack(trace, at, x, x-k)
			}
		}
	}
	ops := make([]op, 0, len(a)+len(b))
	for i := range a {
		ops = append(ops, op{remove, i, 0})
	}
	for i := range b {
		ops = append(ops, op{insert, len(a), i})
	}
	return ops
}

// backtrack follows the rounds from the end (x, y) to the beginning.
func backtrack(trace [][]int, at func(k int) int, x, y int) []op {
	var ops []op
	for d := len(trace) - 1; d >= 0; d-- {
		far, k := trace[d], x-y
		from := k - 1
		if k == -d || k != d && far[at(k-1)] < far[at(k+1)] {
			from = k + 1
		}
		fromX := far[at(from)]
		for fromY := fromX - from; x > fromX && y > fromY; {
			x, y = x-1, y-1
			ops = append(ops, op{equal, x, y})
		}
		switch {
		case d == 0:
		case x == fromX:
			y--
			ops = append(ops, op{insert, x, y})
		default:
			x--
			ops = append(ops, op{remove, x, y})
		}
	}
	slices.Reverse(ops)
	return ops
}
