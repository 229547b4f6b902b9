package rowflow

import (
	"slices"

	"golang.org/x/tools/go/ssa"

	"github.com/rmwlint/rmwlint/internal/knowledge"
)

// whole is the read of a row that a statement writes back with all its columns, nil if it writes no such row.
func (f *frame) whole(w *Write) *ReadSite {
	if w.Row == nil || len(w.Columns) > 0 || w.ColumnsBy != nil || w.Upsert || w.Verb != knowledge.Update && w.Verb != knowledge.Save {
		return nil
	}
	for _, base := range w.Row.Flows {
		if read := f.sum.Reads[base.Read]; read != nil && stripIndexes(base.Path) == "" && base.How == 0 && read.Type == w.Type && !(len(w.Via) > 0 && w.At == read.At) {
			return read
		}
	}
	return nil
}

// judgeStale reports a row that was loaded and is written whole though only some of its columns were changed: the others go back as
// they were, over what another process has put there since. What else was put over the row, a request for one, has changed nobody knows which.
func (f *frame) judgeStale(w *Write) {
	read := f.whole(w)
	if read == nil || slices.ContainsFunc(w.Row.Flows, func(fl Flow) bool { return fl.Read == "" }) || !f.unprotected(w, read, Cell{}, Flow{Read: read.ID}) {
		return
	}
	x := Finding{Category: "stale", Read: read, Write: w, Flow: Flow{Read: read.ID}}
	f.divide(&x)
	if len(x.Changed) > 0 && len(x.Kept)+len(x.Partly) > 0 {
		f.report(x)
	}
}

// divide tells the columns of a row that is written whole: those that the program changed, of which the first is the finding's cell if it
// has none, and those that go back as they were read, always or on some paths.
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
		case w.has(c.path) && !f.setsOnlyNew(w, c.path):
			if x.Changed = append(x.Changed, c.name()); x.Cell.Column == "" {
				x.Cell = cell
			}
			if v, ok := w.entry(c.path); ok && !c.keepsItself(lib) && f.goesBack(w, c.path, v) {
				x.Partly = append(x.Partly, c.name())
			}
		case !c.keepsItself(lib) && !c.isBirth():
			x.Kept, x.kept = append(x.Kept, c.name()), append(x.kept, cell)
		}
	}
	x.apart = f.setApart(x.Partly)
}

// goesBack reports whether on some path a column gets what was read of it. Of a row that may be one of two, memory keeps what was there beside
// what was put over it.
// Have: if in.Name != "" { p.Name = in.Name }; db.Save(&p).
func (f *frame) goesBack(w *Write, path string, v Value) bool {
	return len(w.Row.Refs) == 1 && slices.ContainsFunc(f.flat(v).Flows, func(fl Flow) bool {
		return fl.Read != "" && fl.How == 0 && slices.ContainsFunc(w.Row.Flows, func(base Flow) bool {
			return base.Read == fl.Read && joinPath(base.Path, path) == fl.Path
		})
	})
}

// setApart reports whether fields are set in more than one branch, as far as this function shows where.
func (f *frame) setApart(names []string) bool {
	in := map[*ssa.BasicBlock]bool{}
	for _, name := range names {
		blocks := f.stores(name)
		for _, b := range blocks {
			in[b] = true
		}
		if len(blocks) == 0 && len(names) > 1 {
			return true
		}
	}
	return len(names) > 1 && len(in) > 1
}

// setsOnlyNew reports whether a field is set nowhere in this function but where the row was not found: that makes a row, and changes none.
// Have: if db.First(&c, "goods_id = ?", id).RowsAffected == 0 { c.GoodsID = id }; c.Count = n; db.Save(&c).
func (f *frame) setsOnlyNew(w *Write, path string) bool {
	_, name := cutPath(path)
	blocks := f.stores(name)
	return len(blocks) > 0 && !slices.ContainsFunc(blocks, func(b *ssa.BasicBlock) bool { return !f.isMissingAt(b, w) })
}

// isMissingAt reports whether a block is reached only if the row that is written was looked for and not found.
func (f *frame) isMissingAt(b *ssa.BasicBlock, w *Write) bool {
	return slices.ContainsFunc(f.controls(b), func(c control) bool {
		return slices.ContainsFunc(f.missing(c), func(r *ReadSite) bool {
			return slices.ContainsFunc(w.Row.Flows, func(base Flow) bool { return base.Read == r.ID })
		})
	})
}

// stores are the blocks of this function in which a field of that name is set.
func (f *frame) stores(field string) []*ssa.BasicBlock {
	if f.storesTo == nil {
		f.storesTo = map[string][]*ssa.BasicBlock{}
		for _, b := range f.fn.Blocks {
			for _, instr := range b.Instrs {
				if store, ok := instr.(*ssa.Store); ok {
					if to, ok := store.Addr.(*ssa.FieldAddr); ok {
						name := fieldName(to.X.Type(), to.Field)
						f.storesTo[name] = append(f.storesTo[name], b)
					}
				}
			}
		}
	}
	return f.storesTo[field]
}

// goesOverOthers reports whether another request may have changed what goes back: by a statement in sight, or by the same one on another path.
// The finding keeps the columns of which that is so.
func (r *run) goesOverOthers(x *Finding, updates []updatedFact) bool {
	var kept []string
	for i, c := range x.kept {
		if slices.ContainsFunc(updates, func(u updatedFact) bool {
			return slices.Contains(u.Columns, c.Column) && r.models.sameCell(c, r.models.cellOf(u.Of, c.Column))
		}) {
			kept = append(kept, x.Kept[i])
		}
	}
	x.Kept = kept
	return len(kept) > 0 || len(x.Partly) > 0 && len(x.Changed) > len(x.Partly) || x.apart
}
