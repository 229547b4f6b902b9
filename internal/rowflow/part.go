package rowflow

import (
	"go/types"
	"slices"
	"strings"
)

// judgeEdit reports a column of which a part was changed in place: the rest of it goes back as it was loaded.
func (f *frame) judgeEdit(w *Write, c Cell, e Entry) {
	for _, fl := range w.Row.Flows {
		if f.replaced(w, e.Path) {
			continue
		}
		read := f.sum.Reads[fl.Read]
		fl.Path = joinPath(fl.Path, c.Field)
		fl = fl.did(Edited, w.At, "edited in place")
		if read == nil { // of a row that came in: who made it, and for what, is not known
			continue
		}
		if len(w.Via) > 0 && len(read.Via) > 0 && w.At == read.At || fieldOfElement(e) || w.Assume != "" && setsField(e) {
			continue
		}
		if f.unprotected(w, read, c, fl) {
			f.report(Finding{Category: "arith", Read: read, Write: w, Flow: fl, Cell: c})
			return
		}
	}
}

// fieldOfElement reports whether the edit sets a field of an element to a constant, or to a row: what a program does to what it shows or
// fills in (a nested pointer, a name), seldom to what it keeps.
func fieldOfElement(e Entry) bool {
	head, last := cutPath(e.Path)
	computed := slices.ContainsFunc(e.Value.Flows, func(fl Flow) bool { return fl.How != 0 })
	return (e.Value.empty() || len(e.Value.Refs) > 0 && !computed) && strings.HasSuffix(head, "]") && last != "" && last[0] != '[' && last[0] != '#'
}

// setsField reports whether the edit gives a field within a struct a value that is not made of what was there. Where the save is not in sight, the
// struct may be columns of its own.
// Have: order.Audit.UpdatedAt = now; repo.Update(ctx, order).
func setsField(e Entry) bool {
	return !strings.ContainsAny(e.Path, "[#") && !slices.ContainsFunc(e.Value.Flows, func(fl Flow) bool { return fl.Read != "" && fl.How&(Computed|Edited) != 0 })
}

// replaced reports whether a column whose part was edited had been overwritten as a whole before, on every path; or as a whole on the path that edits.
func (f *frame) replaced(w *Write, path string) bool {
	if column, _ := cutPath(path); column != "" && f.setWhole(w, column) {
		return true
	}
	for _, e := range w.Row.Image {
		if _, below := under(path, e.Path); below && e.Value.Mixed {
			return true
		}
		if _, below := under(path, e.Path); below && !slices.ContainsFunc(extend(w.Row.Flows, e.Path), func(fl Flow) bool { return fl.How == 0 && mentions(e.Value.Flows, fl) }) {
			return true
		}
	}
	return false
}

// setWhole reports whether all fields of a struct that is kept in a column are set, and none is computed from what was there.
// Have: row.Note = Note{Text: text, Set: true}, which is a write of each field.
func (f *frame) setWhole(w *Write, column string) bool {
	st := f.structAt(w.Type, column)
	if st == nil {
		return false
	}
	for field := range st.Fields() {
		set := slices.ContainsFunc(w.Row.Image, func(e Entry) bool {
			return e.Path == joinPath(column, field.Name()) && !slices.ContainsFunc(e.Value.Flows, func(fl Flow) bool { return fl.How&(Computed|Edited) != 0 })
		})
		if !set {
			return false
		}
	}
	return true
}

// holdsThings reports whether a field of a row whose save is not in sight holds a list of structs or of interfaces: events that it has recorded, or rows
// of their own.
// Have: func (o *Order) Close() { o.status = "closed"; o.events = append(o.events, OrderClosed{o.id}) }; repo.Save(ctx, o).
func (f *frame) holdsThings(w *Write, c Cell, path string) bool {
	if w.Assume == "" || c.Document {
		return false
	}
	t := f.fieldAt(w.Type, path)
	if t == nil || !isList(t) {
		return false
	}
	_, elem := parts(t)
	switch u := deref(elem).Underlying().(type) {
	case *types.Interface:
		return !u.Empty()
	case *types.Struct:
		return !f.models.isColumn(elem)
	}
	return false
}

// structAt is the struct that a field of a row holds, nil if it holds none.
func (f *frame) structAt(typ, path string) *types.Struct {
	t := f.fieldAt(typ, path)
	if t == nil || named(t) == nil {
		return nil
	}
	st, _ := named(t).Underlying().(*types.Struct)
	return st
}

// fieldAt is the type of a field of a row, nil if there is none.
func (f *frame) fieldAt(typ, path string) types.Type {
	n := f.models.lookup(typ)
	var t types.Type
	for _, name := range fields(path) {
		if n == nil {
			return nil
		}
		field, _ := f.models.field(n, name)
		if field == nil {
			return nil
		}
		t = field.Type()
		n = named(t)
	}
	return t
}
