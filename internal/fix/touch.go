package fix

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/rmwlint/rmwlint/internal/rowflow"
)

// isCell reports whether a place that the read filled is the finding's column: a field of its name, or a variable by itself.
func (s *site) isCell(p place) bool {
	if is, known := s.isTarget(p); known {
		return is
	}
	_, field := p.row()
	if field == "" {
		t := s.typeOf(p)
		return isNumber(t) || hasInfo(t, types.IsString) || hasInfo(t, types.IsBoolean) && s.f.Flow.Op == "!"
	}
	if normal(field) == s.colName || field == s.fieldName {
		return true
	}
	name, ok := s.column(p)
	return ok && normal(name) == s.colName
}

// touches reports whether a value depends on the column when at happens, the paths taken on the way apart.
func (s *site) touches(e ast.Node, at inspector.Cursor, depth int) bool {
	found := false
	ast.Inspect(e, func(n ast.Node) bool {
		if found || n == nil || s.read.Valid() && n == s.read.Node() || s.isStatement(n) {
			return false
		}
		x, ok := n.(ast.Expr)
		if !ok {
			return true
		}
		if p, ok := s.placeOf(x); ok {
			found = s.tainted(p, at, depth)
			return false
		}
		return true
	})
	return found
}

// isStatement reports whether a node is a call into a database library: what comes out of it is the database's, not memory's.
func (s *site) isStatement(n ast.Node) bool {
	c, ok := n.(*ast.CallExpr)
	if !ok {
		return false
	}
	fn := s.callee(c)
	return fn != nil && fn.Pkg() != nil && rowflow.Known(fn.Pkg().Path())
}

// tainted reports whether what was assigned to a place, or to a part of it, may depend on the column.
func (s *site) tainted(p place, at inspector.Cursor, depth int) bool {
	if depth <= 0 {
		return true
	}
	k := question{s.colName, p, at.Index()}
	if known, ok := s.taintsSeen[k]; ok {
		return known
	}
	s.taintsSeen[k] = false // while it is being found out: a value depends on itself by others only
	is := s.findTaint(p, at, depth)
	s.taintsSeen[k] = is
	return is
}

// A question about a place is asked once for each column and point of the function.
type question struct {
	column string
	place  place
	at     int32
}

func (s *site) findTaint(p place, at inspector.Cursor, depth int) bool {
	evs := s.events(p.root)
	for i := len(evs) - 1; i >= 0; i-- {
		e := evs[i]
		rest, above := within(p.path, e.path)
		_, below := within(e.path, p.path)
		if !above && !below {
			continue
		}
		rel := order(e.cur, at, s.info)
		if rel == never {
			continue
		}
		if s.taints(e, p, rest, depth) {
			return true
		}
		if rel == always && above && e.kind == assigned && e.rhs != nil && e.op != 0 && !compound(e) {
			return false
		}
		if e.kind == loaded && rel == always {
			return false
		}
	}
	return s.given != nil && p.root == s.given && (s.isCell(p) || p.path == "")
}

func compound(e event) bool {
	return strings.HasSuffix(e.op.String(), "=") && len(e.op.String()) > 1 && e.op.String() != ":="
}

// taints reports whether an event brings the column into a place.
func (s *site) taints(e event, p place, rest string, depth int) bool {
	switch {
	case e.kind == loaded || e.kind == saved:
		return s.holdsCell(p)
	case e.kind == unknown:
		return s.touches(e.cur.Node(), e.cur, depth-1)
	case e.rhs == nil:
		return e.from != nil && s.touches(e.from, e.cur, depth-1)
	case rest != "" || e.elem:
		if q, ok := s.placeOf(e.rhs); ok {
			if e.elem {
				rest = "[*]" + rest
			}
			return s.tainted(q.part(rest), e.cur, depth-1)
		}
	}
	return s.touches(e.rhs, e.cur, depth-1)
}

// holdsCell reports whether a place that the read filled is the column or a row with it.
func (s *site) holdsCell(p place) bool {
	if isStandard(s.typeOf(p)) {
		return s.isCell(p)
	}
	if _, ok := s.typeOf(p).Underlying().(*types.Basic); ok {
		return s.isCell(p)
	}
	if n, ok := types.Unalias(s.typeOf(p)).(*types.Named); ok {
		if st, ok := n.Underlying().(*types.Struct); ok {
			for f := range st.Fields() {
				if s.isCell(p.part("." + f.Name())) {
					return true
				}
			}
			return s.isCell(p)
		}
	}
	return true
}

// nameOf is a place as the program writes it.
func (s *site) nameOf(p place) string { return p.root.Name() + p.path }

// brief is a short name of a statement or call for messages.
func (s *site) brief(c inspector.Cursor) string {
	if call, ok := c.Node().(*ast.CallExpr); ok {
		return s.text(call.Fun)
	}
	line, _, _ := strings.Cut(s.text(c.Node()), "\n")
	return line
}

// stable reports whether a value that was computed when e.at happened is the same when t happens, and its names mean the same there.
func (s *site) stable(e *expr, t inspector.Cursor) error {
	if e.at == t {
		return nil
	}
	if _, ok := s.info.Types[e.arg]; !ok {
		return nil // made here
	}
	var err error
	ast.Inspect(e.arg, func(n ast.Node) bool {
		if err != nil {
			return false
		}
		switch n := n.(type) {
		case *ast.CallExpr:
			if fn := s.callee(n); !s.info.Types[n.Fun].IsType() && !(fn != nil && pure(fn)) && !s.isBuiltin(n) {
				err = refusal(s.text(n) + " would be called twice")
			}
		case *ast.FuncLit:
			err = refusal("the operand is a function")
		case *ast.Ident:
			err = s.sameThere(n, e.at, t)
		}
		return true
	})
	return err
}

// pure reports whether a function gives the same result each time and does nothing else.
func pure(fn *types.Func) bool {
	if fn.Pkg() == nil {
		return false
	}
	switch fn.Pkg().Path() {
	case "github.com/shopspring/decimal", "math", "strings", "strconv":
		return true
	}
	return false
}

func (s *site) isBuiltin(c *ast.CallExpr) bool {
	id, ok := ast.Unparen(c.Fun).(*ast.Ident)
	if !ok {
		return false
	}
	b, ok := s.info.Uses[id].(*types.Builtin)
	return ok && (b.Name() == "len" || b.Name() == "min" || b.Name() == "max")
}

// sameThere reports whether a name means the same, and its variable holds the same, at both places.
func (s *site) sameThere(id *ast.Ident, from, to inspector.Cursor) error {
	obj := s.info.ObjectOf(id)
	if obj == nil || obj.Parent() == nil {
		return nil // a field
	}
	if !s.visible(obj, to) {
		return refusal(id.Name + " cannot be seen where the row is written")
	}
	v, ok := obj.(*types.Var)
	if !ok || v.Parent() == s.pass.Pkg.Scope() {
		return nil
	}
	for _, e := range s.events(v) {
		if e.kind == loaded || order(e.cur, from, s.info) != never || e.cur.Node().Pos() < from.Node().Pos() {
			continue
		}
		if order(e.cur, to, s.info) != never && !e.cur.Contains(from) && s.mentions(id, e.path, from) {
			return refusal(id.Name + " is changed before the row is written")
		}
	}
	return nil
}

// mentions reports whether the expression around a name reads a part that the path changes.
func (s *site) mentions(id *ast.Ident, path string, in inspector.Cursor) bool {
	c, ok := s.fn.FindNode(id)
	if !ok {
		return true
	}
	_, read, _ := s.climb(c)
	_, above := within(read, path)
	_, below := within(path, read)
	return above || below
}

// visible reports whether an object's name means it where to stands. What is another package's stands behind that one's name: errors.New.
func (s *site) visible(obj types.Object, to inspector.Cursor) bool {
	if obj.Pkg() != nil && obj.Pkg() != s.pass.Pkg {
		return true
	}
	scope := s.pass.Pkg.Scope().Innermost(to.Node().Pos())
	if scope == nil {
		return false
	}
	_, found := scope.LookupParent(obj.Name(), to.Node().Pos())
	return found == obj
}
