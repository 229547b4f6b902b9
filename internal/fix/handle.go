package fix

import (
	"go/ast"
	"go/types"
	"reflect"
	"strings"

	"golang.org/x/tools/go/ast/edge"
)

// handle is our package's handle on the connection or transaction that the write runs on.
func (r *rewrite) handle() (string, error) {
	base, err := r.base()
	if err != nil {
		return "", err
	}
	b, t := r.text(base), r.info.TypeOf(base)
	newHandle := func(conn, dialect string) string {
		out := r.pkg + ".New(" + conn
		if dialect != "" {
			out += ", " + r.pkg + ".DialectNamed(" + dialect + ")"
		}
		if n := r.naming(); n != "" {
			out += ", " + r.pkg + "." + n
		}
		return out + ")"
	}
	switch {
	case isNamed(t, "gorm.io/gorm", "DB"):
		return newHandle(b+".Statement.ConnPool", b+".Name()"), nil
	case isNamed(t, "github.com/jinzhu/gorm", "DB"): // v1 hides that its connection is a *sql.DB or *sql.Tx
		return newHandle(b+".CommonDB().("+r.pkg+".Conn)", b+".Dialect().GetName()"), nil
	case isNamed(t, "xorm.io/xorm", "Engine"):
		return newHandle(b+".DB().DB", b+".DriverName()"), nil
	case isNamed(t, "xorm.io/xorm", "Session"):
		if !r.begun(base) {
			return "", refusal("the code does not show whether the session is in a transaction")
		}
		return newHandle(b+".Tx().Tx", ""), nil
	case isNamed(t, "github.com/jmoiron/sqlx", "Tx"):
		return newHandle(b, b+".DriverName()"), nil
	case isConn(t):
		return newHandle(b, ""), nil
	}
	return "", refusal("orm has no way to the connection of " + b)
}

// base is the connection that the chain of calls starts from. A call that gives it is not made twice.
func (r *rewrite) base() (ast.Expr, error) {
	e := baseOf(r.site.call())
	if _, ok := r.placeOf(e); !ok {
		return nil, refusal("the connection comes from a call")
	}
	if _, isPkg := e.(*ast.Ident); isPkg {
		if _, ok := r.info.ObjectOf(e.(*ast.Ident)).(*types.PkgName); ok {
			return nil, refusal("the connection is an argument")
		}
	}
	return e, nil
}

// isConn reports whether a type has the methods of orm.Conn.
func isConn(t types.Type) bool {
	for name, result := range map[string]string{"ExecContext": "Result", "QueryContext": "Rows"} {
		m, _, _ := types.LookupFieldOrMethod(t, true, nil, name)
		fn, ok := m.(*types.Func)
		if !ok || fn.Signature().Results().Len() != 2 || fn.Signature().Params().Len() != 3 || !isNamed(fn.Signature().Results().At(0).Type(), "database/sql", result) {
			return false
		}
	}
	return true
}

// begun reports whether a session is in a transaction: this function begins one on it, or Engine.Transaction hands it in.
func (r *rewrite) begun(base ast.Expr) bool {
	p, _ := r.placeOf(base)
	for _, use := range r.uses[p.root] {
		sel, ok := use.Parent().Node().(*ast.SelectorExpr)
		if ok && strings.HasPrefix(sel.Sel.Name, "Begin") && use.Parent().ParentEdgeKind() == edge.CallExpr_Fun &&
			order(use.Parent().Parent(), r.write, r.info) == always {
			return true
		}
	}
	for c := range r.write.Enclosing((*ast.FuncLit)(nil)) {
		call, ok := c.Parent().Node().(*ast.CallExpr)
		fn := r.callee(callOrNil(call, ok))
		if fn != nil && fn.Name() == "Transaction" && r.bringsHandle(c.Node().(*ast.FuncLit)) {
			return true
		}
	}
	return false
}

func callOrNil(c *ast.CallExpr, ok bool) *ast.CallExpr {
	if !ok {
		return &ast.CallExpr{Fun: &ast.BadExpr{}}
	}
	return c
}

// naming is the option for structs whose tags do not tell whose they are: without one, orm names tables in its own way.
func (r *rewrite) naming() string {
	st, ok := r.typeOf(r.row).Underlying().(*types.Struct)
	if !ok {
		return ""
	}
	switch r.f.Write.Lib {
	case "gorm", "gorm v1":
		if !tagged(st, "gorm", 0) {
			return "NamingGORM"
		}
	case "xorm":
		if !tagged(st, "xorm", 0) {
			return "NamingXorm"
		}
	case "bun":
		if !tagged(st, "bun", 0) {
			return "NamingBun"
		}
	}
	return ""
}

// tagged reports whether a struct has a library's tag, or its base model, and none of ours.
func tagged(st *types.Struct, key string, depth int) bool {
	for i := range st.NumFields() {
		if _, ok := reflect.StructTag(st.Tag(i)).Lookup(key); ok {
			return true
		}
		f := st.Field(i)
		if !f.Embedded() || depth > 4 {
			continue
		}
		if n := namedOf(f.Type()); n != nil && n.Obj().Pkg() != nil && n.Obj().Pkg().Path() == "gorm.io/gorm" && key == "gorm" {
			return true
		}
		if inner, ok := deref(f.Type()).Underlying().(*types.Struct); ok && tagged(inner, key, depth+1) {
			return true
		}
	}
	return false
}

// fits checks that our package sees the same row in the same way: its key is loaded, its hooks are not passed by, its fields are plain.
func (r *rewrite) fits() error {
	n := namedOf(r.typeOf(r.row))
	if n == nil {
		return refusal("the row's type has no name")
	}
	for _, hook := range []string{"BeforeSave", "BeforeUpdate", "AfterSave", "AfterUpdate"} {
		if m, _, _ := types.LookupFieldOrMethod(types.NewPointer(n), true, n.Obj().Pkg(), hook); m != nil {
			return refusal("the hook " + hook + " of " + n.Obj().Name() + " would not run")
		}
	}
	st, ok := n.Underlying().(*types.Struct)
	if !ok {
		return refusal("the row is no struct")
	}
	if sel, ok := ast.Unparen(r.site.call().Fun).(*ast.SelectorExpr); ok && strings.HasPrefix(sel.Sel.Name, "UpdateColumn") {
		if f, _, _ := types.LookupFieldOrMethod(n, true, n.Obj().Pkg(), "UpdatedAt"); f != nil {
			return refusal("orm sets UpdatedAt, which " + sel.Sel.Name + " does not")
		}
	}
	for _, c := range r.changes {
		if _, ptr := fieldType(st, last(c.place.path)).(*types.Pointer); ptr && c.expr != nil {
			return refusal("the field is a pointer")
		}
	}
	return r.keyLoaded(n)
}

func fieldType(st *types.Struct, name string) types.Type {
	for f := range st.Fields() {
		if f.Name() == name {
			return f.Type()
		}
	}
	return nil
}

// keyLoaded checks that the read fills the row's key: it selects every column, or the key by name.
func (r *rewrite) keyLoaded(n *types.Named) error {
	id := false
	for _, name := range []string{"ID", "Id"} {
		if f, _, _ := types.LookupFieldOrMethod(n, true, n.Obj().Pkg(), name); f != nil {
			id = true
		}
	}
	if !id {
		return refusal("the key of " + n.Obj().Name() + " is not called ID")
	}
	if !r.read.Valid() || r.f.Read.Via != nil {
		return nil
	}
	for _, c := range r.selectList() {
		if isKey(c.name) {
			return nil
		}
	}
	if r.selectList() != nil || strings.Contains(r.text(r.read.Node()), ".Select(") || strings.Contains(r.text(r.read.Node()), ".Cols(") {
		return refusal("the row's key is not loaded")
	}
	return nil
}

// sameTable checks that our package takes the row's type for the table that the text names.
func (r *rewrite) sameTable(table string) error {
	row, _ := r.changes[0].place.row()
	n := namedOf(r.typeOf(row))
	if n == nil {
		return refusal("the row is not in a struct")
	}
	if name, ok := r.tableName(n); ok {
		if name == table {
			return nil
		}
		return refusal("orm takes " + n.Obj().Name() + " for the table " + name)
	}
	if m, _, _ := types.LookupFieldOrMethod(types.NewPointer(n), true, n.Obj().Pkg(), "TableName"); m != nil || ormSnake(n.Obj().Name()) != table {
		return refusal("orm does not know that " + n.Obj().Name() + " is a row of " + table)
	}
	return nil
}

// tableName is what a TableName method of this package returns.
func (r *rewrite) tableName(n *types.Named) (string, bool) {
	for _, f := range r.pass.Files {
		for _, d := range f.Decls {
			d, ok := d.(*ast.FuncDecl)
			if !ok || d.Name.Name != "TableName" || d.Recv == nil || d.Body == nil || len(d.Body.List) != 1 {
				continue
			}
			fn, ok := r.info.Defs[d.Name].(*types.Func)
			if !ok || namedOf(fn.Signature().Recv().Type()) != n {
				continue
			}
			if ret, ok := d.Body.List[0].(*ast.ReturnStmt); ok && len(ret.Results) == 1 {
				name, _, err := r.constantText(ret.Results[0])
				return name, err == nil
			}
		}
	}
	return "", false
}

// ormSnake is how our package names a table by its type, and a column by its field: OrderItem -> order_item.
func ormSnake(name string) string {
	var b strings.Builder
	for i := range len(name) {
		c := name[i]
		if upper(c) {
			if i > 0 && (!upper(name[i-1]) || i+1 < len(name) && !upper(name[i+1]) && !digit(name[i+1])) {
				b.WriteByte('_')
			}
			c += 'a' - 'A'
		}
		b.WriteByte(c)
	}
	return b.String()
}

// context is the context for the statement: that of the call, one in sight, the handle's, or none.
func (r *rewrite) context() (string, error) {
	for e := ast.Expr(r.site.call()); ; {
		c, ok := ast.Unparen(e).(*ast.CallExpr)
		if !ok {
			break
		}
		for _, a := range c.Args {
			if t := r.info.TypeOf(a); t != nil && isContext(t) {
				if _, simple := ast.Unparen(a).(*ast.Ident); simple {
					return r.text(a), nil
				}
			}
		}
		sel, ok := ast.Unparen(c.Fun).(*ast.SelectorExpr)
		if !ok {
			break
		}
		e = sel.X
	}
	if ctx := r.contextParam(); ctx != "" {
		return ctx, nil
	}
	if base, err := r.base(); err == nil && isNamed(r.info.TypeOf(base), "gorm.io/gorm", "DB") {
		return r.text(base) + ".Statement.Context", nil
	}
	name, err := r.e.use("context")
	return name + ".Background()", err
}

// contextParam is a parameter of the functions around that is a context, or a request that has one.
func (r *rewrite) contextParam() string {
	for c := range r.write.Enclosing((*ast.FuncDecl)(nil), (*ast.FuncLit)(nil)) {
		var sig *types.Signature
		switch n := c.Node().(type) {
		case *ast.FuncDecl:
			sig = r.info.Defs[n.Name].Type().(*types.Signature)
		case *ast.FuncLit:
			sig = r.info.TypeOf(n).(*types.Signature)
		}
		for v := range sig.Params().Variables() {
			if v.Name() == "" || v.Name() == "_" || !r.visible(v, r.write) {
				continue
			}
			switch {
			case isContext(v.Type()):
				return v.Name()
			case isNamed(v.Type(), "net/http", "Request"):
				return v.Name() + ".Context()"
			}
		}
	}
	return ""
}
