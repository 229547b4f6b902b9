package rowflow

import (
	"slices"

	"github.com/rmwlint/rmwlint/internal/knowledge"
	"github.com/rmwlint/rmwlint/internal/sqltext"
)

// whole is the read of a row that a statement writes back with all its columns, nil if it writes no such row.
func (f *frame) whole(w *Write) *ReadSite {
	if w.Row == nil || len(w.Columns) > 0 || w.ColumnsBy != nil || w.Upsert || w.Verb != knowledge.Update && w.Verb != knowledge.Save {
		return nil
	}
	for _, base := range w.Row.Flows {
		if read := f.sum.Reads[base.Read]; read != nil && base.Path == "" && base.How == 0 && read.Type == w.Type && !(len(w.Via) > 0 && w.At == read.At) {
			return read
		}
	}
	return nil
}

// judgeStale reports a row that was loaded and is written whole though only some of its columns were changed: the others go back as
// they were, over what another process has put there since.
func (f *frame) judgeStale(w *Write) {
	read := f.whole(w)
	if read == nil || !f.unprotected(w, read, Cell{}, Flow{Read: read.ID}) {
		return
	}
	lib, n := f.models.library(w.Lib), f.models.lookup(w.Type)
	if lib == nil || n == nil {
		return
	}
	x := Finding{Category: "stale", Read: read, Write: w, Flow: Flow{Read: read.ID}}
	cols := f.models.columns(n, lib)
	keys := f.models.keys(cols, lib)
	for _, c := range cols {
		cell := f.models.cell(w.Type, w.Table, c.path)
		switch {
		case !w.writes(cell) || slices.ContainsFunc(keys, func(k column) bool { return k.path == c.path }):
		case w.has(c.path):
			if x.Changed = append(x.Changed, c.name()); x.Cell.Column == "" {
				x.Cell = cell
			}
		case !c.keepsItself(lib):
			x.Kept = append(x.Kept, c.name())
		}
	}
	if len(x.Changed) > 0 && len(x.Kept) > 0 {
		f.report(x)
	}
}

// judgeRefresh reports a row that is written whole after the database has computed one of its columns: the column goes back as it was
// read before.
// Have: db.Model(&p).Update("in_stock", gorm.Expr("in_stock - 1")); p.Status = "sold"; db.Save(&p).
func (f *frame) judgeRefresh(w *Write) {
	read := f.whole(w)
	if read == nil {
		return
	}
	for _, g := range f.happened {
		if g.Verb != knowledge.Update || g.Returns || read.At.Line > g.At.Line || !f.sameTable(g.Write, read) || !f.isRowOf(g.Write, read) ||
			g.block != f.block && !reachesBlock(g.block, f.block, nil) {
			continue
		}
		for _, col := range f.computed(g.Write) {
			c := Cell{Type: w.Type, Table: w.Table, Column: sqltext.Normal(col), Field: col}
			if w.writes(c) && !f.assigns(w, c) {
				f.report(Finding{Category: "refresh", Read: read, Write: w, Flow: Flow{Read: read.ID, At: g.At, Op: "by an expression"}, Cell: c})
				return
			}
		}
	}
}

// isRowOf reports whether the statement is about the row that was read: its condition has a part of that row.
func (f *frame) isRowOf(w *Write, read *ReadSite) bool {
	return slices.ContainsFunc(w.Where, func(t Term) bool {
		return t.Op == "=" && slices.ContainsFunc(t.Value.Flows, func(fl Flow) bool { return fl.Read == read.ID })
	})
}

// computed are the columns that the database computes in a statement.
func (f *frame) computed(w *Write) []string {
	out := slices.Clone(w.Atomic)
	for _, t := range w.Set {
		if t.Self || f.isExpr(t.Value) {
			out = append(out, t.Column)
		}
	}
	if w.Row != nil {
		for _, e := range w.Row.Image {
			if c := f.models.cell(w.Type, w.Table, e.Path); f.isExpr(e.Value) && c.Field != "" {
				out = append(out, c.Field)
			}
		}
	}
	return out
}

// assigns reports whether the program put a value of its own into the column of the row that is written.
func (f *frame) assigns(w *Write, c Cell) bool {
	return slices.ContainsFunc(w.Row.Image, func(e Entry) bool { return f.models.cell(w.Type, w.Table, e.Path).Column == c.Column })
}
