package fix

import (
	"go/ast"
	"go/token"
	"slices"
	"strings"

	"golang.org/x/tools/go/ast/inspector"
)

// A change is what the flow does to one column of the row that is written.
type change struct {
	place  place
	column string
	expr   *expr    // over the column itself; nil: another value is written …
	value  ast.Expr // … this one, or, if nil, the one that memory holds
}

// changesOf lists the columns of a row in memory that changed between the read and the write, in the order of the struct's fields.
//
//	p.InStock -= qty; p.Status = "reserved"     in_stock = in_stock - qty, status = p.Status
func (s *site) changesOf(row place) ([]change, error) {
	var out []change
	for _, e := range s.events(row.root) {
		rest, inside := within(e.path, row.path)
		_, around := within(row.path, e.path)
		if !inside && !around || order(e.cur, s.write, s.info) == never || s.inDatabaseOnly(e) {
			continue
		}
		if !inside || rest == "" {
			if e.kind == unknown {
				return nil, refusal(s.nameOf(row) + " may be changed by " + s.brief(e.cur))
			}
			out = nil // a new row, or one that agrees with memory
			continue
		}
		c, err := s.changeOf(row, rest)
		if err != nil {
			return nil, err
		}
		if !slices.ContainsFunc(out, func(x change) bool { return x.place == c.place }) {
			out = append(out, c)
		}
	}
	return out, nil
}

// changeOf is the change of the column that a part of a row belongs to.
func (s *site) changeOf(row place, part string) (change, error) {
	p := row.part(part)
	for { // up to the column: Model.ID is one of an embedded struct, Settings.Theme a part of one
		c := change{place: p}
		name, ok := s.column(p)
		if ok && s.storable(p) {
			c.column = name
			return c, s.compute(&c)
		}
		i := strings.LastIndexAny(p.path, ".[")
		if i <= len(row.path) {
			return c, refusal(s.nameOf(row) + part + " is not a column by itself")
		}
		p.path = p.path[:i]
	}
}

// compute finds out whether the column's new value is made from its old one.
func (s *site) compute(c *change) error {
	on := s.on(c.column, last(c.place.path))
	e, err := on.value(c.place, s.write, evalDepth)
	if err == nil && e.cells() > 0 {
		err = on.usable(e)
	} else if err == nil {
		err = refusal("the code does not show how " + s.nameOf(c.place) + " is computed")
	}
	if err == nil {
		c.expr = e
	} else if on.colName == s.colName {
		return err
	}
	return nil // set on some paths, perhaps: memory knows
}

// on is the site as another column of the row sees it.
func (s *site) on(column, field string) *site {
	other := *s
	other.colName, other.fieldName = normal(column), field
	return &other
}

// usable reports whether an expression can be written where the row is written, and means the same there.
func (s *site) usable(e *expr) error {
	leaf := e.leaf()
	switch {
	case leaf == nil || e.cells() != 1 || e.op == 0:
		return refusal("the code does not show how " + s.fieldName + " is computed")
	case s.repeats(s.start(leaf), s.write):
		return refusal("the row is written in a loop or closure that the read is not in")
	case e.op != token.NOT && !isNumber(s.typeOf(*leaf.cell)):
		return refusal("it is no number that the database can compute with")
	}
	for _, a := range e.args() {
		if err := s.stable(a, s.write); err != nil {
			return err
		}
	}
	return nil
}

// start is where the row that a leaf belongs to comes into being: the read, or the loop that goes through what was read.
func (s *site) start(leaf *expr) inspector.Cursor {
	i := strings.IndexByte(leaf.cell.path, '[')
	if i < 0 {
		return leaf.at
	}
	name, _, _ := strings.Cut(leaf.cell.path[i+1:], "]")
	for c := range s.write.Enclosing((*ast.RangeStmt)(nil)) {
		r := c.Node().(*ast.RangeStmt)
		key, ok := r.Key.(*ast.Ident)
		if p, named := s.placeOf(r.X); ok && named && key.Name == name && p.root == leaf.cell.root && p.path == leaf.cell.path[:i] {
			return c
		}
	}
	return leaf.at
}
