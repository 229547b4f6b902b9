package fix

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/rmwlint/rmwlint/internal/rowflow"
)

// relocked repairs a flow that ends in a transaction, whose row was read where no lock can be put: in another function, behind an interface,
// or before the transaction began. The row is read once more on the transaction, locked, before anything is made of it:
//
//	u, err := users.ByID(tx, id)
//	if err != nil {
//		return err
//	}
//	if err := tx.Clauses(clause.Locking{Strength: "UPDATE"}).First(u, "id = ?", u.ID).Error; err != nil { // new
//		return err
//	}
//	u.Points += n
//	return users.Save(tx, u)
func relocked(pass *analysis.Pass, f rowflow.Finding) (analysis.SuggestedFix, error) {
	var none analysis.SuggestedFix
	switch {
	case !f.InTx:
		return none, refusal("it is not in a transaction")
	case f.Read.Lib != "gorm" || f.Write.Lib != "gorm" || f.Read.Assume != "":
		return none, errOwnForm
	}
	call := rowflow.CallAt(pass, rowflow.TokenPos(pass, f.Write.At))
	if call == nil {
		return none, refusal("the row is written in another package")
	}
	s, err := siteOf(pass, call)
	if err != nil {
		return none, err
	}
	s.f = f
	read := rowflow.CallAt(pass, rowflow.TokenPos(pass, f.Read.At))
	var ok bool
	if s.read, ok = s.fn.FindNode(callOrNil(read, read != nil)); !ok {
		return none, refusal("the row is read in another function")
	}
	for _, option := range []string{"Set", "Clauses", "Select", "Unscoped", "Table"} {
		if sel, ok := ast.Unparen(read.Fun).(*ast.SelectorExpr); ok && len(callsIn(sel.X, option)) > 0 {
			return none, refusal("the read has options of its own")
		}
	}
	r := &relock{site: s}
	if err := r.find(); err != nil {
		return none, err
	}
	return r.write()
}

// A relock is the second, locking read of a row.
type relock struct {
	*site
	row, tx *types.Var
	before  inspector.Cursor // the statement before which it stands …
	at      token.Pos        // … and the end of the one behind which it does
	name    string           // the error's variable …
	define  string           // … and how it is set
	failed  string           // what is done about an error
}

// find finds the row, the transaction, and the place between the two reads and the first use of what they bring.
func (r *relock) find() error {
	if r.row = r.loaded(); r.row == nil {
		return refusal("the row that is read is not kept in a variable")
	}
	if r.tx = r.transaction(); r.tx == nil {
		return refusal("the transaction is not a variable here")
	}
	if err := r.place(); err != nil {
		return err
	}
	if !r.visible(r.row, r.before) || !r.visible(r.tx, r.before) {
		return refusal("another variable has the name of the row or of the transaction")
	}
	for _, use := range r.uses[r.row] {
		if n := use.Node(); n.Pos() > r.site.read.Node().End() && n.Pos() < r.before.Node().Pos() && !r.keyOnly(use) {
			return refusal("the row is used before the transaction begins")
		}
	}
	return nil
}

// loaded is the one variable that the read fills: a struct of the model, or a pointer to one.
func (r *relock) loaded() (row *types.Var) {
	for obj := range r.uses {
		v, ok := obj.(*types.Var)
		n := namedOf(obj.Type())
		if !ok || n == nil || n.Obj().Pkg() == nil || n.Obj().Pkg().Path()+"."+n.Obj().Name() != r.f.Read.Type {
			continue
		}
		if slices.ContainsFunc(r.events(v), func(e event) bool { return e.kind == loaded && e.path == "" }) && len(r.assigned(v)) == 0 {
			if row != nil {
				return nil
			}
			row = v
		}
	}
	return row
}

// assigned are the events that set all of a variable, beside the read.
func (r *relock) assigned(v *types.Var) (out []event) {
	for _, e := range r.events(v) {
		if e.kind == assigned && e.path == "" {
			out = append(out, e)
		}
	}
	return out
}

// transaction is the variable with GORM's transaction that the call which writes is given, as an argument or in what was made of it.
func (r *relock) transaction() *types.Var {
	call := r.call()
	for _, e := range append(slices.Clone(call.Args), receiver(call)...) {
		if v := r.carries(baseOf(e), 3); v != nil {
			return v
		}
	}
	return nil
}

// carries is the transaction that an expression is, or has been made of: tx, NewUsers(tx), repo.WithTx(tx).
func (r *relock) carries(e ast.Expr, depth int) *types.Var {
	p, ok := r.placeOf(e)
	if v, isVar := p.root.(*types.Var); ok && isVar && depth > 0 {
		if isNamed(v.Type(), "gorm.io/gorm", "DB") {
			if p.path == "" && (&lock{site: r.site}).isTransaction(v) {
				return v
			}
			return nil
		}
		if evs := r.events(v); len(evs) > 0 && evs[0].kind == assigned && evs[0].path == "" && evs[0].rhs != nil && len(r.assigned(v)) == 1 {
			return r.carries(evs[0].rhs, depth-1)
		}
		return nil
	}
	if call, ok := ast.Unparen(e).(*ast.CallExpr); ok && depth > 0 {
		for _, a := range append(slices.Clone(call.Args), receiver(call)...) {
			if v := r.carries(a, depth-1); v != nil {
				return v
			}
		}
	}
	return nil
}

// place chooses where the row is read again: behind the read, where that is on the transaction already, else where the transaction's closure
// first speaks of the row.
func (r *relock) place() error {
	read := statement(r.site.read)
	if scope := r.tx.Parent(); scope != nil && scope.Contains(read.Node().Pos()) && r.tx.Pos() < read.Node().Pos() {
		return r.behind(read)
	}
	for c := range r.site.write.Enclosing((*ast.FuncLit)(nil)) {
		sig := r.signatureOf(c)
		if !hasParam(sig, r.tx) {
			continue
		}
		if sig.Results().Len() != 1 || sig.Results().At(0).Name() != "" {
			break
		}
		r.name, r.define = "err", ":="
		return r.first(c)
	}
	return refusal("the code does not show what to do with an error of reading it again")
}

// first finds the first statement of a closure that speaks of the row.
func (r *relock) first(closure inspector.Cursor) error {
	body := closure.Node().(*ast.FuncLit).Body
	r.at = body.Lbrace + 1
	for _, stmt := range body.List {
		c, _ := closure.FindNode(stmt)
		for _, use := range r.uses[r.row] {
			if c.Contains(use) {
				r.before = c
				indent := r.indent(stmt.Pos())
				r.failed = "{\n" + indent + "\treturn err\n" + indent + "}"
				return nil
			}
		}
		r.at = r.lineEnd(stmt)
	}
	return refusal("the transaction does not speak of the row")
}

// behind finds the statement behind the read and the test of its error, which tells what to do about one.
//
//	u, err := users.ByID(tx, id)                 if err := users.Load(tx, id, &u); err != nil {
//	if err != nil { return err }                     return err
//	                                             }
func (r *relock) behind(read inspector.Cursor) error {
	branch, ok := read.Node().(*ast.IfStmt)
	if !ok {
		branch, ok = next(read).(*ast.IfStmt)
		if ok && branch.Init != nil {
			ok = false
		}
	}
	if !ok || branch.Else != nil || !isErrCheck(branch.Cond) {
		return refusal("the code does not show what to do with an error of reading it again")
	}
	c, _ := r.fn.FindNode(branch)
	if !leaves(branch.Body, c, r.site.write, r.info) {
		return refusal("the code goes on if the row cannot be read")
	}
	r.name = r.text(branch.Cond.(*ast.BinaryExpr).X)
	r.failed = r.braced(branch.Body, r.indent(branch.Pos()))
	for {
		stmt := next(c)
		if stmt == nil {
			return refusal("nothing follows the read")
		}
		r.at = r.lineEnd(c.Node())
		c, _ = r.fn.FindNode(stmt)
		if test, ok := stmt.(*ast.IfStmt); !ok || !r.testsForNil(test) {
			break
		}
	}
	r.before = c
	return r.answers(branch)
}

// answers checks that what is done about an error can be done behind the read as well: its names are seen there. A return without results hands out
// the error's variable itself.
func (r *relock) answers(branch *ast.IfStmt) error {
	err, _ := ast.Unparen(branch.Cond.(*ast.BinaryExpr).X).(*ast.Ident)
	if err == nil {
		return refusal("the error is no variable")
	}
	v := r.info.ObjectOf(err)
	r.define = ":="
	var why error
	ast.Inspect(branch.Body, func(n ast.Node) bool {
		switch n := n.(type) {
		case *ast.ReturnStmt:
			if len(n.Results) == 0 && r.around().Results().Len() > 0 {
				r.define = "="
			}
		case *ast.Ident:
			obj := r.info.ObjectOf(n)
			own := obj != nil && branch.Body.Pos() <= obj.Pos() && obj.Pos() < branch.Body.End()
			if obj != nil && obj != v && !own && obj.Parent() != nil && !r.visible(obj, r.before) {
				why = refusal(n.Name + " cannot be seen where the row is read again")
			}
		}
		return why == nil
	})
	if r.define == "=" && !r.visible(v, r.before) {
		why = refusal("the function returns an error that it names")
	}
	return why
}

// around is the signature of the function or closure that the row is read again in.
func (r *relock) around() *types.Signature {
	for c := range r.before.Enclosing((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
		return r.signatureOf(c)
	}
	return r.signature()
}

// testsForNil reports whether a statement asks whether there is a row, and leaves if there is none.
func (r *relock) testsForNil(test *ast.IfStmt) bool {
	b, ok := test.Cond.(*ast.BinaryExpr)
	if !ok || test.Init != nil || test.Else != nil || !isNil(b.Y) {
		return false
	}
	p, ok := r.placeOf(b.X)
	return ok && p.root == r.row && p.path == ""
}

// keyOnly reports whether a mention of the row takes nothing of it that may have changed since: another column, or whether there is a row.
func (r *relock) keyOnly(use inspector.Cursor) bool {
	cur, path, addr := r.climb(use)
	if path == "" {
		b, ok := cur.Parent().Node().(*ast.BinaryExpr)
		return ok && isNil(b.Y)
	}
	if e, ok := r.event(use); ok && e.kind != loaded {
		return false
	}
	return !addr && normal(last(path)) != r.f.Cell.Column && last(path) != r.f.Cell.Field
}

// write makes the edit.
func (r *relock) write() (analysis.SuggestedFix, error) {
	var none analysis.SuggestedFix
	key, column, ok := r.key()
	if !ok {
		return none, refusal("the code does not show the row's key")
	}
	l := &lock{site: r.site}
	if l.endsBetween(r.tx, r.before.Node().Pos(), r.site.write) {
		return none, refusal("the transaction may end before the write")
	}
	if l.reaches([]string{"gorm.io/driver/sqlserver"}) {
		return none, refusal("SQL Server has no FOR UPDATE")
	}
	e := r.newEdits()
	clause, err := e.use("gorm.io/gorm/clause")
	if err != nil {
		return none, err
	}
	row := r.row.Name()
	if _, ptr := r.row.Type().Underlying().(*types.Pointer); !ptr {
		row = "&" + row
	}
	if f := r.pass.Fset; f.Position(r.at).Line == f.Position(r.before.Node().Pos()).Line {
		return none, refusal("the transaction's function stands on one line")
	}
	e.insert(r.at, "\n"+r.indent(r.before.Node().Pos())+"if "+r.name+" "+r.define+" "+r.tx.Name()+".Clauses("+clause+`.Locking{Strength: "UPDATE"}).First(`+row+
		`, "`+column+` = ?", `+key+").Error; "+r.name+" != nil "+r.failed)
	return e.fix("read the row again on the transaction and lock it until that ends (clause.Locking)")
}

// key is the field with the row's key, and its column.
func (r *relock) key() (text, column string, ok bool) {
	for _, name := range []string{"ID", "Id"} {
		obj, index, _ := types.LookupFieldOrMethod(r.row.Type(), true, r.pass.Pkg, name)
		v, isField := obj.(*types.Var)
		if !isField || !v.IsField() {
			continue
		}
		p, t := place{root: r.row}, types.Type(r.row.Type())
		for _, i := range index {
			f := deref(t).Underlying().(*types.Struct).Field(i)
			p, t = p.part("."+f.Name()), f.Type()
		}
		column, ok := r.column(p)
		return r.row.Name() + "." + name, column, ok
	}
	return "", "", false
}
