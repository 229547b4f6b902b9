package report

import (
	"fmt"
	"path/filepath"
	"regexp"
	"slices"
)

// lines are the places of lines in a message: "line 12", "store.go:12".
var lines = regexp.MustCompile(`\bline \d+|[^\s:()/\\]+\.go:\d+`)

// Moved is the finding with its places where move says that they are now, those that its message names as well.
func (f Finding) Moved(move func(Position) Position) Finding {
	words := map[string]string{} // "line 12" → "line 13"
	related := slices.Clone(f.Related)
	for i, r := range related {
		to := move(r.Pos)
		for j, name := range f.wordsFor(r.Pos) {
			words[name] = f.wordsFor(to)[j]
		}
		related[i].Pos, related[i].End = to, move(r.End)
	}
	f.Message = lines.ReplaceAllStringFunc(f.Message, func(place string) string {
		if to, ok := words[place]; ok {
			return to
		}
		return place
	})
	f.Pos, f.End, f.Related = move(f.Pos), move(f.End), related
	return f
}

// wordsFor are the ways in which the message may name a place: as a line of its own file, and as one of another.
func (f Finding) wordsFor(at Position) []string {
	words := []string{fmt.Sprintf("%s:%d", filepath.Base(at.File), at.Line)}
	if at.File == f.Pos.File {
		words = append(words, fmt.Sprintf("line %d", at.Line))
	}
	return words
}
