package fix

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"
)

// edits gathers the edits of one fix.
type edits struct {
	s        *site
	list     []analysis.TextEdit
	imported map[string]string // packages that the fix imports, by path, and their names
}

func (s *site) newEdits() *edits { return &edits{s: s, imported: map[string]string{}} }

func (e *edits) replace(from, to token.Pos, text string) {
	e.list = append(e.list, analysis.TextEdit{Pos: from, End: to, NewText: []byte(text)})
}

func (e *edits) insert(at token.Pos, text string) { e.replace(at, at, text) }

// sorted gives the edits in the order of the text, what is inserted at one place as one: two fixes that have an edit in common then have
// it in the same form, and drivers make it once.
func (e *edits) sorted() []analysis.TextEdit {
	slices.SortStableFunc(e.list, func(a, b analysis.TextEdit) int { return int(a.Pos - b.Pos) })
	var out []analysis.TextEdit
	for _, x := range e.list {
		if n := len(out); n > 0 && out[n-1].End == x.Pos && out[n-1].Pos == out[n-1].End {
			out[n-1].NewText = append(out[n-1].NewText, x.NewText...)
			out[n-1].End = x.End
			continue
		}
		out = append(out, x)
	}
	return out
}

// fix is the finished fix.
func (e *edits) fix(title string) (analysis.SuggestedFix, error) {
	if err := e.imports(); err != nil {
		return analysis.SuggestedFix{}, err
	}
	list := e.s.tidy(e.sorted())
	if err := e.s.compiles(list); err != nil {
		return analysis.SuggestedFix{}, err
	}
	return analysis.SuggestedFix{Message: title, TextEdits: list}, nil
}

// indent is the white space that the line of a place starts with.
func (s *site) indent(p token.Pos) string {
	f := s.pass.Fset.File(s.file.FileStart)
	line := s.between(f.LineStart(f.Line(p)), p)
	return line[:len(line)-len(strings.TrimLeft(line, " \t"))]
}

// block is the inside of a block, without its braces, moved to another indentation.
func (s *site) block(b *ast.BlockStmt, indent string) string {
	if len(b.List) == 0 {
		return ""
	}
	old := s.indent(b.List[0].Pos())
	text := s.between(b.List[0].Pos(), b.List[len(b.List)-1].End())
	return indent + strings.ReplaceAll(text, "\n"+old, "\n"+indent)
}

// braced is a block as it stands behind an if.
func (s *site) braced(b *ast.BlockStmt, indent string) string {
	return "{\n" + s.block(b, indent+"\t") + "\n" + indent + "}"
}

// lineEnd is the end of the comment behind a statement on its line, or of the statement.
func (s *site) lineEnd(n ast.Node) token.Pos {
	rest, _, _ := strings.Cut(string(s.src[s.pass.Fset.File(s.file.FileStart).Offset(n.End()):]), "\n")
	if strings.HasPrefix(strings.TrimLeft(rest, " \t"), "//") {
		return n.End() + token.Pos(len(strings.TrimRight(rest, "\r")))
	}
	return n.End()
}

// fresh is a name that means nothing yet around a place, the first of those given that is free.
func (s *site) fresh(at inspector.Cursor, names ...string) string {
	used := map[string]bool{}
	for obj := range s.uses {
		used[obj.Name()] = true
	}
	for _, n := range append(names, "result1", "result2", "result3") {
		if !used[n] && s.pass.Pkg.Scope().Lookup(n) == nil && s.importNamed(n) == nil {
			return n
		}
	}
	return "rmwResult"
}

// statement is the statement in a list that a node stands in.
func statement(c inspector.Cursor) inspector.Cursor {
	for ; c.Valid(); c = c.Parent() {
		if listOf(c) != nil {
			return c
		}
	}
	return c
}

// next is the statement behind a statement in its list, nil if it is the last.
func next(stmt inspector.Cursor) ast.Stmt {
	list, i := listOf(stmt), stmt.ParentEdgeIndex()
	if i+1 < len(list) {
		return list[i+1]
	}
	return nil
}

// removeLine deletes a statement, its line too if nothing else stands there; a comment behind it stays.
func (e *edits) removeLine(n ast.Node) {
	f := e.s.pass.Fset.File(e.s.file.FileStart)
	line := f.LineStart(f.Line(n.Pos()))
	from, to := n.Pos(), n.End()
	offset := f.Offset(to)
	rest, _, ended := strings.Cut(string(e.s.src[offset:]), "\n")
	if strings.TrimSpace(e.s.between(line, from)) == "" && strings.TrimSpace(rest) == "" && ended {
		from, to = line, to+token.Pos(len(rest)+1)
	}
	if comment := strings.TrimLeft(rest, " \t"); from == n.Pos() && strings.HasPrefix(comment, "//") {
		to += token.Pos(len(rest) - len(comment))
	}
	e.replace(from, to, "")
}
