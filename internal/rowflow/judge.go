package rowflow

import (
	"slices"
	"strings"

	"github.com/rmwlint/rmwlint/internal/knowledge"
	"github.com/rmwlint/rmwlint/internal/sqltext"
)

// judge looks for lost updates in one write.
func (f *frame) judge(w *Write) {
	if w.Guard != "" || w.Upsert || w.Verb != knowledge.Update && w.Verb != knowledge.Save || f.comparesVersion(w) {
		return
	}
	for _, t := range w.Set {
		if !t.Self && !f.isExpr(t.Value) {
			f.judgeColumn(w, Cell{Type: w.Type, Table: w.Table, Column: sqltext.Normal(t.Column), Field: t.Column}, "", t.Value)
		}
	}
	if w.Row == nil {
		return
	}
	for _, e := range w.Row.Image {
		c := f.models.cell(w.Type, w.Table, e.Path)
		if c.Column == "" || c.Assoc || !w.writes(c) || f.isExpr(e.Value) || f.models.isKey(c, w.Lib) || f.staysBehind(w, c) || f.holdsThings(w, c, e.Path) {
			continue
		}
		if c.Below {
			f.judgeEdit(w, c, e)
			continue
		}
		f.judgeColumn(w, c, e.Path, e.Value)
	}
	f.judgeStale(w)
}

// comparesVersion reports whether the library compares the row's version column by itself, as xorm does where a struct is written.
func (f *frame) comparesVersion(w *Write) bool {
	if w.NoVersion || !f.models.versioned(w.Type, w.Lib) {
		return false
	}
	if lib := f.models.library(w.Lib); lib == nil || !lib.VersionOfStruct {
		return true
	}
	return w.Row != nil && !slices.ContainsFunc(w.Row.Refs, func(r Ref) bool { return isMap(f.typeAt(r)) })
}

// staysBehind reports whether a column is one of another row, that hangs on the one which is saved: libraries insert such a row if there is none, and
// leave its columns alone. Source: https://gorm.io/docs/associations.html (auto create and update: ON CONFLICT DO NOTHING).
func (f *frame) staysBehind(w *Write, c Cell) bool {
	lib := f.models.library(w.Lib)
	return lib != nil && !lib.Deep && w.Type != "" && c.Type != "" && c.Type != w.Type
}

func isKey(c Cell) bool { return c.Column == "id" }

// writes reports whether the statement writes the column.
func (w *Write) writes(c Cell) bool {
	is := func(name string) bool { return sqltext.Normal(name) == c.Column || name == c.Field }
	if slices.ContainsFunc(w.Omit, is) || slices.ContainsFunc(w.Atomic, is) {
		return false
	}
	return len(w.Columns) == 0 || slices.Contains(w.Columns, "*") || slices.ContainsFunc(w.Columns, is)
}

// judgeColumn reports the column if its new value is computed from its loaded one.
func (f *frame) judgeColumn(w *Write, c Cell, path string, v Value) {
	if path != "" && isCounter(c.Column) { // it is there to tell writes apart, and lost with the rest
		return
	}
	for _, fl := range f.columnFlows(w, c, v) {
		read := f.sum.Reads[fl.Read]
		if read == nil && f.givenRow(w, c, path, fl) {
			return
		}
		if read == nil || fl.How&Decided != 0 || fl.How&(Computed|Edited) == 0 || fl.How&Compared != 0 && fl.How&Computed == 0 {
			continue
		}
		if f.calleesOwn(w, read, fl) {
			continue
		}
		if !f.sameColumn(w, c, path, read, fl) || !f.sameRow(w, read) {
			continue
		}
		w.Renewed = append(w.Renewed, c.Column)
		if f.unprotected(w, read, c, fl) {
			f.report(Finding{Category: "arith", Read: read, Write: w, Flow: fl, Cell: c})
			return
		}
	}
}

// columnFlows are what a column's new value is made from. Decimals, slices and JSON documents are values that memory holds: where a part
// of one was written, it was edited in place.
func (f *frame) columnFlows(w *Write, c Cell, v Value) []Flow {
	flows := v.Flows
	for _, r := range v.Refs {
		if t := f.typeAt(r); t != nil && f.models.isRow(t) && !c.Document {
			continue
		}
		flows = unionFlows(flows, f.st.load(r).Flows)
		if len(f.st.parts(r)) > 0 {
			flows = unionFlows(changed(f.st.load(r).Flows, Edited, w.At, "edited in place"), flows)
		}
	}
	if len(v.Image) > 0 && !v.Mixed {
		flows = changed(flows, Edited, w.At, "edited in place")
	}
	return flows
}

// calleesOwn reports whether one call reads and writes, and computes too: what can be lost there has been judged in the callee. What a function computes
// that the call is handed, the callee does not know: change(db, id, plus).
func (f *frame) calleesOwn(w *Write, read *ReadSite, fl Flow) bool {
	if len(w.Via) == 0 || len(read.Via) == 0 || w.At != read.At {
		return false
	}
	if fl.At == within(w.At) {
		return isCallback(read.ID)
	}
	return fl.At.Pkg != f.pass.Pkg.Path() || fl.At.Func != funcName(f.fn) || fl.At == w.At
}

// sameColumn reports whether a flow comes from the column that is written: the same path in the same loaded row, or the same column
// of the same table.
func (f *frame) sameColumn(w *Write, c Cell, path string, read *ReadSite, fl Flow) bool {
	if w.Row != nil && path != "" {
		for _, base := range w.Row.Flows {
			if base.Read == fl.Read && stripIndexes(joinPath(base.Path, path)) == stripIndexes(fl.Path) {
				return true
			}
		}
	}
	return f.models.sameCell(f.models.cell(read.Type, read.Table, fl.Path), c)
}

// sameRow reports whether the written row may be the one that was read.
func (f *frame) sameRow(w *Write, read *ReadSite) bool {
	loaded := false
	if w.Row != nil {
		for _, base := range w.Row.Flows {
			if base.Read == read.ID {
				return true
			}
			if other := f.sum.Reads[base.Read]; other != nil {
				loaded = true
				if (shareKey(read.owner(), other.Where, read.Where) || f.foundBy(w, other, read) || f.foundBy(w, read, other)) && !read.Ordered {
					return true
				}
			}
		}
		if loaded {
			return false
		}
	}
	if f.savesNew(w) {
		return false
	}
	keys := w.Where
	if w.Row != nil {
		keys = append(keys[:len(keys):len(keys)], f.keysIn(w)...)
	}
	if len(keys) == 0 {
		return w.Verb == knowledge.Update && w.Row == nil
	}
	known := false
	for _, k := range keys {
		if k.Op != "=" {
			continue
		}
		for _, fl := range k.Value.Flows {
			if fl.Read == read.ID {
				return !f.leadsElsewhere(w, k, read, fl)
			}
			if again := f.sum.Reads[fl.Read]; again != nil && f.foundBy(w, again, read) && f.sameKeys(w, k, again, fl) {
				return true
			}
		}
		known = known || !k.Value.empty()
	}
	if read.Ordered {
		return false
	}
	return shareKey(read.owner(), keys, read.Where) || !known || !hasValues(read.Where)
}

// foundBy reports whether a row was found by the key of another: it is the same, read again.
// Have: db.Where("phone = ?", phone).First(&a); db.First(&b, a.ID).
func (f *frame) foundBy(w *Write, again, before *ReadSite) bool {
	return slices.ContainsFunc(again.Where, func(t Term) bool {
		return t.Op == "=" && slices.ContainsFunc(t.Value.Flows, func(fl Flow) bool {
			return fl.Read == before.ID && fl.How == 0 && f.sameKeys(w, t, before, fl)
		})
	})
}

// sameKeys reports whether a condition compares the key with that of a row of the table.
func (f *frame) sameKeys(w *Write, key Term, read *ReadSite, fl Flow) bool {
	from := f.models.cell(read.Type, read.Table, fl.Path)
	to := f.models.cell(w.Type, w.Table, columnPath(keyName(key.Column)))
	return from.Column != "" && f.models.isKey(from, w.Lib) && f.models.isKey(to, w.Lib) && !f.leadsElsewhere(w, key, read, fl)
}

// leadsElsewhere reports whether a row is found by what another of the same table says of it.
// Have: db.Where("id = ?", p.TwinID).Update("price", p.Price+1).
func (f *frame) leadsElsewhere(w *Write, key Term, read *ReadSite, fl Flow) bool {
	from := f.models.cell(read.Type, read.Table, fl.Path)
	to := f.models.cell(w.Type, w.Table, columnPath(keyName(key.Column)))
	if from.Column == "" || from.Below || to.Column == from.Column || !f.models.sameCell(Cell{Type: w.Type, Table: w.Table, Column: from.Column}, from) {
		return false
	}
	return f.models.isKey(to, w.Lib) != f.models.isKey(from, w.Lib)
}

// savesNew reports whether a save is an insert: of a struct that was made here and given no primary key.
// Have: next := Order{UserID: o.UserID, Total: o.Total * 2}; db.Save(&next).
func (f *frame) savesNew(w *Write) bool {
	if w.Verb != knowledge.Save || w.Row == nil || len(w.Row.Flows) > 0 || len(w.Row.Image) == 0 || len(w.Where) > 0 {
		return false
	}
	t := f.models.lookup(w.Type)
	return t != nil && !slices.ContainsFunc(w.Row.Image, func(e Entry) bool {
		names := fields(e.Path)
		if len(names) == 0 {
			return true
		}
		field, tag := f.models.field(t, names[0])
		return field == nil || field.Embedded() && !e.Value.empty() || isKeyField(names[len(names)-1], tag)
	})
}

func hasValues(terms []Term) bool {
	return slices.ContainsFunc(terms, func(t Term) bool { return !t.Value.empty() })
}

// keysIn are the key's columns that a struct built for the write was given.
func (f *frame) keysIn(w *Write) []Term {
	var out []Term
	for _, e := range w.Row.Image {
		if c := f.models.cell(w.Type, w.Table, e.Path); isKey(c) || strings.HasSuffix(c.Column, "id") {
			out = append(out, Term{Column: c.Column, Op: "=", Value: e.Value})
		}
	}
	return out
}

func sameValue(a, b Value) bool {
	if a.Text != nil && b.Text != nil {
		return *a.Text == *b.Text
	}
	if a.Int != nil && b.Int != nil {
		return *a.Int == *b.Int
	}
	for _, x := range a.Flows {
		for _, y := range b.Flows {
			if x.Read == y.Read && x.Root == y.Root && x.Path == y.Path && x.How&Computed == 0 && y.How&Computed == 0 {
				return true
			}
		}
	}
	for _, x := range a.Refs {
		if slices.Contains(b.Refs, x) {
			return true
		}
	}
	return false
}

// unprotected reports whether nothing keeps a second process from writing in between.
func (f *frame) unprotected(w *Write, read *ReadSite, c Cell, fl Flow) bool {
	if w.Row != nil && isCounter(c.Column) || w.Assume != "" && w.bumpsVersion() {
		return false
	}
	free := read.Guard == "mutex" && w.Under == "" // unlocked before the write
	if read.Guard != "" && !free && !f.anotherIsLocked(w, read) && !f.letGo(w, read) || read.LockBy != nil || read.Released && w.Under != "" {
		return false
	}
	if read.Freed && w.Under != "" && read.At == w.At { // the callee reads and writes under its own lock
		return false
	}
	for _, t := range w.Where { // compare-and-set: the old value, or a version that came with it
		if t.Op != "=" {
			continue
		}
		for _, k := range t.Value.Flows {
			if k.Read != read.ID || k.How&Computed != 0 {
				continue
			}
			if stripIndexes(k.Path) == stripIndexes(fl.Path) || isVersion(t.Column) {
				return false
			}
		}
		if isVersion(t.Column) && !t.Value.empty() {
			return false
		}
	}
	return true
}

// bumpsVersion reports whether the row that is saved has counted a version of its own up: where the save is not in sight, it is taken to compare it.
// Have: func (n *Node) Mute() { n.muted = true; n.version++ }; repo.Update(ctx, n).
func (w *Write) bumpsVersion() bool {
	return w.Row != nil && slices.ContainsFunc(w.Row.Image, func(e Entry) bool {
		_, name := cutPath(e.Path)
		return isVersion(name) && fromItself(e)
	})
}

// isCounter reports whether a column's name is that of a version that is counted.
func isCounter(column string) bool { return isVersion(column) && sqltext.Normal(column) != "updatedat" }

// isVersion reports whether a column's name is that of a version that changes with each write.
func isVersion(column string) bool {
	c := sqltext.Normal(column[strings.LastIndexByte(column, '.')+1:])
	for _, name := range []string{"version", "revision", "lockversion", "rowversion", "etag", "updatedat", "ver", "rev"} {
		if c == name {
			return true
		}
	}
	return false
}

// level is the place in the chain of calls at which the flow happens: below the calls that lead to both the read and the write, the one in
// the function that computes the value.
func (x *Finding) level(pkg string) Pos {
	write := append([]Pos{x.Write.At}, x.Write.Via...)
	for i := len(write) - 1; i >= 0; i-- {
		if p := write[i]; p.Pkg == pkg && p.Func == x.Flow.At.Func && p.Pkg == x.Flow.At.Pkg {
			return p
		}
	}
	read := append([]Pos{x.Read.At}, x.Read.Via...)
	for len(write) > 1 && len(read) > 1 && write[0] == read[0] && write[1].Pkg == pkg {
		write, read = write[1:], read[1:]
	}
	return write[0]
}
