package suppress

import (
	"go/ast"
	"go/parser"
	"go/token"
	"slices"
	"strings"
)

// A Comment is one that names checks of ours to suppress them.
type Comment struct {
	Line, Col  int
	Text       string // with its slashes
	Reasonless bool   // it is a //lint:ignore without the reason that it wants, and suppresses nothing for that
}

// List are the comments of a file that name one of the checks, a category of one, or rmwlint. Those for every linter are
// left out: they may be meant for another. So is a generated file, in which nothing is reported, and one that does not parse.
func List(file string, checks []string) []Comment {
	fset := token.NewFileSet()
	f, err := parser.ParseFile(fset, file, nil, parser.ParseComments|parser.SkipObjectResolution)
	if err != nil || ast.IsGenerated(f) {
		return nil
	}
	var list []Comment
	for _, r := range scan(fset, f) {
		if slices.ContainsFunc(r.names, func(name string) bool {
			check, _, _ := strings.Cut(name, "/")
			return check == "rmwlint" || slices.Contains(checks, check)
		}) && !slices.Contains(r.names, "all") {
			at := fset.PositionFor(r.pos, false)
			list = append(list, Comment{at.Line, at.Column, r.text, r.reasonless})
		}
	}
	return list
}
