package rowflow

import (
	"cmp"
	"slices"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// A Creation is a row that is inserted because none was found: two requests find none, and both insert.
type Creation struct {
	Category string // insert, firstorcreate
	At       Pos
	Read     *ReadSite
	Via      []Pos  // the calls between At and the insert
	Owner    string // the row's struct type or table
	Declared bool   // tables are made from the structs: without a unique index in the tags there is none
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
		if f.expectsDuplicates() { // callers have nothing more to expect
			w.out.Judged = true
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
		unique := f.isUnique(r, w.Lib, w.Write)
		if r.asksForAny() || r.Guard != "" || r.LockBy != nil || f.isSetup(w.Write) || takesTurns(w.block) || f.answersFailure(w, r) || unique && !f.usesFound(w, c) {
			return true
		}
		x := Creation{Category: "insert", At: w.At, Read: r, Via: w.Via, Declared: f.declares(w.Lib, cmp.Or(w.Type, r.Type)), Unique: unique, Assume: cmp.Or(w.Assume, r.Assume)}
		f.reportCreation(x, w.Type, w.Table)
		return true
	}
	return false
}

// asksForAny reports whether nothing is known of what a read looks for, as where it asks for any row: to fill an empty table.
func (r *ReadSite) asksForAny() bool { return len(r.Where)+len(r.Either) == 0 }

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
	if r.Guard == "" && r.LockBy == nil && r.Type != "" && len(r.Where) > 0 && !s.isUnique(r, s.lib.Name, nil) && !s.expectsDuplicates() &&
		!s.isSetup(&Write{At: r.At}) {
		s.reportCreation(Creation{Category: "firstorcreate", At: r.At, Read: r, Declared: s.declares(s.lib.Name, r.Type)}, r.Type, r.Table)
	}
}

// sameTable reports whether the row that was looked for is of the table that is inserted into.
func (f *frame) sameTable(w *Write, r *ReadSite) bool {
	return f.models.sameCell(Cell{Type: w.Type, Table: w.Table, Column: "id"}, Cell{Type: r.Type, Table: r.Table, Column: "id"})
}

// usesFound reports whether the function goes on with a row that was found: it writes to the table on the other side of the branch. With
// a unique index, a program that only refuses what is there already loses nothing.
func (f *frame) usesFound(w happening, c control) bool {
	return slices.ContainsFunc(f.guarded, func(g guardedWrite) bool {
		return (g.Verb == knowledge.Update || g.Verb == knowledge.Save) && g.At != w.At && f.sameTable(g.Write, &ReadSite{Type: w.Type, Table: w.Table}) &&
			f.controlled(g.block, control{at: c.at, side: 1 - c.side})
	})
}
