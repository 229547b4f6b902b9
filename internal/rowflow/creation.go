package rowflow

import (
	"cmp"
	"go/constant"
	"go/types"
	"slices"
	"strings"

	"golang.org/x/tools/go/ssa"

	"github.com/rmwlint/rmwlint/internal/knowledge"
	"github.com/rmwlint/rmwlint/internal/sqltext"
)

// A Creation is a row that is inserted because none was found: two requests find none, and both insert.
type Creation struct {
	Category string // insert, firstorcreate
	At       Pos
	Read     *ReadSite
	Via      []Pos  // the calls between At and the insert
	Owner    string // the row's struct type or table
	Declared bool   // the row's struct declares the table: without a unique index there is none
	Assume   string // why this is taken for an insert, if only names say so
	Unique   bool   // the tags promise a unique index on what was looked for: the second insert is an error
	Test     bool
}

// creations reports inserts that run only because a read found no row. They are looked for when the whole function is known: what is
// done with a row that was found stands below the insert as often as above it.
func (f *frame) creations() {
	for _, w := range f.happened {
		if w.Verb != knowledge.Insert || w.Upsert || w.Judged || w.Guard != "" || w.Under != "" {
			continue
		}
		for _, c := range f.controls(w.block) {
			if f.createsMissing(w, c) {
				break
			}
		}
	}
}

// createsMissing reports the insert if the branch says that no row of its table was found.
func (f *frame) createsMissing(w happening, c control) bool {
	for _, r := range f.missing(c) {
		if !f.sameTable(w.Write, r) {
			continue
		}
		w.out.Judged = true
		unique := f.isUnique(r, w.Lib)
		if r.Guard != "" || r.LockBy != nil || f.isSetup(w.Write) || f.expectsDuplicates() || unique && !f.usesFound(w, c) {
			return true
		}
		x := Creation{Category: "insert", At: w.At, Read: r, Via: w.Via, Declared: f.declares(w.Lib), Unique: unique, Assume: cmp.Or(w.Assume, r.Assume)}
		f.reportCreation(x, w.Type, w.Table)
		return true
	}
	return false
}

func (f *frame) reportCreation(x Creation, typ, table string) {
	if x.Owner = baseName(typ); x.Owner == "" {
		x.Owner = table
	}
	f.sum.creations = append(f.sum.creations, x)
}

// addCreation takes a finding, once a place; none in generated files.
func (r *run) addCreation(x Creation) {
	x.Test = isTest(x.At.File)
	if !r.isGenerated(x.At.File) && r.first("creation", x.At) {
		r.result.Creations = append(r.result.Creations, x)
	}
}

// firstOrCreate reports a library's own get-or-create, unless what it looks for is unique.
func (s *site) firstOrCreate(q *Query) {
	if !s.recording {
		return
	}
	r := s.readSite(q, "")
	if r.Guard == "" && r.LockBy == nil && r.Type != "" && len(r.Where) > 0 && !s.isUnique(r, s.lib.Name) && !s.expectsDuplicates() &&
		!s.isSetup(&Write{At: r.At}) {
		s.reportCreation(Creation{Category: "firstorcreate", At: r.At, Read: r, Declared: s.declares(s.lib.Name)}, r.Type, r.Table)
	}
}

// declares reports whether the tables of a library's rows are declared by their structs.
func (f *frame) declares(lib string) bool {
	l := f.models.library(lib)
	return l != nil && l.Declares
}

// sameTable reports whether the row that was looked for is of the table that is inserted into.
func (f *frame) sameTable(w *Write, r *ReadSite) bool {
	return f.models.sameCell(Cell{Type: w.Type, Table: w.Table, Column: "id"}, Cell{Type: r.Type, Table: r.Table, Column: "id"})
}

// isUnique reports whether the tags of the row promise that there is one row at most for what the read looks for.
func (f *frame) isUnique(r *ReadSite, libName string) bool {
	lib, n := f.models.library(libName), f.models.lookup(r.Type)
	if lib == nil || n == nil {
		return false
	}
	cols := f.models.columns(n, lib)
	keys := f.models.keys(cols, lib)
	unique := func(c column) bool {
		return slices.ContainsFunc(c.words(lib), func(w string) bool { return strings.HasPrefix(w, "unique") }) ||
			slices.ContainsFunc(keys, func(k column) bool { return k.path == c.path && !(len(keys) == 1 && c.isAuto(lib)) })
	}
	isUnique := func(name string) bool {
		return slices.ContainsFunc(cols, func(c column) bool { return f.models.isColumnNamed(c, name) && unique(c) })
	}
	return slices.ContainsFunc(r.Where, func(t Term) bool { return isUnique(t.Column) }) || slices.ContainsFunc(r.Either, isUnique)
}

// isColumnNamed reports whether a condition's column is this one: by its field's name, or by its own.
func (m *models) isColumnNamed(c column, name string) bool {
	name = sqltext.Normal(name[strings.LastIndexByte(name, '.')+1:])
	return name != "" && (sqltext.Normal(c.name()) == name || sqltext.Normal(m.columnTag(string(c.tag))) == name)
}

// usesFound reports whether the function goes on with a row that was found: it writes to the table on the other side of the branch. With
// a unique index, a program that only refuses what is there already loses nothing.
func (f *frame) usesFound(w happening, c control) bool {
	return slices.ContainsFunc(f.guarded, func(g guardedWrite) bool {
		return (g.Verb == knowledge.Update || g.Verb == knowledge.Save) && g.At != w.At && f.sameTable(g.Write, &ReadSite{Type: w.Type, Table: w.Table}) &&
			f.controlled(g.block, control{at: c.at, side: 1 - c.side})
	})
}

// expectsDuplicates reports whether the function looks out for the error of a unique index, by the names and texts that it mentions:
// gorm.ErrDuplicatedKey, IsUniqueViolation(err), "23505", "Duplicate entry".
func (f *frame) expectsDuplicates() bool {
	for _, b := range f.fn.Blocks {
		for _, in := range b.Instrs {
			for _, op := range in.Operands(nil) {
				if *op != nil && saysDuplicate(*op) {
					return true
				}
			}
		}
	}
	return false
}

func saysDuplicate(v ssa.Value) bool {
	text := ""
	switch v := v.(type) {
	case *ssa.Global:
		text = v.Name()
	case *ssa.Function:
		text = v.Name()
	case *ssa.Const:
		if v.Value != nil && types.Identical(v.Type().Underlying(), types.Typ[types.String]) {
			text = constant.StringVal(v.Value)
		} else if v.Value != nil {
			return v.Value.ExactString() == "1062" // MySQL's number
		}
	}
	text = strings.ToLower(text)
	return slices.ContainsFunc([]string{"duplicat", "uniqueviolation", "unique_violation", "uniqueconstraint", "unique constraint", "isconstrainterror", "23505"},
		func(w string) bool { return strings.Contains(text, w) })
}
