package fix

import (
	"go/ast"
	"go/types"
	"slices"
	"strconv"
	"strings"
)

// chain are the selectors of the calls in an expression, the outermost first: Exec, Model, NewInsert of tx.NewInsert().Model(p).Exec(ctx).
func chain(e ast.Expr) []*ast.SelectorExpr {
	var out []*ast.SelectorExpr
	for {
		call, ok := e.(*ast.CallExpr)
		if !ok {
			return out
		}
		sel, ok := call.Fun.(*ast.SelectorExpr)
		if !ok {
			return out
		}
		out = append(out, sel)
		e = sel.X
	}
}

// links are the calls of a chain in their order, without those that hand a context over.
func links(e ast.Expr) (names []string, calls []*ast.CallExpr, sels []*ast.SelectorExpr) {
	for call, ok := e.(*ast.CallExpr); ok; {
		sel, isSel := call.Fun.(*ast.SelectorExpr)
		if !isSel {
			break
		}
		if !slices.Contains([]string{"WithContext", "Context", "Debug"}, sel.Sel.Name) {
			names, calls, sels = append(names, sel.Sel.Name), append(calls, call), append(sels, sel)
		}
		call, ok = ast.Unparen(sel.X).(*ast.CallExpr)
	}
	slices.Reverse(names)
	slices.Reverse(calls)
	slices.Reverse(sels)
	return names, calls, sels
}

// A sliceForm is an insert of one row that takes a slice of rows as well, or a DELETE of such a row.
type sliceForm struct {
	library string // import path of the handle's package
	calls   string // names of the methods, in the order in which they are called
	at      int    // the one of them that gets the row …
	many    string // … what it is called for many, if that is another name, or …
	split   bool   // … takes a slice of any length, and a number of rows, behind it
	first   string // … what it gets before the slice
	addr    bool   // it wants a pointer to the slice
	keyless bool   // the rows of a slice get no keys in memory …
	tag     string // … unless the struct's tags under this name say that the program sets them
	sets    string // the tags under this name whose defaults the library itself writes
	removes bool   // it deletes the rows instead, by their keys
}

var sliceForms = []sliceForm{
	{library: "gorm.io/gorm", calls: "Create", many: "CreateInBatches", split: true, sets: "gorm"},
	{library: "gorm.io/gorm", calls: "Delete", addr: true, removes: true},
	{library: "gorm.io/gorm", calls: "Unscoped Delete", at: 1, addr: true, removes: true},
	{library: "github.com/uptrace/bun", calls: "NewInsert Model Exec", at: 1, addr: true},
	{library: "github.com/go-pg/pg", calls: "Model Insert", addr: true},
	{library: "xorm.io/xorm", calls: "Insert", keyless: true, tag: "xorm", addr: true, sets: "xorm"},
	{library: "github.com/beego/beego", calls: "Insert", many: "InsertMulti", first: "100, ", keyless: true},
	{library: "github.com/astaxie/beego", calls: "Insert", many: "InsertMulti", first: "100, ", keyless: true},
}

// inSlices hands over all rows instead of one.
func inSlices(l *rowLoop) error {
	names, calls, sels := links(l.site.call())
	for _, f := range sliceForms {
		if f.calls != strings.Join(names, " ") {
			continue
		}
		fn, ok := l.info.Uses[sels[f.at].Sel].(*types.Func)
		if !ok || !inModule(fn, f.library) || len(calls[f.at].Args) != 1 || calls[f.at].Ellipsis.IsValid() {
			continue
		}
		return f.write(l, calls[f.at], sels[f.at])
	}
	return errOwnForm
}

// inModule reports whether a function is of a module, in any of its versions.
func inModule(fn *types.Func, module string) bool {
	path, ok := "", fn.Pkg() != nil
	if ok {
		path = fn.Pkg().Path()
	}
	return path == module || strings.HasPrefix(path, module+"/")
}

func (f sliceForm) write(l *rowLoop, call *ast.CallExpr, sel *ast.SelectorExpr) error {
	r, err := l.row(call.Args[0])
	if err != nil {
		return err
	}
	if err := f.plain(&r, l); err != nil {
		return err
	}
	if f.keyless && !r.born && !ownKey(r.t, f.tag) {
		return refusal("the rows would not get their keys")
	}
	if err := l.prepares(r.obj); err != nil {
		return err
	}
	if !l.pure(call.Args[0], pureDepth) {
		return refusal("making the row does more than that")
	}
	list := l.listName("rows", "list")
	whole := l.whole(r)
	over := list
	if whole {
		over = l.text(l.loop.(*ast.RangeStmt).X)
	}
	if f.many != "" {
		l.sub(sel.Sel.Pos(), sel.Sel.End(), f.many)
	}
	behind, err := f.statement(l, call.Args[0], over)
	if err != nil {
		return err
	}
	switch {
	case whole && len(l.prep) == 0:
		l.replaceLoop(behind)
	case whole:
		l.after(behind)
	default:
		typ, err := l.typeText(r.t)
		if err != nil {
			return err
		}
		l.gather(list, "[]"+typ, l.text(r.expr), behind)
	}
	return nil
}

// plain checks that the statement does nothing else for a row. Nobody sees of the copy of an element that it was deleted.
func (f sliceForm) plain(r *lent, l *rowLoop) error {
	switch {
	case !f.removes && !plainRow(r.t, f.sets):
		return refusal("inserting a row does more than that")
	case f.removes && hasHooks(r.t):
		return refusal("deleting a row does more than that")
	case f.removes && len(l.prep) == 0 && l.isCopy(*r) && !notesDeletion(r.t):
		r.elem = true
	}
	return nil
}

// statement is the unit with all rows.
func (f sliceForm) statement(l *rowLoop, row ast.Expr, over string) (string, error) {
	if f.split && l.born && len(l.unit) == 1 && l.takesBatches() {
		l.sub(row.Pos(), row.End(), over+", 100")
		return l.once()
	}
	if f.split { // the variable of the error stays in the loop, or keeps what it was if there are no rows
		l.subs = nil
		l.sub(row.Pos(), row.End(), "&"+l.chunkName())
		return l.chunks(over, "100", l.chunkName(), "")
	}
	text := f.first + l.chunkName()
	if f.addr {
		text = f.first + "&" + l.chunkName()
	}
	l.sub(row.Pos(), row.End(), text)
	return l.chunks(over, "100", l.chunkName(), "")
}

// takesBatches reports whether the handle has CreateInBatches: GORM has since 1.20.
func (l *rowLoop) takesBatches() bool {
	sel := l.site.call().Fun.(*ast.SelectorExpr)
	m, _, _ := types.LookupFieldOrMethod(l.info.TypeOf(sel.X), true, l.pass.Pkg, "CreateInBatches")
	return m != nil
}

func (l *rowLoop) chunkName() string { return l.fresh(l.write, "chunk", "part", "some") }

// A keyForm is a statement on the rows that have a key.
type keyForm struct {
	library string
	calls   string
	at      int    // the call with the condition
	name    string // what it is called for many, if that is another name
	in      string // the condition for many
	behind  int    // the condition stands behind so many other arguments; it may be the key alone there
	wrap    string // the function of the library that a list of keys goes through
	set     bool   // the last but one call sets columns: to the same values for all
}

var keyForms = []keyForm{
	{library: "gorm.io/gorm", calls: "Where Delete", in: "%s IN ?"},
	{library: "gorm.io/gorm", calls: "Delete", in: "%s IN ?", behind: 1},
	{library: "gorm.io/gorm", calls: "Unscoped Delete", at: 1, in: "%s IN ?", behind: 1},
	{library: "gorm.io/gorm", calls: "Model Where Update", at: 1, in: "%s IN ?", set: true},
	{library: "gorm.io/gorm", calls: "Model Where UpdateColumn", at: 1, in: "%s IN ?", set: true},
	{library: "gorm.io/gorm", calls: "Model Where Delete", at: 1, in: "%s IN ?"},
	{library: "github.com/jinzhu/gorm", calls: "Where Delete", in: "%s IN (?)"},
	{library: "github.com/jinzhu/gorm", calls: "Model Where Update", at: 1, in: "%s IN (?)", set: true},
	{library: "github.com/uptrace/bun", calls: "NewDelete Model Where Exec", at: 2, in: "%s IN (?)", wrap: "In"},
	{library: "github.com/uptrace/bun", calls: "NewUpdate Model Set Where Exec", at: 3, in: "%s IN (?)", wrap: "In", set: true},
	{library: "github.com/go-pg/pg", calls: "Model Where Delete", at: 1, in: "%s IN (?)", wrap: "In"},
	{library: "github.com/go-pg/pg", calls: "Model Set Where Update", at: 2, in: "%s IN (?)", wrap: "In", set: true},
	{library: "xorm.io/xorm", calls: "Where Delete", name: "In", in: "%s"},
}

// byKeys puts a condition on many keys in the place of that on one.
func byKeys(l *rowLoop) error {
	names, calls, sels := links(l.site.call())
	for _, f := range keyForms {
		if f.calls != strings.Join(names, " ") {
			continue
		}
		fn, ok := l.info.Uses[sels[f.at].Sel].(*types.Func)
		if !ok || !inModule(fn, f.library) {
			continue
		}
		if hasHooks(l.modelOf(calls)) {
			return refusal("changing a row does more than that")
		}
		if f.set && !l.sameForAll(calls, f) {
			return refusal("the rows get values of their own")
		}
		return f.write(l, calls[f.at], sels[f.at])
	}
	return errOwnForm
}

// modelOf is the type of the model that the calls name: &Order{}, (*Label)(nil), new(Item).
func (l *rowLoop) modelOf(calls []*ast.CallExpr) types.Type {
	for _, c := range calls {
		for _, a := range c.Args {
			if t := l.info.TypeOf(a); t != nil && pointer(t) && namedOf(t) != nil && !isContext(t) {
				return t
			}
		}
	}
	return types.Typ[types.Invalid]
}

// sameForAll reports whether the columns are set to plain values that do not depend on the row: Update("state", "sent").
func (l *rowLoop) sameForAll(calls []*ast.CallExpr, f keyForm) bool {
	for i, c := range calls {
		if i == f.at || strings.HasPrefix(f.calls, "Model") && i == 0 {
			continue
		}
		for _, a := range c.Args {
			if !l.plainValue(a) {
				return false
			}
		}
	}
	return true
}

// plainValue reports whether an expression is a constant, or a variable that the loop leaves alone, of a plain type. A text must not be an
// expression of the row: "count = count + 1".
func (l *rowLoop) plainValue(e ast.Expr) bool {
	tv := l.info.Types[e]
	if tv.Value != nil {
		_, right, set := strings.Cut(strings.Trim(tv.Value.ExactString(), `"`), "=")
		return !set || strings.Trim(right, " ") == "?"
	}
	if isContext(tv.Type) {
		return true
	}
	_, basic := tv.Type.Underlying().(*types.Basic)
	return simple(e) && !l.inLoop(e) && (basic || isNamed(tv.Type, "time", "Time"))
}

// write turns Where("id = ?", id) into a condition on all keys of a chunk.
func (f keyForm) write(l *rowLoop, call *ast.CallExpr, sel *ast.SelectorExpr) error {
	args, cond, err := f.condition(l, call)
	if err != nil {
		return err
	}
	if err := l.prepares(nil); err != nil {
		return err
	}
	key := args[len(args)-1]
	over, typ, err := l.keys(key)
	if err != nil {
		return err
	}
	chunk := l.chunkName()
	keys := chunk
	if f.wrap != "" {
		fn := l.info.Uses[sel.Sel].(*types.Func)
		pkg, err := l.e.use(rootOf(fn.Pkg().Path()))
		if err != nil {
			return err
		}
		keys = pkg + "." + f.wrap + "(" + chunk + ")"
	}
	if f.name != "" {
		l.sub(sel.Sel.Pos(), sel.Sel.End(), f.name)
	}
	l.sub(args[0].Pos(), key.End(), cond+keys)
	behind, err := l.chunks(over, "100", chunk, "")
	if err != nil {
		return err
	}
	if typ == "" {
		l.replaceLoop(behind)
	} else {
		l.gather(over, "[]"+typ, l.text(key), behind)
	}
	return nil
}

// condition are the arguments that name the row, the key last, and what stands before the keys of many:
//
//	Where("id = ?", id), Delete(&Line{}, "id = ?", id)   "id IN ?", …
//	Delete(&Line{}, id)                                  …
func (f keyForm) condition(l *rowLoop, call *ast.CallExpr) (args []ast.Expr, many string, err error) {
	args = call.Args[min(f.behind, len(call.Args)):]
	n := len(args)
	if n == 0 || n > 2 || n == 1 && f.behind == 0 || !l.inLoop(args[n-1]) {
		return nil, "", refusal("the row is not found by the element alone")
	}
	if n == 1 {
		if !isNumberKey(l.info.TypeOf(args[0])) {
			return nil, "", refusal("a key that is no number may be taken for a condition")
		}
		return args, "", nil
	}
	where, err := constantString(l.site, args[0])
	column, ok := strings.CutSuffix(where, " = ?")
	if err != nil || !ok || strings.ContainsAny(column, " ()?'") {
		return nil, "", refusal("the condition is not one on a column")
	}
	return args, strconv.Quote(strings.ReplaceAll(f.in, "%s", column)) + ", ", nil
}

// rootOf is the module's own package: In is in pg, Where in pg/orm.
func rootOf(path string) string { return strings.TrimSuffix(path, "/orm") }

func constantString(s *site, e ast.Expr) (string, error) {
	lit, ok := e.(*ast.BasicLit)
	if !ok {
		return "", refusal("the condition is put together")
	}
	return strconv.Unquote(lit.Value)
}

// keys is the list of the keys: the slice that the loop goes over, or one that is gathered, of a type.
func (l *rowLoop) keys(key ast.Expr) (over, typ string, err error) {
	loop, ok := l.loop.(*ast.RangeStmt)
	id, isName := ast.Unparen(key).(*ast.Ident)
	if ok && isName && len(l.prep) == 0 && l.isRangeValue(id) && l.lists(loop) == nil {
		return l.text(loop.X), "", nil
	}
	if !l.pure(key, pureDepth) {
		return "", "", refusal("making the key does more than that")
	}
	typ, err = l.typeText(l.info.TypeOf(key))
	return l.listName("keys", "ids", "list"), typ, err
}
