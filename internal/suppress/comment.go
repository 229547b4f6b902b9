package suppress

import (
	"slices"
	"strings"
)

// all are the names that stand for every check: ours, and golangci-lint's for every linter.
func all() []string { return []string{"rmwlint", "all"} }

// names are the checks that a comment speaks of.
type names []string

// match tells whether a check, or a category of it, is among the names.
func (n names) match(check, category string) bool {
	return slices.ContainsFunc(n, func(name string) bool {
		return slices.Contains(all(), name) || name == check || category != "" && name == check+"/"+category
	})
}

// A directive is a comment that suppresses findings.
type directive struct {
	names      names
	wholeFile  bool
	reasonless bool // it wants a reason and has none
}

// parse reads a comment with its slashes.
func parse(text string) (directive, bool) {
	text, ok := strings.CutPrefix(text, "//")
	if !ok {
		return directive{}, false // a /* */ comment
	}
	text = strings.TrimLeft(text, "/ ")
	if rest, ok := strings.CutPrefix(text, "nolint"); ok {
		return parseNolint(rest)
	}
	for _, form := range []struct {
		prefix    string
		wholeFile bool
	}{{"lint:ignore ", false}, {"lint:file-ignore ", true}} {
		if rest, ok := strings.CutPrefix(text, form.prefix); ok {
			list, reason, _ := strings.Cut(strings.TrimSpace(rest), " ")
			// Without a reason staticcheck calls it malformed and ignores it; so it must not silence us either.
			return directive{names: split(list), wholeFile: form.wholeFile, reasonless: strings.TrimSpace(reason) == ""}, true
		}
	}
	return directive{}, false
}

// parseNolint reads what follows the word: nothing, " // reason", ":a,b" or ":a,b // reason".
func parseNolint(rest string) (directive, bool) {
	rest, _, _ = strings.Cut(rest, "//")
	switch {
	case strings.TrimSpace(rest) == "", strings.HasPrefix(rest, " "):
		return directive{names: all()}, true
	case !strings.HasPrefix(rest, ":"):
		return directive{}, false // nolintlint, or any other word
	}
	return directive{names: split(rest[1:])}, true
}

func split(list string) names {
	var n names
	for name := range strings.SplitSeq(list, ",") {
		n = append(n, strings.ToLower(strings.TrimSpace(name)))
	}
	return n
}
