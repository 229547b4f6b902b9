package rowflow

import (
	"slices"

	"github.com/rmwlint/rmwlint/internal/knowledge"
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
	x := Finding{Category: "stale", Read: read, Write: w, Flow: Flow{Read: read.ID}}
	f.divide(&x)
	if len(x.Changed) > 0 && len(x.Kept) > 0 {
		f.report(x)
	}
}

// divide tells the columns of a row that is written whole: those that the program changed, of which the first is the finding's cell if it
// has none, and those that go back as they were read.
func (f *frame) divide(x *Finding) {
	w := x.Write
	lib, n := f.models.library(w.Lib), f.models.lookup(w.Type)
	if lib == nil || n == nil {
		return
	}
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
		case !c.keepsItself(lib) && !c.isBirth():
			x.Kept = append(x.Kept, c.name())
		}
	}
}
