package fix

import (
	"go/ast"
	"go/token"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/analysis"
	"golang.org/x/tools/go/ast/inspector"

	"github.com/rmwlint/rmwlint/internal/rowflow"
	"github.com/rmwlint/rmwlint/internal/sqltext"
)

// locked repairs what an expression cannot: an encrypted value, an edited document, columns that depend on each other. In a transaction the
// row is locked where it is read, until the transaction ends; all else stays as it is, for the second of two requests reads what the first
// has written. The write may be anywhere beneath a call that is given the transaction.
//
//	tx.First(&a, id)                          tx.Clauses(clause.Locking{Strength: "UPDATE"}).First(&a, id)
//	session.ID(id).Get(&a)                    session.ForUpdate().ID(id).Get(&a)
//	tx.QueryRow(ctx, "SELECT … WHERE id = $1", id)    "SELECT … WHERE id = $1 FOR UPDATE"
func locked(pass *analysis.Pass, f rowflow.Finding) (analysis.SuggestedFix, error) {
	var none analysis.SuggestedFix
	switch {
	case !f.InTx:
		return none, refusal("it is not in a transaction")
	case f.Read.Assume != "" || len(f.Read.Via) > 0:
		return none, refusal("the row is read in another function")
	}
	call := rowflow.CallAt(pass, rowflow.TokenPos(pass, f.Read.At))
	if call == nil {
		return none, refusal("the row is read in another package")
	}
	s, err := siteOf(pass, call)
	if err != nil {
		return none, err
	}
	l := &lock{site: s, e: s.newEdits(), base: baseOf(call)}
	s.f, s.read = f, s.write
	if err := l.inTransaction(); err != nil {
		return none, err
	}
	if err := l.write(); err != nil {
		return none, err
	}
	if l.on != "" {
		return l.e.fix("read the row on the transaction, and lock it until that ends (" + l.how + ")")
	}
	return l.e.fix("lock the row where it is read, until the transaction ends (" + l.how + ")")
}

// errNoLocks is the refusal of statements that SQLite would answer with an error.
const errNoLocks = refusal("the code does not show whether its database locks rows (SQLite does not)")

// A lock is the locking of a read. To the site, the read is the call in question.
type lock struct {
	*site
	e    *edits
	base ast.Expr // the transaction
	how  string   // the library's word for the lock
	on   string   // the transaction, if the row is read beside it
}

// write makes the edit, in the library's words.
func (l *lock) write() error {
	switch base := l.info.TypeOf(l.base); {
	case isNamed(base, "gorm.io/gorm", "DB") && !l.runsText():
		return l.onGorm()
	case (isNamed(base, "xorm.io/xorm", "Session") || isNamed(base, "xorm.io/xorm", "Engine")) && !l.runsText():
		return l.onXorm()
	case (isNamed(base, bunPath, "Tx") || isNamed(base, bunPath, "DB")) && !l.runsText():
		return l.onBun()
	}
	return l.inText()
}

// inTransaction checks that the read runs on a transaction, and the write, or the call that leads to it, on the same.
func (l *lock) inTransaction() error {
	base, ok := l.placeOf(l.base)
	if !ok || base.path != "" || !l.isTransaction(base.root) {
		return l.beside()
	}
	call := rowflow.CallAt(l.pass, rowflow.TokenPos(l.pass, l.f.Write.At))
	w, ok := l.fn.FindNode(callOrNil(call, call != nil))
	switch {
	case !ok:
		return refusal("the row is written in another function than it is read")
	case l.endsBetween(base.root, l.call().Pos(), w):
		return refusal("the transaction may end before the write")
	case len(l.f.Write.Via) == 0:
		if on, ok := l.placeOf(baseOf(call)); ok && on == base {
			return nil
		}
		return refusal("the row is read and written on different handles")
	}
	if !l.begun(base.root) && l.f.Write.Tx != "" {
		return refusal("the row is read before the transaction begins")
	}
	for _, arg := range append(call.Args, receiver(call)...) {
		if on, ok := l.placeOf(baseOf(arg)); ok && on == base {
			return nil
		}
	}
	return refusal("the call that writes is not given the transaction")
}

// receiver is what a method is called on.
func receiver(call *ast.CallExpr) []ast.Expr {
	if sel, ok := ast.Unparen(call.Fun).(*ast.SelectorExpr); ok {
		return []ast.Expr{sel.X}
	}
	return nil
}

// isTransaction reports whether a variable holds a transaction: it is begun here, or handed in. That one handed in is a transaction is
// known from the callers, unless a closure around the statement is handed another: then that is it.
func (l *lock) isTransaction(root types.Object) bool {
	v, ok := root.(*types.Var)
	if l.begun(root) || !ok || len(l.assignments(root)) > 0 || isPool(v.Type()) {
		return l.begun(root)
	}
	for c := range l.site.write.Enclosing((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
		if p := l.handle(c, v.Type()); p != nil {
			return hasParam(l.signatureOf(c), v)
		}
	}
	return false
}

// handle is a parameter of a function that is of a handle's type, nil if it has none.
func (l *lock) handle(fn inspector.Cursor, t types.Type) *types.Var {
	for p := range l.signatureOf(fn).Params().Variables() {
		if types.Identical(p.Type(), t) {
			return p
		}
	}
	return nil
}

// signatureOf is the signature of a function declaration or literal.
func (s *site) signatureOf(fn inspector.Cursor) *types.Signature {
	if d, ok := fn.Node().(*ast.FuncDecl); ok {
		return s.info.Defs[d.Name].Type().(*types.Signature)
	}
	return s.info.TypeOf(fn.Node().(*ast.FuncLit)).(*types.Signature)
}

func hasParam(sig *types.Signature, v *types.Var) bool {
	return slices.Contains(slices.Collect(sig.Params().Variables()), v)
}

// begun reports whether all that a variable is set to is the beginning of a transaction, or one is begun on it before the read.
func (l *lock) begun(root types.Object) bool {
	for _, use := range l.uses[root] {
		sel, ok := use.Parent().Node().(*ast.SelectorExpr)
		if ok && isNamed(root.Type(), "xorm.io/xorm", "Session") && sel.Sel.Name == "Begin" && order(use.Parent().Parent(), l.site.write, l.info) == always {
			return true
		}
	}
	all := l.assignments(root)
	for _, rhs := range all {
		call, ok := ast.Unparen(rhs).(*ast.CallExpr)
		if fn := l.callee(callOrNil(call, ok)); fn == nil || !strings.HasPrefix(fn.Name(), "Begin") {
			return false
		}
	}
	return len(all) > 0
}

// assignments are what a variable is set to.
func (l *lock) assignments(root types.Object) []ast.Expr {
	var out []ast.Expr
	for _, ev := range l.events(root) {
		if ev.kind != assigned || ev.path != "" {
			continue
		}
		for _, rhs := range []ast.Expr{ev.rhs, ev.from, &ast.BadExpr{}} {
			if rhs != nil {
				out = append(out, rhs)
				break
			}
		}
	}
	return out
}

// isPool reports whether a type is a library's connections, on which a lock ends with its statement. GORM has one type for all.
func isPool(t types.Type) bool {
	n := namedOf(t)
	if n == nil || isNamed(t, "gorm.io/gorm", "DB") {
		return false
	}
	switch n.Obj().Name() {
	case "DB", "Pool", "Engine", "Client":
		return true
	}
	return false
}

// endsBetween reports whether the transaction is ended between the read at a place and the write: the lock would be gone.
func (l *lock) endsBetween(root types.Object, read token.Pos, w inspector.Cursor) bool {
	for _, use := range l.uses[root] {
		sel, ok := use.Parent().Node().(*ast.SelectorExpr)
		if !ok || sel.X != use.Node() || sel.Sel.Name != "Commit" && sel.Sel.Name != "Rollback" {
			continue
		}
		if use.Node().Pos() > read && order(use.Parent(), w, l.info) == always {
			return true
		}
	}
	return false
}

// gormReads are the methods that end a chain with a SELECT that can lock.
const gormReads = " First Take Last Find Scan Pluck FirstOrCreate FirstOrInit "

func (l *lock) onGorm() error {
	sel, ok := ast.Unparen(l.call().Fun).(*ast.SelectorExpr)
	if !ok || !strings.Contains(gormReads, " "+sel.Sel.Name+" ") {
		return refusal("the rows are read in a way that cannot lock")
	}
	if err := l.plainChain(sel.X, "Distinct", "Group", "Having", "Joins", "InnerJoins", "Count", "Raw", "Clauses", "Set"); err != nil {
		return err
	}
	if l.reaches([]string{"gorm.io/driver/sqlserver"}) {
		return refusal("SQL Server has no FOR UPDATE")
	}
	clause, err := l.e.use("gorm.io/gorm/clause")
	if err != nil {
		return err
	}
	l.how = "clause.Locking"
	l.chain(".Clauses(" + clause + `.Locking{Strength: "UPDATE"})`)
	return nil
}

// onXorm locks where the database is known to be one that can: for SQLite xorm answers ForUpdate with an error.
func (l *lock) onXorm() error {
	sel, ok := ast.Unparen(l.call().Fun).(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "Get" && sel.Sel.Name != "Find" {
		return refusal("the rows are read in a way that cannot lock")
	}
	if err := l.plainChain(sel.X, "Distinct", "GroupBy", "Having", "Join", "SQL", "Sql"); err != nil {
		return err
	}
	if !l.locksRows() {
		return errNoLocks
	}
	l.how = "ForUpdate"
	l.chain(".ForUpdate()")
	return nil
}

// onBun locks where the database is known to be one that can: bun hands FOR UPDATE to SQLite, too, which does not know it.
func (l *lock) onBun() error {
	sel, ok := ast.Unparen(l.call().Fun).(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "Scan" {
		return refusal("the rows are read in a way that cannot lock")
	}
	if err := l.plainChain(sel.X, "Distinct", "DistinctOn", "Group", "GroupExpr", "Having", "Join", "Relation", "For", "ColumnExpr", "With", "Union"); err != nil {
		return err
	}
	if !l.locksRows() {
		return errNoLocks
	}
	l.how = "For"
	l.chain("")
	l.e.insert(sel.X.End(), l.between(sel.X.End(), sel.Sel.Pos())+`For("UPDATE")`)
	return nil
}

// plainChain refuses a chain whose rows are not those of the table: joined, grouped, computed.
func (l *lock) plainChain(chain ast.Expr, methods ...string) error {
	for _, m := range methods {
		if len(callsIn(chain, m)) > 0 {
			return refusal("the rows that " + m + " makes cannot be locked for certain")
		}
	}
	for _, c := range callsIn(chain, "Select") {
		if strings.Contains(l.text(c), "(\"") && strings.ContainsAny(l.text(c)[strings.Index(l.text(c), "(\"")+1:], "(") {
			return refusal("computed columns are read")
		}
	}
	return nil
}

// runsText reports whether the read is an SQL text of the program.
func (l *lock) runsText() bool {
	for c := range l.site.write.Preorder((*ast.CallExpr)(nil)) {
		if at, _ := l.textArg(c.Node().(*ast.CallExpr)); at != nil {
			value, _, err := l.constantText(at)
			if stmts := sqltext.Parse(value); err == nil && len(stmts) == 1 && stmts[0].Verb == sqltext.Select {
				return true
			}
		}
	}
	return false
}

// inText adds FOR UPDATE to the text of the SELECT.
func (l *lock) inText() error {
	if !l.locksRows() {
		return errNoLocks
	}
	for c := range l.site.write.Preorder((*ast.CallExpr)(nil)) {
		at, _ := l.textArg(c.Node().(*ast.CallExpr))
		if at == nil {
			continue
		}
		text, err := l.sqlText(at)
		if err != nil {
			return err
		}
		stmts := sqltext.Parse(text.value)
		if len(stmts) != 1 || stmts[0].Verb != sqltext.Select {
			continue
		}
		if st := stmts[0]; len(st.Tables) != 1 || st.Aggregate || st.Union || len(st.With) > 0 || len(st.Subs) > 0 || st.Lock != sqltext.LockNone {
			return refusal("the rows that it reads cannot be locked for certain")
		}
		end := len(strings.TrimRight(text.value, " \t\r\n;"))
		l.how = "FOR UPDATE"
		l.chain("")
		return l.e.rewrite(text, []textEdit{{end, end, " FOR UPDATE"}})
	}
	return refusal("the statement's text is not in the call")
}

// The packages of drivers and dialects of a database.
var (
	postgresDrivers = []string{"github.com/jackc/pgx", "github.com/lib/pq", "gorm.io/driver/postgres", "github.com/uptrace/bun/dialect/pgdialect", "github.com/uptrace/bun/driver/pgdriver"}
	mysqlDrivers    = []string{"github.com/go-sql-driver/mysql", "gorm.io/driver/mysql", "github.com/uptrace/bun/dialect/mysqldialect"}
)

// locksRows reports whether the package, or one that it imports, imports a driver of a database that locks rows, and none of SQLite.
func (l *lock) locksRows() bool {
	return (l.reaches(postgresDrivers) || l.reaches(mysqlDrivers)) && !l.reaches([]string{"sqlite"})
}

// reaches reports whether the package imports, by whatever way, a package that is one of a list; "sqlite" is any with that in its path.
func (s *site) reaches(list []string) bool {
	seen := map[*types.Package]bool{}
	var visit func(p *types.Package) bool
	visit = func(p *types.Package) bool {
		if seen[p] {
			return false
		}
		seen[p] = true
		return slices.ContainsFunc(list, func(path string) bool {
			return strings.HasPrefix(p.Path(), path) || path == "sqlite" && strings.Contains(p.Path(), path)
		}) || slices.ContainsFunc(p.Imports(), visit)
	}
	return visit(s.pass.Pkg)
}
