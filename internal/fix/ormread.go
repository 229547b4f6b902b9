package fix

import (
	"go/ast"
	"go/constant"
	"go/types"
)

// fromGorm reads the changes out of Save, Update and Updates.
func (r *rewrite) fromGorm() error {
	g, err := newGormCall(r.site)
	if err != nil {
		return err
	}
	args := g.call().Args
	name := g.sel.Sel.Name
	if name == "Exec" || !isNamed(g.info.TypeOf(g.sel.X), g.path, "DB") || len(args) == 0 {
		return refusal("the statement has no row in a struct")
	}
	if err := g.plainChain(); err != nil {
		return err
	}
	lit := g.literal(args[len(args)-1])
	switch {
	case (name == "Update" || name == "UpdateColumn") && len(args) == 2:
		tv := g.info.Types[args[0]]
		if tv.Value == nil {
			return refusal("the column's name is a variable")
		}
		c, err := g.inPlace(constant.StringVal(tv.Value), args[1])
		r.changes = []change{c}
		r.e.unused(args[1])
		return err
	case lit != nil:
		return r.fromLiteral(g, lit)
	}
	row, ok := g.placeOf(args[0])
	if !ok {
		return refusal("the row that is saved is no variable")
	}
	if r.changes, err = g.changesOf(row); err != nil {
		return err
	}
	r.changes, err = g.selected(r.changes)
	return err
}

// plainChain refuses chains that do more than name the row.
func (g *gormCall) plainChain() error {
	for e := ast.Unparen(g.sel.X); ; {
		c, ok := e.(*ast.CallExpr)
		if !ok {
			return nil
		}
		sel, ok := ast.Unparen(c.Fun).(*ast.SelectorExpr)
		if !ok {
			return nil
		}
		if _, method := g.info.Selections[sel]; !method || !isNamed(g.info.TypeOf(sel.X), g.path, "DB") {
			return nil // what gives the connection
		}
		switch sel.Sel.Name {
		case "WithContext", "Debug", "Model", "Select", "Omit":
		case "Where":
			if len(g.f.Write.Where) != 1 || !sameKey(g.f) || !isKey(g.f.Write.Where[0].Column) {
				return refusal("the row is not found by its key alone")
			}
		default:
			return refusal("the statement is shaped by " + sel.Sel.Name)
		}
		e = ast.Unparen(sel.X)
	}
}

// fromLiteral reads the changes out of Updates(map…) or Updates(Product{…}).
func (r *rewrite) fromLiteral(g *gormCall, lit *ast.CompositeLit) error {
	_, isMap := g.info.TypeOf(lit).Underlying().(*types.Map)
	for _, elt := range lit.Elts {
		kv, ok := elt.(*ast.KeyValueExpr)
		if !ok {
			return refusal("the struct's fields are not named")
		}
		if !isMap {
			c, err := g.structField(lit, kv)
			if err != nil {
				return err
			}
			c.value = kv.Value
			r.changes = append(r.changes, c)
			continue
		}
		tv := g.info.Types[kv.Key]
		if tv.Value == nil || tv.Value.Kind() != constant.String {
			return refusal("a column's name is a variable")
		}
		name := constant.StringVal(tv.Value)
		on := *g
		on.site = g.on(name, name)
		c := change{column: name, value: kv.Value}
		if g.isFinding(on.colName) || on.computes(kv.Value) {
			var err error
			if c, err = on.inPlace(name, kv.Value); err != nil {
				return err
			}
			r.e.unused(kv.Value)
		}
		r.changes = append(r.changes, c)
	}
	return r.fillPlaces()
}

// fillPlaces finds the fields of the columns that are set to other values.
func (r *rewrite) fillPlaces() error {
	row, _ := r.firstComputed().place.row()
	for i, c := range r.changes {
		if c.place.root != nil {
			continue
		}
		p, ok := r.fieldOf(row, c.column)
		if !ok {
			return refusal("the row has no field for " + c.column)
		}
		r.changes[i].place = p
	}
	return nil
}

// fieldOf is the field of a row whose column has a name.
func (s *site) fieldOf(row place, column string) (place, bool) {
	st, ok := s.typeOf(row).Underlying().(*types.Struct)
	if !ok {
		return place{}, false
	}
	for f := range st.Fields() {
		p := row.part("." + f.Name())
		if name, ok := s.column(p); ok && (name == column || f.Name() == column) {
			return p, true
		}
	}
	return place{}, false
}

// fromXorm reads the changes out of Update(bean).
func (r *rewrite) fromXorm() error {
	sel, ok := ast.Unparen(r.site.call().Fun).(*ast.SelectorExpr)
	if !ok || sel.Sel.Name != "Update" || len(r.site.call().Args) != 1 {
		return refusal("the statement has no row in a struct")
	}
	x := &xormCall{r.site, sel}
	if len(r.f.Write.Where) != 1 || !isKey(r.f.Write.Where[0].Column) {
		return refusal("the row is not found by its key alone")
	}
	row, ok := r.placeOf(r.site.call().Args[0])
	if !ok {
		return refusal("the row that is written is no variable")
	}
	changes, err := r.changesOf(row)
	if err != nil {
		return err
	}
	if r.changes, err = x.limited(changes); err != nil {
		return err
	}
	return x.sameRow(r.firstComputed().place)
}

// fromSQL reads the changes out of the text of an UPDATE.
func (r *rewrite) fromSQL() error {
	c, err := newSQLCall(r.site)
	if err != nil {
		return err
	}
	if len(c.stmt.Where) != 1 || c.stmt.Where[0].Op != "=" || !isKey(c.stmt.Where[0].Column) {
		return refusal("the row is not found by its key alone")
	}
	changes, err := c.changes()
	if err != nil {
		return err
	}
	if len(changes) != len(c.stmt.Set) {
		return refusal("the statement sets other columns as well")
	}
	for _, ch := range changes {
		if _, field := ch.place.row(); field == "" || c.computedColumn(ch.place) != "" {
			return refusal("the row is not in a struct")
		}
		r.changes = append(r.changes, ch.change)
	}
	if !sameKey(r.f) && !c.keyOfRow(changes[0].place) {
		return refusal("the conditions do not show that the row that is written is the one that was read")
	}
	return r.sameTable(c.stmt.Table)
}
