package report

import (
	"fmt"
	"maps"
	"slices"
	"strings"
)

// Summary counts findings by class: "3 findings in 2 files: lostupdate/arith 2, lostupdate/check 1".
func Summary(findings []Finding) string {
	if len(findings) == 0 {
		return "no findings"
	}
	files, names := map[string]bool{}, map[string]int{}
	for _, f := range findings {
		files[f.Pos.File] = true
		names[f.Name()]++
	}
	var parts []string
	for _, name := range slices.Sorted(maps.Keys(names)) {
		parts = append(parts, fmt.Sprintf("%s %d", name, names[name]))
	}
	return fmt.Sprintf("%s in %s: %s", Count(len(findings), "finding"), Count(len(files), "file"), strings.Join(parts, ", "))
}

// Count is a number with its noun: "1 file", "2 files", "2 fixes".
func Count(n int, noun string) string {
	switch {
	case n == 1:
		return "1 " + noun
	case strings.HasSuffix(noun, "x"):
		noun += "e"
	}
	return fmt.Sprintf("%d %ss", n, noun)
}
