package fix

import (
	"go/ast"
	"go/constant"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"

	"github.com/rmwlint/rmwlint/internal/rowflow"
	"github.com/rmwlint/rmwlint/internal/sqltext"
)

// lockedQuery repairs a flow in a transaction whose row is read by a generated query, as sqlc makes them, in the package of the queries. What is
// generated stays as it is; the row is locked by the query's own text before it is read:
//
//	if _, err := q.db.ExecContext(ctx, getAccount+" FOR UPDATE", arg.ID); err != nil { // new
//		return err
//	}
//	a, err := q.GetAccount(ctx, arg.ID)
//	if err != nil {
//		return err
//	}
//	a.Balance -= arg.Amount
//	return q.UpdateAccount(ctx, UpdateAccountParams{ID: a.ID, Balance: a.Balance})
func lockedQuery(pass *analysis.Pass, f rowflow.Finding) (analysis.SuggestedFix, error) {
	var none analysis.SuggestedFix
	if !f.InTx || len(f.Read.Via) != 1 || f.Read.Assume != "" {
		return none, errOwnForm
	}
	call := rowflow.CallAt(pass, rowflow.TokenPos(pass, f.Read.At))
	if call == nil {
		return none, refusal("the row is read in another package")
	}
	s, err := siteOf(pass, call)
	if err != nil {
		return none, err
	}
	q := &queryLock{relock: &relock{site: s}}
	s.f, s.read = f, s.write
	if err := q.find(call); err != nil {
		return none, err
	}
	return q.write()
}

// A queryLock is a statement that locks the row before a query reads it.
type queryLock struct {
	*relock
	handle string // q.db
	method string // ExecContext
	sql    string // the name of the text
	values []string
}

// find finds the query's statement, and what its placeholders stand for at the call.
func (q *queryLock) find(call *ast.CallExpr) error {
	l := &lock{site: q.site, base: baseOf(call)}
	on, ok := q.placeOf(l.base)
	v, isVar := on.root.(*types.Var)
	if !ok || on.path != "" || !isVar || !l.isTransaction(v) {
		return refusal("the code does not show that the row is read in the transaction")
	}
	q.tx = v
	write := rowflow.CallAt(q.pass, rowflow.TokenPos(q.pass, q.f.Write.At))
	w, ok := q.fn.FindNode(callOrNil(write, write != nil))
	if to, same := q.placeOf(baseOf(callOrNil(write, write != nil))); !ok || !same || to != on || l.endsBetween(v, call.Pos(), w) {
		return refusal("the row is read and written on different handles")
	}
	fn := q.callee(call)
	if fn == nil || fn.Pkg() != q.pass.Pkg || fn.Signature().Variadic() {
		return inHelper(q.f.Read.Via[0].Func)
	}
	d := q.declOf(fn)
	run := q.runs(d)
	if run == nil {
		return inHelper(q.f.Read.Via[0].Func)
	}
	return q.bind(d, run, call)
}

// runs is the one call of a method that runs a text on a part of its receiver: q.db.QueryRowContext(ctx, getAccount, id).
func (q *queryLock) runs(d *ast.FuncDecl) (run *ast.CallExpr) {
	if d == nil || d.Body == nil || d.Recv == nil || len(d.Recv.List[0].Names) != 1 {
		return nil
	}
	n := 0
	ast.Inspect(d.Body, func(node ast.Node) bool {
		call, ok := node.(*ast.CallExpr)
		if !ok || len(call.Args) < 2 {
			return true
		}
		method, ok := call.Fun.(*ast.SelectorExpr)
		text, isName := call.Args[1].(*ast.Ident)
		if !ok || !isName || q.info.Types[text].Value == nil || !strings.HasPrefix(method.Sel.Name, "Query") || call.Ellipsis.IsValid() {
			return true
		}
		field, ok := method.X.(*ast.SelectorExpr)
		if !ok || types.ExprString(field.X) != d.Recv.List[0].Names[0].Name {
			return true
		}
		n++
		run, q.handle, q.sql = call, q.tx.Name()+"."+field.Sel.Name, text.Name
		q.method = "Exec" + strings.TrimPrefix(strings.TrimPrefix(method.Sel.Name, "Query"), "Row")
		return true
	})
	if n != 1 {
		return nil
	}
	return run
}

// bind brings the values of the query's placeholders into the words of the caller.
func (q *queryLock) bind(d *ast.FuncDecl, run, call *ast.CallExpr) error {
	value := constant.StringVal(q.info.Types[run.Args[1]].Value)
	stmts := sqltext.Parse(value)
	if len(stmts) != 1 || stmts[0].Verb != sqltext.Select || strings.HasSuffix(strings.TrimSpace(value), ";") {
		return refusal("the text is not one plain statement")
	}
	if st := stmts[0]; len(st.Tables) != 1 || st.Aggregate || st.Union || len(st.With) > 0 || len(st.Subs) > 0 || st.Lock != sqltext.LockNone {
		return refusal("the rows that it reads cannot be locked for certain")
	}
	if l := (&lock{site: q.site}); !l.locksRows() && (!strings.Contains(value, "$1") || l.reaches([]string{"sqlite"})) {
		return errNoLocks
	}
	var params []string
	for _, f := range d.Type.Params.List {
		for _, name := range f.Names {
			params = append(params, name.Name)
		}
	}
	if len(params) != len(call.Args) {
		return inHelper(q.f.Read.Via[0].Func)
	}
	q.values = []string{q.site.text(call.Args[0])}
	for _, v := range run.Args[2:] {
		text, ok := q.given(v, params, call.Args)
		if !ok {
			return refusal("the code does not show what the query is given")
		}
		q.values = append(q.values, text)
	}
	return nil
}

// given is a value of the query at its call: a parameter, or a field of one that is written out there.
func (q *queryLock) given(v ast.Expr, params []string, args []ast.Expr) (string, bool) {
	switch v := v.(type) {
	case *ast.Ident:
		i := slices.Index(params, v.Name)
		return q.simpleText(args, i)
	case *ast.SelectorExpr:
		of, ok := v.X.(*ast.Ident)
		i := -1
		if ok {
			i = slices.Index(params, of.Name)
		}
		if i < 0 {
			return "", false
		}
		lit, ok := args[i].(*ast.CompositeLit)
		if !ok {
			text, ok := q.simpleText(args, i)
			return strings.TrimPrefix(text, "*") + "." + v.Sel.Name, ok
		}
		for _, e := range lit.Elts {
			if kv, ok := e.(*ast.KeyValueExpr); ok && q.site.text(kv.Key) == v.Sel.Name {
				return q.simpleText([]ast.Expr{kv.Value}, 0)
			}
		}
	}
	return "", false
}

// simpleText is the text of an argument that can stand in two places.
func (q *queryLock) simpleText(args []ast.Expr, i int) (string, bool) {
	if i < 0 || !q.pure(args[i], pureDepth) {
		return "", false
	}
	return q.site.text(args[i]), true
}

// write puts the statement before the read; an error of it is answered as one of the read.
func (q *queryLock) write() (analysis.SuggestedFix, error) {
	var none analysis.SuggestedFix
	read := statement(q.site.read)
	branch, ok := read.Node().(*ast.IfStmt)
	if !ok {
		branch, ok = next(read).(*ast.IfStmt)
		ok = ok && branch.Init == nil
	}
	if !ok || branch.Else != nil || !isErrCheck(branch.Cond) {
		return none, refusal("the code does not show what to do with an error of reading it")
	}
	if c, _ := q.fn.FindNode(branch); !leaves(branch.Body, c, q.site.write, q.info) {
		return none, refusal("the code goes on if the row cannot be read")
	}
	q.before = read
	q.name = q.site.text(branch.Cond.(*ast.BinaryExpr).X)
	if err := q.answers(branch); err != nil {
		return none, err
	}
	indent := q.indent(read.Node().Pos())
	e := q.newEdits()
	e.insert(read.Node().Pos(), "if _, "+q.name+" "+q.define+" "+q.handle+"."+q.method+"("+q.values[0]+", "+q.sql+`+" FOR UPDATE"`+
		strings.Join(append([]string{""}, q.values[1:]...), ", ")+"); "+q.name+" != nil "+q.braced(branch.Body, q.indent(branch.Pos()))+"\n"+indent)
	return e.fix("lock the row by the query's own text before it is read, until the transaction ends (FOR UPDATE)")
}
