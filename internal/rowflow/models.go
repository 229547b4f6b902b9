package rowflow

import (
	"cmp"
	"go/types"
	"reflect"
	"slices"
	"strings"

	"github.com/rmwlint/rmwlint/internal/knowledge"
	"github.com/rmwlint/rmwlint/internal/sqltext"
)

// models says what table and columns a struct type stands for.
type models struct {
	packages *packageIndex
	named    map[string]*types.Named
	told     map[*types.Named]methods
	handles  map[string]string       // what handled has found, by the type and the name
	tables   func(typ string) string // what the TableName methods say
	tagged   map[string]string       // what taggedTable has found
	libs     []*knowledge.Library
	mapped   map[string]bool // library and type: a call said that it has a version column
}

// A Cell is a column of a table.
type Cell struct {
	Type, Table string
	Column      string // in normal form
	Field       string // as the program writes it
	Below       bool   // a part of the column's value, not the column itself
	Assoc       bool   // no column but another table's row
	Document    bool   // a struct, or a list of structs, kept in one column
}

// cell is the column that a path in a row leads to.
func (m *models) cell(typ, table, path string) Cell {
	names := fields(path)
	if len(names) == 0 {
		return Cell{}
	}
	if strings.HasPrefix(names[0], "#") {
		return m.scannedCell(typ, table, names)
	}
	c := Cell{Type: typ, Table: table}
	t := m.lookup(typ)
	for i, name := range names {
		c.Field = name
		c.Column = sqltext.Normal(name)
		if t == nil {
			if i < len(names)-1 { // a path through unknown types: the last name but one is the table
				c.Type, c.Table = "", names[len(names)-2]
				c.Field = names[len(names)-1]
				c.Column = sqltext.Normal(c.Field)
			}
			return c
		}
		f, tag := m.field(t, name)
		if f == nil {
			c.Column = sqltext.Normal(strings.SplitN(name, "#", 2)[0])
			return c
		}
		if col := m.columnTag(tag); col != "" {
			c.Column = sqltext.Normal(col)
		}
		if i == len(names)-1 {
			c.Document = m.isRow(f.Type()) && m.isDocument(tag)
			c.Assoc = m.isRow(f.Type()) && !f.Embedded() && !c.Document
			break
		}
		inner := named(f.Type())
		switch {
		case nullable(inner):
			if names[len(names)-1] == "Valid" {
				return Cell{}
			}
			return c
		case f.Embedded() || strings.Contains(tag, "embedded") || strings.Contains(tag, "extends"), inner != nil && m.holdsEdges(t, name):
			t = inner
		case inner != nil && m.isRow(f.Type()) && !m.isDocument(tag):
			t, c.Type, c.Table = inner, typeName(f.Type()), ""
		default: // a column with parts: JSON, a slice, a map
			c.Below = true
			return c
		}
	}
	if strings.ContainsAny(path, "#") || indexedColumn(path, c.Field) {
		c.Below = true
	}
	return c
}

// indexedColumn reports whether a path goes on with an element of the column itself: "Tags[0]", not "[0].Name".
func indexedColumn(path, field string) bool {
	i := strings.LastIndex(path, field)
	return i >= 0 && strings.ContainsAny(path[i+len(field):], "[")
}

// lookup finds a type by its name, through the packages that this one imports.
func (m *models) lookup(typ string) *types.Named {
	if n, ok := m.named[typ]; ok {
		return n
	}
	i := strings.LastIndexByte(typ, '.')
	if i < 0 {
		return nil
	}
	var n *types.Named
	if p := m.packages.find(typ[:i]); p != nil {
		if obj, ok := p.Scope().Lookup(typ[i+1:]).(*types.TypeName); ok {
			n, _ = types.Unalias(obj.Type()).(*types.Named)
		}
	}
	m.named[typ] = n
	return n
}

// A packageIndex finds the packages that one imports, and those beneath them, by their paths with and without major versions.
type packageIndex struct {
	root   *types.Package
	byPath map[string]*types.Package
}

func (x *packageIndex) find(path string) *types.Package {
	if x.byPath == nil {
		x.byPath = map[string]*types.Package{}
		x.add(x.root, map[*types.Package]bool{})
	}
	return x.byPath[path]
}

func (x *packageIndex) add(p *types.Package, seen map[*types.Package]bool) {
	seen[p] = true
	for _, path := range []string{p.Path(), knowledge.Unversioned(p.Path())} {
		if x.byPath[path] == nil {
			x.byPath[path] = p
		}
	}
	for _, q := range p.Imports() {
		if !seen[q] {
			x.add(q, seen)
		}
	}
}

// field is a struct's field by name, with its tag; fields of embedded structs count.
func (m *models) field(t *types.Named, name string) (*types.Var, string) {
	s, ok := t.Underlying().(*types.Struct)
	if !ok {
		return nil, ""
	}
	for i := range s.NumFields() {
		if s.Field(i).Name() == name {
			return s.Field(i), s.Tag(i)
		}
	}
	return nil, ""
}

// columnTag is the column's name that a field's tag gives it, empty if none does.
func (m *models) columnTag(tag string) string {
	for _, lib := range m.libs {
		if name := lib.Column(reflect.StructTag(tag)); name != "" {
			return name
		}
	}
	return ""
}

// scannedCell is the column that was scanned into a variable, or into the value of a nullable one: #coins, #coins.Int64.
func (m *models) scannedCell(typ, table string, names []string) Cell {
	c := Cell{Type: typ, Table: table, Column: sqltext.Normal(names[0][1:]), Field: names[0][1:]}
	switch {
	case len(names) == 2 && names[1] == "Valid":
		return Cell{}
	case len(names) == 2 && slices.Contains([]string{"V", "Bool", "Byte", "Int16", "Int32", "Int64", "Int", "Float32", "Float64", "String", "Time", "Decimal"}, names[1]):
	default:
		c.Below = len(names) > 1
	}
	return c
}

// testedCell is the column that a test is about. Whether a nullable one is valid is such a test.
func (m *models) testedCell(read *ReadSite, path string) Cell {
	return m.cell(read.Type, read.Table, strings.TrimSuffix(path, ".Valid"))
}

// nullable reports whether a struct holds a column's value beside a mark that tells it from NULL: sql.NullInt64, pgtype.Int8, null.Int.
func nullable(n *types.Named) bool { return nullableWithin(n, maxNested) }

func nullableWithin(n *types.Named, depth int) bool {
	if n == nil || depth == 0 {
		return false
	}
	s := n.Underlying().(*types.Struct)
	for i := range s.NumFields() {
		f := s.Field(i)
		if f.Name() == "Valid" && isBool(f.Type()) || f.Embedded() && nullableWithin(named(f.Type()), depth-1) {
			obj, _, _ := types.LookupFieldOrMethod(types.NewPointer(n), true, n.Obj().Pkg(), "Scan")
			return obj != nil
		}
	}
	return false
}

// versioned reports whether the library compares and sets a version column of the type by itself.
func (m *models) versioned(typ, lib string) bool {
	if m.mapped[lib+" "+typ] {
		return true
	}
	n := m.lookup(typ)
	if n == nil {
		return false
	}
	for _, l := range m.libs {
		if l.Name == lib && m.hasVersion(n.Underlying(), l, maxNested) {
			return true
		}
	}
	return false
}

func (m *models) hasVersion(t types.Type, l *knowledge.Library, depth int) bool {
	s, ok := deref(t).Underlying().(*types.Struct)
	if !ok || depth == 0 {
		return false
	}
	for i := range s.NumFields() {
		words := strings.FieldsFunc(reflect.StructTag(s.Tag(i)).Get(l.Tag), func(r rune) bool { return strings.ContainsRune(" ,;", r) })
		for _, v := range l.Version {
			if typeName(s.Field(i).Type()) == v {
				return true
			}
			for _, w := range words {
				if w == v {
					return true
				}
			}
		}
		if s.Field(i).Embedded() && m.hasVersion(s.Field(i).Type(), l, depth-1) {
			return true
		}
	}
	return false
}

// fieldFor is the field whose column has this name.
func (m *models) fieldFor(t types.Type, column string) string {
	n := named(t)
	if n == nil {
		return ""
	}
	s := n.Underlying().(*types.Struct)
	for i := range s.NumFields() {
		name := m.columnTag(s.Tag(i))
		if name == "" {
			name = s.Field(i).Name()
		}
		if sqltext.Normal(name) == sqltext.Normal(column) {
			return s.Field(i).Name()
		}
	}
	return ""
}

// sameCell reports whether two cells are the same column of the same table, as far as their names tell.
func (m *models) sameCell(a, b Cell) bool {
	if a.Column == "" || a.Column != b.Column {
		return false
	}
	if a.Type != "" && a.Type == b.Type {
		return true
	}
	for _, x := range m.tableNames(a) {
		for _, y := range m.tableNames(b) {
			if sqltext.SameTable(x, y) {
				return true
			}
		}
	}
	return false
}

// cellOf is a column of a type, or of a table if no type has that name.
func (m *models) cellOf(typeOrTable, column string) Cell {
	if m.lookup(typeOrTable) == nil {
		return Cell{Table: typeOrTable, Column: column}
	}
	return Cell{Type: typeOrTable, Column: column}
}

// tableNames are the names that a cell's table may have.
func (m *models) tableNames(c Cell) []string {
	var out []string
	if c.Table != "" {
		out = append(out, c.Table)
	}
	if c.Type != "" {
		if t := cmp.Or(m.tables(c.Type), m.taggedTable(c.Type)); t != "" {
			out = append(out, t)
		} else if c.Table == "" {
			out = append(out, baseName(c.Type))
		}
	}
	return out
}

// taggedTable is the table that the tag of a field says that a type stands for, empty if none does.
// Have: bun.BaseModel `bun:"table:outbox_events,alias:e"`, tableName struct{} `pg:"outbox_events"`.
func (m *models) taggedTable(typ string) string {
	table, asked := m.tagged[typ]
	n := m.lookup(typ)
	if asked || n == nil {
		return table
	}
	if s, ok := n.Underlying().(*types.Struct); ok {
		for i := range s.NumFields() {
			for _, lib := range m.libs {
				table = cmp.Or(table, tableName(lib.Table(s.Field(i).Name(), reflect.StructTag(s.Tag(i)))))
			}
		}
	}
	if m.tagged == nil {
		m.tagged = map[string]string{}
	}
	m.tagged[typ] = table
	return table
}
