package fix

import (
	"go/ast"
	"go/token"
	"go/types"
	"go/version"
	"strconv"
	"strings"

	"golang.org/x/tools/go/ast/inspector"
)

// A rowLoop is a loop that prepares a row, writes it, and leaves when that fails:
//
//	for i := range lines {
//		lines[i].Order = order                                    prep
//		if err := tx.Create(&lines[i]).Error; err != nil {        unit
//			return err
//		}
//	}
type rowLoop struct {
	*site
	e    *edits
	loop ast.Stmt // *ast.RangeStmt or *ast.ForStmt
	body *ast.BlockStmt
	prep []ast.Stmt
	unit []ast.Stmt // the write and the test of its error: one statement or two
	test *ast.IfStmt
	err  types.Object // what the test looks at
	born bool         // err is declared by the unit
	subs []sub        // what becomes of the unit's text
	// What declares a name that the unit's text does without.
	spent ast.Stmt
}

// A sub is a part of the unit's text that is replaced.
type sub struct {
	from, to token.Pos
	text     string
}

// rowLoop is the loop around the statement, if it has that shape.
func (s *site) rowLoop() (*rowLoop, error) {
	l := &rowLoop{site: s}
	c := statement(s.write)
	if check, ok := c.Node().(*ast.IfStmt); ok && check.Init != nil {
		l.test, l.unit = check, []ast.Stmt{check}
	} else if test, ok := next(c).(*ast.IfStmt); ok && test.Init == nil {
		l.test, l.unit = test, []ast.Stmt{c.Node().(ast.Stmt), test}
	} else {
		return nil, refusal("the error is not looked at")
	}
	if !l.around(c) {
		return nil, refusal("the statement does not stand in a loop of its own")
	}
	if l.unit[len(l.unit)-1] != l.body.List[len(l.body.List)-1] {
		return nil, refusal("the loop goes on after the statement")
	}
	l.prep = l.body.List[:len(l.body.List)-len(l.unit)]
	if !l.leaves() {
		return nil, refusal("the loop goes on after an error")
	}
	return l, nil
}

// around finds the loop whose body has the statement.
func (l *rowLoop) around(c inspector.Cursor) bool {
	switch n := c.Parent().Parent().Node().(type) {
	case *ast.RangeStmt:
		l.loop, l.body = n, n.Body
		return n.Tok == token.DEFINE || n.Key == nil
	case *ast.ForStmt:
		l.loop, l.body = n, n.Body
		return n.Cond != nil
	}
	return false
}

// leaves reports whether the unit's test returns on an error; what it does before that may be anything that is not about the row.
func (l *rowLoop) leaves() bool {
	var assign *ast.AssignStmt
	if init, ok := l.test.Init.(*ast.AssignStmt); ok {
		assign = init
	} else if first, ok := l.unit[0].(*ast.AssignStmt); ok {
		assign = first
	}
	cond, ok := l.test.Cond.(*ast.BinaryExpr)
	if assign == nil || !ok || cond.Op != token.NEQ || l.text(cond.Y) != "nil" || l.test.Else != nil || len(l.test.Body.List) == 0 {
		return false
	}
	last, ok := assign.Lhs[len(assign.Lhs)-1].(*ast.Ident)
	if !ok || len(assign.Rhs) != 1 || !l.isError(last) {
		return false
	}
	for _, other := range assign.Lhs[:len(assign.Lhs)-1] {
		if id, ok := other.(*ast.Ident); !ok || id.Name != "_" {
			return false
		}
	}
	l.err, l.born = l.info.ObjectOf(last), l.info.Defs[last] != nil
	tested, ok := cond.X.(*ast.Ident)
	_, isReturn := l.test.Body.List[len(l.test.Body.List)-1].(*ast.ReturnStmt)
	return ok && isReturn && l.info.ObjectOf(tested) == l.err
}

func (s *site) isError(e ast.Expr) bool {
	t := s.info.TypeOf(e)
	return t != nil && types.Identical(t, types.Universe.Lookup("error").Type())
}

// returnsError reports whether a return's last result is the error, as it is or wrapped.
func (l *rowLoop) returnsError(ret *ast.ReturnStmt) bool {
	if len(ret.Results) == 0 {
		return false
	}
	if t := l.info.TypeOf(ret.Results[len(ret.Results)-1]); t != nil && pointer(t) {
		return true // an error that holds a pointer is one, even where that is nil
	}
	switch x := ret.Results[len(ret.Results)-1].(type) {
	case *ast.Ident:
		return l.info.Uses[x] == l.err
	case *ast.CallExpr:
		fn := l.callee(x)
		return fn != nil && fn.Pkg() != nil && makesErrors(fn) && l.names(x, l.err)
	}
	return false
}

// makesErrors reports whether a function returns an error whenever it is given one.
func makesErrors(fn *types.Func) bool {
	switch fn.Pkg().Path() {
	case "fmt":
		return fn.Name() == "Errorf"
	case "errors", "github.com/pkg/errors":
		return strings.HasPrefix(fn.Name(), "Wrap") || fn.Name() == "WithStack" || fn.Name() == "WithMessage" || fn.Name() == "Join"
	}
	return false
}

// names reports whether a node names an object.
func (s *site) names(n ast.Node, obj types.Object) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		id, ok := n.(*ast.Ident)
		found = found || ok && s.info.ObjectOf(id) == obj
		return !found
	})
	return found
}

// inLoop reports whether a node names something that is declared in the loop, the unit's own names left out.
func (l *rowLoop) inLoop(n ast.Node) bool {
	found := false
	ast.Inspect(n, func(n ast.Node) bool {
		if id, ok := n.(*ast.Ident); ok {
			obj := l.info.ObjectOf(id)
			found = found || obj != nil && l.loop.Pos() <= obj.Pos() && obj.Pos() < l.loop.End() && !l.inUnit(obj.Pos())
		}
		return !found
	})
	return found
}

func (l *rowLoop) inUnit(p token.Pos) bool {
	return l.unit[0].Pos() <= p && p < l.unit[len(l.unit)-1].End()
}

// sub replaces a part of the unit.
func (l *rowLoop) sub(from, to token.Pos, text string) { l.subs = append(l.subs, sub{from, to, text}) }

// unitText is the text of the unit with its parts replaced. What is left of it must make sense outside of the loop.
func (l *rowLoop) unitText() (string, error) {
	out, at := "", l.unit[0].Pos()
	for _, x := range l.subs {
		if l.commented(x.from, x.to) {
			return "", refusal("a comment would be lost")
		}
		out += l.between(at, x.from) + x.text
		at = x.to
	}
	for _, n := range l.unit {
		stray := false
		ast.Inspect(n, func(n ast.Node) bool {
			for _, x := range l.subs {
				if n != nil && x.from <= n.Pos() && n.End() <= x.to {
					return false
				}
			}
			if id, ok := n.(*ast.Ident); ok && l.inLoop(id) {
				stray = true
			}
			return true
		})
		if stray {
			return "", refusal("the statement, or what is done about its error, is about the row")
		}
	}
	return out + l.between(at, l.unit[len(l.unit)-1].End()), nil
}

// since reports whether the file is compiled as a version of Go, or a newer one.
func (l *rowLoop) since(v string) bool {
	is := l.info.FileVersions[l.file]
	if is == "" {
		is = l.pass.Pkg.GoVersion()
	}
	return version.Compare(is, v) >= 0
}

// chunks is a loop over a slice, some elements at a time, that runs the unit with each, behind lines that prepare it.
func (l *rowLoop) chunks(slice, size, chunk, before string) (string, error) {
	unit, err := l.unitText()
	if err != nil {
		return "", err
	}
	indent := l.indent(l.loop.Pos())
	head, err := l.chunkHead(slice, size, chunk, indent)
	return head + before + indent + "\t" + unit + "\n" + indent + "}", err
}

// chunkHead is the loop's head; slices.Chunk came with Go 1.23.
func (l *rowLoop) chunkHead(slice, size, chunk, indent string) (string, error) {
	if l.since("go1.23") {
		pkg, err := l.e.use("slices")
		return "for " + chunk + " := range " + pkg + ".Chunk(" + slice + ", " + size + ") {\n", err
	}
	start, end := l.fresh(l.write, "start", "first"), l.fresh(l.write, "end", "behind")
	return strings.NewReplacer("\n", "\n"+indent, "START", start, "END", end, "LIST", slice, "SIZE", size, "CHUNK", chunk).Replace(
		"for START := 0; START < len(LIST); START += SIZE {\n\tEND := START + SIZE\n\tif END > len(LIST) {\n\t\tEND = len(LIST)\n\t}\n\tCHUNK := LIST[START:END]") + "\n", nil
}

// once is the unit outside of the loop.
func (l *rowLoop) once() (string, error) {
	unit, err := l.unitText()
	indent := l.indent(l.loop.Pos())
	return strings.ReplaceAll(unit, "\n"+l.indent(l.unit[0].Pos()), "\n"+indent), err
}

// replaceLoop puts something in the place of the loop.
func (l *rowLoop) replaceLoop(text string) {
	l.spend(l.loop.Pos(), l.loop.End())
	l.e.replace(l.loop.Pos(), l.loop.End(), text)
}

// gather makes the loop collect what it wrote, and runs something behind it.
func (l *rowLoop) gather(list, typ, elems, behind string) {
	indent := l.indent(l.loop.Pos())
	l.e.insert(l.loop.Pos(), "var "+list+" "+typ+"\n"+indent)
	l.spend(l.unit[0].Pos(), l.unit[len(l.unit)-1].End())
	l.e.replace(l.unit[0].Pos(), l.unit[len(l.unit)-1].End(), list+" = append("+list+", "+elems+")")
	l.e.insert(l.loop.End(), "\n"+indent+behind)
}

// after leaves the loop with what comes before the statement, and runs something behind it.
func (l *rowLoop) after(behind string) {
	from, to := l.prep[len(l.prep)-1].End(), l.unit[len(l.unit)-1].End()
	l.spend(from, to)
	l.e.replace(from, to, "")
	l.e.insert(l.loop.End(), "\n"+l.indent(l.loop.Pos())+behind)
}

// listName is a name for what the loop gathers: another one for each loop of a block, for all of them may be repaired at once.
func (l *rowLoop) listName(names ...string) string {
	c, _ := l.fn.FindNode(l.loop)
	before := 0
	for _, stmt := range listOf(c) {
		if stmt.Pos() >= l.loop.Pos() {
			break
		}
		switch stmt.(type) {
		case *ast.RangeStmt, *ast.ForStmt:
			before++
		}
	}
	if before > 0 {
		for i := range names {
			names[i] += strconv.Itoa(before + 1)
		}
	}
	return l.fresh(l.write, names...)
}

// typeText is how new code writes a type.
func (l *rowLoop) typeText(t types.Type) (string, error) {
	var failed error
	text := types.TypeString(t, func(p *types.Package) string {
		if p == l.pass.Pkg {
			return ""
		}
		name, err := l.e.use(p.Path())
		if err != nil {
			failed = err
		}
		return name
	})
	if n := namedOf(t); n != nil && n.Obj().Pkg() == l.pass.Pkg && !l.visibleAt(n.Obj(), l.loop.Pos()) {
		return "", refusal("the row's type has no name outside of the loop")
	}
	return text, failed
}

func (s *site) visibleAt(obj types.Object, at token.Pos) bool {
	scope := s.pass.Pkg.Scope().Innermost(at)
	if scope == nil {
		return false
	}
	_, found := scope.LookupParent(obj.Name(), at)
	return found == obj
}
