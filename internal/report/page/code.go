package page

import (
	"strings"

	"github.com/rmwlint/rmwlint/internal/report"
)

// A codeLine is a line of the function around a finding; its mark is the last step of the trace that stands on it.
type codeLine struct {
	Number int
	Text   string
	Mark   string // "read", "computed", or empty
	Gap    bool   // lines are left out above
}

// near is how many lines around a step are shown of a long function.
const near = 4

// code is the function around the finding, or, where that is long, its first line and the lines near a step.
func code(sources *report.Sources, f report.Finding) []codeLine {
	lines := sources.Lines(f.Pos.File)
	fn := sources.Func(f.Pos)
	if fn.Name == "" {
		fn.From, fn.To = f.Pos.Line-near, f.Pos.Line+near
	}
	marks := marksOf(sources, f)
	var shown []codeLine
	last := fn.From - 1
	for n := max(1, fn.From); n <= min(fn.To, len(lines)); n++ {
		if fn.To-fn.From > 40 && n != fn.From && !isNear(marks, n) {
			continue
		}
		shown = append(shown, codeLine{n, strings.ReplaceAll(lines[n-1], "\t", "    "), marks[n], n > last+1})
		last = n
	}
	return shown
}

// marksOf are the labels of the trace's steps in the finding's own file, by line. Of two on one line the later one counts.
func marksOf(sources *report.Sources, f report.Finding) map[int]string {
	marks := map[int]string{f.Pos.Line: "reported"}
	for _, s := range sources.Trace(f) {
		if s.Pos.File == f.Pos.File {
			marks[s.Pos.Line] = s.Label
		}
	}
	return marks
}

func isNear(marks map[int]string, line int) bool {
	for at := range marks {
		if line-near <= at && at <= line+near {
			return true
		}
	}
	return false
}
