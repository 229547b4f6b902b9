package fix

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/edge"
	"golang.org/x/tools/go/ast/inspector"
)

// An event is a statement or call after which a part of a variable is not what it was.
type event struct {
	kind eventKind
	cur  inspector.Cursor // the statement or call
	path string           // the part of the variable
	op   token.Token      // assigned: ASSIGN, DEFINE, ADD_ASSIGN …, INC, DEC
	rhs  ast.Expr         // assigned: the new value, nil if it is one of several that a call returns …
	from ast.Expr         // … which is this one
	elem bool             // assigned: an element of rhs, by range
}

type eventKind int

const (
	assigned eventKind = iota
	loaded             // the finding's read fills it
	saved              // all of it is written to the database: memory and row agree
	unknown            // something that cannot be seen may change it
)

// events are what happens to a variable, in source order.
func (s *site) events(root types.Object) []event {
	if evs, ok := s.evs[root]; ok {
		return evs
	}
	var out []event
	for _, use := range s.uses[root] {
		if e, ok := s.event(use); ok {
			out = append(out, e)
		}
	}
	slices.SortStableFunc(out, func(a, b event) int { return int(a.cur.Node().Pos() - b.cur.Node().Pos()) })
	s.evs[root] = out
	return out
}

// event is what one mention of a variable does to it.
func (s *site) event(use inspector.Cursor) (event, bool) {
	cur, path, addr := s.climb(use)
	parent := cur.Parent()
	switch cur.ParentEdgeKind() {
	case edge.AssignStmt_Lhs:
		return s.assignment(cur, path), true
	case edge.ValueSpec_Names:
		spec, i := parent.Node().(*ast.ValueSpec), cur.ParentEdgeIndex()
		e := event{kind: assigned, cur: parent, op: token.DEFINE}
		if i < len(spec.Values) && len(spec.Values) == len(spec.Names) {
			e.rhs = spec.Values[i]
		} else if len(spec.Values) > 0 {
			e = s.fromCall(e, spec.Values[0])
		} else {
			return event{}, false // zero
		}
		return e, true
	case edge.IncDecStmt_X:
		return event{kind: assigned, cur: parent, path: path, op: parent.Node().(*ast.IncDecStmt).Tok}, true
	case edge.RangeStmt_Value:
		return event{kind: assigned, cur: parent, path: path, op: token.DEFINE, rhs: parent.Node().(*ast.RangeStmt).X, elem: true}, true
	case edge.RangeStmt_Key:
		return event{kind: assigned, cur: parent, path: path, op: token.DEFINE}, true
	case edge.CallExpr_Args:
		if addr || s.shares(cur.Node()) {
			return s.passed(parent, cur.ParentEdgeIndex(), path)
		}
	case edge.SelectorExpr_X: // a method, for climb has gone through the fields
		return s.method(parent, path)
	case edge.AssignStmt_Rhs, edge.ValueSpec_Values, edge.KeyValueExpr_Value, edge.CompositeLit_Elts, edge.SendStmt_Value:
		if addr || s.pointer(cur.Node()) {
			return event{kind: unknown, cur: parent, path: path}, !s.deadAlias(cur)
		}
	}
	return event{}, false
}

// climb goes from a variable to the largest expression around it that names a part of it, or that part's address.
func (s *site) climb(use inspector.Cursor) (cur inspector.Cursor, path string, addr bool) {
	for cur = use; ; cur = cur.Parent() {
		switch cur.ParentEdgeKind() {
		case edge.SelectorExpr_X:
			p, ok := s.fieldPath(cur.Parent().Node().(*ast.SelectorExpr))
			if !ok {
				return cur, path, addr
			}
			path, addr = path+p, false
		case edge.IndexExpr_X:
			p, ok := s.indexPath(cur.Parent().Node().(*ast.IndexExpr))
			if !ok {
				p = "[?]"
			}
			path, addr = path+p, false
		case edge.UnaryExpr_X:
			if cur.Parent().Node().(*ast.UnaryExpr).Op != token.AND {
				return cur, path, addr
			}
			addr = true
		case edge.StarExpr_X, edge.ParenExpr_X:
		default:
			return cur, path, addr
		}
	}
}

// assignment is the event of x = …, x := …, x op= ….
func (s *site) assignment(lhs inspector.Cursor, path string) event {
	stmt := lhs.Parent()
	a := stmt.Node().(*ast.AssignStmt)
	e := event{kind: assigned, cur: stmt, path: path, op: a.Tok}
	if len(a.Rhs) == len(a.Lhs) {
		e.rhs = a.Rhs[lhs.ParentEdgeIndex()]
		return s.fromCall(e, e.rhs)
	}
	return s.fromCall(e, a.Rhs[0])
}

// fromCall makes a load of an assignment from the call that reads, and keeps the others as they are.
func (s *site) fromCall(e event, rhs ast.Expr) event {
	if s.read.Valid() && ast.Unparen(rhs) == s.read.Node() && !s.fills() {
		e.kind, e.rhs = loaded, nil
	} else if e.rhs == nil {
		e.from = rhs
	}
	return e
}

// fills reports whether the call that reads puts the row into an argument rather than its result.
func (s *site) fills() bool {
	for _, a := range s.read.Node().(*ast.CallExpr).Args {
		if u, ok := ast.Unparen(a).(*ast.UnaryExpr); ok && u.Op == token.AND {
			return true
		}
	}
	if s.f.Read.Via != nil {
		return false
	}
	return isStandard(s.info.TypeOf(s.read.Node().(*ast.CallExpr))) || s.chained()
}

// chained reports whether the call that reads returns its library's handle.
func (s *site) chained() bool {
	n := namedOf(s.info.TypeOf(s.read.Node().(*ast.CallExpr)))
	return n != nil && n.Obj().Pkg() != nil && n.Obj().Name() == "DB"
}

// isStandard reports whether a result is an error, a bool or several of these: no row.
func isStandard(t types.Type) bool {
	if tuple, ok := t.(*types.Tuple); ok {
		for v := range tuple.Variables() {
			if !isStandard(v.Type()) {
				return false
			}
		}
		return true
	}
	return t == nil || types.Identical(t, types.Universe.Lookup("error").Type()) || types.Identical(t, types.Typ[types.Bool])
}

// shares reports whether what an expression is passed to can change what it names: pointers, maps and slices.
func (s *site) shares(n ast.Node) bool {
	switch s.info.TypeOf(n.(ast.Expr)).Underlying().(type) {
	case *types.Pointer, *types.Map, *types.Slice:
		return true
	}
	return false
}

func (s *site) pointer(n ast.Node) bool {
	_, ok := s.info.TypeOf(n.(ast.Expr)).Underlying().(*types.Pointer)
	return ok
}

// deadAlias reports whether &p stands in the statement's own condition or row: Have: &Product{ID: id} is none.
func (s *site) deadAlias(cur inspector.Cursor) bool {
	return cur.Node().Pos() >= s.write.Node().Pos() && cur.Node().End() <= s.write.Node().End()
}

// passed is what a call does to a variable whose address it is given.
func (s *site) passed(call inspector.Cursor, arg int, path string) (event, bool) {
	c := call.Node().(*ast.CallExpr)
	if s.read.Valid() && call == s.read {
		return event{kind: loaded, cur: call, path: path}, s.fills() || s.f.Read.Via != nil
	}
	if s.write.Node().Pos() <= c.Pos() && c.End() <= s.write.Node().End() {
		return event{}, false // part of the statement that writes
	}
	fn := s.callee(c)
	switch {
	case fn == nil:
	case s.sameChainAsRead(call) && isBun(fn, "Model") && s.scansModel():
		return event{kind: loaded, cur: s.read, path: path}, true
	case harmless(fn), s.sameChainAsRead(call):
		return event{}, false
	case fn.Name() == "Save" && isHandle(fn):
		return event{kind: saved, cur: call, path: path}, true
	}
	return event{kind: unknown, cur: call, path: path}, true
}

// scansModel reports whether the read fills what bun's Model names: Scan(ctx) without variables.
func (s *site) scansModel() bool {
	call := s.read.Node().(*ast.CallExpr)
	fn := s.callee(call)
	return fn != nil && len(call.Args) == 1 && (isBun(fn, "Scan") || isBun(fn, "ScanAndCount"))
}

// sameChainAsRead reports whether a call is part of the chain that ends in the read: db.Model(&p).Where(…).First(&p).
func (s *site) sameChainAsRead(call inspector.Cursor) bool {
	return s.read.Valid() && s.read.Contains(call)
}

// method is what a method of a part of a variable does to it.
func (s *site) method(sel inspector.Cursor, path string) (event, bool) {
	fn, ok := s.info.Uses[sel.Node().(*ast.SelectorExpr).Sel].(*types.Func)
	if !ok || fn.Signature().Recv() == nil {
		return event{}, false
	}
	if _, ptr := fn.Signature().Recv().Type().(*types.Pointer); !ptr || harmless(fn) || s.constant(fn) {
		return event{}, false
	}
	if sel.ParentEdgeKind() == edge.CallExpr_Fun {
		sel = sel.Parent()
	}
	return event{kind: unknown, cur: sel, path: path}, true
}

// constant reports whether a method of this package assigns nothing: func (p *Product) Label() string { return p.Name }.
func (s *site) constant(fn *types.Func) bool {
	for _, f := range s.pass.Files {
		for _, d := range f.Decls {
			d, ok := d.(*ast.FuncDecl)
			if !ok || s.info.Defs[d.Name] != fn || d.Body == nil {
				continue
			}
			only := true
			ast.Inspect(d.Body, func(n ast.Node) bool {
				switch n := n.(type) {
				case *ast.AssignStmt:
					only = only && n.Tok == token.DEFINE
				case *ast.IncDecStmt, *ast.FuncLit, *ast.GoStmt:
					only = false
				case *ast.UnaryExpr:
					only = only && n.Op != token.AND
				case *ast.CallExpr:
					c := s.callee(n)
					only = only && (c == nil && s.info.Types[n.Fun].IsType() || c != nil && harmless(c))
				}
				return only
			})
			return only
		}
	}
	return false
}

// callee is the function that a call calls, nil if it is a value.
func (s *site) callee(c *ast.CallExpr) *types.Func {
	switch fun := ast.Unparen(c.Fun).(type) {
	case *ast.Ident:
		fn, _ := s.info.Uses[fun].(*types.Func)
		return fn
	case *ast.SelectorExpr:
		fn, _ := s.info.Uses[fun.Sel].(*types.Func)
		return fn
	}
	return nil
}

// harmless are packages whose functions change nothing that they are given.
func harmless(fn *types.Func) bool {
	if fn.Pkg() == nil {
		return true // error.Error
	}
	switch path := fn.Pkg().Path(); path {
	case "fmt":
		return !strings.Contains(fn.Name(), "can") // Sscan
	case "log", "log/slog", "errors", "strings", "strconv", "time", "math", "github.com/shopspring/decimal":
		return true
	case "encoding/json":
		return strings.HasPrefix(fn.Name(), "Marshal")
	}
	return false
}

// isHandle reports whether a method's receiver is a GORM connection.
func isHandle(fn *types.Func) bool {
	recv := fn.Signature().Recv()
	return recv != nil && (isNamed(recv.Type(), "gorm.io/gorm", "DB") || isNamed(recv.Type(), "github.com/jinzhu/gorm", "DB"))
}
