package fix

import (
	"go/ast"
	"go/types"
	"strings"

	"golang.org/x/tools/go/ast/inspector"

	"github.com/rmwlint/rmwlint/internal/rowflow"
)

// beside finds the transaction that a row is read beside: one that began on the same connection, and that the write runs on. The row is read on it
// then, under a lock.
//
//	tx := s.db.Begin()                        tx := s.db.Begin()
//	s.db.First(&a, id)                        tx.Clauses(clause.Locking{Strength: "UPDATE"}).First(&a, id)
//	tx.Save(&a)                               tx.Save(&a)
func (l *lock) beside() error {
	call := rowflow.CallAt(l.pass, rowflow.TokenPos(l.pass, l.f.Write.At))
	w, ok := l.fn.FindNode(callOrNil(call, call != nil))
	if !ok {
		return refusal("the row is written in another function than it is read")
	}
	handles := []ast.Expr{baseOf(call)}
	if len(l.f.Write.Via) > 0 {
		handles = append(call.Args, receiver(call)...)
	}
	for _, h := range handles {
		id, ok := ast.Unparen(h).(*ast.Ident)
		if !ok {
			continue
		}
		on, ok := l.placeOf(id)
		if !ok || !l.isTransaction(on.root) || !l.opened(on.root) {
			continue
		}
		if l.endsBetween(on.root, l.call().Pos(), w) {
			return refusal("the transaction may end before the write")
		}
		if l.yieldsRows() {
			return refusal("the rows are read one by one, and the transaction's connection serves one statement at a time")
		}
		l.on = id.Name
		return nil
	}
	return refusal("the code does not show that the row is read in the transaction")
}

// opened reports whether a transaction has begun, on the connection that the row is read on, when the row is read; its variable is in scope there.
func (l *lock) opened(root types.Object) bool {
	conn, ok := l.placeOf(l.base)
	if _, seen := l.pass.Pkg.Scope().Innermost(l.call().Pos()).LookupParent(root.Name(), l.call().Pos()); !ok || seen != root {
		return false
	}
	began := func(c inspector.Cursor, ok bool) bool {
		if !ok || order(c, l.site.write, l.info) != always {
			return false
		}
		on, ok := l.placeOf(baseOf(c.Node().(ast.Expr)))
		return ok && on == conn
	}
	for _, rhs := range l.assignments(root) {
		if !began(l.fn.FindNode(rhs)) {
			return false
		}
	}
	if len(l.assignments(root)) > 0 {
		return true
	}
	for c := range l.site.write.Enclosing((*ast.FuncLit)(nil)) {
		if !hasParam(l.signatureOf(c), root.(*types.Var)) {
			continue
		}
		call, ok := c.Parent().Node().(*ast.CallExpr)
		on, isPlace := l.placeOf(baseOf(callOrNil(call, ok)))
		return ok && isPlace && on == conn
	}
	return false
}

// yieldsRows reports whether the read answers with rows that are still to come: *sql.Rows, pgx.Rows.
func (l *lock) yieldsRows() bool {
	for c := range l.site.write.Preorder((*ast.CallExpr)(nil)) {
		t := l.info.TypeOf(c.Node().(*ast.CallExpr))
		if tuple, ok := t.(*types.Tuple); ok && tuple.Len() > 0 {
			t = tuple.At(0).Type()
		}
		if n := namedOf(t); n != nil && strings.HasSuffix(n.Obj().Name(), "Rows") {
			return true
		}
	}
	return false
}

// chain puts the read on the transaction, and a call behind it.
func (l *lock) chain(text string) {
	if l.on == "" {
		if text != "" {
			l.e.insert(l.base.End(), text)
		}
		return
	}
	l.e.replace(l.base.Pos(), l.base.End(), l.on+text)
}
